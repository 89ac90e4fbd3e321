"""The model of how long leads stay: a row a stage, and a last one for the whole way to the sale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from leaddesk.model.measure import SMALL, Unit
from leaddesk.text import NO_VALUE, Message, msg, msgc, msgn
from leaddesk.ui import figures
from leaddesk.ui.theme import font, plain_tooltip, theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.stay import Stay, TimeToConvert
    from leaddesk.model.survival import DayQuantile
    from leaddesk.text import Language

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

NAME, LEFT, WAITING, QUARTER, HALF, THREE_QUARTERS, NINE_TENTHS, BAR = range(8)
HEADERS: Final = (
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
_LEFT: Final = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)
_RIGHT: Final = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)
_WRAP: Final = int(Qt.TextFlag.TextWordWrap.value)


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

    def day(self, column: int) -> int | None:
        """The days of one of the four quantiles, None where so many have not left by the last day that is known."""
        return self.quantiles[column - QUARTER].day if self.quantiles else None


def spans(stays: Sequence[Stay], whole: TimeToConvert, open_leads: int) -> tuple[Span, ...]:
    """The rows of all stages and, last, of the whole way to the sale."""
    rows = [Span(one.label, one.left, one.waiting, one.unknown, one.quantiles, one.absent) for one in stays]
    name = msg("From creation to sale")
    return (*rows, Span(name, whole.n, open_leads, 0, whole.quantiles, whole.absent, is_whole_way=True))


class StaysModel(QAbstractTableModel):
    """Shows :class:`Span` after :class:`Span`; a delegate draws the last column."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._spans: tuple[Span, ...] = ()

    def show_spans(self, shown: tuple[Span, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._spans = shown
        self.endResetModel()

    def set_language(self, language: Language) -> None:
        """Write everything in another language."""
        self.beginResetModel()
        self._language = language
        self.endResetModel()

    def shown(self, row: int) -> Span:
        """The row itself."""
        return self._spans[row]

    @property
    def longest(self) -> int:
        """The most days of any row: where the drawn scale ends."""
        days = [one.day(column) for one in self._spans for column in range(QUARTER, BAR)]
        return max((day for day in days if day is not None), default=0)

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
        if found.day is None:
            return language.text(msgc("days", "not yet"))
        days = figures.number_text(Unit.DAYS, found.day, language, "")
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

    def as_text(self) -> str:
        """The table as tab-separated lines, headers first, without the drawing."""
        lines = [[self._language.text(title) for title, _tip in HEADERS[:BAR]]]
        lines += [[self.text(row, column) for column in range(BAR)] for row in range(len(self._spans))]
        return "\n".join("\t".join(line) for line in lines)

    # Qt --------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; it is never changed)
        """The stages and the whole way."""
        return 0 if parent.isValid() else len(self._spans)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The columns of :data:`HEADERS`."""
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The words and tooltip of a column's header; the drawn one says how far its scale goes."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADERS):
            return None
        title, tip = HEADERS[section]
        if role == Role.DisplayRole:
            return self._language.text(title if section != BAR else self._scale())
        if role == Role.ToolTipRole:
            return plain_tooltip(self._language.text(tip))
        if role == Role.TextAlignmentRole:
            return (_LEFT if section in (NAME, BAR) else _RIGHT) | _WRAP
        return None

    def _scale(self) -> Message:
        return msgn("0 to {count} day", "0 to {count} days", self.longest)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Words, alignment, tooltip; few leads are faint, and the whole way is set off in bold."""
        row, column = index.row(), index.column()
        one = self._spans[row]
        if role == Role.DisplayRole:
            return self.text(row, column)
        if role == Role.TextAlignmentRole:
            return _LEFT if column == NAME else _RIGHT
        if role == Role.ToolTipRole:
            return plain_tooltip(self.explanation(row, column))
        if role == Role.FontRole and one.is_whole_way:
            return font(bold=True)
        if role == Role.ForegroundRole and column >= QUARTER and (one.left < SMALL or not one.quantiles):
            return QColor(theme_of().text_muted)
        if role == Role.AccessibleTextRole and column == BAR:
            heads = [str(self.headerData(place, Qt.Orientation.Horizontal)) for place in range(QUARTER, BAR)]
            cells = (f"{head}: {self.text(row, place)}" for place, head in enumerate(heads, QUARTER))
            return ", ".join(cells)
        return None
