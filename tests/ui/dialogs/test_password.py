"""The dialog that asks for the password of a protected file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from leaddesk.text import language
from leaddesk.ui.dialogs.password import PasswordDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

HIDDEN, PLAIN = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal


def shown(qtbot: QtBot, file: str = "tarifs.xlsx", *, wrong: bool = False, code: str = "fr") -> PasswordDialog:
    dialog = PasswordDialog(file, wrong, language(code))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def said(dialog: PasswordDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_enter_gives_what_was_typed(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    assert dialog.focusWidget() is dialog.field
    assert not dialog.go.isEnabled()
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible(), "nothing typed yet"
    QTest.keyClicks(dialog.field, " secret ")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert (dialog.result(), dialog.password()) == (QDialog.DialogCode.Accepted, " secret ")


def test_escape_leaves_it(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    QTest.keyClicks(dialog.field, "secret")
    QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert (dialog.isVisible(), dialog.result()) == (False, QDialog.DialogCode.Rejected)


def test_the_buttons_do_the_same(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    QTest.keyClicks(dialog.field, "x")
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    dialog = shown(qtbot)
    QTest.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_what_is_typed_is_hidden_until_wished_otherwise(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    assert dialog.field.echoMode() == HIDDEN
    QTest.keyClicks(dialog.field, "abc")
    assert "abc" not in dialog.field.displayText()
    dialog.shown.click()
    assert (dialog.field.echoMode(), dialog.field.displayText()) == (PLAIN, "abc")
    assert dialog.focusWidget() is dialog.field
    dialog.shown.click()
    assert dialog.field.echoMode() == HIDDEN


@pytest.mark.parametrize(
    ("code", "asked", "complaint"),
    [
        ("fr", "«\u202ftarifs.xlsx\u202f» est protégé par un mot de passe.", "Ce mot de passe ne l’ouvre pas."),
        ("en", "“tarifs.xlsx” is protected by a password.", "This password does not open it."),
    ],
)
def test_it_names_the_file_and_says_when_the_last_one_was_wrong(
    qtbot: QtBot, code: str, asked: str, complaint: str
) -> None:
    first = said(shown(qtbot, code=code))
    assert asked in first
    assert complaint not in first
    second = said(shown(qtbot, wrong=True, code=code))
    assert asked in second
    assert complaint in second


def test_the_name_of_a_file_is_no_markup(qtbot: QtBot) -> None:
    dialog = shown(qtbot, "<b>x</b><img src=/etc/hostname>.xlsx")
    assert dialog.what.textFormat() == Qt.TextFormat.PlainText
    assert "<b>x</b>" in dialog.what.text()
