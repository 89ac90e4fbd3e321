"""The grid of a million leads: a frame of scrolling beside a model of constants, sorting beside pandas."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pandas as pd
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView

from leaddesk.model.qualification import due
from leaddesk.text import language
from leaddesk.ui.itemmodels.grid import GridModel
from leaddesk.ui.itemmodels.lead_columns import lead_columns
from leaddesk.ui.itemmodels.order import Ranking
from leaddesk.ui.widgets.grid_view import GridView
from tests.bench.bound import Bound, median
from tests.bench.generated import state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leaddesk.model.state import State
    from leaddesk.ui.itemmodels.column import Column


class Constants(QAbstractTableModel):
    """As many rows and columns, every cell of a column the same text."""

    def __init__(self, rows: int, texts: list[str], alignments: list[Any]) -> None:
        super().__init__()
        self._rows, self._texts, self._alignments = rows, texts, alignments

    def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: ARG002, B008
        return self._rows

    def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: ARG002, B008
        return len(self._texts)

    def data(self, index: Any, role: int = 0) -> Any:
        if role == 0:
            return self._texts[index.column()]
        if role == 7:
            return self._alignments[index.column()]
        return None


def bounds(*, quick: bool) -> Iterator[Bound]:
    rows = 50_000 if quick else 1_000_000
    app = QApplication.instance() or QApplication([])
    made = state(rows)
    columns = lead_columns(made, due(made))
    model = GridModel(language("fr"))
    model.show_table(columns)
    view = GridView(model, language("fr"))
    yield _scrolled(app, view, model, rows, 20 if quick else 60)
    start = time.perf_counter()
    for column in columns:
        if column.kind.is_coded:
            _ = Ranking(column, language("fr")).ranks
    prepared = 1e3 * (time.perf_counter() - start)
    for place in range(len(columns)):
        model.sort(place)  # its own alphabets are made with the first
    sorts = _sorted(model, made, columns, 1 if quick else 3)
    for name, (own, pandas) in sorted(sorts.items(), key=lambda item: -item[1][0] / item[1][1])[:3]:
        yield Bound(f"sort {rows:,} leads by {name}", own, pandas, 1 / 3, "df.sort_values")
    yield Bound("alphabets of all texts, once, for the first sorts", prepared, sum(p for _, p in sorts.values()), 1 / 3,
                "all of df.sort_values")  # fmt: skip
    view.deleteLater()


def _scrolled(app: Any, view: GridView, model: GridModel, rows: int, frames: int) -> Bound:
    texts = [model.text(rows // 2, place) for place in range(len(model.columns))]
    alignments = [model.data(model.index(0, place), 7) for place in range(len(texts))]
    reference = _reference(view)
    constants = Constants(rows, texts, alignments)
    reference.setModel(constants)
    for one in (view, reference):
        for place in range(len(texts)):
            one.setColumnWidth(place, 90)
        one.resize(1920, 1000)
        one.show()
    app.processEvents()
    own: list[float] = []
    theirs: list[float] = []
    for frame in range(frames):
        for one, taken in ((view, own), (reference, theirs)):
            taken.append(_frame(app, one, frame * 137_003 % (rows * 20)))
    reference.close()
    view.close()
    return Bound(f"frame of scrolling, {rows:,} leads", median(own), median(theirs), 1.5, "a model of constants")


def _reference(view: GridView) -> QTableView:
    """A table with the looks of the grid."""
    table = QTableView()
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setVerticalScrollMode(view.verticalScrollMode())
    table.setHorizontalScrollMode(view.horizontalScrollMode())
    table.setSelectionBehavior(view.selectionBehavior())
    table.setSelectionMode(view.selectionMode())
    head = table.verticalHeader()
    head.setVisible(False)
    head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    head.setMinimumSectionSize(view.verticalHeader().minimumSectionSize())
    head.setDefaultSectionSize(view.verticalHeader().defaultSectionSize())
    return table


def _frame(app: Any, view: QTableView, place: int) -> float:
    start = time.perf_counter()
    view.verticalScrollBar().setValue(place)
    app.processEvents()
    view.viewport().repaint()
    return 1e3 * (time.perf_counter() - start)


def _sorted(model: GridModel, made: State, columns: tuple[Column, ...], runs: int) -> dict[str, tuple[float, float]]:
    data = made.dataset["leads"].data
    others = {c.id: pd.Series(c.values) for c in columns if c.id not in data.columns}
    table = data.assign(**others)
    taken = {}
    for place, column in enumerate(columns):
        if pd.Series(column.values).nunique(dropna=False) == 1:
            continue  # nobody filled it in: there is nothing to sort
        own, pandas = [], []
        for run in range(runs):
            order = Qt.SortOrder.AscendingOrder if run % 2 == 0 else Qt.SortOrder.DescendingOrder
            model.sort(-1)
            start = time.perf_counter()
            model.sort(place, order)
            own.append(1e3 * (time.perf_counter() - start))
            if run == 0:
                start = time.perf_counter()
                table.sort_values(column.id)
                pandas.append(1e3 * (time.perf_counter() - start))
        taken[column.id] = (median(own), median(pandas))
    return taken
