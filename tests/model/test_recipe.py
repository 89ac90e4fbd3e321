"""Recipes as JSON and back, and what changing one column does to the others."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from leaddesk.model.recipe import (
    LIKELY_STATUS,
    ColumnChoice,
    Constant,
    LeftOut,
    Recipe,
    SheetRecipe,
    distinct,
)
from leaddesk.model.remembered import Remembered
from leaddesk.text import msg, msgn

SHEET = SheetRecipe(
    "Leads", "leads", 2, 3, 90, (LeftOut(90, "total"), LeftOut(7, "header")),
    (
        ColumnChoice(0, "Date", "created", 0.9, msg("almost “{name}”", name="date"), "mdy"),
        ColumnChoice(1, "Canal", "channel", canonical=False, values=(("a", "A"), ("b", "")),
                     apart=(("Salon 1", "Salon Un"),)),
        ColumnChoice(2, "Montant TTC", "amount", decimal=",", tax_included=True),
        ColumnChoice(3, "Note", "extra:Note"),
    ),
    spans="week", tax_rate=0.1, confidence=0.7, reason=msgn("{count} column", "{count} columns", 4),
    questions=("date-order:0", "decimal:2"), fingerprint="abc",
)  # fmt: skip
WIDE = SheetRecipe("Coûts", "costs", columns=(ColumnChoice(1, "A_spend", "amount", wide_key="A"),), wide="channel",
                   wide_suffix="spend")  # fmt: skip
RECIPE = Recipe("file.xlsx", "digest", (SHEET, WIDE, SheetRecipe("Other")), dt.date(2026, 8, 31))


def test_json_and_back() -> None:
    assert Recipe.from_json(json.loads(json.dumps(RECIPE.to_json()))) == RECIPE
    assert Recipe.from_json(Recipe("a").to_json()) == Recipe("a")


def test_what_a_later_version_adds_is_passed_over() -> None:
    plain = RECIPE.to_json()
    plain["sheets"][0]["new"] = plain["sheets"][0]["columns"][0]["newer"] = 1
    assert Recipe.from_json(plain) == RECIPE


@pytest.mark.parametrize("plain", [{}, {"file": "a"}, {"file": "a", "sheets": [3]}, {"file": "a", "sheets": [{}]}])
def test_what_is_no_recipe(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a recipe"):
        Recipe.from_json(plain)


def test_lookups() -> None:
    assert RECIPE.sheet("Coûts") is WIDE
    with pytest.raises(KeyError):
        RECIPE.sheet("x")
    assert SHEET.at(1).target == "channel"
    with pytest.raises(KeyError):
        SHEET.at(9)
    created = SHEET.column("created")
    assert created is not None
    assert created.header == "Date"
    assert SHEET.column("won") is None
    assert [choice.is_extra for choice in SHEET.columns] == [False, False, False, True]


def test_a_target_is_taken_from_the_column_that_had_it() -> None:
    changed = SHEET.with_column(ColumnChoice(3, "Note", "channel"))
    assert [choice.target for choice in changed.columns] == ["created", "extra:Canal", "amount", "channel"]
    assert changed.questions == SHEET.questions


def test_choosing_a_column_answers_its_questions() -> None:
    assert SHEET.with_column(SHEET.at(0)).questions == ("decimal:2",)


def test_wide_columns_share_their_target() -> None:
    both = SheetRecipe("s", "costs", columns=(*WIDE.columns, ColumnChoice(2, "B_spend")))
    changed = both.with_column(ColumnChoice(2, "B_spend", "amount", wide_key="B"))
    assert [choice.wide_key for choice in changed.columns] == ["A", "B"]


def test_a_sheet_replaced() -> None:
    other = SheetRecipe("Leads", "costs")
    assert RECIPE.with_sheet(other).sheets == (other, *RECIPE.sheets[1:])


def test_remembered_by_fingerprint() -> None:
    memory = Remembered().with_recipes([RECIPE])
    assert dict(memory.sheets) == {"abc": SHEET}
    assert Remembered.from_json(json.loads(json.dumps(memory.to_json()))) == memory
    with pytest.raises(ValueError, match="not remembered"):
        Remembered.from_json({"abc": {}})


def targets(sheet: SheetRecipe) -> list[str]:
    return [choice.target for choice in sheet.columns]


def test_no_two_columns_have_one_target() -> None:
    sheet = SheetRecipe(
        "Leads", "leads",
        columns=(ColumnChoice(0, "Note", "notes"), ColumnChoice(1, "Note", "extra:Note"), ColumnChoice(2, "Avis", "")),
    )  # fmt: skip
    assert targets(sheet.with_column(ColumnChoice(2, "Avis", "notes"))) == ["extra:Note (2)", "extra:Note", "notes"]
    kept = sheet.with_column(ColumnChoice(0, "Note", "extra:Note"))
    assert targets(kept) == ["extra:Note (2)", "extra:Note", ""]
    assert kept.with_column(ColumnChoice(0, "Note", "extra:Note")) == kept
    assert targets(kept.with_column(ColumnChoice(1, "Note", ""))) == ["extra:Note (2)", "", ""]


def test_of_two_columns_with_one_target_the_earlier_one_keeps_it() -> None:
    columns = (
        ColumnChoice(0, "Jour", "created"), ColumnChoice(1, "A", "extra:A"), ColumnChoice(2, "Date", "created"),
        ColumnChoice(3, "A", "extra:A"), ColumnChoice(4, "B", ""), ColumnChoice(5, "C", ""),
    )  # fmt: skip
    kept = distinct(columns)
    assert [choice.target for choice in kept] == ["created", "extra:A", "extra:Date", "extra:A (2)", "", ""]
    assert distinct(WIDE.columns * 2) == WIDE.columns * 2


# -- proposals ---------------------------------------------------------------------------------------------------------


def test_a_proposal_about_the_sheet_is_done_until_it_is_switched_off() -> None:
    assert SHEET.does("total-rows")
    off = SHEET.switched("total-rows", on=False)
    assert (off.does("total-rows"), off.off) == (False, ("total-rows",))
    assert off.left_out_rows() == (LeftOut(7, "header"),), "its rows are taken in"
    assert SHEET.left_out_rows() == SHEET.left_out
    assert off.switched("total-rows", on=False) == off
    assert off.switched("total-rows", on=True) == SHEET


def test_some_proposals_are_only_done_when_the_user_says_so() -> None:
    assert not SHEET.does("alike-rows")
    on = SHEET.switched("alike-rows", on=True)
    # Wanted are the codes that are listed: what is switched on is.
    assert (on.does("alike-rows"), on.wanted, on.off) == (True, ("alike-rows",), ())
    assert on.switched("alike-rows", on=False) == SHEET


def test_a_proposal_about_one_column_leaves_the_others() -> None:
    off = SHEET.switched("wrong-dates", on=False, position=1)
    assert [choice.off for choice in off.columns] == [(), ("wrong-dates",), (), ()]
    assert off.switched("wrong-dates", on=True, position=1) == SHEET
    merging = SHEET.switched("merged-values", on=True, position=1)
    assert (merging.at(1).canonical, merging.at(1).off) == (True, ())
    assert merging.switched("merged-values", on=False, position=1) == SHEET
    likely = SHEET.switched(LIKELY_STATUS, on=True, position=1)
    assert (likely.at(1).wanted, likely.at(1).off) == ((LIKELY_STATUS,), ())
    assert likely.switched(LIKELY_STATUS, on=False, position=1) == SHEET
    with pytest.raises(KeyError):
        SHEET.switched("wrong-dates", on=False, position=9)


def test_what_all_rows_have_in_common() -> None:
    salon = Constant("channel", "Salon", msg("the name of the sheet"))
    sheet = SHEET.with_constant(salon)
    assert (sheet.constant("channel"), sheet.constant("owner")) == (salon, None)
    other = Constant("channel", "Foire")
    assert sheet.with_constant(other).constants == (other,)
    # It is a proposal, which choosing a value switches on again.
    off = sheet.switched(salon.code, on=False)
    assert not off.does("constant-channel")
    assert off.with_constant(other).does("constant-channel")
    assert sheet.with_constant(Constant("channel", "")) == SHEET
    recipe = RECIPE.with_sheet(sheet)
    assert Recipe.from_json(json.loads(json.dumps(recipe.to_json()))) == recipe


def test_what_told_the_order_of_the_dates_does_not_tell_another_one() -> None:
    told = ColumnChoice(
        0, "Date", "created", date_order="dmy", order_evidence="days", year="2026", year_evidence="rows"
    )
    sheet = SheetRecipe("Leads", "leads", columns=(told,))
    turned = sheet.with_column(replace(told, date_order="mdy")).at(0)
    assert (turned.order_evidence, turned.year_evidence) == ("", "rows")
    later = sheet.with_column(replace(told, year="2025")).at(0)
    assert (later.order_evidence, later.year_evidence) == ("days", "")
    found = sheet.with_column(replace(told, date_order="mdy", order_evidence="rows", year="2025", year_evidence="file"))
    assert (found.at(0).order_evidence, found.at(0).year_evidence) == ("rows", "file"), "it comes with its own"
    assert sheet.with_column(replace(told, target="won")).at(0).order_evidence == "days"


def test_a_question_about_the_year_is_answered_by_the_year_alone() -> None:
    choice = ColumnChoice(0, "Date", "created", date_order="dmy")
    sheet = SheetRecipe("Leads", "leads", columns=(choice,), questions=("year:0", "date-order:0"))
    assert sheet.with_column(replace(choice, year="2026")).questions == ("date-order:0",)
    assert sheet.with_column(replace(choice, date_order="mdy")).questions == ("year:0",)
    assert sheet.with_column(replace(choice, target="won")).questions == ()


def test_files_with_the_same_headers_are_known_by_the_sheet_that_is_a_table() -> None:
    """What the user said of single rows is of that file alone."""
    old, march = SheetRecipe("Old", fingerprint="f"), SheetRecipe("March", "leads", fingerprint="f", same=((1, 2),))
    for sheets in ((old, march), (march, old)):
        assert Recipe("a", sheets=(*sheets, SheetRecipe("Notes"))).remembered() == {"f": replace(march, same=())}
