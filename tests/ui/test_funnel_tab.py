"""The funnel tab: sentence, table, chart, and the leads behind each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from leaddesk.model.report import Report
from leaddesk.model.stages import Stage
from leaddesk.text import language, msg
from leaddesk.ui.itemmodels.funnel_steps import DAYS, LOST, OF_FIRST, OF_PREVIOUS, REACHED, STAGE
from leaddesk.ui.tabs.funnel import FunnelTab, stage
from tests.builders import a_slice, dataset
from tests.ui.fake_session import FakeSession, company

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
def tab(qtbot: QtBot, session: FakeSession) -> FunnelTab:
    made = FunnelTab(cast("Any", session), EN)
    qtbot.addWidget(made)
    made.resize(1366, 598)
    made.show()
    report = Report(a_slice(company()))
    made.present(made.prepare(report))
    return made


def _row(tab: FunnelTab, row: int) -> list[str]:
    return [tab.model.text(row, column) for column in range(tab.model.columnCount())]


def test_the_worst_leak_is_told_and_opened(tab: FunnelTab, session: FakeSession) -> None:
    # Of 8 leads contacted (0-3, 5-8) 5 were qualified; of the three others, 3 is open, 2 and 7 are lost.
    assert tab.leak.text() == (
        "The biggest leak: Contacted → Qualified. 29% of the decided leads were lost there (2 of 7). "
        "1 still open does not count."
    )
    tab.leak_button.click()
    positions, label = session.shown[-1]
    assert positions == [2, 7]
    assert EN.text(label) == "Leads lost between “Contacted” and “Qualified”"


def test_the_table_says_reached_shares_lost_and_days(tab: FunnelTab) -> None:
    assert _row(tab, Stage.NEW)[:2] == ["New", "12"]
    assert _row(tab, Stage.NEW)[LOST] == "–"
    won = _row(tab, Stage.WON)
    assert (won[STAGE], won[REACHED], won[OF_FIRST]) == ("Won", "3", "25%")
    assert won[OF_PREVIOUS] == "100% (44 to 100%)"
    contacted = tab.model.explanation(Stage.CONTACTED, LOST)
    assert contacted.splitlines() == ["Show these leads", "of which 4 are still open"]
    assert tab.model.explanation(Stage.NEGOTIATION, DAYS) == "this stage has no date of its own"
    assert tab.model.explanation(Stage.NEW, OF_PREVIOUS) == ""


def test_a_stage_a_drop_and_a_reason_open_their_leads(tab: FunnelTab, session: FakeSession) -> None:
    tab.chart.stage_clicked.emit(Stage.WON)
    tab.chart.drop_clicked.emit(Stage.CONTACTED)
    tab.reasons.bar_clicked.emit("Prix")
    assert [positions for positions, _label in session.shown] == [[0, 1, 5], [4, 9, 10, 11], [2]]
    assert [EN.text(label) for _positions, label in session.shown] == [
        "Leads that reached “Won”",
        "Leads that got from “New” no further to “Contacted”",
        "Lost: Prix",
    ]


def test_cells_open_what_they_count(tab: FunnelTab, session: FakeSession) -> None:
    tab.table.opened.emit(tab.model.index(Stage.WON, REACHED))
    tab.table.opened.emit(tab.model.index(Stage.CONTACTED, LOST))
    tab.table.opened.emit(tab.model.index(Stage.NEW, LOST))
    assert [positions for positions, _label in session.shown] == [[0, 1, 5], [4, 9, 10, 11]]
    tab.table.setCurrentIndex(tab.model.index(Stage.WON, STAGE))
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    assert session.shown[-1][0] == [0, 1, 5]


def test_the_chart_tells_drops_and_the_open_ones_among_them(tab: FunnelTab) -> None:
    found = Report(a_slice(company())).funnel
    contacted = stage(found.steps[Stage.CONTACTED], 1, found, EN)
    assert contacted.drop == "−33%"
    assert EN.argument(contacted.lost) == "4, of which 4 open"
    first = stage(found.steps[Stage.NEW], 0, found, EN)
    assert (first.reached, first.drop, first.lost) == (12, "", "")
    assert [stage(step, place, found, EN).is_worst for place, step in enumerate(found.steps)].count(True) == 1
    assert tab.chart.pointer.marks


def test_leads_without_a_trace_are_named(tab: FunnelTab) -> None:
    assert not tab.unknown.isVisible()
    lost = dataset(leads={"created": ["2025-01-03"] * 3, "status": ["Perdu", "Perdu", "Qualifié"]})
    tab.present(tab.prepare(Report(a_slice(lost))))
    assert tab.unknown.text().startswith("2 lost or invalid leads left no trace")
    assert not tab.reasons_panel.isVisible()


def test_without_leads_the_reason_stands_alone(tab: FunnelTab) -> None:
    tab.present(tab.prepare(Report(a_slice(company(), "2031-01"))))
    assert not tab.whole.isVisible()
    assert tab.empty.text() == "no lead in this period"
    tab.present(tab.prepare(Report(a_slice(dataset()))))
    assert "Leads" in tab.empty.text()


def test_the_table_is_copied_with_its_headers(tab: FunnelTab, session: FakeSession) -> None:
    tab.copy_button.click()
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:2] == ["Stage", "Reached"]
    assert len(lines) == 7
    assert EN.text(session.notices[0].text) == "The table is on the clipboard."


def test_another_language_rewrites_everything(tab: FunnelTab) -> None:
    tab.set_language(FR)
    assert tab.table_panel.title.text() == FR.text(msg("Stage by stage"))
    assert _row(tab, Stage.WON)[OF_FIRST] == "25\N{NARROW NO-BREAK SPACE}%"
