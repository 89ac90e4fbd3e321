"""The customers: do they come back, who has gone quiet, and how many there are on the way to them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QRect, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.orderaccount import OrderFigure, of_cell, of_newcomers, of_orders, of_reached
from leaddesk.model.orderrows import NO_LEADS
from leaddesk.model.quietaccount import of_quiet, of_revenue, of_rhythm
from leaddesk.text import msg, msgn, verbatim
from leaddesk.ui import asking
from leaddesk.ui.behind import Behind
from leaddesk.ui.icons import icon
from leaddesk.ui.itemmodels.quiet_customers import REVENUE, QuietRow
from leaddesk.ui.notices import Notice, Tone
from leaddesk.ui.order_cards import CARDS, order_cards
from leaddesk.ui.order_map import OrderMap
from leaddesk.ui.order_words import (
    NOBODY_QUIET,
    QUIET_FIRST,
    QUIET_NOTE,
    REACH_NOTE,
    WHY_NOBODY_QUIET,
    emptiness,
    left_out,
)
from leaddesk.ui.plots.heatmap import HeatMap
from leaddesk.ui.reach_lines import reach_lines
from leaddesk.ui.tab import Tab
from leaddesk.ui.theme import GAP, MARGIN, SMALL, font
from leaddesk.ui.widgets.button_pair import button_pair
from leaddesk.ui.widgets.figure_asking import FigureAsking
from leaddesk.ui.widgets.figure_label import FigureLabel
from leaddesk.ui.widgets.head_asking import HeadAsking
from leaddesk.ui.widgets.kpi_grid import KpiGrid
from leaddesk.ui.widgets.panel import Panel
from leaddesk.ui.widgets.quiet_table import QuietTable, quiet_rows
from leaddesk.ui.widgets.reach_steps import ReachSteps

if TYPE_CHECKING:
    from collections.abc import Collection

    from leaddesk.model.reach import Reach, Step
    from leaddesk.model.report import Report
    from leaddesk.model.retention import Retention
    from leaddesk.text import Language, Message
    from leaddesk.ui.session import Session

_MOST_QUIET: Final = 500
"""Customers gone quiet that are listed; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Customers:
    """What the tab shows. ``quiet`` are the first of ``quiet_count``; ``lacking``: why customers cannot be followed."""

    report: Report
    retention: Retention
    quiet: tuple[QuietRow, ...]
    quiet_count: int
    reach: Reach
    currency: str
    lacking: Message | None


