"""The customers tab: cards, the map, who has gone quiet, the chain of counts, and the leads behind each of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from leaddesk.model.report import Report
from leaddesk.text import language
from leaddesk.ui import asking
from leaddesk.ui.itemmodels.quiet_customers import CUSTOMER, LAST, REVENUE, RHYTHM
from leaddesk.ui.order_map import OrderMap
from leaddesk.ui.tabs.customers import CustomersTab
from tests.builders import a_slice, state
from tests.ui.fake_session import FakeSession

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
AS_OF = dt.date(2025, 4, 10)

LEADS: dict[str, Any] = {
    "id": ["a", "b", "c", "d"],
    "name": ["Petit", "Boyer", None, None],
    "first_name": ["Marine", None, None, None],
    "created": ["2025-01-01", "2025-01-20", "2025-02-02", "2025-02-03"],
    "channel": ["Google"] * 4,
    "status": ["Gagné", "Gagné", "Gagné", "Nouveau"],
    "won": ["2025-01-04", "2025-01-30", "2025-02-09", None],
}
DAYS = ["2025-01-05", "2025-01-10", "2025-01-15", "2025-01-20"]
ORDERS: dict[str, Any] = {
    "customer": ["a"] * 4 + ["b", "b", "c", "x", "x", "x", "x", None, "a"],
    "date": [*DAYS, "2025-01-31", "2025-02-15", "2025-02-10", *DAYS, "2025-03-01", "2025-02-20"],
    "amount": [10, 10, 10, 10, 200, 100, 50, 5, 5, 5, 5, 9, -8],
}
"""a and x order every five days and then no more; b comes back once; x is no lead; one order is nobody's, one is money
back.
"""
WEB: dict[str, Any] = {"date": ["2025-01-10", "2025-01-20"], "sessions": [300, 100]}


def report(*dates: str, **tables: Any) -> Report:
    kept = tables.pop("kept", {})
    return Report(a_slice(state(as_of=AS_OF, **tables), *dates, **kept))


def whole(*dates: str, **kept: Any) -> Report:
    return report(*dates, leads=LEADS, orders=ORDERS, web=WEB, kept=kept)


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
def tab(qtbot: QtBot, session: FakeSession) -> CustomersTab:
    made = CustomersTab(cast("Any", session), EN)
    qtbot.addWidget(made)
    made.resize(1366, 598)
    made.show()
    made.present(made.prepare(whole()))
    qtbot.wait(10)
    return made


def _click(view: Any, index: QModelIndex) -> None:
    place = view.visualRect(index).topLeft() + QPoint(12, 8)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_keyboard_goes_through_the_cards_first(qtbot: QtBot, session: FakeSession) -> None:
    window, above = QWidget(), QLineEdit()
    qtbot.addWidget(window)
    tab = CustomersTab(cast("Any", session), EN)
    column = QVBoxLayout(window)
    column.addWidget(above)
    column.addWidget(tab)
    tab.present(tab.prepare(whole()))
    order, widget = [], above.nextInFocusChain()
    while widget is not None and widget is not above:
        order.append(widget)
        widget = widget.nextInFocusChain()
    parts = (*tab.grid.cards, tab.kept_button, tab.map.table, tab.quiet_button, tab.table)
    places = [order.index(part) for part in parts]
    assert places == sorted(places)


def _cards(tab: CustomersTab) -> list[tuple[str, str, str]]:
    shown = [card for card in tab.grid.cards if not card.isHidden()]
    return [(card.title.text(), card.value.text(), card.certainty.text()) for card in shown]


def _last(session: FakeSession) -> tuple[list[int], str]:
    positions, label = session.shown[-1]
    return positions, EN.text(label)


def test_the_cards_say_what_the_orders_say(tab: CustomersTab) -> None:
    # 11 orders of 4 customers (a 4, b 2, c 1, x 4); b brought 300, c 50, a 40 - 8, x 20.
    assert _cards(tab) == [
        ("Customers who ordered", "4", "11 orders"),
        ("Repeat rate", "75%", "30 to 95% · n = 4"),
        ("Orders per customer", "2.8", "n = 4"),
        ("Average order", "€37.27", "€14.08 to €98.69 · n = 11"),
        ("Revenue share of the top three", "95%", "n = 4"),
    ]
    assert "b · €300.00" in tab.grid.cards[-1].toolTip()


def _said(tab: CustomersTab) -> list[str]:
    return [label.text() for label in tab.behind.details.findChildren(QLabel)]


def _fact(tab: CustomersTab, name: str) -> str:
    said = _said(tab)
    return said[said.index(name) + 1]


def _press(tab: CustomersTab, part: str) -> None:
    buttons = tab.behind.details.findChildren(QAbstractButton)
    QTest.mouseClick(next(b for b in buttons if part in b.text()), Qt.MouseButton.LeftButton)


def test_a_card_opens_what_is_behind_it(tab: CustomersTab, session: FakeSession) -> None:
    told = []
    for card in tab.grid.cards:
        QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
        told.append(tuple(_said(tab)[:2]))
        assert told[-1][1] == card.value.text(), "the popup says what the card says"
        _press(tab, "leads of these customers")
    assert [name for name, _value in told] == [
        "Customers who ordered", "Repeat rate", "Orders per customer", "Average order",
        "Revenue share of the top three",
    ]  # fmt: skip
    assert [positions for positions, _ in session.shown] == [[0, 1, 2], [0, 1], [0, 1, 2], [0, 1, 2], [0, 1, 2]]
    assert _last(session)[1] == "Revenue share of the top three: leads of these customers"
    QTest.keyClick(tab.grid.cards[1], Qt.Key.Key_Return)
    assert _fact(tab, "With the figures") == "3 / 4 = 75%"
    assert "“Orders”: 11 of 13 rows counted; left out:" in _said(tab)
    tab.present(tab.prepare(whole()))
    assert not tab.behind.details.isVisible()


def test_a_cell_of_the_map_has_something_behind(tab: CustomersTab, session: FakeSession) -> None:
    view, model = tab.map.table, tab.map.model
    view.customContextMenuRequested.emit(view.visualRect(model.index(1, 0)).center())
    menu = next(menu for menu in view.findChildren(QMenu) if menu.isVisible())
    behind, leads = menu.actions()
    menu.hide()
    behind.trigger()
    assert _said(tab)[:3] == ["Customers kept", "Customers since January 2025 that ordered in February 2025", "33%"]
    assert _fact(tab, "With the figures") == "1 / 3 = 33%"
    _press(tab, "leads of these customers")
    leads.trigger()
    assert [positions for positions, _ in session.shown] == [[1], [1]]
    QTest.mouseClick(tab.revenue_button, Qt.MouseButton.LeftButton)
    view.setCurrentIndex(model.index(0, 0))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert _said(tab)[0] == "Revenue kept"
    tab.behind.close()
    view.setCurrentIndex(model.index(3, 0))  # nobody came in that month
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert not tab.behind.details.isVisible()


def test_the_head_of_a_row_tells_how_many_customers_it_is_of(tab: CustomersTab, session: FakeSession) -> None:
    view = tab.map.table
    heads = view.verticalHeader()
    at = QPoint(9, heads.sectionViewportPosition(1) + 6)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, heads.viewport().mapToGlobal(at))
    QApplication.sendEvent(heads.viewport(), event)
    menu = next(menu for menu in heads.findChildren(QMenu) if menu.isVisible())
    behind, leads = menu.actions()
    menu.hide()
    behind.trigger()
    assert _said(tab)[:3] == ["New customers", "Customers since January 2025", "3"]
    assert _fact(tab, "Made of") == "customers with their first order then: 3"
    _press(tab, "leads of these customers")
    leads.trigger()
    assert session.shown[0][0] == session.shown[1][0] == [0, 1]
    view.setCurrentIndex(tab.map.model.index(0, 0))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert _said(tab)[:3] == ["New customers", "Customers of all months shown", "4"]
    assert len(session.shown) == 2


def test_a_month_that_is_not_over_is_not_counted_among_those_shown(tab: CustomersTab) -> None:
    orders = {"customer": ["a", "b"], "date": ["2025-01-03", "2025-04-02"], "amount": [10, 20]}
    tab.present(tab.prepare(report(orders=orders)))
    assert [(EN.argument(row.label), row.n) for row in tab.map.model.heat.rows][:2] == [
        ("All together", 1), ("Jan 2025", 1),
    ]  # fmt: skip


def test_the_map_tells_who_came_back_and_opens_them(tab: CustomersTab, session: FakeSession) -> None:
    heat = tab.map.model.heat
    assert [(EN.argument(row.label), row.n) for row in heat.rows] == [
        ("All together", 4), ("Jan 2025", 3), ("Feb 2025", 1), ("Mar 2025", 0),
    ]  # fmt: skip
    assert [[None if cell is None else EN.argument(cell.text) for cell in line] for line in heat.cells] == [
        ["25", "0", None], ["33", "0", "0"], ["0", "0", None], [None, None, None],
    ]  # fmt: skip
    # April is not over: the last cell of each month.
    assert [[cell is not None and cell.hatched for cell in line] for line in heat.cells[:3]] == [
        [False, False, False], [False, False, True], [False, True, False],
    ]  # fmt: skip
    assert all(cell is None or cell.faint for line in heat.cells for cell in line)
    heads = [tab.map.model.row_words(row) for row in range(2)]
    assert heads == ["All together · n ≤ 4", "Jan 2025 · n = 3"], "later cells are of fewer"
    assert heat.cells[0][1] is not None
    assert "n = 3" in EN.argument(heat.cells[0][1].tooltip)
    assert heat.cells[1][0] is not None
    assert EN.argument(heat.cells[1][0].tooltip) == "February 2025: 1 of 3 ordered\n6 to 79% · n = 3"
    assert tab.map_panel.title.text() == "2 months after the first order, 0% of the customers order again (n = 3)"
    assert tab.map_panel.note.text().startswith("95% interval: 0 to 56%. ")
    view, model = tab.map.table, tab.map.model
    _click(view, model.index(1, 0))
    assert _said(tab)[1:3] == ["Customers since January 2025 that ordered in February 2025", "33%"]
    tab.behind.close()
    assert session.shown == []
    tab.asking.opened.emit(model.index(1, 0))
    assert _last(session) == ([1], "Customers since January 2025 that ordered in February 2025")
    tab.asking.opened.emit(model.index(0, 0))
    assert _last(session) == ([1], "Customers that ordered 1 month after their first order")
    tab.map.row_clicked.emit(1)
    assert _last(session) == ([0, 1], "Customers since January 2025")
    tab.map.row_clicked.emit(0)
    assert _last(session) == ([0, 1, 2], "Customers of all months shown")
    shown = len(session.shown)
    tab.asking.opened.emit(model.index(1, 1))  # nobody ordered then
    assert len(session.shown) == shown
    assert session.notices == []


def test_revenue_is_the_other_reading_of_the_map(tab: CustomersTab, session: FakeSession) -> None:
    QTest.mouseClick(tab.revenue_button, Qt.MouseButton.LeftButton)
    line = tab.map.model.heat.cells[1]
    assert [None if cell is None else EN.argument(cell.text) for cell in line] == ["35", "0", "0"]  # 100 - 8 of 260
    assert line[0] is not None
    assert EN.argument(line[0].tooltip) == "February 2025: €92.00, in the first month €260.00\nn = 3"
    assert "customers bring" in tab.map_panel.title.text()
    tab.copy_map.click()
    assert QApplication.clipboard().text().splitlines()[2].split("\t") == ["Jan 2025", "3", "35", "0", "0"]
    assert len(session.notices) == 1
    bare = {**ORDERS}
    del bare["amount"]
    tab.present(tab.prepare(report(leads=LEADS, orders=bare)))
    assert not tab.revenue_button.isEnabled()
    assert tab.kept_button.isChecked()
    assert EN.argument(cast("Any", tab.map.model.heat.cells[1][0]).text) == "67"  # no amount: a's refund is an order


def test_more_revenue_than_in_the_first_month_is_no_stronger_than_all_of_it() -> None:
    orders = {"customer": ["a", "a", "a"], "date": ["2025-01-05", "2025-02-05", "2025-03-05"], "amount": [10, 25, -5]}
    cells = OrderMap(report(orders=orders).retention, of_revenue=True).heat(EN).cells[1]
    assert [None if one is None else (EN.argument(one.text), one.share) for one in cells[:2]] == [
        ("250", 1),
        ("-50", 0),
    ]


def test_quiet_customers_are_listed_with_their_own_rhythm(tab: CustomersTab, session: FakeSession) -> None:
    assert tab.quiet_button.text() == "Gone quiet (2)"
    assert tab.quiet_panel.title.text() == "2 customers have gone quiet"
    rows = tab.table.rows
    assert [rows.text(0, column) for column in (CUSTOMER, RHYTHM, LAST, REVENUE)] == [
        "Marine Petit", "every 5 days, nothing for 80", "20/01/2025", "€32.00",
    ]  # fmt: skip
    _click(tab.table, rows.index(0, CUSTOMER))
    assert _last(session) == ([0], "Gone quiet: Marine Petit")
    _click(tab.table, rows.index(1, CUSTOMER))  # x is nobody's number among the leads
    assert len(session.shown) == 1
    assert "It is not among your leads." in rows.explanation(1, 0)
    tab.table.sortByColumn(REVENUE, Qt.SortOrder.AscendingOrder)
    assert [rows.row(place).customer.customer for place in range(2)] == ["x", "a"]
    tab.copy_quiet.click()
    assert QApplication.clipboard().text().splitlines()[2].split("\t")[0] == "Marine Petit"
    tab.present(tab.prepare(whole("2025-03")))  # the list is of all orders, in the order that was chosen
    assert rows.row(0).customer.customer == "x"


@pytest.mark.parametrize(("column", "label"), [(1, "Rhythm"), (3, "Revenue")])
def test_the_numbers_of_a_quiet_customer_tell_where_they_come_from(tab: CustomersTab, column: int, label: str) -> None:
    name = tab.table.rows.row(0).name
    tab.table.setCurrentIndex(tab.table.rows.index(0, column))
    tab.table.asking.action.trigger()
    assert {label, name} <= set(_said(tab))
    buttons = [one.text() for one in tab.behind.details.findChildren(QAbstractButton)]
    assert any("order rows of this customer" in text for text in buttons)
    tab.behind.close()


def test_the_numbers_in_the_titles_tell_what_is_behind_them(tab: CustomersTab, session: FakeSession) -> None:
    QTest.mouseClick(tab.quiet_panel.title, Qt.MouseButton.LeftButton)
    assert _said(tab)[:2] == ["Customers gone quiet", "2"]
    assert _fact(tab, "Made of") == "customers: 2"
    _press(tab, "leads of these customers")
    assert _last(session)[0] == [0]
    tab.map_panel.title.setFocus()
    QTest.keyClick(tab.map_panel.title, Qt.Key.Key_Return)
    assert _said(tab)[:3] == ["Customers kept", "Customers that ordered 2 months after their first order", "0%"]
    assert _fact(tab, "With the figures") == "0 / 3 = 0%"
    tab.present(tab.prepare(report(leads=LEADS, orders={"customer": ["a"], "date": ["2025-04-01"], "amount": [5]})))
    for panel in (tab.quiet_panel, tab.map_panel):
        QTest.mouseClick(panel.title, Qt.MouseButton.LeftButton)
        assert not tab.behind.details.isVisible()


def test_nobody_quiet_is_said(tab: CustomersTab) -> None:
    tab.present(tab.prepare(report(orders={"customer": ["a"], "date": ["2025-04-01"], "amount": [5]})))
    assert tab.quiet_button.text() == "Gone quiet (0)"
    assert tab.table.isHidden()
    assert tab.quiet_panel.title.text() == "No customer has gone quiet"
    assert "own rhythm" in tab.none_quiet.text()
    assert not tab.none_quiet.isHidden()


def test_the_chain_names_each_base_and_opens_what_it_can(tab: CustomersTab, session: FakeSession) -> None:
    QTest.mouseClick(tab.reach_button, Qt.MouseButton.LeftButton)
    assert tab.right.currentWidget() is tab.reach_panel
    lines = [(row.name.text(), row.value.text(), row.value.isEnabled()) for row in tab.steps.rows]
    assert lines == [
        ("Impressions", "–", False), ("Sessions", "400", True), ("Leads", "4", True), ("Customers", "3", True),
        ("Repeat customers", "3", True),
    ]  # fmt: skip
    assert tab.steps.rows[0].base.text() == "not measured yet: no spreadsheet of “Touchpoints” was opened"
    assert tab.steps.rows[0].bar.isHidden()
    assert tab.steps.rows[1].base.text() == "visits to the web site: one person may come several times"
    told = []
    for row in tab.steps.rows[1:]:
        QTest.mouseClick(row.value, Qt.MouseButton.LeftButton)
        told.append(tuple(_said(tab)[:2]))
        if row is not tab.steps.rows[1]:  # visits are no leads
            _press(tab, "leads" if row is not tab.steps.rows[3] else "customers")
    assert [value for _name, value in told] == [row.value.text() for row in tab.steps.rows[1:]]
    assert [name for name, _value in told][1:] == ["New leads", "Customers won", "Repeat customers"]
    assert not tab.steps.rows[0].value.isEnabled()
    assert [positions for positions, _label in session.shown] == [[0, 1, 2, 3], [0, 1, 2], [0, 1]]
    QTest.mouseClick(tab.quiet_button, Qt.MouseButton.LeftButton)
    assert tab.right.currentWidget() is tab.quiet_panel


def test_a_base_of_fewer_days_says_so(tab: CustomersTab) -> None:
    leads = {**LEADS, "created": ["2024-10-01", "2025-01-20", "2025-02-02", "2025-02-03"]}
    tab.present(tab.prepare(report(leads=leads, web=WEB)))
    note = tab.steps.rows[1].note
    assert note.text() == "recorded from 10/01/2025 to 20/01/2025 only, fewer days than your leads"
    assert not note.isHidden()
    assert tab.steps.rows[2].note.isHidden()


def test_customers_that_are_no_leads_are_said_to_be_none(tab: CustomersTab, session: FakeSession) -> None:
    tab.present(tab.prepare(report(leads={**LEADS, "id": ["1", "2", "3", "4"]}, orders=ORDERS)))
    QTest.mouseClick(tab.grid.cards[0], Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert "None of these customers is among your leads." in _said(tab)
    tab.behind.close()
    tab.asking.opened.emit(tab.map.model.index(1, 0))
    assert session.shown == []
    assert EN.text(session.notices[-1].text) == "None of these customers is among your leads."


def test_what_is_left_out_is_told(tab: CustomersTab) -> None:
    assert tab.notes.text() == "1 refund, taken off the revenue · 1 order without a customer left out"
    QTest.mouseClick(tab.notes, Qt.MouseButton.LeftButton)
    words = [button.text() for button in tab.behind.details.findChildren(QAbstractButton)]
    assert any(one.startswith("1 · money back") for one in words)
    assert len([one for one in words if one.startswith("1 · ")]) == 2
    tab.behind.close()
    tab.set_language(FR)
    assert tab.notes.text() == "1 remboursement, déduit du chiffre d’affaires · 1 commande sans client laissée de côté"
    tab.present(tab.prepare(report(orders={"customer": ["a"], "date": ["2025-04-01"], "amount": [5]})))
    assert tab.notes.isHidden()


def test_without_orders_the_tab_says_what_to_open(tab: CustomersTab, monkeypatch: pytest.MonkeyPatch) -> None:
    tab.present(tab.prepare(report(leads=LEADS, web=WEB)))
    assert tab.left.currentWidget() is tab.empty_page
    assert not tab.unfilter_button.isVisible()
    assert tab.grid.isHidden()
    assert tab.empty.text().splitlines()[0] == "not measured yet: no spreadsheet of “Orders” was opened"
    assert "Open your order book" in tab.empty.text()
    asked: list[str] = []
    monkeypatch.setattr(asking, "templates", lambda _parent, _session, _language, table: asked.append(table))
    QTest.mouseClick(tab.template, Qt.MouseButton.LeftButton)
    assert asked == ["orders"]
    assert tab.right.currentWidget() is tab.reach_panel  # the chain is there all the same
    assert tab.steps.rows[1].value.text() == "400"
    buttons = (tab.quiet_button, tab.reach_button, tab.kept_button, tab.revenue_button)
    assert all(button.isHidden() for button in buttons)
    tab.present(tab.prepare(whole()))
    assert tab.left.currentWidget() is tab.map_panel
    assert tab.right.currentWidget() is tab.quiet_panel
    assert not any(widget.isHidden() for widget in (tab.grid, *buttons))
    tab.present(tab.prepare(report("2020-01-01", "2020-01-31", leads=LEADS, orders=ORDERS)))
    assert tab.template.isHidden(), "orders are there: only none of this period"


def test_a_filter_that_orders_cannot_follow_is_no_missing_order_book(tab: CustomersTab, session: FakeSession) -> None:
    tab.present(tab.prepare(whole(channel="Google")))
    assert tab.empty.text() == "“orders” is not recorded by Channel"
    tab.unfilter_button.click()  # the way out
    assert session.cleared == 1
    assert tab.right.currentWidget() is tab.reach_panel


def test_a_period_without_an_order_keeps_the_quiet_ones(tab: CustomersTab) -> None:
    tab.present(tab.prepare(whole("2024-01")))
    assert tab.empty.text() == "no order in this period"
    assert tab.quiet_button.text() == "Gone quiet (2)"


def test_every_word_is_rewritten(tab: CustomersTab) -> None:
    tab.set_language(FR)
    assert tab.kept_button.text() == "Clients conservés"
    assert tab.quiet_button.text() == "Devenus silencieux (2)"
    assert tab.table.rows.text(0, RHYTHM) == "tous les 5 jours, rien depuis 80"
    assert tab.steps.rows[4].name.text() == "Clients qui reviennent"
    assert _cards(tab)[0][0] == "Clients ayant commandé"
    assert FR.argument(tab.map.model.heat.column_title).startswith("clients qui commandent encore")
