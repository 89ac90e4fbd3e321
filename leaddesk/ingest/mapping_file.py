"""The mapping file (TOML): what the user knows about his files, and what the mapping dialog saves."""

from __future__ import annotations

import datetime as dt
import fnmatch
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.fullnames import FULL_NAME, says_so
from leaddesk.ingest.yearless import YEAR
from leaddesk.model.recipe import DATE_ORDERS, DECIMALS, WIDE_KEYS, Recipe, SheetRecipe
from leaddesk.model.schema import Kind
from leaddesk.model.tables import BY_ID, TABLES
from leaddesk.text import msg

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.recipe import ColumnChoice

IGNORED: Final = "ignore"
"""The table of a sheet that is left out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``[[sheet]]``. ``file`` and ``sheet``: names or globs (empty sheet: every one). ``table``: an id,
    ``ignore``, or empty: inferred. ``columns``: column id → header. ``values``: column id → text in the file → what
    it stands for. ``ignore``: headers to leave out. ``header_row``: 1-based line, 0 for none, None: found.
    ``date_order``, ``decimal``, ``canonical``: by column id, ``*`` for all. ``wide``: ``channel`` or ``month``, with
    ``wide_columns`` key → header and ``wide_suffix``. ``encoding``, ``delimiter``: of a text file. ``off``: what is not
    to be done by itself: ``total-rows``, or for one column ``postcode.postcode-zero``. ``wanted``: what is only done
    when one says so: ``alike-rows``, ``stage.likely-status``. ``constants``: column id → what all rows have in it,
    where no column gives it. ``year``: by column id, of dates that have none: ``2026``, ``2026+`` where the rows go on
    into the next one, ``rows`` (as the dates beside them in the column), or the id of the column whose date tells.
    """

    file: str
    sheet: str = ""
    table: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    header_row: int | None = None
    date_order: Mapping[str, str] = field(default_factory=dict)
    decimal: Mapping[str, str] = field(default_factory=dict)
    canonical: Mapping[str, bool] = field(default_factory=dict)
    tax_included: Mapping[str, bool] = field(default_factory=dict)
    tax_rate: float | None = None
    spans: str = ""
    wide: str = ""
    wide_suffix: str = ""
    wide_columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    as_of: dt.date | None = None
    off: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    year: Mapping[str, str] = field(default_factory=dict)

    def off_in(self, target: str) -> tuple[str, ...]:
        """What is off in the column that is taken for *target*; in the whole sheet for an empty one."""
        return _codes_of(self.off, target)

    def wanted_in(self, target: str) -> tuple[str, ...]:
        """What is wanted in the column that is taken for *target*; in the whole sheet for an empty one."""
        return _codes_of(self.wanted, target)

    def is_for(self, file: str, sheet: str) -> bool:
        """Whether the entry speaks of that sheet of that file (its name without the folder)."""
        return _names(self.file, file) and (not self.sheet or _names(self.sheet, sheet))


def _codes_of(names: tuple[str, ...], target: str) -> tuple[str, ...]:
    pairs = (name.rpartition(".") for name in names)
    return tuple(code for column, _, code in pairs if column_id(column) == target)


def _names(pattern: str, name: str) -> bool:
    pattern, name = pattern.casefold(), name.casefold()
    return pattern == name or fnmatch.fnmatchcase(name, pattern)