class CustomersTab(Tab):
    """Cards above; below on the left who came back as a map, on the right who has gone quiet, or the way to them."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(session, language, parent)
        self._shown: Customers | None = None
        self.grid = KpiGrid(language)
        self.map = HeatMap(language)
        self.asking = FigureAsking(self.map.table, language, self._tells, self._tells)
        self.heads = HeadAsking(self.map.table, language)
        self.behind = Behind(session, language, self)
        self.kept_button, self.revenue_button = QToolButton(), QToolButton()
        self.quiet_button, self.reach_button = QToolButton(), QToolButton()
        self.copy_map, self.copy_quiet = QPushButton(), QPushButton()
        self.table = QuietTable(language)
        self.steps = ReachSteps(language)
        self.notes, self.empty, self.none_quiet = FigureLabel(OrderFigure.ORDERED), QLabel(), QLabel()
        self.unfilter_button, self.empty_page = QPushButton(), QWidget()
        self.template = QPushButton(icon("table"), "")
        self.map_panel, self.quiet_panel, self.reach_panel = (
            Panel(body) for body in (self.map, self._quiet_body(), self.steps)
        )
        self._build()
        self._connect()
        self.set_language(language)

    def _quiet_body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.none_quiet, 1)
        return body

    def _build(self) -> None:
        for label in (self.notes, self.empty, self.none_quiet):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("tone", "muted")
            label.setWordWrap(True)
        for label in (self.empty, self.none_quiet):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.notes.setFont(font(SMALL))
        nothing = QVBoxLayout(self.empty_page)
        nothing.addStretch(1)
        nothing.addWidget(self.empty)
        for button in (self.unfilter_button, self.template):
            nothing.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        nothing.addStretch(1)
        for button in (self.copy_map, self.copy_quiet):
            button.setIcon(icon("copy"))
        self.map_panel.corner.addWidget(self.copy_map)
        self.quiet_panel.corner.addWidget(self.copy_quiet)
        self.left, self.right = QStackedWidget(), QStackedWidget()
        for stack, pages in (
            (self.left, (self.map_panel, self.empty_page)),
            (self.right, (self.quiet_panel, self.reach_panel)),
        ):
            for page in pages:
                stack.addWidget(page)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        choices = ((self.kept_button, self.revenue_button), (self.quiet_button, self.reach_button))
        for stack, choice, share in zip((self.left, self.right), choices, (11, 9), strict=True):
            side = QVBoxLayout()
            side.setSpacing(GAP // 2)
            side.addLayout(button_pair(*choice))
            side.addWidget(stack, 1)
            row.addLayout(side, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        column.setSpacing(GAP)
        column.addWidget(self.grid)
        column.addLayout(row, 1)
        column.addWidget(self.notes)

    def _connect(self) -> None:
        self.grid.clicked.connect(self._tell_card)
        self.notes.asked.connect(self._tell_card)  # it tells the rows that are left out
        self.asking.asked.connect(self._tell_cell)
        self.asking.opened.connect(self._open_cell)
        self.heads.asked.connect(self._tell_head)
        self.heads.opened.connect(self._show_row)
        self.kept_button.toggled.connect(self._refresh_map)
        self.quiet_button.toggled.connect(self._turn)
        self.map.cell_clicked.connect(self._press_cell)
        self.map.row_clicked.connect(self._show_row)
        self.table.name_opened.connect(self._show_quiet)
        self.table.figure_asked.connect(self._tell_quiet)
        self.quiet_panel.asked.connect(self._tell_all_quiet)
        self.map_panel.asked.connect(self._tell_kept)
        self.steps.opened.connect(self._tell_step)
        self.template.clicked.connect(self._offer_template)
        self.copy_map.clicked.connect(self._copy_map)
        self.copy_quiet.clicked.connect(self._copy_quiet)
        self.unfilter_button.clicked.connect(self.session.clear_filters)

    def prepare(self, report: Report) -> Customers:
        """All that the tab shows; on the compute thread."""
        return Customers(
            report,
            report.retention,
            quiet_rows(report, _MOST_QUIET),
            len(report.quiet_customers),
            report.reach,
            report.slice.state.settings.currency,
            report.lacking_orders,
        )

    def present(self, prepared: Customers) -> None:
        """Show what was prepared."""
        self._shown = prepared
        self.behind.close()
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        super().set_language(language)
        words = language.text
        for part in (self.grid, self.map, self.table, self.steps, self.asking, self.heads, self.behind):
            part.set_language(language)
        self.setAccessibleName(words(msg("Customers")))
        self.unfilter_button.setText(words(msg("Clear filters")))
        self.kept_button.setText(words(msg("Customers kept")))
        self.revenue_button.setText(words(msg("Revenue kept")))
        self.template.setText(words(msg("Template to fill…")))
        self.reach_button.setText(words(msg("From the visit to the regular customer")))
        for button in (self.copy_map, self.copy_quiet):
            button.setToolTip(words(msg("Copy the table, to paste it into a spreadsheet")))
            button.setAccessibleName(words(msg("Copy the table")))
        self._refresh()

    # Showing ---------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        words, shown = self.language.text, self._shown
        self.quiet_button.setText(words(msg("Gone quiet ({count})", count=0 if shown is None else shown.quiet_count)))
        if shown is None:
            return
        found = shown.retention
        self.grid.setVisible(found.absent is None)
        if found.absent is None:
            self.grid.show_cards(order_cards(found, self.language, shown.currency), len(CARDS))
            self._order_tabs()
        self.left.setCurrentWidget(self.map_panel if found.absent is None else self.empty_page)
        self.unfilter_button.setVisible(shown.report.has_orders and bool(shown.report.slice.filters.kept))
        for button in (self.kept_button, self.revenue_button):
            button.setVisible(found.absent is None)
        self.empty.setText(words(emptiness(found.absent, shown.report)))
        self.template.setVisible(not shown.report.has_orders)
        self._refresh_map()
        self._refresh_quiet(shown)
        title, note = words(msg("How many there are at each step")), words(REACH_NOTE)
        self.reach_panel.show_title(title, note)
        self.steps.show_lines(reach_lines(shown.reach))
        notes = " · ".join(words(note) for note in left_out(found))
        self.notes.be_pressable(found.absent is None)
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))

    def _order_tabs(self) -> None:
        """From the top to the bottom: the cards are made last, when they are first shown."""
        left = (self.kept_button, self.revenue_button, self.copy_map, self.map.table)
        right = (self.quiet_button, self.reach_button, self.copy_quiet, self.table)
        for one, other in pairwise((*self.grid.cards, *left, *right)):
            QWidget.setTabOrder(one, other)

    @Slot()
    def _refresh_map(self) -> None:
        shown = self._map()
        if shown is None or shown.retention.absent is not None:
            return
        has_amounts = bool(shown.retention.revenue_kept)
        self.revenue_button.setEnabled(has_amounts)
        if not has_amounts and self.revenue_button.isChecked():
            self.kept_button.setChecked(True)  # draws the map anew
            return
        words = self.language.text
        self.map_panel.show_title(words(shown.title()), shown.note(self.language), tells=shown.told_later > 0)
        self.map.show_map(shown.heat(self.language))

    def _map(self) -> OrderMap | None:
        if self._shown is None:
            return None
        return OrderMap(self._shown.retention, self.revenue_button.isChecked(), self._shown.currency)

    def _refresh_quiet(self, shown: Customers) -> None:
        words, count = self.language.text, shown.quiet_count
        title = msgn("{count} customer has gone quiet", "{count} customers have gone quiet", count)
        note = QUIET_NOTE if count <= _MOST_QUIET else QUIET_FIRST
        self.quiet_panel.show_title(
            words(title if count else NOBODY_QUIET), words(note) if count else "", tells=count > 0
        )
        for widget in (self.table, self.copy_quiet):
            widget.setVisible(count > 0)
        self.none_quiet.setVisible(not count)
        self.none_quiet.setText(words(WHY_NOBODY_QUIET))
        self.table.show_rows(shown.quiet, shown.currency)
        for button in (self.quiet_button, self.reach_button):
            button.setVisible(shown.lacking is None)
        self._turn()

    @Slot()
    def _turn(self) -> None:
        """To the side that was chosen; where customers cannot be followed there is the chain alone."""
        has_quiet = self._shown is not None and self._shown.lacking is None
        self.right.setCurrentWidget(
            self.quiet_panel if has_quiet and self.quiet_button.isChecked() else self.reach_panel
        )

    # Opening what is behind ------------------------------------------------------------------------------------------

    @Slot(object, object)
    def _tell_card(self, key: OrderFigure, place: QRect) -> None:
        if self._shown is not None:
            report, card = self._shown.report, CARDS[key]
            self.behind.tell(report, of_orders(report, key, card.title, card.definition), place)

    @Slot(QModelIndex, QRect)
    def _tell_cell(self, index: QModelIndex, place: QRect) -> None:
        shown, row, later = self._map(), index.row(), index.column() + 1
        if shown is None or self._shown is None:
            return
        report, cohorts = self._shown.report, shown.behind(row, later)
        account = of_cell(report, cohorts, later, shown.share(row, later), of_revenue=shown.of_revenue)
        self.behind.tell(report, account, place, shown.told(row, later, self.language))

    @Slot(QRect)
    def _tell_kept(self, place: QRect) -> None:
        """The share in the title is that of a cell of the first row."""
        shown = self._map()
        if shown is not None and shown.told_later:
            self._tell_cell(self.map.model.index(0, shown.told_later - 1), place)

    @Slot(QRect)
    def _tell_all_quiet(self, place: QRect) -> None:
        if self._shown is not None:
            self.behind.tell(*of_quiet(self._shown.report), place)

    @Slot(int, QRect)
    def _tell_head(self, row: int, place: QRect) -> None:
        shown = self._map()
        if shown is not None and self._shown is not None:
            account = of_newcomers(self._shown.report, shown.behind(row, None))
            self.behind.tell(self._shown.report, account, place, shown.told(row, None, self.language))

    def _tells(self, index: QModelIndex) -> bool:
        return self.map.model.heat.cells[index.row()][index.column()] is not None

    @Slot(QModelIndex)
    def _open_cell(self, index: QModelIndex) -> None:
        self._show_month(index.row(), index.column() + 1)

    @Slot(int, int)
    def _press_cell(self, row: int, column: int) -> None:
        self.asking.ask(self.map.model.index(row, column))

    @Slot(int)
    def _show_row(self, row: int) -> None:
        self._show_month(row, None)

    def _show_month(self, row: int, later: int | None) -> None:
        """The leads of the customers of one month (all of them in the first row)."""
        shown = self._map()
        if shown is None or self._shown is None:
            return
        report = self._shown.report
        found = [name for one in shown.behind(row, later) for name in report.first_bought_in(one.start, later)]
        self._show_customers(found, shown.told(row, later, self.language))

    @Slot(QModelIndex)
    def _show_quiet(self, index: QModelIndex) -> None:
        row = self.table.rows.row(index.row())
        if row.lead is not None:
            self._show_customers((row.customer.customer,), msg("Gone quiet: {name}", name=row.name))

    @Slot(object, int, QRect)
    def _tell_quiet(self, row: QuietRow, column: int, place: QRect) -> None:
        if self._shown is not None:
            tell = of_revenue if column == REVENUE else of_rhythm
            self.behind.tell(*tell(self._shown.report, row.customer), place, verbatim(row.name))

    @Slot(object, QRect)
    def _tell_step(self, step: Step, place: QRect) -> None:
        reached = None if self._shown is None else self._shown.reach.step(step)
        if self._shown is not None and reached is not None and reached.count is not None:
            self.behind.tell(self._shown.report, of_reached(self._shown.report, reached), place)

    def _show_customers(self, customers: Collection[str], label: Message) -> None:
        if self._shown is None or not customers:
            return
        places = self._shown.report.leads_of_customers(customers)
        if len(places):
            self.session.show_leads(places, label)
            return
        hint = msg("The orders name their customers otherwise than your leads are numbered.")
        self.session.noticed.emit(Notice(Tone.INFO, NO_LEADS, hint))

    @Slot()
    def _offer_template(self) -> None:
        asking.templates(self, self.session, self.language, "orders")

    @Slot()
    def _copy_map(self) -> None:
        self._copied(self.map.as_text())

    @Slot()
    def _copy_quiet(self) -> None:
        self._copied(self.table.rows.as_text())

    def _copied(self, table: str) -> None:
        QGuiApplication.clipboard().setText(table)
        self.session.noticed.emit(Notice(Tone.SUCCESS, msg("The table is on the clipboard.")))
