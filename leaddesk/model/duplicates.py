"""Leads that look like one: found by blocks of the same e-mail, phone or name and place, each pair with its reasons.

Nothing here changes anything; :mod:`leaddesk.model.merging` says what a merge comes to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from leaddesk.model.contacts import Contacts, are_alike, is_mobile, is_shared_address
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.merges import pair
from leaddesk.text import Message, Percent, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from leaddesk.model.state import State

SURE: Final = 0.9
"""From this score on two leads are taken for one without a doubt worth the user's time."""
SHOWN: Final = 0.6
"""Below, a pair is not worth showing."""
MOST_IN_A_BLOCK: Final = 5
"""An address or a number of more leads than this is a switchboard's: it proves nothing by itself."""
MOST_IN_A_GROUP: Final = 6
"""A chain of leads grows no longer than this; the earlier rows go first where its links are equally sure."""
LONG_AFTER: Final = 90
"""Days: who asks again later may well be a lead of its own."""

_EMAIL: Final = 0.95
_SHARED_EMAIL: Final = 0.62
_MOBILE: Final = 0.88
_PHONE: Final = 0.82
_NAME: Final = 0.85
_CITY: Final = 0.75
_OTHER_NAME: Final = 0.7
"""What is left of an address or a number when the names are of two different people."""
_OTHER_PERSON: Final = 0.8
_OTHER_CONTACT: Final = 0.8
_SAME_NAME: Final = 0.4
"""What is left of the doubt when the names agree too."""
_LATE: Final = 0.85
_ALIKE: Final = 0.88
_BEGINNING: Final = 4
_START: Final = 2
_NEIGHBOURS: Final = 10
_DIGITS: Final = re.compile(r"\d+")


class Rule(StrEnum):
    """What two leads have in common."""

    EMAIL = auto()
    PHONE = auto()
    NAME = auto()
    """The same name or nearly, at the same postcode or, where none is known, in the same town."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that two leads have in common, or that speaks against it; ``score`` 0 to 1 alone."""

    rule: Rule
    score: float
    message: Message


@dataclass(frozen=True, slots=True)
class Pair:
    """Two leads (row ids) that look like one: the surest rule first, ``score`` 0 to 1 of all together."""

    rows: tuple[int, int]
    score: float
    reasons: tuple[Reason, ...]
    remarks: tuple[Message, ...] = ()

    @property
    def rule(self) -> Rule:
        """The rule that says most."""
        return self.reasons[0].rule


@dataclass(frozen=True, slots=True)
class Group:
    """Leads (row ids, in the order of the table) that look like one. ``score``: of the weakest pair that it took."""

    rows: tuple[int, ...]
    score: float
    pairs: tuple[Pair, ...]

    @property
    def rule(self) -> Rule:
        """The rule of its surest pair."""
        return self.pairs[0].rule

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to look at it."""
        return self.score >= SURE


def find(state: State) -> tuple[Group, ...]:
    """The groups of leads that look like one, the surest first; pairs said not to be duplicates are left out."""
    frame = state.dataset.frames.get("leads")
    if frame is None or len(frame) < 2:
        return ()
    contacts = Contacts(frame)
    evidence: dict[tuple[int, int], list[_Clue]] = {}
    for places, clue in (*_same_email(contacts), *_same_phone(contacts)):
        evidence.setdefault(places, []).append(clue)
    for places, clue in _same_name(contacts):
        if places in evidence or not _is_hopeless(contacts, places):
            evidence.setdefault(places, []).append(clue)
    rows = frame.rows.tolist()
    days = frame.days("created").tolist() if frame.has("created") else None
    found = []
    for places, clues in evidence.items():
        score, remarks = _weighed(contacts, places, clues, days)
        ids = pair(rows[places[0]], rows[places[1]])
        if score >= SHOWN and ids not in state.merges.apart:
            surest = tuple(map(_reason, sorted(set(clues), key=lambda clue: -clue[1])))
            found.append(Pair(ids, score, surest, remarks))
    return _groups(found, dict(zip(rows, range(len(rows)), strict=True)), state.merges.apart)


_Clue = tuple[Rule, float, str, float]
"""A rule, its score alone, the text that is the same (none for a town) and how alike the names are: no words yet, as
most pairs are dropped."""
_Evidence = Iterator[tuple[tuple[int, int], _Clue]]
"""Places of two rows, the first of them before the second, and what they have in common."""


def _reason(clue: _Clue) -> Reason:
    rule, score, text, likeness = clue
    if rule is Rule.EMAIL:
        return Reason(rule, score, msg("same e-mail: {email}", email=text))
    if rule is Rule.PHONE:
        return Reason(rule, score, msg("same phone: {phone}", phone=text))
    share = Percent(likeness, 0)
    if text:
        return Reason(rule, score, msg("names alike at {share}, same postcode {place}", share=share, place=text))
    return Reason(rule, score, msg("names alike at {share}, same town", share=share))


def _is_hopeless(contacts: Contacts, places: tuple[int, int]) -> bool:
    """Whether two leads of one name know different addresses and numbers, and are not of one firm."""
    firm = contacts.companies[places[0]]
    return not (firm and firm == contacts.companies[places[1]]) and _differing(contacts, places) > 1


def _blocks(keys: Iterable[tuple[int, str]], counts: Mapping[str, int]) -> Iterator[tuple[str, list[int]]]:
    """The places that share a key; of keys that very many share, none."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, key in keys:
        if 1 < counts[key] <= MOST_IN_A_BLOCK:
            found[key].append(place)
    return ((key, places) for key, places in found.items() if len(places) > 1)


