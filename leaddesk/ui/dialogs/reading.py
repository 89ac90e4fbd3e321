"""What is seen while a file is read: its first rows, how far the reading is, and a way to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from leaddesk.model.recipe import SheetRecipe
from leaddesk.text import msg
from leaddesk.ui.theme import GAP, HEADING, MARGIN, font
from leaddesk.ui.widgets.raw_rows import RawRows

if TYPE_CHECKING:
    from leaddesk.model.raw import RawFile
    from leaddesk.text import Language
    from leaddesk.ui.jobs import Job, Progress

_STEPS: Final = 1000


class ReadingDialog(QDialog):
    """As large as the import assistant, which follows it; it closes when the job is over, whatever came of it."""

    def __init__(self, raw: RawFile, job: Job, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job = job
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
        self.rows.show_sheet(raw.sheets[0], SheetRecipe(raw.sheets[0].name))
        self.rows.title.setText(words(msg("The first lines; what LeadDesk understands of them follows")))
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
