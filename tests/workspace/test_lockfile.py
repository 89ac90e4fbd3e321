"""Who works on a document is said beside it; what a crash left behind keeps nobody out."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from leaddesk.text import language
from leaddesk.workspace.lockfile import (
    Holder,
    InUseError,
    LockFile,
    born,
    holder_of,
    is_alive,
    lock_path,
    myself,
)

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Été.leaddesk"


def other(**facts: object) -> Holder:
    return replace(Holder("Nadia", "BUREAU-2", 4711, "1", NOW.isoformat()), **facts)  # type: ignore[arg-type]


def test_a_lock_says_who_and_nothing_else(path: Path) -> None:
    lock = LockFile.take(path)
    facts = json.loads(lock_path(path).read_text("utf-8"))
    assert set(facts) == {"user", "host", "process", "born", "time", "document"}
    assert facts["process"] == os.getpid()
    lock.release()
    assert list(path.parent.iterdir()) == []


def test_a_second_opener_is_told_who_has_it(path: Path) -> None:
    LockFile.take(path, me=other())
    for me in (myself(), other(process=4712), other(born="2")):
        with pytest.raises(InUseError) as error:
            LockFile.take(path, me=me, alive=lambda _holder: True)
        assert (error.value.holder.user, error.value.is_old) == ("Nadia", False)
        words = language("fr").text(error.value.message)
        assert "Nadia" in words
        assert "BUREAU-2" in words
        assert f"{NOW.astimezone():%H:%M}" in words


def test_a_process_that_is_no_more_keeps_nobody_out(path: Path) -> None:
    script = "import sys; from pathlib import Path; from leaddesk.workspace.lockfile import LockFile; "
    script += "LockFile.take(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", script, path], cwd=ROOT, check=True)
    left = holder_of(path)
    assert left is not None
    assert left.process != os.getpid()
    lock = LockFile.take(path)
    assert lock.is_ours
    lock.release()
    assert holder_of(path) is None


def test_a_living_process_keeps_others_out(path: Path) -> None:
    script = "import sys; from pathlib import Path; from leaddesk.workspace.lockfile import LockFile; "
    script += "lock = LockFile.take(Path(sys.argv[1])); print('taken', flush=True); sys.stdin.read(); lock.release()"
    with subprocess.Popen(
        [sys.executable, "-c", script, path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"taken"
        with pytest.raises(InUseError):
            LockFile.take(path)
        process.communicate()
    LockFile.take(path).release()


def test_a_later_process_of_the_same_number_is_another(path: Path) -> None:
    me = myself()
    assert is_alive(me)
    assert born(2**22 + 5) is None
    if me.born:
        assert not is_alive(replace(me, born="1"))
        LockFile.take(path, me=replace(me, born="1"))
        LockFile.take(path).release()


@pytest.mark.parametrize(("hours", "is_old"), [(1, False), (3, True)])
def test_an_old_lock_of_another_computer_is_asked_about(path: Path, hours: int, is_old: bool) -> None:
    LockFile.take(path, me=other(time=(NOW - dt.timedelta(hours=hours)).isoformat()))
    with pytest.raises(InUseError) as error:
        LockFile.take(path)
    assert error.value.is_old is is_old
    lock = LockFile.take(path, force=True)
    assert lock.is_ours
    lock.release()


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b'{"process": "x"}', b"[" * 5000])
def test_a_lock_that_says_nothing_is_somebody_s(path: Path, content: bytes) -> None:
    lock_path(path).write_bytes(content)
    with pytest.raises(InUseError) as error:
        LockFile.take(path)
    assert not error.value.is_old
    old = NOW.timestamp() - 24 * 3600
    os.utime(lock_path(path), (old, old))
    with pytest.raises(InUseError) as error:
        LockFile.take(path)
    assert error.value.is_old


def test_a_lock_that_was_taken_over_is_not_released(path: Path) -> None:
    mine = LockFile.take(path)
    LockFile.take(path, me=other(), force=True)
    mine.release()
    assert not mine.is_ours
    assert holder_of(path) == other()


def test_a_sign_of_life_names_the_document(path: Path) -> None:
    lock = LockFile.take(path, me=replace(myself(), time="2020-01-01T00:00:00+00:00"))
    lock.renew("ab" * 16)
    now = holder_of(path)
    assert now is not None
    assert now.document == "ab" * 16
    assert now.time > "2026"
    assert lock.is_ours
    lock.release()
    assert list(path.parent.iterdir()) == []


def test_a_sign_of_life_that_cannot_be_written_leaves_the_lock_ours(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = LockFile.take(path)
    with monkeypatch.context() as failing:
        failing.setattr(Path, "replace", fail)
        lock.renew("ab" * 16)
    assert lock.is_ours
    lock.release()
    assert list(path.parent.iterdir()) == []


def fail(*_given: object) -> None:
    raise OSError(28, "no space left on device")


def test_a_lock_is_on_the_disk_before_it_has_its_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut would leave an empty one, of somebody unknown."""
    named: list[bool] = []
    monkeypatch.setattr("os.fsync", lambda _handle: named.append(lock_path(path).exists()))
    LockFile.take(path).release()
    assert named == [False]
