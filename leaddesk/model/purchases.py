"""The orders of customers, as retention looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Count, OnDay
from leaddesk.model.lacking import lacking_column
from leaddesk.model.period import Period, day_number
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import is_measured, values
from leaddesk.text import Message, msg, msgc

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator, Floats

    Places = npt.NDArray[np.intp]

DAY: Final = Stored("orders", "date")
CUSTOMER: Final = Stored("orders", "customer")
AMOUNT: Final = Stored("orders", "amount")
REPEATED: Final = msgc("left out", "says again what another row of the same order says")
NOBODY: Final = msgc("left out", "without a customer")
UNDATED: Final = msgc("left out", "without a date that counts")
AHEAD: Final = msgc("left out", "dated after the day of the files")
ROWS: Final = Count("orders", msg("orders"), OnDay(DAY), (), msg("no order in this period"))


@dataclass(frozen=True, eq=False, slots=True)
class Purchases:
    """One entry an order row that counts: its customer (a place in ``customers``), its order (rows of one order number
    are one order), its day number, its amount (NaN where it is not known), whether it is a refund (a row with a
    negative amount is money back, not an order), and its position in the table.

    ``repeated``, ``without_customer``, ``undated``, ``ahead``: rows left out, as they repeat another of the same number
    in customer, day and amount; without a customer; without a day; after the as-of day.
    """

    customers: tuple[str, ...]
    customer: Places
    order: Places
    day: npt.NDArray[np.int64]
    amount: Floats
    is_refund: npt.NDArray[np.bool_]
    place: Places
    repeated: int = 0
    without_customer: int = 0
    undated: int = 0
    ahead: int = 0

    def within(self, period: Period) -> Purchases:
        """Those of a period alone."""
        low = -np.inf if period.start is None else day_number(period.start)
        high = np.inf if period.end is None else day_number(period.end)
        inside = (self.day >= low) & (self.day <= high)
        return Purchases(
            self.customers,
            self.customer[inside],
            self.order[inside],
            self.day[inside],
            self.amount[inside],
            self.is_refund[inside],
            self.place[inside],
        )

    @property
    def orders(self) -> Orders:
        """The orders, refunds left aside."""
        rows = np.flatnonzero(~self.is_refund)
        first, order = np.unique(self.order[rows], return_index=True, return_inverse=True)[1:]
        known = np.bincount(order, ~np.isnan(self.amount[rows]))
        amounts = np.bincount(order, np.nan_to_num(self.amount[rows]))
        return Orders(self.customer[rows][first], self.day[rows][first], np.where(known > 0, amounts, np.nan))


@dataclass(frozen=True, eq=False, slots=True)
class Orders:
    """The customer, the day number (of its first row) and the amount (NaN: none of its rows has one) of each order."""

    customer: Places
    day: npt.NDArray[np.int64]
    amount: Floats


def unreadable(evaluator: Evaluator) -> Message | None:
    """Why nothing can be said of the customers' orders; None when something can."""
    reason = evaluator.unmeasured(ROWS)
    for column in (DAY, CUSTOMER):
        if reason is None and not is_measured(column, evaluator.dataset):
            reason = lacking_column(column, evaluator.dataset)
    return reason


def purchases(evaluator: Evaluator) -> Purchases:
    """All orders that the filters keep, whatever the period: read once for all periods.

    :raises KeyError: where :func:`unreadable` gives a reason.
    """
    state = evaluator.slice.state
    return state.once(("purchases", evaluator.slice.filters), lambda: _purchases(evaluator))


def _purchases(evaluator: Evaluator) -> Purchases:
    rows = _read(evaluator)
    kept = ~np.logical_or.reduce(tuple(rows.aside.values()))
    amount = rows.amount[kept]
    return Purchases(
        rows.names,
        rows.customer[kept],
        rows.order[kept],
        rows.day[kept],
        amount,
        amount < 0,
        rows.place[kept],
        *(int(mask.sum()) for mask in rows.aside.values()),
    )


def set_aside(evaluator: Evaluator) -> tuple[tuple[Message, Places], ...]:
    """The positions of the rows that :func:`purchases` leaves out, with the reason; each has one.

    :raises KeyError: where :func:`unreadable` gives a reason.
    """
    rows = _read(evaluator)
    return tuple((reason, rows.place[mask]) for reason, mask in rows.aside.items())


@dataclass(frozen=True, eq=False, slots=True)
class _Rows:
    """The rows that the filters keep, and for each reason which of them are left out."""

    names: tuple[str, ...]
    place: Places
    customer: Places
    order: Places
    day: npt.NDArray[np.int64]
    amount: Floats
    aside: dict[Message, npt.NDArray[np.bool_]]


def _read(evaluator: Evaluator) -> _Rows:
    data, settings, frame = evaluator.dataset, evaluator.settings, evaluator.dataset["orders"]
    wanted, allowed = evaluator.fulfilled("orders", ROWS.where), evaluator.slice.allowed("orders")
    places = np.flatnonzero(wanted if allowed is None else wanted & allowed)  # those still to come are told apart below
    codes, names = frame.texts("customer")
    customer, day = codes[places].astype(np.intp), values(DAY, data, settings)[places].astype(np.int64)
    order, amount = np.arange(len(places)), np.full(len(places), np.nan)
    if frame.has("id"):
        numbers = frame.texts("id")[0][places]
        order = np.where(numbers >= 0, numbers, order + len(frame))
    if frame.has("amount"):
        amount = frame.numbers("amount")[places].astype(np.float64)
    rows = pd.DataFrame({"order": order, "customer": customer, "day": day, "amount": amount})
    repeats = rows.duplicated().to_numpy()
    nobody, undated, ahead = customer < 0, day == MISSING_DAY, day > day_number(evaluator.slice.state.as_of)
    aside = {
        REPEATED: repeats,
        NOBODY: ~repeats & nobody,
        UNDATED: ~repeats & ~nobody & undated,
        AHEAD: ~repeats & ~nobody & ~undated & ahead,
    }
    return _Rows(names, places, customer, order, day, amount, aside)
