from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QDate, QModelIndex, QPersistentModelIndex, Qt

from leaddesk.text import language, msg
from leaddesk.ui.itemmodels.column import MISSING_DAY, Column, Kind
from leaddesk.ui.itemmodels.grid import GridModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

DAY0 = (dt.date(2025, 1, 1) - dt.date(1970, 1, 1)).days
ROLE = Qt.ItemDataRole


def columns() -> list[Column]:
    """Five leads."""
    return [
        Column(
            "name",
            msg("Name"),
            Kind.TEXT,
            np.array([0, 1, 2, 3, -1], np.int32),
            ["Élan", "abc & <b>co</b> of a very long name", "Zoé", "Bo"],
            tooltip=msg("Who <b>it</b> is"),
        ),
        Column(
            "stage",
            msg("Stage"),
            Kind.CATEGORY,
            np.array([1, 0, 2, 0, -1], np.int32),
            [msg("New"), msg("Won"), msg("Lost")],
            ["new", "won", "lost"],
            editable=True,
        ),
        Column(
            "created",
            msg("Created"),
            Kind.DAY,
            np.array([DAY0, DAY0 + 2, MISSING_DAY, DAY0 + 1, DAY0], np.int32),
            editable=True,
        ),
        Column("amount", msg("Amount"), Kind.MONEY, np.array([10.0, np.nan, 1234.5, -3.0, 10.0]), editable=True),
    ]


@pytest.fixture
def model() -> GridModel:
    model = GridModel(language("en"))
    model.show_table(columns())
    return model


def _shown(model: GridModel, column: int = 0) -> list[str]:
    return [model.text(row, column) for row in range(model.rowCount())]


def test_qt_finds_no_fault(model: GridModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_cells_headers_and_flags(model: GridModel) -> None:
    cell = model.index(2, 3)
    assert cell.data() == "€1,234.50"
    assert cell.data(ROLE.EditRole) == 1234.5
    assert cell.data(ROLE.TextAlignmentRole) == int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)
    assert cell.data(ROLE.DecorationRole) is None
    assert model.index(0, 2).data(ROLE.EditRole) == QDate(2025, 1, 1)
    assert model.index(1, 0).data(ROLE.ToolTipRole) == "<qt>abc &amp; &lt;b&gt;co&lt;/b&gt; of a very long name</qt>"
    assert model.index(0, 0).data(ROLE.ToolTipRole) is None
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name"
    assert model.headerData(0, Qt.Orientation.Horizontal, ROLE.ToolTipRole) == "<qt>Who &lt;b&gt;it&lt;/b&gt; is</qt>"
    assert model.headerData(9, Qt.Orientation.Horizontal) is None
    assert model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


def test_explained_cells_tell_why_only_when_asked(model: GridModel) -> None:
    asked: list[int] = []

    def explain(position: int) -> object:
        asked.append(position)
        return msg("Score {n}", n=position) if position else None

    model.replace_column(replace(columns()[3], explain=explain))  # type: ignore[arg-type]
    assert model.index(2, 3).data() == "€1,234.50"
    assert asked == []
    assert model.index(2, 3).data(ROLE.ToolTipRole) == "<qt>Score 2</qt>"
    assert model.index(0, 3).data(ROLE.ToolTipRole) is None


def test_sort_keeps_persistent_indexes_and_puts_missing_last(model: GridModel, qtbot: QtBot) -> None:
    kept = [QPersistentModelIndex(model.index(row, 1)) for row in range(5)]
    with qtbot.waitSignals([model.layoutChanged, model.rows_changed]):
        model.sort(3, Qt.SortOrder.DescendingOrder)
    assert _shown(model, 3) == ["€1,234.50", "€10.00", "€10.00", "-€3.00", ""]
    assert model.order.tolist() == [2, 0, 4, 3, 1]
    assert [model.position(index.row()) for index in kept] == [0, 1, 2, 3, 4]
    assert model.sorted_by == ("amount", True)
    model.sort(3)
    assert model.order.tolist() == [3, 0, 4, 2, 1]
    model.sort(-1)
    assert model.order.tolist() == [0, 1, 2, 3, 4]


