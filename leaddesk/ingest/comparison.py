"""Next month's file beside the lists before it: what changed, what is new, what is gone, what is to be decided."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest.evidence import Lists
from leaddesk.ingest.filling import fact
from leaddesk.ingest.matching import Rule
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.merging import DECISION
from leaddesk.model.period import date_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from leaddesk.ingest.editions import Edition
    from leaddesk.ingest.pieces import Places
    from leaddesk.model.action import Value
    from leaddesk.text import Fact

_MOST_SURE: Final = 0.999
_OFFERED: Final = 20
_MOVED: Final = ("status", "pipeline", "stage")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A cell that the user set by hand (``mine``) and that the later file says otherwise than before: of the lead of
    row ``row`` (its id), at ``place`` in the frame. ``column``: where it was set; ``said_in``: where the file says it.
    """

    row: int
    place: int
    column: str
    said_in: str
    mine: Value
    before: Fact
    after: Fact

    @property
    def now(self) -> Value:
        """What the file says, as an action writes it down."""
        return _plain(self.after)


class Comparison:
    """One edition of a list, as it is reviewed. All places are those of rows in the frame ``told``."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.told = edition.told
        self.file, self.sheet = edition.piece.part.raw.name, edition.piece.part.sheet.name
        self.others = tuple(dict.fromkeys(piece.part.raw.name for piece in edition.besides))

    @property
    def pairs(self) -> int:
        """How many leads are in both."""
        return len(self.edition.again.base)

    def pair(self, number: int) -> tuple[int, int, Rule, float]:
        """The places of the earlier and the later row of a pair, what told so and how sure it is, 0 to 1."""
        again = self.edition.again
        sure = probability(float(again.odds[number]))
        return int(again.base[number]), int(again.other[number]), Rule(int(again.rule[number])), sure

    @cached_property
    def changed(self) -> tuple[npt.NDArray[np.int64], tuple[str, ...], npt.NDArray[np.int64]]:
        """The facts that both lists know and know otherwise: for each its pair, and its column's number in the names
        beside; what became of a lead first.
        """
        again, data = self.edition.again, self.told.data
        names = tuple(
            sorted(
                (name for name in self.edition.piece.part.columns if name in data and name != "id"),
                key=lambda name: (name not in DECISION, list(data.columns).index(name)),
            )
        )
        pairs, columns = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for number, name in enumerate(names):
            one, two = (data[name].iloc[places] for places in (again.base, again.other))
            known = one.notna().to_numpy() & two.notna().to_numpy()
            hit = np.flatnonzero(known)
            hit = hit[one.iloc[hit].astype(object).to_numpy() != two.iloc[hit].astype(object).to_numpy()]
            pairs.append(hit)
            columns.append(np.full(len(hit), number, np.int64))
        return np.concatenate(pairs), names, np.concatenate(columns)

    def count(self) -> None:
        """Work everything out now, as whoever shows it has no time to."""
        for name in ("changed", "new", "gone", "doubtful"):
            getattr(self, name)

    def change(self, number: int) -> tuple[int, str, Fact, Fact]:
        """The pair, the column and what was and is, of a changed fact."""
        pairs, names, columns = self.changed
        pair, name = int(pairs[number]), names[int(columns[number])]
        base, other, *_ = self.pair(pair)
        return pair, name, self.fact(base, name), self.fact(other, name)

    def fact(self, place: int, name: str) -> Fact:
        """A cell; the empty text where it is missing."""
        return fact(self.told.data[name].iat[place]) if self.told.has(name) else ""

    @cached_property
    def doubtful(self) -> tuple[Places, ...]:
        """For each later row that may be an earlier one and was not taken for it: its place, then those of the earlier
        rows, the likeliest first.
        """
        again = self.edition.again
        found: dict[int, list[int]] = {}
        for one, two in zip(again.open_base.tolist(), again.open_other.tolist(), strict=True):
            found.setdefault(two, [two]).append(one)
        return tuple(np.array(found[two], np.intp) for two in sorted(found))

    def likeness(self, base: int, other: int) -> float:
        """How sure it is that two doubtful rows are one lead, 0 to 1; 0 for rows that were not in doubt."""
        again = self.edition.again
        hit = np.flatnonzero((again.open_base == base) & (again.open_other == other))
        return probability(float(again.open_odds[hit[0]])) if len(hit) else 0.0

    @cached_property
    def new(self) -> Places:
        """The rows of the later list that are no earlier lead, without the doubtful ones."""
        again = self.edition.again
        return np.setdiff1d(self.edition.piece.places, np.concatenate([again.other, again.open_other]))

    @cached_property
    def gone(self) -> Places:
        """The rows of the earlier lists that are not in the later one, without those that a doubtful row may be."""
        again = self.edition.again
        return np.setdiff1d(self.edition.left, np.concatenate([again.base, again.open_base]))

    @property
    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """The days on which the earlier lists (the latest of them) and this one were true."""
        first, second = (None if day == MISSING_DAY else date_of(day) for day in self.edition.days)
        return first, second

    def likeliest(self, other: int) -> list[int]:
        """The leads that are gone of which a row of the later list is the likeliest to be one, some of them."""
        if not len(self.gone):
            return []
        places = np.array([other], np.intp)
        nobody = np.full(len(self.gone), MISSING_DAY, np.int64)
        names = [name for name in self.edition.piece.part.columns if self.told.has(name) and name != "id"]
        lists = Lists(self.told, self.gone, places, names, (nobody, nobody[:1]))
        rows = np.arange(len(self.gone))
        odds = lists.of(rows, np.zeros(1, np.int64)).weigh(rows, np.zeros(len(rows), np.int64))
        return [int(self.gone[row]) for row in np.argsort(-odds, kind="stable")[:_OFFERED].tolist()]

    def verdicts(self, by_hand: Mapping[tuple[int, str], Value]) -> tuple[Verdict, ...]:
        """Where the later file says something else than before about what the user set *by_hand* (by row id and
        column), and something else than the user.
        """
        again = self.edition.again
        rows = self.told.rows[again.base]
        own: dict[int, list[str]] = {}
        for row, column in by_hand:
            own.setdefault(row, []).append(column)
        found = []
        for number in np.flatnonzero(np.isin(rows, np.fromiter(own, np.int64, len(own)))).tolist():
            base, other, row = int(again.base[number]), int(again.other[number]), int(rows[number])
            for column in own[row]:
                names = [column] if column != "stage" else [name for name in _MOVED if self.told.has(name)]
                for name in names:
                    before, after = self.fact(base, name), self.fact(other, name)
                    mine = by_hand[row, column]
                    if after not in ("", before) and _plain(after) != mine:
                        found.append(Verdict(row, base, column, name, mine, before, after))
                        break
        return tuple(found)


def probability(odds: float) -> float:
    """What the logarithm of odds is as a probability; never all of it, but for the user's own word."""
    if math.isinf(odds):
        return 1.0
    return min(1.0 / (1.0 + math.exp(-min(odds, 50.0))), _MOST_SURE)


def _plain(value: Fact) -> Value:
    """A fact as an action writes it down."""
    if isinstance(value, (str, bool, int, float)):
        return value if isinstance(value, str) else float(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
