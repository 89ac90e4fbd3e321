"""One column of a grid: its array, how its cells are written, sorted, searched and edited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt

from leaddesk.text import Language, Message, msg

MISSING_DAY: Final = int(np.iinfo(np.int32).min)
MISSING_SECOND: Final = int(np.iinfo(np.int64).min)
DAY: Final = 86_400
_EPOCH: Final = dt.date(1970, 1, 1)
_EPOCH_MOMENT: Final = dt.datetime(1970, 1, 1)  # noqa: DTZ001  (spreadsheets know no time zones)

Array = npt.NDArray[Any]
Formatter = Callable[[int], str]
"""The words of the cell at a source position."""


class Kind(Enum):
    """What the array of a column holds, and what stands for a missing value.

    TEXT: ``int32`` codes into ``labels``, -1 missing, sorted by alphabet. CATEGORY: the same, sorted by the order of
    ``labels``. DAY: ``int32`` days since 1970-01-01. MOMENT: ``int64`` seconds since then. NUMBER, MONEY, PERCENT (as
    a fraction): ``float64``, NaN missing.
    """

    TEXT = auto()
    CATEGORY = auto()
    DAY = auto()
    MOMENT = auto()
    NUMBER = auto()
    MONEY = auto()
    PERCENT = auto()

    @property
    def is_coded(self) -> bool:
        """Whether the array holds codes into the labels."""
        return self in (Kind.TEXT, Kind.CATEGORY)

    @property
    def is_number(self) -> bool:
        """Whether the array holds floats."""
        return self in (Kind.NUMBER, Kind.MONEY, Kind.PERCENT)


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a :class:`~leaddesk.ui.itemmodels.grid.GridModel`.

    ``values``: ``[rows]`` as :class:`Kind` says. ``labels``: the words of the codes, ``keys``: what each code stands
    for when it is edited (the labels themselves when empty). ``explain``: asked for a cell's tooltip with the source
    position, only when the mouse rests there.
    """

    id: str
    header: Message
    kind: Kind
    values: Array
    labels: Sequence[str | Message] = ()
    keys: Sequence[object] = ()
    decimals: int | None = None
    currency: str = "EUR"
    editable: bool = False
    tooltip: Message | None = None
    explain: Callable[[int], Message | None] | None = None

    def key(self, code: int) -> object:
        """What the code stands for; None for a missing value."""
        if code < 0:
            return None
        return self.keys[code] if self.keys else self.labels[code]

    def choices(self, language: Language) -> list[tuple[object, str]]:
        """The values that a CATEGORY can take, with their words; the missing one first."""
        named = [(self.key(code), label) for code, label in enumerate(label_texts(self, language))]
        return [(None, ""), *named]

    def value(self, position: int) -> object:
        """The cell as a plain value: str or key, date, datetime, float; None when missing."""
        raw = self.values.item(position)
        if self.kind.is_coded:
            return self.key(raw)
        if self.kind is Kind.DAY:
            return None if raw == MISSING_DAY else _EPOCH + dt.timedelta(days=raw)
        if self.kind is Kind.MOMENT:
            return None if raw == MISSING_SECOND else _EPOCH_MOMENT + dt.timedelta(seconds=raw)
        return None if raw != raw else raw  # noqa: PLR0124  (NaN)


def flag_column(
    column_id: str,
    header: Message,
    values: npt.NDArray[np.int8],
    *,
    editable: bool = False,
    tooltip: Message | None = None,
) -> Column:
    """A column of yes and no: *values* are 1, 0, or -1 where unknown; edited as True, False, None."""
    labels = (msg("No"), msg("Yes"))
    return Column(column_id, header, Kind.CATEGORY, values, labels, (False, True), editable=editable, tooltip=tooltip)


