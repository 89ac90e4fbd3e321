"""What speaks for two rows being one lead, and what against: each fact weighs as much as it is rare.

After Fellegi and Sunter, "A Theory for Record Linkage" (1969): a fact that two rows share weighs the logarithm of how
much likelier that is for one lead than for two; a fact that they know otherwise weighs against it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz

from leaddesk.ingest.pieces import plain_number
from leaddesk.model.contactkeys import address_keys, number_ends
from leaddesk.model.contacts import all_folded, name_keys, place_key
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.schema import Kind, Known, is_extra

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from leaddesk.ingest.pieces import Places
    from leaddesk.model.dataset import Frame

Codes = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]

ENQUIRY: Final = frozenset({"id", "created", "channel", "campaign", "lever", "supplier", "lead_price", "consented"})
"""What is fixed when a lead is made, and is of that enquiry. All else that is fixed tells who asks: together it says no
more than that it is the same person or firm, who may ask again later.
"""
_BEYOND: Final = 5.0
"""So much more than a person among all others is what tells who asks worth at most."""
_NUMBER, _OTHER_NUMBER = 6.0, -15.0
"""A number that lists are known to keep weighs so much more than that it is the same by chance; another number is
another lead, whoever asks.
"""
_STAYS: Final[Mapping[str, float]] = {
    "id": 0.999, "created": 0.99, "email": 0.93, "phone": 0.93, "name": 0.97, "first_name": 0.97, "company": 0.97,
    "status": 0.6, "pipeline": 0.6, "stage": 0.6, "notes": 0.7, "next_step": 0.5, "next_date": 0.5, "calls": 0.5,
    "owner": 0.9, "amount": 0.85, "monthly_revenue": 0.85, "margin": 0.85,
}  # fmt: skip
"""How often a fact of a lead is in the next file as it was."""
_FIXED, _MOVING = 0.95, 0.8
_BY_CHANCE: Final[Mapping[str, float]] = {
    "id": 1e-3, "email": 1e-5, "phone": 1e-5, "name": 1e-4, "company": 1e-4, "first_name": 0.01, "notes": 1e-3,
    "created": 0.01, "postcode": 0.02, "amount": 0.02,
}  # fmt: skip
"""How often two leads have the same by chance, where no two rows of a list do: a short list cannot tell how rare it is.
"""
_SOME: Final = 0.05
_TOO_LATE: Final = 9.0
_OTHER_DAY, _OTHER_MONTH, _FAR = 5.0, 8.0, 31
_SWAPPED: Final = 2.0
_UNKNOWN: Final = 5.0
"""Columns of the user's own may change together, as nobody knows what they are: they speak against a pair so far."""
_SAME_PERSON: Final = ("email", "phone")
_SPELLED: Final = ("name", "company", "first_name", "email")
_ALIKE: Final = 84.0
_HOPELESS: Final = -9.0
"""Below, no other spelling would help a pair."""
_MOST_SPELLED: Final = 60_000
_SHARE: Final = 0.7
"""Of the weight of a name that is spelled otherwise."""
_DECIMALS: Final = 6
_MOST_KEYS: Final = 1 << 62
"""So many combinations of facts one whole number tells apart."""
_END: Final = 9


def _phones(texts: Sequence[str]) -> list[str]:
    return number_ends(texts, _END)


def _each(make: Callable[[str], str]) -> Callable[[Sequence[str]], list[str]]:
    return lambda texts: [*map(make, texts)]


_KEYS: Final[Mapping[str, Callable[[Sequence[str]], list[str]]]] = {
    "id": _each(plain_number), "email": address_keys, "phone": _phones, "name": name_keys, "company": name_keys,
    "first_name": name_keys, "city": _each(place_key), "postcode": _each(place_key),
}  # fmt: skip


def _plain(texts: Sequence[str]) -> list[str]:
    """Texts as they are compared: without case, accents and further spaces."""
    return [" ".join(text.split()) for text in all_folded(texts)]


def keys_of(name: str, texts: Sequence[str]) -> list[str]:
    """The texts of a column as they are compared."""
    make = _KEYS.get(name)
    if make is None:
        return _plain(texts)
    keys = make(texts)
    without = [place for place, key in enumerate(keys) if not key]
    for place, key in zip(without, _plain([texts[place] for place in without]), strict=True):
        keys[place] = key
    return keys


def is_fixed(frame: Frame, name: str) -> bool:
    """Whether a column holds facts that are known when a lead is made, and that nothing of its course changes."""
    return is_extra(name) or (frame.table.by_id[name].known is Known.AT_CREATION and name != "owner")


