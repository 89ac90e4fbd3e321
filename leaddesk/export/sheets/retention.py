"""Customers: do they come back, by the month of their first order; on whom the revenue hangs; who has gone quiet."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from leaddesk.export import computed
from leaddesk.export.formulas import Side, expression_formula
from leaddesk.export.ordercohorts import LATER, OrderCohorts
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.measure import SMALL
from leaddesk.model.method import Method
from leaddesk.model.orderterms import ORDER_AMOUNTS, ORDER_REVENUE, ORDERS
from leaddesk.model.period import Period
from leaddesk.model.report import Report
from leaddesk.model.slice import Filters
from leaddesk.text import NO_VALUE, Message, msg, msgn

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.expression import Expression
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure
    from leaddesk.model.retention import Retention

COLUMNS: Final = 14
WIDE: Final = 150
METHODS: Final = (
    msg(
        "Counted by LeadDesk: rows of one number and customer, 30 days apart at most, are one order, a negative amount "
        "is money back and no order, a customer is who the order names and counts once a month. Where every order has "
        "a customer and a day, orders, their revenue and their mean are the formulas of the sheet of KPIs. Shares of "
        "two counts are formulas; the bounds are Wilson’s, those of means by the delta method on the log."
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
    cohorts, told = OrderCohorts(page, found), row
    months = cohorts.months
    if found.absent is not None:
        page.text(row, 1, found.absent, Look.TEXT)
        row += 2
    else:
        told = _figures(page, row, found)
        row = _largest(page, told + len(cohorts.headlines) + 1, found)
    if found.cohorts:
        row = cohorts.write(row + 1, told)
    row = _left_out(page, row, found)
    row = _quiet(page, row + 1)
    page.widths(54, 12.5, *(9.5 for _ in range(max(COLUMNS - 2, months))))
    page.sheet.freeze_panes = "B4"
    last = get_column_letter(max(COLUMNS, LATER + months - 1))
    page.printed(area=f"A1:{last}{row}", landscape=True, wide=2 if months > COLUMNS else 1)
    page.sheet.print_title_cols = "A:B"


def _figures(page: Page, row: int, found: Retention) -> int:
    """The figures of the period; gives the next free row."""
    page.header(row, [msg("Figure"), msg("Value"), msg("Sample size"), msg("From (95 %)"), msg("To (95 %)")])
    page.heights(row, 30)
    same = _same_kpis(page, found)
    some = found.without_customer > 0
    whole = msg("Order revenue, refunds taken off")
    revenue = msg("Revenue of these orders, refunds taken off") if some else whole
    mean = msg("Mean amount of an order that names a customer") if some else msg("Mean amount of an order")
    counts: list[tuple[Message, float | None, Look, Kpi | None]] = [
        (msg("Orders that name a customer") if some else msg("Orders"), found.orders, Look.COUNT, same.get(ORDERS)),
        (msg("Refunds"), found.refunds, Look.COUNT, None),
        (msg("Customers"), found.customers, Look.COUNT, None),
        (revenue, found.revenue, Look.MONEY, same.get(ORDER_REVENUE)),
    ]
    for label, count, look, kpi in counts:
        row += 1
        page.text(row, 1, label, Look.STRONG)
        if kpi is None:
            computed.figure(page, row, 2, count, look)
        else:
            page.formula(row, 2, f"kpi_{kpi.id}", count, look)
    measures: list[tuple[Message, str, Measure | None, Look]] = [
        (msg("Orders per customer"), "per_customer", found.per_customer, Look.DAYS),
        (mean, "average", found.average, Look.MONEY_CENTS),
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
        kpi = same.get(ORDER_AMOUNTS) if one is found.average else None
        if kpi is None or one is None:
            computed.measure(page, row, 2, one, look)
        else:
            _live(page, row, kpi, one, look)
        page.define(f"retention_{name}", row, 2)
        page.text(row, 6, one.absent if one is not None and one.absent is not None else "", Look.ASIDE)
    page.faint_when(f"B{first}:E{row}", f"AND(ISNUMBER($C{first}),$C{first}<{SMALL})")
    return row + 1


def _live(page: Page, row: int, kpi: Kpi, one: Measure, look: Look) -> None:
    """The four cells of a KPI that the sheet of KPIs has as formulas."""
    size = kpi.n or kpi.algebra
    n = expression_formula(size, lambda part: page.review.base(part, Side.NOW)).text
    texts = (f"kpi_{kpi.id}", n, f"kpi_{kpi.id}_low", f"kpi_{kpi.id}_high")
    results, looks = (one.value, one.n, one.low, one.high), (look, Look.COUNT, look, look)
    for column, (text, result, dress) in enumerate(zip(texts, results, looks, strict=True), 2):
        page.formula(row, column, text, result, dress)


def _same_kpis(page: Page, found: Retention) -> dict[Expression, Kpi]:
    """The KPIs of orders that mean the same as the figures here, by what they count or sum: all of them, where every
    order of the file has a customer and a day; they are formulas on the sheet of KPIs.
    """
    review = page.review
    whole = Report(replace(review.slice, period=Period(), compare=None, filters=Filters())).retention
    if whole.without_customer or whole.undated or whole.ahead:
        return {}
    values = {
        ORDERS: found.orders,
        ORDER_REVENUE: found.revenue,
        ORDER_AMOUNTS: None if found.average is None else found.average.value,
    }
    same: dict[Expression, Kpi] = {}
    for figure in review.report.told:
        kpi, what = figure.kpi, figure.kpi.random or figure.kpi.expression
        if isinstance(what, Method) or not review.is_said(kpi):
            continue
        value = values.get(what)
        if value is not None and math.isclose(figure.measure.value or 0.0, value):
            same[what] = kpi
    return same


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
            msg("Revenue"),
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
        if one.revenue is None:
            page.text(row, 7, NO_VALUE, Look.MONEY)
        else:
            page.number(row, 7, one.revenue, Look.MONEY)
    return row


TITLE: Final = msg("Customers and orders")
SHEET: Final = Sheet(TITLE, write, "3B9C6B", needs="orders")
