"""The header row, the data below it, and the rows that are neither."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leaddesk.ingest.headers import fingerprint, fold, matches, says_tax_included
from leaddesk.ingest.layout import layout
from leaddesk.ingest.totals import is_total
from leaddesk.model.recipe import LeftOut
from leaddesk.model.tables import BY_ID
from tests.ingest.rawfiles import raw_sheet

LEADS = [["Date", "Nom", "Canal"], ["01/02/2025", "Anne", "Google"], ["02/02/2025", "Paul", "Salon"]]


def test_header_on_top() -> None:
    found = layout(raw_sheet(LEADS))
    assert (found.header_row, found.first_row, found.last_row) == (0, 1, 2)
    assert found.headers == ("Date", "Nom", "Canal")


def test_title_notes_and_blank_rows_above() -> None:
    rows: list[list[Any]] = [["Suivi commercial 2025"], [], ["édité le", "03/03/2025"], [], *LEADS, [], [None, " "]]
    found = layout(raw_sheet(rows))
    assert (found.header_row, found.first_row) == (4, 5)


def test_months_above_numbers_are_headers() -> None:
    for months in (["janv. 2025", "févr. 2025"], ["2025-01", "2025-02"], [dt.date(2025, 1, 1), dt.date(2025, 2, 1)]):
        found = layout(raw_sheet([["Budget"], [], ["Canal", *months], ["Google", 12, 13], ["Salon", 14, 15]]))
        assert found.header_row == 2


def test_numbers_without_a_header() -> None:
    found = layout(raw_sheet([[1, 2.5], [3, 4.5], [5, 6.5]]))
    assert (found.header_row, found.first_row, found.last_row) == (None, 0, 2)


def test_a_header_row_that_the_user_chose() -> None:
    found = layout(raw_sheet([["a", "b"], *LEADS]), 1)
    assert found.headers == ("Date", "Nom", "Canal")
    without = layout(raw_sheet(LEADS), None)
    assert (without.header_row, without.first_row, without.headers) == (None, 0, ("", "", ""))


def test_headers_alone_and_nothing_at_all() -> None:
    assert layout(raw_sheet([["Date", "Nom"]])).last_row < 1
    assert layout(raw_sheet([])).headers == ()
    assert layout(raw_sheet([[None], [None]])).last_row == -1


@pytest.mark.parametrize("word", ["Total", "TOTAL GÉNÉRAL", "Sous-total", "Gesamt: Konto", "Total : compte", "Totaux"])
def test_rows_of_totals(word: str) -> None:
    rows: list[list[Any]] = [["Canal", "Note", "Coût"], ["Google", "a", 12], [word, None, 12], ["Salon", "b", "3,5"]]
    found = layout(raw_sheet([*rows, [word, None, "15,5"]]))
    assert found.left_out == (LeftOut(2, "total"), LeftOut(4, "total"))
    assert is_total(word)


def test_a_lead_whose_firm_is_called_total_is_no_total() -> None:
    rows: list[list[Any]] = [
        ["Société", "Nom", "Canal", "Montant"],
        ["Total Lubrifiants", "Anne", "Salon", 5],
        ["B", "Paul", "Web", 6],
    ]
    assert layout(raw_sheet(rows)).left_out == ()
    assert not is_total("TotalEnergies")


def test_repeated_headers() -> None:
    assert layout(raw_sheet([*LEADS, LEADS[0], *LEADS[1:]])).left_out == (LeftOut(3, "header"),)


@pytest.mark.parametrize(
    "line",
    ["# Fin", "# ------", "#", "Copyright © 2000-2026 a program", "Confidential Information - Do Not Distribute"],
)
def test_what_programs_write_below_their_tables_is_no_data(line: str) -> None:
    found = layout(raw_sheet([*LEADS, [], [line]]))
    assert [(left.row, left.why in ("remark", "footer")) for left in found.left_out] == [(4, True)]


def test_comments_are_no_data_however_many() -> None:
    rows = [*LEADS, *([f"# {n}"] for n in range(30)), *LEADS[1:]]
    assert [row.row for row in layout(raw_sheet(rows)).left_out] == list(range(3, 33))
    named = [["Nom", "Date", "Canal"], ["Anne", "01/02/2025", "Google"], *([f"#{n}"] for n in range(30))]
    assert layout(raw_sheet(named)).left_out == ()


def test_folding() -> None:
    assert fold("N° Prospect") == "n prospect"
    assert fold("  Étape_du--pipeline ") == "etape du pipeline"
    assert fingerprint(["Date ", "CANAL"]) == fingerprint(["date", "Canal"])
    assert fingerprint(["Date", "Canal"]) != fingerprint(["Canal", "Date"])


@pytest.mark.parametrize(
    ("header", "table", "column"),
    [
        ("Date de création", "leads", "created"), ("DATE DE CREATION", "leads", "created"),
        ("leadSource", "leads", "channel"), ("Affaire - Valeur", "leads", "amount"), ("CP", "leads", "postcode"),
        ("Origine", "leads", "channel"), ("Montant dépensé (EUR)", "costs", "amount"), ("Dépense", "costs", "amount"),
        ("Montant TTC", "costs", "amount"), ("Comercial", "leads", "owner"), ("Stage", "leads", "status"),
        ("Poids (kg)", "leads", "weight"), ("Nb de clics", "emails", ""), ("Couleur", "leads", ""),
        ("Coût / conv.", "costs", ""), ("Avg. cost", "costs", ""), ("Montant TVA", "costs", ""),
    ],
)  # fmt: skip
def test_headers_of_columns(header: str, table: str, column: str) -> None:
    found = matches(header, BY_ID[table])
    assert (found[0].column if found else "") == column


def test_headers_that_include_vat() -> None:
    assert [says_tax_included(h) for h in ("Montant TTC", "Amount (incl. VAT)", "Montant HT", "TVA")] == [
        True, True, False, False,
    ]  # fmt: skip
