"""How good the list of contacts is as of the end of a slice: consents, and contacts that can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model import contactkeys
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.period import Period
from leaddesk.model.returning import share
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.terms import BY_CREATED, LEADS
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame

Places = npt.NDArray[np.intp]
NAMES: Final = ("name", "first_name", "company")
NOBODY: Final = msg("no contact up to the end of this period")


def consented(evaluator: Evaluator, column: Stored) -> Measure:
    """The share of the contacts of whom it is known that said yes; unknown is not no."""
    if not evaluator.dataset.has("leads", column.column):
        return absent(lacking_column(column, evaluator.dataset))
    reason, places = known_contacts(evaluator)
    if reason is not None:
        return absent(reason)
    flags = evaluator.dataset["leads"].numbers(column.column)[places]
    known = flags[~np.isnan(flags)]
    found = share(int(np.count_nonzero(known == 1)), len(known), msg("no contact with a known consent"))
    return Measure(found.value, found.n, found.low, found.high, found.absent, unknown=len(flags) - len(known))


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
    frame = data["leads"]
    read = frozenset({*NAMES, "email", "phone"})
    good = frame.prepare(("reachable",), read, lambda: reachable(frame))
    _, places = known_contacts(evaluator)
    return share(int(np.count_nonzero(good[places])), len(places), NOBODY)


def _until_the_end(evaluator: Evaluator) -> Evaluator:
    return Evaluator(evaluator.slice.within(Period(None, evaluator.slice.period.end)))


def known_contacts(evaluator: Evaluator) -> tuple[Message | None, Places]:
    """Why there are no contacts, or the positions of the distinct leads known at the end of the slice."""

    def known() -> tuple[Message | None, Places]:
        whole = _until_the_end(evaluator)
        reason = whole.unmeasured(LEADS)
        if reason is not None:
            return reason, np.zeros(0, np.intp)
        return None, whole.matching("leads", BY_CREATED, LEADS.where)

    return evaluator.once("contacts", known)


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
