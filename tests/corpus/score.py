"""How well a reader understood a damaged file: its reading, in a neutral form, against the truth.

A reader's adapter fills in a :class:`Reading`; :func:`score` compares it with the truth's JSON. README.md in this
folder describes both.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Final

NUMBERS: Final = ("number", "integer", "money")
ALL_LINES: Final = None


# -- what a reader made of a file ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column of the user's file as the reader took it: its header, and its 1-based place in the sheet (None where it
    has none of its own, as in a wide table). ``header`` may differ from the file's; the place decides.
    """

    header: str = ""
    position: int | None = None


@dataclass(frozen=True)
class Row:
    """One row with the sheet and the 1-based line it comes from, and its cells by column id or ``extra:`` name.

    Values: str, float, int, bool, date, datetime or ISO text for moments; None, NaN and "" are empty.
    """

    sheet: str
    line: int
    cells: dict[str, Any]


@dataclass(frozen=True)
class Table:
    """Rows that the reader took as one table of the schema (``id``); ``columns`` by the keys of the rows' cells."""

    id: str
    columns: dict[str, Column]
    rows: list[Row]


@dataclass(frozen=True)
class Issue:
    """Something the reader says it did or saw. ``column`` None: it is about whole rows (left out). ``lines`` None: it
    is about every line, or, where ``examples`` (raw texts) are given, about the cells that hold one of these.
    """

    sheet: str | None = None
    lines: frozenset[int] | None = ALL_LINES
    column: str | None = None
    examples: tuple[str, ...] = ()

    def tells(self, sheet: str, line: int, column: str | None, raw: str) -> bool:
        """Whether it speaks of this cell (of this row, with ``column`` None)."""
        if self.column != column or (self.sheet is not None and sheet and self.sheet != sheet):
            return False
        if self.lines is None:
            return column is not None and (not self.examples or raw.strip() in (one.strip() for one in self.examples))
        return line in self.lines


@dataclass(frozen=True)
class Reading:
    """All that a reader made of one file. ``asked``: the columns, as (table id, key), whose date order it asks for.
    ``orders``: the date orders it decided (``dmy``, ``mdy``, ``ymd``), by the same keys; it may leave them out.
    """

    tables: list[Table]
    issues: list[Issue] = field(default_factory=list)
    asked: frozenset[tuple[str, str]] = frozenset()
    orders: dict[tuple[str, str], str] = field(default_factory=dict)


# -- what comes out ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """A cell (or a row, with no column) that is not as it should be."""

    file: str
    sheet: str
    line: int
    column: str
    raw: str
    wanted: object = None
    got: object = None


@dataclass
class Score:
    """Counts of one file, or of many added up. ``lost``: true rows that are missing without a reason; ``surplus``: rows
    that should not be there; ``silent``: cells changed without an issue that tells; ``misjudged``: date orders that are
    wrong, asked although decidable, or not asked although undecidable.
    """

    cells: int = 0
    orders: int = 0
    wrong: list[Fault] = field(default_factory=list)
    lost: list[Fault] = field(default_factory=list)
    surplus: list[Fault] = field(default_factory=list)
    silent: list[Fault] = field(default_factory=list)
    misjudged: list[Fault] = field(default_factory=list)

    @property
    def right(self) -> int:
        """Cells that are right."""
        return self.cells - len(self.wrong)

    @property
    def share(self) -> float:
        """Right cells among all, 1 for no cells."""
        return self.right / self.cells if self.cells else 1.0

    @property
    def orders_right(self) -> int:
        """Date orders that are right, or rightly asked for."""
        return self.orders - len(self.misjudged)

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Score)))


# -- comparing values ----------------------------------------------------------------------------------------------


def is_empty(value: object) -> bool:
    """Whether a value is none at all."""
    return (
        value is None
        or (isinstance(value, float) and math.isnan(value))
        or (isinstance(value, str) and not value.strip())
    )


