"""Protected files in the window: asked for, wrong, right, left; others go on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from leaddesk.ui import asking
from leaddesk.ui.dialogs.password import PasswordDialog

if TYPE_CHECKING:
    from tests.e2e.conftest import Desktop

PROTECTED = Path(__file__).parents[1] / "data" / "protected" / "protected.xls"
PLAIN = "Date;Canal;Montant\n07/01/2026;Salon;50,00\n08/01/2026;Flyers;20,00\n"


def typing(text: str, seen: list[tuple[str, bool]]) -> Any:
    """Types a password and Enter; nothing but Escape when there is none to type."""

    def answer(dialog: Any) -> None:
        assert isinstance(dialog, PasswordDialog)
        seen.append((dialog.what.text(), dialog.complaint.isVisible()))
        dialog.field.insert(text)  # QTest has no keys for É
        QTest.keyClick(dialog.field, Qt.Key.Key_Return if text else Qt.Key.Key_Escape)

    return answer


@pytest.fixture(autouse=True)
def taken_as_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is understood of the files is another matter."""

    def mapping(_parent: object, _session: object, pending: Any, _language: object) -> Any:
        return pending

    monkeypatch.setattr(asking, "mapping", mapping)


def names(desktop: Desktop) -> list[str]:
    return [held.raw.name for held in desktop.session.desk.held]


def test_asked_until_it_is_right(desktop: Desktop) -> None:
    seen: list[tuple[str, bool]] = []
    first = desktop.when_asked(typing("wrong", seen))
    desktop.drop(PROTECTED)
    desktop.qtbot.waitUntil(first, timeout=20_000)
    second = desktop.when_asked(typing("Été 2025", seen))
    desktop.qtbot.waitUntil(second, timeout=20_000)
    desktop.qtbot.waitUntil(lambda: desktop.session.has_data, timeout=20_000)
    desktop.settle()
    assert [("protected.xls" in text, wrong) for text, wrong in seen] == [(True, False), (True, True)]
    assert names(desktop) == ["protected.xls"]
    assert desktop.session.has_data


def test_who_has_no_password_goes_on_without_the_file(desktop: Desktop, tmp_path: Path) -> None:
    (tmp_path / "depenses.csv").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "autres.csv").write_text(PLAIN.replace("50", "60"), encoding="utf-8")
    seen: list[tuple[str, bool]] = []
    first = desktop.when_asked(typing("", seen))
    desktop.drop(tmp_path / "depenses.csv", PROTECTED, tmp_path / "autres.csv")
    desktop.qtbot.waitUntil(first, timeout=20_000)
    desktop.qtbot.waitUntil(lambda: desktop.session.has_data, timeout=20_000)
    desktop.settle()
    assert names(desktop) == ["depenses.csv", "autres.csv"]
    assert len(seen) == 1


def test_alone_it_is_simply_not_opened(desktop: Desktop) -> None:
    seen: list[tuple[str, bool]] = []
    first = desktop.when_asked(typing("", seen))
    desktop.drop(PROTECTED)
    desktop.qtbot.waitUntil(first, timeout=20_000)
    desktop.settle()
    assert not desktop.session.has_data
    assert "protected.xls" in desktop.window.messages.text.text()


def test_files_with_the_same_password_are_asked_for_once(desktop: Desktop, tmp_path: Path) -> None:
    twin = tmp_path / "copie.xls"
    twin.write_bytes(PROTECTED.read_bytes() + bytes(512))  # another digest
    seen: list[tuple[str, bool]] = []
    first = desktop.when_asked(typing("Été 2025", seen))
    desktop.drop(PROTECTED, twin)
    desktop.qtbot.waitUntil(first, timeout=20_000)
    desktop.qtbot.waitUntil(lambda: desktop.session.has_data, timeout=20_000)
    desktop.settle()
    assert names(desktop) == ["protected.xls", "copie.xls"]
    assert len(seen) == 1
