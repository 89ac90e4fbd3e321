"""The contacts that operations collect: how many of them nobody knew before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.contacts import email_key, folded, phone_keys
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Count
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.returning import share
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import is_measured, values
from leaddesk.model.serviceterms import BY_START
from leaddesk.model.terms import CREATED, DISTINCT
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame
    from leaddesk.model.evaluate import Evaluator

STARTED: Final = Count("operations", msg("operations"), BY_START, (), msg("no operation in this period"))


def new_share(evaluator: Evaluator) -> Measure:
    """Of the leads that the operations of the slice brought (those of a campaign of that name) the share whose e-mail
    and phone no lead of an earlier day has. Leads without any of them are of unknown kind.
    """
    data = evaluator.dataset
    reason = evaluator.unmeasured(STARTED)
    for column in (Stored("operations", "name"), Stored("leads", "campaign"), CREATED):
        if reason is None and not is_measured(column, data):
            reason = lacking_column(column, data)
    if reason is None and not any(data.has("leads", name) for name in ("email", "phone")):
        reason = lacking_column(Stored("leads", "email"), data)
    if reason is not None:
        return absent(reason)
    places = evaluator.matching("operations", BY_START, ())
    if not len(places):
        return absent(STARTED.none or STARTED.label, 0)
    operations, leads = data["operations"], data["leads"]
    codes = operations.codes("name")[places]
    wanted = {folded(operations.labels("name")[code]) for code in codes if code >= 0}
    chosen = np.array([folded(label) in wanted for label in leads.labels("campaign")] + [False])
    distinct = evaluator.fulfilled("leads", (DISTINCT,))
    collected = np.flatnonzero(chosen[leads.codes("campaign")] & distinct)
    first = leads.prepare(("first seen",), frozenset({"email", "phone", "created"}), lambda: first_seen(leads))
    known = collected[first[collected] != MISSING_DAY]
    day = values(CREATED, data, evaluator.settings)[known]
    found = share(int(np.count_nonzero(first[known] >= day)), len(known), msg("no lead has the name of an operation"))
    return Measure(found.value, found.n, found.low, found.high, found.absent, unknown=len(collected) - len(known))


def first_seen(frame: Frame) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """The first day on which a lead with the same e-mail or phone was created, ``int32[rows]``; missing where a lead
    has no day, or neither.
    """
    days = frame.days("created")
    first = np.full(len(frame), MISSING_DAY, np.int32)
    for name, key in (("email", email_key), ("phone", lambda text: next(iter(phone_keys(text)), ""))):
        if not frame.has(name):
            continue
        codes, texts = frame.texts(name)
        places: dict[str, int] = {"": -1}
        numbers = np.array([places.setdefault(key(text), len(places) - 1) for text in texts] + [-1])[codes]
        usable = (numbers >= 0) & (days != MISSING_DAY)
        earliest = np.full(len(places), np.iinfo(np.int32).max, np.int32)
        np.minimum.at(earliest, numbers[usable], days[usable])
        mine = earliest[numbers]
        first = np.where(usable & ((first == MISSING_DAY) | (mine < first)), mine, first)
    return first
