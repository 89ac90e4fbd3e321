"""The look: colours of the light and the dark theme, spacing, fonts, and how they reach Qt.

Widgets ask :func:`theme_of` while painting; the theme is read from the palette, so there is no global theme and a
switch at run time reaches everything through ``PaletteChange``. Every pair of text and ground has a contrast of 4.5 or
more (WCAG AA), borders of inputs and marks of charts 3 or more; tests compute both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from leaddesk.ui.stylesheet import stylesheet

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from leaddesk.ui.settings import ThemeChoice

GAP: Final = 8
"""Space between two things that belong together, in logical pixels; use its multiples and halves."""
MARGIN: Final = 16
RADIUS: Final = 8
ICON_SIZE: Final = 18

SMALL: Final = 0.88
BODY: Final = 1.0
HEADING: Final = 1.2
TITLE: Final = 1.5
FIGURE: Final = 1.9
"""Font sizes, as factors of the system's font size."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#RRGGBB``. ``…_soft`` is the ground behind text of that meaning."""

    name: str
    dark: bool
    window: str
    surface: str
    surface_alt: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    text_disabled: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    good: str
    good_soft: str
    bad: str
    bad_soft: str
    warning: str
    warning_soft: str
    neutral: str
    tooltip: str
    tooltip_text: str
    grid: str
    categories: tuple[str, ...]
    """Six colours for series of a chart, told apart with any colour vision; the first is the accent's."""

    def category(self, index: int) -> str:
        """The colour of the series number *index*; they repeat after six (label the series as well)."""
        return self.categories[index % len(self.categories)]


LIGHT: Final = Theme(
    name="light",
    dark=False,
    window="#F3F5F8",
    surface="#FFFFFF",
    surface_alt="#F7F9FB",
    border="#D8DFE6",
    border_strong="#7D8A97",
    text="#17212B",
    text_muted="#52606D",
    text_disabled="#94A0AC",
    accent="#0B5CAD",
    accent_hover="#094A8C",
    accent_text="#FFFFFF",
    accent_soft="#E3EEFA",
    good="#14713F",
    good_soft="#E4F4EA",
    bad="#B4232F",
    bad_soft="#FCE9EA",
    warning="#8A5300",
    warning_soft="#FDF1DC",
    neutral="#52606D",
    tooltip="#1F2A36",
    tooltip_text="#F3F5F8",
    grid="#E4E9EE",
    categories=("#0B5CAD", "#E5601C", "#3B9C6B", "#8A3FE0", "#5E4312", "#8A1550"),
)

DARK: Final = Theme(
    name="dark",
    dark=True,
    window="#12181F",
    surface="#1B232C",
    surface_alt="#202A34",
    border="#323E4A",
    border_strong="#75859A",
    text="#E6EBF0",
    text_muted="#A7B3BF",
    text_disabled="#66727F",
    accent="#6DB3F2",
    accent_hover="#8FC6F7",
    accent_text="#0B1520",
    accent_soft="#1F3B57",
    good="#5CCB8F",
    good_soft="#173527",
    bad="#FF8F8F",
    bad_soft="#43211F",
    warning="#F0B955",
    warning_soft="#3D2F14",
    neutral="#A7B3BF",
    tooltip="#E6EBF0",
    tooltip_text="#17212B",
    grid="#2A3540",
    categories=("#5AA9F0", "#F0E2A0", "#F2608F", "#A9DC4C", "#7DEBEB", "#C97A2B"),
)


def theme_of() -> Theme:
    """The theme that the application wears, read from its palette: that of a widget may follow later."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def mix(colour: str, ground: str, share: float) -> QColor:
    """*colour* laid over *ground* with the opacity *share* (0 to 1), as an opaque colour."""
    top, bottom = QColor(colour), QColor(ground)
    keep = 1.0 - share
    return QColor.fromRgbF(
        top.redF() * share + bottom.redF() * keep,
        top.greenF() * share + bottom.greenF() * keep,
        top.blueF() * share + bottom.blueF() * keep,
    )


def font(scale: float = BODY, *, bold: bool = False) -> QFont:
    """The application's font at *scale* times its size (one of the constants above)."""
    result = QFont(QGuiApplication.font())
    size = result.pointSizeF()
    if size > 0:
        result.setPointSizeF(size * scale)
    else:
        result.setPixelSize(max(1, round(result.pixelSize() * scale)))
    result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return result


def plain_tooltip(text: str) -> str:
    """*text* as a tooltip in which nothing is markup, wrapped by Qt; give this to ``setToolTip``.

    Qt decides by a guess whether a tooltip is HTML, and HTML in data could name files and hosts.
    """
    if not text:
        return ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<qt>{escaped}</qt>"


def palette(theme: Theme) -> QPalette:
    """The QPalette of *theme*, all roles and groups set."""
    role, result = QPalette.ColorRole, QPalette()
    for which, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.surface),
        (role.AlternateBase, theme.surface_alt),
        (role.Text, theme.text),
        (role.PlaceholderText, theme.text_muted),
        (role.Button, theme.surface),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.bad),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.accent_text),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.ToolTipBase, theme.tooltip),
        (role.ToolTipText, theme.tooltip_text),
        (role.Light, theme.surface),
        (role.Midlight, theme.surface_alt),
        (role.Mid, theme.border),
        (role.Dark, theme.border_strong),
        (role.Shadow, theme.border_strong),
    ):
        result.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.text_disabled))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.border))
    result.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, QColor(theme.text_disabled))
    return result


_FOLLOWER: Final = "leaddesk_theme"


def apply(app: QApplication, choice: ThemeChoice) -> Theme:
    """Dress *app* in the chosen theme and give it back; ``system`` goes on following the system from then on."""
    # Not findChild() nor children(): what they make of Qt's classes takes 5 ms and more.
    follower = app.property(_FOLLOWER)
    if not isinstance(follower, _SystemFollower):
        follower = _SystemFollower(app)
        app.setProperty(_FOLLOWER, follower)
        app.setStyle("Fusion")
    return follower.follow(choice)


class _SystemFollower(QObject):
    """Keeps the theme in step with the choice and, where that is ``system``, with the system's scheme."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice: ThemeChoice = "system"
        app.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def follow(self, choice: ThemeChoice) -> Theme:
        if choice != self._choice:  # a start that follows the system has nothing to ask of it
            from PySide6.QtCore import Qt

            scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(choice, Qt.ColorScheme.Unknown)
            self._app.styleHints().setColorScheme(scheme)
        self._choice = choice
        return self._dress()

    def _scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._dress()

    def _dress(self) -> Theme:
        is_dark = self._is_system_dark() if self._choice == "system" else self._choice == "dark"
        theme = DARK if is_dark else LIGHT
        wanted = palette(theme)
        if QGuiApplication.palette() != wanted:
            self._app.setPalette(wanted)
        sheet = stylesheet(theme)
        if self._app.styleSheet() != sheet:
            self._app.setStyleSheet(sheet)
        return theme

    def _is_system_dark(self) -> bool:
        """What the style would wear by itself: Fusion follows the system's scheme, and no enumeration is needed."""
        return self._app.style().standardPalette().color(QPalette.ColorRole.Window).lightness() < 128
