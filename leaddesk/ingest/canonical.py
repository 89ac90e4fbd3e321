"""Spellings of one value brought together: "google", "Google " and "GOOGLE" are one channel, in every table."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leaddesk.ingest.values import Typed

SHARED: Final = {"name": "campaign", "operation": "campaign"}
"""Columns of categories that hold another one's values: an operation is a campaign."""


@dataclass(slots=True)
class Spelled:
    """A column of categories: where it is, its values, and whether its spellings may be brought together.

    ``written``: the labels as the file has them, spaces and all. ``best``: for each code in use the one spelling,
    filled by :func:`unified`.
    """

    column: str
    typed: Typed
    canonical: bool = True
    written: Sequence[str] = ()
    texts: list[str] = field(default_factory=list)
    counts: npt.NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, np.intp))
    best: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.typed.labels is not None:
            self.counts = np.bincount(self.typed.values + 1, minlength=len(self.typed.labels) + 1)[1:]
            self.texts = [" ".join(str(text).split()) for text in self.typed.labels.to_pylist()]

    @property
    def labels(self) -> dict[int, str]:
        """What each code in use is called: the one spelling, or its own where they may not be brought together."""
        return self.best if self.canonical else {code: self.texts[code] for code in self.best}

    @property
    def changed(self) -> dict[int, tuple[str, str]]:
        """The codes whose one spelling is not what the file says, with both; brought together or not."""
        pairs = {code: (self._as_written(code), label) for code, label in self.best.items()}
        return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}

    def _as_written(self, code: int) -> str:
        """The label as the file has it; one that the user gave another value counts as that value."""
        text = self.written[code] if code < len(self.written) else self.texts[code]
        return text if " ".join(text.split()) == self.texts[code] else self.texts[code]


def same_value(text: str) -> str:
    """What spellings of one value have in common: everything but case and spaces."""
    return " ".join(text.casefold().split())


def group_of(column: str) -> str:
    """The columns that share their values have the same group."""
    return SHARED.get(column, column)


def unified(columns: Sequence[Spelled]) -> None:
    """Give every used label of the columns its one spelling: the most frequent one, over all of them."""
    groups: dict[str, list[Spelled]] = defaultdict(list)
    for column in columns:
        groups[group_of(column.column)].append(column)
    for members in groups.values():
        best = _most_frequent(members)
        for member in members:
            for code in np.flatnonzero(member.counts).tolist():
                member.best[code] = best[same_value(member.texts[code])]


_ORDINARY: Final = 3
_SHORT: Final = 4


def _most_frequent(members: Iterable[Spelled]) -> dict[str, str]:
    """The winning spelling of each value."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for member in members:
        for code in np.flatnonzero(member.counts).tolist():
            text = member.texts[code]
            spellings[same_value(text)][text] += int(member.counts[code])
    return {value: best_written(counter) for value, counter in spellings.items()}


def best_written(spellings: Counter[str]) -> str:
    """The one of several spellings that stands for all; the earlier one where two are as good.

    One in capitals or without any comes of haste: three of them weigh as much as one with capitals where they belong.
    """
    weight = {text: count * (_ORDINARY if is_ordinary(text) else 1) for text, count in spellings.items()}
    return max(spellings, key=lambda text: (weight[text], is_ordinary(text)))


def is_ordinary(text: str) -> bool:
    """Whether a text is written with care: SEO is, GOOGLE and google are not."""
    return (len(text) <= _SHORT and text.isupper()) or not (text.isupper() or text.islower())
