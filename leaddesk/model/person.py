"""Where a person is in the files: the rows of the lead, and all others with the same e-mail or mobile number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.contacts import are_alike, email_key, folded, is_mobile, is_shared_address, name_key, phone_keys
from leaddesk.model.erasure import Blanks, stays
from leaddesk.model.raw import CellKind
from leaddesk.model.rawcell import held, number_text
from leaddesk.model.recipe import SheetRecipe
from leaddesk.model.rowids import ROWS_PER_IMPORT, row_base
from leaddesk.model.schema import Kind
from leaddesk.model.tables import BY_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from leaddesk.model.action import Action
    from leaddesk.model.raw import RawColumn, RawFile, RawSheet
    from leaddesk.model.recipe import Recipe

    File = tuple[UUID, RawFile, Recipe]

_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_NAMES: Final = ("name", "first_name", "company")
_TELLING: Final = (*_NAMES, "email", "phone", "id")
_BETWEEN: Final = r"[\s./()\u00a0\u202f-]*"


@dataclass(frozen=True)
class Known:
    """What a person is known by: ``emails`` and mobile ``phones`` of nobody else, as :mod:`leaddesk.model.contacts`
    compares them. What others may have too: ``every`` address and phone, the lead's ``numbers``, ``names``
    (as :func:`~leaddesk.model.contacts.name_key` gives them) and the ``words`` in them.
    """

    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    every: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    @classmethod
    def by(cls, texts: Iterable[str]) -> Known:
        """By what these cells hold; an address or a number that several people share is nobody's."""
        emails: set[str] = set()
        phones: set[str] = set()
        for text in texts:
            emails |= {key for key in map(email_key, re.split(r"[\s;,]+", text)) if key and not is_shared_address(key)}
            phones |= {key for key in phone_keys(text) if is_mobile(key)}
        return cls(frozenset(emails), frozenset(phones))

    def is_all_of(self, text: str) -> bool:
        """Whether a cell is one of these and nothing else."""
        if "@" in text:
            return email_key(text) in self.emails
        return bool(self.phones) and not _LETTER.search(text) and not self.phones.isdisjoint(phone_keys(text))

    @property
    def pattern(self) -> str:
        """A pattern that finds them within a text, however they are written; empty when there are none."""
        numbers = [
            rf"(?<!\d)(?:(?:\+|00)33{_BETWEEN}(?:\(0\)|0)?{_BETWEEN}|0){_BETWEEN.join(key[1:])}(?!\d)"
            for key in sorted(self.phones)
        ]
        addresses = [rf"(?<![\w.+-]){re.escape(key)}(?![\w-])" for key in sorted(self.emails)]
        return "|".join([*addresses, *numbers])


@dataclass(frozen=True)
class Trace:
    """One row of a file that is the person's: ``file`` and ``line`` as the user knows them, the ``blanks`` and what
    they hold (header and text), what ``stays``, and the row's id in its ``table`` (empty: of no table).
    """

    import_id: UUID
    file: str
    sheet: str
    line: int
    table: str
    row: int
    blanks: Blanks
    gone: tuple[tuple[str, str], ...]
    stays: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, None] = field(default_factory=dict)
    """The numbers in it by which somebody is known: an e-mail, a name."""


def merged_into(into: Mapping[int, int], row: int) -> frozenset[int]:
    """A lead's row and all that were merged into it."""
    found = {row}
    while more := {one for one, other in into.items() if other in found} - found:
        found |= more
    return frozenset(found)


def known_by(files: Sequence[File], actions: Iterable[Action], rows: frozenset[int]) -> Known:
    """What the leads of these *rows* are known by, in the files and in what was written over them."""
    texts: dict[str, set[str]] = {name: set() for name in _TELLING}
    for import_id, raw, recipe in files:
        for _number, sheet, chosen, before in _sheets(raw, recipe):
            for place in _own(import_id, before, sheet, raw, rows) if chosen.table == "leads" else ():
                for target, text in _cells(sheet, chosen, place).items():
                    texts.get(target, set()).add(text)
    for action in actions:
        for change in action.changes:
            if change.entity == "leads" and change.row in rows and change.field in texts:
                texts[change.field] |= {value for value in (change.old, change.new) if isinstance(value, str)}
    numbers = frozenset(map(number_key, texts["id"])) - {""}
    names = frozenset(name_key(text) for name in _NAMES for text in texts[name]) - {""}
    known = Known.by(texts["email"] | texts["phone"])
    local = {key.partition("@")[0] for key in known.emails}
    every = {*map(email_key, texts["email"]), *(key for text in texts["phone"] for key in phone_keys(text))}
    words = frozenset(word for text in (*names, *local) for word in _WORD.findall(folded(text)))
    return replace(known, numbers=numbers, every=frozenset(every - {""}), names=names, words=words)


def number_key(text: str) -> str:
    """A lead's number as it is compared, with or without the zeros before it."""
    plain = text.strip().casefold()
    return plain.lstrip("0") or plain


def repeats(files: Sequence[File], there: frozenset[int], known: Known, *, by_name: bool = False) -> frozenset[int]:
    """The rows that lists have and the leads (*there*) have not, because another list says the same lead: those with an
    address or a phone of the person, with the number and a name that is like it, or *by_name* with the name alone.
    """
    found = set()
    for import_id, raw, recipe in files:
        base = row_base(import_id)
        for _number, sheet, chosen, before in _sheets(raw, recipe):
            last = min(chosen.last_row, sheet.rows - 1) if chosen.table == "leads" else -1
            found |= {
                base + before + place
                for place in range(chosen.first_row, last + 1)
                if base + before + place not in there and _repeats(_cells(sheet, chosen, place), known, by_name=by_name)
            }
    return frozenset(found)


