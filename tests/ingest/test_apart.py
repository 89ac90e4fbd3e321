"""Sheets that hold several tables, and sheets that only look so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leaddesk.ingest.apart import tables_apart
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from tests.ingest.rawfiles import raw_file, raw_sheet

LEADS: list[list[Any]] = [
    ["N°", "Société", "Créé le", "Canal", "Montant HT"],
    *[[n, f"Firme {n}", dt.date(2025, 3, n), "Google", 100 * n] for n in range(1, 4)],
]
COSTS: list[list[Any]] = [
    ["Date", "Canal", "Dépense HT"],
    *[[dt.date(2025, 3, n), "Google", 10 * n] for n in range(1, 6)],
]


def beside(left: list[list[Any]], right: list[list[Any]], gap: int = 1) -> list[list[Any]]:
    """The rows of two tables side by side."""
    width = max(map(len, left))
    rows = []
    for row in range(max(len(left), len(right))):
        one = left[row] if row < len(left) else []
        rows.append([*one, *[None] * (width - len(one) + gap), *(right[row] if row < len(right) else [])])
    return rows


def taken(rows: list[list[Any]]) -> list[tuple[str, int]]:
    """The table that each part of the sheet is taken for, and how many rows it gives."""
    raw = raw_file(*tables_apart([raw_sheet(rows, "Feuil1")]))
    result = build([(raw, propose(raw, today=dt.date(2026, 9, 1)))])
    return [(count.table, count.taken) for count in result.counts]


BOTH = [("leads", 3), ("costs", 5)]


def test_one_below_the_other_without_an_empty_row() -> None:
    assert taken([*LEADS, *COSTS]) == BOTH
    assert taken([["Prospects"], *LEADS, ["Dépenses"], *COSTS]) == BOTH
    assert taken([*COSTS, *LEADS]) == [("costs", 5), ("leads", 3)]


def test_a_row_of_words_that_are_also_headers_is_data() -> None:
    head: list[Any] = ["Nom", "Canal", "Type de contact", "Notes", "Créé le"]
    rows: list[list[Any]] = [
        ["Anne", "Site", "Contact", "Source", None],
        ["Paul", "Email", "Téléphone", "Devis", dt.date(2025, 3, 1)],
    ]
    assert taken([head, *rows, *rows]) == [("leads", 4)]


def test_side_by_side_without_a_name_in_common() -> None:
    left = [["N° prospect", "Société", "Créé le"], *[row[:3] for row in LEADS[1:]]]
    right = [["Jour", "Support", "Coût"], *COSTS[1:]]
    assert taken(beside(left, right)) == BOTH
    assert taken(beside(LEADS, [[None] * 3, [None] * 3, *COSTS])) == BOTH
    assert taken(beside([["Prospects"], *LEADS], [["Dépenses", None, None], *COSTS])) == BOTH


def test_side_by_side_without_an_empty_column() -> None:
    assert taken(beside(COSTS[:3], COSTS, gap=0)) == [("costs", 2), ("costs", 5)]
    spent = [["Créé le", "Canal", "Dépense HT"], *COSTS[1:]]
    assert taken(beside(LEADS, spent, gap=0)) == BOTH


def test_three_side_by_side() -> None:
    assert taken(beside(COSTS, beside(LEADS, COSTS))) == [("costs", 5), ("leads", 3), ("costs", 5)]


@pytest.mark.parametrize(
    "rows",
    [
        [[*row[:2], None, *row[2:]] for row in LEADS],
        [[*row[:3], None, *row[3:]] for row in [*LEADS, ["Total", None, None, None, 600]]],
        [[*row[:2], None, *row[2:]] for row in [*LEADS, [4, "Firme 4", None, None, None]]],
        [[*row, None, None, note] for row, note in zip(LEADS, ["", "à rappeler", "", "vu"], strict=True)],
    ],
)
def test_an_empty_column_within_a_table(rows: list[list[Any]]) -> None:
    assert [table for table, _ in taken(rows)] == ["leads"]


def test_two_columns_of_one_name_are_no_second_table() -> None:
    head = ["Date", "Canal", "Société", "Date", "Montant HT"]
    assert [table for table, _ in taken([head, *[[row[2], row[3], row[1], row[2], row[4]] for row in LEADS[1:]]])] == [
        "leads"
    ]


def test_two_rows_of_headers_are_one_table() -> None:
    upper: list[Any] = ["Invoice", None, "Campaign", None, None, "VAT"]
    lower: list[Any] = ["date", "Source", "name", "Lever", "Spend", "included"]
    rows: list[list[Any]] = [[dt.date(2025, 3, n), "Google", "Spring", "Print", 10 * n, "Yes"] for n in range(1, 5)]
    assert taken([upper, lower, *rows]) == [("costs", 4)]
    heads: list[list[Any]] = [["N°", None, "Créé", None, "Montant"], ["prospect", "Société", "le", "Canal", "HT"]]
    assert taken([*heads, *LEADS[1:], [], *COSTS]) == BOTH
    assert taken([*COSTS, [], *heads, *LEADS[1:]]) == [("costs", 5), ("leads", 3)]


def test_a_table_with_two_columns_of_one_name_and_another_below() -> None:
    head = [*LEADS[0], "Notes", "Notes"]
    assert taken([head, *[[*row, "a", "b"] for row in LEADS[1:]], [], *COSTS]) == BOTH


def test_an_empty_column_between_two_of_one_name() -> None:
    rows = [[row[0], row[2], row[3], None, row[2], row[1], row[4]] for row in LEADS]
    rows[0][4] = rows[0][1]
    assert [table for table, _ in taken(rows)] == ["leads"]


def test_words_over_several_columns_above_the_first_table() -> None:
    over = ["Demande", None, None, "Suivi", None]
    assert taken([over, LEADS[0], ["Google"], *LEADS[1:], [], *COSTS]) == BOTH
