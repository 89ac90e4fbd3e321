"""What a careful person with both lists side by side would say: is this still the same lead? It only keeps the edits
honest: an edit that leaves nothing to know a lead by is not made. It is no example of how leads are to be matched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from tests.reimport import words
from tests.reimport.samples import PRINT, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tests.reimport.shapes import Cell, Row

ENOUGH: Final = 7.0
MARGIN: Final = 2.0
SLIP: Final = 3
"""By how many days the day of one demand may be wrong."""
FORMS: Final = set("sarl sas sa eurl sasu ltd limited llp plc co cie ets societe ste".split())
BESIDES: Final = ("need", "amount", "weight", "channel")
SHOWN: Final = (
    "id", "email", "phone", "first_name", "name", "company", "postcode", "city", "created", *PRINT, *BESIDES,
)  # fmt: skip
"""The columns by which a face is known."""
POLITE: Final = set("m mr mme mrs ms mlle dr monsieur madame".split())


class Face:
    """What one row shows of its lead."""

    def __init__(self, cells: dict[str, Cell], *, numbered: bool = False) -> None:
        self.id = "" if numbered else str(cells.get("id") or "")
        self.email = str(cells.get("email") or "").strip().lower()
        self.phones = numbers(cells.get("phone"))
        name = " ".join(str(cells[part]) for part in ("first_name", "name") if cells.get(part))
        self.person = tuple(word for word in bare(name) if word not in POLITE)
        self.company = tuple(word for word in bare(cells.get("company")) if word not in FORMS)
        self.postcode = str(cells.get("postcode") or "").replace(" ", "").lower().zfill(5)
        self.city = tuple("saint" if word == "st" else word for word in bare(cells.get("city")))
        moment = day_of(cells.get("created"))
        self.day: date | None = moment.date() if moment else None
        self.print = tuple(cells[part] for part in PRINT) if "balance" in cells else ()
        self.besides = tuple(str(cells.get(part) or "") for part in BESIDES)

    def signs(self) -> set[object]:
        """Whatever two rows of one lead are likely to have in common, to find rivals by."""
        found: set[object] = {self.id, self.email, *self.phones, self.print, self.company, *self.person}
        return found - {"", ()}


def likeness(before: Face, after: Face) -> float | None:
    """How much speaks for one lead; None if a careful person would say that these are two."""
    if before.print:
        return 12.0 if before.print == after.print else None
    if before.id and after.id and before.id != after.id:
        return None
    if before.day and after.day and abs((before.day - after.day).days) > SLIP:
        return None
    named = alike(before.person, after.person)
    if before.person and after.person and not named:
        return None
    total = 12.0 if before.id and before.id == after.id else 0.0
    total += named
    total += _same(before.email, after.email, 6, 1)
    total += (5 if before.phones & after.phones else -1) if before.phones and after.phones else 0
    total += max(alike(before.company, after.company) - 1, -3 if before.company and after.company else 0)
    total += _same(before.postcode.strip("0"), after.postcode.strip("0"), 1.5, 2)
    if before.city and after.city:
        total += 1 if set(before.city) <= set(after.city) or set(after.city) <= set(before.city) else -1
    total += 4 if before.day and before.day == after.day else 0
    return total + sum(0.5 for one, other in zip(before.besides, after.besides, strict=True) if one and one == other)


class Crowd:
    """The rows of the first month, to see whether a row of the next could be one or another."""

    def __init__(self, rows: Iterable[Row], *, numbered: bool) -> None:
        self.numbered = numbered
        self._doubts: dict[tuple[object, ...], bool] = {}
        self.faces = {row.key: Face(row.cells, numbered=numbered) for row in rows}
        self._by_sign: dict[object, set[str]] = defaultdict(set)
        for key, face in self.faces.items():
            for sign in face.signs():
                self._by_sign[sign].add(key)

    def known(self, key: str, cells: dict[str, Cell]) -> bool:
        """Whether these cells still show the lead of that key, rivals left aside."""
        total = likeness(self.faces[key], Face(cells, numbered=self.numbered))
        return total is not None and total >= ENOUGH

    def doubtful(self, key: str | None, cells: dict[str, Cell], alike_to: dict[str, str]) -> bool:
        """Whether a careful person could not say which lead this is, or (without a key) that it is a new one."""
        shown = (key, *map(cells.get, SHOWN), *alike_to.items())
        if shown not in self._doubts:
            self._doubts[shown] = self._doubtful(key, cells, alike_to)
        return self._doubts[shown]

    def _doubtful(self, key: str | None, cells: dict[str, Cell], alike_to: dict[str, str]) -> bool:
        face = Face(cells, numbered=self.numbered)
        own = 0.0 if key is None else likeness(self.faces[key], face)
        if own is None or (key is not None and own < ENOUGH):
            return True
        group = None if key is None else alike_to.get(key, key)
        near = {other for sign in face.signs() for other in self._by_sign[sign]}
        for other in near:
            if key is not None and alike_to.get(other, other) == group:
                continue
            rival = likeness(self.faces[other], face)
            if rival is not None and rival >= (ENOUGH if key is None else max(ENOUGH, own - MARGIN)):
                return True
        return False


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """5 for the same words in any order, 4 for nearly the same ones, 0 for others."""
    if not one or not other:
        return 0
    if sorted(one) == sorted(other) or "".join(one) == "".join(other):
        return 5
    short, long = sorted((one, other), key=len)
    rest, whole = list(long), False
    for word in sorted(short, key=len, reverse=True):
        match = next((like for like in sorted(rest, key=lambda like: like != word) if near(word, like)), None)
        if match is None:
            return 0
        whole = whole or len(match) > 2 < len(word)
        rest.remove(match)
    return 4 if whole else 0


@cache
def near(one: str, other: str) -> bool:
    """Whether two words are the same, one is the other's initial, or a letter of a longer one is wrong."""
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[at:], other[at:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def numbers(value: Cell) -> frozenset[str]:
    """The telephone numbers in a cell, as digits with their leading zero."""
    return _numbers(str(value or ""))


@cache
def _numbers(text: str) -> frozenset[str]:
    found = set()
    for part in re.split(r"[/;,]| - |\bou\b|\bor\b", text):
        digits = re.sub(r"\D", "", part.replace("(0)", ""))
        digits = re.sub(r"^(0033|33(?=\d{9}$)|0044|44(?=\d{10}$))", "", digits)
        if digits:
            found.add(digits.lstrip("0"))
    return frozenset(found)


def bare(value: Cell) -> tuple[str, ...]:
    """The words of a cell without accents and capitals."""
    return _bare(str(value or ""))


@cache
def _bare(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", words.plain(text).lower()))


def _same(one: str, other: str, gain: float, loss: float) -> float:
    if not one or not other:
        return 0
    return gain if one == other else -loss
