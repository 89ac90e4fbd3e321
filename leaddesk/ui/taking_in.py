"""What taking files in needs besides: the progress of each, the words for what came of it, its place in the log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from leaddesk.model.tables import BY_ID as TABLES
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.action import Action
    from leaddesk.model.raw import RawFile
    from leaddesk.ui.jobs import Task


@dataclass(frozen=True, slots=True)
class Step:
    """One file's progress as a part of all."""

    task: Task
    label: Message
    index: int
    of: int

    def __call__(self, fraction: float) -> None:
        """Say that the file is read up to *fraction*."""
        self.task.progress((self.index + fraction) / self.of, self.label)


def summary(result: ImportResult, files: Sequence[RawFile]) -> Message:
    """How many rows these files, the last of the result, gave to which tables."""
    sheets = sum(len(file.sheets) for file in files)
    rows: dict[str, int] = {}
    left_out = 0
    for count in result.counts[len(result.counts) - sheets :]:
        if count.table:
            rows[count.table] = rows.get(count.table, 0) + count.given
            left_out += sum(count.left_out.values())
    parts = [
        msgn("{table}: {count} row", "{table}: {count} rows", number, table=TABLES[table].label)
        for table, number in rows.items()
    ]
    if not parts:
        return msg("Nothing was taken in.")
    together = parts[0]
    for part in parts[1:]:
        together = msg("{one}, {other}", one=together, other=part)
    if left_out:
        rest = msgn("{count} row left out", "{count} rows left out", left_out)
        return msg("Taken in – {rows}; {rest}", rows=together, rest=rest)
    return msg("Taken in – {rows}", rows=together)


def chained(actions: Iterable[Action], parent: UUID | None) -> tuple[Action, ...]:
    """The actions, each the child of the one before: something else may have been done while a job made them."""
    found: list[Action] = []
    for action in actions:
        found.append(replace(action, parent=found[-1].id if found else parent))
    return tuple(found)
