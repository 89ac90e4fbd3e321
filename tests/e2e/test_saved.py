"""What is typed is on the disk a moment after the last key; "saved at" is only said of what is."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from leaddesk.errors import LeadDeskError
from leaddesk.ui.last_work import latest_untitled
from leaddesk.workspace.document import Document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Desktop


@pytest.fixture
def spoken() -> str:
    return "fr"


def noted(desktop: Desktop) -> Any:
    """A lead that was noted by hand, and the panel that shows it."""
    desktop.session.type_in("leads", {"name": "Boulangerie Lune"})
    desktop.settle()
    desktop.qtbot.waitUntil(lambda: desktop.session.saved_at is not None, timeout=20_000)
    tab = desktop.go_to("leads")
    tab.grid.setCurrentIndex(tab.grid.model().index(0, 0))
    desktop.settle()
    return tab.panel


def on_disk(folder: Path) -> set[object]:
    """The values that the actions in the document gave, read from a copy as after a crash."""
    place = latest_untitled(folder)
    assert place is not None
    copy = folder / "copy.leaddesk"
    copy.write_bytes(place.read_bytes())
    values: set[object] = set()
    with suppress(LeadDeskError), Document.open(copy, read_only=True) as document:  # copied in the middle of a commit
        values = {change.new for action in document.actions() for change in action.changes}
    copy.unlink()
    return values


@pytest.mark.parametrize("name", ["next_step", "notes"])
def test_what_is_typed_is_on_the_disk_without_leaving_the_field(desktop: Desktop, name: str) -> None:
    panel = noted(desktop)
    field = getattr(panel, name)
    field.setFocus()
    QTest.keyClicks(field, "rappeler mardi")
    desktop.qtbot.waitUntil(lambda: "rappeler mardi" in on_disk(desktop.session.folder), timeout=10_000)
    text = field.toPlainText() if name == "notes" else field.text()
    assert text == "rappeler mardi", "and can be typed on"


def test_saved_is_said_when_the_commit_has_returned(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = noted(desktop)
    said = desktop.window.status.saved
    assert said.text() == f"Enregistré à {desktop.session.saved_at:%H:%M:%S}"
    desktop.session.desk.keeper.saved_at = dt.datetime(2026, 1, 1, 8, 0).astimezone()
    desktop.window.status.refresh()
    may_return, append, begun = threading.Event(), Document.append, threading.Event()

    def slow(document: Document, action: Any) -> None:
        append(document, action)
        begun.set()
        may_return.wait(20)

    monkeypatch.setattr(Document, "append", slow)
    panel.next_step.setFocus()
    QTest.keyClicks(panel.next_step, "rappeler")
    panel.flush()
    desktop.qtbot.waitUntil(begun.is_set, timeout=20_000)
    for _ in range(20):
        QApplication.processEvents()
    assert said.text() == "Enregistré à 08:00:00", "the commit has not returned yet"
    may_return.set()
    desktop.qtbot.waitUntil(lambda: said.text() != "Enregistré à 08:00:00", timeout=20_000)
