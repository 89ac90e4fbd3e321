"""Expressions of every shape: the Excel formulas against the numpy interpreter, judged by LibreOffice."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import hypothesis
import hypothesis.strategies as st
import openpyxl
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from leaddesk.export import datasheet
from leaddesk.export.datacolumn import Formulas, Numbers
from leaddesk.export.datasheet import LIVE_PAIRS
from leaddesk.export.formulas import DAY_ZERO, Group, Side, aggregate_formula, expression_formula
from leaddesk.export.review import Review
from leaddesk.export.rowformulas import CLOSES, FIRST_ROW, HOLIDAYS, OPENS, STAGE_LIST, WEEKEND
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import (
    Aggregate,
    Arithmetic,
    Constant,
    Count,
    Expression,
    OnDay,
    Op,
    Operator,
    OverDays,
    Quantile,
    Sum,
    Where,
    aggregates,
    share_of,
)
from leaddesk.model.period import day_number
from leaddesk.model.report import Report
from leaddesk.model.rowcolumn import (
    Children,
    DaysBetween,
    Depth,
    FirstKnown,
    FirstLine,
    FirstOfKind,
    Gather,
    Lookup,
    OpeningTime,
    OrderAmount,
    OutcomeDay,
    RowColumn,
    StageOf,
    Stored,
)
from leaddesk.model.stages import LABELS, Stage
from leaddesk.text import NO_VALUE, language, msg
from tests.builders import a_slice
from tests.export.made import a_state
from tests.export.recalculation import Book, Cell, Office, close
from tests.export.records import a_state_of_everything

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CREATED = Stored("leads", "created")
WON = OutcomeDay((5,), (("won", "closed"),))
DECIDED = OutcomeDay((5, 6, 7), (("won", "closed"), ("lost", "closed"), ("closed",)))
HOURS = OpeningTime(FirstKnown("leads", ("created",)), FirstKnown("leads", ("responded", "contacted")))
DAYS: list[RowColumn] = [CREATED, Stored("leads", "won"), WON, DECIDED]
AMOUNTS: list[RowColumn] = [
    Stored("leads", "amount"), Stored("leads", "margin"), HOURS, DaysBetween(CREATED, WON),
    DaysBetween(CREATED, Stored("leads", "qualified")), DaysBetween(Stored("leads", "contacted"), DECIDED),
]  # fmt: skip
CODES: list[RowColumn] = [
    StageOf(), Depth(), FirstOfKind("leads", "id"), FirstOfKind("leads", "campaign"), Stored("leads", "channel"),
    Stored("leads", "id"),
]  # fmt: skip
BY_EXPENSE = OverDays(Stored("costs", "date"), Stored("costs", "until"))
NAME = msg("figure")

on_day = st.sampled_from(DAYS).map(OnDay)
lead_wheres = st.lists(
    st.one_of(
        st.builds(Where, st.sampled_from([*CODES, *AMOUNTS]), st.sampled_from(list(Op)), st.integers(-1, 9)),
        st.builds(Where, st.sampled_from(DAYS), st.sampled_from(list(Op)), st.integers(19_900, 20_300)),
    ),
    max_size=3,
).map(tuple)
cost_wheres = st.lists(
    st.builds(
        Where, st.sampled_from([Stored("costs", "amount"), Stored("costs", "channel")]), st.sampled_from(list(Op)),
        st.integers(-1, 200),
    ),
    max_size=2,
).map(tuple)  # fmt: skip
aggregate = st.one_of(
    st.builds(Count, st.just("leads"), st.just(NAME), on_day, lead_wheres),
    st.builds(Count, st.just("costs"), st.just(NAME), st.just(BY_EXPENSE), cost_wheres),
    st.builds(Sum, st.sampled_from(AMOUNTS), st.just(NAME), on_day, lead_wheres, power=st.sampled_from([1, 2])),
    st.builds(
        Sum, st.just(Stored("costs", "amount")), st.just(NAME), st.just(BY_EXPENSE), cost_wheres,
        power=st.sampled_from([1, 2]),
    ),
    st.builds(
        Quantile, st.sampled_from(AMOUNTS), st.sampled_from([0.0, 0.25, 0.5, 0.9]), st.just(NAME), on_day, lead_wheres
    ),
)  # fmt: skip
expression: st.SearchStrategy[Expression] = st.recursive(
    st.one_of(aggregate, st.integers(-3, 3).map(lambda number: Constant(float(number)))),
    lambda inner: st.builds(Arithmetic, inner, st.sampled_from(list(Operator)), inner),
    max_leaves=4,
)


def _drawn() -> list[Expression]:
    """A hundred and fifty expressions that hypothesis comes up with."""
    found: list[Expression] = []

    @hypothesis.settings(max_examples=150, database=None)
    @hypothesis.given(expression)
    def collect(drawn: Expression) -> None:
        found.append(drawn)

    collect()
    return found + [share_of(one, other) for one, other in zip(found[:40], found[40:80], strict=True)]


class Sheets:
    """The data sheets of a review and, on a sheet of their own, cells for aggregates and expressions."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.book = openpyxl.Workbook()
        self.page = self.book.worksheets[0]
        self.row = 0
        self.places: dict[Aggregate, str] = {}
        review.open_sheets({table: table for table in review.state.dataset.frames})

    def put(self, text: str, is_array: bool = False) -> str:
        """Write a formula into the next cell; gives the address."""
        self.row += 1
        cell = self.page.cell(self.row, 1)
        cell.value = ArrayFormula(cell.coordinate, f"={text}") if is_array else f"={text}"
        return f"$A${self.row}"

    def cell(self, of: Aggregate) -> str:
        """The cell of an aggregate, written when it is first asked for."""
        if of not in self.places:
            formula = aggregate_formula(of, self.review, Side.NOW)
            self.places[of] = self.put(formula.text, formula.is_array)
        return self.places[of]

    def value(self, drawn: Expression) -> str:
        """The cell of an expression."""
        for part in aggregates(drawn):
            self.cell(part)
        return self.put(expression_formula(drawn, self.cell).text)

    def inputs(self) -> None:
        """The cells that row formulas look at: the period, the filters, the stages, the opening hours."""
        review, sheet = self.review, self.book.create_sheet("Inputs")
        period, opening = review.slice.period, review.state.settings.opening
        assert period.start is not None
        assert period.end is not None
        columns: dict[str, list[float | str]] = {
            "period_low": [day_number(period.start) + DAY_ZERO], "period_high": [day_number(period.end) + DAY_ZERO],
            "period_set": [1], STAGE_LIST: [review.words(LABELS[stage]) for stage in Stage],
            WEEKEND: ["".join("01"[not day] for day in opening.days)], OPENS: [opening.opens], CLOSES: [opening.closes],
            HOLIDAYS: [day_number(day) + DAY_ZERO for day in opening.closed_days(2024, 2026)],
        }  # fmt: skip
        columns |= {review.flags_name(name): [int(flag) for flag in review.flags(name)] for name in review.filters}
        for index, (name, cells) in enumerate(columns.items(), 1):
            for row, content in enumerate(cells, 1):
                sheet.cell(row, index, content)
            letter = sheet.cell(1, index).column_letter
            end = f":${letter}${len(cells)}" if len(cells) > 1 else ""
            self.book.defined_names[name] = DefinedName(name, attr_text=f"Inputs!${letter}$1{end}")

    def save(self, path: Path) -> None:
        """The workbook, row formulas and all, without a single result in it."""
        self.inputs()
        for data in self.review.sheets.values():
            sheet = self.book.create_sheet(data.title)
            for index, column in enumerate(data.columns, 1):
                for place in range(len(data.frame)):
                    cell = sheet.cell(place + FIRST_ROW, index)
                    if isinstance(column.content, Formulas):
                        cell.value = "=" + column.content.template.replace("{row}", str(cell.row))
                    elif (
                        isinstance(column.content, Numbers)
                        and column.content.values[place] == column.content.values[place]
                    ):
                        cell.value = column.content.values[place]
        for name, where in self.review.names.items():
            self.book.defined_names[name] = DefinedName(name, attr_text=where)
        self.book.save(path)


