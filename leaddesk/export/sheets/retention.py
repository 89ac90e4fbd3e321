"""Customers: do they come back, by the month of their first order; on whom the revenue hangs; who has gone quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from leaddesk.export import bounds, computed
from leaddesk.export.formulas import DAY_ZERO
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.measure import SMALL
from leaddesk.model.period import day_number
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.measure import Measure
    from leaddesk.model.retention import Retention

COLUMNS: Final = 14
LATER: Final = 3
"""The column of the month of the first order itself."""
SHOWN: Final = 24
"""Months after the first order that have a column; the first two years."""
WIDE: Final = 150
METHODS: Final = (
    msg(
        "Counted by LeadDesk: rows of one order number are one order, a negative amount is money back and no order, a "
        "customer is who the order names and counts once a month. Shares of two counts are formulas; the bounds are "
        "Wilson’s, those of the mean amount by the delta method on the log."
    ),
    msg(
        "Gone quiet: with n gaps between its orders that sum up to G days, a customer that goes on as before is "
        "silent for "
        "s days with the chance (1 + s / G) to the power of −n; below 5 % it is called quiet."
    ),
    msg("Hatched: the month is not over yet. Faint: fewer than {count} customers.", count=SMALL),
)


def write(page: Page) -> None:
    """Write the sheet."""
    found = page.review.report.retention
    subtitle = msg("What the orders of the period say of the customers: do they come back?")
    row = computed.opening(page, TITLE, subtitle, METHODS, COLUMNS, WIDE)
    months = max((min(len(cohort.active), SHOWN + 1) for cohort in found.cohorts), default=0)
    if found.absent is not None:
        page.text(row, 1, found.absent, Look.TEXT)
        row += 2
    else:
        row = _figures(page, row, found)
        row = _largest(page, row + 1, found)
    if found.cohorts:
        row = _cohorts(page, row + 1, found, months)
    row = _left_out(page, row, found)
    row = _quiet(page, row + 1)
    page.widths(44, 12, *(9.5 for _ in range(max(COLUMNS - 2, months))))
    page.sheet.freeze_panes = "B4"
    last = get_column_letter(max(COLUMNS, LATER + months - 1))
    page.printed(area=f"A1:{last}{row}", landscape=True, wide=2 if months > COLUMNS else 1)
    page.sheet.print_title_cols = "A:B"


def _figures(page: Page, row: int, found: Retention) -> int:
    """The figures of the period; gives the next free row."""
    page.header(row, [msg("Figure"), msg("Value"), msg("Sample size"), msg("From (95 %)"), msg("To (95 %)")])
    page.heights(row, 30)
    counts: list[tuple[Message, float | None, Look]] = [
        (msg("Orders"), found.orders, Look.COUNT),
        (msg("Refunds"), found.refunds, Look.COUNT),
        (msg("Customers"), found.customers, Look.COUNT),
        (msg("Order revenue, refunds taken off"), found.revenue, Look.MONEY),
    ]
    for label, count, look in counts:
        row += 1
        page.text(row, 1, label, Look.STRONG)
        computed.figure(page, row, 2, count, look)
    measures: list[tuple[Message, str, Measure | None, Look]] = [
        (msg("Mean amount of an order"), "average", found.average, Look.MONEY_CENTS),
        (msg("Customers with two orders or more"), "repeat", found.repeat, Look.PERCENT),
        (msg("Customers with orders on two days or more"), "repeat_days", found.repeat_days, Look.PERCENT),
    ]
    if found.concentration is not None:
        largest = msg("Share of the revenue of the three largest customers")
        measures.append((largest, "largest", found.concentration.share, Look.PERCENT))
    first = row + 1
    for label, name, one, look in measures:
        row += 1
        page.text(row, 1, label, Look.STRONG)
        computed.measure(page, row, 2, one, look)
        page.define(f"retention_{name}", row, 2)
        page.text(row, 6, one.absent if one is not None and one.absent is not None else "", Look.ASIDE)
    page.faint_when(f"B{first}:E{row}", f"AND(ISNUMBER($C{first}),$C{first}<{SMALL})")
    return row + 1


def _largest(page: Page, row: int, found: Retention) -> int:
    """The three largest customers, by name where personal data go along; gives the next free row."""
    largest = () if found.concentration is None else found.concentration.largest
    if not largest or found.revenue is None:
        return row
    page.header(row, [msg("Largest customers"), msg("Revenue"), msg("Share")])
    total = page.at(row + 1 + len(largest), 2)
    for place, (name, revenue) in enumerate(largest, 1):
        row += 1
        page.text(row, 1, name if _is_named(page) else str(place), Look.LABEL)
        computed.figure(page, row, 2, revenue, Look.MONEY)
        computed.share(page, row, 3, page.at(row, 2), total, revenue / found.revenue)
    row += 1
    page.text(row, 1, msg("All customers together"), Look.STRONG)
    computed.figure(page, row, 2, found.revenue, Look.MONEY)
    return row + 2


def _is_named(page: Page) -> bool:
    """Whether customers may be told: all of them are numbers of leads, or personal data go along."""
    review = page.review
    return review.personal or not review.sheets["orders"].may_name("customer")


def _cohorts(page: Page, row: int, found: Retention, months: int) -> int:
    """Who came back, a row a month of first orders; gives the next free row."""
    counts = row
    row = _block(
        page, row, msg("Customers by month of their first order: how many ordered so many months later"), found, months
    )
    for index, cohort in enumerate(found.cohorts):
        at = counts + 2 + index
        for later in range(min(len(cohort.active), months)):
            computed.figure(page, at, LATER + later, cohort.active[later], Look.COUNT)
    page.define("retention_active", counts + 2, LATER, row - 1)
    row = _kept(page, row + 1, counts + 2, found, months)
    for heading, end in ((msg("That share: from (95 %)"), 0), (msg("That share: to (95 %)"), 1)):
        top = row + 1
        row = _block(page, top, heading, found, months)
        for index, cohort in enumerate(found.cohorts):
            for later in range(min(len(cohort.active), months)):
                part, whole = page.at(counts + 2 + index, LATER + later), page.at(counts + 2 + index, 2)
                bound, share = bounds.wilson_of(part, whole)[end], cohort.kept(later)
                page.formula(top + 2 + index, LATER + later, bound, (share.low, share.high)[end], Look.PERCENT)
    if any(cohort.revenue for cohort in found.cohorts):
        row = _revenue(page, row + 1, found, months)
    return row


def _kept(page: Page, top: int, counts: int, found: Retention, months: int) -> int:
    """The shares of the customers that came back, over the counts that begin in row *counts*; gives the next row."""
    row, areas = _block(page, top, msg("The share of them"), found, months), []
    for index, cohort in enumerate(found.cohorts):
        at, shown = top + 2 + index, min(len(cohort.active), months)
        for later in range(shown):
            part, whole = page.at(counts + index, LATER + later), page.at(counts + index, 2)
            computed.share(page, at, LATER + later, part, whole, cohort.kept(later).value)
        is_cut = cohort.is_partial and shown == len(cohort.active)
        if is_cut:
            computed.hatch(page, at, LATER + shown - 1)
        if shown - is_cut > 1:
            areas.append(f"{get_column_letter(LATER + 1)}{at}:{get_column_letter(LATER + shown - is_cut - 1)}{at}")
    if areas:
        computed.shaded(page, " ".join(areas))
    cells = f"{get_column_letter(LATER)}{top + 2}:{get_column_letter(LATER + months - 1)}{row - 1}"
    page.faint_when(cells, f"AND(ISNUMBER($B{top + 2}),$B{top + 2}<{SMALL})")
    return row


def _revenue(page: Page, top: int, found: Retention, months: int) -> int:
    """The revenue of each month's customers, then and later; gives the next free row."""
    row = _block(page, top, msg("The revenue they brought, refunds taken off"), found, months)
    for index, cohort in enumerate(found.cohorts):
        for later in range(min(len(cohort.revenue), months)):
            computed.figure(page, top + 2 + index, LATER + later, cohort.revenue[later], Look.MONEY)
    kept = row + 1
    row = _block(page, kept, msg("The revenue over that of the first month"), found, months)
    for index, cohort in enumerate(found.cohorts):
        first = page.at(top + 2 + index, LATER)
        for later in range(min(len(cohort.revenue), months)):
            part = page.at(top + 2 + index, LATER + later)
            computed.share(page, kept + 2 + index, LATER + later, part, first, cohort.revenue_kept(later))
    return row


