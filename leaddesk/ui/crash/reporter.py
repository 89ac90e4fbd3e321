"""The reporter: brings what went wrong, on whatever thread, to the window, once the window is there."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from leaddesk.ui.crash.logs import Own
from leaddesk.ui.crash.story import details, something_went_wrong, told

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.crash.endings import Ended
    from leaddesk.ui.crash.logs import LogFile
    from leaddesk.ui.crash.running import Running
    from leaddesk.ui.crash.story import LastBackup, Story
    from leaddesk.ui.session import Session

log = logging.getLogger(__name__)


class Reporter(QObject):
    """Tells through a session what went wrong now and last time."""

    broke = Signal()
    """Something went wrong; may come from any thread."""

    def __init__(self, session: Session, running: Running | None, logs: LogFile) -> None:
        super().__init__(session)
        self._session, self._running, self._logs = session, running, logs
        self.story: Story | None = None
        """What happened last time, when the program did not end as it should."""
        # Queued: what went wrong may have gone wrong while something was painted.
        self.broke.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        session.document_changed.connect(self._note_document)

    def look_back(self, ended: list[Ended], last_backup: LastBackup | None) -> None:
        """Log how earlier runs ended, check the document of the last one and tell of it."""
        for one in ended:
            log.warning("an earlier run did not end as it should: %s\n%s", Own(one.how), Own(one.trace))
        if ended:
            job = self._session.jobs.io.start("last time", partial(told, ended[-1], last_backup))
            job.succeeded.connect(self._tell_story)

    def details(self, language: Language) -> str:
        """What support needs to know."""
        return details(language, self.story, self._logs.errors)

    @Slot(object)
    def _tell_story(self, story: Story) -> None:
        self.story = story
        self._session.noticed.emit(story.notice)

    @Slot()
    def _tell(self) -> None:
        self._session.noticed.emit(something_went_wrong(self._session.saved_at))

    @Slot()
    def _note_document(self) -> None:
        if self._running is not None:
            self._running.note_document(self._session.desk.keeper.path)
