"""What was worked on last, to be offered when the program starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from leaddesk.ui.asking import SUFFIX

if TYPE_CHECKING:
    from leaddesk.ui.session import Session
    from leaddesk.ui.settings import Settings


def last_work(session: Session, settings: Settings) -> Path | None:
    """The document that was written last, with a name or without; None when there is neither."""
    named = [Path(path) for path in settings.recent_files if path.endswith(SUFFIX)]
    found = [path for path in (session.unfinished, *named) if path is not None and path.is_file()]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)
