"""Definitions: what each KPI means, the ladder of stages, the opening hours and the public holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export.bounds import NORMAL, NORMAL_VALUE
from leaddesk.export.formulas import DAY_ZERO
from leaddesk.export.rowformulas import CLOSES, HOLIDAYS, OPENS, STAGE_LIST, WEEKEND
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.kpis import KPIS
from leaddesk.model.period import date_of, day_number
from leaddesk.model.schema import Kind
from leaddesk.model.stages import LABELS, Stage
from leaddesk.text import msg

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.export.page import Page
    from leaddesk.export.review import Review

TOP: Final = 3
LISTS: Final = 6
"""The column in which the lists begin."""
TIMED: Final = ("leads", "service", "touchpoints")
"""The tables whose rows have times of day, so that hours may be counted between them."""


def write(page: Page) -> None:
    """Write the sheet."""
    page.text(1, 1, msg("Definitions"), Look.TITLE)
    texts = [msg("KPI"), msg("Definition"), msg("Formula"), msg("Not to be confused")]
    page.header(TOP, texts, texts=len(texts))
    for row, kpi in enumerate(KPIS, TOP + 1):
        page.text(row, 1, kpi.label, Look.STRONG)
        page.text(row, 2, kpi.definition, Look.NOTE)
        page.text(row, 3, kpi.formula, Look.NOTE)
        page.text(row, 4, kpi.warning or "", Look.NOTE)
        page.heights(row, 38)
    _stages(page)
    _opening(page)
    _holidays(page)
    page.widths(34, 52, 36, 44, 3, 16, 13, 3, 40, 12, 3, 14)
    page.sheet.freeze_panes = f"B{TOP + 1}"
    page.printed(area=f"A1:D{TOP + len(KPIS)}", landscape=True, titles=f"{TOP}:{TOP}")


def _stages(page: Page) -> None:
    page.header(TOP, [msg("Stage"), msg("Stage code")], LISTS)
    for row, stage in enumerate(Stage, TOP + 1):
        page.text(row, LISTS, LABELS[stage], Look.LABEL)
        page.number(row, LISTS + 1, int(stage), Look.COUNT)
    page.define(STAGE_LIST, TOP + 1, LISTS, TOP + len(Stage))


def _opening(page: Page) -> None:
    opening = page.review.state.settings.opening
    page.header(TOP, [msg("Opening hours"), ""], LISTS + 3)
    closed = "".join("0" if is_open else "1" for is_open in opening.days)
    page.text(TOP + 1, LISTS + 3, msg("Monday to Sunday: 1 is closed"), Look.LABEL)
    page.text(TOP + 1, LISTS + 4, closed, Look.LABEL)
    page.define(WEEKEND, TOP + 1, LISTS + 4)
    for row, label, name, hour in (
        (TOP + 2, msg("Opens at (hour)"), OPENS, opening.opens),
        (TOP + 3, msg("Closes at (hour)"), CLOSES, opening.closes),
    ):
        page.text(row, LISTS + 3, label, Look.LABEL)
        page.number(row, LISTS + 4, hour, Look.NUMBER)
        page.define(name, row, LISTS + 4)
    page.text(TOP + 5, LISTS + 3, msg("97.5 % quantile of the normal distribution"), Look.NOTE)
    page.number(TOP + 5, LISTS + 4, NORMAL_VALUE, Look.HELPER)
    page.define(NORMAL, TOP + 5, LISTS + 4)


def _holidays(page: Page) -> None:
    page.header(TOP, [msg("Closed on")], LISTS + 6)
    days = _closed_days(page.review)
    for row, day in enumerate(days, TOP + 1):
        page.number(row, LISTS + 6, day_number(day) + DAY_ZERO, Look.DATE)
    page.define(HOLIDAYS, TOP + 1, LISTS + 6, TOP + max(1, len(days)))


def _closed_days(review: Review) -> tuple[dt.date, ...]:
    """The public holidays of every year that a table with opening hours has a date in, and of the present one."""
    years = {review.state.today.year}
    frames = [sheet.frame for table, sheet in review.sheets.items() if table in TIMED]
    for frame, column in ((one, column) for one in frames for column in one.data.columns):
        if frame.kind(column) is Kind.MOMENT:
            days = frame.days(column)
            known = days[days != MISSING_DAY]
            years |= {date_of(day).year for day in (known.min(), known.max())} if len(known) else set()
    return review.state.settings.opening.closed_days(min(years), max(years))


SHEET: Final = Sheet(msg("Definitions"), write, "8A8F98")
