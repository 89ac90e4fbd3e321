"""Conversion that is fair to young leads: won by day 30, 60, 90, and in the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import arrivals
from leaddesk.model.following import present, reference
from leaddesk.model.incidence import bounds, incidence, known_by, to_come, to_come_within, wilson_bounds
from leaddesk.model.intervals import wilson
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.outcomes import LOST, WON, Followed, at
from leaddesk.model.rows import is_measured
from leaddesk.model.terms import CONVERTED_LEADS, CREATED, LEADS, TIME_TO_CONVERT
from leaddesk.text import Message, msgn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.survival import Counts, Floats, LifeTable

AGES: Final = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class ByDay:
    """The share won by the close of the day on which a lead is ``days`` old."""

    days: int
    share: Measure


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many leads are followed: ``leads``, of them ``won`` and ``lost`` (invalid ones included), the others open.

    ``unknown_day``: decisions without a possible day, shared out; left out are ``undated`` (without a creation day) and
    ``ahead`` (created after the as-of day).
    """

    leads: int
    won: int
    lost: int
    unknown_day: int
    undated: int = 0
    ahead: int = 0

    @property
    def open(self) -> int:
        """The leads that are not decided."""
        return self.leads - self.won - self.lost


@dataclass(frozen=True, eq=False, slots=True)
class Curves:
    """The shares ``won`` and ``lost`` by each day of age, ``float64[days]``; what they leave of 1 is open.

    ``low``, ``high``: the bounds of the first; ``known``: the leads whose state by that day is known. They end with the
    last day that can be told.
    """

    won: Floats
    low: Floats
    high: Floats
    lost: Floats
    known: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Conversion:
    """How the leads created in a slice convert.

    ``naive``: won so far / leads, the conversion_rate of the KPIs, in which young leads count as not won; ``by_day``:
    fair to them; ``final``: the share expected to be won by day ``final_day``, with what is still to come of the open
    leads. ``absent``: why there is none of it.
    """

    naive: Measure
    numbers: Numbers | None = None
    by_day: tuple[ByDay, ...] = ()
    final: Measure | None = None
    final_day: int = 0
    curves: Curves | None = None
    absent: Message | None = None


def conversion(evaluator: Evaluator, ages: Sequence[int] = AGES) -> Conversion:
    """How the leads created in the slice convert, as of the day on which the files were true.

    Won and lost are ends that rule out one another; open leads are followed up to their age and no further
    (:mod:`~leaddesk.model.outcomes` has the rules). Each number counts once. What is to come of them is learnt from all
    leads that the filters keep, whatever the period: it supposes that the young ones will go the way of the others.
    """
    naive = naive_rate(evaluator)
    reason = unfollowed(evaluator)
    if reason is not None:
        return Conversion(naive, absent=reason)
    leads, here = arrivals.here(evaluator), present(evaluator)
    model = reference(evaluator)
    numbers = Numbers(
        int(here.leads), int(here.won), int(here.lost), int(here.undated.sum()), leads.undated, leads.ahead
    )
    reason = LEADS.none if not here.leads else untold(model)
    if reason is not None:
        return Conversion(naive, numbers, absent=reason)
    lines = (*share_with_bounds(here.table), incidence(here.table, LOST).share, known_by(here.table))
    return Conversion(
        naive,
        numbers,
        tuple(ByDay(days, won_by(here, days)) for days in ages),
        final_rate(here, model),
        min(int(model.oldest), model.table.days - 1),
        Curves(*(line[: int(here.oldest) + 1] for line in lines)),
    )


def unfollowed(evaluator: Evaluator) -> Message | None:
    """Why the leads of a slice cannot be followed from their creation; None when they can."""
    reason = evaluator.unmeasured(CONVERTED_LEADS)
    if reason is None and not is_measured(CREATED, evaluator.dataset):
        reason = lacking_column(CREATED, evaluator.dataset)
    return reason


def untold(model: Followed) -> Message | None:
    """Why nothing can be learnt from these leads: there are sales, and none of them has a day."""
    return TIME_TO_CONVERT.none if model.won and model.undated[WON] == model.won else None


def naive_rate(evaluator: Evaluator) -> Measure:
    """Leads won so far of all leads of the slice (the KPI conversion_rate)."""
    won, leads = (evaluator.evaluate(count) for count in (CONVERTED_LEADS, LEADS))
    reason = won.unmeasured or leads.unmeasured or (None if leads.values[0] else LEADS.none)
    if reason is not None:
        return absent(reason)
    n = int(leads.values[0])
    return Measure(float(won.values[0]) / n, n, *(wilson(won.values[0], n) or (None, None)))


