"""What nobody caught: errors in slots, in threads and while things are tidied up, and what Qt complains about.

Each is logged. The user is told of the first at a place, and at most once a minute: one calm word, not a storm.
Set before the first paint, so it imports what it needs when something went wrong; Qt's part comes with
:meth:`Hooks.hear_qt`.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

log = logging.getLogger(__name__)

QUIET_SECONDS: Final = 60.0
_MOST_PLACES: Final = 1000


class Hooks:
    """The hooks of the interpreter, in place from :meth:`set` to :meth:`take_away`."""

    def __init__(self, prepare: Callable[[], object], tell: Callable[[], None]) -> None:
        """*prepare*: makes sure of a log; *tell*: tells the user that something went wrong. Called on any thread."""
        self._prepare, self._tell = prepare, tell
        self._told: set[str] = set()
        self._told_at = -QUIET_SECONDS
        self._before: tuple[Any, Any, Any] | None = None
        self._qt_before: Any = None
        self._hears_qt = False

    def set(self) -> None:
        """Catch what nobody catches."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        sys.unraisablehook = self._unraisable

    def hear_qt(self) -> None:
        """Log what Qt complains about, too."""
        from PySide6.QtCore import qInstallMessageHandler

        self._hears_qt = True
        self._qt_before = qInstallMessageHandler(self._qt_said)

    def take_away(self) -> None:
        """Leave the interpreter as it was."""
        if self._before is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
            self._before = None
        self.leave_qt()

    def leave_qt(self) -> None:
        """Let Qt complain as before: it may do so after the interpreter is gone."""
        if self._hears_qt:
            from PySide6.QtCore import qInstallMessageHandler

            qInstallMessageHandler(self._qt_before)
            self._hears_qt = False

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            self._caught(error, "an error that nobody caught")
        if sys.stderr is not None:
            sys.__excepthook__(kind, error, trace)

    def _uncaught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not issubclass(caught.exc_type, SystemExit):
            self._caught(caught.exc_value, "an error in a thread that nobody caught")
        if sys.stderr is not None:
            threading.__excepthook__(caught)

    def _unraisable(self, caught: sys.UnraisableHookArgs) -> None:
        with suppress(Exception):  # nobody works on what is being tidied up: there is nothing to tell the user
            self._prepare()
            log.warning("an error while something was tidied up", exc_info=_info(caught.exc_value))
        if sys.stderr is not None:
            sys.__unraisablehook__(caught)

    def _caught(self, error: BaseException, words: str) -> None:
        with suppress(Exception):  # whoever is told of errors must not make another
            from leaddesk.ui.crash.logs import Own

            self._prepare()
            log.error("%s", Own(words), exc_info=_info(error))
            if self._is_news(error):
                self._tell()

    def _is_news(self, error: BaseException) -> bool:
        from leaddesk.ui.crash import places

        came = places.places(error.__traceback__)
        place = f"{came[-1] if came else ''} {type(error).__name__}"
        now = time.monotonic()
        if place in self._told or now - self._told_at < QUIET_SECONDS:
            return False
        if len(self._told) < _MOST_PLACES:
            self._told.add(place)
        self._told_at = now
        return True

    def _qt_said(self, kind: Any, context: Any, text: str) -> None:  # noqa: ANN401
        with suppress(Exception):
            from PySide6.QtCore import QtMsgType

            from leaddesk.ui.crash.logs import Own

            level = logging.INFO if kind in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg} else logging.WARNING
            begins = re.match(r"Q\w+::~?\w+", text)  # the rest of it may name a file
            log.log(level, "Qt (%s): %s", Own(kind.name), Own(begins[0]) if begins else "")
        if self._qt_before is not None:
            self._qt_before(kind, context, text)
        elif sys.stderr is not None:
            sys.stderr.write(text + "\n")


def _info(error: BaseException | None) -> tuple[type[BaseException], BaseException, TracebackType | None] | None:
    return None if error is None else (type(error), error, error.__traceback__)
