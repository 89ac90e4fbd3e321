"""The ground of a line that tells something across the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

_STRIP: Final = 4


def draw_band(painter: QPainter, place: QRect, soft: str, strong: str) -> None:
    """Fill the place with a *soft* colour, with a strip of the *strong* one on the left."""
    painter.fillRect(place, QColor(soft))
    painter.fillRect(0, 0, _STRIP, place.height(), QColor(strong))
