"""Who is behind the figures of the orders, and which leads they are."""

from __future__ import annotations

from bisect import bisect_left
from enum import StrEnum, auto
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from leaddesk.model.cohorts import month_numbers
from leaddesk.model.period import EPOCH
from leaddesk.model.purchases import purchases, purchases_here, unreadable
from leaddesk.model.retention import largest_places

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from leaddesk.model.dataset import Dataset
    from leaddesk.model.evaluate import Evaluator


class Who(StrEnum):
    """Customers of the period: all that ordered, those with two orders or more, those that brought most."""

    ALL = auto()
    REPEAT = auto()
    LARGEST = auto()


def buyers(evaluator: Evaluator, who: Who) -> tuple[str, ...]:
    """The customers that ordered in the period, as the orders name them; none where orders cannot be read."""
    if unreadable(evaluator) is not None:
        return ()
    here = purchases_here(evaluator)
    orders = here.counts
    if who is Who.LARGEST:
        places = largest_places(here, int(np.count_nonzero(orders)))
    else:
        places = np.flatnonzero(orders >= (2 if who is Who.REPEAT else 1))
    return tuple(here.customers[place] for place in places)


def first_bought_in(evaluator: Evaluator, month: dt.date, later: int | None = None) -> tuple[str, ...]:
    """The customers whose first order ever is of the month of that day, whatever the period; with *later* those of
    them that ordered so many months after it.
    """
    if unreadable(evaluator) is not None:
        return ()
    found = purchases(evaluator)
    customer, day = found.orders.customer, found.orders.day
    if not len(day):
        return ()
    months = month_numbers(day)
    wanted = (month.year - EPOCH.year) * 12 + month.month - 1
    first = np.full(len(found.customers), np.iinfo(np.int64).max)
    np.minimum.at(first, customer, months)
    if later is None:
        places = np.flatnonzero(first == wanted)
    else:
        places = np.unique(customer[(first[customer] == wanted) & (months == wanted + later)])
    return tuple(found.customers[place] for place in places)


def leads_of_customers(dataset: Dataset, customers: Collection[str]) -> npt.NDArray[np.intp]:
    """The positions of the leads whose number is one of those *customers*, ascending, each number once (its first row);
    empty where leads carry no numbers, or other ones than the orders.
    """
    if not dataset.has("leads", "id"):
        return np.zeros(0, np.intp)
    codes, numbers = dataset["leads"].texts("id")
    is_wanted = np.zeros(len(numbers) + 1, np.bool_)
    for customer in customers:  # the numbers are in order: a million of them need not be gone through
        place = bisect_left(numbers, customer)
        is_wanted[place] |= place < len(numbers) and numbers[place] == customer
    places = np.flatnonzero(is_wanted[codes])
    return np.sort(places[np.unique(codes[places], return_index=True)[1]])
