"""Edits to the names of people and firms. Each returns whether it did anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reimport import words

if TYPE_CHECKING:
    from tests.corpus.dice import Dice
    from tests.reimport.shapes import Cell, Listing


def name_case(cells: dict[str, Cell], dice: Dice, _listing: Listing) -> bool:
    """Capitals, or none."""
    return _each(cells, ("first_name", "name", "company"), dice.pick((str.upper, str.lower, str.title)))


def name_accents(cells: dict[str, Cell], _dice: Dice, _listing: Listing) -> bool:
    """The accents are gone."""
    return _each(cells, ("first_name", "name", "company"), words.plain)


def name_order(cells: dict[str, Cell], dice: Dice, _listing: Listing) -> bool:
    """Last name first."""
    parts = person(cells)
    if parts is None:
        return False
    first, last = parts
    last = last.upper() if dice.chance(0.5) else last
    if "first_name" in cells:
        cells["first_name"], cells["name"] = last, first
    else:
        cells["name"] = f"{last}{dice.pick((' ', ', '))}{first}"
    return True


def name_initial(cells: dict[str, Cell], dice: Dice, _listing: Listing) -> bool:
    """The first name is only its initial."""
    parts = person(cells)
    if parts is None or len(parts[0].strip(".")) < 2:
        return False
    first, last = parts
    initial = first[0] + ("." if dice.chance(0.7) else "")
    if "first_name" in cells:
        cells["first_name"] = initial
    else:
        cells["name"] = f"{initial} {last}"
    return True


def name_typo(cells: dict[str, Cell], dice: Dice, _listing: Listing) -> bool:
    """One letter of a name is wrong: doubled, left out, or swapped with the next one."""
    column = "name" if cells.get("name") else "company"
    old = cells.get(column)
    if not isinstance(old, str):
        return False
    places = [
        at for at in range(1, len(old) - 2) if old[at - 1 : at + 2].isalpha() and old[at].islower() and len(old) > 5
    ]
    if not places:
        return False
    at, form = dice.pick(places), dice.between(0, 2)
    cells[column] = (
        old[:at] + old[at] + old[at:],
        old[:at] + old[at + 1 :],
        old[:at] + old[at + 1] + old[at] + old[at + 2 :],
    )[form]
    return cells[column] != old


def company_suffix(cells: dict[str, Cell], dice: Dice, listing: Listing) -> bool:
    """The legal form is added, or left out."""
    old = cells.get("company")
    if not isinstance(old, str):
        return False
    for suffix in words.SUFFIXES[listing.language]:
        if old.endswith(f" {suffix}"):
            cells["company"] = old.removesuffix(f" {suffix}")
            return True
    suffix = dice.pick(words.SUFFIXES[listing.language])
    first = listing.language == "fr" and dice.chance(0.3)
    cells["company"] = f"{suffix} {old}" if first else f"{old} {suffix}"
    return True


def person(cells: dict[str, Cell]) -> tuple[str, str] | None:
    """First and last name where both are there."""
    last = cells.get("name")
    if not isinstance(last, str):
        return None
    if "first_name" in cells:
        first = cells["first_name"]
        return (first, last) if isinstance(first, str) and first else None
    first, _, last = last.partition(" ")
    firms = [trade for trades in words.TRADES.values() for trade in trades]
    polite = [title for titles in words.TITLES.values() for title in titles]
    if not last or first in polite or any(trade in f"{first} {last}" for trade in firms):
        return None
    return first, last


def _each(cells: dict[str, Cell], columns: tuple[str, ...], change: object) -> bool:
    done = False
    for column in columns:
        value = cells.get(column)
        if isinstance(value, str) and callable(change):
            cells[column] = change(value)
            done = done or cells[column] != value
    return done
