"""Do customers stay? Those that come back, by the month of their first order, and on whom the revenue hangs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model import intervals
from leaddesk.model.cohorts import MOST
from leaddesk.model.covers import ends, last_known, uncovered
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.period import DAY, EPOCH, date_of, first_of_month
from leaddesk.model.purchases import AMOUNT, Purchases, purchases, purchases_here, unreadable
from leaddesk.model.rows import is_measured
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from leaddesk.model.evaluate import Evaluator, Floats

LARGEST: Final = 3
WANTED: Final = 3
"""The month after the first order that is spoken of."""
_NO_ORDER: Final = msg("no order in this period")


@dataclass(frozen=True, slots=True)
class OrderCohort:
    """The customers whose first order is of one month.

    ``active``: how many of them ordered in that month (all), one month later, two … up to the last month known;
    ``revenue``: what they brought in each, refunds taken off, empty where no amount is recorded. The last month of each
    is cut short where ``is_partial``.
    """

    start: dt.date
    customers: int
    active: tuple[int, ...]
    revenue: tuple[float, ...]
    is_partial: bool

    @property
    def whole_months(self) -> int:
        """How many of its months are over."""
        return len(self.active) - self.is_partial

    def kept(self, months: int) -> Measure:
        """The share that ordered so many months later, with Wilson's bounds.

        :raises IndexError: when that month has not begun.
        """
        active = self.active[months]
        if not self.customers:
            return absent(_NO_ORDER, 0)
        bounds = intervals.wilson(active, self.customers) or (None, None)
        return Measure(active / self.customers, self.customers, *bounds)

    def revenue_kept(self, months: int) -> float | None:
        """The revenue so many months later over that of the first month; None without revenue to compare with.

        :raises IndexError: when that month has not begun.
        """
        return _over((self,), self.revenue[months]).value if self.revenue else None

    def revenue_share(self, months: int) -> Measure:
        """The same with the number of customers, or the reason why there is none.

        :raises IndexError: when that month has not begun, or no amount is recorded.
        """
        return _over((self,), self.revenue[months])


@dataclass(frozen=True, slots=True)
class Concentration:
    """On how few customers the revenue hangs: the ``share`` (of it, ``n`` customers) of the ``largest``, each with its
    revenue. Customers that got more back than they paid in the period take nothing off the others' revenue here: a
    share is never above 100 %.
    """

    share: Measure
    largest: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Retention:
    """What the orders of the slice say of its customers.

    ``orders``, ``refunds``, ``customers``: of the period; ``average``: the mean amount of an order (aov);
    ``per_customer``: the mean number of orders of a customer that ordered; ``repeat``:
    the share of customers with two orders or more (repeat_rate), ``repeat_days``: with orders on two days or more;
    ``cohorts``: by month of the first order ever, the months of the period; ``earlier``: customers of months before
    those shown. ``repeated``, ``without_customer``, ``undated``, ``ahead``: order rows left out. ``absent``: why there
    is none. ``ends``: that the orders are known less far than the other files.
    """

    orders: int = 0
    refunds: int = 0
    customers: int = 0
    revenue: float | None = None
    average: Measure | None = None
    repeat: Measure | None = None
    repeat_days: Measure | None = None
    concentration: Concentration | None = None
    cohorts: tuple[OrderCohort, ...] = ()
    earlier: int = 0
    repeated: int = 0
    without_customer: int = 0
    undated: int = 0
    ahead: int = 0
    absent: Message | None = None
    per_customer: Measure | None = None
    ends: Message | None = None

    @property
    def newcomers(self) -> int:
        """The customers of all cohorts shown."""
        return sum(one.customers for one in self.cohorts)

    @property
    def kept(self) -> tuple[Measure, ...]:
        """The share of customers that ordered 0, 1, 2 … months after their first order, over all cohorts shown that
        have lived that month to its end, with Wilson's bounds; absent where none has.
        """
        return tuple(
            _share(sum(one.active[later] for one in old), sum(one.customers for one in old)) if old else _too_young()
            for later, old in enumerate(self._old())
        )

    @property
    def revenue_kept(self) -> tuple[Measure, ...]:
        """The revenue of those cohorts so many months later over that of their first month; empty without amounts."""
        if not any(one.revenue for one in self.cohorts):
            return ()
        return tuple(
            _over(old, sum(one.revenue[later] for one in old)) if old else _too_young()
            for later, old in enumerate(self._old())
        )

    def _old(self) -> list[list[OrderCohort]]:
        """For each month later the cohorts with customers that have lived it to its end."""
        longest = max((len(one.active) for one in self.cohorts), default=0)
        alive = [one for one in self.cohorts if one.customers]
        return [[one for one in alive if one.whole_months > later] for later in range(longest)]


def told_month(shares: Sequence[Measure]) -> int:
    """The month later that is spoken of: the third after the first order, or the last before it that has a share; 0
    where there is none.
    """
    return max((later for later, one in enumerate(shares[: WANTED + 1]) if one.value is not None), default=0)


def retention(evaluator: Evaluator) -> Retention:
    """What the orders of the slice say of its customers, as of the last day that they speak for.

    A customer is who the order names, and counts once a month however often it orders. Rows of one order number are one
    order; a row with a negative amount is money back: it lessens revenue and makes nobody active
    (:class:`~leaddesk.model.purchases.Purchases`).
    """
    reason = unreadable(evaluator)
    if reason is not None:
        return Retention(absent=reason)
    everything = purchases(evaluator)
    here = purchases_here(evaluator)
    left_out = (everything.repeated, everything.without_customer, everything.undated, everything.ahead)
    if not here.number:
        why = uncovered(evaluator.slice, "orders") or _NO_ORDER
        return Retention(0, len(here.day), 0, None, None, None, None, None, (), 0, *left_out, why)
    count = here.counts
    customers = int(np.count_nonzero(count))
    orders = here.orders
    first, last = np.zeros((2, len(here.customers)), np.int64)
    first[orders.customer[::-1]], last[orders.customer] = orders.day[::-1], orders.day  # by day: the last one stays
    found, earlier = _cohorts(evaluator, everything)
    has_amounts = is_measured(AMOUNT, evaluator.dataset)
    return Retention(
        here.number,
        len(here.day) - here.number,
        customers,
        float(here.paid.sum()) if has_amounts else None,
        _average(orders.amount) if has_amounts else absent(lacking_column(AMOUNT, evaluator.dataset), here.number),
        _share(int(np.count_nonzero(count > 1)), customers),
        _share(int(np.count_nonzero(last > first)), customers),
        _concentration(evaluator, here, customers),
        found,
        earlier,
        *left_out,
        per_customer=_per_customer(count[count > 0]),
        ends=ends(evaluator.slice.state, "orders"),
    )


def _too_young() -> Measure:
    return absent(msg("nobody’s first order is that long ago"), 0)


def _over(cohorts: Sequence[OrderCohort], later: float) -> Measure:
    first, customers = sum(one.revenue[0] for one in cohorts), sum(one.customers for one in cohorts)
    return Measure(later / first, customers) if first > 0 else absent(msg("no revenue in the first month"), customers)


def _per_customer(counts: npt.NDArray[np.intp]) -> Measure:
    total, customers = float(counts.sum()), len(counts)
    low, high = intervals.mean(total, float((counts**2).sum()), customers) or (None, None)
    return Measure(total / customers, customers, low, high)


def _share(part: int, whole: int) -> Measure:
    return Measure(part / whole, whole, *(intervals.wilson(part, whole) or (None, None)))


def _average(amounts: Floats) -> Measure:
    is_known = ~np.isnan(amounts)
    known = amounts if is_known.all() else amounts[is_known]
    if not len(known):
        return absent(msg("no order of this period has an amount"), 0)
    total = float(known.sum())
    low, high = intervals.mean(total, float((known**2).sum()), len(known)) or (None, None)
    return Measure(total / len(known), len(known), low, high, unknown=len(amounts) - len(known))


def _concentration(evaluator: Evaluator, here: Purchases, customers: int) -> Concentration:
    if not is_measured(AMOUNT, evaluator.dataset):
        return Concentration(absent(lacking_column(AMOUNT, evaluator.dataset), customers))
    revenue = here.brought
    total = float(np.maximum(revenue, 0).sum())
    if total <= 0:
        return Concentration(absent(msg("no revenue in this period"), customers))
    largest = tuple((here.customers[place], float(revenue[place])) for place in largest_places(here, customers))
    share = sum(max(0.0, amount) for _, amount in largest) / total
    return Concentration(Measure(share, customers), largest)


def largest_places(here: Purchases, customers: int) -> npt.NDArray[np.intp]:
    """The places of those three (or of as many as there are *customers*) that brought most, the largest first."""
    most = min(LARGEST, customers)
    if not most:
        return np.zeros(0, np.intp)
    some = np.flatnonzero(here.brought >= np.partition(here.brought, -most)[-most])
    return some[np.argsort(-here.brought[some], kind="stable")][:most]


def _cohorts(evaluator: Evaluator, everything: Purchases) -> tuple[tuple[OrderCohort, ...], int]:
    """The cohorts of a period that holds an order, and how many customers came in months before those shown."""
    as_of, period = date_of(last_known(evaluator.slice.state, "orders")), evaluator.slice.period
    cells = everything.cells
    now = (as_of.year - EPOCH.year) * 12 + as_of.month - 1
    low, high = (_month(end) for end in (period.start, period.end))
    high = now if high is None else min(high, now)
    begin = int(cells.came.min()) if low is None else max(low, int(cells.came.min()))
    low = max(begin, high - MOST + 1)
    is_new = cells.age == 0
    came, new = cells.came[is_new], cells.active[is_new].astype(np.int64)
    earlier = int(new[(came >= begin) & (came < low)].sum())
    active = _cells(cells.came, cells.age, cells.active, low, high, now).astype(np.int64)
    revenue = None
    if is_measured(AMOUNT, evaluator.dataset):
        revenue = _cells(cells.paid_from, cells.paid_at, cells.revenue, low, high, now)
    sizes = active[:, 0]
    is_partial = first_of_month(as_of, 1) - DAY > as_of
    made = []
    for index, size in enumerate(sizes):
        length = now - low - index + 1
        money = () if revenue is None else tuple(float(amount) for amount in revenue[index, :length])
        ordered = tuple(int(number) for number in active[index, :length])
        made.append(OrderCohort(first_of_month(EPOCH, low + index), int(size), ordered, money, is_partial))
    return tuple(made), earlier


def _month(day: dt.date | None) -> int | None:
    return None if day is None else (day.year - EPOCH.year) * 12 + day.month - 1


def _cells(
    came: npt.NDArray[np.int64], age: npt.NDArray[np.int64], values: Floats, low: int, high: int, now: int
) -> Floats:
    """The values of each cohort from month *low* to *high* at each age up to the month *now*."""
    found = np.zeros((high - low + 1, now - low + 1))
    shown = (came >= low) & (came <= high) & (came + age <= now)
    found[came[shown] - low, age[shown]] = values[shown]
    return found
