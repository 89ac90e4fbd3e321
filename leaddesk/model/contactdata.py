"""How good the list of contacts is as of the end of a slice: consents, and contacts that can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model import contactkeys
from leaddesk.model.arrivals import READ, here
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.period import Period
from leaddesk.model.returning import share
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.terms import BY_CREATED, LEADS
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.dataset import Frame

Codes = npt.NDArray[np.uint8]
NAMES: Final = ("name", "first_name", "company")
_IDENTITY: Final = frozenset({*NAMES, "email", "phone"})
_UNSAID: Final = 2
NOBODY: Final = msg("no contact up to the end of this period")


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
    found = share(yes, no + yes, msg("no contact with a known consent"))
    return Measure(found.value, found.n, found.low, found.high, found.absent, unknown=unsaid)


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
        found = here(whole).counted(key, lambda all_: make(all_.state.dataset["leads"])[all_.places], READ | read)
    else:
        found = np.bincount(make(evaluator.dataset["leads"])[whole.matching("leads", BY_CREATED, LEADS.where)])
    first, second, third = np.pad(found, (0, 3))[:3].tolist()
    return first, second, third


def reachable(frame: Frame) -> npt.NDArray[np.bool_]:
    """Which leads can be reached, and under nothing that an earlier lead has: ``bool[rows]``.

    An address that several people of a firm read (info@) makes nobody a duplicate.
    """
    named = np.zeros(len(frame), np.bool_)
    for name in NAMES:
        if frame.has(name):
            named |= frame.data[name].notna().to_numpy()
    is_given, is_wrong, is_seen = (np.zeros(len(frame), np.bool_) for _ in range(3))
    for name, found in (("email", contactkeys.addresses), ("phone", contactkeys.numbers)):
        if frame.has(name):
            keys = found(frame.data[name])
            is_given |= keys.filled
            is_wrong |= keys.filled & ~keys.valid
            is_seen |= keys.seen
    good: npt.NDArray[np.bool_] = named & is_given & ~is_wrong & ~is_seen
    return good
