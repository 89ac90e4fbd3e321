"""Which rows of a list of leads are rows of earlier lists, where it is an edition of these at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from leaddesk.ingest.evidence import Lists
from leaddesk.ingest.kinship import are_strangers
from leaddesk.ingest.matching import Matches, Rule, matched
from leaddesk.ingest.pieces import agree, cell_texts
from leaddesk.ingest.recounted import counts_from_one
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.schema import is_extra

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from leaddesk.ingest.parts import Part
    from leaddesk.ingest.pieces import Piece, Places
    from leaddesk.model.dataset import Frame

_SHARED: Final = 0.6
"""Of the columns of two editions of a list, of which one only has some more, at least so many are in both;"""
_NEARLY: Final = 0.8
"""and so many where each has some that the other lacks: a list of leads and one of deals are joined in another way."""
_AGAIN: Final = 0.5
"""Of the rows of the days that both cover, of the shorter list, at least so many are in both."""
_LEAST: Final = 2


def is_one_list(one: Part, other: Part) -> bool:
    """Whether two sheets may be editions of one list: leads from two files, with the same columns or nearly so."""
    if one.raw is other.raw or "typed" in (one.raw.format, other.raw.format):
        return False
    own, theirs = (_facts(part) for part in (one, other))
    both = own & theirs
    shared = _SHARED if both in (own, theirs) else _NEARLY
    return len(both) > 1 and len(both) >= shared * len(own | theirs)


def _facts(part: Part) -> set[str]:
    """The columns of a sheet, without what came of taking a cell apart."""
    constant = {one.target for one in part.recipe.constants}
    return {name for name in part.columns if name in part.choices or name in constant}


def of_the_file(part: Part) -> set[str]:
    """The columns that all rows of a sheet have from its name, its file's or the user, which say nothing of each."""
    names = {"created", part.recipe.sheet_target} | {one.target for one in part.recipe.constants}
    return {name for name in names if name in part.columns and name not in part.choices}


@dataclass(eq=False, slots=True)
class Again:
    """Rows of a list that are leads of earlier ones: places in the frame, pairwise, with rules and the logarithm of the
    odds. ``open_base`` and the others: pairs that may be one lead and were not taken.
    """

    base: Places
    other: Places
    rule: npt.NDArray[np.int8]
    odds: npt.NDArray[np.float64]
    open_base: Places
    open_other: Places
    open_odds: npt.NDArray[np.float64]
    beside: list[int]
    """The numbers of the sheets that it goes on with, among those it was compared with."""


def same_leads(
    frame: Frame, piece: Piece, besides: Sequence[tuple[Piece, Places]], days: tuple[Sequence[int], int]
) -> Again:
    """The rows of a *piece* that are rows of *besides*: earlier sheets, each with its rows that are left.

    *days*: those on which these sheets were true, and that of the piece.
    """
    pool = np.concatenate([places for _, places in besides])
    sheet = np.repeat(np.arange(len(besides)), [len(places) for _, places in besides])
    wrote = np.array(days[0], np.int64)[sheet] if len(besides) else np.zeros(0, np.int64)
    columns = _columns(frame, piece, [beside for beside, _ in besides])
    if "id" in columns and not _keep_numbers(frame, pool, piece.places):
        columns.remove("id")
    if "id" not in columns and not piece.part.recipe.same and _are_strangers(frame, piece, besides):
        return _none()
    own = np.full(len(piece.places), MISSING_DAY, np.int64)
    if days[1] != MISSING_DAY and len(wrote):
        own[:] = wrote.max() if wrote.max() <= days[1] and wrote.min() != MISSING_DAY else MISSING_DAY
    theirs = np.where((wrote > days[1]) & (days[1] != MISSING_DAY), days[1], MISSING_DAY)
    lists = Lists(frame, pool, piece.places, columns, (theirs, own))
    same, apart = (_numbered(frame, pool, piece, said) for said in (piece.part.recipe.same, piece.part.recipe.apart))
    found = matched(lists, len(pool), len(piece.places), same, apart)
    return _of_editions(frame, piece, besides, (pool, sheet), found)


def _are_strangers(frame: Frame, piece: Piece, besides: Sequence[tuple[Piece, Places]]) -> bool:
    """Whether the sheet can be an edition of none of those beside it."""
    return all(
        are_strangers(frame, left, piece.places, max(_LEAST, _AGAIN * min(_rows_to_share(frame, beside, left, piece))))
        for beside, left in besides
    )


