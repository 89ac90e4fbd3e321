"""The status words of a sheet: what a word perhaps means is shown once the user said so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from leaddesk.ingest.mapping import propose
from leaddesk.text import language
from leaddesk.ui.widgets.status_words import StatusWords
from leaddesk.ui.widgets.still_combo import StillComboBox
from tests.ingest.rawfiles import raw_file

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_word_that_perhaps_means_won(qtbot: QtBot) -> None:
    raw = raw_file([["Société", "Téléphone", "Statut"], ["A", "0199001234", "OK"], ["B", "0199001235", "Perdu"]])
    sheet = propose(raw, today=dt.date(2026, 9, 1)).sheets[0]
    widget = StatusWords(language("fr"))
    qtbot.addWidget(widget)

    def shown() -> list[str]:
        boxes = [widget.cellWidget(row, 2) for row in range(widget.rowCount())]
        return [box.currentData() for box in boxes if isinstance(box, StillComboBox)]

    widget.show_sheet(raw.sheets[0], sheet)
    assert shown() == ["", "lost"]
    widget.show_sheet(raw.sheets[0], sheet.switched("likely-status", on=True, position=2))
    assert shown() == ["won", "lost"]
