"""The history of the document and of a lead, from the menu and from the lead's panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from leaddesk.model.stages import Stage
from leaddesk.text import language, msg
from leaddesk.ui.author import load_author
from leaddesk.ui.lead_edits import stage_edit
from leaddesk.ui.widgets.author_name import AuthorName

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Desktop


def worked_on(desktop: Desktop, spoken: str) -> list[int]:
    """The sample, the stage of two leads set, the second taken back."""
    desktop.session.open_sample(language(spoken))
    desktop.settle()
    session = desktop.session
    rows = [int(row) for row in session.state.dataset["leads"].rows[:2]]
    for row in rows:
        session.edit(*stage_edit(session.state, [row], Stage.INVALID))
    session.undo()
    desktop.settle()
    return rows


def asked(desktop: Desktop, ask: Callable[[], Any], answer: Callable[[Any], None]) -> None:
    def when_filled(dialog: Any) -> None:
        desktop.settle()
        answer(dialog)
        dialog.reject()

    was = desktop.when_asked(when_filled)
    ask()
    assert was()
    desktop.settle()


def test_the_history_tells_the_last_first_and_leads_to_the_lead(desktop: Desktop, spoken: str) -> None:
    rows = worked_on(desktop, spoken)
    words = language(spoken).text
    seen: list[list[str]] = []

    def answer(dialog: Any) -> None:
        model = dialog.model
        seen.extend([str(model.index(row, column).data()) for column in (2, 4)] for row in range(model.rowCount()))
        dialog.table.setCurrentIndex(model.index(4, 0))
        assert not dialog.show_leads.isEnabled(), "settings are of no lead"
        dialog.table.setCurrentIndex(model.index(1, 0))
        assert dialog.show_leads.isEnabled()
        dialog.table.setFocus()
        dialog.table.setCurrentIndex(model.index(2, 0))
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)

    asked(desktop, desktop.window.actions_["history"].trigger, answer)
    assert len(seen) == 5, "undo, two stages, the sample and its settings"
    assert seen[0][0] == words(msg("Undo: {what}", what=desktop.session.redo_label))
    assert [row[1] for row in seen] == ["", words(msg("taken back")), "", "", ""]
    shown = desktop.window.tab("leads").model
    assert shown.rowCount() == 1
    view = desktop.window.tab("leads")._view
    assert int(view.frame.rows[shown.position(0)]) == rows[0]


@pytest.mark.parametrize("spoken", ["fr"])
def test_the_panel_shows_the_history_of_its_lead(desktop: Desktop, spoken: str) -> None:
    worked_on(desktop, spoken)
    tab = desktop.window.go_to("leads")
    desktop.settle()
    desktop.session.edit(*stage_edit(desktop.session.state, [tab.panel.row], Stage.INVALID))
    desktop.settle()
    seen: list[str] = []

    def answer(dialog: Any) -> None:
        assert dialog.model.rowCount() == 1
        seen.append(str(dialog.model.index(0, 3).data()))

    asked(desktop, lambda: QTest.mouseClick(tab.panel.done, Qt.MouseButton.LeftButton), answer)
    assert "→" in seen[0]


@pytest.mark.parametrize("spoken", ["en"])
def test_the_name_in_the_history_is_that_of_the_settings(desktop: Desktop, spoken: str) -> None:
    worked_on(desktop, spoken)
    words = language(spoken).text

    def name(dialog: Any) -> None:
        field = dialog.findChild(AuthorName).field
        field.selectAll()
        QTest.keyClicks(field, "Marie Dupont")
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)

    named = desktop.when_asked(name)
    desktop.window.actions_["settings"].trigger()
    assert named()
    desktop.session.undo()
    desktop.settle()
    seen: list[str] = []

    def answer(dialog: Any) -> None:
        seen.extend([str(dialog.model.headerData(1, Qt.Orientation.Horizontal)), str(dialog.model.index(0, 1).data())])

    asked(desktop, desktop.window.actions_["history"].trigger, answer)
    assert seen == [words(msg("Who")), "Marie Dupont"]
    assert load_author(desktop.session.folder).name == "Marie Dupont"
