"""How often intervals hold the truth: 2,000 made files a case for each of three seeds fixed beforehand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from leaddesk.model import intervals
from tests.simulation.intervals import Coverage, cells, engagements, medians, proportions, ratios

if TYPE_CHECKING:
    import pytest


def test_proportions_hold_the_truth_in_93_to_97_of_a_hundred_files() -> None:
    found = list(proportions())
    assert [one for one in found if not one.holds] == []
    assert (found[0].n, found[-1].n) == (5, 200)


def test_medians_hold_the_truth_in_95_of_a_hundred_files() -> None:
    assert [one for one in medians() if not one.holds] == []


def test_ratios_of_sums_hold_the_truth_in_90_of_a_hundred_files_from_50_customers() -> None:
    assert [one for one in ratios() if not one.holds] == []


def test_interactions_over_reach_hold_the_truth_in_90_of_a_hundred_files_from_50_posts() -> None:
    assert [one for one in engagements() if not one.holds] == []


def test_intervals_that_are_too_narrow_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With 1.3 standard errors instead of 1.96 (80 %) none of the promises is kept."""
    monkeypatch.setattr(intervals, "Z", 1.3)
    monkeypatch.setattr(intervals, "wilson", partial(intervals.wilson, z=1.3))
    assert not any(one.holds for one in (*proportions(files=300), *ratios(files=300)))
    monkeypatch.setattr(intervals, "median_ranks", lambda n: (n // 2 - 1, n - n // 2))
    assert not any(one.holds for one in medians(files=300))


def test_a_promise_is_kept_within_two_standard_errors() -> None:
    assert Coverage("a median", 9, 0.9446, 6000, 0.95).holds
    assert not Coverage("a median", 9, 0.9442, 6000, 0.95).holds
    assert not Coverage("a proportion", 9, 0.9760, 6000, 0.93, 0.97).holds
    assert cells(Coverage("a median", 9, 0.9442, 6000, 0.95))[-2:] == ("≥ 95%", "NO")
