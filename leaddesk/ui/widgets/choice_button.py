"""A button that opens a searchable list of values with check boxes: none or all checked means no filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from leaddesk.text import Message, msg, msgn
from leaddesk.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.text import Language

KEY = Qt.ItemDataRole.UserRole
LINE = 24
"""The height of a line: a check box and a little air."""
SEARCH_FROM = 9
"""Shorter lists need no search line."""


class ChoiceButton(QToolButton):
    """``title`` alone while everything is kept, else with what is kept. None among the values stands for "without"."""

    chosen = Signal(object)
    """A ``frozenset`` of the values kept, or None when all are."""

    def __init__(self, title: Message, without: Message, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._without, self._language = title, without, language
        self._values: tuple[str | None, ...] = ()
        self._kept: frozenset[str | None] | None = None
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setProperty("filter", True)
        self.popup = _Popup(self)
        self.popup.applied.connect(self._apply)
        self.clicked.connect(self.open_popup)
        self.set_language(language)

    @property
    def kept(self) -> frozenset[str | None] | None:
        """The values kept; None when all are."""
        return self._kept

    def show_values(self, values: Sequence[str | None], kept: frozenset[str | None] | None) -> None:
        """The values to choose from, and those that are kept now."""
        self._values = tuple(values)
        self._kept = kept
        self._rewrite()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self.popup.set_language(language)
        self._rewrite()

    def name_of(self, value: str | None) -> str:
        """A value as it is shown."""
        return self._language.text(self._without) if value is None else value

    @Slot()
    def open_popup(self) -> None:
        """Open the list below the button."""
        self.popup.fill([(value, self.name_of(value)) for value in self._values], self._kept)
        self.popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.popup.show()

    @Slot(object)
    def _apply(self, kept: frozenset[str | None] | None) -> None:
        if kept != self._kept:
            self._kept = kept
            self._rewrite()
            self.chosen.emit(kept)

    def _rewrite(self) -> None:
        language = self._language
        title = language.text(self._title)
        if self._kept is None:
            words = language.text(msg("{title}: all", title=self._title))
        elif len(self._kept) == 1:
            value = next(iter(self._kept))
            words = language.text(msg("{title}: {value}", title=self._title, value=self.name_of(value)))
        else:
            words = language.text(
                msgn("{title}: {count} value", "{title}: {count} values", len(self._kept), title=self._title)
            )
        metrics = self.fontMetrics()
        self.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, 240) + "  ▾")
        self.setToolTip("" if self._kept is None else ", ".join(sorted(map(self.name_of, self._kept)))[:400])
        self.setAccessibleName(words)
        self.setAccessibleDescription(title)
        self.setProperty("active", self._kept is not None)
        self.style().unpolish(self)
        self.style().polish(self)


class _Popup(QFrame):
    """The list. Its choice is applied when it closes, so that ticking five values computes once."""

    applied = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(2)
        self.everything = QPushButton()
        self.nothing = QPushButton()
        self.hint = QLabel()
        self.hint.setProperty("tone", "muted")
        buttons = QHBoxLayout()
        buttons.addWidget(self.everything)
        buttons.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        layout.addWidget(self.hint)
        layout.addLayout(buttons)
        self.setMinimumWidth(260)
        self.search.textChanged.connect(self._narrow)
        self.everything.clicked.connect(self._check_all)
        self.nothing.clicked.connect(self._check_none)
        self.list.itemChanged.connect(self._hint)
        self._filling = False

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.search.setPlaceholderText(language.text(msg("Search")))
        self.everything.setText(language.text(msg("Tick all")))
        self.nothing.setText(language.text(msg("Untick all")))
        self.hint.setText(language.text(msg("Nothing is ticked: all are shown.")))

    def fill(self, values: Sequence[tuple[str | None, str]], kept: frozenset[str | None] | None) -> None:
        """Show values with the kept ones ticked."""
        self.list.clear()
        self.search.clear()
        self.search.setVisible(len(values) >= SEARCH_FROM)
        for value, name in values:
            item = QListWidgetItem(name)
            item.setData(KEY, value)
            item.setSizeHint(QSize(0, LINE))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = kept is None or value in kept
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self._hint()
        rows = min(12, max(3, len(values)))
        self.list.setFixedHeight(rows * (LINE + 2 * self.list.spacing()) + 6)
        self.adjustSize()
        self.list.setFocus()

    @Slot()
    def _hint(self) -> None:
        """What follows from ticking nothing; the list is no higher without it."""
        items = (self.list.item(row) for row in range(self.list.count()))
        is_empty = all(item.checkState() is Qt.CheckState.Unchecked for item in items)
        self.hint.setVisible(is_empty)

    def kept(self) -> frozenset[str | None] | None:
        """The ticked values; None when all are ticked, or none (which would show nothing)."""
        items = [self.list.item(row) for row in range(self.list.count())]
        ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        if not ticked or len(ticked) == len(items):
            return None
        return frozenset(item.data(KEY) for item in ticked)

    def hideEvent(self, event: object) -> None:
        """Apply the choice: closing the list is how one says yes."""
        super().hideEvent(event)  # type: ignore[arg-type]
        self.applied.emit(self.kept())

    @Slot(str)
    def _narrow(self, text: str) -> None:
        wanted = text.casefold()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in item.text().casefold())

    @Slot()
    def _check_all(self) -> None:
        self._check(Qt.CheckState.Checked)

    @Slot()
    def _check_none(self) -> None:
        self._check(Qt.CheckState.Unchecked)

    def _check(self, state: Qt.CheckState) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            if not item.isHidden():
                item.setCheckState(state)
