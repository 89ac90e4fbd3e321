"""Who works here: the name that the history tells, and what tells this installation's deeds from everybody else's."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4, uuid5

from leaddesk.workspace.lockfile import user_name

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

FILE: Final = "author.json"
LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody at this installation. ``chosen`` is the name they gave; None: the system's name for them."""

    installation: UUID
    chosen: str | None = None

    @property
    def name(self) -> str:
        """The name that the history tells; empty for somebody who wants none told."""
        return user_name()[:LONGEST] if self.chosen is None else self.chosen

    def named(self, name: str) -> Author:
        """The same with another name."""
        name = " ".join(name.split())[:LONGEST]
        return self if name == self.name else replace(self, chosen=name)

    def replica(self, home: Path | None) -> UUID:
        """The line of deeds that is done here in the document at *home*; None: in one that has no file yet.

        A copy of the file elsewhere is another line, also when the file itself says nothing of it.
        """
        return self.installation if home is None else uuid5(self.installation, os.fspath(home))


def load_author(folder: Path) -> Author:
    """Who works with the application's *folder*; somebody new where nobody is kept there."""
    path = folder / FILE
    try:
        facts: Any = json.loads(path.read_text(encoding="utf-8"))
        name = facts["name"]
        return Author(UUID(facts["installation"]), name[:LONGEST] if isinstance(name, str) else None)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        log.info("who works here cannot be read; it is noted anew")
    return Author(uuid4())


def save_author(folder: Path, author: Author) -> None:
    """Keep who works here, whole or not at all, unless they are kept already.

    :raises OSError: when the folder cannot be written.
    """
    if (folder / FILE).is_file() and load_author(folder) == author:
        return
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{FILE}.{os.getpid()}"
    facts = {"installation": author.installation.hex, "name": author.chosen}
    partial.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    partial.replace(folder / FILE)
