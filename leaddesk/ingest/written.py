"""The leads as the latest list has them: each fact with the day on which it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from leaddesk.ingest.filling import fact
from leaddesk.ingest.values import EXAMPLES
from leaddesk.model.dataset import Frame
from leaddesk.model.merging import DECISION

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from leaddesk.ingest.pieces import Places
    from leaddesk.ingest.texts import Mask
    from leaddesk.text import Fact


@dataclass(slots=True)
class Facts:
    """Facts that two rows know otherwise: of which leads, and examples of the earlier and the later word."""

    leads: Mask
    examples: list[tuple[Fact, Fact]] = field(default_factory=list)

    def note(self, hit: Mask, before: npt.NDArray[np.object_], after: npt.NDArray[np.object_]) -> None:
        """Take down the facts of these leads."""
        self.leads |= hit
        places = np.flatnonzero(hit)[:EXAMPLES].tolist()
        found = ((fact(before[place]), fact(after[place])) for place in places)
        self.examples = list(dict.fromkeys([*self.examples, *found]))[:EXAMPLES]


@dataclass(slots=True)
class Differing:
    """What a sheet says otherwise than the earlier ones: facts that ``changed`` since, that were ``missing`` in a later
    one, and that ``stay`` as a later one has them.
    """

    changed: Facts
    missing: Facts
    stay: Facts


class Written:
    """The leads with the day of each fact."""

    def __init__(self, frame: Frame, days: npt.NDArray[np.int64]) -> None:
        """*days*: that of each row's sheet."""
        self.frame = frame
        self._days = days
        self._facts: dict[str, npt.NDArray[np.int64]] = {}

    def over(
        self, base: Places, other: Places, columns: Sequence[str], file_wide: Collection[str], *, apply: bool
    ) -> Differing:
        """Take over what rows at *other* know later than those at *base*, or these lack; or say what that would be.

        *file_wide*: columns that all rows have from their file alone: of these the earliest word on a lead holds.
        """
        result = Differing(*(Facts(np.zeros(len(base), np.bool_)) for _ in range(3)))
        data = self.frame.data.copy(deep=False)
        # What became of a lead first: that is what the examples are to show.
        for name in sorted(set(columns) & set(data.columns), key=lambda name: (name not in DECISION, name)):
            column = data[name]
            present = column.notna().to_numpy()
            one, two = (column.iloc[places].astype(object).to_numpy() for places in (base, other))
            differ = present[other] & ~(present[base] & (one == two))
            days = self._facts.get(name, self._days)
            later = days[other] >= days[base]
            if name in file_wide:
                later, differ = days[other] < days[base], differ & ~present[base]
            if name == "id":  # a lead keeps the number by which orders and the like name it
                later, differ = np.zeros(len(base), np.bool_), differ & ~present[base]
            result.changed.note(differ & later, one, two)
            result.missing.note(differ & ~later & ~present[base], one, two)
            result.stay.note(differ & ~later & present[base], two, one)
            renewed = present[other] & (later | ~present[base])
            if apply and renewed.any():
                column = column.copy()
                column.iloc[base[renewed]] = column.iloc[other[renewed]].array
                data[name] = column
                days = days.copy()
                days[base[renewed]] = days[other[renewed]]
                self._facts[name] = days
        if apply:
            self.frame = Frame(self.frame.table, data, self.frame.rows, self.frame.origin)
        return result
