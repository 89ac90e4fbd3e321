"""All that is there for when the program itself fails, from before the first paint to its end."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from leaddesk.ui.crash.hooks import Hooks
from leaddesk.ui.crash.running import Running

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.ui.crash.logs import LogFile
    from leaddesk.ui.crash.reporter import Reporter
    from leaddesk.ui.crash.story import LastBackup
    from leaddesk.ui.crash.watchdog import Watchdog
    from leaddesk.ui.session import Session

log = logging.getLogger(__name__)


class CrashHandling:
    """In place from :meth:`begin` to :meth:`end`; of a run that never comes to its end, the next one tells."""

    def __init__(self, folder: Path, *, hang_after: float | None = None) -> None:
        """*folder*: the application's own; *hang_after*: how many seconds the window may stand still."""
        self._folder, self._hang_after = folder, hang_after
        self._hooks = Hooks(self._keep_logs, self._tell)
        self._logs: LogFile | None = None
        self._running: Running | None = None
        self._watchdog: Watchdog | None = None
        self._reporter: Reporter | None = None
        self._early = False

    def begin(self) -> None:
        """Mark that the program runs, and catch what nobody catches. Cheap: nothing is painted yet."""
        self._hooks.set()
        self._running = Running.begin(self._folder)

    def _keep_logs(self) -> LogFile:
        """Write logs from now on, if they are not yet written."""
        from leaddesk.ui.crash.logs import FOLDER, OURS, LogFile

        if self._logs is None:
            self._logs = LogFile(self._folder / FOLDER)
            logging.getLogger(OURS).setLevel(logging.INFO)
            logging.getLogger().addHandler(self._logs)
        return self._logs

    def complete(self, session: Session, last_backup: LastBackup | None = None) -> Reporter:
        """Do what can wait for the first paint: watch the window, tell how the last run ended. Gives the reporter.

        *last_backup*: asked on the I/O thread when a document had to be checked.
        """
        from PySide6.QtCore import qVersion

        from leaddesk import __version__
        from leaddesk.ui.crash.endings import left_behind
        from leaddesk.ui.crash.logs import Own
        from leaddesk.ui.crash.reporter import Reporter
        from leaddesk.ui.crash.watchdog import SECONDS, Watchdog

        logs = self._keep_logs()
        versions = (__version__, sys.version.split()[0], qVersion(), sys.platform)
        log.info("LeadDesk %s starts: Python %s, Qt %s, %s", *map(Own, versions))
        self._hooks.hear_qt()
        self._reporter = reporter = Reporter(session, self._running, logs)
        if self._running is not None:
            self._watchdog = Watchdog(self._running, self._hang_after or SECONDS, reporter)
            self._watchdog.start()
        reporter.look_back(left_behind(self._folder), last_backup)
        if self._early:
            self._tell()
        return reporter

    def _tell(self) -> None:
        """Called on any thread, perhaps before there is anybody to tell, or after."""
        if self._reporter is None:
            self._early = True
        else:
            self._reporter.broke.emit()

    def broken(self, error: BaseException) -> None:
        """The program ends by an error: the next one tells of it. What nobody caught is still logged."""
        if self._watchdog is not None:
            self._watchdog.stop()
        self._hooks.leave_qt()
        if self._running is not None:
            self._running.note_broken(error)

    def end(self) -> None:
        """A clean end. Ending twice does nothing."""
        if self._watchdog is not None:
            self._watchdog.stop()
            self._watchdog = None
        self._reporter = None
        if self._running is not None:
            log.info("LeadDesk ends")
            self._running.end()
            self._running = None
        self._hooks.take_away()
        if self._logs is not None:
            from leaddesk.ui.crash.logs import OURS

            logging.getLogger(OURS).setLevel(logging.NOTSET)
            logging.getLogger().removeHandler(self._logs)
            self._logs = None