def _repeats(cells: Mapping[str, str], known: Known, *, by_name: bool) -> bool:
    names = {name_key(cells.get(name, "")) for name in ("name", "company")} - {""}
    if by_name and not names.isdisjoint(known.names):
        return True
    if {email_key(cells.get("email", "")), *phone_keys(cells.get("phone", ""))} & known.every:
        return True
    is_like = not names or any(are_alike(one, other) for one in names for other in known.names)
    return number_key(cells.get("id", "")) in known.numbers and is_like


def traces(
    files: Sequence[File],
    rows: Mapping[str, frozenset[int]],
    known: Known,
    check: Callable[[], None] = lambda: None,
) -> tuple[Trace, ...]:
    """Every row of the files that is the person's: *rows* by table, and those that are *known* by a cell of their own.
    *check* may raise to stop.
    """
    found: list[Trace] = []
    for import_id, raw, recipe in files:
        base = row_base(import_id)
        for number, sheet, chosen, before in _sheets(raw, recipe):
            check()
            own = rows.get(chosen.table, frozenset())
            places = {*_named(sheet, known), *_own(import_id, before, sheet, raw, own)}
            found += [
                _trace(import_id, raw, number, chosen, place, base + before + place, known)
                for place in sorted(places)
                if not chosen.table or chosen.first_row <= place <= chosen.last_row
            ]
    return tuple(trace for trace in found if trace.gone or trace.table == "leads")


def _cells(sheet: RawSheet, chosen: SheetRecipe, place: int) -> dict[str, str]:
    """What a row holds in the columns that tell who it is."""
    found = {}
    for choice in chosen.columns:
        if choice.target in _TELLING and choice.position < len(sheet.columns):
            found[choice.target] = _text(sheet.columns[choice.position], place)
    return found


def _sheets(raw: RawFile, recipe: Recipe) -> Iterator[tuple[int, RawSheet, SheetRecipe, int]]:
    """Each sheet with its number, its recipe and how many rows are before it."""
    known = {sheet.sheet: sheet for sheet in recipe.sheets}
    before = 0
    for number, sheet in enumerate(raw.sheets):
        yield number, sheet, known.get(sheet.name, SheetRecipe(sheet.name)), before
        before += sheet.rows


def _own(import_id: UUID, before: int, sheet: RawSheet, raw: RawFile, rows: frozenset[int]) -> Iterator[int]:
    """The places in a sheet of those of the row ids that are in it."""
    base, total = row_base(import_id), sum(one.rows for one in raw.sheets)
    for row in sorted(rows):
        if base <= row < base + ROWS_PER_IMPORT and total:
            place = (row - base) % total - before  # wide columns make several rows of one
            if 0 <= place < sheet.rows:
                yield place


def _named(sheet: RawSheet, known: Known) -> Iterator[int]:
    """The rows that have a cell which is an e-mail or a number of the person."""
    numbers = {float(f"{code}{key[1:]}") for key in known.phones for code in ("", "33")}
    for column in sheet.columns:
        if column.codes is not None:
            hits = [code for code, text in enumerate(column.texts) if known.is_all_of(text)]
            yield from np.flatnonzero(np.isin(column.codes, hits)).tolist() if hits else ()
        if column.numbers is not None and numbers:
            is_number = column.kinds == CellKind.NUMBER
            yield from np.flatnonzero(is_number & np.isin(column.numbers, list(numbers))).tolist()


def _trace(
    import_id: UUID, raw: RawFile, number: int, chosen: SheetRecipe, place: int, row: int, known: Known
) -> Trace:
    sheet = raw.sheets[number]
    choices = {choice.position: choice for choice in chosen.columns}
    spanning = {
        column
        for area in sheet.merged
        if area.last_row > area.first_row and area.first_row <= place + sheet.first_line - 1 <= area.last_row
        for column in range(area.first_column - sheet.first_column + 1, area.last_column - sheet.first_column + 2)
    }
    gone: dict[int, tuple[str, str]] = {}
    kept: list[tuple[str, str]] = []
    numbers: list[str] = []
    for position, column in enumerate(sheet.columns):
        text = _text(column, place)
        choice = choices.get(position)
        target = "" if choice is None else choice.target
        title = choice.header if choice is not None and choice.header else f"{position + 1}"
        if not text:
            continue
        shared = position in spanning or (choice is not None and choice.fills_down)  # it is other rows' too
        if shared or (target and stays(chosen.table, target)):
            kept.append((title, text))
            numbers += [text] if target in _ids(chosen.table) else []
        else:
            gone[position] = (title, text)
    personal = {
        text: None
        for text in numbers
        if email_key(text) or phone_keys(text) or known.words & set(_WORD.findall(folded(text)))
    }
    return Trace(
        import_id, raw.name, sheet.name, sheet.first_line + place, chosen.table, row,
        Blanks(number, place, tuple(gone)), (*gone.values(), *(one for one in kept if one[1] in personal)),
        tuple(one for one in kept if one[1] not in personal), personal,
    )  # fmt: skip


def _ids(table: str) -> frozenset[str]:
    """The columns of a table that hold a number of a row."""
    if table not in BY_ID:
        return frozenset()
    return frozenset(column.id for column in BY_ID[table].columns if column.kind is Kind.ID)


def _text(column: RawColumn, row: int) -> str:
    """A cell as neutral text, empty where it is."""
    found = held(column, row)
    if isinstance(found, float):
        return number_text(CellKind(int(column.kinds[row])), found)
    return found or ""
