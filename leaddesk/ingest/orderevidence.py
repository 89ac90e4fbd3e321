"""What the written dates of a column say about themselves: day or month first, and figures that are days or years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import moments

if TYPE_CHECKING:
    from leaddesk.ingest.texts import Mask, Texts

_FEWEST: Final = 4
_MOST_YEARS: Final = 4
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31


@dataclass(frozen=True, slots=True)
class OrderEvidence:
    """How many distinct texts can only be day-month, only month-day, only year-month-day, or several of these."""

    dmy: int = 0
    mdy: int = 0
    ymd: int = 0
    either: int = 0

    def __add__(self, other: OrderEvidence) -> OrderEvidence:
        mine, theirs = (self.dmy, self.mdy, self.ymd, self.either), (other.dmy, other.mdy, other.ymd, other.either)
        return OrderEvidence(*(a + b for a, b in zip(mine, theirs, strict=True)))

    @property
    def order(self) -> str:
        """The order that the texts prove, empty when they prove none."""
        best = max(("dmy", "mdy", "ymd"), key=lambda name: getattr(self, name))
        first, second = sorted((self.dmy, self.mdy, self.ymd), reverse=True)[:2]
        return best if first > second else ""

    @property
    def is_open(self) -> bool:
        """Some text needs the order, and none tells it."""
        return self.either > 0 and not self.order


def evidence(texts: Texts, used: Mask) -> OrderEvidence:
    """What the *used* texts say about the order of day and month."""
    total = OrderEvidence()
    short = []
    shapes = texts.shapes
    is_month = months_and_years(texts, used)
    for index, shape in enumerate(shapes.names):
        how = moments.plan(shape)
        if how is None or not how.is_open or (is_month and not how.has_year):
            continue
        members = shapes.members(index)
        members = members[used[members]]
        parts = moments.parts_of(how, shapes.figures(index, members))
        a, b = parts["a"], parts["b"]
        if "c" in parts:
            short.append(np.stack([a, b, parts["c"]]))
        possible = {"dmy": (a <= 31) & (b <= 12), "mdy": (a <= 12) & (b <= 31)}
        possible["ymd"] = (b <= 12) & (parts["c"] <= 31) & (a > 31) if "c" in parts else np.zeros(len(a), bool)
        number = sum(mask.astype(np.int8) for mask in possible.values())
        same = possible["dmy"] & possible["mdy"] & (a == b)  # 05/05: no question, no evidence
        only = {name: int((mask & (number == 1)).sum()) for name, mask in possible.items()}
        total += OrderEvidence(**only, either=int(((number > 1) & ~same).sum()))
    return OrderEvidence(ymd=len(used)) if short and _year_first(*np.concatenate(short, axis=1)) else total


def months_and_years(texts: Texts, used: Mask) -> bool:
    """Whether what looks like days without a year (05/26, 06/26) are months, each with its year: the second number
    hardly changes, and is no month.
    """
    firsts: set[int] = set()
    seconds: set[int] = set()
    shapes = texts.shapes
    for index, shape in enumerate(shapes.names):
        how = moments.plan(shape)
        if how is not None and how.is_open and not how.has_year:
            members = shapes.members(index)
            parts = moments.parts_of(how, shapes.figures(index, members[used[members]]))
            firsts.update(np.unique(parts["a"]).tolist())
            seconds.update(np.unique(parts["b"]).tolist())
    if not seconds or len(seconds) > len(firsts):
        return False
    return min(seconds) > _LAST_MONTH and max(seconds) - min(seconds) <= _MOST_YEARS // 2


def days_of_months(texts: Texts, used: Mask) -> bool:
    """Whether two figures behind a month (``May 12``) are a day: they change as days do, or one stands there alone."""
    numbers: set[int] = set()
    alone = False
    shapes = texts.shapes
    for index, shape in enumerate(shapes.names):
        how = moments.plan(shape)
        if how is None or not how.month:
            continue
        members = shapes.members(index)
        members = members[used[members]]
        alone |= not how.has_year and bool(len(members))
        if how.either:
            numbers.update(np.unique(moments.parts_of(how, shapes.figures(index, members))["y"]).tolist())
    fits = bool(numbers) and min(numbers) > 0 and max(numbers) <= _LAST_DAY
    return fits and (alone or max(numbers) - min(numbers) > _MOST_YEARS)


def _year_first(a: moments.Seconds, b: moments.Seconds, c: moments.Seconds) -> bool:
    """Whether dates of two figures each begin with the year (25/03/14): the first number hardly changes, the last one
    does as days do.
    """
    if len(a) < _FEWEST or a.min() == 0 or b.max() > 12 or c.min() == 0 or c.max() > 31:
        return False
    return bool(a.max() - a.min() <= 2 and c.max() - c.min() >= 8)


def first_of_month_order(texts: Texts, used: Mask) -> str:
    """``dmy`` or ``mdy`` where one place always says 1 and the other changes, as in a list of months; else empty."""
    a_values: set[int] = set()
    b_values: set[int] = set()
    shapes = texts.shapes
    for index, shape in enumerate(shapes.names):
        how = moments.plan(shape)
        if how is None or not how.is_open:
            continue
        members = shapes.members(index)
        parts = moments.parts_of(how, shapes.figures(index, members[used[members]]))
        a_values.update(np.unique(parts["a"]).tolist())
        b_values.update(np.unique(parts["b"]).tolist())
    if a_values == {1} and len(b_values) > 2:
        return "dmy"
    return "mdy" if b_values == {1} and len(a_values) > 2 else ""
