"""Leads side by side, a column each, and the one that they would become; what differs and what is lost is marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from leaddesk.model.action import with_cells
from leaddesk.model.merging import merging
from leaddesk.text import Message, msg
from leaddesk.ui.itemmodels.lead_columns import header_of
from leaddesk.ui.theme import font, plain_tooltip, theme_of
from leaddesk.ui.widgets.lead_facts import as_argument, called, cell, lead_name, lead_origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent

    from leaddesk.model.merging import Merge
    from leaddesk.model.state import State
    from leaddesk.text import Language

TICKS = 0
ORIGIN = 1


@dataclass(frozen=True, slots=True)
class _Fact:
    """A line: what each lead knows and what the merged one would, as they are shown; who is contradicted."""

    label: Message
    texts: tuple[str, ...]
    lost: frozenset[int] = frozenset()
    is_new: bool = False


class LeadComparison(QTableWidget):
    """A column a lead. A tick in the first line: the lead is one of those to be merged. A click on a header, or Enter
    in a column, keeps that lead: the others are merged into it.
    """

    changed = Signal()
    """Which lead is kept, or which are ticked."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._state: State | None = None
        self._rows: tuple[int, ...] = ()
        self.kept = 0
        """The row id of the lead that is kept."""
        self.ticked: tuple[int, ...] = ()
        """The row ids of those to be merged, the kept one among them."""
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAccessibleName(language.text(msg("Leads side by side")))
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # which lead is kept stands at the end
        header.sectionClicked.connect(self._keep_column)
        # Queued: the lines are written anew, and an item must not go while it tells of its change.
        self.cellChanged.connect(self._tick, Qt.ConnectionType.QueuedConnection)
        self.cellActivated.connect(self._activate)

    def show_leads(self, state: State, rows: Sequence[int], kept: int) -> None:
        """Show these leads (row ids), all ticked."""
        self._state, self._rows, self.kept = state, tuple(rows), kept
        self.ticked = self._rows
        self._write()

    def merge(self) -> Merge | None:
        """What merging the ticked leads comes to; None with less than two."""
        others = [row for row in self.ticked if row != self.kept]
        return None if self._state is None or not others else merging(self._state, self.kept, others)

    def _facts(self) -> list[_Fact]:
        if self._state is None:
            return []
        frame, currency = self._state.dataset["leads"], self._state.settings.currency
        places = frame.positions(np.array(self._rows, np.int64)).tolist()
        merge = self.merge()
        alone = frame.kept(frame.positions(np.array([self.kept], np.int64)))
        if merge is not None:
            for change in merge.changes:
                if change.entity == "leads":
                    alone = with_cells(alone, change.field, {change.row: change.new})
        lost = {(one.column, one.row) for one in merge.conflicts} if merge is not None else set()
        facts = []
        for name in dict.fromkeys([*frame.data.columns, *alone.data.columns]):
            values = [cell(frame, name, place) for place in places]
            becomes = cell(alone, name, 0)
            if all(value is None for value in (*values, becomes)):
                continue
            kind = frame.kind(name)
            texts = tuple(self._text(name, kind, value, currency) for value in (*values, becomes))
            against = frozenset(n for n, row in enumerate(self._rows) if (name, row) in lost)
            own = values[self._rows.index(self.kept)]
            facts.append(_Fact(header_of(name), texts, against, becomes != own))
        return facts

    def _text(self, name: str, kind: Any, value: Any, currency: str) -> str:  # noqa: ANN401
        if value is None:
            return ""
        return self._language.argument(as_argument(name, kind, value, currency))

    def _write(self) -> None:
        words = self._language.text
        facts = self._facts()
        blocked = QSignalBlocker(self)
        self.clear()
        self.setColumnCount(len(self._rows) + 1)
        self.setRowCount(len(facts) + 2)
        for column, title in enumerate((*map(self._title, self._rows), words(msg("Merged")))):
            named = QTableWidgetItem(title)
            named.setToolTip(plain_tooltip(title))
            self.setHorizontalHeaderItem(column, named)
        self.setVerticalHeaderLabels(
            [words(msg("One of them")), words(msg("Comes from")), *(_label(fact, words(fact.label)) for fact in facts)]
        )
        self._write_ticks()
        for line, fact in enumerate(facts, start=2):
            for column, text in enumerate(fact.texts):
                self._put(line, column, text, fact)
        del blocked

    def _title(self, row: int) -> str:
        if self._state is None:
            return ""
        frame = self._state.dataset["leads"]
        name = called(lead_name(frame, int(frame.positions(np.array([row], np.int64))[0])))
        return self._language.text(msg("{name} (kept)", name=name) if row == self.kept else name)

    def _write_ticks(self) -> None:
        if self._state is None:
            return
        frame = self._state.dataset["leads"]
        for column, row in enumerate(self._rows):
            item = QTableWidgetItem()
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if row in self.ticked else Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self._title(row))
            self.setItem(TICKS, column, item)
            place = int(frame.positions(np.array([row], np.int64))[0])
            self._put(ORIGIN, column, self._language.text(lead_origin(frame, place)), None)
        for line in (TICKS, ORIGIN):
            self._put(line, len(self._rows), "", None)

    def _put(self, line: int, column: int, text: str, fact: _Fact | None) -> None:
        item = QTableWidgetItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setToolTip(plain_tooltip(text))
        theme = theme_of()
        if fact is not None and column in fact.lost:
            item.setBackground(QBrush(QColor(theme.warning_soft)))
            said = self._language.text(msg("{value} – not taken over: the kept lead knows otherwise", value=text))
            item.setToolTip(plain_tooltip(said))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        elif fact is not None and fact.is_new and column == len(self._rows):
            item.setBackground(QBrush(QColor(theme.good_soft)))
            item.setFont(font(bold=True))
        self.setItem(line, column, item)

    @Slot(int)
    def _keep_column(self, column: int) -> None:
        if column < len(self._rows) and self._rows[column] != self.kept:
            self.kept = self._rows[column]
            if self.kept not in self.ticked:
                self.ticked = tuple(row for row in self._rows if row in (*self.ticked, self.kept))
            self._write()
            self.changed.emit()

    @Slot(int, int)
    def _activate(self, line: int, column: int) -> None:
        if line != TICKS:
            self._keep_column(column)

    @Slot(int, int)
    def _tick(self, line: int, column: int) -> None:
        if line != TICKS or column >= len(self._rows):
            return
        ticks = [self.item(TICKS, place) for place in range(len(self._rows))]
        self.ticked = tuple(
            row
            for row, item in zip(self._rows, ticks, strict=True)
            if item is not None and item.checkState() is Qt.CheckState.Checked
        )
        if self.ticked and self.kept not in self.ticked:
            self.kept = self.ticked[0]
        self._write()
        self.setCurrentCell(line, column)
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """The marks take the colours of the new theme."""
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange:
            self._write()


def _label(fact: _Fact, words: str) -> str:
    """The name of a line; one in which the leads contradict each other is marked."""
    return f"≠ {words}" if fact.lost else words
