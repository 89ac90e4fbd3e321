"""The import assistant, made while the file is read: the window has nothing else to do then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.dialogs.careful import CarefulAssistant
    from leaddesk.ui.jobs import Job
    from leaddesk.ui.main_window import MainWindow

PAUSE_MS: Final = 15
"""Before each piece: what was just shown is painted, and whoever works the window is heard."""


class Ahead(QObject):
    """Holds one assistant at most, made piece by piece, until it is taken or the reading is over without a question."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._reading: Job | None = None
        self.dialog: CarefulAssistant | None = None
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._make)

    @Slot()
    def begin(self) -> None:
        """Make one for the file that is being read, if one is."""
        reading = self._window.session.jobs.io.current("import")
        if reading is None or reading is self._reading:
            return
        self.end()
        self._reading = reading
        reading.finished.connect(self.end)
        self._timer.start()

    def take(self, language: Language) -> CarefulAssistant | None:
        """What is made so far, for good; None where there is nothing, or in another language."""
        self._timer.stop()
        dialog, self.dialog, self._reading = self.dialog, None, None
        if dialog is not None and dialog.language is not language:
            dialog.deleteLater()
            return None
        return dialog

    @Slot()
    def end(self) -> None:
        """Let go of what is made."""
        dialog = self.take(self._window.language)
        if dialog is not None:
            dialog.deleteLater()

    @Slot()
    def _make(self) -> None:
        from leaddesk.ui.dialogs.careful import CarefulAssistant

        if self._reading is None or self._reading.is_cancelled or self._reading.is_finished:
            self.end()
            return
        window = self._window
        if self.dialog is None:
            self.dialog = CarefulAssistant(window.session, None, window.language, window)
        if not self.dialog.make_piece():
            self._timer.stop()