def _wanted(evaluator: Evaluator, drawn: Expression) -> Cell:
    found = float(evaluator.evaluate(drawn).values[0])
    return NO_VALUE if math.isnan(found) else found


def _operand(evaluator: Evaluator, drawn: Expression) -> float:
    """The largest number that the arithmetic meets: a difference is as sure as that one's last digits."""
    parts = [drawn]
    for part in parts:
        if isinstance(part, Arithmetic):
            parts += [part.left, part.right]
    sizes = [
        abs(found) for part in parts for found in [float(evaluator.evaluate(part).values[0])] if not math.isnan(found)
    ]
    return max(sizes, default=0.0)


def test_drawn_expressions_mean_the_same_in_both(office: Office, tmp_path: Path) -> None:
    data = a_slice(
        a_state(seed=5, rows=120, expenses=40), "2024-06-10", "2025-05-20", channel=["google", "<x", "*", None]
    )
    sheets, drawn = Sheets(Review(Report(data), language("en"))), _drawn()
    assert {type(part) for one in drawn for part in aggregates(one)} == {Count, Sum, Quantile}
    places = [sheets.value(one).replace("$", "") for one in drawn]
    by = sheets.review.dimension("channel")
    counted = Count("leads", NAME, OnDay(CREATED), (Where(Depth(), Op.AT_LEAST, 2),))
    summed = Sum(Stored("costs", "amount"), NAME, BY_EXPENSE, power=2)
    middle = Quantile(HOURS, 0.5, NAME, OnDay(CREATED))
    grouped = []
    for part in (counted, summed, middle):
        keys = sheets.review.sheets[part.table].key_column("channel").name
        for key in range(len(by.keys)):
            formula = aggregate_formula(part, sheets.review, Side.NOW, Group(keys, str(key + 1)))
            grouped.append((part, key, sheets.put(formula.text, formula.is_array).replace("$", "")))
    sheets.save(tmp_path / "drawn.xlsx")
    [found] = office.recalculated(tmp_path / "drawn.xlsx")
    evaluator = Evaluator(data)
    wrong = [
        (one, wanted, shown)
        for one, place in zip(drawn, places, strict=True)
        for wanted, shown in [(_wanted(evaluator, one), found.cells.get(("Sheet", place), ""))]
        if not close(wanted, shown, _operand(evaluator, one))
    ]
    assert wrong == []
    for part, key, place in grouped:
        value = float(evaluator.aggregate(part, by)[key])
        assert close(NO_VALUE if math.isnan(value) else value, found.cells["Sheet", place]), (part, by.keys[key])


