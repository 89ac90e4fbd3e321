"""Files become raw cells: ``read_file`` for a file, ``read_text`` for a table from the clipboard."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.ingest import assembly
from leaddesk.ingest.apart import tables_apart
from leaddesk.ingest.explanations import error_for, issue_for
from leaddesk.ingest.machine import installed_memory
from leaddesk.ingest.sandbox import WorkerProcess
from leaddesk.model.raw import RawFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.issues import Issue
    from leaddesk.text import Message

MAX_ROWS: Final = 1_048_576
"""Excel's own limit."""

_log: Final = logging.getLogger(__name__)
_SHARED_FROM: Final = 1 << 20
_MOST_WORKERS: Final = 4
_TRY_AGAIN: Final = frozenset({"died", "damaged", "memory", "no_sheets"})
_LIFTED_MEMORY: Final = 4 << 30
_LIFTED_SECONDS: Final = 150
_SMALL_SECONDS: Final = 10
_SMALL: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is acceptable, and what its worker may use.

    ``rows`` and ``columns`` of a sheet; ``memory`` (address space) and ``file_size`` in bytes; ``cpu_seconds`` of a
    worker; ``entries``, ``unpacked`` (bytes) and ``ratio`` of a zip package.
    """

    rows: int = 200_000
    columns: int = 16_384
    memory: int = 1 << 30
    cpu_seconds: int = 30
    file_size: int = 1 << 30
    entries: int = 10_000
    unpacked: int = 2 << 30
    ratio: int = 500

    def __post_init__(self) -> None:
        if not 0 < self.rows <= MAX_ROWS:
            raise ValueError(f"rows: 1 to {MAX_ROWS}")

    def lifted(self) -> Limits:
        """These limits with as many rows as Excel has, and what such a file needs: 150 s of processor time, and 4 GB
        where the computer has twice as much, else half of what it has.
        """
        memory = min(_LIFTED_MEMORY, installed_memory() // 2)
        seconds = max(self.cpu_seconds, _LIFTED_SECONDS)
        return replace(self, rows=MAX_ROWS, memory=max(self.memory, memory), cpu_seconds=seconds)


class TooManyRows(LeadDeskError):  # noqa: N818  (named for what the user can lift)
    """The file has more rows than the limit, which can be lifted: ``read_file(path, limits=error.lifted)`` reads it
    with Excel's own limit. Raised only where that is more; ask the user first: it takes memory and time.
    """

    def __init__(self, message: Message, hint: Message | None, lifted: Limits) -> None:
        super().__init__(message, hint)
        self.lifted = lifted


@dataclass(frozen=True, slots=True)
class TextFormat:
    """What the user says of a text file; None is found out. ``encoding`` as Python names it, ``delimiter`` one
    character (a blank stands for runs of blanks, two for columns of a fixed width).
    """

    encoding: str | None = None
    delimiter: str | None = None


_DEFAULT_LIMITS: Final = Limits()
_DEFAULT_FORMAT: Final = TextFormat()


def read_file(
    path: str | os.PathLike[str],
    *,
    limits: Limits = _DEFAULT_LIMITS,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
    password: str | None = None,
    text: TextFormat = _DEFAULT_FORMAT,
) -> tuple[RawFile, tuple[Issue, ...]]:
    """The cells of the file at *path*, in a format told by its content, and what is remarkable about them.

    Reads in worker processes and blocks until they end: call it from a thread. *cancelled* is asked every twentieth
    of a second, from another thread; *progress* gets 0 to 1. *password* opens a protected workbook; it goes to the
    worker through a pipe and is kept nowhere.

    :raises LeadDeskError: when the file cannot be read; it names the file and says what to do.
    :raises PasswordError: when the file wants a password, or another one.
    :raises TooManyRows: when it has more rows than *limits* allow and Excel's limit is higher.
    :raises Cancelled: when *cancelled* said so.
    """
    return _Reading(Path(path), limits, cancelled, progress, text, password).result()


def read_text(text: str, name: str) -> RawFile:
    """A table from the clipboard: cells between tabs, quoted where they hold line ends, as spreadsheets copy them.

    Text without a tab is cut by the same rule as a file. *name* becomes the file's name.

    :raises LeadDeskError: when there is no text in it, or too much.
    """
    from leaddesk.ingest.frames import FrameWriter
    from leaddesk.ingest.readers.delimited import read_table
    from leaddesk.ingest.refusal import Refusal

    text = text.removeprefix("\ufeff").rstrip("\x00")
    try:
        stream = io.StringIO(text, newline="")
        table = read_table(
            stream, _DEFAULT_LIMITS.rows, _DEFAULT_LIMITS.columns, delimiter="\t" if "\t" in text else None
        )
    except Refusal as refusal:
        raise error_for(refusal.code, name, dict(refusal.details)) from refusal
    buffer = io.BytesIO()
    FrameWriter(buffer).sheet("", table.cells, origin=(table.first_row, 0))
    buffer.seek(0)
    sheets = assembly.SheetAssembly()
    sheets.take_all(buffer)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return RawFile(name, digest, "clipboard", tables_apart(sheets.result()), "utf-8", table.delimiter)


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Answer:
    """What one worker said."""

    def __init__(self) -> None:
        self.sheets = assembly.SheetAssembly()
        self.findings: list[tuple[str, dict[str, Any]]] = []
        self.format = ""
        self.chances = 1
        self.encoding = self.delimiter = ""
        self.about: tuple[tuple[str, str], ...] = ()
        self.failure: tuple[str, dict[str, Any]] | None = None


class _Reading:
    """One call of read_file."""

    def __init__(
        self,
        path: Path,
        limits: Limits,
        cancelled: Callable[[], bool] | None,
        progress: Callable[[float], None] | None,
        text: TextFormat,
        password: str | None,
    ) -> None:
        self._path, self._name, self._limits, self._password = path, path.name, limits, password
        self._cancelled, self._progress, self._text = cancelled, progress, text
        self._is_too_long = threading.Event()
        self._seconds = limits.cpu_seconds

    def result(self) -> tuple[RawFile, tuple[Issue, ...]]:
        parts = self._parts()
        with ThreadPoolExecutor(parts + 1, "read-file") as pool:
            digest = pool.submit(self._digest)
            answers = list(pool.map(self._ask, range(parts), [parts] * parts, [0] * parts))
            joined = self._joined(answers)
            if joined is None:  # the parts do not fit together: one worker reads it all
                joined = self._ask(0, 1, 0)
            for chance in range(1, joined.chances):
                if joined.failure is None or joined.failure[0] not in _TRY_AGAIN:
                    break
                joined = self._better(joined, self._ask(0, 1, chance))
            if joined.failure is not None:
                raise self._error(*joined.failure)
            sheets = tables_apart(joined.sheets.result())
            read_as = (joined.encoding, joined.delimiter, joined.about)
            file = RawFile(self._name, digest.result(), joined.format, sheets, *read_as)
        issues = [issue_for(code, self._name, facts) for code, facts in joined.findings]
        issues += assembly.date_issues(file)
        self._advance(1.0)
        return file, tuple(issues)

    def _parts(self) -> int:
        """How many workers share the file: for a large package as many as there are cores, four at most."""
        try:
            if self._path.is_dir():
                raise self._error("folder", {})
            size = self._path.stat().st_size
            with self._path.open("rb") as stream:
                packed = stream.read(4) == b"PK\x03\x04"
        except FileNotFoundError as error:
            raise self._error("missing", {}) from error
        except PermissionError as error:
            raise self._error("permission", {}) from error
        except OSError as error:
            raise self._error("unreadable", {}) from error
        if size > self._limits.file_size:
            raise self._error("too_large", {"megabytes": self._limits.file_size >> 20})
        if size < _SMALL:  # a reader that takes longer for so little goes round in it
            self._seconds = min(self._seconds, _SMALL_SECONDS)
        return min(_cores(), _MOST_WORKERS) if packed and size >= _SHARED_FROM else 1

    def _digest(self) -> str:
        with self._path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def _ask(self, part: int, parts: int, chance: int) -> _Answer:
        limits = self._limits
        request = {
            "path": str(self._path.resolve()),
            "extension": self._path.suffix.lower().removeprefix("."),
            "encoding": self._text.encoding,
            "delimiter": self._text.delimiter,
            "password": self._password,
            "rows": limits.rows,
            "columns": limits.columns,
            "memory": limits.memory,
            "cpu_seconds": self._seconds,
            "entries": limits.entries,
            "unpacked": limits.unpacked,
            "ratio": limits.ratio,
            "part": part,
            "parts": parts,
            "chance": chance,
        }
        answer = _Answer()
        with WorkerProcess(request, seconds=2 * self._seconds, cancelled=self._stops) as worker:
            try:
                for header, buffers in worker.frames():
                    self._take(answer, header, buffers, report=part == 0)
            except (ValueError, LookupError, TypeError, OverflowError, MemoryError):
                _log.info("%s: the worker sends what makes no sense", self._name)
                answer.failure = ("died", {})
                return answer
        if worker.ending == "cancelled":
            if not self._is_too_long.is_set():
                raise Cancelled
            answer.failure = ("too_many_rows", {"limit": limits.rows})
        if worker.ending in {"slow", "died"}:
            is_stuck = self._seconds < limits.cpu_seconds  # nobody can export less of a file that is small
            answer.failure = ("died" if is_stuck else worker.ending, {})
        return answer

    def _take(self, answer: _Answer, header: dict[str, Any], buffers: list[bytearray], *, report: bool) -> None:
        match header["type"]:
            case "sheet" | "column":
                answer.sheets.take(header, buffers)
            case "progress" if report:
                self._advance(0.95 * header["value"])
            case "format":
                answer.format, answer.chances = header["format"], header["chances"]
            case "issue":
                answer.findings.append((header["code"], header["facts"]))
            case "about":
                answer.about = tuple(header["about"].items())
            case "text":
                answer.encoding, answer.delimiter = header["encoding"], header["delimiter"]
            case "refusal":
                _log.info("%s: %s %s", self._name, header["code"], header["details"])
                answer.failure = (header["code"], header["details"])
                if header["code"] == "too_many_rows":
                    self._is_too_long.set()

    def _stops(self) -> bool:
        """Whether a worker should stop: the user gave up, or another one found that the file is too long."""
        return self._is_too_long.is_set() or (self._cancelled is not None and self._cancelled())

    def _joined(self, answers: list[_Answer]) -> _Answer | None:
        first, *others = answers
        if any(answer.failure is not None and answer.failure[0] == "uncut" for answer in answers):
            return None
        for other in others:
            if first.failure is None and other.failure is not None:
                first.failure = other.failure
            if first.failure is None and not first.sheets.join(other.sheets, self._limits.rows):
                return None
        rows = max((sheet.rows for sheet in first.sheets.sheets), default=0)
        if first.failure is None and rows > self._limits.rows:
            first.failure = ("too_many_rows", {"limit": self._limits.rows})
        return first

    @staticmethod
    def _better(before: _Answer, after: _Answer) -> _Answer:
        """Of two answers the one that says more: a failure for a plain reason is worth more than a vague one."""
        if after.failure is not None and after.failure[0] in _TRY_AGAIN | {"slow"}:
            return before
        return after

    def _advance(self, value: float) -> None:
        if self._progress is not None:
            self._progress(value)

    def _error(self, code: str, facts: dict[str, Any]) -> LeadDeskError:
        error = error_for(code, self._name, facts)
        if code == "too_many_rows" and self._limits.rows < MAX_ROWS:
            return TooManyRows(error.message, error.hint, self._limits.lifted())
        return error
