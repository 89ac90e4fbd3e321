"""The model of the list of objectives: what each is for, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor

from leaddesk.model.aimaccount import AimFigure, is_told
from leaddesk.model.kpis import BY_ID
from leaddesk.text import NO_VALUE, msg
from leaddesk.ui import figures
from leaddesk.ui.itemmodels.words_table import Header, WordsTable
from leaddesk.ui.objective_words import aim_text, due_text, expected_text, gap_text, more_text, outlook, weekly_text
from leaddesk.ui.theme import theme_of

if TYPE_CHECKING:
    from leaddesk.model.objective import Objective
    from leaddesk.model.standing import Standing

FIGURE, AIM, TARGET, ACTUAL, GAP, DUE, WEEKLY, EXPECTED, CHANCES = range(9)
HEADERS: Final[tuple[Header, ...]] = (
    (msg("Figure"), msg("What the objective is about.")),
    (msg("For"), msg("The period, and the channel or operation where it is of one alone.")),
    (msg("Target"), msg("What is to be reached.")),
    (msg("So far"), msg("The figure of the period up to today, whatever is looked at.")),
    (msg("Gap"), msg("What there is so far less the target.")),
    (msg("Due now"), msg("The part of the target that is due by today, by your own weekdays and seasons.")),
    (msg("A week"), msg("What each week that is left has to bring.")),
    (msg("Expected"), msg("What the period will show on its last day, and between what it will most likely be.")),
    (msg("Chances"), msg("How likely the objective is reached, by your own rhythm and its chances.")),
)
FIGURES: Final = {
    ACTUAL: AimFigure.ACTUAL,
    GAP: AimFigure.GAP,
    DUE: AimFigure.DUE,
    WEEKLY: AimFigure.WEEKLY,
    EXPECTED: AimFigure.EXPECTED,
    CHANCES: AimFigure.CHANCE,
}
"""Which number of an objective stands in a column."""


class ObjectivesModel(WordsTable):
    """Shows objective after objective; how they stand may come later."""

    on_left = frozenset({FIGURE, AIM, CHANCES})
    _objectives: tuple[Objective, ...] = ()
    _standings: tuple[Standing, ...] = ()
    _currency = ""

    def show_objectives(self, found: tuple[Objective, ...], standings: tuple[Standing, ...], currency: str) -> None:
        """Show these; *standings* are theirs in the same order, or none as long as they are not known."""
        self.beginResetModel()
        self._objectives, self._standings, self._currency = found, standings, currency
        self.endResetModel()

    def objective(self, row: int) -> Objective:
        """That of a row."""
        return self._objectives[row]

    def standing(self, row: int) -> Standing | None:
        """How that of a row stands; None as long as it is not known."""
        return self._standings[row] if row < len(self._standings) else None

    def figure(self, row: int, column: int) -> AimFigure | None:
        """The number of a cell, None where there is none; whether a target was reached tells its gap."""
        found, figure = self.standing(row), FIGURES.get(column)
        if found is None or figure is None:
            return None
        if figure is AimFigure.CHANCE and not is_told(found, figure):
            figure = AimFigure.GAP
        return figure if is_told(found, figure) else None

    def row_of(self, field: str) -> int | None:
        """Where the objective for the same thing stands; None where there is none."""
        return next((row for row, one in enumerate(self._objectives) if one.field == field), None)

    def headers(self) -> tuple[Header, ...]:
        """The columns."""
        return HEADERS

    def row_total(self) -> int:
        """The objectives."""
        return len(self._objectives)

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        one, language = self._objectives[row], self._language
        kpi = BY_ID[one.kpi]
        if column == FIGURE:
            return language.text(kpi.label)
        if column == AIM:
            return aim_text(one, language)
        if column == TARGET:
            return figures.number_text(kpi.unit, one.target, language, self._currency)
        return self._standing_text(self._standings[row], column) if self._standings else ""

    def _standing_text(self, standing: Standing, column: int) -> str:
        language, currency = self._language, self._currency
        if column == ACTUAL:
            value = figures.value_text(standing.kpi.unit, standing.actual, language, currency)
            n = figures.n_text(standing.actual, language)
            return f"{value} ({n})" if n and standing.kpi.is_sample else value
        if column == GAP:
            return gap_text(standing, language, currency) or NO_VALUE
        if column == DUE:
            return due_text(standing, language, currency) or NO_VALUE
        if column == WEEKLY:
            return weekly_text(standing, language, currency) or NO_VALUE
        if column == EXPECTED:
            return expected_text(standing, language, currency) or NO_VALUE
        return language.text(outlook(standing))

    def explanation(self, row: int, column: int) -> str:
        """What is expected in the end, and why something is not told."""
        if not self._standings or column < ACTUAL:
            return ""
        standing = self._standings[row]
        why = figures.absent_text(standing.actual, self._language)
        return "\n".join(part for part in (why, more_text(standing, self._language, self._currency)) if part)

    def colour(self, row: int, column: int) -> QColor | None:
        """A figure of few is faint."""
        if column != ACTUAL or not self._standings:
            return None
        one = self._standings[row]
        return QColor(theme_of().text_muted) if one.kpi.is_sample and one.actual.is_small else None
