"""What was worked on last, to be offered when the program starts; and all work that was never given a name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.text import Message
    from leaddesk.ui.settings import Settings

SUFFIX: Final = ".leaddesk"
_MOST: Final = 5
_NAMED: Final = 2


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A document without a name: the day and time it was last written, and the files that were opened in it."""

    path: Path
    written: dt.datetime
    files: tuple[str, ...]

    @property
    def label(self) -> Message:
        """What it is called in a list."""
        from leaddesk.text import msg

        names = ", ".join(self.files[:_NAMED]) + (", …" if len(self.files) > _NAMED else "")
        if not names:
            return msg("Work without a name, {time}", time=self.written)
        return msg("Work without a name, {time} ({files})", time=self.written, files=names)


def unnamed_work(folder: Path, but: Path | None = None) -> tuple[Unnamed, ...]:
    """The documents without a name, the one written last first, five at most; *but*: the one that is open."""
    try:
        paths = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    except OSError:
        return ()
    return tuple(_unnamed(path) for path in [path for path in paths if path != but][:_MOST])


def _unnamed(path: Path) -> Unnamed:
    import datetime as dt
    import sqlite3
    from functools import partial

    from leaddesk.errors import LeadDeskError
    from leaddesk.workspace.document import Document

    written = dt.datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006  (shown on this computer's clock)
    at_once = partial(sqlite3.connect, uri=True, isolation_level=None, timeout=0.0)
    try:
        with Document.open(path, read_only=True, connect=at_once) as document:
            names = dict.fromkeys(entry.name for entry in document.imports() if entry.name)
    except LeadDeskError:  # another window has it, or a crash left it in the middle of a write: opening it tells
        names = {}
    return Unnamed(path, written, tuple(names))


def last_work(folder: Path, settings: Settings) -> Path | None:
    """The document that was written last, with a name or without; None when there is neither."""
    named = [Path(path) for path in settings.recent_files if path.endswith(SUFFIX)]
    found = [path for path in (latest_untitled(folder), *named) if path is not None and path.is_file()]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def latest_untitled(folder: Path) -> Path | None:
    """The document without a name that was written last, None when there is none."""
    try:
        found = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
    except OSError:
        return None
    return found[-1] if found else None
