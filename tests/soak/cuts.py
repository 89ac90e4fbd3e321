"""Power cuts at random operations of the storage: what was acknowledged is there, and nothing is half done."""

from __future__ import annotations

import random
import tempfile
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

from leaddesk.errors import LeadDeskError
from leaddesk.ui import keeper
from leaddesk.ui.keeper import BACKUPS
from leaddesk.workspace import backups, guard
from leaddesk.workspace.document import Document
from tests.soak.diary import Diary
from tests.soak.disk import Disk
from tests.soak.kills import Tally
from tests.soak.workloads import WORKLOADS, Office, with_an_older_layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.soak.diary import Line
    from tests.soak.kills import Tell

ROUND: Final = 5
"""So many cuts of one document."""
CARELESS: Final = {"PRAGMA synchronous = EXTRA": "PRAGMA synchronous = OFF"}
"""For the control: a storage that trusts its disk loses work, and the judge sees it."""
SMALL_CACHE: Final = {"PRAGMA temp_store = MEMORY": "PRAGMA cache_size = 5"}
"""What is changed goes to the file before its time, as with changes of many megabytes."""


def cut(count: int, seed: int, instead: dict[str, str] | None = None, tell: Tell | None = None) -> Tally:
    """Cut the power so often and judge what each time is left."""
    tally, chance = Tally(), random.Random(seed)
    while tally.deaths < count:
        with tempfile.TemporaryDirectory() as name, with_an_older_layout():
            folder, data = Path(name) / "work", Path(name) / "data"
            folder.mkdir()
            diary = Diary(folder, "document.leaddesk", backups=data / BACKUPS)
            with Document.create(folder / diary.current) as document:
                kept = data / BACKUPS / document.id.hex
            kept.mkdir(parents=True)
            for _ in range(min(ROUND, count - tally.deaths)):
                once(diary, data, kept, chance, instead or chance.choice([{}, SMALL_CACHE]))
                if chance.random() < 0.3:  # and once more while the document is put in order again
                    _cut_again(diary, chance, instead)
                found = diary.judge()
                tally.add(diary, found, tell)
                if found:
                    break  # what is broken stays broken
            tally.acknowledged += diary.acknowledged
    return tally


def once(diary: Diary, data: Path, kept: Path, chance: random.Random, instead: dict[str, str] | None = None) -> None:
    """Work until the power goes, and bring back what is left. *kept*: the folder of the document's backups in *data*,
    the application's.
    """
    disk = Disk(diary.folder, kept, chance=chance, instead=instead)
    disk.at = chance.randrange(1, chance.choice([30, 200, 200, 800, 3000]))

    def tell(line: Line) -> None:
        if not disk.is_dead:  # nobody hears what a program says without power
            diary.take(line)

    with disk.spun_up(), documents(disk) as on_disk:
        desk = keeper.Keeper(data)
        try:
            document = on_disk.open(diary.folder / diary.current)
            office = Office.opened(desk, document, chance, tell, disk.connect)
            while not disk.is_dead:
                chance.choice(WORKLOADS)(office)
        except LeadDeskError:
            if not disk.is_dead:
                raise
        finally:
            with suppress(LeadDeskError):
                desk.close()
            if desk._document is not None:
                desk._document.close()
    disk.restart()


def _cut_again(diary: Diary, chance: random.Random, instead: dict[str, str] | None) -> None:
    disk = Disk(diary.folder, chance=chance, instead=instead)
    disk.at = chance.randrange(1, 40)
    with disk.spun_up(), suppress(LeadDeskError):
        Document.open(diary.folder / diary.current, connect=disk.connect).close()
    if not disk.is_dead:
        disk.cut()
    disk.restart()


@contextmanager
def documents(disk: Disk) -> Iterator[type[Document]]:
    """The keeper's documents are on this disk."""

    class OnDisk(Document):
        @classmethod
        def create(cls, path: Any, *, connect: Any = disk.connect) -> Document:
            return super().create(path, connect=connect)

        @classmethod
        def open(cls, path: Any, *, read_only: bool = False, connect: Any = disk.connect) -> Document:
            return super().open(path, read_only=read_only, connect=connect)

        def save_copy(self, path: Any, *, replace: bool = False, connect: Any = disk.connect) -> None:
            super().save_copy(path, replace=replace, connect=connect)

    guarded = partial(guard.open_guarded, connect=disk.connect)
    with (
        mock.patch.object(keeper, "Document", OnDisk),
        mock.patch.object(backups, "Document", OnDisk),
        mock.patch.object(keeper, "Backups", partial(backups.Backups, connect=disk.connect)),
        mock.patch.object(guard, "Document", OnDisk),
        mock.patch.object(backups, "Document", OnDisk),
        mock.patch.object(keeper, "open_guarded", guarded),
    ):
        yield OnDisk
