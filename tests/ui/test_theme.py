from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from leaddesk.ui import theme
from leaddesk.ui.theme import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from leaddesk.ui.settings import ThemeChoice

THEMES = pytest.mark.parametrize("shown", [LIGHT, DARK], ids=lambda t: t.name)

# Machado, Oliveira & Fernandes 2009: what is left of linear RGB with a missing kind of cone.
_VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _contrast(one: str, other: str) -> float:
    low, high = sorted(float(_linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def _lab(linear: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(linear, 0, 1) / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_contrast_of_the_measure_itself() -> None:
    assert _contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert _contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@THEMES
def test_text_has_contrast_aa_on_every_ground(shown: Theme) -> None:
    grounds = [shown.window, shown.surface, shown.surface_alt, shown.accent_soft]
    inks = [shown.text, shown.text_muted, shown.accent, shown.good, shown.bad, shown.warning, shown.neutral]
    pairs = [
        *itertools.product(inks, grounds),
        (shown.accent_text, shown.accent),
        (shown.accent_text, shown.accent_hover),
        (shown.tooltip_text, shown.tooltip),
        *((ink, soft) for soft in (shown.good_soft, shown.bad_soft, shown.warning_soft) for ink in (shown.text,)),
        (shown.good, shown.good_soft),
        (shown.bad, shown.bad_soft),
        (shown.warning, shown.warning_soft),
    ]
    assert [(ink, ground) for ink, ground in pairs if _contrast(ink, ground) < 4.5] == []


@THEMES
def test_borders_of_inputs_and_marks_have_contrast_3(shown: Theme) -> None:
    marks = [shown.border_strong, *shown.categories]
    assert [m for m in marks for ground in (shown.surface, shown.window) if _contrast(m, ground) < 3] == []


@THEMES
@pytest.mark.parametrize("vision", _VISION)
def test_categories_are_told_apart_with_any_colour_vision(shown: Theme, vision: str) -> None:
    seen = [_lab(_VISION[vision] @ _linear(colour)) for colour in shown.categories]
    assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)) > 18


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    theme.apply(qapp, "light")


@pytest.mark.parametrize(("choice", "expected"), [("light", LIGHT), ("dark", DARK)])
def test_apply_reaches_palette_sheet_and_widgets(dressed: QApplication, choice: ThemeChoice, expected: Theme) -> None:
    label = QLabel("x")
    assert theme.apply(dressed, choice) is expected
    assert theme.theme_of() is expected
    assert (label.palette().color(QPalette.ColorRole.Window).lightness() < 128) is expected.dark
    assert QGuiApplication.palette().color(QPalette.ColorRole.Accent) == QColor(expected.accent)
    assert dressed.style().name().lower() in {"fusion", "stylesheet"} or dressed.styleSheet()
    assert expected.accent in dressed.styleSheet()
    assert "$" not in dressed.styleSheet()


def test_applying_twice_keeps_one_follower(dressed: QApplication) -> None:
    theme.apply(dressed, "dark")
    theme.apply(dressed, "light")
    assert len(dressed.findChildren(theme._SystemFollower)) == 1


def test_system_follows_the_scheme(dressed: QApplication) -> None:
    theme.apply(dressed, "system")
    follower = dressed.findChildren(theme._SystemFollower)[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(follower, "_app", _DarkSystem(dressed))
        follower._scheme_changed(Qt.ColorScheme.Dark)
    assert theme.theme_of() is DARK


class _DarkSystem:
    """The application on a system that was just switched to dark."""

    def __init__(self, app: QApplication) -> None:
        self.setPalette = app.setPalette
        self.setStyleSheet = app.setStyleSheet
        self.styleSheet = app.styleSheet

    def style(self) -> _DarkSystem:
        return self

    def standardPalette(self) -> QPalette:  # noqa: N802
        return QPalette(QColor("#202020"))


def test_primary_button_takes_the_accent(qtbot: QtBot, dressed: QApplication) -> None:
    theme.apply(dressed, "light")
    button = QPushButton("Open")
    qtbot.addWidget(button)
    button.setProperty("primary", True)
    button.resize(120, 32)
    assert button.grab().toImage().pixelColor(12, 16).name().upper() == LIGHT.accent


def test_tooltips_show_data_as_it_is() -> None:
    assert theme.plain_tooltip("") == ""
    assert theme.plain_tooltip("<img src='/etc/hostname'> & co\nx") == (
        "<qt>&lt;img src='/etc/hostname'&gt; &amp; co<br>x</qt>"
    )


@pytest.mark.usefixtures("qapp")
def test_mix_and_fonts() -> None:
    assert theme.mix("#000000", "#FFFFFF", 0.5).name() == "#808080"
    assert theme.mix("#123456", "#FFFFFF", 1.0).name() == "#123456"
    plain, big = theme.font(), theme.font(theme.FIGURE, bold=True)
    assert big.pointSizeF() == pytest.approx(plain.pointSizeF() * theme.FIGURE)
    assert big.bold()
    assert LIGHT.category(7) == LIGHT.categories[1]
