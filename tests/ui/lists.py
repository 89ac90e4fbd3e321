"""Lists that are opened one after the other, as files are that come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.text import language
from tests.quiet import Quiet

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.ui.holding import Pending
    from leaddesk.ui.session import Session


def read(session: Session, path: Path, text: str) -> Pending:
    """A file of that text, written and read."""
    path.write_text(text, encoding="utf-8")
    return session.desk.read((path,), Quiet())


def take(session: Session, pending: Pending) -> str:
    """Take it in; what is said of it, in French."""
    taken = session.desk.take(pending, Quiet())
    session.desk.adopt(taken)
    assert taken.summary is not None
    return language("fr").text(taken.summary)
