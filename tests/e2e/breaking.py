"""The program in a process of its own, which works a little and then breaks down as it is told to.

``python -m tests.e2e.breaking LANGUAGE WHAT`` prints what the parent waits for, one JSON value a line.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import json
import logging
import os
import sys
import threading
import time
from typing import Any, NoReturn

from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication

from leaddesk import app
from leaddesk.app import Program, settle
from leaddesk.ui import settings as preferences

HANG_AFTER = 0.5
NAME = "Zebulon Ficelle"


def say(value: Any) -> None:
    print(json.dumps(value), flush=True)


def work(program: Program) -> None:
    """Note a lead, and tell when it is saved."""
    program.session.type_in("leads", {"name": NAME})
    settle(program)
    done = dt.datetime.fromisoformat(program.session.desk.actions[-1].time).astimezone()
    say({"done": f"{done:%H:%M:%S}", "saved": f"{program.session.saved_at:%H:%M:%S}"})


def fail() -> NoReturn:
    raise ZeroDivisionError(NAME)


def in_a_slot(program: Program) -> None:
    for _ in range(50):
        QTimer.singleShot(0, fail)
    tell(program)


def in_a_thread(program: Program) -> None:
    thread = threading.Thread(target=fail, name=NAME)
    thread.start()
    thread.join()
    tell(program)


def in_a_job(program: Program) -> None:
    from functools import partial

    program.session._run("odd", partial(int, base=fail), lambda _result: None, None)  # a job is given a task: no int
    tell(program)


def while_tidied_up(program: Program) -> None:
    class Odd:
        def __del__(self) -> None:
            fail()

    Odd()
    qWarning(f"QFile::open: {NAME}")
    qWarning(f"{NAME} is not there")
    logging.getLogger("somebody").warning("of %s", NAME)
    tell(program)


def tell(program: Program) -> None:
    """Print what stands in the message bar, and close."""
    settle(program)
    bar = program.window.messages
    shown = [] if bar.isHidden() else [bar.text.text(), bar.hint.text(), str(bar.waiting.text())]
    details = "" if program.window.reporter is None else program.window.reporter.details(program.window.language)
    say({"shown": shown, "details": details, "story": getattr(program.window.reporter, "story", None) is not None})
    program.window.close()


def hang(seconds: float) -> None:
    """Let a few heartbeats pass, then stand still."""
    for _ in range(20):
        QApplication.processEvents()
        time.sleep(0.02)
    time.sleep(seconds)


def hang_and_go_on(program: Program) -> None:
    hang(4 * HANG_AFTER)
    tell(program)


def hang_for_ever(_program: Program) -> None:
    say("hanging")
    hang(60)


WAYS: dict[str, Any] = {
    "abort": lambda _program: os.abort(),
    "segfault": lambda _program: ctypes.string_at(0),
    "wait": lambda _program: None,
    "slot": in_a_slot,
    "thread": in_a_thread,
    "job": in_a_job,
    "tidying": while_tidied_up,
    "hang": hang_and_go_on,
    "hang for ever": hang_for_ever,
    "tell": tell,
    "exit": lambda _program: QApplication.exit(0),
}


def main(language: str, *what: str) -> int:
    store = preferences.user_store()
    store.setValue("language", language)
    store.sync()
    complete = Program.complete
    begun: list[Program] = []

    def go() -> None:
        program = begun[0]
        for step in what:
            if step == "work":
                work(program)
            else:
                WAYS[step](program)

    def completed(program: Program) -> None:
        complete(program)
        if not begun:
            begun.append(program)
            QTimer.singleShot(0, go)

    def broken(_program: Program) -> None:
        raise ZeroDivisionError(NAME)

    app.load_libraries = lambda *_arguments: None  # for files, of which there are none here
    Program.complete = completed  # type: ignore[method-assign,assignment]
    if what == ("start",):
        Program.show = broken  # type: ignore[method-assign,assignment]
    return app.main([], hang_after=HANG_AFTER)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
