"""Opening a hostile file as the program does, and what is known of it afterwards."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from leaddesk.errors import LeadDeskError
from leaddesk.ingest import explanations
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.reader import read_file
from leaddesk.text import language
from tests.hostile.case import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.hostile.case import Case

_DAY: Final = dt.date(2026, 9, 1)
_FACTS: Final = {"limit": 1, "megabytes": 1, "encoding": ""}


@dataclass(frozen=True, slots=True)
class Opened:
    """How opening ended: ``DATA`` or the code of the refusal; what else is wrong with that; seconds until then."""

    end: str
    wrong: str
    read: float
    taken: float


def opened(case: Case, folder: Path) -> Opened:
    """Write the file, read it, and take what was read in.

    Anything that is not a LeadDeskError comes out: it is what the tests are for.
    """
    content = case.make()
    home = folder / f"{abs(hash(case.name))}"
    home.mkdir()
    path = home / case.name
    path.write_bytes(content)
    path.chmod(0o444)
    before = path.stat()
    start = time.perf_counter()
    end, wrong, read = DATA, "", 0.0
    try:
        raw, issues = read_file(path)
        read = time.perf_counter() - start
        issues += build([(raw, propose(raw, today=_DAY))]).issues
        for issue in issues:
            language("fr").text(issue.message)
        if not raw.sheets:
            wrong = "no sheets and no word about it"
        elif any("root:" in text for sheet in raw.sheets for column in sheet.columns for text in column.texts):
            wrong = "another file's content"
    except LeadDeskError as error:
        end, wrong = _refusal(error, case.name)
    taken = time.perf_counter() - start
    after = path.stat()
    if path.read_bytes() != content or after.st_mtime_ns != before.st_mtime_ns or list(home.iterdir()) != [path]:
        wrong = "the file or its folder was changed"
    path.unlink()
    return Opened(end, wrong, read or taken, taken)


def _refusal(error: LeadDeskError, name: str) -> tuple[str, str]:
    codes = [code for code, words in explanations.REASONS.items() if words("", _FACTS)[0].msgid == error.message.msgid]
    named = all(name in language(code).text(error.message) for code in ("fr", "en"))
    return codes[0], "" if named and error.hint is not None else f"it does not name the file, or has no hint: {error}"


@contextmanager
def peaks() -> Iterator[list[int]]:
    """The most memory (bytes resident) of each child process that ended meanwhile, on Linux and macOS.

    A child begins as a copy of its parent, which counts.
    """
    found: list[int] = []
    lock = threading.Lock()
    kept = subprocess.Popen._try_wait  # type: ignore[attr-defined]

    def waited(process: Any, flags: int) -> tuple[int, int]:
        try:
            number, status, usage = os.wait4(process.pid, flags)
        except ChildProcessError:
            return process.pid, 0
        if number:
            with lock:
                found.append(usage.ru_maxrss << 10)
        return number, status

    subprocess.Popen._try_wait = waited  # type: ignore[attr-defined]
    try:
        yield found
    finally:
        subprocess.Popen._try_wait = kept  # type: ignore[attr-defined]
