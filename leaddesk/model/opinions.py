"""What customers say: would they recommend, and do they complain."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import intervals
from leaddesk.model.columnwords import lacking_value
from leaddesk.model.contacts import folded
from leaddesk.model.counted import Counted
from leaddesk.model.expression import Count
from leaddesk.model.intervals import Z
from leaddesk.model.lacking import lacking_column
from leaddesk.model.leftout import among, counted, traced_of
from leaddesk.model.measure import Measure, absent
from leaddesk.model.months import by_days
from leaddesk.model.orderterms import ORDERS
from leaddesk.model.period import day_number
from leaddesk.model.prospect import Daily, over
from leaddesk.model.rhythm import cases_by_day, series
from leaddesk.model.rhythm import counted as counted_by_day
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import values
from leaddesk.model.serviceterms import BY_ANSWER, BY_REQUEST, RECOMMENDS
from leaddesk.model.working import Working
from leaddesk.text import Message, msg, msgc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leaddesk.model.dataset import Frame
    from leaddesk.model.evaluate import Evaluator, Floats
    from leaddesk.model.leftout import Mask, Positions, Traced
    from leaddesk.model.period import Period
    from leaddesk.model.rhythm import Series

RECOMMENDATION: Final = Stored("surveys", "recommendation")
ANSWERS: Final = Count("surveys", msg("answers"), BY_ANSWER, (), msg("no answer in this period"))
REQUESTS: Final = Count("service", msg("requests"), BY_REQUEST, (), msg("no request in this period"))
_YES_OR_NO: Final = msg("the answers say yes or no, not 0 to 10")
_NO_ANSWER: Final = msg("nobody said in this period whether they recommend you")
_COMPLAINTS: Final = (
    "reclam", "plainte", "litige", "insatisf", "mecontent", "retard", "casse", "abim", "endommag", "perdu", "perte",
    "erreur", "avarie", "manquant", "non livr", "complain", "claim", "dispute", "late", "delay", "damag",
    "broken", "lost", "missing", "wrong", "not delivered", "unhappy",
)  # fmt: skip
_COMPLAINT: Final = re.compile(rf"(?<= )(?:{'|'.join(map(re.escape, _COMPLAINTS))})")
_CLAUSE: Final = re.compile(r"[,;:.!?()/]")
_DENIED: Final = re.compile(r" (?:sans|aucune?s?|pas (?:de|du|en)|no|not|without|none)(?: [^ ]+){0,2} $")
"""Words that deny what follows them, with up to two words between: "aucun colis perdu", "no parcel was late"."""


def _marks(evaluator: Evaluator) -> Floats:
    """The marks from 0 to 10 of all answers, NaN for any other."""
    frame = evaluator.dataset["surveys"]
    if not frame.has(RECOMMENDATION.column):
        return np.full(len(frame), np.nan)
    found = frame.numbers(RECOMMENDATION.column)
    return np.where((found >= 0) & (found <= 10), found, np.nan)


def _has_words(evaluator: Evaluator) -> Mask:
    """Which of all answers say yes or no."""
    frame = evaluator.dataset["surveys"]
    if not frame.has(RECOMMENDS.column):
        return np.zeros(len(frame), np.bool_)
    return np.asarray(~np.isnan(frame.numbers(RECOMMENDS.column)), np.bool_)


def promoters(evaluator: Evaluator) -> Measure:
    """The net promoter score: the share of 9 and 10 less that of 0 to 6, times a hundred.

    Its interval is that of a mean of +1, 0 and −1 (normal, with one answer more of each of the outer kinds), none below
    ten answers.
    """
    reason = evaluator.unmeasured(ANSWERS)
    is_asked = any(evaluator.dataset.has("surveys", one.column) for one in (RECOMMENDATION, RECOMMENDS))
    if reason is None and not is_asked:
        reason = lacking_column(RECOMMENDATION, evaluator.dataset)
    if reason is not None:
        return absent(reason)
    places = evaluator.matching("surveys", BY_ANSWER, ())
    marks, is_word = _marks(evaluator)[places], _has_words(evaluator)[places]
    is_mark = ~np.isnan(marks)
    known, unknown = marks[is_mark], int(np.count_nonzero(~is_mark & ~is_word))
    n = len(known)
    if not n:
        return Measure(None, 0, absent=_YES_OR_NO if is_word.any() else _NO_ANSWER, unknown=unknown)
    for_, against = int(np.count_nonzero(known >= 9)), int(np.count_nonzero(known <= 6))
    low = high = None
    if n >= intervals.FEWEST_FOR_RATIO:
        size, up, down = n + 3, (for_ + 0.75) / (n + 3), (against + 0.75) / (n + 3)
        spread = Z * math.sqrt((up + down - (up - down) ** 2) / size)
        low, high = max(-100.0, 100 * (up - down - spread)), min(100.0, 100 * (up - down + spread))
    return Measure(100 * (for_ - against) / n, n, low, high, unknown=unknown)


def complaints(evaluator: Evaluator) -> Measure:
    """How many requests of the slice are complaints, by the words of their kind; all of them where no kind says so."""
    reason = evaluator.unmeasured(REQUESTS)
    if reason is not None:
        return absent(reason)
    places = evaluator.matching("service", BY_REQUEST, ())
    frame = evaluator.dataset["service"]
    complaining = _complaining(frame)
    if complaining is None:
        every = msg("every request: no kind tells complaints")
        return Measure(float(len(places)), len(places), variant=every)
    codes = frame.codes("kind")[places]
    variant = msg("requests whose kind says so")
    count, unknown = (int(np.count_nonzero(some)) for some in (complaining[places], codes < 0))
    return Measure(float(count), len(places), variant=variant, unknown=unknown)


def _complaining(frame: Frame) -> Mask | None:
    """Which requests are complaints; None where no kind says so of any. The kinds are read once."""
    if not frame.has("kind"):
        return None

    def read() -> Mask | None:
        telling = [_is_complaint(folded(label)) for label in frame.labels("kind")]
        return np.array([*telling, False])[frame.codes("kind")] if any(telling) else None

    return frame.prepare("which complain", frozenset({"kind"}), read)


def complaint_days(whole: Evaluator) -> Series | None:
    """How many complaints each day brought; *whole*: over a slice without a period."""
    if whole.unmeasured(REQUESTS) is not None:
        return None
    complaining = _complaining(whole.dataset["service"])
    if complaining is None:
        return series(REQUESTS, whole)
    places = whole.matching("service", BY_REQUEST, ())
    days = values(BY_REQUEST.day, whole.dataset, whole.settings)[places[complaining[places]]]
    return counted_by_day(days, day_number(whole.slice.state.as_of))


def complaint_rate_by_days(here: Evaluator, whole: Evaluator) -> Daily | Message:
    """The terms of :func:`complaint_rate`: complaints and orders."""
    reason = whole.unmeasured(ORDERS)
    if reason is not None:
        return reason
    terms = [one for one in (complaint_days(whole), series(ORDERS, whole)) if one is not None]
    own = np.array([complaints(here).value or 0.0, here.aggregate(ORDERS)[0]])
    return Daily(
        tuple(terms) if len(terms) == len(own) else (), own, lambda found: 100 * over(found[:, 0], found[:, 1])
    )


def promoters_by_days(here: Evaluator, whole: Evaluator) -> Daily | Message:
    """The terms of :func:`promoters`: answers of 9 or 10, answers of 0 to 6, and all marks."""
    reason = whole.unmeasured(ANSWERS)
    if reason is not None:
        return reason
    terms = [_terms(one) for one in (here, whole)]
    places = whole.matching("surveys", BY_ANSWER, ())
    days = values(BY_ANSWER.day, whole.dataset, whole.settings)[places]
    is_mark = terms[1][2] > 0
    by_day = cases_by_day(days[is_mark], [line[is_mark] for line in terms[1]], day_number(whole.slice.state.as_of))

    def score(found: Floats) -> Floats:
        return np.clip(100 * over(found[:, 0] - found[:, 1], found[:, 2]), -100.0, 100.0)

    return Daily(by_day, np.array([line.sum() for line in terms[0]]), score)


def _terms(evaluator: Evaluator) -> tuple[Floats, Floats, Floats]:
    """Which answers of the slice are of 9 or 10, which of 0 to 6, and which are marks."""
    marks = _marks(evaluator)[evaluator.matching("surveys", BY_ANSWER, ())]
    return (marks >= 9).astype(np.float64), (marks <= 6).astype(np.float64), (~np.isnan(marks)).astype(np.float64)


def complaints_by(evaluator: Evaluator, periods: Sequence[Period]) -> list[float | None]:
    """What :func:`complaints` says of each of some periods of the slice."""
    if evaluator.unmeasured(REQUESTS) is not None:
        return [None] * len(periods)
    places = evaluator.matching("service", BY_REQUEST, ())
    complaining = _complaining(evaluator.dataset["service"])
    if complaining is not None:
        places = places[complaining[places]]
    days = np.sort(values(BY_REQUEST.day, evaluator.dataset, evaluator.settings)[places])
    return [float(np.diff(np.searchsorted(days, _ends(one)))[0]) for one in periods]


def complaint_rates_by(evaluator: Evaluator, periods: Sequence[Period]) -> list[float | None]:
    """What :func:`complaint_rate` says of each of some periods of the slice."""
    if evaluator.unmeasured(ORDERS) is not None:
        return [None] * len(periods)
    low, counts, _undated = by_days(ORDERS, evaluator)
    before = np.concatenate([[0], np.cumsum(counts)])
    orders = (int(np.diff(before[np.clip(np.subtract(_ends(one), low), 0, len(counts))])[0]) for one in periods)
    found = zip(complaints_by(evaluator, periods), orders, strict=True)
    return [100 * count / whole if count is not None and whole else None for count, whole in found]


def _ends(period: Period) -> tuple[int, int]:
    """The day number of the first day of a period that has both ends, and that after its last one."""
    if period.start is None or period.end is None:
        raise ValueError("a period without an end is no month")
    return day_number(period.start), day_number(period.end) + 1


def _is_complaint(kind: str) -> bool:
    """Whether a kind, folded, holds a word of a complaint that is not denied just before: "sans retard" is none."""
    return any(_DENIED.search(_CLAUSE.split(f" {kind}"[: found.start()])[-1]) is None for found in _said(kind))


def _said(kind: str) -> Iterator[re.Match[str]]:
    return _COMPLAINT.finditer(f" {kind}")


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


def of_promoters(evaluator: Evaluator) -> Working:
    """The working of :func:`promoters`."""
    known, marks, traced = _answered(evaluator)
    for_ = Counted(msg("answers of 9 or 10"), ANSWERS.table, known[marks >= 9])
    against = Counted(msg("answers of 0 to 6"), ANSWERS.table, known[marks <= 6])
    answers = Counted(ANSWERS.label, ANSWERS.table, known)
    filled = msg("100 × ({left} − {right}) / {whole}", left=len(for_), right=len(against), whole=len(known))
    return Working((for_, against, answers), (traced,), filled if len(known) else None, base=answers.what)


def _answered(evaluator: Evaluator) -> tuple[Positions, Floats, Traced]:
    """The positions of the answers of the slice that are marks, and what each says."""
    places, marks = counted(ANSWERS, evaluator), _marks(evaluator)
    is_mark = ~np.isnan(marks[places])
    known = places[is_mark]
    words = (msgc("left out", "says yes or no, not 0 to 10"), places[~is_mark & _has_words(evaluator)[places]])
    return known, marks[known], among(ANSWERS, known, (words,), lacking_value(RECOMMENDATION), evaluator)


def of_complaints(evaluator: Evaluator) -> Working:
    """The working of :func:`complaints`."""
    found, traced = _complained(evaluator)
    everything = len(counted(REQUESTS, evaluator))
    filled = msg("{part} of {whole} {what}", part=len(found), whole=everything, what=REQUESTS.label)
    return Working((found,), (traced,), filled, False, REQUESTS.label)


def of_complaint_rate(evaluator: Evaluator) -> Working:
    """The working of :func:`complaint_rate`."""
    found, traced = _complained(evaluator)
    orders = Counted(ORDERS.label, ORDERS.table, counted(ORDERS, evaluator))
    filled = msg("100 × {left} / {right}", left=len(found), right=len(orders)) if len(orders) else None
    return Working((found, orders), (traced, *traced_of(ORDERS, evaluator)), filled, base=ORDERS.label)


def _complained(evaluator: Evaluator) -> tuple[Counted, Traced]:
    places, frame = counted(REQUESTS, evaluator), evaluator.dataset["service"]
    complaining = _complaining(frame)
    reasons: tuple[tuple[Message, Positions], ...] = ()
    if complaining is not None:
        reasons = ((lacking_value(Stored("service", "kind")), places[frame.codes("kind")[places] < 0]),)
        places = places[complaining[places]]
    other = msgc("left out", "whose kind is no complaint")
    return Counted(msg("complaints"), REQUESTS.table, places), among(REQUESTS, places, reasons, other, evaluator)
