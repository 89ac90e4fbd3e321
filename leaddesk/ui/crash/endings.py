"""How runs ended that did not end as they should: what their marks and traces tell at the next start."""

from __future__ import annotations

import datetime as dt
import os
import time
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path
from typing import Final

from leaddesk.ui.crash import places
from leaddesk.ui.crash.running import FOLDER, MARK, MOST_BYTES, TRACE, lock, text_of

_JUST_MADE: Final = 60.0


class How(StrEnum):
    """How a run ended that did not end as it should."""

    KILLED = auto()
    """It left no trace: ended from outside, or the computer went off."""
    CRASHED = auto()
    """It broke down and said where."""
    HUNG = auto()
    """It did not answer any more when it was ended."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that did not end as it should: ``trace`` are places in the program, ``document`` is what was open."""

    how: How
    started: dt.datetime | None
    document: Path | None = None
    trace: str = ""


def left_behind(folder: Path) -> list[Ended]:
    """The runs that did not end as they should, oldest first. Their marks are taken away: they are told once."""
    try:
        marks = sorted((folder / FOLDER).glob(f"*{MARK}"), key=lambda path: path.stat().st_mtime)
    except OSError:
        return []
    return [ended for path in marks if (ended := _taken_away(path)) is not None]


def _taken_away(path: Path) -> Ended | None:
    """What a mark tells; None while somebody holds it, or is about to."""
    trace = path.with_suffix(TRACE)
    try:
        with path.open("r+b", buffering=0) as mark:
            lock(mark)
            words = mark.read(MOST_BYTES)
            if not words and time.time() - path.stat().st_mtime < _JUST_MADE:
                return None
        text = text_of(trace) if trace.exists() else ""
        path.unlink()
        trace.unlink(missing_ok=True)
    except OSError:
        return None
    started, _, document = words.partition(b"\n")
    return Ended(
        _how(text), _moment(started), Path(os.fsdecode(document)) if document else None, places.reduced_dump(text)
    )


def _how(text: str) -> How:
    if places.is_fatal(text):
        return How.CRASHED
    return How.HUNG if "Timeout (" in text else How.KILLED


def _moment(text: bytes) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text.decode())
    except ValueError:
        return None
