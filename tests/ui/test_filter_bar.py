"""The filter bar tells the session what to look at, and shows what it looks at."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from leaddesk.model.period import Period, Preset
from leaddesk.text import language
from leaddesk.ui.compare_with import CompareWith
from leaddesk.ui.desk import Desk
from leaddesk.ui.holding import Taken
from leaddesk.ui.jobs import Jobs
from leaddesk.ui.session import Session
from leaddesk.ui.widgets.filter_bar import PRESETS, FilterBar
from tests.builders import dataset, frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

TODAY = dt.date(2026, 9, 1)


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    assert qtbot is not None, "Qt is up"
    jobs = Jobs()
    made = Session(jobs, TODAY, tmp_path)
    built = dataset(
        leads={
            "id": ["1", "2", "3", "4"],
            "channel": ["Google", "Flyers", None, "Google"],
            "owner": ["Inès", "Karim", "Inès", None],
            "created": ["2026-08-03", "2026-07-03", "2026-08-05", "2025-12-01"],
        }
    )
    desk = made.desk
    assert isinstance(desk, Desk)
    desk.adopt(Taken((), built, (), ()))
    yield made
    jobs.shut_down()
    made.deleteLater()
    jobs.deleteLater()


@pytest.fixture
def bar(qtbot: QtBot, session: Session) -> FilterBar:
    widget = FilterBar(session, language("fr"))
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_a_preset_sets_the_period(bar: FilterBar, session: Session) -> None:
    bar.presets.setCurrentIndex(list(PRESETS).index(Preset.LAST_MONTH))
    bar.presets.activated.emit(bar.presets.currentIndex())
    assert session.period == Period(dt.date(2026, 8, 1), dt.date(2026, 8, 31))
    assert session.report.kpis[0].measure.value == 2
    assert bar.start.isVisible()
    assert bar.start.date() == QDate(2026, 8, 1)


def test_dates_typed_are_a_period_of_their_own(bar: FilterBar, session: Session) -> None:
    session.set_period(Preset.LAST_MONTH.period(TODAY), Preset.LAST_MONTH)
    bar.start.setDate(QDate(2026, 7, 1))
    assert session.period == Period(dt.date(2026, 7, 1), dt.date(2026, 8, 31))
    assert session.preset is None
    bar.end.setDate(QDate(2026, 6, 1))  # before the start: the period shrinks to that day, it never turns around
    assert session.period == Period(dt.date(2026, 6, 1), dt.date(2026, 6, 1))


def test_channels_are_chosen_from_a_list(bar: FilterBar, session: Session) -> None:
    button = bar.buttons["channel"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    names = [button.popup.list.item(row).text() for row in range(button.popup.list.count())]
    assert names == ["Flyers", "Google", "(sans canal)"]
    button.popup.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert not session.kept, "the choice counts when the list closes"
    button.popup.hide()
    assert session.kept == {"channel": frozenset({"Google", None})}
    assert session.report.kpis[0].measure.value == 3
    assert "2" in button.text()
    QTest.mouseClick(bar.clear, Qt.MouseButton.LeftButton)
    assert not session.kept
    assert not bar.clear.isVisible()


def test_nothing_ticked_is_no_filter(bar: FilterBar, session: Session) -> None:
    button = bar.buttons["owner"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.popup.hint.isVisible()
    QTest.mouseClick(button.popup.nothing, Qt.MouseButton.LeftButton)
    assert button.popup.hint.isVisible(), "that all are shown then is said before the list is closed"
    button.popup.hide()
    assert not session.kept


def test_what_is_compared_follows(bar: FilterBar, session: Session) -> None:
    session.set_period(Preset.LAST_MONTH.period(TODAY), Preset.LAST_MONTH)
    bar.comparisons.setCurrentIndex(1)
    bar.comparisons.activated.emit(1)
    assert session.compare_with is CompareWith.YEAR_BEFORE
    assert session.slice.compare == Period(dt.date(2025, 8, 1), dt.date(2025, 8, 31))
    session.set_period(Period(), Preset.ALL)
    assert not bar.comparisons.isEnabled()


def test_dimensions_that_nobody_recorded_are_not_offered(bar: FilterBar) -> None:
    assert not bar.buttons["campaign"].isVisible()
    assert bar.buttons["owner"].isVisible()


def test_it_speaks_the_other_language(bar: FilterBar) -> None:
    french = [bar.presets.itemText(index) for index in range(bar.presets.count())]
    bar.set_language(language("en"))
    english = [bar.presets.itemText(index) for index in range(bar.presets.count())]
    assert all(one != other for one, other in zip(french, english, strict=True))


def test_nothing_is_cut_in_a_narrow_window(bar: FilterBar, qtbot: QtBot) -> None:
    window = QWidget()  # alone, the bar would not be let narrower than one line
    qtbot.addWidget(window)
    bar.setParent(window)
    window.show()
    bar.show()
    buttons = [button for button in bar.buttons.values() if not button.isHidden()]
    lines = []
    for width in (1400, bar.minimumSizeHint().width(), 1400):
        bar.resize(width, 100)
        QApplication.processEvents()
        assert all(box.width() >= box.minimumSizeHint().width() for box in (bar.presets, bar.comparisons))
        assert all(button.width() >= button.sizeHint().width() for button in buttons)
        lines.append(1 if buttons[0].geometry().top() < bar.presets.geometry().bottom() else 2)
    assert lines == [1, 2, 1]
    bar.setParent(None)


def _with_depots(session: Session, **extra: list[str]) -> None:
    ids, created = [str(row) for row in range(6)], ["2026-08-03"] * 6
    desk = session.desk
    assert isinstance(desk, Desk)
    desk.adopt(Taken((), dataset(frame("leads", extra=extra, id=ids, created=created)), (), (), fresh=True))
    session.slice_changed.emit()


def test_groups_of_ones_own_filter_as_well(bar: FilterBar, session: Session) -> None:
    assert not bar.own.isVisible()
    depots = ["Lyon", "Lyon", "Paris", "Paris", "Paris", "Lyon"]
    _with_depots(session, Agence=depots, Remarque=[f"mot {row}" for row in range(6)])
    assert bar.own.isVisible()
    assert list(bar.own.buttons) == ["extra:Agence"]
    button = bar.own.buttons["extra:Agence"]
    assert button.text().startswith("Agence\u00a0: ")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    names = [button.popup.list.item(row).text() for row in range(button.popup.list.count())]
    assert names == ["Lyon", "Paris", "(sans valeur)"]
    button.popup.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    button.popup.list.item(2).setCheckState(Qt.CheckState.Unchecked)
    button.popup.hide()
    assert session.kept == {"extra:Agence": frozenset({"Paris"})}
    assert session.report.kpis[0].measure.value == 3
    assert "Paris" in bar.own.buttons["extra:Agence"].text()
    bar.set_language(language("en"))
    assert bar.own.buttons["extra:Agence"].text().startswith("Agence: Paris")
    session.clear_filters()
    _with_depots(session, Remarque=[f"mot {row}" for row in range(6)])
    assert not bar.own.isVisible()


def test_the_bar_has_room_for_two_groups_and_for_what_is_filtered_by(bar: FilterBar, session: Session) -> None:
    depots = ["Lyon", "Lyon", "Paris", "Paris", "Paris", "Lyon"]
    _with_depots(session, A=depots, B=depots, C=depots, D=depots)
    assert list(bar.own.buttons) == ["extra:A", "extra:B"]
    session.set_filter("extra:D", frozenset({"Lyon"}))
    bar.refresh()
    assert list(bar.own.buttons) == ["extra:A", "extra:B", "extra:D"]
