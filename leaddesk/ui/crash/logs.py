"""The log: a few files that anybody may be given. They hold what the program did and where it failed, nobody's data.

A line is made of the program's own words alone: the sentence that a place of the program logs, without what it puts
into it. Of an error there are its type and the places it came through. What libraries log has only its place: nobody
knows what they write.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from leaddesk.text import Message
from leaddesk.ui.crash import places

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = "logs"
NAME: Final = "leaddesk.log"
MOST_BYTES: Final = 512_000
FILES: Final = 4
"""The files together take two megabytes at most: the present one and three before it."""
OURS: Final = "leaddesk"
_ARGUMENT: Final = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z%]")
_LONGEST: Final = 20_000
_KINDS: Final = 500
_LAST: Final = 20


class Own(str):
    """A word of the program's own, which is no one's data: only such words are written into a sentence of the log."""

    __slots__ = ()


class WithoutData(logging.Formatter):
    """Writes a record without what may come from data."""

    def format(self, record: logging.LogRecord) -> str:
        """``2026-11-26 14:32:05 ERROR leaddesk.ui.jobs: the job failed``, with the places of its error below."""
        moment = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(record.created))
        return f"{moment} {said(record)}"


def said(record: logging.LogRecord) -> str:
    """A record without its time: the same for each time that it comes."""
    ours = record.name == OURS or record.name.startswith(OURS + ".")
    words = _sentence(record) if ours else places.place(record.pathname, record.lineno, record.funcName)
    name = record.name if ours else "library"
    text = f"{record.levelname} {name}: {words}"
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if error is not None:
        text += "\n" + places.reduced(error)
    return text[:_LONGEST]


def _sentence(record: logging.LogRecord) -> str:
    if not isinstance(record.msg, str):  # somebody logged a thing: its words may be anybody's
        return places.place(record.pathname, record.lineno, record.funcName)
    if not record.args:
        return record.msg
    values = iter(record.args if isinstance(record.args, tuple) else ())
    return _ARGUMENT.sub(lambda found: "%" if found[0] == "%%" else _own(next(values, None)), record.msg)


def _own(value: object) -> str:
    if isinstance(value, Own):
        return str(value)
    return value.msgid if isinstance(value, Message) else "…"


class LogFile(logging.Handler):
    """Writes the log into a folder, and sees to it that it stays small.

    The file is opened for each line: two windows may write into it, and either may put it aside.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.INFO)
        self.folder = folder
        self.path = folder / NAME
        self.setFormatter(WithoutData())
        self._times: dict[str, int] = {}
        self._counting = threading.Lock()
        self._errors: deque[str] = deque(maxlen=_LAST)

    @property
    def errors(self) -> tuple[str, ...]:
        """The last warnings and errors of this run, as they were written."""
        return tuple(self._errors)

    def filter(self, record: logging.LogRecord) -> bool:
        """What the program says from INFO on, what libraries say from WARNING on; what repeats itself less and less."""
        if record.levelno < logging.WARNING:
            return record.name.startswith(OURS)
        with self._counting:
            if len(self._times) > _KINDS:
                self._times.clear()
            words = said(record)
            times = self._times[words] = self._times.get(words, 0) + 1
        record.leaddesk_times = times
        return str(times).strip("0") == "1"

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line. Where that cannot be done there is nobody to tell."""
        with suppress(Exception):
            text = self.format(record)
            times = getattr(record, "leaddesk_times", 1)
            if times > 1:
                text += f"\n  ({times} times)"
            if record.levelno >= logging.WARNING:
                self._errors.append(text)
            self._write(text + "\n")

    def _write(self, text: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        data = text.encode("utf-8", "replace")
        with suppress(OSError):
            if self.path.stat().st_size + len(data) > MOST_BYTES:
                self._turn()
        opened = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(opened, data)
        finally:
            os.close(opened)

    def _turn(self) -> None:
        for number in range(FILES - 1, 0, -1):
            before = self.path if number == 1 else self._old(number - 1)
            if before.exists():
                before.replace(self._old(number))

    def _old(self, number: int) -> Path:
        return self.path.with_name(f"{NAME}.{number}")
