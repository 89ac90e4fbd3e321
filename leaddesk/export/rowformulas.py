"""Row columns as formulas of one row of a data sheet. ``{row}`` stands for the number of the row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from leaddesk.export.formulas import IS_NUMBER, may_be_missing
from leaddesk.model.expression import Dating, OnDay, OverDays
from leaddesk.model.rowcolumn import (
    BelowZero,
    Children,
    DaysBetween,
    Depth,
    FirstKnown,
    FirstLine,
    Gather,
    Lookup,
    OpeningTime,
    OrderAmount,
    OutcomeDay,
    Repeated,
    RowColumn,
    StageOf,
    Stored,
)
from leaddesk.model.schema import Kind
from leaddesk.model.stages import LADDER, REACHED_ON, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.export.formulas import Side

ROW: Final = "{row}"
FIRST_ROW: Final = 2
"""The row below the headings."""
BLANK: Final = '""'
STAGE_LIST: Final = "stage_list"
WEEKEND: Final = "closed_days_of_the_week"
OPENS: Final = "opens_at"
CLOSES: Final = "closes_at"
HOLIDAYS: Final = "holidays"


class RowPlaces(Protocol):
    """Where one row of a data sheet keeps things; each answer is a reference such as ``$D{row}``."""

    def stored(self, column: str) -> str | None:
        """The cell of a column of the table as the user's file has it; None when the table lacks it."""
        ...

    def has_come(self, column: str) -> str | None:
        """The test whether that cell holds a moment that is not after the day of the files; None: no such column."""
        ...

    def limit(self, column: RowColumn) -> str | None:
        """The day of the files, as a number of Excel; None where no value of a row column lies after it."""
        ...

    def value(self, column: RowColumn) -> str:
        """The cell of a row column."""
        ...

    def status_code(self) -> str | None:
        """The cell with the stage code of the lead's words; None when it has none."""
        ...

    def traced_code(self) -> str | None:
        """The cell with how far the stage of the sale says the lead got; None when the leads have none."""
        ...

    def hand_stage(self) -> str | None:
        """The cell in which a person sets the stage; None where nothing tells stages."""
        ...

    def ahead(self, dating: Dating) -> str | None:
        """The test whether the row is dated after the day of the files; None where no row is."""
        ...

    def kept(self) -> str | None:
        """The cell that says whether the filters keep the row; None when there are no filters."""
        ...

    def kind(self, column: str) -> Kind:
        """The kind of a column of the table."""
        ...

    def parent(self, key: str, table: str) -> str:
        """The cell with the place, from 1, of the row of another table that a key names; blank where none does."""
        ...

    def above(self, column: RowColumn) -> str:
        """The name of the range of a row column of another table."""
        ...

    def below(self, column: Children) -> str | None:
        """The name of the range with the places of the rows that the child rows name; None: too many to compare."""
        ...

    def is_each_an_order(self) -> bool:
        """Whether no row of the table belongs to the order of another one, or repeats it."""
        ...

    def first_lines(self) -> str | None:
        """The name of the range with the place, from 1, of the first row of each order row's order; None: too many to
        compare.
        """
        ...


def row_formula(column: RowColumn, at: RowPlaces) -> str | None:
    """The formula of a row column; None where only LeadDesk can tell its values, or the cell itself is the value."""
    if isinstance(column, Stored | BelowZero):
        return _of_a_cell(column, at)
    if isinstance(column, StageOf):
        return _stage(at)
    if isinstance(column, Depth):
        return _depth(at)
    if isinstance(column, OutcomeDay):
        return _outcome_day(column, at)
    if isinstance(column, FirstKnown):
        return _first_known(_dated(column.columns, at, "{cell}"), BLANK)
    if isinstance(column, DaysBetween):
        start, end, limit = at.value(column.start), at.value(column.end), at.limit(column.end)
        days = f"{end}-{start}" if limit is None else f"IF({end}>{limit},{BLANK},{end}-{start})"
        return f"IF(COUNT({start},{end})<2,{BLANK},IF({end}<{start},{BLANK},{days}))"
    if isinstance(column, OpeningTime):
        return _opening_time(at.value(column.start), at.value(column.end))
    if isinstance(column, Lookup):
        return _lookup(column, at)
    if isinstance(column, Children):
        return _children(column, at)
    return _order_amount(at) if isinstance(column, OrderAmount) else None


