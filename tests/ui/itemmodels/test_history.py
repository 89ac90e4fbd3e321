"""The history as it is read: words made when they are shown, however long it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.history import Entry, Timeline, timeline
from leaddesk.model.schema import EXTRA_PREFIX
from leaddesk.text import Language, language, msg
from leaddesk.ui.history_words import cells
from leaddesk.ui.itemmodels.history import HistoryModel
from leaddesk.ui.widgets.plain_table import PlainTable
from tests.builders import frame

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

EN, FR = language("en"), language("fr")
TIME = "2026-09-30T10:05:00.000+00:00"


def deed(*changes: Change) -> Action:
    return Action(uuid4(), UUID(int=1), None, TIME, ActionKind.EDIT, msg("Stage of {name}", name="Élan"), changes)


STAGED = deed(Change("leads", "stage", "new", "won", 7), Change("leads", "won", None, "2026-09-30", 7))


def texts(model: HistoryModel) -> list[list[str]]:
    return [
        [str(model.index(row, column).data()) for column in range(1, model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_an_undone_step_is_struck_out_and_its_undo_told() -> None:
    model = HistoryModel(EN)
    model.show_timeline(timeline((STAGED, STAGED.inverse(uuid4(), STAGED.id, TIME))))
    assert [(row[0], row[2]) for row in texts(model)] == [("Undo: Stage of Élan", ""), ("Stage of Élan", "taken back")]
    fonts = [model.index(row, 1).data(Qt.ItemDataRole.FontRole) for row in (0, 1)]
    assert fonts[0] is None
    assert fonts[1].strikeOut()


@pytest.mark.parametrize(
    ("words", "told"),
    [(EN, "Stage set by hand: New → Won · Won on: (empty) → 30/09/2026"),
     (FR, "Étape fixée à la main : Nouveau → Gagné · Gagné le : (vide) → 30/09/2026")],
    ids=["en", "fr"],
)  # fmt: skip
def test_cells_are_told_as_a_reader_knows_them(words: Language, told: str) -> None:
    assert cells(STAGED, 7, words).replace("\u00a0", " ").replace("\u202f", " ") == told


def test_where_a_files_word_goes_before_the_users_the_cell_is_not_empty() -> None:
    taken = replace(deed(Change("leads", "stage", "lost", None, 7)), kind=ActionKind.IMPORT)
    leads = frame("leads", rows=[7], company=["Bar 7"])
    assert cells(taken, None, EN) == "Stage set by hand: Lost → what the file says"
    assert cells(taken, None, EN, leads) == ("Stage set by hand, Bar 7: Lost → what the file says")
    assert cells(taken, 7, EN, leads) == "Stage set by hand: Lost → what the file says"
    back = taken.inverse(uuid4(), taken.id, TIME)
    assert cells(back, None, FR).replace("\u00a0", " ") == "Étape fixée à la main : ce que dit le fichier → Perdu"


def test_a_cell_that_was_erased_says_so() -> None:
    assert cells(deed(Change("leads", "notes", None, None, 7)), None, EN) == "Notes: erased"


def test_of_many_cells_the_number_is_told_and_of_one_lead_its_own() -> None:
    many = deed(*(Change("leads", "notes", None, f"n{row}", row) for row in range(5)))
    assert cells(many, None, EN) == "5 cells"
    assert cells(many, 3, EN) == "Notes: (empty) → n3"
    assert cells(deed(Change("costs", "amount", 1.0, 2.0, 3)), None, EN) == ""
    assert cells(deed(Change("leads", f"{EXTRA_PREFIX}Préféré", "", "oui", 3)), 3, EN) == "Préféré: (empty) → oui"


def test_a_million_steps_do_not_stop_the_window(qtbot: QtBot) -> None:
    count, asked = 1_000_000, Counter[int]()

    class Watched(Timeline):
        def entry(self, number: int) -> Entry:
            asked[number] += 1
            return super().entry(number)

    million = Watched((STAGED,) * count, range(count), bytes(count), b"\1" * count)
    table, model = PlainTable(), HistoryModel(FR)
    qtbot.addWidget(table)
    table.setModel(model)
    table.resize(900, 500)
    table.show()
    model.show_timeline(million)
    table.setCurrentIndex(model.index(0, 0))
    table.grab()
    table.scrollToBottom()
    table.grab()
    assert 10 < len(asked) < 200, "only those that are seen are worded: a million would take minutes"
    assert model.rowCount() == count


def test_a_status_that_stands_for_a_stage_is_said_in_the_readers_words() -> None:
    told = cells(deed(Change("leads", "status", "OK", "won", 7)), None, FR)
    assert told.endswith("OK → Gagné")


def test_who_did_it_is_told_where_that_is_known_of_anything() -> None:
    model = HistoryModel(FR)
    model.show_timeline(timeline((STAGED,)))
    assert model.columnCount() == 4, "nothing to tell"
    model.show_timeline(timeline((STAGED, replace(STAGED, id=uuid4(), origin="Marie"))))
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert titles[:3] == ["Quand", "Qui", "Quoi"]
    assert [model.index(row, 1).data() for row in (0, 1)] == ["Marie", "–"]
