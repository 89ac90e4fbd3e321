"""Raw cells and recipes become a Dataset, with the issues that say all that was changed, left out or odd."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from pandas.arrays import ArrowStringArray

from leaddesk.errors import Cancelled
from leaddesk.ingest import asof, canonical, checks, customers, findings, joining, leftout, recurring
from leaddesk.ingest.canonical import Spelled
from leaddesk.ingest.moments import NO_MOMENT
from leaddesk.ingest.parts import Part, Place, kind_of, part_of
from leaddesk.model.dataset import Dataset, Frame, Origin
from leaddesk.model.recipe import OFF_AT_FIRST, ColumnChoice, LeftOut, Recipe, SheetRecipe
from leaddesk.model.schema import Kind, Table
from leaddesk.model.stages import StageMap
from leaddesk.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from leaddesk.ingest.editions import Edition
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile, RawSheet

_STR: Final = pd.StringDtype("pyarrow", na_value=np.nan)
_DEFAULT_STAGES: Final = StageMap()
_FILE_ROWS: Final = 1 << 28


@dataclass(frozen=True, slots=True)
class SheetCount:
    """How many rows of a sheet were ``read`` and ``taken``; ``left_out`` by reason; ``table`` is empty if ignored.

    A row of a wide sheet gives several rows to its table: ``given`` counts those. ``aside``: the rows that another file
    made superfluous.
    """

    file: str
    sheet: str
    table: str
    read: int
    taken: int
    given: int
    left_out: dict[str, int] = field(default_factory=dict)
    aside: tuple[LeftOut, ...] = ()

    @property
    def in_part(self) -> dict[str, int]:
        """How many of the rows that were taken gave less than they hold, by reason."""
        return dict(Counter(left.why for left in self.aside if left.why.endswith("-part")))

    def without(self, aside: tuple[LeftOut, ...], fewer: int) -> SheetCount:
        """The same with rows set aside, which gave *fewer* rows to the table."""
        whole = Counter(left.why for left in aside if not left.why.endswith("-part"))
        return replace(
            self,
            taken=self.taken - whole.total(),
            given=self.given - fewer,
            left_out=self.left_out | whole,
            aside=aside,
        )


@dataclass(frozen=True, eq=False, slots=True)
class ImportResult:
    """The data, what is remarkable about it, how many rows each sheet gave, and the lists of leads that came again."""

    dataset: Dataset
    issues: tuple[Issue, ...]
    counts: tuple[SheetCount, ...]
    editions: tuple[Edition, ...] = ()


def build(
    raws: Sequence[tuple[RawFile, Recipe]],
    *,
    first_row_ids: Sequence[int] | None = None,
    stage_map: StageMap = _DEFAULT_STAGES,
    proposals: bool = False,
    since: int = 0,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """The tables that the files give, joined where several give the same.

    *first_row_ids*: the id of each file's first row (see :func:`~leaddesk.model.rowids.row_base`); a file keeps clear
    of the next one's if they are 2**28 apart. *stage_map*: the status words that are understood. *proposals*: say
    also what would be done if it were not switched off. *since*: only what is noticed in the files from
    that one on is told.

    :raises Cancelled: when *cancelled* says so.
    """
    bases = [number * _FILE_ROWS for number in range(len(raws))] if first_row_ids is None else first_row_ids
    parts: list[Part] = []
    issues: list[Issue] = []
    counts: list[SheetCount] = []
    counted: list[int] = []
    first_told = 0
    for number, ((raw, recipe), base) in enumerate(zip(raws, bases, strict=True)):
        if number == since:
            first_told, issues = len(parts), []
        for sheet, sheet_recipe, place in in_order(raw, recipe, base):
            _check(cancelled)
            issues += leftout.left_out(raw, sheet, sheet_recipe)
            if sheet_recipe.table:
                parts.append(part_of(raw, sheet, sheet_recipe, place, proposals=proposals))
                counted.append(len(counts))
            counts.append(count_of(raw, sheet, parts[-1] if sheet_recipe.table else None))
    _check(cancelled)
    customers.unified(parts)
    spelled = _unify(parts)
    frames = {}
    for table in TABLES:
        own = [part for part in parts if part.table is table]
        if own:
            _check(cancelled)
            frames[table.id] = _frame(table, own, spelled)
    days = [recipe.as_of for _, recipe in raws if recipe.as_of is not None]
    whole = Dataset(frames, max(days) if days else None, said=asof.said(parts))
    for part in parts[first_told:]:
        issues += part.issues
    together = joining.joined(whole, parts, stage_map, first_told)
    once = recurring.without_repeats(together.dataset, parts, first_told)
    for number, aside in once.aside.items():
        counts[counted[number]] = counts[counted[number]].without(aside, once.fewer[number])
    others = {raw.name for raw, _ in raws[:since]} - {raw.name for raw, _ in raws[since:]}
    found = [*together.issues, *once.issues, *checks.issues(once.dataset, stage_map)]
    issues += [issue for issue in found if issue.file not in others]
    told = (one for one in issues if proposals or one.applied is not False or one.code in OFF_AT_FIRST)
    return ImportResult(once.dataset, tuple(told), tuple(counts), tuple(together.editions))


def count_of(raw: RawFile, sheet: RawSheet, part: Part | None) -> SheetCount:
    """The rows of a sheet and of what it gave, None where it is left out."""
    if part is None:
        return SheetCount(raw.name, sheet.name, "", 0, 0, 0)
    taken = part.read - sum(part.left_out.values())
    return SheetCount(raw.name, sheet.name, part.table.id, part.read, taken, len(part), part.left_out)


def _check(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled


def in_order(raw: RawFile, recipe: Recipe, base: int) -> Iterator[tuple[RawSheet, SheetRecipe, Place]]:
    """Each sheet of the file with its recipe and its place; one that the recipe does not name is left out."""
    known = {sheet.sheet: sheet for sheet in recipe.sheets}
    total, before = sum(sheet.rows for sheet in raw.sheets), 0
    for sheet in raw.sheets:
        yield sheet, known.get(sheet.name, SheetRecipe(sheet.name)), Place(base, before, total, recipe.as_of)
        before += sheet.rows


def _unify(parts: Sequence[Part]) -> dict[tuple[int, str], Spelled]:
    """Categories with one spelling a value, over all parts; keys are (part number, column)."""
    spelled = {}
    for number, part in enumerate(parts):
        for name, values in part.columns.items():
            if values.kind is Kind.CATEGORY:
                choice = part.choices.get(name)
                written = part.sheet.columns[choice.position].texts if choice else ()
                spelled[number, name] = Spelled(name, values, choice is None or choice.canonical, written)
    canonical.unified(list(spelled.values()))
    for (number, name), column in spelled.items():
        changed = column.changed
        if changed:
            part = parts[number]
            hit = np.isin(column.typed.values, list(changed))
            choice = part.choices.get(name) or ColumnChoice(-1, name)
            part.issues += findings.merged(part.raw, part.sheet, choice, part.lines, hit, dict(changed.values()))
    return {(id(parts[number]), name): column for (number, name), column in spelled.items()}


def _frame(table: Table, parts: Sequence[Part], spelled: dict[tuple[int, str], Spelled]) -> Frame:
    declared = [column.id for column in table.columns]
    names = dict.fromkeys(name for part in parts for name in part.columns)
    ordered = [name for name in declared if name in names] + [name for name in names if name not in table.by_id]
    data = {}
    for name in ordered:
        kind = kind_of(table, name)
        if kind is Kind.CATEGORY:
            data[name] = _categories([(spelled.get((id(part), name)), len(part)) for part in parts])
        elif kind.is_text:
            data[name] = _strings(parts, name)
        else:
            data[name] = _plain(parts, name, kind)
    length = sum(map(len, parts))
    rows = np.concatenate([part.rows for part in parts])
    return Frame(table, pd.DataFrame(data, index=pd.RangeIndex(length), copy=False), rows, _origin(parts))


def _origin(parts: Sequence[Part]) -> Origin:
    files = tuple(dict.fromkeys(part.raw.name for part in parts))
    sheets = tuple(dict.fromkeys(part.sheet.name for part in parts))
    file = np.concatenate([np.full(len(part), files.index(part.raw.name), np.int32) for part in parts])
    sheet = np.concatenate([np.full(len(part), sheets.index(part.sheet.name), np.int32) for part in parts])
    typed_by_hand = [part.raw.format == "typed" for part in parts]
    lines = [np.zeros_like(p.lines) if by_hand else p.lines for p, by_hand in zip(parts, typed_by_hand, strict=True)]
    return Origin(files, sheets, file, sheet, np.concatenate(lines))


def _plain(parts: Sequence[Part], name: str, kind: Kind) -> pd.Series:
    missing = NO_MOMENT if kind is Kind.MOMENT else np.nan
    arrays: list[npt.NDArray[np.float64] | npt.NDArray[np.int64]] = [
        part.columns[name].values if name in part.columns else np.full(len(part), missing) for part in parts
    ]
    joined = arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
    return pd.Series(joined.view("datetime64[s]") if kind is Kind.MOMENT else joined, copy=False)


def _strings(parts: Sequence[Part], name: str) -> pd.Series:
    arrays = []
    for part in parts:
        values = part.columns.get(name)
        if values is None or values.labels is None:
            arrays.append(pa.nulls(len(part), pa.large_string()))
        else:
            codes = values.values
            arrays.append(values.labels.take(pa.array(codes, mask=codes < 0)))
    array: Any = ArrowStringArray
    return pd.Series(array(pa.chunked_array(arrays, pa.large_string()), dtype=_STR), copy=False)


def _categories(columns: Sequence[tuple[Spelled | None, int]]) -> pd.Series:
    """One categorical column; its categories are the labels that occur, in sorted order."""
    labels = sorted({label for column, _ in columns if column is not None for label in column.labels.values()})
    place = {label: code for code, label in enumerate(labels)}
    arrays = []
    for column, length in columns:
        if column is None:
            arrays.append(np.full(length, -1, np.int32))
            continue
        table = np.full(len(column.texts) + 1, -1, np.int32)
        for code, label in column.labels.items():
            table[code] = place[label]
        arrays.append(table[column.typed.values])
    dtype = pd.CategoricalDtype(pd.Index(labels, dtype=_STR))
    codes = arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
    return pd.Series(pd.Categorical.from_codes(codes, dtype=dtype, validate=False), copy=False)
