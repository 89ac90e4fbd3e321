"""Rows counted without reading them come to what reading them gives."""

from __future__ import annotations

import datetime as dt

from leaddesk.ingest.counting import counted
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from tests.ingest.rawfiles import raw_file, raw_sheet

TODAY = dt.date(2026, 9, 1)


def test_every_sort_of_sheet_is_counted_as_it_is_read() -> None:
    raw = raw_file(
        raw_sheet(
            [["Prospects 2026"], [], ["Date", "Nom", "Source", "Statut"], ["03/05/2026", "A", "Google", "Gagné"],
             [None, None, None, None], ["13/05/2026", "B", "Flyers", "Perdu"], ["Total", "2", None, None]], "Leads"
        ),
        raw_sheet([["Canal", "janv. 2026", "févr. 2026"], ["Google", 10, 20], ["Flyers", None, 5],
                   ["Total", 10, 25]], "Coûts"),
        raw_sheet([["à faire"], ["rien"]], "Notes"),
        raw_sheet([["Date", "Canal", "Montant HT"]], "Vide"),
    )  # fmt: skip
    recipe = propose(raw, today=TODAY)
    assert [sheet.table for sheet in recipe.sheets] == ["leads", "costs", "", ""]
    found = counted(raw, recipe)
    assert found == build([(raw, recipe)]).counts
    assert [(count.read, count.taken, count.given) for count in found] == [(3, 2, 2), (3, 2, 3), (0, 0, 0), (0, 0, 0)]
    off = recipe.with_sheet(recipe.sheets[0].switched("total-rows", on=False))
    assert counted(raw, off) == build([(raw, off)]).counts
    assert counted(raw, off)[0].taken == 3
