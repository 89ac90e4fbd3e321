"""What the user decides while next month's file is reviewed, before it is taken in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.model.action import Change
from leaddesk.model.merges import APART, pair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leaddesk.ingest.comparison import Comparison, Verdict
    from leaddesk.model.action import Value
    from leaddesk.model.recipe import SheetRecipe


class Choices:
    """Pairs of rows (places, the earlier one first) that are said to be one lead or two, and the verdicts (by their
    numbers) where the file's word goes before the user's.
    """

    def __init__(self, comparison: Comparison, by_hand: Mapping[tuple[int, str], Value], sheet: SheetRecipe) -> None:
        """*sheet* holds what was said before of its rows."""
        self.comparison, self._sheet = comparison, sheet
        self.verdicts: tuple[Verdict, ...] = comparison.verdicts(by_hand)
        self.taken: set[int] = set()
        self.same: dict[int, int] = {}
        self.apart: set[tuple[int, int]] = set()
        places = self._places(sheet)
        for one, two in sheet.same:
            if one in places and two in places:
                self.same[places[two]] = places[one]
        for one, two in sheet.apart:
            if one in places and two in places:
                self.apart.add((places[one], places[two]))

    def _places(self, sheet: SheetRecipe) -> dict[int, int]:
        rows = self.comparison.told.rows
        said = np.array([row for pair in (*sheet.same, *sheet.apart) for row in pair], np.int64)
        here = np.flatnonzero(np.isin(rows, said))
        return dict(zip(rows[here].tolist(), here.tolist(), strict=True))

    def join(self, base: int, other: int) -> None:
        """Two rows are one lead."""
        for two in [two for two, one in self.same.items() if one == base]:
            del self.same[two]
        self.same[other] = base
        self.apart.discard((base, other))

    def part(self, base: int, other: int) -> None:
        """Two rows are two leads."""
        self.apart.add((base, other))
        if self.same.get(other) == base:
            del self.same[other]

    def forget(self, base: int, other: int) -> None:
        """Nothing is said of two rows any more."""
        self.apart.discard((base, other))
        if self.same.get(other) == base:
            del self.same[other]

    def is_decided(self, doubt: tuple[int, ...]) -> bool:
        """Whether it is said of a doubtful row (its place, then those that it may be) what it is."""
        other, *bases = doubt
        return other in self.same or all((base, other) in self.apart for base in bases)

    @property
    def questions(self) -> int:
        """How many things there are to decide, whether they are decided or not."""
        return len(self.verdicts) + len(self.comparison.doubtful)

    def recipe(self) -> SheetRecipe:
        """The recipe of the sheet with what was said of its rows."""
        row = self.comparison.told.rows
        same = tuple((int(row[one]), int(row[two])) for two, one in sorted(self.same.items()))
        apart = tuple((int(row[one]), int(row[two])) for one, two in sorted(self.apart))
        return replace(self._sheet, same=same, apart=apart)

    def edits(self) -> tuple[Change, ...]:
        """The changes that let the file's word go before the user's; and that rows which were said to be two leads are
        never proposed as duplicates.
        """
        row = self.comparison.told.rows
        both = sorted(pair(int(row[one]), int(row[two])) for one, two in self.apart)
        found = [Change(APART, "leads", None, str(two), one) for one, two in both]
        for number in sorted(self.taken):
            verdict = self.verdicts[number]
            new = None if verdict.said_in != verdict.column else verdict.now
            found.append(Change("leads", verdict.column, verdict.mine, new, verdict.row))
        return tuple(found)
