"""The runs in full: each simulation has its place on the page, and a broken promise or a stale table ends with 1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.simulation import __main__ as simulate
from tests.simulation import recovery, report
from tests.simulation.report import SIMULATIONS, Row, Simulation

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """# Page

<!-- dev.py simulate --only toss -->

| seed | heads |
|---:|---:|
| 7 | 1,000 |

<!-- end of toss -->
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page with one simulation, that of a coin: half of the tosses of seed 7 are heads, none of those of seed 8."""

    def rows(files: int, seed: int) -> list[Row]:
        return [Row((str(seed), f"{files // 2 if seed == 7 else 0:,}"), seed == 7)]

    monkeypatch.setattr(simulate, "PAGE", tmp_path / "page.md")
    monkeypatch.setitem(SIMULATIONS, "toss", Simulation(("seed", "heads"), (7,), rows))
    for name in [name for name in SIMULATIONS if name != "toss"]:
        monkeypatch.delitem(SIMULATIONS, name)
    simulate.PAGE.write_text(PAGE, encoding="utf-8")
    return simulate.PAGE


def test_every_simulation_has_its_table_of_its_seeds_on_the_page() -> None:
    page = simulate.PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"<!-- dev.py simulate --only (\w+) -->", page)) == set(SIMULATIONS)
    for name, one in SIMULATIONS.items():
        head, rule, *rows = simulate.table_of(page, name).splitlines()
        assert f"{head}\n{rule}" == one.table([])
        if one.seeds != (0,):
            assert [int(row.split("|")[1]) for row in rows] == list(one.seeds)


def test_what_the_page_says_is_compared(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert simulate.main(["--jobs", "1"]) == 0
    assert "| 7 | 1,000 |" in capsys.readouterr().out
    page.write_text(PAGE.replace("1,000", "1,001"), encoding="utf-8")
    assert simulate.main(["--jobs", "1"]) == 1
    assert "toss: docs/simulations.md says otherwise" in capsys.readouterr().err
    assert simulate.main(["--jobs", "1", "--files", "10"]) == 0, "a short run is another one"
    assert simulate.main(["--jobs", "1", "--write"]) == 0
    assert page.read_text(encoding="utf-8") == PAGE
    with pytest.raises(SystemExit):
        simulate.main(["--files", "10", "--write"])


def test_a_broken_promise_is_told(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    toss = SIMULATIONS["toss"]
    monkeypatch.setitem(SIMULATIONS, "toss", Simulation(toss.head, (7, 8), toss.rows))
    assert simulate.main(["--jobs", "1", "--only", "toss", "--write"]) == 1
    assert "toss: a promise is broken: 8 | 0" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8").endswith("| 8 | 0 |\n\n<!-- end of toss -->\n")


def test_seeds_are_run_side_by_side() -> None:
    found = report.ran(["recovery"], 5, 2)["recovery"]
    assert [row.cells[0] for row in found] == ["20261241", "20261242", "20261243"]


def test_rows_are_told_as_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = SIMULATIONS["recovery"].rows(40, 20261241)
    assert re.fullmatch(r"20261241( \d+\.\d %){5}", " ".join(row.cells))
    assert row.is_kept
    monkeypatch.setattr(recovery, "held", lambda *_: 0.93)
    assert not SIMULATIONS["recovery"].rows(2000, 20261241)[0].is_kept