@dataclass(eq=False, slots=True)
class _Raw:
    """A column of both lists as it stands: a code a row (-1 missing), and what the codes stand for."""

    name: str
    codes: Codes
    distinct: Any
    counts: Codes
    _keys: npt.NDArray[np.object_] | None = None

    def keys(self, known: Codes) -> npt.NDArray[np.object_]:
        """What those codes stand for as it is compared; of each it is worked out once."""
        new = known
        if self._keys is None:
            self._keys = np.full(len(self.counts), None, object)
        else:
            new = known[pd.isna(self._keys[known])]
        if len(new):
            texts = self.distinct if len(new) == len(self.distinct) else self.distinct[new]
            self._keys[new] = keys_of(self.name, [*map(str, texts.tolist())])
        return self._keys[known]


@dataclass(eq=False, slots=True)
class Compared:
    """A column made comparable, of some rows of both lists: codes of each (-1 missing) and the weight of each code
    where two rows have it; ``differ``: where they have others.
    """

    name: str
    base: Codes
    other: Codes
    weights: Weights
    differ: float
    texts: Any
    is_person: bool

    @property
    def bits(self) -> float:
        """How much it tells on the average, where two rows have the same."""
        known = self.base[self.base >= 0]
        return float(self.weights[known].mean()) * len(known) / len(self.base) if len(known) else 0.0


class Lists:
    """The rows of two lists, made comparable. Rows are numbered within each list.

    ``columns``: those that both have. ``late``: for each row of either list the day on which the other was true, the
    smallest number where that is not known.
    """

    def __init__(
        self, frame: Frame, base: Places, other: Places, columns: Sequence[str], late: tuple[Codes, Codes]
    ) -> None:
        self.frame = frame
        self.size = max(len(base), len(other), 2)
        self.most = math.log(self.size)
        """The weight of what tells one row from all others."""
        self._count = len(base)
        self._late = late
        self._raw = [_raw(frame, name, np.concatenate([base, other])) for name in columns]
        self._rows = len(base) + len(other)

    def equal(self, *, fixed: bool = False) -> tuple[Codes, Codes]:
        """Codes of the rows of each list: the same where all facts are the same. *fixed*: those that do not change."""
        keys, many = np.zeros(self._rows, np.int64), 1
        for raw in self._raw:
            if not fixed or raw.name == "id" or is_fixed(self.frame, raw.name):
                size = len(raw.counts) + 1
                if many * size > _MOST_KEYS:
                    keys = pd.factorize(keys)[0].astype(np.int64)
                    many = self._rows
                keys = keys * size + (raw.codes + 1)
                many *= size
        keys = pd.factorize(keys)[0].astype(np.int64)
        return keys[: self._count], keys[self._count :]

    def numbers(self) -> tuple[Codes, Codes] | None:
        """Codes of the leads' numbers in each list, -1 where missing; None without such a column."""
        found = next((raw for raw in self._raw if raw.name == "id"), None)
        return None if found is None else (found.codes[: self._count], found.codes[self._count :])

    def of(self, base: Codes, other: Codes, *, as_written: bool = False) -> Evidence:
        """What those rows of the lists tell. *as_written*: what is spelled otherwise is another fact, which is quicker
        to find out.
        """
        rows = np.concatenate([base, other + self._count])
        columns = [self._compared(raw, raw.codes[rows], len(base), as_written=as_written) for raw in self._raw]
        late = (self._late[0][base], self._late[1][other])
        return Evidence(columns, self.most, late, is_spelled=not as_written)

    def _compared(self, raw: _Raw, codes: Codes, count: int, *, as_written: bool) -> Compared:
        """The column for some rows, what is spelled otherwise but means the same being one."""
        kind = self.frame.kind(raw.name)
        total = max(int(raw.counts.sum()), 1)
        if as_written or kind is Kind.MOMENT or kind.is_number:
            counts, distinct = raw.counts, raw.distinct
        else:
            known = np.flatnonzero(np.bincount(codes[codes >= 0], minlength=len(raw.counts)))
            numbers, distinct = pd.factorize(raw.keys(known))
            table = np.full(len(raw.counts) + 1, -1, np.int64)
            table[known] = numbers
            codes = table[codes]
            counts = np.bincount(numbers, raw.counts[known], len(distinct)).astype(np.int64)
        chance = np.maximum(counts / total, 1.0 / self.size)
        chance[counts <= 2] = min(_BY_CHANCE.get(raw.name, _SOME), 1.0 / self.size)
        fixed = _FIXED if is_fixed(self.frame, raw.name) else _MOVING
        stays = _STAYS.get(raw.name, 0.93 if kind is Kind.MOMENT else fixed)
        weights = np.log(stays / np.minimum(chance, 1.0))
        differ = math.log(1.0 - stays) - math.log(max(1.0 - float((chance**2).sum()), 0.05))
        if raw.name == "id":
            weights, differ = weights + _NUMBER, _OTHER_NUMBER
        return Compared(
            raw.name, codes[:count], codes[count:], weights, min(differ, 0.0), distinct, self._is_person(raw.name)
        )

    def _is_person(self, name: str) -> bool:
        return not is_extra(name) and name not in ENQUIRY and is_fixed(self.frame, name)


