"""The tab of time: what its three views say, the leads behind each figure, and why there is none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu

from leaddesk.model.report import Report
from leaddesk.model.stages import Stage
from leaddesk.text import language
from leaddesk.ui.itemmodels.stays import BAR, HALF, LEFT, NAME, NINE_TENTHS, WAITING
from leaddesk.ui.tabs.timing import TimingTab
from tests.builders import a_slice, dataset, state
from tests.ui.fake_session import FakeSession

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
AS_OF = dt.date(2025, 6, 30)


def _after(days: int) -> str:
    return (dt.date(2025, 1, 1) + dt.timedelta(days=days)).isoformat()


def leads() -> dict[str, list[Any]]:
    """Twenty of January, contacted after 1 to 20 days: the first five won 20 days later, the others lost 5 days later.
    Three of 1 June and two of 25 June, all still new: three in four have their contact within 18 days, and nine in ten
    have not had theirs.
    """
    old, new = range(1, 21), ["2025-06-01"] * 3 + ["2025-06-25"] * 2
    return {
        "id": [f"L{place}" for place in range(25)],
        "name": [*[f"Old {place}" for place in old], "Ada", None, "Cléo", "Dan", "Eve"],
        "created": [_after(0)] * 20 + new,
        "contacted": [_after(k) for k in old] + [None] * 5,
        "status": ["won"] * 5 + ["lost"] * 15 + ["new"] * 5,
        "won": [_after(k + 20) for k in old][:5] + [None] * 20,
        "lost": [None] * 5 + [_after(k + 5) for k in old][5:] + [None] * 5,
    }


def many() -> dict[str, list[Any]]:
    """The same leads twice."""
    return {
        name: column * 2 if name != "id" else [*column, *(f"M{one}" for one in column)]
        for name, column in leads().items()
    }


def report_of(made: dict[str, list[Any]], *dates: str) -> Report:
    return Report(a_slice(state(as_of=AS_OF, leads=made), *dates))


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
def tab(qtbot: QtBot, session: FakeSession) -> TimingTab:
    made = TimingTab(cast("Any", session), EN)
    qtbot.addWidget(made)
    made.resize(1366, 598)
    made.show()
    made.present(made.prepare(report_of(leads())))
    return made


def _go(tab: TimingTab, view: int) -> None:
    QTest.mouseClick(tab.views.buttons[view], Qt.MouseButton.LeftButton)


def _cell(tab: TimingTab, row: int, column: int) -> QPoint:
    cells = tab.cohorts.map
    return cells.table.visualRect(cells.model.index(row, column)).center()


def test_a_sentence_and_the_cards_say_how_many_convert(tab: TimingTab) -> None:
    # Five of 25 are won so far. Two of the open ones left the count when 5 days old: five of the other 23 are won, and
    # nobody was ever won later than on day 25.
    page = tab.conversion
    assert page.sentence.text() == "5 of 25 leads are won so far: too few leads to tell more."
    tab.present(tab.prepare(report_of(many())))
    assert page.sentence.text() == "Out of 100 leads, about 22 become customers within 30 days, and 22 in the end."
    tab.present(tab.prepare(report_of(leads())))
    titles = [card.accessibleName().split(", ")[0] for card in page.cards]
    assert titles == [
        "Won within 30 days",
        "Won within 60 days",
        "Won within 90 days",
        "To expect in the end",
        "Won so far",
    ]
    so_far = page.cards[4]
    assert so_far.value.text() == "20%"
    assert so_far.certainty.text() == "9 to 39% · n = 25"
    assert so_far.note.text() == "interval: for leads like these · counts 5 open leads as not won: too low"
    assert so_far.value.property("tone") == "muted"  # of few
    assert page.cards[3].note.text() == "interval: for these very leads, 5 still open"
    assert page.cards[0].note.text() == "interval: for leads like these"
    assert page.notes.text() == "5 won, 15 lost or invalid, 5 still open."


def _said(tab: TimingTab) -> list[str]:
    return [label.text() for label in tab.behind.details.findChildren(QLabel)]


def _fact(tab: TimingTab, name: str) -> str:
    said = _said(tab)
    return said[said.index(name) + 1]


def _press(tab: TimingTab, words: str) -> None:
    buttons = tab.behind.details.findChildren(QAbstractButton)
    QTest.mouseClick(next(b for b in buttons if b.text() == words), Qt.MouseButton.LeftButton)


def test_a_card_opens_what_is_behind_it(tab: TimingTab, session: FakeSession) -> None:
    cards = tab.conversion.cards
    QTest.mouseClick(cards[0], Qt.MouseButton.LeftButton)
    assert _said(tab)[:2] == ["Won within 30 days", "22%"]
    assert _fact(tab, "With the figures") == "5 leads won within 30 days, 25 leads followed"
    assert _fact(tab, "Not the same as") == "Won so far: 20% · To expect in the end: 22%"
    _press(tab, "Show: 5 leads won within 30 days")
    QTest.keyClick(cards[3], Qt.Key.Key_Return)
    assert _fact(tab, "With the figures").startswith("(5 + ")
    _press(tab, "Show: 5 leads still open")
    QTest.keyClick(cards[4], Qt.Key.Key_Space)
    assert _said(tab)[0] == "Conversion rate lead → customer"  # a KPI of the dictionary
    assert _fact(tab, "With the figures") == "5 / 25 = 20%"
    _press(tab, "Show: 5 leads of the period that became customers")
    assert [positions for positions, _label in session.shown] == [
        [0, 1, 2, 3, 4],
        [20, 21, 22, 23, 24],
        [0, 1, 2, 3, 4],
    ]
    assert EN.text(session.shown[0][1]) == "Won within 30 days: leads won within 30 days"
    QTest.mouseClick(cards[0], Qt.MouseButton.LeftButton)
    tab.present(tab.prepare(report_of(leads())))
    assert not tab.behind.details.isVisible()


def test_the_numbers_below_the_chart_tell_what_is_behind_them(tab: TimingTab, session: FakeSession) -> None:
    QTest.mouseClick(tab.conversion.notes, Qt.MouseButton.LeftButton)
    assert _said(tab)[:2] == ["Leads followed", "25"]
    _press(tab, "Show: 5 leads won so far")
    tab.conversion.notes.setFocus()
    QTest.keyClick(tab.conversion.notes, Qt.Key.Key_Space)
    _press(tab, "Show: 15 lost or invalid leads")
    QTest.mouseClick(tab.conversion.notes, Qt.MouseButton.LeftButton)
    _press(tab, "Show: 5 leads still open")
    assert [positions for positions, _label in session.shown] == [
        [0, 1, 2, 3, 4], list(range(5, 20)), list(range(20, 25)),
    ]  # fmt: skip


def test_the_number_of_stuck_leads_tells_what_is_behind_it(tab: TimingTab, session: FakeSession) -> None:
    _go(tab, 2)
    title = tab.stays.list_panel.title
    QTest.mouseClick(title, Qt.MouseButton.LeftButton)
    assert title.text().startswith("3 open leads wait longer")
    assert _said(tab)[:2] == ["Leads that are stuck", "3"]
    words = [b.text() for b in tab.behind.details.findChildren(QAbstractButton)]
    assert "2 · open, and waiting no longer than is usual" in words
    assert "20 · decided already" in words
    _press(tab, "Show: 3 leads that are stuck")
    assert session.shown[-1][0] == [20, 21, 22]
    few = {name: column[:20] for name, column in leads().items()}
    tab.present(tab.prepare(report_of(few)))
    QTest.mouseClick(title, Qt.MouseButton.LeftButton)
    assert title.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert not tab.behind.details.isVisible()


def test_a_cell_of_a_month_tells_what_is_behind_it(tab: TimingTab, session: FakeSession) -> None:
    _go(tab, 1)
    view, last = tab.cohorts.map.table, tab.cohorts.map.model.columnCount() - 1
    view.customContextMenuRequested.emit(_cell(tab, 5, 0))
    menu = next(menu for menu in view.findChildren(QMenu) if menu.isVisible())
    behind, shown = menu.actions()
    menu.hide()
    behind.trigger()
    assert _said(tab)[:3] == ["Won within 30 days", "Leads created in January 2025", "25%"]
    assert "5 · created in another month" in [b.text() for b in tab.behind.details.findChildren(QAbstractButton)]
    shown.trigger()
    assert session.shown[-1][0] == [0, 1, 2, 3, 4]
    for column, name, figures in ((last - 1, "Won so far", "5 / 20 = 25%"), (last, "To expect in the end", None)):
        view.setCurrentIndex(tab.cohorts.map.model.index(5, column))
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
        assert _said(tab)[0] == name
        assert _fact(tab, "With the figures") == (figures or "(5 + 0) / 20 = 25%")
        tab.behind.close()
    view.setCurrentIndex(tab.cohorts.map.model.index(2, 0))  # no lead in that month
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert not tab.behind.details.isVisible()


def test_the_head_of_a_month_tells_how_many_leads_it_is_of(tab: TimingTab, session: FakeSession) -> None:
    _go(tab, 1)
    view = tab.cohorts.map.table
    heads = view.verticalHeader()
    at = QPoint(9, heads.sectionViewportPosition(5) + 6)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, heads.viewport().mapToGlobal(at))
    QApplication.sendEvent(heads.viewport(), event)
    menu = next(menu for menu in heads.findChildren(QMenu) if menu.isVisible())
    behind, shown = menu.actions()
    menu.hide()
    behind.trigger()
    assert _said(tab)[:3] == ["Leads of the month", "Leads created in January 2025", "20"]
    assert "5 · created in another month" in [b.text() for b in tab.behind.details.findChildren(QAbstractButton)]
    _press(tab, "Show: 20 leads")
    shown.trigger()
    assert [positions for positions, _label in session.shown] == [list(range(20))] * 2
    for row, count in ((0, "5"), (2, "0")):  # no lead in April
        view.setCurrentIndex(tab.cohorts.map.model.index(row, 0))
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        assert _said(tab)[2] == count == str(tab.cohorts.map.model.heat.rows[row].n)
        tab.behind.close()
    assert len(session.shown) == 2


def test_a_quantile_tells_who_left_and_who_waits(tab: TimingTab, session: FakeSession) -> None:
    _go(tab, 2)
    table, model = tab.stays.table, tab.stays.stays
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(model.index(0, HALF)).center())
    assert _said(tab)[0] == "New"
    assert _said(tab)[1] == model.text(0, HALF).split(" (")[0]
    assert _fact(tab, "With the figures") == "20 moved on, 5 still there"
    assert _fact(tab, "Sample size") == "n = 20 (moved on)"
    _press(tab, "Show: 5 still there")
    assert session.shown[-1][0] == [20, 21, 22, 23, 24]
    table.setCurrentIndex(model.index(1, WAITING))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert _said(tab)[:2] == ["Contacted: still there", "0"]
    tab.behind.close()
    table.opened.emit(model.index(2, LEFT))
    assert _said(tab)[:2] == ["From creation to sale: moved on", "5"]
    assert "15 · lost or invalid" in [b.text() for b in tab.behind.details.findChildren(QAbstractButton)]
    tab.behind.close()
    table.opened.emit(model.index(2, NAME))
    assert not tab.behind.details.isVisible()


def test_the_chart_shows_the_curves(tab: TimingTab) -> None:
    words = tab.conversion.chart.accessibleDescription()
    assert "By day 0:, won: 0% (0 to" in words
    assert words.endswith("By day 29:, won: 22% (10 to 42%), still open: 13%, lost: 65%")  # 5, 3 and 15 of 23


def test_an_age_of_the_curves_tells_what_is_behind_its_shares(tab: TimingTab, session: FakeSession) -> None:
    chart = tab.conversion.chart
    mark = next(one for one in chart.pointer.marks if one.key == 23)
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=chart.point_of(mark).toPoint())
    # Three of the 23 whose state by then is known are won, and those contacted on day 6 to 18 lost: ten more are open.
    assert mark.words.startswith("By day 23:\nwon: 13% (5 to 32%)\nstill open: 30%\nlost: 57%")
    assert _said(tab)[:2] == ["Won within 23 days", "13%"]
    assert [_fact(tab, name) for name in ("95% interval", "Still open by then", "Lost by then", "Sample size")] == [
        "5 to 32%", "30%", "57%", "n = 23 (leads whose state by then is known)",
    ]  # fmt: skip
    _press(tab, "Show: 3 leads won within 23 days")
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert _said(tab)[:2] == ["Won within 29 days", "22%"]
    _press(tab, "Show: 15 leads lost within 29 days")
    assert [positions for positions, _label in session.shown] == [[0, 1, 2], list(range(5, 20))]
    QTest.mouseClick(tab.conversion.sentence, Qt.MouseButton.LeftButton)
    assert _fact(tab, "With the figures") == "5 / 25 = 20%"  # too few leads to tell more
    tab.present(tab.prepare(report_of(many())))
    QTest.mouseClick(tab.conversion.sentence, Qt.MouseButton.LeftButton)
    assert _said(tab)[:2] == ["Won within 30 days", "22%"]


def test_the_remark_on_other_months_tells_which_leads_these_are(tab: TimingTab, session: FakeSession) -> None:
    made = leads()
    made["created"] = ["2019-05-02", "2020-06-30", "2020-07-01", None, "2025-07-01", *made["created"][5:]]
    tab.present(tab.prepare(report_of(made)))
    _go(tab, 1)
    notes = tab.cohorts.notes
    assert notes.text().startswith("2 leads are of earlier months. 2 leads without a date, or dated in the future")
    QTest.mouseClick(notes, Qt.MouseButton.LeftButton)
    assert _said(tab)[:2] == ["Leads of earlier months", "2"]
    reasons = [b.text() for b in tab.behind.details.findChildren(QAbstractButton)]
    assert {"1 · without a date that counts", "21 · of the months shown"} <= set(reasons)
    _press(tab, "Show: 2 leads")
    assert session.shown[-1][0] == [0, 1]
    made["created"][:3] = ["2025-01-01"] * 3
    tab.present(tab.prepare(report_of(made)))
    notes.setFocus()
    QTest.keyClick(notes, Qt.Key.Key_Return)
    assert _said(tab)[:2] == ["Leads of the months shown", "23"]


def test_months_by_age_with_the_last_first_and_young_cells_hatched(tab: TimingTab) -> None:
    _go(tab, 1)
    cells = tab.cohorts.map
    assert cells.isVisible()
    assert cells.model.row_words(0) == "Jun 2025 · n = 5"
    assert cells.model.row_words(5) == "Jan 2025 · n = 20"
    heads = [cells.model.headerData(place, Qt.Orientation.Horizontal) for place in range(cells.model.columnCount())]
    assert (heads[0], heads[-2], heads[-1]) == ("30", "So far", "In the end")
    young, old = cells.model.heat.cells[0][0], cells.model.heat.cells[5][0]
    assert young is not None
    assert old is not None
    assert (young.hatched, old.hatched) == (True, False)
    assert cells.model.words(5, 0) == "25%"
    assert cells.model.words(0, 0) == ""
    assert "too young" in str(cells.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert cells.model.index(5, 0).data(Qt.ItemDataRole.ToolTipRole) == (
        "<qt>January 2025: won within 30 days<br>25% (11 to 47% · n = 20)</qt>"
    )
    assert cells.model.heat.cells[2][0] is None  # no lead in April
    assert "still" not in cells.legend.accessibleName()
    assert cells.legend.accessibleName().startswith("hatched: ")


def test_a_cell_and_a_month_open_their_leads(tab: TimingTab, session: FakeSession) -> None:
    _go(tab, 1)
    cells = tab.cohorts.map
    last = cells.model.columnCount() - 1
    QTest.mouseClick(cells.table.viewport(), Qt.MouseButton.LeftButton, pos=_cell(tab, 5, 0))
    assert _said(tab)[:3] == ["Won within 30 days", "Leads created in January 2025", "25%"]
    tab.behind.close()
    for column in (0, last):
        tab.cohorts.asking.opened.emit(cells.model.index(5, column))
    heads = cells.table.verticalHeader()
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(9, heads.sectionViewportPosition(0) + 6))
    assert [positions for positions, _label in session.shown] == [
        [0, 1, 2, 3, 4],
        [0, 1, 2, 3, 4],
        [20, 21, 22, 23, 24],
    ]
    assert [EN.text(label) for _positions, label in session.shown] == [
        "Leads created in January 2025 and won within 30 days",
        "Leads created in January 2025 and won so far",
        "Leads created in June 2025",
    ]


def test_a_cell_without_a_sale_says_so_and_opens_nothing(tab: TimingTab, session: FakeSession) -> None:
    _go(tab, 1)
    tab.cohorts.asking.opened.emit(tab.cohorts.map.model.index(0, 0))
    assert session.shown == []
    assert EN.text(session.notices[-1].text) == "None of these leads is known to be won by then."


def test_how_long_leads_stay(tab: TimingTab) -> None:
    _go(tab, 2)
    page = tab.stays
    assert page.sentence.text() == "Leads stay longest in “New”: half of them for more than 12 days."
    model = page.stays
    assert [model.text(row, NAME) for row in range(model.rowCount())] == ["New", "Contacted", "From creation to sale"]
    new, whole = 0, 2
    assert [model.text(new, column) for column in (LEFT, WAITING)] == ["20", "5"]
    # Five of 25 are gone by day 5, seven of the 18 then left by day 12: 0.8 · 11/18 are under a half.
    assert model.text(new, HALF).startswith("12 days (")
    assert model.text(new, NINE_TENTHS) == "not yet"  # three of 23 have waited for longer than any has before
    assert model.text(1, HALF) == "5 days (5 to 5)"
    assert [model.text(whole, column) for column in (LEFT, WAITING)] == ["5", "5"]
    assert model.explanation(new, HALF) == "n = 20"
    assert "Half within: 12 days" in model.data(model.index(new, BAR), Qt.ItemDataRole.AccessibleTextRole)


def test_the_way_to_the_sale_is_told_of_ten_sales_at_least(tab: TimingTab) -> None:
    _go(tab, 2)
    assert "sales" not in tab.stays.sentence.text()
    tab.present(tab.prepare(report_of(many())))
    assert tab.stays.sentence.text().startswith("Half of the sales come within 23 days of the creation. Leads stay")
    QTest.mouseClick(tab.stays.sentence, Qt.MouseButton.LeftButton)
    assert _said(tab)[:2] == ["From creation to sale", "23 days"]
    assert _fact(tab, "New").startswith("12 days (")
    _press(tab, "Show: 40 New: moved on")


def test_a_view_is_filled_when_it_is_seen(tab: TimingTab) -> None:
    assert tab.cohorts.map.model.rowCount() == 0
    _go(tab, 1)
    assert tab.cohorts.map.model.rowCount() == 6
    tab.present(tab.prepare(report_of(many())))
    assert tab.cohorts.map.model.row_words(5) == "Jan 2025 · n = 40"


def test_boxes_are_drawn(tab: TimingTab) -> None:
    _go(tab, 2)
    table = tab.stays.table
    image = table.viewport().grab().toImage()

    def inks(row: int) -> int:
        place = table.visualRect(tab.stays.stays.index(row, BAR))
        xs, ys = range(place.left(), place.right() - 1), range(place.top() + 1, place.bottom() - 1)
        return len({image.pixelColor(x, y).name() for x in xs for y in ys})

    assert min(inks(row) for row in range(3)) > 2


def test_stuck_leads_are_listed_and_opened(tab: TimingTab, session: FakeSession) -> None:
    _go(tab, 2)
    page = tab.stays
    assert page.list_panel.title.text() == "3 open leads wait longer than is usual in their stage"
    rows = [[page.stuck.text(row, column) for column in range(5)] for row in range(page.stuck.rowCount())]
    assert rows == [
        ["Ada", "New", "29 days", "18 days (three in four)", "1.6×"],
        ["L21", "New", "29 days", "18 days (three in four)", "1.6×"],
        ["Cléo", "New", "29 days", "18 days (three in four)", "1.6×"],
    ]
    at = page.list.visualRect(page.stuck.index(1, 0)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseClick(page.all_button, Qt.MouseButton.LeftButton)
    assert [positions for positions, _label in session.shown] == [[21], [20, 21, 22]]
    assert [EN.text(label) for _positions, label in session.shown] == ["L21", "Leads that are stuck"]
    page.list.setCurrentIndex(page.stuck.index(2, 0))
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert session.shown[-1][0] == [22]
    at = page.list.visualRect(page.stuck.index(1, 2)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert "29 days" in _said(tab)
    assert len(session.shown) == 3


@pytest.mark.parametrize(
    ("column", "label", "filled"),
    [(2, "Waiting in “New”", " − "), (3, "New", "moved on"), (4, "Times as long", "29 / 18")],
)
def test_each_number_of_a_stuck_lead_tells_where_it_comes_from(
    tab: TimingTab, column: int, label: str, filled: str
) -> None:
    _go(tab, 2)
    page = tab.stays
    page.list.setCurrentIndex(page.stuck.index(1, column))
    page.waits.action.trigger()
    told = _said(tab)
    assert label in told
    assert any(filled in text for text in told)
    tab.behind.close()


def test_nobody_is_stuck(tab: TimingTab) -> None:
    made = {name: column[:20] for name, column in leads().items()}
    tab.present(tab.prepare(report_of(made)))
    _go(tab, 2)
    assert tab.stays.list_panel.title.text() == "No open lead waits longer than is usual in its stage"
    assert not tab.stays.list.isVisible()
    assert not tab.stays.all_button.isVisible()
    QApplication.processEvents()
    assert tab.stays.list_panel.height() < 100  # the rest of the page stays empty


def test_tables_are_copied(tab: TimingTab, session: FakeSession) -> None:
    _go(tab, 1)
    QTest.mouseClick(tab.cohorts.copy_button, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().startswith("Month of creation\tn\t30\t")
    _go(tab, 2)
    QTest.mouseClick(tab.stays.copy_button, Qt.MouseButton.LeftButton)
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:3] == ["Stage", "Moved on", "Still there"]
    assert len(lines) == 4
    assert len(session.notices) == 2


def test_why_there_is_nothing(tab: TimingTab) -> None:
    tab.present(tab.prepare(Report(a_slice(dataset()))))
    assert not tab.whole.isVisible()
    assert "Leads" in tab.empty.text()
    undated = {"id": ["1", "2"], "status": ["won", "new"]}
    tab.present(tab.prepare(report_of(cast("dict[str, list[Any]]", undated))))
    assert tab.empty.text().startswith("not measured yet: no column “")
    tab.present(tab.prepare(report_of(leads(), "2031-01")))
    for view in range(3):
        _go(tab, view)
        assert tab.empty.text() == "no lead in this period"
    tab.present(tab.prepare(report_of(leads())))
    assert tab.whole.isVisible()
    assert not tab.empty.isVisible()


def test_sales_without_stage_dates_tell_what_to_add(tab: TimingTab) -> None:
    made = leads()
    del made["contacted"]
    report = report_of(made)
    assert [stay.stage for stay in report.stays] == [Stage.NEW]
    tab.present(tab.prepare(report))
    _go(tab, 2)
    assert tab.stays.stays.rowCount() == 2
    assert tab.stays.table_panel.note.text().startswith("No stage after the first has a date in your files. Add to")


def test_sales_without_a_day_leave_the_stages_to_be_told(tab: TimingTab) -> None:
    made = leads()
    del made["won"]
    made["created"][20:] = ["2025-06-20"] * 5
    made["contacted"][0] = None
    tab.present(tab.prepare(report_of(made)))
    _go(tab, 2)
    assert tab.stays.isVisible()
    assert tab.stays.stays.text(0, LEFT) == "19"
    assert tab.stays.list_panel.title.text() == "Too few leads have left a stage to say which ones are stuck"
    assert tab.stays.list_panel.note.text() == "Told of stages that three in four leads have left, and 20 at least."


@pytest.mark.parametrize("spoken", [EN, FR])
def test_no_word_is_cut_on_the_smallest_screen(tab: TimingTab, spoken: Any) -> None:
    tab.set_language(spoken)
    for view, page in enumerate((tab.conversion, tab.cohorts, tab.stays)):
        _go(tab, view)
        QApplication.processEvents()
        assert not tab.whole.verticalScrollBar().isVisible()
        for label in page.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap():
                assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    for table in (tab.stays.table, tab.stays.list):
        heads = table.horizontalHeader()
        for column in range(table.model().columnCount()):
            title = str(table.model().headerData(column, Qt.Orientation.Horizontal))
            assert heads.fontMetrics().horizontalAdvance(title) <= heads.sectionSize(column)


def test_another_language_rewrites_everything(tab: TimingTab) -> None:
    for view in (2, 1, 0):
        _go(tab, view)
    tab.present(tab.prepare(report_of(many())))
    tab.set_language(FR)
    assert tab.conversion.sentence.text().startswith("Sur 100 prospects, environ 22 deviennent clients en 30 jours")
    assert tab.views.buttons[1].text() == "Mois par mois"
    _go(tab, 1)
    assert tab.cohorts.map.model.row_words(0) == "juin 2025 · n = 10"
    _go(tab, 2)
    assert tab.stays.stays.text(2, NAME) == "De la création à la vente"
