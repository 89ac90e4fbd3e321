"""What is open: a document, or nothing yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from leaddesk.ingest.importer import SheetCount
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawSheet
    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.model.state import State
    from leaddesk.ui.desk import Desk


class Opened(QObject):
    """What of the open document can be asked; nothing here changes it."""

    def __init__(self, today: dt.date, folder: Path, parent: QObject | None = None) -> None:
        """*today* is the clock's, read once by the composition root; *folder* is where untitled documents live."""
        super().__init__(parent)
        self.clock_today = today
        self.folder = folder
        self._desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The open document and its State; made when it is first needed, because it brings pandas along."""
        if self._desk is None:
            from leaddesk.ui.desk import Desk

            self._desk = Desk(self.clock_today, self.folder)
        return self._desk

    @property
    def state(self) -> State:
        """The data with the user's changes in it."""
        return self.desk.state

    @property
    def has_data(self) -> bool:
        """Whether anything was opened."""
        return self._desk is not None and bool(self._desk.state.dataset.frames)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What was noticed in the files that are open."""
        return () if self._desk is None else self._desk.issues

    @property
    def counts(self) -> tuple[SheetCount, ...]:
        """How many rows of each sheet were read, taken and left out."""
        return () if self._desk is None else self._desk.counts

    def sheet_of(self, file: str, sheet: str) -> tuple[RawSheet, SheetRecipe] | None:
        """The cells of a sheet as they were read, and how they were taken; None where no file, or more than one of that
        name, holds it.
        """
        held = () if self._desk is None else self._desk.held
        files = [one for one in held if one.raw.name == file]
        found = [(one, raw) for one in files for raw in one.raw.sheets if raw.name == sheet]
        if len(found) != 1:
            return None
        one, raw = found[0]
        return raw, one.recipe.sheet(sheet)

    @property
    def company(self) -> str:
        """Whose data is open, as far as the document says."""
        return self.state.settings.company if self.has_data else ""

    @property
    def document_path(self) -> Path | None:
        """Where the document is kept; None while it has no name."""
        return None if self._desk is None else self._desk.keeper.named_path

    @property
    def kept_at(self) -> Path | None:
        """The document that is written, with a name or without; None before anything is."""
        return None if self._desk is None else self._desk.keeper.path

    @property
    def saved_at(self) -> dt.datetime | None:
        """When the last change was written, None before the first."""
        return None if self._desk is None else self._desk.keeper.saved_at
