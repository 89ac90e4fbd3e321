"""About LeadDesk: version, licence, what it does with data (nothing leaves), and to whom thanks are due."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from leaddesk import __version__
from leaddesk.text import msg
from leaddesk.ui.icons import APPLICATION, pixmap
from leaddesk.ui.theme import GAP, MARGIN, TITLE, font

if TYPE_CHECKING:
    from leaddesk.text import Language

CREDITS: Final = (
    ("Qt, PySide6", "LGPL 3"),
    ("Python", "PSF"),
    ("pandas, NumPy, SciPy", "BSD 3-Clause"),
    ("Apache Arrow", "Apache 2.0"),
    ("PyQtGraph, openpyxl, RapidFuzz, charset-normalizer, calamine, fastexcel, msoffcrypto-tool", "MIT"),
    ("Babel", "BSD 3-Clause"),
    ("cryptography, olefile", "BSD"),
    ("ftfy", "Apache 2.0"),
    ("wcwidth", "MIT"),
    ("holidays", "MIT"),
    ("Lucide", "ISC"),
)
"""What the program is built on, with the licence of each; Lucide drew the icons."""


class AboutDialog(QDialog):
    """A small window that only tells."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = language.text
        self.setWindowTitle(words(msg("About LeadDesk")))
        symbol = QLabel()
        symbol.setPixmap(pixmap(APPLICATION, 64, "#000000", self.devicePixelRatioF()))
        self.name = QLabel(f"LeadDesk {__version__}")
        self.name.setFont(font(TITLE, bold=True))
        purpose = _paragraph(words(msg("The leads, costs and operations of a small courier company, seen honestly.")))
        self.privacy = _paragraph(words(msg(
            "Nothing leaves this computer: LeadDesk has no network code, asks for no account and sends no statistics."
        )))  # fmt: skip
        licence = _paragraph(words(msg("Free software under the MIT licence. It comes without any warranty.")))
        thanks = QLabel(words(msg("Built on")))
        thanks.setFont(font(bold=True))
        self.credits = _paragraph("\n".join(f"{name} – {kind}" for name, kind in CREDITS))
        self.credits.setProperty("tone", "muted")
        versions = _paragraph(f"Python {platform.python_version()} · Qt {qVersion()} · {platform.platform(terse=True)}")
        versions.setProperty("tone", "muted")
        close = QPushButton(words(msg("Close")))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        head = QHBoxLayout()
        head.setSpacing(MARGIN)
        head.addWidget(symbol)
        head.addWidget(self.name, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        for label in (purpose, self.privacy, licence, thanks, self.credits, versions):
            layout.addWidget(label)
        layout.addStretch(1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(460)


def _paragraph(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
