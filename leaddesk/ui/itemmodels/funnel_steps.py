"""The model of the funnel's table: a row a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor

from leaddesk.model.measure import Unit
from leaddesk.model.stepaccount import StepFigure
from leaddesk.text import NO_VALUE, msg, msgn
from leaddesk.ui import figures
from leaddesk.ui.itemmodels.words_table import BEHIND, Header, WordsTable
from leaddesk.ui.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from leaddesk.model.funnel import Funnel, Step
    from leaddesk.model.measure import Measure
    from leaddesk.model.readings import ReadStep
    from leaddesk.text import Language

STAGE, REACHED, OF_FIRST, OF_PREVIOUS, LOST, DAYS, AMOUNT = range(7)
STAGE_HEADER: Final = (
    msg("Stage"),
    msg("The stages of a lead, in order; a lead counts at every stage that it reached."),
)
AMOUNT_HEADER: Final = (
    msg("Amount"),
    msg("The amounts of the leads that reached the stage, as far as they are known."),
)
HEADERS: Final[tuple[Header, ...]] = (
    STAGE_HEADER,
    (msg("Reached"), msg("Leads created in the period that got to this stage or further.")),
    (msg("Of all"), msg("Share of all leads of the period; its 95% interval is in the tip and in the chart.")),
    (msg("Of the one before"), msg("Share of the leads that reached the stage before, with its 95% interval.")),
    (msg("Stayed behind"), msg("Leads that reached the stage before but not this one: lost, or still open there.")),
    (msg("Median delay"), msg("Median of the days from the dated stage before, for leads with both dates.")),
    AMOUNT_HEADER,
)
FIGURES: Final = {
    REACHED: StepFigure.REACHED,
    OF_FIRST: StepFigure.OF_FIRST,
    OF_PREVIOUS: StepFigure.OF_PREVIOUS,
    LOST: StepFigure.MISSED,
    DAYS: StepFigure.DAYS,
    AMOUNT: StepFigure.AMOUNT,
}


class FunnelStepsModel(WordsTable):
    """Shows the steps of a :class:`~leaddesk.model.funnel.Funnel`, and the amounts at its stages."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(language, parent)
        self._steps: tuple[Step, ...] = ()
        self._worst: int | None = None
        self._amounts: tuple[ReadStep, ...] = ()
        self._currency = ""

    def show_funnel(self, funnel: Funnel, amounts: tuple[ReadStep, ...], currency: str) -> None:
        """Show the steps of *funnel*; *amounts*: the same stages as read, empty where leads have no amounts."""
        self.beginResetModel()
        self._steps, self._worst, self._amounts, self._currency = funnel.steps, funnel.worst, amounts, currency
        self.endResetModel()

    def headers(self) -> tuple[Header, ...]:
        """Those of :data:`HEADERS`; without the amount where there is none."""
        return HEADERS if self._amounts else HEADERS[:AMOUNT]

    def row_total(self) -> int:
        """The stages."""
        return len(self._steps)

    def step(self, row: int) -> Step:
        """The step that a row stands for."""
        return self._steps[row]

    def figure(self, row: int, column: int) -> StepFigure | None:
        """The figure in a cell; None where there is none."""
        return None if row == 0 and column in (LOST, DAYS) else FIGURES.get(column)

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        step = self._steps[row]
        if column == STAGE:
            return self._language.text(step.label)
        if column == REACHED:
            return figures.number_text(Unit.COUNT, step.reached, self._language, "")
        if column == LOST:
            return NO_VALUE if row == 0 else figures.number_text(Unit.COUNT, step.lost, self._language, "")
        if column == DAYS:
            return figures.value_text(Unit.DAYS, step.days, self._language, "")
        if column == AMOUNT:
            return amount_text(self._amounts[row], self._language, self._currency)
        share = self._share(row, column)
        if row == 0 or column == OF_FIRST:
            return figures.value_text(Unit.PERCENT, share, self._language, "")
        return share_text(share, self._language)

    def _share(self, row: int, column: int) -> Measure:
        step = self._steps[row]
        return step.of_first if column == OF_FIRST else step.of_previous

    def explanation(self, row: int, column: int) -> str:
        """What the cell stands on, or why it is empty."""
        step, words = self._steps[row], self._language.text
        if column == LOST and row > 0:
            open_now = words(msgn("of which {count} is still open", "of which {count} are still open", step.still_open))
            return "\n".join((words(BEHIND), open_now))
        if column in (STAGE, REACHED):
            return words(msg("Show these leads") if column == STAGE else BEHIND)
        if column == AMOUNT:
            return amount_explanation(self._amounts[row], self._language)
        if column not in (OF_FIRST, OF_PREVIOUS, DAYS) or (row == 0 and column != DAYS):
            return ""
        measure = step.days if column == DAYS else self._share(row, column)
        unit = Unit.DAYS if column == DAYS else Unit.PERCENT
        reason = figures.absent_text(measure, self._language)
        return reason or figures.certainty_text(unit, measure, self._language, "")

    def colour(self, row: int, column: int) -> QColor | None:
        """What opens leads looks like a link, the worst leak is in the warning's colour."""
        theme = theme_of()
        if row == self._worst and column in (OF_PREVIOUS, LOST):
            return QColor(theme.bad)
        if column == REACHED or (column == LOST and row > 0):
            return QColor(theme.accent)
        is_small = column in (OF_FIRST, OF_PREVIOUS) and self._share(row, column).is_small
        return QColor(theme.text_muted) if is_small or self.text(row, column) == NO_VALUE else None


def share_text(share: Measure, language: Language) -> str:
    """A share with its interval."""
    value = figures.value_text(Unit.PERCENT, share, language, "")
    if share.low is None:
        return value
    interval = figures.interval_text(Unit.PERCENT, share, language, "")
    return language.text(msg("{value} ({interval})", value=value, interval=interval))


def amount_text(step: ReadStep, language: Language, currency: str) -> str:
    """The amounts at a stage; none where no lead of it has one."""
    if step.value is None or not step.priced:
        return NO_VALUE
    return language.money(step.value, currency, 0)


def amount_explanation(step: ReadStep, language: Language) -> str:
    """How many of the leads of a stage have an amount."""
    known = msgn(
        "{count} amount known, of {total}", "{count} amounts known, of {total}", step.priced, total=step.reached
    )
    return language.text(known)
