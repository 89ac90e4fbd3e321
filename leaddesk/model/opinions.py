"""What customers say: would they recommend, and do they complain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import intervals
from leaddesk.model.contacts import folded
from leaddesk.model.expression import Count
from leaddesk.model.intervals import Z
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.orderterms import ORDERS
from leaddesk.model.returning import share
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.serviceterms import BY_ANSWER, BY_REQUEST
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator, Floats

RECOMMENDATION: Final = Stored("surveys", "recommendation")
ANSWERS: Final = Count("surveys", msg("answers"), BY_ANSWER, (), msg("no answer in this period"))
REQUESTS: Final = Count("service", msg("requests"), BY_REQUEST, (), msg("no request in this period"))
_NO_ANSWER: Final = msg("nobody said in this period whether they recommend you")
_COMPLAINTS: Final = (
    "reclam", "plainte", "litige", "insatisf", "mecontent", "retard", "casse", "abim", "endommag", "perdu", "perte",
    "erreur", "avarie", "manquant", "non livr", "complain", "claim", "dispute", "late", "delay", "damag",
    "broken", "lost", "missing", "wrong", "not delivered", "unhappy",
)  # fmt: skip


def _recommendations(evaluator: Evaluator) -> tuple[Message | None, Floats, bool]:
    """Why there are none, or the known answers of the slice and whether all answers there are say yes or no."""
    nothing = np.zeros(0)
    reason = evaluator.unmeasured(ANSWERS)
    if reason is None and not evaluator.dataset.has("surveys", "recommendation"):
        reason = lacking_column(RECOMMENDATION, evaluator.dataset)
    if reason is not None:
        return reason, nothing, False
    everything = evaluator.dataset["surveys"].numbers("recommendation")
    everything = np.where((everything >= 0) & (everything <= 10), everything, np.nan)
    found = everything[evaluator.matching("surveys", BY_ANSWER, ())]
    known = everything[~np.isnan(everything)]
    return None, found, bool(len(known)) and bool(np.isin(known, (0, 1)).all())


def promoters(evaluator: Evaluator) -> Measure:
    """The net promoter score: the share of 9 and 10 less that of 0 to 6, times a hundred.

    Its interval is that of a mean of +1, 0 and −1 (normal, with one answer more of each of the outer kinds), none below
    ten answers.
    """
    reason, answers, is_yes_no = _recommendations(evaluator)
    if reason is not None:
        return absent(reason)
    known = answers[~np.isnan(answers)]
    if is_yes_no:
        return absent(msg("the answers say yes or no, not 0 to 10"), len(known))
    n, unknown = len(known), len(answers) - len(known)
    if not n:
        return Measure(None, 0, absent=_NO_ANSWER, unknown=unknown)
    for_, against = int(np.count_nonzero(known >= 9)), int(np.count_nonzero(known <= 6))
    low = high = None
    if n >= intervals.FEWEST_FOR_RATIO:
        size, up, down = n + 3, (for_ + 0.75) / (n + 3), (against + 0.75) / (n + 3)
        spread = Z * math.sqrt((up + down - (up - down) ** 2) / size)
        low, high = max(-100.0, 100 * (up - down - spread)), min(100.0, 100 * (up - down + spread))
    return Measure(100 * (for_ - against) / n, n, low, high, unknown=unknown)


def recommending(evaluator: Evaluator) -> Measure:
    """The share of yes among the answers of yes or no."""
    reason, answers, is_yes_no = _recommendations(evaluator)
    if reason is not None:
        return absent(reason)
    known = answers[~np.isnan(answers)]
    if not is_yes_no and len(known):
        return absent(msg("the answers are marks from 0 to 10: see the net promoter score"), len(known))
    found = share(int(np.count_nonzero(known == 1)), len(known), _NO_ANSWER)
    return Measure(found.value, found.n, found.low, found.high, found.absent, unknown=len(answers) - len(known))


def complaints(evaluator: Evaluator) -> Measure:
    """How many requests of the slice are complaints, by the words of their kind; all of them where no kind says so."""
    reason = evaluator.unmeasured(REQUESTS)
    if reason is not None:
        return absent(reason)
    places = evaluator.matching("service", BY_REQUEST, ())
    frame = evaluator.dataset["service"]
    every = msg("every request: no kind tells complaints")
    if not frame.has("kind"):
        return Measure(float(len(places)), len(places), variant=every)
    telling = [_is_complaint(folded(label)) for label in frame.labels("kind")]
    if not any(telling):
        return Measure(float(len(places)), len(places), variant=every)
    codes = frame.codes("kind")[places]
    count = int(np.count_nonzero(np.array([*telling, False])[codes]))
    variant = msg("requests whose kind says so")
    return Measure(float(count), len(places), variant=variant, unknown=int(np.count_nonzero(codes < 0)))


def _is_complaint(kind: str) -> bool:
    return any(f" {word}" in f" {kind}" for word in _COMPLAINTS)


def complaint_rate(evaluator: Evaluator) -> Measure:
    """Complaints for each hundred orders of the slice, the count being random (exact Poisson), the orders known."""
    found, reason = complaints(evaluator), evaluator.unmeasured(ORDERS)
    if found.value is None or reason is not None:
        return found if found.value is None else absent(reason or REQUESTS.label)
    orders = int(evaluator.aggregate(ORDERS)[0])
    if not orders:
        return absent(ORDERS.none or msg("no order in this period"), 0)
    low, high = intervals.poisson(int(found.value))
    scale = 100 / orders
    return Measure(found.value * scale, orders, low * scale, high * scale, None, found.variant, found.unknown)
