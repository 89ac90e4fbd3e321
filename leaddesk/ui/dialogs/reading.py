"""What is seen while a file is read: its first rows, how far the reading is, and a way to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from leaddesk.model.recipe import SheetRecipe
from leaddesk.text import msg
from leaddesk.ui.theme import GAP, HEADING, MARGIN, font
from leaddesk.ui.widgets.raw_rows import RawRows

if TYPE_CHECKING:
    from leaddesk.model.raw import RawFile
    from leaddesk.text import Language
    from leaddesk.ui.jobs import Job, Progress

FIRST_LINES: Final = msg("The first lines; what LeadDesk understands of them follows")
_STEPS: Final = 1000


class ReadingDialog(QDialog):
    """As large as the import assistant, which follows it; it closes when the job is over, whatever came of it."""

    shown = Signal()
    """The first rows are in their place."""

    def __init__(self, raw: RawFile, job: Job, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job, self._language = job, language
        words = language.text
        self.setWindowTitle(words(msg("Open spreadsheets")))
        self.heading = QLabel(words(msg("Reading “{file}”…", file=raw.name)))
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setFont(font(HEADING, bold=True))
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(words(msg("Progress")))
        self.rows = RawRows(language)
        self._sheet = raw.sheets[0]
        self.rows.title.setText(words(FIRST_LINES))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(words(msg("Cancel")))
        self.buttons.rejected.connect(self.reject)
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.buttons)
        self.resize(1240, 690)
        job.progressed.connect(self._advance)
        job.finished.connect(self.end)
        QTimer.singleShot(0, self.show_rows)  # the dialog is painted first: the window goes on in between

    @Slot()
    def show_rows(self) -> None:
        """Show the first rows."""
        self.rows.show_sheet(self._sheet, SheetRecipe(self._sheet.name))
        self.rows.title.setText(self._language.text(FIRST_LINES))
        self.shown.emit()

    @Slot(object)
    def _advance(self, progress: Progress) -> None:
        if progress.fraction is not None:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(round(progress.fraction * _STEPS))

    @Slot()
    def end(self) -> None:
        """Close: there is nothing to wait for any more."""
        self.accept()

    def reject(self) -> None:
        """Stop the reading, and close."""
        self._job.cancel()
        super().reject()
