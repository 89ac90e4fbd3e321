"""What a list of leads is made of here: cells, rows, a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

Cell: TypeAlias = str | int | float | date | datetime | None
"""What a cell holds before it is written; None is an empty one."""


@dataclass(frozen=True)
class Row:
    """One line of a list. ``key`` says which lead it is, and is never written into a file; ``cells`` are by column."""

    key: str
    cells: dict[str, Cell]


@dataclass(frozen=True, eq=False)
class Listing:
    """A first month's list, and what may come after it.

    ``headers``: the words above each column, in order; a column is called as LeadDesk calls it where it knows it.
    ``reserve``: leads that came later. ``alike``: rows that are copies of another one, by key.
    """

    kind: str
    language: str
    headers: dict[str, str]
    rows: tuple[Row, ...]
    reserve: tuple[Row, ...]
    statuses: tuple[str, ...]
    alike: dict[str, str] = field(default_factory=dict)
    droppable: tuple[str, ...] = ()
    numbered: bool = False
    """The numbers count lines: they may be filled in anew when lines move."""
