"""The line above the funnel: how it is read and within how many days, or which two are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QWidget

from leaddesk.model.readings import Reading
from leaddesk.text import msg
from leaddesk.ui.dimension_names import value_name
from leaddesk.ui.funnel_choices import Pair, PairChoice, ReadChoice, way_name
from leaddesk.ui.funnel_words import EXPLANATIONS, READINGS
from leaddesk.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.readings import Window
    from leaddesk.text import Language

UNLEARNT: Final = 90
"""The days that are proposed where none can be learnt."""
_LONGEST: Final = 3650
_SHORTEST_NAME: Final = 14


def _line(parts: Sequence[QWidget]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GAP)
    for part in parts:
        line.addWidget(part)
    return line


class ReadingBar(QWidget):
    """Chooses a reading, and the window where days count."""

    chosen = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = ReadChoice()
        self.label, self.box = QLabel(), QComboBox()
        self.limit, self.days, self.unit = QCheckBox(), QSpinBox(), QLabel()
        self.label.setBuddy(self.box)
        self.days.setRange(1, _LONGEST)
        self.days.setKeyboardTracking(False)
        self.days.setMinimumHeight(self.box.sizeHint().height())
        for reading in Reading:
            self.box.addItem("", reading)
        self.setLayout(_line((self.label, self.box, self.limit, self.days, self.unit)))
        self.box.activated.connect(self._choose)
        self.limit.clicked.connect(self._choose_limit)
        self.days.valueChanged.connect(self._choose_days)
        self.set_language(language)
        self.show_window(None)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        words = language.text
        self.label.setText(words(msg("Read")))
        self.limit.setText(words(msg("within")))
        self.unit.setText(words(msg("days of the creation")))
        self.box.setAccessibleName(words(msg("How the funnel is read")))
        self.days.setAccessibleName(words(msg("Days of the creation that count")))
        self.limit.setToolTip(words(msg("What came later does not count")))
        for place, reading in enumerate(Reading):
            self.box.setItemText(place, words(READINGS[reading]))
            self.box.setItemData(place, words(EXPLANATIONS[reading]), 3)  # the tooltip

    def show_window(self, learnt: Window | None) -> None:
        """Show the days that hold: those typed, else those *learnt*; none is asked for where days do not count."""
        days = self.choice.days if learnt is None or self.choice.days is not None else learnt.days
        counts = self.choice.reading is not Reading.AS_RECORDED
        for part in (self.limit, self.days, self.unit):
            part.setVisible(counts)
        is_limited = self.choice.is_limited and days is not None
        with QSignalBlocker(self.days):
            self.days.setValue(days or UNLEARNT)
        self.limit.setChecked(is_limited)
        self.days.setEnabled(is_limited)

    @Slot()
    def _choose(self) -> None:
        # Not as the tick stands: where days do not count, or none are learnt, it stands for nothing.
        self.choice = replace(self.choice, reading=Reading(self.box.currentData()))
        self.chosen.emit()

    @Slot()
    def _choose_limit(self) -> None:
        is_limited, days = self.limit.isChecked(), self.choice.days
        if is_limited and days is None and not self.days.isEnabled():
            days = self.days.value()  # ticked where nothing is learnt, or again: what stands there holds
        self.choice = replace(self.choice, is_limited=is_limited, days=days)
        self.chosen.emit()

    @Slot(int)
    def _choose_days(self, days: int) -> None:
        self.choice = ReadChoice(self.choice.reading, True, days)
        self.chosen.emit()


class PairBar(QWidget):
    """Chooses by what to compare, and the two values."""

    chosen = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.choice = PairChoice()
        self._pair = Pair((), None)
        self.label, self.between = QLabel(), QLabel()
        self.by_box, self.one_box, self.other_box = QComboBox(), QComboBox(), QComboBox()
        self.label.setBuddy(self.by_box)
        for box in (self.one_box, self.other_box):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_SHORTEST_NAME)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.setMaximumWidth(260)
        self.setLayout(_line((self.label, self.by_box, self.one_box, self.between, self.other_box)))
        self.by_box.activated.connect(self._choose_way)
        self.one_box.activated.connect(self._choose_one)
        self.other_box.activated.connect(self._choose_other)
        self.set_language(language)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.language = language
        words = language.text
        self.label.setText(words(msg("Compare by")))
        self.between.setText(words(msg("with")))
        self.by_box.setAccessibleName(words(msg("Compare by")))
        self.one_box.setAccessibleName(words(msg("The first of the two")))
        self.other_box.setAccessibleName(words(msg("The second of the two")))
        self.show_pair(self._pair)

    def show_pair(self, pair: Pair) -> None:
        """Show what is compared, and what else could be."""
        self._pair = pair
        words = self.language.text
        self._fill(self.by_box, [words(way_name(way)) for way in pair.ways], pair.by, pair.ways)
        names = [] if pair.by is None else [words(value_name(pair.by, key)) for key in pair.keys]
        for box, place in zip((self.one_box, self.other_box), pair.chosen, strict=True):
            with QSignalBlocker(box):
                box.clear()
                box.addItems(names)
                box.setCurrentIndex(place)
        for part in (self.one_box, self.between, self.other_box):
            part.setVisible(len(names) > 1)

    def _fill(self, box: QComboBox, names: Sequence[str], current: str | None, keys: Sequence[str]) -> None:
        with QSignalBlocker(box):
            box.clear()
            box.addItems(names)
            box.setCurrentIndex(keys.index(current) if current in keys else -1)
        box.setEnabled(bool(names))

    @Slot(int)
    def _choose_way(self, place: int) -> None:
        self.choice = PairChoice(self._pair.ways[place])
        self.chosen.emit()

    @Slot(int)
    def _choose_one(self, place: int) -> None:
        self._choose(place, self._pair.chosen[1] if place != self._pair.chosen[1] else self._pair.chosen[0])

    @Slot(int)
    def _choose_other(self, place: int) -> None:
        self._choose(self._pair.chosen[0] if place != self._pair.chosen[0] else self._pair.chosen[1], place)

    def _choose(self, one: int, other: int) -> None:
        """Who takes the other's value gives his own in exchange."""
        keys = self._pair.keys
        self.choice = PairChoice(self._pair.by, (keys[one],), (keys[other],))
        self.chosen.emit()
