"""A few mutants of every format in every run, always the same; and that the fuzzer sees what it is there for."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.reader import read_file
from tests.fuzz import __main__ as fuzz
from tests.fuzz import run
from tests.fuzz.report import page, table
from tests.fuzz.run import Outcome, made, tried
from tests.fuzz.seeds import Seed, seeds

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 120
SEED = 20_260_901


@pytest.fixture(scope="module")
def pool() -> dict[str, list[Seed]]:
    return seeds()


def test_mutants_end_in_cells_or_in_words(pool: dict[str, list[Seed]], tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(lambda number: tried(pool, SEED, number, tmp_path), range(COUNT)))
    assert [outcome for outcome in outcomes if outcome.what in {"hang", "defect"}] == []
    counts = Counter(outcome.what for outcome in outcomes)
    assert counts["read"] > COUNT / 6, "mutants that get past the first check are what finds something"
    assert counts["refused"] > COUNT / 6
    assert list(tmp_path.iterdir()) == []


def test_there_are_seeds_of_every_format(pool: dict[str, list[Seed]]) -> None:
    assert set(pool) == {"markup", "ods", "text", "xls", "xlsb", "xlsx"}
    assert len([seed for kind in pool.values() for seed in kind]) > 60


def test_a_number_always_gives_the_same_mutant(pool: dict[str, list[Seed]]) -> None:
    assert [made(pool, 1, number) for number in range(30)] == [made(pool, 1, number) for number in range(30)]
    assert made(pool, 1, 5) != made(pool, 2, 5)


def _broken(_path: Path) -> Any:
    raise KeyError("nobody thought of this")


def _changing(path: Path) -> Any:
    found = read_file(path)
    path.write_bytes(b"")
    return found


@pytest.mark.parametrize(
    ("reader", "what", "detail"), [(_broken, "defect", "nobody thought of this"), (_changing, "defect", "was changed")]
)
def test_defects_are_seen_and_their_file_is_kept(
    reader: Any, what: str, detail: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "read_file", reader)
    outcome = tried({"text": [Seed("a.csv", b"a;b\n1;2\n" * 50, "text")]}, 1, 1, tmp_path)
    assert outcome.what == what
    assert detail in outcome.detail
    assert [path.name for path in tmp_path.iterdir()] == ["mutant 1-1.csv"]


def test_hangs_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "TIME_LIMIT", 0.0)
    assert tried({"text": [Seed("a.csv", b"a;b\n1;2\n" * 50, "text")]}, 1, 1, tmp_path).what == "hang"


def test_the_death_of_the_program_is_counted_and_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def dying(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        """A run that dies at its third mutant, and the next one that ends well."""
        first = int(command[command.index("--first") + 1])
        asked.append(first)
        rest = range(first, 2 if len(asked) == 1 else 6)
        lines = "\n".join(json.dumps(Outcome(number, "text", "read")) for number in rest)
        return subprocess.CompletedProcess(command, -6 if len(asked) == 1 else 0, lines, "Aborted")

    monkeypatch.setattr(subprocess, "run", dying)
    outcomes = fuzz.batch(1, 0, 6, 1e18)
    assert [outcome.what for outcome in outcomes] == ["read", "read", "defect", "read", "read", "read"]
    assert asked == [0, 3]
    assert "Aborted" in outcomes[2].detail


def test_the_page_counts_by_format() -> None:
    outcomes = [Outcome(0, "ods", "read"), Outcome(1, "text", "refused"), Outcome(2, "ods", "worker died")]
    assert "| ods | 2 | 1 | 0 | 1 | 0 | 0 |" in table(outcomes)
    assert "| all | 3 | 1 | 1 | 1 | 0 | 0 |" in page(outcomes, 1)
