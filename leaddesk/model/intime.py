"""How the leads of each day are answered in time; those that wait, and can still be, with the chance that they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.answering import ANSWERED, KINDS, UNKNOWN, WAITING, unanswerable, waits
from leaddesk.model.period import day_number
from leaddesk.model.prospect import share_of_days
from leaddesk.model.resampling import DRAWS
from leaddesk.model.rhythm import cases_by_day
from leaddesk.model.rows import values
from leaddesk.model.terms import CREATED, LEADS

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.prospect import Daily
    from leaddesk.model.survival import Floats
    from leaddesk.text import Message

    Mask = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.intp]

_YEAR: Final = 365
_STEPS: Final = 12
"""How long a lead has waited is told in so many parts of the target."""
_SEED: Final = 20261404


def in_time_by_days(here: Evaluator, whole: Evaluator) -> Daily | Message:
    """The terms of the share of leads answered in time: those that were, and those answered or late.

    A lead that waits, and not yet longer than the target, is answered in time as often as those were that had waited
    for as long.
    """
    reason = unanswerable(whole)
    if reason is not None:
        return reason
    last = day_number(whole.slice.state.as_of)
    places = whole.matching(LEADS.table, LEADS.by, LEADS.where)
    days = values(CREATED, whole.dataset, whole.settings)[places]
    fates = _fates(whole, places)
    chance = fates.chances(days > last - _YEAR)
    hits = np.where(fates.waits, chance[np.minimum(fates.step, _STEPS - 1)], fates.in_time)
    counts = fates.is_case | fates.waits
    terms = cases_by_day(days[counts], (hits[counts], np.ones(np.count_nonzero(counts))), last)
    return share_of_days(terms, _own(_fates(here, here.matching(LEADS.table, LEADS.by, LEADS.where)), chance))


@dataclass(frozen=True, eq=False, slots=True)
class _Fates:
    """Which leads were answered ``in_time``, which were, or are late (``is_case``), which one ``waits`` and can still
    be answered in time; ``step``: for how many parts of the target each waited, all of them where it is late.
    """

    in_time: Mask
    is_case: Mask
    waits: Mask
    step: Places

    def chances(self, recent: Mask) -> Floats:
        """How likely who waits for so many parts of the target is answered in time, as the recent ones that waited as
        long were, ``float64[parts]``.
        """
        hit, case = (
            np.bincount(self.step[some & recent], minlength=_STEPS + 1) for some in (self.in_time, self.is_case)
        )
        late = case[_STEPS] + case[:_STEPS].sum() - hit[:_STEPS].sum()
        later = hit[:_STEPS][::-1].cumsum()[::-1] - hit[:_STEPS] / 2
        found: Floats = (later + 0.5) / (later + late + 1)
        return found


def _fates(evaluator: Evaluator, places: Places) -> _Fates:
    found, target = waits(evaluator.slice.state), evaluator.settings.response_target
    place, kind = np.divmod(found.code[places], KINDS)
    late = (found.hours > target)[place]
    is_answered = (kind >= ANSWERED) & (kind < UNKNOWN)
    step = np.minimum((found.hours * (_STEPS / max(target, 1e-9))).astype(np.intp), _STEPS - 1)[place]
    step = np.where(late, _STEPS, step)
    return _Fates(
        is_answered & ~late, (is_answered & ~late) | (late & (kind != UNKNOWN)), (kind == WAITING) & ~late, step
    )


def _own(fates: _Fates, chance: Floats) -> Floats:
    """The hits and cases of the period, those that wait among them, whose luck is drawn: ``float64[DRAWS, 2]``."""
    waiting = np.bincount(fates.step[fates.waits], minlength=_STEPS)[:_STEPS]
    lucky = np.random.default_rng(_SEED).binomial(waiting, chance, (DRAWS, _STEPS)).sum(axis=1)
    cases = np.count_nonzero(fates.is_case) + waiting.sum()
    return np.column_stack([np.count_nonzero(fates.in_time) + lucky, np.full(DRAWS, cases)]).astype(np.float64)
