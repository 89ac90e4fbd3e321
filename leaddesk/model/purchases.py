"""The orders of customers, as retention looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.cohorts import month_numbers
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Count, OnDay
from leaddesk.model.lacking import lacking_column
from leaddesk.model.ordergroups import COLUMNS
from leaddesk.model.period import Period, day_number
from leaddesk.model.rowcolumn import BelowZero, OrderAmount, Stored
from leaddesk.model.rows import is_measured, order_repeats, orders_of_rows, values
from leaddesk.text import Message, msg, msgc

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.evaluate import Evaluator, Floats

    Places = npt.NDArray[np.intp]

DAY: Final = Stored("orders", "date")
CUSTOMER: Final = Stored("orders", "customer")
AMOUNT: Final = Stored("orders", "amount")
REPEATED: Final = msgc("left out", "says again what another row of the same order says")
NOBODY: Final = msgc("left out", "without a customer")
UNDATED: Final = msgc("left out", "without a date that counts")
AHEAD: Final = msgc("left out", "dated after the day of the files")
FURTHER: Final = msgc("left out", "a further row of an order, counted with its first one")
ROWS: Final = Count("orders", msg("orders"), OnDay(DAY), (), msg("no order in this period"))
_NEVER: Final = np.int64(1 << 40)
_DENSE: Final = 1 << 20
_REASONS: Final = (REPEATED, NOBODY, UNDATED, AHEAD, FURTHER)


@dataclass(frozen=True, eq=False)
class Purchases:
    """One entry an order that counts, and one a row of money back, by their days: its customer (a place in
    ``customers``), its day number and running month (since 1970-01), its amount (NaN where it is not known; the first
    row of an order stands for all, see :mod:`leaddesk.model.ordergroups`), whether it is a refund (money back is not an
    order), and the position of that row in the table.

    ``paid``: the amount, 0 where it is not known. ``daily`` gives what :attr:`days_ordered` is, ``ordered`` what
    :attr:`orders` are. ``repeated``: rows left out, as they repeat another of the same number
    in customer, day and amount; ``without_customer``, ``undated``, ``ahead``: orders left out, without a customer;
    without a day; after the as-of day.
    """

    customers: tuple[str, ...]
    customer: Places
    day: npt.NDArray[np.int64]
    month: npt.NDArray[np.int64]
    amount: Floats
    paid: Floats
    is_refund: npt.NDArray[np.bool_]
    place: Places
    daily: Callable[[], Places]
    ordered: Callable[[], Orders]
    repeated: int = 0
    without_customer: int = 0
    undated: int = 0
    ahead: int = 0

    def within(self, period: Period) -> Purchases:
        """Those of a period alone."""
        low = 0 if period.start is None else int(np.searchsorted(self.day, day_number(period.start)))
        high = len(self.day)
        if period.end is not None:
            high = max(low, int(np.searchsorted(self.day, day_number(period.end), side="right")))
        some = slice(low, high)

        def daily() -> Places:
            days = self.days_ordered
            return days[(days >= low) & (days < high)] - low

        def ordered() -> Orders:
            first, last = np.searchsorted(self.orders.place, (low, high)).tolist()
            return self.orders.between(first, last, low)

        return Purchases(
            self.customers,
            self.customer[some],
            self.day[some],
            self.month[some],
            self.amount[some],
            self.paid[some],
            self.is_refund[some],
            self.place[some],
            daily,
            ordered,
        )

    @cached_property
    def orders(self) -> Orders:
        """The orders, refunds left aside."""
        return self.ordered()

    @property
    def number(self) -> int:
        """How many orders there are."""
        return len(self.orders.day)

    @cached_property
    def days_ordered(self) -> Places:
        """The place of one order of each customer on each of the days on which it ordered, by customer, then by day."""
        return self.daily()

    @cached_property
    def cells(self) -> Cells:
        """What customers did in each month of their lives."""
        who, month = self.customer[self.days_ordered], self.month[self.days_ordered]
        first = np.full(len(self.customers), _NEVER)
        first[who[::-1]] = month[::-1]  # they are by day: the first one stays
        is_new = np.ones(len(who), np.bool_)
        is_new[1:] = (who[1:] != who[:-1]) | (month[1:] != month[:-1])
        came, age = first[who[is_new]], month[is_new] - first[who[is_new]]
        brought = self.paid
        begun = first[self.customer]
        lived = begun <= self.month  # what was given back before the first order counts nowhere
        return Cells(*_added(came, age), *_added(begun[lived], self.month[lived] - begun[lived], brought[lived]))

    @cached_property
    def brought(self) -> Floats:
        """The revenue of each of the customers, refunds taken off."""
        found = np.bincount(self.customer, self.paid, minlength=len(self.customers))
        return found.astype(np.float64, copy=False)

    @cached_property
    def counts(self) -> npt.NDArray[np.intp]:
        """How many orders each of the customers has."""
        return np.bincount(self.orders.customer, minlength=len(self.customers))


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """How many customers whose first order ``came`` in a month (since 1970-01) were ``active`` at an ``age`` (months
    later), and what those that ``paid_from`` a month brought at the age of ``paid_at``: an entry for each pair of
    months that there is.
    """

    came: npt.NDArray[np.int64]
    age: npt.NDArray[np.int64]
    active: Floats
    paid_from: npt.NDArray[np.int64]
    paid_at: npt.NDArray[np.int64]
    revenue: Floats


def _added(
    came: npt.NDArray[np.int64], age: npt.NDArray[np.int64], weights: Floats | None = None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    """The pairs of both that there are, and how many of each, or the sum of their *weights*."""
    if not len(came):
        return came, age, np.zeros(0)
    low, length = int(came.min()), int(age.max()) + 1
    keys = (came - low) * length + age
    size = int(keys.max()) + 1
    pairs = np.flatnonzero(np.bincount(keys)) if size <= _DENSE else np.unique(keys)
    places = keys if size <= _DENSE else np.searchsorted(pairs, keys)
    sums = np.bincount(places, weights).astype(np.float64)
    later, at = np.divmod(pairs, length)
    return later + low, at, sums[pairs] if size <= _DENSE else sums


@dataclass(frozen=True, eq=False, slots=True)
class Orders:
    """The customer, the day number (of its first row) and the amount (NaN: none of its rows has one) of each order, and
    its place among all purchases.
    """

    customer: Places
    day: npt.NDArray[np.int64]
    amount: Floats
    place: Places

    def between(self, first: int, last: int, low: int) -> Orders:
        """Those from one to before another, placed among the purchases from the place *low* on."""
        some = slice(first, last)
        return Orders(self.customer[some], self.day[some], self.amount[some], self.place[some] - low)


def _orders(customer: Places, day: npt.NDArray[np.int64], amount: Floats, is_refund: npt.NDArray[np.bool_]) -> Orders:
    place = np.flatnonzero(~is_refund)
    return Orders(customer[place], day[place], amount[place], place)


def unreadable(evaluator: Evaluator) -> Message | None:
    """Why nothing can be said of the customers' orders; None when something can."""
    reason = evaluator.unmeasured(ROWS)
    for column in (DAY, CUSTOMER):
        if reason is None and not is_measured(column, evaluator.dataset):
            reason = lacking_column(column, evaluator.dataset)
    return reason


