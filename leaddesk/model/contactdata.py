"""How good the list of contacts is as of the end of a slice: consents, and contacts that can be reached."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model import contactkeys
from leaddesk.model.arrivals import READ, here
from leaddesk.model.columnwords import lacking_value
from leaddesk.model.counted import Counted
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Op, Where
from leaddesk.model.lacking import lacking_column
from leaddesk.model.leftout import among, traced_of
from leaddesk.model.measure import Measure, absent
from leaddesk.model.method import SoFar
from leaddesk.model.period import Period, day_number
from leaddesk.model.prospect import share_of_days
from leaddesk.model.returning import share
from leaddesk.model.rhythm import cases_by_day
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import values
from leaddesk.model.terms import BY_CREATED, CREATED, LEADS
from leaddesk.model.working import Working, of_share
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.dataset import Frame
    from leaddesk.model.prospect import Daily
    from leaddesk.text import Message

Codes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
NAMES: Final = ("name", "first_name", "company")
_IDENTITY: Final = frozenset({*NAMES, "email", "phone"})
_UNSAID: Final = 2
NOBODY: Final = msg("no contact up to the end of this period")
NO_CONSENT: Final = msg("no contact with a known consent")


def consented(evaluator: Evaluator, column: Stored) -> Measure:
    """The share of the contacts of whom it is known that said yes; unknown is not no."""
    if not evaluator.dataset.has("leads", column.column):
        return absent(lacking_column(column, evaluator.dataset))
    reason = _until_the_end(evaluator).unmeasured(LEADS)
    if reason is not None:
        return absent(reason)

    def said(frame: Frame) -> Codes:
        return np.nan_to_num(frame.numbers(column.column), nan=_UNSAID).astype(np.uint8)

    no, yes, unsaid = _count(evaluator, ("consent", column), said, frozenset({column.column}))
    found = share(yes, no + yes, NO_CONSENT)
    return Measure(found.value, found.n, found.low, found.high, found.absent, unknown=unsaid)


def consents(column: Stored) -> SoFar:
    """What :func:`consented` counts."""
    yes, known = Where(column, Op.EQUAL, 1), Where(column, Op.KNOWN)
    part, whole = (replace(LEADS, where=(*LEADS.where, one)) for one in (yes, known))
    return SoFar(part, whole, LEADS, NO_CONSENT)


def quality(evaluator: Evaluator) -> Measure:
    """The share of the contacts that are complete (a name, and an e-mail or a phone), valid (what is given can be an
    address or a number) and unique (no earlier lead has the same).
    """
    data = evaluator.dataset
    if not any(data.has("leads", name) for name in ("email", "phone")):
        return absent(lacking_column(Stored("leads", "email"), data))
    reason = _until_the_end(evaluator).unmeasured(LEADS)
    if reason is not None:
        return absent(reason)
    bad, good, _ = _count(evaluator, "reachable", lambda frame: reachable(frame).view(np.uint8), _IDENTITY)
    return share(good, bad + good, NOBODY)


def consented_by_days(here: Evaluator, whole: Evaluator, column: Stored) -> Daily | Message:
    """The terms of :func:`consented`: contacts that agreed, and those of whom it is known. Those known so far stay what
    they are.
    """
    if not whole.dataset.has("leads", column.column):
        return lacking_column(column, whole.dataset)
    said = whole.dataset["leads"].numbers(column.column)
    return _by_days(here, whole, said == 1, ~np.isnan(said))


def quality_by_days(here: Evaluator, whole: Evaluator) -> Daily | Message:
    """The terms of :func:`quality`: usable contacts, and contacts."""
    frame = whole.dataset["leads"]
    good = frame.prepare("reachable rows", _IDENTITY, lambda: reachable(frame))
    return _by_days(here, whole, good, np.ones(len(good), np.bool_))


def _by_days(here: Evaluator, whole: Evaluator, hits: Mask, cases: Mask) -> Daily | Message:
    until, found = _until_the_end(here), []
    reason = until.unmeasured(LEADS)
    if reason is not None:
        return reason
    for evaluator in (whole, until):
        places = evaluator.matching(LEADS.table, LEADS.by, LEADS.where)
        places = places[cases[places]]
        found.append((places, hits[places].astype(np.float64)))
    (every, hit), (_, own) = found
    days = values(CREATED, whole.dataset, whole.settings)[every]
    terms = cases_by_day(days, (hit, np.ones(len(hit))), day_number(whole.slice.state.as_of))
    return share_of_days(terms, np.array([own.sum(), len(own)]))


def _until_the_end(evaluator: Evaluator) -> Evaluator:
    return evaluator.once(
        "contacts", lambda: Evaluator(evaluator.slice.within(Period(None, evaluator.slice.period.end)))
    )


def _count(
    evaluator: Evaluator, key: object, make: Callable[[Frame], Codes], read: frozenset[str]
) -> tuple[int, int, int]:
    """How many of the distinct leads known at the end of the slice have the codes 0, 1 and 2 that *make* gives."""
    whole = _until_the_end(evaluator)
    if evaluator.dataset.has("leads", "created"):
        found = here(whole).come.counted(key, lambda all_: make(all_.state.dataset["leads"])[all_.places], READ | read)
    else:
        found = np.bincount(make(evaluator.dataset["leads"])[whole.matching("leads", BY_CREATED, LEADS.where)])
    first, second, third = np.pad(found, (0, 3))[:3].tolist()
    return first, second, third


def reachable(frame: Frame) -> Mask:
    """Which leads can be reached, and under nothing that an earlier lead has: ``bool[rows]``."""
    found = _checks(frame)
    return found.named & found.given & ~found.wrong & ~found.seen


@dataclass(frozen=True, eq=False, slots=True)
class _Checks:
    """Of each lead (``bool[rows]``): whether it is ``named``, an e-mail or a phone is ``given``, one of them is
    ``wrong``, and an earlier lead has been ``seen`` with the same.
    """

    named: Mask
    given: Mask
    wrong: Mask
    seen: Mask


def _checks(frame: Frame) -> _Checks:
    """An address that several people of a firm read (info@) makes nobody a duplicate."""
    named, is_given, is_wrong, is_seen = (np.zeros(len(frame), np.bool_) for _ in range(4))
    for name in NAMES:
        if frame.has(name):
            named |= frame.data[name].notna().to_numpy()
    for name, found in (("email", contactkeys.addresses), ("phone", contactkeys.numbers)):
        if frame.has(name):
            keys = found(frame.data[name])
            is_given |= keys.filled
            is_wrong |= keys.filled & ~keys.valid
            is_seen |= keys.seen
    return _Checks(named, is_given, is_wrong, is_seen)


def of_consented(evaluator: Evaluator, column: Stored) -> Working:
    """The working of :func:`consented`."""
    whole = _until_the_end(evaluator)
    places = whole.matching(LEADS.table, LEADS.by, LEADS.where)
    said = evaluator.dataset["leads"].numbers(column.column)[places]
    agreed = Counted(msg("contacts that agreed"), LEADS.table, places[said == 1])
    known = Counted(msg("contacts that agreed or refused"), LEADS.table, places[~np.isnan(said)])
    return of_share(agreed, known, among(LEADS, known.positions, (), lacking_value(column), whole))


def of_quality(evaluator: Evaluator) -> Working:
    """The working of :func:`quality`, with the contacts that are not usable, each for the first reason."""
    whole = _until_the_end(evaluator)
    places, found = whole.matching(LEADS.table, LEADS.by, LEADS.where), _checks(evaluator.dataset["leads"])
    everyone = Counted(msg("contacts"), LEADS.table, places)
    left = np.ones(len(places), np.bool_)
    flaws = []
    for what, is_so in (
        (msg("contacts without a name"), ~found.named),
        (msg("contacts without an e-mail or a phone"), ~found.given),
        (msg("contacts with an e-mail or a phone that can be none"), found.wrong),
        (msg("contacts that an earlier one stands for already"), found.seen),
    ):
        here_ = left & is_so[places]
        flaws.append(Counted(what, LEADS.table, places[here_]))
        left &= ~here_
    usable = Counted(msg("usable contacts"), LEADS.table, places[left])
    share_ = of_share(usable, everyone, *traced_of(LEADS, whole))
    return replace(share_, counted=(*share_.counted, *(one for one in flaws if len(one))))
