"""A colleague's copy of a document, read to be merged. The copy itself is never opened: it is read from a file of ours,
with the checks that every document from elsewhere has.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg
from leaddesk.workspace import obstacles, storage
from leaddesk.workspace.document import Document
from leaddesk.workspace.placing import journal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from uuid import UUID

    from leaddesk.model.action import Action
    from leaddesk.model.raw import RawFile
    from leaddesk.workspace.importentry import ImportEntry


@dataclass(frozen=True, eq=False, slots=True)
class ColleaguesCopy:
    """What a copy holds: its log, its imports, and the cells of those that were asked for."""

    name: str
    actions: tuple[Action, ...]
    imports: Mapping[UUID, ImportEntry]
    cells: Mapping[UUID, RawFile]


def read_copy(
    path: Path, document_id: UUID | None, known: Callable[[UUID], bool], check: Callable[[], None] = lambda: None
) -> ColleaguesCopy:
    """What the copy at *path* of the document of that id holds, all of it verified. *known* says of which imports the
    cells are not needed; *check* is called between the steps, and may raise to stop.

    :raises LeadDeskError: when it cannot be read, is damaged, of a newer LeadDesk, or no copy of that document.
    """
    storage.check_there(path)
    with tempfile.TemporaryDirectory(prefix="leaddesk-") as folder:
        ours = Path(folder) / path.name
        try:
            shutil.copyfile(path, ours)
            with suppress(FileNotFoundError):  # what a crash left half done is put right in ours
                shutil.copyfile(journal_of(path), journal_of(ours))
        except OSError as error:
            raise obstacles.obstacle(path, error) or storage.unreadable(path) from error
        check()
        with Document.open(ours) as document:
            if document.id != document_id:
                raise strange(path)
            document.verify(check)
            imports = {entry.id: entry for entry in document.imports()}
            cells = dict(_cells(document, imports, known, check))
            return ColleaguesCopy(path.name, tuple(document.actions()), imports, cells)


def _cells(
    document: Document, imports: Mapping[UUID, ImportEntry], known: Callable[[UUID], bool], check: Callable[[], None]
) -> Iterator[tuple[UUID, RawFile]]:
    for key in imports:
        if not known(key):
            check()
            yield key, document.raw(key)


def is_copy(path: Path, document_id: UUID | None) -> bool:
    """Whether the file at *path* is a copy of the document of that id, as far as it can be read at once."""
    with suppress(LeadDeskError), Document.open(path, read_only=True) as document:
        return document.id == document_id
    return False


def strange(path: Path) -> LeadDeskError:
    """The error for a document that has nothing to do with the one that is open."""
    return LeadDeskError(
        msg("“{file}” is another document: it did not begin as a copy of this one.", file=path.name),
        msg("Open it by itself, or take its spreadsheets in here with “Open spreadsheets”."),
    )
