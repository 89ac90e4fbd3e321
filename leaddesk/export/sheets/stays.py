"""Time in stages: how long leads stay in each, how long the sale takes, and the leads that are stuck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export import computed
from leaddesk.export.formulas import DAY_ZERO, NONE
from leaddesk.export.rowformulas import FIRST_ROW
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.leads_table import label_of
from leaddesk.model.measure import SMALL
from leaddesk.model.stages import LABELS
from leaddesk.model.stay import FEWEST_LEFT
from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.export.page import Page
    from leaddesk.model.stay import Stuck
    from leaddesk.model.survival import DayQuantile

QUANTILES: Final = 5
"""The column of the first quantile; each takes three."""
SHARES: Final = (
    msg("A quarter gone by day"),
    msg("Half gone by day (median)"),
    msg("Three quarters gone by day"),
    msg("Nine in ten gone by day"),
)
REMARK: Final = QUANTILES + 3 * len(SHARES)
WIDE: Final = 170
OFFSETS: Final = (0, 1, 3)
"""Where the number, the owner and the name of a lead stand in the list, beside the first quantile: names need room."""
LISTED: Final = 500
"""Stuck leads listed for each stage at most, the longest first."""
METHODS: Final = (
    msg(
        "Computed by LeadDesk (Kaplan-Meier): a lead comes into a stage on the first day known for it and leaves it "
        "on the "
        "first day known of a later stage, of the sale or of the loss; a lead still in it counts with its days so far. "
        "The bounds hold the true day in 95 % of cases. “–”: not reached by the day of the files."
    ),
    msg(
        "Until the sale: of the leads that are won, those that are by each day, open leads allowed for; the median "
        "of the sales so far alone would be too short."
    ),
    msg(
        "Stuck: in a stage for longer than the day by which nine in ten are gone (three in four, where nine in ten "
        "have not left yet), of all leads whatever the period; nobody where fewer than {count} left it.",
        count=FEWEST_LEFT,
    ),
)


def write(page: Page) -> None:
    """Write the sheet."""
    report = page.review.report
    subtitle = msg("How long the leads created in the period stay in each stage.")
    row = computed.opening(page, TITLE, subtitle, METHODS, REMARK, WIDE)
    page.widths(34, 13, 12, 12, *(10.5 for _ in range(3 * len(SHARES))), 30)
    page.sheet.freeze_panes = "B4"
    if not report.stays:
        page.text(row, 1, report.time_to_convert.absent or msg("Leads have no day to be followed by."), Look.TEXT)
    else:
        row = _times(page, row)
        row = _limits(page, row + 1, report.stuck)
        for one in report.stuck:
            if len(one.places):
                row = _leads(page, row + 1, one)
    page.printed(area=f"A1:Q{row}", landscape=True)


def _times(page: Page, row: int) -> int:
    """The quantiles of each stage and of the sale; gives the next free row."""
    report = page.review.report
    page.header(row, [msg("Stage"), msg("Left it"), msg("Still in it"), msg("Day unknown")])
    for index, words in enumerate(SHARES):
        page.header(row, [words, msg("From (95 %)"), msg("To (95 %)")], QUANTILES + 3 * index, 0)
    page.text(row, REMARK, msg("Remark"), Look.HEADER)
    page.heights(row, 60)
    first = row + 1
    for stay in report.stays:
        row += 1
        page.text(row, 1, stay.label, Look.STRONG)
        _counts(page, row, (stay.left, stay.waiting, stay.unknown))
        _quantiles(page, row, stay.quantiles, stay.absent)
        page.define(f"stay_{stay.stage.id}", row, QUANTILES + 3)
    sale = report.time_to_convert
    row += 1
    page.text(row, 1, msg("From the creation to the sale"), Look.STRONG)
    _counts(page, row, (sale.n, None, None))
    _quantiles(page, row, sale.quantiles, sale.absent)
    page.define("stay_until_the_sale", row, QUANTILES + 3)
    page.faint_when(f"E{first}:P{row}", f"AND(ISNUMBER($B{first}),$B{first}<{SMALL})")
    row += 1
    page.text(row, 1, msg("Median of the sales so far alone"), Look.LABEL)
    _counts(page, row, (sale.n, None, None))
    computed.figure(page, row, QUANTILES + 3, sale.recorded, Look.DAYS)
    return row + 1


def _counts(page: Page, row: int, counts: Sequence[int | None]) -> None:
    for column, count in enumerate(counts, 2):
        computed.figure(page, row, column, count, Look.COUNT)


def _quantiles(page: Page, row: int, found: Sequence[DayQuantile], reason: Message | None) -> None:
    for index in range(len(SHARES)):
        one = found[index] if index < len(found) else None
        days = (None, None, None) if one is None else (one.middle, one.low, one.high)
        for column, day in enumerate(days, QUANTILES + 3 * index):
            computed.figure(page, row, column, day, Look.DAYS if column == QUANTILES + 3 * index else Look.COUNT)
    page.text(row, REMARK, "" if reason is None else reason, Look.NOTE)


def _limits(page: Page, row: int, stuck: Sequence[Stuck]) -> int:
    """How many are stuck in each stage, and beyond which day; gives the next free row."""
    page.header(
        row, [msg("Stuck in"), msg("Left it, whatever the period"), msg("Longer than days"), msg("Leads stuck")]
    )
    page.header(row, [msg("Share gone by then")], QUANTILES, 0)
    page.heights(row, 60)
    for one in stuck:
        row += 1
        page.text(row, 1, LABELS[one.stage], Look.STRONG)
        computed.figure(page, row, 2, one.left, Look.COUNT)
        computed.figure(page, row, 3, one.limit, Look.DAYS)
        computed.figure(page, row, 4, None if one.limit is None else len(one.places), Look.COUNT)
        computed.figure(page, row, QUANTILES, None if one.limit is None else one.share, Look.PERCENT)
        page.define(f"stuck_limit_{one.stage.id}", row, 3)
        page.define(f"stuck_{one.stage.id}", row, 4)
    return row + 1


def _leads(page: Page, row: int, one: Stuck) -> int:
    """The leads that are stuck in a stage; gives the next free row."""
    review = page.review
    frame = review.state.dataset["leads"]
    page.text(row, 1, msg("Stuck in “{stage}”", stage=LABELS[one.stage]), Look.HEADING)
    row += 1
    named = [name for name in ("id", "owner", *(("name",) if review.personal else ())) if frame.has(name)]
    page.header(row, [msg("Row in the sheet of leads"), msg("Days"), label_of("created"), msg("Times as long")])
    for offset, name in zip(OFFSETS, named, strict=False):
        page.text(row, QUANTILES + offset, BY_ID["leads"].column(name).label, Look.HEADER)
    page.heights(row, 30)
    texts = {name: frame.texts(name) for name in named}
    created = frame.days("created")
    for place, days in zip(one.places[:LISTED].tolist(), one.days[:LISTED].tolist(), strict=True):
        row += 1
        page.number(row, 1, place + FIRST_ROW, Look.COUNT)
        page.number(row, 2, days, Look.COUNT)
        page.number(row, 3, None if created[place] == MISSING_DAY else int(created[place]) + DAY_ZERO, Look.DATE)
        limit = f"stuck_limit_{one.stage.id}"
        page.formula(row, 4, f"IF(N({limit})<1,{NONE},{page.at(row, 2)}/{limit})", one.times(days), Look.TIMES)
        for offset, name in zip(OFFSETS, named, strict=False):
            codes, labels = texts[name]
            page.text(row, QUANTILES + offset, labels[codes[place]] if codes[place] >= 0 else "", Look.LABEL)
    more = len(one.places) - LISTED
    if more > 0:
        row += 1
        page.text(
            row, 1, msgn("and {count} more, not listed here", "and {count} more, not listed here", more), Look.TEXT
        )
    return row + 1


TITLE: Final = msg("Time in stages")
SHEET: Final = Sheet(TITLE, write, "3B9C6B", needs="leads")
