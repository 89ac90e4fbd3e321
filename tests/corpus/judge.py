"""``python -m tests.corpus.judge [FILE…]``: how well LeadDesk reads the corpus, a line a file, and what it gets wrong.

Without files, the committed corpus. Names without a folder are taken from there: ``judge c012 c013``.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from leaddesk.errors import LeadDeskError
from tests.corpus.reading import reading
from tests.corpus.score import Reading, Score, score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.corpus.score import Fault

CORPUS: Final = Path(__file__).resolve().parents[1] / "data" / "corpus"
_MARKS: Final = ("wrong", "silent", "lost", "surplus", "misjudged")
_SHOWN: Final = 3


@dataclass(frozen=True)
class Verdict:
    """The score of one file, the damages it has, and why it could not be read at all (empty: it was)."""

    file: str
    damages: tuple[str, ...]
    score: Score
    refusal: str = ""


def truths(names: Iterable[str]) -> list[Path]:
    """The truths of those files, of the whole corpus where none is named."""
    chosen = [Path(name) for name in names]
    placed = [one if one.parent != Path() else CORPUS / one for one in chosen]
    stems = [one.with_name(one.name.partition(".")[0] + ".truth.json") for one in placed]
    return stems or sorted(CORPUS.glob("*.truth.json"))


def judged(path: Path) -> Verdict:
    """Read the file of the truth at *path* and compare."""
    truth: dict[str, Any] = json.loads(path.read_text("utf-8"))
    refusal = ""
    try:
        made = reading(path.with_name(truth["file"]))
    except LeadDeskError as error:
        made, refusal = Reading([]), str(error)
    return Verdict(truth["file"], tuple(truth["damages"]), score(truth, made), refusal)


def line(name: str, one: Score, more: str = "") -> str:
    """One score in a line."""
    counts = " ".join(f"{mark} {len(getattr(one, mark)):5}" for mark in ("silent", "lost", "surplus"))
    orders = f"orders {one.orders_right}/{one.orders}" if one.orders else ""
    return f"{name:12} {one.share:7.2%} {one.right:6}/{one.cells:<6} {counts}  {orders:14} {more}".rstrip()


def by_damage(verdicts: Iterable[Verdict], alone: bool) -> dict[str, Score]:
    """Scores added up by damage: of the files that have that damage *alone*, or of all that have it."""
    found: defaultdict[str, Score] = defaultdict(Score)
    for verdict in verdicts:
        for damage in verdict.damages or ("none",):
            if not alone or len(verdict.damages) < 2:
                found[damage] += verdict.score
    return dict(found)


def faults(verdict: Verdict) -> list[str]:
    """The first faults of a file, those of one column and mark together."""
    result = []
    for mark in _MARKS:
        groups: defaultdict[str, list[Fault]] = defaultdict(list)
        for fault in getattr(verdict.score, mark):
            groups[fault.column].append(fault)
        for column, members in groups.items():
            shown = "; ".join(_fault(fault) for fault in members[:_SHOWN])
            result.append(f"    {mark} {column or 'row'} x{len(members)}: {shown}")
    return result


def _fault(fault: Fault) -> str:
    return f"{fault.sheet}!{fault.line} {fault.raw!r} -> {str(fault.got)[:60]!r}, wanted {fault.wanted!r}"


def _worst(one: Score) -> tuple[int, int]:
    return sum(len(getattr(one, mark)) for mark in _MARKS), -one.cells


def report(verdicts: list[Verdict], say: Callable[[str], None], details: bool) -> Score:
    """Say all about the verdicts; returns the sum of their scores."""
    total = Score()
    for verdict in verdicts:
        total += verdict.score
        say(line(verdict.file, verdict.score, f"{','.join(verdict.damages)} {verdict.refusal}"))
        if details:
            for fault in faults(verdict):
                say(fault)
    for alone in (True, False):
        say("\nby damage, alone:" if alone else "\nby damage, in any company:")
        worst = sorted(by_damage(verdicts, alone).items(), key=_of_damage, reverse=True)
        for damage, one in worst:
            if _worst(one)[0]:
                say(line(damage[:24].ljust(24), one))
    say("\n" + line("all", total))
    return total


def _of_damage(entry: tuple[str, Score]) -> tuple[int, int]:
    return _worst(entry[1])


def main() -> None:
    """Judge the files asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.judge", description=__doc__)
    parser.add_argument("files", nargs="*", help="files of the corpus, or paths of others that lie beside their truth")
    parser.add_argument("--details", action="store_true", help="the faults of each file")
    given = parser.parse_args()
    verdicts = [judged(path) for path in truths(given.files)]
    report(verdicts, print, given.details or bool(given.files))


if __name__ == "__main__":
    main()
