"""Backups that nobody has to think of: when a document is opened, and while it is worked on."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from leaddesk.text import msg
from leaddesk.ui.notices import Notice, Tone

if TYPE_CHECKING:
    from leaddesk.ui.jobs import Task
    from leaddesk.ui.keeper import Keeper
    from leaddesk.ui.session import Session

UNTOUCHED: Final = dt.timedelta(days=1)
"""A document that was only opened is backed up when its last backup is older."""
WORKED_ON: Final = dt.timedelta(minutes=30)
"""A document that was changed is backed up when its last backup is older."""


class BackingUp(QObject):
    """Has the open document backed up in jobs. A backup that cannot be made is said once, and hinders nothing."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._is_told = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(int(WORKED_ON.total_seconds() * 1000))
        self.timer.timeout.connect(self.look)
        session.document_changed.connect(self.look)

    @Slot()
    def look(self) -> None:
        """Look whether a backup is due, and have it made."""
        jobs = self._session.jobs
        if jobs.io.current("backup") is not None:  # a new one would stop it, again and again while somebody types
            return
        if self._session.saved_at is not None and not self.timer.isActive():
            self.timer.start()
        # At once: to wait here would keep what is typed meanwhile from being written.
        jobs.io.start("backup", partial(_backed_up, self._session.desk.keeper)).succeeded.connect(self._tell)

    @Slot(object)
    def _tell(self, keeper: Keeper) -> None:
        fault = keeper.backup_fault
        if fault is not None and not self._is_told:
            text = msg("Your work is saved, but no backup of it could be made.")
            self._session.noticed.emit(Notice(Tone.WARNING, text, fault.hint))
        self._is_told = fault is not None


def _backed_up(keeper: Keeper, task: Task) -> Keeper:
    """Make a backup if one is due."""
    from leaddesk.workspace.backups import Cause  # loads pandas

    if keeper.saved_at is None:
        keeper.back_up(Cause.OPENED, UNTOUCHED, task.check)
    else:
        keeper.back_up(Cause.CHANGED, WORKED_ON, task.check)
    return keeper
