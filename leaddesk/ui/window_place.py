"""Where the window stands: as it was left, or as large as the screen lets it be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QSize

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

PREFERRED: Final = QSize(1366, 768)
FRAME: Final = QSize(4, 40)
"""What the system draws around a window: without room for it the status bar would hang over a small screen's edge."""


def place(window: QMainWindow, geometry: bytes) -> None:
    """Give the window its size and place: *geometry* as it was left, if any."""
    window.resize(PREFERRED.boundedTo(window.screen().availableSize() - FRAME))
    if geometry:
        window.restoreGeometry(QByteArray(geometry))
