"""The status words of a sheet of leads, and the stage that each stands for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from leaddesk.model.raw import CellKind
from leaddesk.model.recipe import LIKELY_STATUS
from leaddesk.model.stages import LABELS, Stage, StageMap, likely
from leaddesk.text import msg
from leaddesk.ui.widgets.still_combo import LaterComboBox

if TYPE_CHECKING:
    from leaddesk.model.raw import RawSheet
    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.text import Language

STATUS: Final = "status"
MOST: Final = 60
"""A column with more distinct words is not a status column; asking about each would help nobody."""


class StatusWords(QTableWidget):
    """A row a word. What the user chooses comes as a new recipe for the sheet."""

    changed = Signal(object)
    """The :class:`~leaddesk.model.recipe.SheetRecipe` as the user wants it."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self._sheet: SheetRecipe | None = None
        words = language.text
        self.setColumnCount(3)
        self.setHorizontalHeaderLabels([words(msg("Word in the file")), words(msg("Rows")), words(msg("Stands for"))])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(2, 260)

    def show_sheet(self, raw: RawSheet, sheet: SheetRecipe) -> bool:
        """The words of the status column of a sheet; whether there are any."""
        self._sheet = sheet
        counts = _counted(raw, sheet)
        self.clearContents()
        self.setRowCount(len(counts))
        choice = sheet.column(STATUS) if sheet.table == "leads" else None
        chosen = {} if choice is None else dict(choice.values)
        for row, (word, count) in enumerate(counts):
            self.setItem(row, 0, QTableWidgetItem(word))
            number = QTableWidgetItem(self.language.number(count))
            number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, 1, number)
            meant = chosen.get(word, word)
            now = StageMap().stage(meant)
            if now is None and choice is not None and LIKELY_STATUS in choice.wanted:
                now = likely(meant)
            self.setCellWidget(row, 2, self._stages(word, now))
        return bool(counts)

    def _stages(self, word: str, now: Stage | None) -> QComboBox:
        combo = LaterComboBox()
        combo.setProperty("cell", True)
        combo.setProperty("word", word)
        combo.setAccessibleName(word)
        combo.offer(*self._offered(now), lambda: map(self._offered, (None, *Stage)))
        combo.activated.connect(self._choose)
        return combo

    def _offered(self, stage: Stage | None) -> tuple[str, str]:
        label = msg("not understood: counts as open") if stage is None else LABELS[stage]
        return self.language.text(label), "" if stage is None else stage.id

    @Slot(int)
    def _choose(self, index: int) -> None:
        combo = self.sender()
        if not isinstance(combo, QComboBox) or self._sheet is None:
            return
        choice = self._sheet.column(STATUS)
        if choice is None:
            return
        word, stage = combo.property("word"), combo.itemData(index)
        values = tuple(pair for pair in choice.values if pair[0] != word)
        if stage:
            values = (*values, (word, stage))
        self.changed.emit(self._sheet.with_column(replace(choice, values=values)))


def _counted(raw: RawSheet, sheet: SheetRecipe) -> list[tuple[str, int]]:
    """The distinct words of the status column with their rows, most frequent first."""
    import numpy as np

    choice = sheet.column(STATUS) if sheet.table == "leads" else None
    if choice is None:
        return []
    column = raw.columns[choice.position]
    if column.codes is None:
        return []
    rows = slice(sheet.first_row, sheet.last_row + 1)
    codes = column.codes[rows][column.kinds[rows] == CellKind.TEXT]
    counts = np.bincount(codes, minlength=len(column.texts))
    found: dict[str, int] = {}
    for text, count in zip(column.texts, counts, strict=True):
        word = text.strip()
        if count and word:
            found[word] = found.get(word, 0) + int(count)
    if len(found) > MOST:
        return []
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
