"""The leads behind the figures of time: those of a month, those won by an age, those that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.cohorts import month_numbers
from leaddesk.model.conversion import unfollowed
from leaddesk.model.leftout import AHEAD
from leaddesk.model.outcomes import Fate, outcomes
from leaddesk.model.period import day_number
from leaddesk.model.rows import values
from leaddesk.model.terms import BY_CREATED, CREATED, LEADS
from leaddesk.text import msgc

if TYPE_CHECKING:
    import datetime as dt

    import numpy.typing as npt

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.text import Message

    Places = npt.NDArray[np.intp]

NO_DATE: Final = msgc("left out", "without a date that counts")


def followed_leads(evaluator: Evaluator, month: dt.date | None = None) -> Places:
    """The positions of the leads that :func:`~leaddesk.model.conversion.conversion` follows, of those created in the
    month of that day where one is given; empty where leads cannot be followed.
    """
    if unfollowed(evaluator) is not None:
        return np.zeros(0, np.intp)
    state = evaluator.slice.state
    places = evaluator.matching("leads", BY_CREATED, LEADS.where)
    kept: Places = places[outcomes(state).fate[places] < Fate.UNDATED]
    if month is None or not len(kept):
        return kept
    wanted = month_numbers(np.array([day_number(month)]))[0]
    of_month: Places = kept[month_numbers(values(CREATED, state.dataset, state.settings)[kept]) == wanted]
    return of_month


def won_within(evaluator: Evaluator, days: int | None = None, month: dt.date | None = None) -> Places:
    """Those of the :func:`followed_leads` that were won by the close of the day on which they were *days* old.

    A sale without a day may have been later, and is left out; where no *days* are given, all that are won.
    """
    places = followed_leads(evaluator, month)
    if not len(places):
        return places
    found = outcomes(evaluator.slice.state)
    fate = found.fate[places]
    if days is None:
        is_won = (fate == Fate.WON) | (fate == Fate.WON_UNDATED)
    else:
        is_won = (fate == Fate.WON) & (found.days[places] <= days)
    won: Places = places[is_won]
    return won


def lost_within(evaluator: Evaluator, days: int) -> Places:
    """Those of the :func:`followed_leads` that were lost by the close of the day on which they were *days* old; one
    lost on an unknown day may have been later, and is left out.
    """
    places = followed_leads(evaluator)
    if not len(places):
        return places
    found = outcomes(evaluator.slice.state)
    lost: Places = places[(found.fate[places] == Fate.LOST) & (found.days[places] <= days)]
    return lost


def open_leads(evaluator: Evaluator) -> Places:
    """Those of the :func:`followed_leads` that are not decided."""
    places = followed_leads(evaluator)
    if not len(places):
        return places
    still: Places = places[outcomes(evaluator.slice.state).fate[places] == Fate.OPEN]
    return still


def unplaced(evaluator: Evaluator) -> tuple[tuple[Message, Places], ...]:
    """The leads of the slice that cannot be followed from their creation, each number once, with the reason."""
    places = evaluator.matching("leads", BY_CREATED, LEADS.where)
    fate = outcomes(evaluator.slice.state).fate[places]
    return ((NO_DATE, places[fate == Fate.UNDATED]), (AHEAD, places[fate == Fate.AHEAD]))


def of_fate(evaluator: Evaluator, *fates: Fate) -> Places:
    """Those of the :func:`followed_leads` that ended in one of these ways."""
    places = followed_leads(evaluator)
    found: Places = places[np.isin(outcomes(evaluator.slice.state).fate[places], fates)]
    return found
