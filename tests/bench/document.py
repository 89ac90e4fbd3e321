"""A document of many leads: opened until its figures are painted, one edit until it is on the disk,
its undo, a copy, a backup.

The document is what a company has after two years: its leads came in one file, and thousands of steps were taken since.
Run as a module with the number of leads and a folder, it measures once in a window of its own and prints JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from tests.bench.bound import Bound, best, child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.window import Desktop

STEPS: Final = 5000
EDITS: Final = 15
OPEN, EDIT, UNDO, COPY = 1000.0, 30.0, 10.0, 1000.0


def bounds(*, quick: bool) -> Iterator[Bound]:
    rows, runs = (10_000, 1) if quick else (100_000, 3)
    found = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            found.append(child("document", rows, folder))
    least = {name: best([run[name] for run in found]) for name in found[0]}
    size = f"{rows:,} leads"
    yield Bound(f"open a document of {size}, to painted KPIs", least["open"], OPEN, 1.0, "a fixed bound")
    yield Bound(f"one edit, {size}, to the disk", least["edit"], EDIT, 1.0, "a fixed bound")
    yield Bound(f"undo of an edit, {size}, {min(STEPS, rows):,} steps", least["undo"], UNDO, 1.0, "a fixed bound")
    yield Bound(f"save a copy of {size}", least["copy"], COPY, 1.0, "a fixed bound")
    yield Bound(f"a verified backup of {size}", least["backup"], COPY, 1.0, "a fixed bound")


def write(path: Path, rows: int) -> None:
    """The document, with steps that set cells of its leads one by one."""
    from leaddesk.ingest.mapping import propose
    from leaddesk.model.action import editing
    from leaddesk.text import msg
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.holding import Holding, Pending
    from tests.bench.generated import TODAY, raw_file
    from tests.quiet import Quiet

    desk = Desk(TODAY, path.parent / "made")
    raw = raw_file(rows)
    desk.adopt(desk.take(Pending((Holding(uuid4(), raw, propose(raw, today=TODAY)),), False, TODAY), Quiet()))
    ids = desk.state.dataset["leads"].rows
    for step in range(min(STEPS, rows)):
        row = int(ids[step * 7919 % rows])
        field, value = ("notes", f"step {step}") if step % 2 else ("next_date", "2026-07-01")
        desk.edit(editing(desk.state, "leads", row, field, value), msg("Notes of {name}", name="Lune"))
    desk.save_as(path, Quiet())
    desk.keeper.close()


def opened(desktop: Desktop, path: Path) -> float:
    """Milliseconds from the choice of the document to its painted KPIs."""
    from tests.bench.window import Painted

    desktop.window.show()
    tab = desktop.window.tab("overview")
    cards = [card for card in tab.grid.cards if card.isVisible()]  # type: ignore[attr-defined]
    before = cards[0].value.text()
    painted = Painted(*cards)
    start = time.perf_counter()
    desktop.session.open_paths([path])
    painted.at = 0.0
    desktop.until(lambda: painted.at > 0 and cards[0].value.text() != before)
    return 1e3 * (painted.at - start)


def edited(desktop: Desktop) -> float:
    """Milliseconds from an edit until it is said to be saved, the median of some."""
    import statistics

    from leaddesk.model.action import editing
    from leaddesk.text import msg

    session = desktop.session
    rows = session.state.dataset["leads"].rows
    taken = []
    for number in range(EDITS):
        desktop.settle()
        before, changes = session.saved_at, editing(session.state, "leads", int(rows[number]), "notes", f"n{number}")
        start = time.perf_counter()
        session.edit(changes, msg("Notes of {name}", name="Lune"))
        while session.saved_at == before:  # the keeper says so once the commit returned, on its own thread
            time.sleep(0.0005)
        taken.append(1e3 * (time.perf_counter() - start))
    return statistics.median(taken)


def undone(desktop: Desktop) -> float:
    """Milliseconds until the State is the one before an edit, the median of some."""
    import statistics

    desk, taken = desktop.session.desk, []
    for _ in range(EDITS):
        start = time.perf_counter()
        step = desk.step(back=True)
        assert step is not None
        assert desk.append(step, at_once=True)
        taken.append(1e3 * (time.perf_counter() - start))
    return statistics.median(taken)


def measured(rows: int, folder: Path) -> dict[str, float]:
    """One run, each figure in milliseconds."""
    from leaddesk.workspace.backups import Backups, Cause
    from leaddesk.workspace.document import Document
    from tests.bench.window import Desktop

    path, small = folder / "work.leaddesk", folder / "small.leaddesk"
    write(path, rows)
    write(small, 300)
    desktop = Desktop(folder / "data")
    desktop.session.open_paths([small])
    desktop.settle()
    found = {"open": opened(desktop, path)}
    desktop.settle()
    found["edit"] = edited(desktop)
    desktop.settle()
    found["undo"] = undone(desktop)
    desktop.close()
    with Document.open(path) as document:
        start = time.perf_counter()
        document.save_copy(folder / "copy.leaddesk")
        found["copy"] = 1e3 * (time.perf_counter() - start)
        start = time.perf_counter()
        Backups(folder / "backups").make(document, Cause.CHANGED, dt.datetime.now(dt.UTC))
        found["backup"] = 1e3 * (time.perf_counter() - start)
    return found


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]), Path(sys.argv[2]))))
