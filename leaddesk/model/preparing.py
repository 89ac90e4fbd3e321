"""What is prepared of a large table for an evaluator: counts and sums up to each day, and values by their rank.

They are kept by the parts of all that the slice is filtered and cut by, so that another period or filter is a few sums.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from leaddesk.model import daycounts
from leaddesk.model.conditions import sources
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.dated import in_order, parts_in_order
from leaddesk.model.daycounts import day_counts
from leaddesk.model.expression import OnDay, Op, Where
from leaddesk.model.rows import values
from leaddesk.model.sample import Binned, bins
from leaddesk.model.tally import coded, month_borders, tally
from leaddesk.model.wholenumbers import whole_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.conditions import Conditions
    from leaddesk.model.daycounts import DayCounts
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Dating, Quantile, Sum
    from leaddesk.model.partition import Partition
    from leaddesk.model.slice import Dimension, Mask
    from leaddesk.model.tally import Tally

Array = npt.NDArray[Any]
Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def parts(evaluator: Evaluator, table: str, dating: Dating, by: Dimension | None = None) -> Partition | None:
    """The parts that something is prepared of; None of small tables, of rows that cover days, and where the parts would
    be too many.
    """
    if not isinstance(dating, OnDay) or len(evaluator.dataset[table]) < daycounts.MANY:
        return None
    return evaluator.partition(table, by)


def counts(
    evaluator: Evaluator, table: str, dating: Dating, by: Dimension | None
) -> tuple[DayCounts, Partition] | None:
    """How many rows of each (part, class) there are up to each day; None where that is not prepared."""
    found = parts(evaluator, table, dating, by)
    if found is None or not isinstance(dating, OnDay):
        return None
    made = evaluator.once(("day counts", table, dating, found.key), lambda: _counts(evaluator, table, dating, found))
    return None if made is None else (made, found)


def _counts(evaluator: Evaluator, table: str, dating: OnDay, found: Partition) -> DayCounts | None:
    frame, plan, settings = evaluator.dataset[table], evaluator.plan[table], evaluator.settings
    conditions = [condition for where in plan for condition in where]
    read, others = sources((*conditions, Where(dating.day, Op.KNOWN)), evaluator.dataset)

    def counted() -> DayCounts | None:
        classes, members = evaluator.classes(table)
        own, size = found.of(frame), len(members)
        keys = classes if own is None else own.astype(np.intp) * size + classes
        return day_counts(values(dating.day, evaluator.dataset, settings), keys, found.parts * size)

    return frame.prepare(("day counts", dating, plan, settings, found.key), read | found.columns, counted, others)


def kept_parts(evaluator: Evaluator, found: Partition) -> Mask:
    """Which parts the filters keep; worked out once."""
    data = evaluator.slice
    return data.whole(("kept parts", found.key), lambda: found.kept(data.filters))


def kept(evaluator: Evaluator, prepared: Array, found: Partition, by: Dimension | None) -> Array:
    """What the filters keep of what is prepared, ``[..., parts * classes]``, by the groups of *by*."""
    if not found.dimensions:
        return prepared
    chosen = kept_parts(evaluator, found)
    by_part = prepared.reshape(*prepared.shape[:-1], found.parts, prepared.shape[-1] // found.parts)
    summed = found.summed(by_part, chosen, by)
    return summed if by is None else summed.reshape(*prepared.shape[:-1], -1)


def days(evaluator: Evaluator, table: str, dating: Dating) -> tuple[int, Floats, Floats] | None:
    """The first day of the rows of the slice, how many of each class come each day from there on, ``[days, classes]``,
    and how many without a date, ``[classes]``; None where that is not prepared.
    """
    prepared = counts(evaluator, table, dating, None)
    if prepared is None:
        return None
    made, found = prepared
    first, totals = made.up_to(*evaluator.slice.limits(table, dating))
    by_day = np.diff(kept(evaluator, totals, found, None), axis=0).astype(np.float64)
    undated = kept(evaluator, made.undated, found, None).astype(np.float64)
    return first, by_day, undated * (not evaluator.slice.period.is_set)


def undated(evaluator: Evaluator, table: str, dating: OnDay, where: Conditions = ()) -> tuple[int, int]:
    """How many rows that the filters keep and that fulfil the conditions have no date, and so count only when no period
    is set; and how many there are in all.
    """
    plan = evaluator.plan.get(table, ())
    prepared = counts(evaluator, table, dating, None) if not where or where in plan else None
    if prepared is None:
        found, allowed = evaluator.fulfilled(table, where), evaluator.slice.allowed(table)
        found = found if allowed is None else found & allowed
        days = values(dating.day, evaluator.dataset, evaluator.settings)
        return int(np.count_nonzero(found & (days == MISSING_DAY))), int(np.count_nonzero(found))
    made, parts_ = prepared
    by_class = (kept(evaluator, counted, parts_, None) for counted in (made.undated, made.everything))
    members = evaluator.classes(table)[1]
    which = members[:, plan.index(where)] if where else np.ones(len(members))
    without, all_ = (int(counted @ which) for counted in by_class)
    return without, all_


def sums(evaluator: Evaluator, total: Sum, by: Dimension | None) -> tuple[DayCounts, Partition, float] | None:
    """What the rows of each part bring up to each day, as whole numbers of so many to the unit: no order of adding them
    up changes their sum. None where that is not prepared, and of values that are not decimal.
    """
    found = parts(evaluator, total.table, total.by, by)
    if found is None or not isinstance(total.by, OnDay) or total.times is not None:
        return None
    key = ("day sums", total.value, total.by, total.where, total.power, found.key)
    made = evaluator.once(key, lambda: _sums(evaluator, total, found))
    return None if made is None else (made[0], found, made[1])


def _sums(evaluator: Evaluator, total: Sum, found: Partition) -> tuple[DayCounts, float] | None:
    data, settings, frame = evaluator.dataset, evaluator.settings, evaluator.dataset[total.table]
    day = total.by.day if isinstance(total.by, OnDay) else total.by.first
    where = (*total.where, Where(total.value, Op.KNOWN))
    read, others = sources((*where, Where(day, Op.KNOWN)), data)

    def summed() -> tuple[DayCounts, float] | None:
        places = np.flatnonzero(evaluator.fulfilled(total.table, where))
        whole = whole_numbers(values(total.value, data, settings)[places].astype(np.float64), total.power)
        if whole is None:
            return None
        own = found.of(frame)
        keys = np.zeros(len(places), np.uint8) if own is None else own[places]
        made = day_counts(values(day, data, settings)[places], keys, found.parts, whole[0])
        return None if made is None else (made, whole[1])

    key = ("day sums", total.value, total.by, total.where, total.power, settings, found.key)
    return frame.prepare(key, read | found.columns, summed, others)


def sample(evaluator: Evaluator, quantile: Quantile) -> Binned | None:
    """The values that a quantile is taken of; None where they are not prepared."""
    found = parts(evaluator, quantile.table, quantile.by)
    if found is None or not isinstance(quantile.by, OnDay):
        return None
    data, settings, dating, where = evaluator.dataset, evaluator.settings, quantile.by, quantile.where
    whole = evaluator.ranking(quantile.value)
    prepared, begin, end = _tally(evaluator, quantile, found, ("bins", lambda places: bins(whole, places)))
    counts = prepared.between(begin, end, kept_parts(evaluator, found))
    own, chosen = found.of(data[quantile.table]), kept_parts(evaluator, found)
    low, high = evaluator.slice.limits(quantile.table, dating)
    is_cut = evaluator.slice.period.is_set or high < np.iinfo(np.int32).max

    def inside(places: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        mask = evaluator.fulfilled(quantile.table, where)[places]
        if is_cut:
            on = values(dating.day, data, settings)[places]
            mask &= (on >= low) & (on <= high)
        return mask if own is None else mask & chosen[own[places]]

    return Binned(whole, counts, inside)


def by_code(evaluator: Evaluator, quantile: Quantile, name: str, codes: Array, count: int) -> Counts | None:
    """How many of the rows that a quantile looks at have each of *codes* (``[rows]``, below *count*; known by their
    *name*), and last how many have none; None where that is not prepared.
    """
    found = parts(evaluator, quantile.table, quantile.by)
    if found is None or not isinstance(quantile.by, OnDay):
        return None
    prepared, begin, end = _tally(evaluator, quantile, found, (name, lambda places: codes[places]))
    counts, numbers = prepared.numbered(begin, end, kept_parts(evaluator, found)), prepared.coded.distinct
    if len(counts) == count + 1:
        return counts
    of_all = np.zeros(count + 1, np.int64)
    of_all[numbers] = counts
    return of_all


def _tally(
    evaluator: Evaluator, quantile: Quantile, found: Partition, codes: tuple[str, Callable[[Array], Array]]
) -> tuple[Tally, int, int]:
    """What counts the rows that a quantile looks at by the *codes*, which have a name, and the places from which to
    before which they are.
    """
    data, settings, frame = evaluator.dataset, evaluator.settings, evaluator.dataset[quantile.table]
    column, dating, where = quantile.value, quantile.by, quantile.where
    if not isinstance(dating, OnDay):
        raise TypeError("only rows dated by one day are in the order of their days")
    read, others = sources((*where, Where(dating.day, Op.KNOWN), Where(column, Op.KNOWN)), data)
    places, days = in_order(data, settings, quantile.table, dating, where)

    def tallied() -> Tally:
        own = parts_in_order(data, settings, quantile.table, dating, where, found)
        name = (codes[0], column, dating, where, settings)
        return tally(
            frame.prepare(name, read, lambda: coded(codes[1](places)), others), own, found.parts, month_borders(days)
        )

    name = ("tally", codes[0], column, dating, where, settings, found.key)
    prepared = frame.prepare(name, read | found.columns, tallied, others)
    low, high = evaluator.slice.limits(quantile.table, dating)
    begin = int(np.searchsorted(days, np.int32(low)))
    return prepared, begin, max(begin, int(np.searchsorted(days, np.int32(high), side="right")))
