"""The funnel tab: sentence, table, chart, and the leads behind each of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget

from leaddesk.model.readings import Reading
from leaddesk.model.report import Report
from leaddesk.model.slice import Filters, Slice
from leaddesk.model.stages import Stage
from leaddesk.text import language, msg
from leaddesk.ui.funnel_words import stage
from leaddesk.ui.itemmodels.funnel_steps import AMOUNT, DAYS, LOST, OF_FIRST, OF_PREVIOUS, REACHED, STAGE
from leaddesk.ui.itemmodels.read_steps import HEADERS, ReadColumn
from leaddesk.ui.itemmodels.step_differences import DIFFERENCE, OTHER_REACHED, VERDICT, WENT_ON
from leaddesk.ui.plots.funnel import Lost
from leaddesk.ui.tabs.funnel import FunnelTab
from leaddesk.ui.widgets.funnel_bar import UNLEARNT
from tests.builders import a_slice, dataset, period
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
    return [tab.page.model.text(row, column) for column in range(tab.page.model.columnCount())]


def test_the_worst_leak_is_told_and_opened(tab: FunnelTab, session: FakeSession) -> None:
    # Of 8 leads contacted (0-3, 5-8) 5 were qualified; of the three others, 3 is open, 2 and 7 are lost.
    assert tab.page.leak.text() == (
        "The biggest leak: Contacted → Qualified. 29% of the decided leads were lost there (2 of 7; 95% interval: "
        "8% to 64%). 1 still open does not count."
    )
    tab.page.leak_button.click()
    positions, label = session.shown[-1]
    assert positions == [2, 7]
    assert EN.text(label) == "Leads lost between “Contacted” and “Qualified”"


def test_the_table_says_reached_shares_lost_and_days(tab: FunnelTab) -> None:
    assert _row(tab, Stage.NEW)[:2] == ["New", "12"]
    assert _row(tab, Stage.NEW)[LOST] == "–"
    won = _row(tab, Stage.WON)
    assert (won[STAGE], won[REACHED], won[OF_FIRST]) == ("Won", "3", "25%")
    assert won[OF_PREVIOUS] == "100% (44 to 100%)"
    contacted = tab.page.model.explanation(Stage.CONTACTED, LOST)
    assert contacted.splitlines() == ["What is behind this figure", "of which 4 are still open"]
    assert tab.page.model.explanation(Stage.NEGOTIATION, DAYS) == "this stage has no date of its own"
    assert tab.page.model.explanation(Stage.NEW, OF_PREVIOUS) == ""


def test_amounts_stand_at_each_stage_with_how_many_are_known(tab: FunnelTab) -> None:
    # Of the three customers two have an amount: 1,000 and 500.
    assert _row(tab, Stage.WON)[AMOUNT] == EN.money(1500, "EUR", 0)
    assert tab.page.model.explanation(Stage.WON, AMOUNT) == "2 amounts known, of 3"
    without = dataset(leads={"created": ["2025-01-03"], "status": ["Gagné"]})
    tab.present(tab.prepare(Report(a_slice(without))))
    assert tab.page.model.columnCount() == AMOUNT


def test_closing_half_of_the_leak_is_told_in_a_sentence(tab: FunnelTab) -> None:
    # Half of the two lost is one lead; three of the qualified alone are decided.
    assert tab.page.recovery.text() == (
        "What closing half of it (1 lead) would bring cannot be told: 3 leads alone got past it and are decided, fewer "
        "than 10."
    )
    tab.present(tab.prepare(_with_losses(5, 30, [100.0] * 30)))
    assert tab.page.recovery.text() == (
        "Closing half of it (3 leads) would bring about 3 more customers (2 to 3, n = 30). "
        "That is about €300, at the mean of the 30 known amounts."
    )
    tab.set_language(FR)
    assert tab.page.recovery.text().startswith(
        "En fermer la moitié (3 prospects) apporterait environ 3 clients de plus"
    )


def test_the_leak_and_what_closing_half_of_it_brings_tell_what_is_behind_them(
    tab: FunnelTab, session: FakeSession
) -> None:
    QTest.mouseClick(tab.page.leak, Qt.MouseButton.LeftButton)
    said = [label.text() for label in tab.behind.details.findChildren(QLabel)]
    assert said[:2] == ["Lost between “Contacted” and “Qualified”", "29%"]
    assert said[said.index("With the figures") + 1] == "2 / 7 = 29%"
    words = [button.text() for button in tab.behind.details.findChildren(QAbstractButton)]
    assert "1 · still open at “Contacted”" in words
    assert "4 · did not get to “Contacted”" in words
    QTest.mouseClick(_button(tab, "Show: 7 leads that went on or were lost there"), Qt.MouseButton.LeftButton)
    assert session.shown[-1][0] == [0, 1, 2, 5, 6, 7, 8]
    tab.present(tab.prepare(_with_losses(5, 30, [100.0] * 30)))
    tab.page.recovery.setFocus()
    QTest.keyClick(tab.page.recovery, Qt.Key.Key_Space)
    said = [label.text() for label in tab.behind.details.findChildren(QLabel)]
    assert said[:2] == ["Closing half of the leak: customers more", "3"]
    assert said[said.index("With the figures") + 1] == "(5 + 1) / 2 × 30 / 30"
    assert said[said.index("at the mean of the known amounts") + 1] == "€300.00"
    QTest.mouseClick(_button(tab, "Show: 30 leads won"), Qt.MouseButton.LeftButton)
    assert session.shown[-1][0] == list(range(5, 35))


def test_the_lost_leads_and_the_remarks_tell_what_is_behind_them(tab: FunnelTab, session: FakeSession) -> None:
    QTest.mouseClick(tab.page.reasons_panel.title, Qt.MouseButton.LeftButton)
    said = [label.text() for label in tab.behind.details.findChildren(QLabel)]
    assert said[:2] == ["Leads lost", "2"]
    QTest.mouseClick(_button(tab, "Show: 2 lost leads"), Qt.MouseButton.LeftButton)
    assert session.shown[-1][0] == [2, 7]
    tab.present(tab.prepare(Report(a_slice(company(), "2025-02"))))
    assert "by the day of the sale" in tab.page.notes.text()
    tab.page.notes.setFocus()
    QTest.keyClick(tab.page.notes, Qt.Key.Key_Return)
    QTest.mouseClick(_button(tab, "Show: 2 customers by the day of the sale"), Qt.MouseButton.LeftButton)
    assert session.shown[-1][0] == [1, 5]
    QTest.mouseClick(tab.page.notes, Qt.MouseButton.LeftButton)
    QTest.mouseClick(_button(tab, "Show: 1 customers by the day the lead came"), Qt.MouseButton.LeftButton)
    assert session.shown[-1][0] == [5]


def test_a_leak_after_which_no_loss_is_recorded_is_told_at_its_most(tab: FunnelTab) -> None:
    leads = {
        "created": ["2025-01-03"] * 15,
        "status": ["Perdu"] * 4 + ["Gagné"] * 11,
        "quoted": ["2025-01-04"] * 4 + [None] * 11,
        "amount": [None] * 4 + [50.0] * 11,
    }
    tab.present(tab.prepare(Report(a_slice(dataset(leads=leads)))))
    assert tab.page.recovery.text() == (
        "Closing half of it (2 leads) would bring at most 2 more customers (n = 11): losses after “Negotiation” are "
        "not recorded. That is at most €100, at the mean of the 11 known amounts."
    )
    QTest.mouseClick(tab.page.recovery, Qt.MouseButton.LeftButton)
    told = [label.text() for label in tab.behind.details.findChildren(QLabel)]
    assert "Losses after “Negotiation” are not recorded: it is that at most." in told
    assert told[told.index("With the figures") + 1] == "4 / 2 × 11 / 11"


def _with_losses(lost: int, won: int, amounts: list[float | None]) -> Report:
    """Leads *lost* once they were qualified, and some *won* for these amounts."""
    leads = {
        "created": ["2025-01-03"] * (lost + won),
        "status": ["Perdu"] * lost + ["Gagné"] * won,
        "qualified": ["2025-01-04"] * lost + [None] * won,
        "amount": [*([None] * lost), *amounts],
    }
    return Report(a_slice(dataset(leads=leads)))


def test_leads_that_nobody_counted_are_not_halves(tab: FunnelTab) -> None:
    tab.present(tab.prepare(_with_losses(25, 30, [100.0] * 30)))
    assert "Closing half of it (13 leads) would bring about 13 more customers" in tab.page.recovery.text()


def test_what_few_leads_would_bring_is_faint_and_one_amount_is_no_mean(tab: FunnelTab) -> None:
    tab.present(tab.prepare(_with_losses(4, 12, [90.0] + [None] * 11)))
    assert tab.page.recovery.property("tone") == "muted"
    assert tab.page.recovery.text().endswith("That is about €180, the one known amount being taken for the mean.")
    tab.set_language(FR)
    assert "1 montants" not in tab.page.recovery.text()
    tab.present(tab.prepare(_with_losses(4, 30, [90.0] * 30)))
    assert tab.page.recovery.property("tone") is None


def test_losses_without_a_trace_are_not_told_as_none(tab: FunnelTab) -> None:
    gone = dataset(leads={"created": ["2025-01-03"] * 3, "status": ["Perdu", "Perdu", "Gagné"]})
    tab.present(tab.prepare(Report(a_slice(gone))))
    assert tab.page.leak.text().startswith("Where leads are lost cannot be told: 2 lost or invalid leads left no trace")


def test_without_a_loss_there_is_no_leak_to_open(tab: FunnelTab) -> None:
    waiting = dataset(leads={"created": ["2025-01-03"] * 3, "status": ["Nouveau", "Nouveau", "Gagné"]})
    tab.present(tab.prepare(Report(a_slice(waiting))))
    assert tab.page.leak.text() == ("No leak yet: no lead of the period was lost between two stages, 2 are still open.")
    assert not tab.page.leak_button.isVisible()
    assert not tab.page.recovery.isVisible()
    assert tab.page.leak.focusPolicy() == Qt.FocusPolicy.NoFocus
    QTest.mouseClick(tab.page.leak, Qt.MouseButton.LeftButton)
    assert not tab.behind.details.isVisible()


def test_few_decided_leads_are_too_early_for_a_leak(tab: FunnelTab) -> None:
    few = dataset(leads={"created": ["2025-01-03"] * 3, "status": ["Perdu", "Gagné", "Contacté"],
                         "contacted": ["2025-01-04"] * 3})  # fmt: skip
    tab.present(tab.prepare(Report(a_slice(few))))
    assert tab.page.leak.text().startswith("Too early to say where most leads are lost")
    assert not tab.page.leak_button.isVisible()


def test_a_stage_a_drop_and_a_reason_open_their_leads(tab: FunnelTab, session: FakeSession) -> None:
    tab.page.chart_asking.opened.emit(Stage.WON)
    tab.page.chart_asking.opened.emit(Lost(Stage.CONTACTED))
    tab.page.reasons_asking.opened.emit("Prix")
    assert [positions for positions, _label in session.shown] == [[0, 1, 5], [4, 9, 10, 11], [2]]
    assert [EN.text(label) for _positions, label in session.shown] == [
        "Leads that reached “Won”",
        "Leads that got from “New” no further to “Contacted”",
        "Lost: Prix",
    ]


def test_cells_open_what_they_count(tab: FunnelTab, session: FakeSession) -> None:
    tab.page.asking.opened.emit(tab.page.model.index(Stage.WON, REACHED))
    tab.page.asking.opened.emit(tab.page.model.index(Stage.CONTACTED, LOST))
    tab.page.table.opened.emit(tab.page.model.index(Stage.NEW, LOST))
    assert [positions for positions, _label in session.shown] == [[0, 1, 5], [4, 9, 10, 11]]
    tab.page.table.setCurrentIndex(tab.page.model.index(Stage.WON, STAGE))
    QTest.keyClick(tab.page.table, Qt.Key.Key_Return)
    assert session.shown[-1][0] == [0, 1, 5]


def test_the_chart_tells_drops_and_the_open_ones_among_them(tab: FunnelTab) -> None:
    found = Report(a_slice(company())).funnel
    contacted = stage(found.steps[Stage.CONTACTED], 1, found, EN)
    assert contacted.drop == ""  # all four are open: none of them is lost
    assert EN.argument(contacted.lost) == "4, of which 4 open"
    assert (contacted.is_faint, contacted.is_first_faint) == (True, True)  # twelve are few
    assert contacted.intervals == ("39 to 86%", "39 to 86%")
    assert contacted.tooltip == "of the first: 39 to 86% · n = 12\nof the previous: 39 to 86% · n = 12"
    first = stage(found.steps[Stage.NEW], 0, found, EN)
    assert (first.reached, first.drop, first.lost) == (12, "", "")
    assert [stage(step, place, found, EN).is_worst for place, step in enumerate(found.steps)].count(True) == 1
    assert tab.page.chart.pointer.marks


def test_leads_without_a_trace_are_named(tab: FunnelTab) -> None:
    assert not tab.page.notes.isVisible()
    lost = dataset(leads={"created": ["2025-01-03"] * 3, "status": ["Perdu", "Perdu", "Qualifié"]})
    tab.present(tab.prepare(Report(a_slice(lost))))
    assert tab.page.notes.text().startswith("2 lost or invalid leads left no trace")
    assert not tab.page.reasons_panel.isVisible()


def test_it_is_said_why_other_tabs_count_other_customers(tab: FunnelTab) -> None:
    leads = {
        "created": ["2024-12-20", "2025-01-05"], "status": ["Gagné"] * 2, "won": ["2025-01-04", "2025-02-02"],
    }  # fmt: skip
    tab.present(tab.prepare(Report(a_slice(dataset(leads=leads), "2025-01"))))
    assert tab.page.notes.text() == "1 customer by the day of the sale, 1 by the day the lead came; 0 in both."


def test_without_leads_the_reason_stands_alone(tab: FunnelTab) -> None:
    tab.present(tab.prepare(Report(a_slice(company(), "2031-01"))))
    assert not tab.whole.isVisible()
    assert tab.empty.text() == "no lead in this period"
    tab.present(tab.prepare(Report(a_slice(dataset()))))
    assert "Leads" in tab.empty.text()


def test_the_table_is_copied_with_its_headers(tab: FunnelTab, session: FakeSession) -> None:
    tab.page.copy_button.click()
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:2] == ["Stage", "Reached"]
    assert len(lines) == 9
    assert lines[7] == tab.page.leak.text()
    assert lines[8] == tab.page.recovery.text()
    assert EN.text(session.notices[0].text) == "The table is on the clipboard."


def test_another_language_rewrites_everything(tab: FunnelTab) -> None:
    tab.set_language(FR)
    assert tab.page.table_panel.title.text() == FR.text(msg("Stage by stage"))
    assert _row(tab, Stage.WON)[OF_FIRST] == "25\N{NARROW NO-BREAK SPACE}%"


# -- readings ----------------------------------------------------------------------------------------------------------


def _read(tab: FunnelTab, reading: Reading) -> None:
    place = list(Reading).index(reading)
    tab.reading.box.setCurrentIndex(place)
    tab.reading.box.activated.emit(place)


def _cells(tab: FunnelTab, column: ReadColumn) -> list[str]:
    headers = [title for title, _tip in tab.page.read_model.headers()]
    place = headers.index(HEADERS[column][0])
    return [tab.page.read_model.text(row, place) for row in range(tab.page.read_model.rowCount())]


def test_another_reading_says_what_it_counts(tab: FunnelTab, session: FakeSession) -> None:
    assert not tab.reading.days.isVisible()  # as recorded no days count
    _read(tab, Reading.ANY_ORDER)
    assert tab.explanation.text() == (
        "A lead counts at every stage that it has a day for, whatever the others. "
        "Fewer than 20 sales have a day (3): within how many days they come cannot be learnt."
    )
    # One lead has no creation day. Contacted on a day: 0-2, 5-8; qualified: 0, 1, 5, 6.
    assert _cells(tab, ReadColumn.REACHED) == ["11", "7", "4", "3"]
    assert _cells(tab, ReadColumn.OF_FIRST)[1] == "64%"
    assert _cells(tab, ReadColumn.OF_PREVIOUS)[1] == "64% (35 to 85%)"
    assert _cells(tab, ReadColumn.UNDATED) == ["–", "1", "1", "0"]  # 3 is said to be contacted, 8 qualified
    assert tab.page.notes.text() == "1 lead is left out: it has no day of creation that counts."
    QTest.mouseClick(tab.page.notes, Qt.MouseButton.LeftButton)
    assert _said(tab)[:2] == ["Leads of the funnel", "11"]
    assert _button(tab, "1 · without a date that counts").isVisible()
    tab.behind.close()
    assert not tab.page.leak_box.isVisible()
    column = [title for title, _tip in tab.page.read_model.headers()].index(HEADERS[ReadColumn.UNDATED][0])
    tab.page.asking.opened.emit(tab.page.read_model.index(1, column))
    tab.page.chart_asking.opened.emit(Lost(Stage.QUALIFIED))
    assert [positions for positions, _label in session.shown] == [[3], [2, 7, 8]]
    assert EN.text(session.shown[0][1]) == "Leads in “Contacted” without a day that counts"


def test_who_skipped_a_stage_is_told_in_order(tab: FunnelTab, session: FakeSession) -> None:
    leads = {
        "created": ["2025-01-01"] * 4,
        "contacted": ["2025-01-02", None, None, "2025-01-03"],
        "won": ["2025-01-04", "2025-01-05", None, None],
        "status": ["Gagné", "Gagné", "Nouveau", "Contacté"],
    }
    tab.present(tab.prepare(Report(a_slice(dataset(leads=leads)))))
    _read(tab, Reading.IN_ORDER)
    assert _cells(tab, ReadColumn.REACHED) == ["4", "2", "1"]
    assert _cells(tab, ReadColumn.SKIPPED) == ["–", "1", "0"]
    drop = next(mark for mark in tab.page.chart.pointer.marks if "Before “Contacted”" in mark.words)
    assert drop.words.splitlines()[-1] == "2 not here, of which 1 skipped this stage"
    column = [title for title, _tip in tab.page.read_model.headers()].index(HEADERS[ReadColumn.SKIPPED][0])
    tab.page.asking.opened.emit(tab.page.read_model.index(1, column))
    assert (session.shown[-1][0], EN.text(session.shown[-1][1])) == ([1], "Leads that skipped “Contacted”")
    assert "Skipped it" in tab.page.as_text().splitlines()[0]


def test_the_window_is_learnt_changed_and_switched_off(tab: FunnelTab) -> None:
    days = [f"2025-01-{day:02}" for day in range(2, 27)]
    leads = {"created": ["2025-01-01"] * 25, "won": days, "status": ["Gagné"] * 25}
    tab.present(tab.prepare(Report(a_slice(dataset(leads=leads)))))
    _read(tab, Reading.ANY_ORDER)
    # 24 of 25 sales came within 24 days: 19 in 20.
    assert (tab.reading.limit.isChecked(), tab.reading.days.value()) == (True, 24)
    assert "95% of sales come within 24 days (" in tab.explanation.text()
    QTest.mouseClick(tab.explanation, Qt.MouseButton.LeftButton)
    said = _said(tab)
    assert said[:2] == ["Days until the sale", "24 days"]
    assert said[said.index("With the figures") + 1] == "25 won on a known day, 0 still open"
    tab.behind.close()
    assert _cells(tab, ReadColumn.REACHED) == ["25", "24"]
    tab.reading.days.setValue(10)
    assert _cells(tab, ReadColumn.REACHED) == ["25", "10"]
    tab.reading.limit.click()
    assert not tab.reading.days.isEnabled()
    assert _cells(tab, ReadColumn.REACHED) == ["25", "25"]
    tab.reading.limit.click()
    assert _cells(tab, ReadColumn.REACHED) == ["25", "10"]
    _read(tab, Reading.AS_RECORDED)
    assert tab.page.model.text(Stage.WON, REACHED) == "25"


def test_the_same_reading_chosen_again_changes_nothing(tab: FunnelTab) -> None:
    days = [f"2025-01-{day:02}" for day in range(2, 27)]
    leads = {"created": ["2025-01-01"] * 25, "won": days, "status": ["Gagné"] * 25}
    tab.present(tab.prepare(Report(a_slice(dataset(leads=leads)))))
    _read(tab, Reading.AS_RECORDED)
    _read(tab, Reading.ANY_ORDER)
    assert (tab.reading.limit.isChecked(), tab.reading.days.value()) == (True, 24)
    tab.reading.limit.click()
    _read(tab, Reading.ANY_ORDER)
    assert not tab.reading.limit.isChecked()


def test_where_no_window_is_learnt_one_can_be_set(tab: FunnelTab) -> None:
    _read(tab, Reading.ANY_ORDER)
    assert (tab.reading.limit.isChecked(), tab.reading.days.isEnabled()) == (False, False)
    tab.reading.limit.click()
    assert (tab.reading.limit.isChecked(), tab.reading.days.value()) == (True, UNLEARNT)
    tab.reading.days.setValue(16)
    assert _cells(tab, ReadColumn.REACHED)[-1] == "1"  # sold after 17, 30 and 16 days


# -- two of them -------------------------------------------------------------------------------------------------------


def _compare(tab: FunnelTab) -> list[list[str]]:
    model = tab.pair.model
    return [[model.text(row, column) for column in range(model.columnCount())] for row in range(model.rowCount())]


def test_two_channels_side_by_side(tab: FunnelTab, session: FakeSession) -> None:
    tab.compare_button.click()
    assert tab.pair.isVisible()
    assert not tab.page.isVisible()
    # Google has seven leads, of which 0-3 and 5 were contacted, 4 and 11 wait; the flyers four, 6-8 contacted, 9 waits.
    assert [panel.title.text() for panel in tab.pair.panels] == ["Google · 7 leads", "Flyers · 4 leads"]
    wide, narrow = (chart._bar(0).width() for chart in tab.pair.charts)
    assert narrow == pytest.approx(wide * 4 / 7, rel=0.02)
    row = _compare(tab)[Stage.QUALIFIED - 1]
    assert row[:4] == ["Contacted → Qualified", "3", "75% (30 to 95%) · n = 4", "2"]
    assert row[DIFFERENCE].startswith("+8.3 pts (−")  # against two of three
    assert row[-1].startswith("too early: about ")
    tab.pair.chart_asking[1].opened.emit(Stage.CONTACTED)
    tab.pair.chart_asking[0].opened.emit(Lost(Stage.QUALIFIED))
    tab.pair.asking.opened.emit(tab.pair.model.index(0, OTHER_REACHED))
    assert [positions for positions, _label in session.shown] == [[6, 7, 8], [2, 3], [6, 7, 8]]
    assert EN.text(session.shown[0][1]) == "Flyers: Leads that reached “Contacted”"
    tab.pair.copy_button.click()
    assert QApplication.clipboard().text().splitlines()[0].split("\t")[1] == "Google: reached"


def test_who_is_in_neither_share_is_told(tab: FunnelTab, session: FakeSession) -> None:
    tab.compare_button.click()
    assert tab.explanation.text().endswith("Left aside: the leads that are still open.")
    leads = {
        "created": ["2025-01-03"] * 6,
        "status": ["Perdu", "Perdu", "Gagné", "Perdu", "Gagné", "Gagné"],
        "channel": ["Google"] * 3 + ["Flyers"] * 3,
    }
    tab.present(tab.prepare(Report(a_slice(dataset(leads=leads)))))
    # One of three Google leads was contacted, and yet 100 % of those whose way is known.
    assert _compare(tab)[0][2].startswith("100%")
    assert "without a trace of how far they got (" in tab.explanation.text()
    assert sorted(tab.explanation.text()[-9:-2].split(" and ")) == ["1", "2"]
    tab.explanation.setFocus()
    QTest.keyClick(tab.explanation, Qt.Key.Key_Return)
    assert _said(tab)[:2] == ["Leads left aside", "3"]
    QTest.mouseClick(_button(tab, "Show: 2 Google: leads"), Qt.MouseButton.LeftButton)
    assert session.shown[-1][0] == [0, 1]
    second = tab.pair.panels[1].title
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert _said(tab)[:3] == ["Reached “New”", second.text().split(" · ")[0], "3"]


def test_the_two_are_chosen_and_change_places(tab: FunnelTab) -> None:
    tab.compare_button.click()
    assert [tab.comparing.one_box.itemText(place) for place in range(3)] == ["Google", "Flyers", "(no channel)"]
    tab.comparing.one_box.activated.emit(2)
    assert [panel.title.text() for panel in tab.pair.panels] == ["(no channel) · 1 lead", "Flyers · 4 leads"]
    tab.comparing.other_box.activated.emit(2)  # the one that the first has
    assert [panel.title.text() for panel in tab.pair.panels] == ["Flyers · 4 leads", "(no channel) · 1 lead"]
    tab.comparing.by_box.activated.emit(1)
    assert [panel.title.text() for panel in tab.pair.panels] == ["Inès · 6 leads", "Karim · 6 leads"]
    tab.compare_button.click()
    assert tab.page.isVisible()


def test_two_periods_side_by_side_keep_the_filters(tab: FunnelTab) -> None:
    kept = Filters({"channel": frozenset({"Google"})})
    months = Slice(a_slice(company()).state, period("2025-02"), period("2025-01"), kept)
    tab.compare_button.click()
    tab.present(tab.prepare(Report(months)))
    assert tab.comparing.by_box.currentText() == "Two periods"
    assert not tab.comparing.one_box.isVisible()
    titles = [panel.title.text() for panel in tab.pair.panels]
    assert [title.split(" · ")[1] for title in titles] == ["1 lead", "5 leads"]
    assert EN.date(dt.date(2025, 2, 1)) in titles[0]
    assert tab.pair.model.as_text().split("\t")[1] == "this period: reached"
    tab.set_language(FR)
    assert tab.comparing.by_box.currentText() == "Deux périodes"


def test_where_there_are_not_two_the_reason_is_told(tab: FunnelTab) -> None:
    tab.compare_button.click()
    bare = dataset(leads={"created": ["2025-01-03"] * 2, "status": ["Nouveau", "Gagné"]})
    tab.present(tab.prepare(Report(a_slice(bare))))
    assert tab.pair.empty.text().startswith("Nothing to compare by")
    single = dataset(leads={"created": ["2025-01-03"], "status": ["Gagné"], "channel": ["Google"]})
    tab.present(tab.prepare(Report(a_slice(single))))
    assert tab.pair.empty.text() == "Fewer than two of these have leads in the period."
    assert not tab.pair.table_panel.isVisible()


def test_the_keyboard_reaches_everything(tab: FunnelTab) -> None:
    _read(tab, Reading.ANY_ORDER)
    tab.reading.limit.click()
    for part in (tab.reading.box, tab.reading.limit, tab.reading.days, tab.compare_button, tab.page.chart):
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus
    for named in (tab.reading.box, tab.reading.days, tab.page.chart, tab.page.table):
        assert named.accessibleName()
    tab.compare_button.setFocus()
    QTest.keyClick(tab.compare_button, Qt.Key.Key_Space)
    assert tab.pair.isVisible()
    tab.pair.table.setCurrentIndex(tab.pair.model.index(Stage.WON - 1, STAGE))
    QTest.keyClick(tab.pair.table, Qt.Key.Key_Return)
    assert cast("FakeSession", tab.session).shown[-1][0] == [0, 1, 5]


def _said(tab: FunnelTab) -> list[str]:
    return [label.text() for label in tab.behind.details.findChildren(QLabel)]


def _button(tab: FunnelTab, words: str) -> QAbstractButton:
    return next(b for b in tab.behind.details.findChildren(QAbstractButton) if b.text() == words)


def _menu(widget: QWidget, view: QWidget, place: QPoint) -> list[QAction]:
    """What a right click opens."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    menu = next(menu for menu in widget.findChildren(QMenu) if menu.isVisible())
    menu.hide()
    return menu.actions()


