"""What the user decided by hand about leads between the two months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.corpus.dice import Dice
from tests.reimport import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.reimport.edits import Edited
    from tests.reimport.shapes import Cell, Listing
    from tests.reimport.truth import Truth

STAGES: Final = ("contacted", "qualified", "quote", "negotiation", "won", "lost")
MARK: Final = {"fr": "Vu au téléphone", "en": "Spoken to"}


@dataclass(frozen=True)
class Verdict:
    """A cell set by hand: ``line`` in the first file, ``column`` and ``value`` as LeadDesk has them. ``contradicted``:
    the later file says something new about it; ``gone``: the lead is not in the later file.
    """

    key: str
    line: int
    column: str
    value: Cell
    contradicted: bool
    gone: bool


def verdicts(listing: Listing, rows: list[Edited], truth: Truth) -> list[Verdict]:
    """Verdicts on 12 to 20 % of the leads, in the order of the first file. Copies of rows get none."""
    dice = Dice("reimport verdicts", listing.kind, truth.seed)
    after: dict[str, dict[str, Cell]] = {truth.lead(row.key): row.cells for row in rows if row.key is not None}
    gone = set(truth.gone)
    twins = set(listing.alike) | set(listing.alike.values())
    share = dice.between(12, 20) / 100
    sure = {next((key for key in truth.gone if key not in twins), ""), next(iter(truth.moved), "")}
    found: list[Verdict] = []
    for row in listing.rows:
        wanted = 2 * share if row.key in gone or row.key in truth.moved else share
        if row.key in twins or not (dice.chance(wanted) or row.key in sure):
            continue
        for column, value in _decided(row.cells, listing, dice).items():
            source = "status" if column == "stage" else column
            now = after.get(row.key, {}).get(source)
            changed = row.key in after and source in listing.headers and now != row.cells.get(source)
            found.append(Verdict(row.key, truth.lines[row.key], column, value, changed, row.key in gone))
    return found


def lost(given: list[Verdict], standing: Mapping[tuple[int, str], object]) -> list[Verdict]:
    """The verdicts that are not as they were given. ``standing``: what the document holds after the later file came, by
    line in the first file and column, for leads that are gone from the later file as well.
    """
    return [one for one in given if standing.get((one.line, one.column)) != one.value]


def _decided(cells: dict[str, Cell], listing: Listing, dice: Dice) -> dict[str, Cell]:
    """One to three cells that somebody sets."""
    throw, decided = dice.between(1, 100), dict[str, "Cell"]()
    if throw <= 55:
        decided["stage"] = dice.pick(STAGES)
    elif throw <= 67:
        decided["stage"] = "invalid"
    if "notes" in listing.headers and (throw > 80 or dice.chance(0.3)):
        decided["notes"] = f"{MARK[listing.language]} ({dice.between(1, 28)}/08)"
    if throw > 67 and isinstance(cells.get("amount"), int | float):
        decided["amount"] = dice.between(5000, 250000) / 100
    elif throw > 67 and cells.get("phone"):
        decided["phone"] = "06 39 98 " + f"{dice.between(1000, 9999)}"
    elif throw > 67 and cells.get("city"):
        decided["city"] = dice.pick(words.PLACES[listing.language])[1]
    return decided or {"stage": "contacted"}
