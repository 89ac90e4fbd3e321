"""The status words of the leads that are open, and the stage that each stands for, to be settled by the user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from leaddesk.model.stages import LABELS, Stage, StageMap, folded
from leaddesk.model.stagewords import COLUMNS, label_of
from leaddesk.text import msg
from leaddesk.ui.theme import plain_tooltip
from leaddesk.ui.widgets.still_combo import StillComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.text import Language

ROW_HEIGHT: Final = 34


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A word of the status column and how many leads carry it."""

    word: str
    count: int


class StageWords(QTableWidget):
    """A row a word; those that are not understood stand first."""

    changed = Signal()
    """The user chose another stage for a word."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self._language = language
        self._stages = StageMap()
        self._words: tuple[StatusWord, ...] = ()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(2, 260)
        self.set_language(language)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        words = language.text
        self.setHorizontalHeaderLabels([words(msg("Word in the file")), words(msg("Rows")), words(msg("Stands for"))])
        self.setAccessibleName(words(msg("What the status words mean")))
        self.show_words(self._words, self.stage_map())

    def show_words(self, found: Sequence[StatusWord], stages: StageMap) -> None:
        """Show these words with the stages that they stand for."""
        self._stages = stages
        self._words = tuple(
            sorted(found, key=lambda word: (stages.stage(word.word) is not None, -word.count, word.word))
        )
        self.setRowCount(len(self._words))
        for row, word in enumerate(self._words):
            label = label_of(COLUMNS[0], word.word)
            shown = word.word if label is None else self._language.text(label)
            item = QTableWidgetItem(shown)
            item.setToolTip(plain_tooltip(shown))
            self.setItem(row, 0, item)
            number = QTableWidgetItem(self._language.number(word.count, 0))
            number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, 1, number)
            self.setCellWidget(row, 2, self._choice(word.word, shown))

    def box(self, word: str) -> StillComboBox:
        """The list beside a word.

        :raises KeyError: when the word is not shown.
        """
        for row, known in enumerate(self._words):
            found = self.cellWidget(row, 2)
            if known.word == word and isinstance(found, StillComboBox):
                return found
        raise KeyError(word)

    def stage_map(self) -> StageMap:
        """The stages as chosen now; what was settled about words that are not shown stays."""
        settled = {folded(word): (word, stage) for word, stage in self._stages.chosen}
        for row, known in enumerate(self._words):
            box = self.cellWidget(row, 2)
            chosen = box.currentData() if isinstance(box, StillComboBox) else None
            key = folded(known.word)
            default = StageMap().stage(known.word)
            if chosen and (default is None or chosen != default.id):
                settled[key] = (" ".join(known.word.split()), chosen)
            else:
                settled.pop(key, None)
        return StageMap(tuple(settled.values()))

    def _choice(self, word: str, shown: str) -> StillComboBox:
        words = self._language.text
        box = StillComboBox()
        box.setAccessibleName(shown)
        box.setProperty("cell", True)
        now = self._stages.stage(word)
        if StageMap().stage(word) is None:
            box.addItem(words(msg("not understood: counts as open")), "")
        for stage in Stage:
            box.addItem(words(LABELS[stage]), stage.id)
        box.setCurrentIndex(box.findData("" if now is None else now.id))
        box.activated.connect(self._tell)
        return box

    @Slot(int)
    def _tell(self, _place: int) -> None:
        self.changed.emit()
