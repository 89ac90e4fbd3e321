"""Both months of a list, from its kind and a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.corpus.dice import Dice
from tests.reimport import plan as plans
from tests.reimport.edits import Edited, edited
from tests.reimport.files import write
from tests.reimport.originals import original
from tests.reimport.sheet import Sheet, first_sheet, later_sheet
from tests.reimport.truth import Truth, truth_of
from tests.reimport.verdicts import Verdict, verdicts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reimport.plan import Plan
    from tests.reimport.shapes import Listing

SEEDS: Final = range(1, 13)
KEPT: Final = 777


@dataclass(frozen=True)
class Pair:
    """A list, what became of it, and what is true."""

    listing: Listing
    plan: Plan
    rows: list[Edited]
    first: Sheet
    later: Sheet
    truth: Truth
    verdicts: list[Verdict]

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write both files into a folder; their paths, the first month's before the later one's."""
        language, name = self.listing.language, f"{self.truth.kind}-{self.truth.seed}"
        before = write(self.first, folder, f"{name}-2026-07", self.plan.before, language)
        after = write(self.later, folder, f"{name}-2026-08", self.plan.after, language)
        return before, after


def pair(kind: str, seed: int, only: str = "") -> Pair:
    """The two months of a list: with everything that a month brings, or with ``only`` one kind of edit.

    Raises:
        ValueError: there is no such kind of list or of edit
    """
    listing = original(kind, seed)
    dice = Dice("reimport", kind, seed, only)
    plan = plans.alone(only, listing, dice) if only else plans.together(listing, seed)
    rows = edited(listing, plan, dice)
    first = first_sheet(listing, plan)
    later = later_sheet(listing, [row.cells for row in rows], plan, dice)
    truth = truth_of(listing, rows, seed, (first.start, later.start), whole(plan))
    return Pair(listing, plan, rows, first, later, truth, verdicts(listing, rows, truth))


def whole(plan: Plan) -> tuple[str, ...]:
    """The edits to the file that a plan makes."""
    made = {
        "removed": plan.removed, "added": plan.added, "sorted": plan.order != "kept", "columns_moved": plan.moved,
        "columns_renamed": plan.renamed, "column_dropped": plan.dropped, "column_added": plan.more,
        "dates": plan.dates, "format": plan.before != plan.after, "title": plan.title, "zeros": plan.zeros,
        "phones": plan.phones is not None, "renumbered": plan.renumbered,
    }  # fmt: skip
    return tuple(edit for edit, done in made.items() if done)
