"""How often adverts and posts were shown: as exports of advertising and networks count it, or contact by contact.

No channel is counted twice: where the costs tell the impressions of a channel in the period, its posts and its contacts
are left aside, and where posts tell it, its contacts. Costs without a channel may be of any, so no contact counts then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Count, OnDay, Sum, no_value
from leaddesk.model.lacking import lacking_column
from leaddesk.model.period import Period
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import is_measured
from leaddesk.model.stages import folded
from leaddesk.model.terms import BY_EXPENSE
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame

    Places = npt.NDArray[np.intp]

KINDS: Final = frozenset({
    "impression", "impressions", "ad impression", "ad impressions", "ad view", "ad views", "affichage", "affichages",
    "vue", "vues", "vu", "view", "views", "viewed", "seen", "vue de l annonce", "vues de l annonce",
    "impression publicitaire", "impressions publicitaires",
})  # fmt: skip
"""The kinds of contact that say an advertisement was shown, as :func:`~leaddesk.model.stages.folded` has them."""

OF_ADVERTS: Final = Stored("costs", "impressions")
ADVERTS: Final = Sum(OF_ADVERTS, msg("impressions of adverts"), BY_EXPENSE)
POSTS: Final = Sum(Stored("social", "impressions"), msg("impressions of posts"), OnDay(Stored("social", "date")))
TOUCHES: Final = Count("touchpoints", msg("impressions"), OnDay(Stored("touchpoints", "time")))
_KIND: Final = Stored("touchpoints", "kind")
_CHANNEL: Final = {"costs": "channel", "social": "network", "touchpoints": "channel"}
_NONE_SHOWN: Final = msg("none of your touchpoints is called an impression")
_OF_NONE: Final = msg("no impression of what is filtered is recorded")


@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """The rows of one table that count (ascending positions) and how often they say that something was shown; ``aside``
    those of a channel that another table tells.
    """

    base: Sum | Count
    places: Places
    total: float
    aside: Places


@dataclass(frozen=True, eq=False, slots=True)
class Impressions:
    """What each table tells (``parts``), or why nothing is told (``absent``)."""

    parts: tuple[Shown, ...]
    absent: Message | None = None

    @property
    def count(self) -> int:
        """All of them."""
        return round(sum(part.total for part in self.parts))


def impressions(evaluator: Evaluator) -> Impressions:
    """What was shown in the slice, made once. Absent where nothing says so, or where costs or contacts do and are not
    recorded by a dimension that is filtered: the rest would be a part of it.
    """
    return evaluator.once("impressions", lambda: _impressions(evaluator))


def _impressions(evaluator: Evaluator) -> Impressions:
    parts: list[Shown] = []
    reasons: list[tuple[bool, bool, Message]] = []
    taken: set[str] = set()
    for base in (TOUCHES, ADVERTS, POSTS):
        reason = _unmeasured(base, evaluator)
        if reason is not None and base is not POSTS and _is_held(base, evaluator):
            return Impressions((), reason)
    for base in (ADVERTS, POSTS, TOUCHES):
        reason = _unmeasured(base, evaluator) or _nothing(base, evaluator)
        if reason is None:
            part, told = _part(base, evaluator, taken)
            taken |= told
            parts.append(part)
        else:
            reasons.append((not _is_held(base, evaluator), base.table not in evaluator.dataset, reason))
    if not parts:
        return Impressions((), min(reversed(reasons), key=lambda one: one[:2])[2])
    found = Impressions(tuple(part for part in parts if len(part.places) or len(part.aside)))
    if not found.count and evaluator.slice.filters.kept and not _ever(evaluator):
        return Impressions((), _OF_NONE)
    return found


def _unmeasured(base: Sum | Count, evaluator: Evaluator) -> Message | None:
    reason = evaluator.unmeasured(base)
    if reason is None and base is TOUCHES and not is_measured(_KIND, evaluator.dataset):
        reason = lacking_column(_KIND, evaluator.dataset)
    return reason


def _is_held(base: Sum | Count, evaluator: Evaluator) -> bool:
    """Whether the table says of any row at all that something was shown."""
    column = _KIND if isinstance(base, Count) else base.value
    return is_measured(column, evaluator.dataset) and len(_showing(base, evaluator)) > 0


def _showing(base: Sum | Count, evaluator: Evaluator) -> Places:
    """The positions of the rows that say so, whatever the slice."""
    frame = evaluator.dataset[base.table]
    name = "kind" if isinstance(base, Count) else "impressions"

    def made() -> Places:
        if isinstance(base, Sum):
            return np.flatnonzero(~np.isnan(frame.numbers(name)))
        is_one = np.array([folded(kind) in KINDS for kind in frame.labels(name)] + [False])
        return np.flatnonzero(is_one[frame.codes(name)])

    return frame.prepare(("impressions", base.table), frozenset({name}), made)


def _nothing(base: Sum | Count, evaluator: Evaluator) -> Message | None:
    """Why a table that can be counted says nothing of the slice; None where it does, 0 being said as well."""
    if not _is_held(base, evaluator):
        return _NONE_SHOWN if isinstance(base, Count) else no_value(base)
    return evaluator.evaluate(base).reason(0)


def _part(base: Sum | Count, evaluator: Evaluator, taken: set[str]) -> tuple[Shown, set[str]]:
    """What a table tells beside the channels that are *taken*, and the channels that it tells."""
    frame, places = evaluator.dataset[base.table], _showing(base, evaluator)
    rows = evaluator.slice.rows(base.table, base.by)
    at = np.searchsorted(rows, places)
    inside = at < len(rows)
    inside[inside] = rows[at[inside]] == places[inside]
    places, at = places[inside], at[inside]
    amount = np.ones(len(places)) if isinstance(base, Count) else frame.numbers("impressions")[places]
    share = evaluator.slice.share(base.table, base.by)
    amount = amount if share is None else amount * share[at]
    names, codes = _channels(frame, _CHANNEL[base.table], places)
    is_taken = np.array([name in taken or ("" in taken and base is TOUCHES) for name in names])[codes]
    told = {names[code] for code in np.unique(codes[amount > 0]).tolist()}
    return Shown(base, places[~is_taken], float(amount[~is_taken].sum()), places[is_taken]), told


def _channels(frame: Frame, column: str, places: Places) -> tuple[list[str], Places]:
    """The channels of a table, folded, that of rows without one last; and for each of these rows which it is."""
    if not frame.has(column):
        return [""], np.full(len(places), 0)
    return [*map(folded, frame.labels(column)), ""], frame.codes(column)[places].astype(np.intp)


def _ever(evaluator: Evaluator) -> bool:
    """Whether anything was shown of what is filtered, whatever the period."""
    whole = Evaluator(evaluator.slice.within(Period()), evaluator.plan)
    return evaluator.slice.period.is_set and impressions(whole).count > 0
