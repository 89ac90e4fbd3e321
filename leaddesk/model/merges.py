"""Leads that are one: which rows were merged into which, and pairs that are said not to be duplicates. Part of a State.

A merged row stays where it came from (its import); here it is only taken out of the leads, so that it counts nowhere,
and what names its number (orders, touchpoints, answers…) names the kept lead's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from leaddesk.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from leaddesk.model.action import Change
    from leaddesk.model.dataset import Dataset, Frame

MERGE: Final = "merge"
"""Entity of a change: ``row`` was merged. Field ``into``: ``new`` is the kept row's id as text. Field ``id``: ``old``
is the merged lead's number, ``new`` the one that counts for it."""
APART: Final = "apart"
"""Entity of a change: ``row`` and the row whose id ``new`` is (as text) are two leads."""

NAMING: Final = (
    ("leads", "id"),
    *(
        (table.id, relation.column)
        for table in TABLES
        for relation in table.relations
        if (relation.to, relation.parent) == ("leads", "id")
    ),
)
"""The columns that hold a lead's number, with their tables."""


@dataclass(frozen=True)
class Merges:
    """``into``: for each merged row the row that it was merged into (which may be merged itself). ``ids``: for the
    number of a merged lead the one that counts for it. ``apart``: pairs of rows that are two, the smaller id first.
    """

    into: Mapping[int, int] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[tuple[int, int]] = frozenset()

    def taken(self, changes: Iterable[Change], there: Collection[int]) -> Merges:
        """The same with more decisions. *there*: the rows of the leads, merged ones included; a merge of rows that are
        not there (their import was taken back, its mapping leaves them out) waits until they are.
        """
        into, ids, apart = dict(self.into), dict(self.ids), set(self.apart)
        for change in changes:
            if change.entity == APART:
                apart.add(pair(change.row, int(str(change.new))))
            elif change.entity != MERGE:
                continue
            elif change.field == "into":
                if change.row in there and int(str(change.new)) in there:
                    into[change.row] = int(str(change.new))
            elif change.row in into:
                old, new = str(change.old), str(change.new)
                ids.pop(new, None)  # somebody's own number again
                ids = {number: new if counts == old else counts for number, counts in ids.items()} | {old: new}
        return Merges(into, ids, frozenset(apart))

    def settled(self, dataset: Dataset) -> Dataset:
        """The dataset without the merged leads, with the numbers that count for theirs; twice is as good as once."""
        if "leads" in dataset and self.into:
            leads = dataset["leads"]
            gone = np.isin(leads.rows, np.fromiter(self.into, np.int64, len(self.into)))
            if gone.any():
                dataset = dataset.with_frame(leads.kept(np.flatnonzero(~gone)))
        for table, column in NAMING:
            if self.ids and dataset.has(table, column):
                frame = dataset[table]
                renamed = _renamed(frame, column, self.ids)
                dataset = dataset if renamed is frame else dataset.with_frame(renamed)
        return dataset


def pair(one: int, other: int) -> tuple[int, int]:
    """Two row ids, the smaller first."""
    return (one, other) if one < other else (other, one)


def _renamed(frame: Frame, column: str, ids: Mapping[str, str]) -> Frame:
    codes, texts = frame.texts(column)
    now = [ids.get(text, text) for text in texts]
    if now == list(texts):
        return frame
    return frame.replaced(column, pd.Series([now[code] if code >= 0 else None for code in codes.tolist()], dtype="str"))
