"""Two funnels side by side: differences, their bounds, and what may be said of them."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from leaddesk.model.funnel import Funnel
from leaddesk.model.intervals import wilson
from leaddesk.model.measure import Measure
from leaddesk.model.report import Report
from leaddesk.model.sidebyside import MATTERS, SideBySide, StepDifference, Verdict, side_by_side
from leaddesk.model.stages import Stage
from tests.builders import a_slice, dataset, period


def leads(contacted: int, lost: int, waiting: int = 0) -> dict[str, list[Any]]:
    """So many contacts that are open, leads lost before a contact was needed, and new ones."""
    return {
        "status": ["Contacté"] * contacted + ["Perdu"] * lost + ["Nouveau"] * waiting,
        "pipeline": [None] * contacted + ["Nouveau"] * lost + [None] * waiting,
    }


def funnel(contacted: int, lost: int, waiting: int = 0) -> Funnel:
    return Report(a_slice(dataset(leads=leads(contacted, lost, waiting)))).funnel


STEPS = funnel(1, 1).steps
"""The steps of any funnel, to put other counts in."""


def first(found: SideBySide) -> StepDifference:
    return found.steps[0]


def test_a_difference_by_hand() -> None:
    """80 of 100 went on against 50 of 100; no other step can be compared: one look, at 95 % (Newcombe's method 10)."""
    found = first(side_by_side(funnel(80, 20), funnel(50, 50)))
    assert (found.before, found.stage, found.reached) == (Stage.NEW, Stage.CONTACTED, (80, 50))
    assert (found.one.value, found.other.value) == (0.8, 0.5)
    assert found.difference == pytest.approx(0.3)
    wanted = confint_proportions_2indep(80, 100, 50, 100, method="newcomb")
    assert (found.low, found.high) == pytest.approx(wanted, rel=0, abs=1e-12)
    assert (found.verdict, found.more) == (Verdict.BETTER, None)
    assert first(side_by_side(funnel(50, 50), funnel(80, 20))).verdict is Verdict.WORSE


SIZES = st.integers(1, 100_000)
SHARES = st.floats(0, 1)


@given(SIZES, SHARES, SIZES, SHARES)
def test_the_bounds_of_a_difference_are_those_of_statsmodels(n: int, p: float, m: int, q: float) -> None:
    """Newcombe's, for any counts of one step."""
    a, b = round(n * p), round(m * q)
    found = first(side_by_side(_made([n, a]), _made([m, b])))
    with np.errstate(all="ignore"):
        wanted = confint_proportions_2indep(a, n, b, m, method="newcomb")
    assert (found.low, found.high) == pytest.approx(wanted, rel=0, abs=1e-12)


def test_few_leads_are_too_early_and_many_alike() -> None:
    early = first(side_by_side(funnel(6, 4), funnel(5, 5)))
    assert early.verdict is Verdict.EARLY
    assert early.more is not None
    # With so many more in the same shares there is a verdict; with half as many there is none.
    for part, settled in ((early.more, True), (early.more // 2, False)):
        size = 10 + part // 2
        again = first(side_by_side(funnel(round(0.6 * size), round(0.4 * size)), funnel(size // 2, size // 2)))
        assert (again.verdict is not Verdict.EARLY) is settled
    alike = first(side_by_side(funnel(500, 500), funnel(505, 495)))
    assert alike.verdict is Verdict.ALIKE
    assert alike.low is not None
    assert alike.high is not None
    assert alike.high - alike.low <= 2 * MATTERS


def test_open_leads_are_no_loss_and_too_many_of_them_no_comparison() -> None:
    """40 of each are new and wait: that makes no difference. Of 40 leads 24 that wait are too many."""
    found = first(side_by_side(funnel(80, 20, 40), funnel(50, 50)))
    assert (found.one.value, found.one.n, found.verdict) == (0.8, 100, Verdict.BETTER)
    assert first(side_by_side(funnel(16, 0, 16), funnel(50, 50))).verdict is Verdict.BETTER
    young = first(side_by_side(funnel(16, 0, 24), funnel(50, 50)))
    assert (young.verdict, young.more) == (Verdict.YOUNG, None)


def test_without_leads_there_is_nothing_to_say() -> None:
    found = side_by_side(funnel(3, 1), funnel(0, 0, 5))
    assert (first(found).verdict, first(found).difference) == (None, None)
    assert first(found).other.absent is not None
    assert found.most == 5
    nothing = side_by_side(funnel(3, 1), Report(a_slice(dataset())).funnel)
    assert (nothing.steps, nothing.most) == ((), 4)


def test_more_looks_make_wider_bounds() -> None:
    """Two steps to compare: each at 97.5 %."""
    won = {"status": ["Gagné"] * 40 + ["Perdu"] * 10, "pipeline": [None] * 40 + ["Négociation"] * 10}
    one = Report(a_slice(dataset(leads=won))).funnel
    found = side_by_side(one, one)
    looks = [step for step in found.steps if step.verdict is not None]
    assert len(looks) == 5
    z = float(stats.norm.ppf(1 - 0.025 / 5))
    low, high = wilson(40, 50, z) or (0.0, 0.0)
    assert looks[-1].low == pytest.approx(-math.hypot(0.8 - low, high - 0.8), rel=1e-12)


def test_the_values_and_periods_of_a_report() -> None:
    both = leads(3, 1)
    both |= {"channel": ["a", "b", "b", "a"], "created": ["2025-01-01"] * 3 + ["2025-02-01"]}
    whole = Report(a_slice(dataset(leads=both), "2025-02"))
    assert whole.before() is None
    found = Report(a_slice(dataset(leads=both)))
    assert [found.only("channel", key).funnel.steps[0].reached for key in ("a", "b")] == [2, 2]
    assert whole.only("channel", "a").funnel.steps[0].reached == 1
    compared = Report(whole.slice.__class__(whole.slice.state, period("2025-02"), period("2025-01")))
    before = compared.before()
    assert before is not None
    assert before.funnel.steps[0].reached == 3


def test_chance_alone_seldom_gives_a_verdict() -> None:
    """Two funnels of the same rates, five steps each: hardly one pair in twenty is called better or worse anywhere."""
    random = np.random.default_rng(20250601)
    rounds, wrong = 1000, 0
    for _ in range(rounds):
        steps = [[int(count) for count in _passing(random)] for _ in range(2)]
        found = side_by_side(*(_made(counts) for counts in steps))
        wrong += any(step.verdict in (Verdict.BETTER, Verdict.WORSE) for step in found.steps)
    assert wrong / rounds <= 0.05 + 2 * (0.05 * 0.95 / rounds) ** 0.5


def _passing(random: np.random.Generator) -> list[int]:
    counts = [200]
    for rate in (0.8, 0.6, 0.7, 0.5, 0.6):
        counts.append(int(random.binomial(counts[-1], rate)))
    return counts


def _made(counts: list[int]) -> Funnel:
    shares = [Measure(here / before, before) for before, here in pairwise(counts)]
    return Funnel(
        (
            replace(STEPS[0], reached=counts[0]),
            *(
                replace(step, reached=here, still_open=0, went_on=share)
                for step, here, share in zip(STEPS[1:], counts[1:], shares, strict=False)
            ),
        ),
        0,
        None,
    )
