"""A job that nobody watches, for tests that call what jobs do."""

from __future__ import annotations

import threading

from leaddesk.ui.jobs import Task


class Quiet(Task):
    """It tells nobody how far it is, and is never cancelled."""

    def __init__(self) -> None:
        super().__init__(lambda _progress: None, threading.Event())
