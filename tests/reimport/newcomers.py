"""Leads that are new in the later month, some of them relatives, colleagues or namesakes of old ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tests.reimport import words
from tests.reimport.eye import bare, numbers
from tests.reimport.names import person
from tests.reimport.samples import day_of
from tests.reimport.shapes import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.corpus.dice import Dice
    from tests.reimport.shapes import Cell, Listing

FORMS: Final = ("relative", "colleague", "homonym", "again")
LOOKALIKES: Final = 0.35
PLACE: Final = ("postcode", "city")
MONTHS_AGO: Final = 150


def newcomers(listing: Listing, count: int, dice: Dice) -> list[tuple[str, Row]]:
    """So many new leads (no more than there are in reserve), each with how it is like an old one: "fresh" for not."""
    spare = dice.some(listing.reserve, min(count, len(listing.reserve)))
    last = (
        max(day for row in (*listing.rows, *listing.reserve) if (day := day_of(row.cells.get("created"))))
        if ("created" in listing.headers)
        else None
    )
    found = []
    for at, row in enumerate(spare):
        form, cells = "fresh", dict(row.cells)
        if last is not None and "name" in cells and dice.chance(LOOKALIKES):
            form = dice.pick(FORMS)
            day = last.replace(hour=0, minute=0) + timedelta(days=dice.between(1, 27))
            like = _like(form, listing.rows, cells, day, dice, listing)
            if like is None:
                form = "fresh"
            else:
                timed = isinstance(cells["created"], datetime | str)
                cells = {
                    **_fresh(like, listing),
                    "created": day.replace(hour=9, minute=dice.between(0, 59)) if timed else day.date(),
                }
        found.append((form, Row(f"new-{form}-{at}", cells)))
    return found


def _fresh(cells: dict[str, Cell], listing: Listing) -> dict[str, Cell]:
    """The cells as of a lead that came just now: nothing was done about it yet."""
    done = {column: None for column, value in cells.items() if isinstance(value, date)}
    return {
        **cells,
        **done,
        **{column: None for column in ("amount", "notes") if column in cells},
        "status": listing.statuses[0],
    }


def _like(
    form: str, rows: Sequence[Row], spare: dict[str, Cell], day: datetime, dice: Dice, listing: Listing
) -> dict[str, Cell] | None:
    """The spare lead's cells with so much of an old lead's as that form says; None where no old lead will do."""
    for _ in range(60):
        old = dice.pick(rows).cells
        then = day_of(old.get("created"))
        if then is None or (day - then).days < MONTHS_AGO:
            continue
        made = _FORMS[form](old, dict(spare), dice, listing)
        if made is not None:
            return made
    return None


def _relative(old: dict[str, Cell], cells: dict[str, Cell], dice: Dice, listing: Listing) -> dict[str, Cell] | None:
    who = person(old)
    if who is None or old.get("company"):
        return None
    first = dice.pick([one for one in words.FIRST[listing.language] if bare(one)[0][:2] != bare(who[0])[0][:2]])
    _call(cells, first, who[1])
    cells.update({column: old[column] for column in PLACE if column in old})
    if "company" in cells:
        cells["company"] = None
    _address(cells, first, who[1], old if dice.chance(0.12) else None, dice, listing)
    if cells.get("phone") and old.get("phone") and dice.chance(0.4):
        cells["phone"] = old["phone"]
    return cells


def _colleague(old: dict[str, Cell], cells: dict[str, Cell], dice: Dice, listing: Listing) -> dict[str, Cell] | None:
    who, before = person(cells), person(old)
    if who is None or before is None or not old.get("company") or set(bare(who[0])) & set(bare(before[0])):
        return None
    cells.update({column: old[column] for column in ("company", *PLACE) if column in old})
    if old.get("phone") and dice.chance(0.6):
        cells["phone"] = old["phone"]
    local = str(old.get("email") or "").partition("@")[0]
    if cells.get("email"):
        own = f"{words.slug(who[0])}.{words.slug(who[1])}@{words.slug(str(old['company']))}.test"
        cells["email"] = old["email"] if local in words.COMMON[listing.language] and dice.chance(0.6) else own
    return cells


def _homonym(old: dict[str, Cell], cells: dict[str, Cell], dice: Dice, listing: Listing) -> dict[str, Cell] | None:
    who = person(old)
    if who is None or (old.get("company") and old.get("company") == cells.get("company")):
        return None
    _call(cells, *who)
    cells.update({column: old[column] for column in PLACE if column in old})
    _address(cells, *who, None, dice, listing)
    return None if numbers(cells.get("phone")) & numbers(old.get("phone")) else cells


def _again(old: dict[str, Cell], cells: dict[str, Cell], _dice: Dice, _listing: Listing) -> dict[str, Cell] | None:
    mine = ("name", "first_name", "company", "email", "phone", *PLACE)
    cells.update({column: old[column] for column in mine if column in old})
    return cells


_FORMS: Final = {"relative": _relative, "colleague": _colleague, "homonym": _homonym, "again": _again}


def _call(cells: dict[str, Cell], first: str, last: str) -> None:
    if "first_name" in cells:
        cells["first_name"], cells["name"] = first, last
    else:
        cells["name"] = f"{first} {last}"


def _address(
    cells: dict[str, Cell], first: str, last: str, shared: dict[str, Cell] | None, dice: Dice, listing: Listing
) -> None:
    """An own address, or the old lead's."""
    if not cells.get("email"):
        return
    house = dice.pick(words.HOUSES[listing.language])
    own = f"{words.slug(first)}.{words.slug(last)}{dice.between(100, 999)}@{house}"
    cells["email"] = shared["email"] if shared and shared.get("email") else own
