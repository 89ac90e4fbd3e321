"""Rows that say the headers again."""

from __future__ import annotations

from typing import Any

from leaddesk.ingest.layout import layout
from leaddesk.model.recipe import LeftOut
from tests.ingest.rawfiles import raw_sheet

HEAD = ["Date", "Prénom", "Téléphone", "Canal"]
ROWS: list[list[Any]] = [["01/02/2025", "Anne", "0639980001", "Google"], ["02/02/2025", "Paul", "0639980002", "Salon"]]


def test_letter_by_letter_and_nearly() -> None:
    for again in (HEAD, ["DATE", "Prenom", "Telephone", "canal"], ["Date ", "Prénom", "Téléphones", ""]):
        assert layout(raw_sheet([HEAD, *ROWS, again, *ROWS])).left_out == (LeftOut(3, "header"),)


def test_both_rows_of_headers() -> None:
    upper, lower = ["Date de", "", "N° de", "Canal"], ["création", "Prénom", "téléphone", "d'acquisition"]
    found = layout(raw_sheet([upper, lower, *ROWS, upper, lower, *ROWS]))
    assert [left.row for left in found.left_out] == [4, 5]


def test_rows_that_share_a_word_with_the_headers_are_data() -> None:
    rows = [*ROWS, ["03/02/2025", "Prénom", "", "Canal"], ["04/02/2025", "Canal", "0639980004", "Canal +"]]
    assert layout(raw_sheet([HEAD, *rows])).left_out == ()


def test_a_value_like_the_only_header_of_text_is_data() -> None:
    rows: list[list[Any]] = [["Canal", "2025-01", "2025-02"], ["Google", 1, 2], ["Canal", 3, 4], ["Salon", 5, 6]]
    assert layout(raw_sheet(rows)).left_out == ()
