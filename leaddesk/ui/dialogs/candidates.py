"""Which of the earlier leads a row is: a short list, the likeliest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from leaddesk.text import msg
from leaddesk.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.text import Language, Message

OK, CANCEL = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel


class CandidatesDialog(QDialog):
    """The leads, a line each; ``chosen`` is the number of the one that was chosen. *hint*: why others are not there."""

    def __init__(
        self, name: str, leads: Sequence[str], language: Language, parent: QWidget | None = None,
        hint: Message | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        words = language.text
        self.setWindowTitle(words(msg("The same lead")))
        self.question = QLabel(words(msg("Which of the earlier leads is {name}?", name=name)))
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        self.question.setWordWrap(True)
        self.hint = QLabel("" if hint is None else words(hint))
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setProperty("tone", "muted")
        self.hint.setWordWrap(True)
        self.hint.setVisible(hint is not None)
        self.list = QListWidget()
        self.list.setAccessibleName(words(msg("Earlier leads")))
        self.list.addItems(list(leads))
        self.list.setCurrentRow(0)
        buttons = QDialogButtonBox(OK | CANCEL, self)
        buttons.button(OK).setText(words(msg("It is this one")))
        buttons.button(CANCEL).setText(words(msg("Cancel")))
        for kind in (OK, CANCEL):
            buttons.button(kind).setIcon(QIcon())
        buttons.button(OK).setEnabled(bool(leads))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for widget in (self.question, self.list, self.hint, buttons):
            layout.addWidget(widget)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.list.itemDoubleClicked.connect(self.accept)
        self.resize(620, 380)

    @property
    def chosen(self) -> int:
        """The number of the lead."""
        return self.list.currentRow()
