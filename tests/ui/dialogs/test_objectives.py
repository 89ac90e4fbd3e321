"""The list of objectives and the form that sets, changes and deletes them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu

from leaddesk.model.kpis import BY_ID
from leaddesk.model.measure import Measure
from leaddesk.model.objective import Objective
from leaddesk.model.objectives import objectives, to_type, typed
from leaddesk.model.questions import QUESTIONS
from leaddesk.model.standing import Standing
from leaddesk.text import language
from leaddesk.ui.dialogs.objectives import ObjectivesDialog
from leaddesk.ui.itemmodels.objectives import (
    ACTUAL,
    AIM,
    CHANCES,
    DUE,
    EXPECTED,
    FIGURE,
    GAP,
    TARGET,
    WEEKLY,
    ObjectivesModel,
)
from leaddesk.ui.jobs import Jobs
from tests.builders import period, state
from tests.ui.leads_session import LeadsSession

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QPushButton
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN = language("en")
LEADS, RATE = QUESTIONS[0].usual[0], QUESTIONS[1].usual[0]
AS_OF = dt.date(2026, 3, 16)
CREATED = [(AS_OF - dt.timedelta(days=age)).isoformat() for age in range(200)]
CHANNELS = ["Google", "Flyers"] * 100


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.shut_down()


def _session(jobs: Jobs, **tables: Any) -> LeadsSession:
    made = LeadsSession(state(as_of=AS_OF, leads={"created": CREATED, "channel": CHANNELS}, **tables))
    made.jobs = jobs  # type: ignore[attr-defined]
    return made


@pytest.fixture
def session(jobs: Jobs) -> LeadsSession:
    return _session(jobs)


def _dialog(qtbot: QtBot, session: LeadsSession, kpi: str | None = None) -> ObjectivesDialog:
    made = ObjectivesDialog(cast("Any", session), EN, None, kpi)
    qtbot.addWidget(made)
    made.show()
    _wait(qtbot, session)
    return made


def _wait(qtbot: QtBot, session: LeadsSession) -> None:
    qtbot.waitUntil(cast("Any", session).jobs.is_idle, timeout=20_000)


def _type(dialog: ObjectivesDialog, when: str, target: str) -> None:
    for field, words in ((dialog.period, when), (dialog.target, target)):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)


def _press(qtbot: QtBot, dialog: ObjectivesDialog, button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    _wait(qtbot, cast("Any", dialog.session))


def _row(dialog: ObjectivesDialog, row: int = 0) -> list[str]:
    return [dialog.model.text(row, column) for column in (FIGURE, AIM, TARGET, ACTUAL, GAP, DUE, WEEKLY, CHANCES)]


def _held(session: LeadsSession) -> list[tuple[str, float, str | None]]:
    return [(one.kpi, one.target, one.channel) for one in objectives(session.state).found]


def test_an_objective_is_set_and_stands_in_the_list(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session, LEADS.id)
    assert (dialog.model.row_total(), dialog.delete.isEnabled()) == (0, False)
    _type(dialog, "March 2026", "40")
    assert dialog.set.text() == "Set the objective"
    QTest.keyClick(dialog.target, Qt.Key.Key_Return)
    _wait(qtbot, session)
    assert _held(session) == [(LEADS.id, 40.0, None)]
    assert _row(dialog) == ["New leads", "March 2026", "40", "16", "−24", "21", "11.2", "2%"]
    assert "Expected in the end: 31" in dialog.model.explanation(0, CHANCES)
    assert dialog.set.text() == "Change the objective"
    session.undo()
    assert _held(session) == []


def test_an_objective_of_an_operation_takes_its_days(qtbot: QtBot, jobs: Jobs) -> None:
    """Operations that are recorded and campaigns of the leads are offered; the days come with the operation."""
    created = [(AS_OF - dt.timedelta(days=age)).isoformat() for age in range(40)]
    leads = {"created": created, "campaign": ["Spring", None] * 20}
    session = LeadsSession(
        state(
            as_of=AS_OF,
            leads=leads,
            operations={"name": ["Winter", "spring"], "start": ["2026-01-01"] * 2, "end": ["2026-03-31"] * 2},
        )
    )
    session.jobs = jobs  # type: ignore[attr-defined]
    dialog = _dialog(qtbot, session, LEADS.id)
    offered = [dialog.operation.itemText(place) for place in range(dialog.operation.count())]
    assert offered == ["none: by the period alone", "spring", "Winter"]
    dialog.operation.setCurrentIndex(dialog.operation.findData("spring"))
    dialog.operation.activated.emit(dialog.operation.currentIndex())
    assert dialog.period.text() == "Q1 2026"
    dialog.target.setFocus()
    QTest.keyClicks(dialog.target, "30")
    _press(qtbot, dialog, dialog.set)
    (held,) = objectives(session.state).found
    assert (held.operation, held.target, held.period) == ("spring", 30, period("2026-01-01", "2026-03-31"))
    assert _row(dialog)[AIM] == "Q1 2026, spring"
    assert _row(dialog)[ACTUAL] == "20"
    dialog.operation.setCurrentIndex(0)
    assert dialog.set.text() == "Set the objective"


def test_the_one_chosen_in_the_list_is_changed_or_deleted(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session)
    dialog.kpi.setCurrentIndex(dialog.kpi.findData(RATE.id))
    dialog.channel.setCurrentIndex(dialog.channel.findData("Flyers"))
    assert dialog.unit.text() == "%"
    _type(dialog, "Q1 2026", "0.5")
    _press(qtbot, dialog, dialog.set)
    assert _held(session) == [(RATE.id, 0.005, "Flyers")]
    assert _row(dialog)[AIM] == "Q1 2026, Flyers"
    dialog.kpi.setCurrentIndex(0)
    dialog.channel.setCurrentIndex(0)
    dialog.period.clear()
    QTest.mouseClick(
        dialog.table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=dialog.table.visualRect(dialog.model.index(0, 0)).center(),
    )
    assert (dialog.kpi.currentData(), dialog.channel.currentData()) == (RATE.id, "Flyers")
    assert (dialog.period.text(), dialog.target.text()) == ("Q1 2026", "0.5")
    _type(dialog, "Q1 2026", "20")
    _press(qtbot, dialog, dialog.set)
    assert _held(session) == [(RATE.id, 0.2, "Flyers")]
    _press(qtbot, dialog, dialog.delete)
    assert _held(session) == []
    assert dialog.model.row_total() == 0
    session.undo()
    assert _held(session) == [(RATE.id, 0.2, "Flyers")]


def test_what_a_file_says_can_be_deleted_too(qtbot: QtBot, jobs: Jobs) -> None:
    table = {"kpi": ["Nouveaux prospects", "météo"], "period": ["mars 2026", "mars 2026"], "target": [30.0, 1.0]}
    session = _session(jobs, objectives=table)
    dialog = _dialog(qtbot, session)
    assert _row(dialog)[:3] == ["New leads", "March 2026", "30"]
    assert dialog.misread.text() == "“météo” counts for nothing: no KPI is called that"
    dialog.table.selectRow(0)
    _press(qtbot, dialog, dialog.delete)
    assert _held(session) == []
    session.undo()
    assert _held(session) == [(LEADS.id, 30.0, None)]


@pytest.mark.parametrize(
    ("when", "target", "fault"),
    [
        ("someday", "40", "No period is called that: write “March 2026”, “Q1 2026” or “2026”"),
        ("March 2026", "", "Type the target"),
        ("March 2026", "many", "This is not a number."),
    ],
)
def test_what_cannot_be_read_is_named(qtbot: QtBot, session: LeadsSession, when: str, target: str, fault: str) -> None:
    dialog = _dialog(qtbot, session)
    _type(dialog, when, target)
    QTest.mouseClick(dialog.set, Qt.MouseButton.LeftButton)
    assert dialog.fault.isVisible()
    assert dialog.fault.text() == fault
    assert _held(session) == []


def test_percentages_are_typed_as_such() -> None:
    assert [typed(RATE, 25), typed(RATE, 1), typed(LEADS, 25)] == [0.25, 0.01, 25]
    march = period("2026-03")
    assert [to_type(Objective(one.id, 0.25, march)) for one in (RATE, LEADS)] == [25, 0.25]


def test_every_kpi_can_have_an_objective(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session)
    assert {dialog.kpi.itemData(row) for row in range(dialog.kpi.count())} - {None} == set(BY_ID)
    assert [dialog.channel.itemText(row) for row in range(dialog.channel.count())] == [
        "all channels",
        "Flyers",
        "Google",
    ]


def test_a_share_of_few_is_faint_and_has_its_n() -> None:
    model = ObjectivesModel(EN)
    aims = tuple(Objective(RATE.id, 0.25, period(month)) for month in ("2026-02", "2026-03"))
    told = tuple(Standing(one, RATE, Measure(0.2, n, 0.1, 0.3)) for one, n in zip(aims, (10, 100), strict=True))
    model.show_objectives(aims, told, "EUR")
    assert [model.text(row, ACTUAL) for row in range(2)] == ["20% (n = 10)", "20.0% (n = 100)"]
    assert [model.colour(row, ACTUAL) is None for row in range(2)] == [False, True]


def test_what_is_reached_so_far_tells_what_is_behind_it(
    qtbot: QtBot, session: LeadsSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[int] = []
    monkeypatch.setattr(session, "show_leads", lambda positions, _label: shown.append(len(positions)))
    dialog = _dialog(qtbot, session)
    _type(dialog, "March 2026", "40")
    dialog.set.click()
    _wait(qtbot, session)
    dialog.table.setCurrentIndex(dialog.model.index(0, TARGET))
    dialog.asking.action.trigger()
    assert not dialog.behind.details.isVisible()
    dialog.table.setCurrentIndex(dialog.model.index(0, ACTUAL))
    dialog.asking.action.trigger()
    told = [label.text() for label in dialog.behind.details.findChildren(QLabel)]
    assert {"New leads", "16"} <= set(told)
    assert "March 2026" in told
    (leads,) = (
        one for one in dialog.behind.details.findChildren(QAbstractButton) if one.text().startswith("Show: 16 leads")
    )
    leads.click()
    assert shown == [16]
    assert not dialog.isVisible(), "the leads stand in the window behind"


def test_each_number_of_an_objective_tells_what_is_behind_it(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session)
    _type(dialog, "March 2026", "40")
    dialog.set.click()
    _wait(qtbot, session)
    told = {
        GAP: ("New leads: gap", "−24", "16 − 40 = −24"),
        DUE: ("New leads: due by now", "21", "40 × 51.6%"),
        WEEKLY: ("New leads: need a week", "11.2", "(40 − 16) / (15 / 7) = 11.2"),
        EXPECTED: ("New leads: expected in the end", "31", "16 + 15"),
        CHANCES: ("New leads: chances to reach the target", "2%", None),
    }
    for column, (label, value, filled) in told.items():
        dialog.table.setCurrentIndex(dialog.model.index(0, column))
        dialog.table.setFocus()
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
        said = [label.text() for label in dialog.behind.details.findChildren(QLabel)]
        assert said[:3] == [label, "March 2026", value]
        assert filled is None or said[said.index("With the figures") + 1] == filled
        dialog.behind.close()
    assert dialog.model.text(0, EXPECTED).startswith("31 (2")


def test_whether_a_target_was_reached_tells_its_gap(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session)
    _type(dialog, "February 2026", "20")
    dialog.set.click()
    _wait(qtbot, session)
    assert dialog.model.text(0, CHANCES) == "reached"
    at = dialog.table.visualRect(dialog.model.index(0, CHANCES)).center()
    dialog.table.customContextMenuRequested.emit(at)
    (menu,) = (one for one in dialog.table.findChildren(QMenu) if one.isVisible())
    (behind,) = menu.actions()
    menu.hide()
    behind.trigger()
    assert [label.text() for label in dialog.behind.details.findChildren(QLabel)][:3] == [
        "New leads: gap", "February 2026", "8",
    ]  # fmt: skip
    assert [dialog.model.text(0, column) for column in (DUE, WEEKLY, EXPECTED)] == ["–"] * 3
    assert [dialog.model.figure(0, column) for column in (DUE, WEEKLY, EXPECTED)] == [None] * 3


def test_of_a_period_to_come_nothing_is_told(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session)
    _type(dialog, "2027", "40")
    dialog.set.click()
    _wait(qtbot, session)
    dialog.table.setCurrentIndex(dialog.model.index(0, ACTUAL))
    dialog.asking.action.trigger()
    assert not dialog.behind.details.isVisible()


def test_the_one_that_is_edited_is_the_one_selected(qtbot: QtBot, session: LeadsSession) -> None:
    """Deleting takes away the selected one: the form and the list are never about two."""
    dialog = _dialog(qtbot, session, LEADS.id)
    for when, target in (("March 2026", "40"), ("Q1 2026", "90")):
        _type(dialog, when, target)
        _press(qtbot, dialog, dialog.set)

    def selected() -> list[str]:
        return [str(index.data()) for index in dialog.table.selectionModel().selectedRows(AIM)]

    assert selected() == ["Q1 2026"]
    dialog.period.setText("March 2026")
    assert selected() == ["March 2026"]
    dialog.period.setText("April 2026")
    assert (selected(), dialog.delete.isEnabled()) == ([], False)
    QTest.mouseClick(
        dialog.table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=dialog.table.visualRect(dialog.model.index(0, 0)).center(),
    )
    assert (selected(), dialog.period.text()) == (["Q1 2026"], "Q1 2026")
    _press(qtbot, dialog, dialog.delete)
    assert [target for _kpi, target, _channel in _held(session)] == [40.0]
    assert selected() == []
