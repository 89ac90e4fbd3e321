"""What stands where there is nothing yet: an icon, a sentence, and the buttons that lead on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.text import Message, msg
from leaddesk.ui.icons import APPLICATION, icon
from leaddesk.ui.theme import MARGIN, TITLE, font

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QShowEvent

    from leaddesk.text import Language

_WIDTH: Final = 560
_CENTRED: Final = 0x0004
_PLAIN: Final = 0
"""Qt.AlignHCenter and Qt.PlainText, as numbers: whoever names one flag of the namespace ``Qt`` has PySide build them
all, 17 ms before the first paint of a start (see docs/decisions/0016)."""
_LONGEST_NAME: Final = 24


@dataclass(frozen=True, slots=True)
class WayOn:
    """A button: what is told when it is pressed, its words and its icon. The first one of a page is the main one."""

    key: str
    label: Message
    icon: str


@dataclass(frozen=True, slots=True)
class Emptiness:
    """What an empty page says. ``drop_hint``: that files can be dropped here; a dashed frame goes with it."""

    icon: str
    title: Message
    text: Message
    ways: tuple[WayOn, ...] = ()
    drop_hint: Message | None = None


WELCOME: Final = Emptiness(
    APPLICATION,
    msg("Which channels bring you customers who pay?"),
    msg(
        "Open your spreadsheet of leads, and the one of your costs if you have it. "
        "LeadDesk reads them as they are; nothing leaves this computer."
    ),
    (
        WayOn("open", msg("Open a spreadsheet"), "folder-open"),
        WayOn("sample", msg("Try with an example"), "play"),
    ),
    msg("… or drop your files here (Excel, LibreOffice, CSV)"),
)


GO_ON: Final = "go_on"


def welcome(last_work: Path | None, unnamed: Path) -> Emptiness:
    """The program's welcome, with the last work offered first; *unnamed* is the folder of documents without a name."""
    if last_work is None:
        return WELCOME
    is_named = last_work.parent != unnamed
    label = msg("Go on with “{name}”", name=_short(last_work.stem)) if is_named else msg("Go on with the last work")
    return replace(WELCOME, ways=(WayOn(GO_ON, label, "history"), *WELCOME.ways))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


class EmptyState(QWidget):
    """A page that shows an :class:`Emptiness`; by default the program's welcome."""

    chosen = Signal(object)
    """The key of the :class:`WayOn` that was pressed."""
    open_requested = Signal()
    """The way on ``open`` was pressed."""
    sample_requested = Signal()
    """The way on ``sample`` was pressed."""

    def __init__(self, language: Language, page: Emptiness = WELCOME, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._page = page
        self.buttons: dict[str, QPushButton] = {}
        self._build()
        self.set_language(language)

    def _build(self) -> None:
        self._symbol, self._title, self._text, self._hint = QLabel(), QLabel(), QLabel(), QLabel()
        for label in (self._symbol, self._title, self._text, self._hint):
            label.setProperty("alignment", _CENTRED)
        for label in (self._title, self._text, self._hint):
            label.setFixedWidth(_WIDTH)
            label.setProperty("textFormat", _PLAIN)
            label.setWordWrap(True)
        self._title.setFont(font(TITLE, bold=True))
        self._text.setProperty("tone", "muted")
        self._hint.setProperty("tone", "muted")
        for number, way in enumerate(self._page.ways):
            button = QPushButton()
            button.setIcon(icon(way.icon, "text" if number else "accent_text"))
            button.setIconSize(QSize(20, 20))
            button.setMinimumWidth(210)
            button.setProperty("primary", number == 0)
            button.setProperty("big", True)
            button.setProperty("key", way.key)
            button.setAutoDefault(True)  # Enter presses it as well
            button.clicked.connect(self._press)
            self.buttons[way.key] = button
        middle = QWidget()
        middle.setMinimumWidth(_WIDTH)  # a third button, or long words, make it wider
        middle.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MARGIN)
        for line in ((self._symbol,), (self._title,), (self._text,), tuple(self.buttons.values()), (self._hint,)):
            column.addLayout(_centred(*line))
        self._frame = QFrame()
        self._frame.setProperty("drop", "" if self._page.drop_hint is None else "place")
        around = QVBoxLayout(self)
        around.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        around.addWidget(self._frame)
        layout = QVBoxLayout(self._frame)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addStretch(2)
        layout.addLayout(_centred(middle))
        layout.addStretch(3)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        words, page = language.text, self._page
        self._title.setText(words(page.title))
        self._text.setText(words(page.text))
        self._hint.setText("" if page.drop_hint is None else words(page.drop_hint))
        self._hint.setVisible(page.drop_hint is not None)
        for way in page.ways:
            self.buttons[way.key].setText(f" {words(way.label)}")  # Qt leaves no room after the icon
        self.setAccessibleName(words(page.title))
        self._refresh_symbol()

    def set_drag_active(self, active: bool) -> None:
        """Highlight the place where files can be dropped, while they are held over the window."""
        if self._page.drop_hint is None:
            return
        self._frame.setProperty("drop", "over" if active else "place")
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)

    @Slot()
    def _press(self) -> None:
        key = self.sender().property("key")
        self.chosen.emit(key)
        if key == "open":
            self.open_requested.emit()
        elif key == "sample":
            self.sample_requested.emit()

    def _refresh_symbol(self) -> None:
        size = 88 if self._page.icon == APPLICATION else 48
        symbol = icon(self._page.icon, "text_muted").pixmap(QSize(size, size), self.devicePixelRatioF())
        self._symbol.setPixmap(symbol)
        self._symbol.setFixedHeight(size)

    def changeEvent(self, event: QEvent) -> None:
        """The symbol takes the colours of the new theme."""
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange:
            self._refresh_symbol()

    def showEvent(self, event: QShowEvent) -> None:
        """The theme may have changed before the page was ever shown, of which Qt tells nothing."""
        self._refresh_symbol()
        super().showEvent(event)


def _centred(*widgets: QWidget) -> QHBoxLayout:
    """Widgets beside one another, in the middle of the room there is."""
    row = QHBoxLayout()
    row.setSpacing(MARGIN)
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
