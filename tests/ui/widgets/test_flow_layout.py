from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from leaddesk.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def _flow(qtbot: QtBot, count: int) -> tuple[QWidget, FlowLayout, list[QLabel]]:
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = FlowLayout(100, widget, spacing=10)
    labels = [QLabel(str(number)) for number in range(count)]
    for label in labels:
        label.setMinimumSize(50, 40)
        layout.addWidget(label)
    return widget, layout, labels


@pytest.mark.parametrize(("width", "columns"), [(100, 1), (209, 1), (210, 2), (430, 4), (760, 4), (2000, 8)], ids=str)
def test_rows_are_even_and_fill_the_width(qtbot: QtBot, width: int, columns: int) -> None:
    widget, layout, labels = _flow(qtbot, 8)
    widget.resize(width, 600)
    widget.show()
    tops = sorted({label.y() for label in labels})
    assert len(tops) == 8 // columns
    assert {label.width() for label in labels} == {(width - 10 * (columns - 1)) // columns}
    assert layout.heightForWidth(width) == 40 * len(tops) + 10 * (len(tops) - 1)


def test_hidden_widgets_take_no_room(qtbot: QtBot) -> None:
    widget, layout, labels = _flow(qtbot, 3)
    widget.resize(430, 100)
    widget.show()
    labels[0].hide()
    layout.activate()
    assert labels[1].x() == 0
    assert labels[1].width() == labels[2].width() == 210


def test_items_can_be_taken_out(qtbot: QtBot) -> None:
    _widget, layout, _labels = _flow(qtbot, 2)
    assert layout.itemAt(2) is None
    item = layout.takeAt(0)
    assert item is not None
    assert layout.count() == 1
    assert layout.takeAt(5) is None
    layout.takeAt(0)
    assert layout.heightForWidth(300) == 0
