"""A chart as a file: PNG or SVG, as it is on screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg
from leaddesk.ui.theme import theme_of


def render_png(widget: QWidget, path: Path | str, scale: float = 2.0) -> None:
    """Write *widget* to a PNG file, with *scale* pixels for each of the screen's (2 prints well).

    :raises LeadDeskError: when the file cannot be written.
    """
    size = widget.size()
    image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(theme_of().surface))
    _draw(widget, image)
    if not image.save(str(path), "PNG"):  # type: ignore[call-overload]  # its stubs want bytes, Qt takes text
        raise _unwritable(path)


def render_svg(widget: QWidget, path: Path | str) -> None:
    """Write *widget* to an SVG file.

    :raises LeadDeskError: when the file cannot be written.
    """
    target = Path(path)
    try:
        target.touch()
    except OSError as error:
        raise _unwritable(path) from error
    generator = QSvgGenerator()
    generator.setFileName(str(target))
    generator.setSize(QSize(widget.size()))
    generator.setViewBox(widget.rect())
    _draw(widget, generator)


def _draw(widget: QWidget, device: QImage | QSvgGenerator) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QWidget.render(widget, painter, QPoint(0, 0))  # a graphics view's own render() would leave out what is around
    painter.end()


def _unwritable(path: Path | str) -> LeadDeskError:
    return LeadDeskError(
        msg("The picture {file} could not be written.", file=Path(path).name),
        msg("Check that the folder exists, that it can be written to and that the file is not open elsewhere."),
    )
