"""Headers over two rows: split words, units below, words over several columns."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from leaddesk.ingest.layout import layout
from leaddesk.model.raw import MergedRange
from tests.ingest.rawfiles import raw_sheet

if TYPE_CHECKING:
    from leaddesk.ingest.layout import Layout

ROWS: list[list[Any]] = [
    [1, dt.date(2025, 3, 14), "Google", "Anne", 120.0],
    [2, dt.date(2025, 3, 15), "Salon", "Paul", 80.0],
    [3, dt.date(2025, 3, 16), "Google", "Inès", 95.5],
]


def headed(*heads: list[Any], merged: tuple[MergedRange, ...] = ()) -> Layout:
    return layout(raw_sheet([*heads, *ROWS], merged=merged))


def test_words_over_two_rows_are_one_header() -> None:
    found = headed(["N°", "Date de", "", "", "Montant"], ["prospect", "création", "Canal", "Nom", "HT"])
    assert found.headers == ("N° prospect", "Date de création", "Canal", "Nom", "Montant HT")
    assert (found.header_row, found.header_rows, found.first_row) == (1, 2, 2)


def test_a_header_on_the_upper_row_alone() -> None:
    found = headed(["Réf.", "", "", "", ""], ["", "Créé le", "Canal", "Nom", "Montant"])
    assert found.headers[0] == "Réf."
    assert found.first_row == 2


def test_units_below_the_headers() -> None:
    found = headed(["N°", "Date", "Canal", "Nom", "Poids"], ["", "jj/mm/aaaa", "", "", "(kg)"])
    assert found.headers == ("N°", "Date jj/mm/aaaa", "Canal", "Nom", "Poids (kg)")
    assert found.first_row == 2


def test_words_over_several_columns_tell_apart_what_has_one_name() -> None:
    merged = (MergedRange(0, 0, 0, 1), MergedRange(0, 2, 0, 4))
    found = headed(["Demande", "", "Suivi", "", ""], ["N°", "Date", "Canal", "Date", "Montant"], merged=merged)
    assert found.headers == ("N°", "Demande - Date", "Canal", "Suivi - Date", "Montant")
    assert (found.header_row, found.header_rows) == (1, 2)


def test_words_over_several_columns_that_tell_nothing_more_stay_away() -> None:
    merged = (MergedRange(0, 0, 0, 2), MergedRange(0, 3, 0, 4))
    found = headed(["Demande", "", "", "Suivi", ""], ["N°", "Créé le", "Canal", "Nom", "Montant"], merged=merged)
    assert found.headers == ("N°", "Créé le", "Canal", "Nom", "Montant")
    assert found.header_rows == 1


def test_words_over_several_columns_of_a_text_file_reach_to_the_next() -> None:
    rows: list[list[Any]] = [["", "Google", "", "Salon", ""], ["Mois", "Coût", "Clics", "Coût", "Clics"],
            ["2025-01", 10, 3, 20, 4], ["2025-02", 11, 5, 21, 6]]  # fmt: skip
    found = layout(raw_sheet(rows))
    assert found.headers == ("Mois", "Google - Coût", "Google - Clics", "Salon - Coût", "Salon - Clics")


def test_years_over_months() -> None:
    rows: list[list[Any]] = [["Canal", 2024, "", 2025, ""], ["", "nov.", "déc.", "janv.", "févr."],
            ["Google", 10, 3, 20, 4], ["Salon", 11, 5, 21, 6]]  # fmt: skip
    found = layout(raw_sheet(rows))
    assert found.headers == ("Canal", "nov. 2024", "déc. 2024", "janv. 2025", "févr. 2025")


def test_a_cell_merged_downwards_is_the_header_of_its_column() -> None:
    merged = (MergedRange(0, 0, 1, 0), MergedRange(0, 1, 0, 2), MergedRange(0, 3, 0, 4))
    found = headed(["Réf.", "Demande", "", "Suivi", ""], ["", "Créé le", "Canal", "Nom", "Montant"], merged=merged)
    assert found.headers == ("Réf.", "Créé le", "Canal", "Nom", "Montant")


def test_a_title_above_is_no_part_of_the_headers() -> None:
    for title in (["Suivi des prospects"], ["Prospects", "", "", "", "mars"], ["Contacts"]):
        found = headed(title, ["N°", "Créé le", "Canal", "Nom", "Montant"])
        assert found.headers == ("N°", "Créé le", "Canal", "Nom", "Montant")
        assert (found.header_row, found.header_rows) == (1, 1)


def test_a_title_merged_over_headers_of_one_name() -> None:
    found = headed(["Suivi", "", "", "", ""], ["N°", "Date", "Canal", "Date", "Montant"],
                   merged=(MergedRange(0, 0, 0, 4),))  # fmt: skip
    assert found.headers == ("N°", "Date", "Canal", "Date", "Montant")


def test_a_first_row_of_words_is_data() -> None:
    rows: list[list[Any]] = [["Nom", "Ville", "Canal", ""], ["Durand", "Lyon", "Google", "Contact"],
            ["Petit", "Nice", "Salon", ""],            ["Morel", "Nantes", "Google", ""]]  # fmt: skip
    found = layout(raw_sheet(rows))
    assert (found.header_row, found.first_row) == (0, 1)


def test_the_user_may_name_either_row() -> None:
    sheet = raw_sheet([["N°", "Date de", "", "", "Montant"], ["prospect", "création", "Canal", "Nom", "HT"], *ROWS])
    assert layout(sheet, 0) == layout(sheet, 1) == layout(sheet)


def test_words_that_are_names_by_themselves_too() -> None:
    rows: list[list[Any]] = [["C101", dt.date(2025, 3, 1), 5, "Bien"], ["C102", dt.date(2025, 3, 2), 4, ""]]
    found = layout(raw_sheet([["Customer", "Answer", "", ""], ["ID", "date", "Satisfaction", "Comment"], *rows]))
    assert found.headers == ("Customer ID", "Answer date", "Satisfaction", "Comment")


def test_two_rows_of_headers_and_later_one() -> None:
    upper, lower = ["Order", "Customer", "Delivery", "Order"], ["number", "ID", "date", "amount"]
    rows = [["CMD2400", "C138", "2024-02-08", "2456.78"], ["CMD2401", "C137", "2024-03-14", "2456.79"]]
    again = ["Order number", "Customer ID", "Delivery date", "Order amount"]
    found = layout(raw_sheet([upper, lower, *rows, again, *rows]))
    assert (found.header_row, found.header_rows) == (1, 2)
    assert [(left.row, left.why) for left in found.left_out] == [(4, "header")]
