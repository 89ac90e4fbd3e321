"""The outcome of a soak as a table, and as the page docs/soak.md."""

from __future__ import annotations

import platform
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import apsw

from tests.soak.diary import LOST, SLOW, TORN, UNSOUND
from tests.soak.faults import DEFECT, DONE
from tests.soak.flips import CRASH, FOUND, HARMLESS, UNSEEN

if TYPE_CHECKING:
    from collections import Counter

    from tests.soak.kills import Tally


DEEDS: Final = 500


@dataclass
class Soak:
    """What one run came to. ``careless``: the control, a storage that does not wait for the disk. ``faults``:
    operations that were made to fail one by one. ``undos``: sequences of deeds.
    """

    seed: int
    kills: Tally
    cuts: Tally
    careless: Tally
    flips: Counter[str]
    faults: Counter[str]
    undos: Counter[str]

    @property
    def is_good(self) -> bool:
        """Whether nothing went wrong, and the control did."""
        wrong = (
            self.kills.faults.total()
            + self.cuts.faults.total()
            + self.flips[UNSEEN]
            + self.flips[CRASH]
            + self.faults[DEFECT]
            + self.undos[DEFECT]
        )
        return not wrong and (not self.careless.deaths or self.careless.faults.total() > 0)


def table(soak: Soak) -> str:
    """What died and what was left, as Markdown."""
    lines = [
        "| what | times | edits acknowledged | lost | torn | not sound | opened in (s) | slower than 2 s |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, tally in (
        ("program killed", soak.kills),
        ("power cut", soak.cuts),
        ("power cut, synchronous = OFF (control)", soak.careless),
    ):
        faults = [tally.faults[kind] for kind in (LOST, TORN, UNSOUND)]
        counts = [f"{count:,}" for count in (tally.deaths, tally.acknowledged, *faults)]
        lines.append(f"| {name} | {' | '.join(counts)} | {tally.slowest:.2f} | {tally.faults[SLOW]:,} |")
    counts = [f"{soak.flips[kind]:,}" for kind in (FOUND, HARMLESS, UNSEEN, CRASH)]
    return "\n".join(
        [
            *lines,
            "",
            "| copies with changed bytes | found | harmless | unseen | crash |",
            "|---:|---:|---:|---:|---:|",
            f"| {soak.flips.total():,} | {' | '.join(counts)} |",
            "",
            "| operations that failed | before or after, told, and done by a retry | defect |",
            "|---:|---:|---:|",
            f"| {soak.faults.total():,} | {soak.faults[DONE]:,} | {soak.faults[DEFECT]:,} |",
            "",
            f"| sequences of {DEEDS} deeds | undone and redone, the same at each step | defect |",
            "|---:|---:|---:|",
            f"| {soak.undos.total():,} | {soak.undos[DONE]:,} | {soak.undos[DEFECT]:,} |",
        ]
    )


def page(soak: Soak) -> str:
    """The page docs/soak.md."""
    versions = (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version} (cuts: {apsw.sqlite_lib_version()})"
    )
    command = (
        f"python3 dev.py soak --kills {soak.kills.deaths} --cuts {soak.cuts.deaths} --flips {soak.flips.total()}"
        f" --undos {soak.undos.total()} --seed {soak.seed} --write"
    )
    return f"""# Kills and power cuts

Written by `{command}`.
Programs that edit, import, copy and rename documents are killed at random instants; under the same work the power of
a disk is cut, which loses, tears and reorders what was not synced. Then each document is opened and compared with what
was acknowledged. Bytes are changed in copies of a document. Each operation of the disk during edits, an import, a copy
and "save as" fails: the disk is full, does not answer or refuses, once or from then on.

{table(soak)}

- lost: acknowledged and not there. torn: there otherwise than it was done, or in part. not sound: does not open, or
  fails SQLite's check of structure and references.
- found: the program says that the document is damaged. harmless: it holds what it held. unseen: it holds other things.

{versions}, {platform.system()}.
"""
