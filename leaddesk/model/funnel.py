"""The funnel: how many leads reached each stage, where they drop off, and how long a step takes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.model.expression import Count, Expression, Op, Quantile, Sum, Where
from leaddesk.model.intervals import wilson
from leaddesk.model.measure import Measure, absent
from leaddesk.model.rowcolumn import DaysBetween, Depth, OutcomeDay, RowColumn, StageOf, Stored
from leaddesk.model.rows import is_measured
from leaddesk.model.stages import LABELS, LADDER, REACHED_ON, Stage
from leaddesk.model.terms import BY_CREATED, DISTINCT, LEADS, UNKNOWN_DEPTH, reached
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator

AMOUNT: Final = Stored("leads", "amount")
_NO_AMOUNT: Final = msg("no lead with an amount in this period")
UNKNOWN: Final = Count("leads", msg("leads of unknown depth"), BY_CREATED, (DISTINCT, UNKNOWN_DEPTH))


def stage_count(stage: Stage) -> Count:
    """The leads of the period that reached a stage; every lead reached the first."""
    where = (DISTINCT,) if stage is Stage.NEW else (DISTINCT, reached(stage))
    return Count("leads", LABELS[stage], BY_CREATED, where, msg("no lead in this period reached this stage"))


def stage_value(stage: Stage) -> Sum:
    """The amounts of the leads of the period that reached a stage, as far as they are known."""
    label = msg("amounts of the leads that reached “{stage}”", stage=LABELS[stage])
    return Sum(AMOUNT, label, BY_CREATED, stage_count(stage).where, _NO_AMOUNT)


def open_at(stage: Stage) -> Count:
    """The leads of the period that got to a stage, no further yet, and are still open."""
    where = (
        DISTINCT,
        Where(Depth(), Op.EQUAL, int(stage)),
        Where(StageOf(), Op.AT_MOST, int(Stage.NEGOTIATION)),
    )
    return Count("leads", msg("leads open at “{stage}”", stage=LABELS[stage]), BY_CREATED, where)


def stage_day(stage: Stage) -> RowColumn:
    """The day number on which a lead entered a stage."""
    if stage is Stage.WON:
        return OutcomeDay((int(Stage.WON),), (REACHED_ON[Stage.WON],))
    return Stored("leads", REACHED_ON[stage][0])


def step_days(before: Stage, stage: Stage) -> Quantile:
    """The median days from entering one stage to entering the next dated one."""
    label = msg("days from “{before}” to “{stage}”", before=LABELS[before], stage=LABELS[stage])
    none = msg("no lead with both dates in this period")
    return Quantile(DaysBetween(stage_day(before), stage_day(stage)), 0.5, label, BY_CREATED, (DISTINCT,), none)


def dated_steps() -> tuple[tuple[Stage, Stage], ...]:
    """The pairs of neighbouring stages that spreadsheets date (nobody dates a negotiation)."""
    dated = [stage for stage in LADDER if REACHED_ON[stage]]
    return tuple(itertools.pairwise(dated))


EXPRESSIONS: Final[tuple[Expression, ...]] = (
    *(stage_count(stage) for stage in LADDER),
    *(open_at(stage) for stage in LADDER[:-1]),
    UNKNOWN,
)
FEWEST: Final = 6
"""Of fewer decided leads nobody tells where most are lost: one of two is no leak yet."""
_UNDECIDED: Final = msg("the leads of the stage before are all still open")


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the funnel. ``of_first`` and ``of_previous`` are shares with Wilson intervals; ``drop_off`` is
    1 − of_previous; ``lost`` how many leads of the stage before did not get here, of which ``still_open`` still may;
    ``days`` the median from the dated stage before (absent for the first). ``went_on``: the share that got here of
    those of the stage before that did or never will: open ones and those of unknown depth are left aside.
    """

    stage: Stage
    label: Message
    reached: int
    of_first: Measure
    of_previous: Measure
    drop_off: Measure
    lost: int
    days: Measure
    still_open: int
    went_on: Measure


@dataclass(frozen=True, slots=True)
class Leak:
    """The worst step: ``lost`` of the ``of`` leads that reached ``before`` will never reach ``stage``, ``share`` of
    them. Left aside: ``still_open`` leads that may still get there, and those of unknown depth.
    """

    before: Stage
    stage: Stage
    lost: int
    of: int
    still_open: int
    share: Measure