def test_a_right_click_on_a_number_tells_what_is_behind_it(tab: FunnelTab, session: FakeSession) -> None:
    table = tab.page.table
    place = table.visualRect(tab.page.model.index(Stage.CONTACTED, LOST)).center()
    behind, leads = _menu(table, table.viewport(), place)
    assert (behind.text(), leads.text()) == ("What is behind this figure", "Show these leads")
    behind.trigger()
    assert _said(tab)[:2] == ["Stayed behind before “Contacted”", "4"]
    QTest.mouseClick(_button(tab, "Show: 4 leads of “New” that are not in “Contacted”"), Qt.MouseButton.LeftButton)
    assert session.shown[-1][0] == [4, 9, 10, 11]
    leads.trigger()
    assert session.shown[-1][0] == [4, 9, 10, 11]
    assert EN.text(session.shown[-1][1]) == "Leads that got from “New” no further to “Contacted”"


def test_a_click_on_a_share_tells_its_formula(tab: FunnelTab, session: FakeSession) -> None:
    table = tab.page.table
    place = table.visualRect(tab.page.model.index(Stage.CONTACTED, OF_PREVIOUS)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    said = _said(tab)
    assert said[:2] == ["“Contacted”: of the one before", "67%"]
    assert said[said.index("With the figures") + 1] == "8 / 12 = 67%"
    assert session.shown == []
    QTest.mouseClick(_button(tab, "Show: 8 of them with “Contacted” too"), Qt.MouseButton.LeftButton)
    assert session.shown[-1][0] == [0, 1, 2, 3, 5, 6, 7, 8]


def test_the_keyboard_asks_a_cell_and_a_bar(tab: FunnelTab) -> None:
    table = tab.page.table
    table.setCurrentIndex(tab.page.model.index(Stage.WON, REACHED))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert _said(tab)[:2] == ["Reached “Won”", "3"]
    tab.behind.close()
    table.setCurrentIndex(tab.page.model.index(Stage.WON, STAGE))
    QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert not tab.behind.details.isVisible()
    chart = tab.page.chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.keyClick(chart, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert _said(tab)[:2] == ["Reached “Won”", "3"]
    tab.present(tab.prepare(Report(a_slice(company()))))
    assert not tab.behind.details.isVisible()


def test_a_bar_its_shares_and_its_drop_have_something_behind(tab: FunnelTab, session: FakeSession) -> None:
    chart = tab.page.chart
    strip, shares = chart._strip(Stage.CONTACTED), chart._columns()[2]
    y = strip.center().y()
    points = (strip.center().x(), shares.left() + 10, shares.right() - 20)
    told = []
    for x in points:
        behind, leads = _menu(chart, chart, QPointF(x, y).toPoint())
        behind.trigger()
        told.append(_said(tab)[0])
        leads.trigger()
        tab.behind.close()
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPointF(x, y).toPoint())
        assert _said(tab)[0] == told[-1], "a click tells the same"
        tab.behind.close()
    gap = chart._gap(Stage.CONTACTED).center().toPoint()
    _menu(chart, chart, gap)[0].trigger()
    assert [*told, _said(tab)[0]] == [
        "Reached “Contacted”",
        "“Contacted”: of all",
        "“Contacted”: of the one before",
        "Stayed behind before “Contacted”",
    ]
    assert [positions for positions, _label in session.shown] == [[0, 1, 2, 3, 5, 6, 7, 8]] * 3


def test_a_reason_lost_has_something_behind(tab: FunnelTab, session: FakeSession) -> None:
    chart = tab.page.reasons
    place = chart.point_of(chart.pointer.marks[0]).toPoint()
    behind, leads = _menu(chart, chart.viewport(), place)
    behind.trigger()
    assert _said(tab)[:2] == ["Lost: Prix", "1"]
    leads.trigger()
    assert session.shown[-1][0] == [2]


def test_another_reading_and_two_side_by_side_have_something_behind(tab: FunnelTab) -> None:
    _read(tab, Reading.ANY_ORDER)
    table, model = tab.page.table, tab.page.read_model
    share = model.headers().index(next(head for head in model.headers() if EN.text(head[0]) == "Of the one before"))
    table.opened.emit(model.index(1, share))
    assert _said(tab)[0] == "“Contacted”: of the one before"
    tab.compare_button.click()
    pair = tab.pair
    pair.table.opened.emit(pair.model.index(1, WENT_ON))
    said = _said(tab)
    assert said[:3] == ["“Contacted” → “Qualified”", "Google", "75%"]
    assert said[said.index("With the figures") + 1] == "3 / 4 = 75%"
    pair.table.opened.emit(pair.model.index(1, DIFFERENCE))
    said = _said(tab)
    assert said[said.index("With the figures") + 1] == "75.0% − 66.7% = +8.3 pts"
    assert said[1] == "+8.3 pts", "as in the cell"
    tab.behind.close()
    pair.table.opened.emit(pair.model.index(1, VERDICT))
    said = _said(tab)
    assert said[said.index("Verdict") + 1] == pair.model.text(1, VERDICT) != ""
    chart = pair.charts[1]
    _menu(chart, chart, chart._strip(0).center().toPoint())[0].trigger()
    assert _said(tab)[:3] == ["Reached “New”", "Flyers", "4"]
