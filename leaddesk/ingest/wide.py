"""The wide layout of costs: one column a month or one a channel, instead of one row an expense."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from leaddesk.ingest import headers, moments
from leaddesk.ingest.layout import is_total
from leaddesk.ingest.recognition import Seen, name_bonus
from leaddesk.ingest.texts import Texts
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.recipe import ColumnChoice

SPEND_WORDS: Final = frozenset(
    "spend spends spent cost costs depense depenses depensee cout couts expense expenses montant budget investissement "
    "amount frais".split()
)
NOT_SPEND: Final = frozenset(
    "impression impressions impr reach portee frequency frequence click clicks clic clics conversion conversions lead "
    "leads control controls gqv revenue revenu sales ventes sessions users visites score ctr cpc cpm cpl cpa roas rate "
    "taux discount promo promotion index organic organique total totaux nb nombre number count quantite qty id week "
    "semaine year annee mois month day jour prix price population temperature rank reste solde cumul ecart".split()
)
CHANNEL_WORDS: Final = frozenset(
    "google ads adwords facebook meta instagram linkedin tiktok seo sea referencement recommandation referral bouche "
    "salon foire flyer flyers tract tracts partenaire partenaires partners emailing email newsletter annuaire "
    "affichage radio presse print tv youtube bing snapchat pinterest prospection telephone cold calling phone site "
    "website display affiliation influence parrainage pages jaunes leboncoin event evenementiel fair sms courrier "
    "channel canal twitter".split()
)
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_WRITTEN_MONTH: Final = re.compile(r"(?<!\d)20\d\d-(?:0[1-9]|1[0-2])(?!\d|-\d)")
_DAY_OF_MONTH: Final = re.compile(r"(?<!\d)\d\d?(?!\d)")
_SUFFIX: Final = re.compile(r"^(.+?)[\s_\-–:.]+([^\s_\-–:.]+)(?:\s*\([^)]*\))?$")
_PREFIX: Final = re.compile(r"^([^\s_\-–:.]+)[\s_\-–:.]+(?:de |d'|of |for )?(.+)$")


@dataclass(frozen=True, slots=True)
class Wide:
    """``key``: ``channel`` or ``month``. ``keys``: position → channel or month (``2025-01``). ``suffix``: the measure
    split off the headers. ``score`` as the tables'.
    """

    key: str
    keys: dict[int, str]
    suffix: str
    score: float


def find(seen: Seen) -> Wide | None:
    """The wide layout of the sheet, None where it has none."""
    numeric = [p for p, profile in enumerate(seen.profiles) if profile.is_numeric and seen.headers[p]]
    if not numeric:
        return None
    return _months(seen, numeric) or _channels(seen, numeric)


def year_of(seen: Seen) -> str:
    """The year that the title, the sheet or the file is named after; empty where none is, or several are."""
    for name in (seen.title, seen.sheet, seen.file):
        years = set(_YEAR.findall(name))
        if years:
            return years.pop() if len(years) == 1 else ""
    return ""


def month_of(header: str, year: str = "") -> str:
    """The month that a header names, as ``2025-01``; empty when it names none. *year*: of months without one."""
    number = moments.month_named(header)
    if number:
        return f"{year}-{number:02}" if year else ""
    shape = re.sub(r"\d", "0", header).lower()
    how = moments.plan(shape)
    if how is None or how.weak:
        return ""
    moment, _ = moments.parse(Texts.of([header]), "dmy")
    if int(moment[0]) == moments.NO_MOMENT:
        return ""
    day = str(moment.view("datetime64[s]")[0])
    return day[:7] if how.span == "month" or day[8:10] == "01" else ""


def month_within(name: str, year: str = "") -> str:
    """The one month that a name speaks of: ``Leads mars 2025``, ``couts 2025-03``, ``Mars`` with a *year*, or the
    range from its first day to its last; else empty.
    """
    written = set(_WRITTEN_MONTH.findall(name))
    if len(written) == 1:
        return month_of(written.pop())
    numbers = [number for word in re.split(r"[\W\d_]+", name) if (number := moments.month_named(word))]
    if not year or written or not numbers or set(numbers) != {numbers[0]}:
        return ""
    days = [int(day) for day in _DAY_OF_MONTH.findall(name)]
    whole = days == [1, monthrange(int(year), numbers[0])[1]]
    return f"{year}-{numbers[0]:02}" if (len(numbers) == 1 and not days) or (len(numbers) == 2 and whole) else ""


def _months(seen: Seen, numeric: Sequence[int]) -> Wide | None:
    year = year_of(seen)
    keys = {p: month for p in numeric if (month := month_of(seen.headers[p], year))}
    if len(keys) < 2 or len(set(keys.values())) < len(keys):
        return None
    return Wide("month", keys, "", 2.0 + name_bonus("costs", seen))


def _channels(seen: Seen, numeric: Sequence[int]) -> Wide | None:
    """One column a channel beside one column of dates."""
    dated = [p for p, profile in enumerate(seen.profiles) if profile.dates >= 0.8 and not profile.is_numeric]
    if not dated:
        return None
    split = {p: measured for p in numeric if (measured := _measure(seen.headers[p]))}
    if split:
        suffix = Counter(measure for _, measure in split.values()).most_common(1)[0][0]
        keys = {p: name for p, (name, measure) in split.items() if measure == suffix}
        if len(keys) >= 2 or any(_words(name) & CHANNEL_WORDS for name in keys.values()):
            return Wide("channel", keys, suffix, 2.5 + name_bonus("costs", seen))
    keys = {p: seen.headers[p] for p in numeric if not _words(seen.headers[p]) & (NOT_SPEND | SPEND_WORDS)}
    named = sum(bool(_words(name) & CHANNEL_WORDS) for name in keys.values())
    bonus = name_bonus("costs", seen)
    texts = [p for p, profile in enumerate(seen.profiles) if profile.texts > 0.5 and not profile.is_numeric]
    if len(keys) < 2 or set(texts) - set(dated) or (not bonus and named < max(2, len(keys) / 2)):
        return None
    return Wide("channel", keys, "", 1.0 + bonus + min(named, 4) * 0.3)


def _words(header: str) -> set[str]:
    return set(headers.fold(header).split())


def _measure(header: str) -> tuple[str, str] | None:
    """A header split into what it is about and a word for spending: ``Channel0_spend``, ``Coût Google``."""
    found = _SUFFIX.match(header)
    if found and headers.fold(found[2]) in SPEND_WORDS and headers.fold(found[1]):
        return found[1].strip(), headers.fold(found[2])
    found = _PREFIX.match(header)
    if found and headers.fold(found[1]) in SPEND_WORDS and _words(found[2]) & CHANNEL_WORDS:
        return found[2].strip(), headers.fold(found[1])
    return None


def widened(choices: Sequence[ColumnChoice], wide: Wide, seen: Seen) -> tuple[ColumnChoice, ...]:
    """The choices of a long sheet of costs, with its wide columns as amounts and other measures left out."""
    result = []
    for choice in choices:
        position = choice.position
        if position in wide.keys:
            result.append(
                replace(
                    choice,
                    target="amount",
                    wide_key=wide.keys[position],
                    confidence=0.9,
                    reason=msg("One of the columns of amounts side by side"),
                    tax_included=headers.says_tax_included(choice.header),
                )
            )
        elif is_total(choice.header) and seen.profiles[position].is_numeric:
            result.append(replace(choice, target="", confidence=0.9, reason=msg("A total of the other columns")))
        elif seen.profiles[position].is_numeric and (choice.is_extra or choice.target == "amount"):
            result.append(replace(choice, target="", confidence=0.8, reason=msg("Not an amount that was spent")))
        elif choice.target == wide.key:
            result.append(replace(choice, target=f"extra:{choice.header}"))
        else:
            result.append(choice)
    return tuple(result)


def split_off(seen: Seen, key: str, suffix: str) -> dict[int, str]:
    """The columns of numbers that carry the suffix (all, where it is empty), with their keys."""
    keys = {}
    for position, profile in enumerate(seen.profiles):
        header = seen.headers[position]
        if not profile.is_numeric or not header.endswith(suffix):
            continue
        name = header[: len(header) - len(suffix)].rstrip(" _-–:.")
        found = month_of(name, year_of(seen)) if key == "month" else name
        if found:
            keys[position] = found
    return keys