@dataclass(frozen=True, slots=True)
class MappingFile:
    """All entries of a mapping file; the first one that speaks of a sheet holds. ``source`` names it in messages."""

    entries: tuple[Entry, ...] = ()
    source: str = ""

    def entry(self, file: str, sheet: str) -> Entry | None:
        """The entry for one sheet, None when it is left to be inferred."""
        return next((entry for entry in self.entries if entry.is_for(file, sheet)), None)

    def reading(self, file: str) -> tuple[str | None, str | None]:
        """Encoding and delimiter to read a text file with, None where the file is to tell."""
        for entry in self.entries:
            if _names(entry.file, file) and (entry.encoding or entry.delimiter):
                return entry.encoding or None, entry.delimiter or None
        return None, None

    def unused(self, files: tuple[str, ...]) -> tuple[str, ...]:
        """The ``file`` patterns that speak of none of these files."""
        return tuple(e.file for e in self.entries if not any(_names(e.file, name) for name in files))

    @classmethod
    def read(cls, path: Path) -> MappingFile:
        """The mapping file at *path*.

        :raises LeadDeskError: when it cannot be read or is wrong.
        """
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise LeadDeskError(
                msg("The mapping file {file} cannot be read.", file=path.name),
                msg("It must be there, and be text in UTF-8."),
            ) from error
        return cls.parse(text, path.name)

    @classmethod
    def parse(cls, text: str, source: str) -> MappingFile:
        """The mapping file of that text; *source* is its name.

        :raises LeadDeskError: when it is no TOML, or says something that means nothing; it names the file and key.
        """
        try:
            plain = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise LeadDeskError(
                msg("The mapping file {file} is not valid TOML: {problem}", file=source, problem=str(error)),
                msg("Correct the line that is named, or save the mapping anew from the import window."),
            ) from error
        return cls(_Reader(source).entries(plain), source)

    @classmethod
    def of_recipes(cls, recipes: tuple[Recipe, ...]) -> MappingFile:
        """The mapping file that makes the same recipes again."""
        return cls(tuple(_entry_of(recipe, sheet) for recipe in recipes for sheet in recipe.sheets))

    def to_toml(self) -> str:
        """The text of the file."""
        return "\n".join(_section(entry) for entry in self.entries)


