"""The story of a run that broke off: how the document is, the last backup, and details that hold nothing of anybody."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.text import language, msg
from leaddesk.ui.crash.endings import Ended, How
from leaddesk.ui.crash.story import details, something_went_wrong, told
from leaddesk.ui.notices import Tone
from leaddesk.workspace.document import Document
from tests.quiet import Quiet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STARTED = dt.datetime(2026, 11, 26, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A document whose last action is of half past ten in Greenwich."""
    path = tmp_path / "Zebulon.leaddesk"
    change = Change("settings", "company", "", "Zebulon")
    action = Action(uuid4(), uuid4(), None, "2026-11-26T10:30:15.000+00:00", ActionKind.SETTING, msg("a"), (change,))
    with Document.create(path) as made:
        made.append(action)
    return path


@pytest.fixture
def _in_paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An hour ahead of Greenwich."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Paris")
        time.tzset()
        yield
    time.tzset()


def spoken(code: str, ended: Ended, backup: dt.datetime | None = None) -> tuple[Tone, str]:
    notice = told(ended, lambda _id: backup, Quiet()).notice
    assert notice.hint is not None
    return notice.tone, f"{language(code).text(notice.text)} {language(code).text(notice.hint)}"


@pytest.mark.usefixtures("_in_paris")
def test_the_document_is_sound_and_there_is_a_backup(document: Path) -> None:
    asked: list[UUID] = []

    def last_backup(key: UUID) -> dt.datetime:
        asked.append(key)
        return dt.datetime(2026, 11, 26, 9, 15, tzinfo=dt.UTC)

    notice = told(Ended(How.CRASHED, STARTED, document), last_backup, Quiet()).notice
    with Document.open(document) as opened:
        assert asked == [opened.id]
    assert notice.hint is not None
    assert language("en").text(notice.hint) == (
        "Your document was checked: everything is there, up to your last change, at 11:30:15 on 26/11/2026. "
        "The last backup is of 26/11/2026 10:15."
    )
    assert notice.lasts
    assert notice.command == "support"


@pytest.mark.parametrize(
    ("code", "how", "words"),
    [
        ("fr", How.KILLED, "n’a pas été fermé normalement"),
        ("fr", How.CRASHED, "erreur du programme"),
        ("fr", How.HUNG, "ne répondait plus"),
        ("en", How.KILLED, "was not closed as usual"),
        ("en", How.CRASHED, "an error in the program"),
        ("en", How.HUNG, "did not respond"),
    ],
)
def test_each_end_has_its_words(document: Path, code: str, how: How, words: str) -> None:
    tone, said = spoken(code, Ended(how, STARTED, document))
    assert words in said
    assert tone is Tone.INFO, "nothing is lost: no alarm"


def test_nothing_was_open() -> None:
    tone, said = spoken("en", Ended(How.KILLED, STARTED))
    assert tone is Tone.INFO
    assert said.endswith("No document was open: nothing is lost.")


def test_a_document_with_a_changed_byte_is_told_with_its_backup(document: Path) -> None:
    data = document.read_bytes()
    assert data.count(b'"Zebulon"') == 1
    document.write_bytes(data.replace(b'"Zebulon"', b'"Zebulan"'))
    tone, said = spoken("en", Ended(How.KILLED, STARTED, document), dt.datetime(2026, 11, 25, 18, 0, tzinfo=dt.UTC))
    assert tone is Tone.WARNING
    assert "“Zebulon.leaddesk” is damaged" in said


def test_details_hold_nothing_of_anybody(document: Path) -> None:
    document.unlink()
    story = told(Ended(How.CRASHED, STARTED, document, "Fatal Python error: Aborted"), None, Quiet())
    for code in ("fr", "en"):
        text = details(language(code), story, ("ERROR leaddesk.ui.jobs: it failed",))
        assert "Zebulon" not in text
        assert str(document.parent) not in text
        assert "Fatal Python error: Aborted" in text
        assert "ERROR leaddesk.ui.jobs: it failed" in text
        assert "LeadDesk 0" in text or "LeadDesk 1" in text


def test_what_is_told_at_once() -> None:
    words = language("fr").text
    assert words(something_went_wrong(None).text) == "Un problème est survenu dans LeadDesk."
    at = dt.datetime(2026, 11, 26, 14, 32, 5).astimezone()
    told_text = words(something_went_wrong(at).text)
    assert told_text.endswith("votre travail est enregistré jusqu’à 14:32:05.")