def _of_a_cell(column: Stored | BelowZero, at: RowPlaces) -> str | None:
    cell = at.stored(column.column)
    if isinstance(column, BelowZero):
        return "0" if cell is None else f"IF(ISNUMBER({cell}),IF({cell}<0,1,0),0)"
    is_moment = cell is not None and at.kind(column.column) is Kind.MOMENT
    return f"IF(ISNUMBER({cell}),INT({cell}),{BLANK})" if is_moment else None


def _order_amount(at: RowPlaces) -> str | None:
    amount, below = Stored("orders", "amount"), BelowZero("orders", "amount")
    own = f"IF(ISNUMBER({at.value(amount)}),{at.value(amount)},{BLANK})"
    if at.is_each_an_order():
        return own
    places = at.first_lines()
    if places is None:
        return None
    first = at.value(FirstLine())
    repeated = at.above(Repeated("orders", "id", ("customer", "date", "amount")))
    lines = f"{places},{ROW}-{FIRST_ROW - 1},{repeated},0,{at.above(below)},0"
    amounts = at.above(amount)
    total = f"IF(COUNTIFS({lines},{amounts},{IS_NUMBER})=0,{BLANK},SUMIFS({amounts},{lines}))"
    return f"IF({first}=1,IF({at.value(below)}=1,{own},{total}),{BLANK})"


def _lookup(column: Lookup, at: RowPlaces) -> str:
    """The value of the row above: by its place, as a comparison of texts would read signs of data as wildcards."""
    place, found = at.parent(column.key, column.parent.table), at.above(column.parent)
    value, missing = f"INDEX({found},{place})", BLANK if may_be_missing(column.parent) else "-1"
    return f"IF(ISNUMBER({place}),IF(ISNUMBER({value}),{value},{missing}),{missing})"


def _children(column: Children, at: RowPlaces) -> str | None:
    """The number or the sum of the rows below; their first and last only LeadDesk tells: no function of old Excels
    finds the smallest under a condition.
    """
    if column.how not in (Gather.COUNT, Gather.SUM):
        return None
    places = at.below(column)
    if places is None:
        return None
    here = f"{ROW}-{FIRST_ROW - 1}"
    if column.how is Gather.COUNT or column.value is None:
        return f"COUNTIF({places},{here})"
    return f"SUMIFS({at.above(column.value)},{places},{here})"


def _stage(at: RowPlaces) -> str | None:
    hand, status = at.hand_stage(), at.status_code() or "-1"
    if hand is None:
        return None
    told = _so_far(status, at)
    found = told
    for outcome in (Stage.LOST, Stage.WON):
        has_come = at.has_come(REACHED_ON[outcome][0])
        if has_come is not None:
            found = f"IF({has_come},{int(outcome)},{found})"
    if told not in (found, "-1"):
        found = f"IF({told}>={int(Stage.WON)},{told},{found})"
    return (
        f"IF({hand}={BLANK},{found},IF(ISNUMBER(MATCH({hand},{STAGE_LIST},0)),MATCH({hand},{STAGE_LIST},0)-1,{found}))"
    )


def _so_far(status: str, at: RowPlaces) -> str:
    """The code of the words on the day of the files: a sale to come is a negotiation, a loss to come says nothing."""
    if status == "-1":
        return status
    told = status
    for outcome, so_far in ((Stage.LOST, -1), (Stage.WON, int(Stage.NEGOTIATION))):
        column = Stored("leads", REACHED_ON[outcome][0])
        date = at.stored(column.column)
        limit = None if date is None else at.limit(column)
        if limit is not None:
            told = f"IF({status}={int(outcome)},IF(N({date})>={limit}+1,{so_far},{status}),{told})"
    return told


def _depth(at: RowPlaces) -> str:
    stage = at.value(StageOf())
    parts = [f"IF({stage}<{int(Stage.LOST)},MAX({stage},0),-1)"]
    traced = at.traced_code()
    parts += [] if traced is None else [traced]
    for step in LADDER[1:-1]:
        come = [test for name in REACHED_ON[step] if (test := at.has_come(name)) is not None]
        parts += [f"IF({test},{int(step)},-1)" for test in come]
    return f"MAX({','.join(parts)})"


