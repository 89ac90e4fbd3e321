"""Rows that hold no data: parts, remarks, rows still to be filled, footers; and sparse rows that do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leaddesk.ingest.layout import layout
from tests.ingest.rawfiles import raw_sheet

HEAD = ["Société", "Créé le", "Canal", "Montant"]
ROWS: list[list[Any]] = [
    ["Alpha", dt.date(2025, 3, 1), "Google", 10], ["Beta", dt.date(2025, 3, 2), "Salon", 20],
    ["Gamma", dt.date(2025, 3, 3), "Salon", 35],
]  # fmt: skip


def out(*rows: list[Any], header_row: int | None = -1) -> list[tuple[int, str]]:
    return [(left.row, left.why) for left in layout(raw_sheet(list(rows)), header_row).left_out]


@pytest.mark.parametrize(
    "footer",
    [
        ["Export du 12/03/2026"], ["3 lignes"], ["3 leads exportés"], ["Page 1/3"], ["Page 1 sur 3"],
        ["Fin du fichier"],
        ["Exported on 12 March 2026"], ["Généré le 12 mars 2026 à 14:30"], ["Imprimé le", "12/03/2026"],
        ["Nombre de lignes : 3"], ["Nombre de prospects", 3], ["- Fin -"], ["Confidentiel - ne pas diffuser"],
    ],
)  # fmt: skip
def test_footers(footer: list[Any]) -> None:
    assert out(HEAD, *ROWS, footer) == [(4, "footer")]
    assert out(HEAD, *ROWS, [], footer) == [(5, "footer")]


def test_a_text_below_an_empty_line() -> None:
    assert out(HEAD, *ROWS, [], ["Montants hors taxes"], ["Voir avec Gaël"]) == [(5, "footer"), (6, "footer")]


@pytest.mark.parametrize("name", ["Export du Sud", "Fin de Siècle", "Page Blanche", "3 Suisses", "Impression Express"])
def test_firms_alone_in_their_row_are_leads(name: str) -> None:
    assert out(HEAD, *ROWS, [name]) == []
    assert out(HEAD, *ROWS, [name, None, "Salon", 12]) == []


def test_leads_with_a_name_alone_in_a_sparse_sheet() -> None:
    assert out(HEAD, *ROWS, ["Delta"], ["Epsilon"], [], ["Zêta"]) == []


def test_values_of_the_rows_below_as_headings() -> None:
    head = ["N°", "Créé le", "Canal", "Montant"]
    rows: list[list[Any]] = [["Google"], [1, dt.date(2025, 3, 1), "Google", 10], ["Salon"],
            [2, dt.date(2025, 3, 2), "Salon", 20],
            [3, dt.date(2025, 3, 4), "Salon", 21], ["Web"], [4, dt.date(2025, 3, 4), "Web", 2]]  # fmt: skip
    assert out(head, *rows) == [(1, "section"), (3, "section"), (6, "section")]
    texts = ["Société", "Créé le", "Canal", "Montant"]
    assert out(texts, *[[f"N{row[0]}", *row[1:]] if len(row) > 1 else row for row in rows]) == [
        (1, "section"), (3, "section"), (6, "section"),
    ]  # fmt: skip


def test_titles_above_rows_without_headers() -> None:
    assert out(["Suivi"], ["Courses Express"], *ROWS, header_row=None) == [(0, "remark"), (1, "remark")]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [("Lyon", "Nantes", "section"), ("AGENCE A", "AGENCE B", "section"), ("Google Ads", "Salon pro", "section"),
     ("Delta SARL", "Epsilon SAS", ""), ("Lyon", "Delta SARL", "")],
)  # fmt: skip
def test_headings_in_a_column_of_texts(one: str, other: str, why: str) -> None:
    found = out(HEAD, [one], *ROWS[:2], [other], ROWS[2])
    assert found == ([(1, why), (4, why)] if why else [])


def test_firms_in_capitals_without_more_are_leads() -> None:
    assert out(HEAD, *[[row[0].upper(), *row[1:]] for row in ROWS], ["DELTA"], ROWS[0], ["ZETA"], ROWS[1]) == []
    assert out(HEAD, *ROWS, ["DELTA"], ["ZETA"]) == []
