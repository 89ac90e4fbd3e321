"""The KPIs that wait for a spreadsheet nobody opened, gathered by table: thirty dashes tell nobody anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.model.dataset import Dataset
    from leaddesk.model.kpi import Kpi

EXPECTED: Final = frozenset({"leads", "costs"})
"""What everybody has: a figure that lacks one of these stands there with its reason."""


@dataclass(frozen=True, slots=True)
class Unopened:
    """A table that no file gave, and the KPIs that it would bring (those that lack several are with the first)."""

    table: str
    kpis: tuple[Kpi, ...]


def unopened(kpis: Iterable[Kpi], dataset: Dataset) -> tuple[Unopened, ...]:
    """The tables that some of the KPIs wait for, in the order in which they are first asked for."""
    waiting: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        lacking = next((table for table in kpi.tables if table not in dataset and table not in EXPECTED), None)
        if lacking is not None:
            waiting.setdefault(lacking, []).append(kpi)
    return tuple(Unopened(table, tuple(found)) for table, found in waiting.items())


def unopened_text(found: tuple[Unopened, ...]) -> Message | None:
    """What to add, in one sentence; None when nothing is waited for."""
    if not found:
        return None
    listed: Message | None = None
    for one in found:
        label, count = BY_ID[one.table].label, len(one.kpis)
        part = msgn("“{table}” ({count} figure)", "“{table}” ({count} figures)", count, table=label)
        listed = part if listed is None else msg("{first}, {second}", first=listed, second=part)
    return msg("Not measured yet, for want of a spreadsheet: {tables}", tables=listed or "")
