"""Two periods side by side: the funnel step by step, where one does better than the other, and the leads by month."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from leaddesk.export import computed, stepwise
from leaddesk.export.formulas import DAY_ZERO, Side, aggregate_formula
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.period import day_number
from leaddesk.model.rows import is_measured
from leaddesk.model.sidebyside import side_by_side
from leaddesk.model.terms import CREATED, LEADS
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.months import Months

VERDICTS: Final = stepwise.verdicts(msg("this period"), msg("period before"))


def write(page: Page) -> None:
    """Write the sheet."""
    report = page.review.report
    earlier = report.before()
    if earlier is None:
        raise ValueError("there is no period to compare with")
    subtitle = msg("The period and the one it is compared with: the funnel step by step, and the leads by month.")
    row = computed.opening(page, TITLE, subtitle, stepwise.METHODS, stepwise.COLUMNS, stepwise.WIDE)
    found = side_by_side(report.funnel, earlier.funnel)
    if not found.steps:
        page.text(row, 1, found.one.absent or found.other.absent or "", Look.TEXT)
    else:
        row = stepwise.steps(page, row, found, (_half(page, Side.NOW), _half(page, Side.PAST)), "compared")
    months = report.past_leads_by_month
    if months is not None and months.months and is_measured(CREATED, page.review.state.dataset):
        row = _months(page, row + 2, months)
    page.widths(*stepwise.WIDTHS)
    page.sheet.freeze_panes = "B4"
    page.printed(area=f"A1:P{row}", landscape=True)


def _half(page: Page, side: Side) -> stepwise.Half:
    """One of the two periods."""
    heading, name = {
        Side.NOW: (msg("This period"), msg("this period")),
        Side.PAST: (msg("Period before"), msg("period before")),
    }[side]
    review = page.review
    return stepwise.Half(
        heading, name, partial(review.aggregate_cell, side=side), partial(review.aggregate_value, side=side)
    )


# -- the months of the period before --------------------------------------------------------------------------------


def _months(page: Page, row: int, found: Months) -> int:
    """New leads of the period before, month by month; gives the last row."""
    review = page.review
    page.header(row, [msg("Month of the period before"), msg("New leads")])
    page.heights(row, 30)
    text, days = aggregate_formula(LEADS, review, Side.PAST).text.removesuffix(")"), review.values(CREATED)
    first = row + 1
    for one in found.months:
        row += 1
        page.number(row, 1, day_number(one.start) + DAY_ZERO, Look.MONTH)
        month = page.at(row, 1)
        formula = f'{text},{days},">="&{month},{days},"<"&EDATE({month},1))'
        page.formula(row, 2, computed.unless_changed(page, formula), float(one.count), Look.COUNT)
    page.define("leads_of_the_month_before", first, 2, row)
    return row


TITLE: Final = msg("Two periods compared")
SHEET: Final = Sheet(TITLE, write, "3B9C6B", needs="leads", when=lambda report: report.slice.compare is not None)
