"""How an objective stands: what is reached, what should be by now, what is needed, and how likely it will be met."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from leaddesk.model import sharechance
from leaddesk.model.chances import at_least, quantile
from leaddesk.model.costchance import GOES_ON, SAME_DAYS, TOO_FEW, cost_outlook, expenses, spend_per
from leaddesk.model.covers import Seen, joined, last_known
from leaddesk.model.covers import seen as seen_of
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Arithmetic, Count, OnDay, OverDays, Quantile, Sum, aggregates
from leaddesk.model.kpi import Better, Uncertainty
from leaddesk.model.kpis import BY_ID
from leaddesk.model.lookback import BY_PAST_PERIODS, EVERY, lookback, looks_before
from leaddesk.model.measure import Measure, Unit, absent
from leaddesk.model.measuring import measure, unopened
from leaddesk.model.method import Method
from leaddesk.model.period import DAY, Period, day_number
from leaddesk.model.prospect import ByDays, ByFormula, InHindsight
from leaddesk.model.quantilechance import BY_VALUES, outlook_of
from leaddesk.model.resampling import BY_MONTHS, BY_WEEKS, drawn_of, drawn_of_days, is_drawn
from leaddesk.model.rhythm import Rhythm, Series, rhythm, series
from leaddesk.model.ripening import BY_RIPENING, QUALIFIED_COST, qualified_cost_of
from leaddesk.model.sharechance import share_outlook
from leaddesk.model.slice import NAMED_BY, Filters, Slice, dimension
from leaddesk.model.stages import folded
from leaddesk.model.terms import CUSTOMERS, DEAL_REVENUE
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.kpi import Kpi
    from leaddesk.model.objective import Objective
    from leaddesk.model.resampling import Drawn
    from leaddesk.model.state import State

TOO_EARLY: Final = msg("too early to say: fewer than eight weeks, or eight rows, of history")
OTHER_KIND: Final = msg("how likely it is, is not told of this figure")
NO_END: Final = msg("how likely it is, is told of a period with a first and a last day alone")
TOO_FAR: Final = msg("too far ahead: the period begins more than a year after the day of your files")
_FARTHEST: Final = 366
BY_DAYS: Final = msg("Chances by your own weekdays and seasons, and by how much your weeks differ")
OTHERWISE: Final = msg("the forecast of the coming months goes by the leads that are open now, and may say otherwise")
NOT_BEGUN: Final = msg("the period has not begun")
OVER: Final = msg("the period is over")

_SLACK: Final = 1e-9
"""What a figure may miss its target by: less than anybody sees."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an objective stands on the as-of day; times and filters that are looked at do not count.

    ``actual``: the KPI in the period up to that day. ``gap``: actual − target. ``is_met``: whether the target is met by
    what there is now, None when that is not known; ``is_over``: the period has ended. ``pace``: the share of a count or
    amount that should be there by now, by own weekdays and seasons, ``due`` the target's part of it;
    ``needed_per_week``: what each week that is left has to bring. ``expected``: what the end of the period will show,
    with the interval that holds it with 95 %. ``probability``: that it is met in the end; ``absent``: why that is not
    told. ``how``: how the probability was worked out. ``note``: what else to know of what is counted.
    """

    objective: Objective
    kpi: Kpi
    actual: Measure
    gap: float | None = None
    is_met: bool | None = None
    is_over: bool = False
    days_left: int = 0
    pace: float | None = None
    due: float | None = None
    needed_per_week: float | None = None
    expected: Measure | None = None
    probability: float | None = None
    how: Message | None = None
    absent: Message | None = None
    note: Message | None = None


def standing(objective: Objective, state: State) -> Standing:
    """How one objective stands.

    :raises KeyError: when there is no such KPI.
    """
    kpi = BY_ID[objective.kpi]
    seen, note = looked_at(objective, state)
    if seen is None:
        return Standing(objective, kpi, absent(note or NOT_BEGUN), absent=note)
    here, whole = Evaluator(seen), Evaluator(Slice(state, filters=seen.filters))
    start, today = objective.period.start, state.as_of
    if start is None or objective.period.end is None:
        return Standing(objective, kpi, measure(kpi, here), absent=NO_END, note=note)
    actual = absent(NOT_BEGUN) if today < start else measure(kpi, here)
    days = seen_of(kpi, replace(seen, period=Period(min(start, today), min(objective.period.end, today))))
    told = _Told(objective, kpi, actual, today, joined(note, days.reason), days)
    return told.of_kind(here, whole)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is the same for every kind of KPI."""

    objective: Objective
    kpi: Kpi
    actual: Measure
    today: dt.date
    note: Message | None
    days: Seen

    @property
    def start(self) -> int:
        """The first day of the period."""
        return day_number(self.objective.period.start or self.today)

    @property
    def end(self) -> int:
        """The last."""
        return day_number(self.objective.period.end or self.today)

    @property
    def next(self) -> int:
        """The first day of the period that is still to come."""
        return max(self.start, day_number(self.today + DAY))

    @property
    def is_over(self) -> bool:
        """Whether no day of it is to come."""
        return self.next > self.end

    def of_kind(self, here: Evaluator, whole: Evaluator) -> Standing:
        """By the way that the kind of KPI asks for."""
        kpi, expression, reason = self.kpi, self.kpi.expression, self.days.reason
        if self.start - day_number(self.today) > _FARTHEST:
            return self.made(absent=TOO_FAR)
        if isinstance(expression, Count | Sum):
            return self.total(here, whole)
        if reason is not None and (self.days.is_late or spend_per(expression) is None):
            return self.made(absent=reason)
        if isinstance(expression, Quantile):
            return self.quantile(expression, here, whole)
        is_share = kpi.uncertainty is Uncertainty.PROPORTION
        if is_share and all(isinstance(one, Count) for one in aggregates(expression)):
            return self.share(here, whole)
        if spend_per(expression) is not None:
            return self.cost(here, whole)
        if expression == QUALIFIED_COST:
            return self.qualified_cost(here, whole)
        if isinstance(expression, Arithmetic) and is_drawn(expression):
            return self.drawn(expression, here, whole)
        if isinstance(expression, Method):
            return self.worked_out(expression, here, whole)
        return self.made(absent=OVER if self.is_over else OTHER_KIND)

    def made(self, **more: object) -> Standing:
        """A Standing with what is known of every KPI, and more."""
        value, target = self.actual.value, self.objective.target
        is_met = None if value is None else self._meets(value)
        if self.days.reason is not None and not (is_met and self._only_grows()):
            is_met = None  # what is not known yet may change that
        is_open = self.is_over and is_met is None
        known = {
            "gap": None if value is None or is_open else value - target,
            "is_met": is_met,
            "is_over": self.is_over,
            "days_left": max(0, self.end - self.next + 1),
            "note": self.note,
        }
        return Standing(self.objective, self.kpi, self.actual, **{**known, **more})  # type: ignore[arg-type]

    def _only_grows(self) -> bool:
        """Whether what is not known yet can but add to it."""
        return isinstance(self.kpi.expression, Count | Sum) and self.kpi.better is Better.UP

    def _meets(self, value: float) -> bool:
        target = self.objective.target
        slack = _SLACK * abs(target)
        return value <= target + slack if self.kpi.better is not Better.UP else value >= target - slack

    def total(self, here: Evaluator, whole: Evaluator) -> Standing:
        """A count or an amount: what comes is added to what there is."""
        total = self.kpi.expression
        if not isinstance(total, Count | Sum):
            raise TypeError("neither a count nor a sum")
        unrecorded = None if isinstance(total, Count) else total.unrecorded
        if self.actual.value is None and self.actual.absent not in (NOT_BEGUN, unrecorded, self.days.reason):
            return self.made(absent=self.actual.absent)
        if self.days.reason is not None and (self.days.is_late or self.is_over):
            return self.made(absent=self.days.reason)
        if isinstance(total.by, OnDay):
            days = None if whole.unmeasured(total) else series(total, whole)
            return self.by_rhythm(days, last_known(whole.slice.state, total.table))
        more = self._due(None)
        return self.made(absent=OVER, **more) if self.is_over else self.cost(here, whole, **more)

    def _due(self, found: Rhythm | None) -> dict[str, object]:
        """What should be there by now, and what each week that is left has to bring; nothing where days are unknown."""
        if self.days.reason is not None:
            return {}
        target, left, gone = self.objective.target, self.end - self.next + 1, self._pace(found)
        more: dict[str, object] = {"pace": gone, "due": target * gone}
        if self.kpi.better is Better.UP and not self.is_over:
            more["needed_per_week"] = max(0.0, target - (self.actual.value or 0.0)) / max(1.0, left / 7)
        return more

    def by_rhythm(self, days: Series | None, known: int) -> Standing:
        """A count or an amount that days bring; *known*: the last day that its table speaks for."""
        found = rhythm(None if days is None else days.until(known))
        value, more = self.actual.value or 0.0, self._due(found)
        if self.is_over:
            return self.made(absent=OVER, **more)
        if found is None:
            return self.made(absent=TOO_EARLY, **more)
        mean, variance = found.ahead(min(self.next, max(self.start, known + 1)), self.end)
        missing = self.objective.target - value
        if self.kpi.better is Better.UP:
            probability = at_least(missing, mean, variance, found)
        else:
            more_than = math.floor(missing + 1e-9) + 1 if found.is_count else missing  # counts are whole
            probability = 1 - at_least(more_than, mean, variance, found)
        low, high = (value + quantile(q, mean, variance, found) for q in (0.025, 0.975))
        outlook = Measure(value + mean, self.actual.n, low, high)
        note = OTHERWISE if self.kpi.expression in (CUSTOMERS, DEAL_REVENUE) else None
        return self.made(expected=outlook, probability=probability, how=BY_DAYS, **more, note=self.note or note)

    def _pace(self, found: Rhythm | None) -> float:
        """The share of the period that is over, by own weekdays and seasons, else by its days."""
        if found is None:
            return min(1.0, (self.next - self.start) / (self.end - self.start + 1))
        return float(found.weights(self.start, self.next - 1).sum() / found.weights(self.start, self.end).sum())

    def share(self, here: Evaluator, whole: Evaluator) -> Standing:
        """A share: what it is so far, and the leads that are still to come or to be decided."""
        if self.actual.value is None and (self.actual.n or 0) > 0:
            return self.made(absent=self.actual.absent)
        is_up = self.kpi.better is not Better.DOWN
        found = share_outlook(self.kpi, here, whole, (self.start, self.next, self.end), self.objective.target)
        if isinstance(found, Message):
            return self.made(absent=OVER if self.is_over else found)
        if found.to_come == 0:
            return self.made(absent=OVER)
        probability = found.at_least if is_up else 1 - found.above
        how = sharechance.BY_AGE if self.kpi.delay is not None else sharechance.BY_CASES
        return self.made(expected=found.expected, probability=probability, how=how)

    def quantile(self, wanted: Quantile, here: Evaluator, whole: Evaluator) -> Standing:
        """A median: what it is so far, and the cases that still wait or are still to come."""
        if self.is_over:
            return self.made(absent=OVER)
        found = outlook_of(wanted, here, whole, (self.start, self.next, self.end))
        if isinstance(found, Message):
            return self.made(absent=found)
        target, slack = self.objective.target, _SLACK * abs(self.objective.target)
        is_up = self.kpi.better is Better.UP
        probability = 1 - found.at_most(target - slack) if is_up else found.at_most(target + slack)
        return self.made(expected=found.expected(), probability=probability, how=BY_VALUES)

    def drawn(self, formula: Arithmetic, here: Evaluator, whole: Evaluator) -> Standing:
        """An average or a return: its terms so far, and what past weeks or months had of all of them."""
        if self.is_over:
            return self.made(absent=OVER)
        found = drawn_of(formula, here, whole, (self.start, self.next, self.end), self.actual.n)
        monthly = any(isinstance(one.by, OverDays) for one in aggregates(formula))
        return self._of_draws(found, *((BY_MONTHS, GOES_ON) if monthly else (BY_WEEKS, None)))

    def _of_draws(self, found: Drawn | Message, how: Message, note: Message | None = None) -> Standing:
        if isinstance(found, Message):
            return self.made(absent=found)
        target, slack = self.objective.target, _SLACK * abs(self.objective.target)
        is_up = self.kpi.better is Better.UP
        probability = found.at_least(target - slack) if is_up else found.at_most(target + slack)
        expected = None if found.expected.value is None else found.expected
        return self.made(expected=expected, probability=probability, how=how, note=self.note or note)

    def worked_out(self, method: Method, here: Evaluator, whole: Evaluator) -> Standing:
        """What a Method says: by the days or the formula that it is made of, else by what became of it before."""
        lacking, prospect = unopened(method, whole), method.prospect
        if self.is_over or lacking is not None:
            return self.made(absent=lacking or OVER)
        if method.days is not None:
            known = min(last_known(whole.slice.state, table) for table in method.tables)
            return self.by_rhythm(method.days(whole), known)
        if isinstance(prospect, ByFormula):
            formula = prospect.formula(whole.settings, self.objective.period)
            return self.made(absent=formula) if isinstance(formula, Message) else self.drawn(formula, here, whole)
        if isinstance(prospect, ByDays):
            if self.actual.value is None and self.actual.absent != NOT_BEGUN and self.actual.n != 0:
                return self.made(absent=self.actual.absent)
            daily, ahead = prospect.daily(here, whole), (day_number(self.today), self.next, self.end)
            found = daily if isinstance(daily, Message) else drawn_of_days(daily, ahead, self.actual.n)
            return self._of_draws(found, BY_WEEKS)
        if isinstance(prospect, InHindsight):
            return self.looking_back(whole)
        return self.made(absent=OTHER_KIND if prospect is None else prospect.reason)

    def looking_back(self, whole: Evaluator) -> Standing:
        """What became of the figure in past periods."""
        found = lookback(self.kpi, self.objective.period, whole.slice.filters, whole.slice.state, self.actual)
        if isinstance(found, Message):
            return self.made(absent=found)
        target, is_up = self.objective.target, self.kpi.better is Better.UP
        slack = _SLACK * abs(target)
        probability = found.at_least(target - slack) if is_up else found.at_most(target + slack)
        expected = found.expected(self.actual.n, (0.0, 1.0) if self.kpi.unit is Unit.PERCENT else EVERY)
        return self.made(expected=expected, probability=probability, how=BY_PAST_PERIODS)

    def qualified_cost(self, here: Evaluator, whole: Evaluator) -> Standing:
        """What a qualified lead costs on the last day of the period."""
        if self.is_over:
            return self.made(absent=OVER)
        found = qualified_cost_of(here, whole, (self.start, self.next, self.end))
        if isinstance(found, Message):
            return self.made(absent=found)
        target = self.objective.target
        expected = None if found.expected.value is None else found.expected
        probability = found.at_most(target + _SLACK * abs(target))
        return self.made(expected=expected, probability=probability, how=BY_RIPENING, note=self.note or GOES_ON)

    def cost(self, here: Evaluator, whole: Evaluator, **more: object) -> Standing:
        """What is spent, or spent for each lead or customer: what is written down, and what comes as it did."""
        parts = spend_per(self.kpi.algebra)
        if parts is None:
            raise TypeError("no cost")
        total, cases = parts
        reason = next((lack for one in parts if one is not None and (lack := whole.unmeasured(one)) is not None), None)
        if reason is not None or self.is_over:
            return self.made(absent=reason or self.days.reason or OVER, **more)
        state = whole.slice.state
        if cases is not None and last_known(state, cases.table) < day_number(self.today):
            return self.made(absent=self.days.reason, **more)
        days = None if cases is None else series(cases, whole)
        if cases is not None and days is None:
            return self.made(absent=TOO_EARLY, **more)
        is_begun = self.actual.absent is not NOT_BEGUN
        spend, count = (0.0 if one is None or not is_begun else float(here.aggregate(one)[0]) for one in (total, cases))
        if math.isnan(spend):
            if here.aggregate(total.rows)[0]:  # they are written down without their amounts
                return self.made(absent=self.actual.absent, **more)
            spend = 0.0  # the period runs, and nothing is written down yet
        ahead = (day_number(self.today), self.next, self.end)
        unknown = max(self.start, last_known(state, total.table) + 1)
        found = cost_outlook(expenses(total, whole), days, (spend, count), ahead, self.objective.target, unknown)
        if found is None:
            return self.made(absent=TOO_FEW, **more)
        known = {"expected": found.expected, "probability": found.at_most, "how": SAME_DAYS}
        return self.made(**{**more, **known, "note": self.note or GOES_ON})


