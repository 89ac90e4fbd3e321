"""Lists as firms keep them, written from leads: with numbers, with contacts, with firms and places only, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.corpus.dice import Dice
from tests.reimport import words
from tests.reimport.people import Lead, Town
from tests.reimport.shapes import Cell, Listing, Row

if TYPE_CHECKING:
    from collections.abc import Callable

HEADERS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("crm", "fr"): {
        "id": "ID prospect", "first_name": "Prénom", "name": "Nom", "email": "E-mail", "phone": "Téléphone",
        "company": "Entreprise", "postcode": "Code postal", "city": "Ville", "channel": "Source", "status": "Statut",
        "owner": "Commercial", "created": "Date de création", "amount": "Montant HT", "notes": "Commentaires",
    },
    ("crm", "en"): {
        "id": "Record ID", "created": "Create date", "first_name": "First name", "name": "Last name",
        "email": "Email", "phone": "Phone number", "company": "Company", "postcode": "Postcode", "city": "City",
        "channel": "Lead source", "status": "Lead status", "owner": "Owner", "amount": "Amount", "notes": "Notes",
    },
    ("contacts", "fr"): {
        "created": "Date", "name": "Nom du contact", "company": "Société", "email": "E-mail", "phone": "Téléphone",
        "city": "Ville", "channel": "Canal", "status": "Statut", "amount": "Montant", "notes": "Remarques",
    },
    ("contacts", "en"): {
        "created": "Date", "name": "Contact name", "company": "Company", "phone": "Phone", "email": "E-mail",
        "city": "Town", "channel": "Source", "status": "Status", "amount": "Amount", "notes": "Comments",
    },
    ("firms", "fr"): {
        "created": "Date de la demande", "company": "Société", "name": "Contact", "postcode": "Code postal",
        "city": "Ville", "channel": "Provenance", "status": "Statut", "amount": "Montant HT", "notes": "Commentaires",
    },
    ("firms", "en"): {
        "company": "Company", "name": "Contact name", "postcode": "Postcode", "city": "City", "created": "Enquiry date",
        "channel": "Source", "status": "Status", "amount": "Deal value", "notes": "Notes",
    },
    ("hand", "fr"): {
        "id": "N°", "created": "Date", "name": "Nom", "phone": "Tél", "city": "Ville", "need": "Demande",
        "status": "Suivi commercial", "notes": "Remarques",
    },
    ("hand", "en"): {
        "id": "No.", "created": "Date", "name": "Name", "phone": "Phone", "city": "Town", "need": "Wants",
        "status": "Status", "notes": "Notes",
    },
}  # fmt: skip
SIZES: Final = {"crm": 700, "contacts": 600, "firms": 450, "hand": 260}
DROPPABLE: Final = {
    "crm": ("id", "postcode", "city", "channel", "owner", "phone", "notes"),
    "contacts": ("phone", "channel", "city", "notes"),
    "firms": ("channel", "notes", "amount"),
    "hand": ("notes",),
}


def kept(family: str, language: str, seed: int) -> Listing:
    """A list of one family, with a third as many leads in reserve."""
    dice = Dice("reimport", family, language, seed)
    town = Town(dice, language)
    count = SIZES[family] + dice.between(-50, 50)
    leads = town.leads(count + count // 3)
    headers = dict(HEADERS[family, language])
    numbered = family == "hand" and seed % 2 == 0
    if family == "hand" and not numbered:
        del headers["id"]
    rows = [Row(f"{family}-{at + 1}", dressed(lead, family, language, dice, at + 1)) for at, lead in enumerate(leads)]
    rows = [Row(row.key, {column: row.cells.get(column) for column in headers}) for row in rows]
    return Listing(
        f"{family}_{language}",
        language,
        headers,
        tuple(rows[:count]),
        tuple(rows[count:]),
        words.STATUSES[language],
        droppable=DROPPABLE[family],
        numbered=numbered,
    )


def dressed(lead: Lead, family: str, language: str, dice: Dice, number: int) -> dict[str, Cell]:
    """The cells of a lead, as that family of lists has them."""
    statuses = words.STATUSES[language]
    status = dice.pick(statuses)
    quoted = statuses.index(status) >= 3
    cells: dict[str, Cell] = {
        "id": f"L-{number + 1000}" if family == "crm" else number,
        "created": lead.day,
        "first_name": lead.first,
        "name": lead.last if family == "crm" else f"{lead.first} {lead.last}",
        "company": lead.company,
        "email": lead.email,
        "phone": paired(lead.phone, language),
        "postcode": lead.postcode,
        "city": lead.city,
        "channel": dice.pick(words.CHANNELS[language]),
        "status": status,
        "owner": dice.pick(words.OWNERS[language]),
        "amount": dice.between(4000, 400000) / 100 if quoted and dice.chance(0.85) else None,
        "notes": dice.pick(words.NOTES[language]) if dice.chance(0.4) else None,
        "need": lead.need,
    }
    return SPARE[family](cells, lead, language, dice)


def paired(phone: str, language: str) -> str:
    """A number as most people write it."""
    if language == "fr":
        return " ".join(phone[at : at + 2] for at in range(0, 10, 2))
    return f"{phone[:5]} {phone[5:]}" if phone.startswith("07") else f"{phone[:4]} {phone[4:7]} {phone[7:]}"


def _crm(cells: dict[str, Cell], lead: Lead, _language: str, dice: Dice) -> dict[str, Cell]:
    if dice.chance(0.12):
        cells["phone"] = None
    elif dice.chance(0.08):
        cells["email"] = None
    if lead.company and dice.chance(0.05):
        cells["first_name"] = None
    return cells


def _contacts(cells: dict[str, Cell], _lead: Lead, _language: str, dice: Dice) -> dict[str, Cell]:
    throw = dice.between(1, 100)
    if throw <= 15:
        cells["phone"] = None
    elif throw <= 35:
        cells["email"] = None
    return cells


def _firms(cells: dict[str, Cell], lead: Lead, language: str, dice: Dice) -> dict[str, Cell]:
    if lead.company and dice.chance(0.2):
        cells["name"] = None
    elif dice.chance(0.3):
        cells["name"] = f"{dice.pick(words.TITLES[language])} {lead.last}" if dice.chance(0.4) else cells["name"]
    return cells


def _hand(cells: dict[str, Cell], lead: Lead, language: str, dice: Dice) -> dict[str, Cell]:
    """Somebody writes down what was said on the telephone."""
    throw = dice.between(1, 100)
    if lead.company and throw <= 40:
        cells["name"] = lead.company
    elif throw <= 65:
        cells["name"] = f"{dice.pick(words.TITLES[language])} {lead.last}"
    who = dice.between(1, 100)
    if who <= 15:
        cells["name"], cells["city"] = None, cells["city"] if dice.chance(0.3) else None
    elif who <= 32:
        cells["phone"] = None
    if dice.chance(0.35):
        cells["city"] = None
    if cells["name"] and cells["phone"] and dice.chance(0.04):
        cells["created"] = None
    return cells


SPARE: Final[dict[str, Callable[[dict[str, Cell], Lead, str, Dice], dict[str, Cell]]]] = {
    "crm": _crm, "contacts": _contacts, "firms": _firms, "hand": _hand,
}  # fmt: skip
