"""Words of Qt's own dialogs that Qt's French catalogue lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTranslator

from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from leaddesk.text import Language

LACKING: Final[dict[tuple[str, str], Message]] = {
    ("QFileDialog", "&Look in:"): msg("&Look in:"),
    ("QFileDialog", "Files of &type:"): msg("Files of &type:"),
    ("QAbstractFileIconProvider", "Folder"): msg("Folder"),
    ("QAbstractFileIconProvider", "Drive"): msg("Drive"),
}
"""The text as Qt asks for it, with the context it belongs to."""


class QtWords(QTranslator):
    """Installed before Qt's own catalogue, it is asked for what that one has not."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = {asked: language.text(message) for asked, message in LACKING.items()}

    def translate(self, context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str:
        """The words for a text of Qt's; None (which its signature does not know) leaves it as it is."""
        return self._words.get((context, source))  # type: ignore[return-value]

    def isEmpty(self) -> bool:  # noqa: N802  (Qt calls it)
        """Whether there is nothing to ask for: Qt does not install an empty one."""
        return False
