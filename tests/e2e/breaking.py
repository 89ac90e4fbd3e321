"""The program in a process of its own, which works a little and then breaks down as it is told to.

``python -m tests.e2e.breaking LANGUAGE WHAT`` prints what the parent waits for, one JSON value a line.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import gc
import json
import logging
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication

from leaddesk import app
from leaddesk.app import Program, settle
from leaddesk.text import msg
from leaddesk.ui import settings as preferences
from leaddesk.ui.crash import logs as crash_logs

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

HANG_AFTER = 0.5
COMPLAINTS = "complaints.txt"
NAME = "Zebulon Ficelle"
MAIL = "zebulon@ficelle.example"
PHONE = "0199000123"
CHANNEL = "Tombola Quetsche"
AMOUNT = "48151,62"
NOTE = "Préfère Ornithorynque"
MARKS = ("Zebulon", "Ficelle", "ficelle.example", "0199000123", "199000123", "Quetsche", "48151", "Ornithorynque")
"""What stands in the data and in the names of the files, and nowhere in a log."""


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


def files_and_notes(program: Program) -> None:
    """Files that open and files that do not, a note."""
    from leaddesk.model.action import Change
    from leaddesk.ui import asking

    asking.mapping = lambda _parent, _session, pending, _language: pending  # type: ignore[assignment]
    session, home = program.session, Path.home()
    files = [home / f"{NAME} {kind}" for kind in ("leads.csv", "copy.csv", "broken.xlsx", "picture.csv", "missing.ods")]
    rows = "".join(f"2026-03-{day:02};{NAME};{MAIL};{PHONE};{CHANNEL};{AMOUNT}\n" for day in range(1, 29))
    files[0].write_text(f"Date;Nom;E-mail;Téléphone;Canal;Montant\n{rows}", "utf-8")
    files[1].write_text(f"Date;Nom;E-mail;Téléphone;Canal;Montant\n{rows}", "utf-8")
    files[2].write_bytes(b"PK\x03\x04" + NAME.encode() * 50)
    files[3].write_bytes(b"\x89PNG\r\n" + bytes(range(256)) * 20)
    for file in files:
        program.window.open_paths([file])
        settle(program)
    row = int(session.state.dataset["leads"].rows[0])
    session.edit([Change("leads", "notes", None, NOTE, row)], msg("a note"))
    settle(program)


def errors(program: Program) -> None:
    """In a job, which is of a note, and in slots."""
    program.session._run("odd", lambda _task: int(NOTE), lambda _result: None, None)
    settle(program)
    in_a_slot(program)


def a_day(program: Program) -> None:
    """A day of work in which much goes wrong: files, notes, undo, a name for the document, a review, errors."""
    files_and_notes(program)
    session, home = program.session, Path.home()
    program.window.tab("leads")
    for tab in ("overview", "channels", "funnel", "loyalty", "leads", "review"):
        program.window.go_to(tab)
        settle(program)
    session.undo()
    session.set_filter("channel", frozenset({CHANNEL}))
    session.save_as(home / f"{NAME}.leaddesk")
    settle(program)
    session.save_as(home / NAME / f"{NAME}.leaddesk")
    session.export_review(home / f"{NAME}.xlsx", "fr", personal=True)
    settle(program)
    session.export_review(home / NAME / f"{NAME}.xlsx", "fr", personal=True)
    settle(program)
    program.window.paste_table()
    errors(program)


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
    "early": lambda _program: None,
    "tell": tell,
    "work": work,
    "files": files_and_notes,
    "errors": errors,
    "day": a_day,
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
        try:
            for step in what:
                WAYS[step](program)
        except BaseException:  # noqa: BLE001  (of this file itself: what is meant to break does not come back here)
            traceback.print_exc()
            os._exit(99)

    def completed(program: Program) -> None:
        complete(program)
        if not begun:
            begun.append(program)
            QTimer.singleShot(0, go)

    def broken(_program: Program) -> None:
        raise ZeroDivisionError(NAME)

    app.load_libraries = lambda *_arguments: None  # for files, of which there are none here
    Program.complete = completed  # type: ignore[method-assign,assignment]
    if what[0] == "leak":  # the control: a log as others write it
        crash_logs.WithoutData = logging.Formatter  # type: ignore[misc,assignment]
        crash_logs.said = logging.LogRecord.getMessage  # type: ignore[assignment]
        what = what[1:]
    show = Program.show

    def shown_and_failed(program: Program) -> None:
        QTimer.singleShot(0, fail)
        show(program)

    if what[0] == "early":
        Program.show = shown_and_failed  # type: ignore[method-assign,assignment]
    if what == ("start",):
        Program.show = broken  # type: ignore[method-assign,assignment]
    hangs = any("hang" in step for step in what)
    return app.main([], hang_after=HANG_AFTER if hangs else None)


def forked(home: str, pipe: Connection, language: str, *what: str) -> NoReturn:
    """The same in a process that was forked, with what the parent waits for through a pipe."""
    gc.freeze()  # what was loaded before the fork stays shared
    os.environ.update(surroundings(Path(home)))
    complaints = os.open(Path(home, COMPLAINTS), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(complaints, sys.stderr.fileno())
    globals()["say"] = pipe.send
    sys.exit(main(language, *what))


def surroundings(home: Path) -> dict[str, str]:
    """What the environment of a computer of its own says."""
    return {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config")}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
