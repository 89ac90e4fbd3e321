"""Work that waits until a window is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

AT_LATEST_MS: Final = 300
"""A window that is nowhere to be seen is not painted."""


class OncePainted(QObject):
    """Says once that a widget was painted with all that is in it, or that this takes too long; then it goes."""

    happened = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        widget.installEventFilter(self)
        self._timer = QTimer(self, interval=AT_LATEST_MS, singleShot=True)
        self._timer.timeout.connect(self._end)
        self._timer.start()

    def call_off(self) -> None:
        """Say nothing any more."""
        self._widget.removeEventFilter(self)
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look for the first painting: what is in the widget is painted with it, before the next turn of the loop."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._timer.start(0)
        return False

    @Slot()
    def _end(self) -> None:
        self.happened.emit()
        self.deleteLater()