@dataclass(frozen=True, slots=True)
class Funnel:
    """The steps from first to last; ``unknown`` leads were lost without a trace of how far they got.

    ``worst``: the index of the step at which the largest share was lost for good, of the leads that went on or were
    lost there: an open lead has not leaked. None when none was lost, or too few are decided to tell where most are.
    ``leak``: that step in figures. ``absent``: why there is no funnel at all.
    """

    steps: tuple[Step, ...]
    unknown: int
    worst: int | None
    absent: Message | None = None
    leak: Leak | None = None

    @property
    def is_early(self) -> bool:
        """Whether leads were lost between two stages, but too few are decided at each to name a leak."""
        shares = [step.went_on.value for step in self.steps[1:]]
        return self.leak is None and any(share is not None and share < 1 for share in shares)


def funnel(evaluator: Evaluator) -> Funnel:
    """The funnel of the leads created in the slice."""
    counts = [evaluator.evaluate(stage_count(stage)) for stage in LADDER]
    reason = next((count.unmeasured for count in counts if count.unmeasured is not None), None)
    if reason is None and not counts[0].values[0]:
        reason = LEADS.none
    if reason is not None:
        return Funnel((), 0, None, reason)
    reached_ = [int(count.values[0]) for count in counts]
    unknown = int(evaluator.evaluate(UNKNOWN).values[0])
    days = {stage: _days(evaluator, before, stage) for before, stage in dated_steps()}
    waiting = [0, *(int(evaluator.evaluate(open_at(stage)).values[0]) for stage in LADDER[:-1])]
    steps = tuple(
        _step(stage, reached_, days.get(stage), waiting[index], unknown if index == 1 else 0)
        for index, stage in enumerate(LADDER)
    )
    worst = _worst(steps)
    return Funnel(steps, unknown, worst, leak=None if worst is None else _leak(steps, worst))


def _step(stage: Stage, counts: list[int], days: Measure | None, waiting: int, unknown: int) -> Step:
    previous, here = counts[max(0, stage - 1)], counts[stage]
    share = _share(here, previous)
    drop = absent(share.absent) if share.absent is not None else _complement(share)
    undated = absent(msg("this stage has no date of its own"))
    decided = previous - waiting - unknown
    went_on = _share(here, decided) if decided or not previous else absent(_UNDECIDED, 0)
    whole = _share(here, counts[0])
    return Step(stage, LABELS[stage], here, whole, share, drop, previous - here, days or undated, waiting, went_on)


def _share(part: int, whole: int) -> Measure:
    bounds = wilson(part, whole)
    if bounds is None:
        return absent(msg("no lead reached the stage before"), 0)
    return Measure(part / whole, whole, *bounds)


def _complement(share: Measure) -> Measure:
    if share.value is None or share.low is None or share.high is None:
        return share
    return Measure(1 - share.value, share.n, 1 - share.high, 1 - share.low)


def _days(evaluator: Evaluator, before: Stage, stage: Stage) -> Measure:
    quantile = step_days(before, stage)
    if not is_measured(quantile.value, evaluator.dataset):
        return absent(msg("the dates of this step are not recorded"))
    result = evaluator.evaluate(quantile)
    reason = result.reason(0)
    n = 0 if result.unmeasured is not None else len(evaluator.samples(quantile)[0])
    return Measure(float(result.values[0]), n) if reason is None else absent(reason, n)


def _leak(steps: tuple[Step, ...], worst: int) -> Leak:
    before, step = steps[worst - 1], steps[worst]
    of = step.went_on.n or 0
    return Leak(before.stage, step.stage, of - step.reached, of, step.still_open, _complement(step.went_on))


def _worst(steps: tuple[Step, ...]) -> int | None:
    """Of steps at which the same share was lost the first."""
    drops = {
        index: 1 - step.went_on.value
        for index, step in enumerate(steps)
        if index and step.went_on.value is not None and step.went_on.value < 1 and (step.went_on.n or 0) >= FEWEST
    }
    return max(drops, key=lambda index: drops[index]) if drops else None
