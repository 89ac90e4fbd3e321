"""Which figures stand on the cards of the overview, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.cards import cards_written
from leaddesk.model.questions import QUESTIONS
from leaddesk.text import Message, msg
from leaddesk.ui.icons import icon
from leaddesk.ui.theme import GAP, MARGIN, plain_tooltip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.model.cards import Cards
    from leaddesk.model.kpi import Kpi
    from leaddesk.text import Language
    from leaddesk.ui.session import Session

_KPI: Final = Qt.ItemDataRole.UserRole
LABEL: Final = msg("Cards of the overview")
"""What undo calls another choice of them."""


class CardsDialog(QDialog):
    """The questions on the left; on the right the figures that answer the one chosen: ticked ones have a card, in the
    order of the list. They are moved by dragging, by the buttons, or by Alt and an arrow key.
    """

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.language = session, language
        self.cards: Cards = session.state.settings.cards
        words = language.text
        self.setWindowTitle(words(msg("Figures of the overview")))
        self.hint = QLabel(
            words(msg("Ticked figures have a card, in this order. Drag them, or move them with Alt and an arrow key."))
        )
        self.hint.setWordWrap(True)
        self.hint.setProperty("tone", "muted")
        self.questions, self.figures = QListWidget(), QListWidget()
        self.questions.setAccessibleName(words(msg("The five questions")))
        self.figures.setAccessibleName(words(msg("Figures")))
        self.figures.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.up, self.down = QPushButton(words(msg("Move up"))), QPushButton(words(msg("Move down")))
        self.usual = QPushButton(words(msg("The usual cards")))
        self.save, self.cancel = QPushButton(words(msg("Save"))), QPushButton(words(msg("Cancel")))
        self._build()
        self._connect()
        self.questions.setCurrentRow(0)

    def _build(self) -> None:
        words = self.language.text
        for question in QUESTIONS:
            self.questions.addItem(self._item(question.title))
        self.up.setIcon(icon("arrow-up"))
        self.down.setIcon(icon("arrow-down"))
        self.usual.setToolTip(plain_tooltip(words(msg("Of all five questions"))))
        for button in (self.up, self.down, self.usual, self.cancel):
            button.setAutoDefault(False)
        self.save.setDefault(True)
        lists, foot = QHBoxLayout(), QHBoxLayout()
        lists.setSpacing(GAP)
        lists.addWidget(self.questions, 4)
        lists.addWidget(self.figures, 5)
        foot.setSpacing(GAP)
        for button in (self.up, self.down, self.usual):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.hint)
        layout.addLayout(lists, 1)
        layout.addLayout(foot)
        self.resize(720, 460)

    def _connect(self) -> None:
        self.questions.currentRowChanged.connect(self._show_figures)
        self.figures.itemChanged.connect(self._keep)
        self.figures.model().rowsMoved.connect(self._keep)
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)
        self.usual.clicked.connect(self._take_usual)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        for keys, move in (("Alt+Up", self._move_up), ("Alt+Down", self._move_down)):
            QShortcut(QKeySequence(keys), self.figures, move, context=Qt.ShortcutContext.WidgetShortcut)

    @Slot(int)
    def _show_figures(self, row: int) -> None:
        question = QUESTIONS[row]
        chosen = question.chosen(self.cards)
        with QSignalBlocker(self.figures):  # of the list, not of its model: the view has to hear of the rows
            self._fill(chosen, (kpi for kpi in question.kpis if kpi not in chosen))
        self.figures.setCurrentRow(0)

    def _fill(self, chosen: Iterable[Kpi], others: Iterable[Kpi]) -> None:
        self.figures.clear()
        for kpis, state in ((chosen, Qt.CheckState.Checked), (others, Qt.CheckState.Unchecked)):
            for kpi in kpis:
                item = self._item(kpi.label)
                item.setData(_KPI, kpi)
                item.setToolTip(plain_tooltip(self.language.text(kpi.definition)))
                item.setFlags((item.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled)
                item.setCheckState(state)
                self.figures.addItem(item)

    def _item(self, text: Message) -> QListWidgetItem:
        item = QListWidgetItem(self.language.text(text))
        item.setSizeHint(QSize(0, self.fontMetrics().height() + GAP))  # the boxes are higher than the words
        return item

    @Slot()
    def _keep(self) -> None:
        """What the list says now is the choice for its question."""
        items = [self.figures.item(row) for row in range(self.figures.count())]
        chosen = tuple(item.data(_KPI) for item in items if item.checkState() == Qt.CheckState.Checked)
        self.cards = QUESTIONS[self.questions.currentRow()].choosing(self.cards, chosen)

    @Slot()
    def _move_up(self) -> None:
        self._move(-1)

    @Slot()
    def _move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        row = self.figures.currentRow()
        if not 0 <= row + by < self.figures.count():
            return
        with QSignalBlocker(self.figures):
            item = self.figures.takeItem(row)
            self.figures.insertItem(row + by, item)
            self.figures.setCurrentRow(row + by)
        self._keep()

    @Slot()
    def _take_usual(self) -> None:
        self.cards = ()
        self._show_figures(self.questions.currentRow())

    @Slot()
    def _save(self) -> None:
        self._keep()
        self.session.change_setting("cards", cards_written(self.cards), LABEL)
        self.accept()
