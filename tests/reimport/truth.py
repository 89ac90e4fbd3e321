"""Which row of the later file is which of the first one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.reimport.edits import Edited
    from tests.reimport.shapes import Listing


@dataclass(frozen=True)
class Fate:
    """What is true of one line of the later file. ``key``: the old row's, None for a new lead; ``edits``: what was
    done to it; ``form``: how a new lead is like an old one, "fresh" for not. ``undecidable``: nobody could say.
    """

    line: int
    key: str | None
    edits: tuple[str, ...]
    form: str
    undecidable: bool


@dataclass(frozen=True)
class Truth:
    """All of a pair of files.

    ``lines``: the line of each old row in the first file, by key. ``alike``: copies there, by key: a row may be paired
    with either. ``gone``: keys of old rows that have no row in the later file. ``moved``: the statuses before and after
    of rows whose status changed.
    """

    kind: str
    seed: int
    file_edits: tuple[str, ...]
    lines: dict[str, int]
    alike: dict[str, str]
    fates: tuple[Fate, ...]
    gone: tuple[str, ...]
    moved: dict[str, tuple[str, str]]

    def lead(self, key: str) -> str:
        """The key of the lead: that of the row of which it is a copy, or its own."""
        return self.alike.get(key, key)

    def pairs(self) -> dict[int, int | None]:
        """The perfect answer: for each line of the later file the line of the first, None for a new lead."""
        return {fate.line: None if fate.key is None else self.lines[fate.key] for fate in self.fates}

    def dump(self) -> str:
        """The truth as JSON."""
        content = {**vars(self), "fates": [vars(fate) for fate in self.fates]}
        return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)


def truth_of(
    listing: Listing, rows: list[Edited], seed: int, starts: tuple[int, int], file_edits: tuple[str, ...]
) -> Truth:
    """The truth of a list and its later rows; ``starts`` are the first lines of the rows in both files."""
    first, later = starts
    old = {row.key: row.cells for row in listing.rows}
    fates = tuple(
        Fate(later + at, row.key, tuple(sorted(row.edits)), row.form, row.undecidable) for at, row in enumerate(rows)
    )
    left = {listing.alike.get(row.key, row.key) for row in rows if row.key is not None}
    moved = {
        row.key: (str(old[row.key].get("status")), str(row.cells.get("status")))
        for row in rows
        if row.key is not None and "status" in row.cells and old[row.key].get("status") != row.cells["status"]
    }
    return Truth(
        listing.kind,
        seed,
        file_edits,
        {row.key: first + at for at, row in enumerate(listing.rows)},
        listing.alike,
        fates,
        tuple(key for key in old if listing.alike.get(key, key) not in left),
        moved,
    )
