"""Which of several readings a figure is, and what else to know of it: in words, or by a formula where it may change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leaddesk.export import bounds
from leaddesk.export.celltext import quoted
from leaddesk.export.reasons import INPUTS_CHANGED
from leaddesk.export.styles import Look
from leaddesk.model.expression import aggregates
from leaddesk.model.floors import NOTES
from leaddesk.model.measure import Edge
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.export.formulas import Cell
    from leaddesk.export.page import Page
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure


def reading(measure: Measure) -> Message | str:
    """Which of several readings it is, and what else to know of it."""
    if measure.variant is None or measure.note is None:
        return measure.variant or measure.note or ""
    return msg("{variant}; {note}", variant=measure.variant, note=measure.note)


def write_reading(page: Page, row: int, column: int, kpi: Kpi, measure: Measure, value: str, cell: Cell) -> None:
    """Write :func:`reading` of a KPI whose *value* is in that cell and whose parts are where *cell* says; by a formula
    where what is not filled in makes it "at least" so much.
    """
    review, words = page.review, _words(page, reading(measure))
    told = quoted(words)
    counts = measure.edge is None and measure.note is not None  # of this period and these filters
    if counts:
        told = f"IF({INPUTS_CHANGED}=1,{quoted(_words(page, reading(replace(measure, note=None))))},{told})"
    if bounds.gaps_of(kpi.algebra) and not any(review.guards(a).static for a in aggregates(kpi.algebra)):
        notes = {edge: None if edge is None else NOTES[edge] for edge in (None, *Edge)}
        notes[measure.edge] = measure.note  # it may say besides which days it is of
        edges = {edge: quoted(_words(page, reading(replace(measure, note=note)))) for edge, note in notes.items()}
        if counts:
            edges[None] = told
        formula = f"IF(COUNT({value})=0,{edges[None]},{bounds.by_edge(kpi.algebra, cell, edges)})"
        page.formula(row, column, formula, words, Look.NOTE)
    elif counts:
        page.formula(row, column, told, words, Look.NOTE)
    else:
        page.text(row, column, words, Look.NOTE)


def _words(page: Page, text: Message | str) -> str:
    return page.review.words(text) if isinstance(text, Message) else text
