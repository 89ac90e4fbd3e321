"""The rows of a later list and those of earlier ones that are the same leads, one to one, each pair with what tells so.

Rows that are the same in all go first, then those of the same number, then the likeliest, where nothing else is nearly
as likely; last, what stands between the same neighbours in both lists. What stays doubtful is not paired.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, auto
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from leaddesk.ingest.alignment import between_neighbours

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from leaddesk.ingest.evidence import Codes, Compared, Evidence, Lists, Weights

SURE: Final = 2.0
"""The logarithm of the odds from which a pair is taken: seven to one, where no other pair is nearly as likely."""
POSSIBLE: Final = 0.0
"""From even odds on a pair is worth a question."""
_MARGIN: Final = 3.0
"""So much likelier than any other a pair must be."""
_ALL_PAIRS: Final = 400_000
"""So few pairs are looked at all."""
_MOST_PAIRS: Final = 3_000_000
_IN_A_BLOCK: Final = 3.0
"""Of a column, or of two together, a row has on the average so few rows of the other list with the same, to find pairs
by."""
_LARGEST_BLOCK: Final = 40
_BY: Final = 9
_ROUNDS: Final = 4


class Rule(IntEnum):
    """What told that two rows are one lead."""

    NUMBER = auto()
    EMAIL = auto()
    PHONE = auto()
    NAME = auto()
    """The same name or firm, or nearly, at the same place."""
    SAME = auto()
    """All facts are the same."""
    FACTS = auto()
    """Most facts are the same, and no other row has as many."""
    NEIGHBOURS = auto()
    """They stand between the same neighbours in both lists, and little differs."""
    HAND = auto()
    """The user said so."""


@dataclass(eq=False, slots=True)
class Matches:
    """Pairs of rows, numbered within their lists, with their rules and the logarithm of their odds; ``open_pairs``:
    those that may be one lead and were not taken, the likeliest first.
    """

    base: Codes
    other: Codes
    rule: npt.NDArray[np.int8]
    odds: Weights
    open_base: Codes = field(default_factory=lambda: np.zeros(0, np.int64))
    open_other: Codes = field(default_factory=lambda: np.zeros(0, np.int64))
    open_odds: Weights = field(default_factory=lambda: np.zeros(0))


class _Free:
    """The rows of both lists that have no partner yet, and the pairs that were found."""

    def __init__(self, count: int, others: int, apart: Collection[tuple[int, int]]) -> None:
        self.base, self.other = np.ones(count, np.bool_), np.ones(others, np.bool_)
        self._apart = np.array([one * others + two for one, two in apart], np.int64)
        self._width = others
        self._found: list[tuple[Codes, Codes, npt.NDArray[np.int8], Weights]] = []

    def allowed(self, base: Codes, other: Codes) -> npt.NDArray[np.bool_]:
        """Which pairs the user did not call two leads, of rows that are free."""
        free = self.base[base] & self.other[other]
        return free & ~np.isin(base * self._width + other, self._apart) if len(self._apart) else free

    def pair(self, base: Codes, other: Codes, rule: npt.NDArray[np.int8] | Rule, odds: Weights) -> None:
        """Take these pairs, no row twice among them."""
        rules = np.full(len(base), rule, np.int8) if isinstance(rule, Rule) else rule
        self._found.append((base, other, rules, odds))
        self.base[base] = self.other[other] = False

    def found(self) -> Matches:
        """All pairs, in the order of the later list."""
        if not self._found:
            nothing = np.zeros(0, np.int64)
            return Matches(nothing, nothing, nothing.astype(np.int8), np.zeros(0))
        bases, others, rules, all_odds = zip(*self._found, strict=True)
        base, other, rule = np.concatenate(bases), np.concatenate(others), np.concatenate(rules)
        odds = np.concatenate(all_odds)
        order = np.argsort(other, kind="stable")
        return Matches(base[order], other[order], rule[order], odds[order])


def matched(
    lists: Lists, count: int, others: int, same: Sequence[tuple[int, int]] = (), apart: Collection[tuple[int, int]] = ()
) -> Matches:
    """The pairs of *count* earlier rows and *others* later ones.

    *same*: pairs that the user said are one lead, *apart* those that he said are two; rows numbered within their lists.
    """
    free = _Free(count, others, apart)
    for said in same:
        if free.base[said[0]] and free.other[said[1]]:
            free.pair(np.array(said[:1]), np.array(said[1:]), Rule.HAND, np.array([np.inf]))
    equal = lists.equal()
    _equal(lists, free, equal, Rule.SAME)
    _equal(lists, free, lists.equal(fixed=True), Rule.FACTS)
    _numbered(lists, free)
    base, other = np.flatnonzero(free.base), np.flatnonzero(free.other)
    evidence = lists.of(base, other)
    one, two = candidates(evidence.columns, len(base), len(other))
    allowed = free.allowed(base[one], other[two])
    one, two = one[allowed], two[allowed]
    odds = evidence.weigh(one, two) - lists.most
    likely = odds > POSSIBLE - _MARGIN
    one, two, odds = one[likely], two[likely], odds[likely]
    _likeliest(evidence, free, (base, other), (one, two, odds))
    _neighbours(lists, free)
    if _equal(lists, free, equal, Rule.SAME, even=False):
        _likeliest(evidence, free, (base, other), (one, two, odds))
    _twins(lists, free, (base, other), (one, two, odds))
    left = free.allowed(base[one], other[two]) & (odds >= POSSIBLE)
    result = free.found()
    order = np.flatnonzero(left)[np.argsort(-odds[left], kind="stable")]
    result.open_base, result.open_other, result.open_odds = base[one[order]], other[two[order]], odds[order]
    return result


def _equal(lists: Lists, free: _Free, keys: tuple[Codes, Codes], rule: Rule, *, even: bool = True) -> bool:
    """Pair the rows that are equal, whether there were any; of several that are the same in all the first with the
    first. *even*: only where both lists have as many of them, as else their neighbours may tell which it is.
    """
    base, other = np.flatnonzero(free.base), np.flatnonzero(free.other)
    ones, twos = keys[0][base], keys[1][other]
    if rule is Rule.SAME:
        here, there = _in_order(ones, twos, even=even)
    else:
        here, there = _once(ones, twos)
    base, other = base[here], other[there]
    allowed = free.allowed(base, other)
    base, other = base[allowed], other[allowed]
    if len(base):
        evidence = lists.of(base, other, as_written=True)
        places = np.arange(len(base))
        odds = evidence.weigh(places, places) - lists.most
        taken = odds >= SURE
        rules = rules_of(evidence, places, places) if rule is Rule.FACTS else np.full(len(base), rule, np.int8)
        free.pair(base[taken], other[taken], rules[taken], odds[taken])
    return bool(len(base))


def _in_order(ones: Codes, twos: Codes, *, even: bool) -> tuple[Codes, Codes]:
    """Places of equal codes in two arrays; the first of several with the first, and so on. *even*: of those alone that
    are in both as often.
    """
    width = np.int64(1 << 31)
    first, second = (keys * width + pd.Series(keys).groupby(keys).cumcount().to_numpy() for keys in (ones, twos))
    _, here, there = np.intersect1d(first, second, assume_unique=True, return_indices=True)
    if even:
        size = int(max(ones.max(initial=0), twos.max(initial=0))) + 1
        same = np.bincount(ones, minlength=size) == np.bincount(twos, minlength=size)
        here, there = here[same[ones[here]]], there[same[ones[here]]]
    return here, there


def _once(ones: Codes, twos: Codes) -> tuple[Codes, Codes]:
    """Places of the codes that are in each of two arrays once."""
    firsts = []
    for keys in (ones, twos):
        codes, place, count = np.unique(keys, return_index=True, return_counts=True)
        firsts.append((codes[count == 1], place[count == 1]))
    _, here, there = np.intersect1d(firsts[0][0], firsts[1][0], assume_unique=True, return_indices=True)
    return firsts[0][1][here], firsts[1][1][there]


def _numbered(lists: Lists, free: _Free) -> None:
    """Pair the rows of one number, where what else they tell does not speak against it."""
    numbers = lists.numbers()
    if numbers is None:
        return
    base = np.flatnonzero(free.base & (numbers[0] >= 0))
    other = np.flatnonzero(free.other & (numbers[1] >= 0))
    here, there = _once(numbers[0][base], numbers[1][other])
    base, other = base[here], other[there]
    allowed = free.allowed(base, other)
    base, other = base[allowed], other[allowed]
    if len(base):
        places = np.arange(len(base))
        odds = lists.of(base, other, as_written=True).weigh(places, places) - lists.most
        taken = odds >= SURE
        free.pair(base[taken], other[taken], Rule.NUMBER, odds[taken])


def candidates(columns: Sequence[Compared], count: int, others: int) -> tuple[Codes, Codes]:
    """Pairs of rows that have something rare in common; all pairs of short lists."""
    if count * others <= _ALL_PAIRS:
        one, two = np.divmod(np.arange(count * others, dtype=np.int64), max(others, 1))
        return one, two
    ranked = sorted((column for column in columns if len(column.weights)), key=lambda column: -column.bits)[:_BY]
    shared = [_Shared(column) for column in ranked]
    found = np.zeros(0, np.int64)
    for chosen in [(one,) for one in shared] + list(combinations(shared, 2)):
        if len(found) > _MOST_PAIRS:
            break
        pairs = _joined(chosen, others)
        if len(pairs):
            found = np.unique(np.concatenate([found, pairs]))
    return np.divmod(found, others)


class _Shared:
    """A column that pairs are found by. For each side its ``codes``, which rows have one (``known``), and in which
    the other list has the same (``hits``): of a long list beside a short one few, and only these are looked at.
    """

    def __init__(self, column: Compared) -> None:
        self.size = len(column.weights)
        self.codes = (column.base, column.other)
        self.known = tuple(codes >= 0 for codes in self.codes)
        there = [np.bincount(codes[codes >= 0], minlength=self.size) > 0 for codes in self.codes]
        both = np.append(there[0] & there[1], np.False_)  # what is missing is in no list
        self.hits = tuple(both[codes] for codes in self.codes)


def _joined(columns: Sequence[_Shared], width: int) -> Codes:
    """The pairs of rows that have the same in all these columns, as one number each; nothing of what is too common."""
    known, rows, keys = 0, [], []
    for side in (0, 1):
        known += int(np.count_nonzero(np.logical_and.reduce([column.known[side] for column in columns])))
        rows.append(np.flatnonzero(np.logical_and.reduce([column.hits[side] for column in columns])))
        codes = np.zeros(len(rows[side]), np.int64)
        for column in columns:
            codes = codes * (column.size + 1) + column.codes[side][rows[side]]
        keys.append(codes)
    order = np.argsort(keys[1], kind="stable")
    other, theirs = rows[1][order], keys[1][order]
    first = np.searchsorted(theirs, keys[0], "left")
    count = np.searchsorted(theirs, keys[0], "right") - first
    few = count <= (_LARGEST_BLOCK if count.sum() <= _IN_A_BLOCK * known else _LARGEST_BLOCK // 10)
    base, first, count = rows[0][few], first[few], count[few]
    total = int(count.sum())
    within = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    pairs: Codes = np.repeat(base, count) * width + other[np.repeat(first, count) + within]
    return pairs


def _likeliest(
    evidence: Evidence, free: _Free, places: tuple[Codes, Codes], pairs: tuple[Codes, Codes, Weights]
) -> None:
    """Take the pairs that are sure and much likelier than any other of either row; with those gone, look again."""
    base, other = places
    one, two, odds = pairs
    order = np.lexsort((two, one, -odds))
    one, two, odds = one[order], two[order], odds[order]
    for _ in range(_ROUNDS):
        left = free.allowed(base[one], other[two])
        one, two, odds = one[left], two[left], odds[left]
        taken = odds >= SURE
        for side in (one, two):
            first, second = _best_two(side, odds)
            taken &= (odds == first) & (odds - second >= _MARGIN)
        if not taken.any():
            return
        ones, twos = one[taken], two[taken]
        free.pair(base[ones], other[twos], rules_of(evidence, ones, twos), odds[taken])


def _twins(lists: Lists, free: _Free, places: tuple[Codes, Codes], pairs: tuple[Codes, Codes, Weights]) -> None:
    """Pair rows that stand in a list twice or more: whichever of them it is, it is the same lead."""
    base, other = places
    one, two, odds = pairs
    left = free.allowed(base[one], other[two]) & (odds >= SURE)
    ones, twos, odds = base[one[left]], other[two[left]], odds[left]
    if not len(ones):
        return
    numbers = lists.numbers()
    keys = lists.equal(fixed=True) if numbers is None else numbers
    for group in _groups(ones, twos):
        rows, later = np.unique(ones[group]), np.unique(twos[group])
        alike = [len(set(side.tolist())) == 1 and side[0] >= 0 for side in (keys[0][rows], keys[1][later])]
        if not alike[0] or not (alike[1] or len(later) <= len(rows) > 1) or len(rows) + len(later) < 3:
            continue
        for place in group[np.argsort(-odds[group], kind="stable")].tolist():
            row, after = ones[place : place + 1], twos[place : place + 1]
            if free.allowed(row, after)[0]:
                free.pair(row, after, Rule.FACTS if numbers is None else Rule.NUMBER, odds[place : place + 1])


def _groups(ones: Codes, twos: Codes) -> list[Codes]:
    """The pairs that hang together, as their places."""
    of: dict[tuple[int, int], int] = {}
    members: dict[int, list[int]] = {}
    for place, both in enumerate(zip(ones.tolist(), twos.tolist(), strict=True)):
        known = {of[key] for key in ((0, both[0]), (1, both[1])) if key in of}
        joined = [place, *(member for group in known for member in members.pop(group))]
        members[place] = joined
        for member in joined:
            of[0, int(ones[member])] = of[1, int(twos[member])] = place
    return [np.array(sorted(group), np.int64) for group in members.values()]


def _best_two(rows: Codes, odds: Weights) -> tuple[Weights, Weights]:
    """For each pair the best odds of its row and the second best; the pairs go by their odds, the best first."""
    order = np.argsort(rows, kind="stable")
    ordered = rows[order]
    start = np.r_[True, ordered[1:] != ordered[:-1]] if len(rows) else np.zeros(0, np.bool_)
    heads = np.flatnonzero(start)
    group = np.cumsum(start) - 1
    best = odds[order][heads]
    sizes = np.diff(np.r_[heads, len(rows)])
    second = np.full(len(heads), -np.inf)
    several = sizes > 1
    second[several] = odds[order][heads[several] + 1]
    first, next_one = np.empty(len(rows)), np.empty(len(rows))
    first[order], next_one[order] = best[group], second[group]
    return first, next_one


def _neighbours(lists: Lists, free: _Free) -> None:
    """Pair what stands between the same neighbours, where the lists have the same order."""
    found = free.found()
    gaps = between_neighbours(found.base, found.other, free.base, free.other)
    if gaps is None:
        return
    base, other = np.flatnonzero(free.base), np.flatnonzero(free.other)
    evidence = lists.of(base, other)
    one, two = np.searchsorted(base, gaps.base), np.searchsorted(other, gaps.other)
    odds = evidence.weigh(one, two) - np.log(gaps.sizes)
    odds[~free.allowed(gaps.base, gaps.other)] = -np.inf
    taken = gaps.aligned(odds)
    free.pair(gaps.base[taken], gaps.other[taken], Rule.NEIGHBOURS, odds[taken])


def rules_of(evidence: Evidence, base: Codes, other: Codes) -> npt.NDArray[np.int8]:
    """What to name of each pair: the surest thing that both rows have."""
    rules = np.full(len(base), Rule.FACTS, np.int8)
    same = {}
    for column in evidence.columns:
        one, two = column.base[base], column.other[other]
        same[column.name] = (one >= 0) & (one == two)
    nothing = np.zeros(len(base), np.bool_)
    named = same.get("name", nothing) | same.get("company", nothing)
    rules[named & (same.get("postcode", nothing) | same.get("city", nothing))] = Rule.NAME
    for name, rule in (("phone", Rule.PHONE), ("email", Rule.EMAIL), ("id", Rule.NUMBER)):
        rules[same.get(name, nothing)] = rule
    return rules
