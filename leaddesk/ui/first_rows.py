"""The first rows of a file on the screen at once, however long the reading of the rest takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from leaddesk.ui.ahead import Ahead

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.raw import RawFile
    from leaddesk.model.remembered import Remembered
    from leaddesk.ui.dialogs.reading import ReadingDialog
    from leaddesk.ui.jobs import Task
    from leaddesk.ui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Look:
    """The first rows of a file, where they can be had quickly; and whether nothing will have to be confirmed."""

    raw: RawFile | None
    is_known: bool = False


class FirstRows(QObject):
    """Shows them over the window while a file is read that will have to be confirmed; takes them away again. Once they
    are shown, what the file is confirmed with is made.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: ReadingDialog | None = None
        self.ahead = Ahead(window.session, window)
        window.session.reading.connect(self._look)
        window.session.proposed.connect(self.end)
        window.session.locked.connect(self.end)

    @Slot(object)
    def _look(self, path: Path) -> None:
        session = self._window.session
        work = partial(first_look, path, session.desk.remembered)
        job = session.jobs.compute.start("first rows", work)
        job.succeeded.connect(self._show)

    @Slot(object)
    def _show(self, look: Look) -> None:
        reading = self._window.session.jobs.io.current("import")
        if look.is_known or reading is None or reading.is_finished or reading.is_cancelled:
            return
        if look.raw is None:
            self._make_ahead()
            return
        from leaddesk.ui.dialogs.reading import ReadingDialog

        self.end()
        self.dialog = ReadingDialog(look.raw, reading, self._window.language, self._window)
        self.dialog.shown.connect(self._make_ahead)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    @Slot()
    def _make_ahead(self) -> None:
        self.ahead.begin(self._window.language)

    @Slot()
    def end(self) -> None:
        """Take them away: what was understood is shown next."""
        if self.dialog is not None:
            self.dialog.end()

    @Slot()
    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def first_look(path: Path, remembered: Remembered, task: Task) -> Look:
    """The first rows of a file."""
    from leaddesk.ingest.glimpse import glimpse
    from leaddesk.ingest.mapping import look_at

    raw = glimpse(path, cancelled=task.cancelled)
    if raw is None or not remembered.sheets:
        return Look(raw)
    return Look(raw, look_at(raw, raw.sheets[0]).fingerprint in remembered.sheets)
