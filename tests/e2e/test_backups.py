"""Backups come by themselves, and a version of the past comes back with a way back to the present."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leaddesk.text import language, msg
from leaddesk.ui import backing_up
from leaddesk.ui.keeper import BACKUPS
from leaddesk.workspace.backups import Cause

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.e2e.conftest import Desktop

LEADS = (
    "N°;Reçu le;Origine;Etat;Client\n1;03/02/2026;Flyers;gagné;Boulangerie Pré-Neuf\n2;05/02/2026;Flyers;perdu;Lune\n"
)
MORE = "N°;Reçu le;Origine;Etat;Client\n3;03/03/2026;Flyers;gagné;Fleurs d'Ici\n"


def opened(desktop: Desktop, tmp_path: Path) -> None:
    take(desktop, tmp_path / "demandes.csv", LEADS)
    desktop.session.save_as(tmp_path / "work.leaddesk")
    desktop.settle()


def take(desktop: Desktop, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    desktop.window.session.proposed.disconnect(desktop.window.confirm_import)
    desktop.window.session.proposed.connect(desktop.session.confirm)
    desktop.drop(path)
    desktop.settle()
    desktop.window.session.proposed.disconnect(desktop.session.confirm)
    desktop.window.session.proposed.connect(desktop.window.confirm_import)


def backups(desktop: Desktop) -> list[Any]:
    keeper = desktop.session.desk.keeper
    return list(keeper.backups.of(keeper.document_id))


def rename(desktop: Desktop, company: str) -> None:
    desktop.session.change_setting("company", company, msg("Company"))
    desktop.settle()


def test_the_first_work_is_backed_up_at_once_and_the_next_before_an_import(desktop: Desktop, tmp_path: Path) -> None:
    opened(desktop, tmp_path)
    assert [backup.cause for backup in backups(desktop)] == [Cause.CHANGED]
    rename(desktop, "Vélo Express")
    assert len(backups(desktop)) == 1, "the last one is younger than half an hour"
    take(desktop, tmp_path / "mars.csv", MORE)
    assert [backup.cause for backup in backups(desktop)] == [Cause.IMPORT, Cause.CHANGED]


def test_what_was_changed_is_backed_up_every_half_hour(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(desktop, tmp_path)
    assert desktop.window.backing_up.timer.isActive()
    assert desktop.window.backing_up.timer.interval() == 30 * 60 * 1000
    rename(desktop, "Vélo Express")
    monkeypatch.setattr(backing_up, "WORKED_ON", backing_up.WORKED_ON * 0)
    desktop.window.backing_up.timer.timeout.emit()
    desktop.settle()
    assert [backup.cause for backup in backups(desktop)] == [Cause.CHANGED, Cause.CHANGED]
    desktop.window.backing_up.timer.timeout.emit()
    desktop.settle()
    assert len(backups(desktop)) == 2, "nothing was changed since"


def test_a_document_is_backed_up_when_it_is_opened(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(desktop, tmp_path)
    rename(desktop, "Vélo Express")
    (tmp_path / "copy.leaddesk").write_bytes((tmp_path / "work.leaddesk").read_bytes())
    desktop.session.open_paths([tmp_path / "copy.leaddesk"])
    desktop.settle()
    assert len(backups(desktop)) == 1, "the last one is younger than a day"
    (tmp_path / "other.leaddesk").write_bytes((tmp_path / "work.leaddesk").read_bytes())
    monkeypatch.setattr(backing_up, "UNTOUCHED", backing_up.UNTOUCHED * 0)
    desktop.session.open_paths([tmp_path / "other.leaddesk"])
    desktop.settle()
    assert [backup.cause for backup in backups(desktop)] == [Cause.OPENED, Cause.CHANGED]


def test_a_backup_that_cannot_be_made_is_said_once(desktop: Desktop, tmp_path: Path, spoken: str) -> None:
    (desktop.session.folder).mkdir(parents=True, exist_ok=True)
    (desktop.session.folder / BACKUPS).write_text("not a folder")
    opened(desktop, tmp_path)
    words = language(spoken).text(msg("Your work is saved, but no backup of it could be made."))
    bar = desktop.window.messages
    assert words in [language(spoken).text(notice.text) for notice in bar._notices]
    bar.clear()
    rename(desktop, "Vélo Express")
    desktop.window.backing_up.look()
    desktop.settle()
    assert bar.current() is None, "once is enough"
    assert desktop.session.saved_at is not None