class Evidence:
    """What speaks for and against pairs of some rows of two lists, numbered among these."""

    def __init__(
        self, columns: Sequence[Compared], most: float, late: tuple[Codes, Codes], *, is_spelled: bool
    ) -> None:
        self._is_spelled = is_spelled
        self.columns = columns
        self.most = most
        self._late = late

    def weigh(self, base: Codes, other: Codes) -> Weights:
        """How much speaks for each pair: the logarithm of how much likelier it is that they are one than that not."""
        person, rest, unknown = (np.zeros(len(base)) for _ in range(3))
        for column in self.columns:
            if not len(column.weights):
                continue
            one, two = column.base[base], column.other[other]
            both = (one >= 0) & (two >= 0)
            same = both & (one == two)
            weight = np.where(same, column.weights[one], np.where(both, column.differ, 0.0))
            if column.is_person:
                person += weight
            elif is_extra(column.name):
                rest += np.maximum(weight, 0.0)
                unknown += np.maximum(-weight, 0.0)
            else:
                rest += weight
            if column.name == "created":
                rest += self._days(column, base, other, both & ~same)
        rest -= _UNKNOWN * -np.expm1(-unknown / _UNKNOWN)
        if self._is_spelled:
            person += self._spelled(base, other, person + rest)
        return np.minimum(person, self.most + _BEYOND) + rest

    def _days(self, column: Compared, base: Codes, other: Codes, differ: npt.NDArray[np.bool_]) -> Weights:
        """What it means besides that two rows were made on different days: after the other list was written, say."""
        days = np.array(column.texts, np.int64)
        one, two = days[column.base[base]], days[column.other[other]]
        after = (one > self._late[0][base]) & (self._late[0][base] != MISSING_DAY)
        after |= (two > self._late[1][other]) & (self._late[1][other] != MISSING_DAY)
        far = differ & (np.abs(one - two) > 1)
        against = np.where(np.abs(one - two) > _FAR, _OTHER_MONTH, _OTHER_DAY)
        weight = np.where(far, -(against + column.differ), 0.0)
        where = np.flatnonzero(far)
        if len(where):
            swapped = where[_swapped(one[where]) == two[where]]
            weight[swapped] = -_SWAPPED - column.differ
        return np.where(differ & after, -_TOO_LATE, weight)

    def _spelled(self, base: Codes, other: Codes, weights: Weights) -> Weights:
        """What names that are only spelled otherwise give back."""
        more = np.zeros(len(base))
        for column in self.columns:
            if column.name not in (*_SPELLED, *_SAME_PERSON):
                continue
            one, two = column.base[base], column.other[other]
            where = np.flatnonzero((one >= 0) & (two >= 0) & (one != two) & (weights > _HOPELESS))
            if not len(where) or len(where) > _MOST_SPELLED:
                continue
            pairs = one[where] * len(column.weights) + two[where]
            codes, place = np.unique(pairs, return_inverse=True)
            like = np.array([
                _likeness(column.name, str(column.texts[code // len(column.weights)]),
                          str(column.texts[code % len(column.weights)]))
                for code in codes.tolist()
            ])[place.reshape(-1)]  # fmt: skip
            weight = _SHARE * np.minimum(column.weights[one[where]], column.weights[two[where]])
            more[where] += np.where(like > 0, like * weight - column.differ, 0.0)
        return more


def _likeness(name: str, first: str, second: str) -> float:
    """How far two texts may be one, 0 to 1."""
    if name == "phone":
        return 1.0 if set(first.split("/")) & set(second.split("/")) else 0.0
    one, two = set(first.split()), set(second.split())
    if name != "email" and (one <= two or two <= one):
        return 0.9
    ratio = fuzz.ratio(first, second, score_cutoff=_ALIKE)
    return ratio / 100.0 if ratio else 0.0


def _swapped(days: Codes) -> Codes:
    """Those days with day and month in each other's place; the same day where that is none."""
    dates = days.astype("datetime64[D]")
    years, months = dates.astype("datetime64[Y]"), dates.astype("datetime64[M]")
    day, month = (dates - months).astype(np.int64), (months - years).astype(np.int64)
    other = (years.astype("datetime64[M]") + np.minimum(day, 11)).astype("datetime64[D]") + month
    return np.where(day < 12, other.astype(np.int64), days)


def _raw(frame: Frame, name: str, places: Places) -> _Raw:
    kind = frame.kind(name)
    distinct: Any
    if kind is Kind.CATEGORY:
        codes, distinct = frame.codes(name)[places].astype(np.int64), np.array(frame.labels(name), object)
    else:
        values: Any
        if name == "created":
            values = frame.days(name)[places]
        elif kind.is_number:
            values = np.round(frame.numbers(name)[places], _DECIMALS)
        else:
            values = frame.data[name].iloc[places]
        codes, distinct = pd.factorize(values)
        codes = codes.astype(np.int64)
        if name == "created":
            codes[frame.days(name)[places] == MISSING_DAY] = -1
    return _Raw(name, codes, distinct, np.bincount(codes[codes >= 0], minlength=len(distinct)))