def _outcome_day(column: OutcomeDay, at: RowPlaces) -> str:
    stage, formula = at.value(StageOf()), BLANK
    for outcome, names in zip(reversed(column.outcomes), reversed(column.columns), strict=True):
        known = _dated(names, at, "INT({cell})", by_hand=True)
        formula = f"IF({stage}={outcome},{_first_known(known, BLANK)},{formula})"
    return formula


def _dated(names: Sequence[str], at: RowPlaces, value: str, *, by_hand: bool = False) -> list[tuple[str, str]]:
    """For each of these columns that there is the test whether its moment counts, and the *value* of its cell. Where a
    person set the stage, a day after that of the files counts *by_hand*.
    """
    found, hand = [], at.hand_stage()
    for name in names:
        cell, test = at.stored(name), at.has_come(name)
        if cell is None or test is None:
            continue
        if by_hand and hand is not None and test != f"ISNUMBER({cell})":
            test = f"IF({hand}={BLANK},{test},ISNUMBER({cell}))"
        found.append((test, value.format(cell=cell)))
    return found


def _first_known(known: Sequence[tuple[str, str]], otherwise: str) -> str:
    for test, value in reversed(known):
        otherwise = f"IF({test},{value},{otherwise})"
    return otherwise


def _opening_time(start: str, end: str) -> str:
    """Whole open days from one to the other times their hours, and the hours of the last less those of the first; an
    end without a time is the close of its day.
    """

    def is_open(moment: str) -> str:
        return f"NETWORKDAYS.INTL(INT({moment}),INT({moment}),{WEEKEND},{HOLIDAYS})"

    def hours(moment: str) -> str:
        of_day = f"ROUND(({moment}-INT({moment}))*86400,0)/3600"
        return f"(MIN(MAX({of_day},{OPENS}),{CLOSES})-{OPENS})"

    days = f"(NETWORKDAYS.INTL(INT({start}),INT({end}),{WEEKEND},{HOLIDAYS})-{is_open(end)})*({CLOSES}-{OPENS})"
    last = f"IF({end}=INT({end}),{CLOSES}-{OPENS},{hours(end)})"
    elapsed = f"{days}+{is_open(end)}*{last}-{is_open(start)}*{hours(start)}"
    is_before = f"AND({end}<{start},{end}<>INT({start}))"
    return f"IF(COUNT({start},{end})<2,{BLANK},IF({is_before},{BLANK},{elapsed}))"


def counted_formula(dating: Dating, at: RowPlaces, side: Side, is_dated: bool) -> str:
    """1 or 0 for a row dated by one day, else the share of its days that lies in the period; 0 where filters drop it.

    A row without its date (or a table without that column: *is_dated* False) counts when no period is set.
    """
    if not is_dated:
        inside = "0"
    elif isinstance(dating, OnDay):
        day = at.value(dating.day)
        inside = f"IF(ISNUMBER({day}),IF(AND({day}>={side}_low,{day}<={side}_high),1,0),0)"
    else:
        first, last = at.value(dating.first), _last(dating, at)
        days = f"(MIN({last},{side}_high)-MAX({first},{side}_low)+1)/({last}-{first}+1)"
        inside = f"IF(ISNUMBER({first}),IF(AND({last}>={side}_low,{first}<={side}_high),{days},0),0)"
    formula = f"IF({side}_set=0,1,{inside})"
    ahead = at.ahead(dating)
    if ahead is not None:
        formula = f"IF({ahead},0,{formula})"
    kept = at.kept()
    return formula if kept is None else f"IF({kept}=0,0,{formula})"


def _last(dating: OverDays, at: RowPlaces) -> str:
    first = at.value(dating.first)
    if not isinstance(dating.last, Stored) or at.stored(dating.last.column) is None:
        return first
    return f"MAX({first},{at.value(dating.last)})"


def weighted_formula(value: str, share: str) -> str:
    """A value times the share of its row; blank where there is no value."""
    return f"IF(ISNUMBER({value}),{value}*{share},{BLANK})"


def kept_formula(keys: Sequence[tuple[str, str]]) -> str:
    """1 where every filter counts the row's key: pairs of the filter's range of flags and the cell of the key."""
    return f"IF(AND({','.join(f'INDEX({flags},{key})=1' for flags, key in keys)}),1,0)"


def stage_label_formula(at: RowPlaces) -> str:
    """The stage in words."""
    return f"INDEX({STAGE_LIST},MAX({at.value(StageOf())},0)+1)"
