"""The rows that the imports left out, saved as a workbook when the user asks for them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from leaddesk.text import msg, msgc
from leaddesk.ui import asking
from leaddesk.ui.notices import Notice, Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leaddesk.text import Language
    from leaddesk.ui.jobs import Failure
    from leaddesk.ui.session import Session


class LeftOut(QObject):
    """Asks where to write the rows that were left out, writes them in a job and tells the window."""

    def __init__(self, parent: QWidget, session: Session, language: Language) -> None:
        super().__init__(session)
        self._parent, self._session, self._language = parent, session, language

    @Slot()
    def ask(self) -> None:
        """Ask where to, and write."""
        words = self._language.text
        name, kind = words(msgc("file", "rows left out")), words(msg("Excel workbooks"))
        chosen, _ = QFileDialog.getSaveFileName(
            self._parent,
            words(msg("Save the rows left out")),
            str(Path(asking.documents()) / f"{name}.xlsx"),
            f"{kind} (*.xlsx)",
        )
        if chosen:
            path = Path(chosen)
            self.write(path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx"))

    def write(self, path: Path) -> None:
        """Write them there."""
        from leaddesk.ui.exporting import write_left_out

        files = [(held.raw, held.recipe) for held in self._session.desk.held]
        aside = [count.aside for count in self._session.counts]
        work = partial(write_left_out, files, aside, path, self._language)
        job = self._session.jobs.io.start("left out", work, msg("Writing the rows…"))
        job.succeeded.connect(self._written)
        job.failed.connect(self._failed)

    @Slot(object)
    def _written(self, path: Path) -> None:
        text = msg("The rows left out are written: {file}", file=path.name)
        self._session.noticed.emit(Notice(Tone.SUCCESS, text, path=path))

    @Slot(object)
    def _failed(self, failure: Failure) -> None:
        self._session.noticed.emit(Notice(Tone.ERROR, failure.message, failure.hint))
