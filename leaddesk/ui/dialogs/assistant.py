"""The import assistant: what was understood of each file, and the user's word on it, which wins."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Slot

from leaddesk.text import msg, msgn
from leaddesk.ui.dialogs.assistant_frame import CLUSTERS, NO_HEADER, OK, WORDS, AssistantFrame
from leaddesk.ui.drafts import Drafts
from leaddesk.ui.like_values import brought_together, like_values
from leaddesk.ui.mapping_saving import save_mapping
from leaddesk.ui.once_painted import OncePainted
from leaddesk.ui.row_counts import columns_understood
from leaddesk.ui.theme import plain_tooltip
from leaddesk.ui.widgets.column_choices import nothing
from leaddesk.ui.widgets.constant_field import channels_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from leaddesk.ingest.clusters import Cluster
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawSheet
    from leaddesk.model.recipe import Recipe, SheetRecipe
    from leaddesk.text import Language
    from leaddesk.ui.holding import Holding, Pending, Trial
    from leaddesk.ui.session import Session


class ImportAssistant(AssistantFrame):
    """What is proposed for the files, and what the user makes of it.

    Every proposal can be changed or switched off; nothing is final before the import, and the import can be undone.
    """

    def __init__(
        self, session: Session, pending: Pending | None, language: Language, parent: QWidget | None = None
    ) -> None:
        """*pending* comes with :meth:`begin` where it is not known yet."""
        super().__init__(session, language, parent)
        self._days_chosen: set[UUID] = set()
        self._painting: OncePainted | None = None
        if pending is not None:
            self.begin(pending)

    def hold(self) -> None:
        """Try nothing before the window is painted: a thread at work takes the interpreter from the painting."""
        self._painting = OncePainted(self)
        self._painting.happened.connect(self._let_go)

    @Slot()
    def _let_go(self) -> None:
        self._painting = None
        self._retry()
        self._find_clusters()

    def begin(self, pending: Pending, between: Callable[[], None] = nothing) -> None:
        """Put in what is proposed; *between* is called now and then, for it takes a while."""
        self.make(between)
        self._pending, self._drafts = pending, Drafts(pending.today)
        self.findings.about = pending.about
        self._name()
        self.origin.offer(channels_of(self.session.desk.known))
        self._connect()
        self.columns.between = between
        self.sheets.fill(pending)
        self.columns.between = nothing
        self._refresh_import()
        self._find_clusters()

    def _name(self) -> None:
        """Say in the title and on the button what is done with the files."""
        words = self.language.text
        title = msg("Open spreadsheets") if any(held.raw.name for held in self._pending.files) else msg("Paste a table")
        self.setWindowTitle(words(msg("How the files are read") if self._pending.again else title))
        self.buttons.button(OK).setText(words(msg("Read it so") if self._pending.again else msg("Import")))

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
        if self._painting is not None:
            return
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
        if self._painting is not None:
            return
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
        self.findings.show(own)
        self.reviewing.show_trial(held, sheet, trial)

    def done(self, result: int) -> None:
        """Let go of the trial import as well."""
        if self._painting is not None:
            self._painting.call_off()
        for slot in ("mapping", "clusters", "review"):
            self.session.jobs.compute.cancel(slot)
        super().done(result)
