"""How engaged the leads of a slice are at its end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model import intervals
from leaddesk.model.arrivals import READ, here
from leaddesk.model.counted import Counted
from leaddesk.model.criteria.engagement import SIGNS as DATES
from leaddesk.model.criterion import HALF_LIFE, OLDEST
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.lacking import lacking_column
from leaddesk.model.leftout import among
from leaddesk.model.measure import Measure, absent
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.scoring import ENGAGEMENT_INPUTS, ENGAGING, engagement_of
from leaddesk.model.terms import BY_CREATED, LEADS
from leaddesk.model.working import Working
from leaddesk.text import msg, msgc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.arrivals import Arrivals, Stretch
    from leaddesk.model.criterion import Days, Floats
    from leaddesk.model.partition import Partition
    from leaddesk.model.period import Period
    from leaddesk.model.survival import Counts

Scores = npt.NDArray[np.uint8]

SIGNS: Final = ("responded", "contacted", "qualified", "quoted", "calls")
"""Without any of these columns a score would say nothing but how old a lead is."""
KEPT: Final = 4
"""The scores of so many periods are kept, the last ones that were looked at, or of up to twice as many."""
MONTHS_KEPT: Final = 120
"""Of so many months what the scores add up to is kept, or of up to twice as many."""
UNKNOWN: Final = 101
"""Stands beside the scores, 0 to 100, for a lead that has none."""
_KINDS: Final = UNKNOWN + 1
_ADDED: Final = np.array([*((1, score, score**2, 0) for score in range(UNKNOWN)), (0, 0, 0, 1)], np.int64)
"""What a lead of each score is to :func:`_added_up`."""
_CHUNK: Final = 1 << 14
"""So many leads at a time: what is worked out of them stays in the cache of the processor."""
_SLACK: Final = 1e-9
"""A half that is lost in the last places is rounded up all the same."""


def engagement_score(evaluator: Evaluator) -> Measure:
    """The mean engagement score of the leads created in the slice, as it was on its last day (the as-of day at most):
    what came later is not known, and what was there has faded by as much. So two periods are compared at equal age.
    """
    reason = evaluator.unmeasured(LEADS)
    if reason is None and not any(evaluator.dataset.has("leads", name) for name in SIGNS):
        reason = lacking_column(Stored("leads", SIGNS[0]), evaluator.dataset)
    if reason is not None:
        return absent(reason)
    day = _last_day(evaluator)
    if evaluator.dataset.has("leads", "created"):
        found = _added_up_of(here(evaluator).come, day)
    else:
        places = evaluator.matching("leads", BY_CREATED, LEADS.where)
        found = _added_up(_whole(engagement_of(evaluator.dataset["leads"], places, day)))
    known, total, squares, unknown = found.tolist()
    if not known:
        return Measure(None, 0, absent=LEADS.none)
    low, high = intervals.mean(float(total), float(squares), known) or (None, None)
    high = None if high is None else min(high, 100.0)
    return Measure(total / known, known, low, high, unknown=unknown)


def engagement_by(evaluator: Evaluator, periods: Sequence[Period]) -> list[float | None]:
    """What :func:`engagement_score` says of the leads created in each of some periods of the slice, at its end."""
    if not any(evaluator.dataset.has("leads", name) for name in SIGNS):
        return [None] * len(periods)
    found: list[float | None] = []
    for one in periods:
        month = Evaluator(evaluator.slice.within(one))
        total, known = _mean_parts(here(month).come, _last_day(month))
        found.append(total / known if known else None)
    return found


def of_engagement(evaluator: Evaluator) -> Working:
    """The working of :func:`engagement_score`."""
    places = evaluator.matching(LEADS.table, LEADS.by, LEADS.where)
    scores = _whole(engagement_of(evaluator.dataset["leads"], places, _last_day(evaluator)))
    is_known = scores < UNKNOWN
    scored = Counted(msg("leads with a score"), LEADS.table, places[is_known])
    traced = among(LEADS, scored.positions, (), msgc("left out", "without anything that could be scored"), evaluator)
    total = int(scores[is_known].sum(dtype=np.int64))
    filled = msg("{left} / {right}", left=total, right=len(scored)) if len(scored) else None
    return Working((scored,), (traced,), filled, base=scored.what)


def _last_day(evaluator: Evaluator) -> int:
    as_of = evaluator.slice.state.as_of
    return day_number(min(evaluator.slice.period.end or as_of, as_of))


@dataclass(frozen=True, eq=False, slots=True)
class _Fading:
    """What the scores of all arrivals are made of: percents that last, with what rounds their sum up, and percents that
    fade, as they are on the as-of day (``float64[leads]``); ``last``: the day of the last sign of each. Where there is
    no score they make UNKNOWN.
    """

    lasting: Floats
    fading: Floats
    last: Days


def _fading(whole: Arrivals) -> _Fading:
    frame, today, places = whole.state.dataset["leads"], day_number(whole.state.as_of), whole.places
    lasting, fading, possible = np.zeros((3, len(places)))
    for criterion in ENGAGING:
        rules, since = criterion.chosen(frame, today)
        points = criterion.worth(rules, since, today)[places]
        into = lasting if since is None else fading
        into += points
        possible += (rules[places] >= 0) * float(criterion.points)
    last = np.full(len(frame), MISSING_DAY, np.int32)
    for name in DATES:
        if frame.has(name):
            np.maximum(last, frame.days(name), out=last)
    is_scored = possible > 0
    share = np.zeros(len(places))
    np.divide(100, possible, out=share, where=is_scored)
    fading *= share
    lasting *= share
    return _Fading(np.where(is_scored, lasting + (0.5 + _SLACK), UNKNOWN), fading, last[places])


def _added_up_of(leads: Stretch, day: int) -> Counts:
    """What :func:`_added_up` says of the scores of these leads on a day number not after the as-of day."""
    whole, partition = leads.arrivals, leads.arrivals.partition
    key, read = ("engaged", leads.begin, leads.end, day), READ | ENGAGEMENT_INPUTS
    whole.state.dataset["leads"].lately("engaged", key, read, KEPT, KEPT)

    def scores() -> Scores:
        return whole.prepared(key, lambda every: _scores(every, leads.begin, leads.end, day), read)

    def by_part(every: Arrivals, of: Partition) -> Counts:
        parts = every.parts(of)
        if parts is None:
            return _added_up(scores())[np.newaxis]
        codes = parts[leads.begin : leads.end].astype(np.intp) * _KINDS + scores()
        return np.bincount(codes, minlength=of.parts * _KINDS).reshape(of.parts, _KINDS) @ _ADDED

    if partition is None:
        which = whole.which(leads.begin, leads.end)
        return _added_up(scores() if which is None else scores()[which])
    table = whole.prepared((key, partition.key), partial(by_part, of=partition), read | partition.columns)
    return np.asarray(table[whole.kept_parts].sum(axis=0))


def _mean_parts(leads: Stretch, day: int) -> tuple[int, int]:
    """What the scores of these leads add up to on a day number not after the as-of day, and how many have one."""
    whole, partition = leads.arrivals, leads.arrivals.partition
    if partition is None:
        known, total, *_ = _added_up_of(leads, day).tolist()
        return total, known
    key, read = ("engaged month", leads.begin, leads.end, day), READ | ENGAGEMENT_INPUTS
    whole.state.dataset["leads"].lately("engaged month", key, read, MONTHS_KEPT, MONTHS_KEPT)

    def made(every: Arrivals) -> Counts:
        scores, parts = _scores(every, leads.begin, leads.end, day), every.parts(partition)
        own = np.zeros(len(scores), np.intp) if parts is None else parts[leads.begin : leads.end].astype(np.intp)
        is_known = scores < UNKNOWN
        total = np.bincount(own[is_known], scores[is_known], minlength=partition.parts)
        return np.stack([total.astype(np.int64), np.bincount(own[is_known], minlength=partition.parts)])

    table = whole.prepared((key, partition.key), made, read | partition.columns)
    total, known = table[:, whole.kept_parts].sum(axis=1).tolist()
    return total, known


def _scores(whole: Arrivals, begin: int, end: int, day: int) -> Scores:
    """The scores of the arrivals from place *begin* to before *end*.

    All that fades by half each so many days has faded by the same on another day; only leads of whom something came
    after that day are scored anew, and all of them on a day so long ago that signs of that time fade no further.
    """
    ago, places = day_number(whole.state.as_of) - day, whole.places[begin:end]

    def anew(those: Days) -> Scores:
        return _whole(engagement_of(whole.state.dataset["leads"], those.astype(np.intp), day))

    if ago > OLDEST // 2:
        return anew(places)
    parts = whole.prepared("fading", _fading, READ | ENGAGEMENT_INPUTS)
    stronger, scores, percents = 2.0 ** (ago / HALF_LIFE), np.empty(end - begin, np.uint8), np.empty(_CHUNK)
    for start in range(begin, end, _CHUNK):
        stop = min(start + _CHUNK, end)
        some = percents[: stop - start]
        np.multiply(parts.fading[start:stop], stronger, out=some)
        some += parts.lasting[start:stop]
        np.minimum(some, UNKNOWN, out=some)  # what came later than that day, and is scored anew, has not faded yet
        scores[start - begin : stop - begin] = some  # whole numbers are what is below: they are all above 0
    later = np.flatnonzero(parts.last[begin:end] > day)
    if len(later):
        scores[later] = anew(places[later])
    return scores


def _whole(scores: Floats) -> Scores:
    return np.fmin(scores, UNKNOWN).astype(np.uint8)


def _added_up(scores: Scores) -> Counts:
    """How many have a score, what these add up to, what their squares do, and how many have none: ``int64[4]``."""
    total = squares = 0
    for start in range(0, len(scores), _CHUNK):
        some = scores[start : start + _CHUNK].astype(np.uint16)
        total += int(some.sum(dtype=np.uint32))
        some *= some
        squares += int(some.sum(dtype=np.uint32))
    unknown = int(np.count_nonzero(scores == UNKNOWN))
    found = (len(scores) - unknown, total - UNKNOWN * unknown, squares - UNKNOWN**2 * unknown, unknown)
    return np.array(found, np.int64)
