"""The overview: objectives on the cards, alerts above them, the forecast beside the charts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from leaddesk.model.aimaccount import chance_text
from leaddesk.model.forecast import TOO_SHORT
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.objective import ByHand, Objective
from leaddesk.model.period import Period
from leaddesk.model.questions import QUESTIONS
from leaddesk.model.report import Report
from leaddesk.model.resampling import BY_WEEKS
from leaddesk.model.settings import Settings
from leaddesk.model.standing import Standing
from leaddesk.text import language
from leaddesk.ui import asking
from leaddesk.ui.objective_words import gap_text, more_text, on_card, outlook, period_text
from leaddesk.ui.tabs.overview import OverviewTab
from leaddesk.ui.widgets.forecast_table import ranged
from tests.builders import a_slice, period, state
from tests.model import test_alertaccount, test_alerts, test_forecast
from tests.ui.fake_session import FakeSession, company

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from leaddesk.model.kpi import Kpi
    from leaddesk.model.state import State
    from leaddesk.ui.widgets.kpi_card import KpiCard

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
LEADS, CUSTOMERS, REVENUE = QUESTIONS[0].usual
RATE = QUESTIONS[1].usual[0]
MARCH = period("2026-03")
AS_OF = dt.date(2026, 3, 16)


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
def tab(qtbot: QtBot, session: FakeSession) -> OverviewTab:
    made = OverviewTab(cast("Any", session), EN)
    qtbot.addWidget(made)
    made.resize(1366, 593)
    made.show()
    return made


def _card(tab: OverviewTab, kpi: Kpi) -> KpiCard:
    return next(card for card in tab.grid.cards if card.key == kpi.id)


def _with(*objectives: Objective, days: int = 200) -> State:
    """A lead a day up to the as-of day, and these objectives."""
    created = [(AS_OF - dt.timedelta(days=age)).isoformat() for age in range(days)]
    said = tuple(ByHand(one.field, one.target) for one in objectives)
    return state(leads={"created": created}, as_of=AS_OF, settings=Settings(objectives=said))


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_card_says_how_its_objective_stands(tab: OverviewTab) -> None:
    whole = Report(a_slice(_with(Objective(LEADS.id, 40, MARCH))))
    tab.present(tab.prepare(whole))
    (standing,) = whole.standings
    assert (standing.actual.value, standing.gap) == (16, -24)
    note = _plain(_card(tab, LEADS).note.text())
    assert note.startswith("Objective March 2026: 16 / 40 · gap −24 · due by now 21 · 11.2/week needed · chances: 2%")
    assert _card(tab, CUSTOMERS).note.text() == ""
    assert not _card(tab, CUSTOMERS).note.isVisible()
    assert "Each week that is left has to bring 11.2" in _card(tab, LEADS).toolTip()


def test_the_period_looked_at_does_not_change_the_objective(tab: OverviewTab) -> None:
    tab.present(tab.prepare(Report(a_slice(_with(Objective(LEADS.id, 40, MARCH)), "2025-12"))))
    assert _plain(_card(tab, LEADS).note.text()).startswith("Objective March 2026: 16 / 40")


def test_what_is_over_or_reached_is_said(tab: OverviewTab) -> None:
    february = Objective(LEADS.id, 20, period("2026-02"))
    tab.present(tab.prepare(Report(a_slice(_with(february)))))
    assert _plain(_card(tab, LEADS).note.text()) == "Objective February 2026: 28 / 20 · gap +8 · reached"


def test_the_objective_that_runs_and_ends_first_is_on_the_card() -> None:
    days = (period("2026-01-01", "2026-12-31"), MARCH, period("2026-02"), period("2026-04"))
    year, march, past, next_ = (Objective(LEADS.id, 9, one) for one in days)
    channel = Objective(LEADS.id, 9, MARCH, "Google")
    stand = {one: Standing(one, LEADS, Measure(1.0)) for one in (year, march, past, next_, channel)}
    everything = a_slice(state(leads={"created": ["2026-01-01"], "channel": ["Google"]}, as_of=AS_OF))
    for given, wanted in (((year, march, past, channel), march), ((past, next_), next_), ((past,), past)):
        found = on_card([stand[one] for one in given], LEADS.id, everything)
        assert found is stand[wanted]
    assert on_card([stand[channel]], LEADS.id, everything) is None
    assert on_card([stand[year]], CUSTOMERS.id, everything) is None


def test_with_a_filter_the_card_shows_the_objective_of_what_it_keeps(tab: OverviewTab) -> None:
    """One of all leads, one of Google: each stands on its own card, and elsewhere that of all says that it is."""
    both = (Objective(LEADS.id, 40, MARCH), Objective(LEADS.id, 30, MARCH, "google"))
    created = [(AS_OF - dt.timedelta(days=age)).isoformat() for age in range(200)]
    leads = {"created": created, "channel": ["Google", "Flyers"] * 100, "owner": ["Ana"] * 200}
    said = tuple(ByHand(one.field, one.target) for one in both)
    data = state(leads=leads, as_of=AS_OF, settings=Settings(objectives=said))

    def note(**kept: Any) -> str:
        tab.present(tab.prepare(Report(a_slice(data, **kept))))
        return _plain(_card(tab, LEADS).note.text())

    assert note().startswith("Objective March 2026: 16 / 40 · gap −24 · due by now 21")
    assert note(channel="Google").startswith("Objective March 2026: 8 / 30 · gap −22 · due by now ")
    assert note(channel="Flyers") == "Objective March 2026: 16 / 40 · all channels · chances: 2%"
    assert note(owner="Ana") == "Objective March 2026: 16 / 40 · without filters · chances: 2%"


@pytest.mark.parametrize(
    ("days", "english", "french"),
    [
        (("2026-03",), "March 2026", "mars 2026"),
        (("2026-01-01", "2026-12-31"), "2026", "2026"),
        (("2026-04-01", "2026-06-30"), "Q2 2026", "T2 2026"),
        (("2026-04-02", "2026-06-30"), "02/04/2026 – 30/06/2026", "02/04/2026 – 30/06/2026"),
    ],
)
def test_periods_in_words(days: tuple[str, ...], english: str, french: str) -> None:
    assert [period_text(period(*days), one) for one in (EN, FR)] == [english, french]
    assert period_text(Period(), EN) == ""


def test_no_chance_is_called_certain() -> None:
    assert [EN.text(chance_text(one)) for one in (0.0, 0.35, 0.999)] == ["below 1%", "35%", "above 99%"]


def test_shares_have_points_and_too_early_says_so() -> None:
    share = Standing(Objective(RATE.id, 0.2, MARCH), RATE, Measure(0.1, 50), gap=-0.1)
    assert gap_text(share, EN, "EUR") == "−10.0 pts"
    assert EN.text(outlook(share)) == "too early to say"
    assert EN.text(outlook(replace(share, is_met=False))) == "not reached so far"


def test_a_chance_says_how_it_is_told() -> None:
    """Where there is none, it says why instead."""
    told = Standing(Objective(RATE.id, 0.2, MARCH), RATE, Measure(0.1, 50), probability=0.3, how=BY_WEEKS)
    assert more_text(told, EN, "EUR") == EN.text(BY_WEEKS)
    assert more_text(told, FR, "EUR") == FR.text(BY_WEEKS) != EN.text(BY_WEEKS)
    assert more_text(replace(told, probability=None), EN, "EUR") == ""


def test_alerts_stand_above_and_open_their_leads(tab: OverviewTab, session: FakeSession) -> None:
    days = test_alerts.created(31)
    tab.present(tab.prepare(Report(a_slice(state(as_of=test_alerts.AS_OF, leads={"created": days})))))
    line = tab.alerts.lines[0]
    assert [one.isVisible() for one in tab.alerts.lines] == [True, False]
    assert not tab.span.isVisible()
    words = line.words.text()
    assert words.startswith("New leads: clearly less than usual (March 2026: 31 instead of 62 · usually 4")
    assert "The month before was as usual. Chance alone would do that in" in words
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert len(session.shown) == 2
    for positions, label in session.shown:
        assert [days[place][:7] for place in positions] == ["2026-03"] * 31
        assert EN.text(label) == "New leads, March 2026"
    tab.present(tab.prepare(Report(a_slice(company()))))
    assert not tab.alerts.isVisible()
    assert tab.span.isVisible()


def test_the_forecast_with_its_interval_and_what_it_did_in_the_past(tab: OverviewTab) -> None:
    report = Report(a_slice(state(leads=test_forecast.leads(), as_of=test_forecast.AS_OF)))
    tab.present(tab.prepare(report))
    ahead, shown = report.forecast.ahead[0], tab.forecast
    day, customers, revenue = shown.cells[0]
    assert day.text() == EN.argument(ahead.until)
    assert customers.text().startswith(f"{ahead.customers.value:.0f} (")
    assert revenue.text().startswith("€")
    assert "of them from the leads that are open now" in customers.toolTip()
    assert "tried on your last 6 months" in shown.note.text()
    assert "on average" in shown.note.text()
    tab.set_language(FR)
    assert "essayé sur vos 6 derniers mois" in shown.note.text()


def test_a_figure_of_the_forecast_tells_what_is_behind_it(tab: OverviewTab) -> None:
    report = Report(a_slice(state(leads=test_forecast.leads(), as_of=test_forecast.AS_OF), "2024-01"))
    tab.present(tab.prepare(report))
    _, customers, revenue = tab.forecast.cells[1]
    QTest.mouseClick(customers, Qt.MouseButton.LeftButton)
    assert tab.behind.details.isVisible()
    told = _words_of(tab.behind.details)
    assert any(text.startswith("Customers up to ") for text in told)
    assert any("open leads × the chance" in text for text in told)
    revenue.setFocus()
    QTest.keyClick(revenue, Qt.Key.Key_Return)
    assert any("× €100" in text for text in _words_of(tab.behind.details))
    QApplication.sendEvent(customers, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(1, 1), QPoint(1, 1)))
    assert any(text.startswith("Customers up to ") for text in _words_of(tab.behind.details))
    tab.behind.close()


def test_how_the_forecast_did_in_the_past_tells_each_trial(tab: OverviewTab, session: FakeSession) -> None:
    report = Report(a_slice(state(leads=test_forecast.leads(), as_of=test_forecast.AS_OF), "2024-01"))
    tab.present(tab.prepare(report))
    held, trial = sum(one.held for one in report.forecast.trials), report.forecast.trials[0]
    assert f"in {held} of 6 cases" in tab.forecast.note.text()
    QTest.mouseClick(tab.forecast.note, Qt.MouseButton.LeftButton)
    assert _words_of(tab.behind.details)[:2] == ["The forecast, tried on your past", f"{held} of 6 in the interval"]
    first, *_ = (one for one in tab.behind.details.findChildren(QPushButton) if f"{trial.came} leads won" in one.text())
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert len(session.shown[-1][0]) == trial.came
    tab.set_language(FR)
    tab.forecast.note.setFocus()
    QTest.keyClick(tab.forecast.note, Qt.Key.Key_Space)
    error = next(part for part in tab.forecast.note.text().split(" · ") if "moyen" in part)
    assert any(told.endswith(f"= {_share_in(error)}") for told in _words_of(tab.behind.details))
    tab.behind.close()


def _share_in(text: str) -> str:
    found = re.search(r"[0-9]+\s%", text)
    assert found is not None
    return found.group()


def test_an_alert_tells_what_is_behind_its_figure(tab: OverviewTab, session: FakeSession) -> None:
    days = test_alerts.created(31)
    tab.present(tab.prepare(Report(a_slice(state(as_of=test_alerts.AS_OF, leads={"created": days})))))
    line = tab.alerts.lines[0]
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert "31" in _words_of(tab.behind.details)
    assert session.shown == []
    tab.behind.close()
    QApplication.sendEvent(line, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(1, 1), QPoint(1, 1)))
    (menu,) = line.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["What is behind this figure", "Show these leads"]
    menu.close()


def test_an_alert_within_days_tells_the_figure_that_it_speaks_of(tab: OverviewTab, session: FakeSession) -> None:
    leads = {name: days for name, days in test_alertaccount.leads().items() if name != "responded"}
    tab.present(tab.prepare(Report(a_slice(state(as_of=test_alerts.AS_OF, leads=leads)))))
    if tab.alerts.more.isVisible():
        QTest.mouseClick(tab.alerts.more, Qt.MouseButton.LeftButton)
    line = next(one for one in tab.alerts.lines if "within 10 days" in one.words.text())
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    told = _words_of(tab.behind.details)
    assert told[:3] == ["Conversion rate lead → customer, within 10 days", "March 2026", "0%"]
    assert told[told.index("Usual in such a month") + 1].startswith("5")
    assert any("What came later does not count" in words for words in told)
    assert any("Usual is the share" in words for words in told)
    assert session.shown == []


def test_the_other_alerts_are_shown_when_they_are_asked_for(tab: OverviewTab) -> None:
    report = Report(a_slice(state(as_of=test_alerts.AS_OF, leads=test_alertaccount.leads())))
    tab.present(tab.prepare(report))
    total = len(report.alerts.alerts)
    assert total > 3
    assert sum(line.isVisible() for line in tab.alerts.lines) == 2
    assert tab.alerts.more.text() == f"and {total - 2} more alerts"
    QTest.mouseClick(tab.alerts.more, Qt.MouseButton.LeftButton)
    assert sum(line.isVisible() for line in tab.alerts.lines) == total
    assert not tab.alerts.more.isVisible()
    told = tab.alerts.lines[total - 1]
    told.setFocus()
    QTest.keyClick(told, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert tab.behind.details.isVisible()
    tab.present(tab.prepare(Report(a_slice(state(as_of=test_alerts.AS_OF, leads=test_alertaccount.leads())))))
    assert sum(line.isVisible() for line in tab.alerts.lines) == 2, "of other figures there are few again"


def test_the_numbers_of_an_objective_on_a_card_tell_what_is_behind_them(tab: OverviewTab) -> None:
    tab.present(tab.prepare(Report(a_slice(_with(Objective(LEADS.id, 40, MARCH)), "2025-12"))))
    card = _card(tab, LEADS)
    at = card.rect().center()
    QApplication.sendEvent(card, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, card.mapToGlobal(at)))
    (menu,) = (one for one in tab.findChildren(QMenu) if one.isVisible())
    (behind,) = (one.menu() for one in menu.actions() if one.text() == "What is behind the objective")
    assert isinstance(behind, QMenu)
    actions = {action.text(): action for action in behind.actions()}
    assert list(actions) == ["So far", "Gap", "Due now", "A week", "Expected", "Chances"]
    for name, label, value in (
        ("So far", "New leads", "16"),
        ("Gap", "New leads: gap", "−24"),
        ("Chances", "New leads: chances to reach the target", "2%"),
    ):
        actions[name].trigger()
        assert _words_of(tab.behind.details)[:3] == [label, "March 2026", value]
        tab.behind.close()
    menu.close()


def test_an_alert_says_what_is_usual_of_a_median_and_where_to_look(tab: OverviewTab) -> None:
    """A median has no interval of such months; of leads the channel that is farthest from usual is told."""
    tab.present(tab.prepare(Report(a_slice(state(as_of=test_alerts.AS_OF, leads=test_alertaccount.leads())))))
    if tab.alerts.more.isVisible():
        QTest.mouseClick(tab.alerts.more, Qt.MouseButton.LeftButton)
    (time,) = [line.words.text() for line in tab.alerts.lines if line.words.text().startswith("Response time:")]
    assert "(March 2026: 4.5 opening h instead of 1.4 opening h · n = 44). " in _plain(time)
    days = test_alerts.created(0)
    kept = [day for place, day in enumerate(days) if place % 2 or not day.startswith("2026-03")]
    names = ["Google" if place % 2 and day < "2026-03" else "Flyers" for place, day in enumerate(kept)]
    leads = {"created": kept, "channel": names}
    tab.present(tab.prepare(Report(a_slice(state(as_of=test_alerts.AS_OF, leads=leads)))))
    assert "Above all Google (0 instead of 3" in tab.alerts.lines[0].words.text()
    tab.alerts.lines[0].ask()
    words = _words_of(tab.behind.details)
    assert words[words.index("Channels farthest from usual") + 1].startswith("Google (0 instead of 3")


def test_it_is_told_which_figures_were_looked_at(tab: OverviewTab) -> None:
    """Beside alerts, and where there is none; pressed, by the keyboard too, it tells which, and which not and why."""
    days = test_alerts.created(31)
    leads = {"created": days, "status": ["qualified"] * len(days)}
    tab.present(tab.prepare(Report(a_slice(state(as_of=test_alerts.AS_OF, leads=leads)))))
    looked = tab.alerts.looked
    assert looked.text() == "1 KPI looked at"
    usual = test_alerts.created(0)
    leads = {"created": usual, "status": ["qualified"] * len(usual)}
    tab.present(tab.prepare(Report(a_slice(state(as_of=test_alerts.AS_OF, leads=leads)))))
    assert looked.isVisible()
    assert not tab.span.isVisible()
    assert looked.text() == "March 2026: nothing unusual (1 KPI looked at)"
    looked.setFocus()
    QTest.keyClick(looked, Qt.Key.Key_Space)
    words = _words_of(tab.behind.details)
    assert words[:3] == ["KPIs looked at for alerts", "March 2026", "1"]
    assert words[words.index("Looked at most closely") + 1] == "New leads"
    unjudged = words[words.index("Not looked at: what comes later may still change it") + 1]
    assert "Qualified leads · " in unjudged
    assert looked.accessibleDescription() == "• New leads"
    tab.set_language(FR)
    assert looked.text() == "Mars 2026\N{NO-BREAK SPACE}: rien d’inhabituel (1 indicateur examiné)"


def _words_of(details: QWidget) -> list[str]:
    return [label.text() for label in details.findChildren(QLabel)]


def test_why_there_is_no_forecast(tab: OverviewTab) -> None:
    report = Report(a_slice(state(leads=test_forecast.leads(30), as_of=test_forecast.AS_OF)))
    tab.present(tab.prepare(report))
    assert [label.isVisible() for label in tab.forecast.heads] == [False] * 3
    assert tab.forecast.note.text() == EN.text(TOO_SHORT)


def test_money_ahead_is_told_without_cents() -> None:
    assert ranged(Unit.MONEY, Measure(1234.56, 9, 100.4, 2000.6), EN, "EUR") == "€1,235 (100 to 2,001)"
    assert ranged(Unit.COUNT, Measure(4.2, None, 0, 8), FR, "EUR") == "4 (0 à 8)"
    assert ranged(Unit.MONEY, Measure(None), EN, "EUR") == "–"


def test_another_period_alone_asks_for_no_other_outlook(tab: OverviewTab) -> None:
    whole = _with(Objective(LEADS.id, 40, MARCH))
    first = tab.prepare(Report(a_slice(whole))).outlook
    again = tab.prepare(Report(a_slice(whole, "2026-01"))).outlook
    assert again.standings is first.standings
    assert again.alerts is first.alerts
    assert again.forecast is first.forecast
    other = tab.prepare(Report(a_slice(_with(Objective(LEADS.id, 50, MARCH))))).outlook
    assert other.standings != first.standings


@pytest.mark.parametrize("code", ["fr", "en"])
def test_with_objectives_all_still_fits(tab: OverviewTab, code: str) -> None:
    tab.set_language(language(code))
    objectives = [Objective(kpi.id, target, MARCH) for kpi, target in ((LEADS, 40), (CUSTOMERS, 4), (REVENUE, 90_000))]
    tab.present(tab.prepare(Report(a_slice(_with(*objectives)))))
    QApplication.processEvents()
    assert tab.page.verticalScrollBar().maximum() == 0


def test_a_card_and_the_buttons_lead_to_objectives_and_cards(tab: OverviewTab, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(asking, "objectives", lambda *given: asked.append(("objectives", *given[3:])))
    monkeypatch.setattr(asking, "cards", lambda *given: asked.append(("cards", *given[3:])))
    tab.present(tab.prepare(Report(a_slice(_with()))))
    tab.objectives_button.click()
    tab.cards_button.click()
    card = _card(tab, CUSTOMERS)
    at = card.rect().center()
    for place in range(2):
        QApplication.sendEvent(card, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, card.mapToGlobal(at)))
        (menu,) = (one for one in tab.findChildren(QMenu) if one.isVisible())
        menu.actions()[place].trigger()
        menu.close()
        QApplication.sendPostedEvents(menu, QEvent.Type.DeferredDelete)
    assert asked == [("objectives",), ("cards",), ("objectives", CUSTOMERS.id), ("cards",)]