def label_texts(column: Column, language: Language) -> Sequence[str]:
    """The labels of a coded column as words (they are all text, or all messages)."""
    if len(column.labels) and isinstance(column.labels[0], str):
        return cast("Sequence[str]", column.labels)
    return [label if isinstance(label, str) else language.text(label) for label in column.labels]


def formatter(column: Column, language: Language) -> Formatter:
    """How the cells of *column* are written, prepared once: the result only looks up and joins."""
    item = column.values.item
    if column.kind.is_coded:
        return _coded(item, label_texts(column, language))
    if column.kind is Kind.DAY:
        return _days(item, language)
    if column.kind is Kind.MOMENT:
        return _moments(item, language)
    return _numbers(item, column, language)


def _coded(item: Callable[[int], int], labels: Sequence[str]) -> Formatter:
    def write(position: int) -> str:
        code = item(position)
        return labels[code] if code >= 0 else ""

    return write


def _days(item: Callable[[int], int], language: Language) -> Formatter:
    @lru_cache(maxsize=20_000)
    def words(day: int) -> str:
        return "" if day == MISSING_DAY else language.date(_EPOCH + dt.timedelta(days=day))

    def write(position: int) -> str:
        return words(item(position))

    return write


def _moments(item: Callable[[int], int], language: Language) -> Formatter:
    @lru_cache(maxsize=20_000)
    def words(second: int) -> str:
        if second == MISSING_SECOND:
            return ""
        moment = _EPOCH_MOMENT + dt.timedelta(seconds=second)
        return language.datetime(moment) if second % DAY else language.date(moment.date())  # midnight: a day alone

    def write(position: int) -> str:
        return words(item(position))

    return write


def _numbers(item: Callable[[int], float], column: Column, language: Language) -> Formatter:
    if column.kind is Kind.NUMBER and column.decimals is None:
        return _free_numbers(item, language)
    decimals = {Kind.MONEY: 2, Kind.PERCENT: 1}.get(column.kind, 0) if column.decimals is None else column.decimals
    scale = 100 if column.kind is Kind.PERCENT else 1
    positive, negative = (_asked(column, language, sign * 1234 / scale, decimals) for sign in (1, -1))
    shape, factor = _shape(positive, negative, decimals), Decimal(scale)

    def write(position: int) -> str:
        value = item(position)
        if value - value != 0:  # NaN, infinite
            return ""
        exact = Decimal(repr(value)) * factor
        digits = format(abs(exact), shape.spec).translate(shape.marks)
        return (shape.minus if exact < 0 else "") + shape.before + digits + shape.after

    return write


def _asked(column: Column, language: Language, value: float, decimals: int) -> str:
    if column.kind is Kind.MONEY:
        return language.money(value, column.currency, decimals)
    return language.percent(value, decimals) if column.kind is Kind.PERCENT else language.number(value, decimals)


def _free_numbers(item: Callable[[int], float], language: Language) -> Formatter:
    """Numbers with as many decimals as they have, two at most: Babel is asked, once a value."""

    @lru_cache(maxsize=20_000)
    def words(value: float) -> str:
        return language.number(value)

    def write(position: int) -> str:
        value = item(position)
        return "" if value - value != 0 else words(value)  # NaN, infinite

    return write


@dataclass(frozen=True)
class _Shape:
    """How a language writes numbers of one kind; filling it in takes 1 µs where Babel takes 15."""

    minus: str
    before: str
    after: str
    spec: str
    marks: dict[int, str]


def _shape(positive: str, negative: str, decimals: int) -> _Shape:
    """Read off the two samples 1234 and -1234 as the language writes them."""
    first, last = positive.index("1"), positive.rindex("0" if decimals else "4")
    group = positive[first + 1 : positive.index("2")]
    point = positive[positive.index("4") + 1] if decimals else "."
    minus = negative[: len(negative) - len(positive)]
    marks = str.maketrans({",": group, ".": point})
    return _Shape(minus, positive[:first], positive[last + 1 :], f",.{decimals}f", marks)
