"""The mapping dialog: what was understood of each file, and the user's word on it, which wins."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ingest.mapping import repropose
from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.model.tables import TABLES
from leaddesk.text import Message, msg, msgn
from leaddesk.ui import asking
from leaddesk.ui.icons import icon
from leaddesk.ui.theme import GAP, HEADING, MARGIN, font, plain_tooltip
from leaddesk.ui.widgets.column_choices import ColumnChoices
from leaddesk.ui.widgets.issue_list import LOOKS, IssueList
from leaddesk.ui.widgets.status_words import StatusWords

if TYPE_CHECKING:
    from uuid import UUID

    from leaddesk.model.issues import Issue
    from leaddesk.model.recipe import Recipe, SheetRecipe
    from leaddesk.text import Language
    from leaddesk.ui.desk import Holding, Pending
    from leaddesk.ui.session import Session

KEY: Final = Qt.ItemDataRole.UserRole
IGNORED: Final = msg("Leave this sheet out")
NO_HEADER: Final = 0


class MappingDialog(QDialog):
    """One window: the sheets left, what was understood right. Every proposal can be changed; nothing is final before
    the import, and the import can be undone.
    """

    def __init__(self, session: Session, pending: Pending, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.language = session, language
        self._pending = pending
        self.heading, self.explanation, self.reason = QLabel(), QLabel(), QLabel()
        self.sheets = QListWidget()
        self.sheets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheets.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tables, self.header_row = QComboBox(), QSpinBox()
        self.as_of = QDateEdit()
        self.columns = ColumnChoices(language)
        self.words = StatusWords(language)
        self.issues = IssueList(language)
        self.pages = QTabWidget()
        self.save_button = QPushButton()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.HelpRole)
        self._build()
        self._write()
        self._connect()
        self._fill_sheets()
        self.resize(1180, 680)

    # Building --------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        for label in (self.heading, self.explanation, self.reason):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.heading.setFont(font(HEADING, bold=True))
        self.explanation.setProperty("tone", "muted")
        self.reason.setProperty("tone", "muted")
        self.as_of.setCalendarPopup(True)
        self.as_of.setDisplayFormat("dd/MM/yyyy")
        self.header_row.setRange(NO_HEADER, 1_048_576)
        self.header_row.setMinimumHeight(self.tables.sizeHint().height())
        self._table_label, self._header_label, self._as_of_label = QLabel(), QLabel(), QLabel()
        top = QHBoxLayout()
        for label, widget in (
            (self._table_label, self.tables),
            (self._header_label, self.header_row),
            (self._as_of_label, self.as_of),
        ):
            label.setBuddy(widget)
            top.addWidget(label)
            top.addWidget(widget)
            top.addSpacing(GAP)
        top.addStretch(1)
        self.pages.addTab(self.columns, "")
        self.pages.addTab(self.words, "")
        self.pages.addTab(self.issues, icon("triangle-alert"), "")
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GAP, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.reason)
        column.addWidget(self.pages, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.sheets)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([250, 900])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.heading)
        layout.addWidget(self.explanation)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.buttons)

    def _write(self) -> None:
        words = self.language.text
        is_pasted = all(not held.raw.name for held in self._pending.files)
        self.setWindowTitle(words(msg("Paste a table") if is_pasted else msg("Open spreadsheets")))
        self.heading.setText(words(msg("Here is what LeadDesk understood")))
        self.explanation.setText(
            words(msg("Change what is wrong; your choice is remembered for files with the same headers."))
        )
        self._table_label.setText(words(msg("This sheet holds")))
        self._header_label.setText(words(msg("Headers on line")))
        self._as_of_label.setText(words(msg("True on")))
        self.as_of.setToolTip(words(msg("The day of the file: what is open then counts as open.")))
        self.header_row.setSpecialValueText(words(msg("none")))
        for table in TABLES:
            self.tables.addItem(words(table.label), table.id)
        self.tables.addItem(words(IGNORED), "")
        self.pages.setTabText(0, words(msg("Columns")))
        self.pages.setTabText(1, words(msg("Status words")))
        self.save_button.setText(words(msg("Save the mapping…")))
        self.save_button.setToolTip(words(msg("As a TOML file, for the command line")))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(words(msg("Import")))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(words(msg("Cancel")))
        for button in self.buttons.buttons():
            button.setIcon(QIcon())  # the platform's pictures of a tick and a cross

    def _connect(self) -> None:
        self.sheets.currentItemChanged.connect(self._show_sheet)
        self.tables.activated.connect(self._choose_table)
        self.header_row.editingFinished.connect(self._choose_header)
        self.as_of.dateChanged.connect(self._choose_as_of)
        self.columns.changed.connect(self._choose_column)
        self.words.changed.connect(self._choose_column)
        self.save_button.clicked.connect(self._save_mapping)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # The import as decided -------------------------------------------------------------------------------------------

    def decided(self) -> Pending:
        """The import as the user decided it."""
        return self._pending

    def _current(self) -> tuple[Holding, SheetRecipe] | None:
        item = self.sheets.item(self.sheets.currentRow()) if self.sheets.currentRow() >= 0 else None
        if item is None:
            return None
        import_id, _ = item.data(KEY)
        held = self._held(import_id)
        return held, self._recipe_at(self.sheets.currentRow())

    def _held(self, import_id: UUID) -> Holding:
        return next(held for held in self._pending.files if held.id == import_id)

    # Sheets ----------------------------------------------------------------------------------------------------------

    def _fill_sheets(self) -> None:
        for held in self._pending.files:
            for index in range(len(held.recipe.sheets)):
                item = QListWidgetItem()
                item.setData(KEY, (held.id, index))
                self.sheets.addItem(item)
        self._write_sheets()
        first = next(
            (row for row in range(self.sheets.count()) if self._recipe_at(row).table), 0 if self.sheets.count() else -1
        )
        self.sheets.setCurrentRow(first)

    def _recipe_at(self, row: int) -> SheetRecipe:
        import_id, sheet = self.sheets.item(row).data(KEY)
        return self._held(import_id).recipe.sheets[int(sheet)]

    def _write_sheets(self) -> None:
        words = self.language.text
        labels = {table.id: table.label for table in TABLES}
        for row in range(self.sheets.count()):
            item = self.sheets.item(row)
            import_id, _ = item.data(KEY)
            held, recipe = self._held(import_id), self._recipe_at(row)
            name = held.raw.name or words(msg("Clipboard"))
            place = f"{name} › {recipe.sheet}" if len(held.recipe.sheets) > 1 and recipe.sheet else name
            taken = labels[recipe.table] if recipe.table else msg("left out")
            item.setText(f"{place}\n{words(taken)}")
            item.setToolTip(plain_tooltip(place))
            question = bool(recipe.table and recipe.questions)
            item.setIcon(icon("triangle-alert", "warning") if question else icon("check" if recipe.table else "x"))
        taken_in = any(self._recipe_at(row).table for row in range(self.sheets.count()))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(taken_in)

    @Slot()
    def _show_sheet(self) -> None:
        current = self._current()
        if current is None:
            return
        held, sheet = current
        raw = held.raw.sheets[held.recipe.sheets.index(sheet)]
        with QSignalBlocker(self.tables), QSignalBlocker(self.header_row), QSignalBlocker(self.as_of):
            self.tables.setCurrentIndex(self.tables.findData(sheet.table))
            self.header_row.setMaximum(raw.first_line + raw.rows)
            self.header_row.setValue(NO_HEADER if sheet.header_row is None else raw.first_line + sheet.header_row)
            day = held.recipe.as_of or self._pending.today
            self.as_of.setDate(QDate(day.year, day.month, day.day))
        why = "" if sheet.reason is None else self.language.text(sheet.reason)
        self.reason.setText(why)
        self.reason.setToolTip("" if not sheet.table else plain_tooltip(why))
        if sheet.table:  # counted anew with every choice
            known = sum(bool(choice.target) and not choice.is_extra for choice in sheet.columns)
            total = len(sheet.columns)
            fit = msgn(
                "{count} of {all} columns is understood", "{count} of {all} columns are understood", known, all=total
            )
            self.reason.setText(self.language.text(fit))
        self.columns.show_sheet(held.raw, held.recipe, sheet)
        has_words = self.words.show_sheet(raw, sheet)
        self.pages.setTabVisible(1, has_words)
        self._check(held)

    # Choosing --------------------------------------------------------------------------------------------------------

    @Slot(int)
    def _choose_table(self, index: int) -> None:
        current = self._current()
        if current is not None:
            held, sheet = current
            header = sheet.header_row
            self._replace(
                held,
                repropose(held.raw, held.recipe, sheet.sheet, table=self.tables.itemData(index), header_row=header),
            )

    @Slot()
    def _choose_header(self) -> None:
        current = self._current()
        if current is None:
            return
        held, sheet = current
        raw = held.raw.sheets[held.recipe.sheets.index(sheet)]
        line = self.header_row.value()
        row = None if line == NO_HEADER else line - raw.first_line
        if row != sheet.header_row:
            self._replace(held, repropose(held.raw, held.recipe, sheet.sheet, header_row=row))

    @Slot()
    def _choose_as_of(self) -> None:
        from dataclasses import replace

        current = self._current()
        if current is not None:
            held, _ = current
            day = self.as_of.date()
            self._decide(held, replace(held.recipe, as_of=dt.date(day.year(), day.month(), day.day())))

    @Slot(object)
    def _choose_column(self, sheet: SheetRecipe) -> None:
        current = self._current()
        if current is not None:
            self._replace(current[0], sheet)

    def _replace(self, held: Holding, sheet: SheetRecipe) -> None:
        self._decide(held, held.recipe.with_sheet(sheet))
        self._write_sheets()
        self._show_sheet()

    def _decide(self, held: Holding, recipe: Recipe) -> None:
        self._pending = self._pending.with_recipe(held.id, recipe)

    @Slot()
    def _save_mapping(self) -> None:
        """Write what is decided as a mapping file."""
        path = asking.mapping_to_save(self, self.language)
        if path is None:
            return
        text = MappingFile.of_recipes(tuple(held.recipe for held in self._pending.files)).to_toml()
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            problem = msg("“{file}” cannot be written: {problem}", file=path.name, problem=str(error.strerror))
            self.explanation.setText(self.language.text(problem))

    # What would be noticed -------------------------------------------------------------------------------------------

    def _check(self, held: Holding) -> None:
        """Try the import of this file in a job, to show what would be noticed."""
        from functools import partial

        from leaddesk.ui.desk import noticed

        job = self.session.jobs.compute.start("mapping", partial(noticed, self._held(held.id)))
        job.succeeded.connect(self._show_issues)

    @Slot(object)
    def _show_issues(self, found: tuple[Issue, ...]) -> None:
        self.issues.show_issues(found)
        count = self.issues.count()
        title: Message = msgn("{count} remark", "{count} remarks", count)
        self.pages.setTabText(2, self.language.text(title))
        worst = self.issues.worst()
        self.pages.setTabIcon(2, icon("check") if worst is None else icon(*LOOKS[worst]))

    def done(self, result: int) -> None:
        """Let go of the trial import as well."""
        self.session.jobs.compute.cancel("mapping")
        super().done(result)
