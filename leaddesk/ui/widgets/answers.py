"""The four questions of BANT, each answered yes, no or not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QLabel, QToolButton, QWidget

from leaddesk.model.criteria.bant import QUESTIONS
from leaddesk.model.qualification import Answer
from leaddesk.text import msg
from leaddesk.ui.theme import GAP

if TYPE_CHECKING:
    from leaddesk.model.qualification import Bant
    from leaddesk.text import Language

CHOICES: Final = (Answer.YES, Answer.NO, Answer.UNKNOWN)
VALUES: Final = {Answer.YES: 1.0, Answer.NO: 0.0, Answer.UNKNOWN: None}
"""What an answer is in a cell."""


class Answers(QWidget):
    """Three buttons a question; the arrow keys move between them, Tab to the next question."""

    answered = Signal(object, object)
    """The column and the new value: 1.0, 0.0, or None for unknown."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._bant: Bant | None = None
        self.labels: dict[str, QLabel] = {}
        self.groups: dict[str, QButtonGroup] = {}
        self.verdict = QLabel()
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setProperty("tone", "muted")
        self.verdict.setWordWrap(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(0)
        layout.setVerticalSpacing(GAP // 2)
        layout.setColumnStretch(0, 1)
        for row, (column, _) in enumerate(QUESTIONS):
            label = self.labels[column] = QLabel()
            label.setWordWrap(True)
            layout.addWidget(label, row, 0)
            group = self.groups[column] = QButtonGroup(self)
            group.setProperty("column", column)
            for place, _answer in enumerate(CHOICES):
                button = QToolButton()
                button.setCheckable(True)
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                group.addButton(button, place)
                layout.addWidget(button, row, place + 1)
            group.idClicked.connect(self._tell)
        layout.addWidget(self.verdict, len(QUESTIONS), 0, 1, 1 + len(CHOICES))
        self.set_language(language)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        words = language.text
        for column, question in QUESTIONS:
            self.labels[column].setText(words(question))
            for place, answer in enumerate(CHOICES):
                button = self.groups[column].button(place)
                button.setText("?" if answer is Answer.UNKNOWN else words(answer.label))
                button.setToolTip(words(msg("not asked yet")) if answer is Answer.UNKNOWN else "")
                button.setAccessibleName(words(msg("{question}: {answer}", question=question, answer=answer.label)))
        self._write_verdict()

    def show_bant(self, bant: Bant) -> None:
        """Show the answers of a lead."""
        self._bant = bant
        for (column, _), answer in zip(QUESTIONS, bant.answers, strict=True):
            chosen = self.button(column, answer)
            chosen.setChecked(True)
            for button in self.groups[column].buttons():
                # One stop of the Tab key a question: at its answer.
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is chosen else Qt.FocusPolicy.ClickFocus)
        self._write_verdict()

    def button(self, column: str, answer: Answer) -> QAbstractButton:
        """The button of one answer."""
        return self.groups[column].button(CHOICES.index(answer))

    def _write_verdict(self) -> None:
        if self._bant is not None:
            self.verdict.setText(self._language.text(self._bant.verdict))
            self.verdict.setProperty("tone", "good" if self._bant.is_qualified else "muted")
            self.verdict.style().unpolish(self.verdict)
            self.verdict.style().polish(self.verdict)

    @Slot(int)
    def _tell(self, place: int) -> None:
        group = self.sender()
        if group is not None:
            self.answered.emit(group.property("column"), VALUES[CHOICES[place]])