def won_by(group: Followed, days: int) -> Measure:
    """The share of one group won by day *days*; ``n``: the leads whose state by that day is known.

    Absent where too few of them are that old (:data:`~leaddesk.model.outcomes.ENOUGH`).
    """
    if int(group.oldest) < days:
        return absent(too_young(days), int(group.leads))
    share, low, high = (float(at(line, days)) for line in share_with_bounds(group.table))
    return Measure(share, int(at(known_by(group.table), days)), low, high)


def too_young(days: int) -> Message:
    """Why a share by that day is absent."""
    return msgn(
        "too young: most of these leads are less than {count} day old",
        "too young: most of these leads are less than {count} days old",
        days,
    )


def share_with_bounds(table: LifeTable) -> tuple[Floats, Floats, Floats]:
    """The share won by each day and its 95 % bounds, each ``float64[..., days]``."""

    def found(here: LifeTable) -> tuple[Floats, Floats, Floats]:
        curve = incidence(here, WON)
        return (curve.share, *bounds(curve, known_by(here)))

    return table.once("share with bounds", found)


def final_rate(group: Followed, model: Followed) -> Measure:
    """The share of one group that is expected to be won by the last day that *model* can tell; ``n``: its leads."""
    share, low, high = (float(value) for value in expected(group.won, group.leads, group.waiting, model))
    return Measure(share, int(group.leads), low, high)


def expected(won: Counts, leads: Counts, waiting: Counts, model: Followed) -> tuple[Floats, Floats, Floats]:
    """The share won so far plus what is to come of the open leads by their age, with 95 % bounds, each ``[...]``.

    *waiting* ``[..., days]``: the open ones by age. What is to come is :func:`~leaddesk.model.incidence.to_come` of the
    *model*, whose own axes broadcast with those of the groups. The bounds hold what the rate will turn out to be: they
    are Wilson's for the open leads, of a size that allows for their luck and for the doubt in the model (its errors at
    all ages taken to go the same way), and half a lead more either way as leads are whole; never below what is won
    already nor above all open leads won. NaN without leads.
    """
    open_ = waiting.sum(axis=-1).astype(np.float64)
    some = np.maximum(open_, 1.0)
    comes, luck, doubt = chance_of_open(waiting, model)
    mean = comes / some
    variance = luck / some**2 + (doubt / some) ** 2
    told = (mean * (1 - mean) > 0) & (variance > 0)
    followed_ = np.asarray(model.leads, np.float64)
    size = np.where(told, mean * (1 - mean) / np.where(told, variance, 1.0), np.minimum(some, followed_))
    low, high = wilson_bounds(mean, size)
    n = np.where(leads > 0, leads, np.nan)
    least, most = np.maximum(open_ * low - 0.5, 0.0), np.minimum(open_ * high + 0.5, open_)
    share, least, most = ((won + part) / n for part in (open_ * mean, least, most))
    return share, least, most


def chances_by_age(model: Followed, within: int | None = None) -> tuple[Floats, Floats]:
    """How likely an open lead of each age is still won, and the standard error of that, both as long as the leads
    waiting by age.

    *within*: in so many days; else until the last day that the model can tell.
    """

    def found(whole: LifeTable) -> tuple[Floats, Floats]:
        table = whole.to_last_end
        if within is None:
            later = to_come(table, WON, model.oldest)
        else:
            later = to_come_within(table, WON, within, model.oldest)
        days = model.waiting.shape[-1]
        return _fitted(later.share, days), _fitted(np.sqrt(later.variance), days)

    return model.table.once(("chances", within), found)


def chance_of_open(waiting: Counts, model: Followed) -> tuple[Floats, Floats, Floats]:
    """How many open leads, *waiting* by age, are still to be won, ``[...]``: the mean, the variance of their luck, and
    the standard error of the mean (the errors of the *model* at all ages taken to go the same way).
    """
    days = waiting.shape[-1]
    chance, doubt = (_fitted(line, days) for line in chances_by_age(model))
    luck = (waiting * chance * (1 - chance)).sum(axis=-1)
    return (waiting * chance).sum(axis=-1), luck, (waiting * doubt).sum(axis=-1)


def _fitted(line: Floats, days: int) -> Floats:
    """The same for so many days: cut, or with 0 for those beyond."""
    missing = days - line.shape[-1]
    if missing <= 0:
        return line[..., :days]
    return np.concatenate([line, np.zeros((*line.shape[:-1], missing))], axis=-1)
