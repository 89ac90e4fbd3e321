"""Programs that are gone in the middle of their work, each in a process of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from leaddesk.model.action import Change
from leaddesk.workspace import placing, workcopy
from leaddesk.workspace.document import Document
from leaddesk.workspace.guard import open_guarded
from tests.workspace.made import edit

if TYPE_CHECKING:
    from collections.abc import Callable

EDITS: Final = 30


def gone_while_publishing(place: Path, folder: Path, stop: int) -> NoReturn:
    """Publish an edit; just before step *stop* the program is gone, with exit code 9, else with 0 after the last."""
    document = open_guarded(place, folder)
    document.append(edit(document, 1))
    steps = 0

    def step(call: Callable[..., Any]) -> Callable[..., Any]:
        def stopping(*given: Any, **options: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps > stop:
                os._exit(9)
            return call(*given, **options)

        return stopping

    for owner, name in (
        (workcopy, "_copy"), (placing, "flush_folder"), (workcopy, "_digest"), (Path, "replace"), (Path, "unlink"),
    ):  # fmt: skip
        setattr(owner, name, step(getattr(owner, name)))
    assert document.guard is not None
    document.guard.publish(document)
    document.close()
    os._exit(0)


def gone_while_writing(place: Path) -> NoReturn:
    """Be gone (9) within a transaction of which much is in the file already."""
    document = Document.open(place)
    for number in range(EDITS):
        changes = (Change("leads", "stage", None, "won", row) for row in range(20))
        document.append(edit(document, 100 + number, *changes))
    run = document.store._connection.execute
    run("PRAGMA cache_size = 1")
    run("BEGIN IMMEDIATE")
    run("DELETE FROM changes")
    run("DELETE FROM actions")
    run("INSERT INTO imports SELECT 1, x'00', hex(randomblob(200000)), '', '', '', 1, randomblob(200000), x'00'")
    run("DELETE FROM document")
    os._exit(9)
