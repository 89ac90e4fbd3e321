"""Small files and actions for the tests of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import numpy as np

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.raw import CellKind, RawColumn, RawFile, RawSheet
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.workspace.document import Document

SPACE = UUID(int=99)
TIME = "2025-06-30T12:00:00.000+00:00"


def raw(name: str = "leads.csv", *rows: str) -> RawFile:
    """A text file of one column."""
    cells = rows or ("id", "1", "2")
    texts = tuple(dict.fromkeys(cells))
    codes = np.array([texts.index(cell) for cell in cells], np.int32)
    column = RawColumn(np.full(len(cells), CellKind.TEXT, np.uint8), None, codes, texts)
    return RawFile(name, "ab" * 32, "text", (RawSheet("", (column,), len(cells)),), "utf-8", ",")


def edit(document: Document, number: int, *changes: Change) -> Action:
    """The next action of a document."""
    return Action(
        uuid5(SPACE, str(number)),
        document.replica,
        document.head,
        TIME,
        ActionKind.EDIT,
        msg("Stage of {name}", name="Élan"),
        changes or (Change("leads", "stage", None, "won", number),),
    )
