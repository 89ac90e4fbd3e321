"""The tool bar: the commands of TOOLS, some with their words beside the icon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolBar, QWidget

from leaddesk.ui.commands import LABELLED, TOOLS

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


class ToolBar(QToolBar):
    """Stands below the menus and cannot be moved."""

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tools")
        self.setMovable(False)
        self.setIconSize(QSize(18, 18))
        for name in TOOLS:
            if not name:
                self.addSeparator()
                continue
            self.addAction(actions[name])
            if name in LABELLED:
                button: Any = self.widgetForAction(actions[name])
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
