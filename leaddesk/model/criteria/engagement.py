"""What the lead did, worth less as it gets older. A date that is not there is unknown, not a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.criterion import HALF_LIFE, Criterion, Facet, Rule, at_least, nothing_known
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.text import msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.criterion import Choices, Days
    from leaddesk.model.dataset import Frame

ANSWERS: Final = ("responded", "contacted")
SIGNS: Final = ("created", "responded", "contacted", "qualified", "quoted")
CALLS: Final = (3, 2, 1, 0)
FADES: Final = msgn("worth half after {count} day", "worth half after {count} days", HALF_LIFE)


def _happened(frame: Frame) -> Choices:
    """Rule 0 throughout: the date alone says whether it did."""
    return np.zeros(len(frame), np.int8)


def _latest(frame: Frame, names: tuple[str, ...], today: int) -> Days:
    latest = np.full(len(frame), MISSING_DAY, np.int32)
    for name in names:
        if frame.has(name):
            days = frame.days(name)
            np.maximum(latest, days, out=latest, where=days <= today)
    return latest


def _answered_on(frame: Frame, today: int) -> Days:
    return _latest(frame, ANSWERS, today)


def _quoted_on(frame: Frame, today: int) -> Days:
    return _latest(frame, ("quoted",), today)


def _last_sign(frame: Frame, today: int) -> Days:
    return _latest(frame, SIGNS, today)


def _calls(frame: Frame) -> Choices:
    return at_least(frame.numbers("calls"), CALLS) if frame.has("calls") else nothing_known(frame)


CRITERIA: Final = (
    Criterion(
        "answered",
        msg("Conversation started"),
        Facet.ENGAGEMENT,
        (Rule(msg("in contact ({fades})", fades=FADES), 25),),
        frozenset(ANSWERS),
        _happened,
        _answered_on,
    ),
    Criterion(
        "quoted",
        msg("Quote asked for"),
        Facet.ENGAGEMENT,
        (Rule(msg("a quote was sent ({fades})", fades=FADES), 30),),
        frozenset({"quoted"}),
        _happened,
        _quoted_on,
    ),
    Criterion(
        "calls",
        msg("Calls made"),
        Facet.ENGAGEMENT,
        (
            Rule(msg("3 calls or more"), 15),
            Rule(msg("2 calls"), 10),
            Rule(msg("1 call"), 5),
            Rule(msg("no call"), 0),
        ),
        frozenset({"calls"}),
        _calls,
    ),
    Criterion(
        "recency",
        msg("Last sign of life"),
        Facet.ENGAGEMENT,
        (Rule(msg("the latest of its dates ({fades})", fades=FADES), 30),),
        frozenset(SIGNS),
        _happened,
        _last_sign,
    ),
)
