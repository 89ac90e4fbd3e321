"""Every number of the sample that a tab shows tells what is behind it, pressed as one presses it: the same value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QTableView, QWidget

from leaddesk.app import settle
from leaddesk.model.readings import Reading
from leaddesk.ui.plots.heat_table import HeatTable
from leaddesk.ui.tabs import TABS
from leaddesk.ui.tabs.customers import CustomersTab
from leaddesk.ui.tabs.funnel import FunnelTab
from leaddesk.ui.tabs.timing import TimingTab
from leaddesk.ui.widgets.grid_view import GridView
from leaddesk.ui.widgets.kpi_details import Details, KpiDetails, value_of
from leaddesk.ui.widgets.pressing import Pressing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leaddesk.app import Program
    from leaddesk.text import Language

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.timeout(240)]

NUMBER: Final = re.compile(r"\d")
DAY: Final = re.compile(r"\d\d/\d\d/\d{4}")
AS_IT_STANDS: Final = {
    "_Row": "a step to the customer has its number on a button, and days in a note",
    "Answers": "how many of four questions were asked",
    "ForecastTable": "the days up to which it looks",
    "ScoreCard": "the words of the rules of a score",
    "Status": "the days looked at, and when it was saved",
}
"""Where words hold digits that are no figure, and why."""


@dataclass
class Walk:
    """What was pressed, and where nothing or another value was told."""

    language: Language
    asked: list[Details] = field(default_factory=list)
    pressed: dict[str, int] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def told(self, family: str, text: str, *, same: bool = True) -> None:
        """Look at what the popup was asked to tell; *same*: whether it is the one figure of that text."""
        self.pressed[family] = self.pressed.get(family, 0) + 1
        if len(self.asked) != 1:
            self.silent.append(f"{family}: {text}")
        for details in self.asked:
            value = value_of(details.account, self.language, details.currency)
            if same and _plain(value) not in _plain(text):  # a map has the unit of its cells in its heading
                self.other.append(f"{family}: {text} | {value}")
        self.asked.clear()

    def table(self, view: QTableView) -> None:
        """Enter or Space on the figures of the first and the last row that it shows, of a map at both ends of them."""
        model, name = view.model(), type(view).__name__
        shown = [row for row in range(model.rowCount()) if not view.isRowHidden(row)]
        columns = range(model.columnCount())
        wanted = (*columns[:2], *columns[-2:]) if isinstance(view, HeatTable) else columns[1:]
        for row in dict.fromkeys((*shown[:1], *shown[-1:])):
            for column in dict.fromkeys(wanted):
                index = model.index(row, column)
                text = str(index.data() or "")
                if NUMBER.search(text):
                    is_figure = column < 2 or name not in ("PaperTable", "QuietTable")  # interval, n, trend; a day
                    view.setCurrentIndex(index)
                    QTest.keyClick(view, Qt.Key.Key_Return if column % 2 else Qt.Key.Key_Space)
                    self.told(name, text, same=is_figure)
                if NUMBER.search(text) and column == 1:
                    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
                    self.told(f"{name} by the mouse", text)

    def label(self, widget: Any) -> None:
        """A click on a card, a line or a word, or Space on it."""
        words = [widget.text()] if isinstance(widget, QLabel) else [one.text() for one in widget.findChildren(QLabel)]
        text = " ".join(words)
        if NUMBER.search(text):
            is_figure = not isinstance(widget, QLabel) or len(text) < 30
            if self.pressed.get(type(widget).__name__, 0) % 2:
                QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
            else:
                QTest.keyClick(widget, Qt.Key.Key_Space)
            self.told(type(widget).__name__, text, same=is_figure)

    def chart(self, chart: Any) -> None:
        """Enter on its first and second mark, a click on the first."""
        chart.setFocus()
        for key in (Qt.Key.Key_Home, Qt.Key.Key_Right):
            QTest.keyClick(chart, key)
            QTest.keyClick(chart, Qt.Key.Key_Return)
            self.told(type(chart).__name__, chart.pointer.current.words)
        area = chart.viewport() if hasattr(chart, "viewport") else chart
        mark = chart.pointer.marks[0]
        QTest.mouseClick(area, Qt.MouseButton.LeftButton, pos=chart.point_of(mark).toPoint())
        self.told(f"{type(chart).__name__} by the mouse", mark.words)

    def page(self, page: QWidget) -> None:
        """All that a page shows."""
        for widget in [one for one in page.findChildren(QWidget) if one.isVisible()]:
            if isinstance(widget, QTableView):
                if not isinstance(widget, GridView):
                    self.table(widget)
            elif isinstance(widget, Pressing) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                self.label(widget)
            elif getattr(getattr(widget, "pointer", None), "marks", None):
                self.chart(widget)

    def mute(self, page: QWidget) -> list[str]:
        """The words with a figure in them that cannot be pressed."""
        labels = (one for one in page.findChildren(QLabel) if one.isVisible())
        return [
            one.text()
            for one in labels
            if NUMBER.search(DAY.sub("", one.text()))
            and not _can_be_pressed(one)
            and type(one.parentWidget()).__name__ not in AS_IT_STANDS
        ]


def _plain(text: str) -> str:
    return re.sub(r"[\s%]", "", text)


def _can_be_pressed(widget: QWidget | None) -> bool:
    while widget is not None and not isinstance(widget, Pressing):
        widget = widget.parentWidget()
    return widget is not None and widget.cursor().shape() == Qt.CursorShape.PointingHandCursor


def _pages(program: Program) -> Iterator[tuple[str, QWidget]]:
    """Each tab in each of its views."""
    for spec in TABS:
        program.window.go_to(spec.id)
        settle(program)
        tab: Any = program.window.findChild(spec.load())
        yield spec.id, tab
        buttons: list[QAbstractButton] = []
        if isinstance(tab, TimingTab):
            buttons = list(tab.views.buttons[1:])
        if isinstance(tab, CustomersTab):
            buttons = [tab.reach_button, tab.revenue_button]
        if isinstance(tab, FunnelTab):
            tab.reading.box.setCurrentIndex(tab.reading.box.findData(Reading.IN_ORDER))
            tab.reading.box.activated.emit(tab.reading.box.currentIndex())
            yield f"{spec.id} in order", tab
            buttons = [tab.compare_button]
        for button in buttons:
            button.click()
            settle(program)
            yield f"{spec.id}: {button.text()}", tab


def test_every_number_tells_what_is_behind_it(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program.window.resize(1366, 768)
    program.session.open_sample(program.window.language)
    settle(program)
    walk, mute = Walk(program.window.language), []
    # What the popup looks like is for other tests: filling it takes longer than all else together.
    monkeypatch.setattr(KpiDetails, "show_details", lambda _details, shown: walk.asked.append(shown))
    monkeypatch.setattr(KpiDetails, "open_beside", lambda _details, _place: None)
    for name, page in _pages(program):
        walk.page(page)
        mute += [f"{name}: {text}" for text in walk.mute(page) if name != "leads"]  # the data of one lead
    walk.label(program.window.status.counts)
    assert walk.silent == []
    assert walk.other == []
    assert mute == []
    families = {"KpiCard", "FunnelChart", "FatesChart", "BarChart", "SeriesChart", "PlainTable", "HeatTable", "_Rows"}
    assert families <= set(walk.pressed)
    assert sum(walk.pressed.values()) > 200
