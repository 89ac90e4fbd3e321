"""The lists that LeadDesk comes with or is tested on, as a first month's lists."""

from __future__ import annotations

import csv
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final, cast

from openpyxl import load_workbook

from tests.reimport.shapes import Cell, Listing, Row

ROOT: Final = Path(__file__).resolve().parent.parent.parent
BOOKS: Final = {"fr": "fr/prospects.xlsx", "en": "en/leads.xlsx"}
HEADER_LINE: Final = 3
KNOWN: Final = {
    "N° prospect": "id", "Date de création": "created", "Source": "channel", "Statut": "status",
    "Commercial": "owner", "Nom du contact": "name", "Société": "company", "E-mail": "email", "Téléphone": "phone",
    "Code postal": "postcode", "Ville": "city", "Montant HT": "amount", "Date de gain": "won", "Date de perte": "lost",
    "Commentaires": "notes",
    "Lead no.": "id", "Created on": "created", "Status": "status", "Owner": "owner", "Contact name": "name",
    "Company": "company", "Phone": "phone", "Postcode": "postcode", "City": "city", "Deal amount": "amount",
    "Won date": "won", "Lost date": "lost", "Comments": "notes",
}  # fmt: skip
STATUSES: Final = {
    "fr": ("Nouveau", "Contacté", "Qualifié", "Devis envoyé", "Négociation", "Gagné", "Perdu"),
    "en": ("New", "Contacted", "Qualified", "Quote sent", "Negotiation", "Won", "Lost"),
}
FIRST_MONTH: Final = 660
BANK: Final = 1000
PRINT: Final = ("age", "job", "marital", "education", "balance", "housing")
"""What stays of a client of the bank, who has neither a name nor a number."""


def sample(language: str, *, bare: bool) -> Listing:
    """The sample company's leads: the older ones are in the first month's list, the others came later. ``bare``:
    without the numbers.
    """
    headers, lines = _book(language)
    if bare:
        headers = {column: words for column, words in headers.items() if column != "id"}
    first: dict[Cell, str] = {}
    rows, alike = [], {}
    for at, cells in enumerate(lines):
        key = f"sample-{at + 1}"
        if cells["id"] in first:
            alike[key] = first[cells["id"]]
        else:
            first[cells["id"]] = key
        rows.append(Row(key, {column: cells[column] for column in headers}))
    kind = f"sample_{'bare_' if bare else ''}{language}"
    early, late = tuple(rows[:FIRST_MONTH]), tuple(row for row in rows[FIRST_MONTH:] if row.key not in alike)
    alike = {key: twin for key, twin in alike.items() if key in {row.key for row in early}}
    droppable = ("id", "Campagne", "Campaign", "postcode", "owner", "notes", "Effectif", "Company size")
    return Listing(kind, language, headers, early, late, STATUSES[language], alike, droppable)


@cache
def bank() -> Listing:
    """A thousand clients of the bank, as they stand in the file; the next ones came later."""
    path = ROOT / "tests" / "data" / "bank_marketing" / "bank.csv"
    with path.open(encoding="ascii", newline="") as stream:
        lines = list(csv.DictReader(stream, delimiter=";"))
    headers = {"status" if name == "y" else name: name for name in lines[0]}
    rows = [
        Row(f"bank-{at + 1}", {column: _number(line[name]) for column, name in headers.items()})
        for at, line in enumerate(lines[: BANK + 400])
    ]
    early, late = tuple(rows[:BANK]), tuple(rows[BANK:])
    return Listing("bank", "en", headers, early, late, ("no", "yes"), droppable=("default", "loan", "pdays"))


@cache
def _book(language: str) -> tuple[dict[str, str], list[dict[str, Cell]]]:
    path = ROOT / "resources" / "samples" / BOOKS[language]
    book = load_workbook(path, read_only=True, data_only=True)
    found = [list(line) for line in book.worksheets[0].iter_rows(min_row=HEADER_LINE, values_only=True)]
    book.close()
    headers = {KNOWN.get(str(words), str(words)): str(words) for words in found[0] if words is not None}
    places = {column: found[0].index(words) for column, words in headers.items()}
    lines = []
    for line in found[1:]:
        cells = {column: cast("Cell", line[place]) for column, place in places.items()}
        if any(value is not None for value in cells.values()):
            lines.append(cells)
    return headers, lines


def _number(text: str) -> Cell:
    return int(text) if text.lstrip("-").isdigit() else text


def day_of(value: Cell) -> datetime | None:
    """The moment that a cell of these lists means; None for none."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, datetime.min.time())
    return _typed(value) if isinstance(value, str) and value[:1].isdigit() else None


@cache
def _typed(text: str) -> datetime | None:
    """The moment that a text is."""
    for form in ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 — the lists know no time zones.
        except ValueError:
            continue
    return None
