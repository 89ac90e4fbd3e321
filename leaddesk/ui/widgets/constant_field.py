"""Where all rows of a sheet come from, where no column of it says so: the user's word, or that of a known export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from leaddesk.model.recipe import Constant
from leaddesk.model.tables import BY_ID
from leaddesk.text import msg
from leaddesk.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.model.dataset import Dataset
    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.text import Language

CHANNEL: Final = "channel"


class ConstantField(QWidget):
    """One line: a channel to choose or to type for all rows, with the reason. An empty one gives them none."""

    changed = Signal(object)
    """The :class:`~leaddesk.model.recipe.SheetRecipe` with another channel for its rows."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self._sheet: SheetRecipe | None = None
        self.value = QComboBox()
        self.value.setEditable(True)
        self.value.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.value.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.value.setMinimumContentsLength(18)
        self.value.addItem("")
        label, self.reason = QLabel(language.text(msg("All these rows come from:"))), QLabel()
        label.setBuddy(self.value)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setProperty("tone", "muted")
        line = self.value.lineEdit()
        if line is not None:
            line.setPlaceholderText(language.text(msg("no channel")))
            line.editingFinished.connect(self._choose)
        self.value.activated.connect(self._choose)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(label)
        layout.addWidget(self.value)
        layout.addWidget(self.reason, 1)

    def offer(self, channels: Iterable[str]) -> None:
        """Channels to choose from: those that are in use."""
        self.value.addItems(sorted(channels, key=str.casefold))

    def show_sheet(self, sheet: SheetRecipe) -> None:
        """The channel of one sheet's rows; nothing is shown where a column gives it."""
        self._sheet = sheet
        with QSignalBlocker(self.value):
            self.value.setCurrentText(self._shown(sheet))
        given = sheet.constant(CHANNEL)
        reason = None if given is None or not sheet.does(given.code) else given.reason
        self.reason.setText("" if reason is None else self.language.text(reason))
        self.setVisible(is_open(sheet))

    @staticmethod
    def _shown(sheet: SheetRecipe) -> str:
        given = sheet.constant(CHANNEL)
        return "" if given is None or not sheet.does(given.code) else given.value

    @Slot()
    def _choose(self) -> None:
        value = " ".join(self.value.currentText().split())
        if self._sheet is not None and value != self._shown(self._sheet):
            self._sheet = self._sheet.with_constant(Constant(CHANNEL, value, msg("Chosen by you")))
            self.changed.emit(self._sheet)


def is_open(sheet: SheetRecipe) -> bool:
    """Whether rows of the sheet may have a channel and no column gives one."""
    taken = CHANNEL in (sheet.wide, sheet.sheet_target, sheet.section_target) or sheet.column(CHANNEL) is not None
    return bool(sheet.table) and CHANNEL in BY_ID[sheet.table].by_id and not taken


def channels_of(dataset: Dataset) -> set[str]:
    """The channels that the rows of a dataset have."""
    frames = (frame for frame in dataset.frames.values() if frame.has(CHANNEL))
    return {label for frame in frames for label in frame.labels(CHANNEL)}
