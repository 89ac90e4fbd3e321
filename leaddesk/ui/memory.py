"""What the program remembers of mappings between two starts: files with the same headers are not asked about again."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Final

from leaddesk.model.remembered import Remembered

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

FILE: Final = "mappings.json"


def load_remembered(folder: Path) -> Remembered:
    """The mappings that were confirmed before; none when there is no file or it cannot be read."""
    try:
        return Remembered.from_json(json.loads((folder / FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Remembered()
    except (OSError, ValueError, KeyError, TypeError):
        log.info("the remembered mappings cannot be read; they are learnt anew")
        return Remembered()


def save_remembered(folder: Path, remembered: Remembered) -> None:
    """Keep the mappings, whole or not at all.

    :raises OSError: when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{FILE}.new"
    partial.write_text(json.dumps(remembered.to_json(), ensure_ascii=False), encoding="utf-8")
    partial.replace(folder / FILE)
