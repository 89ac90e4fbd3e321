"""Cohorts: the leads of each month of creation, and the share of them won by each age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from leaddesk.export import computed
from leaddesk.export.formulas import DAY_ZERO, Side, aggregate_formula
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Count, Op, Where
from leaddesk.model.measure import SMALL
from leaddesk.model.outcomes import LONGEST
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import StageOf
from leaddesk.model.stages import Stage
from leaddesk.model.terms import BY_CREATED, CONVERTED_LEADS, CREATED, DISTINCT, LEADS
from leaddesk.text import Message, msg, msgc, msgn

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.cohorts import Cell, Cohort, Cohorts

AGES: Final = 13
"""The column of the first age."""
FAINT: Final = 30
WIDE: Final = 190
METHODS: Final = (
    msg(
        "Leads, won and lost are counted by formulas over the sheet of leads. Computed by LeadDesk: the share won by "
        "each "
        "age follows every lead up to its age on the day of the files (Aalen-Johansen), its bounds are Wilson’s."
    ),
    msg(
        "Hatched: not all leads of the month have that age yet. “–”: most of them are younger. Faint: fewer than "
        "{count} leads.",
        count=SMALL,
    ),
)
FAILED: Final = Count(
    "leads", msg("leads lost or invalid"), BY_CREATED, (DISTINCT, Where(StageOf(), Op.AT_LEAST, int(Stage.LOST)))
)


def write(page: Page) -> None:
    """Write the sheet."""
    found = page.review.report.cohorts
    columns = AGES + len(found.ages) - 1
    subtitle = msg("Leads by month of creation: how many were won by which age.")
    row = computed.opening(page, TITLE, subtitle, METHODS, columns, WIDE)
    if found.absent is not None:
        page.text(row, 1, found.absent, Look.TEXT)
    else:
        row = _table(page, row, found)
        for heading, part, look in (
            (msg("Leads whose state by that age is known"), "n", Look.COUNT),
            (msg("Won by that age: from (95 %)"), "low", Look.PERCENT),
            (msg("Won by that age: to (95 %)"), "high", Look.PERCENT),
        ):
            row = _behind(page, row + 1, found, heading, part, look)
        for count, words in (
            (
                found.earlier,
                msgn(
                    "{count} lead of an earlier month is not shown.",
                    "{count} leads of earlier months are not shown.",
                    found.earlier,
                ),
            ),
            (
                found.left_out,
                msgn(
                    "{count} lead without a creation date, or created after the day of the files, is left out.",
                    "{count} leads without a creation date, or created after the day of the files, are left out.",
                    found.left_out,
                ),
            ),
        ):
            if count:
                row += 1
                page.text(row, 1, words, Look.TEXT)
    page.widths(12, 10, 9, 11, 10, 9, 9, 11, 9, 9, 2, 2, *(8 for _ in found.ages))
    page.printed(area=f"A1:{get_column_letter(columns)}{row}", landscape=True)


def _age(days: int) -> Message:
    return msgn("day {count}", "day {count}", days)


def _table(page: Page, top: int, found: Cohorts) -> int:
    """A row a month; gives the last row."""
    headings = [
        msg("Month"),
        msg("Leads"),
        msgc("leads", "Won"),
        msg("Lost or invalid"),
        msg("Won so far"),
        msg("From (95 %)"),
        msg("To (95 %)"),
        msg("Expected by day {day}", day=found.final_day),
        msg("From (95 %)"),
        msg("To (95 %)"),
    ]
    page.text(top, 1, msg("Won by age"), Look.HEADING)
    page.text(top, AGES, msg("Share of the leads won by the day they had this age"), Look.SUBTITLE)
    top += 1
    page.header(top, headings)
    page.header(top, [_age(days) for days in found.ages], AGES, 0)
    page.heights(top, 45)
    page.sheet.freeze_panes = f"B{top + 1}"
    mature = []
    for row, cohort in enumerate(found.cohorts, top + 1):
        _month(page, row, cohort)
        old = sum(not cell.is_immature for cell in cohort.cells)
        if old and cohort.leads:
            mature.append(f"{get_column_letter(AGES)}{row}:{get_column_letter(AGES + old - 1)}{row}")
        for column, cell in enumerate(cohort.cells, AGES):
            computed.figure(page, row, column, cell.share.value, Look.PERCENT)
            if cell.is_immature and cohort.leads:
                computed.hatch(page, row, column)
    last = top + len(found.cohorts)
    if mature:
        computed.shaded(page, " ".join(mature))
    end = get_column_letter(AGES + len(found.ages) - 1)
    page.faint_when(f"E{top + 1}:{end}{last}", f"AND(ISNUMBER($B{top + 1}),$B{top + 1}<{SMALL})")
    page.define("cohorts_by_age", top + 1, AGES, last)
    page.define("cohorts_leads", top + 1, 2, last)
    return last + 1


def _month(page: Page, row: int, cohort: Cohort) -> None:
    page.number(row, 1, day_number(cohort.start) + DAY_ZERO, Look.MONTH)
    for column, (count, number) in enumerate(
        ((LEADS, cohort.leads), (CONVERTED_LEADS, cohort.won), (FAILED, cohort.lost)), 2
    ):
        if _is_counted(page):
            page.formula(
                row, column, computed.unless_changed(page, _counted(page, row, count)), float(number), Look.COUNT
            )
        else:
            computed.figure(page, row, column, number, Look.COUNT)
    won, leads = page.at(row, 3), page.at(row, 2)
    computed.share_with_bounds(page, row, 5, won, leads, cohort.naive)
    for column, part in enumerate((cohort.final.value, cohort.final.low, cohort.final.high), 8):
        computed.figure(page, row, column, part, Look.PERCENT)


def _is_counted(page: Page) -> bool:
    """Whether formulas can count the leads: what is decided after ten years counts as open, which they do not know."""
    review = page.review
    days = review.state.dataset["leads"].days("created")
    known = days[days != MISSING_DAY]
    is_young = bool(len(known)) and day_number(review.state.as_of) - int(known.min()) <= LONGEST
    return is_young and review.is_live("leads")


def _counted(page: Page, row: int, count: Count) -> str:
    review, month = page.review, page.at(row, 1)
    text, days = aggregate_formula(count, review, Side.NOW).text.removesuffix(")"), review.values(CREATED)
    as_of = day_number(review.state.as_of) + DAY_ZERO
    return f'{text},{days},">="&{month},{days},"<"&EDATE({month},1),{days},"<={as_of}")'


def _behind(page: Page, top: int, found: Cohorts, heading: Message, part: str, look: Look) -> int:
    """The sample size or a bound of each cell, in the same places further down; gives the last row."""
    page.text(top, 1, heading, Look.HEADING)
    top += 1
    page.header(top, [msg("Month")])
    page.header(top, [_age(days) for days in found.ages], AGES, 0)
    for row, cohort in enumerate(found.cohorts, top + 1):
        page.number(row, 1, day_number(cohort.start) + DAY_ZERO, Look.MONTH)
        for column, cell in enumerate(cohort.cells, AGES):
            computed.figure(page, row, column, _part(cell, part), look)
    return top + len(found.cohorts) + 1


def _part(cell: Cell, part: str) -> float | None:
    share = cell.share
    return {"n": share.n, "low": share.low, "high": share.high}[part]


TITLE: Final = msg("Cohorts")
SHEET: Final = Sheet(TITLE, write, "3B9C6B", needs="leads")
