"""Which rows were left out, from the raw cells and the recipe."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from leaddesk.ingest.mapping import propose
from leaddesk.model.leftovers import REASONS, leftovers
from leaddesk.model.recipe import ROW_PROPOSALS, LeftOut
from tests.ingest.rawfiles import raw_file

ROWS: list[list[Any]] = [
    ["Suivi"],
    ["Société", "Date de création", "Montant"],
    ["Alpha", "14/03/2026", 100],
    ["Beta", "15/03/2026", 200],
    ["Total", None, 300.5],
]


def test_the_rows_left_out_of_each_sheet() -> None:
    raw = raw_file(ROWS, [["rien", "d'utile"]])
    recipe = propose(raw, today=dt.date(2026, 9, 1))
    (part,) = leftovers([(raw, recipe)])
    assert (part.file, part.sheet, part.headers) == (raw.name, raw.sheets[0].name, tuple(ROWS[1]))
    assert [(row.line, row.why, row.cells) for row in part.rows] == [(5, REASONS["total"], ("Total", None, 300.5))]
    sheet = recipe.sheets[0]
    assert leftovers([(raw, recipe.with_sheet(sheet.switched("total-rows", on=False)))]) == ()
    more = replace(sheet, left_out=(*sheet.left_out, LeftOut(2, "user"), LeftOut(99, "user")))
    assert [row.line for row in leftovers([(raw, recipe.with_sheet(more))])[0].rows] == [5, 3]


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == {
        *ROW_PROPOSALS, "user", "repeated", "repeated-part", "replaced", "replaced-part"
    }  # fmt: skip
