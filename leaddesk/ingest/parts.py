"""One sheet turned into typed columns: which rows it gives, the wide layout made long, VAT taken off, days covered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leaddesk.ingest import filldown, findings, moments, named, opinions, questions, taxes, years
from leaddesk.ingest.fullnames import FULL_NAME
from leaddesk.ingest.labels import full_names
from leaddesk.ingest.percents import in_percent
from leaddesk.ingest.sheetcells import filled_rows
from leaddesk.ingest.spread import spread
from leaddesk.ingest.texts import Texts, as_array
from leaddesk.ingest.values import Cells, Selection, Typed, typed
from leaddesk.ingest.wide import months_of
from leaddesk.model.recipe import distinct
from leaddesk.model.schema import EXTRA_PREFIX, Kind, Table
from leaddesk.model.tables import BY_ID

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import ColumnChoice, SheetRecipe

DAY: Final = 86_400
_VAT_RATES: Final = np.array([0.0, 0.021, 0.055, 0.06, 0.077, 0.081, 0.085, 0.1, 0.19, 0.2, 0.21, 0.22])
_HIGHEST_RATE: Final = 0.3

Floats = npt.NDArray[np.float64]


@dataclass(eq=False, slots=True)
class Part:
    """The rows that one sheet gives to its table. ``rows``: permanent ids; ``lines``: 1-based lines of the sheet.

    ``read``: rows that hold anything below the headers; ``left_out``: of them, why some were not taken. ``as_of``: the
    day on which the file was true.
    """

    raw: RawFile
    sheet: RawSheet
    recipe: SheetRecipe
    table: Table
    rows: npt.NDArray[np.int64]
    lines: npt.NDArray[np.int32]
    columns: dict[str, Typed] = field(default_factory=dict)
    choices: dict[str, ColumnChoice] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    read: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    as_of: dt.date | None = None

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet's rows are among all: ``first_row`` is the id of the import's first row, ``before`` how many rows
    the sheets before this one have, ``total`` those of all sheets of the file. ``as_of``: the day on which the file was
    true.
    """

    first_row: int
    before: int
    total: int
    as_of: dt.date | None = None


def kind_of(table: Table, target: str) -> Kind:
    """The kind of a target column; those the table does not declare are text."""
    return table.column(target).kind if target in table.by_id else Kind.TEXT


def part_of(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe, place: Place, *, proposals: bool = False) -> Part:
    """The rows of a sheet as its recipe says. *proposals*: look also for what would be done if it were switched on.

    A row's id hangs on its place alone, whatever is left out.
    """
    places, counts, read = places_of(sheet, recipe)
    table = BY_ID[recipe.table]
    part = Part(
        raw, sheet, recipe, table,
        rows=place.first_row + place.before + places.astype(np.int64),
        lines=(sheet.first_line + places).astype(np.int32),
        read=read, left_out=counts, as_of=place.as_of,
    )  # fmt: skip
    part.issues += findings.headings(raw, sheet, recipe)
    selection = Selection(sheet, _as_slice(places))
    for choice in distinct(recipe.columns):
        if choice.target and not choice.wide_key:
            values = _typed(part, selection, choice, proposals)
            part.columns[choice.target] = values
            part.choices[choice.target] = choice
            part.issues += findings.issues(values.findings, raw, sheet, choice, part.lines)
            _set_beside(part, choice, values)
            if values.months is not None and table.id != "costs":
                part.issues += findings.months(raw, sheet, choice.header, part.lines, values.months)
    part.issues += findings.mended_headers(raw, sheet, recipe)
    part.issues += questions.questions(raw, sheet, recipe, selection, part.lines)
    part.issues += questions.orders(raw, sheet, recipe, selection, part.lines)
    part.issues += findings.news(raw, sheet, recipe)
    named.name_rows(part)
    if recipe.wide:
        _lengthen(part, selection, place.total)
    named.name_in_common(part)
    _take_tax_off(part)
    if table.id == "objectives":
        part.issues += in_percent(raw, sheet, part.lines, part.columns, part.choices)
    if table.id == "costs":
        _cover_days(part)
    return part


