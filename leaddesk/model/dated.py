"""Rows in the order of their days: those of a period then lie together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from leaddesk.model.conditions import fulfilled, sources
from leaddesk.model.expression import OnDay, Op, Where
from leaddesk.model.rows import values

if TYPE_CHECKING:
    from leaddesk.model.conditions import Conditions
    from leaddesk.model.dataset import Dataset
    from leaddesk.model.partition import Partition
    from leaddesk.model.settings import Settings

Days = npt.NDArray[np.int32]


def in_order(data: Dataset, settings: Settings, table: str, dating: OnDay, where: Conditions) -> tuple[Days, Days]:
    """The positions of the rows of a table that fulfil some conditions, by day, those of one day by position, and these
    days: those without a day come first. Made once.

    :raises KeyError: when there are no such days.
    """
    frame = data[table]
    read, others = sources((*where, Where(dating.day, Op.KNOWN)), data)

    def made() -> tuple[Days, Days]:
        days = values(dating.day, data, settings)
        rows = np.flatnonzero(fulfilled(where, data, settings, len(frame)))
        places = rows[np.argsort(days[rows], kind="stable")].astype(np.int32)
        return places, days[places]

    return frame.prepare(("in order", dating, where, settings), read, made, others)


def parts_in_order(
    data: Dataset, settings: Settings, table: str, dating: OnDay, where: Conditions, found: Partition
) -> npt.NDArray[Any] | None:
    """The part of each of these rows; None where there is one alone."""
    if not found.dimensions:
        return None
    frame = data[table]
    read, others = sources((*where, Where(dating.day, Op.KNOWN)), data)

    def made() -> npt.NDArray[Any]:
        places, _ = in_order(data, settings, table, dating, where)
        parts = found.of(frame)
        return np.zeros(len(places), np.uint8) if parts is None else parts[places]

    return frame.prepare(("parts in order", dating, where, settings, found.key), read | found.columns, made, others)
