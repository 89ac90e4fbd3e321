"""The first rows of a file, to be shown while the rest is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.ingest import assembly
from leaddesk.ingest.reader import Limits
from leaddesk.ingest.sandbox import WorkerProcess
from leaddesk.model.raw import RawFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SECONDS: Final = 3
_MEMORY: Final = 1 << 29


def glimpse(path: Path, *, cancelled: Callable[[], bool] | None = None) -> RawFile | None:
    """The first rows of the first sheet of a file, in a raw file of one sheet without a digest.

    None where they cannot be had quickly, for whatever reason: the reading proper will say what is the matter. Blocks
    for a few tenths of a second: call it from a thread.
    """
    limits = Limits()
    request = {
        "path": str(path.resolve()),
        "extension": path.suffix.lower().removeprefix("."),
        "rows": limits.rows,
        "columns": limits.columns,
        "memory": _MEMORY,
        "cpu_seconds": _SECONDS,
        "entries": limits.entries,
        "unpacked": limits.unpacked,
        "ratio": limits.ratio,
        "glimpse": True,
    }
    sheets, kind, is_done = assembly.SheetAssembly(), "", False
    with WorkerProcess(request, seconds=_SECONDS, cancelled=cancelled) as worker:
        try:
            for header, buffers in worker.frames():
                if header["type"] in {"sheet", "column"}:
                    sheets.take(header, buffers)
                elif header["type"] == "format":
                    kind = header["format"]
                is_done = header["type"] == "done"
        except (ValueError, LookupError, TypeError, OverflowError, MemoryError):
            return None
    found = sheets.result() if is_done else ()
    return RawFile(path.name, "", kind, tuple(found)) if found and found[0].rows else None
