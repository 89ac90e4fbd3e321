"""Recipes: what was decided about one file, so that its raw cells become tables. Stored with the document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

from leaddesk.model.messages import message_from_json, message_to_json
from leaddesk.model.schema import EXTRA_PREFIX
from leaddesk.text import Message

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

DATE_ORDERS: Final = ("dmy", "mdy", "ymd")
DECIMALS: Final = (",", ".")
WIDE_KEYS: Final = ("channel", "campaign", "lever", "month")
SPANS: Final = ("day", "week", "month")
LIKELY_STATUS: Final = "likely-status"
"""The code of the proposal to take words that perhaps stand for a stage for it: only done when the user says so."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What one column of a sheet is taken for.

    ``position``: 0-based among the sheet's columns. ``target``: a column id of the table, ``extra:<header>`` (kept as
    text) or empty (left out). ``confidence``: 0 to 1, ``reason`` why. ``date_order``: ``dmy``, ``mdy`` or ``ymd``;
    ``decimal``: ``,`` or ``.``; both empty where nothing hangs on them. ``order_evidence``: what told the order of the
    dates (``days``, ``rows``, …), empty where it is the user's word or is asked for. ``canonical``: spellings that
    differ by case and spaces are one value. ``values``: pairs of a text in the file and what it stands for (empty:
    missing). ``tax_included``: amounts include VAT. ``wide_key``: in a wide sheet, the channel or the month
    (``2025-01``), quarter (``2025-Q1``) or year that this column of amounts, or of another measure, belongs to.
    ``off``: codes of proposals (see :class:`~leaddesk.model.issues.Issue`) that the user switched off in this column:
    its cells stay as they are in that respect. ``apart``: pairs of values that look alike and, the user says, are not
    the same: they are not offered for merging again. ``fills_down``: only the first row of each block is filled, and
    the blank rows below have its value. ``wanted``: codes of proposals that are only made when the user says so, and he
    did. ``year``: of dates that have none (``2026``, ``2026+`` where the rows go on into the next, ``rows``, a column's
    id: see ``ingest.yearless``); ``year_evidence``: what told it, as ``order_evidence``.
    """

    position: int
    header: str
    target: str = ""
    confidence: float = 1.0
    reason: Message | None = None
    date_order: str = ""
    decimal: str = ""
    canonical: bool = True
    values: tuple[tuple[str, str], ...] = ()
    tax_included: bool = False
    wide_key: str = ""
    off: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    fills_down: bool = False
    order_evidence: str = ""
    wanted: tuple[str, ...] = ()
    year: str = ""
    year_evidence: str = ""

    @property
    def is_extra(self) -> bool:
        """Kept under the user's own header."""
        return self.target.startswith(EXTRA_PREFIX)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is not data: ``row`` is 0-based in the sheet, ``why`` is a key of :data:`ROW_PROPOSALS` or
    ``user``.
    """

    row: int
    why: str


ROW_PROPOSALS: Final = {
    "total": "total-rows", "sum": "sum-rows", "header": "repeated-headers", "section": "section-rows",
    "remark": "remark-rows", "blank": "unfilled-rows", "footer": "footer-rows",
}  # fmt: skip
"""Why rows are left out by themselves, and the code of the finding that says so. Those of the user are no proposal."""

OFF_AT_FIRST: Final = frozenset({"alike-rows"})
"""Proposals about a whole sheet that are only made: nothing is done until the user says so."""


def free_extra(name: str, taken: Container[str]) -> str:
    """The target of a column kept under that name, numbered where another one is *taken* for it already."""
    target, number = f"{EXTRA_PREFIX}{name}", 2
    while target in taken:
        target, number = f"{EXTRA_PREFIX}{name} ({number})", number + 1
    return target


def distinct(columns: Sequence[ColumnChoice]) -> tuple[ColumnChoice, ...]:
    """The same choices, no two of them with one target: the earliest keeps it, and the others are kept under their own
    headers. Only the columns of a wide sheet share theirs.
    """
    used = {choice.target for choice in columns if choice.wide_key}
    taken = {choice.target for choice in columns}
    result = []
    for choice in columns:
        target = choice.target
        if target and not choice.wide_key:
            target = free_extra(choice.header, taken) if target in used else target
            used.add(target)
            taken.add(target)
        result.append(choice if target == choice.target else replace(choice, target=target))
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Constant:
    """A ``value`` that every row of a sheet has in a column (``target``, an id of the table) which the sheet has not,
    and why.
    """

    target: str
    value: str
    reason: Message | None = None

    @property
    def code(self) -> str:
        """Of the proposal that gives it to the rows."""
        return f"constant-{self.target}"


def _with_code(codes: tuple[str, ...], code: str, on: bool) -> tuple[str, ...]:
    others = tuple(other for other in codes if other != code)
    return others if on else (*others, code)


@dataclass(frozen=True, slots=True)
class SheetRecipe:
    """What was decided about one sheet.

    ``table``: a table id, empty where the sheet is ignored. ``header_row``: 0-based in the sheet, None where there
    is none; ``header_rows``: how many rows the headers take, ``header_row`` the last of them. ``first_row`` to
    ``last_row``: the rows of data, both included; blank rows between are skipped.
    ``wide``: what the wide columns are (``channel``, ``campaign``, ``lever``, ``month``), empty for a long sheet;
    ``wide_suffix``: the measure that was split off their headers. ``spans``: how long an expense covers when the
    sheet has no end date (``day``, ``week``, ``month``). ``tax_rate``: VAT taken off amounts that include it, where
    no column gives a rate. ``month``: the month (``2025-01``) that the sheet is named after and that dates its rows,
    where no column does; ``sheet_target``: the column (an id of the table or ``extra:<header>``) that the sheet's name
    is a value of, where several sheets are alike, else empty; ``section_target``: the same for rows that name the part
    of the sheet below them. ``questions``: what cannot be decided from the file alone, as ``date-order:3`` (a code and
    the column's position); choosing that column anew answers them.
    ``fingerprint``: of the headers as they were found; the same headers next month give the same. ``off``: codes of
    proposals about the whole sheet that the user switched off (:data:`ROW_PROPOSALS` are the rows left out);
    ``wanted``: of those of :data:`OFF_AT_FIRST` that the user switched on. ``constants``: what all rows have in common.
    ``news``: against the sheet that was confirmed before: ``new-column:3`` (its position), ``gone-column:Canal``.
    ``same`` and ``apart``: pairs of rows (ids), the earlier file's first, that the user says are one lead, or two.
    """

    sheet: str
    table: str = ""
    header_row: int | None = None
    first_row: int = 0
    last_row: int = -1
    left_out: tuple[LeftOut, ...] = ()
    columns: tuple[ColumnChoice, ...] = ()
    wide: str = ""
    wide_suffix: str = ""
    spans: str = "day"
    tax_rate: float = 0.2
    month: str = ""
    confidence: float = 1.0
    reason: Message | None = None
    questions: tuple[str, ...] = ()
    fingerprint: str = ""
    off: tuple[str, ...] = ()
    header_rows: int = 1
    sheet_target: str = ""
    section_target: str = ""
    news: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    constants: tuple[Constant, ...] = ()
    same: tuple[tuple[int, int], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()

    def column(self, target: str) -> ColumnChoice | None:
        """The choice for a target, None when no column is taken for it."""
        return next((choice for choice in self.columns if choice.target == target), None)

    def at(self, position: int) -> ColumnChoice:
        """The choice for the column at that position.

        :raises KeyError: when the sheet has no such column.
        """
        for choice in self.columns:
            if choice.position == position:
                return choice
        raise KeyError(position)

    def does(self, code: str) -> bool:
        """Whether a proposal about the whole sheet is done."""
        return code in self.wanted if code in OFF_AT_FIRST else code not in self.off

    def left_out_rows(self) -> tuple[LeftOut, ...]:
        """The rows that are left out, without those that the user wants taken in all the same."""
        return tuple(left for left in self.left_out if ROW_PROPOSALS.get(left.why) not in self.off)

    def switched(self, code: str, on: bool, position: int = -1) -> SheetRecipe:
        """The same with a proposal switched on or off, of the column at *position* or of the whole sheet (-1).

        :raises KeyError: when the sheet has no such column.
        """
        if position < 0 and code in OFF_AT_FIRST:
            return replace(self, wanted=_with_code(self.wanted, code, not on))
        if position < 0:
            return replace(self, off=_with_code(self.off, code, on))
        chosen = self.at(position)
        if code == "merged-values":
            other = replace(chosen, canonical=on)
        elif code == LIKELY_STATUS:
            other = replace(chosen, wanted=_with_code(chosen.wanted, code, not on))
        else:
            other = replace(chosen, off=_with_code(chosen.off, code, on))
        return replace(self, columns=tuple(other if choice is chosen else choice for choice in self.columns))

    def constant(self, target: str) -> Constant | None:
        """The constant for a target, None when there is none."""
        return next((one for one in self.constants if one.target == target), None)

    def with_constant(self, constant: Constant) -> SheetRecipe:
        """The same with a constant added or replaced; with an empty value it is gone. Its proposal is switched on."""
        others = tuple(one for one in self.constants if one.target != constant.target)
        kept = (*others, constant) if constant.value else others
        return replace(self, constants=kept, off=_with_code(self.off, constant.code, on=True))

    def with_column(self, choice: ColumnChoice) -> SheetRecipe:
        """The same with one column's choice replaced. Another column that had its target becomes an extra one; of two
        extra ones of a name the chosen one is numbered.

        :raises KeyError: when the sheet has no such column.
        """
        columns: list[ColumnChoice] = []
        before = self.at(choice.position)
        if choice.date_order != before.date_order and choice.order_evidence == before.order_evidence:
            choice = replace(choice, order_evidence="")
        if choice.year != before.year and choice.year_evidence == before.year_evidence:
            choice = replace(choice, year_evidence="")
        others = {other.target for other in self.columns if other.position != choice.position}
        if choice.is_extra and not choice.wide_key and choice.target in others:
            choice = replace(choice, target=free_extra(choice.target.removeprefix(EXTRA_PREFIX), others))
        taken = others | {choice.target}
        for other in self.columns:
            if other.position == choice.position:
                columns.append(choice)
            elif choice.target and other.target == choice.target and not (other.wide_key and choice.wide_key):
                columns.append(replace(other, target=free_extra(other.header, taken), wide_key=""))
                taken.add(columns[-1].target)
            else:
                columns.append(other)
        open_questions = tuple(q for q in self.questions if not _answers(choice, before, q))
        return replace(self, columns=tuple(columns), questions=open_questions)


def _answers(choice: ColumnChoice, before: ColumnChoice, question: str) -> bool:
    """Whether a choice in place of another one answers a question; one about a year only what is said of the year."""
    is_meant = ((choice.year, choice.off) != (before.year, before.off)) == question.startswith("year")
    return (is_meant or choice.target != before.target) and question.rpartition(":")[2] == str(choice.position)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was decided about one file. ``as_of``: the day on which it was true, None where it has no date."""

    file: str
    digest: str = ""
    sheets: tuple[SheetRecipe, ...] = ()
    as_of: dt.date | None = None

    def sheet(self, name: str) -> SheetRecipe:
        """The recipe of one sheet.

        :raises KeyError: when the file has no sheet of that name.
        """
        for sheet in self.sheets:
            if sheet.sheet == name:
                return sheet
        raise KeyError(name)

    def with_sheet(self, sheet: SheetRecipe) -> Recipe:
        """The same with one sheet's recipe replaced."""
        return replace(self, sheets=tuple(sheet if old.sheet == sheet.sheet else old for old in self.sheets))

    def remembered(self) -> dict[str, SheetRecipe]:
        """What to keep for files with the same headers: the sheets' recipes by fingerprint.

        Where several sheets have the same headers (one a month, an old one that is hidden), one that is a table counts.
        """
        marked = [replace(sheet, same=(), apart=()) for sheet in self.sheets if sheet.fingerprint]
        return {sheet.fingerprint: sheet for sheet in sorted(marked, key=lambda sheet: bool(sheet.table))}

    def to_json(self) -> dict[str, Any]:
        """As plain values that JSON can hold; what has its default is left out."""
        plain: dict[str, Any] = {"file": self.file, "sheets": [sheet_to_json(sheet) for sheet in self.sheets]}
        if self.digest:
            plain["digest"] = self.digest
        if self.as_of is not None:
            plain["as_of"] = self.as_of.isoformat()
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Recipe:
        """The recipe that :meth:`to_json` wrote.

        :raises ValueError: when it is not one.
        """
        try:
            sheets = tuple(sheet_from_json(sheet) for sheet in plain["sheets"])
            as_of = dt.date.fromisoformat(plain["as_of"]) if plain.get("as_of") else None
            return cls(plain["file"], plain.get("digest", ""), sheets, as_of)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a recipe: {error}") from error


def sheet_to_json(sheet: SheetRecipe) -> dict[str, Any]:
    """One sheet's recipe as plain values."""
    plain = _plain(sheet)
    plain["columns"] = [_plain(choice) for choice in sheet.columns]
    plain["left_out"] = [[row.row, row.why] for row in sheet.left_out]
    if sheet.constants:
        plain["constants"] = [_plain(one) for one in sheet.constants]
    return plain


def sheet_from_json(plain: Mapping[str, Any]) -> SheetRecipe:
    """The recipe that :func:`sheet_to_json` wrote."""
    given = _given(SheetRecipe, plain)
    given["columns"] = tuple(_column_from_json(column) for column in plain.get("columns", ()))
    given["left_out"] = tuple(LeftOut(int(row), str(why)) for row, why in plain.get("left_out", ()))
    given["questions"] = tuple(plain.get("questions", ()))
    given["off"] = tuple(plain.get("off", ()))
    given["news"] = tuple(plain.get("news", ()))
    given["wanted"] = tuple(plain.get("wanted", ()))
    for name in ("same", "apart"):
        given[name] = tuple((int(one), int(other)) for one, other in plain.get(name, ()))
    given["constants"] = tuple(Constant(**_given(Constant, one)) for one in plain.get("constants", ()))
    return SheetRecipe(**given)


def _column_from_json(plain: Mapping[str, Any]) -> ColumnChoice:
    given = _given(ColumnChoice, plain)
    given["values"] = tuple((str(text), str(value)) for text, value in plain.get("values", ()))
    given["off"] = tuple(plain.get("off", ()))
    given["wanted"] = tuple(plain.get("wanted", ()))
    given["apart"] = tuple((str(one), str(other)) for one, other in plain.get("apart", ()))
    return ColumnChoice(**given)


def _plain(item: SheetRecipe | ColumnChoice | Constant) -> dict[str, Any]:
    """The fields of a dataclass that differ from their defaults."""
    plain: dict[str, Any] = {}
    for entry in fields(item):
        value = getattr(item, entry.name)
        if value == entry.default:
            continue
        if isinstance(value, Message):
            value = message_to_json(value)
        elif isinstance(value, tuple):
            value = [list(part) if isinstance(part, tuple) else part for part in value]
        plain[entry.name] = value
    return plain


def _given(of: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    known = {entry.name for entry in fields(of)}
    given = {name: value for name, value in plain.items() if name in known}
    if given.get("reason") is not None:
        given["reason"] = message_from_json(given["reason"])
    return given
