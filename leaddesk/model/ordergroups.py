"""Which rows are one order.

Rows with the number and the customer of one another are one order while no two neighbours of them, by their days, are
more than :data:`APART` days apart: numbers that begin again each year are other orders. A row without a day is of that
of the nearest row of its number above it (else below), and one without a customer is of the order next to it by day.
Money back is a row of its own, and so is a row without a number. A row that repeats another says nothing new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.dataset import MISSING_DAY

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame

APART: Final = 30
COLUMNS: Final = frozenset({"id", "customer", "date", "amount"})
_CENTS: Final = 3

Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def order_groups(frame: Frame, last: int, repeats: npt.NDArray[Any]) -> tuple[Places, Codes]:
    """For each row the position of the first row of its order, and the code of its customer (-1: none). Rows after the
    day *last* are of other orders than those up to it; rows that are *repeats* stand alone, and are no orders.
    """
    rows = np.arange(len(frame))
    customer = frame.texts("customer")[0].astype(np.int64) if frame.has("customer") else np.full(len(frame), -1)
    if not frame.has("id"):
        return rows, customer
    numbers = frame.texts("id")[0].astype(np.int64)
    day = frame.days("date").astype(np.int64) if frame.has("date") else np.full(len(frame), int(MISSING_DAY))
    several = np.flatnonzero(_is_shared(numbers))
    if not len(several):
        return rows, customer
    own, who, is_dated = numbers[several], customer[several], day[several] != MISSING_DAY
    ahead = day[several] > last
    by_number = np.argsort(own, kind="stable")
    on = _filled(day[several], by_number, own[by_number], is_dated)
    order = np.lexsort((several, ~is_dated, on, own))
    who = _filled(who, order, _runs(on[order], own[order]), who >= 0)
    customer = customer.copy()
    customer[several] = who
    is_line = repeats[several] == 0
    if frame.has("amount"):
        is_line &= ~(frame.numbers("amount")[several] < 0)
    lines = np.flatnonzero(is_line)
    keys = (several, ~is_dated, on, who, own, ahead)
    order = lines[np.lexsort(tuple(key[lines] for key in keys))]
    run = _runs(on[order], own[order], who[order], ahead[order])
    first = np.unique(run, return_index=True)[1]
    rows[several[order]] = several[order[first[run]]]
    return rows, customer


def order_amounts(amount: Floats, first: Places, repeats: npt.NDArray[Any]) -> Floats:
    """On the first row of each order what its rows come to, NaN where none is known; NaN on all others."""
    rows = np.arange(len(amount))
    counts = ~np.isnan(amount) & (repeats == 0)
    known = np.bincount(first[counts], minlength=len(amount))
    several = known > 1
    total = np.where(known > 0, np.bincount(first[counts], amount[counts], minlength=len(amount)), np.nan)
    near = np.round(total, _CENTS)
    # Decimals that were added up are decimals again: 0.1 + 0.2 is 0.3.
    is_near = several & (np.abs(total - near) <= 1e-12 * np.maximum(1.0, np.abs(total)))
    return np.where(first == rows, np.where(is_near, near, total), np.nan)


def _is_shared(numbers: Codes) -> Mask:
    """Which rows have a number that another one has too."""
    counts = np.bincount(numbers[numbers >= 0], minlength=1)
    result: Mask = (numbers >= 0) & (counts[numbers] > 1)
    return result


def _filled(values: Codes, order: Places, group: Codes, known: Mask) -> Codes:
    """The values, those not *known* being that of the nearest known one before in that *order*, of the same *group*
    (given in that order), or else of the next one.
    """
    place = np.arange(len(order))
    is_known = known[order]
    before = np.maximum.accumulate(np.where(is_known, place, -1))
    after = np.minimum.accumulate(np.where(is_known, place, len(order))[::-1])[::-1]
    begins = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    number = np.cumsum(np.r_[True, group[1:] != group[:-1]]) - 1
    ends = np.r_[begins[1:], len(order)]
    found = np.where(before >= begins[number], before, np.where(after < ends[number], after, place))
    filled = values.copy()
    filled[order] = values[order[found]]
    return filled


def _runs(day: Codes, *keys: Codes | Mask) -> Codes:
    """The number of the run that each row is of, in their order: another one begins where a key changes, or the day is
    far from the one before.
    """
    begins = np.ones(len(day), np.bool_)
    begins[1:] = day[1:] - day[:-1] > APART
    for key in keys:
        begins[1:] |= key[1:] != key[:-1]
    return np.cumsum(begins) - 1
