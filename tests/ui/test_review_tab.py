"""The Review tab previews what the workbook will say, for a period or a campaign, and exports it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu

from leaddesk.model.period import Period, Preset
from leaddesk.model.report import Report
from leaddesk.model.slice import Filters, Slice
from leaddesk.text import language
from leaddesk.ui import asking
from leaddesk.ui.tabs.review import ReviewTab
from tests.builders import state

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.text import Message
    from leaddesk.ui.widgets.review_preview import PaperTable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
EN = language("en")

STATE = state(
    today=dt.date(2026, 2, 10),
    leads={
        "id": ["1", "2", "3"],
        "created": ["2026-01-05", "2026-01-20", "2026-02-03"],
        "channel": ["Google", "Flyers", None],
        "campaign": ["Rentrée*", None, "Rentrée*"],
        "status": ["Gagné", "Perdu", "Nouveau"],
        "won": ["2026-02-01", None, None],
        "amount": [1000.0, None, None],
    },
    costs={"date": ["2026-01-01"], "until": ["2026-01-31"], "channel": ["Google"], "amount": [100.0]},
)


class Sitting(QObject):
    """What the tab uses of a session."""

    slice_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state = STATE
        self.company = "Coursiers & Fils"
        self.period = Period()
        self.preset: Preset | None = Preset.ALL
        self.kept: dict[str, frozenset[str | None]] = {}
        self.exported: list[tuple[Path, str, bool]] = []
        self.shown: list[tuple[list[int], Message]] = []

    def set_period(self, period: Period, preset: Preset | None = None) -> None:
        self.period, self.preset = period, preset

    def set_filter(self, dimension: str, values: frozenset[str | None] | None) -> None:
        self.kept = {} if values is None else {dimension: values}

    def show_leads(self, positions: Any, label: Message) -> None:
        self.shown.append((positions.tolist(), label))

    def export_review(self, path: Path, language_code: str, *, personal: bool) -> None:
        self.exported.append((path, language_code, personal))


def shown(tab: ReviewTab, sitting: Sitting) -> None:
    tab.present(tab.prepare(Report(Slice(sitting.state, sitting.period, filters=Filters(dict(sitting.kept))))))


@pytest.fixture
def sitting() -> Sitting:
    return Sitting()


@pytest.fixture
def tab(qtbot: QtBot, sitting: Sitting) -> ReviewTab:
    session: Any = sitting
    made = ReviewTab(session, language("fr"))
    qtbot.addWidget(made)
    shown(made, sitting)
    return made


def cells(tab: ReviewTab, row: int) -> list[str]:
    table = tab.preview.kpis
    items = [table.item(row, column) for column in range(table.columnCount())]
    return ["" if item is None else item.text() for item in items]


def test_the_preview_holds_every_figure_with_its_reason(tab: ReviewTab) -> None:
    names = [cells(tab, row)[0] for row in range(tab.preview.kpis.rowCount())]
    assert names[0] == "Nouveaux prospects"
    assert cells(tab, 0)[1:2] == ["3"]
    margin = tab.preview.kpis.item(names.index("Marge"), 1)
    assert margin is not None
    assert margin.text() == "–"
    assert "Marge" in margin.toolTip(), "what is missing is named"


def test_a_campaign_is_reviewed_over_all_its_days(tab: ReviewTab, sitting: Sitting) -> None:
    sitting.period, sitting.preset = Preset.LAST_MONTH.period(STATE.today), Preset.LAST_MONTH
    index = tab.campaign.findText("Rentrée*")
    assert index > 0
    tab.campaign.setCurrentIndex(index)
    tab.campaign.activated.emit(index)
    assert sitting.kept == {"campaign": frozenset({"Rentrée*"})}
    assert not sitting.period.is_set
    shown(tab, sitting)
    assert cells(tab, 0)[1] == "2"
    assert tab.campaign.currentText() == "Rentrée*"
    tab.campaign.setCurrentIndex(0)
    tab.campaign.activated.emit(0)
    assert not sitting.kept


def test_the_export_asks_where_and_says_what(
    tab: ReviewTab, sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: object, _language: object, _folder: str, name: str) -> Path | None:
        asked.append(name)
        return tmp_path / name if len(asked) > 1 else None

    monkeypatch.setattr(asking, "workbook_to_save", answer)
    QTest.mouseClick(tab.export_button, Qt.MouseButton.LeftButton)
    assert not sitting.exported, "changed their mind"
    tab.workbook_language.setCurrentIndex(1)
    tab.personal.setChecked(True)
    QTest.mouseClick(tab.export_button, Qt.MouseButton.LeftButton)
    assert asked[0].startswith("Bilan-Coursiers")
    assert asked[1].startswith("Review-Coursiers")
    assert asked[0].endswith(".xlsx")
    assert not set('<>:"/\\|?*&') & set(asked[0])
    assert sitting.exported == [(tmp_path / asked[1], "en", True)]


def test_it_speaks_the_other_language(tab: ReviewTab) -> None:
    assert tab.workbook_language.accessibleName() == "Langue du classeur"
    before = [tab.heading.text(), tab.export_button.text(), cells(tab, 0)[0]]
    tab.set_language(language("en"))
    after = [tab.heading.text(), tab.export_button.text(), cells(tab, 0)[0]]
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_no_figure_of_the_preview_is_cut(qtbot: QtBot, sitting: Sitting) -> None:
    sitting.period = Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    session: Any = sitting
    tab = ReviewTab(session, language("fr"))
    qtbot.addWidget(tab)
    tab.resize(1000, 600)
    tab.show()
    report = Report(Slice(sitting.state, sitting.period, sitting.period.before()))
    tab.present(tab.prepare(report))
    qtbot.wait(1)
    for table in (tab.preview.kpis, tab.preview.channels):
        assert table.verticalScrollBar().maximum() == 0
        for row in range(table.rowCount()):
            for column in range(table.columnCount()):
                item: Any = table.item(row, column)
                room = table.visualItemRect(item).adjusted(8, 0, -8, 0)
                lines = QFontMetrics(item.font()).boundingRect(room, Qt.TextFlag.TextWordWrap.value, item.text())
                assert lines.width() <= room.width(), item.text()
                assert lines.height() <= room.height(), item.text()
    assert tab.preview.kpis.horizontalScrollBar().maximum() == 0


def _said(tab: ReviewTab) -> list[str]:
    return [label.text() for label in tab.behind.details.findChildren(QLabel)]


def _row(table: PaperTable, name: str) -> int:
    for row in range(table.rowCount()):
        item = table.item(row, 0)
        if item is not None and item.text() == name:
            return row
    raise LookupError(name)


def _click(table: PaperTable, row: int, column: int) -> None:
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_on_a_figure_tells_what_is_behind_it(tab: ReviewTab, sitting: Sitting) -> None:
    tab.set_language(EN)
    tab.resize(1366, 598)
    tab.show()
    table = tab.preview.kpis
    row = _row(table, "Cost per lead")
    _click(table, row, 0)
    assert not tab.behind.details.isVisible(), "a name is no figure"
    _click(table, row, 1)
    said = _said(tab)
    assert said[:2] == ["Cost per lead", "€33.33"]
    assert said[said.index("With the figures") + 1] == "€100.00 / 3 = €33.33"
    buttons = tab.behind.details.findChildren(QAbstractButton)
    QTest.mouseClick(next(b for b in buttons if b.text() == "Show: 3 leads"), Qt.MouseButton.LeftButton)
    assert [(positions, EN.text(label)) for positions, label in sitting.shown] == [([0, 1, 2], "Cost per lead: leads")]


def test_the_keyboard_and_the_menu_tell_it_too(tab: ReviewTab, sitting: Sitting) -> None:
    tab.set_language(EN)
    tab.resize(1366, 598)
    tab.show()
    table = tab.preview.channels
    assert table.focusPolicy() & Qt.FocusPolicy.TabFocus
    table.setFocus()
    table.setCurrentIndex(table.model().index(_row(table, "Google"), 1))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert _said(tab)[:3] == ["New leads", "Channel: Google", "1"]
    tab.behind.close()
    table.setCurrentIndex(table.model().index(_row(table, "Total"), 1))
    QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert _said(tab)[:2] == ["New leads", "3"]
    tab.behind.close()
    table.customContextMenuRequested.emit(table.visualRect(table.model().index(_row(table, "Flyers"), 1)).center())
    menu = next(menu for menu in table.findChildren(QMenu) if menu.isVisible())
    menu.hide()
    assert [action.text() for action in menu.actions()] == ["What is behind this figure"]
    menu.actions()[0].trigger()
    assert _said(tab)[1] == "Channel: Flyers"
    shown(tab, sitting)
    assert not tab.behind.details.isVisible()
