"""What two sheets of one table have in common: rows that are the same, and rows that were written anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.schema import Kind, is_extra

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leaddesk.ingest.parts import Part
    from leaddesk.ingest.pieces import Places
    from leaddesk.model.dataset import Frame

_LEAST: Final = 2
_KNOWN: Final = 0.6
"""Of the earlier rows of the days that both sheets cover at least so many must be in the later sheet again."""
_MINE: Final = 0.5
"""And of the later sheet's own rows of those days at least so many must be earlier ones."""
_SPACED: Final = 6

Pairs = tuple["Places", "Places"]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two sheets of a table laid over one another. ``base`` and ``other``: places of rows in the frame, pairwise, the
    earlier sheet's first. ``whole``: how many of them, the first, are the same in the user's own columns as well.
    ``is_list``: the later sheet goes on with the earlier one, whose rows it says again.
    """

    base: Places
    other: Places
    whole: int
    is_list: bool


def told_columns(part: Part) -> set[str]:
    """The table's columns that a sheet has, without the last day of an expense where that is only a guess."""
    guessed = {"until"} - set(part.choices)
    return {name for name in part.columns if name in part.table.by_id} - guessed


def shared_columns(frame: Frame, base: Part, other: Part) -> list[str]:
    """The table's columns that both sheets have; none where they are sheets of another make."""
    own, theirs = (told_columns(part) for part in (base, other))
    both = own & theirs
    is_alike = len(both) > 1 and both in (own, theirs)
    return [name for name in frame.table.by_id if name in both] if is_alike else []


def overlap(frame: Frame, parts: tuple[Part, Part], base: Places, other: Places, least: int = _LEAST) -> Overlap:
    """How the rows at *base* and *other* lie over one another, a row with one of the other sheet at most.

    *parts*: their sheets. *least*: of how many rows the later sheet must say again to be the same list.
    """
    shared = shared_columns(frame, *parts)
    nothing = np.zeros(0, np.intp)
    if not shared:
        return Overlap(nothing, nothing, 0, is_list=False)
    extras = [name for name in parts[0].columns if is_extra(name) and name in parts[1].columns]
    same = paired(frame, [*shared, *extras], base, other)
    further = paired(frame, shared, *_rest(base, other, same))
    ones, others = (np.concatenate(side) for side in zip(same, further, strict=True))
    is_list = len(ones) >= least and _goes_on(frame, shared, base, other, len(ones))
    return Overlap(ones, others, len(same[0]), is_list)


def written_anew(frame: Frame, parts: tuple[Part, Part], base: Places, other: Places) -> Pairs:
    """Rows of a list that its next edition has with another amount, another text or, on that day, another channel.

    *base* and *other*: the rows that are not the same in both.
    """
    shared = shared_columns(frame, *parts)
    dates = [name for name in shared if frame.kind(name) is Kind.MOMENT]
    measures = [name for name in shared if frame.kind(name).is_number]
    ways = [
        [name for name in shared if name not in measures],
        [name for name in shared if frame.kind(name) is not Kind.TEXT],
        [*dates, *measures] if dates and measures else [],
    ]
    found: list[Pairs] = [(base[:0], other[:0])]
    for columns in filter(None, ways):
        pairs = paired(frame, columns, base, other)
        base, other = _rest(base, other, pairs)
        found.append(pairs)
    ones, others = (np.concatenate(side) for side in zip(*found, strict=True))
    return ones, others


def covered(frame: Frame, parts: tuple[Part, Part], base: Places, other: Places) -> tuple[Places, Places]:
    """The rows of the days that both sheets cover; none where no column dates them."""
    return _within(frame, shared_columns(frame, *parts), base, other)


def last_day(frame: Frame, part: Part, places: Places) -> int:
    """The day of the last of those rows, the smallest number where none is dated."""
    name = next((date for date in frame.table.dates if date in part.columns), None)
    return MISSING_DAY if name is None or not len(places) else int(frame.days(name)[places].max())


def paired(frame: Frame, columns: Iterable[str], base: Places, other: Places) -> Pairs:
    """The rows that are equal in these columns, in their order: of three and four equal ones three are paired."""
    keys = np.zeros(len(base) + len(other), np.int64)
    places = np.concatenate([base, other])
    for name in columns:
        codes = _codes(frame, name, places)
        keys = np.unique(keys * (codes.max(initial=0) + 1) + codes, return_inverse=True)[1].reshape(-1)
    ones, others = _numbered(keys[: len(base)]), _numbered(keys[len(base) :])
    _, here, there = np.intersect1d(ones, others, assume_unique=True, return_indices=True)
    order = np.argsort(there, kind="stable")
    return base[here[order]], other[there[order]]


def _numbered(keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Each key with how often it came before: no two are the same."""
    before = pd.Series(keys).groupby(keys).cumcount().to_numpy()
    numbered: npt.NDArray[np.int64] = keys * np.int64(1 << 31) + before
    return numbered


def _codes(frame: Frame, name: str, places: Places) -> npt.NDArray[np.int64]:
    """A number for each value of a column; the missing ones have one of their own."""
    kind = frame.kind(name)
    if kind is Kind.CATEGORY:
        return frame.codes(name)[places].astype(np.int64) + 1
    values: object
    if kind is Kind.MOMENT:
        values = frame.seconds(name)[places]
    elif kind.is_number:
        values = np.round(frame.numbers(name)[places], _SPACED)
    else:
        values = frame.data[name].iloc[places]
    return pd.factorize(values)[0].astype(np.int64) + 1


def _rest(base: Places, other: Places, pairs: Pairs) -> tuple[Places, Places]:
    return np.setdiff1d(base, pairs[0]), np.setdiff1d(other, pairs[1])


def _within(frame: Frame, shared: Sequence[str], base: Places, other: Places) -> tuple[Places, Places]:
    name = next((date for date in frame.table.dates if date in shared), None)
    if name is None:
        return base[:0], other[:0]
    days = frame.days(name)
    dated = [places[days[places] != MISSING_DAY] for places in (base, other)]
    if not all(map(len, dated)):
        return base[:0], other[:0]
    first = max(int(days[places].min()) for places in dated)
    last = min(int(days[places].max()) for places in dated)
    ones, others = (places[(days[places] >= first) & (days[places] <= last)] for places in dated)
    return ones, others


def _goes_on(frame: Frame, shared: Sequence[str], base: Places, other: Places, count: int) -> bool:
    ones, others = _within(frame, shared, base, other)
    return bool(len(ones)) and count >= _KNOWN * len(ones) and count >= _MINE * len(others)
