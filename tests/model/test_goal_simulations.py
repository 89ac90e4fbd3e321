"""What objectives, alerts and the forecast promise, held against made files; in full in tests/simulation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

import leaddesk.model.alerts
from tests.simulation import (
    alerts,
    conversions,
    costs,
    forecast,
    medians,
    methods,
    objectives,
    qualified,
    ratios,
    revenue,
    standings,
)
from tests.simulation.objectives import Calibration

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@pytest.mark.parametrize("seed", objectives.SEEDS)
def test_the_chances_of_objectives_are_calibrated(seed: int) -> None:
    """One joint test over the tenths of the chance told: chi-squared within two standard errors of its mean."""
    found = objectives.calibration(800, seed)
    assert found.freedom == 10
    assert found.count.sum() > 780
    assert found.statistic <= found.freedom + 2 * math.sqrt(2 * found.freedom)


def pooled(calibration: Callable[[int], Calibration], seeds: Sequence[int]) -> Calibration:
    """The first files of all seeds, in one test."""
    each = [calibration(seed) for seed in seeds]
    return Calibration(*(sum(getattr(one, name) for one in each) for name in ("count", "met", "due", "variance")))


def test_the_chances_of_what_customers_bring_who_come_and_go_are_calibrated() -> None:
    """The same of orders, which hang on how many customers there are."""
    found = pooled(lambda seed: objectives.calibration(100, seed, ("orders",)), objectives.SEEDS)
    assert found.freedom == 10
    assert found.statistic <= found.freedom + 2 * math.sqrt(2 * found.freedom)


@pytest.mark.parametrize("seed", costs.SEEDS)
def test_the_chances_of_costs_are_calibrated(seed: int) -> None:
    """The same of what is spent, and of what each lead costs."""
    found = costs.calibration(300, seed)
    assert found.freedom >= 8
    assert found.count.sum() > 290
    assert found.statistic <= found.freedom + 2 * math.sqrt(2 * found.freedom)


@pytest.mark.parametrize(
    ("of", "files"),
    [(medians, 100), (ratios, 100), (conversions, 200), (qualified, 80), (standings, 30)],
    ids=["medians", "ratios", "conversions", "qualified", "standings"],
)
def test_the_other_chances_are_calibrated(of: Any, files: int) -> None:
    """The same of hours and days (medians, and the slowest tenth), of averages and returns, of conversion rates, of
    what a qualified lead costs, and of four kinds as cards show them: the first files of all three seeds, in one test.
    """
    found = pooled(lambda seed: of.calibration(files, seed), of.SEEDS)
    assert found.freedom >= 8
    assert found.count.sum() > 2.9 * files
    assert found.statistic <= found.freedom + 2 * math.sqrt(2 * found.freedom)


def test_the_chances_of_figures_worked_out_are_calibrated() -> None:
    """The same of answers in time, scores and contacts, of customers who come back, and of the others in hindsight: the
    first files of all three seeds; in full every figure that a Method works out.
    """
    each = [methods.calibration(28, seed, methods.QUICK) for seed in methods.SEEDS]
    found = Calibration(*(sum(getattr(one, name) for one in each) for name in ("count", "met", "due", "variance")))
    assert found.freedom >= 4
    assert found.count.sum() > 65
    assert found.statistic <= found.freedom + 2 * math.sqrt(2 * found.freedom)


def test_pure_noise_seldom_raises_an_alert(monkeypatch: pytest.MonkeyPatch) -> None:
    """In 5 % of the months at most, over all KPIs together, give or take two Monte-Carlo standard errors; and in 20 or
    50 % of them were alerts told that chance raises so often: few files say more of these.
    """
    monkeypatch.setattr(leaddesk.model.alerts, "LEVEL", 1.0)
    found = [chance for seed in alerts.SEEDS for chance in alerts.chances(14, seed)]
    assert len(found) == 42
    for level in (0.05, 0.2, 0.5):
        told = sum(chance <= level for chance in found)
        assert told / 42 <= level + 2 * math.sqrt(level * (1 - level) / 42), level


def test_half_the_leads_of_a_month_are_mostly_told() -> None:
    """Sixty a month, thirty in the one that is judged; in half of the files whole weeks are good or bad."""
    found = [alerts.raised(7, seed, monthly=60, fall=0.5, only_leads=True) for seed in alerts.SEEDS]
    assert sum(judged for judged, _, _ in found) == 21
    told = sum(which["leads"] for _, _, which in found)
    assert told / 21 >= 0.86 - 2 * math.sqrt(0.86 * 0.14 / 21)


@pytest.mark.parametrize("seed", forecast.SEEDS)
def test_the_forecast_holds_what_comes(seed: int) -> None:
    """With 95 % or more, give or take two Monte-Carlo standard errors, and off by less than 5 % in the mean."""
    shares, errors, told = forecast.held(150, seed)
    assert told > 140
    for days in forecast.HORIZONS:
        assert shares[days] >= 0.95 - 2 * math.sqrt(0.95 * 0.05 / told)
        assert abs(errors[days]) < 0.05


@pytest.mark.parametrize("seed", revenue.SEEDS)
def test_the_forecast_holds_what_customers_pay(seed: int) -> None:
    """Of the next months, and what the leads open now bring, with amounts that differ a lot."""
    found = revenue.held(300, seed)
    assert set(found) == set(revenue.KINDS)
    for one in found.values():
        assert one.told > 280
        assert one.held >= 0.95 - 2 * math.sqrt(0.95 * 0.05 / one.told)
        assert abs(one.error) < 0.05
