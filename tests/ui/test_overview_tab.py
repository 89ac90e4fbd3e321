"""The overview: what its cards and charts show, and the leads they open."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QPushButton

from leaddesk.model.dataset import Dataset
from leaddesk.model.kpis import BY_ID, KPIS
from leaddesk.model.measure import Unit
from leaddesk.model.period import Period
from leaddesk.model.questions import QUESTIONS
from leaddesk.model.report import Report
from leaddesk.model.slice import Slice
from leaddesk.text import language, msg
from leaddesk.ui import asking
from leaddesk.ui.dialogs.rows import RowsDialog
from leaddesk.ui.period_words import span
from leaddesk.ui.tabs.overview import OverviewTab
from leaddesk.ui.widgets.lead_bars import lead_bars, series
from tests.builders import a_slice, dataset, period
from tests.ui.fake_session import FakeSession, company

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from leaddesk.ui.widgets.kpi_card import KpiCard

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
JANUARY, FEBRUARY = period("2025-01"), period("2025-02")
ROOM = (1366, 598)
"""What the smallest screen leaves to a tab."""


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
def tab(qtbot: QtBot, session: FakeSession) -> OverviewTab:
    made = OverviewTab(cast("Any", session), EN)
    qtbot.addWidget(made)
    made.resize(*ROOM)
    made.show()
    return made


def _report(data: Dataset | None = None, start: str | None = "2025-02", compare: Period | None = JANUARY) -> Report:
    return Report(a_slice(company() if data is None else data, start, compare=compare))


def _show(tab: OverviewTab, report: Report) -> None:
    tab.present(tab.prepare(report))


def _card(tab: OverviewTab, title: str) -> KpiCard:
    return next(card for card in tab.grid.cards if card.accessibleName().startswith(title))


def _shown(tab: OverviewTab) -> list[str]:
    return [str(card.key) for card in tab.grid.cards if card.isVisible()]


def test_the_answer_to_the_first_question_is_seen_first_and_all_on_demand(tab: OverviewTab) -> None:
    _show(tab, _report())
    usual = [kpi for question in QUESTIONS[:4] for kpi in question.usual]
    assert _shown(tab) == [kpi.id for kpi in usual]
    assert [column.title.text() for column in tab.grid.columns] == [EN.text(one.title) for one in QUESTIONS]
    first = _card(tab, "New leads")
    assert first is tab.grid.cards[0]
    assert all(first.mapTo(tab, first.rect().topLeft()).x() <= card.mapTo(tab, card.rect().topLeft()).x()
               for card in tab.grid.cards if card.isVisible())  # fmt: skip
    tab.all_button.click()
    told = [kpi for kpi in KPIS if set(kpi.tables) <= {"leads", "costs"}]
    assert sorted(_shown(tab)) == sorted(kpi.id for kpi in told)
    assert len(told) < len(KPIS)
    assert tab.all_button.text() == "Show fewer figures"
    tab.all_button.click()
    assert _shown(tab) == [kpi.id for kpi in usual]


def test_figures_that_wait_for_a_spreadsheet_are_one_line(tab: OverviewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(asking, "templates", lambda _parent, _session, _language, table: asked.append(table))
    _show(tab, _report())
    stay = tab.grid.columns[-1]
    assert stay.note.text() == "Not measured yet, for want of a spreadsheet: “Orders”"
    assert [column.note.isVisible() for column in tab.grid.columns] == [False] * 4 + [True]
    assert "spreadsheet" not in tab.notes.text()
    assert tab.template.isHidden()
    tab.all_button.click()
    QTest.mouseClick(tab.template, Qt.MouseButton.LeftButton)
    assert asked == ["orders"]
    assert "Not measured yet, for want of a spreadsheet: “Orders” (" in tab.notes.text()
    tab.all_button.click()
    assert "spreadsheet" not in tab.notes.text()


def test_chosen_cards_stand_in_the_chosen_order(tab: OverviewTab) -> None:
    cards = (("enough", ("customers", "leads", "visitor_conversion")), ("good", ()), ("fast", ("calls_per_lead",)))
    report = _report()
    settings = replace(report.slice.state.settings, cards=cards)
    _show(tab, Report(replace(report.slice, state=report.slice.state.with_settings(settings))))
    assert _shown(tab)[:3] == ["customers", "leads", "calls_per_lead"]
    notes = [column.note.text() for column in tab.grid.columns]
    assert notes[0] == "Other figures here are not measured yet, for want of a spreadsheet: “Web traffic”"
    assert notes[1] == "No figure chosen."
    tab.all_button.click()
    assert _shown(tab)[:3] == ["customers", "leads", "deal_revenue"]


def test_a_card_says_value_certainty_and_trend(tab: OverviewTab) -> None:
    _show(tab, _report())
    leads = _card(tab, "New leads")
    assert leads.value.text() == "6"
    assert leads.trend.text() == "too early to tell (+20%)"  # two months of history
    assert leads.trend.property("tone") == "muted"
    rate = _card(tab, "Conversion rate")
    assert rate.value.text() == "17%"
    assert rate.certainty.text() == "3 to 56% · n = 6"


def test_every_rate_says_of_how_many(tab: OverviewTab) -> None:
    days = [f"2025-{month:02}-{day:02}" for month in (1, 2) for day in (3, 10, 17, 24)]
    orders = dataset(orders={"customer": ["a", "b", "c", "a"] * 2, "date": days, "amount": [10.0] * 8})
    report = _report(Dataset({**company().frames, **orders.frames}))
    _show(tab, report)
    tab.all_button.click()
    rates = {figure.kpi.id for figure in report.told if figure.kpi.unit is Unit.PERCENT and figure.measure.n}
    assert {"repeat_rate", "retention_rate", "conversion_rate", "response_within_target"} <= rates
    told = {str(card.key): card.certainty.text() for card in tab.grid.cards}
    assert [kpi for kpi in rates if "n = " not in told[kpi]] == []


def test_an_absent_figure_says_why(tab: OverviewTab) -> None:
    _show(tab, _report(dataset(leads={"created": ["2025-02-03"]})))
    spend = _card(tab, "Cost per lead")
    assert spend.value.text() == "–"
    assert spend.certainty.text() == "not measured yet: no spreadsheet of “Costs” was opened"


def test_cards_have_the_line_of_their_months(tab: OverviewTab) -> None:
    months = [f"2025-0{month}" for month in range(1, 6)]
    leads = {
        "created": [f"{month}-{day:02} 09:00" for month in months for day in (3, 9, 20)],
        "status": ["Gagné", "Perdu", "Nouveau"] * 5,
        "won": [f"{month}-25" if day == 3 else None for month in months for day in (3, 9, 20)],
        "responded": [f"{month}-{day + 1:02} 10:00" for month in months for day in (3, 9, 20)],
        "amount": [100.0 * place if day == 3 else None for place in range(5) for day in (3, 9, 20)],
    }
    costs = {
        "date": [f"{month}-01" for month in months],
        "until": ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"],
        "amount": [30, 60, 90, 120, 150],
    }
    _show(tab, Report(a_slice(dataset(leads=leads, costs=costs), "2025-01-01", "2025-05-20")))
    lines: dict[str, Any] = {str(card.key): card.line for card in tab.grid.cards if not card.line.isHidden()}
    assert set(lines) >= {"leads", "customers", "deal_revenue", "conversion_rate", "cpl", "cac", "response_time"}
    assert lines["leads"]._values == (3, 3, 3, 3, 3)
    assert lines["deal_revenue"]._values == (0, 100, 200, 300, 0), "nobody was won in the days of May"
    assert lines["cpl"]._values == pytest.approx((10, 20, 30, 40, 150 * 20 / 31 / 3))
    assert lines["conversion_rate"]._values == pytest.approx((1 / 3,) * 5)
    assert lines["cac"]._values[-1] is None
    assert lines["leads"]._is_partial
    assert (lines["leads"]._begins_partial, lines["deal_revenue"]._is_partial) == (False, True)
    assert "The last month of the line is cut short by the period or today." in _card(tab, "Cost per lead").toolTip()
    assert "response_within_target" in lines
    assert "repeat_rate" not in lines, "customers come back over years, not within a month"


@pytest.mark.parametrize("code", ["fr", "en"])
def test_the_first_screen_needs_no_scroll_bar(tab: OverviewTab, code: str) -> None:
    tab.set_language(language(code))
    _show(tab, _report())
    QApplication.processEvents()
    assert tab.page.verticalScrollBar().maximum() == 0


def _button(tab: OverviewTab, words: str) -> QAbstractButton:
    return next(b for b in tab.behind.details.findChildren(QAbstractButton) if b.text() == words)


def _said(tab: OverviewTab) -> list[str]:
    return [label.text() for label in tab.behind.details.findChildren(QLabel)]


def test_a_card_opens_what_stands_behind_it(tab: OverviewTab, session: FakeSession) -> None:
    _show(tab, _report())
    QTest.keyClick(_card(tab, "Cost per lead"), Qt.Key.Key_Return)
    assert tab.behind.details.isVisible()
    buttons = tab.behind.details.findChildren(QPushButton)
    assert [button.text() for button in buttons] == ["Show the 1 row behind: spend", "Show: 6 leads"]
    QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert not tab.behind.details.isVisible()
    positions, label = session.shown[-1]
    assert positions == [5, 6, 7, 8, 9, 10]
    assert EN.text(label) == "Cost per lead: leads"


def test_the_formula_ends_in_the_result_beside_what_it_is_taken_for(tab: OverviewTab) -> None:
    _show(tab, _report())
    QTest.keyClick(_card(tab, "Cost per lead"), Qt.Key.Key_Return)
    said = _said(tab)
    assert said[said.index("Formula") + 1] == "spend / leads"
    assert said[said.index("With the figures") + 1] == "€100.00 / 6 = €16.67"
    others = "Cost per valid lead: €16.67 · Cost per qualified lead: €33.33 · Customer acquisition cost (CAC): €50.00"
    assert said[said.index("Not the same as") + 1] == others
    assert "“Leads”: 6 of 12 rows counted; left out:" in said
    assert "“Costs”: 1 of 2 rows counted; left out:" in said


def test_leads_left_out_are_opened_reason_by_reason(tab: OverviewTab, session: FakeSession) -> None:
    _show(tab, _report())
    for words, wanted in (("1 · without “Deal amount”", [5]), ("9 · not won", [2, 3, 4, 6, 7, 8, 9, 10, 11])):
        QTest.mouseClick(_card(tab, "Deal revenue"), Qt.MouseButton.LeftButton)
        QTest.mouseClick(_button(tab, words), Qt.MouseButton.LeftButton)
        positions, label = session.shown[-1]
        assert positions == wanted
        assert EN.text(label) == "Left out of “Deal revenue”: " + words.split(" · ")[1]


def test_rows_of_other_tables_are_listed_with_their_lines(
    tab: OverviewTab, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[RowsDialog] = []

    def keep(dialog: RowsDialog) -> None:
        opened.append(dialog)

    monkeypatch.setattr(RowsDialog, "exec", keep)
    _show(tab, _report())
    tab.all_button.click()
    QTest.mouseClick(_card(tab, "Spend"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(_button(tab, "Show the 1 row behind: spend"), Qt.MouseButton.LeftButton)
    assert opened[-1].model.place(0) == ("made.csv", "made", 3)
    assert opened[-1].title.text() == "Spend: spend"
    QTest.mouseClick(_card(tab, "Spend"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(_button(tab, "1 · outside the period (Date)"), Qt.MouseButton.LeftButton)
    assert opened[-1].model.place(0) == ("made.csv", "made", 2)
    assert session.shown == []


def test_leads_too_are_listed_with_their_lines_and_lead_to_the_tab(
    tab: OverviewTab, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def press(dialog: RowsDialog) -> None:
        dialog.show()
        QTest.mouseClick(dialog.show_leads, Qt.MouseButton.LeftButton)

    monkeypatch.setattr(RowsDialog, "exec", press)
    _show(tab, _report())
    QTest.mouseClick(_card(tab, "Customers"), Qt.MouseButton.LeftButton)
    named = [b for b in tab.behind.details.findChildren(QAbstractButton) if b.accessibleName().endswith("in the files")]
    assert len(named) == 3  # the customers, those of another period, those not won
    QTest.mouseClick(named[0], Qt.MouseButton.LeftButton)
    assert [(positions, EN.text(label)) for positions, label in session.shown] == [([1, 5], "Customers won: customers")]


def test_new_figures_close_the_details(tab: OverviewTab) -> None:
    _show(tab, _report())
    QTest.keyClick(_card(tab, "New leads"), Qt.Key.Key_Space)
    _show(tab, _report(start="2025-01", compare=None))
    assert not tab.behind.details.isVisible()
    assert _card(tab, "New leads").value.text() == "5"
    assert _card(tab, "New leads").trend.text() == ""


def _pointed(chart: Any, words: str) -> QPoint:
    return chart.point_of(next(mark for mark in chart.pointer.marks if words in mark.words)).toPoint()  # type: ignore[no-any-return]


def test_a_month_that_is_clicked_tells_what_is_behind_it(tab: OverviewTab, session: FakeSession) -> None:
    _show(tab, _report())
    months = tab.months
    QTest.mouseClick(months.viewport(), Qt.MouseButton.LeftButton, pos=_pointed(months, "February 2025"))
    said = _said(tab)
    assert said[:3] == ["New leads", "February 2025", "6"]
    assert "(+20%)\nBefore: 5" in said[said.index("Trend") + 1], "against the month that stands beside it"
    assert "5 · outside the period (Created on)" in [b.text() for b in tab.behind.details.findChildren(QAbstractButton)]
    assert "This month is not complete." not in said
    assert session.shown == []
    QTest.mouseClick(_button(tab, "Show: 6 leads"), Qt.MouseButton.LeftButton)
    assert [(places, EN.text(label)) for places, label in session.shown] == [
        ([5, 6, 7, 8, 9, 10], "New leads (February 2025): leads")
    ]


def test_a_month_that_is_cut_short_says_so(tab: OverviewTab) -> None:
    tab.present(tab.prepare(Report(a_slice(company(), "2025-01-01", "2025-02-10"))))
    for key, wanted in ((Qt.Key.Key_Home, False), (Qt.Key.Key_End, True)):
        tab.months.setFocus()
        QTest.keyClick(tab.months, key)
        QTest.keyClick(tab.months, Qt.Key.Key_Return)
        assert ("This month is not complete." in _said(tab)) is wanted
        assert _said(tab)[1:3] == (["February 2025", "6"] if wanted else ["January 2025", "5"])
        tab.behind.close()


def test_a_channel_tells_what_is_behind_it_by_mouse_and_by_keys(tab: OverviewTab, session: FakeSession) -> None:
    _show(tab, _report())
    bars = tab.channels
    QTest.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=_pointed(bars, "Flyers"))
    assert _said(tab)[:3] == ["New leads", "Channel: Flyers", "4"]
    QTest.mouseClick(_button(tab, "Show: 4 leads"), Qt.MouseButton.LeftButton)
    assert session.shown[-1][0] == [6, 7, 8, 9]
    for key, modifier in (
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier),
    ):
        bars.setFocus()
        QTest.keyClick(bars, Qt.Key.Key_End)
        QTest.keyClick(bars, key, modifier)
        assert tab.behind.details.isVisible()
        assert _said(tab)[1:3] == ["Channel: (no channel)", "1"]
        tab.behind.close()


def test_the_menu_of_a_bar_opens_its_leads_at_once(tab: OverviewTab, session: FakeSession) -> None:
    _show(tab, _report())
    for chart, words in ((tab.months, "February 2025"), (tab.channels, "Flyers"), (tab.channels, "(no channel)")):
        at = _pointed(chart, words)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, chart.mapToGlobal(at))
        QApplication.sendEvent(chart.viewport(), event)
        (menu,) = (one for one in chart.findChildren(QMenu) if one.isVisible())
        menu.actions()[1].trigger()
        menu.close()
    assert [positions for positions, _label in session.shown] == [[5, 6, 7, 8, 9, 10], [6, 7, 8, 9], [10]]
    assert [EN.text(label) for _positions, label in session.shown] == [
        "New leads, February 2025",
        "Channel: Flyers",
        "Channel: (no channel)",
    ]


def test_each_month_stands_beside_that_of_the_other_period() -> None:
    shown = series(lead_bars(_report()))
    assert [(p.month, p.value, p.compared) for p in shown.points] == [(dt.date(2025, 2, 1), 6, 5)]
    assert EN.argument(shown.points[0].note) == "2 customers won"
    alone = series(lead_bars(_report(compare=None)))
    assert [point.compared for point in alone.points] == [None]
    assert alone.compared_name == ""


def test_periods_that_do_not_begin_with_a_month_are_not_laid_side_by_side() -> None:
    days = Period(dt.date(2025, 2, 3), dt.date(2025, 2, 28))
    shown = series(lead_bars(Report(Slice(a_slice(company()).state, days, days.before()))))
    assert [point.compared for point in shown.points] == [None]


def test_the_span_says_which_days_are_looked_at() -> None:
    texts = [
        EN.text(span(Report(a_slice(company(), *days, compare=other))))
        for days, other in (
            ((None, None), None),
            (("2025-02-01", None), None),
            ((None, "2025-02-28"), None),
            (("2025-02", None), JANUARY),
        )
    ]
    assert texts[:3] == ["All dates", "since 01/02/2025", "up to 28/02/2025"]
    assert texts[3] == "01/02/2025 – 28/02/2025, compared with 01/01/2025 – 31/01/2025"


def test_what_the_data_lacks_is_named(tab: OverviewTab) -> None:
    _show(tab, _report())
    assert tab.notes.text() == (
        "1 lead without a creation date counts in no period. · "
        "1 lead has a status that is not understood (Mystère): it counts as open."
    )
    _show(tab, _report(start="2025-01", compare=None))
    assert [gap.count for gap in tab.prepare(_report(start=None, compare=None)).gaps] == [1]
    _show(tab, _report(dataset(leads={"created": ["2025-02-03"]})))
    assert not tab.notes.isVisible()


def test_what_the_data_lacks_leads_to_the_leads(tab: OverviewTab, session: FakeSession) -> None:
    _show(tab, _report())
    QTest.mouseClick(tab.notes, Qt.MouseButton.LeftButton)
    assert _said(tab)[:2] == ["Leads that lack something", "2"]
    QTest.mouseClick(_button(tab, "Show: 1 leads without a creation date"), Qt.MouseButton.LeftButton)
    tab.notes.setFocus()
    QTest.keyClick(tab.notes, Qt.Key.Key_Return)
    QTest.mouseClick(_button(tab, "Show: 1 leads with a status that is not understood"), Qt.MouseButton.LeftButton)
    assert [positions for positions, _label in session.shown] == [[11], [9]]
    _show(tab, _report(dataset(leads={"created": ["2025-02-03"]})))
    assert tab.notes.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_another_language_rewrites_everything(tab: OverviewTab) -> None:
    _show(tab, _report())
    tab.set_language(FR)
    assert tab.months_panel.title.text() == FR.text(msg("New leads by month"))
    assert _card(tab, FR.text(BY_ID["cpl"].title)).value.text() == "16,67\N{NO-BREAK SPACE}€"