def as_text(value: object) -> str:
    """A value as a person would read it, without outer white space."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def dialled(text: str) -> str:
    """The digits of a telephone number as one dials them at home: separators and +33 or +44 do not count."""
    digits = re.sub(r"[\s.\-()\u00a0\u202f]", "", text)
    return re.sub(r"^(\+|00)(33|44)0?", "0", digits)


def moment(value: object) -> datetime | None:
    """A day or moment, given as such or in ISO form; a day is its midnight. None for anything else."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the files know no zones
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None


def same(wanted: object, got: object, kind: str) -> bool:
    """Whether a value is the true one, with the tolerances of README.md."""
    if is_empty(wanted) or is_empty(got):
        return is_empty(wanted) and is_empty(got)
    if kind in NUMBERS or kind == "flag":
        if not isinstance(got, (int, float)) or not isinstance(wanted, (int, float)):
            return False
        return math.isclose(float(wanted), float(got), rel_tol=1e-9)
    if kind == "moment":
        return moment(got) is not None and moment(wanted) == moment(got)
    if kind == "phone":
        return dialled(as_text(wanted)) == dialled(as_text(got))
    return as_text(wanted) == as_text(got)


def folded(text: str) -> str:
    """A header without case, accents and signs."""
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


# -- comparing files -----------------------------------------------------------------------------------------------


def score(truth: dict[str, Any], reading: Reading) -> Score:
    """Compare a reading with the truth of its file."""
    return _Comparison(truth, reading).run()


