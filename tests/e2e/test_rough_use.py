"""Hands that are too quick, files that are there twice, folders that cannot be written: nothing is lost or doubled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from leaddesk.model.action import editing
from leaddesk.text import language, msg

if TYPE_CHECKING:
    from tests.e2e.conftest import Desktop

HEAD = "Date;Nom;Source;Statut"


@pytest.fixture(params=["fr"])
def spoken(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def sheet(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    return path


def accept(dialog: Any) -> None:
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()


def open_first(desktop: Desktop, path: Path) -> None:
    asked = desktop.when_asked(accept)
    desktop.drop(path)
    desktop.qtbot.waitUntil(asked, timeout=20_000)
    desktop.qtbot.waitUntil(lambda: bool(desktop.session.has_data), timeout=20_000)
    desktop.settle()


def names(desktop: Desktop) -> list[str]:
    dataset = desktop.session.state.dataset
    return sorted(dataset["leads"].data["name"]) if "leads" in dataset else []


def told(desktop: Desktop) -> list[str]:
    """What the message bar is told from now on."""
    found: list[str] = []
    spoken = language("fr")
    desktop.session.noticed.connect(lambda notice: found.append(spoken.text(notice.text)))
    return found


def is_a_chain(desktop: Desktop) -> bool:
    actions = desktop.session.desk.actions
    return [action.parent for action in actions] == [None, *(action.id for action in actions)][: len(actions)]


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return sheet(tmp_path, "a.csv", "13/01/2026;A;Google;Gagné", "14/01/2026;B;Flyers;Perdu")


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return sheet(tmp_path, "b.csv", "15/01/2026;C;Google;Gagné")


def test_a_file_dropped_twice_counts_once(desktop: Desktop, first: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copie.csv"
    copy.write_bytes(first.read_bytes())
    asked = desktop.when_asked(accept)
    desktop.drop(first)
    desktop.drop(copy)
    desktop.drop(first)
    desktop.qtbot.waitUntil(asked, timeout=20_000)
    desktop.settle()
    assert names(desktop) == ["A", "B"]
    words = told(desktop)
    desktop.drop(first, copy)
    desktop.settle()
    assert names(desktop) == ["A", "B"]
    assert any("a.csv" in text for text in words)


def test_two_quick_undos_take_two_imports_back(desktop: Desktop, first: Path, second: Path) -> None:
    open_first(desktop, first)
    desktop.drop(second)
    desktop.settle()
    assert names(desktop) == ["A", "B", "C"]
    desktop.session.undo()
    desktop.session.undo()
    desktop.settle()
    assert names(desktop) == []
    desktop.session.redo()
    desktop.session.redo()
    desktop.session.redo()
    desktop.settle()
    assert names(desktop) == ["A", "B", "C"]
    assert is_a_chain(desktop)


def test_an_edit_during_an_import_is_written_with_it(
    desktop: Desktop, first: Path, second: Path, tmp_path: Path
) -> None:
    open_first(desktop, first)
    session = desktop.session
    row = int(session.state.dataset["leads"].rows[0])
    desktop.drop(second)
    assert not session.jobs.is_idle()
    session.edit(editing(session.state, "leads", row, "notes", "rappeler"), msg("a note"))
    desktop.settle()
    assert names(desktop) == ["A", "B", "C"]
    path = tmp_path / "travail.leaddesk"
    session.save_as(path)
    desktop.settle()
    session.open_sample(language("fr"))
    desktop.settle()
    session.open_paths([path])
    desktop.settle()
    assert names(desktop) == ["A", "B", "C"]
    assert session.state.dataset["leads"].data["notes"].dropna().tolist() == ["rappeler"]
    assert is_a_chain(desktop)


def test_own_files_are_not_mixed_with_the_sample(desktop: Desktop, first: Path) -> None:
    desktop.session.open_sample(language("fr"))
    desktop.settle()
    assert len(names(desktop)) > 2
    asked = desktop.when_asked(accept)
    desktop.drop(first)
    desktop.qtbot.waitUntil(asked, timeout=20_000)
    desktop.settle()
    assert names(desktop) == ["A", "B"]
    assert desktop.session.state.settings.company == ""
    assert desktop.session.state.settings.pinned_today is None


def test_a_document_and_a_sheet_dropped_together_are_both_opened(
    desktop: Desktop, first: Path, second: Path, tmp_path: Path
) -> None:
    open_first(desktop, first)
    path = tmp_path / "travail.leaddesk"
    desktop.session.save_as(path)
    desktop.settle()
    desktop.session.open_sample(language("fr"))
    desktop.settle()
    desktop.drop(second, path)
    desktop.settle()
    assert names(desktop) == ["A", "B", "C"]


def test_saving_onto_itself_and_opening_what_is_open(desktop: Desktop, first: Path, tmp_path: Path) -> None:
    open_first(desktop, first)
    path = tmp_path / "travail.leaddesk"
    for _ in range(2):
        desktop.session.save_as(path)
        desktop.settle()
        assert desktop.session.document_path == path
    words = told(desktop)
    desktop.session.open_paths([path])
    desktop.settle()
    assert names(desktop) == ["A", "B"]
    assert len(words) == 1
    assert "travail.leaddesk" in words[0]


def test_places_that_cannot_be(desktop: Desktop, first: Path, tmp_path: Path) -> None:
    open_first(desktop, first)
    words = told(desktop)
    desktop.session.save_as(tmp_path / "nowhere" / "travail.leaddesk")
    desktop.settle()
    desktop.window.open_recent(str(tmp_path / "gone.xlsx"))
    desktop.settle()
    desktop.window.open_recent(str(tmp_path / "gone.leaddesk"))
    desktop.settle()
    assert len(words) == 3
    assert "nowhere" in words[0]
    assert "gone.xlsx" in words[1]
    assert "gone.leaddesk" in words[2]
    assert names(desktop) == ["A", "B"]
    assert desktop.session.document_path is None


def test_closing_while_a_file_is_read_keeps_what_was_done(desktop: Desktop, first: Path, second: Path) -> None:
    open_first(desktop, first)
    session = desktop.session
    row = int(session.state.dataset["leads"].rows[0])
    session.edit(editing(session.state, "leads", row, "notes", "rappeler"), msg("a note"))
    desktop.drop(second)
    desktop.window.close()
    QApplication.processEvents()
    from leaddesk.workspace.document import Document

    documents = list(Path(session.folder).glob("*.leaddesk"))
    assert len(documents) == 1
    with Document.open(documents[0], read_only=True) as document:
        kinds = [action.kind for action in document.actions()]
    assert kinds == ["import", "edit"]
