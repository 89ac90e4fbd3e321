"""Which table a sheet is, and what each of its columns stands for: headers and values both count."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from leaddesk.ingest import headers
from leaddesk.ingest.profile import Profile, fit
from leaddesk.model.recipe import ColumnChoice, free_extra
from leaddesk.model.schema import Kind, Table
from leaddesk.model.tables import TABLES
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from leaddesk.ingest.headers import Match

BELIEVED: Final = 0.45
"""From which confidence on a column is taken for what its header or values say."""
RECOGNISED: Final = 0.6
"""From which score on a sheet is taken for a table."""

_WHO: Final = ("name", "first_name", "company")
_SOUGHT: Final = ("created", "channel", "owner", "responded", "closed", "next_step", "next_date", "consented",
                  "optin_email", "weekly_volume", "supplier")  # fmt: skip
"""What one writes down about somebody one wants to win: names and towns alone are a directory, or a list of staff."""
_PURSUED: Final = (
    "status",
    "pipeline",
    "won",
    "lost",
    "lost_reason",
    "contacted",
    "qualified",
    "quoted",
    "invalid_reason",
)

_MOSTLY: Final = 0.5
_STATUSES: Final = 0.7
_MOST_NEAR: Final = 1_000
"""In a sheet of more columns than a person lays out, names count only as they are: comparing takes seconds."""
_STAGES_OF_SALE: Final = frozenset(("stage", "etape", "phase", "etape du pipeline", "pipeline stage", "deal stage"))
"""Headers, folded, of a column that stands beside a status and says how far the sale is."""
_OWN: Final = ("name", "company", "email", "phone")
"""Columns that differ from lead to lead."""

NEEDS: Final[dict[str, tuple[tuple[tuple[str, ...], ...], ...]]] = {
    "leads": (
        (_PURSUED, (*_WHO, "email", "phone", "created", "channel", "amount", "id")),
        (_WHO, (*_SOUGHT, "email", "phone")),
        (("email",), (*_SOUGHT, "phone")),
        (("phone",), _SOUGHT),
        (("created",), ("channel",), ("-amount",)),
        (("id",), ("channel",), ("-amount",)),
    ),
    "costs": ((("amount",), ("date", "channel", "campaign", "lever")),),
    "operations": ((("name",), ("start", "end"), ("budget", "targeted", "participants", "objective_kind")),),
    "objectives": ((("kpi",), ("target",)),),
    "orders": ((("id", "customer"), ("date",), ("amount",)),),
    "touchpoints": ((("lead",), ("time",), ("kind", "channel")),),
    "emails": ((("date", "campaign"), ("sent", "delivered"), ("opened", "clicked")),),
    "web": ((("date", "channel"), ("sessions", "users")),),
    "social": ((("date", "network"), ("reach", "impressions", "followers"), ("interactions", "followers")),),
    "surveys": ((("satisfaction", "recommendation", "recommends"),),),
    "service": ((("opened",), ("answered", "closed", "kind")),),
}
"""For each table the alternatives, each a list of groups of which one column must be there, or must not (with -)."""

_BANK: Final = frozenset("solde balance debit credit".split())
FOREIGN: Final[dict[str, frozenset[str]]] = {"costs": _BANK, "orders": _BANK}
"""For each table words, folded, that make another one of it unless a dimension of it is there: a statement of a bank
has dates and amounts too.
"""

_PERIODS: Final = ("period",)
"""Columns that hold dates, months or words for a time alike."""

_AS_THEY_ARE: Final = ("impressions",)
"""Columns whose header has to be one of their names: "Impression" alone is what was paid to a printer."""
_MARKS: Final = ("satisfaction", "recommendation", "recommends")
"""Columns of numbers and of yes and no that words answer as well."""
_EITHER: Final = ("recommendation",)
"""Columns of numbers that yes and no answer as well."""

NAMED: Final[dict[str, str]] = {
    "leads": "lead prospect contact crm pipeline affaire deal opportunit demande client",
    "costs": "cout depense cost spend expense budget publicit advertis pub marketing media frais",
    "operations": "operation campagne campaign",
    "objectives": "objectif objective target kpi cible",
    "orders": "commande order livraison deliver course vente",
    "touchpoints": "touchpoint interaction parcours",
    "emails": "email emailing newsletter mailing",
    "web": "web site analytics trafic traffic audience",
    "social": "social reseau facebook instagram linkedin",
    "surveys": "enquete survey satisfaction nps avis",
    "service": "sav reclamation service complaint ticket support",
}
"""Beginnings of words that the names of sheets and files say, folded."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What recognition looks at: the headers, the profile of each column, the names of sheet and file, and how
    many columns of the sheet are *left* of these.
    """

    headers: tuple[str, ...]
    profiles: tuple[Profile, ...]
    sheet: str = ""
    file: str = ""
    title: str = ""
    left: int = 0


@dataclass(frozen=True, slots=True)
class Guess:
    """A table, how much speaks for it, and for each position the match that was taken."""

    table: Table
    score: float
    taken: dict[int, tuple[Match, float]] = field(default_factory=dict)


def guesses(seen: Seen) -> list[Guess]:
    """The tables that the sheet may be, the likeliest first; those whose essential columns are missing are not."""
    found = [guess for table in TABLES if (guess := _guess(table, seen)).score > 0]
    return sorted(found, key=lambda guess: -guess.score)


def _guess(table: Table, seen: Seen) -> Guess:
    taken = assign(table, seen)
    columns = {match.column for match, _ in taken.values()}
    if table.id == "leads" and any(_says_status(seen, position) for position in _untold(seen, taken)):
        columns.add("status")
    columns |= {f"-{column}" for column in table.by_id if column not in columns}
    if not any(all(columns & set(group) for group in groups) for groups in NEEDS[table.id]):
        return Guess(table, 0.0, taken)
    if not columns & set(table.dimensions) and _is_foreign(table, seen):
        return Guess(table, 0.0, taken)
    score = sum(confidence * (headers.telling(match.synonym) + 0.15) for match, confidence in taken.values())
    return Guess(table, score + name_bonus(table.id, seen), taken)


def _untold(seen: Seen, taken: Collection[int]) -> list[int]:
    """The columns that hold something and whose headers say nothing."""
    return [p for p, profile in enumerate(seen.profiles) if p not in taken and profile.filled]


def _says_status(seen: Seen, position: int) -> bool:
    """Whether most values of a column are words for stages, of at least two."""
    return seen.profiles[position].statuses >= _STATUSES


def _is_foreign(table: Table, seen: Seen) -> bool:
    foreign = FOREIGN.get(table.id, frozenset())
    return any(word in foreign for header in seen.headers for word in headers.fold(header).split())


def name_bonus(table: str, seen: Seen) -> float:
    """What the names of the sheet and the file, and the title above the table, add to a table's score."""
    beginnings = NAMED[table].split()
    bonus = 0.0
    for name, weight in ((seen.sheet, 0.75), (seen.file, 0.5), (seen.title, 0.5)):
        words = headers.fold(name).split()
        if any(word.startswith(beginning) for word in words for beginning in beginnings):
            bonus += weight
    return bonus


