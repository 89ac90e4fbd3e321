"""Keeping what is decided in the import assistant as a mapping file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.text import Message, msg
from leaddesk.ui import asking

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leaddesk.text import Language
    from leaddesk.ui.holding import Pending


def save_mapping(parent: QWidget, pending: Pending, language: Language) -> Message | None:
    """Ask for a file and write the recipes there; what went wrong, None when nothing did or nothing was chosen."""
    path = asking.mapping_to_save(parent, language)
    if path is None:
        return None
    text = MappingFile.of_recipes(tuple(held.recipe for held in pending.files)).to_toml()
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        return msg("“{file}” cannot be written: {problem}", file=path.name, problem=str(error.strerror))
    return None
