"""Merging a colleague's copy of the open document: read and compared in a job, shown, then done as one step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from leaddesk.text import msg
from leaddesk.ui.notices import Notice, Tone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leaddesk.model.conflicts import Choice
    from leaddesk.ui.copy_merge import Proposal
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.holding import Taken
    from leaddesk.ui.jobs import Task
    from leaddesk.ui.session import Session
    from leaddesk.ui.turns import Turns


class Merging(QObject):
    """Belongs to a session, and speaks through its signals."""

    proposed = Signal(object)
    """A :class:`~leaddesk.ui.copy_merge.Proposal` that the user has to decide on."""

    def __init__(self, session: Session, turns: Turns) -> None:
        """*turns*: in which copies are read and merged."""
        super().__init__(session)
        self._session, self._turns = session, turns
        self._decided: tuple[Proposal, tuple[Choice, ...]] | None = None
        self.other: Path | None = None
        """Another version of the open document that was found beside it, which the user may want to merge."""

    def look_at(self, path: Path) -> None:
        """Read a copy; ``proposed`` follows, or a notice where there is nothing to merge."""
        self._turns.take(partial(_look_at, self._session.desk, path), self._looked_at, msg("Reading the copy…"))

    @Slot(object)
    def _looked_at(self, proposal: Proposal) -> None:
        if proposal.is_nothing:
            text = msg("“{file}” holds nothing that is not here already.", file=proposal.copy.name)
            self._session.noticed.emit(Notice(Tone.INFO, text))
        else:
            self.proposed.emit(proposal)

    def merge(self, proposal: Proposal, choices: Sequence[Choice], *, next_one: bool = False) -> None:
        """Merge a copy as it was decided."""
        self._decided = proposal, tuple(choices)
        work = partial(_merge, self._session.desk, proposal, tuple(choices))
        self._turns.take(work, self._merged, msg("Merging the copy…"), next_one=next_one)

    @Slot(object)
    def _merged(self, merged: Taken | Proposal) -> None:
        from leaddesk.ui.copy_merge import Proposal, is_present

        if self._decided is None:
            raise TypeError("nobody decided on a merge")
        proposal, choices = self._decided
        if isinstance(merged, Proposal):  # something was done here before it could be merged
            if merged.plan.conflicts == proposal.plan.conflicts:
                self.merge(merged, choices, next_one=True)
            else:
                self.proposed.emit(merged)
        elif not is_present(self._session.desk, proposal):  # or while it was being merged
            self.merge(proposal, choices, next_one=True)
        else:
            self._decided = None
            self._session.stepped(merged)
            if merged.summary is not None:
                notice = Notice(Tone.SUCCESS, merged.summary, offer=msg("Undo"), command="undo", lasts=True)
                self._session.noticed.emit(notice)


def _look_at(desk: Desk, path: Path, task: Task) -> Proposal:
    from leaddesk.ui.copy_merge import look_at  # loads pandas

    return look_at(desk, path, task)


def _merge(desk: Desk, proposal: Proposal, choices: Sequence[Choice], task: Task) -> Taken | Proposal:
    from leaddesk.ui.copy_merge import merge  # loads pandas

    return merge(desk, proposal, choices, task)