def _set_beside(part: Part, choice: ColumnChoice, values: Typed) -> None:
    """What else the cells of a column hold becomes columns of its own."""
    for beside in values.beside:
        if beside.role == "first-name":
            target = "first_name"
        elif beside.role == opinions.YES_OR_NO:
            target = "recommends"
        else:
            name = f"{choice.header} (2)" if beside.role == "second-phone" else choice.header
            target = f"{EXTRA_PREFIX}{name}"
            while target in part.columns or part.recipe.column(target) is not None:
                target += "'"
        part.columns[target] = beside.values


def _typed(part: Part, selection: Selection, choice: ColumnChoice, proposals: bool) -> Typed:
    """The values of a column; what is no amount counts in every row that its cell is merged over."""
    kind = kind_of(part.table, choice.target)
    cells = selection.cells(choice.position)
    if not kind.is_number and part.sheet.merged:
        column, filled = spread(part.sheet, choice.position)
        if filled is not None:
            part.issues += findings.spread(part.raw, part.sheet, choice.header, part.lines, filled[selection.rows])
            cells = Cells(column, selection.rows)
    if choice.fills_down and not kind.is_number:
        column, filled = filldown.filled_down(part.sheet.columns[choice.position], selection.rows)
        issue = filldown.told(part.raw, part.sheet, choice, part.lines, filled[selection.rows])
        part.issues.append(issue)
        cells = Cells(column, selection.rows) if issue.applied else cells
    values = typed(cells, kind, choice, years.beside(selection, part.recipe.columns, choice))
    if part.table.id == "surveys" and choice.target == "satisfaction":
        return opinions.ratings(cells, values, choice)
    if choice.target == "recommendation" and part.recipe.column("recommends") is None:
        return opinions.recommendations(cells, values, choice)
    if choice.target == "recommends":
        return opinions.sentences(cells, values, choice)
    wanted = choice.target == "name" and (proposals or FULL_NAME not in choice.off)
    if wanted and "first_name" in part.table.by_id and part.recipe.column("first_name") is None:
        return full_names(cells, values, choice)
    return values


def places_of(sheet: RawSheet, recipe: SheetRecipe) -> tuple[npt.NDArray[np.intp], dict[str, int], int]:
    """The rows to take, how many were left out and why, and how many there were."""
    first, last = recipe.first_row, min(recipe.last_row, sheet.rows - 1)
    if last < first:
        return np.zeros(0, np.intp), {}, 0
    kept = filled_rows(sheet)[first : last + 1].copy()
    read = int(kept.sum())
    counts: Counter[str] = Counter()
    for left in recipe.left_out_rows():
        if first <= left.row <= last and kept[left.row - first]:
            kept[left.row - first] = False
            counts[left.why] += 1
    return np.flatnonzero(kept) + first, dict(counts), read


def taken_rows(sheet: RawSheet, recipe: SheetRecipe) -> slice | npt.NDArray[np.intp]:
    """The 0-based rows that a sheet gives to its table as its recipe says."""
    return _as_slice(places_of(sheet, recipe)[0])


def _as_slice(places: npt.NDArray[np.intp]) -> slice | npt.NDArray[np.intp]:
    """The same rows as a slice where there is no gap: it copies nothing."""
    if len(places) and int(places[-1] - places[0]) == len(places) - 1:
        return slice(int(places[0]), int(places[-1]) + 1)
    return places


def _lengthen(part: Part, selection: Selection, total: int) -> None:
    """One row an amount: every wide column of every row that holds one, with the other measures of its key.

    Two columns of amounts that have the same key (brought together by the user) give a row each.
    """
    wide = [choice for choice in part.recipe.columns if choice.wide_key]
    slots = _slots(wide)
    keys = list(dict.fromkeys(slots.values()))
    position = {slots[choice.position]: choice.position for choice in reversed(wide)}
    position |= {slots[choice.position]: choice.position for choice in wide if choice.target == "amount"}
    measured = {
        target: _measure(part, selection, [one for one in wide if one.target == target], slots, keys)
        for target in dict.fromkeys(choice.target for choice in wide)
    }
    present = np.zeros((len(part), len(keys)), np.bool_)
    for values in measured.values():
        present |= _filled(values).reshape(present.shape)
    row, column = np.nonzero(present)
    places = np.array([position[key] for key in keys], np.int64)
    part.rows = part.rows[row] + total * (places[column] + 1)
    part.lines = part.lines[row]
    part.columns = {name: _at(values, row) for name, values in part.columns.items()}
    for target, values in measured.items():
        part.columns[target] = _at(values, row * len(keys) + column)
        part.choices[target] = next(one for one in wide if one.target == target)
    if part.recipe.wide == "month":
        _date_by_keys(part, [key for key, _ in keys], column)
    else:
        names = as_array([key for key, _ in keys])
        part.columns[part.recipe.wide] = Typed(Kind.CATEGORY, column.astype(np.int32), names)


