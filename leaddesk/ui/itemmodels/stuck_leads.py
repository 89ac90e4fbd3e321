"""The model of leads that are stuck: who waits where, for how long, and how unusual that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor

from leaddesk.model.measure import Unit
from leaddesk.model.stages import LABELS
from leaddesk.model.stay import STUCK_BEYOND
from leaddesk.text import NO_VALUE, Message, msg
from leaddesk.ui import figures
from leaddesk.ui.itemmodels.words_table import Header, WordsTable
from leaddesk.ui.theme import theme_of

if TYPE_CHECKING:
    from leaddesk.model.stay import StuckLead

NAME, STAGE, DAYS, USUAL, TIMES = range(5)
HEADERS: Final[tuple[Header, ...]] = (
    (msg("Lead"), msg("Show this lead")),
    (msg("Stage"), msg("The stage that the lead is in now.")),
    (msg("Waiting for"), msg("Days since the lead came into that stage.")),
    (
        msg("Usual at most"),
        msg(
            "Days within which nine in ten leads leave that stage, whatever the period; three in four, where nine in "
            "ten have not left yet."
        ),
    ),
    (msg("Times as long"), msg("The wait over what is usual at most.")),
)


@dataclass(frozen=True, slots=True)
class NamedLead:
    """A stuck lead and what it is called."""

    name: Message
    lead: StuckLead


class StuckLeadsModel(WordsTable):
    """Shows :class:`NamedLead` after :class:`NamedLead`."""

    on_left = frozenset({NAME, STAGE})
    _leads: tuple[NamedLead, ...] = ()

    def show_leads(self, leads: tuple[NamedLead, ...]) -> None:
        """Show these leads, in this order."""
        self.beginResetModel()
        self._leads = leads
        self.endResetModel()

    def headers(self) -> tuple[Header, ...]:
        """Those of :data:`HEADERS`."""
        return HEADERS

    def row_total(self) -> int:
        """The leads."""
        return len(self._leads)

    def named(self, row: int) -> NamedLead:
        """The lead of a row."""
        return self._leads[row]

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        one, language = self._leads[row].lead, self._language
        if column == NAME:
            return language.text(self._leads[row].name)
        if column == STAGE:
            return language.text(LABELS[one.stage])
        if column == TIMES:
            return NO_VALUE if one.times is None else figures.number_text(Unit.TIMES, one.times, language, "")
        days = figures.number_text(Unit.DAYS, one.days if column == DAYS else one.limit, language, "")
        if column == USUAL and one.share != STUCK_BEYOND[0]:
            return language.text(msg("{days} (three in four)", days=days))
        return days

    def explanation(self, row: int, column: int) -> str:  # noqa: ARG002  (of every row the same)
        """What a click on the name does."""
        return self._language.text(msg("Show this lead")) if column == NAME else ""

    def colour(self, row: int, column: int) -> QColor | None:  # noqa: ARG002
        """The name looks like the link that it is."""
        return QColor(theme_of().accent) if column == NAME else None