def purchases(evaluator: Evaluator) -> Purchases:
    """All orders that the filters keep, whatever the period; by day.

    :raises KeyError: where :func:`unreadable` gives a reason.
    """
    return evaluator.slice.whole("purchases", lambda: _kept(evaluator))


def purchases_here(evaluator: Evaluator) -> Purchases:
    """Those of the period of the slice.

    :raises KeyError: where :func:`unreadable` gives a reason.
    """
    return evaluator.once("purchases", lambda: purchases(evaluator).within(evaluator.slice.period))


def set_aside(evaluator: Evaluator) -> tuple[tuple[Message, Places], ...]:
    """The positions of the rows that :func:`purchases` leaves out, with the reason; each has one.

    :raises KeyError: where :func:`unreadable` gives a reason.
    """
    why, allowed = _book(evaluator).why, evaluator.slice.allowed("orders")
    return tuple(
        (reason, np.flatnonzero(why == code if allowed is None else (why == code) & allowed))
        for code, reason in enumerate(_REASONS, 1)
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Book:
    """The purchases of all rows, whatever the filters; ``why``: for each row of the table 0, or the place of the reason
    (from 1) why it is no entry; ``is_first``: whether it is the first of its order, or money back;
    ``order``: the places of the orders among all entries, by customer, then by day.
    """

    everything: Purchases
    order: Places
    why: npt.NDArray[np.int8]
    is_first: npt.NDArray[np.bool_]


def _once_a_day(customer: Places, day: npt.NDArray[np.int64], order: Places, places: Places) -> Places:
    """Of entries in *order*, by customer and day, the *places* of the first of each customer and day."""
    who, when = customer[order], day[order]
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = (who[1:] != who[:-1]) | (when[1:] != when[:-1])
    return places[is_new]


def _kept(evaluator: Evaluator) -> Purchases:
    book, allowed = _book(evaluator), evaluator.slice.allowed("orders")
    whole = book.everything
    if allowed is None:
        return whole
    is_kept = allowed[whole.place]
    some = np.flatnonzero(is_kept)

    def daily() -> Places:
        order = book.order[is_kept[book.order]]
        return _once_a_day(whole.customer, whole.day, order, (np.cumsum(is_kept) - 1)[order])

    customer, day, amount, is_refund = whole.customer[some], whole.day[some], whole.amount[some], whole.is_refund[some]
    return Purchases(
        whole.customers,
        customer,
        day,
        whole.month[some],
        amount,
        whole.paid[some],
        is_refund,
        whole.place[some],
        daily,
        partial(_orders, customer, day, amount, is_refund),
        *_left_out(book.why[allowed], book.is_first[allowed]),
    )


def _left_out(why: npt.NDArray[np.int8], is_first: npt.NDArray[np.bool_]) -> tuple[int, int, int, int]:
    rows = np.bincount(why, minlength=len(_REASONS) + 1)
    orders = np.bincount(why[is_first], minlength=len(_REASONS) + 1)
    return int(rows[1]), int(orders[2]), int(orders[3]), int(orders[4])


def _book(evaluator: Evaluator) -> _Book:
    data, settings = evaluator.dataset, evaluator.settings
    frame, as_of = data["orders"], day_number(evaluator.slice.state.as_of)

    def made() -> _Book:
        first, customer = orders_of_rows(frame, settings)
        repeats, day = order_repeats(frame) != 0, values(DAY, data, settings)
        amount = np.full(len(frame), np.nan)
        if frame.has("amount"):
            amount = values(OrderAmount(), data, settings)
        is_first = (first == np.arange(len(frame))) & ~repeats
        # The further rows of an order have the reasons of its first one.
        holds = (repeats, customer[first] < 0, day[first] == MISSING_DAY, day[first] > as_of, ~is_first)
        why = np.select(holds, [np.int8(code) for code in range(1, len(holds) + 1)], np.int8(0)).astype(np.int8)
        place = np.flatnonzero(why == 0)
        place = place[np.argsort(day[place], kind="stable")]
        is_refund = values(BelowZero("orders", "amount"), data, settings)[place] != 0
        who, when, orders = customer[place].astype(np.intp), day[place].astype(np.int64), np.flatnonzero(~is_refund)
        order = orders[np.argsort(who[orders], kind="stable")]  # they are by day already
        days = _once_a_day(who, when, order, order)
        names, aside = frame.texts("customer")[1], _left_out(why, is_first)
        month = month_numbers(when) if len(when) else when
        amount = amount[place]
        paid, ordered = np.where(np.isnan(amount), 0.0, amount), partial(_orders, who, when, amount, is_refund)
        everything = Purchases(names, who, when, month, amount, paid, is_refund, place, lambda: days, ordered, *aside)
        return _Book(everything, order, why, is_first)

    return frame.prepare(("purchases", settings.until, as_of), COLUMNS, made)
