from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from leaddesk.text import language, msg, verbatim
from leaddesk.ui.notices import Notice, Tone
from leaddesk.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

GOOD = Notice(Tone.SUCCESS, msg("Done"))
BAD = Notice(Tone.ERROR, msg("Failed"), msg("Try again"))
ODD = Notice(Tone.WARNING, verbatim("<b>42</b> & co"))


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    window = QWidget()
    bar = MessageBar(language("en"), window)
    QVBoxLayout(window).addWidget(bar)
    qtbot.addWidget(window)
    window.resize(600, 200)
    window.show()
    window.setProperty("bar", bar)
    bar._window_kept = window  # type: ignore[attr-defined]
    return bar


def test_text_is_plain_and_hidden_parts_are_hidden(bar: MessageBar) -> None:
    assert bar.isHidden()
    bar.show_notice(ODD)
    assert bar.isVisible()
    assert bar.text.text() == "<b>42</b> & co"
    assert bar.text.textFormat() == Qt.TextFormat.PlainText
    assert (bar.hint.isHidden(), bar.details.isHidden(), bar.open.isHidden()) == (True, True, True)


def test_good_news_goes_by_itself_bad_news_stays(bar: MessageBar) -> None:
    bar.show_notice(GOOD)
    assert bar._timer.isActive()
    bar._timer.timeout.emit()
    assert bar.isHidden()
    bar.show_notice(BAD)
    assert not bar._timer.isActive()
    assert bar.accessibleName() == "Failed Try again"


@pytest.mark.parametrize(
    "more", [{"details": ("an issue",)}, {"path": Path("/data/revue.xlsx")}, {"offer": msg("Look"), "command": "look"}]
)
def test_news_with_a_button_waits_for_it(bar: MessageBar, more: dict[str, Any]) -> None:
    bar.show_notice(replace(GOOD, **more))
    assert not bar._timer.isActive(), "a button that is about to be clicked must not go"
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert not bar._timer.isActive()
    bar.show_notice(GOOD)
    assert (bar.details.isHidden(), bar.waiting.isHidden()) == (True, True), "the next news takes its place"


def test_bad_news_comes_back_from_under_the_next(bar: MessageBar) -> None:
    bar.show_notice(BAD)
    bar.show_notice(ODD)
    assert bar.waiting.text() == "1 more"
    bar.show_notice(GOOD)
    QTest.mouseClick(bar.dismiss, Qt.MouseButton.LeftButton)
    assert bar.current() == ODD
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert bar.current() == BAD
    bar.close_current()
    assert bar.isHidden()


def test_what_lasts_stays_until_it_is_closed(bar: MessageBar) -> None:
    calm = replace(GOOD, tone=Tone.INFO, lasts=True)
    bar.show_notice(calm)
    assert not bar._timer.isActive()
    bar.show_notice(GOOD)
    bar.close_current()
    assert bar.current() == calm, "what covered it is over"
    bar.close_current()
    assert bar.isHidden()


def test_what_adds_to_good_news_leaves_it_to_be_read(bar: MessageBar) -> None:
    more = Notice(Tone.WARNING, msg("Look again"), offer=msg("Look"), command="look", adds=True)
    bar.show_notice(more)
    assert (bar.text.text(), bar.hint.isHidden()) == ("Look again", True)
    bar.clear()
    bar.show_notice(BAD)
    bar.show_notice(more)
    assert bar.text.text() == "Look again", "bad news waits beneath as ever"
    bar.clear()
    bar.show_notice(GOOD)
    bar.show_notice(more)
    assert (bar.text.text(), bar.hint.text(), bar.offer.text()) == ("Done", "Look again", "Look")
    assert not bar._timer.isActive()
    bar.close_current()
    assert bar.isHidden()


def test_same_notice_twice_is_shown_once_and_clear_ends_all(bar: MessageBar) -> None:
    bar.show_notice(BAD)
    bar.show_notice(BAD)
    assert bar.waiting.isHidden()
    bar.show_notice(ODD)
    bar.clear()
    assert bar.isHidden()
    assert bar.current() is None


def test_good_news_waits_while_the_mouse_is_there(bar: MessageBar) -> None:
    bar.show_notice(GOOD)
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert bar._timer.isActive()
    bar._timer.stop()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert bar._timer.isActive()


def test_details_and_files_can_be_opened(bar: MessageBar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def open_url(url: Any) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    details: Any = ("an issue",)
    bar.show_notice(Notice(Tone.SUCCESS, msg("Exported"), None, Path("/data/revue.xlsx"), details))
    with qtbot.waitSignal(bar.details_requested):
        QTest.mouseClick(bar.details, Qt.MouseButton.LeftButton)
    QTest.mouseClick(bar.open, Qt.MouseButton.LeftButton)
    assert opened == ["/data/revue.xlsx"]


def test_speaks_the_new_language(bar: MessageBar) -> None:
    bar.show_notice(Notice(Tone.INFO, msg("{n} rows", n=1234.5)))
    assert bar.text.text() == "1,234.50 rows"
    bar.set_language(language("fr"))
    assert "1234" not in bar.text.text()
    assert "," in bar.text.text()


def test_an_offer_is_taken_up_once(qtbot: QtBot, bar: MessageBar) -> None:
    bar.show_notice(GOOD)
    assert bar.offer.isHidden()
    bar.show_notice(Notice(Tone.WARNING, msg("Failed"), offer=msg("Try again"), command="undo"))
    assert bar.offer.isVisible()
    assert bar.offer.text() == "Try again"
    with qtbot.waitSignal(bar.command_requested) as asked:
        QTest.mouseClick(bar.offer, Qt.MouseButton.LeftButton)
    assert asked.args == ["undo"]
    assert bar.isHidden()
