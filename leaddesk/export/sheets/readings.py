"""The funnel in its three readings, within the conversion window too, and what closing its biggest leak would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export import computed
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.measure import SMALL
from leaddesk.model.readings import Reading
from leaddesk.model.stages import LABELS
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leaddesk.export.page import Page
    from leaddesk.model.readings import ReadFunnel, ReadStep

COLUMNS: Final = 12
WIDTHS: Final = (34, 11, 11, 10, 10, 11, 10, 10, 10, 14, 12, 12)
WIDE: Final = 165
READINGS: Final[dict[Reading, tuple[Message, Message]]] = {
    Reading.AS_RECORDED: (
        msg("As recorded"),
        msg(
            "A lead has reached what its status or its dates show, and every stage before it. "
            "Formulas, as on "
            "the sheet of the funnel."
        ),
    ),
    Reading.IN_ORDER: (
        msg("In order"),
        msg(
            "A lead has a day for this stage and for all before it, none before the one of the "
            "stage before. "
            "Counted by LeadDesk."
        ),
    ),
    Reading.ANY_ORDER: (
        msg("In any order"),
        msg(
            "A lead has a day for this stage, whatever it has for the others. Of the stage before: "
            "those of it "
            "that have this one too. Counted by LeadDesk."
        ),
    ),
}
METHODS: Final = (
    *(msg("{reading}: {how}", reading=name, how=how) for name, how in READINGS.values()),
    msg(
        "The bounds hold the true share in 95 % of cases (Wilson). “–” where a stage has no lead or no day is recorded."
    ),
)


def write(page: Page) -> None:
    """Write the sheet."""
    report = page.review.report
    row = computed.opening(page, TITLE, msg("One funnel, read in three ways."), METHODS, COLUMNS, WIDE)
    row = _window(page, row)
    row = _recovery(page, row)
    window = report.conversion_window.days
    for reading in Reading:
        row = _funnel(page, row, report.read_funnel(reading))
    for reading in (Reading.IN_ORDER, Reading.ANY_ORDER) if window is not None else ():
        row = _funnel(page, row, report.read_funnel(reading, window))
    page.widths(*WIDTHS)
    page.sheet.freeze_panes = "B4"
    page.printed(area=f"A1:L{row}", landscape=True)


def _window(page: Page, row: int) -> int:
    """Within how many days leads are won; gives the next free row."""
    found = page.review.report.conversion_window
    page.header(row, [msg("Conversion window"), msg("Days"), msg("From (95 %)"), msg("To (95 %)"), msg("Sales")])
    page.text(row + 1, 1, msg("19 sales in 20 come within"), Look.STRONG)
    for column, part in enumerate((found.days, found.low, found.high, found.sales), 2):
        computed.figure(page, row + 1, column, part, Look.COUNT)
    page.define("conversion_window", row + 1, 2)
    words = msg(
        "open leads allowed for; none is learnt from fewer than 20 sales, and it is kept between 7 and 365 days"
    )
    page.text(row + 1, 6, words, Look.ASIDE)
    return row + 3


def _recovery(page: Page, row: int) -> int:
    """What closing half of the biggest leak would bring; gives the next free row."""
    found = page.review.report.recovery
    if found is None:
        return row
    headings = [
        msg("Half of the biggest leak closed"),
        msg("Value"),
        msg("Sample size"),
        msg("From (95 %)"),
        msg("To (95 %)"),
    ]
    page.header(row, headings)
    page.text(row + 1, 1, msg("leads kept"), Look.LABEL)
    computed.figure(page, row + 1, 2, found.leads, Look.COUNT)
    page.text(
        row + 1, 6, msg("half of those lost for good before “{stage}”", stage=LABELS[found.leak.stage]), Look.ASIDE
    )
    page.text(row + 2, 1, msg("more customers"), Look.LABEL)
    computed.measure(page, row + 2, 2, found.customers, Look.COUNT)
    page.define("recovery_customers", row + 2, 2)
    words = msg("if they went on as those that got past the leak and are decided; bounds: beta-binomial")
    if found.is_most:
        stage = LABELS[found.leak.stage]
        words = msg("at most: losses after “{stage}” are not recorded, so nobody knows the bounds", stage=stage)
    page.text(row + 2, 6, found.customers.absent or words, Look.ASIDE)
    page.text(row + 3, 1, msg("more revenue"), Look.LABEL)
    computed.measure(page, row + 3, 2, found.revenue, Look.MONEY)
    page.text(row + 3, 6, found.revenue.absent or msg("at the mean amount of the leads won"), Look.ASIDE)
    return row + 5


def _funnel(page: Page, row: int, found: ReadFunnel) -> int:
    """One reading, a row a stage; gives the next free row."""
    name = READINGS[found.reading][0]
    if found.window is not None:
        name = msgn(
            "{reading}, within {count} day of the creation",
            "{reading}, within {count} days of the creation",
            found.window,
            reading=name,
        )
    page.text(row, 1, name, Look.HEADING)
    if found.absent is not None:
        page.text(row + 1, 1, found.absent, Look.TEXT)
        return row + 3
    row += 1
    page.header(
        row,
        [
            msg("Stage"),
            msg("Reached"),
            msg("Of the first stage"),
            msg("From (95 %)"),
            msg("To (95 %)"),
            msg("Of the stage before"),
            msg("From (95 %)"),
            msg("To (95 %)"),
            msg("Sample size"),
            msg("Value of these leads"),
            msg("Skipped it"),
            msg("Without a day"),
        ],
    )
    page.heights(row, 45)
    first = row + 1
    for at, step in enumerate(found.steps, first):
        _step(page, at, first, found.reading, step)
    row += len(found.steps)
    page.faint_when(f"F{first}:H{row}", f"AND(ISNUMBER($I{first}),$I{first}<{SMALL})")
    page.faint_when(f"C{first}:E{row}", f"AND(ISNUMBER($B${first}),$B${first}<{SMALL})")
    for words in _left_aside(found):
        row += 1
        page.text(row, 1, words, Look.TEXT)
    return row + 2


def _left_aside(found: ReadFunnel) -> Iterator[Message]:
    """Which leads a reading knows little of, or nothing."""
    if found.young:
        yield msgn(
            "{count} open lead is younger than the window.",
            "{count} open leads are younger than the window.",
            found.young,
        )
    if found.left_out:
        yield msgn(
            "{count} lead without a creation date, or created after the day of the files, is left out.",
            "{count} leads without a creation date, or created after the day of the files, are left out.",
            found.left_out,
        )


def _step(page: Page, row: int, first: int, reading: Reading, step: ReadStep) -> None:
    page.text(row, 1, step.label, Look.STRONG)
    here, before, start = page.at(row, 2), page.at(max(row - 1, first), 2), page.at(first, 2)
    if reading is Reading.AS_RECORDED:
        page.formula(row, 2, f"funnel_{step.stage.id}", float(step.reached), Look.COUNT)
    else:
        computed.figure(page, row, 2, step.reached, Look.COUNT)
    computed.share_with_bounds(page, row, 3, here, start, step.of_first)
    found = step.of_previous
    if reading is Reading.ANY_ORDER:
        for column, part in enumerate((found.value, found.low, found.high), 6):
            computed.figure(page, row, column, part, Look.PERCENT)
        computed.figure(page, row, 9, found.n, Look.COUNT)
    else:
        computed.share_with_bounds(page, row, 6, here, before, found)
        page.formula(row, 9, before, None if found.n is None else float(found.n), Look.COUNT)
    computed.figure(page, row, 10, step.value, Look.MONEY)
    computed.figure(page, row, 11, step.skipped if reading is Reading.IN_ORDER else None, Look.COUNT)
    computed.figure(page, row, 12, None if reading is Reading.AS_RECORDED else step.undated, Look.COUNT)


TITLE: Final = msg("Funnel readings")
SHEET: Final = Sheet(TITLE, write, "3B9C6B", needs="leads")
