"""What a sheet may be: the tables LeadDesk understands, their columns, and how they relate.

This module only declares; the instances are in :mod:`leaddesk.model.tables`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from leaddesk.text import Message

EXTRA_PREFIX: Final = "extra:"
"""Columns that no table declares are kept under this prefix and the user's own header."""


class Kind(StrEnum):
    """What the values of a column are, and so how they are stored.

    CATEGORY: pandas ``category``; TEXT, ID, PHONE, EMAIL, POSTCODE: ``str``; MOMENT (a date, with a time where the
    source gives one): ``datetime64[s]``; NUMBER, INTEGER, MONEY: ``float64``; FLAG (yes, no, unknown): ``float64``
    of 1, 0, NaN. Missing is -1 (codes), NaN or NaT.
    """

    ID = auto()
    TEXT = auto()
    CATEGORY = auto()
    EMAIL = auto()
    PHONE = auto()
    POSTCODE = auto()
    MOMENT = auto()
    NUMBER = auto()
    INTEGER = auto()
    MONEY = auto()
    FLAG = auto()

    @property
    def is_text(self) -> bool:
        """Stored as ``str``."""
        return self in (Kind.ID, Kind.TEXT, Kind.EMAIL, Kind.PHONE, Kind.POSTCODE)

    @property
    def is_number(self) -> bool:
        """Stored as ``float64``."""
        return self in (Kind.NUMBER, Kind.INTEGER, Kind.MONEY, Kind.FLAG)


class Known(Enum):
    """When a fact about a row is known: what comes later must not predict the outcome."""

    AT_CREATION = auto()
    LATER = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. ``synonyms`` are headers, French and English, compared after folding case and accents."""

    id: str
    kind: Kind
    label: Message
    synonyms: tuple[str, ...] = ()
    personal: bool = False
    known: Known = Known.AT_CREATION


@dataclass(frozen=True, slots=True)
class Relation:
    """A column whose values name a row of another table (``parent`` column of table ``to``)."""

    column: str
    to: str
    parent: str


@dataclass(frozen=True)
class Table:
    """What one row is, its columns, the columns that date it and those it can be cut by."""

    id: str
    label: Message
    columns: tuple[Column, ...]
    dates: tuple[str, ...]
    dimensions: tuple[str, ...]
    relations: tuple[Relation, ...] = ()
    wide: bool = False
    """May come in the wide layout: a column a month or a channel."""
    by_id: dict[str, Column] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_id.update({column.id: column for column in self.columns})

    def __hash__(self) -> int:
        return hash(self.id)

    def column(self, column_id: str) -> Column:
        """The declared column.

        :raises KeyError: when the table declares no such column.
        """
        return self.by_id[column_id]


def is_extra(column_id: str) -> bool:
    """Whether the column is one that the user's file brought along."""
    return column_id.startswith(EXTRA_PREFIX)


def said(words: str) -> tuple[str, ...]:
    """Headers written one after the other, with bars between."""
    return tuple(word.strip() for word in words.split("|"))
