"""The model of how long leads stay: a row a stage, and a last one for the whole way to the sale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from leaddesk.model.measure import SMALL, Unit
from leaddesk.text import NO_VALUE, Message, msg, msgc, msgn
from leaddesk.ui import figures
from leaddesk.ui.itemmodels.words_table import Header, Index, Role, WordsTable
from leaddesk.ui.theme import font, theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.stay import Stay, TimeToConvert
    from leaddesk.model.survival import DayQuantile

NAME, LEFT, WAITING, QUARTER, HALF, THREE_QUARTERS, NINE_TENTHS, BAR = range(8)
HEADERS: Final[tuple[Header, ...]] = (
    (msg("Stage"), msg("The stages that have a date in your files, in order.")),
    (msg("Moved on"), msg("Leads that left the stage on a known day: to a later stage, to a sale or to a loss.")),
    (msg("Still there"), msg("Open leads that are in the stage now; the days that they have waited count.")),
    (msg("A quarter within"), msg("A quarter of the leads left within so many days.")),
    (msg("Half within"), msg("Half of the leads left within so many days (the median), with its 95% interval.")),
    (msg("Three quarters within"), msg("Three quarters of the leads left within so many days.")),
    (msg("Nine in ten within"), msg("Nine in ten leads left within so many days; those that wait longer are unusual.")),
    (
        msg("Days"),
        msg("The box holds the middle half of the leads, the line in it the median; it ends at nine in ten."),
    ),
)


@dataclass(frozen=True, slots=True)
class Span:
    """One row: a name, how many moved on, are still there and are of unknown day, the quantiles (a quarter, half,
    three quarters, nine in ten) or why there are none.
    """

    name: Message
    left: int
    waiting: int
    unknown: int
    quantiles: tuple[DayQuantile, ...]
    absent: Message | None = None
    is_whole_way: bool = False

    def day(self, column: int) -> float | None:
        """The days of one of the four quantiles, None where so many have not left by the last day that is known."""
        return self.quantiles[column - QUARTER].middle if self.quantiles else None


def spans(stays: Sequence[Stay], whole: TimeToConvert, open_leads: int) -> tuple[Span, ...]:
    """The rows of all stages and, last, of the whole way to the sale."""
    rows = [Span(one.label, one.left, one.waiting, one.unknown, one.quantiles, one.absent) for one in stays]
    name = msg("From creation to sale")
    return (*rows, Span(name, whole.n, open_leads, 0, whole.quantiles, whole.absent, is_whole_way=True))


class StaysModel(WordsTable):
    """Shows :class:`Span` after :class:`Span`; a delegate draws the last column."""

    on_left = frozenset({NAME, BAR})
    _spans: tuple[Span, ...] = ()

    def show_spans(self, shown: tuple[Span, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._spans = shown
        self.endResetModel()

    def headers(self) -> tuple[Header, ...]:
        """Those of :data:`HEADERS`; the drawn one says how far its scale goes."""
        _title, tip = HEADERS[BAR]
        return (*HEADERS[:BAR], (msgn("0 to {count} day", "0 to {count} days", self.longest), tip))

    def row_total(self) -> int:
        """The stages and the whole way."""
        return len(self._spans)

    def shown(self, row: int) -> Span:
        """The row itself."""
        return self._spans[row]

    @property
    def longest(self) -> int:
        """The most days of any row: where the drawn scale ends."""
        days = [one.day(column) for one in self._spans for column in range(QUARTER, BAR)]
        return math.ceil(max((day for day in days if day is not None), default=0))

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        one, language = self._spans[row], self._language
        if column == NAME:
            return language.text(one.name)
        if column in (LEFT, WAITING):
            return figures.number_text(Unit.COUNT, one.left if column == LEFT else one.waiting, language, "")
        if column == BAR:
            return ""
        if not one.quantiles:
            return NO_VALUE
        found = one.quantiles[column - QUARTER]
        if found.middle is None:
            return language.text(msgc("days", "not yet"))
        days = figures.number_text(Unit.DAYS, found.middle, language, "")
        if column != HALF or found.low is None or found.high is None:
            return days
        between = msgc("interval", "{low} to {high}", low=found.low, high=found.high)
        return language.text(msg("{value} ({interval})", value=days, interval=between))

    def explanation(self, row: int, column: int) -> str:
        """What the cell stands on, or why it is empty."""
        one, words = self._spans[row], self._language.text
        if column >= QUARTER and one.absent is not None:
            return words(one.absent)
        if column in (LEFT, WAITING) and one.unknown:
            line = msgn(
                "{count} more went on on an unknown day and is in no figure here.",
                "{count} more went on on an unknown day and are in no figure here.",
                one.unknown,
            )
            return words(line)
        if QUARTER <= column < BAR and one.quantiles and one.day(column) is None:
            return words(msg("So many have not left yet, as far as your files tell."))
        if column >= QUARTER:
            return words(msg("n = {count}", count=one.left))
        return ""

    def colour(self, row: int, column: int) -> QColor | None:
        """What few leads say is faint."""
        one = self._spans[row]
        is_faint = column >= QUARTER and (one.left < SMALL or not one.quantiles)
        return QColor(theme_of().text_muted) if is_faint else None

    def as_text(self) -> str:
        """The table as tab-separated lines, headers first, without the drawing."""
        return self.lines_of(BAR)

    # Qt --------------------------------------------------------------------------------------------------------------

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """As of every such table; the whole way is set off in bold, and the drawing says what it shows."""
        row, column = index.row(), index.column()
        if role == Role.FontRole and self._spans[row].is_whole_way:
            return font(bold=True)
        if role == Role.AccessibleTextRole and column == BAR:
            heads = [str(self.headerData(place, Qt.Orientation.Horizontal)) for place in range(QUARTER, BAR)]
            cells = (f"{head}: {self.text(row, place)}" for place, head in enumerate(heads, QUARTER))
            return ", ".join(cells)
        return super().data(index, role)