def assign(table: Table, seen: Seen) -> dict[int, tuple[Match, float]]:
    """For each position the column of *table* that its header stands for, with a confidence. One target is used
    once: the best takes it, and the others fall to their second choice.
    """
    offers = []
    for position, header in enumerate(seen.headers):
        if not header:
            continue
        for match in headers.matches(header, table, near=len(seen.headers) <= _MOST_NEAR):
            values = fit(table.column(match.column).kind, seen.profiles[position])
            if match.column in _AS_THEY_ARE and match.how != "name":
                continue
            if match.column in _MARKS:
                values = min(1.0, values + seen.profiles[position].marks)
            if match.column in _EITHER:
                values = max(values, seen.profiles[position].flags)
            if match.column in _PERIODS:
                values = 1.0
            if match.column in _OWN and seen.profiles[position].repeats:
                values *= 0.2
            confidence = match.confidence * (0.25 + 0.75 * values)
            if match.column == "status" and seen.profiles[position].filled and not seen.profiles[position].decides:
                confidence *= 0.85  # exports have a stage beside a status, and one of them says won and lost
            filled = seen.profiles[position].filled > 0
            offers.append((confidence, filled, headers.telling(match.synonym), -position, match))
    offers.sort(key=lambda offer: offer[:4], reverse=True)
    taken: dict[int, tuple[Match, float]] = {}
    used: set[str] = set()
    for confidence, _, _, negative, match in offers:
        if confidence >= BELIEVED and -negative not in taken and match.column not in used:
            taken[-negative] = (match, confidence)
            used.add(match.column)
    if "status" in used and "pipeline" in table.by_id and "pipeline" not in used:
        _take_pipeline(seen, taken, [(-offer[3], offer[4], offer[0]) for offer in offers])
    return taken


