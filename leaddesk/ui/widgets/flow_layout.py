"""A layout that puts equally wide widgets in rows, as many beside one another as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from leaddesk.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Iterator


class FlowLayout(QLayout):
    """Rows of widgets of equal width (at least *narrowest*) and, within a row, of equal height."""

    def __init__(self, narrowest: int, parent: QWidget | None = None, spacing: int = GAP) -> None:
        super().__init__(parent)
        self._narrowest = narrowest
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Qt's way in; use ``addWidget``."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802  # None ends Qt's loops
        """The item of that number, None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Remove and give back an item, None beyond the last."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """Neither."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows at that width."""
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        rows = list(self._rows(inner))
        heights = sum(height for _row, height, _width in rows) + self.spacing() * max(0, len(rows) - 1)
        return heights + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """One column."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802
        """One widget."""
        size = QSize(self._narrowest, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins: QMargins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Place every widget."""
        super().setGeometry(rect)
        inner = rect.marginsRemoved(self.contentsMargins())
        top = inner.top()
        for row, height, width in self._rows(inner.width()):
            for place, item in enumerate(row):
                item.setGeometry(QRect(inner.left() + place * (width + self.spacing()), top, width, height))
            top += height + self.spacing()

    def _rows(self, width: int) -> Iterator[tuple[list[QLayoutItem], int, int]]:
        """The items of each row, its height, and the width of each of its items."""
        shown = [item for item in self._items if not item.isEmpty()]
        if not shown:
            return
        spacing = self.spacing()
        room = max(1, (width + spacing) // (self._narrowest + spacing))
        # Rows of 6 and 2 look like a mistake: 4 and 4 need as many rows.
        lines = -(-len(shown) // min(room, len(shown)))
        columns = -(-len(shown) // lines)
        each = (width - spacing * (columns - 1)) // columns
        for start in range(0, len(shown), columns):
            row = shown[start : start + columns]
            yield row, max(_height(item, each) for item in row), each


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