def test_second_sort_keeps_the_first_among_equals(model: GridModel) -> None:
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.sort(1)
    assert _shown(model, 1) == ["New", "New", "Won", "Lost", ""]
    assert _shown(model, 0)[:2] == ["Bo", "abc & <b>co</b> of a very long name"]


def test_filter_and_search_work_together_and_with_sort(model: GridModel) -> None:
    model.sort(0)
    model.set_rows([0, 2, 3])
    assert _shown(model) == ["Bo", "Élan", "Zoé"]
    model.search("e")
    assert _shown(model) == [*["Bo", "Élan", "Zoé"][:1], "Élan", "Zoé"]
    model.search("elan")
    assert _shown(model) == ["Élan"]
    model.set_rows(np.array([False, True, False, False, False]))
    assert _shown(model) == []
    model.search("")
    model.set_rows(None)
    assert _shown(model)[-1] == ""
    assert (len(model.order), model.total) == (5, 5)
    assert model.rows_of([4, 1]).tolist() == [4, 0]


def test_an_unchanged_filter_resets_nothing(model: GridModel, qtbot: QtBot) -> None:
    model.set_rows([1, 2])
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_rows(np.array([2, 1]))
        model.search("   ")


def test_edits_are_told_not_made(model: GridModel) -> None:
    told: list[tuple[object, ...]] = []

    def keep(*what: object) -> None:
        told.append(what)

    model.edited.connect(keep)
    model.sort(3)  # position 3 is first
    assert model.setData(model.index(0, 1), "won")
    assert model.setData(model.index(0, 2), QDate(2025, 5, 6))
    assert model.setData(model.index(0, 3), None)
    assert not model.setData(model.index(0, 0), "no")
    assert not model.setData(model.index(0, 1), "won", ROLE.DisplayRole)
    assert told == [(3, "stage", "won"), (3, "created", dt.date(2025, 5, 6)), (3, "amount", None)]
    assert model.text(0, 1) == "New"


def test_an_edit_to_the_same_value_is_no_edit(model: GridModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.edited):
        assert model.setData(model.index(0, 1), "won")


def test_replaced_column_repaints_only_itself_and_keeps_the_order(model: GridModel, qtbot: QtBot) -> None:
    model.sort(3)
    before = model.order.tolist()
    new = replace(columns()[3], values=np.array([1.0, 2, 3, 4, 5]))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as changed:
        model.show_table([*model.columns[:3], new])
    assert [changed.args[0].column(), changed.args[1].column()] == [3, 3]
    assert model.order.tolist() == before
    assert _shown(model, 3)[0] == "€4.00"


def test_replaced_labels_are_searched_and_sorted_anew(model: GridModel) -> None:
    model.sort(0)
    model.replace_column(replace(columns()[0], labels=["D", "C", "B", "A"]))
    model.sort(0)
    assert _shown(model) == ["A", "B", "C", "D", ""]


def test_wrong_columns_are_refused(model: GridModel) -> None:
    with pytest.raises(KeyError):
        model.replace_column(replace(columns()[0], id="other"))
    with pytest.raises(ValueError, match="4 rows instead of 5"):
        model.replace_column(replace(columns()[0], values=np.zeros(4, np.int32)))
    with pytest.raises(ValueError, match="different lengths"):
        model.show_table([columns()[0], replace(columns()[1], values=np.zeros(4, np.int32))])


def test_new_table_keeps_sort_and_search(model: GridModel) -> None:
    model.sort(3, Qt.SortOrder.DescendingOrder)
    model.search("e")
    more = [replace(c, values=np.concatenate([c.values, c.values[:1]])) for c in columns()]
    model.show_table(more)
    assert model.order.tolist() == [2, 0, 5, 3, 1]
    model.show_table(more[:2])
    assert model.order.tolist() == [0, 1, 2, 3, 5]
    model.show_table([])
    assert (model.rowCount(), model.columnCount()) == (0, 0)


def test_another_language_rewrites_everything(model: GridModel, qtbot: QtBot) -> None:
    with qtbot.waitSignals([model.headerDataChanged, model.dataChanged]):
        model.set_language(language("fr"))
    assert model.text(2, 3).startswith("1")
    assert model.text(2, 3).endswith("€")