def _block(page: Page, row: int, heading: Message, found: Retention, months: int) -> int:
    """The headings of a table of cohorts, its months and their customers; gives the row below it."""
    page.text(row, 1, heading, Look.HEADING)
    page.header(row + 1, [msg("Month of the first order"), msg("Customers")])
    page.header(row + 1, [_months_later(later) for later in range(months)], LATER, 0)
    page.heights(row + 1, 30)
    for at, cohort in enumerate(found.cohorts, row + 2):
        page.number(at, 1, day_number(cohort.start) + DAY_ZERO, Look.MONTH)
        computed.figure(page, at, 2, cohort.customers, Look.COUNT)
    return row + 2 + len(found.cohorts)


def _months_later(months: int) -> Message:
    return msgn("+{count} month", "+{count} months", months) if months else msg("That month")


def _left_out(page: Page, row: int, found: Retention) -> int:
    """The rows that are in no figure; gives the next free row."""
    for count, words in (
        (
            found.earlier,
            msgn(
                "{count} customer of an earlier month is not shown.",
                "{count} customers of earlier months are not shown.",
                found.earlier,
            ),
        ),
        (
            found.repeated,
            msgn(
                "{count} row repeats another and is left out.",
                "{count} rows repeat others and are left out.",
                found.repeated,
            ),
        ),
        (
            found.without_customer,
            msgn(
                "{count} order without a customer is left out.",
                "{count} orders without a customer are left out.",
                found.without_customer,
            ),
        ),
        (
            found.undated,
            msgn(
                "{count} order without a date is left out.",
                "{count} orders without a date are left out.",
                found.undated,
            ),
        ),
        (
            found.ahead,
            msgn(
                "{count} order after the day of the files is left out.",
                "{count} orders after the day of the files are left out.",
                found.ahead,
            ),
        ),
    ):
        if count:
            page.text(row, 1, words, Look.TEXT)
            row += 1
    return row


