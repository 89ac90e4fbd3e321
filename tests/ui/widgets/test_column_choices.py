"""The columns of a sheet: what told the order of day and month can be read beside it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from leaddesk.ingest.mapping import propose
from leaddesk.text import language
from leaddesk.ui.widgets.column_choices import ColumnChoices
from tests.ingest.rawfiles import raw_file

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import Recipe


def _tip(qtbot: QtBot, *days: str) -> str:
    raw = raw_file([["Lead date", "Name", "Status"], *([day, "A", "Won"] for day in days)])
    recipe = propose(raw, today=dt.date(2026, 9, 1))
    widget = ColumnChoices(language("en"))
    qtbot.addWidget(widget)
    widget.show_sheet(raw, recipe, recipe.sheets[0])
    combo = widget.cellWidget(0, 3)
    assert combo is not None
    return combo.toolTip()


def test_what_told_the_order_is_said_beside_it(qtbot: QtBot) -> None:
    assert "it holds days above 12" in _tip(qtbot, "03/04/2026", "25/04/2026")
    assert _tip(qtbot, "03/04/2026", "05/04/2026") == ""


def _wide() -> tuple[RawFile, Recipe]:
    headers = [f"Column {number}" for number in range(40)]
    raw = raw_file([["Lead date", "Status", *headers], ["25/04/2026", "Won", *("x" for _ in headers)]])
    return raw, propose(raw, today=dt.date(2026, 9, 1))


def test_columns_below_the_first_screen_follow_by_themselves(qtbot: QtBot) -> None:
    raw, recipe = _wide()
    widget = ColumnChoices(language("en"))
    qtbot.addWidget(widget)
    widget.show_sheet(raw, recipe, recipe.sheets[0])
    last = widget.model().index(41, 0)
    assert last.data() is None
    qtbot.waitUntil(lambda: last.data() == "Column 39")
    widget.show_sheet(raw, recipe, recipe.sheets[0])
    assert widget.cellWidget(41, 1) is not None  # whoever asks before gets it all the same


def test_nothing_is_put_below_the_first_screen_before_it_is_painted(qtbot: QtBot) -> None:
    raw, recipe = _wide()
    widget = ColumnChoices(language("en"))
    qtbot.addWidget(widget)
    widget.show_sheet(raw, recipe, recipe.sheets[0])
    first, next_one, last = (widget.model().index(row, 0) for row in (9, 10, 41))
    for _ in range(20):
        QCoreApplication.processEvents()
    assert (first.data(), next_one.data()) == ("Column 7", None)
    widget.show()
    qtbot.waitUntil(lambda: last.data() == "Column 39")
    widget.show_sheet(raw, recipe, recipe.sheets[0])
    assert last.data() is None
    qtbot.waitUntil(lambda: last.data() == "Column 39")
