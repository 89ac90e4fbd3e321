"""The wide layout of costs: one column a month (a quarter, a year) or a channel, instead of one row an expense."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from leaddesk.ingest import headers, moments
from leaddesk.ingest.channelwords import WORDS, is_channel, words_of
from leaddesk.ingest.recognition import Seen, name_bonus
from leaddesk.ingest.texts import Texts
from leaddesk.ingest.totals import is_total
from leaddesk.model.schema import EXTRA_PREFIX
from leaddesk.model.tables import BY_ID
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from leaddesk.ingest.profile import Profile
    from leaddesk.model.recipe import ColumnChoice

SPEND_WORDS: Final = frozenset(
    "spend spends spent cost costs depense depenses depensee cout couts expense expenses montant budget investissement "
    "amount frais reel reelle realise actual".split()
)
_COUNTED: Final = frozenset(
    "leads lead prospects clics clicks impressions visites visits sessions ventes sales commandes orders appels calls "
    "ca revenue revenus demandes contacts clients customers conversions".split()
)
_PLANNED: Final = frozenset({"budget"})
"""What was to be spent: counts where nothing else does."""
NOT_SPEND: Final = frozenset(
    "impression impressions impr reach portee frequency frequence click clicks clic clics conversion conversions lead "
    "leads control controls gqv revenue revenu sales ventes sessions users visites score ctr cpc cpm cpl cpa roas rate "
    "taux discount promo promotion index organic organique total totaux nb nombre number count quantite qty id week "
    "semaine year annee mois month day jour prix price population temperature rank reste solde cumul ecart".split()
)
_OF_ROWS: Final = ("amount", "impressions")
"""What a whole row of a long sheet has one of: beside columns of amounts it is of none of them."""
_BESIDE: Final = ("impressions",)
"""What each of the columns of amounts may have beside it."""
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_WRITTEN_MONTH: Final = re.compile(r"(?<!\d)20\d\d-(?:0[1-9]|1[0-2])(?!\d|-\d)")
_QUARTER: Final = re.compile(
    r"(?:[tq]|trim|trimestre|quarter) ?(?P<a>[1-4])(?: (?P<b>20\d\d))?|"
    r"(?P<c>[1-4]) ?(?:er|e|eme|st|nd|rd|th)? (?:trim|trimestre|quarter)(?: (?P<d>20\d\d))?|"
    r"(?P<e>20\d\d) ?[tq](?P<f>[1-4])"
)
_DAY_OF_MONTH: Final = re.compile(r"(?<!\d)\d\d?(?!\d)")
_SUFFIX: Final = re.compile(r"^(.+?)[\s_\-–:.]+([^\s_\-–:.]+)(?:\s*\([^)]*\))?$")
_DATED: Final = 0.8
_BETWEEN: Final = " _-–:./"
_PREFIX: Final = re.compile(r"^([^\s_\-–:.]+)[\s_\-–:.]+(?:de |d'|of |for )?(.+)$")


@dataclass(frozen=True, slots=True)
class Wide:
    """``key``: ``channel`` or ``month``. ``keys``: position → channel, or month (``2025-01``), quarter (``2025-Q1``) or
    year (``2025``). ``suffix``: the measure split off the headers. ``score`` as the tables'. ``others``: position → key
    and name of another measure of it, such as impressions.
    """

    key: str
    keys: dict[int, str]
    suffix: str
    score: float
    others: dict[int, tuple[str, str]] = field(default_factory=dict)


def find(seen: Seen) -> Wide | None:
    """The wide layout of the sheet, None where it has none."""
    numeric = [p for p, profile in enumerate(seen.profiles) if profile.is_numeric and seen.headers[p]]
    if not numeric or _counts_something_else(seen, numeric):
        return None
    return _months(seen, numeric) or _channels(seen, numeric)


def _counts_something_else(seen: Seen, numeric: Sequence[int]) -> bool:
    """Whether the sheet, its title or the header of its first column says that the numbers are leads or clicks, and
    nothing says that they were spent.
    """
    corner = seen.headers[0] if 0 not in numeric else ""
    names = set().union(*map(words_of, (seen.sheet, seen.title, corner)))
    spent = set().union(*(words_of(header) for header in seen.headers), names) & SPEND_WORDS
    return bool(names & _COUNTED) and not spent and not name_bonus("costs", seen)


def year_of(seen: Seen) -> str:
    """The year that the title, the sheet or the file is named after; empty where none is, or several are."""
    return year_within((seen.title, seen.sheet, seen.file))


def year_within(names: Iterable[str]) -> str:
    """The year in the first of these names that has any; empty where none has, or that one has several."""
    for name in names:
        years = years_in(name)
        if years:
            return str(years[0]) if len(years) == 1 else ""
    return ""


def years_in(name: str) -> list[int]:
    """The years that a name says, each once, the earliest first."""
    return sorted(set(map(int, _YEAR.findall(name))))


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
    """One column a month; else one a quarter, else one a year: the shortest, as longer ones sum up these."""
    year = year_of(seen)
    for period in (month_of, quarter_of, _bare_year):
        keys = {p: key for p in numeric if (key := period(seen.headers[p], year))}
        if len(keys) >= 2 and len(set(keys.values())) == len(keys):
            return Wide("month", keys, "", 2.0 + name_bonus("costs", seen))
    return _measured_months(seen, numeric, year)


def _measured_months(seen: Seen, numeric: Sequence[int], year: str) -> Wide | None:
    """Months with a word for spending, beside others of the same months: "janv. - Dépense", "janv. - Impressions"."""
    split = {p: found for p in numeric if (found := _measure_of_period(seen.headers[p], year))}
    if not split:
        return None
    suffix = _spent(measure for _, measure in split.values())
    keys = {p: period_of(name, year) for p, (name, measure) in split.items() if measure == suffix}
    if len(keys) < 2 or len(set(keys.values())) < len(keys):
        return None
    return Wide("month", keys, suffix, 2.5 + name_bonus("costs", seen), months_beside(seen, keys))


def months_beside(seen: Seen, keys: dict[int, str]) -> dict[int, tuple[str, str]]:
    """As :func:`others_of` for months: "janv. - Impressions" beside "janv. - Dépense"."""
    found, year = {}, year_of(seen)
    for position, header in enumerate(seen.headers):
        if position in keys or not seen.profiles[position].is_numeric:
            continue
        for name, measure in _parts(header):
            if (key := period_of(name, year)) in keys.values():
                found[position] = (key, measure)
                break
    return found


def _parts(header: str) -> Iterator[tuple[str, str]]:
    """A header as a name and a measure: the one before the other, and the other way round."""
    for pattern, name, measure in ((_SUFFIX, 1, 2), (_PREFIX, 2, 1)):
        found = pattern.match(header.rstrip("."))
        if found is not None:
            yield found[name].strip(), found[measure].strip()


def _measure_of_period(header: str, year: str) -> tuple[str, str] | None:
    """A header split into a month (a quarter, a year) and a word for spending."""
    for name, measure in _parts(header):
        if headers.fold(measure) in SPEND_WORDS and period_of(name, year):
            return name, headers.fold(measure)
    return None


def period_within(header: str, year: str = "") -> str:
    """The period that a header names, alone or with the word for a measure; empty when it names none."""
    names = (header, *(name for name, _ in _parts(header)))
    return next((found for name in names if (found := period_of(name, year))), "")


def _spent(measures: Iterable[str]) -> str:
    """The word for spending that most columns have, what was planned being the last."""
    counted = Counter(measures)
    return (Counter({one: n for one, n in counted.items() if one not in _PLANNED}) or counted).most_common(1)[0][0]


def quarter_of(header: str, year: str = "") -> str:
    """The quarter that a header names, as ``2025-Q1``; empty when it names none. *year*: of quarters without one."""
    found = _QUARTER.fullmatch(headers.fold(header))
    if found is None:
        return ""
    number = found["a"] or found["c"] or found["f"]
    stated = found["b"] or found["d"] or found["e"] or year
    return f"{stated}-Q{number}" if stated else ""


def _bare_year(header: str, year: str = "") -> str:
    del year
    return header if _YEAR.fullmatch(header) else ""


def period_of(header: str, year: str = "") -> str:
    """The month, quarter or year that a header names, as a key of :class:`Wide`; empty when it names none."""
    return month_of(header, year) or quarter_of(header, year) or _bare_year(header)


def months_of(key: str) -> tuple[str, str]:
    """The first and the last month (``2025-01``) of a month, a quarter or a year."""
    year, _, rest = key.partition("-")
    if not rest:
        return f"{year}-01", f"{year}-12"
    if rest[0] != "Q":
        return key, key
    first = 3 * int(rest[1:]) - 2
    return f"{year}-{first:02}", f"{year}-{first + 2:02}"


def _channels(seen: Seen, numeric: Sequence[int]) -> Wide | None:
    """One column a channel beside one column of dates."""
    dated = [p for p, seen_as in enumerate(seen.profiles) if _is_dated(seen_as) and not seen_as.is_numeric]
    if not dated:
        return None
    split = {p: measured for p in numeric if (measured := _measure(seen.headers[p]))}
    if split:
        suffix = _spent(measure for _, measure in split.values())
        keys = {p: name for p, (name, measure) in split.items() if measure == suffix}
        if len(keys) >= 2 or any(map(is_channel, keys.values())):
            return Wide("channel", keys, suffix, 2.5 + name_bonus("costs", seen), others_of(seen, keys))
    keys = {p: seen.headers[p] for p in numeric if not words_of(seen.headers[p]) & (NOT_SPEND | SPEND_WORDS)}
    named = sum(map(is_channel, keys.values()))
    bonus = name_bonus("costs", seen)
    texts = [p for p, profile in enumerate(seen.profiles) if profile.texts > 0.5 and not profile.is_numeric]
    if len(keys) < 2 or set(texts) - set(dated) or (not bonus and named < max(2, len(keys) / 2)):
        return None
    return Wide("channel", keys, "", 1.0 + bonus + min(named, 4) * 0.3)


def others_of(seen: Seen, keys: dict[int, str]) -> dict[int, tuple[str, str]]:
    """The columns of numbers that hold another measure of the same keys: "Google - Impressions" beside "Google - Coût".

    Position → key and measure.
    """
    names = sorted(set(keys.values()), key=len, reverse=True)
    found = {}
    for position, header in enumerate(seen.headers):
        if position in keys or not seen.profiles[position].is_numeric:
            continue
        for name in names:
            rest = header.removeprefix(name) if header.startswith(name) else header.removesuffix(name)
            measure = rest.strip(_BETWEEN)
            if measure and rest != header and (rest[:1] in _BETWEEN or rest[-1:] in _BETWEEN):
                found[position] = (name, measure)
                break
    return found


def _is_dated(profile: Profile) -> bool:
    return max(profile.dates, profile.yearless) >= _DATED


def _measure(header: str) -> tuple[str, str] | None:
    """A header split into what it is about and a word for spending: ``Channel0_spend``, ``Coût Google``."""
    found = _SUFFIX.match(header)
    if found and headers.fold(found[2]) in SPEND_WORDS and headers.fold(found[1]):
        return found[1].strip(), headers.fold(found[2])
    found = _PREFIX.match(header)
    if found and headers.fold(found[1]) in SPEND_WORDS and words_of(found[2]) & WORDS:
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
        elif position in wide.others:
            key, measure = wide.others[position]
            reason = msg("Another measure of the same columns")
            target = _measured(measure) or f"{EXTRA_PREFIX}{measure}"
            result.append(replace(choice, target=target, wide_key=key, confidence=0.8, reason=reason))
        elif _sums_up(choice.header, wide) and seen.profiles[position].is_numeric:
            result.append(replace(choice, target="", confidence=0.9, reason=msg("A total of the other columns")))
        elif seen.profiles[position].is_numeric and (choice.is_extra or choice.target in _OF_ROWS):
            result.append(replace(choice, target="", confidence=0.8, reason=msg("Not an amount that was spent")))
        elif choice.target == wide.key:
            result.append(replace(choice, target=f"{EXTRA_PREFIX}{choice.header}"))
        else:
            result.append(choice)
    return tuple(result)


def _measured(measure: str) -> str:
    """The column of the costs that another measure of the amounts side by side is; empty where it is none of them."""
    found = headers.matches(measure, BY_ID["costs"], near=False)
    return next((one.column for one in found if one.column in _BESIDE), "")


def _sums_up(header: str, wide: Wide) -> bool:
    """Whether a column is a total of the others: it says so, or it is the quarter or the year of months."""
    return is_total(header) or (wide.key == "month" and bool(period_of(header, "1")))


def split_off(seen: Seen, key: str, suffix: str) -> dict[int, str]:
    """The columns of numbers that carry the suffix (all, where it is empty), with their keys."""
    keys = {}
    for position, profile in enumerate(seen.profiles):
        header = seen.headers[position]
        if not profile.is_numeric or not header.endswith(suffix):
            continue
        name = header[: len(header) - len(suffix)].rstrip(" _-–:.")
        found = period_of(name, year_of(seen)) if key == "month" else name
        if found:
            keys[position] = found
    return keys
