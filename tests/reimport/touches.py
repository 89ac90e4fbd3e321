"""Edits to single rows, as people and CRMs make them in a month. Each returns whether it did anything."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tests.reimport import words
from tests.reimport.eye import numbers
from tests.reimport.kept import paired

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.corpus.dice import Dice
    from tests.reimport.shapes import Cell, Listing

    Touch = Callable[["dict[str, Cell]", Dice, Listing], bool]

NEXT_MONTH: Final = date(2026, 8, 10)
CLOSED: Final = 2


def status(cells: dict[str, Cell], dice: Dice, listing: Listing) -> bool:
    """The lead moved on, with the day and the amount where the list has them."""
    steps, now = listing.statuses, cells.get("status")
    if now not in steps or (listing.kind != "bank" and steps.index(str(now)) >= len(steps) - CLOSED):
        return False
    at = steps.index(str(now))
    if at == len(steps) - 1:
        return False
    cells["status"] = dice.pick(steps[at + 1 :])
    ended = {steps[-2]: "won", steps[-1]: "lost"}.get(str(cells["status"]))
    if ended in cells:
        cells[ended] = NEXT_MONTH + timedelta(days=dice.between(0, 20))
    if ended == "won" and "amount" in cells:
        cells["amount"] = cells["amount"] or dice.between(4000, 300000) / 100
    return True


def amount(cells: dict[str, Cell], dice: Dice, _listing: Listing) -> bool:
    """An amount is filled in, or another one agreed."""
    if "amount" not in cells:
        return False
    old = cells["amount"]
    cells["amount"] = dice.between(4000, 300000) / 100
    if isinstance(old, int | float):
        cells["amount"] = round(old * dice.pick((0.9, 0.95, 1.1, 1.2)), 2)
    return cells["amount"] != old


def notes(cells: dict[str, Cell], dice: Dice, listing: Listing) -> bool:
    """Something more is known: added to the note, or written over it."""
    if "notes" not in cells:
        return False
    old, new = cells["notes"], dice.pick(words.NOTES[listing.language])
    cells["notes"] = f"{old} / {new}" if old and dice.chance(0.5) else new
    return cells["notes"] != old


def called(cells: dict[str, Cell], dice: Dice, _listing: Listing) -> bool:
    """The bank rang once more."""
    if "duration" not in cells:
        return False
    cells["campaign"] = int(str(cells["campaign"])) + 1
    cells["duration"], cells["day"] = dice.between(10, 900), dice.between(1, 28)
    cells["month"] = dice.pick(("sep", "oct", "nov"))
    return True


def date_fixed(cells: dict[str, Cell], dice: Dice, _listing: Listing) -> bool:
    """The day was wrong by some days, or is now."""
    day = cells.get("created")
    if not isinstance(day, date):
        return False
    cells["created"] = day + timedelta(days=dice.pick((-2, -1, 1, 2)))
    return True


def email_fixed(cells: dict[str, Cell], dice: Dice, _listing: Listing) -> bool:
    """A letter of the address was wrong, or is now."""
    local, at, house = str(cells.get("email") or "").partition("@")
    if not at or len(local) < 4:
        return False
    place = dice.between(1, len(local) - 2)
    cells["email"] = f"{local[:place]}{local[place] if dice.chance(0.5) else ''}{local[place:]}@{house}"
    if dice.chance(0.4) or cells["email"] == f"{local}@{house}":
        cells["email"] = f"{local[:place]}{local[place + 1 :]}@{house}"
    return True


def email_changed(cells: dict[str, Cell], dice: Dice, listing: Listing) -> bool:
    """Another address: another house, or a private one instead of the firm's."""
    local, at, house = str(cells.get("email") or "").partition("@")
    if not at:
        return False
    name = words.slug(str(cells.get("name") or "")).replace("-", dice.pick((".", "", "_")))
    others = [one for one in words.HOUSES[listing.language] if one != house]
    cells["email"] = f"{name if name and dice.chance(0.4) else local}@{dice.pick(others)}"
    return True


def phone_format(cells: dict[str, Cell], dice: Dice, listing: Listing) -> bool:
    """The same number, written otherwise."""
    found, old = sorted(numbers(cells.get("phone"))), cells.get("phone")
    if not found:
        return False
    cells["phone"] = dial(found[0], dice.between(0, 4), listing.language)
    if cells["phone"] == old:
        cells["phone"] = "0" + found[0]
    return len(found) == 1 and cells["phone"] != old


def dial(number: str, form: int, language: str) -> str:
    """A number without its leading zero, in one of five forms."""
    plain, code = "0" + number, "33" if language == "fr" else "44"
    pairs = paired(plain, language)
    return (
        f"+{code} {pairs[1:]}",
        pairs.replace(" ", "."),
        plain,
        f"+{code}{number}",
        pairs if language == "en" else f"00{code}{number}",
    )[form]


def phone_two(cells: dict[str, Cell], dice: Dice, listing: Listing) -> bool:
    """A second number beside the first, or before it."""
    if not cells.get("phone") or len(numbers(cells["phone"])) != 1:
        return False
    start = dice.pick(words.LANDLINES[listing.language])
    length = (10 if listing.language == "fr" else 11) - len(start)
    more = paired(start + f"{dice.between(0, 10**length - 1):0{length}d}", listing.language)
    both = [str(cells["phone"]), more]
    cells["phone"] = dice.pick((" / ", " - ", " ou " if listing.language == "fr" else " or ")).join(
        both if dice.chance(0.7) else both[::-1]
    )
    return True


def phone_changed(cells: dict[str, Cell], dice: Dice, listing: Listing) -> bool:
    """Another number altogether."""
    if not cells.get("phone"):
        return False
    start = dice.pick(words.MOBILES[listing.language])
    length = (10 if listing.language == "fr" else 11) - len(start)
    cells["phone"] = paired(start + f"{dice.between(0, 10**length - 1):0{length}d}", listing.language)
    return True


def town(cells: dict[str, Cell], dice: Dice, _listing: Listing) -> bool:
    """The town's spelling."""
    old = cells.get("city")
    if not isinstance(old, str):
        return False
    short = old.replace("Saint-", "St ").replace("St ", "St. " if old.startswith("St ") else "St ")
    choices = [old.upper(), words.plain(old), short, old.replace("-", " "), words.plain(old).upper().replace("-", " ")]
    if old in ("Lyon", "Marseille"):
        choices += [f"{old} cedex 03", f"{old} 3e"]
    choices = [one for one in choices if one != old]
    cells["city"] = dice.pick(choices) if choices else old
    return bool(choices)


def emptied(cells: dict[str, Cell], dice: Dice, _listing: Listing) -> bool:
    """A cell that held something is empty: an export left it out, or somebody's hand slipped."""
    kept = ("id", "created", "status")
    full = [one for one, value in cells.items() if value not in (None, "") and one not in kept and one in LOSABLE]
    if not full:
        return False
    cells[dice.pick(full)] = None
    return True


LOSABLE: Final = (
    "email", "phone", "city", "postcode", "company", "first_name", "name", "amount", "notes", "channel", "owner",
    "need",
)  # fmt: skip
