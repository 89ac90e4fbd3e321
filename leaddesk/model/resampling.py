"""What a formula over what days bring will come out at (average deal, return on spend): past weeks or months, drawn
again with all of its terms together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import costchance
from leaddesk.model.costchance import Expenses, expenses
from leaddesk.model.evaluate import OPERATIONS
from leaddesk.model.expression import Arithmetic, Constant, OnDay, Operator, OverDays, Quantile, Sum, aggregates
from leaddesk.model.measure import Measure
from leaddesk.model.period import day_number
from leaddesk.model.prospect import over
from leaddesk.model.rhythm import FEWEST_ROWS, FEWEST_WEEKS, WEEKS, Series, series
from leaddesk.model.rowcolumn import Depth
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Aggregate, Expression
    from leaddesk.model.method import Method
    from leaddesk.model.prospect import Daily
    from leaddesk.model.survival import Floats

    Term = Series | tuple[Expenses, ...]
    Formula = Callable[[Floats], Floats]

TOO_FEW: Final = msg("too early to say: fewer than eight weeks of history, or eight rows of one of its terms")
BY_WEEKS: Final = msg("Chances by drawing your past weeks again, all that the figure is made of together")
BY_MONTHS: Final = msg("Chances by drawing your past months again, all that the figure is made of together")
DRAWS: Final = 4000
_LONGEST: Final = 3660
SEED: Final = 20261303
_ENDS: Final = (0.025, 0.975)


@dataclass(frozen=True, eq=False, slots=True)
class Ahead:
    """What blocks of the past brought, each ``float64[blocks, terms]``: ``whole`` ones, of which so many ``times`` are
    to come, and ``parts``, of each of which one comes.
    """

    whole: Floats
    times: int
    parts: tuple[Floats, ...]

    @property
    def mean(self) -> Floats:
        """What is to come of each term in the mean."""
        mean: Floats = self.whole.mean(axis=0) * self.times
        for part in self.parts:
            mean = mean + part.mean(axis=0)
        return mean


@dataclass(frozen=True, eq=False, slots=True)
class Drawn:
    """``expected``: what a formula comes to, with its 95 % bounds; ``values``: what each draw gives, NaN for none."""

    expected: Measure
    values: Floats
    blocks: int

    def at_least(self, target: float) -> float:
        """How likely it is the target or more; a draw without a value is not."""
        return self._share(self.values >= target)

    def at_most(self, target: float) -> float:
        """How likely it is the target or less; a draw without a value is not."""
        return self._share(self.values <= target)

    def _share(self, met: np.ndarray) -> float:
        """Never 0 and never 1; that past blocks were all alike makes the next one not sure to be (Laplace's rule)."""
        known = self.values[np.isfinite(self.values)]
        is_alike = len(known) > 0 and np.ptp(known) <= 1e-9 * np.abs(known).max()
        size = self.blocks if is_alike else len(met)
        share = float(met.mean())
        return (share * size + 1) / (size + 2) if is_alike else (share * size + 0.5) / (size + 1)


def is_drawn(expression: Expression | Method) -> bool:
    """Whether a figure is a formula over counts and sums none of which ripens (a lead may be qualified later)."""
    if not isinstance(expression, Arithmetic):
        return False
    for term in aggregates(expression):
        if isinstance(term, Quantile) or any(isinstance(where.column, Depth) for where in term.where):
            return False
    return True


def drawn_of(
    expression: Arithmetic, here: Evaluator, whole: Evaluator, days: tuple[int, int, int], n: int | None
) -> Drawn | Message:
    """What a formula will come out at, or why it is not told. *here*: the evaluator of the period up to the as-of day.
    *days*: the first of the period, the first that is still to come, and the last; *n*: the cases so far.
    """
    start, low, high = days
    as_of = day_number(whole.slice.state.as_of)
    wanted = tuple(aggregates(expression))
    own, terms = np.zeros(len(wanted)), []
    for place, term in enumerate(wanted):
        reason = whole.unmeasured(term)
        if reason is not None:
            return reason
        found = _term(term, whole)
        if not found:
            return TOO_FEW if isinstance(term.by, OnDay) else costchance.TOO_FEW
        terms.append(found)
        if low > start:
            own[place] = here.aggregate(term)[0]
        if np.isnan(own[place]):
            if isinstance(term, Sum) and here.aggregate(term.rows)[0]:  # written down without their amounts
                return here.evaluate(term).reason(0) or TOO_FEW
            own[place] = 0.0  # the period runs, and nothing is written down yet
        if not isinstance(found, Series):
            own[place] += sum(one.between(low, high) for one in found if one.until > as_of)
    found_ahead = ahead(terms, (as_of, low, high))
    if isinstance(found_ahead, Message):
        return found_ahead
    return resampled(formula_of(expression), own, found_ahead, n)


def drawn_of_days(daily: Daily, days: tuple[int, int, int], n: int | None) -> Drawn | Message:
    """What a figure that days add up to will come out at, or why it is not told. *days*: see :func:`ahead`."""
    found = ahead(daily.terms, days) if daily.terms else TOO_FEW
    return found if isinstance(found, Message) else resampled(daily.value, daily.own, found, n)


def _term(term: Aggregate, whole: Evaluator) -> Term | None:
    if isinstance(term, Sum) and isinstance(term.by, OverDays):
        return expenses(term, whole)
    return None if isinstance(term, Quantile) or isinstance(term.by, OverDays) else series(term, whole)


def ahead(terms: Sequence[Term], days: tuple[int, int, int]) -> Ahead | Message:
    """What is not known yet, as weeks of the last year had it; as past months had it where expenses are among the
    terms, for these come by the month. *days*: the as-of day, the first that is to come, and the last.
    """
    as_of, low, high = days
    counted = [term for term in terms if isinstance(term, Series)]
    if high - as_of > _LONGEST or any(term.rows.sum() < FEWEST_ROWS for term in counted):
        return TOO_FEW
    first = [term.first for term in counted]
    if len(counted) == len(terms):
        return _weeks(counted, max(first), days)
    first += [min(one.first for one in term) for term in terms if not isinstance(term, Series)]
    months, windows = costchance.past_months(max(first), as_of), costchance.by_month(low, high)
    if len(months) < costchance.FEWEST:
        return costchance.TOO_FEW
    each = np.stack(
        [
            costchance.brought_ahead(term, months, windows)
            if isinstance(term, Series)
            else costchance.spent_ahead(term, months, windows)
            for term in terms
        ],
        axis=-1,
    )
    return Ahead(each[:, 0], 0, tuple(each[:, column] for column in range(len(windows))))


def _weeks(terms: Sequence[Series], first: int, days: tuple[int, int, int]) -> Ahead | Message:
    """Weeks that begin on the weekday of the first day to come."""
    as_of, low, high = days
    last = as_of - (as_of + 1 - low) % 7
    weeks = min(WEEKS, (last - first + 1) // 7)
    if weeks < FEWEST_WEEKS:
        return TOO_FEW
    begin = last - 7 * weeks + 1
    daily = np.stack(
        [term.amounts[begin - term.first : last - term.first + 1].reshape(weeks, 7) for term in terms], axis=-1
    )
    times, rest = divmod(max(0, high - low + 1), 7)
    parts = (daily[:, :rest].sum(axis=1),) if rest else ()
    return Ahead(daily.sum(axis=1), times, parts)


def resampled(formula: Formula, own: Floats, coming: Ahead, n: int | None = None) -> Drawn:
    """What a formula comes to when what is to come is drawn from the past and added to its *own* terms so far
    (``float64[terms]``, or ``[DRAWS, terms]`` where they are drawn too).

    How likely each block is drawn is itself drawn (Bayesian bootstrap, Rubin 1981), and what comes is spread from its
    mean as Student's t is from a normal distribution: few blocks say little of how much they differ.
    """
    middle = np.atleast_2d(own).mean(axis=0) + coming.mean
    comes = drawn(coming, np.random.default_rng(SEED), _in_rows(formula, middle, coming))
    return told(float(formula(middle[np.newaxis])[0]), formula(own + comes), len(coming.whole), n)


def formula_of(expression: Arithmetic) -> Formula:
    """What an expression says of arrays whose columns are its aggregates."""
    wanted = tuple(aggregates(expression))
    return lambda terms: evaluated(expression, dict(zip(wanted, terms.T, strict=True)))


def told(value: float, values: Floats, blocks: int, n: int | None) -> Drawn:
    """A figure of that value in the mean, and what each draw gives, learnt from so many blocks."""
    known = values[np.isfinite(values)]
    if not len(known) or not np.isfinite(value):
        return Drawn(Measure(None, n), values, blocks)
    low, high = (float(bound) for bound in np.quantile(known, _ENDS))
    return Drawn(Measure(value, n, min(low, value), max(high, value)), values, blocks)


def drawn(coming: Ahead, rng: np.random.Generator, in_rows: float = 1.0) -> Floats:
    """What is to come of each term, ``float64[draws, terms]``. *in_rows*: how many times the variance of chance."""
    blocks, mean = len(coming.whole), coming.mean
    likely = rng.dirichlet(np.ones(blocks), DRAWS)
    comes: Floats = rng.multinomial(coming.times, likely) @ coming.whole
    upto = np.cumsum(likely, axis=1)
    for part in coming.parts:
        place = (rng.random((DRAWS, 1)) > upto).sum(axis=1)
        comes = comes + part[np.minimum(place, blocks - 1)]
    wider = np.sqrt(in_rows * blocks / rng.chisquare(blocks - 1, DRAWS))[:, np.newaxis]
    is_less = (comes < mean) & ~_may_fall(coming)
    return np.where(is_less, _nearer(comes, mean, wider), mean + wider * (comes - mean))


def _in_rows(formula: Formula, total: Floats, coming: Ahead) -> float:
    """How many times the variance of chance what comes has because good and bad blocks come in rows, by how alike two
    that follow one another are in the past; 1 where they are not.
    """
    each = coming.whole if coming.times else np.sum(coming.parts, axis=0)
    found = formula(total + each - each.mean(axis=0))
    off = found - found.mean()
    square = float((off**2).sum())
    if not np.isfinite(square) or square <= 0:
        return 1.0
    return 1 + 2 * max(0.0, float((off[1:] * off[:-1]).sum()) / square)


def _nearer(comes: Floats, mean: Floats, wider: Floats) -> Floats:
    """What is less than the mean, spread further from it but not below nothing; all terms in the same proportion."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = mean * np.maximum(comes / mean, 0.0) ** wider
    return found


def _may_fall(coming: Ahead) -> np.ndarray:
    """Which terms may be below zero (refunds)."""
    found: np.ndarray = np.any([(part < 0).any(axis=0) for part in (coming.whole, *coming.parts)], axis=0)
    return found


def evaluated(expression: Expression, terms: Mapping[Aggregate, Floats]) -> Floats:
    """A formula over many values of its terms at once; NaN where a divisor is not above zero."""
    if isinstance(expression, Constant):
        return np.full(len(next(iter(terms.values()))), float(expression.value))
    if not isinstance(expression, Arithmetic):
        return terms[expression]
    left, right = (evaluated(side, terms) for side in (expression.left, expression.right))
    if expression.operator is Operator.DIVIDED:
        return over(left, right)
    found: Floats = OPERATIONS[expression.operator](left, right)
    return found
