"""Conversion that is fair to young leads: won by day 30, 60, 90 and in the end, and the curve from day to day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export import charts, computed
from leaddesk.export.formulas import NONE, Side
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import MUTED, SERIES, Look
from leaddesk.model.measure import SMALL
from leaddesk.model.terms import LEADS
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.conversion import Conversion, Curves
    from leaddesk.model.measure import Measure

COLUMNS: Final = 7
WIDTHS: Final = (46, 12, 12, 12, 12, 22, 48)
WIDE: Final = 150
YEAR: Final = 366
STEP: Final = 4
"""The curve is shown over the first year, every few days: more cannot be told apart in a chart."""
CHART_ROWS: Final = 17
METHODS: Final = (
    msg(
        "Computed by LeadDesk: the share won by each day of age follows every lead up to its age on the day of the "
        "files "
        "(Aalen-Johansen; won and lost are ends that rule out one another), so that a young lead does not count as "
        "lost. "
        "The bounds are Wilson’s for the number of leads that gives the same variance."
    ),
    msg(
        "The rate to expect in the end is what is won plus, for each open lead, how often older leads of its age were "
        "still won. It supposes that the young leads will go the way of the older ones."
    ),
    msg(
        "The interval of the rate to expect in the end is for these very leads, what is decided being known; the other "
        "intervals are for leads like these, not for these alone."
    ),
)


def write(page: Page) -> None:
    """Write the sheet."""
    found = page.review.report.conversion
    subtitle = msg(
        "How the leads created in the period become customers, without blaming the last ones for being young."
    )
    row = computed.opening(page, TITLE, subtitle, METHODS, COLUMNS, WIDE)
    row = _rates(page, row, found)
    if found.numbers is not None:
        row = _numbers(page, row + 1, found)
    last = row
    if found.curves is not None:
        last = _curve(page, row + 1, found.curves)
    page.widths(*WIDTHS)
    page.printed(area=f"A1:G{last}", landscape=True)


def _rates(page: Page, row: int, found: Conversion) -> int:
    """The naive rate beside the fair ones; gives the next free row."""
    texts = {msg("Comes from"), msg("Remark")}
    headings = (msg("Rate"), msg("Value"), msg("Sample size"), msg("From (95 %)"), msg("To (95 %)"), *texts)
    headings = (*headings[:5], msg("Comes from"), msg("Remark"))
    for column, heading in enumerate(headings, 1):
        page.text(row, column, heading, Look.HEADER if column == 1 or heading in texts else Look.HEADER_NUMBER)
    page.heights(row, 30)
    page.sheet.freeze_panes = "B4"
    first = row + 1
    row += 1
    page.text(row, 1, msg("Won so far, of all leads: young ones count as not won"), Look.STRONG)
    naive = found.naive
    names = ("kpi_conversion_rate", page.review.base(LEADS, Side.NOW), "kpi_conversion_rate_low")
    parts = (naive.value, naive.n, naive.low, naive.high)
    looks = (Look.PERCENT, Look.COUNT, Look.PERCENT, Look.PERCENT)
    for column, (name, part, look) in enumerate(
        zip((*names, "kpi_conversion_rate_high"), parts, looks, strict=True), 2
    ):
        page.formula(row, column, name, page.review.aggregate_value(LEADS) if column == 3 else part, look)
    _aside(page, row, computed.FORMULA, naive.absent)
    for by_day in found.by_day:
        row += 1
        page.text(
            row,
            1,
            msgn("Won by the day they were {count} day old", "Won by the day they were {count} days old", by_day.days),
            Look.STRONG,
        )
        page.define(f"conversion_by_day_{by_day.days}", row, 2)
        _measure(page, row, by_day.share)
    if found.final is not None:
        row += 1
        label = msgn("Expected in the end (day {count})", "Expected in the end (day {count})", found.final_day)
        page.text(row, 1, label, Look.STRONG)
        page.define("conversion_in_the_end", row, 2)
        _measure(page, row, found.final)
    if found.absent is not None:
        row += 1
        page.text(row, 1, found.absent, Look.TEXT)
    area = f"B{first}:E{row}"
    page.faint_when(area, f"AND(ISNUMBER($C{first}),$C{first}<{SMALL})")
    return row + 1


def _measure(page: Page, row: int, found: Measure) -> None:
    computed.measure(page, row, 2, found, Look.PERCENT)
    _aside(page, row, computed.COMPUTED, found.absent)


def _aside(page: Page, row: int, how: Message, reason: Message | None) -> None:
    page.text(row, 6, how, Look.NOTE)
    page.text(row, 7, "" if reason is None else reason, Look.NOTE)


def _numbers(page: Page, row: int, found: Conversion) -> int:
    """The leads that are followed, and those left out; gives the next free row."""
    numbers = found.numbers
    if numbers is None:
        return row
    page.header(row, [msg("Leads"), msg("Number")])
    counts = [
        (msg("leads followed"), numbers.leads),
        (msg("of which won"), numbers.won),
        (msg("of which lost or invalid"), numbers.lost),
    ]
    for label, count in counts:
        row += 1
        page.text(row, 1, label, Look.LABEL)
        computed.figure(page, row, 2, count, Look.COUNT)
    leads, won, lost = (page.at(row - place, 2) for place in (2, 1, 0))
    row += 1
    page.text(row, 1, msg("of which still open"), Look.LABEL)
    page.formula(row, 2, f"IF(COUNT({leads},{won},{lost})<3,{NONE},{leads}-{won}-{lost})", numbers.open, Look.COUNT)
    others = [
        (msg("decided on an unknown day, shared out over the days it may have been"), numbers.unknown_day),
        (msg("left out: without a creation date"), numbers.undated),
        (msg("left out: created after the day of the files"), numbers.ahead),
    ]
    for label, count in others:
        row += 1
        page.text(row, 1, label, Look.LABEL)
        computed.figure(page, row, 2, count, Look.COUNT)
    return row + 1


def _curve(page: Page, row: int, curves: Curves) -> int:
    """The chart and, below it, the days it shows; gives the last row."""
    page.text(row, 1, msg("From day to day, over the first year at most"), Look.HEADING)
    top = row + CHART_ROWS + 2
    page.header(
        top,
        [
            msg("Days since the creation"),
            msg("Won by then"),
            msg("From (95 %)"),
            msg("To (95 %)"),
            msg("Lost by then"),
            msg("Still open"),
        ],
    )
    page.heights(top, 30)
    last = min(len(curves.won), YEAR)
    step = 1 if last <= YEAR // STEP else STEP
    at = top
    for day in range(0, last, step):
        at += 1
        page.number(at, 1, day, Look.COUNT)
        for column, line in enumerate((curves.won, curves.low, curves.high, curves.lost), 2):
            computed.figure(page, at, column, float(line[day]), Look.PERCENT)
        won, lost = page.at(at, 2), page.at(at, 5)
        still = max(0.0, 1 - float(curves.won[day]) - float(curves.lost[day]))
        page.formula(at, 6, f"IF(COUNT({won},{lost})<2,{NONE},MAX(0,1-{won}-{lost}))", still, Look.PERCENT)
    words = page.review.words
    place = charts.Place(f"A{row + 1}", words(msg("Won and lost by age")), (top + 1, at), (24.0, 8.4), top, "0%")
    series = ((2, SERIES[0], False), (3, SERIES[0], True), (4, SERIES[0], True), (5, MUTED, False))
    charts.shares(page, place, series, words(msg("days since the creation")), words(msg("share of the leads")))
    return at


TITLE: Final = msg("Conversion over time")
SHEET: Final = Sheet(TITLE, write, "3B9C6B", needs="leads")
