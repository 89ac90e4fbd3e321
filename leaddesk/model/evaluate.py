"""The numpy interpreter of expressions: one figure, or one a group of a dimension.

Conditions are not looked up row by row for each figure. All conditions of a table together sort its rows into a few
classes ("won, first of its kind, valid"); a slice is one histogram over (group, class), and each count a sum over it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from leaddesk.model import preparing
from leaddesk.model.conditions import Conditions, fulfilled, is_all_measured, sources
from leaddesk.model.dataset import MISSING_DAY, Dataset, Prepared
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
    aggregates,
    below_zero,
    beyond_whole,
    known,
    no_divisor,
    no_value,
)
from leaddesk.model.lacking import lacking_column, lacking_table
from leaddesk.model.leads_table import label_of
from leaddesk.model.once import Once
from leaddesk.model.partition import compact, partition
from leaddesk.model.result import NOTHING, Reasons, Result
from leaddesk.model.rows import is_measured, values
from leaddesk.model.sample import LARGE, Ranked, Ranking, Sample, Values, quantile, ranking
from leaddesk.model.slice import Dimension, Slice, is_recorded
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from leaddesk.model.daycounts import DayCounts
    from leaddesk.model.partition import Partition
    from leaddesk.model.rowcolumn import RowColumn
    from leaddesk.model.settings import Settings

Floats: TypeAlias = npt.NDArray[np.float64]
_FEW: Final = 4
"""Conditions that a quarter of the rows or fewer fulfil are kept as positions."""


@dataclass(eq=False)
class Evaluator:
    """Evaluates expressions over one slice; what several share (row selections, histograms) is made once.

    ``plan``: the conditions of each table that will be asked for, so that they share one histogram.
    """

    slice: Slice
    plan: dict[str, tuple[Conditions, ...]] = field(default_factory=dict)
    _made: Once = field(default_factory=Once, repr=False)

    @property
    def dataset(self) -> Dataset:
        """The data of the slice."""
        return self.slice.dataset

    @property
    def settings(self) -> Settings:
        """The settings of the slice's State."""
        return self.slice.state.settings

    def once(self, key: object, make: Callable[[], Prepared]) -> Prepared:
        """What *make* gives, made once for this slice and kept under *key*."""
        return self._made.once(key, make)

    def unmeasured(self, aggregate: Aggregate, by: Dimension | None = None) -> Message | None:
        """Why an aggregate cannot be had from this dataset, cut and filtered like this; None when it can."""
        data = self.slice
        key = ("unmeasured", aggregate, None if by is None else by.id, data.period.is_set, data.filters.names)
        return data.dataset.once(key, lambda: self._unmeasured(aggregate, by))

    def _unmeasured(self, aggregate: Aggregate, by: Dimension | None) -> Message | None:
        if aggregate.table not in self.dataset:
            return lacking_table(aggregate.table)
        columns: list[RowColumn] = [where.column for where in aggregate.where]
        if not isinstance(aggregate, Count):
            columns.append(aggregate.value)
        if isinstance(aggregate, Sum) and aggregate.times is not None:
            columns.append(aggregate.times)
        if self.slice.period.is_set:
            columns.append(aggregate.by.day if isinstance(aggregate.by, OnDay) else aggregate.by.first)
        for column in columns:
            if not is_measured(column, self.dataset):
                return lacking_column(column, self.dataset)
        dimension = self.slice.lacking(aggregate.table)
        if dimension is None and by is not None and not is_recorded(self.dataset, aggregate.table, by.id):
            dimension = by.id
        if dimension is None:
            return None
        label = label_of(dimension)
        return msg("“{what}” is not recorded by {dimension}", what=aggregate.label, dimension=label)

    def evaluate(self, expression: Expression, by: Dimension | None = None) -> Result:
        """The value of an expression, ``float64[1]``, or one a group of the dimension."""
        key = ("result", expression, None if by is None else (by.id, by.keys))
        return self.once(key, lambda: self._result(expression, by))

    def _result(self, expression: Expression, by: Dimension | None) -> Result:
        for aggregate in aggregates(expression):
            reason = self.unmeasured(aggregate, by)
            if reason is not None:
                groups = 1 if by is None else len(by.keys)
                return Result(np.full(groups, np.nan), reason)
        return self._evaluated(expression, by)

    def _evaluated(self, expression: Expression, by: Dimension | None) -> Result:
        if isinstance(expression, Constant):
            return Result(np.full(1 if by is None else len(by.keys), float(expression.value)))
        if not isinstance(expression, Arithmetic):
            found = self.aggregate(expression, by)
            gaps = np.isnan(found)
            return Result(found, reasons=((gaps, no_value(expression) or NOTHING),) if gaps.any() else ())
        left, right = self._evaluated(expression.left, by), self._evaluated(expression.right, by)
        reasons = (*left.reasons, *right.reasons)
        if expression.operator is Operator.DIVIDED:
            return self._divided(expression, left, right, reasons)
        return Result(OPERATIONS[expression.operator](left.values, right.values), reasons=reasons)

    def _divided(self, quotient: Arithmetic, left: Result, right: Result, reasons: Reasons) -> Result:
        fits = right.values > 0
        if not fits.all():
            zero, negative = right.values == 0, right.values < 0
            if zero.any():
                reasons = ((zero, no_divisor(quotient.right) or NOTHING), *reasons)
            if negative.any():
                reasons = (*reasons, (negative, below_zero(quotient.right)))
        if quotient.is_share:
            below, beyond = left.values < 0, left.values > right.values
            if below.any() or beyond.any():
                reasons = (*reasons, *zip((below, beyond), beyond_whole(quotient), strict=True))
                fits &= ~below & ~beyond
        return Result(left.values / np.where(fits, right.values, np.nan), reasons=reasons)

    def aggregate(self, aggregate: Aggregate, by: Dimension | None = None) -> Floats:
        """One value a group: 0 for the count or sum of nothing, NaN for its quantile and for a sum of unknowns."""
        key = (aggregate, None if by is None else (by.id, by.keys))
        return self._made.once(key, lambda: self._aggregate(aggregate, by))

    def _aggregate(self, aggregate: Aggregate, by: Dimension | None) -> Floats:
        if isinstance(aggregate, Count):
            return self._count(aggregate, by)
        return self._sum(aggregate, by) if isinstance(aggregate, Sum) else self._quantile(aggregate, by)

    def matching(self, table: str, dating: Dating, where: Conditions) -> npt.NDArray[np.intp]:
        """The positions of the rows that an aggregate over them counts, ascending."""
        if not where:
            return self.slice.rows(table, dating)
        return self._made.once(("matching", table, dating, where), lambda: self._matching(table, dating, where))

    def _matching(self, table: str, dating: Dating, where: Conditions) -> npt.NDArray[np.intp]:
        few = self._few(table, where)
        if few is None:
            inside, mask = self.slice.inside(table, dating), self.fulfilled(table, where)
            return np.flatnonzero(mask if inside is None else mask & inside)
        inside = self._inside(table, dating, where, few)
        return few if inside is None else few[inside]

    def _few(self, table: str, where: Conditions) -> npt.NDArray[np.intp] | None:
        """The positions of the rows that fulfil the conditions, whatever the slice; None when they are many."""
        return self.once(("few", table, where), lambda: self._prepared_few(table, where))

    def _prepared_few(self, table: str, where: Conditions) -> npt.NDArray[np.intp] | None:
        frame = self.dataset[table]
        read, others = sources(where, self.dataset)

        def found() -> npt.NDArray[np.intp] | None:
            mask = self.fulfilled(table, where)
            return None if np.count_nonzero(mask) * _FEW > len(mask) else np.flatnonzero(mask)

        return frame.prepare(("few", where, self.settings), read, found, others)

    def _inside(
        self, table: str, dating: Dating, where: Conditions, few: npt.NDArray[np.intp]
    ) -> npt.NDArray[np.bool_] | None:
        """Which of the few rows that fulfil the conditions are in the slice; None when all are."""
        if not isinstance(dating, OnDay) or not self.slice.period.is_set:
            inside = self.slice.inside(table, dating)
            return None if inside is None else inside[few]
        read, others = sources((*where, Where(dating.day, Op.KNOWN)), self.dataset)
        days = self.dataset[table].prepare(
            ("few days", dating, where, self.settings),
            read,
            lambda: values(dating.day, self.dataset, self.settings)[few],
            others,
        )
        low, high = self.slice.limits(table, dating)
        allowed = self.slice.allowed(table)
        inside = (days >= low) & (days <= high)
        return inside if allowed is None else inside & allowed[few]

    def fulfilled(self, table: str, where: Conditions) -> npt.NDArray[np.bool_]:
        """Which rows of the table fulfil every condition, ``bool[rows]``, whatever the slice."""
        frame = self.dataset[table]
        key = ("where", where, self.settings)
        read, others = sources(where, self.dataset)
        return frame.prepare(key, read, lambda: fulfilled(where, self.dataset, self.settings, len(frame)), others)

    def _count(self, count: Count, by: Dimension | None) -> Floats:
        if count.where in self.plan.get(count.table, ()):
            return self._counts(count.table, count.by, by)[:, self.plan[count.table].index(count.where)]
        return self.histogram(count.table, self.matching(count.table, count.by, count.where), by)

    def _counts(self, table: str, dating: Dating, by: Dimension | None) -> Floats:
        """How many rows of each group fulfil each planned condition, ``float64[groups, conditions]``."""
        key = ("counts", table, dating, None if by is None else (by.id, by.keys))
        return self._made.once(key, lambda: self._counted(table, dating, by))

    def _counted(self, table: str, dating: Dating, by: Dimension | None) -> Floats:
        keys, members = self.classes(table, by)
        groups = 1 if by is None else len(by.keys)
        histogram = self._histogram(table, dating, by, keys, groups * len(members))
        return np.asarray(histogram.reshape(groups, len(members)).astype(np.float64) @ members)

    def _histogram(
        self, table: str, dating: Dating, by: Dimension | None, keys: npt.NDArray[Any], count: int
    ) -> npt.NDArray[np.int64]:
        """How many rows of the slice have each key, ``int64[count]``."""
        prepared = preparing.counts(self, table, dating, by)
        if prepared is not None:
            return preparing.kept(self, self._within(prepared[0], table, dating), prepared[1], by)
        chosen = keys if self.slice.inside(table, dating) is None else keys[self.slice.rows(table, dating)]
        return np.bincount(chosen, minlength=count)

    def _within(self, prepared: DayCounts, table: str, dating: Dating) -> npt.NDArray[np.int64]:
        low, high = self.slice.limits(table, dating)
        if self.slice.period.is_set:
            return prepared.between(low, high)
        return prepared.everything - prepared.between(high + 1, int(np.iinfo(np.int32).max) - 1)

    def partition(self, table: str, by: Dimension | None = None) -> Partition | None:
        """The parts of a table by all that it is filtered and cut by; None where nothing is prepared of them."""
        key = ("partition", table, None if by is None else by.id)
        return self.slice.whole(key, lambda: partition(self.slice, table, by))

    def by_day(self, count: Count) -> tuple[int, npt.NDArray[np.int64], int] | None:
        """The first day of those counted, how many rows each day from there on, and how many without a date.

        None when nothing is prepared of it: then the rows themselves have to be counted.
        """
        planned = self.plan.get(count.table, ())
        if count.where not in planned or not is_measured(count.by.day, self.dataset):  # type: ignore[union-attr]
            return None
        days = self.once(("days", count.table, count.by), lambda: preparing.days(self, count.table, count.by))
        if days is None:
            return None
        first, by_class, undated = days
        member = self.classes(count.table)[1][:, planned.index(count.where)]
        return first, (by_class @ member).astype(np.int64), int(undated @ member)

    def sums_by_day(self, total: Sum) -> tuple[int, Floats] | None:
        """The first day of those summed, and what each day from there on brings; None as for :meth:`by_day`."""
        prepared = preparing.sums(self, total, None)
        if prepared is None:
            return None
        sums, found, scale = prepared
        first, totals = sums.up_to(*self.slice.limits(total.table, total.by))
        return first, np.diff(preparing.kept(self, totals, found, None)[:, 0]) / scale

    def classes(self, table: str, by: Dimension | None = None) -> tuple[npt.NDArray[Any], Floats]:
        """For each row its (group, class) as one number; for each class which conditions it fulfils, as 0 and 1."""
        key = ("classes", table, None if by is None else (by.id, by.keys))
        return self.once(key, lambda: self._prepared_classes(table, by))

    def _prepared_classes(self, table: str, by: Dimension | None) -> tuple[npt.NDArray[Any], Floats]:
        frame = self.dataset[table]
        plan = self.plan[table]
        read, others = sources(tuple(condition for where in plan for condition in where), self.dataset)
        classes, members = frame.prepare(
            ("classes", plan, self.settings), read, lambda: self._sorted_into_classes(table, plan), others
        )
        if by is None:
            return classes, members
        keys = frame.prepare(
            ("keys", plan, self.settings, by.id, by.keys),
            read | {by.id},
            lambda: compact(by.groups(frame).astype(np.intp) * len(members) + classes, len(by.keys) * len(members)),
            others,
        )
        return keys, members

    def _sorted_into_classes(self, table: str, plan: Sequence[Conditions]) -> tuple[npt.NDArray[Any], Floats]:
        signature = np.zeros(len(self.dataset[table]), np.int64)
        known = [is_all_measured(where, self.dataset) for where in plan]
        for bit, where in enumerate(plan):
            if known[bit]:
                signature |= self.fulfilled(table, where).astype(np.int64) << bit
        classes, distinct = pd.factorize(signature)
        members = np.array([[(int(mark) >> bit) & 1 for bit in range(len(plan))] for mark in distinct], np.float64)
        return compact(classes, len(distinct)), members.reshape(len(distinct), len(plan))

    def _sum(self, total: Sum, by: Dimension | None) -> Floats:
        prepared = preparing.sums(self, total, by)
        if prepared is not None:
            sums, found, scale = prepared
            summed = preparing.kept(self, self._within(sums, total.table, total.by), found, by) / scale
            return self._unless_unknown(total, by, summed, self.aggregate(known(total), by))
        key = ("amounts", total.value, total.times, total.by, total.where)
        places, amounts = self.once(key, lambda: self._amounts(total))
        amounts = amounts if total.power == 1 else amounts**total.power
        if total.times is not None:
            amounts = amounts * values(total.times, self.dataset, self.settings)[places]
        share = self.slice.share(total.table, total.by)
        if share is not None:
            amounts = amounts * share[np.searchsorted(self.slice.rows(total.table, total.by), places)]
        summed = self.histogram(total.table, places, by, amounts)
        return self._unless_unknown(total, by, summed, self.histogram(total.table, places, by))

    def _unless_unknown(self, total: Sum, by: Dimension | None, summed: Floats, known: Floats) -> Floats:
        """NaN where none of the rows that are there has a value."""
        if known.all():
            return summed
        if total.unrecorded is not None:
            return np.where(known == 0, np.nan, summed)
        return np.where((known == 0) & (self.aggregate(total.rows, by) > 0), np.nan, summed)

    def _amounts(self, total: Sum) -> tuple[npt.NDArray[np.intp], Floats]:
        places = self.matching(total.table, total.by, known(total).where)
        return places, values(total.value, self.dataset, self.settings)[places].astype(np.float64, copy=False)

    def histogram(
        self, table: str, places: npt.NDArray[np.intp], by: Dimension | None, weights: Floats | None = None
    ) -> Floats:
        """How many of these rows each group has, or the sum of their weights, ``float64[groups]``."""
        if by is None:
            return np.array([float(len(places)) if weights is None else float(weights.sum())])
        groups = by.groups(self.dataset[table])[places]
        return np.bincount(groups, weights=weights, minlength=len(by.keys)).astype(np.float64)

    def known(self, value: RowColumn, dating: Dating, where: Conditions) -> tuple[npt.NDArray[np.intp], Floats]:
        """The positions of the matching rows whose value is known, and those values as floats."""
        return self._made.once(("known", value, dating, where), lambda: self._known(value, dating, where))

    def _known(self, value: RowColumn, dating: Dating, where: Conditions) -> tuple[npt.NDArray[np.intp], Floats]:
        places = self.matching(value.table, dating, where)
        found = values(value, self.dataset, self.settings)[places].astype(np.float64)
        keep = ~np.isnan(found) & (found != MISSING_DAY)
        return (places, found) if keep.all() else (places[keep], found[keep])

    def samples(self, quantile: Quantile, by: Dimension | None = None) -> list[Sample]:
        """The values that a quantile is taken of, a sample a group."""
        key = ("samples", quantile, None if by is None else (by.id, by.keys))
        return self._made.once(key, lambda: self._samples(quantile, by))

    def _samples(self, quantile: Quantile, by: Dimension | None) -> list[Sample]:
        prepared = preparing.sample(self, quantile) if by is None else None
        if prepared is not None:
            return [prepared]
        places = self.matching(quantile.table, quantile.by, quantile.where)
        column = values(quantile.value, self.dataset, self.settings)
        if by is None and len(places) >= LARGE and column.dtype.kind == "f":
            return [Ranked(self.ranking(quantile.value), places)]
        places, found = self.known(quantile.value, quantile.by, quantile.where)
        if by is None:
            return [Values(found)]
        groups = by.groups(self.dataset[quantile.table])[places]
        order = np.argsort(groups, kind="stable")
        ends = np.searchsorted(groups[order], np.arange(1, len(by.keys)))
        return [Values(part) for part in np.split(found[order], ends)]

    def ranking(self, value: RowColumn) -> Ranking:
        """The values of a whole column in order, whatever the slice; made once a column."""
        read, others = sources((Where(value, Op.KNOWN),), self.dataset)

        def ranked() -> Ranking:
            found = values(value, self.dataset, self.settings).astype(np.float64)
            found[found == MISSING_DAY] = np.nan
            return ranking(found)

        return self.dataset[value.table].prepare(("ranking", value, self.settings), read, ranked, others)

    def _quantile(self, aggregate: Quantile, by: Dimension | None) -> Floats:
        return np.array([quantile(sample, aggregate.q) for sample in self.samples(aggregate, by)])


OPERATIONS = {Operator.PLUS: np.add, Operator.MINUS: np.subtract, Operator.TIMES: np.multiply}
