"""What taking files in needs besides: the progress of each, the words for what came of it, its place in the log."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.errors import LeadDeskError, PasswordError
from leaddesk.ingest.reader import TooManyRows
from leaddesk.model.action import Change
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.period import Preset, day_number
from leaddesk.model.rowids import ROWS_PER_IMPORT, row_base
from leaddesk.text import Message, msg, msgn
from leaddesk.ui.row_counts import rows_given

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    from leaddesk.ingest.importer import ImportResult
    from leaddesk.ingest.reader import Limits
    from leaddesk.model.action import Action
    from leaddesk.model.state import State
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.holding import Holding, Pending
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


@dataclass(frozen=True, eq=False, slots=True)
class Locked:
    """Reading ``paths`` came to one that wants a password, after what ``read`` holds of those before it.

    ``wrong``: the password that was typed for it does not open it.
    """

    paths: tuple[Path, ...]
    read: tuple[Holding, ...]
    wrong: bool
    failed: tuple[LeadDeskError, ...] = ()

    @property
    def path(self) -> Path:
        """The file that wants a password."""
        return self.paths[len(self.read)]

    def read_on(self, desk: Desk, password: str | None, task: Task) -> Pending | Locked | TooLong:
        """Read it with a password, or (None) leave it out; and those after it, which may have the same password.

        :raises LeadDeskError: when a file cannot be read.
        """
        here = len(self.read)
        paths = self.paths if password is not None else (*self.paths[:here], *self.paths[here + 1 :])
        return read_files(desk, paths, task, self.read, password, failed=self.failed)


@dataclass(frozen=True, eq=False, slots=True)
class TooLong:
    """Reading ``paths`` came to one with more rows than are read unasked, after what ``read`` holds of those before it.

    ``message`` says so; with the limits ``lifted`` it could be read.
    """

    paths: tuple[Path, ...]
    read: tuple[Holding, ...]
    message: Message
    lifted: Limits
    failed: tuple[LeadDeskError, ...] = ()

    @property
    def path(self) -> Path:
        """The file that is too long."""
        return self.paths[len(self.read)]

    def read_on(self, desk: Desk, whole: bool, task: Task) -> Pending | Locked | TooLong:
        """Read it whole, or leave it out; and those after it.

        :raises LeadDeskError: when a file cannot be read.
        """
        here = len(self.read)
        if whole:
            return read_files(desk, self.paths, task, self.read, lifted=self.lifted, failed=self.failed)
        return read_files(desk, (*self.paths[:here], *self.paths[here + 1 :]), task, self.read, failed=self.failed)


def read_files(
    desk: Desk,
    paths: tuple[Path, ...],
    task: Task,
    before: tuple[Holding, ...] = (),
    password: str | None = None,
    lifted: Limits | None = None,
    failed: tuple[LeadDeskError, ...] = (),
) -> Pending | Locked | TooLong:
    """Read files, of which the first ones are read (*before*), as far as nothing has to be asked. *lifted*: the limits
    for the first that is not read yet. A file that cannot be read is left out; *failed* says why others were.

    :raises LeadDeskError: when none can be read.
    """
    read = list(before)
    while True:
        try:
            return replace(desk.read(paths, task, read, password, lifted), failed=failed)
        except PasswordError as error:
            return Locked(paths, tuple(read), error.wrong and len(read) == len(before), failed)
        except TooManyRows as error:
            return TooLong(paths, tuple(read), error.message, error.lifted, failed)
        except LeadDeskError as error:
            failed, here = (*failed, error), len(read)
            paths = (*paths[:here], *paths[here + 1 :])
            lifted = None if here == len(before) else lifted
            if not paths:
                raise failed[0] from error


def summary(result: ImportResult, files: Sequence[Holding]) -> Message:
    """How many rows these files, the last of the result, gave to which tables, and how many leads were there before."""
    sheets = sum(len(one.raw.sheets) for one in files)
    rows: dict[str, tuple[int, int]] = {}
    left_out = 0
    for count in result.counts[len(result.counts) - sheets :]:
        if count.table:
            taken, given = rows.get(count.table, (0, 0))
            rows[count.table] = (taken + count.taken, given + count.given)
            left_out += sum(count.left_out.values())
    parts = [rows_given(table, taken, given) for table, (taken, given) in rows.items()]
    bases = {row_base(one.id) for one in files}
    known = sum(row - row % ROWS_PER_IMPORT in bases for row in result.dataset.again)
    if known and "leads" in rows:
        place = list(rows).index("leads")
        new = rows["leads"][1] - known
        parts[place] = msg(
            "{rows} ({known}, {new})",
            rows=parts[place],
            known=msgn("{count} known already", "{count} known already", known),
            new=msgn("{count} new", "{count} new", new),
        )
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


def import_changes(held: Iterable[Holding], before: Mapping[UUID, Holding]) -> tuple[Change, ...]:
    """The changes that bring files in with their recipes, and give those that were in *before* their new ones."""
    changes = []
    for one in held:
        old = before[one.id].recipe if one.id in before else None
        if old != one.recipe:
            was = None if old is None else json.dumps(old.to_json())
            changes.append(Change("import", one.id.hex, was, json.dumps(one.recipe.to_json())))
    return tuple(changes)


def first_period(state: State) -> Preset:
    """What is looked at first: the last twelve full months where leads were created in them, else everything."""
    period, dataset = Preset.LAST_12_MONTHS.period(state.today), state.dataset
    if not dataset.has("leads", "created") or period.start is None or period.end is None:
        return Preset.ALL
    days = dataset["leads"].days("created")
    inside = (days >= day_number(period.start)) & (days <= day_number(period.end)) & (days != MISSING_DAY)
    return Preset.LAST_12_MONTHS if bool(np.any(inside)) else Preset.ALL
