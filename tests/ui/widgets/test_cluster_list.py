"""The list of values that may mean the same: ticks, spellings and refusals come out as decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from leaddesk.ingest.clusters import Cluster, Decision, Member
from leaddesk.ingest.spellings import Method
from leaddesk.text import language
from leaddesk.ui.widgets.cluster_list import APART, MERGE, SPELLING, VALUES, WHY, ClusterList

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
SOURCE = Cluster("channel", (Member("BAO", 1400), Member("Bouche à oreille", 6)), "Bouche à oreille", Method.ACRONYM, 0)
CAMPAIGN = Cluster("campaign", (Member("GTX Pro", 3), Member("GTXPro", 2)), "GTX Pro", Method.NGRAMS, 1.0)
TYPO = Cluster("city", (Member("Marseille", 3), Member("Marsielle", 1)), "Marseille", Method.NEAREST, 7 / 9)
BEFORE = Cluster("lever", (Member("Flyer", 3), Member("tract", 1)), "Flyer", Method.FINGERPRINT, 0.2, merged=True)
ALL = (SOURCE, CAMPAIGN, TYPO, BEFORE)


@pytest.fixture
def shown(qtbot: QtBot) -> ClusterList:
    made = ClusterList(EN)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show_clusters(ALL)
    made.show()
    return made


def said(shown: ClusterList) -> list[tuple[bool, str, bool]]:
    return [(one.merge, one.spelling, one.apart) for one in shown.decisions()]


def text(shown: ClusterList, row: int, column: int) -> str:
    item = shown.item(row, column)
    assert item is not None
    return item.text()


def test_what_is_offered_is_not_applied_and_what_was_merged_is(shown: ClusterList) -> None:
    assert shown.count() == 4
    assert said(shown) == [
        (False, "Bouche à oreille", False), (False, "GTX Pro", False), (False, "Marseille", False),
        (True, "Flyer", False),
    ]  # fmt: skip
    assert text(shown, 0, VALUES) == "Channel: BAO (1,400) · Bouche à oreille (6)"
    assert [text(shown, row, WHY) for row in range(4)] == [
        "known names of one source", "the same letters", "nearly the same: 78%", "as you merged them before",
    ]  # fmt: skip


def test_space_ticks_and_unticks(qtbot: QtBot, shown: ClusterList) -> None:
    shown.setCurrentCell(1, VALUES)
    with qtbot.waitSignal(shown.changed) as emitted:
        QTest.keyClick(shown, Qt.Key.Key_Space)
    assert emitted.args == [shown.decisions()]
    assert said(shown)[1] == (True, "GTX Pro", False)
    QTest.keyClick(shown, Qt.Key.Key_Space)
    assert said(shown)[1] == (False, "GTX Pro", False)


def test_all_at_once(shown: ClusterList) -> None:
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(shown, Qt.Key.Key_Space)
    assert [merge for merge, _, _ in said(shown)] == [True] * 4


def test_a_click_on_the_box(qtbot: QtBot, shown: ClusterList) -> None:
    item = shown.item(0, MERGE)
    assert item is not None
    place = shown.visualItemRect(item)
    place.setWidth(26)
    with qtbot.waitSignal(shown.changed):
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert said(shown)[0] == (True, "Bouche à oreille", False)


def test_not_the_same_and_merged_exclude_each_other(shown: ClusterList) -> None:
    shown.setCurrentCell(3, VALUES)
    QTest.keyClick(shown, Qt.Key.Key_Delete)
    assert said(shown)[3] == (False, "Flyer", True)
    QTest.keyClick(shown, Qt.Key.Key_Space)
    assert said(shown)[3] == (True, "Flyer", False)
    shown.setCurrentCell(3, APART)
    QTest.keyClick(shown, Qt.Key.Key_Space)
    assert said(shown)[3] == (False, "Flyer", True)


def test_a_spelling_that_is_typed_ticks_its_row(qtbot: QtBot, shown: ClusterList) -> None:
    shown.setFocus()
    shown.setCurrentCell(1, SPELLING)
    QTest.keyClick(shown, Qt.Key.Key_F2)
    editor = shown.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "GTX  Pros ")
    with qtbot.waitSignal(shown.changed):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert said(shown)[1] == (True, "GTX Pros", False)
    assert text(shown, 1, SPELLING) == "GTX Pros"


def test_an_empty_spelling_is_the_one_proposed(shown: ClusterList) -> None:
    item = shown.item(1, SPELLING)
    assert item is not None
    item.setText("   ")
    assert said(shown)[1] == (False, "GTX Pro", False)
    assert item.text() == "GTX Pro"


def test_the_values_cannot_be_changed(shown: ClusterList) -> None:
    for column in (VALUES, WHY, MERGE, APART):
        item = shown.item(0, column)
        assert item is not None
        assert not item.flags() & Qt.ItemFlag.ItemIsEditable


def test_decisions_stay_when_the_clusters_come_anew(shown: ClusterList) -> None:
    decided = (Decision(SOURCE, merge=True, spelling="BAO"), Decision(TYPO, apart=True, spelling="Marseille"))
    shown.show_clusters((TYPO, SOURCE), decided)
    assert said(shown) == [(False, "Marseille", True), (True, "BAO", False)]
    shown.set_language(FR)
    assert said(shown) == [(False, "Marseille", True), (True, "BAO", False)]
    assert text(shown, 1, VALUES) == "Canal\u00a0: BAO (1\u202f400) · Bouche à oreille (6)"
    assert shown.accessibleName() == "Valeurs qui désignent peut-être la même chose"
    header = shown.horizontalHeaderItem(APART)
    assert header is not None
    assert header.text() == "À ne pas réunir"


def test_text_from_a_file_is_no_markup(qtbot: QtBot) -> None:
    made = ClusterList(EN)
    qtbot.addWidget(made)
    made.show_clusters([Cluster("channel", (Member("<b>x</b>", 1), Member("b x b", 1)), "x", Method.NGRAMS, 1.0)])
    item = made.item(0, VALUES)
    assert item is not None
    assert "&lt;b&gt;" in item.toolTip()
