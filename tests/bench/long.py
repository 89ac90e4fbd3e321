"""A spreadsheet of a million rows, which is read whole only when the user says so: from that answer to what was
understood of it, and the memory that the window and its workers take together meanwhile.

Run as a module with a file and a folder to work in, it measures one drop in a window of its own and prints it as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from tests.bench.bound import Bound, child, median
from tests.bench.opening import office

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER: Final = 100.0
MEGABYTES: Final = 3072.0
_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def bounds(*, quick: bool) -> Iterator[Bound]:
    from tests.bench.generated import write_xlsx

    rows, runs = (210_000, 1) if quick else (1_000_000, 3)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "long.xlsx"
        write_xlsx(path, rows)
        drops: list[Any] = []
        parses: list[float] = []
        for run in range(runs):
            place = folder / str(run)
            place.mkdir()
            parses.append(child("assistant", "parse", "fastexcel", path)["ms"])
            drops.append(child("long", path, place))
        converted = office(path, folder, starts=1)
    understood = median([drop["understood"] for drop in drops])
    yield Bound(f"{rows:,} rows understood", understood, median(parses), 1.5, "bare fastexcel parse")
    yield Bound(f"{rows:,} rows understood", understood, converted, 0.5, "soffice --convert-to csv")
    yield Bound("longest gap meanwhile", median([drop["gap"] for drop in drops]), ANSWER, 1.0, "a fixed bound")
    most = max(drop["megabytes"] for drop in drops)
    yield Bound("memory of all processes, MB for ms", most, MEGABYTES, 1.0, "a fixed bound")


class _Answers(QTimer):
    """Says yes to reading the file whole, and closes the assistant; notes when."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = self.understood = 0.0
        self.timeout.connect(self._look)
        self.start(2)

    def _look(self) -> None:
        front = QApplication.activeModalWidget()
        if isinstance(front, QMessageBox) and not self.asked:
            self.asked = time.perf_counter()
            front.defaultButton().click()
        elif isinstance(front, QDialog) and type(front).__name__ == "CarefulAssistant":
            front.repaint()
            self.understood = time.perf_counter()
            self.stop()
            front.done(0)


class _Memory(threading.Thread):
    """The most that this process and its children held at one time, in megabytes, looked at 20 times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.05):
            self.most = max(self.most, sum(map(_resident, _family())) / 1e6)

    def end(self) -> float:
        self._over.set()
        self.join()
        return self.most


def _family() -> list[str]:
    own = Path(f"/proc/{os.getpid()}/task")
    children = [pid for task in own.iterdir() for pid in (task / "children").read_text().split()]
    return [str(os.getpid()), *children]


def _resident(pid: str) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0  # it is over


def drop(path: Path, folder: Path) -> dict[str, float]:
    """One drop of a file on an empty window."""
    from tests.bench.window import Desktop, Heartbeat

    desktop, answers, heart, memory = Desktop(folder), _Answers(), Heartbeat(), _Memory()
    memory.start()
    heart.begin()
    desktop.window.open_paths([path])
    desktop.until(lambda: bool(answers.understood) and desktop.jobs.is_idle())
    heart.stop()
    most = memory.end()
    gap, _ = max(heart.gaps)
    desktop.close()
    return {"understood": 1e3 * (answers.understood - answers.asked), "gap": gap, "megabytes": most}


if __name__ == "__main__":
    print(json.dumps(drop(Path(sys.argv[1]), Path(sys.argv[2]))))
