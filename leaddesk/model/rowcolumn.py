"""Row columns: the first layer of the Expression. Each is one array, and one column of the workbook's data sheet.

They are data. :mod:`leaddesk.model.rows` computes them with numpy, ``export/formulas`` writes them as Excel formulas,
and a naive row loop in the tests judges both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TypeAlias

from leaddesk.model.hashing import hashed_once


@dataclass(frozen=True, slots=True)
class Stored:
    """A column of the frame as it is: floats for numbers, codes for categories, day numbers for dates."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class FirstOfKind:
    """1 for the first row that carries a value of ``column``, 0 for its repetitions; a row without one counts 1.

    A frame without that column counts every row.
    """

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """1 for a row that says the same as an earlier one in ``column`` and ``beside``, 0 for all others.

    A row without a value of ``column`` repeats nothing; moments are the same on the same day. What the frame lacks of
    ``beside`` takes no part.
    """

    table: str
    column: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BelowZero:
    """1 where the number is below zero (money back), 0 where it is not, is unknown, or the frame lacks the column."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class FirstLine:
    """1 for the first row of each order, and for each row of money back; 0 for the further rows of an order and for
    those that repeat another. What one order is, :mod:`leaddesk.model.ordergroups` says.
    """

    table: str = "orders"


@dataclass(frozen=True, slots=True)
class OrderAmount:
    """On the first row of an order what all its rows come to, money back left aside; on a row of money back its own
    amount. NaN on all other rows, and where no row of the order has an amount.
    """

    table: str = "orders"


@dataclass(frozen=True, slots=True)
class StageOf:
    """The stage code (:class:`~leaddesk.model.stages.Stage`) of each lead.

    The stage set by hand, whatever the rest says. Else what its words stand for (see
    :func:`~leaddesk.model.stagewords.told_stages`); where those leave the lead open, a known ``won`` date makes it won,
    else a known ``lost`` date lost. -1 where nothing is known: such a lead is open and new. A sale or a loss that is
    dated after the day of the files (``Settings.until``) is none yet: until then the lead is in negotiation, or open.
    """

    table: str = "leads"


@dataclass(frozen=True, slots=True)
class Depth:
    """How far up the ladder each lead got, 0 (new) to 5 (won): the furthest that its stage or dates show.

    The dates, and the stage of the sale, show the stages between new and won; won itself is shown by the stage alone
    (:class:`StageOf`). -1 for a lost or invalid lead without any such trace: its depth is unknown.
    """

    table: str = "leads"


@hashed_once
@dataclass(frozen=True)
class OutcomeDay:
    """The day number on which a lead took one of the ``outcomes`` (stage codes): the first date known for it.

    ``columns``: for each outcome the date columns to look at, in order. Missing for leads with another outcome. Days
    after that of the files are not looked at, but where a person set the stage.
    """

    outcomes: tuple[int, ...]
    columns: tuple[tuple[str, ...], ...]
    table: str = "leads"


@hashed_once
@dataclass(frozen=True)
class FirstKnown:
    """The first moment that is known among ``columns`` and not after the day of the files, in seconds since
    1970-01-01.
    """

    table: str
    columns: tuple[str, ...]


@hashed_once
@dataclass(frozen=True)
class DaysBetween:
    """Whole days from one day number column to another; NaN where one is missing, or the end lies before the start or
    after the day of the files.
    """

    start: RowColumn
    end: RowColumn

    @property
    def table(self) -> str:
        """The table both belong to."""
        return self.start.table


@hashed_once
@dataclass(frozen=True)
class OpeningTime:
    """Opening hours from one moment to another, as :meth:`~leaddesk.model.opening.OpeningHours.hours_between` counts
    them.
    """

    start: FirstKnown
    end: FirstKnown

    @property
    def table(self) -> str:
        """The table both belong to."""
        return self.start.table


@hashed_once
@dataclass(frozen=True)
class Lookup:
    """The value of a row column of the parent table, for the first row that carries what ``key`` names.

    Where none does: NaN for floats, the missing day or second, -1 for codes.
    """

    table: str
    key: str
    parent: RowColumn


class Gather(StrEnum):
    """How the children of one parent are gathered into one value."""

    COUNT = auto()
    SUM = auto()
    FIRST = auto()
    LAST = auto()


@hashed_once
@dataclass(frozen=True)
class Children:
    """One value a parent row from its child rows: their count, the sum, the smallest or largest of ``value``.

    ``key`` is the child column that names the parent. 0 for the count and sum of none, NaN for first and last. Child
    rows that are dated after the day of the files are not gathered.
    """

    table: str
    child: str
    key: str
    how: Gather
    value: RowColumn | None = None


RowColumn: TypeAlias = (
    "Stored | FirstOfKind | Repeated | BelowZero | FirstLine | OrderAmount | StageOf | Depth | OutcomeDay | FirstKnown"
    " | DaysBetween | OpeningTime | Lookup | Children"
)