def _across() -> list[Aggregate]:
    """Counts, sums and medians that look from one table into another, and those of the tables beside the leads."""

    def above(column: RowColumn) -> Lookup:
        return Lookup("orders", "customer", column)

    def below(how: Gather, value: RowColumn | None = None) -> Children:
        return Children("leads", "orders", "customer", how, value)

    ordered = OnDay(Stored("orders", "date"))
    amount = Stored("orders", "amount")
    first, last = below(Gather.FIRST, ordered.day), below(Gather.LAST, ordered.day)
    answered = OpeningTime(FirstKnown("service", ("opened",)), FirstKnown("service", ("answered",)))
    asked = OnDay(Stored("service", "opened"))
    conditions = [
        Where(above(StageOf()), Op.EQUAL, 5), Where(above(Stored("leads", "amount")), Op.AT_LEAST, 300),
        Where(above(WON), Op.AT_LEAST, 20_050), Where(above(StageOf()), Op.NOT_EQUAL, 5),
        Where(above(Stored("leads", "channel")), Op.EQUAL, -1),
    ]  # fmt: skip
    of_leads = [
        Where(below(Gather.COUNT), Op.AT_LEAST, 2), Where(below(Gather.SUM, amount), Op.AT_LEAST, 60),
        Where(below(Gather.COUNT), Op.EQUAL, 0), Where(first, Op.AT_MOST, 20_100), Where(last, Op.KNOWN),
    ]  # fmt: skip
    return [
        *(Sum(OrderAmount(), NAME, ordered, where) for where in ((), (Where(FirstLine(), Op.EQUAL, 1),))),
        Count("orders", NAME, ordered, (Where(OrderAmount(), Op.AT_LEAST, 60),)),
        *(Count("orders", NAME, ordered, (where,)) for where in conditions),
        *(Sum(amount, NAME, ordered, (where,)) for where in conditions),
        Count("orders", NAME, OnDay(above(CREATED))),
        Sum(above(Stored("leads", "amount")), NAME, ordered),
        Quantile(DaysBetween(above(CREATED), ordered.day), 0.5, NAME, ordered),
        Quantile(above(HOURS), 0.9, NAME, ordered),
        *(Count("leads", NAME, OnDay(CREATED), (where,)) for where in of_leads),
        Count("leads", NAME, OnDay(first)),
        Sum(below(Gather.SUM, amount), NAME, OnDay(CREATED)),
        Sum(below(Gather.COUNT), NAME, OnDay(CREATED), power=2),
        Sum(below(Gather.SUM, above(Stored("leads", "margin"))), NAME, OnDay(CREATED)),
        Quantile(DaysBetween(CREATED, first), 0.5, NAME, OnDay(CREATED)),
        Quantile(answered, 0.5, NAME, asked),
        Sum(Stored("web", "sessions"), NAME, OnDay(Stored("web", "date"))),
        Sum(Stored("emails", "opened"), NAME, OnDay(Stored("emails", "date"))),
        Count(
            "surveys",
            NAME,
            OnDay(Stored("surveys", "date")),
            (Where(Stored("surveys", "satisfaction"), Op.AT_LEAST, 4),),
        ),
        Sum(
            Stored("operations", "participants"),
            NAME,
            OverDays(Stored("operations", "start"), Stored("operations", "end")),
        ),
    ]