def _quiet(page: Page, row: int) -> int:
    """The customers that have gone quiet, named where that may be; gives the last row."""
    quiet = page.review.report.quiet_customers
    page.text(row, 1, msg("Customers gone quiet against their own rhythm"), Look.HEADING)
    page.text(row + 1, 1, msg("How many, whatever the period"), Look.STRONG)
    computed.figure(page, row + 1, 2, len(quiet), Look.COUNT)
    page.define("retention_quiet", row + 1, 2)
    row += 1
    if not quiet:
        return row
    row += 1
    page.header(
        row,
        [
            msg("Customer"),
            msg("Days with an order"),
            msg("Days between orders"),
            msg("Last order"),
            msg("Days of silence"),
            msg("Chance of that"),
        ],
    )
    page.heights(row, 45)
    for place, one in enumerate(quiet, 1):
        row += 1
        page.text(row, 1, one.customer if _is_named(page) else str(place), Look.LABEL)
        page.number(row, 2, one.days, Look.COUNT)
        page.number(row, 3, one.rhythm, Look.DAYS)
        page.date(row, 4, one.last)
        page.number(row, 5, one.silence, Look.COUNT)
        page.number(row, 6, one.chance, Look.PERCENT)
    return row


TITLE: Final = msg("Customers and orders")
SHEET: Final = Sheet(TITLE, write, "3B9C6B", needs="orders")
