"""The proof of next month's file: what was made from the outside goes through the desk as a user's would."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from leaddesk.ingest.mapping import propose
from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.model.action import Change, value_at
from leaddesk.model.rowids import row_base
from leaddesk.text import msg
from leaddesk.ui.desk import Desk
from tests.quiet import Quiet
from tests.reimport.make import SEEDS, pair
from tests.reimport.originals import KINDS
from tests.reimport.score import Score, score
from tests.reimport.verdicts import lost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.ui.holding import Holding, Pending
    from tests.reimport.make import Pair
    from tests.reimport.verdicts import Verdict

TODAY: Final = dt.date(2026, 9, 30)
CHECKED: Final = (1,)
"""The seeds that the check has time for; all are run by ``python -m tests.reimport.test_proof``."""
ONE_BY_ONE: Final = 20
"""So many verdicts of a file are given one at a time, the others all at once."""
BANK: Final = MappingFile.parse(
    """
[[sheet]]
file = "bank*"
table = "leads"
columns = { channel = "contact", stage = "y" }
values = { stage = { yes = "won", no = "lost" } }
""",
    "bank.toml",
)


def imported(desk: Desk, path: Path, kind: str) -> Holding:
    """Take a file in as it is proposed."""
    pending: Pending = desk.read((path,), Quiet())
    held = pending.files[0]
    if kind == "bank":
        recipe = propose(held.raw, mapping=BANK, today=TODAY)
        pending = pending.with_recipe(held.id, recipe)
    desk.adopt(desk.take(pending, Quiet()))
    return desk.held[-1]


def first_row(held: Holding) -> int:
    """The id of the row on line 0 of the file's sheet of leads."""
    before = 0
    for sheet, recipe in zip(held.raw.sheets, held.recipe.sheets, strict=True):
        if recipe.table == "leads":
            return row_base(held.id) + before - sheet.first_line
        before += sheet.rows
    raise AssertionError("the file holds no leads")


def change(desk: Desk, given: Verdict, row: int) -> Change:
    """A verdict as what it does to a cell."""
    old = value_at(desk.state.dataset["leads"], row, given.column)
    value = given.value if isinstance(given.value, str) else float(given.value)  # type: ignore[arg-type]
    return Change("leads", given.column, old, value, row)


def proved(made: Pair, folder: Path) -> tuple[Score, list[Verdict]]:
    """How well the rows of a pair of files were paired, and the verdicts that were lost on the way."""
    before, after = made.write(folder)
    desk = Desk(TODAY, folder / "data")
    first = imported(desk, before, made.truth.kind)
    base = first_row(first)
    changes = [change(desk, given, base + given.line) for given in made.verdicts]
    for some in (*((one,) for one in changes[:ONE_BY_ONE]), tuple(changes[ONE_BY_ONE:])):
        desk.edit(some, msg("by hand"))
    second = imported(desk, after, made.truth.kind)
    later = first_row(second)
    pairs: dict[int, int | None] = {two - later: one - base for two, one in desk.built.again.items()}
    leads = desk.state.dataset["leads"]
    there = set(leads.rows.tolist())
    standing = {
        (given.line, given.column): value_at(leads, base + given.line, given.column)
        for given in made.verdicts
        if base + given.line in there
    }
    desk.keeper.close()
    return score(made.truth, pairs), lost(made.verdicts, standing)


def proof(folder: Path, seeds: Iterable[int]) -> tuple[Score, list[Verdict]]:
    """The score of all kinds of lists together, and the verdicts that were lost."""
    total, gone = Score(), list["Verdict"]()
    for kind in KINDS:
        for seed in seeds:
            place = folder / f"{kind}-{seed}"
            place.mkdir()
            found, missing = proved(pair(kind, seed), place)
            total.add(found)
            gone += missing
    return total, gone


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> tuple[Score, list[Verdict]]:
    return proof(tmp_path_factory.mktemp("months"), CHECKED)


def test_rows_are_paired_with_the_leads_that_they_are(together: tuple[Score, list[Verdict]]) -> None:
    total, _ = together
    told = "\n".join([*total.lines(), *total.faults])
    assert total.matched_share >= 0.98, told
    assert total.wrong_share < 0.005, told
    assert total.rows > 5_000


def test_no_verdict_is_lost(together: tuple[Score, list[Verdict]]) -> None:
    assert together[1] == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        score_of_all, lost_of_all = proof(Path(name), SEEDS)
    sys.stdout.write("\n".join([*score_of_all.lines(), f"verdicts lost: {len(lost_of_all)}", ""]))
