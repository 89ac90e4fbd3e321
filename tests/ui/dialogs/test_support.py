"""Details for support: shown, copied, and reached from the menu and from a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from leaddesk.text import language, msg
from leaddesk.ui import asking
from leaddesk.ui.crash import logs
from leaddesk.ui.dialogs.support import SupportDialog
from leaddesk.ui.jobs import Failure
from leaddesk.ui.notices import failed

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot

    from leaddesk.app import Program


@pytest.mark.parametrize(("code", "copied"), [("fr", "Copié"), ("en", "Copied")])
def test_the_details_are_copied_as_they_stand(qtbot: QtBot, code: str, copied: str) -> None:
    dialog = SupportDialog("LeadDesk\n  a:1:b", language(code))
    qtbot.addWidget(dialog)
    assert dialog.details.lineWrapMode() is QPlainTextEdit.LineWrapMode.NoWrap
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "LeadDesk\n  a:1:b"
    assert dialog.copy.text() == copied


def test_a_failed_job_offers_its_details(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(asking, "support", lambda _parent, details, _language: shown.append(details))
    window = program.window
    window.notify(failed(Failure(msg("It failed"), bug=True)))
    assert window.messages.offer.text() == "Voir les détails"
    QTest.mouseClick(window.messages.offer, Qt.MouseButton.LeftButton)
    (details,) = shown
    assert details.startswith("LeadDesk ")
    window.notify(failed(Failure(msg("The disk is full"))))
    assert window.messages.offer.isHidden(), "what the user can mend needs no support"


def test_the_folder_of_logs_opens(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    window: Any = program.window
    window.actions_["logs"].trigger()
    assert window.messages.text.text() == "Il n’y a pas encore de journaux."
    folder = program.session.folder / logs.FOLDER
    folder.mkdir(parents=True)
    window.actions_["logs"].trigger()
    assert opened == [str(folder)]
    window.actions_["logs"].trigger()
    assert window.messages.text.text() == "Le dossier n’a pas pu être ouvert."
    assert str(folder) in window.messages.hint.text()
