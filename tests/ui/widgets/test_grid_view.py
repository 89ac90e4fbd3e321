from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit

from leaddesk.text import language, msg
from leaddesk.ui.itemmodels.column import Column, Kind
from leaddesk.ui.itemmodels.grid import GridModel
from leaddesk.ui.widgets.grid_view import MAX_COPIED, GridView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NAMES = ["Élan", "=cmd|x", "Zoé\tB", "+33 6 12"]
DAY0 = 20_089  # 2025-01-01


@pytest.fixture
def view(qtbot: QtBot) -> GridView:
    model = GridModel(language("fr"))
    stages = [msg("New"), msg("Won")]
    model.show_table(
        [
            Column(
                "name", msg("Name"), Kind.TEXT, np.arange(4, dtype=np.int32), ["Élan", "=cmd|x", "Zoé\tB", "+33 6 12"]
            ),
            Column("stage", msg("Stage"), Kind.CATEGORY, np.array([0, 1, 0, 1]), stages, ["new", "won"], editable=True),
            Column("day", msg("Day"), Kind.DAY, np.array([DAY0, DAY0, DAY0 + 3, DAY0]), editable=True),
            Column("amount", msg("Amount"), Kind.MONEY, np.array([4.0, -3, 2, np.nan]), editable=True),
            Column("rate", msg("Rate"), Kind.PERCENT, np.array([0.1, 0.2, 0.3, 0.4]), editable=True),
            Column("note", msg("Note"), Kind.TEXT, np.array([0, -1, 0, 0]), ["call"], editable=True),
        ]
    )
    view = GridView(model, language("fr"))
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.show()
    qtbot.waitExposed(view)
    return view


def _model(view: GridView) -> GridModel:
    model = view.model()
    assert isinstance(model, GridModel)
    return model


def _header_place(view: GridView, column: int) -> QPoint:
    header = view.horizontalHeader()
    return QPoint(header.sectionViewportPosition(column) + 10, header.height() // 2)


def _keys_of_edits(view: GridView) -> list[tuple[object, ...]]:
    told: list[tuple[object, ...]] = []

    def keep(*what: object) -> None:
        told.append(what)

    _model(view).edited.connect(keep)
    return told


def test_starts_unsorted_and_sorts_by_click(view: GridView) -> None:
    model, header = _model(view), view.horizontalHeader()
    assert model.order.tolist() == [0, 1, 2, 3]
    for expected in ([1, 2, 0, 3], [0, 2, 1, 3], [0, 1, 2, 3]):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=_header_place(view, 3))
        assert model.order.tolist() == expected


def test_selection_follows_sort_and_filter(view: GridView) -> None:
    model = _model(view)
    view.select_positions([1, 2])
    assert view.current_position() == 1
    view.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert sorted(view.selected_positions().tolist()) == [1, 2]
    assert view.current_position() == 1
    model.set_rows([0, 2, 3])
    assert view.selected_positions().tolist() == [2]
    assert view.current_position() is None
    model.set_rows(None)
    assert view.selected_positions().tolist() == [2]


def test_copy_gives_what_is_shown_and_nothing_that_runs(view: GridView) -> None:
    view.hide_columns({"note", "rate", "day"})
    view.horizontalHeader().moveSection(3, 0)
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text().replace("\xa0", " ").replace("\u202f", " ")
    lines = text.split("\n")
    assert [line.split("\t")[0] for line in lines][1:] == ["4,00 €", "-3,00 €", "2,00 €", ""]
    assert [line.split("\t")[1] for line in lines][1:] == ["Élan", "'=cmd|x", "Zoé B", "+33 6 12"]
    assert len(lines[0].split("\t")) == 3


def test_copying_too_much_is_refused_with_a_reason(qtbot: QtBot) -> None:
    model = GridModel(language("en"))
    model.show_table([Column("n", msg("N"), Kind.NUMBER, np.zeros(MAX_COPIED + 1))])
    view = GridView(model, language("en"))
    qtbot.addWidget(view)
    view.copy_selection()
    view.selectAll()
    with qtbot.waitSignal(view.copy_refused) as refused:
        view.copy_selection()
    assert "200,001 rows" in language("en").text(refused.args[0])


def test_enter_and_double_click_open_the_row(view: GridView, qtbot: QtBot) -> None:
    view.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    view.setCurrentIndex(view.model().index(0, 0))
    with qtbot.waitSignal(view.row_activated) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [1]
    cell = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    with qtbot.waitSignal(view.row_activated) as opened:
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert opened.args == [2]


def test_typing_a_letter_asks_nothing(view: GridView, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_what: object) -> object:
        raise AssertionError("Qt searched the model")

    monkeypatch.setattr(GridModel, "data", fail)
    view.keyboardSearch("z")


def test_menu_hides_and_shows_columns_but_never_all(view: GridView, qtbot: QtBot) -> None:
    view.hide_columns({"stage", "day", "amount", "rate"})
    menu = view.columns_menu()
    actions = menu.actions()
    assert [action.isChecked() for action in actions] == [True, False, False, False, False, True]
    with qtbot.waitSignal(view.columns_changed) as changed:
        actions[5].trigger()
    assert changed.args == [frozenset({"stage", "day", "amount", "rate", "note"})]
    menu.close()
    menu = view.columns_menu()
    assert not menu.actions()[0].isEnabled()
    menu.close()


def _edit(view: GridView, row: int, column: int) -> None:
    index = view.model().index(row, column)
    view.setCurrentIndex(index)
    view.edit(index)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_category_is_edited_by_a_list(view: GridView, qtbot: QtBot) -> None:
    told = _keys_of_edits(view)
    _edit(view, 0, 1)
    box = view.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    assert box.currentData() == "new"
    assert [box.itemData(i) for i in range(box.count())] == [None, "new", "won"]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert told == [(0, "stage", "won")]
    qtbot.waitUntil(lambda: view.findChild(QComboBox) is None)


def test_day_is_edited_by_a_calendar_and_emptied_by_delete(view: GridView, qtbot: QtBot) -> None:
    told = _keys_of_edits(view)
    _edit(view, 2, 2)
    editor = view.findChild(QDateEdit)
    assert isinstance(editor, QDateEdit)
    assert editor.date() == QDate(2025, 1, 4)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.findChild(QDateEdit) is None)
    assert told == [(2, "day", None)]


@pytest.mark.parametrize(
    ("column", "typed", "expected"),
    [
        (3, "1 234,50 €", [(0, "amount", 1234.5)]),
        (3, "1.234,5", [(0, "amount", 1234.5)]),
        (3, "-7.25", [(0, "amount", -7.25)]),
        (3, "", [(0, "amount", None)]),
        (3, "lots", []),
        (4, "12,5 %", [(0, "rate", 0.125)]),
        (5, "call again", [(0, "note", "call again")]),
        (5, "", [(0, "note", None)]),
    ],
)
def test_line_is_read_as_typed(
    view: GridView, qtbot: QtBot, column: int, typed: str, expected: list[tuple[object, ...]]
) -> None:
    told = _keys_of_edits(view)
    _edit(view, 0, column)
    line = view.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setText(typed)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.findChild(QLineEdit) is None)
    assert told == expected


def test_number_editor_shows_the_value_without_groups(view: GridView) -> None:
    _edit(view, 1, 4)
    line = view.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    assert line.text() == "20"


def test_view_speaks_another_language(view: GridView) -> None:
    view.set_language(language("en"))
    assert view.accessibleName() == "Table"