def _same_email(contacts: Contacts) -> _Evidence:
    keys = ((place, key) for place, key in enumerate(contacts.emails) if key)
    for key, places in _blocks(keys, contacts.sharing):
        score = _SHARED_EMAIL if is_shared_address(key) else _EMAIL
        for both in combinations(places, 2):
            yield both, (Rule.EMAIL, score, key, 1.0)


def _same_phone(contacts: Contacts) -> _Evidence:
    seen = set()
    numbers = ((place, key) for place, keys in enumerate(contacts.phones) for key in keys)
    for key, places in _blocks(numbers, contacts.calling):
        for both in combinations(places, 2):
            if both not in seen:  # two numbers in common prove no more than one
                seen.add(both)
                yield both, (Rule.PHONE, _MOBILE if is_mobile(key) else _PHONE, key, 1.0)


def _same_name(contacts: Contacts) -> _Evidence:
    """The same name, or nearly, at the same place: firms with firms, people with people."""
    for names, is_firm in ((contacts.companies, True), (contacts.persons, False)):
        by_place: dict[tuple[str, bool], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place, name in enumerate(names):
            where = contacts.places[place]
            if where and len(name) > 2 and (is_firm or " " in name):  # a family name alone is nobody
                by_place[where, contacts.in_city[place]][name].append(place)
        for (where, in_city), spelled in by_place.items():
            most, said = (_CITY, "") if in_city else (_NAME, where)
            known = {name: places for name, places in spelled.items() if len(places) <= MOST_IN_A_BLOCK}
            for places in known.values():
                for both in combinations(places, 2):
                    yield both, (Rule.NAME, most, said, 1.0)
            for name, other, likeness in _near(known):
                score = most * (1.0 - 2.0 * (1.0 - likeness))
                for one, two in product(known[name], known[other]):
                    yield (one, two) if one < two else (two, one), (Rule.NAME, score, said, likeness)


def _near(names: Collection[str]) -> Iterator[tuple[str, str, float]]:
    """Names of one place that are nearly the same: all words in common but one, which begins alike. Where very many
    are, only neighbours in the alphabet are compared.
    """
    if len(names) < 2:
        return
    blocks: dict[str, list[str]] = defaultdict(list)
    for name in names:
        words = name.split(" ")
        if len(words) == 1:
            blocks[name[:_BEGINNING]].append(name)
            continue
        for word in words:  # the others as they stand, of this one its beginning
            blocks[name.replace(word, f"-{word[:_START]}", 1)].append(name)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        if len(block) == 1:
            continue
        ordered = sorted(block)
        for at, name in enumerate(ordered):
            for other in ordered[at + 1 : at + 1 + _NEIGHBOURS]:
                likeness = fuzz.ratio(name, other, score_cutoff=100.0 * _ALIKE) / 100.0
                if likeness and (name, other) not in seen and _DIGITS.findall(name) == _DIGITS.findall(other):
                    seen.add((name, other))
                    yield name, other, likeness


def _weighed(
    contacts: Contacts, places: tuple[int, int], clues: Sequence[_Clue], days: Sequence[int] | None
) -> tuple[float, tuple[Message, ...]]:
    """The score of a pair, and what speaks against it."""
    doubt = 1.0
    for clue in clues:
        doubt *= 1.0 - clue[1]
    score, remarks = 1.0 - doubt, list[Message]()
    rules = {clue[0] for clue in clues}
    firms, people = (_compared(names, places) for names in (contacts.companies, contacts.persons))
    if people is False and not firms:
        score *= _OTHER_NAME
        remarks.append(msg("the names differ"))
    elif people is False:
        score *= _OTHER_PERSON
        remarks.append(msg("another person of the same firm"))
    elif firms is False and not people:
        score *= _OTHER_NAME
        remarks.append(msg("the names differ"))
    elif (firms or people) and Rule.NAME not in rules:
        score = 1.0 - doubt * _SAME_NAME
    apart = 0 if Rule.EMAIL in rules else _differing(contacts, places)
    if apart:
        score *= _OTHER_CONTACT**apart
        remarks.append(msg("e-mail or phone differ"))
    first, second = (MISSING_DAY, MISSING_DAY) if days is None else (days[places[0]], days[places[1]])
    gap = 0 if MISSING_DAY in (first, second) else abs(first - second)
    if gap > LONG_AFTER:
        score = min(score, _LATE)
        remarks.append(msgn("created {count} day apart", "created {count} days apart", gap))
    return score, tuple(remarks)


def _differing(contacts: Contacts, places: tuple[int, int]) -> int:
    """How many of e-mail and phone both leads have, and not the same."""
    one, other = places
    emails, phones = contacts.emails, contacts.phones
    differ = bool(emails[one] and emails[other] and emails[one] != emails[other])
    return differ + bool(phones[one] and phones[other] and not set(phones[one]) & set(phones[other]))


def _compared(names: Sequence[str], places: tuple[int, int]) -> bool | None:
    """Whether two leads have names that are alike; None where one has none."""
    first, second = names[places[0]], names[places[1]]
    if not first or not second:
        return None
    return first == second or are_alike(first, second)


def _groups(pairs: Iterable[Pair], order: dict[int, int], apart: frozenset[tuple[int, int]]) -> tuple[Group, ...]:
    """Pairs joined where they share a lead, the surest first; never two that are said to be two."""
    of_row: dict[int, list[Pair]] = {}
    members: dict[int, set[int]] = {}
    for one in sorted(pairs, key=lambda found: (-found.score, found.rows)):
        first, second = (members.setdefault(row, {row}) for row in one.rows)
        if first is not second:
            whole = first | second
            if len(whole) > MOST_IN_A_GROUP or any(pair(*both) in apart for both in product(first, second)):
                continue
            joined = [*of_row.get(min(first), []), *of_row.get(min(second), [])]
            for row in whole:
                members[row] = whole
            of_row[min(whole)] = joined
        of_row.setdefault(min(members[one.rows[0]]), []).append(one)
    found = []
    for whole in {id(group): group for group in members.values() if len(group) > 1}.values():
        own = tuple(sorted(of_row[min(whole)], key=lambda one: (-one.score, one.rows)))
        found.append(Group(tuple(sorted(whole, key=order.__getitem__)), _weakest(own), own))
    return tuple(sorted(found, key=lambda group: (-group.score, order[group.rows[0]])))


def _weakest(pairs: Sequence[Pair]) -> float:
    """The lowest score among the pairs that it takes to join them all, the surest first."""
    joined: dict[int, set[int]] = {}
    score = 1.0
    for one in pairs:
        first, second = (joined.setdefault(row, {row}) for row in one.rows)
        if first is not second:
            score = one.score
            for row in first | second:
                joined[row] = first | second
    return score
