"""Where the backups are, how much they hold, and a button to their folder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from leaddesk.text import Message, msg, msgn
from leaddesk.ui.theme import GAP

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.jobs import Lane, Task
    from leaddesk.workspace.backups import Backups

MEGABYTE: Final = 1_000_000


class BackupPlace(QWidget):
    """One line. How much they hold is counted in a job, as the folder may be slow."""

    def __init__(self, backups: Backups, lane: Lane, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._backups = backups
        self.text, self.open = QLabel(), QPushButton(language.text(msg("Open the folder")))
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setProperty("tone", "muted")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open.setAutoDefault(False)
        self.open.setEnabled(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.open)
        self._write(msg("Backups are kept by themselves."))
        self.open.clicked.connect(self._open_folder)
        lane.start("backup sizes", partial(_held, backups)).succeeded.connect(self.show_held)

    @Slot(object)
    def show_held(self, held: tuple[int, int]) -> None:
        """How many there are, and their bytes."""
        count, size = held
        self.open.setEnabled(count > 0)
        if count:
            megabytes = max(0.1, round(size / MEGABYTE, 1))
            folder = str(self._backups.folder)
            self._write(
                msgn(
                    "Backups: {count}, {size} MB, in {folder}",
                    "Backups: {count}, {size} MB, in {folder}",
                    count,
                    size=megabytes,
                    folder=folder,
                )
            )

    def _write(self, message: Message) -> None:
        self.text.setText(self._language.text(message))

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._backups.folder)))


def _held(backups: Backups, task: Task) -> tuple[int, int]:
    task.check()
    return backups.held()