class _Comparison:
    """One file's truth and reading, and the score while it is counted."""

    def __init__(self, truth: dict[str, Any], reading: Reading) -> None:
        self.truth, self.reading = truth, reading
        self.score = Score()
        self.bare = all(not table["sheet"] for table in truth["tables"])
        # The reader's rows by table, sheet and line; each is used once.
        self.pool: dict[tuple[str, str, int], list[tuple[Table, Row]]] = defaultdict(list)
        for table in reading.tables:
            for row in table.rows:
                self.pool[table.id, self._sheet(row.sheet), row.line].append((table, row))

    def _sheet(self, name: str) -> str:
        return "" if self.bare else name

    def _fault(self, sheet: str, line: int, column: str, raw: str, wanted: object = None, got: object = None) -> Fault:
        return Fault(self.truth["file"], sheet, line, column, raw, wanted, got)

    def run(self) -> Score:
        """Compare everything."""
        doubtful: dict[tuple[str, str], bool] = {}
        for table in self.truth["tables"]:
            wrong_before = len(self.score.wrong)
            lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
            for row in table["rows"]:
                lines[row["line"]].append(row)
            for line, rows in lines.items():
                self._line(table, line, rows)
            for fault in self.score.wrong[wrong_before:]:
                doubtful[table["table"], fault.column] = True
        for (table_id, sheet, line), left in self.pool.items():
            for _, row in left:
                self.score.surplus.append(self._fault(sheet, line, "", table_id, None, dict(row.cells)))
        self._orders(doubtful)
        return self.score

    def _line(self, table: dict[str, Any], line: int, rows: list[dict[str, Any]]) -> None:
        """Pair the true rows of a line with the reader's, the most alike first, and compare each pair."""
        pool = self.pool[table["table"], self._sheet(table["sheet"]), line]
        pairs = sorted(
            (
                (-self._alike(table, row, *one), at, place)
                for at, row in enumerate(rows)
                for place, one in enumerate(pool)
            ),
        )
        taken: dict[int, int] = {}
        for _, at, place in pairs:
            if at not in taken and place not in taken.values():
                taken[at] = place
        for at, row in enumerate(rows):
            if row.get("optional"):
                continue
            if at in taken:
                self._row(table, row, *pool[taken[at]])
            else:
                self._missing(table, row)
        self.pool[table["table"], self._sheet(table["sheet"]), line] = [
            one for place, one in enumerate(pool) if place not in taken.values()
        ]

    def _alike(self, table: dict[str, Any], row: dict[str, Any], got: Table, other: Row) -> int:
        return sum(self._judge(column, row, got, other)[0] for column in table["columns"])

    def _missing(self, table: dict[str, Any], row: dict[str, Any]) -> None:
        sheet, line = table["sheet"], row["line"]
        for column in table["columns"]:
            value = row["cells"][column["key"]]
            self.score.cells += 1
            self.score.wrong.append(self._fault(sheet, line, column["key"], _raw(row, column["key"]), value, None))
        if "sheet_value" in table:
            self.score.cells += 1
            self.score.wrong.append(self._fault(sheet, line, "sheet", "", table["sheet_value"], None))
        if not any(issue.tells(sheet, line, None, "") for issue in self.reading.issues):
            self.score.lost.append(self._fault(sheet, line, "", table["table"]))

    def _row(self, table: dict[str, Any], row: dict[str, Any], got: Table, other: Row) -> None:
        sheet, line = table["sheet"], row["line"]
        for column in table["columns"]:
            right, name, value = self._judge(column, row, got, other)
            raw = _raw(row, column["key"])
            fault = self._fault(sheet, line, column["key"], raw, row["cells"][column["key"]], value)
            self.score.cells += 1
            if not right:
                self.score.wrong.append(fault)
            if _changed(column["kind"], raw, value, right=right):
                told = any(issue.tells(sheet, line, name or column["key"], raw) for issue in self.reading.issues)
                if not told:
                    self.score.silent.append(fault)
        if "sheet_value" in table:
            self.score.cells += 1
            if not any(same(table["sheet_value"], value, "text") for value in other.cells.values()):
                self.score.wrong.append(self._fault(sheet, line, "sheet", "", table["sheet_value"], None))

    def _judge(
        self, column: dict[str, Any], row: dict[str, Any], got: Table, other: Row
    ) -> tuple[bool, str | None, Any]:
        """Whether the reader's cell is right, under which key it has it, and what it is."""
        key, kind = column["key"], column["kind"]
        name = key if column["id"] != "extra" else _named(column, got)
        value = None if name is None else other.cells.get(name)
        choices = [row["cells"][key], *row.get("accept", {}).get(key, [])]
        if column.get("order") == "undecidable" and (got.id, name) in self.reading.asked:
            choices.append(None)
        right = any(same(choice, value, kind) for choice in choices)
        if not right and column.get("accept_raw"):
            right = same(_raw(row, key), value, "text")
        if not right and key == "name" and "split" in row:
            right = all(same(part, other.cells.get(half), "text") for half, part in row["split"].items())
        return right, name, value

    def _orders(self, doubtful: dict[tuple[str, str], bool]) -> None:
        wanted: dict[tuple[str, str], tuple[str, str]] = {}
        for table in self.truth["tables"]:
            for column in table["columns"]:
                if column.get("order"):
                    wanted[table["table"], column["key"]] = column["order"], table["sheet"]
        for at, (order, sheet) in wanted.items():
            self.score.orders += 1
            asked, said = at in self.reading.asked, self.reading.orders.get(at)
            decided = said == order if said else not doubtful.get(at)
            if not (asked if order == "undecidable" else not asked and decided):
                self.score.misjudged.append(self._fault(sheet, 0, at[1], "", order, "asked" if asked else said))


def _named(column: dict[str, Any], got: Table) -> str | None:
    """Under which key a reader has a column that the schema lacks: by its place, else by its header."""
    for name, one in got.columns.items():
        if column["position"] is not None and one.position == column["position"]:
            return name
    for name, one in got.columns.items():
        if one.position is None and folded(column["header"]) and folded(one.header) == folded(column["header"]):
            return name
    return None


def _raw(row: dict[str, Any], key: str) -> str:
    """What the file holds in this cell, as text."""
    value = row.get("raw", {}).get(key, row["cells"][key])
    return as_text(value)


def _changed(kind: str, raw: str, got: Any, *, right: bool) -> bool:
    """Whether the reader made something else of a cell than it says by itself: another text, nothing of something, or
    a wrong number, day or flag. Reading "1 234,50" as 1234.5 is no change.
    """
    if kind in (*NUMBERS, "moment", "flag"):
        kept = same(raw, got, "text") and bool(raw)
        return not kept and (not right or (bool(raw) and is_empty(got)))
    if kind == "phone":
        return dialled(raw) != dialled(as_text(got))
    return raw != as_text(None if is_empty(got) else got)
