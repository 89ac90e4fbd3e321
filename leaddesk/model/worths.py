"""What deals bring, and what the open leads are written down with, by their age."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from leaddesk.model.arrivals import READ
from leaddesk.model.outcomes import COUNTED, Fate, outcomes
from leaddesk.model.tally import long
from leaddesk.model.wholenumbers import whole_numbers

if TYPE_CHECKING:
    from leaddesk.model.arrivals import Arrivals
    from leaddesk.model.partition import Partition
    from leaddesk.model.slice import Mask
    from leaddesk.model.survival import Counts, Floats


@dataclass(frozen=True, slots=True)
class Deals:
    """The mean of the amounts of the customers won, their variance, and how many they are."""

    mean: float
    variance: float
    n: int


@dataclass(frozen=True, eq=False, slots=True)
class Worths:
    """``deals``: what customers brought, None below two; ``open``: ``float64[3, ages]``, of the open leads with an
    amount, by age, how many there are, the sum of their amounts, and of the squares of these.
    """

    deals: Deals | None
    open: Floats

    def by_age(self, ages: int) -> Floats:
        """``open`` for so many ages, of which none with an amount is older."""
        return long(self.open, ages)[:, :ages]


@dataclass(frozen=True, eq=False, slots=True)
class _Priced:
    """The followed leads with an amount that are open or won: their positions, amounts, and age, -1 where won."""

    places: npt.NDArray[np.int32]
    amounts: Floats
    age: npt.NDArray[np.int16]


def worths(leads: Arrivals) -> Worths:
    """What the deals and the open ones of *leads* are worth."""
    frame = leads.state.dataset["leads"]
    if not frame.has("amount"):
        return Worths(None, np.zeros((3, 1)))
    read = READ | {"amount"}
    if leads.kept is None:
        return leads.prepared("worths", lambda whole: _summed(_priced(whole), None), read)
    partition = leads.partition
    if partition is not None:
        parts = leads.prepared(
            ("worths", partition.key), partial(_by_part, partition=partition), read | partition.columns
        )
        if parts is not None:
            return _of_parts(*parts, leads.kept_parts)
    return _summed(leads.prepared("worths by lead", _priced, read), leads.kept.mask())


def _by_part(whole: Arrivals, partition: Partition) -> tuple[Counts, float] | None:
    """The number, sum, and sum of squares of the amounts by part and place (won, then open by age), ``int64[3, parts,
    places]``, in whole numbers of so many to the unit; None where amounts are not decimal.
    """
    priced, parts = _priced(whole), partition.of(whole.state.dataset["leads"])
    numbers = whole_numbers(priced.amounts, 2)
    if numbers is None or parts is None:
        return None
    squares, scale = numbers
    single = np.rint(priced.amounts * math.sqrt(scale)).astype(np.int64)
    place = priced.age.astype(np.intp) + 1
    length = int(place.max(initial=1)) + 1
    keys = parts[priced.places].astype(np.intp) * length + place
    sums = np.zeros((3, partition.parts * length), np.int64)
    for line, amounts in zip(sums, (np.ones_like(single), single, squares), strict=True):
        np.add.at(line, keys, amounts)
    return sums.reshape(3, partition.parts, length), math.sqrt(scale)


def _of_parts(sums: Counts, scale: float, kept: Mask) -> Worths:
    count, amounts, squares = sums[:, kept].sum(axis=1)
    n, total, squared = int(count[0]), int(amounts[0]), int(squares[0])
    deals = None
    if n > 1:
        deals = Deals(total / n / scale, (n * squared - total * total) / (n * (n - 1)) / scale**2, n)
    open_ = np.stack([count[1:], amounts[1:] / scale, squares[1:] / scale**2])
    return Worths(deals, open_)


def _priced(whole: Arrivals) -> _Priced:
    found, followed = outcomes(whole.state), whole.everyone.followed
    places = np.sort(followed.places)  # in order they are found quickly
    amounts = whole.state.dataset["leads"].numbers("amount")[places]
    return _with_amounts(places, found.fate[places], found.days[places], amounts)


def worth_of(fate: npt.NDArray[np.int8], days: npt.NDArray[np.int32], amounts: Floats) -> Worths:
    """The same of leads with these outcomes and amounts, NaN where none is known."""
    return _summed(_with_amounts(np.arange(len(fate), dtype=np.int32), fate, days, amounts), None)


def _with_amounts(
    places: npt.NDArray[np.int32], fate: npt.NDArray[np.int8], days: npt.NDArray[np.int32], amounts: Floats
) -> _Priced:
    is_won = (fate == Fate.WON) | (fate == Fate.WON_UNDATED)
    some = np.flatnonzero(~np.isnan(amounts) & (is_won | (fate == Fate.OPEN)) & (fate < COUNTED))
    age = np.where(is_won, -1, days)[some]
    return _Priced(places[some], amounts[some], age.astype(np.int16))


def _summed(priced: _Priced, mask: Mask | None) -> Worths:
    amounts, age = priced.amounts, priced.age
    if mask is not None:
        chosen = np.flatnonzero(mask[priced.places])
        amounts, age = amounts[chosen], age[chosen]
    place = age.astype(np.intp) + 1
    won = amounts[place == 0]
    deals = Deals(float(won.mean()), float(won.var(ddof=1)), len(won)) if len(won) > 1 else None
    weights: tuple[Any, ...] = (None, amounts, amounts * amounts)
    sums = [np.bincount(place, each, minlength=2)[1:] for each in weights]
    return Worths(deals, np.stack(sums).astype(np.float64))
