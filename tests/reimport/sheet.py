"""A list as a sheet: the words above the columns, the lines, and where each row stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.reimport.samples import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.corpus.dice import Dice
    from tests.reimport.plan import Plan
    from tests.reimport.shapes import Cell, Listing

MONTHS: Final = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
RENAMED: Final = {
    "E-mail": ("Mail", "Email", "e-mail"), "Email": ("E-mail", "Email address"), "Téléphone": ("Tél.", "Telephone"),
    "Tél": ("Téléphone", "Tel"), "Phone": ("Phone number", "Tel."), "Phone number": ("Phone", "Telephone"),
    "Code postal": ("CP", "Code Postal"), "Postcode": ("Post code", "POSTCODE"), "Ville": ("VILLE", "Commune"),
    "City": ("Town", "CITY"), "Town": ("City", "TOWN"), "Société": ("Entreprise", "SOCIETE"),
    "Entreprise": ("Société", "Nom de l'entreprise"), "Company": ("Company name", "COMPANY"),
    "Statut": ("Statut du prospect", "STATUT"), "Status": ("Lead status", "STATUS"),
    "Commentaires": ("Commentaire", "Notes"), "Remarques": ("Remarque", "Notes"), "Notes": ("Comments", "NOTES"),
    "Comments": ("Notes", "Comment"), "Date de création": ("Date création", "Créé le"),
    "Create date": ("Created on", "Creation date"), "Created on": ("Creation date", "Created"),
    "Montant HT": ("Montant", "Montant (HT)"), "Montant": ("Montant HT", "MONTANT"),
    "Amount": ("Deal amount", "AMOUNT"),
    "Date de la demande": ("Date demande", "Date"), "Enquiry date": ("Date of enquiry", "Date"),
    "Nom du contact": ("Contact", "Nom"), "Contact name": ("Contact", "Name"),
}  # fmt: skip
"""What columns are called in another month; one in three of them."""
TITLE: Final = {
    "fr": (("Suivi des prospects", None), ("Mis à jour le 31/08/2026", None), (None, None)),
    "en": (("Enquiries follow-up", None), ("Updated on 31/08/2026", None), (None, None)),
}
MORE: Final = {
    "fr": (("Prochaine relance", ("lundi", "jeudi", None)), ("Priorité", ("A", "B", "C"))),
    "en": (("Next chase", ("Monday", "Thursday", None)), ("Priority", ("A", "B", "C"))),
}


@dataclass(frozen=True)
class Sheet:
    """Lines from the first on; the rows begin at the 1-based line ``start`` and follow without a gap."""

    lines: list[list[Cell]]
    start: int


def first_sheet(listing: Listing, plan: Plan) -> Sheet:
    """The first month's sheet."""
    usual = "" if plan.before == "xlsx" else "%d/%m/%Y"
    rows = [[row.cells.get(column) for column in listing.headers] for row in listing.rows]
    return _sheet([], list(listing.headers.values()), rows, usual, listing.language)


def later_sheet(listing: Listing, rows: Sequence[dict[str, Cell]], plan: Plan, dice: Dice) -> Sheet:
    """The later month's sheet: columns may stand elsewhere, be called otherwise, be gone or be new."""
    columns = [column for column in listing.headers if column != plan.dropped]
    if plan.moved:
        columns = dice.shuffled(columns)
    headers = [listing.headers[column] for column in columns]
    if plan.renamed:
        taken = set(headers)
        for at, old in enumerate(headers):
            new = dice.pick(RENAMED.get(old, (old,)))
            if new not in taken and dice.chance(0.5):
                headers[at] = new
                taken.add(new)
    lines = [[row.get(column) for column in columns] for row in rows]
    if plan.more:
        words, choices = dice.pick(MORE[listing.language])
        place = dice.between(0, len(headers))
        headers.insert(place, words)
        for line in lines:
            line.insert(place, dice.pick(choices))
    above: list[list[Cell]] = [list(line) for line in TITLE[listing.language]] if plan.title else []
    usual = "" if plan.after == "xlsx" else "%d/%m/%Y"
    return _sheet(above, headers, lines, plan.dates or usual, listing.language)


def _sheet(above: list[list[Cell]], headers: list[str], rows: list[list[Cell]], days: str, language: str) -> Sheet:
    lines: list[list[Cell]] = [*above, list(headers)]
    start = len(lines) + 1
    return Sheet(lines + [[_day(value, days, language) for value in row] for row in rows], start)


def _day(value: Cell, form: str, language: str) -> Cell:
    """A day as the file has it, those that were typed as text too; an hour is kept."""
    moment = day_of(value) if form else None
    if moment is None:
        return value
    hour = f" {moment:%H:%M}" if moment.hour or moment.minute else ""
    if form == "words":
        return f"{moment.day} {MONTHS[language][moment.month - 1]} {moment.year}{hour}"
    return f"{moment:{form}}{hour}"
