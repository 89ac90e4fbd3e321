"""Next month's file: what was confirmed is done again, and what is new is pointed out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest import newcomers
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.model.dataset import Dataset
from leaddesk.model.recipe import Recipe
from leaddesk.model.remembered import Remembered
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file

if TYPE_CHECKING:
    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 9, 1)
HEADERS = ["Nom", "Vu le", "Origine", "Code", "Montant HT"]
FIRST: list[list[Any]] = [
    HEADERS,
    ["Alpha", "14/03/2026", "Google", "A1", 100],
    ["Beta", "15/03/2026", "Flyers", "B2", 200],
    ["Gamma", "16/03/2026", "google", "C3", 300],
]


def confirmed() -> tuple[RawFile, Recipe, Remembered]:
    """The first month, its code taken for the campaign and the spellings of channels kept apart by the user."""
    raw = raw_file(FIRST)
    recipe = propose(raw, today=TODAY)
    sheet = recipe.sheets[0]
    sheet = sheet.with_column(replace(sheet.at(3), target="campaign")).switched("merged-values", on=False, position=2)
    recipe = recipe.with_sheet(sheet)
    return raw, recipe, Remembered().with_recipes([recipe])


def proposed(rows: list[list[Any]]) -> tuple[RawFile, Recipe]:
    _, _, remembered = confirmed()
    raw = raw_file(rows)
    return raw, propose(raw, today=TODAY, remembered=remembered)


def shuffled(order: list[int], extra: str | None = None) -> list[list[Any]]:
    rows = [[row[place] for place in order] for row in FIRST]
    return rows if extra is None else [[*row, extra if number == 0 else number] for number, row in enumerate(rows)]


def codes(raw: RawFile, recipe: Recipe) -> set[str]:
    return {issue.code for issue in build([(raw, recipe)]).issues}


def test_a_column_more_is_pointed_out_and_the_rest_is_as_it_was() -> None:
    raw, recipe = proposed(shuffled([0, 1, 2, 3, 4], "Appels"))
    sheet = recipe.sheets[0]
    assert sheet.at(3).target == "campaign"
    assert not sheet.at(2).canonical
    assert sheet.at(5).target == "calls"
    assert sheet.news == ("new-column:5",)
    (issue,) = [issue for issue in build([(raw, recipe)]).issues if issue.code == "new-columns"]
    assert "Appels" in language("fr").text(issue.message)


def test_a_proposal_that_was_switched_on_stays_on() -> None:
    rows = [["Contact", "Vu le", "Origine"], ["Zoé Roncevaut", "14/03/2026", "Google"]]
    recipe = propose(raw_file(rows), today=TODAY)
    recipe = recipe.with_sheet(recipe.sheets[0].switched("full-name", on=True, position=0))
    remembered = Remembered().with_recipes([recipe])
    more = raw_file([[*rows[0], "Appels"], [*rows[1], 2]])
    sheet = propose(more, today=TODAY, remembered=remembered).sheets[0]
    assert (sheet.news, sheet.at(0).off) == (("new-column:3",), ())


def test_columns_in_another_order_and_one_that_is_gone() -> None:
    raw, recipe = proposed(shuffled([3, 2, 1, 0]))
    sheet = recipe.sheets[0]
    assert [choice.target for choice in sheet.columns] == ["campaign", "channel", "created", "name"]
    assert sheet.news == ("gone-column:Montant HT",)
    assert "gone-columns" in codes(raw, recipe)
    assert Recipe.from_json(recipe.to_json()) == recipe


@pytest.mark.parametrize("headers", [["Nom", "Vu le", "A", "B", "C"], ["Nom", "Vu le", "Origine", "X", "Y", "Z", "Q"]])
def test_another_sheet_is_recognised_by_itself(headers: list[str]) -> None:
    rows = [headers, *([f"{row}{place}" for place in range(len(headers))] for row in range(3))]
    _, recipe = proposed(rows)
    assert recipe.sheets[0].news == ()


def test_the_same_headers_are_no_news() -> None:
    raw, recipe = proposed([*FIRST, ["Delta", "17/03/2026", "Salon", "D4", 400]])
    assert recipe.sheets[0].news == ()
    assert not codes(raw, recipe) & {"new-columns", "gone-columns"}


def test_a_new_column_that_looks_like_one_that_is_taken_is_kept_beside_it() -> None:
    rows = shuffled([0, 1, 2, 3, 4], "Campagne")
    _, recipe = proposed(rows)
    assert recipe.sheets[0].at(3).target == "campaign"
    assert recipe.sheets[0].at(5).target == "extra:Campagne"


def test_values_that_were_not_there_before() -> None:
    first, recipe, _ = confirmed()
    known = build([(first, recipe)]).dataset
    raw, again = proposed([HEADERS, ["Delta", "17/04/2026", "Salon", "A1", 1], ["Eta", "18/04/2026", "GOOGLE", "Z", 2]])
    found = newcomers.issues(build([(raw, again)]).dataset, known, {raw.name})
    assert [(issue.column, issue.count, issue.examples) for issue in found] == [
        ("channel", 1, (("Salon", "Salon"),)),
        ("campaign", 1, (("Z", "Z"),)),
    ]
    assert newcomers.issues(build([(raw, again)]).dataset, known, {"another file"}) == []
    assert newcomers.issues(build([(raw, again)]).dataset, Dataset(), {raw.name}) == []
