"""Files whose first row is data: it must not be lost, and what is guessed is said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.importer import ImportResult, build
from leaddesk.ingest.layout import layout
from leaddesk.ingest.mapping import propose
from leaddesk.text import plain
from tests.ingest.rawfiles import raw_file, raw_sheet

if TYPE_CHECKING:
    from leaddesk.model.recipe import SheetRecipe

LEADS: list[list[Any]] = [
    ["Anne Durand", "anne@example.test", "06 39 98 00 01", "Google", dt.date(2025, 3, 1), "Lyon"],
    ["Paul Petit", "paul@example.test", "06 39 98 00 02", "Salon", dt.date(2025, 3, 2), "Nantes"],
    ["Inès Morel", "ines@example.test", "06 39 98 00 03", "Google", dt.date(2025, 3, 5), "Lyon"],
]
COSTS: list[list[Any]] = [
    ["01/02/2025", "Google", "Lyon", 50], ["02/02/2025", "Salon", "Nantes", 60], ["13/02/2025", "Google", "Lyon", 70],
]  # fmt: skip


def opened(rows: list[list[Any]]) -> tuple[SheetRecipe, ImportResult]:
    raw = raw_file(rows)
    recipe = propose(raw, today=dt.date(2026, 9, 1))
    return recipe.sheets[0], build([(raw, recipe)])


def test_leads_by_their_values() -> None:
    recipe, result = opened(LEADS)
    assert (recipe.table, recipe.header_row, recipe.confidence) == ("leads", None, 0.3)
    data = result.dataset["leads"].data
    assert data["email"].tolist() == [row[1] for row in LEADS]
    assert data["channel"].tolist() == ["Google", "Salon", "Google"]
    assert [str(day)[:10] for day in data["created"]] == ["2025-03-01", "2025-03-02", "2025-03-05"]
    assert data["extra:A"].tolist() == [row[0] for row in LEADS]
    told = [issue for issue in result.issues if issue.code == "no-headers"]
    assert [(issue.lines, plain(issue.examples[0][0]).split(" · ")[0]) for issue in told] == [((1,), "Anne Durand")]


def test_costs_by_their_values() -> None:
    recipe, result = opened(COSTS)
    assert (recipe.table, recipe.confidence) == ("costs", 0.3)
    data = result.dataset["costs"].data
    assert (data["amount"].sum(), data["channel"].tolist()) == (180, ["Google", "Salon", "Google"])


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 2.5, 3], [3, 4.5, 2], [5, 6.5, 1]],
        [["06 39 98 00 01", "x"], ["06 39 98 00 02", "y"], ["06 39 98 00 03", "x"]],
        [[dt.date(2025, 3, 1), 5, 6], [dt.date(2025, 3, 2), 7, 8]],
    ],
)
def test_too_little_to_tell(rows: list[list[Any]]) -> None:
    recipe, result = opened(rows)
    assert recipe.table == ""
    told = [(issue.code, issue.lines, issue.count) for issue in result.issues]
    assert told == [("sheet-ignored", tuple(range(1, len(rows) + 1)), len(rows))]


def test_a_first_row_whose_words_come_again_is_data() -> None:
    rows: list[list[Any]] = [
        ["Durand", "Lyon", "Web", "12"],
        ["Petit", "Nice", "Tél", "13"],
        ["Morel", "Lyon", "Web", "14"],
    ]
    assert layout(raw_sheet(rows)).header_row is None


def test_unknown_headers_above_values_are_headers() -> None:
    rows: list[list[Any]] = [["Zone", "Tournée", "Km"], ["Nord", "A", 12], ["Sud", "B", 13], ["Nord", "C", 14]]
    assert layout(raw_sheet(rows)).header_row == 0
