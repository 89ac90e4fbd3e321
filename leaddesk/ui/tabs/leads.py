"""The Leads tab: every lead of the slice in a grid, and the one that is looked at in the panel beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QToolButton, QVBoxLayout, QWidget

from leaddesk.model.stages import BY_ID, Stage
from leaddesk.text import msg
from leaddesk.ui import asking
from leaddesk.ui.icons import icon
from leaddesk.ui.itemmodels.grid import GridModel
from leaddesk.ui.itemmodels.lead_columns import shown_at_first, with_cells
from leaddesk.ui.itemmodels.leads_view import LeadsView, Quick, Subset, leads_view, looked_at
from leaddesk.ui.lead_edits import MOST_STAGED, cell_edit, stage_edit
from leaddesk.ui.lead_figures import LeadFigures
from leaddesk.ui.notices import Notice, Tone
from leaddesk.ui.tab import Tab
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets.grid_view import GridView
from leaddesk.ui.widgets.lead_facts import WHY_OVER, lead_facts
from leaddesk.ui.widgets.lead_filters import CountLabel, LeadFilters, SearchLine
from leaddesk.ui.widgets.lead_list import LeadList
from leaddesk.ui.widgets.lead_panel import WIDTH, LeadPanel
from leaddesk.ui.widgets.stage_button import StageButton
from leaddesk.ui.widgets.subset_banner import SubsetBanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.action import Change
    from leaddesk.model.report import Report
    from leaddesk.text import Language, Message
    from leaddesk.ui.itemmodels.leads_view import LeadFilter
    from leaddesk.ui.notices import LeadsRequest
    from leaddesk.ui.session import Session


class LeadsTab(Tab):
    """Sort, search and filter leads; qualify them in the panel or in the grid."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(session, language, parent)
        self._view: LeadsView | None = None
        self._subset: Subset | None = None
        self._touched: set[int] = set()
        self._visible: dict[str, bool] = {}
        self._sort_before: tuple[str, bool] | None = None
        self._make()
        self._lay_out()
        self._connect()
        self.set_language(language)

    # Building --------------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        language = self.language
        self.search, self.count = SearchLine(), CountLabel(language)
        self.filters, self.banner = LeadFilters(language), SubsetBanner(language)
        self.model = GridModel(language, self)
        self.grid = GridView(self.model, language)
        self.panel = LeadPanel(language, self.session.clock_today)
        self.figures = LeadFigures(self.session, language, self.grid, self.model, self.count, self.panel.score)
        self.stage_button = StageButton(self.grid, language)
        self.columns_button, self.panel_button = QToolButton(), QToolButton()
        self.columns_button.setIcon(icon("columns-3"))
        self.panel_button.setIcon(icon("info"))
        self.panel_button.setCheckable(True)
        self.panel_button.setChecked(True)
        for button in (self.columns_button, self.panel_button):
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list = LeadList(self.model, self.grid, language)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(GAP)
        first.addWidget(self.search, 1)
        for widget in (self.count, self.stage_button, self.columns_button, self.panel_button):
            first.addWidget(widget)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(MARGIN, GAP, GAP, GAP)
        column.setSpacing(GAP // 2 + 2)
        column.addLayout(first)
        column.addWidget(self.filters)
        column.addWidget(self.banner)
        column.addWidget(self.list, 1)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([1000, WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _connect(self) -> None:
        self.search.searched.connect(self._search)
        self.search.left.connect(self.grid.setFocus)
        self.filters.chosen.connect(self._choose_filter)
        self.banner.cleared.connect(self.show_everything)
        self.list.cleared.connect(self.show_everything)
        self.list.found.connect(self.session.show_leads)
        self.columns_button.clicked.connect(self._open_columns)
        self.panel_button.toggled.connect(self._toggle_panel)
        self.panel.closed.connect(self.panel_button.toggle)
        self.panel.left.connect(self.grid.setFocus)
        self.panel.history_asked.connect(self._show_history)
        self.panel.stage_chosen.connect(self._stage_row)
        self.panel.edited.connect(self._edit_row)
        self.model.edited.connect(self._edit_cell)
        self.model.rows_changed.connect(self._tell_rows)
        self.grid.current_changed.connect(self._show_current)
        self.grid.selection_changed.connect(self._tell_selection)
        self.grid.row_activated.connect(self._open_panel)
        self.grid.columns_changed.connect(self._columns_chosen)
        self.grid.copy_refused.connect(self._warn)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._open_menu)
        self.stage_button.chosen.connect(self._stage_selected)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        super().set_language(language)
        words = language.text
        for part in (self.count, self.filters, self.banner, self.stage_button, self.model, self.list, self.panel):
            part.set_language(language)
        self.figures.set_language(language)
        hint = words(msg("Search name, company, notes…"))
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.search.setToolTip(words(msg("Every word must be found somewhere in the row (Ctrl+F)")))
        for button, tip in (
            (self.columns_button, msg("Columns to show")),
            (self.panel_button, msg("Show or hide the panel of the selected lead")),
        ):
            button.setToolTip(words(tip))
            button.setAccessibleName(words(tip))
        self.grid.setAccessibleName(words(msg("Leads")))
        self._tell_rows()
        self.grid.fit_columns()

    # Report → screen -------------------------------------------------------------------------------------------------

    def prepare(self, report: Report) -> LeadsView | None:
        """The columns and filters of the leads; None when there are none. On the compute thread."""
        return leads_view(report)

    def present(self, prepared: Any) -> None:  # noqa: ANN401
        """Show them; selection, order and place stay."""
        view: LeadsView | None = prepared
        before, self._view = self._view, view
        if view is None:
            self.model.show_table(())
            self._show_current(None)
            self._tell_rows()
            return
        if before is None or before.looked_at != view.looked_at:
            self._touched.clear()
        if self._subset is not None and not self._subset.fits(view):
            self._forget_subset()
        is_other = before is not None and before.frame.rows is not view.frame.rows
        selected = self._selected_rows(before) if is_other else None
        fresh = [column.id for column in view.columns] != [column.id for column in self.model.columns]
        widths = {column.id: self.grid.columnWidth(place) for place, column in enumerate(self.model.columns)}
        self.model.show_table(view.columns)
        if fresh:
            self._hide_columns()
        if before is None:
            self._sort_by("created", descending=True)
        self._filter()
        if selected is not None:
            self._select_rows(selected)
        if fresh:
            self._fit_columns(widths)
        self._select_first()
        self._show_current(self.grid.current_position())

    def show_subset(self, request: LeadsRequest) -> None:
        """Show some leads alone, until the user wants all again or looks at another period."""
        self._subset = Subset(request.rows, looked_at(self.session.slice))
        self.search.clear()
        self.search.search_now()
        self.banner.show_label(request.label)
        self.filters.show_filter(Quick.ALL)
        self._choose_filter(Quick.ALL)

    @Slot()
    def show_everything(self) -> None:
        """Every lead of the slice, nothing searched."""
        self._forget_subset()
        self.search.clear()
        self.search.search_now()
        self.filters.show_filter(Quick.ALL)
        self._choose_filter(Quick.ALL)

    def _forget_subset(self) -> None:
        self._subset = None
        self.banner.show_label(None)

    @Slot()
    def find_lead(self) -> None:
        """Go to the search line."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot(str)
    def _search(self, text: str) -> None:
        self.model.search(text)
        self._select_first()

    @Slot(object)
    def _choose_filter(self, chosen: LeadFilter) -> None:
        self._touched.clear()
        if chosen is Quick.CALL and self._sort_before is None:
            self._sort_before = self.model.sorted_by or ("", False)
            self._sort_by("call_order", descending=False)
        elif chosen is not Quick.CALL and self._sort_before is not None:
            name, descending = self._sort_before
            self._sort_before = None
            if (self.model.sorted_by or ("",))[0] == "call_order":
                self._sort_by(name, descending=descending)
        self._filter()
        self._select_first()

    def _filter(self) -> None:
        if self._view is not None:
            only = None if self._subset is None else self._subset.rows
            rows = self._view.rows_to_show(self.filters.filter, only, self._touched)
            self.model.set_rows(None if rows.all() else rows)
            self.filters.show_counts(self._view.counts(only))

    def _sort_by(self, column: str, *, descending: bool) -> None:
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.grid.sortByColumn(self.model.column_index(column), order)

    def _select_first(self) -> None:
        if self.grid.current_position() is None and self.model.rowCount():
            self.grid.select_positions([self.model.position(0)])

    def _selected_rows(self, view: LeadsView | None) -> npt.NDArray[np.int64]:
        """The permanent ids of the selected rows, the current one when none is."""
        positions = self.grid.selected_positions()
        current = self.grid.current_position()
        if not len(positions) and current is not None:
            positions = np.array([current])
        return np.zeros(0, np.int64) if view is None else view.frame.rows[positions]

    def _select_rows(self, rows: npt.NDArray[np.int64]) -> None:
        if self._view is not None:
            self.grid.select_positions(np.flatnonzero(np.isin(self._view.frame.rows, rows)))

    # Columns ---------------------------------------------------------------------------------------------------------

    def _hide_columns(self) -> None:
        at_first = shown_at_first(self.model.columns)
        ids = [column.id for column in self.model.columns]
        self.grid.hide_columns({name for name in ids if not self._visible.get(name, name in at_first)})

    def _fit_columns(self, known: dict[str, int]) -> None:
        """Widths that the content needs; columns that were shown before keep theirs."""
        self.grid.fit_columns()
        for index, column in enumerate(self.model.columns):
            if known.get(column.id):
                self.grid.setColumnWidth(index, known[column.id])

    @Slot()
    def _open_columns(self) -> None:
        self.grid.columns_menu().popup(self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height())))

    @Slot(object)
    def _columns_chosen(self, hidden: frozenset[str]) -> None:
        for index, column in enumerate(self.model.columns):
            if column.id not in hidden and not self._visible.get(column.id, False):
                self.grid.resizeColumnToContents(index)
            self._visible[column.id] = column.id not in hidden

    # What is shown ---------------------------------------------------------------------------------------------------

    @Slot()
    def _tell_rows(self) -> None:
        repeats = 0 if self._view is None else self._view.repeats(self.model.order)
        self.count.show_count(self.model.rowCount(), repeats)
        self.list.tell(self.search.text().strip())

    @Slot()
    def _tell_selection(self) -> None:
        self.stage_button.show_count(len(self.grid.selected_positions()))

    @Slot(object)
    def _show_current(self, position: int | None) -> None:
        view = self._view
        if view is None or position is None or not self.model.rowCount():
            self.panel.clear()
            return
        if self.panel.row != int(view.frame.rows[position]):
            self.panel.flush()
        if not self.panel_button.isChecked():
            return
        facts = lead_facts(view.state, position)
        self.panel.next_date.today = view.state.today
        self.panel.show_lead(facts, self._labels("owner"), self._labels(WHY_OVER.get(facts.stage, "")))

    def _labels(self, name: str) -> Sequence[str]:
        index = self.model.column_index(name)
        return [] if index < 0 else [str(label) for label in self.model.columns[index].labels]

    @Slot(bool)
    def _toggle_panel(self, shown: bool) -> None:
        self.panel.setVisible(shown)
        self._show_current(self.grid.current_position())

    @Slot(object)
    def _open_panel(self, _position: int) -> None:
        self.panel_button.setChecked(True)
        self.panel.stage.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        stages = menu.addMenu(icon("list-checks"), self.stage_button.text())
        stages.addActions(self.stage_button.stages)
        menu.addAction(icon("copy"), self.language.text(msg("Copy")), self.grid.copy_selection)
        menu.addSeparator()
        menu.addAction(icon("trash-2"), self.language.text(msg("Erase this person…")), self.erase_person)
        menu.popup(self.grid.viewport().mapToGlobal(place))

    @Slot()
    def erase_person(self) -> None:
        """Ask for the person of the selected lead to be erased."""
        self.panel.flush()
        rows = self._selected_rows(self._view)
        self.session.erasure_asked.emit(int(rows[0]) if len(rows) == 1 else None)

    @Slot(object)
    def _show_history(self, row: int) -> None:
        asking.history(self, self.session, self.language, row)

    @Slot(object)
    def _warn(self, message: Message) -> None:
        self.session.noticed.emit(Notice(Tone.WARNING, message))

    # Edits -----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _stage_selected(self, stage: Stage) -> None:
        self._set_stage(self._selected_rows(self._view), stage)

    @Slot(object, object)
    def _stage_row(self, row: int, stage: Stage) -> None:
        self._set_stage(np.array([row], np.int64), stage)

    def _set_stage(self, rows: npt.NDArray[np.int64], stage: Stage) -> None:
        if len(rows) > MOST_STAGED:
            self._warn(
                msg("{count} leads at once are too many: select {most} at most.", count=len(rows), most=MOST_STAGED)
            )
            return
        changes, label = stage_edit(self.session.state, rows, stage)
        self._edit(changes, label, rows, "stage", stage.id)

    @Slot(object, object, object)
    def _edit_cell(self, position: int, column: str, value: Any) -> None:  # noqa: ANN401
        if self._view is None:
            return
        row = int(self._view.frame.rows[position])
        if column == "stage" and value is not None:
            self._stage_row(row, BY_ID[value])
        else:
            self._edit_row(row, column, value)

    @Slot(object, object, object)
    def _edit_row(self, row: int, column: str, value: Any) -> None:  # noqa: ANN401
        changes, label = cell_edit(self.session.state, row, column, value)
        self._edit(changes, label, np.array([row], np.int64), column, value)

    def _edit(
        self, changes: Sequence[Change], label: Message, rows: npt.NDArray[np.int64], column: str, value: object
    ) -> None:
        """Do an edit; the cells show it at once, what follows from it when the report is there."""
        self._touched.update(rows.tolist())
        if not changes or not self.session.edit(changes, label) or self._view is None:
            return
        index = self.model.column_index(column)
        places = np.flatnonzero(np.isin(self._view.frame.rows, rows))
        if index >= 0 and not (column == "stage" and value is None):
            self.model.replace_column(with_cells(self.model.columns[index], places, value))
