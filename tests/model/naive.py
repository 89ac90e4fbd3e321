"""A naive interpreter of expressions: one row after the other, with Python values only.

It is written from what the classes of rowcolumn and expression promise, shares no line with the numpy interpreter, and
judges it. None is missing throughout; a stage is its number, -1 where nothing is known.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from leaddesk.model.expression import (
    Aggregate,
    Arithmetic,
    Constant,
    Count,
    Dating,
    Expression,
    OnDay,
    Op,
    Operator,
    Quantile,
    Sum,
    Where,
)
from leaddesk.model.period import Period
from leaddesk.model.rowcolumn import (
    BelowZero,
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
    Repeated,
    RowColumn,
    StageOf,
    Stored,
)
from leaddesk.model.settings import Settings
from leaddesk.model.tables import BY_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

Row: TypeAlias = dict[str, Any]

STAGES = ["new", "contacted", "qualified", "quote", "negotiation", "won", "lost", "invalid"]
DATED = {1: ["contacted", "responded"], 2: ["qualified"], 3: ["quoted"]}
DAY = dt.timedelta(days=1)


class UnsureError(Exception):
    """A divisor so close to zero, or a part so close to its whole, that rounding decides: no judgement."""


@dataclass(frozen=True)
class Figure:
    """A value and how large the numbers were that it was made of."""

    value: float
    size: float


@dataclass
class OrderRow:
    """A row of an order book: ``day``, ``customer`` None where unknown; those of its neighbours are filled in."""

    place: int
    number: str | None
    customer: str | None
    day: dt.date | None
    is_refund: bool
    repeats: bool
    is_ahead: bool
    is_undated: bool = False

    @property
    def on(self) -> dt.date:
        return self.day or dt.date.min


def grouped(rows: list[OrderRow]) -> list[list[int]]:
    """Which rows are one order: one number, one customer, neighbours by day no more than thirty days apart."""
    found = [[row.place] for row in rows if (row.number is None or row.is_refund) and not row.repeats]
    for number in {row.number for row in rows} - {None}:
        theirs = [row for row in rows if row.number == number]
        days = [row.day for row in theirs]
        for place, row in enumerate(theirs):
            if row.day is None:
                row.is_undated = True
                row.day = nearest(days, place)
        spells = [list(spell) for spell in spells_of(sorted(theirs, key=lambda row: (row.on, row.is_undated)))]
        for spell in spells:
            customers = [row.customer for row in spell]
            for place, row in enumerate(spell):
                row.customer = row.customer or nearest(customers, place)
        lines = [row for row in theirs if not row.is_refund]
        for key in {(row.customer, row.is_ahead) for row in lines}:
            some = [row for row in lines if (row.customer, row.is_ahead) == key]
            for spell in spells_of(sorted(some, key=lambda row: (row.on, row.is_undated, row.repeats))):
                said = [row.place for row in spell if not row.repeats]
                found += [said] if said else []
    return found


def nearest(values: list[Any], place: int) -> Any:
    """The nearest known value above a place, or else below it."""
    known = [value for value in [*values[:place][::-1], *values[place + 1 :]] if value is not None]
    return known[0] if known else None


def spells_of(rows: list[OrderRow]) -> list[list[OrderRow]]:
    spells: list[list[OrderRow]] = []
    for row in rows:
        if spells and (row.on - spells[-1][-1].on).days <= 30:
            spells[-1].append(row)
        else:
            spells.append([row])
    return spells


@dataclass
class Naive:
    """The tables as dicts of columns, seen through a period and filters."""

    tables: Mapping[str, Mapping[str, list[Any]]]
    settings: Settings = field(default_factory=Settings)
    period: Period = field(default_factory=Period)
    filters: Mapping[str, frozenset[str | None]] = field(default_factory=dict)
    seen: dict[str, list[Row]] = field(default_factory=dict)
    together: list[list[int]] | None = None

    def rows(self, table: str) -> list[Row]:
        if table not in self.seen:
            columns = self.tables[table]
            size = len(next(iter(columns.values())))
            self.seen[table] = [{name: values[index] for name, values in columns.items()} for index in range(size)]
        return self.seen[table]

    # -- the first layer: row columns ---------------------------------------------------------------------------------

    def value(self, column: RowColumn, index: int) -> Any:
        """What a row column holds for one row."""
        row = self.rows(column.table)[index]
        if isinstance(column, Stored):
            return self.stored(column, row)
        if isinstance(column, FirstOfKind | Repeated | BelowZero):
            return self.marked(column, row, index)
        if isinstance(column, FirstLine | OrderAmount):
            return self.of_order(column, index)
        if isinstance(column, StageOf):
            return self.stage(row)
        if isinstance(column, Depth):
            return self.depth(row)
        if isinstance(column, OutcomeDay):
            return self.outcome_day(column, row)
        if isinstance(column, FirstKnown):
            return next((moment(row[name]) for name in column.columns if self.has_come(row.get(name))), None)
        if isinstance(column, DaysBetween):
            return self.days_between(self.value(column.start, index), self.value(column.end, index))
        if isinstance(column, OpeningTime):
            return self.opening(self.value(column.start, index), self.value(column.end, index))
        return self.looked_up(column, row) if isinstance(column, Lookup) else self.gathered(column, index)

    def has_come(self, value: str | None) -> bool:
        """Whether a moment is known and not after the day of the files."""
        return value is not None and moment(value).date() <= (self.settings.until or dt.date.max)

    def days_between(self, start: dt.date | None, end: dt.date | None) -> int | None:
        if start is None or end is None or end < start or end > (self.settings.until or dt.date.max):
            return None
        return (end - start).days

    def stored(self, column: Stored, row: Row) -> Any:
        value = row[column.column]
        if value is not None and BY_ID[column.table].column(column.column).kind.value == "moment":
            return moment(value).date()
        return value

    def marked(self, column: FirstOfKind | Repeated | BelowZero, row: Row, index: int) -> int:
        mine = row.get(column.column)
        if isinstance(column, BelowZero):
            return 1 if mine is not None and mine < 0 else 0
        if isinstance(column, Repeated):
            return self.repeated(column, index)
        earlier = [other.get(column.column) for other in self.rows(column.table)[:index]]
        return 1 if mine is None or mine not in earlier else 0

    def repeated(self, column: Repeated, index: int) -> int:
        rows = self.rows(column.table)[: index + 1]
        names = [name for name in (column.column, *column.beside) if name in rows[index]]
        said = [[self.stored(Stored(column.table, name), row) for name in names] for row in rows]
        return 1 if rows[index].get(column.column) is not None and said[index] in said[:index] else 0

    def of_order(self, column: FirstLine | OrderAmount, index: int) -> float | None:
        rows = next((order for order in self.orders() if order[0] == index), [])
        if isinstance(column, FirstLine):
            return 1 if rows else 0
        known = [amount for place in rows if (amount := self.rows("orders")[place].get("amount")) is not None]
        return math.fsum(known) if known else None

    def orders(self) -> list[list[int]]:
        """The positions of the rows of each order, its first row first; a row of money back stands alone."""
        if self.together is None:
            self.together = grouped([self.order_row(index) for index in range(len(self.rows("orders")))])
        return self.together

    def order_row(self, index: int) -> OrderRow:
        row = self.rows("orders")[index]
        amount, date = row.get("amount"), row.get("date")
        repeats = self.repeated(Repeated("orders", "id", ("customer", "date", "amount")), index) == 1
        is_ahead = date is not None and not self.has_come(date)
        return OrderRow(
            index, row.get("id"), row.get("customer"), None if date is None else moment(date).date(),
            amount is not None and amount < 0, repeats, is_ahead,
        )  # fmt: skip

    def stage(self, row: Row) -> int:
        if row.get("stage") in STAGES:
            return STAGES.index(row["stage"])
        stage = self.told(row)
        for outcome, so_far in (("won", "negotiation"), ("lost", None)):
            if stage == STAGES.index(outcome) and row.get(outcome) is not None and not self.has_come(row[outcome]):
                stage = -1 if so_far is None else STAGES.index(so_far)
        if stage < STAGES.index("won"):
            for outcome in ("won", "lost"):
                if self.has_come(row.get(outcome)):
                    return STAGES.index(outcome)
        return stage

    def word(self, row: Row, column: str) -> int:
        found = None if row.get(column) is None else self.settings.stage_map.stage(row[column])
        return -1 if found is None else int(found)

    def told(self, row: Row) -> int:
        """By its status; where that decides nothing, how far the stage of the sale is."""
        status, pipeline = self.word(row, "status"), self.word(row, "pipeline")
        if status >= STAGES.index("won"):
            return status
        if row.get("status") in ("Open", "Ouverte"):
            pipeline = {5: 4, 6: -1, 7: -1}.get(pipeline, pipeline)
        return max(status, pipeline)

    def depth(self, row: Row) -> int:
        stage = self.stage(row)
        shown = [step for step, names in DATED.items() if any(self.has_come(row.get(name)) for name in names)]
        if 0 <= stage <= STAGES.index("won"):
            shown.append(stage)
        if 0 <= self.word(row, "pipeline") <= STAGES.index("won"):
            shown.append(min(self.word(row, "pipeline"), STAGES.index("negotiation")))
        is_off_the_ladder = stage in (STAGES.index("lost"), STAGES.index("invalid"))
        return max(shown, default=-1 if is_off_the_ladder else 0)

    def outcome_day(self, column: OutcomeDay, row: Row) -> dt.date | None:
        for outcome, names in zip(column.outcomes, column.columns, strict=True):
            if self.stage(row) == outcome:
                holds = row.get("stage") in STAGES  # what a person set, of later than the files if need be
                known = [
                    row[name] for name in names if row.get(name) is not None and (holds or self.has_come(row[name]))
                ]
                return moment(known[0]).date() if known else None
        return None

    def opening(self, start: dt.datetime | None, end: dt.datetime | None) -> float | None:
        if start is None or end is None or end.date() < start.date():
            return None
        if end.time() == dt.time():  # a day without a time: up to its close
            end += DAY
        if end < start:
            return None
        opening, total, day = self.settings.opening, dt.timedelta(), start.date()
        closed = set(opening.closed_days(start.year, end.year))
        while dt.datetime.combine(day, dt.time()) < end:
            if opening.days[day.weekday()] and day not in closed:
                midnight = dt.datetime.combine(day, dt.time())
                begins = max(start, midnight + dt.timedelta(hours=opening.opens))
                ends = min(end, midnight + dt.timedelta(hours=opening.closes))
                total += max(ends - begins, dt.timedelta())
            day += DAY
        return total.total_seconds() / 3600

    def looked_up(self, column: Lookup, row: Row) -> Any:
        parent = self.parent(column.table, column.key, column.parent.table, row)
        if parent is not None:
            return self.value(column.parent, parent)
        return (
            -1 if isinstance(column.parent, StageOf | Depth | FirstOfKind | FirstLine | Repeated | BelowZero) else None
        )

    def parent(self, child: str, key: str, parent: str, row: Row) -> int | None:
        """The first row of the parent table that carries what the child row names."""
        name = next(r.parent for r in BY_ID[child].relations if (r.column, r.to) == (key, parent))
        named = row[key]
        rows = self.rows(parent)
        return next((i for i, other in enumerate(rows) if named is not None and other[name] == named), None)

    def gathered(self, column: Children, index: int) -> float | dt.date | None:
        children = [
            place
            for place, row in enumerate(self.rows(column.child))
            if self.parent(column.child, column.key, column.table, row) == index
            and not self.is_ahead(column.child, row)
        ]
        if column.how is Gather.COUNT or column.value is None:
            return len(children)
        values = [self.value(column.value, place) for place in children]
        known = [value for value in values if value is not None]
        if column.how is Gather.SUM:
            return math.fsum(known)
        if not known:
            return None
        found: float | dt.date = min(known) if column.how is Gather.FIRST else max(known)
        return found

    # -- the second layer: aggregates of one table --------------------------------------------------------------------

    def is_ahead(self, table: str, row: Row) -> bool:
        """Whether a row that is no plan is dated after the day of the files."""
        if table in ("costs", "operations", "objectives"):
            return False
        value = row.get(BY_ID[table].dates[0])
        return value is not None and not self.has_come(value)

    def weight(self, dating: Dating, index: int) -> float:
        """How much of a row lies in the period: 0 is out, and so is what is still to come."""
        day = dating.day if isinstance(dating, OnDay) else dating.first
        is_own = isinstance(day, Stored) and day.column == BY_ID[day.table].dates[0]
        if is_own and self.is_ahead(day.table, self.rows(day.table)[index]):
            return 0
        start, end = self.period.start or dt.date.min, self.period.end or dt.date.max
        if not self.period.is_set:
            return 1
        if isinstance(dating, OnDay):
            day = self.value(dating.day, index)
            return 1 if day is not None and start <= day <= end else 0
        first = self.value(dating.first, index)
        if first is None:
            return 0
        has_end = isinstance(dating.last, Stored) and dating.last.column in self.tables[dating.last.table]
        last = self.value(dating.last, index) if has_end else None
        last = first if last is None or last < first else last
        inside = (min(last, end) - max(first, start)).days + 1
        return float(max(0, inside) / ((last - first).days + 1))

    def fulfils(self, where: Where, index: int) -> bool:
        value = self.value(where.column, index)
        if value is None:
            return False
        if where.op is Op.KNOWN:
            return True
        number = (value - dt.date(1970, 1, 1)).days if isinstance(value, dt.date) else value
        return bool(
            {
                Op.EQUAL: number == where.value,
                Op.NOT_EQUAL: number != where.value,
                Op.AT_LEAST: number >= where.value,
                Op.AT_MOST: number <= where.value,
            }[where.op]
        )

    def chosen(self, aggregate: Aggregate, group: tuple[str, str | None] | None) -> list[tuple[int, float]]:
        """The rows of an aggregate, each with its weight."""
        chosen = []
        for index, row in enumerate(self.rows(aggregate.table)):
            if any(row[name] not in kept for name, kept in self.filters.items()):
                continue
            if group is not None and row[group[0]] != group[1]:
                continue
            weight = self.weight(aggregate.by, index)
            if weight > 0 and all(self.fulfils(where, index) for where in aggregate.where):
                chosen.append((index, weight))
        return chosen

    def aggregate(self, aggregate: Aggregate, group: tuple[str, str | None] | None) -> Figure | None:
        chosen = self.chosen(aggregate, group)
        if isinstance(aggregate, Count):
            return Figure(len(chosen), len(chosen))
        valued = [(self.value(aggregate.value, index), weight) for index, weight in chosen]
        if isinstance(aggregate, Sum):
            times = [1 if aggregate.times is None else self.value(aggregate.times, index) for index, _ in chosen]
            parts = [
                number(value) ** aggregate.power * number(other) * weight
                for (value, weight), other in zip(valued, times, strict=True)
                if value is not None and other is not None
            ]
            if not parts and (chosen or aggregate.unrecorded is not None):
                return None
            return Figure(math.fsum(parts), math.fsum(map(abs, parts)))
        known = [(number(value), weight) for value, weight in valued if value is not None]
        return _quantile(aggregate, sorted(value for value, _ in known))

    # -- the third layer: arithmetic ----------------------------------------------------------------------------------

    def evaluate(self, expression: Expression, group: tuple[str, str | None] | None = None) -> Figure | None:
        """The value of an expression over all rows, or over those of one group (a dimension and its value)."""
        if isinstance(expression, Constant):
            return Figure(expression.value, abs(expression.value))
        if not isinstance(expression, Arithmetic):
            return self.aggregate(expression, group)
        left, right = self.evaluate(expression.left, group), self.evaluate(expression.right, group)
        if left is None or right is None:
            return None
        if expression.operator is Operator.PLUS:
            return Figure(left.value + right.value, left.size + right.size)
        if expression.operator is Operator.MINUS:
            return Figure(left.value - right.value, left.size + right.size)
        if expression.operator is Operator.TIMES:
            return Figure(left.value * right.value, left.size * right.size)
        if right.size > 0 and abs(right.value) <= 1e-9 * right.size and isinstance(expression.right, Arithmetic):
            raise UnsureError
        if right.value <= 0:
            return None
        if expression.is_share:
            gap, is_whole = left.value - right.value, float(left.value).is_integer() and float(right.value).is_integer()
            if not is_whole and min(abs(left.value), abs(gap)) <= 1e-9 * max(left.size, right.size):
                raise UnsureError
            if left.value < 0 or left.value > right.value:
                return None
        size = left.size / abs(right.value) * max(1, right.size / abs(right.value))
        return Figure(left.value / right.value, size)


def known_from_to(days: list[dt.date], earliest: dt.date, as_of: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """From and to which day a table of rows of one day speaks, None where it speaks for all from *earliest* to *as_of*:
    nothing came for longer than its own gaps explain.
    """
    seen = sorted(set(days))
    gaps = sorted((later - day).days for day, later in itertools.pairwise(seen))
    steps = [gap for gap in gaps if gap == 1]
    wide = [gap for gap in gaps if gap > 1]
    if len(wide) >= 8 and wide[-1] > 5 * wide[-2]:
        wide.pop()
    number, total = len(steps) + len(wide), len(steps) + sum(wide)
    if number < 7 or len(seen) < 4:
        return None, None
    longest = wide[-1] if wide else 1
    usual = max(3, 2 * longest)
    if longest > 2 * statistics.median([*steps, *wide]):
        usual = max(usual, int(total * (0.01 ** (-1 / number) - 1)))
    begins = seen[0] if (seen[0] - earliest).days > usual else None
    return begins, seen[-1] if (as_of - seen[-1]).days > usual else None


def moment(value: str) -> dt.datetime:
    return dt.datetime.fromisoformat(value)


def number(value: float | dt.date) -> float:
    return float((value - dt.date(1970, 1, 1)).days if isinstance(value, dt.date) else value)


def _quantile(aggregate: Quantile, ordered: list[float]) -> Figure | None:
    if not ordered:
        return None
    place = aggregate.q * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    value = low + (high - low) * (place - math.floor(place))
    return Figure(value, max(map(abs, ordered)))