Slot: TypeAlias = tuple[str, int]


def _slots(wide: list[ColumnChoice]) -> dict[int, Slot]:
    """For each wide column, by its position, its key and how many columns of the same measure and key stand before."""
    before: Counter[tuple[str, str]] = Counter()
    slots = {}
    for choice in wide:
        slots[choice.position] = choice.wide_key, before[choice.target, choice.wide_key]
        before[choice.target, choice.wide_key] += 1
    return slots


def _measure(
    part: Part, selection: Selection, choices: list[ColumnChoice], slots: dict[int, Slot], keys: list[Slot]
) -> Typed:
    """One measure of all keys, ``[rows * keys]``: those of the first row first."""
    kind = kind_of(part.table, choices[0].target)
    missing = -1 if kind.is_text or kind is Kind.CATEGORY else moments.NO_MOMENT if kind is Kind.MOMENT else np.nan
    read: dict[Slot, Typed] = {}
    for choice in choices:
        values_of = read[slots[choice.position]] = typed(selection.cells(choice.position), kind, choice)
        part.issues += findings.issues(values_of.findings, part.raw, part.sheet, choice, part.lines)
    some = next(iter(read.values())).values
    empty = np.full(len(part), missing, some.dtype)
    labels: list[pa.LargeStringArray] = []
    columns, before = [], 0
    for key in keys:
        values, own = (read[key].values, read[key].labels) if key in read else (empty, None)
        if own is not None:
            values = np.where(values < 0, values, values + before).astype(np.int32)
            labels.append(own)
            before += len(own)
        columns.append(values)
    taxed = None
    if kind is Kind.MONEY:
        unsaid = np.full(len(part), -1, np.int8)
        taxed = np.stack([_said(read[key]) if key in read else unsaid for key in keys], axis=1).ravel()
    joined = pa.concat_arrays(labels) if labels else None
    return Typed(kind, np.stack(columns, axis=1).ravel(), joined, taxed=taxed)


def _filled(values: Typed) -> npt.NDArray[np.bool_]:
    if values.labels is not None:
        return np.asarray(values.values >= 0)
    return np.asarray(values.values != moments.NO_MOMENT if values.kind is Kind.MOMENT else ~np.isnan(values.values))


def _date_by_keys(part: Part, keys: list[str], column: npt.NDArray[np.intp]) -> None:
    """The rows are dated by the month of their column; those of a quarter or a year end with it."""
    spans = [months_of(key) for key in keys]
    known, months = moments.parse(_texts([first for first, _ in spans]), "dmy")
    part.columns["date"] = Typed(Kind.MOMENT, known[column], months=months[column])
    if "until" not in part.columns and any(first != last for first, last in spans):
        ends, _ = moments.parse(_texts([last for _, last in spans]), "dmy")
        part.columns["until"] = Typed(Kind.MOMENT, _month_ends(ends)[column])


def _said(values: Typed) -> npt.NDArray[np.int8]:
    return np.full(len(values.values), -1, np.int8) if values.taxed is None else values.taxed


def _texts(keys: list[str]) -> Texts:
    return Texts(as_array(keys))


def _at(values: Typed, row: npt.NDArray[np.intp]) -> Typed:
    months = None if values.months is None else values.months[row]
    taxed = None if values.taxed is None else values.taxed[row]
    percent = None if values.percent is None else values.percent[row]
    return Typed(values.kind, values.values[row], values.labels, months=months, taxed=taxed, percent=percent)


