"""Rows that sum up others, by their words or by arithmetic, and rows that only look so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from leaddesk.ingest.layout import layout
from leaddesk.model.recipe import LeftOut
from tests.ingest.rawfiles import raw_sheet

HEAD = ["Date", "Canal", "Campagne", "Montant"]


def day(number: int) -> dt.date:
    return dt.date(2025, 3, number)


def out(*rows: list[Any]) -> list[tuple[int, str]]:
    """The rows left out, the first below the headers being 1."""
    return [(left.row, left.why) for left in layout(raw_sheet(list(rows))).left_out]


SPENT: list[list[Any]] = [
    HEAD, [day(1), "Google", "Été", 100.5], [day(2), "Salon", "", 200.25], [day(3), "Google", "", 50]
]  # fmt: skip


def test_sums_without_a_word() -> None:
    assert out(*SPENT, [None, None, None, 350.75]) == [(4, "sum")]
    written = [[*row[:3], str(row[3]).replace(".", ",")] for row in SPENT]
    assert out(*written, ["", "", "", "350,75"]) == [(4, "sum")]


def test_a_large_number_alone_is_no_sum() -> None:
    assert out(*SPENT, [None, None, None, 9000]) == []
    assert out(*SPENT, [day(4), "Salon", "", 350.75]) == []


def test_rows_without_their_date_are_no_sums() -> None:
    rows: list[Any] = [
        HEAD,
        [day(1), "Google", "", 10],
        [None, None, None, 20],
        [None, None, None, 30],
        [day(2), "Salon", "", 7],
    ]
    assert out(*rows) == []


def test_subtotals_of_groups() -> None:
    rows: list[Any] = [HEAD, [day(1), "Google", "", 10], [day(2), "Google", "", 20], [None, None, None, 30],
            [day(3), "Salon", "", 5], [day(4), "Salon", "", 6], [None, None, None, 11],
            [None, None, None, 41]]  # fmt: skip
    assert out(*rows) == [(3, "sum"), (6, "sum"), (7, "sum")]
    named: list[Any] = [*rows[:3], [None, "Google Total", None, 30], *rows[4:6], ["Sous-total Salon", None, None, 11],
             ["Total général", None, None, 41]]  # fmt: skip
    assert out(*named) == [(3, "total"), (6, "total"), (7, "total")]


def test_averages_beside_sums() -> None:
    rows: list[Any] = [
        ["Canal", "Coût", "Leads", "CPL"],
        ["Google", 100, 10, 10],
        ["Salon", 300, 10, 30],
        ["Web", 50, 5, 10],
    ]
    assert out(*rows, [None, 450, 25, 18]) == [(4, "sum")]
    assert out(*rows, ["Total", 450, 25, 18], ["Moyenne", 150, 8.33, 16.67]) == [(4, "total"), (5, "total")]


@pytest.mark.parametrize("name", ["Total Énergies", "Totaline SARL", "Total Express", "Le Bon Total", "Somme"])
def test_firms_and_places_whose_names_sound_so_are_data(name: str) -> None:
    head: list[Any] = ["Société", "Date", "Canal", "Montant"]
    rows: list[Any] = [["Alpha", day(1), "Google", 100], [name, None, None, 250], ["Beta", day(3), "Salon", 75]]
    assert out(head, *rows) == []
    assert out(head, *rows, ["Gamma", day(4), "Web", 30], [name, day(5), "Web", 455]) == []


@pytest.mark.parametrize(
    "label",
    [
        "Sous-total quinzaine", "Sous-total 1re quinzaine", "SOUS TOTAL", "Subtotal Lyon", "Grand total fin mars",
        "Report", "À reporter", "Report page 2", "Report du mois précédent", "Total à reporter", "Carried forward",
        "Cumul", "Cumul à ce jour", "Total quinzaine", "Total journée",
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", [0, 2])
def test_sums_of_a_part_that_the_rows_do_not_add_up_to(label: str, column: int) -> None:
    head: list[Any] = ["Société", "Créé le", "Canal", "Montant"]
    rows: list[list[Any]] = [[f"N{n}", day(n), "Google", 10 * n] for n in range(1, 6)]
    row: list[Any] = [None, None, None, 999]
    row[column] = label
    assert out(head, *rows[:3], row, *rows[3:]) == [(4, "total")]
    alone = [*row[:3], None]
    assert out(head, *rows[:3], alone, *rows[3:]) == [(4, "total")]


@pytest.mark.parametrize("name", ["Total Énergies", "Sous-Total Café", "Report", "Reporter Média", "Cumul"])
def test_leads_with_such_names_keep_their_row(name: str) -> None:
    head: list[Any] = ["Société", "Créé le", "Canal", "Montant"]
    rows: list[list[Any]] = [[f"N{n}", day(n), "Google", 10 * n] for n in range(1, 6)]
    assert out(head, *rows[:3], [name, day(9), "Salon", 250], *rows[3:]) == []
    assert out(head, *rows[:3], [name, None, "Salon", None], *rows[3:]) == []


def test_a_firm_called_total_with_a_date_is_a_lead() -> None:
    head: list[Any] = ["Société", "Créé le", "Téléphone", "CP", "Montant"]
    rows: list[Any] = [["Alpha", day(1), 612345678, 69003, 10], ["Total", "02/03/2025", 612345679, 69004, 20]]
    assert out(head, *rows) == []


def test_a_total_of_a_part_named_among_the_values() -> None:
    rows: list[Any] = [HEAD, [day(1), "Google", "", 10], [None, "Total Google", None, 12], [day(2), "Salon", "", 7]]
    assert out(*rows) == [(2, "total")]
    assert out(HEAD, [day(1), "Google", "", 10], ["Total mars", None, None, 12], [day(2), "Salon", "", 7]) == [
        (2, "total")
    ]


def test_numbers_alone_are_data_in_a_table_of_numbers() -> None:
    assert out(["Clics", "Coût"], [1, 10], [2, 20], [3, 30], [6, 60]) == []


def test_a_large_sheet_is_looked_at_as_a_whole() -> None:
    rng = np.random.default_rng(1)
    rows: list[list[Any]] = [
        [day(1 + n % 28), "Google", f"c{n}", float(v)] for n, v in enumerate(rng.integers(1, 99, 3000))
    ]
    total = sum(row[3] for row in rows)
    found = layout(raw_sheet([HEAD, *rows, [None, None, None, total]]))
    assert found.left_out == (LeftOut(3001, "sum"),)