class _Reader:
    """Reads the plain values of a TOML file, and says where something is wrong."""

    def __init__(self, source: str) -> None:
        self._source = source

    def wrong(self, key: str, wanted: str) -> LeadDeskError:
        return LeadDeskError(
            msg("The mapping file {file} is wrong at “{key}”.", file=self._source, key=key),
            msg("Expected there: {wanted}.", wanted=wanted),
        )

    def entries(self, plain: Mapping[str, Any]) -> tuple[Entry, ...]:
        for key in plain:
            if key != "sheet":
                raise self.wrong(key, "[[sheet]]")
        sheets = plain.get("sheet", [])
        if not isinstance(sheets, list) or not all(isinstance(item, dict) for item in sheets):
            raise self.wrong("sheet", "[[sheet]]")
        return tuple(self.entry(item, f"sheet {number}") for number, item in enumerate(sheets, start=1))

    def entry(self, item: Mapping[str, Any], at: str) -> Entry:
        known = set(Entry.__dataclass_fields__)
        for key in item:
            if key not in known:
                raise self.wrong(f"{at}.{key}", ", ".join(sorted(known)))
        text = {key: self.text(item, key, at) for key in ("file", "sheet", "table", "encoding", "delimiter", "spans",
                                                          "wide_suffix")}  # fmt: skip
        if not text["file"]:
            raise self.wrong(f"{at}.file", 'file = "leads.xlsx"')
        table = text["table"]
        if table and table != IGNORED and table not in BY_ID:
            raise self.wrong(f"{at}.table", ", ".join([*(t.id for t in TABLES), IGNORED]))
        wide = self.one_of(item, "wide", at, WIDE_KEYS)
        self.one_of(item, "spans", at, ("day", "week", "month"))
        as_of = item.get("as_of")
        if as_of is not None and type(as_of) is not dt.date:
            raise self.wrong(f"{at}.as_of", "as_of = 2026-08-31")
        return Entry(
            **text,
            columns=self.texts(item, "columns", at, table),
            values=self.values(item, at, table),
            ignore=self.listed(item, "ignore", at),
            off=self.listed(item, "off", at),
            wanted=self.listed(item, "wanted", at),
            constants=self.constants(item, at, table),
            header_row=self.row(item, at),
            date_order=self.each(item, "date_order", at, DATE_ORDERS),
            decimal=self.each(item, "decimal", at, DECIMALS),
            year=self.years(item, at, table),
            canonical=self.switches(item, "canonical", at),
            tax_included=self.switches(item, "tax_included", at),
            tax_rate=self.rate(item, at),
            wide=wide,
            wide_columns=self.texts(item, "wide_columns", at, ""),
            as_of=as_of,
        )

    def text(self, item: Mapping[str, Any], key: str, at: str) -> str:
        value = item.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(f"{at}.{key}", f'{key} = "…"')
        return value

    def one_of(self, item: Mapping[str, Any], key: str, at: str, allowed: tuple[str, ...]) -> str:
        value = self.text(item, key, at)
        if value and value not in allowed:
            raise self.wrong(f"{at}.{key}", ", ".join(allowed))
        return value

    def listed(self, item: Mapping[str, Any], key: str, at: str) -> tuple[str, ...]:
        value = item.get(key, [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise self.wrong(f"{at}.{key}", f'{key} = ["…", "…"]')
        return tuple(value)

    def row(self, item: Mapping[str, Any], at: str) -> int | None:
        value = item.get("header_row")
        if value is not None and (type(value) is not int or value < 0):
            raise self.wrong(f"{at}.header_row", "header_row = 1")
        return value

    def rate(self, item: Mapping[str, Any], at: str) -> float | None:
        value = item.get("tax_rate")
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1):
            raise self.wrong(f"{at}.tax_rate", "tax_rate = 0.2")
        return None if value is None else float(value)

    def texts(self, item: Mapping[str, Any], key: str, at: str, table: str) -> dict[str, str]:
        value = item.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise self.wrong(f"{at}.{key}", f'{key} = {{ channel = "…" }}')
        if key == "columns":
            for name in value:
                self.column(name, f"{at}.{key}.{name}", table)
            return {column_id(name): text for name, text in value.items()}
        return dict(value)

    def constants(self, item: Mapping[str, Any], at: str, table: str) -> dict[str, str]:
        given = self.texts(item, "constants", at, "")
        for name in given:
            self.column(name, f"{at}.constants.{name}", table)
            tables = [BY_ID[table]] if table in BY_ID else list(TABLES)
            if not any(name in one.by_id and one.column(name).kind is Kind.CATEGORY for one in tables):
                raise self.wrong(f"{at}.constants.{name}", 'constants = { channel = "Google Ads" }')
        return {column_id(name): text for name, text in given.items() if text}

    def column(self, name: str, at: str, table: str) -> None:
        """A column of the table, or of any table where none is named."""
        tables = [BY_ID[table]] if table in BY_ID else list(TABLES)
        if not name.startswith("extra:") and not any(column_id(name) in one.by_id for one in tables):
            raise self.wrong(at, ", ".join(tables[0].by_id) if len(tables) == 1 else "channel, stage, created, amount…")

    def values(self, item: Mapping[str, Any], at: str, table: str) -> dict[str, dict[str, str]]:
        value = item.get("values", {})
        if not isinstance(value, dict):
            raise self.wrong(f"{at}.values", 'values = { stage = { yes = "won" } }')
        found = {}
        for name, pairs in value.items():
            self.column(name, f"{at}.values.{name}", table)
            if not isinstance(pairs, dict) or not all(isinstance(text, str) for text in pairs.values()):
                raise self.wrong(f"{at}.values.{name}", 'values = { stage = { yes = "won" } }')
            found[column_id(name)] = dict(pairs)
        return found

    def each(self, item: Mapping[str, Any], key: str, at: str, allowed: tuple[str, ...]) -> dict[str, str]:
        """One value for all columns, or one a column."""
        value = item.get(key, {})
        pairs = {"*": value} if isinstance(value, str) else value
        if not isinstance(pairs, dict) or not all(one in allowed for one in pairs.values()):
            raise self.wrong(f"{at}.{key}", ", ".join(f'"{one}"' for one in allowed))
        return {column_id(name): one for name, one in pairs.items()}

    def years(self, item: Mapping[str, Any], at: str, table: str) -> dict[str, str]:
        """The years of dates that have none: one for all columns, or one a column."""
        value = item.get("year", {})
        pairs = value if isinstance(value, dict) else {"*": value}
        found = {column_id(name): str(one) for name, one in pairs.items()}
        tables = [BY_ID[table]] if table in BY_ID else list(TABLES)
        for one in found.values():
            if YEAR.fullmatch(one) is None and not any(one in known.by_id for known in tables):
                raise self.wrong(f"{at}.year", '"2026", "2026+", "rows", "created"')
        return found

    def switches(self, item: Mapping[str, Any], key: str, at: str) -> dict[str, bool]:
        value = item.get(key, {})
        pairs = {"*": value} if isinstance(value, bool) else value
        if not isinstance(pairs, dict) or not all(isinstance(one, bool) for one in pairs.values()):
            raise self.wrong(f"{at}.{key}", "true, false")
        return {column_id(name): one for name, one in pairs.items()}


def column_id(name: str) -> str:
    """The schema's id of a column as the user names it: the status of a lead is its ``stage``."""
    return "status" if name == "stage" else name


def _user_name(column: str) -> str:
    return "stage" if column == "status" else column


def _entry_of(recipe: Recipe, sheet: SheetRecipe) -> Entry:
    if not sheet.table:
        return Entry(_literal(recipe.file), _literal(sheet.sheet), IGNORED)
    named = [c for c in sheet.columns if c.target and not c.wide_key]
    return Entry(
        file=_literal(recipe.file),
        sheet=_literal(sheet.sheet),
        table=sheet.table,
        columns={c.target: c.header for c in named if c.header and not c.is_extra},
        values={c.target: dict(c.values) for c in named if c.values and not c.is_extra},
        ignore=tuple(c.header for c in sheet.columns if not c.target and c.header),
        date_order={c.target: c.date_order for c in named if c.date_order},
        decimal={c.target: c.decimal for c in named if c.decimal},
        year={c.target: c.year for c in named if c.year},
        canonical={c.target: False for c in named if not c.canonical},
        tax_included={c.target: True for c in named if c.tax_included and not c.is_extra},
        tax_rate=sheet.tax_rate if any(c.tax_included for c in sheet.columns) else None,
        spans=sheet.spans if sheet.table == "costs" and sheet.column("date") else "",
        wide=sheet.wide,
        wide_suffix=sheet.wide_suffix,
        wide_columns={c.wide_key: c.header for c in sheet.columns if c.wide_key and c.target == "amount"},
        off=(*sheet.off, *dict.fromkeys(f"{_user_name(c.target)}.{code}" for c in sheet.columns for code in c.off)),
        wanted=(*sheet.wanted, *(f"{_user_name(c.target)}.{code}" for c in named for code in _wanted(c))),
        constants={one.target: one.value for one in sheet.constants},
    )


def _wanted(choice: ColumnChoice) -> tuple[str, ...]:
    """What is only done in a column when the user says so, and he did. Full names are whole until then."""
    is_apart = choice.target == "name" and says_so(choice.header) and FULL_NAME not in choice.off
    return tuple(dict.fromkeys((*choice.wanted, FULL_NAME) if is_apart else choice.wanted))


def _literal(name: str) -> str:
    """A name in which no character is a glob."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _section(entry: Entry) -> str:
    lines = ["[[sheet]]"]
    for key in Entry.__dataclass_fields__:
        value = getattr(entry, key)
        if value in ("", (), None) or value == {}:
            continue
        if key in ("date_order", "decimal") and len(set(value.values())) == 1:
            value = next(iter(value.values()))
        if isinstance(value, Mapping):
            value = {_user_name(name): one for name, one in value.items()}
        lines.append(f"{key} = {_written(value)}")
    return "\n".join(lines) + "\n"


def _written(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | dt.date):
        return str(value)
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(name)} = {_written(one)}" for name, one in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_written(one) for one in value) + "]"
    return _quoted(str(value))


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if name and bare else _quoted(name)


def _quoted(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
    safe = "".join(escapes.get(c, f"\\u{ord(c):04x}" if ord(c) < 32 or ord(c) == 127 else c) for c in text)
    return '"' + safe.encode("utf-8", "replace").decode("utf-8") + '"'
