"""Next month's rows: the old ones as they were edited, and the new ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tests.reimport import names, touches, words
from tests.reimport.eye import Crowd, numbers
from tests.reimport.newcomers import newcomers
from tests.reimport.samples import day_of

if TYPE_CHECKING:
    from tests.corpus.dice import Dice
    from tests.reimport.plan import Plan
    from tests.reimport.shapes import Cell, Listing, Row
    from tests.reimport.touches import Touch

TOUCHES: Final[dict[str, Touch]] = {
    **{name: getattr(touches, name) for name in (
        "status", "amount", "notes", "called", "date_fixed", "email_fixed", "email_changed", "phone_two",
        "phone_changed", "phone_format", "town",
    )},
    **{name: getattr(names, name) for name in (
        "name_typo", "name_initial", "name_order", "name_accents", "name_case", "company_suffix",
    )},
    "emptied": touches.emptied,
}  # fmt: skip
"""In the order in which they are made: a slip of the pen before the capitals, and what is lost is lost last."""


@dataclass
class Edited:
    """A row of the later month. ``key``: of the old row, None for a new one; ``form``: how a new one came about."""

    key: str | None
    cells: dict[str, Cell]
    edits: set[str] = field(default_factory=set)
    form: str = ""
    undecidable: bool = False


def edited(listing: Listing, plan: Plan, dice: Dice) -> list[Edited]:
    """All rows of the later month, in the order of its file."""
    crowd = _crowd(listing, numbered=plan.renumbered)
    rows = [_touched(row.key, row.cells, plan, crowd, dice, listing) for row in _left(listing, plan, dice)]
    new = newcomers(listing, round(plan.added * len(listing.rows)), dice)
    rows += [Edited(None, dict(row.cells), form=form) for form, row in new]
    _number(rows, listing)
    for row in rows:
        row.cells.pop(plan.dropped, None)
        _restyled(row, plan, listing)
    _settle(rows, listing)
    rows = _ordered(rows, plan.order, dice)
    if plan.renumbered:
        for at, row in enumerate(rows):
            row.cells["id"] = at + 1
    for row in rows:
        row.undecidable = crowd.doubtful(row.key, row.cells, listing.alike)
    return rows


@lru_cache(maxsize=16)
def _crowd(listing: Listing, *, numbered: bool) -> Crowd:
    """The rows of a list; kept, since a list is edited in many ways."""
    return Crowd(listing.rows, numbered=numbered)


def _settle(rows: list[Edited], listing: Listing) -> None:
    """A row in which one edit undid another has none."""
    old = {row.key: row.cells for row in listing.rows}
    for row in rows:
        if row.key is not None and all(old[row.key][column] == value for column, value in row.cells.items()):
            row.edits.clear()


def _left(listing: Listing, plan: Plan, dice: Dice) -> list[Row]:
    """The rows that are still there: of those taken out, most are old where somebody puts old leads away."""
    count = round(plan.removed * len(listing.rows))
    places = list(range(len(listing.rows)))
    if plan.oldest:
        places.sort(key=lambda place: str(day_of(listing.rows[place].cells.get("created")) or ""))
        places = places[: count * 2]
    gone = set(dice.some(places, count))
    return [row for place, row in enumerate(listing.rows) if place not in gone]


def _touched(key: str, old: dict[str, Cell], plan: Plan, crowd: Crowd, dice: Dice, listing: Listing) -> Edited:
    """A row after its edits; one that would leave too little to know the lead by is not made."""
    row = Edited(key, dict(old))
    row.cells.pop(plan.dropped, None)
    for name, touch in TOUCHES.items():
        rate = plan.rates.get(name, 0.0)
        if not rate or not dice.chance(rate):
            continue
        before = dict(row.cells)
        if touch(row.cells, dice, listing) and (name in HARMLESS or crowd.known(key, row.cells)):
            row.edits.add(name)
        else:
            row.cells = before
    return row


HARMLESS: Final = frozenset({"status", "notes"})


def _number(rows: list[Edited], listing: Listing) -> None:
    """New rows get new numbers, one after the other."""
    if "id" not in listing.headers:
        return
    taken = [str(row.cells["id"]) for row in (*listing.rows, *listing.reserve)]
    longest = max(taken, key=len)
    head = longest.rstrip("0123456789")
    top = max(int(number.removeprefix(head)) for number in taken)
    if listing.numbered:
        top = len(listing.rows)
    for row in rows:
        if row.key is None:
            top += 1
            row.cells["id"] = f"{head}{top:0{len(longest) - len(head)}d}" if head else top


def _restyled(row: Edited, plan: Plan, listing: Listing) -> None:
    """What is done to a whole column."""
    found = sorted(numbers(row.cells.get("phone")))
    if plan.phones is not None and len(found) == 1:
        old = row.cells["phone"]
        row.cells["phone"] = touches.dial(found[0], plan.phones, listing.language)
        if row.cells["phone"] != old:
            row.edits.add("phones")
    code = row.cells.get("postcode")
    if plan.zeros and isinstance(code, str) and code.startswith("0"):
        row.cells["postcode"] = int(code)
        row.edits.add("zeros")


def _ordered(rows: list[Edited], order: str, dice: Dice) -> list[Edited]:
    if order == "shuffled":
        return dice.shuffled(rows)
    if order == "newest":
        return sorted(rows, key=lambda row: str(day_of(row.cells.get("created")) or ""), reverse=True)
    if order in ("name", "city", "status"):
        column = order if any(row.cells.get(order) for row in rows) else "job"
        return sorted(rows, key=lambda row: words.plain(str(row.cells.get(column) or "~")).lower())
    return rows
