"""The model of the list of customers that have gone quiet: a row a customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from leaddesk.model.measure import Unit
from leaddesk.model.quietaccount import rhythm_text
from leaddesk.text import NO_VALUE, Percent, msg, msgc, msgn
from leaddesk.ui import figures
from leaddesk.ui.itemmodels.words_table import Header, WordsTable
from leaddesk.ui.theme import theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from leaddesk.model.quiet import QuietCustomer
    from leaddesk.text import Language

CUSTOMER, RHYTHM, LAST, REVENUE = range(4)
HEADERS: Final[tuple[Header, ...]] = (
    (msg("Customer"), msg("As your leads name it, else its number in the orders. A click shows its lead.")),
    (msg("Rhythm"), msg("How often it ordered, and how long it has not. A click on the head sorts by the silence.")),
    (msg("Last order"), msg("The day of its last order.")),
    (msgc("customer", "Revenue"), msg("What all its orders brought, money back taken off.")),
)


@dataclass(frozen=True, slots=True)
class QuietRow:
    """A customer that has gone quiet, under the name of its lead. ``lead``: that lead's position, None without one."""

    customer: QuietCustomer
    name: str
    lead: int | None


class QuietCustomersModel(WordsTable):
    """Shows rows in the order they come in, until a column is chosen to sort by."""

    on_left = frozenset({CUSTOMER, RHYTHM})

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(language, parent)
        self._given: tuple[QuietRow, ...] = ()
        self._rows: list[QuietRow] = []
        self._currency = "EUR"
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    def show_rows(self, rows: Sequence[QuietRow], currency: str) -> None:
        """Show *rows*; the order stays as it was chosen."""
        self.beginResetModel()
        self._given, self._currency = tuple(rows), currency
        self._arrange()
        self.endResetModel()

    def headers(self) -> tuple[Header, ...]:
        """Those of :data:`HEADERS`."""
        return HEADERS

    def row_total(self) -> int:
        """The customers."""
        return len(self._rows)

    def row(self, place: int) -> QuietRow:
        """What a row stands for."""
        return self._rows[place]

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        one, words = self._rows[row], self._language
        if column == CUSTOMER:
            return one.name
        if column == RHYTHM:
            return words.text(rhythm_text(one.customer))
        if column == LAST:
            return words.date(one.customer.last)
        revenue = one.customer.revenue
        return NO_VALUE if revenue is None else figures.number_text(Unit.MONEY, revenue, words, self._currency)

    def explanation(self, row: int, column: int) -> str:  # noqa: ARG002  (of every cell the same)
        """What the row stands on."""
        one, words = self._rows[row], self._language.text
        days = msgn("ordered on {count} day", "ordered on {count} days", one.customer.days)
        share = Percent(one.customer.chance, 0 if one.customer.chance >= 0.01 else 1)
        chance = msg("One that goes on as before is silent for so long with a chance of {share}.", share=share)
        if one.customer.chance < 0.001:
            chance = msg("One that goes on as before is silent for so long less than once in a thousand times.")
        lead = msg("Show its lead") if one.lead is not None else msg("It is not among your leads.")
        number = msg("{customer}: {days}", customer=one.customer.customer, days=days)
        return "\n".join(words(line) for line in (number, chance, lead))

    def colour(self, row: int, column: int) -> QColor | None:
        """A customer that has a lead looks like a link."""
        return QColor(theme_of().accent) if column == CUSTOMER and self._rows[row].lead is not None else None

    def _arrange(self) -> None:
        self._rows = list(self._given)
        if self._sorted_by is None:
            return
        column, order = self._sorted_by
        key = _KEYS[column]
        known = [row for row in self._rows if key(row) is not None]
        known.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)
        self._rows = known + [row for row in self._rows if key(row) is None]

    # Qt --------------------------------------------------------------------------------------------------------------

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, rows without a value last; by none (-1) as they came."""
        self.beginResetModel()
        self._sorted_by = (column, order) if 0 <= column < len(HEADERS) else None
        self._arrange()
        self.endResetModel()


def _name(row: QuietRow) -> Any:  # noqa: ANN401
    return row.name.casefold()


def _silence(row: QuietRow) -> Any:  # noqa: ANN401
    return row.customer.silence


def _last(row: QuietRow) -> Any:  # noqa: ANN401
    return row.customer.last


def _revenue(row: QuietRow) -> Any:  # noqa: ANN401
    return row.customer.revenue


_KEYS: Final = (_name, _silence, _last, _revenue)
