"""The cards of the overview under the questions that they answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.ui.theme import GAP, SMALL, font
from leaddesk.ui.widgets.flow_layout import FlowLayout
from leaddesk.ui.widgets.kpi_card import NARROWEST, CardFigure, KpiCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.text import Language


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its cards, of which the ``first`` ones are shown unless all are wanted; ``note``: what is
    missing below them.
    """

    title: str
    cards: tuple[CardFigure, ...]
    first: int
    note: str = ""


class QuestionBoard(QWidget):
    """A column a question, the cards of its answer below one another."""

    clicked = Signal(object, object)
    """The KPI's id, and where its card is (``QRect``, global coordinates)."""
    menu_wanted = Signal(object, QPoint)
    """The KPI's id, and where its menu is to open (global coordinates)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._shows_all = False
        self.columns: list[AnswerColumn] = []
        self._layout = FlowLayout(NARROWEST, self, GAP)

    @property
    def cards(self) -> list[KpiCard]:
        """All cards, question by question."""
        return [card for column in self.columns for card in column.cards]

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Show the answers in their order; there are always as many."""
        while len(self.columns) < len(answers):
            column = AnswerColumn(self._language, self)
            column.clicked.connect(self.clicked)
            column.menu_wanted.connect(self.menu_wanted)
            self._layout.addWidget(column)
            column.show()
            self.columns.append(column)
        for column, answer in zip(self.columns, answers, strict=True):
            column.show_answer(answer, everything=self._shows_all)
        self.updateGeometry()

    def show_all(self, wanted: bool) -> None:
        """Show every card, or only the first ones of each question."""
        self._shows_all = wanted
        for column in self.columns:
            column.show_all(wanted)
        self.updateGeometry()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        for column in self.columns:
            column.set_language(language)


class AnswerColumn(QWidget):
    """A question, its cards, and what is missing."""

    clicked = Signal(object, object)
    """As of :class:`QuestionBoard`."""
    menu_wanted = Signal(object, QPoint)
    """As of :class:`QuestionBoard`."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._first = self._count = 0
        self.cards: list[KpiCard] = []
        self.title, self.note = QLabel(), QLabel()
        for label in (self.title, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setMinimumWidth(1)
        self.title.setFont(font(bold=True))
        self.title.setProperty("tone", "accent")
        self.note.setFont(font(SMALL))
        self.note.setProperty("tone", "muted")
        self.setMinimumWidth(NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP - 3)
        self._layout.addWidget(self.title)
        self._layout.addWidget(self.note)
        self._layout.addStretch(1)

    def show_answer(self, answer: Answer, *, everything: bool) -> None:
        """Show an answer."""
        self._first, self._count = answer.first, len(answer.cards)
        self.title.setText(answer.title)
        self.note.setText(answer.note)
        self.note.setVisible(bool(answer.note))
        self.setAccessibleName(answer.title)
        while len(self.cards) < self._count:
            self._add_card()
        for card, figure in zip(self.cards, answer.cards, strict=False):
            card.show_figure(figure)
        self.show_all(everything)

    def _add_card(self) -> None:
        card = KpiCard(self._language, self)
        card.hide()
        card.clicked.connect(self._tell)
        card.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        card.customContextMenuRequested.connect(self._ask_menu)
        self.cards.append(card)
        self._layout.insertWidget(len(self.cards), card)  # the title stands before it, the note behind

    def show_all(self, wanted: bool) -> None:
        """Show every card, or only the first ones."""
        shown = self._count if wanted else self._first
        for place, card in enumerate(self.cards):
            card.setVisible(place < shown)
        self.updateGeometry()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language; title and note come with the next answer."""
        self._language = language
        for card in self.cards:
            card.set_language(language)

    @Slot(object)
    def _tell(self, key: object) -> None:
        card = self.sender()
        if isinstance(card, KpiCard):
            self.clicked.emit(key, QRect(card.mapToGlobal(card.rect().topLeft()), card.size()))

    @Slot(QPoint)
    def _ask_menu(self, place: QPoint) -> None:
        card = self.sender()
        if isinstance(card, KpiCard) and card.key is not None:
            self.menu_wanted.emit(card.key, card.mapToGlobal(place))
