"""A spreadsheet from drop to painted KPIs, and how long the event loop stood still meanwhile.

Run as a module with a file, a smaller one with the same headers and a folder to work in, it measures one drop in a
window of its own and prints it as JSON; with ``parse`` and a file, the bare parse that it is compared with.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.bound import Bound, child, median

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_GAP = 50.0


def bounds(*, quick: bool) -> Iterator[Bound]:
    from tests.bench.generated import write_xlsx

    rows, runs = (10_000, 1) if quick else (100_000, 5)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large, small = folder / "large.xlsx", folder / "small.xlsx"
        write_xlsx(large, rows)
        write_xlsx(small, 300)
        drops, parses = [], []
        for run in range(runs):
            parses.append(child("opening", "parse", large)["ms"])
            (folder / f"run{run}").mkdir()
            drops.append(child("opening", large, small, folder / f"run{run}"))
        converted = office(large, folder)
        dropped = median([drop["ms"] for drop in drops])
        yield Bound(f"xlsx of {rows:,} rows, drop to painted KPIs", dropped, median(parses), 1.5, "bare calamine parse")
        yield Bound(f"xlsx of {rows:,} rows, drop to painted KPIs", dropped, converted, 0.5, "soffice --convert-to csv")
        worst = median([drop["gap"] for drop in drops])
        yield Bound(f"longest gap in the event loop, {rows:,} rows", worst, LONGEST_GAP, 1.0, "a fixed bound")


def office(path: Path, folder: Path, starts: int = 2) -> float:
    """The milliseconds that LibreOffice takes to convert a workbook to csv, the least of some *starts*."""
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("LibreOffice's soffice is not on the PATH")
    command = [
        program, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", "csv",
        "--outdir", str(folder / "converted"), str(path),
    ]  # fmt: skip
    taken = []
    for _ in range(starts):  # the first one makes the profile, which takes a second or two
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(1e3 * (time.perf_counter() - start))
    if not (folder / "converted" / f"{path.stem}.csv").is_file():
        raise RuntimeError("LibreOffice converted nothing")
    return min(taken)


def parse(path: Path) -> dict[str, float]:
    """The bare parse, in this process."""
    from python_calamine import CalamineWorkbook

    start = time.perf_counter()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    taken = time.perf_counter() - start
    return {"ms": 1e3 * taken, "rows": len(rows)}


def drop(large: Path, small: Path, folder: Path) -> dict[str, object]:
    """One drop of *large* on a window that has taken *small* in."""
    from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
    from PySide6.QtGui import QDropEvent

    from tests.bench.window import Desktop, Heartbeat, Painted

    desktop = Desktop(folder)
    window, session = desktop.window, desktop.session
    session.proposed.disconnect()  # else the window would ask
    session.proposed.connect(session.confirm)
    window.open_paths([small])
    desktop.settle()
    session.proposed.disconnect()
    tab = window.tab("overview")
    cards = [card for card in tab.grid.cards if card.isVisible()]  # type: ignore[attr-defined]
    before = cards[0].value.text()
    painted, heart = Painted(*cards), Heartbeat()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(large))])
    event = QDropEvent(
        QPointF(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    desktop.settle()
    heart.begin()
    start = time.perf_counter()
    window.dropEvent(event)
    painted.at = 0.0
    desktop.until(lambda: painted.at > 0 and cards[0].value.text() != before)
    taken = painted.at - start
    desktop.until(desktop.jobs.is_idle)  # until all is written too
    heart.stop()
    gaps = sorted(((gap, at - start) for gap, at in heart.gaps), reverse=True)
    shown = cards[0].value.text()
    desktop.settle()
    desktop.close()
    return {"ms": 1e3 * taken, "gap": gaps[0][0], "gaps": gaps[:6], "before": before, "shown": shown}


if __name__ == "__main__":
    first, *others = sys.argv[1:]
    print(json.dumps(parse(Path(others[0])) if first == "parse" else drop(Path(first), *map(Path, others))))
