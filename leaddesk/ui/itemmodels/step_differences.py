"""The model of the table of two funnels side by side: a row a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor

from leaddesk.model.measure import Unit
from leaddesk.model.sidebyside import SideBySide, StepDifference, Verdict
from leaddesk.model.stages import LABELS
from leaddesk.text import NO_VALUE, Message, msg, msgn, verbatim
from leaddesk.ui import figures
from leaddesk.ui.itemmodels.funnel_steps import share_text
from leaddesk.ui.itemmodels.words_table import BEHIND, Header, WordsTable
from leaddesk.ui.theme import theme_of

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from leaddesk.text import Language

STEP, REACHED, WENT_ON, OTHER_REACHED, OTHER_WENT_ON, DIFFERENCE, VERDICT = range(7)
_ONE: Final = (REACHED, WENT_ON)
_REACHED_TIP: Final = msg("Leads created in the period that got to this stage or further.")
_WENT_ON_TIP: Final = msg("Of the leads of the stage before that went on or were lost there; open ones are left aside.")


class StepDifferencesModel(WordsTable):
    """Shows the steps of a :class:`~leaddesk.model.sidebyside.SideBySide`."""

    on_left = frozenset({STEP, VERDICT})

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(language, parent)
        self._steps: tuple[StepDifference, ...] = ()
        self._names: tuple[Message, Message] = (verbatim(""), verbatim(""))

    def show_pair(self, pair: SideBySide, names: tuple[Message, Message]) -> None:
        """Show the steps of two funnels of these names."""
        self.beginResetModel()
        self._steps, self._names = pair.steps, names
        self.endResetModel()

    def headers(self) -> tuple[Header, ...]:
        """The step, two columns for each of the two, the difference and its verdict."""
        sides = tuple(
            header
            for name in self._names
            for header in (
                (msg("{name}: reached", name=name), _REACHED_TIP),
                (msg("{name}: went on", name=name), _WENT_ON_TIP),
            )
        )
        return (
            (msg("Step"), msg("From one stage to the next.")),
            *sides,
            (msg("Difference"), msg("In points, with an interval that allows for looking at several steps.")),
            (msg("Verdict"), msg("Whether the difference is larger than chance explains.")),
        )

    def row_total(self) -> int:
        """The steps."""
        return len(self._steps)

    def step(self, row: int) -> StepDifference:
        """The step that a row stands for."""
        return self._steps[row]

    def is_one(self, column: int) -> bool:
        """Whether a column is about the first of the two (or about both)."""
        return column not in (OTHER_REACHED, OTHER_WENT_ON)

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        step, words = self._steps[row], self._language.text
        if column == STEP:
            return words(msg("{before} → {stage}", before=LABELS[step.before], stage=step.label))
        if column in (REACHED, OTHER_REACHED):
            count = step.reached[column == OTHER_REACHED]
            return figures.number_text(Unit.COUNT, count, self._language, "")
        if column in (WENT_ON, OTHER_WENT_ON):
            share = step.one if column == WENT_ON else step.other
            return words(
                msg("{share} · {n}", share=share_text(share, self._language), n=figures.n_text(share, self._language))
            )
        if column == DIFFERENCE:
            return self._difference(step)
        return NO_VALUE if step.verdict is None else words(verdict_message(step, self._names))

    def _difference(self, step: StepDifference) -> str:
        if step.difference is None or step.low is None or step.high is None:
            return NO_VALUE
        change = figures.change_text(Unit.PERCENT, step.difference, self._language)
        low, high = (self._points(end) for end in (step.low, step.high))
        return self._language.text(msg("{change} ({low} to {high})", change=change, low=low, high=high))

    def _points(self, share: float) -> str:
        """Signed points without their unit, which stands before."""
        return ("+" if share >= 0 else "−") + self._language.number(abs(share) * 100, 1)

    def explanation(self, row: int, column: int) -> str:
        """What the cell stands on, or why it is empty."""
        step, words = self._steps[row], self._language.text
        if column == STEP:
            return words(msg("Show these leads"))
        if column in (REACHED, OTHER_REACHED):
            return words(BEHIND)
        if column in (WENT_ON, OTHER_WENT_ON):
            share = step.one if column == WENT_ON else step.other
            return figures.absent_text(share, self._language) or words(BEHIND)
        return words(verdict_reason(step)) if column in (DIFFERENCE, VERDICT) and step.verdict is not None else ""

    def colour(self, row: int, column: int) -> QColor | None:
        """Counts look like links; shares of few and what says nothing are faint."""
        theme, step = theme_of(), self._steps[row]
        if column in (REACHED, OTHER_REACHED):
            return QColor(theme.accent)
        is_small = (column == WENT_ON and step.one.is_small) or (column == OTHER_WENT_ON and step.other.is_small)
        is_open = column in (DIFFERENCE, VERDICT) and step.verdict not in (Verdict.BETTER, Verdict.WORSE)
        return QColor(theme.text_muted) if is_small or is_open or self.text(row, column) == NO_VALUE else None


def verdict_message(step: StepDifference, names: tuple[Message, Message]) -> Message:
    """What may be said of a difference, in a few words."""
    if step.verdict in (Verdict.BETTER, Verdict.WORSE):
        return msg("{name} does better", name=names[step.verdict is Verdict.WORSE])
    if step.verdict is Verdict.EARLY:
        return msgn("too early: about {count} more lead", "too early: about {count} more leads", step.more or 1)
    if step.verdict is Verdict.YOUNG:
        return msg("too young: most are still open")
    return msg("no visible difference")


def verdict_reason(step: StepDifference) -> Message:
    """What such a verdict means."""
    if step.verdict in (Verdict.BETTER, Verdict.WORSE):
        return msg("Chance alone does not explain a difference of this size, even over several steps.")
    if step.verdict is Verdict.EARLY:
        return msg(
            "With about so many more leads at this step, on both sides together, the difference could be judged."
        )
    if step.verdict is Verdict.YOUNG:
        return msg("More than half of the leads before this step are still open on one side.")
    return msg("The two differ by less than ten points, as far as chance lets one see.")
