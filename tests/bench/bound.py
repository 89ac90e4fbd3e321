"""One measured thing beside its reference, and the bound between them."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Bound:
    """``measured`` may be at most ``most`` times ``reference`` (both in milliseconds)."""

    what: str
    measured: float
    reference: float
    most: float = 1.0
    against: str = ""

    @property
    def ratio(self) -> float:
        return self.measured / self.reference

    @property
    def holds(self) -> bool:
        return self.ratio <= self.most


def table(bounds: Sequence[Bound]) -> str:
    """What was measured, a line a bound."""
    head = ("what", "measured", "reference", "ratio", "bound", "ok", "reference is")
    lines = [head]
    lines += [
        (b.what, f"{b.measured:,.1f} ms", f"{b.reference:,.1f} ms", f"{b.ratio:.2f}", f"{b.most:.2f}",
         "yes" if b.holds else "NO", b.against) for b in bounds
    ]  # fmt: skip
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    texts = [
        "  ".join(
            cell.rjust(width) if 0 < place < 5 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    return "\n".join(text.rstrip() for text in (texts[0], "-" * len(texts[0]), *texts[1:]))


def median(values: Sequence[float]) -> float:
    """For a ratio: reference and measured runs take turns, and what else the machine does slows both."""
    return statistics.median(values)


def best(values: Sequence[float]) -> float:
    """For a fixed bound: what else the machine does can only add to it."""
    return min(values)


def child(module: str, *arguments: object) -> Any:
    """What a module of this folder prints as JSON on its last line, run in a process of its own."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])