def _take_tax_off(part: Part) -> None:
    """Amounts that include VAT are kept without it: at the row's own rate, else at the sheet's. Proposed."""
    flag = part.columns.get("vat_included") if part.table.id == "costs" else None
    for target, values in list(part.columns.items()):
        choice = part.choices.get(target)
        if values.kind is not Kind.MONEY or choice is None:
            continue
        included = np.full(len(part), choice.tax_included)
        if flag is not None:
            included = np.where(np.isnan(flag.values), included, flag.values == 1)
        if values.taxed is not None:
            included = np.where(values.taxed < 0, included, values.taxed == 1)
        included &= ~np.isnan(values.values)
        if not included.any():
            continue
        rate, assumed = _rates(part, values.values, included)
        known = included & ~assumed
        taken = (known & ("tax-removed" not in choice.off)) | (assumed & ("tax-rate-assumed" not in choice.off))
        part.columns[target] = Typed(Kind.MONEY, np.where(taken, values.values / (1.0 + rate), values.values))
        part.issues += taxes.removed(part.raw, part.sheet, choice, part.lines, known, assumed, part.recipe.tax_rate)
        if flag is not None and taken.any():  # what is kept excludes VAT now
            part.columns["vat_included"] = Typed(Kind.FLAG, np.where(taken, 0.0, flag.values))
            said = part.choices["vat_included"]
            part.issues += taxes.flags(part.raw, part.sheet, said, part.lines, taken & (flag.values == 1))


def _rates(part: Part, gross: Floats, included: npt.NDArray[np.bool_]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The VAT rate of each row as a fraction, and where it had to be assumed.

    A column "TVA" may hold the tax itself: it does where that, and not the value as a rate, gives rates that exist.
    """
    given = part.columns.get("vat_rate")
    if given is None or part.table.id != "costs":
        return np.full(len(part), part.recipe.tax_rate), included
    stated = given.values
    rate = np.where(stated >= 1.0, stated / 100.0, stated)
    with np.errstate(divide="ignore", invalid="ignore"):
        implied = stated / (gross - stated)
    looked_at = included & ~np.isnan(stated)
    if _existing(implied[looked_at]) > _existing(rate[looked_at]):
        rate = implied
        part.columns["vat_rate"] = Typed(Kind.NUMBER, np.where(included, rate, np.nan))
        choice = part.choices["vat_rate"]
        part.issues += taxes.amounts(part.raw, part.sheet, choice, part.lines, ~np.isnan(stated))
    with np.errstate(invalid="ignore"):
        unknown = ~((rate >= 0.0) & (rate <= _HIGHEST_RATE))
    return np.where(unknown, part.recipe.tax_rate, rate), included & unknown


def _existing(rates: Floats) -> int:
    """How many of these are rates of VAT that exist, to the rounding of cents."""
    return int((np.abs(rates[:, None] - _VAT_RATES).min(axis=1, initial=1.0) < 0.002).sum())


def _cover_days(part: Part) -> None:
    """Every expense has its last day: its own, or the end of its week or month."""
    date = part.columns.get("date")
    if date is None:
        return
    until = part.columns.get("until")
    spans = part.recipe.spans
    months = date.months if date.months is not None else np.zeros(len(part), np.bool_)
    if spans == "month":
        months = np.ones(len(part), np.bool_)
    if until is None and spans == "day" and not months.any():
        return
    last = np.where(months, _month_ends(date.values), date.values)
    if spans == "week":
        last = np.where(months | (date.values == moments.NO_MOMENT), last, date.values + 6 * DAY)
    if until is not None:
        end = until.values
        if until.months is not None:
            end = np.where(until.months, _month_ends(end), end)
        last = np.where(end == moments.NO_MOMENT, last, end)
    else:
        part.issues += findings.spans(part.raw, part.sheet, spans, len(part))
    part.columns["until"] = Typed(Kind.MOMENT, last)


def _month_ends(seconds: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The last day of the month of each moment; missing ones stay missing."""
    missing = seconds == moments.NO_MOMENT
    month = np.where(missing, 0, seconds).astype("datetime64[s]").astype("datetime64[M]")
    last = (month + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) - 1
    return np.where(missing, moments.NO_MOMENT, last * DAY)
