"""A spreadsheet that was never seen before: from drop to its first rows, to what was understood of it, and how fast its
reading stops.

Run as a module with a file and a folder to work in, it measures one drop in a window of its own and prints it as JSON;
with ``parse`` and a file, the bare parse that it is compared with (``calamine`` or ``fastexcel``).
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.bench.bound import Bound, child, median
from tests.bench.opening import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_ROWS = 300.0
SMALL = 600.0
CANCEL = 500.0
ANSWER = 100.0


def bounds(*, quick: bool) -> Iterator[Bound]:
    from tests.bench.generated import write_xlsx

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = folder / "small.xlsx", folder / "large.xlsx"
        rows, runs = (5_000, 1) if quick else (100_000, 5)
        write_xlsx(small, 10_000)
        write_xlsx(large, rows)
        few: list[Any] = []
        many: list[Any] = []
        parses: list[float] = []
        for run in range(runs):
            parses.append(child("assistant", "parse", "calamine", large)["ms"])
            for kind, path, drops in (("few", small, few), ("many", large, many)):
                place = folder / f"{kind}{run}"
                place.mkdir()
                drops.append(child("assistant", path, place))
        for number, drops in ((10_000, few), (rows, many)):
            shown = median([drop["first"] for drop in drops])
            yield Bound(f"first rows of {number:,} shown", shown, FIRST_ROWS, 1.0, "a fixed bound")
        yield Bound("10,000 rows understood", median([drop["understood"] for drop in few]), SMALL, 1.0, "a fixed bound")
        understood = median([drop["understood"] for drop in many])
        yield Bound(f"{rows:,} rows understood", understood, median(parses), 2.0, "bare calamine parse")
        yield Bound("longest gap meanwhile", median([drop["gap"] for drop in many]), ANSWER, 1.0, "a fixed bound")
        stopped = median([drop["cancelled"] for drop in many])
        yield Bound("reading stopped after Cancel", stopped, CANCEL, 1.0, "a fixed bound")


def bare(library: str, path: Path) -> dict[str, float]:
    """A bare parse of a file in this process, by ``calamine`` to Python values or by ``fastexcel`` to Arrow."""
    if library == "calamine":
        return parse(path)
    import fastexcel

    start = time.perf_counter()
    rows = fastexcel.read_excel(path).load_sheet(0).to_arrow().num_rows
    return {"ms": 1e3 * (time.perf_counter() - start), "rows": rows}


class _Watch(QTimer):
    """Notes when each dialog is first in front, and closes the assistant."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[str, float] = {}
        self._start = 0.0
        self.timeout.connect(self._look)

    def begin(self) -> None:
        self._start = time.perf_counter()
        self.start(2)

    def _look(self) -> None:
        front = QApplication.activeModalWidget()
        name = "" if front is None else type(front).__name__
        if not name or name in self.at:
            return
        front.repaint()  # type: ignore[union-attr]
        self.at[name] = 1e3 * (time.perf_counter() - self._start)
        if name == "CarefulAssistant":
            self.stop()
            front.done(0)  # type: ignore[union-attr]


def drop(path: Path, folder: Path) -> dict[str, float]:
    """One drop of a file on an empty window whose reading is stopped, and one that goes on to the assistant."""
    from tests.bench.window import Desktop, Heartbeat

    desktop, watch, heart = Desktop(folder), _Watch(), Heartbeat()
    desktop.window.open_paths([path])
    time.sleep(0.05)
    start = time.perf_counter()
    desktop.jobs.cancel_all()
    desktop.until(desktop.jobs.is_idle)
    cancelled = 1e3 * (time.perf_counter() - start)
    desktop.settle()
    heart.begin()
    watch.begin()
    desktop.window.open_paths([path])
    desktop.until(lambda: "CarefulAssistant" in watch.at and desktop.jobs.is_idle())
    heart.stop()
    gap, _ = max(heart.gaps)
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    desktop.settle()
    desktop.close()
    understood = watch.at["CarefulAssistant"]
    first = watch.at.get("ReadingDialog", understood)
    return {"first": first, "understood": understood, "cancelled": cancelled, "gap": gap, "megabytes": usage / 1024}


if __name__ == "__main__":
    first, *others = sys.argv[1:]
    print(json.dumps(bare(others[0], Path(others[1])) if first == "parse" else drop(Path(first), Path(others[0]))))
