"""What a review workbook is about: the Report, the words, the data sheets and the names that formulas use."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.export.celltext import slug
from leaddesk.export.datasheet import DataSheet
from leaddesk.export.formulas import Formula, Group, Side, aggregate_formula
from leaddesk.export.reasons import Guards, guards
from leaddesk.model.covers import seen
from leaddesk.model.expression import tables
from leaddesk.model.groupings import groupings
from leaddesk.model.method import Method
from leaddesk.model.report import Report
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.schema import is_extra
from leaddesk.model.slice import DIMENSIONS, Dimension, Filters, by_name, dimension, is_recorded
from leaddesk.model.tables import TABLES
from leaddesk.text import NO_VALUE, verbatim

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Aggregate, Dating, OverDays
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.rowcolumn import RowColumn
    from leaddesk.model.slice import Slice
    from leaddesk.model.state import State
    from leaddesk.text import Language, Message

LIVE_ROWS: Final = 20_000
"""Tables with more rows hold values instead of row formulas: a spreadsheet program would take minutes over them."""
LONGEST_FILTER: Final = 60
"""Dimensions with more values (towns) are offered as a filter only when the report is filtered by them."""
DATA_TABLES: Final = tuple(table.id for table in TABLES)
"""The tables that have a sheet of their own, with every row."""
GROUPED: Final = ("leads", "costs")
"""Those whose own columns of a few groups are offered as filters."""
NAMELESS: Final = verbatim("")


class Review:
    """One review being written. It owns its Report: an edit made meanwhile does not reach it."""

    def __init__(
        self,
        report: Report,
        language: Language,
        *,
        personal: bool = False,
        company: str = "",
    ) -> None:
        self.language = language
        self.personal = personal
        self.company = company or report.slice.state.settings.company
        self.live_rows = LIVE_ROWS
        self.slice = _normalised(report.slice)
        self.state: State = self.slice.state
        self.report = Report(self.slice)
        self.names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._bases: dict[object, str] = {}
        self._guards: dict[tuple[Aggregate, str | None], Guards] = {}
        self._dimensions: dict[str, Dimension] = {}
        self.filters = self._offered()
        self.sheets: dict[str, DataSheet] = {}

    def open_sheets(self, titles: dict[str, str]) -> None:
        """Make the data sheets of the tables that were opened; *titles* by table id."""
        for table, title in titles.items():
            if table in self.state.dataset:
                self.sheets[table] = DataSheet(self, table, title)

    def words(self, message: Message) -> str:
        """A message in the language of the workbook."""
        return self.language.text(message)

    # -- periods and filters ----------------------------------------------------------------------------------------

    @property
    def sides(self) -> tuple[Side, ...]:
        """The periods the workbook shows: its own, and the one it is compared with when there is one."""
        return (Side.NOW,) if self.slice.compare is None else (Side.NOW, Side.PAST)

    def seen(self, side: Side) -> Slice:
        """The slice of one of the periods."""
        if side is Side.NOW or self.slice.compare is None:
            return self.slice
        return self.slice.within(self.slice.compare)

    def unfiltered(self, side: Side) -> Slice:
        """One of the periods without any filter."""
        return self._unfiltered[side]

    @cached_property
    def _unfiltered(self) -> dict[Side, Slice]:
        return {side: replace(self.seen(side), filters=Filters()) for side in self.sides}

    def evaluator(self, side: Side) -> Evaluator:
        """The numpy interpreter over one of the periods."""
        past = self.report.past
        return self.report.evaluator if side is Side.NOW or past is None else past

    def dimension(self, name: str) -> Dimension:
        """The values of a dimension over all tables; their places, from 1, are the keys that formulas compare."""
        if name not in self._dimensions:
            self._dimensions[name] = dimension(self.state.dataset, name)
        return self._dimensions[name]

    def _offered(self) -> tuple[str, ...]:
        dataset, kept = self.state.dataset, self.slice.filters.kept
        own = [name for table in GROUPED if table in dataset for name in groupings(dataset[table])]
        names = dict.fromkeys((*DIMENSIONS, *own, *kept))
        recorded = [name for name in names if any(is_recorded(dataset, table, name) for table in DATA_TABLES)]
        return tuple(name for name in recorded if name in kept or len(self.dimension(name).keys) <= LONGEST_FILTER)

    def flags(self, name: str) -> npt.NDArray[np.bool_]:
        """Which values of a dimension the report counts, ``bool[keys]``."""
        kept = self.slice.filters.kept.get(name)
        return np.array([kept is None or key in kept for key in self.dimension(name).keys], np.bool_)

    def flags_name(self, name: str) -> str:
        """The name of the range in which a person sets which values of a dimension count."""
        return f"filter_own_{self.filters.index(name) + 1}" if is_extra(name) else f"filter_{name}"

    # -- names -------------------------------------------------------------------------------------------------------

    def new_name(self, wanted: str) -> str:
        """A defined name that nothing else has."""
        name, number = slug(wanted) or "column", 2
        while name in self._taken:
            name = f"{slug(wanted)}_{number}"
            number += 1
        self._taken.add(name)
        return name

    def define(self, name: str, place: str) -> str:
        """Let a name stand for a place of the workbook, written ``'Sheet'!$A$1``."""
        if name in self.names:
            raise ValueError(f"the name {name} is already taken")
        self.names[name] = place
        self._taken.add(name)
        return name

    def base(self, aggregate: Aggregate, side: Side) -> str:
        """The name of the cell that holds an aggregate; equal aggregates share it, whatever they are called."""
        key = (same(aggregate), side)
        if key not in self._bases:
            word = slug(self.words(aggregate.label)) or "base"
            self._bases[key] = self.new_name(f"base_{word}" if side is Side.NOW else f"before_{word}")
        return self._bases[key]

    # -- where formulas look (see formulas.Columns) ------------------------------------------------------------------

    def values(self, column: RowColumn) -> str:
        """The name of the range of a row column."""
        return self.sheets[column.table].value_column(column).name

    def counted(self, dating: Dating, table: str, side: Side) -> str:
        """The name of the range that says which rows are in a period."""
        return self.sheets[table].counted_column(dating, side).name

    def weighted(self, value: RowColumn, dating: OverDays, side: Side) -> str:
        """The name of the range of a value times the share of the row's days in a period."""
        return self.sheets[value.table].weighted_column(value, dating, side).name

    def until(self, dating: OverDays) -> str | None:
        """The name of the range of the last days of rows that cover days; None where each covers its first day."""
        last = dating.last
        is_there = isinstance(last, Stored) and self.sheets[last.table].stored(last.column) is not None
        return self.values(last) if is_there else None

    # -- aggregates as cells -----------------------------------------------------------------------------------------

    def guards(self, aggregate: Aggregate, by: Dimension | None = None) -> Guards:
        """What stands between an aggregate and its value, whatever the inputs are set to."""
        key = (aggregate, None if by is None else by.id)
        if key not in self._guards:  # every value of a dimension asks for the same
            self._guards[key] = guards(self, aggregate, by)
        return self._guards[key]

    def aggregate_cell(
        self, aggregate: Aggregate, side: Side = Side.NOW, by: Dimension | None = None, group: Group | None = None
    ) -> Formula | None:
        """The formula of an aggregate, ``–`` where it is absent; None when no input could bring it about."""
        found = self.guards(aggregate, by)
        if found.static is not None:
            return None
        return found.guarded(aggregate_formula(aggregate, self, side, group), side)

    def aggregate_value(self, aggregate: Aggregate, side: Side = Side.NOW) -> float | str:
        """What the Report says an aggregate is, ``–`` when it is absent."""
        evaluator = self.evaluator(side)
        if evaluator.unmeasured(aggregate) is not None:
            return NO_VALUE
        found = float(evaluator.aggregate(aggregate)[0])
        return found if np.isfinite(found) else NO_VALUE

    def is_said(self, kpi: Kpi) -> bool:
        """Whether formulas say a KPI: all but what a Method works out, what is about rows that are not in here, and
        what is told of fewer days than the period (see :mod:`leaddesk.model.covers`).
        """
        return self.may_be_said(kpi) and not any(seen(kpi, self.seen(side)).is_narrower for side in self.sides)

    def may_be_said(self, kpi: Kpi) -> bool:
        """The same, however far the tables reach."""
        if isinstance(kpi.expression, Method):
            return False
        needed = (*kpi.tables, *(() if kpi.n is None else tables(kpi.n)))
        if by_name(needed, self.slice.filters):
            return False  # the sheets have no keys of those names
        return all(table in self.sheets or table not in self.state.dataset for table in needed)

    def is_live(self, table: str) -> bool:
        """Whether a table's sheet holds row formulas."""
        return table not in self.sheets or self.sheets[table].is_live


def same(aggregate: Aggregate) -> Aggregate:
    """An aggregate without its words: two with equal ones are the same figure."""
    return replace(aggregate, label=NAMELESS, none=None)


def _normalised(data: Slice) -> Slice:
    """The slice without filters that keep every value there is: in the workbook nothing would tell them from none."""
    kept: dict[str, frozenset[str | None]] = {}
    for name in (*DIMENSIONS, *(name for name in data.filters.kept if name not in DIMENSIONS)):
        chosen = data.filters.kept.get(name)
        if chosen is not None and not set(dimension(data.dataset, name).keys) <= chosen:
            kept[name] = chosen
    return replace(data, filters=Filters(kept))
