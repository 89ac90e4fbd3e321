"""Two channels, two segments, two owners side by side: of each dimension the two with most leads, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export import computed, stepwise
from leaddesk.export.formulas import Formula, Group
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.dimensions import dimensions
from leaddesk.model.leads_table import label_of
from leaddesk.model.pairs import ValuePair, largest_pair, most_leads
from leaddesk.text import msg, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leaddesk.export.page import Page
    from leaddesk.model.expression import Aggregate
    from leaddesk.model.report import Report

_WHICH: Final = msg(
    "Of each column the two values with most leads in the period; LeadDesk compares any two on the tab of the funnel. "
    "Columns with very many values are left out."
)
_SIDES: Final = (msg("the left one"), msg("the right one"))
"""What a verdict calls the two: names from data are never a part of a formula."""


def write(page: Page) -> None:
    """Write the sheet."""
    subtitle = msg("Two values side by side: the funnel step by step, and where one does better than the other.")
    methods = (_WHICH, *stepwise.METHODS)
    row = computed.opening(page, TITLE, subtitle, methods, stepwise.COLUMNS, stepwise.WIDE)
    pairs = list(_pairs(page))
    if not pairs:
        page.text(row, 1, msg("Nothing to compare in this period."), Look.TEXT)
    for place, pair in enumerate(pairs, 1):
        row = _pair(page, row, pair, f"pair_{place}") + 3
    page.widths(*stepwise.WIDTHS)
    page.sheet.freeze_panes = "B4"
    page.printed(area=f"A1:P{row}", landscape=True)


def _pairs(page: Page) -> Iterator[ValuePair]:
    review = page.review
    for name in dimensions(review.slice):
        pair = largest_pair(review.report, name) if name in review.filters else None
        if pair is not None and pair.found.steps:
            yield pair


def _pair(page: Page, row: int, pair: ValuePair, names: str) -> int:
    """The two of one dimension; gives the last row."""
    page.text(row, 1, label_of(pair.by), Look.HEADING)
    keys, halves = page.review.dimension(pair.by).keys, []
    for place, (key, helper) in enumerate(zip(pair.keys, stepwise.HELPERS, strict=True)):
        page.text(row, helper, msg("Key"), Look.HELPER_HEADER)
        page.number(row, helper + 1, keys.index(key) + 1, Look.HELPER)
        halves.append(_half(page, pair, place, page.at(row, helper + 1)))
    return stepwise.steps(page, row + 1, pair.found, (halves[0], halves[1]), names)


def _half(page: Page, pair: ValuePair, place: int, key: str) -> stepwise.Half:
    """One of the two values, whose number stands in the cell *key*."""
    by, name, report = pair.by, pair.keys[place], pair.reports[place]
    review = page.review
    dimension = review.dimension(by)

    def formula(aggregate: Aggregate) -> Formula | None:
        if review.guards(aggregate, dimension).static is not None:
            return None
        group = Group(review.sheets[aggregate.table].key_column(by).name, key)
        return review.aggregate_cell(aggregate, by=dimension, group=group)

    def value(aggregate: Aggregate) -> float | str:
        return float(report.evaluator.aggregate(aggregate)[0])

    return stepwise.Half(msg("(none)") if name is None else verbatim(name), _SIDES[place], formula, value)


def _has_two(report: Report) -> bool:
    """Whether any dimension has two values with leads."""
    return any(len(most_leads(report, name)) > 1 for name in dimensions(report.slice))


TITLE: Final = msg("Two channels or segments")
SHEET: Final = Sheet(TITLE, write, "3B9C6B", needs="leads", when=_has_two)
