"""The dialog of leads that look like one: what it shows, and what Merge, Not a duplicate and all at once do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from leaddesk.model.duplicates import find
from leaddesk.text import language, msgn
from leaddesk.ui.dialogs.duplicates import DuplicatesDialog
from leaddesk.ui.widgets.lead_comparison import ORIGIN, TICKS, LeadComparison
from tests.builders import state
from tests.ui.leads_session import LeadsSession

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableWidgetItem
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
LEADS = {
    "id": ["L-1", "L-2", "L-3", "L-4", "L-5", "L-6"],
    "created": ["2025-03-02", "2025-02-20", "2025-03-05", "2025-04-01", "2025-04-02", "2025-05-01"],
    "status": ["Contacté", "Devis envoyé", "Nouveau", "Perdu", "Nouveau", "Nouveau"],
    "name": ["Marie Durand", "Marie Durand", "Paul Petit", "Petit Paul", None, "Zoé"],
    "company": ["Alpha", "Alpha SARL", None, None, "<b>Fleurs</b>", None],
    "email": ["marie@alpha.fr", "marie@alpha.fr", "paul@b.fr", "paul@b.fr", None, None],
    "phone": [None, "0612345678", None, None, "0140001234", "0140001234"],
    "amount": [None, 500, 300, None, None, None],
}


@pytest.fixture
def session() -> LeadsSession:
    return LeadsSession(state(leads=LEADS, orders={"customer": ["L-1", "L-2"], "amount": [1, 2]}))


def opened(qtbot: QtBot, session: LeadsSession, words: Any = EN) -> DuplicatesDialog:
    dialog = DuplicatesDialog(cast("Any", session), find(session.state), words)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def listed(dialog: DuplicatesDialog) -> list[list[str]]:
    model = dialog.list.model()
    return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]


def item_at(table: LeadComparison, line: int, column: int) -> QTableWidgetItem:
    item = table.item(line, column)
    assert item is not None
    return item


def names(table: LeadComparison) -> list[str]:
    return [table.model().headerData(line, Qt.Orientation.Vertical) for line in range(table.rowCount())]


def line_of(table: LeadComparison, name: str) -> list[str]:
    line = names(table).index(name)
    return [item_at(table, line, column).text() for column in range(table.columnCount())]


def rows(session: LeadsSession) -> list[int]:
    return cast("list[int]", session.state.dataset["leads"].rows.tolist())


def test_groups_with_rule_and_score_the_surest_first(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = opened(qtbot, session)
    assert listed(dialog) == [
        ["Marie Durand, Alpha · 2 leads", "same e-mail", "98%"], ["Paul Petit · 2 leads", "same e-mail", "98%"],
        ["<b>Fleurs</b> · 2 leads", "same phone", "82%"],
    ]  # fmt: skip
    assert dialog.summary.text().startswith("3 groups of leads look like one each. ")
    assert dialog.reasons.text() == "same e-mail: marie@alpha.fr"
    assert dialog.reasons.textFormat() is Qt.TextFormat.PlainText


def test_what_is_cut_is_whole_in_its_tooltip(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = opened(qtbot, session)
    lines, leads = dialog.list.model(), dialog.comparison.model()
    tip = Qt.ItemDataRole.ToolTipRole
    assert lines.index(2, 0).data(tip) == "<qt>&lt;b&gt;Fleurs&lt;/b&gt; · 2 leads</qt>"
    assert leads.headerData(1, Qt.Orientation.Horizontal, tip) == "<qt>Marie Durand (kept)</qt>"
    assert dialog.list.textElideMode() is Qt.TextElideMode.ElideMiddle
    assert dialog.comparison.horizontalHeader().textElideMode() is Qt.TextElideMode.ElideMiddle


def test_both_rows_side_by_side_with_what_differs_marked(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = opened(qtbot, session)
    table = dialog.comparison
    assert [table.model().headerData(column, Qt.Orientation.Horizontal) for column in range(3)] == [
        "Marie Durand", "Marie Durand (kept)", "Merged",
    ]  # fmt: skip
    assert line_of(table, "≠ Company") == ["Alpha", "Alpha SARL", "Alpha SARL"]
    assert line_of(table, "Created on") == ["02/03/2025", "20/02/2025", "20/02/2025"]
    assert line_of(table, "Phone") == ["", "0612345678", "0612345678"]
    assert line_of(table, "Deal amount") == ["", "€500.00", "€500.00"]
    assert line_of(table, "Comes from")[:2] == ["made.csv, sheet “made”, line 2", "made.csv, sheet “made”, line 3"]
    company = names(table).index("≠ Company")
    plain, marked = item_at(table, company, 1), item_at(table, company, 0)
    assert marked.background() != plain.background()
    assert "not taken over" in str(marked.data(Qt.ItemDataRole.AccessibleTextRole))


def test_merging_is_one_step_and_can_be_taken_back(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = opened(qtbot, session)
    QTest.mouseClick(dialog.merge_button, Qt.MouseButton.LeftButton)
    assert rows(session) == [1, 2, 3, 4, 5]
    assert session.state.dataset["orders"].data["customer"].tolist() == ["L-2", "L-2"]
    assert [EN.text(label) for label in session.labels] == ["merge of leads: Marie Durand"]
    assert [line[0] for line in listed(dialog)] == ["Paul Petit · 2 leads", "<b>Fleurs</b> · 2 leads"]
    session.undo()
    assert rows(session) == [0, 1, 2, 3, 4, 5]
    assert session.state.dataset["orders"].data["customer"].tolist() == ["L-1", "L-2"]


def test_the_lead_to_keep_is_chosen(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = opened(qtbot, session)
    table = dialog.comparison
    header = table.horizontalHeader()
    QTest.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(header.sectionViewportPosition(0) + 20, 8)
    )
    assert table.kept == 0
    assert line_of(table, "Stage set by hand") == ["", "", "Quote sent"]
    assert line_of(table, "Phone") == ["", "0612345678", "0612345678"]
    dialog.merge()
    assert rows(session) == [0, 2, 3, 4, 5]


def test_enter_in_a_column_keeps_that_lead(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = opened(qtbot, session)
    table = dialog.comparison
    table.setFocus()
    table.setCurrentCell(ORIGIN, 0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert table.kept == 0


def test_not_a_duplicate_is_remembered(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = opened(qtbot, session)
    dialog.list.setCurrentIndex(dialog.list.model().index(2, 0))
    QTest.mouseClick(dialog.apart_button, Qt.MouseButton.LeftButton)
    assert session.state.merges.apart == {(4, 5)}
    assert rows(session) == [0, 1, 2, 3, 4, 5]
    assert len(find(session.state)) == 2
    session.undo()
    assert len(find(session.state)) == 3


def test_all_sure_ones_at_once_are_one_step(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = opened(qtbot, session)
    assert dialog.sure_button.text() == "Merge all 2 sure ones"
    QTest.mouseClick(dialog.sure_button, Qt.MouseButton.LeftButton)
    assert rows(session) == [1, 3, 4, 5]
    assert session.labels == [msgn("merge of {count} group of leads", "merge of {count} groups of leads", 2)]
    assert listed(dialog) == [["<b>Fleurs</b> · 2 leads", "same phone", "82%"]]
    assert dialog.sure_button.isHidden()
    session.undo()
    assert rows(session) == [0, 1, 2, 3, 4, 5]
    dialog.tell_apart()
    assert dialog.summary.text() == "Nothing is left to decide."
    assert not dialog.merge_button.isEnabled()
    assert not dialog.apart_button.isEnabled()
    dialog.merge()
    dialog.tell_apart()


def test_who_does_not_belong_is_left_out(qtbot: QtBot) -> None:
    three = {"email": ["a@b.fr"] * 3, "name": ["Marie Durand", "Durand Marie", "Marie Durand"]}
    session = LeadsSession(state(leads=three))
    dialog = opened(qtbot, session)
    table = dialog.comparison
    item_at(table, TICKS, 0).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: table.ticked == (1, 2), timeout=2_000)
    assert table.kept == 1  # it was the one left out
    item_at(table, TICKS, 2).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: table.ticked == (1,), timeout=2_000)
    assert not dialog.merge_button.isEnabled()
    item_at(table, TICKS, 2).setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: table.ticked == (1, 2), timeout=2_000)
    dialog.merge()
    assert rows(session) == [0, 1]
    assert session.state.merges.apart == {(0, 1)}
    assert find(session.state) == ()
    session.undo()
    assert rows(session) == [0, 1, 2]
    assert session.state.merges.apart == frozenset()


def test_leads_that_are_gone_are_not_shown(qtbot: QtBot, session: LeadsSession) -> None:
    groups = find(session.state)
    opened(qtbot, session).merge_all_sure()
    dialog = DuplicatesDialog(cast("Any", session), groups, EN)
    qtbot.addWidget(dialog)
    assert len(listed(dialog)) == 1


def test_it_speaks_french(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = opened(qtbot, session, FR)
    assert dialog.windowTitle() == "Doublons"
    assert (dialog.merge_button.text(), dialog.apart_button.text()) == ("Fusionner", "Ce n’est pas un doublon")
    assert listed(dialog)[0][1] == "même e-mail"
    assert dialog.sure_button.text() == "Fusionner les 2 doublons certains"


def test_a_status_that_stands_for_a_stage_is_said_in_the_readers_words(qtbot: QtBot) -> None:
    leads = {"email": ["a@b.fr", "a@b.fr"], "name": ["A", "A"], "status": ["won", "Ancien"]}
    dialog = opened(qtbot, LeadsSession(state(leads=leads)), FR)
    line = next(name for name in names(dialog.comparison) if "Statut" in name)
    assert {"Gagné", "Ancien"} <= set(line_of(dialog.comparison, line))
