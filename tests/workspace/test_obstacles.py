"""Each bad place has words of its own, and nothing is said to be saved where it is not."""

from __future__ import annotations

import errno
import resource
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.text import language
from leaddesk.workspace.document import Document
from leaddesk.workspace.obstacles import is_too_long, obstacle
from tests.workspace.made import edit, raw

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]


def told(act: Callable[[], object]) -> str:
    with pytest.raises(LeadDeskError) as error:
        act()
    assert error.value.hint is not None
    french = language("fr").text(error.value.message)
    assert french != language("en").text(error.value.message)
    return language("en").text(error.value.message)


def said(script: str, place: str) -> list[str]:
    """What a program of its own says of a place, line by line."""
    run = subprocess.run([sys.executable, "-c", script, place], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    return run.stdout.splitlines()


def test_a_folder_that_is_not_there_or_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for folder, words in (
        ("nowhere", "The folder “nowhere” is not there."),
        ("file", "“file” is a file, not a folder."),
    ):
        place = tmp_path / folder / "a.leaddesk"
        assert told(lambda place=place: Document.create(place)) == words  # type: ignore[misc]
        with Document.create(tmp_path / f"of {folder}") as document:
            assert told(lambda place=place: document.save_copy(place)) == words  # type: ignore[misc]
    assert told(lambda: Document.open(tmp_path / "nowhere" / "a")) == "The folder “nowhere” is not there."


READ_ONLY = """
import os, sys
from pathlib import Path
from leaddesk.errors import LeadDeskError
from leaddesk.workspace.document import Document
if os.geteuid() == 0:  # whom permissions do not stop
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for act, name in ((Document.create, "new"), (Document.open, "locked"), (Document.open, "open")):
    try:
        act(Path(sys.argv[1]) / name)
        print("done")
    except LeadDeskError as error:
        print(error.message.msgid)
"""


def test_a_folder_that_may_only_be_read() -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to other users altogether
        folder = Path(name)
        for file, mode in (("locked", 0o444), ("open", 0o666)):
            Document.create(folder / file).close()
            (folder / file).chmod(mode)
        folder.chmod(0o555)
        run = subprocess.run(
            [sys.executable, "-c", READ_ONLY, name], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert run.stdout.splitlines() == ["The folder “{folder}” may not be written to."] * 3
        folder.chmod(0o755)  # so that it can be emptied
        assert len(list(folder.iterdir())) == 2


FULL = """
import sys
from uuid import UUID
from leaddesk.errors import LeadDeskError
from leaddesk.workspace.document import Document
from tests.workspace.made import edit, raw
import os, resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
document = Document.open(sys.argv[1])
document.append(edit(document, 1))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
for act in (
    lambda: document.add_import(raw("a.csv", *(os.urandom(400).hex() for _ in range(2_000))), UUID(int=1)),
    lambda: document.save_copy(sys.argv[1] + ".copy") if document.imports() == () else None,
):
    try:
        act()
        print("done")
    except LeadDeskError as error:
        print(error.message.msgid)
print(len(list(document.actions())), len(document.imports()))
"""


def test_a_disk_without_room_is_told_and_what_was_there_stays(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: SQLite meets it in the middle of an import."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)
    path = tmp_path / "a.leaddesk"
    Document.create(path).close()
    lines = said(FULL, str(path))
    assert lines[0] in {
        "“{file}” could not be saved: the disk is full.",
        "The disk that holds “{file}” does not answer as it should.",
    }
    assert lines[-1] == "1 0"
    with Document.open(path) as document:
        assert len(list(document.actions())) == 1
        document.add_import(raw(), document.id)  # with room again, it goes
        document.append(edit(document, 2))


def test_no_room_for_a_new_file(tmp_path: Path) -> None:
    for code in (errno.ENOSPC, errno.EDQUOT):
        words = str(obstacle(tmp_path / "a.leaddesk", OSError(code, "no room")))
        assert words.startswith("“a.leaddesk” could not be saved: the disk is full.")


def test_a_path_that_is_too_long(tmp_path: Path) -> None:
    for length in (250, 256):  # SQLite's own file beside it does not fit, or the name itself
        place = tmp_path / ("n" * length)
        words = told(lambda place=place: Document.create(place))  # type: ignore[misc]
        assert words.endswith(f"is too long: {len(str(place))} characters.")
    assert not list(tmp_path.iterdir())
    assert is_too_long(Path("/" + "d" * 200 + "/" + "n" * 50), windows=True)
    assert not is_too_long(Path("/" + "d" * 200 + "/" + "n" * 49), windows=True)


def test_names_that_read_the_same(tmp_path: Path) -> None:
    composed = "Été.leaddesk"
    decomposed = unicodedata.normalize("NFD", composed)
    Document.create(tmp_path / decomposed).close()
    Document.open(tmp_path / decomposed).close()
    words = told(lambda: Document.open(tmp_path / composed))
    assert words == f"“{composed}” is there under a name that reads the same: its accents are written otherwise."
    words = told(lambda: Document.create(tmp_path / composed))
    assert words == f"A file that reads “{composed}” is there already: its accents are written in another way."
    assert len(list(tmp_path.iterdir())) == 1


def test_links(tmp_path: Path) -> None:
    real, link, lost = tmp_path / "real.leaddesk", tmp_path / "link", tmp_path / "lost"
    Document.create(real).close()
    link.symlink_to(real)
    lost.symlink_to(tmp_path / "nowhere")
    assert told(lambda: Document.open(lost)) == "“lost” is a link to a file that is not there."
    with Document.open(link) as document:
        document.append(edit(document, 1))
    with Document.open(real) as document:
        assert len(list(document.actions())) == 1
        for place in (link, lost):
            words = told(lambda place=place: document.save_copy(place, replace=True))  # type: ignore[misc]
            assert words in {f"“{place.name}” is a link to another file.", "“link” is the document that is open."}
    assert link.is_symlink()
