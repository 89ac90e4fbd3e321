"""Sheets beside the data that are no data: lists behind drop-downs, notices, pivots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import words
from tests.corpus.grid import Cell, Sheet

if TYPE_CHECKING:
    from tests.corpus.dice import Dice
    from tests.corpus.truth import Json, Table


def hidden_sheet(dice: Dice, language: str) -> tuple[Sheet, Json]:
    """A hidden sheet with the choices of drop-down lists."""
    sheet = Sheet(dice.pick(("Listes", "Paramètres")) if language == "fr" else "Lists", hidden=True)
    columns = {"fr": ("Canaux", "Statuts"), "en": ("Channels", "Statuses")}[language]
    for column, (title, entries) in enumerate(
        zip(columns, (words.CHANNELS[language], words.STATUSES[language]), strict=True), 1
    ):
        sheet.put(1, column, title)
        for line, entry in enumerate(entries, 2):
            sheet.put(line, column, entry)
    return sheet, {"sheet": sheet.name, "reason": "hidden"}


def notice_sheet(language: str) -> tuple[Sheet, Json]:
    """A sheet of advice to whoever fills the file in."""
    sheet = Sheet("Lisez-moi" if language == "fr" else "Read me")
    lines = {
        "fr": (
            "Mode d'emploi du fichier",
            "",
            "Une ligne par demande. Ne pas supprimer de colonne.",
            "Le statut se choisit dans la liste déroulante.",
            "Question ? Demander à Inès.",
        ),
        "en": (
            "How to use this file",
            "",
            "One line per enquiry. Please do not delete columns.",
            "Pick the status from the list.",
            "Questions? Ask Martha.",
        ),
    }[language]
    for line, text in enumerate(lines, 1):
        sheet.put(line, 1, text)
    return sheet, {"sheet": sheet.name, "reason": "notice"}


def pivot_sheet(table: Table) -> tuple[Sheet, Json]:
    """A pivot of a table's amounts by channel, as Excel lays it out."""
    french = table.language == "fr"
    sheet = Sheet("TCD" if french else "Pivot")
    amount, channel = table.field("amount"), table.field("channel")
    assert amount is not None
    assert channel is not None
    sheet.put(3, 1, "Étiquettes de lignes" if french else "Row Labels")
    sheet.put(3, 2, ("Somme de " if french else "Sum of ") + amount.header)
    names = sorted({str(value) for value in channel.values if value is not None})
    line = 4
    for name in names:
        rows = [row for row, value in enumerate(channel.values) if value == name]
        sheet.put(line, 1, name)
        sheet.put(line, 2, Cell(amount.total(rows)))
        line += 1
    sheet.put(line, 1, "Total général" if french else "Grand Total")
    sheet.put(line, 2, Cell(amount.total(list(range(table.rows)))))
    return sheet, {"sheet": sheet.name, "reason": "pivot"}
