"""The columns of a sheet, what each is taken for and why, with three values before and after."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from leaddesk.model.schema import EXTRA_PREFIX, Kind
from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, Percent, msg
from leaddesk.ui.once_painted import OncePainted
from leaddesk.ui.theme import plain_tooltip
from leaddesk.ui.widgets import year_words
from leaddesk.ui.widgets.still_combo import LaterComboBox, StillComboBox

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import ColumnChoice, Recipe, SheetRecipe
    from leaddesk.text import Language

HEADERS: Final = (
    msg("Column of the file"),
    msg("Taken for"),
    msg("Sure"),
    msg("Written as"),
    msg("Before → after"),
)
HOW_SURE: Final = msg(
    "How sure LeadDesk is. 100 %: you said so, or the header is a known name of the column. Less: the header is only "
    "like one, its values fit less, or the values alone tell. Leave the mouse on a share to read its reason."
)
DATE_ORDERS: Final[dict[str, Message]] = {
    "dmy": msg("day/month/year"),
    "mdy": msg("month/day/year"),
    "ymd": msg("year-month-day"),
}
_WITHOUT_YEAR: Final[dict[str, Message]] = {"dmy": msg("day/month"), "mdy": msg("month/day")}
DECIMALS: Final[dict[str, Message]] = {",": msg("1 234,50"), ".": msg("1,234.50")}
SURE: Final = 2
UNSURE: Final = 0.6
_AT_ONCE: Final = 5
_FIRST_SCREEN: Final = 10
"""Rows that are to be seen at once; each takes two or three milliseconds."""


def nothing() -> None:
    """What is done between two pieces of work where nobody waits."""


class ColumnChoices(QTableWidget):
    """A row a column of the file. What the user chooses comes as a new recipe for the sheet."""

    changed = Signal(object)
    """The :class:`~leaddesk.model.recipe.SheetRecipe` as the user wants it."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.between: Callable[[], None] = nothing
        """Called now and then while columns are put in."""
        self._sheet: SheetRecipe | None = None
        self._waiting: list[Callable[[], None]] = []
        self._later = QTimer(self, interval=0)
        self._later.timeout.connect(self._put_next)
        self.setColumnCount(len(HEADERS))
        self.setHorizontalHeaderLabels([language.text(header) for header in HEADERS])
        sure = QTableWidgetItem(language.text(HEADERS[SURE]))
        self.setHorizontalHeaderItem(SURE, sure)
        sure.setToolTip(plain_tooltip(language.text(HOW_SURE)))
        sure.setWhatsThis(plain_tooltip(language.text(HOW_SURE)))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        header = self.horizontalHeader()
        for column, width in ((0, 170), (1, 190), (3, 150)):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(SURE, QHeaderView.ResizeMode.ResizeToContents)  # its header is its widest word
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)

    def show_sheet(self, file: RawFile, recipe: Recipe, sheet: SheetRecipe) -> None:
        """The columns of one sheet; none when it is left out. Those below the first screen follow a little later."""
        self._sheet = sheet
        columns = sheet.columns if sheet.table else ()
        self.clearContents()
        self.setRowCount(len(columns))
        self._waiting = [
            partial(self._put_choice, file, recipe, sheet, row, choice) for row, choice in enumerate(columns)
        ]
        for _ in range(0, min(len(columns), _FIRST_SCREEN), _AT_ONCE):
            self._put_next()
            self.between()
        if self.isVisible():
            self._go_on()
        else:  # the first screen is to be seen before anything is put below it
            OncePainted(self.viewport()).happened.connect(self._go_on)

    @Slot()
    def _go_on(self) -> None:
        if self._waiting:
            self._later.start()

    def finish(self) -> None:
        """Put in what is still to follow."""
        while self._waiting:
            self._put_next()

    def cellWidget(self, row: int, column: int) -> QWidget:
        """The widget of a cell; nobody finds one missing that is still to follow."""
        self.finish()
        return super().cellWidget(row, column)

    def item(self, row: int, column: int) -> QTableWidgetItem | None:
        """The item of a cell, likewise."""
        self.finish()
        return super().item(row, column)

    @Slot()
    def _put_next(self) -> None:
        these, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        if not self._waiting:
            self._later.stop()
        for put in these:
            put()

    def _put_choice(self, file: RawFile, recipe: Recipe, sheet: SheetRecipe, row: int, choice: ColumnChoice) -> None:
        from leaddesk.ingest.preview import samples

        name = choice.header or self.language.text(msg("(column {number})", number=choice.position + 1))
        self._put(row, 0, name)
        self.setCellWidget(row, 1, self._fields(sheet, choice))
        self._put_confidence(row, choice)
        written = self._formats(sheet, choice)
        if written is not None:
            self.setCellWidget(row, 3, written)
        pairs = samples(file, recipe, sheet.sheet, choice.position, self.language)
        self._put(row, 4, "   ·   ".join(self.language.change(before, after) for before, after in pairs))

    def _put(self, row: int, column: int, text: str) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(plain_tooltip(text))
        self.setItem(row, column, item)
        return item

    def _put_confidence(self, row: int, choice: ColumnChoice) -> None:
        words = self.language.text
        sure = (
            "" if not choice.target or choice.is_extra else words(msg("{share}", share=Percent(choice.confidence, 0)))
        )
        item = self._put(row, SURE, sure)
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if choice.reason is not None:
            item.setToolTip(plain_tooltip(words(choice.reason)))

    def _dress(self, combo: QComboBox, choice: ColumnChoice, label: Message) -> None:
        combo.setProperty("cell", True)
        combo.setProperty("position", choice.position)
        combo.setAccessibleName(f"{self.language.text(label)}: {choice.header}")

    def _fields(self, sheet: SheetRecipe, choice: ColumnChoice) -> QComboBox:
        combo = LaterComboBox()
        self._dress(combo, choice, HEADERS[1])
        offered = self._offered(sheet, choice)
        named = [item for item in offered if item is not None]
        now = next((item for item in named if item[1] == choice.target), named[0])
        combo.offer(*now, lambda: offered)
        if choice.target and not choice.is_extra and choice.confidence < UNSURE:
            combo.setProperty("tone", "warning")
        combo.activated.connect(self._choose_field)
        return combo

    def _offered(self, sheet: SheetRecipe, choice: ColumnChoice) -> list[tuple[str, str] | None]:
        """What a column may be taken for, with the target that it then has."""
        words = self.language.text
        first: list[tuple[str, str] | None] = []
        if choice.wide_key:
            declared = BY_ID[sheet.table].by_id
            kept = choice.target.removeprefix(EXTRA_PREFIX)
            what = kept if choice.is_extra else (declared.get(choice.target) or declared["amount"]).label
            first.append((words(msg("{what}: “{key}”", what=what, key=choice.wide_key)), choice.target))
        first += [(words(msg("Kept as it is")), f"{EXTRA_PREFIX}{choice.header}"), (words(msg("Left out")), ""), None]
        fields = [(words(column.label), column.id) for column in BY_ID[sheet.table].columns if column.synonyms]
        return [*first, *sorted(fields, key=lambda field: field[0].casefold())]

    def _formats(self, sheet: SheetRecipe, choice: ColumnChoice) -> QComboBox | None:
        column = BY_ID[sheet.table].by_id.get(choice.target)
        kind = None if column is None else column.kind
        offered: Mapping[str, Message]
        if kind is Kind.MOMENT and year_words.is_year(choice.year):
            offered, now = _with_years(choice), f"{choice.date_order} {choice.year}"
        elif kind is Kind.MOMENT:
            offered, now = DATE_ORDERS, choice.date_order
        elif kind is not None and kind.is_number and kind is not Kind.FLAG:
            offered, now = DECIMALS, choice.decimal
        else:
            return None
        if not now:
            return None
        combo = StillComboBox()
        self._dress(combo, choice, HEADERS[3])
        for value, label in offered.items():
            combo.addItem(self.language.text(label), value)
        combo.setCurrentIndex(max(0, combo.findData(now)))
        if kind is Kind.MOMENT:
            combo.setToolTip(self._evidence(choice))
        combo.activated.connect(self._choose_format)
        return combo

    def _evidence(self, choice: ColumnChoice) -> str:
        """What told the order of day and month, and the year of dates that have none."""
        from leaddesk.ingest import questions, yearwords

        told = (questions.EVIDENCE.get(choice.order_evidence), yearwords.EVIDENCE.get(choice.year_evidence))
        words = [self.language.text(msg("Read so: {evidence}", evidence=found)) for found in told if found]
        return plain_tooltip("\n".join(words)) if words else ""

    @Slot(int)
    def _choose_field(self, index: int) -> None:
        combo = self.sender()
        if isinstance(combo, QComboBox) and self._sheet is not None:
            choice = self._sheet.at(combo.property("position"))
            target = combo.itemData(index)
            if target != choice.target:
                chosen = replace(
                    choice,
                    target=target,
                    wide_key=choice.wide_key if target == choice.target else "",
                    confidence=1.0,
                    reason=msg("Your choice"),
                )
                self.changed.emit(self._sheet.with_column(chosen))

    @Slot(int)
    def _choose_format(self, index: int) -> None:
        combo = self.sender()
        if not isinstance(combo, QComboBox) or self._sheet is None:
            return
        choice = self._sheet.at(combo.property("position"))
        value = combo.itemData(index)
        if " " in value:
            order, _, year = value.partition(" ")
            if (order, year) != (choice.date_order, choice.year):
                self.changed.emit(self._sheet.with_column(replace(choice, date_order=order, year=year)))
            return
        name = "date_order" if value in DATE_ORDERS else "decimal"
        if value != getattr(choice, name):
            self.changed.emit(self._sheet.with_column(replace(choice, **{name: value})))


def _with_years(choice: ColumnChoice) -> dict[str, Message]:
    """The orders in which dates that have no year can be read, each with the years; ``dmy 2026`` → in words."""
    words: dict[str, Message] = {}
    for order in ("dmy", "mdy") if choice.date_order else ("",):
        for year in year_words.others(choice.year):
            named = year_words.short(year)
            words[f"{order} {year}"] = (
                msg("{order}, {year}", order=_WITHOUT_YEAR[order], year=named) if order else year_words.label(year)
            )
    return words
