"""Are the chances of objectives on averages and returns calibrated? Of those that are told 30 %, are 30 % met?

``python -m tests.simulation.ratios FILES SEED…`` counts it in full.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.model.costchance import Expenses
from leaddesk.model.expression import Arithmetic
from leaddesk.model.kpis import BY_ID
from leaddesk.model.resampling import Ahead, ahead, formula_of, resampled
from leaddesk.model.rhythm import Series
from tests.simulation import costs
from tests.simulation.objectives import Calibration, calibrated, print_seeds, together_and_each

if TYPE_CHECKING:
    from leaddesk.model.resampling import Term

SEEDS = (20261331, 20261332, 20261333)
KINDS = ("average_deal", "roas", "calls_per_lead", "open_rate")


def weekly(rng: np.random.Generator, kind: str) -> tuple[list[np.ndarray], np.ndarray, int, int, int]:
    """The two terms and the rows of each day, the first day of the period, the first to come, the one after the last.

    In a third of the companies whole weeks bring many, in a third they bring dear ones.
    """
    history, period = int(rng.integers(70, 420)), int(rng.choice([30, 31, 90]))
    length = history + period
    level = math.exp(rng.uniform(math.log(0.15), math.log(4)))
    weekday = np.array([*rng.uniform(0.7, 1.3, 5), *rng.uniform(0.0, 0.6, 2)])
    waves = [rng.gamma(1 / wave**2, wave**2, length // 7 + 1) if wave else np.ones(length // 7 + 1)
             for wave in rng.choice([0.0, 0.0, 0.3], 2)]  # fmt: skip
    week = np.arange(length) // 7
    rows = rng.poisson(level * weekday[np.arange(length) % 7] / weekday.mean() * waves[0][week])
    day = np.repeat(np.arange(length), rows)
    if kind == "average_deal":
        each = rng.lognormal(6, rng.uniform(0.3, 0.9), len(day)) * waves[1][week[day]]
    elif kind == "open_rate":
        return *_mailings(rng, length), history, history + int(rng.integers(0, period - 6)), length
    else:
        each = rng.poisson(rng.uniform(0.5, 5) * waves[1][week[day]]).astype(np.float64)
    lines = [np.bincount(day, each, length), rows.astype(np.float64)]
    return lines, lines[1], history, history + int(rng.integers(0, period - 6)), length


def _mailings(rng: np.random.Generator, length: int) -> tuple[list[np.ndarray], np.ndarray]:
    """E-mails opened and delivered, and the mailings, of which some are opened more than others."""
    is_sent = rng.random(length) < 1 / rng.uniform(4, 15)
    delivered = is_sent * np.round(rng.lognormal(6, 0.4, length))
    rate = np.clip(rng.uniform(0.1, 0.5) * rng.lognormal(0, rng.uniform(0, 0.3), length), 0, 0.95)
    return [rng.binomial(delivered.astype(np.int64), rate).astype(np.float64), delivered], is_sent.astype(np.float64)


def monthly(rng: np.random.Generator) -> tuple[list[np.ndarray], np.ndarray, int, int, int, int]:
    """What customers bring and what is spent, the customers, the first day of all, and the days of :func:`weekly` from
    there on.
    """
    history, period = int(rng.integers(5, 25)), int(rng.choice([1, 1, 3]))
    made = costs.world(rng, history + period)
    zero = int(made.starts[0])
    start, end = int(made.starts[history]) - zero, int(made.starts[history + period]) - zero
    now = int(rng.integers(start, end - 5)) + 1
    won = rng.binomial(made.leads.astype(np.int64), rng.uniform(0.2, 1))
    ends = np.concatenate([[0], np.cumsum(won)])
    totals = np.concatenate([[0.0], np.cumsum(rng.lognormal(6, rng.uniform(0.3, 0.9), int(won.sum())))])
    brought = totals[ends[1:]] - totals[ends[:-1]]
    return [brought, made.daily + made.monthly], won.astype(np.float64), zero, start, now, end


def told(rng: np.random.Generator, kind: str) -> tuple[float, bool] | None:
    """The chance that one made objective is told to have, and whether it is met; None where none is told."""
    expression = BY_ID[kind].expression
    if not isinstance(expression, Arithmetic):
        raise TypeError("no formula")
    terms: list[Term]
    if kind == "roas":
        lines, rows, zero, start, now, end = monthly(rng)
        terms = [Series(zero, lines[0][:now], rows[:now], False), (Expenses(zero, lines[1][:now], zero + now - 1),)]
    else:
        lines, rows, start, now, end = weekly(rng, kind)
        zero = 0
        terms = [Series(0, line[:now], rows[:now], False) for line in lines]
    coming = ahead(terms, (zero + now - 1, zero + now, zero + end - 1))
    if not isinstance(coming, Ahead):
        return None
    found = resampled(formula_of(expression), np.array([line[start:now].sum() for line in lines]), coming)
    if found.expected.value is None or found.expected.low is None or found.expected.high is None:
        return None
    target = found.expected.value + rng.normal(0, 1) * (found.expected.high - found.expected.low) / 4
    whole = [float(line[start:end].sum()) for line in lines]
    came = whole[0] / whole[1] if whole[1] > 0 else -math.inf
    return found.at_least(target - 1e-9), bool(came >= target - 1e-9)


def calibration(files: int, seed: int, kinds: tuple[str, ...] = KINDS) -> Calibration:
    """The chances of so many made objectives, as many of each kind, held against what came."""
    return calibrated(told, files, seed, kinds)


def main() -> None:
    """Print what the seeds give."""
    print_seeds(SEEDS, calibration, together_and_each(KINDS))


if __name__ == "__main__":
    main()
