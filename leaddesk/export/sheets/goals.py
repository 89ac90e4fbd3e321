"""Objectives: what is reached of each, what should be by now, and how likely it will be met."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Final

from leaddesk.export import bounds, computed
from leaddesk.export.celltext import quoted
from leaddesk.export.formulas import DAY_ZERO, NONE, Formula, Group, expression_formula, number
from leaddesk.export.review import same
from leaddesk.export.rowformulas import FIRST_ROW
from leaddesk.export.sheet import Sheet
from leaddesk.export.stretch import between, is_row_by_row
from leaddesk.export.styles import Look, unit_look
from leaddesk.model.covers import seen
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Arithmetic, aggregates
from leaddesk.model.kpi import Better, Uncertainty
from leaddesk.model.measure import SMALL
from leaddesk.model.period import Period, day_number
from leaddesk.model.slice import Filters, Slice, by_name
from leaddesk.model.standing import filters_of
from leaddesk.text import NO_VALUE, Message, msg, msgc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.export.formulas import Cell
    from leaddesk.export.page import Page
    from leaddesk.model.expression import Aggregate
    from leaddesk.model.objective import Misread
    from leaddesk.model.report import Report
    from leaddesk.model.standing import Standing

COLUMNS: Final = 14
REMARK: Final = 48
"""The width of the remarks."""
WIDTHS: Final = (32, 15, 15, 11.5, 11.5, 12, 12, 11, 11, 11, 12, 20, 19, REMARK, 3)
WIDE: Final = 190
FIRST: Final = 4
LAST: Final = 5
"""The columns of the first and the last day of each."""
TARGET: Final = 6
ACTUAL: Final = 7
GAP: Final = 11
HELPERS: Final = 16
"""The column in which the counts and sums begin that the formulas of a row are made of."""
SLACK: Final = "1E-9"
METHODS: Final = (
    msg(
        "Each objective has a period of its own, up to the day of the files, and counts every row of it: the period "
        "and the filters of the summary do not matter here."
    ),
    msg(
        "What is reached is a formula over the rows where one says it; else it is computed by LeadDesk. Gaps and what "
        "should be there by now are formulas too: they follow another target typed in here."
    ),
    msg(
        "Computed by LeadDesk: the part of the period that is over goes by own weekdays and seasons; what the end will "
        "show, and how likely the target is met, by what the days were used to bring and how much they vary."
    ),
)


def write(page: Page) -> None:
    """Write the sheet."""
    report = page.review.report
    subtitle = msg("Each target, what is reached of it on the day of the files, and how likely it will be met.")
    row = computed.opening(page, TITLE, subtitle, METHODS, COLUMNS, WIDE, follows=None)
    if report.standings:
        first = row + 1
        row = _reached(page, row, report.standings)
        row = _ahead(page, row + 1, report.standings, first)
    if report.objectives.misread:
        row = _misread(page, row, report.objectives.misread)
    page.widths(*WIDTHS)
    page.sheet.freeze_panes = "B4"
    page.printed(area=f"A1:N{row}", landscape=True)


def _what(page: Page, row: int, one: Standing) -> None:
    """What an objective is about."""
    objective = one.objective
    page.text(row, 1, one.kpi.label, Look.STRONG)
    page.text(row, 2, objective.channel or "", Look.LABEL)
    page.text(row, 3, objective.operation or "", Look.LABEL)
    page.date(row, FIRST, objective.period.start)
    page.date(row, LAST, objective.period.end)


WHAT: Final = (
    msg("Objective"),
    msg("Channel"),
    msg("Operation"),
    msg("First day"),
    msg("Last day"),
)


def _headings(page: Page, row: int, headings: Sequence[Message]) -> None:
    page.header(row, [*WHAT, *headings])
    for column in (2, 3):
        page.text(row, column, WHAT[column - 1], Look.HEADER)
    page.text(row, COLUMNS, headings[-1], Look.HEADER_BESIDE)
    page.heights(row, 30)


# -- what is reached ------------------------------------------------------------------------------------------------


def _reached(page: Page, row: int, found: tuple[Standing, ...]) -> int:
    """What is reached of each; gives the next free row."""
    headings = [
        msg("Target"),
        msgc("objective", "Reached"),
        msg("Sample size"),
        msg("From (95 %)"),
        msg("To (95 %)"),
        msg("Gap"),
        msg("Met"),
        msg("Comes from"),
        msg("Remark"),
    ]
    _headings(page, row, headings)
    for column in (GAP + 1, COLUMNS - 1):
        page.text(row, column, headings[column - TARGET], Look.HEADER_BESIDE)
    first = row + 1
    for one in found:
        row += 1
        _what(page, row, one)
        if one.kpi.is_sample:
            page.faint_when(f"G{row}:J{row}", f"AND(ISNUMBER($H{row}),$H{row}<{SMALL})")
        look = unit_look(one.kpi.unit, one.objective.target)
        page.number(row, TARGET, one.objective.target, look)
        _actual(page, row, one, look)
        target, actual = page.at(row, TARGET), page.at(row, ACTUAL)
        gap = Formula(f"IF(COUNT({target},{actual})<2,{NONE},{actual}-{target})")
        page.figure(row, GAP, gap if one.gap is not None or one.actual.value is None else None, one.gap, look)
        _met(page, row, one)
        computed.remark(page, row, COLUMNS, one.actual.absent or one.note or "", REMARK)
    page.define("objectives_reached", first, ACTUAL, row)
    return row + 1


def _actual(page: Page, row: int, one: Standing, look: Look) -> None:
    """The KPI in the period of the objective, as a formula where one says it."""
    kpi, actual = one.kpi, one.actual
    results = (actual.value, actual.n, actual.low, actual.high)
    cell = None if not _is_counted(page, one) else _bases(page, row, one)
    how = computed.COMPUTED
    if cell is None:
        for column, (result, dress) in enumerate(zip(results, (look, Look.COUNT, look, look), strict=True), ACTUAL):
            _told(page, row, column, result, dress)
    else:
        how = computed.FORMULA
        page.formula(row, ACTUAL, expression_formula(kpi.algebra, cell), actual.value, look)
        if kpi.n is None:
            _told(page, row, ACTUAL + 1, actual.n, Look.COUNT)
        else:
            page.formula(row, ACTUAL + 1, expression_formula(kpi.n, cell), actual.n, Look.COUNT)
        ends = _ends(page, row, one, cell)
        for column, end, result in zip((ACTUAL + 2, ACTUAL + 3), ends, (actual.low, actual.high), strict=True):
            if end is None:
                _told(page, row, column, result, look)
            else:
                page.formula(row, column, end, result, look)
    page.text(row, COLUMNS - 1, "" if actual.value is None else how, Look.NOTE)


def _is_counted(page: Page, one: Standing) -> bool:
    """Whether formulas count the rows of an objective: those of its days, of one channel and campaign or of all."""
    review = page.review
    if one.actual.value is None or not review.may_be_said(one.kpi):
        return False
    if seen(one.kpi, _evaluator(page, one).slice).is_narrower:
        return False
    if by_name((part.table for part in _parts(one)), _filters(page, one)):
        return False
    return all(review.is_live(part.table) for part in _parts(one) if is_row_by_row(part))


def _parts(one: Standing) -> list[Aggregate]:
    """What an objective and its interval are made of, each once."""
    found = {same(part): part for expression in one.kpi.expressions for part in aggregates(expression)}
    random = _varying(one)
    if random is not None:
        found |= {same(part): part for part in (*bounds.parts_of(random), *bounds.gaps_of(one.kpi.algebra))}
    return list(found.values())


def _varying(one: Standing) -> Aggregate | None:
    """The one count or sum that varies by chance, all else being known; None where the interval has another source."""
    return one.kpi.random if one.kpi.uncertainty in (Uncertainty.COUNT, Uncertainty.SUM) else None


def _ends(page: Page, row: int, one: Standing, cell: Cell) -> tuple[Formula | None, Formula | None]:
    """The formulas of the interval, None where none says it."""
    kpi, random = one.kpi, _varying(one)
    if kpi.uncertainty is Uncertainty.PROPORTION and isinstance(kpi.expression, Arithmetic):
        return bounds.wilson(kpi.expression, cell)
    if random is None:
        return None, None
    column = HELPERS + len(_parts(one))
    here = _evaluator(page, one)
    found = bounds.of_random(random, cell)
    ends = bounds.ends_of_random(random, lambda part: _finite(here, part))
    for place, formula, end in zip((column, column + 1), found, ends, strict=True):
        page.formula(row, place, formula, end, Look.HELPER)
    at = page.at(row, column), page.at(row, column + 1)
    reached = bounds.propagated(kpi.algebra, random, page.at(row, ACTUAL), at, cell)
    return bounds.unless_unknown(reached, kpi.algebra, cell)


def _filters(page: Page, one: Standing) -> Filters:
    """What an objective looks at."""
    return filters_of(one.objective, page.review.state)[0] or Filters()


def _groups(page: Page, table: str, filters: Filters) -> list[tuple[Group, ...]]:
    """The rows of a table that the filters of an objective keep: a channel may be written in several ways."""
    review = page.review
    dimensions = [
        [
            Group(review.sheets[table].key_column(name).name, number(review.dimension(name).keys.index(key) + 1))
            for key in sorted(kept, key=str)
        ]
        for name, kept in filters.kept.items()
    ]
    return list(itertools.product(*dimensions))


def _bases(page: Page, row: int, one: Standing) -> Cell:
    """Write the counts and sums of a row to its right; gives where each is."""
    review, cells = page.review, {}
    here, filters = _evaluator(page, one), _filters(page, one)
    last = f"MIN({page.at(row, LAST)},{day_number(review.state.as_of) + DAY_ZERO})"
    for column, part in enumerate(_parts(one), HELPERS):
        formula = between(part, review, page.at(row, FIRST), last, _groups(page, part.table, filters))
        page.formula(row, column, formula, _finite(here, part), Look.HELPER)
        cells[same(part)] = page.at(row, column)
    return lambda aggregate: cells[same(aggregate)]


def _evaluator(page: Page, one: Standing) -> Evaluator:
    """The interpreter over the days of an objective so far."""
    state, period = page.review.state, one.objective.period
    end = state.as_of if period.end is None else min(period.end, state.as_of)
    return Evaluator(Slice(state, Period(period.start, end), filters=_filters(page, one)))


def _finite(here: Evaluator, part: Aggregate) -> float | None:
    value = float(here.aggregate(part)[0])
    return value if math.isfinite(value) else None


def _met(page: Page, row: int, one: Standing) -> None:
    """Whether the target is met by what there is; not told where days of it are not known."""
    if one.is_met is None and one.actual.value is not None:
        page.text(row, GAP + 1, NO_VALUE, Look.VERDICT)
        return
    words = OVER if one.is_over else SO_FAR
    yes, no = (page.review.words(word) for word in words)
    gap, target = page.at(row, GAP), page.at(row, TARGET)
    slack = f"{SLACK}*ABS({target})"
    test = f"{gap}>=-{slack}" if one.kpi.better is Better.UP else f"{gap}<={slack}"
    result = None if one.is_met is None else yes if one.is_met else no
    formula = f"IF(ISNUMBER({gap}),IF({test},{quoted(yes)},{quoted(no)}),{NONE})"
    page.formula(row, GAP + 1, formula, result, Look.VERDICT)


OVER: Final = (msg("met"), msg("not met"))
SO_FAR: Final = (msg("met so far"), msg("not met yet"))


# -- what the end will show -----------------------------------------------------------------------------------------


def _ahead(page: Page, row: int, found: tuple[Standing, ...], first: int) -> int:
    """What should be there by now, what is needed, and how likely each is met; gives the next free row.

    *first*: the row of the first objective in the table above.
    """
    headings = [
        msg("Part of the period that is over"),
        msg("Due by now"),
        msg("Days left"),
        msg("Needed a week"),
        msg("Expected in the end"),
        msg("From (95 %)"),
        msg("To (95 %)"),
        msg("Chance that it is met"),
        msg("Remark"),
    ]
    _headings(page, row, headings)
    page.heights(row, 45)
    top = row + 1
    for place, one in enumerate(found):
        row += 1
        _what(page, row, one)
        _outlook(page, row, one, first + place)
        told = computed.COMPUTED if one.probability is not None else ""
        computed.remark(page, row, COLUMNS, one.absent or told, REMARK)
    page.define("objectives_chance", top, COLUMNS - 1, row)
    return row + 2


def _outlook(page: Page, row: int, one: Standing, above: int) -> None:
    look = unit_look(one.kpi.unit, one.objective.target)
    target, actual = page.at(above, TARGET), page.at(above, ACTUAL)
    pace, left = page.at(row, 6), page.at(row, 8)
    _told(page, row, 6, one.pace, Look.PERCENT)
    due = None if one.due is None else Formula(f"IF(COUNT({target},{pace})<2,{NONE},{target}*{pace})")
    page.figure(row, 7, due, one.due, look)
    page.number(row, 8, one.days_left, Look.COUNT)
    needed = None
    if one.needed_per_week is not None:
        needed = Formula(f"MAX(0,{target}-N({actual}))/MAX(1,{left}/7)")
    page.figure(row, 9, needed, one.needed_per_week, look)
    expected = one.expected
    parts = (None,) * 3 if expected is None else (expected.value, expected.low, expected.high)
    for column, part in enumerate((*parts, one.probability), 10):
        _told(page, row, column, part, Look.PERCENT if column == COLUMNS - 1 else look)


def _told(page: Page, row: int, column: int, value: float | None, look: Look) -> None:
    """A value that no input of the workbook changes; None is ``–``."""
    if value is None:
        page.text(row, column, NO_VALUE, look)
    else:
        page.number(row, column, value, look)


# -- rows that are not understood -----------------------------------------------------------------------------------


def _misread(page: Page, row: int, found: tuple[Misread, ...]) -> int:
    """The rows of the table of objectives that say nothing which LeadDesk understands; gives the last row."""
    page.text(row, 1, msg("Rows of the objectives that are not understood"), Look.HEADING)
    row += 1
    page.header(row, [msg("What it says"), msg("Row")])
    page.text(row, 3, msg("Why"), Look.HEADER_BESIDE)
    rows = page.review.state.dataset["objectives"].rows.tolist()
    for one in found:
        row += 1
        page.text(row, 1, one.words, Look.LABEL)
        page.number(row, 2, rows.index(one.row) + FIRST_ROW if one.row in rows else None, Look.COUNT)
        page.text(row, 3, one.reason, Look.ASIDE)
    return row


def _is_told(report: Report) -> bool:
    return bool(report.objectives.found or report.objectives.misread)


TITLE: Final = msg("How objectives stand")
SHEET: Final = Sheet(TITLE, write, "8A3FE0", when=_is_told)
