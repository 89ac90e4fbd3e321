"""The model of the table of a funnel that is read by its days, in order or in any order."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor

from leaddesk.model.measure import Unit
from leaddesk.model.readings import Part, Reading
from leaddesk.model.stepaccount import StepFigure
from leaddesk.text import NO_VALUE, msg
from leaddesk.ui import figures
from leaddesk.ui.itemmodels.funnel_steps import (
    AMOUNT_HEADER,
    STAGE_HEADER,
    amount_explanation,
    amount_text,
    share_text,
)
from leaddesk.ui.itemmodels.words_table import BEHIND, Header, WordsTable
from leaddesk.ui.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from leaddesk.model.measure import Measure
    from leaddesk.model.readings import ReadFunnel, ReadStep
    from leaddesk.text import Language


class ReadColumn(Enum):
    """What a column holds."""

    STAGE = auto()
    REACHED = auto()
    OF_FIRST = auto()
    OF_PREVIOUS = auto()
    MISSED = auto()
    SKIPPED = auto()
    UNDATED = auto()
    AMOUNT = auto()


HEADERS: Final[dict[ReadColumn, Header]] = {
    ReadColumn.STAGE: STAGE_HEADER,
    ReadColumn.REACHED: (msg("Reached"), msg("Leads created in the period that have a day for this stage.")),
    ReadColumn.OF_FIRST: (
        msg("Of all"),
        msg("Share of all leads of the period; its 95% interval is in the tip and in the chart."),
    ),
    ReadColumn.OF_PREVIOUS: (
        msg("Of the one before"),
        msg("Share of the leads of the stage before that reached this one too, with its 95% interval."),
    ),
    ReadColumn.MISSED: (
        msg("Not here"),
        msg("Leads that reached the stage before but not this one: lost, still open, or without a day."),
    ),
    ReadColumn.SKIPPED: (
        msg("Skipped it"),
        msg("Leads that went from the stage before to a later one without a day for this one."),
    ),
    ReadColumn.UNDATED: (
        msg("Without a day"),
        msg("Leads said to be in this stage, without a day that counts: they are not among those that reached it."),
    ),
    ReadColumn.AMOUNT: AMOUNT_HEADER,
}
_PARTS: Final = {
    ReadColumn.MISSED: Part.MISSED,
    ReadColumn.SKIPPED: Part.SKIPPED,
    ReadColumn.UNDATED: Part.UNDATED,
}
_FIGURES: Final = {
    ReadColumn.REACHED: StepFigure.REACHED,
    ReadColumn.OF_FIRST: StepFigure.OF_FIRST,
    ReadColumn.OF_PREVIOUS: StepFigure.OF_PREVIOUS,
    ReadColumn.MISSED: StepFigure.MISSED,
    ReadColumn.SKIPPED: StepFigure.SKIPPED,
    ReadColumn.UNDATED: StepFigure.UNDATED,
    ReadColumn.AMOUNT: StepFigure.AMOUNT,
}


class ReadStepsModel(WordsTable):
    """Shows the steps of a :class:`~leaddesk.model.readings.ReadFunnel`."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(language, parent)
        self._steps: tuple[ReadStep, ...] = ()
        self._columns = tuple(ReadColumn)
        self._currency = ""

    def show_funnel(self, funnel: ReadFunnel, currency: str) -> None:
        """Show the steps of *funnel*."""
        self.beginResetModel()
        self._steps, self._currency = funnel.steps, currency
        hidden = set() if funnel.reading is Reading.IN_ORDER else {ReadColumn.SKIPPED}
        hidden |= {ReadColumn.AMOUNT} if all(step.value is None for step in funnel.steps) else set()
        self._columns = tuple(column for column in ReadColumn if column not in hidden)
        self.endResetModel()

    def headers(self) -> tuple[Header, ...]:
        """Those of the columns that say something."""
        return tuple(HEADERS[column] for column in self._columns)

    def row_total(self) -> int:
        """The stages."""
        return len(self._steps)

    def step(self, row: int) -> ReadStep:
        """The step that a row stands for."""
        return self._steps[row]

    def part(self, column: int) -> Part:
        """The leads that a cell of a column opens."""
        return _PARTS.get(self._columns[column], Part.REACHED)

    def figure(self, row: int, column: int) -> StepFigure | None:
        """The figure in a cell; None where there is none."""
        found = _FIGURES.get(self._columns[column])
        later = (StepFigure.OF_PREVIOUS, StepFigure.MISSED, StepFigure.SKIPPED, StepFigure.UNDATED)
        return None if row == 0 and found in later else found

    def count(self, row: int, column: int) -> int:
        """How many leads these are."""
        step = self._steps[row]
        counts = {Part.MISSED: step.missed, Part.SKIPPED: step.skipped, Part.UNDATED: step.undated}
        return counts.get(self.part(column), step.reached)

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        step, kind = self._steps[row], self._columns[column]
        if kind is ReadColumn.STAGE:
            return self._language.text(step.label)
        if kind is ReadColumn.AMOUNT:
            return amount_text(step, self._language, self._currency)
        if kind is ReadColumn.OF_FIRST:
            return figures.value_text(Unit.PERCENT, step.of_first, self._language, "")
        if kind is ReadColumn.OF_PREVIOUS:
            return share_text(step.of_previous, self._language) if row else NO_VALUE
        if row == 0 and kind is not ReadColumn.REACHED:
            return NO_VALUE
        return figures.number_text(Unit.COUNT, self.count(row, column), self._language, "")

    def explanation(self, row: int, column: int) -> str:
        """What the cell stands on, or why it is empty."""
        share = self._share(row, column)
        if share is not None:
            reason = figures.absent_text(share, self._language)
            return reason or figures.certainty_text(Unit.PERCENT, share, self._language, "")
        if self._columns[column] is ReadColumn.AMOUNT:
            return amount_explanation(self._steps[row], self._language)
        if self._columns[column] is ReadColumn.STAGE:
            return self._language.text(msg("Show these leads"))
        return self._language.text(BEHIND) if self.count(row, column) else ""

    def _share(self, row: int, column: int) -> Measure | None:
        step, kind = self._steps[row], self._columns[column]
        return {ReadColumn.OF_FIRST: step.of_first, ReadColumn.OF_PREVIOUS: step.of_previous}.get(kind)

    def colour(self, row: int, column: int) -> QColor | None:
        """What opens leads looks like a link; what rests on few is faint."""
        theme, share = theme_of(), self._share(row, column)
        if self.text(row, column) == NO_VALUE or (share is not None and share.is_small):
            return QColor(theme.text_muted)
        is_count = share is None and self._columns[column] not in (ReadColumn.STAGE, ReadColumn.AMOUNT)
        return QColor(theme.accent) if is_count and self.count(row, column) else None