def _take_pipeline(
    seen: Seen, taken: dict[int, tuple[Match, float]], offers: Iterable[tuple[int, Match, float]]
) -> None:
    """Beside the status, a column that says how far the sale is, in words for stages."""
    for position, match, confidence in offers:
        is_stage = headers.fold(seen.headers[position]) in _STAGES_OF_SALE and seen.profiles[position].statuses > 0.5
        if match.column == "status" and position not in taken and is_stage:
            taken[position] = (replace(match, column="pipeline"), confidence)
            return


@dataclass(frozen=True, slots=True)
class Settled:
    """What is certain of a column beforehand. ``target``: a column of the table, empty where it is left out, None
    where it is kept as it is.
    """

    target: str | None
    reason: Message | None = None


def choices(
    table: Table,
    seen: Seen,
    taken: dict[int, tuple[Match, float]] | None = None,
    settled: Mapping[int, Settled] | None = None,
) -> tuple[ColumnChoice, ...]:
    """What each column of the sheet is taken for, in a table that is known. *settled*: what is certain, by position;
    then only headers speak for the other columns, not their values alone.
    """
    found: dict[int, ColumnChoice] = {}
    if settled:
        found = {p: _settled(seen.headers[p], p, one) for p, one in settled.items() if one.target is not None}
        used = {choice.target for choice in found.values()}
        open_headers = tuple("" if p in settled else header for p, header in enumerate(seen.headers))
        others = assign(table, replace(seen, headers=open_headers))
        taken = {position: match for position, match in others.items() if match[0].column not in used}
    taken = assign(table, seen) if taken is None else taken
    found.update({position: _named(seen.headers[position], position, *match) for position, match in taken.items()})
    if not settled:
        found.update(_by_values(table, seen, found))
    if table.id == "leads":
        _date_leads(found)
    elif table.id == "costs" and not settled:
        _name_channels(found, seen)
    names: set[str] = set()
    result = []
    for position, header in enumerate(seen.headers):
        choice = found.get(position) or _unknown(seen, position, header, names)
        names.add(choice.target)
        result.append(choice)
    return tuple(result)


def _settled(header: str, position: int, one: Settled) -> ColumnChoice:
    tax = headers.says_tax_included(header)
    return ColumnChoice(position, header, one.target or "", 1.0, one.reason, tax_included=tax)


def _date_leads(found: dict[int, ColumnChoice]) -> None:
    """Where no other column says when a lead came in, the day of its first contact does."""
    by_target = {choice.target: position for position, choice in found.items()}
    if "created" in by_target or "contacted" not in by_target:
        return
    position = by_target["contacted"]
    if _OTHER_DAYS & set(headers.fold(found[position].header).split()):
        return
    reason = msg("No other column says when the lead came in")
    found[position] = replace(found[position], target="created", confidence=0.6, reason=reason)


def _name_channels(found: dict[int, ColumnChoice], seen: Seen) -> None:
    """Where no column of expenses says the channel, the one of levers does if its values are names of channels."""
    by_target = {choice.target: position for position, choice in found.items()}
    position = by_target.get("lever")
    if "channel" in by_target or position is None or seen.profiles[position].channels < _MOSTLY:
        return
    reason = msg("Its values are names of channels")
    found[position] = replace(found[position], target="channel", confidence=0.8, reason=reason)


def _named(header: str, position: int, match: Match, confidence: float) -> ColumnChoice:
    if match.how == "name":
        reason = msg("The header is one of the names of this column")
    else:
        reason = msg("The header is almost “{name}”", name=match.synonym)
    if confidence < 0.8 * match.confidence:
        reason = msg("The header fits, the values less so")
    tax = headers.says_tax_included(header)
    return ColumnChoice(position, header, match.column, round(confidence, 3), reason, tax_included=tax)


