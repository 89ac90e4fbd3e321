"""Running lists: next month's file says last month's rows again. They count once, and the later word on a row holds.

Only rows without a number of their own, and only against files that came before. Where a file goes on with an earlier
one, its rows are left out unless that is switched off; a few equal rows may be honest repeats: they are only said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.ingest.overlap import covered, last_day, overlap, told_columns, written_anew
from leaddesk.ingest.pieces import Piece, Places, pieces_of
from leaddesk.ingest.recurring_words import ALIKE, CORRECTED, REPEATED, Told, told
from leaddesk.model.recipe import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leaddesk.ingest.parts import Part
    from leaddesk.ingest.texts import Mask
    from leaddesk.model.dataset import Dataset, Frame
    from leaddesk.model.issues import Issue


@dataclass(slots=True)
class Recurring:
    """The dataset without rows that another file made superfluous: the issues that say so, and for the parts (by their
    number) the rows of their sheets that were set aside and how many rows of the table those were.
    """

    dataset: Dataset
    issues: list[Issue] = field(default_factory=list)
    aside: dict[int, tuple[LeftOut, ...]] = field(default_factory=dict)
    fewer: dict[int, int] = field(default_factory=dict)


def without_repeats(dataset: Dataset, parts: Sequence[Part], since: int = 0) -> Recurring:
    """The dataset with each row of a running list counted once, as far as the recipes of the sheets let it.

    *since*: only what is noticed in the parts from that one on is told.
    """
    result = Recurring(dataset)
    numbers = {id(part): number for number, part in enumerate(parts)}
    for name, frame in dataset.frames.items():
        pieces = [piece for piece in pieces_of(parts, name) if "id" not in piece.part.columns]
        if name == "leads" or len({id(piece.part.raw) for piece in pieces}) < 2:
            continue
        gone = _Gone(np.zeros(len(frame), np.bool_), np.zeros(len(frame), np.bool_))
        for place, piece in enumerate(pieces):
            beside = [one for one in pieces[:place] if one.part.raw is not piece.part.raw]
            if beside and piece.part.raw.format != "typed":
                issues = _laid_over(frame, piece, beside, gone)
                result.issues += issues if numbers[id(piece.part)] >= since else []
        if gone.any:
            result.dataset = result.dataset.with_frame(frame.kept(np.flatnonzero(~gone.repeated & ~gone.replaced)))
            for piece in pieces:
                number = numbers[id(piece.part)]
                result.aside[number] = tuple(_rows_gone(piece, gone))
                result.fewer[number] = int((gone.repeated | gone.replaced)[piece.places].sum())
    return result


@dataclass(slots=True)
class _Gone:
    """Which rows of a frame do not count, and why: an earlier file has them, or a later one has them otherwise.

    ``editions``: for each sheet that goes on with others (by the ids of the parts) which ones.
    """

    repeated: Mask
    replaced: Mask
    editions: dict[int, set[int]] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        return bool(self.repeated.any() or self.replaced.any())

    def left(self, places: Places) -> Places:
        return places[~self.repeated[places] & ~self.replaced[places]]


def _laid_over(frame: Frame, piece: Piece, beside: Sequence[Piece], gone: _Gone) -> list[Issue]:
    """What is to be said of a sheet over those of earlier files; the rows that go are noted in *gone*."""
    recipe = piece.part.recipe
    left, lists, same = gone.left(piece.places), dict[int, Places](), Told(REPEATED, piece)
    for least in (2, 1) if len(beside) > 1 else (2,):
        for number, one in enumerate(beside):
            if number in lists or (least == 1 and not lists):
                continue
            found = overlap(frame, (one.part, piece.part), gone.left(one.places), left, least)
            if found.is_list:
                lists[number] = np.setdiff1d(gone.left(one.places), found.base)
                left = np.setdiff1d(left, found.other)
                same.add(one, found.base, found.other)
    known = gone.editions[id(piece.part)] = {id(beside[number].part) for number in lists}
    for number, one in enumerate(beside):  # what another edition of the list added, and this one has otherwise
        if number not in lists and known & gone.editions.get(id(one.part), set()):
            lists[number] = gone.left(one.places)
    issues = _in_lists(frame, piece, [(beside[number], rest) for number, rest in lists.items()], left, gone)
    if same.count:
        same.applied = recipe.does(REPEATED)
        gone.repeated[same.others] |= same.applied
        issues.insert(0, told(frame, same))
    left = gone.left(left)
    few = Told(ALIKE, piece, applied=recipe.does(ALIKE))
    for number, one in enumerate(beside):
        if number not in lists and told_columns(one.part) == told_columns(piece.part):
            found = overlap(frame, (one.part, piece.part), gone.left(one.places), left)
            few.add(one, found.base[: found.whole], found.other[: found.whole])
            left = np.setdiff1d(left, found.other[: found.whole])
    if few.count:
        gone.repeated[few.others] |= few.applied
        issues.append(told(frame, few))
    return issues


def _in_lists(
    frame: Frame, piece: Piece, lists: Sequence[tuple[Piece, Places]], left: Places, gone: _Gone
) -> list[Issue]:
    """What the later edition of a list has otherwise, or no more. *lists*: the earlier sheets, with their rows that it
    does not say again; *left*: its own rows that they had not.
    """
    anew, lost = Told(CORRECTED, piece, applied=piece.part.recipe.does(CORRECTED)), Told("vanished-rows", piece)
    for one, rest in lists:
        parts = (one.part, piece.part)
        is_later = last_day(frame, piece.part, piece.places) >= last_day(frame, one.part, one.places)
        ones, others = written_anew(frame, parts, *covered(frame, parts, rest, left))
        anew.add(one, ones, others)
        anew.is_later &= is_later
        if anew.applied:
            gone.replaced[ones if is_later else others] = True
        left = np.setdiff1d(left, others)
        if is_later:
            missing = np.setdiff1d(covered(frame, parts, rest, piece.places)[0], ones)
            lost.add(one, missing, missing[:0])
    return [told(frame, one) for one in (anew, lost) if one.count]


def _rows_gone(piece: Piece, gone: _Gone) -> Iterator[LeftOut]:
    """The rows of a sheet that gave rows to the table which do not count; a row of a wide sheet may go in part."""
    first, lines = piece.part.sheet.first_line, piece.part.lines
    repeated, replaced = gone.repeated[piece.places], gone.replaced[piece.places]
    kept = np.unique(lines[~(repeated | replaced)])
    for line in np.unique(lines[repeated]).tolist():
        yield LeftOut(line - first, "repeated-part" if line in kept else "repeated")
    for line in np.setdiff1d(np.unique(lines[replaced]), lines[repeated]).tolist():
        yield LeftOut(line - first, "replaced-part" if line in kept else "replaced")
