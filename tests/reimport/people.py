"""Leads that come to a courier firm in a year and a half, among them many that look like one another and are not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.reimport import words

if TYPE_CHECKING:
    from tests.corpus.dice import Dice

START = date(2025, 1, 6)
DAYS = 500


@dataclass(frozen=True)
class Lead:
    """What is true of one demand."""

    day: date
    first: str
    last: str
    company: str | None
    email: str
    phone: str
    postcode: str
    city: str
    need: str


class Town:
    """Makes leads; no telephone number is given twice unless it is shared on purpose."""

    def __init__(self, dice: Dice, language: str) -> None:
        self.dice, self.language = dice, language
        self._numbers: set[str] = set()
        self._firms: set[str] = set()

    def leads(self, count: int) -> list[Lead]:
        """So many leads, in the order in which they came."""
        found: list[Lead] = []
        while len(found) < count:
            found += self._group()
        return sorted(found[:count], key=lambda lead: lead.day)

    def phone(self, *, mobile: bool) -> str:
        """A number that nobody has yet, as digits."""
        start = self.dice.pick((words.MOBILES if mobile else words.LANDLINES)[self.language])
        length = (10 if self.language == "fr" else 11) - len(start)
        while True:
            number = start + f"{self.dice.between(0, 10**length - 1):0{length}d}"
            if number not in self._numbers:
                self._numbers.add(number)
                return number
            if mobile and self.language == "en":
                start = self.dice.pick(words.LANDLINES["en"])  # The fictional mobile numbers are a thousand only.
                length = 11 - len(start)

    def address(self, first: str, last: str) -> str:
        """A private address."""
        form = self.dice.between(0, 3)
        name = (f"{first}.{last}", f"{first[0]}{last}", f"{first}{last}", f"{last}.{first[0]}")[form]
        tail = str(self.dice.between(1, 99)) if self.dice.chance(0.4) else ""
        local = ".".join(words.slug(part) for part in name.split("."))
        return f"{local}{tail}@{self.dice.pick(words.HOUSES[self.language])}"

    def first(self) -> str:
        """A first name."""
        return self.dice.pick(words.FIRST[self.language])

    def single(self) -> Lead:
        """A person, or a firm's person, on any day."""
        dice, first, last = self.dice, self.first(), self.dice.pick(words.LAST[self.language])
        postcode, city = dice.pick(words.PLACES[self.language])
        company = self._firm() if dice.chance(0.6) else None
        day = START + timedelta(days=dice.between(0, DAYS))
        lead = Lead(
            day,
            first,
            last,
            company,
            self.address(first, last),
            self.phone(mobile=company is None or dice.chance(0.5)),
            postcode,
            city,
            dice.pick(words.NEEDS[self.language]),
        )
        return replace(lead, email=self.at_work(lead)) if company and dice.chance(0.7) else lead

    def at_work(self, lead: Lead) -> str:
        """The address of somebody in the firm: an own one, or everybody's."""
        who = words.slug(f"{lead.first}.{lead.last}").replace("-", ".", 1)
        if self.dice.chance(0.35):
            who = self.dice.pick(words.COMMON[self.language])
        return f"{who}@{words.slug(lead.company or 'firme')}.test"

    def relative(self, lead: Lead, day: date) -> Lead:
        """Somebody else of the same name at the same address; often with the same telephone at home."""
        first = self._other(lead.first)
        email = lead.email if self.dice.chance(0.12) else self.address(first, lead.last)
        phone = lead.phone if self.dice.chance(0.4) else self.phone(mobile=True)
        need = self.dice.pick(words.NEEDS[self.language])
        return replace(lead, day=day, first=first, company=None, email=email, phone=phone, need=need)

    def colleague(self, lead: Lead, day: date) -> Lead:
        """Somebody else of the firm, behind the same switchboard."""
        last = self.dice.pick(words.LAST[self.language])
        other = replace(lead, day=day, first=self._other(lead.first), last=last)
        shared = lead.email.partition("@")[0] in words.COMMON[self.language] and self.dice.chance(0.6)
        return replace(other, email=lead.email if shared else self.at_work(other), need=self._need())

    def homonym(self, lead: Lead, day: date) -> Lead:
        """Another person of that name in the same town."""
        company = self._firm() if self.dice.chance(0.5) else None
        other = replace(lead, day=day, company=company, phone=self.phone(mobile=True), need=self._need())
        return replace(other, email=self.address(lead.first, lead.last) if company is None else self.at_work(other))

    def again(self, lead: Lead, day: date) -> Lead:
        """The same person with another demand, months later."""
        return replace(lead, day=day, need=self._need())

    def _group(self) -> list[Lead]:
        lead, dice = self.single(), self.dice
        throw = dice.between(1, 100)
        later = START + timedelta(days=dice.between(0, DAYS))
        if throw <= 7 and lead.company is None:
            third = START + timedelta(days=dice.between(0, DAYS))
            more = [self.relative(lead, third)] if dice.chance(0.3) else []
            return [lead, self.relative(lead, later), *more]
        if throw <= 15 and lead.company is not None:
            return [lead, self.colleague(lead, later)]
        if throw <= 19:
            return [lead, self.homonym(lead, later)]
        if throw <= 24:
            early = START + timedelta(days=dice.between(0, DAYS - 200))
            lead = replace(lead, day=early)
            return [lead, self.again(lead, early + timedelta(days=dice.between(175, 200)))]
        return [lead]

    def _other(self, first: str) -> str:
        found = first
        while found == first:
            found = self.first()
        return found

    def _need(self) -> str:
        return self.dice.pick(words.NEEDS[self.language])

    def _firm(self) -> str:
        """A name that no firm has yet: two shops of one name are told apart by nobody."""
        while True:
            trade, sign = self.dice.pick(words.TRADES[self.language]), self.dice.pick(words.SIGNS[self.language])
            name = f"{trade} {sign}" if self.language == "fr" else f"{sign} {trade}"
            if self.dice.chance(0.3):
                owner = self.dice.pick(words.LAST[self.language])
                name = f"{trade} {owner}" if self.language == "fr" else f"{owner} {trade}"
            if words.slug(name) not in self._firms:
                self._firms.add(words.slug(name))
                suffix = self.dice.pick(words.SUFFIXES[self.language])
                return f"{name} {suffix}" if self.dice.chance(0.3) else name
