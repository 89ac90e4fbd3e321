"""The status words of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.model.stages import StageMap
from leaddesk.text import language
from leaddesk.ui.widgets.stage_words import StageWords, StatusWord

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_word_that_is_kept_as_a_stage_is_said_in_the_readers_words(qtbot: QtBot) -> None:
    words = StageWords(language("fr"))
    qtbot.addWidget(words)
    words.show_words([StatusWord("won", 2), StatusWord("OK", 1)], StageMap())
    items = [words.item(row, 0) for row in range(2)]
    assert [item.text() for item in items if item is not None] == ["OK", "Gagné"]
    assert words.box("won").accessibleName() == "Gagné"
    assert words.stage_map() == StageMap()
