"""How one asks a table or a chart what is behind a figure, or for its leads: a menu, and keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QPointF, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractScrollArea, QMenu

from leaddesk.text import msg
from leaddesk.ui.itemmodels.words_table import BEHIND

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QTableView, QWidget

    from leaddesk.text import Language
    from leaddesk.ui.plots.bars import BarChart
    from leaddesk.ui.plots.funnel import FunnelChart
    from leaddesk.ui.plots.marks import Mark
    from leaddesk.ui.plots.series import SeriesChart

THESE_LEADS = msg("Show these leads")
SHORTCUT = "Alt+Return"


class FigureAsking(QObject):
    """Added to a table; *tells*: whether something is behind a cell, *leads*: whether it counts leads."""

    asked = Signal(QModelIndex, QRect)
    """What is behind the figure of a cell, and where the cell is (global coordinates)."""
    opened = Signal(QModelIndex)
    """The leads of a cell."""

    def __init__(
        self,
        table: QTableView,
        language: Language,
        tells: Callable[[QModelIndex], bool],
        leads: Callable[[QModelIndex], bool],
    ) -> None:
        super().__init__(table)
        self._table, self._tells, self._leads = table, tells, leads
        self.action = QAction(table)
        self.action.setShortcut(QKeySequence(SHORTCUT))
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.action.triggered.connect(self._ask_current)
        table.addAction(self.action)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)
        self.set_language(language)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self.action.setText(language.text(BEHIND))

    @Slot(QModelIndex)
    def ask(self, index: QModelIndex) -> None:
        """Ask what is behind a cell, where there is something."""
        if index.isValid() and self._tells(index):
            place = self._table.visualRect(index)
            self.asked.emit(index, QRect(self._table.viewport().mapToGlobal(place.topLeft()), place.size()))

    @Slot()
    def _ask_current(self) -> None:
        self.ask(self._table.currentIndex())

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        """The menu key asks for the current cell, wherever the mouse may be."""
        index = self._table.indexAt(place)
        if not index.isValid():
            index = self._table.currentIndex()
        if not index.isValid():
            return
        self._table.setCurrentIndex(index)
        figure_menu(
            self._table,
            self._language,
            self._table.viewport().mapToGlobal(place),
            partial(self.ask, index) if self._tells(index) else None,
            partial(self.opened.emit, index) if self._leads(index) else None,
        )


class ChartAsking(QObject):
    """Added to a chart: its marks are asked for what is behind them."""

    asked = Signal(object, QPointF, QRect)
    """The key of a mark, the point of the chart that was clicked (its middle for a key), and where it is (global)."""
    opened = Signal(object)
    """The key of a mark whose leads are wanted."""

    def __init__(self, chart: FunnelChart | BarChart | SeriesChart, language: Language) -> None:
        super().__init__(chart)
        self._chart, self._language = chart, language
        self._area: QWidget = chart.viewport() if isinstance(chart, QAbstractScrollArea) else chart
        for watched in {chart, self._area}:
            watched.installEventFilter(self)

    def set_language(self, language: Language) -> None:
        """Write the menu in another language."""
        self._language = language

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A right click, the menu key and Alt+Enter."""
        if isinstance(event, QContextMenuEvent):
            is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            mark = self._chart.pointer.current if is_key else self._chart.mark_at(QPointF(event.pos()))
            if mark is not None:
                self._open_menu(mark, self._chart.point_of(mark) if is_key else QPointF(event.pos()))
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            mark = self._chart.pointer.current
            if mark is not None and is_asking(event.key(), event.modifiers()):
                self.ask(mark, self._chart.point_of(mark))
                return True
        return False

    def ask(self, mark: Mark, at: QPointF) -> None:
        """Ask what is behind a mark, at a point of it."""
        corner = self._area.mapToGlobal(at.toPoint())
        self.asked.emit(mark.key, at, QRect(corner.x(), corner.y() - 10, 1, 20))

    @Slot(object, QPointF)
    def ask_at(self, key: object, at: QPointF) -> None:
        """Ask what is behind the mark of that key, at the point of it that was clicked."""
        mark = self._mark(key)
        if mark is not None:
            self.ask(mark, at)

    @Slot(object)
    def ask_key(self, key: object) -> None:
        """Ask what is behind the mark of that key; for charts whose marks tell it at once when they are pressed."""
        mark = self._mark(key)
        if mark is not None:
            self.ask(mark, self._chart.point_of(mark))

    def _mark(self, key: object) -> Mark | None:
        return next((one for one in self._chart.pointer.marks if one.key == key), None)

    def _open_menu(self, mark: Mark, at: QPointF) -> None:
        place = self._area.mapToGlobal(at.toPoint())
        opened = partial(self.opened.emit, mark.key) if mark.can_be_pressed else None
        figure_menu(self._chart, self._language, place, partial(self.ask, mark, at), opened)


def figure_menu(
    parent: QWidget,
    language: Language,
    place: QPoint,
    behind: Callable[[], None] | None,
    leads: Callable[[], None] | None,
    shortcut: str = SHORTCUT,
) -> None:
    """Open a menu at a place (global coordinates) with what there is to do with a figure."""
    if behind is None and leads is None:
        return
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    if behind is not None:
        menu.addAction(language.text(BEHIND), behind).setShortcut(QKeySequence(shortcut))
    if leads is not None:
        menu.addAction(language.text(THESE_LEADS), leads)
    menu.popup(place)


def is_asking(key: int, modifiers: Qt.KeyboardModifier) -> bool:
    """Whether a key asks what is behind a figure."""
    enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(modifiers & Qt.KeyboardModifier.AltModifier)
