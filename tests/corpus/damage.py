"""Damage to values: what people, programs and bad conversions do to cells that were right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from tests.corpus import marks, words
from tests.corpus.grid import Cell, Value
from tests.corpus.headers import FULL_NAME
from tests.corpus.truth import Field, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.corpus.dice import Dice

TEXTS: Final = ("text", "category")


# -- before the cells are written: what is true changes --------------------------------------------------------------


def negatives(table: Table, dice: Dice) -> None:
    """Some amounts are credit notes."""
    for one in table.fields:
        if one.kind == "money":
            at = [row for row, value in enumerate(one.values) if value is not None]
            for row in dice.some(at, max(2, len(at) // 6)):
                value = one.values[row]
                assert isinstance(value, (int, float))
                one.values[row] = -abs(value)


def rounded(table: Table, step: int, factor: int) -> None:
    """Amounts are larger, and multiples of ``step``, as a short form shows no more."""
    for one in table.fields:
        if one.kind == "money":
            one.values = [_stepped(value, step, factor) for value in one.values]


def _stepped(value: Value | None, step: int, factor: int) -> Value | None:
    return max(1, round(value * factor / step)) * step if isinstance(value, (int, float)) else value


def firsts(table: Table) -> None:
    """Days become the first of their month."""
    for one in table.fields:
        if one.kind == "moment":
            one.values = [value.replace(day=1) if isinstance(value, date) else value for value in one.values]


def long_ids(table: Table, dice: Dice) -> None:
    """Identifiers of 18 digits, which no floating-point number keeps."""
    for one in table.fields:
        if one.kind == "id":
            one.values = [None if v is None else f"1201{dice.between(10**13, 10**14 - 1)}" for v in one.values]


def zero_ids(table: Table, dice: Dice) -> None:
    """Identifiers that start with zeros."""
    for one in table.fields:
        if one.kind == "id":
            one.values = [None if v is None else f"{dice.between(1, 9999):06d}" for v in one.values]


def full_name(table: Table, dice: Dice) -> None:
    """First and last name in one column."""
    last, first = table.field("name"), table.field("first_name")
    assert last is not None
    assert first is not None
    for row, (given, family) in enumerate(zip(first.values, last.values, strict=True)):
        last.values[row] = f"{given} {family}"
        last.split[row] = (str(given), str(family))
    last.header = dice.pick(FULL_NAME[table.language])
    table.fields.remove(first)


def undecidable(table: Table, dice: Dice) -> None:
    """Days and months both from 1 to 12, in no order, with nothing else that could tell them apart: no other day, no
    address, telephone, tax, currency or spelling of a country.
    """
    hints = ("vat_rate", "vat_included", "phone", "postcode", "city", "email")
    firsts_of = ("created", "date")
    table.fields = [
        one for one in table.fields if one.id not in hints and (one.kind != "moment" or one.id in firsts_of)
    ]
    for one in table.fields:
        if "€" in one.header or "EUR" in one.header:
            one.header = "Spend"
        if "nquiry" in one.header:  # An American would write inquiry.
            one.header = "Lead date"
        if one.kind == "moment":
            year = dice.pick((2024, 2025))
            made = [date(year, dice.between(1, 12), dice.between(1, 12)) for _ in one.values]
            one.values = list(made)
            one.accept = {row: [date(year, day.day, day.month)] for row, day in enumerate(made)}


def monotone(table: Table, dice: Dice) -> None:
    """Days from 1 to 12 only, but in the order in which they came."""
    for one in table.fields:
        if one.kind == "moment":
            made = [date(2025, dice.between(1, 9), dice.between(1, 12)) for _ in one.values]
            one.values = [*sorted(made)]


def related(table: Table, dice: Dice) -> None:
    """Days from 1 to 12 only and in no order, but each contact and sale after the request."""
    created, won = table.field("created"), table.field("won")
    assert created is not None
    assert won is not None
    table.fields = [one for one in table.fields if one.id != "lost_reason"]
    for row in range(table.rows):
        for one in table.fields:
            if one.id == "status":
                one.values[row] = words.WON[table.language]
        month = dice.between(1, 9)
        created.values[row] = date(2025, month, dice.between(7, 12))
        won.values[row] = date(2025, month + dice.between(1, 2), dice.between(1, 6))


# -- after: the cells change, what is true stays ----------------------------------------------------------------------


def empties(table: Table, dice: Dice) -> None:
    """Words that say that there is nothing."""
    first = table.fields[0]
    for one in table.fields:
        blanks = [row for row, cell in enumerate(one.cells) if one.values[row] is None and cell is None]
        loose = one is not first and one.kind not in ("flag", "moment") and one.id not in ("status", "channel")
        if loose and not blanks and one.kind != "id":
            blanks = dice.some(range(table.rows), max(1, table.rows // 8))
        if one.accept or one is first or one.kind == "flag":
            continue
        wordy = one.kind in TEXTS
        for row in blanks:
            choice = [w for w in marks.EMPTIES[table.language] if w in ("--", "n/a", "N/A", "-") or wordy]
            one.values[row] = None
            one.split.pop(row, None)
            one.cells[row] = Cell(dice.pick(choice)) if dice.chance(0.8) else None


def errors(table: Table, dice: Dice) -> None:
    """Formulas that failed."""
    codes = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!")
    able = [one for one in table.fields if one.id in ("margin", "amount", "city", "weight", "participants", "clicked")]
    for one in able[:2] or table.fields[-1:]:
        for row in dice.some(range(table.rows), max(2, table.rows // 7)):
            one.values[row] = None
            one.accept.pop(row, None)
            one.cells[row] = Cell(dice.pick(codes), error=True)


def lost_zeros(table: Table, dice: Dice) -> None:
    """Postcodes and phones that a spreadsheet took for numbers: the zero in front is gone."""
    del dice
    postcode = table.field("postcode")
    for one in table.fields:
        if one.kind not in ("phone", "postcode"):
            continue
        if one is postcode:
            for row, place in zip((1, 3, 6), ("01000", "06000", "02000"), strict=True):
                if row < table.rows:
                    _move(table, row, place)
        for row, value in enumerate(one.values):
            if isinstance(value, str) and value.startswith("0"):
                one.cells[row] = Cell(int(value)) if _native(table) else Cell(value.lstrip("0"))
                one.repairs[row] = "zero"
            elif isinstance(value, str) and _native(table):
                one.cells[row] = Cell(int(value))


def _native(table: Table) -> bool:
    """Whether the table's numbers are numbers, not text."""
    return any(isinstance(cell.value, (int, float)) for one in table.fields for cell in one.cells if cell)


