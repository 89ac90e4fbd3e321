"""KPIs month by month: the lines of the cards on the overview, and the counts and sums they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.export import computed
from leaddesk.export.formulas import DAY_ZERO, Group, Side, expression_formula
from leaddesk.export.review import same
from leaddesk.export.sheet import Sheet
from leaddesk.export.stretch import between
from leaddesk.export.styles import Look, unit_look
from leaddesk.model.expression import Sum, aggregates
from leaddesk.model.monthly import monthly, over_months
from leaddesk.model.months import LONGEST
from leaddesk.model.period import day_number, first_of_month
from leaddesk.text import NO_VALUE, Message, msg

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.export.formulas import Cell
    from leaddesk.export.page import Page
    from leaddesk.export.review import Review
    from leaddesk.model.expression import Aggregate
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.monthly import Monthly
    from leaddesk.model.report import Report

FIRST: Final = 3
"""The column of the first month."""
HEAVY: Final = 500_000
"""Rows times months that the formulas of one count or sum look at, at most."""
PAGE_MONTHS: Final = 15
"""Months on a printed page."""
WIDE: Final = 150
METHODS: Final = (
    msg(
        "The lines of the cards: each month counts its own rows, of the period and the filters of the summary. "
        "Formulas over what stands in the second table; where these would be too many, values computed by LeadDesk. "
        "What only a method says of the whole period has no months."
    ),
    msg("Hatched: the month is not over, or the period cuts it short. Empty: before the first row or after the last."),
)


def write(page: Page) -> None:
    """Write the sheet."""
    table = MonthTable(page)
    subtitle = msg("Every figure month by month, as the lines of the cards show it.")
    row = computed.opening(page, TITLE, subtitle, METHODS, FIRST + PAGE_MONTHS - 1, WIDE)
    last = table.write(row)
    page.widths(46, 19, *(10.5 for _ in range(max(table.months, PAGE_MONTHS))))
    page.sheet.freeze_panes = "C4"
    end = page.at(last, max(FIRST + table.months, FIRST + PAGE_MONTHS) - 1, absolute=False)
    page.printed(area=f"A1:{end}", landscape=True, wide=1 + (table.months - 1) // PAGE_MONTHS)
    page.sheet.print_title_cols = "A:B"


@dataclass(frozen=True, slots=True)
class Line:
    """A KPI with its months, ``start`` of them after the first of the sheet; formulas say it where it ``is_live``."""

    kpi: Kpi
    monthly: Monthly
    start: int
    is_live: bool


class MonthTable:
    """The two tables being written: which column holds which month, which row which count or sum."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.review: Review = page.review
        found = lines(page.review.report)
        starts = [line.start for _, line in found]
        ends = [first_of_month(line.start, len(line.points) - 1) for _, line in found]
        self.start = max(min(starts), first_of_month(max(ends), 1 - LONGEST))
        self.months = _apart(self.start, max(ends)) + 1
        self.lines = [
            Line(kpi, one, _apart(self.start, one.start), one.is_whole and self._is_live(kpi)) for kpi, one in found
        ]
        self.terms: dict[Aggregate, Aggregate] = {}
        for line in self.lines:
            if line.is_live:
                self.terms |= {same(term): term for term in aggregates(line.kpi.algebra)}

    def _is_live(self, kpi: Kpi) -> bool:
        """Whether formulas say it at a size that a spreadsheet program stands."""
        review = self.review
        return review.may_be_said(kpi) and all(
            review.guards(term).static is None
            and review.is_live(term.table)
            and len(review.sheets[term.table].frame) * self.months <= HEAVY
            for term in aggregates(kpi.expression)
        )

    def write(self, top: int) -> int:
        """Write both tables from a row on; gives the last row."""
        page = self.page
        self._header(top, msg("KPI"), msg("Comes from"))
        below = top + len(self.lines) + 2
        rows = {one: below + 4 + index for index, one in enumerate(self.terms)}
        for place, line in enumerate(self.lines, top + 1):
            self._line(place, line, rows)
        page.define("kpis_by_month", top + 1, FIRST, top + len(self.lines))
        if not self.terms:
            return top + len(self.lines)
        page.text(below, 1, msg("What they are made of"), Look.HEADING)
        self._header(below + 1, msg("Count or sum"), None)
        self._days(below + 2)
        for one, term in self.terms.items():
            self._term(rows[one], term, below + 2)
        return below + 3 + len(self.terms)

    def _header(self, row: int, first: Message, second: Message | None) -> None:
        page = self.page
        page.text(row, 1, first, Look.HEADER)
        page.text(row, 2, second or "", Look.HEADER)
        for index in range(self.months):
            page.number(row, FIRST + index, self._serial(index), Look.MONTH_HEADER)

    def _serial(self, index: int) -> int:
        return day_number(first_of_month(self.start, index)) + DAY_ZERO

    def _line(self, row: int, line: Line, rows: dict[Aggregate, int]) -> None:
        page, points = self.page, line.monthly.points
        page.text(row, 1, line.kpi.label, Look.STRONG)
        page.text(row, 2, computed.FORMULA if line.is_live else computed.COMPUTED, Look.NOTE)
        largest = max((abs(point) for point in points if point is not None), default=None)
        look, last = unit_look(line.kpi.unit, largest), line.start + len(points) - 1
        for index in range(self.months):
            column = FIRST + index
            if not line.start <= index <= last:
                page.text(row, column, "", look)
                continue
            point = points[index - line.start]
            if line.is_live:
                page.formula(row, column, expression_formula(line.kpi.algebra, self._cells(column, rows)), point, look)
            else:
                computed.figure(page, row, column, point, look)
        if line.monthly.is_partial:
            computed.hatch(page, row, FIRST + last)

    def _cells(self, column: int, rows: dict[Aggregate, int]) -> Cell:
        """Where the counts and sums of a month stand."""
        return lambda term: self.page.at(rows[same(term)], column)

    def _days(self, row: int) -> None:
        """The days of each month that lie in the period."""
        page = self.page
        low, high = self.review.slice.bounds()
        for down, label in enumerate((msg("First day"), msg("Last day"))):
            page.text(row + down, 1, label, Look.LABEL)
            page.text(row + down, 2, "", Look.LABEL)
        for index in range(self.months):
            start, end = self._serial(index), self._serial(index + 1) - 1
            column = FIRST + index
            begin, finish = f"MAX({start},{Side.NOW}_low)", f"MIN({end},{Side.NOW}_high)"
            page.formula(row, column, begin, float(max(start, low + DAY_ZERO)), Look.HELPER_DATE)
            page.formula(row + 1, column, finish, float(min(end, high + DAY_ZERO)), Look.HELPER_DATE)

    def _term(self, row: int, term: Aggregate, days: int) -> None:
        """A count or sum of the rows of each month that the filters keep."""
        page, review = self.page, self.review
        page.text(row, 1, term.label, Look.LABEL)
        page.text(row, 2, "", Look.LABEL)
        kept = review.sheets[term.table].kept_column()
        parts = ((),) if kept is None else ((Group(kept.name, "1"),),)
        values = over_months(term, review.report.evaluator, self.start, self.months)
        look = Look.HELPER_MONEY if isinstance(term, Sum) else Look.HELPER
        has_ahead = review.unfiltered(Side.NOW).ahead(term.table, term.by) is not None
        as_of = day_number(review.state.as_of) + DAY_ZERO
        for index, value in enumerate(values):
            at = FIRST + index
            last = page.at(days + 1, at)
            until = f"MIN({last},{as_of})" if has_ahead else last  # what is dated after it has not happened
            formula = between(term, review, page.at(days, at), until, parts)
            guarded = review.guards(term).guarded(formula, Side.NOW)
            page.formula(row, at, guarded, NO_VALUE if value is None else value, look)


def lines(report: Report) -> list[tuple[Kpi, Monthly]]:
    """The KPIs that can be counted month by month, in order."""
    found = ((figure.kpi, monthly(figure.kpi, report.evaluator)) for figure in report.told)
    return [(kpi, line) for kpi, line in found if line is not None]


def _apart(first: dt.date, last: dt.date) -> int:
    """Months from one day to another."""
    return (last.year - first.year) * 12 + last.month - first.month


TITLE: Final = msg("KPIs by month")
SHEET: Final = Sheet(TITLE, write, "0B5CAD", when=lambda report: bool(lines(report)))
