"""The contacts that operations collect: how many of them nobody knew before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.contacts import email_key, folded, phone_keys
from leaddesk.model.counted import Counted
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Count
from leaddesk.model.lacking import lacking_column
from leaddesk.model.leftout import among, counted, traced_of
from leaddesk.model.measure import Measure, absent
from leaddesk.model.period import Period, day_number
from leaddesk.model.returning import share
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import inputs, is_measured, values
from leaddesk.model.serviceterms import BY_START
from leaddesk.model.slice import Filters
from leaddesk.model.terms import CREATED, DISTINCT, LEADS
from leaddesk.model.working import Working, of_share
from leaddesk.text import msg, msgc

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.model.dataset import Frame
    from leaddesk.model.leftout import Mask, Positions

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
    if not len(evaluator.matching(STARTED.table, STARTED.by, STARTED.where)):
        return absent(STARTED.none or STARTED.label, 0)
    unknown, old, new = _counts(evaluator)
    nobody = msg("no lead has the name of an operation")
    if unknown:
        nobody = msg("no lead of these operations has a date and an e-mail or a phone that can be read")
    found = share(new, old + new, nobody)
    return Measure(found.value, found.n, found.low, found.high, found.absent, unknown=unknown)


def of_new_share(evaluator: Evaluator) -> Working:
    """The working of :func:`new_share`."""
    known, is_new, unknown = _collected(evaluator)
    new = Counted(msg("leads that nobody knew before"), LEADS.table, known[is_new])
    whole = Counted(msg("leads of the operations"), LEADS.table, known)
    started = Counted(STARTED.label, STARTED.table, counted(STARTED, evaluator))
    every = Evaluator(replace(evaluator.slice, period=Period(), filters=Filters()))
    reasons = ((msgc("left out", "without an e-mail, a phone or a creation date"), unknown),)
    traced = among(LEADS, known, reasons, msgc("left out", "of none of these operations"), every)
    found = of_share(new, whole, traced, *traced_of(STARTED, evaluator))
    return replace(found, counted=(*found.counted, started))


def _counts(evaluator: Evaluator) -> tuple[int, int, int]:
    """How many leads that the operations of the slice brought are of unknown kind, were known before, and were not."""
    leads, today = evaluator.dataset["leads"], day_number(evaluator.slice.state.as_of)

    def by_campaign() -> npt.NDArray[np.intp]:
        first, day = _first_seen(leads), leads.days(CREATED.column)
        kind = np.where(first == MISSING_DAY, 0, np.where(first >= day, 2, 1))
        has_come = day <= today
        places = np.flatnonzero(evaluator.fulfilled("leads", (DISTINCT,)) & has_come)
        codes = leads.codes("campaign")[places] + 1
        size = len(leads.labels("campaign")) + 1
        return np.bincount(codes * 3 + kind[places], minlength=size * 3).reshape(size, 3)

    read = inputs(DISTINCT.column) | {"campaign", "email", "phone", CREATED.column}
    table = leads.prepare(("collected", today), read, by_campaign)
    unknown, old, new = table[1:][_chosen(evaluator)].sum(axis=0).tolist()
    return unknown, old, new


def _chosen(evaluator: Evaluator) -> Mask:
    """Which campaigns of the leads have the name of an operation of the slice."""
    operations, labels = evaluator.dataset["operations"], evaluator.dataset["leads"].labels("campaign")
    codes = operations.codes("name")[evaluator.matching(STARTED.table, STARTED.by, STARTED.where)]
    wanted = {folded(operations.labels("name")[code]) for code in codes if code >= 0}
    return np.array([folded(label) in wanted for label in labels], np.bool_)


def _first_seen(leads: Frame) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return leads.prepare(("first seen",), frozenset({"email", "phone", "created"}), lambda: first_seen(leads))


def _collected(evaluator: Evaluator) -> tuple[Positions, Mask, Positions]:
    """The positions of the leads that the operations of the slice brought, which of them nobody knew before, and the
    positions of those of unknown kind.
    """
    leads = evaluator.dataset["leads"]
    chosen = np.append(_chosen(evaluator), False)
    distinct = evaluator.fulfilled("leads", (DISTINCT,))
    brought = np.flatnonzero(chosen[leads.codes("campaign")] & distinct)
    first = _first_seen(leads)
    day = values(CREATED, evaluator.dataset, evaluator.settings)
    brought = brought[day[brought] <= day_number(evaluator.slice.state.as_of)]  # those to come are none yet
    is_known = first[brought] != MISSING_DAY
    known = brought[is_known]
    return known, first[known] >= day[known], brought[~is_known]


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
