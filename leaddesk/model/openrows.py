"""The leads behind what the open ones are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leaddesk.model.behind import of_fate, open_leads, unplaced
from leaddesk.model.counted import Counted
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.forecast import forecast_over
from leaddesk.model.leftout import among
from leaddesk.model.outcomes import Fate
from leaddesk.model.period import Period
from leaddesk.model.terms import LEADS
from leaddesk.model.working import Working
from leaddesk.text import Money, msg, msgc

if TYPE_CHECKING:
    from leaddesk.model.leftout import Mask, Positions


def of_open_leads_worth(evaluator: Evaluator) -> Working:
    """The working of :func:`~leaddesk.model.forecast.open_leads_worth`, of all that the filters keep."""
    whole = Evaluator(evaluator.slice.within(Period()))
    made_of = forecast_over(evaluator.slice).made_of
    waiting, currency = open_leads(whole), evaluator.settings.currency
    is_priced = _priced(whole, waiting)
    priced = Counted(msg("open leads with an amount"), LEADS.table, waiting[is_priced])
    others = Counted(msg("open leads without an amount"), LEADS.table, waiting[~is_priced])
    counted, filled = [priced, others], None
    if made_of is not None:
        filled = msg("{number}", number=Money(made_of.priced, currency))
        if len(others):
            won = of_fate(whole, Fate.WON, Fate.WON_UNDATED)
            deals = won[_priced(whole, won)]
            counted.append(Counted(msg("deals with a known amount"), LEADS.table, deals))
            filled = msg(
                "{priced} + {customers} × {mean}",
                priced=filled,
                customers=round(made_of.customers, 2),
                mean=Money(made_of.mean, currency, 2),
            )
    decided = msgc("left out", "decided already")
    traced = among(LEADS, waiting, unplaced(whole), decided, whole)
    note = msg(
        "A lead with an amount counts with that amount times its chance. Of the others so many are expected to be won, "
        "each for the mean deal."
    )
    return Working(tuple(counted), (traced,), filled, base=msg("leads still open"), note=note)


def _priced(evaluator: Evaluator, places: Positions) -> Mask:
    data = evaluator.dataset
    if not data.has("leads", "amount"):
        return np.zeros(len(places), np.bool_)
    is_known: Mask = ~np.isnan(data["leads"].numbers("amount")[places])
    return is_known
