"""Two buttons of which one is down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

if TYPE_CHECKING:
    from PySide6.QtWidgets import QToolButton


def button_pair(first: QToolButton, second: QToolButton) -> QHBoxLayout:
    """Both in a row, the first of them down."""
    group, row = QButtonGroup(first), QHBoxLayout()
    row.setSpacing(2)
    for button in (first, second):
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        group.addButton(button)
        row.addWidget(button)
    first.setChecked(True)
    row.addStretch(1)
    return row
