"""What happens to a list from one month to the next: which edits, how often, and how the files are written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from tests.corpus.dice import Dice

if TYPE_CHECKING:
    from tests.reimport.shapes import Listing

RATES: Final = {
    "status": 0.35, "amount": 0.12, "notes": 0.2, "called": 0.08, "date_fixed": 0.01, "email_fixed": 0.02,
    "email_changed": 0.02, "phone_format": 0.08, "phone_two": 0.03, "phone_changed": 0.02, "name_case": 0.04,
    "name_accents": 0.03, "name_order": 0.03, "name_initial": 0.02, "name_typo": 0.02, "company_suffix": 0.04,
    "town": 0.05, "emptied": 0.04,
}  # fmt: skip
"""Edits to single rows, and in how many of the rows."""
WHOLE: Final = (
    "removed", "added", "sorted", "columns_moved", "columns_renamed", "column_dropped", "column_added", "dates",
    "format", "title", "zeros", "phones", "renumbered",
)  # fmt: skip
"""Edits to the file."""
EDITS: Final = (*RATES, *WHOLE)
ALONE: Final = 0.3
"""In how many rows an edit is made that is the only one."""
FORMATS: Final = ("xlsx", "utf-8-sig", "cp1252", "comma")
"""A workbook; text with semicolons in two encodings; text with commas in UTF-8."""
DATES: Final = {
    "fr": ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%y", "words"),
    "en": ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%y", "words"),
}
ORDERS: Final = ("kept", "newest", "name", "city", "status", "shuffled")


@dataclass(frozen=True)
class Plan:
    """What is done. ``dates`` is a format of days written as text, "" for the file's usual one; ``phones`` is one of
    the five ways of writing numbers in which all are written, or None.
    """

    rates: dict[str, float] = field(default_factory=dict)
    removed: float = 0.0
    oldest: bool = False
    added: float = 0.0
    order: str = "kept"
    moved: bool = False
    renamed: bool = False
    dropped: str = ""
    more: bool = False
    dates: str = ""
    before: str = "xlsx"
    after: str = "xlsx"
    title: bool = False
    zeros: bool = False
    phones: int | None = None
    renumbered: bool = False


def alone(edit: str, listing: Listing, dice: Dice) -> Plan:
    """One edit and nothing else.

    Raises:
        ValueError: there is no such edit
    """
    if edit in RATES:
        return Plan({edit: ALONE})
    plans = {
        "removed": Plan(removed=0.12),
        "added": Plan(added=0.25),
        "sorted": Plan(order=dice.pick(ORDERS[1:])),
        "columns_moved": Plan(moved=True),
        "columns_renamed": Plan(renamed=True),
        "column_dropped": Plan(dropped=dice.pick(_droppable(listing))),
        "column_added": Plan(more=True),
        "dates": Plan(dates=dice.pick(DATES[listing.language])),
        "format": Plan(after=dice.pick(FORMATS[1:])),
        "title": Plan(title=True),
        "zeros": Plan(zeros=True),
        "phones": Plan(phones=dice.between(0, 4)),
        "renumbered": Plan(renumbered=listing.numbered, order="shuffled" if listing.numbered else "kept"),
    }
    if edit not in plans:
        raise ValueError(f"no such edit: {edit}")
    return plans[edit]


def together(listing: Listing, seed: int) -> Plan:
    """Everything that a month brings, at the rates at which it happens; more of it in some months."""
    dice = Dice("reimport plan", listing.kind, seed)
    busy = dice.pick((0.6, 1.0, 1.0, 1.4))
    plan = Plan(
        {edit: rate * busy for edit, rate in RATES.items()},
        removed=dice.between(5, 15) / 100,
        oldest=dice.chance(0.25),
        added=dice.between(10, 30) / 100,
        order=dice.pick(ORDERS),
        moved=dice.chance(0.25),
        renamed=dice.chance(0.35),
        dropped=dice.pick(_droppable(listing)) if dice.chance(0.3) else "",
        more=dice.chance(0.3),
        dates=dice.pick(DATES[listing.language]) if dice.chance(0.35) else "",
        before=dice.pick(FORMATS),
        after=dice.pick(FORMATS),
        title=dice.chance(0.3),
        zeros=dice.chance(0.25),
        phones=dice.between(0, 4) if dice.chance(0.3) else None,
    )
    return replace(plan, renumbered=listing.numbered and dice.chance(0.5))


def _droppable(listing: Listing) -> tuple[str, ...]:
    return tuple(column for column in listing.droppable if column in listing.headers)
