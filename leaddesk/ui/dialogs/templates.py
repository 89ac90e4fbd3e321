"""Spreadsheets to be filled: for each table what it brings and what goes into it, and the way to a template of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.kpis import looking_at
from leaddesk.model.tables import TABLES
from leaddesk.model.templates import WITHOUT_KPI, asked
from leaddesk.text import msg, msgn
from leaddesk.ui.notices import Tone
from leaddesk.ui.theme import GAP, HEADING, MARGIN, font

if TYPE_CHECKING:
    from collections.abc import Collection

    from leaddesk.model.schema import Table
    from leaddesk.text import Language
    from leaddesk.ui.notices import Notice

_LIST_WIDTH: Final = 270


class TemplatesDialog(QDialog):
    """The tables on the left, those that no file gave yet marked; on the right what the chosen one is."""

    requested = Signal(object)
    """The tables (a tuple) whose templates are to be saved."""

    def __init__(
        self, language: Language, opened: Collection[str], table: str = "", parent: QWidget | None = None
    ) -> None:
        """*opened*: the tables that are there already; *table*: the one to begin with."""
        super().__init__(parent)
        words = language.text
        self._language = language
        self.setWindowTitle(words(msg("Templates to fill")))
        self.intro = QLabel(words(msg("A spreadsheet with the right headers: fill it in, then open it in LeadDesk.")))
        self.list = QListWidget()
        self.list.setAccessibleName(words(msg("Templates to fill")))
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setSpacing(2)
        for one in TABLES:
            label = words(one.label)
            self.list.addItem(label if one.id not in opened else words(msg("{table} (opened)", table=label)))
        self.title, self.brings, self.columns = QLabel(), QLabel(), QLabel()
        self.save = QPushButton(words(msg("Save this template…")))
        self.save_all = QPushButton(words(msg("Save all…")))
        self.close_button = QPushButton(words(msg("Close")))
        self._lay_out()
        self.list.currentRowChanged.connect(self._show)
        self.save.clicked.connect(self._save)
        self.save_all.clicked.connect(self._save_all)
        self.close_button.clicked.connect(self.accept)
        wanted = [one.id for one in TABLES if one.id not in opened]
        self.choose(table or next(iter(wanted), TABLES[0].id))
        self.resize(860, 520)

    def _lay_out(self) -> None:
        self.title.setFont(font(HEADING, bold=True))
        for label in (self.intro, self.title, self.brings, self.columns):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.intro.setProperty("tone", "muted")
        self.columns.setProperty("tone", "muted")
        page = QWidget()
        side = QVBoxLayout(page)
        side.setContentsMargins(GAP, 0, GAP, 0)
        side.setSpacing(GAP)
        for label in (self.title, self.brings, self.columns):
            side.addWidget(label)
        side.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        row = QHBoxLayout()
        row.addWidget(self.list)
        row.addWidget(area, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.save_all)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.save)
        self.save.setDefault(True)
        for button in (self.save_all, self.close_button):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.intro)
        layout.addLayout(row, 1)
        layout.addLayout(foot)

    @property
    def table(self) -> Table:
        """The one that is chosen."""
        return TABLES[max(0, self.list.currentRow())]

    def choose(self, table: str) -> None:
        """Show the table of that id."""
        self.list.setCurrentRow([one.id for one in TABLES].index(table))

    @Slot(object)
    def tell(self, notice: Notice) -> None:
        """Say what became of a template, in place of the first line."""
        self.intro.setText(" ".join(self._language.text(one) for one in (notice.text, notice.hint) if one is not None))
        self.intro.setProperty("tone", "muted" if notice.tone is Tone.SUCCESS else "warning")
        self.intro.style().polish(self.intro)

    @Slot(int)
    def _show(self, row: int) -> None:
        if row < 0:
            return
        words, table = self._language.text, TABLES[row]
        self.title.setText(words(table.label))
        kpis = looking_at(table.id)
        if kpis:
            listed = ", ".join(words(kpi.label) for kpi in kpis)
            brings = msgn(
                "It takes part in {count} figure: {figures}", "It takes part in {count} figures: {figures}",
                len(kpis), figures=listed,
            )  # fmt: skip
        else:
            brings = WITHOUT_KPI[table.id]
        self.brings.setText(words(brings))
        columns = asked(table)
        needed = ", ".join(words(one.column.label) for one in columns if one.is_essential)
        others = ", ".join(words(one.column.label) for one in columns if not one.is_essential)
        lines = [words(msg("Needed: {columns}", columns=needed))]
        if others:
            lines.append(words(msg("If you have it: {columns}", columns=others)))
        self.columns.setText("\n\n".join(lines))

    @Slot()
    def _save(self) -> None:
        self.requested.emit((self.table,))

    @Slot()
    def _save_all(self) -> None:
        self.requested.emit(TABLES)
