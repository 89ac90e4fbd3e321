"""The bar above the tabs that tells what was done, what went wrong and what to do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from leaddesk.text import msg, msgn
from leaddesk.ui.icons import icon
from leaddesk.ui.theme import GAP, MARGIN, font, theme_of
from leaddesk.ui.widgets.band import draw_band

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

    from leaddesk.text import Language
    from leaddesk.ui.notices import Notice

STAYS_MS: Final = 10_000
"""How long good news stays, where there is nothing more to see; warnings, errors and what ``lasts`` stay until they are
closed, news with details until the next ones.
"""
# tone → icon, colour role, ground role
_LOOKS: Final = {
    "info": ("info", "accent", "accent_soft"),
    "success": ("circle-check", "good", "good_soft"),
    "warning": ("triangle-alert", "warning", "warning_soft"),
    "error": ("circle-x", "bad", "bad_soft"),
}


class MessageBar(QWidget):
    """Shows the latest notice; warnings and errors that it covers come back when it is closed."""

    details_requested = Signal()
    """The user wants to see the details (``Notice.details``) of the notice shown."""
    command_requested = Signal(object)
    """The user takes up what the notice shown offers: the id of the command (``Notice.command``)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._notices: list[Notice] = []
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self.close_current)
        self.set_language(language)
        self.hide()

    def _build(self) -> None:
        self.symbol = QLabel()
        self.text, self.hint, self.waiting = QLabel(), QLabel(), QLabel()
        for label in (self.text, self.hint, self.waiting):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setWordWrap(True)
        self.hint.setWordWrap(True)
        self.waiting.setProperty("tone", "muted")
        self.text.setFont(font(bold=True))
        self.details, self.open, self.offer = QPushButton(), QPushButton(), QPushButton()
        self.offer.clicked.connect(self._take_up)
        self.details.clicked.connect(self._ask_details)
        self.open.clicked.connect(self._open_path)
        self.dismiss = QToolButton()
        self.dismiss.setIcon(icon("x"))
        self.dismiss.setIconSize(QSize(16, 16))
        self.dismiss.clicked.connect(self.close_current)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, GAP, GAP)
        layout.setSpacing(GAP + 4)
        layout.addWidget(self.symbol)
        layout.addLayout(words, 1)
        for widget in (self.waiting, self.offer, self.details, self.open, self.dismiss):
            layout.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        words = language.text
        self.details.setText(words(msg("Details…")))
        self.open.setText(words(msg("Open")))
        self.dismiss.setToolTip(words(msg("Close this message")))
        self.dismiss.setAccessibleName(words(msg("Close this message")))
        self._refresh()

    def show_notice(self, notice: Notice) -> None:
        """Show *notice* now. Good news that it covers is over, or stands above what adds to it; warnings and errors
        wait beneath.
        """
        covered = self.current()
        if notice.adds and covered is not None and not _stays(covered):
            notice = replace(notice, text=covered.text, hint=notice.text)
        self._notices = [known for known in self._notices if _stays(known) and known != notice]
        self._notices.append(notice)
        self._refresh()
        self.show()
        self._timer.stop()
        if _passes(notice):
            self._timer.start()

    def current(self) -> Notice | None:
        """The notice shown."""
        return self._notices[-1] if self._notices else None

    @Slot()
    def close_current(self) -> None:
        """Close the notice shown; the one beneath, if any, comes up."""
        self._timer.stop()
        if self._notices:
            self._notices.pop()
        self._refresh()
        self.setVisible(bool(self._notices))

    def clear(self) -> None:
        """Close all notices."""
        self._notices.clear()
        self.close_current()

    def forget_step(self, *, undone: bool) -> None:
        """The last step is another one now: an offer to undo would take back that one. *undone*: a step was taken back,
        and good news may tell of it.
        """
        over = [one for one in self._notices if one.command == "undo" or (undone and str(one.tone) == "success")]
        if over:
            self._notices = [one for one in self._notices if one not in over]
            self._timer.stop()
            self._refresh()
            self.setVisible(bool(self._notices))

    def _refresh(self) -> None:
        notice = self.current()
        if notice is None:
            return
        name, role, _ground = _LOOKS[str(notice.tone)]
        self.symbol.setPixmap(icon(name, role).pixmap(QSize(20, 20), self.devicePixelRatioF()))
        self.text.setText(self._language.text(notice.text))
        self.hint.setText("" if notice.hint is None else self._language.text(notice.hint))
        self.hint.setVisible(notice.hint is not None)
        self.details.setVisible(bool(notice.details))
        self.offer.setText("" if notice.offer is None else self._language.text(notice.offer))
        self.offer.setVisible(notice.offer is not None)
        self.open.setVisible(notice.path is not None)
        waiting = len(self._notices) - 1
        self.waiting.setText(self._language.text(msgn("{count} more", "{count} more", waiting)) if waiting else "")
        self.waiting.setVisible(waiting > 0)
        self.setAccessibleName(f"{self.text.text()} {self.hint.text()}".strip())
        self.update()

    @Slot()
    def _ask_details(self) -> None:
        self.details_requested.emit()

    @Slot()
    def _take_up(self) -> None:
        notice = self.current()
        if notice is not None and notice.command:
            self.close_current()
            self.command_requested.emit(notice.command)

    @Slot()
    def _open_path(self) -> None:
        notice = self.current()
        if notice is not None and notice.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(notice.path)))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Good news does not vanish while it is read."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The time starts again."""
        notice = self.current()
        if notice is not None and _passes(notice):
            self._timer.start()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the notice."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_current()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """The symbol takes the colours of the new theme."""
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange:
            self._refresh()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground in the tone's soft colour, with a line of the strong one on the left."""
        notice = self.current()
        if notice is None:
            return
        theme = theme_of()
        _name, role, ground = _LOOKS[str(notice.tone)]
        painter = QPainter(self)
        draw_band(painter, self.rect(), getattr(theme, ground), getattr(theme, role))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.palette().color(QPalette.ColorRole.Mid))


def _stays(notice: Notice) -> bool:
    return notice.lasts or str(notice.tone) in {"warning", "error"}


def _passes(notice: Notice) -> bool:
    """Whether it goes by itself: a button that is about to be clicked must not."""
    return not (_stays(notice) or notice.details or notice.offer is not None or notice.path is not None)
