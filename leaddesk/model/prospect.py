"""From what it is told how likely a Method reaches a target: days, a formula, or what became of past periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Arithmetic
    from leaddesk.model.period import Period
    from leaddesk.model.rhythm import Series
    from leaddesk.model.rowcolumn import Stored
    from leaddesk.model.settings import Settings
    from leaddesk.model.survival import Floats
    from leaddesk.text import Message


@dataclass(frozen=True, eq=False, slots=True)
class Daily:
    """A figure that days add up to: what each day brought of its ``terms``, the ``own`` ones of a period so far
    (``float64[terms]``, or ``[DRAWS, terms]`` where they are not all known), and what ``value`` a figure has whose
    terms are the columns of an array, NaN for none.
    """

    terms: tuple[Series, ...]
    own: Floats
    value: Callable[[Floats], Floats]


def over(part: Floats, whole: Floats) -> Floats:
    """One over the other, NaN where that is not above zero."""
    found: Floats = part / np.where(whole > 0, whole, np.nan)
    return found


def share_of_days(terms: tuple[Series, ...], own: Floats) -> Daily:
    """A share whose terms are the hits and the cases."""
    return Daily(terms, own, lambda found: np.clip(over(found[:, 0], found[:, 1]), 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class ByDays:
    """``daily`` says it, of the evaluators of a period up to the as-of day and of all days."""

    daily: Callable[[Evaluator, Evaluator], Daily | Message]


@dataclass(frozen=True, slots=True)
class ByFormula:
    """A figure that a ``formula`` of a whole period says too."""

    formula: Callable[[Settings, Period], Arithmetic | Message]


@dataclass(frozen=True, slots=True)
class InHindsight:
    """What became of the figure in past periods. ``before``: it looks at the period before too. ``of_a_year``: it is of
    the twelve months up to the last day, and so goes on from where it is. ``undated``: a column that it counts and that
    has no date: where there is one, nobody knows what the figure was earlier.
    """

    before: bool = False
    of_a_year: bool = False
    undated: Stored | None = None


@dataclass(frozen=True, slots=True)
class Untold:
    """It is not, for that ``reason``."""

    reason: Message


Prospect: TypeAlias = ByDays | ByFormula | InHindsight | Untold