def _move(table: Table, row: int, postcode: str) -> None:
    for place, city in words.PLACES["fr"]:
        for one in table.fields:
            if place == postcode and one.id in ("postcode", "city"):
                one.values[row] = place if one.id == "postcode" else city
                one.cells[row] = one.write(place if one.id == "postcode" else city)


def two_phones(table: Table, dice: Dice) -> None:
    """A second number in the cell of the first."""
    one = table.field("phone")
    assert one is not None
    for row in dice.some([row for row, value in enumerate(one.values) if value], max(3, table.rows // 4)):
        cell = one.cells[row]
        other = one.write(words.phone(dice, table.language))
        assert cell is not None
        one.cells[row] = Cell(
            f"{cell.value}{dice.pick((' / ', ' ou ' if table.language == 'fr' else ' or ', ' - '))}{other.value}"
        )
        one.repairs[row] = "two phones"


def twisted(text: str) -> str | None:
    """UTF-8 read as Windows-1252, or None where that would change nothing or could not be undone."""
    try:
        broken = text.encode().decode("cp1252")
    except UnicodeDecodeError:
        return None
    return broken if broken not in (text, broken.strip() + " ") and broken == broken.strip() else None


def mojibake(table: Table, dice: Dice) -> None:
    """Accents encoded twice, in most cells that have some."""
    for one in table.fields:
        for row, cell in enumerate(one.cells):
            if one.kind in TEXTS and cell and isinstance(cell.value, str) and one.values[row] is not None:
                broken = twisted(cell.value)
                if broken and dice.chance(0.8):
                    one.cells[row] = replace(cell, value=broken)
                    one.repairs[row] = "accents"


def mojibake_headers(table: Table, dice: Dice) -> None:
    """The headers' accents too."""
    del dice
    for one in table.fields:
        if one.id != "extra":
            one.header = twisted(one.header) or one.header


def case_variants(table: Table, dice: Dice) -> None:
    """One channel in many spellings."""
    for one in table.fields:
        if one.id not in ("channel", "campaign", "network", "city"):
            continue
        one.accept_raw = True
        for row, cell in enumerate(one.cells):
            if cell and isinstance(cell.value, str) and dice.chance(0.5):
                text = dice.pick((cell.value.lower(), cell.value.upper(), cell.value + " ", cell.value.lower() + " "))
                one.cells[row] = replace(cell, value=text)


def spaces(table: Table, dice: Dice) -> None:
    """White space around texts."""
    for one in table.fields:
        for row, cell in enumerate(one.cells):
            if (
                one.kind in (*TEXTS, "email", "id", "phone")
                and cell
                and isinstance(cell.value, str)
                and dice.chance(0.4)
            ):
                one.cells[row] = replace(cell, value=dice.pick((cell.value + " ", cell.value + "  ", " " + cell.value)))


def newlines(table: Table, dice: Dice) -> None:
    """Line breaks, quotes and delimiters within cells."""
    able = [one for one in table.fields if one.kind == "text" and one.id in ("notes", "comment", "label", "company")]
    for one in able:
        for row, value in enumerate(one.values):
            if isinstance(value, str) and dice.chance(0.6):
                text = dice.pick((f"{value}\n{value[::2].strip()}.", f'« {value} » ; "{value}"', f'{value}, "urgent"'))
                one.values[row] = text
                one.cells[row] = Cell(text)


def formulas(table: Table, dice: Dice) -> None:
    """Amounts typed as sums, words joined by a formula; each with the result it had when the file was saved."""
    for one in table.fields:
        for row, cell in enumerate(one.cells):
            if cell is None or cell.error or not dice.chance(0.7):
                continue
            if one.kind == "money" and isinstance(cell.value, float):
                whole = int(cell.value)
                one.cells[row] = replace(cell, formula=f"{whole}+{round(cell.value - whole, 2)}")
            elif one.id == "city" and isinstance(cell.value, str):
                one.cells[row] = replace(cell, formula=f'TRIM("{cell.value} ")')


def duplicate_headers(table: Table, dice: Dice) -> None:
    """The same word over two columns: a second telephone, a second comment, another amount."""
    second: dict[str, Callable[[int], Value | None]] = {
        "phone": lambda row: None if row % 3 else words.phone(dice, table.language),
        "notes": lambda row: None if row % 2 else dice.pick(words.STEPS[table.language]),
        "comment": lambda row: None if row % 2 else dice.pick(words.NOTES[table.language]),
        "label": lambda row: dice.pick(("A", "B", "C")) if row % 2 else None,
    }
    one = next((one for one in table.fields if one.id in second), None)
    if one is None:
        return  # The second table of a file that has the damage in its first.
    values = [second[one.id](row) for row in range(table.rows)]
    other = Field("extra", one.header, "phone" if one.id == "phone" else "text", values, write=one.write)
    other.render()
    table.fields.append(other)


def no_header(table: Table, dice: Dice) -> None:
    """A column that nobody named."""
    values: list[Value | None] = [
        dice.pick(("VIP", "à voir", "urgent")) if dice.chance(0.6) else None for _ in range(table.rows)
    ]
    other = Field("extra", "", "text", values)
    other.render()
    table.fields.insert(dice.between(2, len(table.fields) - 1), other)
