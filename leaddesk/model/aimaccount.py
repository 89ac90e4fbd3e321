"""What is behind the numbers of an objective: gap, what is due by now, the need a week, the outlook."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final

from leaddesk.model.account import Account, Named, of_kpi
from leaddesk.model.costchance import GOES_ON, SAME_DAYS
from leaddesk.model.expression import Count, OnDay, Sum
from leaddesk.model.kpi import Better, Uncertainty
from leaddesk.model.lookback import BY_PAST_PERIODS
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.method import Method
from leaddesk.model.report import Report
from leaddesk.model.ripening import BY_RIPENING
from leaddesk.model.slice import Slice
from leaddesk.model.standing import NOT_BEGUN, TOO_EARLY, filters_of
from leaddesk.model.standingaccount import so_far
from leaddesk.text import Argument, Message, Money, Percent, msg

if TYPE_CHECKING:
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.standing import Standing
    from leaddesk.model.state import State

SO_FAR: Final = msg("So far")
_GAP: Final = msg("What there is so far less the target.")
_POINTS: Final = msg("What there is so far less the target, in points.")
_BY_RHYTHM: Final = msg(
    "The part of the target that is due by today. Weekdays and seasons do not all bring the same: what yours usually "
    "bring up to today counts, not the days alone."
)
_BY_DAYS: Final = msg("The part of the target that is due by today, by the days of the period that are over.")
_NEED: Final = msg("What each week that is left has to bring for the target to be met.")
_IN_THE_END: Final = msg(
    "What the period will show on its last day: what there is so far, and what the days left are used to bring. The "
    "interval holds it 95 times in 100."
)
_SHARE_IN_THE_END: Final = msg(
    "What the share will be on the last day of the period: what is known so far, what open leads still bring, and the "
    "leads to come. The interval holds it 95 times in 100."
)
_OF_PARTS_IN_THE_END: Final = msg(
    "What the figure will be on the last day of the period: what is counted so far, and what the days left are used to "
    "bring of all that it is made of. The interval holds it 95 times in 100."
)
_AS_BEFORE_IN_THE_END: Final = msg(
    "What the figure will be on the last day of the period: your past periods say what becomes of it from this day on. "
    "The interval holds it 95 times in 100."
)
_CHANCE: Final = msg(
    "How likely the target is met on the last day of the period. Your past says what the days left bring and how much "
    "that goes up and down."
)
_AT_LEAST: Final = msg("of 100 such periods, those that end at the target or above")
_AT_MOST: Final = msg("of 100 such periods, those that end at the target or below")


class AimFigure(StrEnum):
    """The numbers of an objective, in the order in which they stand in the list."""

    ACTUAL = auto()
    GAP = auto()
    DUE = auto()
    WEEKLY = auto()
    EXPECTED = auto()
    CHANCE = auto()


def is_told(found: Standing, figure: AimFigure) -> bool:
    """Whether the objective has that number."""
    if figure is AimFigure.ACTUAL:
        return found.actual.absent != NOT_BEGUN
    values = {
        AimFigure.GAP: found.gap,
        AimFigure.DUE: None if found.is_over else found.due,
        AimFigure.WEEKLY: None if found.is_met else found.needed_per_week or None,
        AimFigure.EXPECTED: None if found.expected is None else found.expected.value,
        AimFigure.CHANCE: None if found.is_over else found.probability,
    }
    return values[figure] is not None


def looked_at(found: Standing, state: State) -> Report | None:
    """All that the objective looks at up to the as-of day, nothing yet where its period has not begun; None where
    nothing is of its channel.
    """
    report, (filters, _) = so_far(found, state), filters_of(found.objective, state)
    if report is not None or filters is None:
        return report
    return Report(Slice(state, found.objective.period, filters=filters))


def of_aim(found: Standing, report: Report, figure: AimFigure) -> Account:
    """The account of a number that the objective has; *report*: what it looks at, of :func:`looked_at`."""
    base = of_kpi(report.figure(found.kpi), report)
    if figure is AimFigure.ACTUAL:
        return base
    made = _Aim(found, report.slice.state.settings.currency, _rows_of(base, found))
    return {
        AimFigure.GAP: made.gap,
        AimFigure.DUE: made.due,
        AimFigure.WEEKLY: made.weekly,
        AimFigure.EXPECTED: made.expected,
        AimFigure.CHANCE: made.chance,
    }[figure]()


def chance_text(chance: float) -> Message:
    """A chance in percent; none is called certain."""
    if chance < 0.01:
        return msg("below {share}", share=Percent(0.01, 0))
    if chance > 0.99:
        return msg("above {share}", share=Percent(0.99, 0))
    return msg("{share}", share=Percent(chance, 0))


def _rows_of(base: Account, found: Standing) -> Account:
    """The rows that are counted so far, without what is told of their figure."""
    beside = () if found.actual.value is None else (Named(SO_FAR, found.kpi.unit, found.actual),)
    return Account(
        base.label,
        base.definition,
        base.unit,
        Measure(None),
        base.counted,
        base.traced,
        is_algebra=False,
        beside=beside,
        note=None if found.note == GOES_ON else found.note,
    )


class _Aim:
    """One objective, and the rows that are behind it so far."""

    def __init__(self, found: Standing, currency: str, rows: Account) -> None:
        self.found, self.currency, self.rows = found, currency, rows
        self.kpi: Kpi = found.kpi
        self.target = self._said(found.objective.target)
        self.so_far = found.actual.value or 0.0

    def gap(self) -> Account:
        return replace(
            self.rows,
            label=msg("{kpi}: gap", kpi=self.kpi.label),
            definition=_POINTS if self.kpi.unit is Unit.PERCENT else _GAP,
            measure=Measure(self.found.gap),
            formula=msg("so far − target"),
            filled=msg("{left} − {right}", left=self._said(self.so_far), right=self.target),
            is_algebra=True,
            beside=(),
            in_points=self.kpi.unit is Unit.PERCENT,
        )

    def due(self) -> Account:
        by_days = self._by_days()
        pace = Percent(self.found.pace or 0.0)
        days, total = self._days()
        return replace(
            self.rows,
            label=msg("{kpi}: due by now", kpi=self.kpi.label),
            definition=_BY_DAYS if by_days else _BY_RHYTHM,
            measure=Measure(self.found.due),
            formula=msg("target × days that are over / days of the period")
            if by_days
            else msg("target × what is usual up to today / what is usual in the whole period"),
            filled=msg("{target} × {days} / {total}", target=self.target, days=days, total=total)
            if by_days
            else msg("{left} × {right}", left=self.target, right=pace),
            is_algebra=by_days,
        )

    def weekly(self) -> Account:
        left = self.found.days_left
        missing = {"target": self.target, "actual": self._said(self.so_far)}
        if left >= 7:
            formula = msg("(target − so far) / weeks left")
            filled = msg("({target} − {actual}) / ({days} / 7)", days=left, **missing)
        else:
            formula, filled = (
                msg("target − so far: less than a week is left"),
                msg("{left} − {right}", left=self.target, right=self._said(self.so_far)),
            )
        return replace(
            self.rows,
            label=msg("{kpi}: need a week", kpi=self.kpi.label),
            definition=_NEED,
            unit=Unit.NUMBER if self.kpi.unit is Unit.COUNT else self.kpi.unit,
            measure=Measure(self.found.needed_per_week),
            formula=formula,
            filled=filled,
            is_algebra=True,
            beside=(),
        )

    def expected(self) -> Account:
        expected = self.found.expected or Measure(None)
        more = {"left": self._said(self.so_far), "right": self._said((expected.value or 0.0) - self.so_far)}
        filled = msg("{left} + {right}", **more) if self._is_total() else self._told_so_far()
        definition = _OF_PARTS_IN_THE_END
        if self._is_total():
            formula, definition = msg("so far + what is to come"), _IN_THE_END
        elif self._is_share():
            formula = msg("(counted so far + to come) / (all so far + to come)")
            definition = _SHARE_IN_THE_END
        elif self.found.how == BY_PAST_PERIODS:
            formula = msg("past periods in the end, by what they were on the same day, and the figure so far")
            definition = _AS_BEFORE_IN_THE_END
        elif self.found.how in (SAME_DAYS, BY_RIPENING):
            formula, definition = msg("(spent so far + to come) / (cases so far + to come)"), _IN_THE_END
        else:
            formula = msg("its formula over what is counted so far and what is to come")
        return replace(
            self.rows,
            label=msg("{kpi}: expected in the end", kpi=self.kpi.label),
            definition=definition,
            measure=Measure(expected.value, None, expected.low, expected.high),
            formula=formula,
            filled=filled,
            note=self.found.note,
        )

    def chance(self) -> Account:
        chance, expected = self.found.probability or 0.0, self.found.expected or Measure(None)
        filled = msg("target {target}", target=self.target)
        if expected.value is not None and expected.low is not None and expected.high is not None:
            filled = msg(
                "target {target}; expected {value}, between {low} and {high}",
                target=self.target,
                value=self._said(expected.value),
                low=self._said(expected.low),
                high=self._said(expected.high),
            )
        return replace(
            self.rows,
            label=msg("{kpi}: chances to reach the target", kpi=self.kpi.label),
            definition=_CHANCE,
            unit=Unit.PERCENT,
            measure=Measure(chance),
            said=chance_text(chance),
            formula=_AT_LEAST if self._has_to_rise() else _AT_MOST,
            filled=filled,
            note=self.found.note,
        )

    # What it is --------------------------------------------------------------------------------------------------

    def _is_total(self) -> bool:
        method = self.kpi.expression
        return isinstance(method, Count | Sum) or (isinstance(method, Method) and method.days is not None)

    def _is_share(self) -> bool:
        return not self._is_total() and self.kpi.uncertainty is Uncertainty.PROPORTION

    def _has_to_rise(self) -> bool:
        if self._is_share():
            return self.kpi.better is not Better.DOWN
        return self.kpi.better is Better.UP

    def _by_days(self) -> bool:
        """Whether what is due was found by the days alone: expenses have no rhythm, a short history has none yet."""
        total = self.kpi.expression
        is_daily = isinstance(total, Method) or (isinstance(total, Count | Sum) and isinstance(total.by, OnDay))
        return not is_daily or self.found.absent == TOO_EARLY

    def _days(self) -> tuple[int, int]:
        total = self.found.objective.period.days or 0
        return total - self.found.days_left, total

    def _told_so_far(self) -> Message | None:
        actual = self.found.actual
        if actual.value is None:
            return None
        if actual.n is None:
            return msg("so far {value}", value=self._said(actual.value))
        return msg("so far {value} (n = {n})", value=self._said(actual.value), n=actual.n)

    def _said(self, value: float) -> Argument:
        unit = self.kpi.unit
        if unit is Unit.MONEY:
            return Money(value, self.currency)
        if unit is Unit.PERCENT:
            return Percent(value)
        found = round(float(value), 1)
        return int(found) if found.is_integer() else found
