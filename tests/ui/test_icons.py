from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap

from leaddesk import resources
from leaddesk.ui import icons, theme
from leaddesk.ui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

NAMES = sorted(path.stem for path in resources.path("icons").glob("*.svg"))


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


def _inks(pixmap: QPixmap) -> set[str]:
    """The colours of the opaque points."""
    image = pixmap.toImage()
    points = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {colour.name().upper() for colour in points if colour.alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something(name: str) -> None:
    image = icons.icon(name).pixmap(QSize(32, 32)).toImage()
    alphas = [image.pixelColor(x, y).alpha() for x in range(32) for y in range(32)]
    assert sum(a > 128 for a in alphas) > 12


def test_colour_follows_role_theme_and_mode(qapp: QApplication) -> None:
    star = icons.icon("star", "bad")
    assert _inks(star.pixmap(QSize(48, 48))) == {LIGHT.bad}
    assert _inks(star.pixmap(QSize(48, 48), QIcon.Mode.Disabled)) == {LIGHT.text_disabled}
    theme.apply(qapp, "dark")
    assert _inks(star.pixmap(QSize(48, 48))) == {DARK.bad}


def test_high_density_screens_get_more_pixels() -> None:
    pixmap = icons.icon("save").pixmap(QSize(20, 20), 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (40, 2.0)


def test_painted_in_a_rectangle_it_is_centred() -> None:
    image = QImage(60, 20, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    icons.icon("circle-x").paint(painter, 0, 0, 60, 20)
    painter.end()
    inked = [x for x in range(60) if any(image.pixelColor(x, y) != QColor("white") for y in range(20))]
    assert min(inked) >= 20
    assert max(inked) < 40


def test_same_icon_is_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    icons.pixmap("eye", 17, "#123456")

    def fail(*_args: object) -> QImage:
        raise AssertionError("rendered again")

    monkeypatch.setattr(icons, "_render", fail)
    assert icons.pixmap("eye", 17, "#123456").width() == 17


def test_unknown_names_and_roles_are_errors() -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")
    with pytest.raises(AttributeError):
        icons.icon("eye", "no-such-role")


def test_application_icon_keeps_its_colours_at_all_sizes() -> None:
    sizes = {size.width() for size in icons.application_icon().availableSizes()}
    assert {16, 32, 256} <= sizes
    assert len(_inks(icons.application_icon().pixmap(QSize(64, 64)))) > 3


def test_licence_ships_with_the_icons() -> None:
    assert "ISC License" in resources.path("icons", "LICENSE").read_text(encoding="utf-8")
