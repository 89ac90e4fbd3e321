"""A data sheet: the rows of one table, and beside them the helper columns that the formulas of the workbook look at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from openpyxl.utils import get_column_letter

from leaddesk.export import rowformulas
from leaddesk.export.celltext import slug
from leaddesk.export.datacolumn import Content, DataColumn, Floats, Formulas, Numbers, Texts, numbers_of
from leaddesk.export.formulas import DAY_ZERO, Side, is_day, is_moment
from leaddesk.export.headings import counted_heading, heading, parent_heading, weighted_heading
from leaddesk.export.rowformulas import FIRST_ROW
from leaddesk.export.styles import Look
from leaddesk.model import stagewords
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Dating, OnDay, OverDays
from leaddesk.model.groupings import groupings
from leaddesk.model.leads_table import label_of
from leaddesk.model.rowcolumn import Children, FirstLine, RowColumn, StageOf, Stored
from leaddesk.model.rows import (
    MISSING_SECOND,
    is_measured,
    last_day,
    orders_of_rows,
    parent_places,
    still_to_come,
    values,
)
from leaddesk.model.schema import Kind, is_extra
from leaddesk.model.slice import is_recorded
from leaddesk.model.stages import BY_ID, LABELS, Stage
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.export.review import Review
    from leaddesk.model.dataset import Frame
    from leaddesk.model.stages import StageMap
    from leaddesk.text import Message

DAY_SECONDS: Final = 86_400
LIVE_PAIRS: Final = 50_000_000
"""With more pairs of a row and a row below it, what is gathered from those is values: each looks through all."""
STAGE: Final = "stage"
STATUS: Final = "status"
PIPELINE: Final = "pipeline"
STAGE_IN_WORDS: Final = "stage in words"
LOOKS: Final = {Kind.MONEY: Look.MONEY, Kind.NUMBER: Look.NUMBER, Kind.INTEGER: Look.COUNT, Kind.FLAG: Look.COUNT}


class DataSheet:
    """The columns of one table's sheet. Those that are declared come first; helpers follow as formulas ask for them."""

    def __init__(self, review: Review, table_id: str, title: str) -> None:
        self.review = review
        self.title = title
        self.frame: Frame = review.state.dataset[table_id]
        self.table = self.frame.table
        self.is_live = len(self.frame) <= review.live_rows
        self.columns: list[DataColumn] = []
        self._by_key: dict[object, DataColumn] = {}
        self._has_stage = table_id == StageOf().table and is_measured(StageOf(), review.state.dataset)
        for column_id in self._shown():
            self._add_shown(column_id)
        if not self.columns:
            numbers = np.arange(1.0, len(self.frame) + 1)
            self._add(("shown", ""), review.words(msg("Row")), Numbers(numbers), Look.COUNT)
        if self._has_stage:
            self._fill_stage_labels()

    @property
    def last_row(self) -> int:
        """The row number of the last row of data; a sheet without any keeps one blank row."""
        return FIRST_ROW + max(len(self.frame), 1) - 1

    @property
    def everything(self) -> str:
        """The name of the range of any column: as long as the table."""
        return self.columns[0].name

    def _shown(self) -> list[str]:
        """The columns of the table to show, in its order, then those of the user's own."""
        personal = self.review.personal
        declared = [
            column for column in self.table.columns if personal or not (column.personal or self.may_name(column.id))
        ]
        shown = [column.id for column in declared if self.frame.has(column.id) and column.id != STAGE]
        if self._has_stage:
            shown.insert(shown.index(STATUS) + 1 if STATUS in shown else len(shown), STAGE)
        extras = [name for name in self.frame.data.columns if is_extra(name)] if personal else groupings(self.frame)
        return [*shown, *extras]

    def may_name(self, column_id: str) -> bool:
        """Whether a column says whose row it is with anything but the numbers of leads: with names, perhaps."""
        relation = next((one for one in self.table.relations if one.column == column_id), None)
        if relation is None or not self.frame.has(column_id):
            return False
        parent = self.review.state.dataset.frames.get(relation.to)
        if parent is None or not parent.has(relation.parent):
            return True
        places, codes = parent_places(self.frame, column_id, parent), self.frame.texts(column_id)[0]
        return bool(np.any((codes >= 0) & (places < 0)))

    def _add_shown(self, column_id: str) -> None:
        frame = self.frame
        if column_id == STAGE:
            labels = tuple(self.review.words(LABELS[stage]) for stage in Stage)
            by_hand = np.full(len(frame), -1, np.int32)
            if frame.has(STAGE):
                codes = np.array([int(BY_ID.get(label, -1)) for label in frame.labels(STAGE)] + [-1], np.int32)
                by_hand = codes[frame.codes(STAGE)]
            heading_ = self.review.words(self.table.column(STAGE).label)
            self._add(("shown", STAGE), heading_, Texts(by_hand, labels), Look.INPUT_TEXT)
            nothing = Texts(np.full(len(frame), -1, np.int32), ())
            self._add(STAGE_IN_WORDS, self.review.words(msg("Stage")), nothing, Look.TEXT)
            return
        heading_ = column_id.partition(":")[2] if is_extra(column_id) else ""
        heading_ = heading_ or self.review.words(self.table.column(column_id).label)
        content, look = self._as_shown(column_id)
        self._add(("shown", column_id), heading_, content, look)

    def _as_shown(self, column_id: str) -> tuple[Content, Look]:
        kind, frame = self.frame.kind(column_id), self.frame
        if kind is Kind.CATEGORY:
            return Texts(frame.codes(column_id), self._said(column_id)), Look.TEXT
        if kind is Kind.MOMENT:
            serials = _serials(frame.seconds(column_id))
            has_time = bool(np.any(serials[~np.isnan(serials)] % 1))
            return Numbers(serials), Look.MOMENT if has_time else Look.DATE
        if kind.is_number:
            found = frame.numbers(column_id)
            return Numbers(np.where(np.isfinite(found), found, np.nan)), LOOKS[kind]
        return Texts(*frame.texts(column_id)), Look.TEXT

    def _said(self, column_id: str) -> tuple[str, ...]:
        """The words of a category; a stage's id, which words of a status are kept as, in those of the review."""
        labels = self.frame.labels(column_id)
        if column_id not in stagewords.COLUMNS:
            return labels
        stages = [stagewords.label_of(column_id, label) for label in labels]
        pairs = zip(labels, stages, strict=True)
        return tuple(label if stage is None else self.review.words(stage) for label, stage in pairs)

    def _add(self, key: object, heading_: str, content: Content, look: Look, is_helper: bool = False) -> DataColumn:
        name = self.review.new_name(f"{slug(self.title)}_{slug(heading_)}")
        if isinstance(content, Formulas) and not self.is_live:
            content = content.results
        letter = get_column_letter(len(self.columns) + 1)
        column = DataColumn(letter, heading_, name, content, look, is_helper)
        self.columns.append(column)
        self._by_key[key] = column
        place = f"${letter}${FIRST_ROW}:${letter}${self.last_row}"
        self.review.define(name, f"'{self.title}'!{place}")
        return column

    def append(self, heading_: str, content: Content, look: Look) -> None:
        """A column of values that LeadDesk worked out, behind those that formulas look at."""
        self._add(("worked out", heading_), heading_, content, look, is_helper=True)

    # -- helper columns, made when they are first asked for ----------------------------------------------------------

    def value_column(self, column: RowColumn) -> DataColumn:
        """The column of a row column: the shown one for numbers, else a helper."""
        if isinstance(column, Stored) and ("shown", column.column) in self._by_key:
            shown = self._by_key["shown", column.column]
            if isinstance(shown.content, Numbers) and not is_day(column):
                return shown
        if column not in self._by_key:
            formula = rowformulas.row_formula(column, self)
            results = self._results(column)
            content = results if formula is None else Formulas(formula, results)
            look = Look.HELPER_DATE if is_day(column) else Look.HELPER
            look = Look.HELPER_MOMENT if is_moment(column) else look
            self._add(column, self.review.words(heading(column)), content, look, is_helper=True)
        return self._by_key[column]

    def _fill_stage_labels(self) -> None:
        """The column of stages in words: it stands among the first, and looks at the codes further right."""
        labels = tuple(self.review.words(LABELS[stage]) for stage in Stage)
        codes = np.maximum(numbers_of(self.value_column(StageOf())), 0).astype(np.int32)
        shown = Texts(codes, labels)
        content = Formulas(rowformulas.stage_label_formula(self), shown) if self.is_live else shown
        blank = self._by_key[STAGE_IN_WORDS]
        self._by_key[STAGE_IN_WORDS] = replace(blank, content=content)
        self.columns[self.columns.index(blank)] = self._by_key[STAGE_IN_WORDS]

    def _results(self, column: RowColumn) -> Numbers:
        """The values of a row column as numpy knows them, as Excel counts: NaN where missing, dates as serials."""
        found = values(column, self.review.state.dataset, self.review.state.settings)
        if is_moment(column):
            return Numbers(_serials(found))
        if found.dtype.kind == "f":
            return Numbers(np.where(np.isfinite(found), found + (DAY_ZERO if is_day(column) else 0), np.nan))
        numbers = found.astype(np.float64)
        if is_day(column):
            numbers = np.where(found == MISSING_DAY, np.nan, numbers + DAY_ZERO)
        return Numbers(numbers)

    def key_column(self, dimension_id: str) -> DataColumn:
        """The column of a dimension's integer keys: its place among the filter's values, from 1."""
        key = ("key", dimension_id)
        if key not in self._by_key:
            keys = self.review.dimension(dimension_id).groups(self.frame).astype(np.float64) + 1
            label = label_of(dimension_id)
            heading_ = self.review.words(msg("{column}: key", column=label))
            self._add(key, heading_, Numbers(keys), Look.HELPER, is_helper=True)
        return self._by_key[key]

    def filters(self) -> tuple[str, ...]:
        """The filtered dimensions that this table is recorded by."""
        dataset = self.review.state.dataset
        return tuple(name for name in self.review.filters if is_recorded(dataset, self.table.id, name))

    def kept_column(self) -> DataColumn | None:
        """The column that says whether the filters keep a row; None when there are none."""
        if not self.filters():
            return None
        if "kept" not in self._by_key:
            keys = [(self.review.flags_name(name), self._cell(self.key_column(name))) for name in self.filters()]
            results = Numbers(self._kept().astype(np.float64))
            content = Formulas(rowformulas.kept_formula(keys), results)
            self._add("kept", self.review.words(msg("Kept by the filters")), content, Look.HELPER, is_helper=True)
        return self._by_key["kept"]

    def _kept(self) -> npt.NDArray[np.bool_]:
        mask = np.ones(len(self.frame), np.bool_)
        for name in self.filters():
            mask &= self.review.flags(name)[self.review.dimension(name).groups(self.frame)]
        return mask

    def counted_column(self, dating: Dating, side: Side) -> DataColumn:
        """The column that says whether, or by which share, a row counts in the period."""
        key = ("counted", dating, side)
        if key not in self._by_key:
            kept = self.kept_column()  # before this one, so that it stands to its left
            is_dated = self._is_dated(dating)
            formula = rowformulas.counted_formula(dating, self, side, is_dated)
            shares = self._shares(dating, side, is_dated)
            results = Numbers(shares if kept is None else shares * self._kept())
            words = self.review.words(counted_heading(dating, side))
            self._add(key, words, Formulas(formula, results), Look.HELPER, is_helper=True)
        return self._by_key[key]

    def _is_dated(self, dating: Dating) -> bool:
        day = dating.day if isinstance(dating, OnDay) else dating.first
        return is_measured(day, self.review.state.dataset)

    def _shares(self, dating: Dating, side: Side, is_dated: bool) -> Floats:
        seen = self.review.unfiltered(side)
        if not is_dated:
            return np.full(len(self.frame), 0.0 if seen.period.is_set else 1.0)
        shares = np.zeros(len(self.frame))
        found = seen.share(self.table.id, dating)
        shares[seen.rows(self.table.id, dating)] = 1.0 if found is None else found
        return shares

    def weighted_column(self, value: RowColumn, dating: OverDays, side: Side) -> DataColumn:
        """The column of a value times the share of its row's days in the period."""
        key = ("weighted", value, dating, side)
        if key not in self._by_key:
            amount, share = self.value_column(value), self.counted_column(dating, side)
            results = Numbers(numbers_of(amount) * numbers_of(share))
            formula = rowformulas.weighted_formula(self._cell(amount), self._cell(share))
            words = self.review.words(weighted_heading(value, side))
            self._add(key, words, Formulas(formula, results), Look.HELPER_MONEY, is_helper=True)
        return self._by_key[key]

    # -- where a row keeps things (see rowformulas.RowPlaces) --------------------------------------------------------

    def _cell(self, column: DataColumn) -> str:
        return f"${column.letter}{rowformulas.ROW}"

    def stored(self, column: str) -> str | None:
        """The cell of a column as the user's file has it; None when the table lacks it."""
        shown = self._by_key.get(("shown", column))
        return None if shown is None else self._cell(shown)

    def has_come(self, column: str) -> str | None:
        """The test whether that cell holds a moment that is not after the day of the files; None: no such column."""
        cell = self.stored(column)
        if cell is None:
            return None
        limit = self._limit(self.frame.days(column))
        test = f"ISNUMBER({cell})"
        return test if limit is None else f"IF({test},{cell}<{limit}+1,FALSE)"

    def limit(self, column: RowColumn) -> str | None:
        """The day of the files, as a number of Excel; None where no value of a row column lies after it."""
        return self._limit(values(column, self.review.state.dataset, self.review.state.settings))

    def _limit(self, days: npt.NDArray[Any]) -> str | None:
        last = last_day(self.review.state.settings)
        return str(last + DAY_ZERO) if bool(np.any(days > last)) else None

    def ahead(self, dating: Dating) -> str | None:
        """The test whether the row is dated after the day of the files; None where no row is."""
        if not isinstance(dating, OnDay) or self.review.unfiltered(Side.NOW).ahead(self.table.id, dating) is None:
            return None
        return f"N({self.value(dating.day)})>{self.limit(dating.day)}"

    def value(self, column: RowColumn) -> str:
        """The cell of a row column."""
        return self._cell(self.value_column(column))

    def status_code(self) -> str | None:
        """The cell with the stage code of the lead's words; None when it has none."""
        if not any(map(self.frame.has, stagewords.COLUMNS)):
            return None
        return self._code_cell(STATUS, msg("Status: stage code"), stagewords.told_stages)

    def traced_code(self) -> str | None:
        """The cell with how far the stage of the sale says the lead got; None when the leads have none."""
        if not self.frame.has(PIPELINE):
            return None
        return self._code_cell(PIPELINE, msg("Stage of the sale: code"), stagewords.traced_stages)

    def _code_cell(self, of: str, heading_: Message, codes: Callable[[Frame, StageMap], stagewords.Codes]) -> str:
        key = ("code", of)
        if key not in self._by_key:
            results = Numbers(codes(self.frame, self.review.state.settings.stage_map).astype(np.float64))
            self._add(key, self.review.words(heading_), results, Look.HELPER, is_helper=True)
        return self._cell(self._by_key[key])

    def hand_stage(self) -> str | None:
        """The cell in which a person sets the stage; None where nothing tells stages."""
        column = self.hand_column()
        return None if column is None else self._cell(column)

    def kept(self) -> str | None:
        """The cell that says whether the filters keep the row; None when there are no filters."""
        column = self.kept_column()
        return None if column is None else self._cell(column)

    def kind(self, column: str) -> Kind:
        """The kind of a column of the table."""
        return self.frame.kind(column)

    def parent_column(self, key: str, table: str) -> DataColumn:
        """The column with the place, from 1, of the row of another table that a key names."""
        name = ("parent", key, table)
        if name not in self._by_key:
            places = parent_places(self.frame, key, self.review.state.dataset[table])
            results = Numbers(np.where(places >= 0, places + 1.0, np.nan))
            words = self.review.words(parent_heading(table))
            self._add(name, words, results, Look.HELPER, is_helper=True)
        return self._by_key[name]

    def parent(self, key: str, table: str) -> str:
        """The cell with the place of the row of another table that a key names."""
        return self._cell(self.parent_column(key, table))

    def above(self, column: RowColumn) -> str:
        """The name of the range of a row column of another table."""
        return self.review.values(column)

    def below(self, column: Children) -> str | None:
        """The name of the range with the places of this table's rows that the child rows name; None: too many pairs, or
        rows that are still to come among them.
        """
        child = self.review.sheets[column.child]
        if still_to_come(child.frame, self.review.state.settings) is not None:
            return None
        if len(child.frame) * len(self.frame) > LIVE_PAIRS:
            return None
        return child.parent_column(column.key, self.table.id).name

    def is_each_an_order(self) -> bool:
        """Whether no row of the table belongs to the order of another one, or repeats it."""
        return bool(np.all(values(FirstLine(), self.review.state.dataset, self.review.state.settings) == 1))

    def first_lines(self) -> str | None:
        """The name of the range with the place of the first row of each row's order; None: too many pairs of rows."""
        if len(self.frame) ** 2 > LIVE_PAIRS:
            return None
        if "order" not in self._by_key:
            first = orders_of_rows(self.frame, self.review.state.settings)[0]
            words = self.review.words(msg("First row of its order"))
            self._add("order", words, Numbers(first.astype(np.float64) + 1), Look.HELPER, is_helper=True)
        return self._by_key["order"].name

    def hand_column(self) -> DataColumn | None:
        """The column in which stages are set by hand; None when there is none."""
        return self._by_key.get(("shown", STAGE))


def _serials(seconds: npt.NDArray[np.int64]) -> Floats:
    """Moments as Excel counts them: days since 1899-12-30, NaN where missing."""
    known = seconds != MISSING_SECOND
    return np.where(known, np.where(known, seconds, 0) / DAY_SECONDS + DAY_ZERO, np.nan)
