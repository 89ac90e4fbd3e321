"""How fast leads are answered when some still wait: an unanswered lead is followed up to now, not ignored.

Answered is who has a day of the first answer. Open leads that show no contact wait until the close of the as-of day; a
lost or invalid one without contact waited until it was given up. Leads that were reached on a day nobody wrote down, or
answered before they came, are of unknown time: they take no part, and are counted as such. A day without a time is read
to its close, as everywhere; where that decides for many who was answered in time, nobody knows it, and it is not told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model import intervals
from leaddesk.model.arrivals import READ, here
from leaddesk.model.behind import unplaced
from leaddesk.model.counted import Counted
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.lacking import lacking_column
from leaddesk.model.leftout import Traced, among
from leaddesk.model.measure import Measure, absent
from leaddesk.model.opening import is_untimed
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import Depth, OutcomeDay, StageOf
from leaddesk.model.rows import MISSING_SECOND, inputs, is_measured, values
from leaddesk.model.stages import REACHED_ON, Stage
from leaddesk.model.survival import life_table, quantiles, survival
from leaddesk.model.tally import long
from leaddesk.model.terms import LEADS, RESPONSE_HOURS
from leaddesk.model.untimed import UNTIMED as READ_TO_CLOSE
from leaddesk.model.untimed import most
from leaddesk.model.working import Working, of_share
from leaddesk.text import Message, msg, msgc, msgn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.arrivals import Arrivals
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.leftout import Positions
    from leaddesk.model.period import Period
    from leaddesk.model.state import State

WAITING: Final = 0
ANSWERED: Final = 1
UNTIMED: Final = 2
UNSURE: Final = 3
UNKNOWN: Final = 4
KINDS: Final = 5
_OPEN, _IN_TIME, _LATE, _MAYBE_LATE = range(4)
_FATES: Final = 4
_MANY: Final = 4
"""Where more than one of so many is :data:`UNSURE`, the share answered in time is not known."""
_DAY: Final = 86_400
_ANSWERS: Final = inputs(StageOf()) | inputs(RESPONSE_HOURS)
_GIVEN_UP: Final = OutcomeDay((int(Stage.LOST), int(Stage.INVALID)), (REACHED_ON[Stage.LOST], REACHED_ON[Stage.LOST]))


@dataclass(frozen=True, eq=False, slots=True)
class Waits:
    """One ``code`` a lead, ``int32[rows]``: five times the place of its opening hours in ``hours``, plus what is known
    of its answer: WAITING, ANSWERED, answered on a day without a time or since one (UNTIMED; UNSURE where that day may
    be in time or late), UNKNOWN.

    ``hours``: the distinct ones in order, to the minute; a wait beyond every answer is as long as any other such.
    """

    code: npt.NDArray[np.int32]
    hours: npt.NDArray[np.float64]


def unanswerable(evaluator: Evaluator) -> Message | None:
    """Why nothing can be said of answers; None when something can."""
    reason = evaluator.unmeasured(LEADS)
    if reason is None and not is_measured(RESPONSE_HOURS, evaluator.dataset):
        reason = lacking_column(RESPONSE_HOURS, evaluator.dataset)
    return reason


def waits(state: State) -> Waits:
    """How long every lead of a State waited for its answer; made once for its leads and as-of day.

    :raises KeyError: when no answer is dated.
    """
    frame = state.dataset["leads"]
    return frame.prepare(("waits", state.as_of, state.settings), _ANSWERS, lambda: _waits(state))


def _waits(state: State) -> Waits:
    data, settings = state.dataset, state.settings
    created = values(RESPONSE_HOURS.start, data, settings)
    answered = values(RESPONSE_HOURS.end, data, replace(settings, until=None))  # one to come is no silence
    close = (day_number(state.as_of) + 1) * _DAY - 1
    end = np.full(len(created), close, np.int64)
    is_unknown = (created == MISSING_SECOND) | (created > close)
    has_answer = (answered != MISSING_SECOND) & (answered <= close)
    end[has_answer] = answered[has_answer]
    if is_measured(Depth(), data):
        stage = values(StageOf(), data, settings)
        silent = ~has_answer & (answered == MISSING_SECOND)
        is_unknown |= silent & ((values(Depth(), data, settings) > Stage.NEW) | (stage == Stage.WON))
        given_up = silent & (stage >= Stage.LOST)
        days = np.full(len(created), MISSING_DAY, np.int32)
        if is_measured(_GIVEN_UP, data):
            days = values(_GIVEN_UP, data, settings)
        end = np.where(given_up & (days != MISSING_DAY), np.minimum((days.astype(np.int64) + 1) * _DAY - 1, close), end)
        is_unknown |= given_up & (days == MISSING_DAY)
    hours = settings.opening.hours_between(created, end)
    is_unknown |= np.isnan(hours)
    untimed = is_untimed(created) | is_untimed(end)
    least = settings.opening.least_between(created, end)
    is_unsure = untimed & (least <= settings.response_target) & (hours > settings.response_target)
    answer = np.where(is_unsure, UNSURE, np.where(untimed, UNTIMED, ANSWERED))
    kind = np.where(is_unknown, UNKNOWN, np.where(has_answer, answer, WAITING))
    minutes = np.rint(np.where(is_unknown, 0.0, hours) * 60).astype(np.int64)
    beyond = max(int(minutes[has_answer & ~is_unknown].max(initial=0)), round(settings.response_target * 60)) + 1
    distinct, place = np.unique(np.minimum(minutes, beyond), return_inverse=True)
    return Waits((place * KINDS + kind).astype(np.int32), distinct / 60)


def _counts(evaluator: Evaluator) -> npt.NDArray[np.int64]:
    """How many leads of the slice are of each kind after each of the hours, ``int64[kinds, hours]``."""

    def counted() -> npt.NDArray[np.int64]:
        found = here(evaluator).counted("answers", lambda whole: waits(whole.state).code[whole.places], READ | _ANSWERS)
        size = len(waits(evaluator.slice.state).hours) * KINDS
        return long(found, size)[:size].reshape(-1, KINDS).T

    return evaluator.once("answers", counted)


def median_wait(evaluator: Evaluator) -> Measure:
    """The median of the opening hours to the first answer over all leads created in the slice (Kaplan-Meier)."""
    reason = unanswerable(evaluator)
    if reason is not None:
        return absent(reason)
    hours, counts = waits(evaluator.slice.state).hours, _counts(evaluator)
    unknown, n = int(counts[UNKNOWN].sum()), int(counts[:UNKNOWN].sum())
    if not n:
        return absent(LEADS.none or msg("no lead in this period"), 0)
    (middle,) = quantiles(survival(life_table(counts[:UNKNOWN])), (0.5,))
    if middle.day is None:
        return Measure(None, n, absent=msg("fewer than half of these leads are answered so far"), unknown=unknown)
    untimed, answered = int(counts[UNTIMED:UNKNOWN].sum()), int(counts[ANSWERED:UNKNOWN].sum())
    note = READ_TO_CLOSE if most(untimed, answered) else None
    ends = middle.day if middle.until is None else middle.until
    value = float(hours[middle.day] + hours[ends]) / 2  # halfway where exactly half are answered in between
    low, high = (None if at is None else float(hours[at]) for at in (middle.low, middle.high))
    if low is None or high is None:
        return Measure(value, n, unknown=unknown, note=note)
    return Measure(value, n, low, high, unknown=unknown, note=note)


def within_target(evaluator: Evaluator) -> Measure:
    """The share of the leads created in the slice that were answered within the target of the settings.

    A lead that waits, and not yet longer than that, can still be answered in time: it is left aside. One answered on a
    day without a time is late where that day may be either; where many are, there is no share.
    """
    reason = unanswerable(evaluator)
    if reason is not None:
        return absent(reason)
    hours, counts, target = waits(evaluator.slice.state).hours, _counts(evaluator), evaluator.settings.response_target
    late = int(np.searchsorted(hours, target, side="right"))
    in_time = int(counts[ANSWERED:UNKNOWN, :late].sum())
    decided = in_time + int(counts[:UNKNOWN, late:].sum())
    unknown, unsure = int(counts[UNKNOWN].sum()), int(counts[UNSURE].sum())
    shown = int(target) if target == int(target) else target
    variant = msg("within {hours} opening hours", hours=shown)
    if not decided:
        why = msg("no lead of this period was answered, or waits longer than the target")
        return Measure(None, 0, absent=why, variant=variant, unknown=unknown)
    if unsure * _MANY > decided:
        why = msg(
            "too many answers have a day and no time: write the time down to know who was answered within {hours} "
            "hours",
            hours=shown,
        )
        return Measure(None, decided, absent=why, variant=variant, unknown=unknown)
    low, high = intervals.wilson(in_time, decided) or (None, None)
    note = None
    if unsure:
        note = msgn(
            "{count} answer has a day and no time, and counts as late",
            "{count} answers have a day and no time, and count as late",
            unsure,
        )
    return Measure(in_time / decided, decided, low, high, None, variant, unknown, note)


@dataclass(frozen=True, eq=False, slots=True)
class _Asked:
    """The leads of a slice: their positions, what is known of the answer of each, and its opening hours."""

    places: Positions
    kind: npt.NDArray[np.int32]
    hours: npt.NDArray[np.float64]

    @property
    def is_answered(self) -> npt.NDArray[np.bool_]:
        return (self.kind >= ANSWERED) & (self.kind < UNKNOWN)

    def counted(self, what: Message, chosen: npt.NDArray[np.bool_]) -> Counted:
        return Counted(what, LEADS.table, self.places[chosen])


def _asked(evaluator: Evaluator) -> _Asked:
    places, found = evaluator.matching(LEADS.table, LEADS.by, LEADS.where), waits(evaluator.slice.state)
    hours, kind = np.divmod(found.code[places], KINDS)
    return _Asked(places, kind, found.hours[hours])


def of_median_wait(evaluator: Evaluator) -> Working:
    """The working of :func:`median_wait`."""
    asked = _asked(evaluator)
    answered = asked.counted(msg("leads answered"), asked.is_answered)
    waiting = asked.counted(msg("leads that nobody answered"), asked.kind == WAITING)
    filled = msg("{left} {moved}, {waiting} {still}", left=len(answered), moved=answered.what, waiting=len(waiting),
                 still=waiting.what)  # fmt: skip
    inside = np.union1d(answered.positions, waiting.positions)
    return Working((answered, waiting), (_traced(evaluator, inside),), filled, False, LEADS.label)


def of_within_target(evaluator: Evaluator) -> Working:
    """The working of :func:`within_target`."""
    asked, target = _asked(evaluator), evaluator.settings.response_target
    is_late = asked.hours > target
    is_in_time = asked.is_answered & ~is_late
    still = asked.places[(asked.kind == WAITING) & ~is_late]
    whole = asked.counted(msg("leads answered or late"), is_in_time | (is_late & (asked.kind != UNKNOWN)))
    pending = (msgc("left out", "waiting, and can still be answered in time"), still)
    traced = _traced(evaluator, whole.positions, pending)
    return of_share(asked.counted(msg("leads answered in time"), is_in_time), whole, traced)


def _traced(evaluator: Evaluator, inside: Positions, *more: tuple[Message, Positions]) -> Traced:
    unknown = msgc("left out", "reached or given up on an unknown day")
    return among(LEADS, inside, (*more, *unplaced(evaluator)), unknown, evaluator)


def within_target_by(evaluator: Evaluator, periods: Sequence[Period]) -> list[float | None]:
    """What :func:`within_target` says of the leads of the slice that were created in each of some periods."""
    if unanswerable(evaluator) is not None:
        return [None] * len(periods)
    arrived = here(evaluator).arrivals
    found: list[float | None] = []
    for one in periods:
        low, high = replace(evaluator.slice, period=one).bounds()
        counts = long(arrived.within(one, low, high).counted("in time", _fates, READ | _ANSWERS), _FATES)
        in_time, late, unsure = (int(counts[fate]) for fate in (_IN_TIME, _LATE, _MAYBE_LATE))
        decided = in_time + late + unsure
        found.append(in_time / decided if decided and unsure * _MANY <= decided else None)
    return found


def _fates(whole: Arrivals) -> npt.NDArray[np.int32]:
    """For each lead whether it was answered in time, too late (or waits for longer), perhaps
    too late, or neither is known.
    """
    known, target = waits(whole.state), whole.state.settings.response_target
    code = known.code[whole.places]
    place, kind = np.divmod(code, KINDS)
    is_late = place >= np.searchsorted(known.hours, target, side="right")
    late = np.where(kind == UNSURE, _MAYBE_LATE, _LATE)
    fates = np.where(is_late, late, np.where(kind == WAITING, _OPEN, _IN_TIME))
    return np.where(kind == UNKNOWN, _OPEN, fates).astype(np.int32)
