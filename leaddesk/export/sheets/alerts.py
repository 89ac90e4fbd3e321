"""Alerts: what the last complete month shows that chance does not explain, and what was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export import computed
from leaddesk.export.formulas import DAY_ZERO
from leaddesk.export.reasons import FILTERS_CHANGED
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look, unit_look
from leaddesk.model.alertaccount import part_text
from leaddesk.model.measure import SMALL
from leaddesk.model.period import day_number
from leaddesk.text import msg, msgc, msgn

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.alerts import Alert, Alerts

COLUMNS: Final = 12
WIDTHS: Final = (68, 13, 11, 13, 11, 13, 13, 13, 12, 13, 50, 58)
WIDE: Final = 190
METHODS: Final = (
    msg(
        "Computed by LeadDesk: counts and amounts are held against the own rhythm of up to a year before, shares "
        "against their rate before, averages, e-mails and visits by how much their own four weeks or months differ, "
        "medians by the rank sum of the single times, conversions within the days that the youngest lead of the month "
        "had. What is usual holds such a month in 95 % of cases."
    ),
    msg(
        "The chance allows for all KPIs that were looked at (Holm 1979, with weights): a month of pure noise raises an "
        "alert in 5 % of cases at most. Most of that is kept for new leads, the conversion rate, the response time and "
        "orders, then for the other figures on the usual cards."
    ),
)


def write(page: Page) -> None:
    """Write the sheet."""
    found = page.review.report.alerts
    subtitle = msg("What the last complete month shows that chance does not explain, whatever the period.")
    row = computed.opening(page, TITLE, subtitle, METHODS, COLUMNS, WIDE, follows=FILTERS_CHANGED)
    page.text(row, 1, msg("The month looked at"), Look.STRONG)
    start = found.period.start
    page.number(row, 2, None if start is None else day_number(start) + DAY_ZERO, Look.MONTH)
    row += 1
    page.text(row, 1, msg("Alerts"), Look.STRONG)
    computed.figure(page, row, 2, None if found.absent is not None else len(found.alerts), Look.COUNT)
    page.define("alerts", row, 2)
    row += 2
    if found.absent is not None:
        page.text(row, 1, found.absent, Look.TEXT)
    elif not found.alerts:
        page.text(row, 1, msg("Nothing that chance alone would not explain."), Look.TEXT)
    else:
        row = _alerts(page, row, found.alerts)
    row += 2
    if found.judged:
        words = msgn("{count} KPI was looked at:", "{count} KPIs were looked at:", len(found.judged))
        page.text(row, 1, words, Look.HEADING)
        for kpi in found.judged:
            row += 1
            page.text(row, 1, kpi.label, Look.LABEL)
        row = _unjudged(page, row + 2, found)
    page.widths(*WIDTHS)
    page.sheet.freeze_panes = "B4"
    page.printed(area=f"A1:L{row}", landscape=True)


def _unjudged(page: Page, row: int, found: Alerts) -> int:
    """Which figures of the month were not looked at, and why; gives the last row."""
    if not found.unjudged:
        return row - 2
    words = msgn("{count} KPI was not looked at:", "{count} KPIs were not looked at:", len(found.unjudged))
    page.text(row, 1, words, Look.HEADING)
    for kpi, reason in found.unjudged:
        row += 1
        page.text(row, 1, kpi.label, Look.LABEL)
        page.text(row, 2, reason, Look.NOTE)
    return row


def _alerts(page: Page, row: int, found: tuple[Alert, ...]) -> int:
    """An alert a row; gives the last row."""
    headings = [
        msgc("alert", "What happened"),
        msg("That month"),
        msg("Sample size"),
        msg("Usual"),
        msg("Sample size"),
        msg("Usual from (95 %)"),
        msg("Usual to (95 %)"),
        msgc("alert", "By chance alone"),
        msg("Within days"),
        msg("Off since"),
    ]
    page.header(row, headings)
    page.text(row, COLUMNS - 1, msg("Channels farthest from usual"), Look.HEADER_BESIDE)
    page.text(row, COLUMNS, msg("How sure"), Look.HEADER_BESIDE)
    page.heights(row, 30)
    first = row + 1
    for one in found:
        row += 1
        actual, usual = one.actual, one.usual
        look = unit_look(one.kpi.unit, actual.value)
        page.text(row, 1, one.what, Look.STRONG)
        parts = (actual.value, actual.n, usual.value, usual.n, usual.low, usual.high, one.chance, one.within)
        looks = (look, Look.COUNT, look, Look.COUNT, look, look, Look.PERCENT, Look.COUNT)
        for column, (part, dress) in enumerate(zip(parts, looks, strict=True), 2):
            computed.figure(page, row, column, part, dress)
        if one.since is not None:
            page.number(row, COLUMNS - 2, day_number(one.since) + DAY_ZERO, Look.MONTH)
        currency = page.review.report.slice.state.settings.currency
        if one.farthest:
            words = [page.review.words(part_text(one, part, currency)) for part in one.farthest]
            page.text(row, COLUMNS - 1, " · ".join(words), Look.NOTE)
        page.text(row, COLUMNS, one.sure, Look.NOTE)
    page.faint_when(f"B{first}:C{row}", f"AND(ISNUMBER($C{first}),$C{first}<{SMALL})")
    return row


TITLE: Final = msg("Alerts")
SHEET: Final = Sheet(TITLE, write, "8A3FE0", when=lambda report: bool(report.slice.dataset.frames))
