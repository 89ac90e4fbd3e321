"""The channels tab: table and chart in one order, other dimensions, the leads behind a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu

from leaddesk.model.kpis import COMPARED
from leaddesk.model.report import Report
from leaddesk.text import language, msg
from leaddesk.ui.tabs.channels import ChannelsTab, bars
from tests.builders import a_slice, dataset, frame
from tests.ui.fake_session import FakeSession, company

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from leaddesk.ui.widgets.plain_table import PlainTable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
RATE = next(place for place, kpi in enumerate(COMPARED) if EN.text(kpi.title) == "Conversion rate")


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
def tab(qtbot: QtBot, session: FakeSession) -> ChannelsTab:
    made = ChannelsTab(cast("Any", session), EN)
    qtbot.addWidget(made)
    made.resize(1366, 598)
    made.show()
    made.present(made.prepare(Report(a_slice(company()))))
    return made


def _choose(box: Any, words: str) -> None:
    box.setCurrentText(words)
    box.activated.emit(box.currentIndex())


def test_table_and_chart_stand_in_the_same_order(tab: ChannelsTab) -> None:
    assert tab.table.keys() == ("Google", "Flyers", None)
    assert [mark.key for mark in tab.chart.pointer.marks] == ["Google", "Flyers", None]
    tab.table.rows.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert tab.table.keys() == ("Flyers", "Google", None)
    assert [mark.key for mark in tab.chart.pointer.marks] == ["Flyers", "Google", None]


def test_what_is_compared_by_is_never_cut(qtbot: QtBot, session: FakeSession) -> None:
    made = ChannelsTab(cast("Any", session), FR)
    qtbot.addWidget(made)
    made.resize(1366, 598)
    few = dataset(leads={"created": ["2025-01-03"], "status": ["Gagné"], "channel": ["Google"]})
    made.present(made.prepare(Report(a_slice(few))))  # there is little to choose yet
    made.show()
    QApplication.processEvents()
    made.present(made.prepare(Report(a_slice(company()))))
    QApplication.processEvents()
    box = made.by_box
    assert [box.itemText(place) for place in range(box.count())] == ["Canal", "Commercial"]
    assert box.fontMetrics().horizontalAdvance("Commercial") + 20 <= box.width()  # and the arrow


def test_the_total_stays_in_sight_below_its_columns(tab: ChannelsTab) -> None:
    QApplication.processEvents()
    table = tab.table
    assert table.rows.isRowHidden(table.model.total_row)
    assert not table.total.isRowHidden(table.model.total_row)
    for column in range(table.model.columnCount()):
        assert table.total.columnWidth(column) == table.rows.columnWidth(column)
    assert table.model.text(table.model.total_row, 1) == "12"


def test_the_first_screen_needs_no_scroll_bar(tab: ChannelsTab) -> None:
    QApplication.processEvents()
    assert tab.table.rows.verticalScrollBar().maximum() == 0
    assert tab.table.rows.horizontalScrollBar().maximum() == 0


def test_the_columns_make_room_for_the_scroll_bar_of_many_rows(tab: ChannelsTab) -> None:
    names = [f"canal {place:02}" for place in range(40)]
    leads = {"created": ["2025-01-03"] * 40, "status": ["Gagné"] * 40, "channel": names}
    tab.present(tab.prepare(Report(a_slice(dataset(leads=leads)))))
    QApplication.processEvents()
    table = tab.table
    assert table.rows.verticalScrollBar().maximum() > 0
    assert table.rows.horizontalScrollBar().maximum() == 0
    tab.present(tab.prepare(Report(a_slice(company()))))
    QApplication.processEvents()
    columns = range(table.model.columnCount())
    assert [table.total.columnWidth(one) for one in columns] == [table.rows.columnWidth(one) for one in columns]


def test_a_name_and_enter_on_it_open_the_leads(tab: ChannelsTab, session: FakeSession) -> None:
    table = tab.table
    place = table.rows.visualRect(table.model.index(1, 0)).center()
    QTest.mouseClick(table.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    tab.chart_asking.opened.emit(None)
    table.select_key("Google")
    QTest.keyClick(table.rows, Qt.Key.Key_Return)
    assert [positions for positions, _label in session.shown] == [[6, 7, 8, 9], [10], [0, 1, 2, 3, 4, 5, 11]]
    labels = [EN.text(label) for _positions, label in session.shown]
    assert labels == ["Channel: Flyers", "Channel: (no channel)", "Channel: Google"]


def test_a_click_on_a_figure_tells_what_is_behind_it(tab: ChannelsTab, session: FakeSession) -> None:
    place = tab.table.rows.visualRect(tab.table.model.index(0, 1)).center()
    QTest.mouseClick(tab.table.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert _said(tab)[:3] == ["New leads", "Channel: Google", "7"]
    tab.behind.close()
    QTest.mouseClick(tab.chart.viewport(), Qt.MouseButton.LeftButton,
                     pos=tab.chart.point_of(tab.chart.pointer.marks[0]).toPoint())  # fmt: skip
    assert _said(tab)[:3] == ["Conversion rate lead → customer", "Channel: Google", "43%"]
    tab.behind.close()
    assert session.shown == []


def test_the_keyboard_goes_down_to_the_total_and_asks_it(tab: ChannelsTab) -> None:
    table = tab.table
    table.rows.setCurrentIndex(table.model.index(1, 1))
    table.rows.setFocus()
    for _step in range(2):
        QTest.keyClick(table.rows, Qt.Key.Key_Down)
    assert table.total.hasFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        QTest.keyClick(table.total, key)
        assert _said(tab)[:2] == ["New leads", "12"]
        tab.behind.close()
    QTest.keyClick(table.total, Qt.Key.Key_Right)
    QTest.keyClick(table.total, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert _said(tab)[0] == EN.text(COMPARED[1].label)
    tab.behind.close()
    QTest.keyClick(table.total, Qt.Key.Key_Up)
    assert table.rows.hasFocus()
    assert table.rows.currentIndex().row() == 2
    table.rows.clearFocus()
    tab.present(tab.prepare(Report(a_slice(company()))))
    table.rows.setFocus()
    table.total.setFocus(Qt.FocusReason.TabFocusReason)
    assert table.total.currentIndex().row() == table.model.total_row


CAC = next(place for place, kpi in enumerate(COMPARED) if kpi.id == "cac")


def _said(tab: ChannelsTab) -> list[str]:
    return [label.text() for label in tab.behind.details.findChildren(QLabel)]


def _menu(tab: ChannelsTab, table: PlainTable, row: int, column: int) -> QMenu:
    """What a right click on a cell opens."""
    place = table.visualRect(tab.table.model.index(row, column)).center()
    table.customContextMenuRequested.emit(place)
    return next(menu for menu in tab.table.findChildren(QMenu) if menu.isVisible())


def test_a_right_click_on_a_figure_opens_what_is_behind_it(tab: ChannelsTab, session: FakeSession) -> None:
    menu = _menu(tab, tab.table.rows, 0, CAC + 1)
    assert [action.text() for action in menu.actions()] == [
        "What is behind this figure", "Show these leads", "Copy the table",
    ]  # fmt: skip
    menu.actions()[0].trigger()
    menu.close()
    assert tab.behind.details.isVisible()
    said = _said(tab)
    assert said[:3] == ["Customer acquisition cost (CAC)", "Channel: Google", "€66.67"]
    assert said[said.index("With the figures") + 1] == "€200.00 / 3 = €66.67"
    buttons = {b.text(): b for b in tab.behind.details.findChildren(QAbstractButton)}
    QTest.mouseClick(buttons["5 · other values of “Channel”"], Qt.MouseButton.LeftButton)
    positions, label = session.shown[-1]
    assert positions == [6, 7, 8, 9, 10]
    name = "Customer acquisition cost (CAC) (Channel: Google)"
    assert EN.text(label) == f"Left out of “{name}”: other values of “Channel”"


def test_the_total_has_something_behind_it_too(tab: ChannelsTab) -> None:
    menu = _menu(tab, tab.table.total, tab.table.model.total_row, CAC + 1)
    assert [action.text() for action in menu.actions()] == ["What is behind this figure", "Copy the table"]
    menu.actions()[0].trigger()
    menu.close()
    assert _said(tab)[:2] == ["Customer acquisition cost (CAC)", "€100.00"]


def test_a_name_has_its_leads_and_nothing_behind(tab: ChannelsTab, session: FakeSession) -> None:
    menu = _menu(tab, tab.table.rows, 1, 0)
    assert [action.text() for action in menu.actions()] == ["Show these leads", "Copy the table"]
    menu.actions()[0].trigger()
    menu.close()
    assert session.shown[-1][0] == [6, 7, 8, 9]


def test_the_keyboard_opens_what_is_behind_the_current_figure(tab: ChannelsTab) -> None:
    tab.table.rows.setCurrentIndex(tab.table.model.index(1, 0))
    QTest.keyClick(tab.table.rows, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert not tab.behind.details.isVisible()
    tab.table.rows.setCurrentIndex(tab.table.model.index(1, 1))
    tab.table.rows.setFocus()
    QTest.keyClick(tab.table.rows, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert _said(tab)[:3] == ["New leads", "Channel: Flyers", "4"]
    tab.present(tab.prepare(Report(a_slice(company()))))
    assert not tab.behind.details.isVisible()


def test_a_bar_tells_what_is_behind_it(tab: ChannelsTab, session: FakeSession) -> None:
    chart = tab.chart
    at = chart.point_of(chart.pointer.marks[0]).toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, chart.mapToGlobal(at))
    QApplication.sendEvent(chart.viewport(), event)
    menu = next(menu for menu in chart.findChildren(QMenu) if menu.isVisible())
    behind, leads = menu.actions()
    menu.hide()
    behind.trigger()
    said = _said(tab)
    assert said[:3] == ["Conversion rate lead → customer", "Channel: Google", "43%"]
    assert said[said.index("With the figures") + 1] == "3 / 7 = 43%"
    leads.trigger()
    assert session.shown[-1][0] == [0, 1, 2, 3, 4, 5, 11]
    _choose(tab.measure_box, "New leads")
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.keyClick(chart, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert _said(tab)[:3] == ["New leads", "Channel: (no channel)", "1"]
    assert len(session.shown) == 1


def test_customers_by_two_days_tell_who_they_are(tab: ChannelsTab, session: FakeSession) -> None:
    assert tab.hint.focusPolicy() == Qt.FocusPolicy.NoFocus, "of all dates they are the same"
    tab.present(tab.prepare(Report(a_slice(company(), "2025-02"))))
    assert "2 customers by the day of the sale, 1 by the day the lead came" in tab.hint.text()
    QTest.mouseClick(tab.hint, Qt.MouseButton.LeftButton)
    assert _said(tab)[:2] == ["Customers won", "2"]
    buttons = {b.text(): b for b in tab.behind.details.findChildren(QAbstractButton)}
    QTest.mouseClick(buttons["Show: 1 customers by the day the lead came"], Qt.MouseButton.LeftButton)
    assert session.shown[-1][0] == [5]


def test_only_recorded_dimensions_are_offered(tab: ChannelsTab, session: FakeSession) -> None:
    assert [tab.by_box.itemText(i) for i in range(tab.by_box.count())] == ["Channel", "Owner"]
    _choose(tab.by_box, "Owner")
    assert tab.table.keys() == ("Inès", "Karim")
    spend = next(place for place, kpi in enumerate(COMPARED) if EN.text(kpi.title) == "Spend") + 1
    assert tab.table.model.text(0, spend) == "–"
    assert tab.table.model.explanation(0, spend) == "“spend” is not recorded by Owner"
    assert tab.hint.text().endswith(" (“spend” is not recorded by Owner).")  # not in tips alone
    assert tab.hint.isVisible()
    tab.table.key_activated.emit("Karim")
    assert EN.text(session.shown[-1][1]) == "Owner: Karim"


def test_what_a_channel_without_a_cost_cost_is_not_known(tab: ChannelsTab) -> None:
    """Leads without a channel, and flyers of another month: no cost of 0 € a lead, and that is said beside them."""
    cpl = next(place for place, kpi in enumerate(COMPARED) if EN.text(kpi.title) == "Cost per lead") + 1
    model = tab.table.model
    costs = {model.key(row): model.text(row, cpl) for row in range(model.total_row)}
    assert costs[None] == "–"
    assert costs["Google"] != "–"
    row = next(row for row in range(model.total_row) if model.key(row) is None)
    assert model.explanation(row, cpl) == "no cost recorded in this period"
    assert tab.hint.text().endswith("“–” where no cost is recorded: that is not the same as free.")
    tab.present(tab.prepare(Report(a_slice(dataset(leads={"created": ["2025-01-03"], "channel": ["Google"]})))))
    assert "not measured yet: no spreadsheet of “Costs” was opened" in tab.hint.text()


def test_it_is_said_why_the_funnel_counts_other_customers(tab: ChannelsTab) -> None:
    leads = {
        "created": ["2024-12-20", "2025-01-05"],
        "channel": ["Google"] * 2,
        "status": ["Gagné"] * 2,
        "won": ["2025-01-04", "2025-02-02"],
    }
    tab.present(tab.prepare(Report(a_slice(dataset(leads=leads), "2025-01"))))
    assert tab.hint.text().endswith("1 customer by the day of the sale, 1 by the day the lead came; 0 in both.")
    tab.present(tab.prepare(Report(a_slice(dataset(leads=leads)))))
    assert "day of the sale" not in tab.hint.text()


def test_groups_of_ones_own_are_compared(tab: ChannelsTab, session: FakeSession) -> None:
    depots = {"Dépôt": ["Lyon", "Lyon", "Paris", "Paris", "Paris", "Lyon", None]}
    data = dataset(frame("leads", created=["2025-01-03"] * 7, extra=depots))
    tab.present(tab.prepare(Report(a_slice(data))))
    assert [tab.by_box.itemText(i) for i in range(tab.by_box.count())] == ["Dépôt"]
    assert set(tab.table.keys()) == {"Lyon", "Paris", None}
    assert {tab.table.model.text(row, 0) for row in range(3)} == {"Lyon", "Paris", "(no value)"}
    tab.table.key_activated.emit("Paris")
    assert (session.shown[-1][0], EN.text(session.shown[-1][1])) == ([2, 3, 4], "Dépôt: Paris")


def test_another_measure_is_charted(tab: ChannelsTab) -> None:
    _choose(tab.measure_box, "Spend")
    assert tab.panel.title.text() == "Spend · Channel"
    assert tab.chart.pointer.marks[0].words.startswith("Google: €200.00")


def test_a_rate_has_its_interval_and_all_together_as_reference() -> None:
    breakdown = Report(a_slice(company())).channels
    shown = bars(breakdown, ("Google",), RATE, "EUR")
    bar = shown.bars[0]
    assert bar.value == pytest.approx(3 / 7)
    assert (bar.n, bar.is_faint) == (7, True)
    assert bar.low is not None
    assert bar.high is not None
    assert bar.low < 3 / 7 < bar.high
    assert shown.reference is not None
    assert shown.reference.value == pytest.approx(3 / 12)
    count = bars(breakdown, ("Google",), 0, "EUR")
    assert (count.reference, count.bars[0].n, count.bars[0].is_faint) == (None, None, False)


def test_the_table_is_copied(tab: ChannelsTab, session: FakeSession) -> None:
    tab.copy_button.click()
    text = QApplication.clipboard().text()
    assert text.split("\n")[0].startswith("Channel\tNew leads\tSpend")
    assert text.split("\n")[-1].startswith("Total\t12\t€300.00")
    assert len(session.notices) == 1


def test_nothing_to_compare_is_said(tab: ChannelsTab) -> None:
    tab.present(tab.prepare(Report(a_slice(dataset(leads={"created": ["2025-01-03"]})))))
    assert not tab.split.isVisible()
    assert tab.empty.text() == "The leads have no column to compare by: no channel, no campaign, no owner."
    tab.present(tab.prepare(Report(a_slice(company(), "2031-01"))))
    assert tab.empty.text() == "no lead in this period"
    tab.present(tab.prepare(Report(a_slice(company()))))
    assert tab.split.isVisible()


def test_the_chosen_dimension_outlives_new_figures(tab: ChannelsTab) -> None:
    _choose(tab.by_box, "Owner")
    tab.present(tab.prepare(Report(a_slice(company(), "2025-01"))))
    assert tab.by_box.currentText() == "Owner"


def test_another_language_rewrites_everything(tab: ChannelsTab) -> None:
    tab.set_language(FR)
    assert tab.copy_button.text() == FR.text(msg("Copy the table"))
    assert tab.table.model.text(0, 2) == "200,00\N{NO-BREAK SPACE}€"
    assert [mark.key for mark in tab.chart.pointer.marks] == ["Google", "Flyers", None]


def test_costs_alone_are_compared_by_what_is_spent(tab: ChannelsTab) -> None:
    costs = {"date": ["2025-01-02", "2025-01-05"], "channel": ["Google", "Radio"], "amount": [30, 50]}
    tab.present(tab.prepare(Report(a_slice(dataset(costs=costs)))))
    assert tab.table.keys() == ("Google", "Radio")
    assert tab.measure_box.currentText() == "Spend"
    assert tab.panel.title.text().startswith("Spend")
    tab.present(tab.prepare(Report(a_slice(dataset(orders={"date": ["2025-01-02"], "amount": [30]})))))
    assert tab.empty.text().startswith("Nothing to compare: no spreadsheet with a channel")
