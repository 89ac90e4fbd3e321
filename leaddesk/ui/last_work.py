"""What was worked on last, to be offered when the program starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from leaddesk.ui.settings import Settings

SUFFIX: Final = ".leaddesk"


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
