"""Leads followed from their creation to the day they are qualified, or lost or found invalid before that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.lacking import lacking_column
from leaddesk.model.outcomes import COUNTED, DECIDED_ON, LONGEST, WON, Fate, Followed, followed
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import Depth, StageOf, Stored
from leaddesk.model.rows import is_measured, values
from leaddesk.model.stages import Stage
from leaddesk.model.terms import CREATED, LEADS, QUALIFIED_LEADS
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator

QUALIFIED_ON: Final = Stored("leads", "qualified")
NO_DAY: Final = msg("write down the day on which each lead is qualified: it tells how many more of them will be")


def unqualified(evaluator: Evaluator) -> Message | None:
    """Why leads cannot be followed to their qualification; None when they can."""
    reason = evaluator.unmeasured(QUALIFIED_LEADS)
    if reason is None and not is_measured(CREATED, evaluator.dataset):
        reason = lacking_column(CREATED, evaluator.dataset)
    if reason is None and not is_measured(QUALIFIED_ON, evaluator.dataset):
        reason = NO_DAY
    return reason


def undated(model: Followed) -> Message | None:
    """Why nothing can be learnt from these leads: most of the qualified ones have no day."""
    return NO_DAY if model.won and model.undated[WON] * 2 > model.won else None


def to_qualification(evaluator: Evaluator) -> Followed:
    """The leads of a slice followed to their qualification: the cause WON of the tables, and LOST before that.

    The rules are those of :func:`~leaddesk.model.outcomes.outcomes`.

    :raises KeyError: when they cannot be; ask :func:`unqualified` first.
    """
    data, settings, today = evaluator.dataset, evaluator.settings, day_number(evaluator.slice.state.as_of)
    places = evaluator.matching(LEADS.table, LEADS.by, LEADS.where)
    created = values(CREATED, data, settings)[places].astype(np.int64)
    places = places[(created != MISSING_DAY) & (created <= today)]
    created = created[(created != MISSING_DAY) & (created <= today)]
    depth, stage = (values(column, data, settings)[places] for column in (Depth(), StageOf()))
    ended = values(QUALIFIED_ON, data, settings)[places].astype(np.int64)
    fate = np.full(len(places), int(Fate.OPEN), np.int64)
    fate[stage >= Stage.LOST] = Fate.LOST
    if is_measured(DECIDED_ON, data):
        lost = values(DECIDED_ON, data, settings)[places].astype(np.int64)
        ended = np.where(fate == Fate.LOST, lost, ended)
    else:
        ended = np.where(fate == Fate.LOST, MISSING_DAY, ended)
    is_qualified = depth >= Stage.QUALIFIED
    fate[is_qualified] = Fate.WON
    ended[is_qualified] = values(QUALIFIED_ON, data, settings)[places][is_qualified]
    fate[(fate != Fate.OPEN) & ((ended < created) | (ended > today))] += Fate.WON_UNDATED - Fate.WON
    age = np.minimum(today - created, LONGEST)
    took = np.where((fate == Fate.WON) | (fate == Fate.LOST), np.minimum(ended - created, LONGEST), age)
    length = int(took.max(initial=0)) + 1
    by_fate = np.bincount(fate * length + took, minlength=COUNTED * length).reshape(COUNTED, length)
    return followed(by_fate.astype(np.int64), np.bincount(age, minlength=1).astype(np.int64))
