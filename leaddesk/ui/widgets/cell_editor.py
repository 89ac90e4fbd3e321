"""Editors of the cells of a grid: a list for categories, a calendar for days, a line for texts and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QAbstractItemModel, QDate, QEvent, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leaddesk.ui.itemmodels.column import Column, Kind

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.itemmodels.grid import GridModel

Index = QModelIndex | QPersistentModelIndex
NO_DAY: Final = QDate(1899, 12, 31)
"""Stands for "no date" in a date editor: shown as a dash."""


class CellEditor(QStyledItemDelegate):
    """The delegate of a :class:`~leaddesk.ui.widgets.grid_view.GridView`."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language

    def set_language(self, language: Language) -> None:
        """Open editors in another language from now on."""
        self._language = language

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor that fits the column's kind."""
        column = _column(index)
        if column.kind is Kind.CATEGORY:
            return self._list(parent, column)
        if column.kind is Kind.DAY:
            return self._calendar(parent)
        line = QLineEdit(parent)
        line.setFrame(False)
        if column.kind.is_number:
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's value in its editor."""
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(next((i for i in range(editor.count()) if editor.itemData(i) == value), 0))
            editor.showPopup()
        elif isinstance(editor, QDateEdit):
            editor.setDate(value if isinstance(value, QDate) else NO_DAY)
        elif isinstance(editor, QLineEdit):
            column = _column(index)
            editor.setText(self._written(value, column) if column.kind.is_number else str(value or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the editor's value to the model; a number that cannot be read leaves the cell as it was."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QDateEdit):
            model.setData(index, None if editor.date() == NO_DAY else editor.date())
        elif isinstance(editor, QLineEdit):
            column, text = _column(index), editor.text().strip()
            if not column.kind.is_number or not text:
                model.setData(index, text or None)
            else:
                number = self._read(text, column)
                if number is not None:
                    model.setData(index, number)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Delete empties a date."""
        deletes = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if deletes and isinstance(editor, QDateEdit) and event.key() == Qt.Key.Key_Delete:  # type: ignore[attr-defined]
            editor.setDate(NO_DAY)
            return True
        return super().eventFilter(editor, event)

    def _list(self, parent: QWidget, column: Column) -> QComboBox:
        box = QComboBox(parent)
        for key, words in column.choices(self._language):
            box.addItem(words or "–", key)
        box.activated.connect(self._chosen)
        return box

    def _chosen(self, _index: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.commitData.emit(box)
            self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)

    def _calendar(self, parent: QWidget) -> QDateEdit:
        editor = QDateEdit(parent)
        editor.setLocale(qt_locale(self._language))
        editor.setDisplayFormat("dd/MM/yyyy")
        editor.setCalendarPopup(True)
        editor.setMinimumDate(NO_DAY)
        editor.setSpecialValueText("–")
        return editor

    def _written(self, value: Any, column: Column) -> str:  # noqa: ANN401
        if value is None:
            return ""
        shown = value * 100 if column.kind is Kind.PERCENT else value
        locale = qt_locale(self._language)
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        return locale.toString(float(shown), "f", QLocale.FloatingPointPrecisionOption.FloatingPointShortest)

    def _read(self, text: str, column: Column) -> float | None:
        """A number as typed: decimal comma or point, spaces, a sign of percent or money."""
        digits = "".join(mark for mark in text if mark.isdigit() or mark in ",.-−").replace("−", "-")
        whole, point, rest = digits.rpartition(",") if "," in digits else digits.rpartition(".")
        plain = whole.replace(",", "").replace(".", "") + ("." if point else "") + rest
        try:
            number = float(plain)
        except ValueError:
            return None
        return number / 100 if column.kind is Kind.PERCENT else number


def qt_locale(language: Language) -> QLocale:
    """Qt's locale of *language*, for calendars and number editors."""
    if language.code == "fr":
        return QLocale(QLocale.Language.French, QLocale.Country.France)
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


def _column(index: Index) -> Column:
    model = cast("GridModel", index.model())  # the delegate serves no other model
    return model.columns[index.column()]
