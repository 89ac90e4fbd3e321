"""The Leads tab, driven as a user does: click, type, keys, undo."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDateEdit, QLineEdit

from leaddesk.model.action import value_at
from leaddesk.model.dataset import typed
from leaddesk.model.kpis import BY_ID
from leaddesk.model.qualification import FIELDS, Answer
from leaddesk.model.schema import Kind
from leaddesk.model.scoring import explanation, scores
from leaddesk.model.stages import Stage
from leaddesk.text import language, msg
from leaddesk.ui.itemmodels.leads_view import Quick
from leaddesk.ui.lead_edits import MOST_STAGED
from leaddesk.ui.notices import LeadsRequest
from leaddesk.ui.tabs.leads import LeadsTab
from leaddesk.ui.widgets.lead_panel import WIDTH
from tests.builders import frame, period, state
from tests.ui.leads_session import LeadsSession

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from leaddesk.model.dataset import Frame
    from leaddesk.model.state import State

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
TODAY = dt.date(2025, 6, 30)
KEY = Qt.Key


def leads(rows: list[int] | None = None) -> Frame:
    """Six leads; row ids 10, 20… so that none is a position."""
    return frame(
        "leads",
        rows=rows or [10, 20, 30, 40, 50, 60],
        id=["L1", "L2", "L3", "L4", "L5", "L6"],
        created=["2025-06-01T10:00", "2025-06-02", "2025-05-03", "2025-06-04", "2025-06-05", "2025-01-06"],
        name=["Zoé", "Luc", "<b>Ada</b>", "Éva", None, "Old"],
        company=[None, "Bar SARL", None, "Café", None, None],
        phone=["0612345678", None, None, None, None, None],
        email=["zoe@example.com", None, None, None, None, None],
        channel=["Google", "Flyers", "Google", None, "Google", "Flyers"],
        status=["Nouveau", "Contacté", "Devis", "Gagné", "Perdu", "Nouveau"],
        contacted=[None, "2025-06-03", "2025-05-04", "2025-06-05", None, None],
        quoted=[None, None, "2025-05-10", None, None, None],
        won=[None, None, None, "2025-06-20", None, None],
        owner=["Inès", "Karim", None, "Inès", None, None],
        notes=["two\nlines", None, None, None, None, None],
        weekly_volume=[30, 2, None, 10, None, None],
        urgency=["Express", None, None, None, None, None],
        extra={"Véhicule préféré": ["vélo", None, None, None, None, None]},
    )


@pytest.fixture
def session() -> LeadsSession:
    return LeadsSession(state(leads(), today=TODAY))


@pytest.fixture
def tab(qtbot: QtBot, session: LeadsSession) -> LeadsTab:
    made = LeadsTab(cast("Any", session), EN)
    qtbot.addWidget(made)
    made.resize(1366, 598)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    session.show_in(made)
    return made


def _names(tab: LeadsTab) -> list[str]:
    index = tab.model.column_index("id")
    return [tab.model.text(row, index) for row in range(tab.model.rowCount())]


def _select(tab: LeadsTab, *positions: int) -> None:
    tab.grid.select_positions(list(positions))
    tab.grid.setFocus()


def _cell(session: LeadsSession, row: int, column: str) -> Any:
    return value_at(session.state.dataset["leads"], row, column)


def _edit(tab: LeadsTab, position: int, column: str) -> Any:
    index = tab.model.index(int(tab.model.rows_of([position])[0]), tab.model.column_index(column))
    tab.grid.setCurrentIndex(index)
    tab.grid.setFocus()
    tab.grid.edit(index)
    kinds = (QComboBox, QDateEdit, QLineEdit)
    return next(found for kind in kinds for found in tab.grid.viewport().findChildren(kind) if found.isVisible())


def _stages(tab: LeadsTab) -> dict[str, str]:
    column = tab.model.column_index("stage")
    return {name: tab.model.text(row, column) for row, name in enumerate(_names(tab))}


# -- how many ---------------------------------------------------------------------------------------------------------


def test_rows_that_figures_do_not_count_are_told(qtbot: QtBot) -> None:
    twice = frame(
        "leads", id=["L1", "L2", "L1"], created=["2025-06-01", "2025-06-02", "2025-06-01"], name=["A", "B", "A"]
    )
    session = LeadsSession(state(twice, today=TODAY))
    tab = LeadsTab(cast("Any", session), EN)
    qtbot.addWidget(tab)
    session.show_in(tab)
    assert session.report.figure(BY_ID["leads"]).measure.value == 2
    assert tab.count.text() == "3 rows shown, 1 of them repeated"
    QTest.mouseClick(tab.count, Qt.MouseButton.LeftButton)
    told = {one.text() for one in tab.figures.behind.details.findChildren(QAbstractButton)}
    assert {"Show: 3 lead rows", "Show: 1 rows that repeat a lead"} <= told
    tab.figures.behind.close()
    assert "count it once" in tab.count.toolTip()
    tab.search.setText("B")
    tab.search.search_now()
    assert tab.count.text() == "1 lead shown"


# -- what is shown ----------------------------------------------------------------------------------------------------


def test_the_newest_lead_stands_first_and_in_the_panel(tab: LeadsTab) -> None:
    assert _names(tab) == ["L5", "L4", "L2", "L1", "L3", "L6"]
    assert tab.count.text() == "6 leads shown"
    assert tab.count.toolTip() == ""
    assert tab.panel.row == 50
    assert tab.panel.name.text() == "L5"


def test_useful_columns_are_shown_and_the_others_wait_in_the_menu(tab: LeadsTab) -> None:
    shown = [c.id for i, c in enumerate(tab.model.columns) if not tab.grid.isColumnHidden(i)]
    assert shown == ["score", "name", "company", "stage", "channel", "created", "owner", "next_date", "phone"]
    hidden = tab.grid.hidden_columns()
    assert {"extra:Véhicule préféré", "weekly_volume", "notes", "budget", "grade"} <= hidden
    menu = tab.grid.columns_menu()
    action = next(action for action in menu.actions() if action.data() == "weekly_volume")
    assert action.text() == "Deliveries a week"
    action.trigger()
    index = tab.model.column_index("weekly_volume")
    assert not tab.grid.isColumnHidden(index)
    assert tab.grid.columnWidth(index) >= tab.grid.horizontalHeader().sectionSizeHint(index)
    menu.deleteLater()


def test_a_column_chosen_stays_when_the_data_brings_new_ones(tab: LeadsTab, session: LeadsSession) -> None:
    menu = tab.grid.columns_menu()
    next(action for action in menu.actions() if action.data() == "email").trigger()
    menu.deleteLater()
    tab.panel.amount.setText("1 200")
    tab.panel.amount.setModified(True)
    tab.panel.amount.flush()
    assert _cell(session, 50, "amount") == 1200
    shown = [c.id for i, c in enumerate(tab.model.columns) if not tab.grid.isColumnHidden(i)]
    assert "email" in shown
    more = frame("leads", rows=[5], id=["L0"], created=["2025-06-30"], sector=["Café"])
    whole = session.state.dataset
    name = tab.model.column_index("name")
    tab.grid.setColumnWidth(name, 222)
    session.become(session.state.with_dataset(whole.with_frame(whole["leads"].joined(more))))
    shown = [c.id for i, c in enumerate(tab.model.columns) if not tab.grid.isColumnHidden(i)]
    assert "email" in shown
    assert "sector" not in shown
    assert tab.model.column_index("sector") > 0
    assert tab.grid.columnWidth(tab.model.column_index("name")) == 222


def test_search_finds_without_accents_and_goes_on_to_the_grid(tab: LeadsTab, qtbot: QtBot) -> None:
    tab.find_lead()
    assert tab.search.hasFocus()
    QTest.keyClicks(tab.search, "eva")
    qtbot.waitUntil(lambda: _names(tab) == ["L4"])
    assert tab.count.text() == "1 lead shown"
    QTest.keyClick(tab.search, KEY.Key_Down)
    assert tab.grid.hasFocus()
    assert tab.panel.row == 40
    tab.find_lead()
    QTest.keyClick(tab.search, KEY.Key_Escape)
    assert len(_names(tab)) == 6


def test_a_search_without_a_find_says_so(tab: LeadsTab) -> None:
    tab.search.setText("xyz")
    tab.search.search_now()
    assert tab.list.stack.currentIndex() == 1
    assert tab.list.nothing.text.text() == "No lead holds “xyz” here."
    assert not tab.panel.verticalScrollBar().isVisible(), "nobody is shown: there is nothing to scroll"
    assert tab.panel.row is None
    tab.list.nothing.button.click()
    assert tab.list.stack.currentIndex() == 0
    assert tab.search.text() == ""


def test_each_search_without_a_find_has_its_own_words(tab: LeadsTab, session: LeadsSession) -> None:
    session.look_at(period("2025-06"))
    tab.search.setText("xyz")
    tab.search.search_now()
    tab.search.setText("L6")  # nothing before and nothing now: what is elsewhere is another
    tab.search.search_now()
    assert "“L6”" in tab.list.nothing.text.text()
    tab.search.setText("qqq")
    tab.search.search_now()
    assert tab.list.nothing.text.text() == "No lead holds “qqq” here."
    tab.list.nothing.button.click()
    assert not tab.banner.isVisible(), "not those that the search before it found"


def test_a_search_finds_who_is_outside_of_what_is_shown(tab: LeadsTab, session: LeadsSession) -> None:
    session.look_at(period("2025-06"))
    tab.filters.buttons[Quick.WON].click()
    assert _names(tab) == ["L4"]
    tab.search.setText("L6")  # of January, and open
    tab.search.search_now()
    assert tab.list.nothing.text.text() == "No lead of this period and filter holds “L6”, but 1 other does."
    assert tab.list.nothing.button.text() == "Show it"
    tab.set_language(FR)
    assert tab.list.nothing.button.text() == "L’afficher"
    tab.list.nothing.button.click()
    assert _names(tab) == ["L6"]
    assert tab.banner.isVisible()
    assert "L6" in tab.banner.text.text()
    assert tab.search.text() == ""
    tab.show_everything()
    assert sorted(_names(tab)) == ["L1", "L2", "L4", "L5"]


def test_a_search_with_a_find_tells_of_others_outside(tab: LeadsTab, session: LeadsSession) -> None:
    session.look_at(period("2025-06"))
    line = tab.list.elsewhere
    assert not line.isVisible()
    tab.search.setText("google")  # two of June, and one of May
    tab.search.search_now()
    assert sorted(_names(tab)) == ["L1", "L5"]
    assert line.isVisible()
    assert line.text.text() == "1 more outside this period and filter"
    tab.set_language(FR)
    assert line.button.text() == "L’afficher"
    line.button.click()
    assert _names(tab) == ["L3"]
    assert "google" in tab.banner.text.text()
    assert not line.isVisible()
    tab.show_everything()
    tab.search.setText("zoé")  # nobody else
    tab.search.search_now()
    assert _names(tab) == ["L1"]
    assert not line.isVisible()
    tab.search.setText("L6")  # nobody here: the empty list tells it
    tab.search.search_now()
    assert not line.isVisible()


@pytest.mark.parametrize(
    ("quick", "names"),
    [
        (Quick.OPEN, ["L2", "L1", "L3", "L6"]),
        (Quick.QUALIFIED, ["L4", "L3"]),
        (Quick.WON, ["L4"]),
        (Quick.LOST, ["L5"]),
        (Quick.ALL, ["L5", "L4", "L2", "L1", "L3", "L6"]),
    ],
)
def test_quick_filters(tab: LeadsTab, quick: Quick, names: list[str]) -> None:
    button = tab.filters.buttons[quick]
    button.click()
    assert _names(tab) == names
    assert button.text().endswith(f"({len(names)})")


def test_whom_to_call_comes_in_order_and_the_order_before_comes_back(tab: LeadsTab, session: LeadsSession) -> None:
    session.edit(*_planned(session, 20, "2025-06-30"))
    tab.filters.buttons[Quick.CALL].click()
    assert _names(tab) == ["L2", "L1", "L6"]  # due, then never answered: the urgent one first
    tab.filters.buttons[Quick.ALL].click()
    assert _names(tab)[0] == "L5"
    assert tab.model.sorted_by == ("created", True)


def _planned(session: LeadsSession, row: int, day: str) -> Any:
    from leaddesk.model.action import editing

    return editing(session.state, "leads", row, "next_date", day), msg("plan")


def test_calls_are_due_whatever_the_period(tab: LeadsTab, session: LeadsSession) -> None:
    session.look_at(period("2025-06"))
    assert _names(tab) == ["L5", "L4", "L2", "L1"]
    tab.filters.buttons[Quick.CALL].click()
    assert "L6" in _names(tab)
    session.look_at(period("2025-06"), channel=frozenset({"Google"}))
    assert _names(tab) == ["L1"]


def test_leads_without_a_date_can_be_seen_whatever_the_period(tab: LeadsTab, session: LeadsSession) -> None:
    button = tab.filters.buttons[Quick.UNDATED]
    assert button.isHidden(), "every lead is dated"
    undated = ["2025-06-01", None, None, "2025-06-04", "2025-06-05", "2025-01-06"]
    six = leads()
    session.state = state(six.replaced("created", typed(Kind.MOMENT, undated)), today=TODAY)
    session.look_at(period("2025-06"))
    assert sorted(_names(tab)) == ["L1", "L4", "L5"]
    assert (button.isVisible(), button.text()) == (True, "Without a date (2)")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert sorted(_names(tab)) == ["L2", "L3"]
    session.look_at(period("2025-06"), channel=frozenset({"Google"}))
    assert _names(tab) == ["L3"], "filters hold, the period does not"
    tab.set_language(FR)
    assert button.text() == "Sans date (1)"
    session.state = state(leads(), today=TODAY)
    session.look_at(period("2025-06"))
    assert button.isVisible(), "it is the filter that holds"
    tab.filters.buttons[Quick.ALL].click()
    assert button.isHidden()


def test_a_lead_without_a_date_can_be_given_one(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 1)
    assert not tab.panel.created.isVisible(), "it has one"
    undated = ["2025-06-01", None, "2025-06-03", "2025-06-04", "2025-06-05", "2025-01-06"]
    session.state = state(leads().replaced("created", typed(Kind.MOMENT, undated)), today=TODAY)
    session.look_at(period("2025-06"))
    tab.filters.buttons[Quick.UNDATED].click()
    _select(tab, 0)
    field = tab.panel.created
    assert (field.isVisible(), field.text(), tab.panel.labels["created"].text()) == (True, "", "Created on")
    field.setFocus()
    QTest.keyClicks(field, "12/06")
    QTest.keyClick(field, KEY.Key_Return)
    assert _cell(session, 20, "created") == "2025-06-12"
    assert field.isVisible(), "what was just typed stays to be seen"
    tab.filters.buttons[Quick.ALL].click()
    assert "L2" in _names(tab), "it counts in June"


def test_without_any_date_every_lead_is_one_without(tab: LeadsTab, session: LeadsSession) -> None:
    session.state = state(leads().without("created"), today=TODAY)
    session.look_at(period("2025-06"))
    assert _names(tab) == []
    tab.filters.buttons[Quick.UNDATED].click()
    assert len(_names(tab)) == 6


def test_one_stage_alone(tab: LeadsTab) -> None:
    tab.filters.stages.setCurrentIndex(1 + Stage.QUOTE)
    tab.filters.stages.activated.emit(1 + Stage.QUOTE)
    assert _names(tab) == ["L3"]
    assert not any(button.isChecked() for button in tab.filters.buttons.values())
    QTest.mouseClick(tab.filters.buttons[Quick.ALL], Qt.MouseButton.LeftButton)
    assert tab.filters.stages.currentIndex() == 0
    assert len(_names(tab)) == 6


def test_a_subset_is_named_and_can_be_left(tab: LeadsTab, session: LeadsSession) -> None:
    session.look_at(period("2025-06"))
    tab.search.setText("zoé")
    tab.search.search_now()
    tab.show_subset(LeadsRequest(np.array([60, 30]), msg("the leads of Google")))
    assert sorted(_names(tab)) == ["L3", "L6"]  # even though they are not of the period
    assert tab.banner.isVisible()
    assert tab.banner.text.text() == "Only: the leads of Google"
    assert tab.filters.buttons[Quick.ALL].text() == "All (2)"
    QTest.mouseClick(tab.banner.button, Qt.MouseButton.LeftButton)
    assert not tab.banner.isVisible()
    assert len(_names(tab)) == 4


def test_another_period_ends_a_subset(tab: LeadsTab, session: LeadsSession) -> None:
    tab.show_subset(LeadsRequest(np.array([60]), msg("one")))
    tab.panel.answers.button("need", Answer.YES).click()
    assert _names(tab) == ["L6"]
    assert tab.banner.isVisible()
    session.look_at(period("2025-06"))
    assert len(_names(tab)) == 4
    assert not tab.banner.isVisible()


def test_another_document_ends_a_subset(tab: LeadsTab, session: LeadsSession) -> None:
    tab.show_subset(LeadsRequest(np.array([60]), msg("one")))
    session.become(state(frame("leads", rows=[7, 8], id=["A", "B"], created=["2025-01-02", "2025-01-03"])))
    assert tab.model.rowCount() == 2
    assert not tab.banner.isVisible()


def test_a_subset_may_be_asked_before_the_first_sight(qtbot: QtBot, session: LeadsSession) -> None:
    made = LeadsTab(cast("Any", session), EN)
    qtbot.addWidget(made)
    made.show_subset(LeadsRequest(np.array([10]), msg("one")))
    session.show_in(made)
    assert _names(made) == ["L1"]
    assert made.panel.row == 10


def test_without_leads_it_says_what_to_do(tab: LeadsTab, session: LeadsSession) -> None:
    session.become(state(costs={"date": ["2025-01-01"], "amount": [10]}))
    assert tab.model.rowCount() == 0
    assert tab.list.nothing.text.text().startswith("No leads are open yet.")
    assert not tab.list.nothing.button.isVisible()
    session.become(state(leads(), today=TODAY))
    assert len(_names(tab)) == 6


# -- stages -----------------------------------------------------------------------------------------------------------


def test_a_stage_from_the_panel_is_dated_today_and_undone(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 0)
    assert tab.panel.stage.currentText() == "New"
    tab.panel.stage.setCurrentIndex(Stage.QUALIFIED)
    tab.panel.stage.activated.emit(int(Stage.QUALIFIED))
    assert _cell(session, 10, "stage") == "qualified"
    assert _cell(session, 10, "qualified") == "2025-06-30"
    assert EN.text(session.labels[-1]) == "Stage of Zoé → Qualified"
    assert FR.text(session.labels[-1]).endswith("Zoé → Qualifié")
    assert _stages(tab)["L1"] == "Qualified"
    assert tab.panel.stage_source.text() == "set by hand"
    session.undo()
    assert _stages(tab)["L1"] == "New"
    assert tab.panel.stage.currentText() == "New"
    assert _cell(session, 10, "qualified") is None
    session.redo()
    assert _stages(tab)["L1"] == "Qualified"


def test_the_same_stage_again_is_no_step(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 2)
    tab.panel.stage.activated.emit(int(Stage.QUOTE))
    assert session.labels == [] or not session.state.dataset["leads"].has("stage")


def test_keys_set_the_stage_of_all_selected_leads_in_one_step(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 0, 1, 5)
    assert tab.stage_button.text() == "Set stage (3)"
    QTest.keyClick(tab.grid, KEY.Key_6)
    assert [_cell(session, row, "stage") for row in (10, 20, 60)] == ["won"] * 3
    assert EN.text(session.labels[-1]) == "Stage of 3 leads → Won"
    assert len(session.labels) == 1
    assert sorted(tab.grid.selected_positions().tolist()) == [0, 1, 5]
    session.undo()
    assert _stages(tab)["L2"] == "Contacted"


def test_french_keyboards_need_no_shift(tab: LeadsTab, session: LeadsSession) -> None:
    tab.set_language(FR)
    _select(tab, 1)
    QTest.keyClick(tab.grid, KEY.Key_Ampersand)
    assert _cell(session, 20, "stage") == "new"
    assert [key.toString() for key in tab.stage_button.stages[1].shortcuts()] == ["2", "É"]
    tab.set_language(EN)
    assert [key.toString() for key in tab.stage_button.stages[1].shortcuts()] == ["2"]


def test_digits_typed_elsewhere_set_no_stage(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 0)
    tab.find_lead()
    QTest.keyClicks(tab.search, "3")
    tab.search.search_now()
    assert session.labels == []


def test_too_many_at_once_are_refused(tab: LeadsTab, session: LeadsSession) -> None:
    count = MOST_STAGED + 1
    session.become(state(frame("leads", id=[str(n) for n in range(count)]), today=TODAY))
    tab.grid.selectAll()
    tab.grid.setFocus()
    QTest.keyClick(tab.grid, KEY.Key_2)
    assert session.labels == []
    assert EN.text(session.notices[-1].text) == "5,001 leads at once are too many: select 5,000 at most."


def test_a_lead_that_no_longer_fits_the_filter_stays_until_another_is_chosen(tab: LeadsTab) -> None:
    tab.filters.buttons[Quick.OPEN].click()
    _select(tab, 0)
    QTest.keyClick(tab.grid, KEY.Key_7)
    assert "L1" in _names(tab)
    assert tab.panel.row == 10
    assert tab.filters.buttons[Quick.OPEN].text() == "Open (3)"
    tab.filters.buttons[Quick.OPEN].click()
    assert "L1" not in _names(tab)


def test_a_lost_lead_is_asked_for_the_reason(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 1)
    assert not tab.panel.why.isVisible()
    QTest.keyClick(tab.grid, KEY.Key_7)
    assert tab.panel.why.isVisible()
    tab.panel.why.setFocus()
    QTest.keyClicks(tab.panel.why_line, "too far")
    QTest.keyClick(tab.panel.why_line, KEY.Key_Return)
    assert _cell(session, 20, "lost_reason") == "too far"
    _select(tab, 1)
    QTest.keyClick(tab.grid, KEY.Key_8)
    assert tab.panel.why_line.text() == ""
    QTest.keyClicks(tab.panel.why_line, "double")
    QTest.keyClick(tab.panel.why_line, KEY.Key_Return)
    assert _cell(session, 20, "invalid_reason") == "double"
    assert _cell(session, 20, "lost_reason") == "too far"


# -- the panel --------------------------------------------------------------------------------------------------------


def test_the_panel_tells_all_about_a_lead(tab: LeadsTab) -> None:
    _select(tab, 0)
    panel = tab.panel
    assert (panel.phone.text(), panel.email.text()) == ("0612345678", "zoe@example.com")
    assert panel.stage_source.text() == "from the status “Nouveau”"
    assert panel.due.text() == "To call: never answered, waiting 29 days"
    assert panel.history.text() == "Created on: 01/06/2025 10:00"
    assert "Véhicule préféré: vélo" in panel.details.text()
    assert "Deliveries a week: 30" in panel.details.text()
    assert panel.origin.text() == "Source: made.csv, sheet “made”, line 2"
    assert panel.notes.toPlainText() == "two\nlines"
    _select(tab, 2)
    assert panel.name.text() == "<b>Ada</b>"
    assert panel.name.textFormat() == Qt.TextFormat.PlainText
    assert not panel.phone.isVisible()


def test_a_long_word_does_not_push_the_fields_out(qtbot: QtBot) -> None:
    session = LeadsSession(
        state(frame("leads", id=["a"], name=["X" * 200], email=["y" * 90 + "@example.com"]), today=TODAY)
    )
    tab = LeadsTab(cast("Any", session), language("en"))
    qtbot.addWidget(tab)
    tab.show()
    session.show_in(tab)
    _select(tab, 0)
    assert tab.panel.page.minimumSizeHint().width() <= WIDTH


def test_the_panel_says_a_status_that_stands_for_a_stage_in_the_readers_words(qtbot: QtBot) -> None:
    session = LeadsSession(state(frame("leads", id=["a"], name=["A"], status=["won"]), today=TODAY))
    tab = LeadsTab(cast("Any", session), language("fr"))
    qtbot.addWidget(tab)
    tab.show()
    session.show_in(tab)
    _select(tab, 0)
    assert tab.panel.stage_source.text() == "d’après le statut «\u202fGagné\u202f»"
    assert "Statut\u202f: Gagné" in tab.panel.details.text()


def test_the_score_is_the_sum_of_its_reasons(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 0)
    card = tab.panel.score
    total = scores(session.state).total[0]
    assert card.total.text() == f"{total:.0f}"
    shown = [(points.text(), text.text()) for points, text in card.reasons if not points.isHidden()]
    assert sum(int(points) for points, _ in shown) == total
    known = [reason for reason in explanation(session.state, 0) if reason.known]
    assert len(shown) == len(known) > 2
    assert card.unknown.text().startswith("Not known, so not counted:")


def test_an_answer_moves_the_verdict_the_score_and_the_grid(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 1)
    before = tab.panel.score.total.text()
    for field in FIELDS[:3]:
        QTest.mouseClick(tab.panel.answers.button(field, Answer.YES), Qt.MouseButton.LeftButton)
    assert [_cell(session, 20, field) for field in FIELDS] == [1.0, 1.0, 1.0, None]
    assert tab.panel.answers.verdict.text() == "qualified on 3 of 4"
    assert tab.panel.score.total.text() != before
    assert tab.model.columns[tab.model.column_index("budget")].value(1) is True
    assert EN.text(session.labels[0]) == "Budget confirmed of Luc"
    QTest.mouseClick(tab.panel.answers.button(FIELDS[0], Answer.UNKNOWN), Qt.MouseButton.LeftButton)
    assert _cell(session, 20, FIELDS[0]) is None


def test_arrows_move_between_answers(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 1)
    button = tab.panel.answers.button("need", Answer.UNKNOWN)
    button.setFocus()
    QTest.keyClick(button, KEY.Key_Left)
    QTest.keyClick(tab.panel.answers.button("need", Answer.NO), KEY.Key_Space)
    assert _cell(session, 20, "need") == 0.0


def test_notes_are_kept_a_moment_after_the_last_key(tab: LeadsTab, session: LeadsSession, qtbot: QtBot) -> None:
    _select(tab, 1)
    tab.panel.notes.setFocus()
    QTest.keyClicks(tab.panel.notes, "call Bob")
    assert session.labels == []
    qtbot.waitUntil(lambda: _cell(session, 20, "notes") == "call Bob", timeout=2000)
    QTest.keyClicks(tab.panel.notes, " at 2")
    assert tab.panel.notes.toPlainText() == "call Bob at 2"
    tab.grid.setFocus()
    assert _cell(session, 20, "notes") == "call Bob at 2"
    assert [EN.text(label) for label in session.labels] == ["Notes of Luc"] * 2


def test_notes_go_to_the_lead_they_were_typed_for(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 1)
    QTest.keyClicks(tab.panel.notes, "for Luc")
    tab.grid.select_positions([2])
    assert _cell(session, 20, "notes") == "for Luc"
    assert _cell(session, 30, "notes") is None
    assert tab.panel.notes.toPlainText() == ""
    assert tab.panel.row == 30


def test_what_is_being_typed_outlives_a_new_report(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 1)
    QTest.keyClicks(tab.panel.notes, "half a sent")
    QTest.keyClicks(tab.panel.next_step, "quo")
    session.slice_changed.emit()
    assert tab.panel.notes.toPlainText() == "half a sent"
    assert tab.panel.next_step.text() == "quo"
    tab.panel.flush()
    assert _cell(session, 20, "next_step") == "quo"


def test_closing_the_window_or_hiding_the_tab_commits(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 1)
    QTest.keyClicks(tab.panel.notes, "a")
    tab.hide()
    assert _cell(session, 20, "notes") == "a"
    tab.show()
    QTest.keyClicks(tab.panel.notes, "b")
    tab.close()
    assert sorted(_cell(session, 20, "notes")) == ["a", "b"]


def test_next_step_with_its_day(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 1)
    tab.panel.next_step.setFocus()
    QTest.keyClicks(tab.panel.next_step, "send the quote")
    QTest.keyClick(tab.panel.next_step, KEY.Key_Tab)
    assert tab.panel.next_date.hasFocus()
    QTest.keyClicks(tab.panel.next_date, "+3")
    QTest.keyClick(tab.panel.next_date, KEY.Key_Return)
    assert _cell(session, 20, "next_step") == "send the quote"
    assert _cell(session, 20, "next_date") == "2025-07-03"
    assert tab.panel.next_date.text() == "03/07/2025"


def test_a_new_owner_is_offered_from_then_on(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 2)
    QTest.keyClicks(tab.panel.owner_line, "Max")
    QTest.keyClick(tab.panel.owner_line, KEY.Key_Return)
    assert _cell(session, 30, "owner") == "Max"
    owner = tab.panel.owner
    assert [owner.itemText(place) for place in range(owner.count())] == ["Inès", "Karim", "Max"]
    owner.setCurrentIndex(0)
    owner.activated.emit(0)
    assert _cell(session, 30, "owner") == "Inès"


def test_the_panel_can_be_put_away(tab: LeadsTab) -> None:
    QTest.mouseClick(tab.panel.close_button, Qt.MouseButton.LeftButton)
    assert not tab.panel.isVisible()
    _select(tab, 3)
    QTest.keyClick(tab.grid, KEY.Key_Return)
    assert tab.panel.isVisible()
    assert tab.panel.row == 40
    assert tab.panel.stage.hasFocus()
    QTest.keyClick(tab.panel.stage, KEY.Key_Escape)
    assert tab.grid.hasFocus()


def test_arrows_walk_through_the_leads(tab: LeadsTab) -> None:
    _select(tab, 4)
    QTest.keyClick(tab.grid, KEY.Key_Down)
    assert tab.panel.row == 40
    QTest.keyClick(tab.grid, KEY.Key_Up)
    assert tab.panel.row == 50


# -- the grid ---------------------------------------------------------------------------------------------------------


def test_a_stage_from_the_grid(tab: LeadsTab, session: LeadsSession) -> None:
    box = _edit(tab, 1, "stage")
    assert box.currentText() == "Contacted"
    place = box.findData("quote")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    assert _cell(session, 20, "stage") == "quote"
    assert _cell(session, 20, "quoted") == "2025-06-30"
    box = _edit(tab, 1, "stage")
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert _cell(session, 20, "stage") is None
    assert _stages(tab)["L2"] == "Contacted"


def test_flags_days_and_notes_from_the_grid(tab: LeadsTab, session: LeadsSession, qtbot: QtBot) -> None:
    tab.grid.hide_columns(set())
    box = _edit(tab, 1, "budget")
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert _cell(session, 20, "budget") == 1.0
    editor = _edit(tab, 1, "next_date")
    editor.setDate(QDate(2025, 7, 14))
    QTest.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: _cell(session, 20, "next_date") == "2025-07-14")
    editor = _edit(tab, 1, "notes")
    editor.setText("hello")
    QTest.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: _cell(session, 20, "notes") == "hello")
    assert tab.panel.notes.toPlainText() == "hello"


def test_an_edit_replaces_only_what_follows_from_it(tab: LeadsTab) -> None:
    before = {column.id: column for column in tab.model.columns}
    resets: list[int] = []
    tab.model.modelReset.connect(lambda: resets.append(1))
    _select(tab, 1)
    QTest.keyClicks(tab.panel.notes, "x")
    tab.panel.flush()
    other = {column.id for column in tab.model.columns if column is not before[column.id]}
    assert other == {"notes"}
    QTest.keyClick(tab.grid, KEY.Key_3)
    other = {column.id for column in tab.model.columns if column is not before[column.id]}
    assert {"stage", "notes", "call_order"} <= other
    assert not {"name", "phone", "channel", "created", "owner"} & other
    assert resets == []


def test_the_cell_changes_before_the_report_is_there(qtbot: QtBot) -> None:
    session = LeadsSession(state(leads(), today=TODAY))
    tab = LeadsTab(cast("Any", session), EN)
    qtbot.addWidget(tab)
    tab.present(tab.prepare(session.report))
    tab.grid.select_positions([1])
    tab.stage_button.stages[Stage.WON].trigger()
    assert _stages(tab)["L2"] == "Won"  # nobody presented again


def test_selection_follows_the_leads_through_an_import(tab: LeadsTab, session: LeadsSession) -> None:
    _select(tab, 1, 3)
    more = frame("leads", rows=[5], id=["L0"], created=["2025-06-30"])
    joined: State = session.state.with_dataset(
        session.state.dataset.with_frame(more.joined(session.state.dataset["leads"]))
    )
    session.become(joined)
    rows = joined.dataset["leads"].rows[tab.grid.selected_positions()]
    assert sorted(rows.tolist()) == [20, 40]
    assert len(_names(tab)) == 7


def test_rows_are_copied_with_their_headers(tab: LeadsTab) -> None:
    _select(tab, 0)
    QTest.keyClick(tab.grid, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    header, line = QGuiApplication.clipboard().text().split("\n")
    assert header.split("\t")[:4] == ["Score", "Name", "Company", "Stage"]
    assert line.split("\t")[1:4] == ["Zoé", "", "New"]


def test_the_menu_of_a_row(tab: LeadsTab) -> None:
    from PySide6.QtWidgets import QMenu

    _select(tab, 0)
    tab.grid.customContextMenuRequested.emit(QPoint(20, 20))
    menus = [menu for menu in tab.findChildren(QMenu) if menu.isVisible()]
    assert [action.text() for action in menus[0].actions()] == ["Set stage", "Copy", "", "Erase this person…"]
    menus[0].close()


def test_another_language_rewrites_all(tab: LeadsTab) -> None:
    _select(tab, 0)
    tab.set_language(FR)
    assert tab.panel.stage.currentText() == "Nouveau"
    assert tab.filters.stages.itemText(6) == "Gagné"
    headers = [tab.model.headerData(i, Qt.Orientation.Horizontal) for i in range(tab.model.columnCount())]
    assert {"Nom", "Société", "Canal"} <= set(headers)
    tab.set_language(EN)
    assert tab.panel.stage.currentText() == "New"


def test_nothing_is_wider_than_the_smallest_screen(tab: LeadsTab) -> None:
    for words in (EN, FR):
        tab.set_language(words)
        assert tab.minimumSizeHint().width() <= 1024
        QTest.qWait(0)
    assert tab.panel.horizontalScrollBar().maximum() == 0


def test_tab_goes_from_left_to_right_and_down(tab: LeadsTab) -> None:
    tab.find_lead()
    stops = []
    for _ in range(25):
        focused = QApplication.focusWidget()
        assert focused is not None
        stops.append(focused)
        QTest.keyClick(focused, KEY.Key_Tab)
    panel = tab.panel
    wanted = [
        tab.search, tab.stage_button, tab.columns_button, tab.panel_button, tab.filters.buttons[Quick.ALL],
        tab.filters.stages, tab.grid, panel.stage, panel.next_step, panel.next_date, panel.owner, panel.amount,
        panel.notes, panel.answers.button("budget", Answer.UNKNOWN),
    ]  # fmt: skip
    places = [stops.index(widget) for widget in wanted]
    assert places == sorted(places), [type(stop).__name__ for stop in stops]
