"""Sheets of one kind: a city, a channel or a month each, whatever the order of their columns."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose, repropose
from leaddesk.model.recipe import Recipe
from tests.ingest.rawfiles import raw_file, raw_sheet

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult

TODAY = dt.date(2026, 9, 1)
HEAD = ["Société", "Créé le", "Statut", "Montant HT"]
ROWS: list[list[Any]] = [
    ["Alpha", dt.date(2025, 3, 1), "Gagné", 100], ["Beta", dt.date(2025, 3, 2), "Perdu", 200],
    ["Gamma", dt.date(2025, 3, 5), "Nouveau", 300],
]  # fmt: skip


def opened(*names: str, head: list[str] = HEAD, rows: list[list[Any]] = ROWS) -> tuple[Recipe, ImportResult]:
    raw = raw_file(*(raw_sheet([head, *rows], name) for name in names))
    recipe = propose(raw, today=TODAY)
    return recipe, build([(raw, recipe)], proposals=True)


def targets(recipe: Recipe) -> set[str]:
    return {sheet.sheet_target for sheet in recipe.sheets}


@pytest.mark.parametrize(
    ("names", "target"),
    [
        (("Lyon", "Nantes"), "city"), (("Paris Nord", "Agence", "Lyon 3e"), "city"),
        (("Google Ads", "Salon"), "channel"),
        (("Julie", "Marc"), "extra:Feuille"), (("Agence A", "Agence B"), "extra:Feuille"),
        (("Feuil1", "Feuil2"), ""), (("Prospects 1", "Prospects 2"), ""), (("Mars", "Avril"), ""),
        (("2024", "2025"), ""), (("Lyon",), ""),
    ],
)  # fmt: skip
def test_what_the_names_are(names: tuple[str, ...], target: str) -> None:
    recipe, result = opened(*names)
    assert targets(recipe) == {target}
    data = result.dataset["leads"].data
    assert len(data) == 3 * len(names)
    if target:
        assert data[target].astype(str).tolist() == [name for name in names for _ in ROWS]


def test_a_column_that_says_the_same() -> None:
    head = [*HEAD, "Ville"]
    raw = raw_file(*(raw_sheet([head, *[[*row, name] for row in ROWS]], name) for name in ("Lyon", "Nantes")))
    assert targets(propose(raw, today=TODAY)) == {""}
    recipe, _ = opened("Julie", "Marc", head=head, rows=[[*row, "Lyon"] for row in ROWS])
    assert targets(recipe) == {"extra:Feuille"}


def test_sheets_of_different_kinds_keep_their_names_to_themselves() -> None:
    costs: list[list[Any]] = [["Date", "Dépense HT"], [dt.date(2025, 3, 1), 12], [dt.date(2025, 3, 2), 15]]
    raw = raw_file(raw_sheet([HEAD, *ROWS], "Lyon"), raw_sheet(costs, "Nantes"))
    assert targets(propose(raw, today=TODAY)) == {""}


def test_it_can_be_switched_off_and_is_stored() -> None:
    recipe, result = opened("Lyon", "Nantes")
    told = [issue for issue in result.issues if issue.code == "named-by-sheet"]
    assert [(issue.sheet, issue.applied, issue.count) for issue in told] == [("Lyon", True, 3), ("Nantes", True, 3)]
    assert Recipe.from_json(recipe.to_json()) == recipe
    raw = raw_file(*(raw_sheet([HEAD, *ROWS], name) for name in ("Lyon", "Nantes")))
    off = recipe.with_sheet(recipe.sheet("Lyon").switched("named-by-sheet", on=False))
    result = build([(raw, off)], proposals=True)
    assert result.dataset["leads"].data["city"].astype(object).isna().tolist() == [True] * 3 + [False] * 3
    told = [issue for issue in result.issues if issue.code == "named-by-sheet"]
    assert [issue.applied for issue in told] == [False, True]
    assert told[0].message != told[1].message


def test_columns_in_another_order_and_a_sheet_of_few_rows() -> None:
    turned = [[row[place] for place in (3, 0, 2, 1)] for row in (HEAD, ROWS[0])]
    turned[1][0] = None
    raw = raw_file(raw_sheet([HEAD, *ROWS], "Lyon"), raw_sheet(turned, "Nantes"))
    recipe = propose(raw, today=TODAY)
    by_header = [{one.header: one.target for one in sheet.columns} for sheet in recipe.sheets]
    assert by_header[0] == by_header[1]
    assert build([(raw, recipe)]).dataset["leads"].data["city"].tolist() == ["Lyon"] * 3 + ["Nantes"]


def test_a_sheet_that_alone_would_be_nothing_is_like_the_others() -> None:
    lone = ["Nom", "Secteur", "Info"]
    raw = raw_file(
        raw_sheet([lone, ["Anne", "BTP", "x"], ["Paul", "Santé", "y"]], "Prospects Lyon"),
        raw_sheet([lone, [12, None, None]], "Nantes"),
    )
    recipe = propose(raw, today=TODAY)
    assert {sheet.table for sheet in recipe.sheets} == {recipe.sheets[0].table}


def test_months_date_rows_that_have_no_day() -> None:
    head, rows = ["Canal", "Dépense HT"], [["Google", 50], ["Salon", 60]]
    raw = raw_file(raw_sheet([head, *rows], "Janvier"), raw_sheet([head[::-1], *[r[::-1] for r in rows]], "Février"),
                   name="couts 2025.xlsx")  # fmt: skip
    data = build([(raw, propose(raw, today=TODAY))]).dataset["costs"].data
    assert data["date"].astype(str).tolist() == ["2025-01-01"] * 2 + ["2025-02-01"] * 2


def test_a_hidden_sheet_can_be_taken() -> None:
    raw = raw_file(raw_sheet([HEAD, *ROWS], "Lyon"), raw_sheet([HEAD, *ROWS[:2]], "Archive", hidden=True))
    recipe = propose(raw, today=TODAY)
    assert [sheet.table for sheet in recipe.sheets] == ["leads", ""]
    chosen = recipe.with_sheet(repropose(raw, recipe, "Archive", table="leads"))
    assert [count.taken for count in build([(raw, chosen)]).counts] == [3, 2]
    assert repropose(raw, recipe, "Archive", table=None).table == ""
