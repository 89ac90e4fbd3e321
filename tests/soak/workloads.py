"""What a program does until it dies. A new kind of work is a function and a line in :data:`WORKLOADS`: it says in the
diary what it will do, does it, and says so when it is done.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final
from unittest import mock
from uuid import UUID

import numpy as np

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.raw import CellKind, RawColumn, RawFile, RawSheet
from leaddesk.model.reconciling import reconciling
from leaddesk.text import msg
from leaddesk.workspace import storage
from leaddesk.workspace.backups import Cause
from leaddesk.workspace.layout import TABLES, VERSION
from leaddesk.workspace.migrations import MIGRATIONS
from leaddesk.workspace.workcopy import WorkCopy
from tests.soak.diary import digest

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from leaddesk.ui.keeper import Entry, Keeper
    from leaddesk.workspace.document import Document
    from leaddesk.workspace.storage import Connect
    from tests.soak.diary import Line

REPLICA: Final = UUID(int=77)
TIME: Final = "2025-06-30T12:00:00.000+00:00"


@dataclass
class Office:
    """A keeper at work: ``tell`` takes down what is going to be done and what was. ``connect`` opens files of its disk;
    ``data`` is the application's folder.
    """

    keeper: Keeper
    document: Document
    folder: Path
    chance: random.Random
    tell: Callable[[Line], None]
    head: UUID | None = None
    written: int = 0
    connect: Connect = storage.connect

    @classmethod
    def opened(
        cls,
        keeper: Keeper,
        document: Document,
        chance: random.Random,
        tell: Callable[[Line], None],
        connect: Connect = storage.connect,
    ) -> Office:
        """At work on a document that is open."""
        keeper.take(document)
        actions = list(document.actions())
        head = actions[-1].id if actions else None
        return cls(keeper, document, document.path.parent, chance, tell, head, len(actions), connect)

    @property
    def data(self) -> Path:
        """The application's own folder."""
        return self.keeper.backups.folder.parent

    def identity(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def action(self, kind: ActionKind, changes: tuple[Change, ...]) -> Action:
        """The next action of the log."""
        label = msg("Stage of {name}", name="Élan")
        made = Action(self.identity(), REPLICA, self.head, TIME, kind, label, changes)
        self.head = made.id
        return made

    def write(self, *entries: Entry) -> None:
        """Have entries written, and say so once they are; a list of actions is written whole or not at all."""
        actions: list[Action] = []
        for entry in entries:
            if isinstance(entry, list):
                self.tell(("in one", str(len(actions)), str(len(entry))))
                actions += entry
            elif isinstance(entry, Action):
                actions.append(entry)
        self.tell(("will write", *(digest(action) for action in actions)))
        self.keeper.add(entries)
        self.keeper.write()
        self.written += len(actions)
        self.tell(("did write", str(self.written)))


def change(chance: random.Random) -> Change:
    field, row = chance.choice(["stage", "notes", "amount"]), chance.randrange(1, 2**40)
    return Change("leads", field, None, chance.choice([None, 1.5, "é" * chance.randrange(200)]), row)


def edit(office: Office) -> None:
    """One edit, as when a note is typed."""
    changes = tuple(change(office.chance) for _ in range(office.chance.randrange(1, 4)))
    office.write(office.action(ActionKind.EDIT, changes))


def edits_in_one_go(office: Office) -> None:
    """Some that waited for each other."""
    office.write(*(office.action(ActionKind.EDIT, (change(office.chance),)) for _ in range(5)))


def bulk_edit(office: Office, most: int = 150) -> None:
    """One action on many leads."""
    changes = tuple(change(office.chance) for _ in range(office.chance.randrange(most // 4, most)))
    office.write(office.action(ActionKind.EDIT, changes))


def import_file(office: Office, most: int = 0) -> None:
    """The cells of a file and the action that brings them in."""
    import_id, raw, brought = file(office, most or office.chance.choice([60, 60, 600, 4000]))
    office.write((import_id, raw), office.action(ActionKind.IMPORT, (brought,)))


def file(office: Office, most: int) -> tuple[UUID, RawFile, Change]:
    """The cells of a file, and the change that brings it in."""
    rows = office.chance.randrange(1, most)
    texts = tuple(f"lead {office.chance.getrandbits(64)}" for _ in range(rows))
    column = RawColumn(np.full(rows, CellKind.TEXT, np.uint8), None, np.arange(rows, dtype=np.int32), texts)
    raw = RawFile("leads.csv", "ab" * 32, "text", (RawSheet("", (column,), rows),), "utf-8", ",")
    import_id = office.identity()
    office.tell(("cells", import_id.hex, digest(raw)))
    return import_id, raw, Change("import", import_id.hex, None, 1.0)


def merge_copy(office: Office) -> None:
    """What a colleague did in a copy, a file among it: after a backup, in one."""
    mine = tuple(office.document.actions())
    before = office.head
    import_id, raw, came = file(office, 60)
    deeds = [(change(office.chance), *_again(mine, office.chance)) for _ in range(office.chance.randrange(1, 6))]
    theirs = [office.action(ActionKind.IMPORT, (came,)), *(office.action(ActionKind.EDIT, deed) for deed in deeds)]
    office.head = before
    found = reconciling(mine, (*mine[: max(0, len(mine) - 3)], *theirs))
    merge = office.action(ActionKind.RECONCILE, ())
    actions = found.actions([conflict.proposed for conflict in found.conflicts], merge)
    office.write(Cause.COPY, (import_id, raw), list(actions))


def _again(mine: tuple[Action, ...], chance: random.Random) -> tuple[Change, ...]:
    """A cell that was changed here as well."""
    cells = [one for action in mine[-3:] for one in action.changes if one.entity == "leads"]
    return (replace(chance.choice(cells), new="the colleague's"),) if cells else ()


def back_up(office: Office) -> None:
    """A verified backup, as every half hour."""
    office.keeper.back_up(Cause.CHANGED)


def publish(office: Office) -> None:
    """The work, brought to a share as from its local copy."""
    name = "shared.leaddesk"
    home = office.folder / name
    office.tell(("will copy", name))
    if not home.exists():
        office.document.save_copy(home)
    copy = WorkCopy(home, office.data)
    try:
        if not copy.is_there:
            copy.fetch(lambda _path: "")
    except OSError as error:  # as on opening
        raise storage.unreadable(home) from error
    copy.publish(partial(office.document.back_up, connect=office.connect), office.document.mark, "elsewhere")
    office.tell(("did copy", name))


def migrate(office: Office) -> None:
    """The document as an older LeadDesk would have left it, brought to the present layout on opening."""
    path, document = office.document.path, type(office.document)
    office.keeper.take(None)
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with storage.explained(path), closing(office.connect(uri)) as connection:
        for statement in ("PRAGMA synchronous = EXTRA", "BEGIN EXCLUSIVE", *OLDER, "COMMIT"):
            connection.execute(statement)
    office.document = document.open(path)
    office.keeper.take(office.document)


OLDER: Final = (
    "DROP INDEX changes_of_row", "ALTER TABLE changes RENAME TO verdicts", f"PRAGMA user_version = {VERSION - 1}",
)  # fmt: skip
"""Makes a document one of an older layout; there was none yet, so it is one that never was."""


def renew(execute: Callable[[str, tuple[Any, ...]], None]) -> None:
    """The migration from there."""
    execute("ALTER TABLE verdicts RENAME TO other", ())
    execute(next(statement for statement in TABLES if "CREATE TABLE changes" in statement), ())
    execute("INSERT INTO changes SELECT * FROM other", ())
    execute("DROP TABLE other", ())
    execute(next(statement for statement in TABLES if "CREATE INDEX" in statement), ())


def with_an_older_layout() -> Any:
    """A context in which documents of that layout are known."""
    return mock.patch.dict(MIGRATIONS, {VERSION - 1: renew})


def save_copy(office: Office) -> None:
    """A copy, in the place of the one before."""
    name = "copy.leaddesk"
    office.tell(("will copy", name))
    office.document.save_copy(office.folder / name, replace=True)
    office.tell(("did copy", name))


def save_as(office: Office) -> None:
    """Another name for the document."""
    place = office.folder / office.chance.choice(["a.leaddesk", "b.leaddesk"])
    office.tell(("will move", place.name))
    office.keeper.move(place)
    office.tell(("did move", place.name))
    document = office.keeper._document
    assert document is not None
    office.document = document


WORKLOADS: Final[tuple[Callable[[Office], None], ...]] = (
    edit,
    edits_in_one_go,
    bulk_edit,
    import_file,
    merge_copy,
    back_up,
    publish,
    migrate,
    save_copy,
    save_as,
)
