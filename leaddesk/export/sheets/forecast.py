"""The forecast: customers and revenue of the next months, and how it would have done in the past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export import computed
from leaddesk.export.celltext import quoted
from leaddesk.export.formulas import NONE
from leaddesk.export.reasons import FILTERS_CHANGED
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.forecast import MONTHS
from leaddesk.model.hindsight import STEP
from leaddesk.model.measure import Unit
from leaddesk.model.tried import told, tried_over
from leaddesk.text import msg, msgc

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.forecast import Ahead, Forecast, Trial

COLUMNS: Final = 10
WIDTHS: Final = (44, 13, 11, 11, 13, 13, 13, 13, 11, 11)
WIDE: Final = 150
METHODS: Final = (
    msg(
        "Computed by LeadDesk from the leads of every period, as the filters keep them: an open lead is won within the "
        "time with the chance that older leads of its age had; leads come as they did in the last year, by weekday and "
        "season, and are won as the others were. Revenue is customers times the mean amount of the deals won."
    ),
    msg(
        "The interval holds what comes in 95 % of cases if the business goes on as before: it allows for luck and for "
        "the doubt in what was learnt, not for what will be new."
    ),
)


def write(page: Page) -> None:
    """Write the sheet."""
    found = page.review.report.forecast
    subtitle = msg("Customers and revenue of the next months, whatever the period.")
    row = computed.opening(page, TITLE, subtitle, METHODS, COLUMNS, WIDE, follows=FILTERS_CHANGED)
    if found.absent is not None:
        page.text(row, 1, found.absent, Look.TEXT)
    else:
        row = _ahead(page, row, found)
        row = _trials(page, row + 1, found)
        row = _further(page, row + 2)
    page.widths(*WIDTHS)
    page.sheet.freeze_panes = "B4"
    page.printed(area=f"A1:J{row}", landscape=True)


def _ahead(page: Page, row: int, found: Forecast) -> int:
    """The next months and what the open leads are worth; gives the next free row."""
    headings = [
        msg("From the day of the files until"),
        msg("Customers expected"),
        msg("From (95 %)"),
        msg("To (95 %)"),
        msg("of which open leads now"),
        msg("of which leads to come"),
        msg("Revenue expected"),
        msg("Deals it is learnt from"),
        msg("From (95 %)"),
        msg("To (95 %)"),
    ]
    page.header(row, headings)
    page.heights(row, 45)
    for one in found.ahead:
        row += 1
        _one(page, row, one)
    if found.pipeline is not None:
        row += 2
        page.header(row, [msg("Open leads"), msg("Worth"), msg("Number"), msg("From (95 %)"), msg("To (95 %)")])
        page.heights(row, 30)
        row += 1
        page.text(row, 1, msg("What the leads open now bring by then"), Look.STRONG)
        computed.measure(page, row, 2, found.pipeline, Look.MONEY)
        page.define("forecast_pipeline", row, 2)
        page.text(row, 6, found.pipeline.absent or "", Look.ASIDE)
    return row + 1


def _one(page: Page, row: int, one: Ahead) -> None:
    page.date(row, 1, one.until, Look.LABEL_DATE)
    customers, revenue = one.customers, one.revenue
    for column, part in enumerate((customers.value, customers.low, customers.high, one.from_open), 2):
        computed.figure(page, row, column, part, Look.DAYS)
    all_, open_ = page.at(row, 2), page.at(row, 5)
    new = None if customers.value is None else customers.value - one.from_open
    page.formula(row, 6, f"IF(COUNT({all_},{open_})<2,{NONE},{all_}-{open_})", new, Look.DAYS)
    computed.measure(page, row, 7, revenue, Look.MONEY)
    page.define(f"forecast_{one.months}", row, 2)
    if revenue.absent is not None:
        page.text(row, 11, revenue.absent, Look.ASIDE)


def _trials(page: Page, row: int, found: Forecast) -> int:
    """The forecasts as they would have been made in the past; gives the last row."""
    page.text(row, 1, msg("Tried on the own past: thirty days each"), Look.HEADING)
    row += 1
    if not found.trials:
        page.text(row, 1, msg("There is too little history to try it on."), Look.TEXT)
        return row
    headings = [msg("As it would have been made on"), msg("Customers expected"), msg("From (95 %)"), msg("To (95 %)")]
    page.header(row, [*headings, msg("Customers that came")])
    page.text(row, 6, msg("Within the interval"), Look.HEADER_BESIDE)
    page.heights(row, 30)
    first = row + 1
    for trial in found.trials:
        row += 1
        _trial(page, row, trial)
    page.define("forecast_trials", first, 2, row)
    expected, came = (f"{page.at(first, column)}:{page.at(row, column)}" for column in (2, 5))
    row += 1
    page.text(row, 1, msg("Mean error, as a share of what came"), Look.STRONG)
    error = f"IF(SUM({came})<=0,{NONE},SUMPRODUCT(ABS({expected}-{came}))/SUM({came}))"
    error = f"IF(COUNT({expected},{came})<{2 * len(found.trials)},{NONE},{error})"
    page.formula(row, 2, error, found.error, Look.PERCENT)
    page.define("forecast_error", row, 2)
    if found.told is not None:
        row += 1
        page.text(row, 1, found.told, Look.TEXT)
    return row


def _further(page: Page, row: int) -> int:
    """Customers and revenue one, two and three months ahead as they would have been told in the past; gives the last
    row.
    """
    tried = tried_over(page.review.slice)
    page.text(row, 1, msg("Tried on the own past: customers and revenue, 30, 60 and 90 days ahead"), Look.HEADING)
    for months in MONTHS:
        for unit, what in ((Unit.COUNT, msg("Customers")), (Unit.MONEY, msg("Revenue"))):
            row += 1
            words = msg("{what}: {told}", what=what, told=told(tried, months, unit))
            page.text(row, 1, words, Look.TEXT)
    if not tried:
        return row
    row += 2
    headings = [msg("As it would have been made on"), msg("Days ahead"), msg("Customers expected")]
    headings += [msg("From (95 %)"), msg("To (95 %)"), msg("Customers that came"), msg("Revenue expected")]
    page.header(row, [*headings, msg("From (95 %)"), msg("To (95 %)"), msg("Revenue that came")])
    page.heights(row, 45)
    first = row + 1
    for one in tried:
        row += 1
        page.date(row, 1, one.made, Look.LABEL_DATE)
        page.number(row, 2, one.months * STEP, Look.COUNT)
        for column, part in enumerate((one.customers.value, one.customers.low, one.customers.high), 3):
            computed.figure(page, row, column, part, Look.DAYS)
        computed.figure(page, row, 6, one.came, Look.COUNT)
        money = (one.revenue.value, one.revenue.low, one.revenue.high, one.brought)
        for column, part in enumerate(money, 7):
            computed.figure(page, row, column, part, Look.MONEY)
    page.define("forecast_tried", first, 3, row)
    return row


def _trial(page: Page, row: int, trial: Trial) -> None:
    page.date(row, 1, trial.made, Look.LABEL_DATE)
    customers = trial.customers
    for column, part in enumerate((customers.value, customers.low, customers.high), 2):
        computed.figure(page, row, column, part, Look.DAYS)
    computed.figure(page, row, 5, trial.came, Look.COUNT)
    low, high, came = (page.at(row, column) for column in (3, 4, 5))
    words = (msgc("within an interval", "yes"), msgc("within an interval", "no"))
    yes, no = (page.review.words(word) for word in words)
    held = f"IF(AND({came}>={low},{came}<={high}),{quoted(yes)},{quoted(no)})"
    page.formula(row, 6, f"IF(COUNT({low},{high},{came})<3,{NONE},{held})", yes if trial.held else no, Look.VERDICT)


TITLE: Final = msg("Forecast")
SHEET: Final = Sheet(TITLE, write, "8A3FE0", needs="leads")
