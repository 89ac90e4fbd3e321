"""The chain of counts: bars on one scale, the reason in place of a base, keys, the colours of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from leaddesk.text import language, verbatim
from leaddesk.ui import theme
from leaddesk.ui.theme import DARK, LIGHT
from leaddesk.ui.widgets.reach_steps import ReachLine, ReachSteps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LINES = (
    ReachLine("seen", verbatim("Seen"), None, verbatim("base"), verbatim("not measured")),
    ReachLine("came", verbatim("Came"), 1000, verbatim("visits")),
    ReachLine("stay", verbatim("Stay"), 1, verbatim("people"), note=verbatim("of few days"), opens=True),
    ReachLine("none", verbatim("None"), 0, verbatim("people"), opens=False),
)


@pytest.fixture
def steps(qtbot: QtBot, qapp: QApplication) -> Iterator[ReachSteps]:
    theme.apply(qapp, "light")
    made = ReachSteps(language("en"))
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.show_lines(LINES)
    qtbot.wait(10)
    yield made
    theme.apply(qapp, "light")


def _length(steps: ReachSteps, row: int) -> int:
    """The pixels of the bar's middle line that are not its track."""
    image = steps.rows[row].bar.grab().toImage()
    return sum(image.pixelColor(x, 4).name().upper() == LIGHT.accent for x in range(image.width()))


def test_bars_are_on_one_scale_and_a_small_count_is_seen(steps: ReachSteps) -> None:
    width = steps.rows[1].bar.width()
    assert _length(steps, 1) >= width - 2
    assert 1 <= _length(steps, 2) <= 3
    assert _length(steps, 3) == 0
    steps.show_lines((ReachLine("a", verbatim("A"), 50), ReachLine("b", verbatim("B"), 100)))
    assert abs(_length(steps, 0) - width / 2) <= 2
    assert [row.isHidden() for row in steps.rows] == [False, False, True, True]


def test_what_is_absent_has_its_reason_and_no_bar(steps: ReachSteps) -> None:
    first, second = steps.rows[:2]
    assert (first.value.text(), first.base.text(), first.bar.isHidden()) == ("–", "not measured", True)
    assert (second.value.text(), second.base.text(), second.bar.isHidden()) == ("1,000", "visits", False)
    assert [row.note.text() for row in steps.rows if not row.note.isHidden()] == ["of few days"]


def test_what_opens_can_be_pressed_by_key_the_others_not(steps: ReachSteps, qtbot: QtBot) -> None:
    assert [row.value.isEnabled() for row in steps.rows] == [False, False, True, False]
    with qtbot.waitSignal(steps.opened) as told:
        QTest.keyClick(steps.rows[2].value, Qt.Key.Key_Space)
    key, place = told.args
    assert key == "stay"
    assert place.size() == steps.rows[2].value.size()
    with qtbot.assertNotEmitted(steps.opened):
        QTest.mouseClick(steps.rows[1].value, Qt.MouseButton.LeftButton)


def test_counts_follow_language_and_theme(steps: ReachSteps, qapp: QApplication) -> None:
    steps.set_language(language("fr"))
    assert steps.rows[1].value.text() == "1\u202f000"
    assert LIGHT.accent in steps.rows[2].value.styleSheet()
    theme.apply(qapp, "dark")
    assert DARK.accent in steps.rows[2].value.styleSheet()
