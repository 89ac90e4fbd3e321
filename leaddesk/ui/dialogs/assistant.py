"""The import assistant: what was understood of each file, and the user's word on it, which wins."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
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
    QPushButton,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.tables import TABLES
from leaddesk.text import msg, msgn
from leaddesk.ui.drafts import Drafts
from leaddesk.ui.icons import icon
from leaddesk.ui.like_values import brought_together, like_values
from leaddesk.ui.mapping_saving import save_mapping
from leaddesk.ui.reviewing import Reviewing
from leaddesk.ui.row_counts import columns_understood
from leaddesk.ui.theme import GAP, HEADING, MARGIN, font, plain_tooltip
from leaddesk.ui.widgets.balance_line import BalanceLine
from leaddesk.ui.widgets.cluster_list import ClusterList
from leaddesk.ui.widgets.column_choices import ColumnChoices, nothing
from leaddesk.ui.widgets.constant_field import ConstantField, channels_of
from leaddesk.ui.widgets.issue_list import LOOKS, IssueList
from leaddesk.ui.widgets.question_list import QuestionList
from leaddesk.ui.widgets.raw_rows import RawRows
from leaddesk.ui.widgets.sheet_list import SheetList
from leaddesk.ui.widgets.status_words import StatusWords

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from leaddesk.ingest.clusters import Cluster
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawSheet
    from leaddesk.model.recipe import Recipe, SheetRecipe
    from leaddesk.text import Language
    from leaddesk.ui.holding import Holding, Pending, Trial
    from leaddesk.ui.session import Session

IGNORED: Final = msg("Leave this sheet out")
NO_HEADER: Final = 0
OK, CANCEL = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
COLUMNS, WORDS, CLUSTERS, PROPOSALS, PROBLEMS = range(5)
"""The pages, in their order."""


class ImportAssistant(QDialog):
    """One window: the sheets left, what was understood right, the lines of the file below.

    Every proposal can be changed or switched off; nothing is final before the import, and the import can be undone.
    *between* is called now and then while it is made, which takes a while.
    """

    def __init__(
        self, session: Session, pending: Pending, language: Language, parent: QWidget | None = None,
        between: Callable[[], None] = nothing,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.session, self.language = session, language
        self._pending, self._drafts = pending, Drafts(pending.today)
        self._days_chosen: set[UUID] = set()
        self.heading, self.explanation, self.reason = QLabel(), QLabel(), QLabel()
        self.sheets = SheetList(language)
        self.tables, self.header_row = QComboBox(), QSpinBox()
        self.as_of = QDateEdit()
        self.columns = ColumnChoices(language)
        self.words = StatusWords(language)
        self.questions = QuestionList(language)
        self.origin = ConstantField(language, channels_of(session.desk.known))
        self.clusters = ClusterList(language)
        self.proposals, self.problems = IssueList(language, switches=True), IssueList(language)
        self.reviewing = Reviewing(session, language, self)
        self.rows = RawRows(language)
        self.balance = BalanceLine(language)
        self.pages = QTabWidget()
        self.save_button = QPushButton()
        self.buttons = QDialogButtonBox(OK | CANCEL, self)
        self.buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.HelpRole)
        self._build()
        self._write()
        between()
        self._connect()
        self.columns.between = between
        self.sheets.fill(pending)
        self.columns.between = nothing
        self._refresh_import()
        self._find_clusters()
        self.resize(1240, 690)

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
        labels = (self._table_label, self._header_label, self._as_of_label)
        for label, widget in zip(labels, (self.tables, self.header_row, self.as_of), strict=True):
            label.setBuddy(widget)
            top.addWidget(label)
            top.addWidget(widget)
            top.addSpacing(GAP)
        top.addStretch(1)
        for page in (self.columns, self.words, self.clusters, self.proposals, self.problems):
            self.pages.addTab(page, "")
        self.pages.setCornerWidget(self.reviewing.button)
        self.pages.setTabVisible(CLUSTERS, False)
        self._lay_out(top)

    def _lay_out(self, top: QHBoxLayout) -> None:
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(self.pages)
        both.addWidget(self.rows)
        both.setSizes([330, 170])
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GAP, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.reason)
        column.addWidget(self.questions)
        column.addWidget(self.origin)
        column.addWidget(both, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.sheets)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        self.sheets.setMinimumWidth(230)
        splitter.setSizes([250, 950])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.heading)
        layout.addWidget(self.explanation)
        layout.addWidget(splitter, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.balance, 1)
        foot.addWidget(self.buttons)
        layout.addLayout(foot)

    def _write(self) -> None:
        words = self.language.text
        title = msg("Open spreadsheets") if any(held.raw.name for held in self._pending.files) else msg("Paste a table")
        self.setWindowTitle(words(msg("How the files are read") if self._pending.again else title))
        self.heading.setText(words(msg("Here is what LeadDesk understood")))
        self.explanation.setText(
            words(msg("Change what is wrong; your choice is remembered for files with the same headers."))
        )
        self._table_label.setText(words(msg("This sheet holds")))
        self._header_label.setText(words(msg("Headers on line")))
        self._as_of_label.setText(words(msg("As of")))
        self.as_of.setToolTip(words(msg("The day on which the file was up to date: what is open then counts as open.")))
        self._as_of_label.setToolTip(self.as_of.toolTip())
        self.header_row.setSpecialValueText(words(msg("none")))
        for table in TABLES:
            self.tables.addItem(words(table.label), table.id)
        self.tables.addItem(words(IGNORED), "")
        self.pages.setTabText(COLUMNS, words(msg("Columns")))
        self.pages.setTabText(WORDS, words(msg("Status words")))
        self.pages.setTabToolTip(
            PROPOSALS, plain_tooltip(words(msg("What LeadDesk does by itself: take a tick away and it is not done")))
        )
        self.save_button.setText(words(msg("Save the mapping…")))
        self.save_button.setToolTip(words(msg("As a TOML file, for the command line")))
        self.buttons.button(OK).setText(words(msg("Read it so") if self._pending.again else msg("Import")))
        self.buttons.button(CANCEL).setText(words(msg("Cancel")))
        for button in (self.buttons.button(kind) for kind in (OK, CANCEL)):
            button.setIcon(QIcon())  # the platform's pictures of a tick and a cross
        for button in (self.buttons.button(CANCEL), self.save_button):
            button.setAutoDefault(False)  # Enter never cancels, not even while the import waits for an answer

    def _connect(self) -> None:
        self.sheets.currentItemChanged.connect(self._show_sheet)
        self.tables.activated.connect(self._choose_table)
        self.header_row.editingFinished.connect(self._choose_header)
        self.as_of.dateChanged.connect(self._choose_as_of)
        for asking_widget in (self.columns, self.words, self.questions, self.origin):
            asking_widget.changed.connect(self._choose_column)
        self.reviewing.decided.connect(self._choose_column)
        self.clusters.changed.connect(self._retry)
        self.proposals.switched.connect(self._switch)
        for found in (self.proposals, self.problems):
            found.picked.connect(self.rows.show_issue)
            found.opened.connect(self.reviewing.open_issue)
        self.save_button.clicked.connect(self._save_mapping)
        self.buttons.accepted.connect(self.reviewing.settle)
        self.reviewing.settled.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # The import as decided -------------------------------------------------------------------------------------------

    def decided(self) -> Pending:
        """The import as the user decided it, with the values brought together in all its files and those before."""
        pending = self.reviewing.with_edits(self._pending)
        return brought_together(pending, self.session.desk.beside(self._pending), self.clusters.decisions())

    def _current(self) -> tuple[Holding, SheetRecipe, RawSheet] | None:
        """The file, the sheet's recipe and its cells that are looked at."""
        row = self.sheets.currentRow()
        if row < 0:
            return None
        import_id, index = self.sheets.place(row)
        held = self._pending.held(import_id)
        return held, held.recipe.sheets[index], held.raw.sheets[index]

    # Sheets ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _show_sheet(self) -> None:
        current = self._current()
        if current is None:
            return
        held, sheet, raw = current
        with QSignalBlocker(self.tables), QSignalBlocker(self.header_row):
            self.tables.setCurrentIndex(self.tables.findData(sheet.table))
            self.header_row.setMaximum(raw.first_line + raw.rows)
            self.header_row.setValue(NO_HEADER if sheet.header_row is None else raw.first_line + sheet.header_row)
        if held.recipe.as_of is not None:  # else it is found with the trial
            self._show_day(held.recipe.as_of)
        self._say_why(sheet)
        self.columns.show_sheet(held.raw, held.recipe, sheet)
        self.questions.show_sheet(held.raw, held.recipe, sheet)
        self.origin.show_sheet(sheet)
        self.pages.setTabVisible(WORDS, self.words.show_sheet(raw, sheet))
        self.rows.show_sheet(raw, sheet)
        self._try(held)

    def _say_why(self, sheet: SheetRecipe) -> None:
        """Why a sheet is left out; of one that is taken, how many of its columns are understood."""
        why = "" if sheet.reason is None else self.language.text(sheet.reason)
        self.reason.setText(why)
        self.reason.setToolTip("" if not sheet.table else plain_tooltip(why))
        if sheet.table:  # counted anew with every choice
            self.reason.setText(self.language.text(columns_understood(sheet)))

    def _refresh_import(self) -> None:
        """Nothing stands in the way of the import but that there is nothing to take, or what cannot be decided."""
        recipes = [sheet for held in self._pending.files for sheet in held.recipe.sheets if sheet.table]
        open_questions = sum(len(sheet.questions) for sheet in recipes)
        self.buttons.button(OK).setEnabled(bool(recipes) and not open_questions)
        self.balance.show_counts(self.sheets.counts(), open_questions)

    # Choosing --------------------------------------------------------------------------------------------------------

    @Slot(int)
    def _choose_table(self, index: int) -> None:
        current = self._current()
        if current is not None:
            held, sheet, _ = current
            self._replace(held, self._drafts.taken_for(held, sheet, self.tables.itemData(index)))

    @Slot()
    def _choose_header(self) -> None:
        current = self._current()
        if current is None:
            return
        held, sheet, raw = current
        line = self.header_row.value()
        row = None if line == NO_HEADER else line - raw.first_line
        if row != sheet.header_row:
            self._replace(held, self._drafts.under(held, sheet, row))

    @Slot()
    def _choose_as_of(self) -> None:
        current = self._current()
        if current is not None:
            held = current[0]
            day = self.as_of.date()
            self._days_chosen.add(held.id)
            self._decide(held, replace(held.recipe, as_of=dt.date(day.year(), day.month(), day.day())))
            self._retry()

    @Slot(object)
    def _choose_column(self, sheet: SheetRecipe) -> None:
        current = self._current()
        if current is not None:
            self._replace(current[0], self._drafts.redated(current[0], sheet))

    @Slot(object, bool)
    def _switch(self, issue: Issue, on: bool) -> None:
        """Apply a proposal, or leave the cells and rows that it is about as they are."""
        current = self._current()
        if current is not None:
            held = current[0]
            sheet = held.recipe.sheet(issue.sheet)
            self._replace(held, sheet.switched(issue.code, on, issue.position))

    def _replace(self, held: Holding, sheet: SheetRecipe) -> None:
        before = [choice.target for choice in held.recipe.sheet(sheet.sheet).columns]
        recipe = held.recipe.with_sheet(sheet)
        # Other dates, or the same read another way: another day, unless the user chose it.
        self._decide(held, recipe if held.id in self._days_chosen else replace(recipe, as_of=None))
        if before != [choice.target for choice in sheet.columns]:
            self._find_clusters()
        self.sheets.write(self._pending)
        self._refresh_import()
        self._show_sheet()

    def _show_day(self, day: dt.date) -> None:
        with QSignalBlocker(self.as_of):
            self.as_of.setDate(QDate(day.year, day.month, day.day))

    def _decide(self, held: Holding, recipe: Recipe) -> None:
        self._pending = self._pending.with_recipe(held.id, recipe)

    @Slot()
    def _save_mapping(self) -> None:
        """Write what is decided as a mapping file."""
        problem = save_mapping(self, self._pending, self.language)
        if problem is not None:
            self.explanation.setText(self.language.text(problem))

    # Values that may mean the same -----------------------------------------------------------------------------------

    def _find_clusters(self) -> None:
        """Look in a job for values of all the files that may mean the same, with those of the document."""
        work = partial(like_values, self._pending, self.session.desk.known)
        job = self.session.jobs.compute.start("clusters", work)
        job.succeeded.connect(self._show_clusters)

    @Slot(object)
    def _show_clusters(self, found: tuple[Cluster, ...]) -> None:
        self.clusters.show_clusters(found, self.clusters.decisions())
        self.pages.setTabVisible(CLUSTERS, bool(found))
        title = msgn("{count} group of like values", "{count} groups of like values", len(found))
        self.pages.setTabText(CLUSTERS, self.language.text(title))

    @Slot()
    def _retry(self) -> None:
        current = self._current()
        if current is not None:
            self._try(current[0])

    # What would come of it -------------------------------------------------------------------------------------------

    def _try(self, held: Holding) -> None:
        """Try the import of this file in a job, to show what would be noticed and how many rows it gives."""
        from leaddesk.ui.trying import tried

        desk = self.session.desk
        files = (*desk.beside(self._pending), *self.decided().files)
        work = partial(tried, held.id, files, desk.known, self._pending.today, self.sheets.uncounted())
        job = self.session.jobs.compute.start("mapping", work)
        job.succeeded.connect(self._show_trial)

    @Slot(object)
    def _show_trial(self, trial: Trial) -> None:
        current = self._current()
        if current is None:
            return
        held, sheet, _ = current
        if held.recipe.as_of is None:
            self._decide(held, replace(held.recipe, as_of=trial.as_of))
            self._show_day(trial.as_of or self._pending.today)
        self.sheets.count_rows(trial.counts)
        self.sheets.write(self._pending)
        self._refresh_import()
        own = [issue for issue in trial.issues if not issue.sheet or issue.sheet == sheet.sheet]
        proposals = [issue for issue in own if issue.applied is not None]
        problems = [issue for issue in own if issue.applied is None]
        self.proposals.show_issues(proposals)
        self.problems.show_issues(problems)
        self.reviewing.show_trial(held, sheet, trial)
        words = self.language.text
        self.pages.setTabText(PROPOSALS, words(msgn("{count} proposal", "{count} proposals", len(proposals))))
        self.pages.setTabText(PROBLEMS, words(msgn("{count} remark", "{count} remarks", len(problems))))
        worst = self.problems.worst()
        self.pages.setTabIcon(PROBLEMS, icon("check") if worst is None else icon(*LOOKS[worst]))

    def done(self, result: int) -> None:
        """Let go of the trial import as well."""
        for slot in ("mapping", "clusters", "review"):
            self.session.jobs.compute.cancel(slot)
        super().done(result)