def _rows_to_share(frame: Frame, beside: Piece, left: Places, piece: Piece) -> tuple[int, int]:
    """How many rows two sheets have that may be in both."""
    if {"created"} & (of_the_file(beside.part) | of_the_file(piece.part)):
        return len(left), len(piece.places)
    return _in_common_days(frame, left, piece.places)


def _none() -> Again:
    nothing, odds = np.zeros(0, np.intp), np.zeros(0)
    return Again(nothing, nothing, np.zeros(0, np.int8), odds, nothing, nothing, odds, [])


def _columns(frame: Frame, piece: Piece, besides: Iterable[Piece]) -> list[str]:
    """The columns that the sheet and one of the earlier ones have."""
    theirs = set().union(*(set(beside.part.columns) - of_the_file(beside.part) for beside in besides))
    own = of_the_file(piece.part)
    names = [name for name in piece.part.columns if name in theirs and name not in own and frame.has(name)]
    return [name for name in names if not (is_extra(name) and _only_counts(frame, name, piece.places))]


def _only_counts(frame: Frame, name: str, places: Places) -> bool:
    """Whether a column of the user's own counts the rows of a list, so that the next list counts others."""
    some = cell_texts(frame, name, places[:_LEAST])
    return all(text.isdigit() for text in some) and counts_from_one(cell_texts(frame, name, places))


def _keep_numbers(frame: Frame, base: Places, other: Places) -> bool:
    """Whether the numbers in two lists name the same leads."""
    numbers = frame.data["id"]
    known = pd.Series(base, index=numbers.iloc[base]).groupby(level=0).first().drop("", errors="ignore")
    place = known.index.get_indexer(pd.Index(numbers.iloc[other]))
    ones, twos = known.to_numpy()[place[place >= 0]], other[place >= 0]
    return bool(len(twos)) and agree(frame, ones, twos, set(cell_texts(frame, "id", twos)))


def _numbered(frame: Frame, pool: Places, piece: Piece, said: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """What the user said of pairs of rows (ids), as their numbers in the two lists."""
    if not said:
        return []
    ones = {row: number for number, row in enumerate(frame.rows[pool].tolist())}
    twos = {row: number for number, row in enumerate(frame.rows[piece.places].tolist())}
    return [(ones[one], twos[two]) for one, two in said if one in ones and two in twos]


def _of_editions(
    frame: Frame,
    piece: Piece,
    besides: Sequence[tuple[Piece, Places]],
    pool: tuple[Places, npt.NDArray[np.intp]],
    found: Matches,
) -> Again:
    """What was found, of the sheets that the piece goes on with alone: people that two lists share by the way are a
    matter of duplicates.
    """
    places, sheet = pool
    numbered = np.isin(found.rule, [Rule.NUMBER, Rule.HAND])
    accepted: list[int] = []
    for least in (_LEAST, 1):
        for number, (beside, left) in enumerate(besides):
            here = sheet[found.base] == number
            count = int(here.sum())
            if number in accepted or (least == 1 and not accepted):
                continue
            ours, theirs = _rows_to_share(frame, beside, left, piece)
            enough = count >= least and count >= _AGAIN * min(ours, theirs)
            if enough or bool((here & numbered).any()):
                accepted.append(number)
    kept, asked = np.isin(sheet[found.base], accepted), np.isin(sheet[found.open_base], accepted)
    return Again(
        places[found.base[kept]], piece.places[found.other[kept]], found.rule[kept], found.odds[kept],
        places[found.open_base[asked]], piece.places[found.open_other[asked]], found.open_odds[asked], sorted(accepted),
    )  # fmt: skip


def _in_common_days(frame: Frame, ours: Places, theirs: Places) -> tuple[int, int]:
    """How many rows two lists have of the days that both cover; all of them where nothing dates them."""
    if not frame.has("created"):
        return len(ours), len(theirs)
    days = [frame.days("created")[places] for places in (ours, theirs)]
    dated = [one[one != MISSING_DAY] for one in days]
    if not all(map(len, dated)):
        return len(ours), len(theirs)
    first, last = max(int(one.min()) for one in dated), min(int(one.max()) for one in dated)
    mine, other = (int(((one >= first) & (one <= last)).sum()) for one in dated)
    return (mine, other) if mine and other else (len(ours), len(theirs))
