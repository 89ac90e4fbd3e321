"""The way from the import assistant to the review of next month's file, and back with what was decided."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from leaddesk.ingest.editions import DOUBTFUL, LATER_LIST
from leaddesk.ingest.stepped import DATED_BY_FILES, STAGE_BACK
from leaddesk.text import msg
from leaddesk.ui.theme import plain_tooltip

if TYPE_CHECKING:
    from uuid import UUID

    from leaddesk.ingest.comparison import Comparison
    from leaddesk.model.action import Change
    from leaddesk.model.issues import Issue
    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.text import Language
    from leaddesk.ui.holding import Holding, Pending, Trial
    from leaddesk.ui.jobs import Task
    from leaddesk.ui.next_file_choices import Choices
    from leaddesk.ui.session import Session

_ABOUT_LEADS: Final = frozenset({LATER_LIST, DOUBTFUL, DATED_BY_FILES, STAGE_BACK})


class Reviewing(QObject):
    """Holds the button; it is there when the sheet that is looked at is an edition of a list that is in."""

    decided = Signal(object)
    """What was decided about the rows of the sheet: its :class:`~leaddesk.model.recipe.SheetRecipe`."""

    settled = Signal()
    """Nothing that was not shown stands in the way of the import."""

    def __init__(self, session: Session, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._language, self._window = session, language, parent
        self.button = QPushButton(parent)
        self.button.setAutoDefault(False)
        self.button.hide()
        self.button.clicked.connect(self.review)
        self._choices: Choices | None = None
        self._key: tuple[UUID, str] | None = None
        self._edits: dict[tuple[UUID, str], tuple[Change, ...]] = {}
        self._seen: set[tuple[UUID, str]] = set()

    def show_trial(self, held: Holding, sheet: SheetRecipe, trial: Trial) -> None:
        """A sheet was tried: offer the review of it, if it is an edition of a list."""
        found = next((one for one in trial.comparisons if one.sheet == sheet.sheet), None)
        self._key, self._choices = (held.id, sheet.sheet), None
        if found is None:
            self.button.hide()
            self._edits.pop(self._key, None)
            return
        job = self._session.jobs.compute.start("review", partial(_choices, self._session, found, sheet))
        job.succeeded.connect(self._offer)

    @Slot(object)
    def _offer(self, choices: Choices) -> None:
        self._choices = choices
        if self._key is not None:
            edits = set(self._edits.get(self._key, ()))
            choices.taken = {
                number for number, one in enumerate(choices.verdicts) if (one.row, one.column) in _cells(edits)
            }
        count = 0 if self._key in self._seen else choices.questions
        text = msg("Review ({count} to decide)…", count=count) if count else msg("Review…")
        self.button.setText(self._language.text(text))
        tip = msg("What is new, changed or gone in this file, and which leads were taken for the same")
        self.button.setToolTip(plain_tooltip(self._language.text(tip)))
        self.button.show()

    @Slot()
    def review(self) -> bool:
        """Show the review; whether it was ended with what was decided."""
        from leaddesk.ui.dialogs.next_file import NextFileDialog

        choices, key = self._choices, self._key
        if choices is None or key is None:
            return True
        dialog = NextFileDialog(choices, self._session.jobs, self._language, self._window)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if accepted:
            self._seen.add(key)
            self._edits[key] = choices.edits()
            self.decided.emit(choices.recipe())
        return accepted

    @Slot(object)
    def open_issue(self, issue: Issue) -> None:
        """A finding about leads that are here again leads to the review."""
        if issue.code in _ABOUT_LEADS:
            self.review()

    @Slot()
    def settle(self) -> None:
        """Go on with the import, once what is to be decided in the sheet that is looked at was shown."""
        choices = self._choices
        if choices is None or not choices.questions or self._key in self._seen or self.review():
            self.settled.emit()

    def with_edits(self, pending: Pending) -> Pending:
        """The import with the cells where the file's word goes before the user's."""
        return replace(pending, edits=tuple(change for edits in self._edits.values() for change in edits))


def _cells(edits: set[Change]) -> set[tuple[int, str]]:
    return {(change.row, change.field) for change in edits}


def _choices(session: Session, found: Comparison, sheet: SheetRecipe, task: Task) -> Choices:
    """What there is to decide; the counts are worked out here, not when the window is shown."""
    from leaddesk.model.handwork import cells_by_hand
    from leaddesk.ui.next_file_choices import Choices

    task.check()
    desk = session.desk
    by_hand = {} if desk.is_sample else cells_by_hand(desk.actions, desk.built.again)
    found.count()
    return Choices(found, by_hand, sheet)
