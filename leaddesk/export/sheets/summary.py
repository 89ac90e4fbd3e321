"""The summary: the period and the filters, which a person may change, the key figures, and the leads by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.export import charts
from leaddesk.export.celltext import quoted
from leaddesk.export.formulas import DAY_ZERO, IS_NUMBER, NONE, Formula, Side, aggregate_formula, comparisons
from leaddesk.export.reasons import INPUTS_CHANGED
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import BAD, GOOD, Look, unit_look
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.kpi import Better
from leaddesk.model.kpis import HEADLINE
from leaddesk.model.leads_table import label_of
from leaddesk.model.measure import Unit
from leaddesk.model.months import LONGEST, Month
from leaddesk.model.period import day_number, first_of_month
from leaddesk.model.rows import is_measured
from leaddesk.model.stages import LABELS
from leaddesk.model.terms import CREATED, CUSTOMERS, LEADS
from leaddesk.text import NO_VALUE, Message, msg, verbatim

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.expression import Count
    from leaddesk.model.period import Period
    from leaddesk.model.rowcolumn import RowColumn

PERIOD_ROW: Final = 6
KEY_ROW: Final = 10
FILTERS: Final = 9
"""The column in which the filters begin."""
ASIDE: Final = 7
"""The column beside the printed page: what formulas need and nobody wants to read."""
CHART_ROWS: Final = 17
CHARTED: Final = 60
"""Months in the chart at most."""
BLANK: Final = '""'


def write(page: Page) -> None:
    """Write the sheet."""
    review = page.review
    page.text(1, 1, msg("Operation review"), Look.TITLE)
    made = msg(
        "Made by LeadDesk on {today} from files as of {as_of}", today=review.state.today, as_of=review.state.as_of
    )
    page.text(2, 1, verbatim(review.company) if review.company else made, Look.SUBTITLE)
    page.text(3, 1, made if review.company else "", Look.SUBTITLE)
    _inputs(page)
    row = _key_figures(page)
    row = _findings(page, row + 1)
    last = _months(page, row + 1)
    _filters(page)
    page.widths(38, 14, 13, 13, 14, 13, 14, 3)
    page.sheet.freeze_panes = "B4"
    page.printed(area=f"A1:F{last}")


def _inputs(page: Page) -> None:
    review = page.review
    page.text(PERIOD_ROW - 1, 1, msg("Period"), Look.HEADING)
    _period(page, 2, Side.NOW, review.slice.period)
    page.text(PERIOD_ROW, 1, msg("From (first day)"), Look.LABEL)
    page.text(PERIOD_ROW + 1, 1, msg("To (last day)"), Look.LABEL)
    if review.slice.compare is not None:
        page.text(PERIOD_ROW - 1, 5, msg("Compared with"), Look.HEADING)
        _period(page, 5, Side.PAST, review.slice.compare)
    page.text(
        PERIOD_ROW + 2,
        1,
        msg(
            "Yellow cells may be changed: every figure follows. An empty day "
            "leaves that side open. Filters: to the right."
        ),
        Look.NOTE,
    )
    page.sheet.merge_cells(start_row=PERIOD_ROW + 2, end_row=PERIOD_ROW + 2, start_column=1, end_column=6)
    page.heights(PERIOD_ROW + 2, 18)


def _period(page: Page, column: int, side: Side, period: Period) -> None:
    for row, name, day in ((PERIOD_ROW, "from", period.start), (PERIOD_ROW + 1, "to", period.end)):
        page.date(row, column, day, Look.INPUT_DATE)
        page.define(f"{side}_{name}", row, column)
    letter = page.at(PERIOD_ROW, column)[1]
    words = page.review.words
    page.dates_only(
        f"{letter}{PERIOD_ROW}:{letter}{PERIOD_ROW + 1}",
        words(msg("A date, please")),
        words(msg("Type a day such as 31/12/2026, or leave the cell empty.")),
    )


def _key_figures(page: Page) -> int:
    review, compared = page.review, page.review.slice.compare is not None
    page.text(KEY_ROW, 1, msg("Key figures"), Look.HEADING)
    if compared:
        page.text(KEY_ROW, 3, msg("In colour: a change that chance does not explain, as exported."), Look.NOTE)
    headings: list[Message | str] = [msg("KPI"), msg("Value"), msg("From (95 %)"), msg("To (95 %)")]
    headings += [msg("Period before"), msg("Change")] if compared else []
    page.header(KEY_ROW + 1, headings)
    page.heights(KEY_ROW + 1, 30)
    row = KEY_ROW + 1
    for kpi in HEADLINE:
        row += 1
        figure = review.report.figure(kpi)
        look = unit_look(kpi.unit, figure.measure.value)
        page.text(row, 1, kpi.label, Look.STRONG)
        page.formula(row, 2, f"kpi_{kpi.id}", figure.measure.value, look)
        page.formula(row, 3, f"kpi_{kpi.id}_low", figure.measure.low, look)
        page.formula(row, 4, f"kpi_{kpi.id}_high", figure.measure.high, look)
        if compared:
            trend = figure.trend
            page.formula(row, 5, f"kpi_{kpi.id}_before", None if trend is None else trend.previous.value, look)
            in_points = kpi.unit is Unit.PERCENT
            change = None if trend is None or trend.change is None else trend.change * (100 if in_points else 1)
            page.formula(row, 6, f"kpi_{kpi.id}_change", change, Look.CHANGE_POINTS if in_points else Look.CHANGE)
            if trend is not None and trend.is_visible:
                _coloured(page, row, kpi.better)
    return row


def _coloured(page: Page, row: int, better: Better) -> None:
    cell = page.at(row, 6, absolute=False)
    if better is not Better.NEITHER:
        good, bad = (GOOD, BAD) if better is Better.UP else (BAD, GOOD)
        as_exported = f"{INPUTS_CHANGED}=0,ISNUMBER({cell})"  # of other periods nobody judged the chance
        page.coloured_when(cell, f"AND({as_exported},N({cell})>0)", good)
        page.coloured_when(cell, f"AND({as_exported},N({cell})<0)", bad)


def _findings(page: Page, row: int) -> int:
    """The worst leak, and whether the figures are those that LeadDesk exported."""
    review = page.review
    funnel = review.report.funnel
    leak = funnel.leak
    worst = NO_VALUE if leak is None else review.words(LABELS[leak.stage])
    page.text(row, 1, msg("Worst leak of the funnel: before the stage"), Look.STRONG)
    page.formula(row, 2, "funnel_worst_leak", worst, Look.STRONG)
    page.text(row, 3, msg("share lost there"), Look.NOTE)
    page.formula(row, 4, "funnel_worst_share", None if leak is None else leak.share.value, Look.PERCENT)
    page.text(row + 1, 1, msg("Period and filters"), Look.STRONG)
    same, changed = (quoted(review.words(text)) for text in (msg("as exported"), msg("changed since the export")))
    page.formula(row + 1, 2, f"IF({INPUTS_CHANGED}=1,{changed},{same})", review.words(msg("as exported")), Look.STRONG)
    return row + 2


# -- leads by month -------------------------------------------------------------------------------------------------


def _months(page: Page, row: int) -> int:
    """The chart and, below it, the table it shows; gives the last row to print."""
    review = page.review
    page.text(row, 1, msg("Leads by month"), Look.HEADING)
    found = review.report.leads_by_month
    if review.guards(LEADS).static is not None or not is_measured(CREATED, review.state.dataset):
        page.text(row + 1, 1, found.absent or msg("Leads without a creation date fall into no month."), Look.TEXT)
        return row + 2
    top = row + CHART_ROWS + 2
    page.header(top, [msg("Month"), msg("New leads"), msg("Customers won")])
    page.heights(top, 30)
    ends = _ends(page, top, found.months)
    customers = {month.start: month.count for month in review.report.customers_by_month.months}
    for index in range(_month_count(page)):
        month = found.months[index] if index < len(found.months) else None
        _month(page, top + 1 + index, index, ends, month, customers.get(month.start, 0) if month else None)
    shown = min(max(len(found.months), 1), CHARTED)
    columns = [2] if review.guards(CUSTOMERS).static is not None else [2, 3]
    title = review.words(msg("New leads and customers won, month by month"))
    charts.bars(page, charts.Place(f"A{row + 1}", title, (top + 1, top + shown), (19.5, 8.0), top), columns)
    return top + shown


def _ends(page: Page, top: int, months: tuple[Month, ...]) -> str:
    """The cells that say where the months begin and how many there are; gives those two, as ``start,count``."""
    review = page.review
    days, counted = review.values(CREATED), review.aggregate_cell(LEADS)
    text = "" if counted is None else aggregate_formula(LEADS, review, Side.NOW).text.removesuffix(")")
    first_last = []
    report = review.report
    places = report.evaluator.matching("leads", LEADS.by, LEADS.where) if months else np.zeros(0, np.intp)
    known = review.state.dataset["leads"].days("created")[places]
    known = known[known != MISSING_DAY]
    matching = "*".join(f"({test})" for test in comparisons(LEADS, review, Side.NOW))
    page.text(top, ASIDE, msg("First and last day, first and last month, months"), Look.HELPER_HEADER)
    extremes = (known.min(), known.max()) if len(known) else (None, None)
    for row, name, result in zip((top + 1, top + 2), ("MIN", "MAX"), extremes, strict=True):
        inner = f"IF({text},{days},{IS_NUMBER})=0,{NONE},{name}(IF({matching}*ISNUMBER({days}),{days})))"
        guarded = review.guards(LEADS).guarded(Formula(inner, is_array=True), Side.NOW)
        page.formula(row, ASIDE, guarded, None if result is None else float(result) + DAY_ZERO, Look.HELPER_DATE)
        first_last.append(page.at(row, ASIDE))
    low, high = first_last
    begin, end, count = (page.at(top + 2 + place, ASIDE) for place in (1, 2, 3))
    now = day_number(first_of_month(review.state.as_of)) + DAY_ZERO
    since, until = f"{Side.NOW}_from", f"{Side.NOW}_to"
    earliest = f"MAX({_month_of(since)},{_month_of(f'MIN({days})')})"
    first = f"IF(ISNUMBER({since}),MIN({_month_of(low)},{earliest}),{_month_of(low)})"
    last = f"MAX({_month_of(high)},IF(ISNUMBER({until}),MIN({now},{_month_of(until)}),{now}))"
    shown = f"IF({_apart(first, last)}<{LONGEST},{last},MIN({last},MAX({first},{now})))"
    starts = [float(day_number(month.start) + DAY_ZERO) for month in months]
    page.formula(
        top + 3,
        ASIDE,
        f"IF(ISNUMBER({end}),MAX({first},EDATE({end},{1 - LONGEST})),{NONE})",
        starts[0] if starts else None,
        Look.HELPER_DATE,
    )
    page.formula(
        top + 4, ASIDE, f"IF(COUNT({low},{high})<2,{NONE},{shown})", starts[-1] if starts else None, Look.HELPER_DATE
    )
    number = f"IF(COUNT({begin},{end})<2,0,{_apart(begin, end)}+1)"
    page.formula(top + 5, ASIDE, number, float(len(months)), Look.HELPER)
    return f"{begin},{count}"


def _month_of(day: str) -> str:
    """The first day of the month of a day."""
    return f"({day}-DAY({day})+1)"


def _apart(first: str, last: str) -> str:
    """Months from one date to another."""
    return f"((YEAR({last})-YEAR({first}))*12+MONTH({last})-MONTH({first}))"


def _month(page: Page, row: int, index: int, ends: str, month: Month | None, customers: int | None) -> None:
    begin, count = ends.split(",")
    start = float(day_number(month.start) + DAY_ZERO) if month else ""
    page.formula(row, 1, f"IF({index}<{count},EDATE({begin},{index}),{BLANK})", start, Look.MONTH)
    page.formula(row, 2, _in_month(page, LEADS, row), float(month.count) if month else "", Look.COUNT)
    if page.review.guards(CUSTOMERS).static is None:
        page.formula(row, 3, _in_month(page, CUSTOMERS, row), "" if customers is None else float(customers), Look.COUNT)


def _in_month(page: Page, count: Count, row: int) -> Formula:
    review, month = page.review, page.at(row, 1)
    day: RowColumn = count.by.day  # type: ignore[union-attr]  # both are dated by one day
    text = aggregate_formula(count, review, Side.NOW).text.removesuffix(")")
    days = review.values(day)
    limits = f'{days},">="&{month},{days},"<"&EDATE({month},1)'
    return Formula(f"IF(ISNUMBER({month}),{text},{limits}),{BLANK})")


def _month_count(page: Page) -> int:
    """How many months all leads together cover up to the as-of day: rows enough for any period."""
    days = page.review.state.dataset["leads"].days("created")
    known = days[days != MISSING_DAY]
    if not len(known):
        return 1
    last = max(int(known.max()), day_number(page.review.state.as_of))
    months = np.array([known.min(), last]).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return int(min(months[1] - months[0] + 1, LONGEST))


# -- filters --------------------------------------------------------------------------------------------------------


def _filters(page: Page) -> None:
    """For each dimension its values, whether each is counted (1) or not (0), and what was exported."""
    review = page.review
    if not review.filters:
        return
    page.text(PERIOD_ROW - 1, FILTERS, msg("Filters: 1 is counted, 0 is left out"), Look.HEADING)
    for index, name in enumerate(review.filters):
        column = FILTERS + 4 * index
        label = label_of(name)
        page.header(PERIOD_ROW, [label, msg("Counted"), msg("Exported")], column)
        keys, flags = review.dimension(name).keys, review.flags(name)
        for row, (key, flag) in enumerate(zip(keys, flags, strict=True), PERIOD_ROW + 1):
            page.text(row, column, msg("(none)") if key is None else key, Look.NOTE if key is None else Look.LABEL)
            page.number(row, column + 1, int(flag), Look.INPUT_FLAG)
            page.number(row, column + 2, int(flag), Look.HELPER)
        last = PERIOD_ROW + len(keys)
        page.define(review.flags_name(name), PERIOD_ROW + 1, column + 1, last)
        page.define(f"{review.flags_name(name)}_exported", PERIOD_ROW + 1, column + 2, last)
        cells = f"{page.at(PERIOD_ROW + 1, column + 1)}:{page.at(last, column + 1)}".replace("$", "")
        page.choice(cells, '"1,0"')
        for place, width in ((column, 24), (column + 1, 10), (column + 2, 10), (column + 3, 3)):
            page.width(place, width)


SHEET: Final = Sheet(msg("Summary"), write, "0B5CAD")
