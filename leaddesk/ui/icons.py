"""Icons by name, drawn in the theme's colours at the size and pixel density that is asked for.

The files are Lucide's (resources/icons, ISC, see LICENSE there). ``currentColor`` in them becomes a colour of the theme
**when the icon is painted**: an icon made once stays right after a switch of theme.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from leaddesk import resources
from leaddesk.ui.theme import theme_of

APPLICATION: Final = "leaddesk"
"""The name of the program's own icon; it keeps its colours."""


def icon(name: str, role: str = "text") -> QIcon:
    """The icon *name* (the file's name without ``.svg``) in the theme's colour *role* (``text``, ``accent``, ``bad``…).

    Disabled icons take the colour of disabled text.

    :raises FileNotFoundError: when there is no such icon.
    :raises AttributeError: when the theme has no such colour.
    """
    _source(name)
    getattr(theme_of(), role)
    return QIcon(_LucideEngine(name, role))


def application_icon() -> QIcon:
    """The program's own icon, for windows and task bars."""
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(pixmap(APPLICATION, size, "#000000"))
    return result


def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """The icon *name* as a square of *size* logical pixels in *colour* (``#RRGGBB``).

    *ratio* is the screen's device pixels for a logical one. Cached by name, size, colour and ratio.
    """
    key = f"leaddesk/{name}/{size}/{colour}/{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    found = QPixmap.fromImage(_render(name, size, colour, ratio))
    QPixmapCache.insert(key, found)
    return found


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")


def _render(name: str, size: int, colour: str, ratio: float) -> QImage:
    pixels = max(1, round(size * ratio))
    # Transparent from the first: QImage.fill() would build every enumeration of Qt's namespace before the first paint.
    image = QImage(bytes(4 * pixels * pixels), pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied).copy()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    svg = _source(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


class _LucideEngine(QIconEngine):
    """Draws one icon in the colours that the application's palette has at that moment."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        return _LucideEngine(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        size = min(rect.width(), rect.height())
        ratio = painter.device().devicePixelRatio()
        target = QRect(0, 0, size, size)
        target.moveCenter(rect.center())
        painter.drawPixmap(target, pixmap(self._name, size, self._colour(mode), ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802
        return pixmap(self._name, max(1, min(size.width(), size.height())), self._colour(mode), scale)

    def _colour(self, mode: QIcon.Mode) -> str:
        theme = theme_of()
        return theme.text_disabled if mode == QIcon.Mode.Disabled else str(getattr(theme, self._role))