def test_tables_that_look_into_one_another_mean_the_same_in_both(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By formulas, and where these would look at too many rows."""
    data, drawn, places = a_slice(a_state_of_everything(), "2024-05-10", "2025-06-20"), _across(), []
    for limit in (LIVE_PAIRS, 10):
        monkeypatch.setattr(datasheet, "LIVE_PAIRS", limit)
        sheets = Sheets(Review(Report(data), language("en")))
        places.append([sheets.value(one).replace("$", "") for one in drawn])
        contents = [column.content for column in sheets.review.sheets["leads"].columns]
        templates = [content.template for content in contents if isinstance(content, Formulas)]
        assert any("COUNTIF(" in template for template in templates) is (limit == LIVE_PAIRS)
        sheets.save(tmp_path / f"across{len(places)}.xlsx")
    evaluator = Evaluator(data)
    wanted = [_wanted(evaluator, one) for one in drawn]
    books = office.recalculated(tmp_path / "across1.xlsx", tmp_path / "across2.xlsx")
    for found, where in zip(books, places, strict=True):
        shown = [found.cells.get(("Sheet", place), "") for place in where]
        both = zip(drawn, wanted, shown, strict=True)
        assert [(one, *pair) for one, *pair in both if not close(pair[0], pair[1], 1.0)] == []
    assert all(isinstance(value, float) and value > 0 for value in wanted), "each has something to count"


def test_what_is_still_to_come_is_left_out_by_both(office: Office, tmp_path: Path) -> None:
    whole = a_state_of_everything()
    early = replace(whole, dataset=replace(whole.dataset, as_of=dt.date(2025, 2, 1)))
    data = a_slice(early, "2024-05-10", "2025-06-20")
    won = (Where(StageOf(), Op.EQUAL, 5),)
    drawn: list[Aggregate] = [
        *_across(), *(Count("leads", NAME, OnDay(CREATED), (Where(StageOf(), Op.EQUAL, code),)) for code in range(8)),
        *(Count("leads", NAME, OnDay(CREATED), (Where(Depth(), Op.EQUAL, code),)) for code in range(-1, 6)),
        *(Count("leads", NAME, OnDay(day), won) for day in (WON, DECIDED, CREATED)),
        Count("orders", NAME, OnDay(Stored("orders", "date"))),
        *(Sum(amount, NAME, OnDay(CREATED)) for amount in AMOUNTS), Quantile(HOURS, 0.5, NAME, OnDay(CREATED)),
    ]  # fmt: skip
    sheets = Sheets(Review(Report(data), language("en")))
    places = [sheets.value(one).replace("$", "") for one in drawn]
    sheets.save(tmp_path / "ahead.xlsx")
    [found] = office.recalculated(tmp_path / "ahead.xlsx")
    evaluator, later = Evaluator(data), Evaluator(a_slice(whole, "2024-05-10", "2025-06-20"))
    wanted = [_wanted(evaluator, one) for one in drawn]
    shown = [found.cells.get(("Sheet", place), "") for place in places]
    wrong = [(one, *pair) for one, *pair in zip(drawn, wanted, shown, strict=True) if not close(pair[0], pair[1], 1.0)]
    assert wrong == []
    assert wanted != [_wanted(later, one) for one in drawn], "some of it lies ahead"


def test_the_book_reader_sees_errors(tmp_path: Path) -> None:
    """An error value is a text to the proofs, never a number that happens to be close."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"].value = "#DIV/0!"
    book.save(tmp_path / "errors.xlsx")
    assert Book(tmp_path / "errors.xlsx").cells["Sheet", "A1"] == "#DIV/0!"
