"""Recipes as JSON and back, and what changing one column does to the others."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from leaddesk.model.recipe import (
    ColumnChoice,
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
