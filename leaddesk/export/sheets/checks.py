"""Checks: whether the figures are those that LeadDesk exported, and whether they agree with one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.export.celltext import quoted
from leaddesk.export.datacolumn import numbers_of
from leaddesk.export.formulas import DAY_ZERO, Side
from leaddesk.export.reasons import FILTERS_CHANGED, INPUTS_CHANGED
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import BAD, GOOD, Look, unit_look
from leaddesk.model.expression import Aggregate, OnDay, aggregates
from leaddesk.model.kpis import COMPARED
from leaddesk.model.leads_table import label_of
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import is_measured
from leaddesk.model.stages import Stage
from leaddesk.model.tables import BY_ID
from leaddesk.model.terms import BY_CREATED, BY_EXPENSE, DISTINCT, LEADS
from leaddesk.text import NO_VALUE, Message, msg

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.export.page import Page
    from leaddesk.model.expression import Dating

TOP: Final = 3
EARLIEST: Final = -1_000_000
LATEST: Final = 10_000_000
"""Day numbers beyond any calendar: the bounds of a period that is open on that side."""
CLOSE: Final = "1E-9"


def write(page: Page) -> None:
    """Write the sheet."""
    page.text(1, 1, msg("Checks"), Look.TITLE)
    row = _agreement(page, TOP)
    row = _rows(page, row + 1)
    row = _exported(page, row + 1)
    row = _inputs(page, row + 1)
    page.widths(72, 16, 16, 24)
    page.printed(area=f"A1:D{row}")


def _verdict(page: Page, row: int, left: str, right: str, is_right: bool = True) -> None:
    """Whether two cells hold the same, up to rounding."""
    right_words, wrong = page.review.words(msg("agrees")), page.review.words(msg("differs"))
    same = f"IF(COUNT({left},{right})=2,ABS({left}-{right})<={CLOSE}*MAX(1,ABS({left}),ABS({right})),{left}={right})"
    page.formula(
        row, 4, f"IF({same},{quoted(right_words)},{quoted(wrong)})", right_words if is_right else wrong, Look.VERDICT
    )
    cell = page.at(row, 4, absolute=False)
    page.coloured_when(cell, f"{cell}={quoted(right_words)}", GOOD)
    page.coloured_when(cell, f"{cell}={quoted(wrong)}", BAD)


# -- figures that must agree ----------------------------------------------------------------------------------------


def _agreement(page: Page, row: int) -> int:
    review = page.review
    page.header(row, [msg("Figures that must agree"), msg("One way"), msg("Another way")])
    page.text(row, 4, msg("Verdict"), Look.HEADER)
    seen: dict[str, Aggregate] = {}
    for kpi in COMPARED:
        seen |= {review.base(aggregate, Side.NOW): aggregate for aggregate in aggregates(kpi.expression)}
    for name, aggregate in seen.items():
        total = f"channels_{name}"
        if total not in review.names or review.guards(aggregate, review.dimension("channel")).static is not None:
            continue
        row += 1
        page.text(row, 1, msg("{what}: all channels together, and directly", what=aggregate.label), Look.LABEL)
        value = review.aggregate_value(aggregate)
        page.formula(row, 2, total, value, Look.NUMBER)
        page.formula(row, 3, name, value, Look.NUMBER)
        _verdict(page, row, page.at(row, 2), page.at(row, 3))
    row += 1
    page.text(row, 1, msg("Leads of the funnel, and of the KPIs"), Look.LABEL)
    value = review.aggregate_value(LEADS)
    page.formula(row, 2, f"funnel_{Stage.NEW.id}", value, Look.NUMBER)
    page.formula(row, 3, review.base(LEADS, Side.NOW), value, Look.NUMBER)
    _verdict(page, row, page.at(row, 2), page.at(row, 3))
    return row + 1


# -- rows counted and left out --------------------------------------------------------------------------------------


def _rows(page: Page, row: int) -> int:
    """How many rows each table has, and how many of them count."""
    review = page.review
    for table, data in review.sheets.items():
        dating = _dating(table)
        if dating is None:
            continue
        label = BY_ID[table].label
        page.header(row, [msg("Rows of the table “{table}”", table=label), msg("Rows")])
        page.text(row, 3, "", Look.HEADER)
        page.text(row, 4, "", Look.HEADER)
        counted = data.counted_column(dating, Side.NOW)
        inside = numbers_of(counted)
        lines: list[tuple[Message, str, float]] = [
            (msg("rows in all"), f"COUNT({counted.name})", float(len(inside))),
            (msg("rows counted in the period"), f'COUNTIF({counted.name},">0")', float(np.count_nonzero(inside > 0))),
            (
                msg("rows not counted: outside the period, without a date, or left out by the filters"),
                f"COUNTIF({counted.name},0)",
                float(np.count_nonzero(inside == 0)),
            ),
        ]
        lines += _undated(page, table, dating)
        if table == "leads":
            first = data.value_column(DISTINCT.column)
            repeats = float(np.count_nonzero(numbers_of(first) == 0))
            lines.append((msg("rows that repeat a number and count once only"), f"COUNTIF({first.name},0)", repeats))
        for words, formula, result in lines:
            row += 1
            page.text(row, 1, words, Look.LABEL)
            page.formula(row, 2, formula, result, Look.COUNT)
        if not data.is_live:
            row += 1
            page.text(
                row,
                1,
                msg(
                    "The table has so many rows that its helper columns hold values: they "
                    "follow neither the period nor the filters."
                ),
                Look.NOTE,
            )
        row += 2
    return row - 1


def _dating(table: str) -> Dating | None:
    """What puts the rows of a table into a period; None where they have no date."""
    known: dict[str, Dating] = {"leads": BY_CREATED, "costs": BY_EXPENSE}
    dates = BY_ID[table].dates
    return known.get(table) or (OnDay(Stored(table, dates[0])) if dates else None)


def _undated(page: Page, table: str, dating: Dating) -> list[tuple[Message, str, float]]:
    """Rows without a date, which count only when no period is set."""
    day = dating.day if isinstance(dating, OnDay) else dating.first
    if not is_measured(day, page.review.state.dataset):
        return []
    data = page.review.sheets[table]
    days, counted = data.value_column(day), data.counted_column(dating, Side.NOW)
    missing = float(np.count_nonzero(np.isnan(numbers_of(days))))
    return [
        (
            msg("rows without a date: they count only when no period is set"),
            f"COUNT({counted.name})-COUNT({days.name})",
            missing,
        )
    ]


# -- figures as they were exported ----------------------------------------------------------------------------------


def _exported(page: Page, row: int) -> int:
    review = page.review
    page.header(row, [msg("Figures as exported"), msg("Exported"), msg("Now")])
    page.text(row, 4, msg("Verdict"), Look.HEADER)
    for figure in review.report.told:
        row += 1
        kpi, measure = figure.kpi, figure.measure
        look = unit_look(kpi.unit, measure.value)
        page.text(row, 1, kpi.label, Look.LABEL)
        if measure.value is None:
            page.text(row, 2, NO_VALUE, look)
        else:
            page.number(row, 2, measure.value, look)
        page.formula(row, 3, f"kpi_{kpi.id}", measure.value, look)
        same, other, inputs = (
            review.words(words) for words in (msg("as exported"), msg("data changed"), msg("inputs changed"))
        )
        left, right = page.at(row, 2), page.at(row, 3)
        equal = (
            f"IF(COUNT({left},{right})=2,ABS({left}-{right})<={CLOSE}*MAX(1,ABS({left}),ABS({right})),{left}={right})"
        )
        formula = f"IF({INPUTS_CHANGED}=1,{quoted(inputs)},IF({equal},{quoted(same)},{quoted(other)}))"
        page.formula(row, 4, formula, same, Look.VERDICT)
        page.coloured_when(page.at(row, 4, absolute=False), f"{page.at(row, 4)}={quoted(same)}", GOOD)
    return row + 1


# -- the inputs as formulas read them -------------------------------------------------------------------------------


def _inputs(page: Page, row: int) -> int:
    review = page.review
    page.header(row, [msg("Inputs as the formulas read them"), msg("Now"), msg("Exported")])
    page.text(row, 4, "", Look.HEADER)
    changed, filtered = list[str](), list[str]()
    for side in review.sides:
        period = review.seen(side).period
        words = msg("period") if side is Side.NOW else msg("period before")
        for end, name, day in (("low", "from", period.start), ("high", "to", period.end)):
            row += 1
            label = (
                msg("{period}: first day", period=words) if end == "low" else msg("{period}: last day", period=words)
            )
            page.text(row, 1, label, Look.LABEL)
            open_ = EARLIEST if end == "low" else LATEST
            formula = f"IF(ISNUMBER({side}_{name}),INT({side}_{name}),{open_})"
            page.formula(row, 2, formula, float(_serial(day, open_)), Look.HELPER)
            page.define(f"{side}_{end}", row, 2)
            page.number(row, 3, _serial(day, open_), Look.HELPER)
            changed.append(f"{page.at(row, 2)}<>{page.at(row, 3)}")
        row += 1
        page.text(row, 1, msg("{period}: is set", period=words), Look.LABEL)
        page.formula(row, 2, f"IF(COUNT({side}_from,{side}_to)=0,0,1)", float(period.is_set), Look.HELPER)
        page.define(f"{side}_set", row, 2)
    for name in review.filters:
        row += 1
        flags = review.flags_name(name)
        page.text(row, 1, msg("filter by {dimension}: is set", dimension=label_of(name)), Look.LABEL)
        formula = f"IF(COUNTIF({flags},1)<ROWS({flags}),1,0)"
        page.formula(row, 2, formula, float(not review.flags(name).all()), Look.HELPER)
        page.define(f"{flags}_is_set", row, 2)
        filtered.append(f"SUMPRODUCT(--({flags}<>{flags}_exported))>0")
    for name, tests, words in (
        (FILTERS_CHANGED, filtered, msg("Filters differ from what was exported")),
        (INPUTS_CHANGED, [*changed, *filtered], msg("Period or filters differ from what was exported")),
    ):
        row += 1
        page.text(row, 1, words, Look.STRONG)
        page.formula(row, 2, f"IF(OR({','.join(tests or ['FALSE'])}),1,0)", 0.0, Look.HELPER)
        page.define(name, row, 2)
    return row


def _serial(day: dt.date | None, otherwise: int) -> int:
    return otherwise if day is None else day_number(day) + DAY_ZERO


SHEET: Final = Sheet(msg("Checks"), write, "8A8F98")
