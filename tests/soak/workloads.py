"""What a program does until it dies. A new kind of work (a merge, a backup, a migration) is a function and a line in
:data:`WORKLOADS`: it says in the diary what it will do, does it, and says so when it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

import numpy as np

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.raw import CellKind, RawColumn, RawFile, RawSheet
from leaddesk.text import msg
from tests.soak.diary import digest

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from leaddesk.ui.keeper import Entry, Keeper
    from leaddesk.workspace.document import Document
    from tests.soak.diary import Line

REPLICA: Final = UUID(int=77)
TIME: Final = "2025-06-30T12:00:00.000+00:00"


@dataclass
class Office:
    """A keeper at work: ``tell`` takes down what is going to be done and what was."""

    keeper: Keeper
    document: Document
    folder: Path
    chance: random.Random
    tell: Callable[[Line], None]
    head: UUID | None = None
    written: int = 0

    @classmethod
    def opened(cls, keeper: Keeper, document: Document, chance: random.Random, tell: Callable[[Line], None]) -> Office:
        """At work on a document that is open."""
        keeper.take(document)
        actions = list(document.actions())
        head = actions[-1].id if actions else None
        return cls(keeper, document, document.path.parent, chance, tell, head, len(actions))

    def identity(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def action(self, kind: ActionKind, changes: tuple[Change, ...]) -> Action:
        """The next action of the log."""
        label = msg("Stage of {name}", name="Élan")
        made = Action(self.identity(), REPLICA, self.head, TIME, kind, label, changes)
        self.head = made.id
        return made

    def write(self, *entries: Entry) -> None:
        """Have entries written, and say so once they are."""
        actions = [entry for entry in entries if isinstance(entry, Action)]
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
    rows = office.chance.randrange(1, most or office.chance.choice([60, 60, 600, 4000]))
    texts = tuple(f"lead {office.chance.getrandbits(64)}" for _ in range(rows))
    column = RawColumn(np.full(rows, CellKind.TEXT, np.uint8), None, np.arange(rows, dtype=np.int32), texts)
    raw = RawFile("leads.csv", "ab" * 32, "text", (RawSheet("", (column,), rows),), "utf-8", ",")
    import_id = office.identity()
    office.tell(("cells", import_id.hex, digest(raw)))
    brought = Change("import", import_id.hex, None, 1.0)
    office.write((import_id, raw), office.action(ActionKind.IMPORT, (brought,)))


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
    save_copy,
    save_as,
)