def looked_at(objective: Objective, state: State) -> tuple[Slice | None, Message | None]:
    """What an objective looks at up to the as-of day, and what to know of it; None with the reason when nothing is of
    its channel.
    """
    filters, note = filters_of(objective, state)
    if filters is None:
        return None, note
    start, end = objective.period.start, objective.period.end
    whole = looks_before(BY_ID[objective.kpi])  # cut short, it would be held against as many days before
    period = Period(start, None if end is None else end if whole else min(end, state.as_of))
    return Slice(state, period, filters=filters), note


def filters_of(objective: Objective, state: State) -> tuple[Filters | None, Message | None]:
    """What an objective looks at, and what to know of it; None with the reason when nothing is of that channel.

    An operation is counted by the campaign of its name; where there is none, by its days alone.
    """
    filters, note = Filters(), None
    if objective.channel is not None:
        keys = _like(state, "channel", objective.channel)
        if not keys:
            return None, msg("no row has the channel “{channel}”", channel=objective.channel)
        filters = filters.having("channel", keys)
    if objective.operation is not None:
        keys = _like(state, "campaign", objective.operation)
        if not keys and any((table, "campaign") in NAMED_BY for table in BY_ID[objective.kpi].tables):
            keys = _named(state, objective.operation)
        if keys:
            filters = filters.having("campaign", keys)
        else:
            note = msg("no row has the campaign “{operation}”: all of its days counts", operation=objective.operation)
    return filters, note


def _named(state: State, operation: str) -> frozenset[str | None]:
    """The names of the operations that are called like that one."""
    if not state.dataset.has("operations", "name"):
        return frozenset()
    names = state.dataset["operations"].labels("name")
    return frozenset(name for name in names if folded(name) == folded(operation))


def _like(state: State, name: str, wanted: str) -> frozenset[str | None]:
    keys = dimension(state.dataset, name).keys
    return frozenset(key for key in keys if key is not None and folded(key) == folded(wanted))