def _unknown(seen: Seen, position: int, header: str, names: set[str]) -> ColumnChoice:
    """A column that the table does not know: kept under its own header; an empty or counting one is left out."""
    if not seen.profiles[position].filled and not header:
        return ColumnChoice(position, header, "", 1.0, msg("The column is empty"))
    name = header or letters(seen.left + position)
    return ColumnChoice(
        position, header, free_extra(name, names), 1.0, msg("LeadDesk has no such column: it is kept as it is")
    )


def letters(position: int) -> str:
    """The letters that spreadsheets give a column: 0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


_LOOKS: Final[tuple[tuple[Kind, Message], ...]] = (
    (Kind.EMAIL, msg("The values are e-mail addresses")),
    (Kind.PHONE, msg("The values are phone numbers")),
    (Kind.MOMENT, msg("The only column of dates")),
    (Kind.MONEY, msg("The only column of numbers")),
)


_OTHER_DAYS: Final = frozenset(
    "prevue prevu expected planned cloture close closing fin end naissance birth birthday anniversaire echeance due "
    "relance modification modified modifie updated maj dernier derniere last next prochain prochaine expiration "
    "consentement signature livraison delivery paiement payment".split()
)


_OF_OTHERS: Final = frozenset("id ids identifiant identifiants identifier".split())


def _by_values(table: Table, seen: Seen, found: dict[int, ColumnChoice]) -> dict[int, ColumnChoice]:
    """Columns without a telling header, recognised by what they hold."""
    taken = {choice.target for choice in found.values()}
    free = _untold(seen, found)
    result: dict[int, ColumnChoice] = {}
    if table.id == "leads" and "status" not in taken:
        fitting = [p for p in free if _says_status(seen, p)]
        if len(fitting) == 1:
            p = fitting[0]
            result[p] = ColumnChoice(p, seen.headers[p], "status", 0.6, msg("The values are words for stages"))
    if "channel" in table.by_id and "channel" not in taken:
        fitting = [p for p in free if not seen.headers[p] and p not in result and seen.profiles[p].channels >= 0.8]
        if len(fitting) == 1:
            p = fitting[0]
            result[p] = ColumnChoice(p, seen.headers[p], "channel", 0.6, msg("The values are names of channels"))
    for kind, reason in _LOOKS:
        target = _main_column(table, kind)
        if target is None or target in taken:
            continue
        fitting = [p for p in free if p not in result and _looks(kind, seen.profiles[p])]
        if kind is Kind.MOMENT:  # a day that is expected, or of something else, is not the day of the row
            fitting = [p for p in fitting if not _OTHER_DAYS & set(headers.fold(seen.headers[p]).split())]
        if kind is Kind.PHONE:  # long numbers of another program's rows
            fitting = [p for p in fitting if not _OF_OTHERS & set(headers.fold(seen.headers[p]).split())]
        if len(fitting) == 1 or (fitting and kind in (Kind.EMAIL, Kind.PHONE)):
            p = fitting[0]
            result[p] = ColumnChoice(p, seen.headers[p], target, 0.5, reason)
    return result


def _main_column(table: Table, kind: Kind) -> str | None:
    """The column of *table* that a lone column of that kind would be."""
    if kind is Kind.MOMENT:
        return table.dates[0] if table.dates else None
    if kind is Kind.MONEY and table.id not in ("costs", "orders"):
        return None
    return next((column.id for column in table.columns if column.kind is kind), None)


def _looks(kind: Kind, seen: Profile) -> bool:
    if kind is Kind.EMAIL:
        return seen.emails >= 0.8
    if kind is Kind.PHONE:
        return seen.phones >= 0.8 and seen.texts >= 0.5
    if kind is Kind.MOMENT:
        return seen.dates >= 0.8
    return seen.numbers >= 0.9 and seen.dates < 0.5


def table_of(targets: Sequence[str]) -> Table | None:
    """The first table that has all those columns."""
    return next((table for table in TABLES if all(target in table.by_id for target in targets)), None)
