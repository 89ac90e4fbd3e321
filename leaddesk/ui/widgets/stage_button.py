"""The button that sets the stage of the selected leads, and the keys 1 to 8 that do the same in the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from leaddesk.model.stages import LABELS, Stage
from leaddesk.text import msg, msgn
from leaddesk.ui.icons import icon

if TYPE_CHECKING:
    from leaddesk.text import Language

AZERTY: Final = "&é\"'(-è_"
"""What the keys 1 to 8 of a French keyboard give without Shift."""


class StageButton(QToolButton):
    """A menu of the stages. Its keys work while *keys_in* has the focus."""

    chosen = Signal(object)
    """The :class:`Stage`."""

    def __init__(self, keys_in: QWidget, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language, self._count = language, 0
        self.stages = [QAction(keys_in) for _ in Stage]
        menu = QMenu(self)
        for stage, action in zip(Stage, self.stages, strict=True):
            action.setData(int(stage))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(self._choose)
            menu.addAction(action)
            keys_in.addAction(action)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIcon(icon("list-checks"))
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_language(language)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        words = language.text
        for place, (stage, action) in enumerate(zip(Stage, self.stages, strict=True)):
            action.setText(words(LABELS[stage]))
            keys = [str(place + 1), *([AZERTY[place]] if language.code == "fr" else [])]
            action.setShortcuts([QKeySequence(key) for key in keys])
        self.setToolTip(words(msg("Set the stage of all selected leads, dated today (keys 1 to 8)")))
        self.show_count(self._count)

    def show_count(self, count: int) -> None:
        """How many leads are selected."""
        self._count = count
        text = msg("Set stage") if count < 2 else msgn("Set stage ({count})", "Set stage ({count})", count)
        self.setText(self._language.text(text))
        self.setEnabled(count > 0)

    @Slot()
    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(Stage(action.data()))
