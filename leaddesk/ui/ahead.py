"""The import assistant, made while the file is read: the window has nothing else to do then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leaddesk.text import Language
    from leaddesk.ui.dialogs.careful import CarefulAssistant
    from leaddesk.ui.jobs import Job
    from leaddesk.ui.session import Session

PAUSE_MS: Final = 15
"""Before each piece: what was just shown is painted, and whoever works the window is heard."""
_PROPERTY: Final = "leaddesk_ahead"


class Ahead(QObject):
    """Holds one assistant at most, made piece by piece, until it is taken or the reading is over without a question."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        window.setProperty(_PROPERTY, self)
        self._session, self._window = session, window
        self._reading: Job | None = None
        self._language: Language | None = None
        self.dialog: CarefulAssistant | None = None
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._make)

    def begin(self, language: Language) -> None:
        """Make one for the file that is being read, if one is."""
        reading = self._session.jobs.io.current("import")
        if reading is None or reading is self._reading:
            return
        self.end()
        self._reading, self._language = reading, language
        reading.finished.connect(self.end)
        self._timer.start()

    def take(self, language: Language) -> CarefulAssistant | None:
        """What is made so far, for good; None where there is nothing, or in another language."""
        if language is not self._language:
            self.end()
        self._timer.stop()
        dialog, self.dialog, self._reading = self.dialog, None, None
        return dialog

    @Slot()
    def end(self) -> None:
        """Let go of what is made."""
        self._timer.stop()
        dialog, self.dialog, self._reading = self.dialog, None, None
        if dialog is not None:
            dialog.deleteLater()

    @Slot()
    def _make(self) -> None:
        from leaddesk.ui.dialogs.careful import CarefulAssistant

        reading, language = self._reading, self._language
        if reading is None or language is None or reading.is_cancelled or reading.is_finished:
            self.end()
            return
        if self.dialog is None:
            self.dialog = CarefulAssistant(self._session, None, language, self._window)
        if not self.dialog.make_piece():
            self._timer.stop()


def assistant(session: Session, language: Language, window: QWidget) -> CarefulAssistant:
    """The assistant that was made ahead for a window, else one of which everything is still to be made."""
    ahead = window.property(_PROPERTY)
    made = ahead.take(language) if isinstance(ahead, Ahead) else None
    if made is not None:
        return made
    from leaddesk.ui.dialogs.careful import CarefulAssistant

    return CarefulAssistant(session, None, language, window)
