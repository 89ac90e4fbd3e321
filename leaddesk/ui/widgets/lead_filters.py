"""Which leads the grid shows: the search line, the quick filters, the stage; and how many that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLineEdit, QToolButton, QWidget

from leaddesk.model.stages import LABELS, Stage
from leaddesk.text import Message, msg, msgc, msgn
from leaddesk.ui.icons import icon
from leaddesk.ui.itemmodels.leads_view import Quick
from leaddesk.ui.theme import GAP
from leaddesk.ui.widgets.figure_label import FigureLabel
from leaddesk.ui.widgets.still_combo import StillComboBox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from leaddesk.text import Language
    from leaddesk.ui.itemmodels.leads_view import LeadFilter

SEARCH_MS: Final = 150
"""The search begins so long after the last key."""


QUICK: Final[dict[Quick, tuple[Message, Message]]] = {
    Quick.ALL: (msgc("leads", "All"), msg("Every lead of the period and filters")),
    Quick.CALL: (
        msg("To call today"),
        msg("Whatever the period: open leads whose next step is due, then those never answered, the most urgent first"),
    ),
    Quick.OPEN: (msgc("leads", "Open"), msg("Neither won, nor lost, nor invalid")),
    Quick.QUALIFIED: (
        msgc("leads", "Qualified"),
        msg("Leads that reached the stage Qualified or went further, whatever became of them"),
    ),
    Quick.WON: (msgc("leads", "Won"), msg("Leads that became customers")),
    Quick.LOST: (msgc("leads", "Lost"), msg("Leads that were lost")),
    Quick.UNDATED: (
        msgc("leads", "Without a date"),
        msg("Leads without a date of creation: they are in no period, and no figure of one counts them"),
    ),
}


class SearchLine(QLineEdit):
    """The search line: Escape empties it, Down or Enter go on to the leads found."""

    searched = Signal(str)
    """The text, a moment after the last key."""
    left = Signal()
    """On to the grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_MS)
        self._timer.timeout.connect(self.search_now)
        self.textChanged.connect(self._wait)

    @Slot()
    def _wait(self) -> None:
        self._timer.start()

    @Slot()
    def search_now(self) -> None:
        """Search without waiting any longer."""
        self._timer.stop()
        self.searched.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, Down and Enter as the class says."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.search_now()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.search_now()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class LeadFilters(QWidget):
    """One filter holds at a time: a quick one or a stage. The search narrows it further."""

    chosen = Signal(object)
    """The :class:`Quick` filter or :class:`Stage`."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._filter: LeadFilter = Quick.ALL
        self._counts: Mapping[Quick, int] = {}
        self.group = QButtonGroup(self)
        self.buttons: dict[Quick, QAbstractButton] = {}
        self.stages = StillComboBox()
        self.stages.addItem("", None)
        for stage in Stage:
            self.stages.addItem("", int(stage))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for place, quick in enumerate(Quick):
            button = QToolButton()
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.buttons[quick] = button
            self.group.addButton(button, place)
            layout.addWidget(button)
        layout.addSpacing(GAP)
        layout.addWidget(self.stages)
        layout.addStretch(1)
        self.group.idClicked.connect(self._choose_quick)
        self.stages.activated.connect(self._choose_stage)
        self.set_language(language)
        self.show_filter(Quick.ALL)

    @property
    def filter(self) -> LeadFilter:
        """The filter that holds."""
        return self._filter

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        words = language.text
        for place, stage in enumerate((None, *Stage)):
            self.stages.setItemText(place, words(msg("Any stage") if stage is None else LABELS[stage]))
        self.stages.setAccessibleName(words(msgc("lead", "Stage")))
        self.stages.setToolTip(words(msg("Only leads that stand at this stage now")))
        for quick, (_, tip) in QUICK.items():
            self.buttons[quick].setToolTip(words(tip))
        self._write_counts()

    def show_counts(self, counts: Mapping[Quick, int]) -> None:
        """How many leads each quick filter leaves."""
        self._counts = counts
        self._write_counts()

    def show_filter(self, chosen: LeadFilter) -> None:
        """Show which filter holds."""
        self._filter = chosen
        with QSignalBlocker(self.stages):
            self.stages.setCurrentIndex(int(chosen) + 1 if isinstance(chosen, Stage) else 0)
        self.group.setExclusive(False)
        for quick, button in self.buttons.items():
            button.setChecked(quick is chosen)
        self.group.setExclusive(not isinstance(chosen, Stage))
        self._write_counts()

    def _write_counts(self) -> None:
        words = self._language.text
        for quick, (label, _) in QUICK.items():
            counted = self._counts.get(quick)
            text = label if counted is None else msg("{filter} ({count})", filter=label, count=counted)
            self.buttons[quick].setText(words(text))
        undated = self.buttons[Quick.UNDATED]
        undated.setVisible(bool(self._counts.get(Quick.UNDATED)) or self._filter is Quick.UNDATED)

    @Slot(int)
    def _choose_quick(self, place: int) -> None:
        self._choose(list(Quick)[place])

    @Slot(int)
    def _choose_stage(self, place: int) -> None:
        self._choose(Quick.ALL if place == 0 else Stage(place - 1))

    def _choose(self, chosen: LeadFilter) -> None:
        self.show_filter(chosen)
        self.chosen.emit(chosen)


class CountLabel(FigureLabel):
    """How many leads are shown, and how many of the rows are a lead that another one is already."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("rows", parent)
        self._language, self._count, self._repeats = language, 0, 0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", "muted")

    def set_language(self, language: Language) -> None:
        """Write it in another language."""
        self._language = language
        self.show_count(self._count, self._repeats)

    def show_count(self, count: int, repeats: int) -> None:
        """Show other numbers."""
        self._count, self._repeats = count, repeats
        said, tip = msgn("{count} lead shown", "{count} leads shown", count), ""
        if repeats:
            rows = msgn("{count} row shown", "{count} rows shown", count)
            said = msgn("{rows}, {count} of them repeated", "{rows}, {count} of them repeated", repeats, rows=rows)
            tip = self._language.text(msg("Rows of one number are one lead: figures count it once."))
        self.setText(self._language.text(said))
        self.setToolTip(tip)
