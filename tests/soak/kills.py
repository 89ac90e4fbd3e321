"""Programs killed at random instants (SIGKILL): what they had acknowledged is there, and nothing is half done."""

from __future__ import annotations

import gc
import os
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from leaddesk.ui.keeper import BACKUPS, Keeper
from leaddesk.workspace.document import Document
from tests.forked import forks
from tests.soak.diary import Diary
from tests.soak.workloads import WORKLOADS, Office, with_an_older_layout

if TYPE_CHECKING:
    import multiprocessing
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from tests.soak.diary import Line

    Tell = Callable[[str], None]

ROUND: Final = 10
"""So many deaths of one document, one after the other: each program goes on from what the one before left."""
LONGEST: Final = 0.2
"""Seconds of life, at most: a few commits."""


@dataclass
class Tally:
    """What a run came to. ``deaths`` of programs that were at work; ``faults`` by kind."""

    deaths: int = 0
    acknowledged: int = 0
    slowest: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, diary: Diary, found: Counter[str], tell: Tell | None = None) -> None:
        """One more death, and what it did; *tell* hears of faults, and now and then how far it is."""
        self.deaths += 1
        self.slowest = max(self.slowest, diary.slowest)
        self.faults += found
        if tell is not None and (found or self.deaths % 500 == 0):
            tell(f"{self.deaths}: {dict(found) or dict(self.faults)}")

    def with_part(self, other: Tally) -> Tally:
        """Both runs together."""
        return Tally(
            self.deaths + other.deaths,
            self.acknowledged + other.acknowledged,
            max(self.slowest, other.slowest),
            self.faults + other.faults,
        )


def work(path: str, seed: int, pipe: Connection) -> None:
    """The program that is going to be killed: works until then."""

    def tell(line: Line) -> None:
        pipe.send(line)

    gc.freeze()  # what was loaded before the fork stays shared
    place = Path(path)
    with with_an_older_layout():
        office = Office.opened(Keeper(place.parent / "data"), Document.open(place), random.Random(seed), tell)
        tell(("ready",))
        while True:
            office.chance.choice(WORKLOADS)(office)


def killed(count: int, seed: int, tell: Tell | None = None) -> Tally:
    """Kill so many programs and judge what each left."""
    way = forks()
    tally, chance = Tally(), random.Random(seed)
    while tally.deaths < count:
        with tempfile.TemporaryDirectory() as folder, with_an_older_layout():
            diary = Diary(Path(folder), "document.leaddesk", backups=Path(folder) / "data" / BACKUPS)
            Document.create(diary.folder / diary.current).close()
            for _ in range(min(ROUND, count - tally.deaths)):
                here, there = way.Pipe(duplex=False)
                arguments = (str(diary.folder / diary.current), chance.getrandbits(32), there)
                process = way.Process(target=work, args=arguments, daemon=True)
                process.start()
                there.close()
                _listen(here, process, chance.uniform(0, LONGEST), diary)
                tally.add(diary, diary.judge(), tell)
            tally.acknowledged += diary.acknowledged
    return tally


def _listen(pipe: Connection, process: multiprocessing.process.BaseProcess, life: float, diary: Diary) -> None:
    """Let it live for a while, kill it, and take down all that it said; its last words may be cut short."""
    with pipe:
        if pipe.recv() != ("ready",):
            raise ValueError("the program did not begin with being ready")
        end = time.monotonic() + life
        try:
            while (left := end - time.monotonic()) > 0:
                if pipe.poll(left):
                    diary.take(pipe.recv())
            process.kill()
            while True:
                diary.take(pipe.recv())
        except (EOFError, OSError):
            process.join()
    if process.exitcode != -9 and os.name == "posix":
        raise ValueError(f"the program ended by itself: {process.exitcode}")
    process.close()
