"""The search for leads that look like one: in a job, when asked for and after files were taken in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from leaddesk.text import msg, msgn
from leaddesk.ui.notices import Notice, Tone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from leaddesk.model.duplicates import Group
    from leaddesk.model.state import State
    from leaddesk.ui.jobs import Failure, Task
    from leaddesk.ui.session import Session

COMMAND: Final = "duplicates"
UNASKED: Final = 20_000
"""Among more leads than that they are looked for when asked: it takes seconds, in the way of the next file."""


class DuplicateSearch(QObject):
    """Looks through the leads of a session."""

    found = Signal(object)
    """What was asked for: the groups of leads that look like one, a tuple of
    :class:`~leaddesk.model.duplicates.Group`; none is told in the message bar instead."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def search(self) -> None:
        """Look for them all, and hand them over."""
        job = self._session.jobs.io.start(
            "duplicates", partial(_found, self._session.state), msg("Looking for duplicates…")
        )
        job.succeeded.connect(self._hand_over)
        job.failed.connect(self._failed)

    def look_at(self, imports: Sequence[UUID]) -> None:
        """Look whether leads of these imports surely are there twice; only that is told, with an offer to see them.

        Nothing is done among very many leads (:data:`UNASKED`).
        """
        dataset = self._session.state.dataset
        if not imports or "leads" not in dataset or len(dataset["leads"]) > UNASKED:
            return
        job = self._session.jobs.io.start("new duplicates", partial(_new, self._session.state, tuple(imports)))
        job.succeeded.connect(self._offer)
        job.failed.connect(self._failed)

    @Slot(object)
    def _hand_over(self, groups: tuple[Group, ...]) -> None:
        if groups:
            self.found.emit(groups)
        else:
            self._session.noticed.emit(Notice(Tone.SUCCESS, msg("No two leads look like one.")))

    @Slot(object)
    def _offer(self, count: int) -> None:
        if count:
            text = msgn(
                "{count} of the leads taken in is there twice, it seems.",
                "{count} of the leads taken in are there twice, it seems.",
                count,
            )
            # What was taken in, and what was noticed in the files, stays at hand: this notice covers what said so.
            details, offer = self._session.issues, msg("Look at them…")
            self._session.noticed.emit(
                Notice(Tone.WARNING, text, details=details, offer=offer, command=COMMAND, adds=True)
            )

    @Slot(object)
    def _failed(self, failure: Failure) -> None:
        self._session.noticed.emit(Notice(Tone.ERROR, failure.message, failure.hint))


def _found(state: State, task: Task) -> tuple[Group, ...]:
    from leaddesk.model.duplicates import find

    task.check()
    return find(state)


def _new(state: State, imports: Sequence[UUID], task: Task) -> int:
    """How many groups that are sure hold a lead of these imports."""
    from leaddesk.model.rowids import ROWS_PER_IMPORT, row_base

    bases = {row_base(import_id) // ROWS_PER_IMPORT for import_id in imports}
    sure = (group for group in _found(state, task) if group.is_sure)
    return sum(any(row // ROWS_PER_IMPORT in bases for row in group.rows) for group in sure)
