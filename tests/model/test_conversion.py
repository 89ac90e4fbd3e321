"""Conversion that is fair to young leads: by hand, against itself, and in two thousand made files."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.conversion import Conversion, chance_of_open, conversion, expected, share_with_bounds
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.incidence import incidence
from leaddesk.model.intervals import wilson
from leaddesk.model.outcomes import WON, Fate, Outcomes, at
from tests.builders import a_slice, dataset, state
from tests.model.plain import followed

if TYPE_CHECKING:
    import random

AS_OF = dt.date(2025, 6, 30)
Lead = tuple[int, str, int | None]
"""The age in days, the status, and after how many days it was decided."""


def day(number: int) -> str:
    return (AS_OF - dt.timedelta(days=number)).isoformat()


def table(leads: list[Lead]) -> dict[str, list[str | None]]:
    return {
        "created": [day(age) for age, _, _ in leads],
        "status": [status for _, status, _ in leads],
        "won": [day(age - took) if status == "won" and took is not None else None for age, status, took in leads],
        "lost": [day(age - took) if status == "lost" and took is not None else None for age, status, took in leads],
    }


def converted(leads: list[Lead], *dates: str, ages: tuple[int, ...] = (30, 60, 90)) -> Conversion:
    return conversion(Evaluator(a_slice(state(as_of=AS_OF, leads=table(leads)), *dates)), ages)


OLD: list[Lead] = [(100, "won", 10), (100, "won", 40), (100, "lost", 20), (100, "lost", 50), (100, "new", None)]
YOUNG: list[Lead] = [(20, "won", 10), (20, "new", None), (20, "new", None), (20, "new", None), (20, "lost", 5)]


def test_by_hand() -> None:
    """Ten leads, five of them 20 days old.

    Day 5: 1/10 lost. Day 10: 2 of the 9 left won, 0.9 · 2/9 = 0.2; open 0.7. Day 20: 1 of 7 lost, open 0.6; then the
    three young ones leave, three of the old are followed on. Day 40: one of the three won, 0.6/3 = 0.2.
    """
    found = converted(OLD + YOUNG, ages=(10, 30, 60, 120))
    assert [one.share.value for one in found.by_day[:3]] == pytest.approx([0.2, 0.2, 0.4])
    assert (found.naive.value, found.naive.n) == (0.3, 10)
    numbers = found.numbers
    assert numbers is not None
    assert (numbers.leads, numbers.won, numbers.lost, numbers.open) == (10, 3, 3, 4)
    # By day 60 the fate of the three young open ones is not known: n is 7.
    assert [one.share.n for one in found.by_day] == [10, 10 - 3, 7, 10]
    too_young = found.by_day[3].share
    assert (too_young.value, too_young.absent is not None) == (None, True)
    assert found.final is not None
    assert found.final.value == pytest.approx(0.4)
    assert found.final_day == 100
    assert found.curves is not None
    assert found.curves.won[[9, 10, 39, 40, 100]] == pytest.approx([0, 0.2, 0.2, 0.4, 0.4])
    assert found.curves.lost[[5, 20, 50]] == pytest.approx([0.1, 0.2, 0.4])


def test_a_young_month_learns_from_the_others() -> None:
    """Of what is open after day 20, a third is won later (0.2 of 0.6): 1 won and three times 1/3 to come, of five."""
    found = converted(OLD + YOUNG, "2025-06")
    assert found.naive.value == pytest.approx(0.2)
    assert found.final is not None
    assert found.final.value == pytest.approx(0.4)
    assert found.final.low is not None
    assert found.final.high is not None
    assert 0.2 <= found.final.low < 0.4 < found.final.high <= 0.8  # one is won, at most four can be
    assert [one.share.value for one in found.by_day] == [None, None, None]


def test_nothing_is_to_come_after_what_was_ever_seen() -> None:
    """The young leads are older than any other: what they do from then on nobody knows, and 0 is said."""
    found = converted([(20, "lost", 5)] * 20 + [(90, "new", None)] * 2, "2025-04")
    assert found.final is not None
    assert (found.final.value, found.final_day) == (0, 20)


def test_old_leads_alone_give_the_plain_rate_with_wilsons_interval() -> None:
    leads: list[Lead] = [*[(200, "won", 10)] * 3, *[(200, "lost", 20)] * 9]
    found = converted(leads, ages=(90,))
    assert found.final is not None
    for share in (found.naive, found.by_day[0].share):
        assert (share.value, share.n) == (0.25, 12)
        assert (share.low, share.high) == pytest.approx(wilson(3, 12))
    # Nothing is open any more: the final rate is known, not estimated.
    assert (found.final.value, found.final.low, found.final.high) == (0.25, 0.25, 0.25)


def test_nobody_won_yet_still_has_an_interval() -> None:
    leads: list[Lead] = [(30, "new", None)] * 12
    share = converted(leads, ages=(30,)).by_day[0].share
    assert (share.value, share.n, share.low) == (0, 12, 0)
    assert share.high == pytest.approx((wilson(0, 12) or (0, 0))[1])


def test_decisions_of_unknown_day_are_shared_out_not_dropped() -> None:
    leads: list[Lead] = [*OLD, (100, "won", None), (100, "invalid", None)]
    found = converted(leads, ages=(90,))
    assert found.numbers is not None
    assert (found.numbers.unknown_day, found.numbers.won, found.numbers.lost) == (2, 3, 3)
    assert found.by_day[0].share.value == pytest.approx(3 / 7)
    assert found.naive.value == pytest.approx(3 / 7)


def test_leads_without_a_day_and_of_the_future_are_counted_and_left_out() -> None:
    leads = table(OLD)
    leads["created"] += [None, "2025-07-01"]
    for name in ("status", "won", "lost"):
        leads[name] += [None, None]
    numbers = conversion(Evaluator(a_slice(state(as_of=AS_OF, leads=leads)))).numbers
    assert numbers is not None
    assert (numbers.leads, numbers.undated, numbers.ahead) == (5, 1, 1)


def test_a_number_that_repeats_counts_once() -> None:
    leads = table([*OLD, (100, "won", 10)])
    found = conversion(Evaluator(a_slice(state(as_of=AS_OF, leads={"id": ["a", "b", "c", "d", "e", "a"], **leads}))))
    assert found.numbers is not None
    assert found.numbers.leads == 5


@pytest.mark.parametrize(
    ("leads", "reason"),
    [
        ({"created": ["2025-01-01"]}, "not measured yet"),
        ({"status": ["won"]}, "not measured yet"),
        ({"created": ["2026-01-01"], "status": ["won"], "won": [None]}, "no lead"),
        ({"created": ["2025-01-01"], "status": ["won"]}, "no customer with both dates"),
    ],
)
def test_why_there_is_none(leads: dict[str, list[str | None]], reason: str) -> None:
    found = conversion(Evaluator(a_slice(state(as_of=AS_OF, leads=leads))))
    assert found.absent is not None
    assert reason in found.absent.msgid
    assert (found.by_day, found.final) == ((), None)


def test_without_leads() -> None:
    assert conversion(Evaluator(a_slice(dataset()))).absent is not None


MANY = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(["won", "lost", "new", "invalid"]), st.integers(0, 60)).map(
        lambda one: (one[0], one[1], min(one[0], one[2]))
    ),
    min_size=1,
    max_size=30,
)


@given(MANY, st.randoms())
def test_the_order_of_the_rows_says_nothing(leads: list[Lead], dice: random.Random) -> None:
    shuffled = list(leads)
    dice.shuffle(shuffled)
    first, second = (converted(order, ages=(5, 30)) for order in (leads, shuffled))
    assert first.by_day == second.by_day
    assert (first.final is None) == (second.final is None)
    if first.final is not None and second.final is not None:
        assert first.final.value == pytest.approx(second.final.value)
        numbers = first.numbers
        assert numbers is not None
        low, value, high = first.final.low, first.final.value, first.final.high
        assert low is not None
        assert value is not None
        assert high is not None
        assert numbers.won / numbers.leads - 1e-9 <= low <= value + 1e-9
        assert value - 1e-9 <= high <= (numbers.won + numbers.open) / numbers.leads + 1e-9


# -- in two thousand files --------------------------------------------------------------------------------------------

FILES, LEADS, DAYS, WIN = 2000, 200, 240, 0.25


def made(seed: int) -> tuple[Outcomes, np.ndarray, np.ndarray]:
    """Files of 200 leads over 240 days: a quarter is won (after 40 days in the mean), the others lost (after 30).

    The outcomes as of the last day, the file of each lead, and how it will end.
    """
    rng = np.random.default_rng(seed)
    size = FILES * LEADS
    won = rng.random(size) < WIN
    times = np.floor(np.where(won, rng.gamma(2, 20, size), rng.exponential(30, size)))
    ages = rng.integers(0, DAYS, size)
    fate = np.where(times > ages, int(Fate.OPEN), np.where(won, int(Fate.WON), int(Fate.LOST)))
    days = np.minimum(times, ages).astype(np.int32)
    return Outcomes(fate.astype(np.int8), days, ages.astype(np.int32)), np.repeat(np.arange(FILES), LEADS), won


@pytest.mark.parametrize("seed", [20261101, 20261102, 20261103])
def test_young_leads_are_judged_without_bias(seed: int) -> None:
    """The mean error stays below one point where that of the naive rate is beyond five; the bounds hold what comes."""
    found, files, won = made(seed)
    model = followed(found, np.arange(len(files)), files, FILES)

    young = np.flatnonzero(found.age < 60)
    cohort = followed(found, young, files[young], FILES)
    share, low, high = expected(cohort.won, cohort.leads, cohort.waiting, model)
    naive = cohort.won / cohort.leads
    comes = np.bincount(files[young], won[young], FILES) / cohort.leads
    assert abs(share.mean() - WIN) < 0.01
    assert naive.mean() - WIN < -0.05
    held = ((low - 1e-9 <= comes) & (comes <= high + 1e-9)).mean()
    assert 0.94 <= held <= 0.97

    recent = np.flatnonzero(found.age < 90)
    cohort = followed(found, recent, files[recent], FILES)
    truth = WIN * (1 - math.exp(-61 / 20) * (1 + 61 / 20))  # the gamma distribution of shape 2, by the end of day 60
    by_60, low, high = (at(line, 60) for line in share_with_bounds(cohort.table))
    assert abs(by_60.mean() - truth) < 0.01
    assert (cohort.won / cohort.leads).mean() - truth < -0.05
    held = ((low <= truth) & (truth <= high)).mean()
    assert 0.93 <= held <= 0.97


def test_undated_sales_do_not_bias_it() -> None:
    """Of three sales or losses in ten nobody wrote the day: dropping them would understate the rate by a quarter."""
    found, files, _ = made(20261104)
    few = np.flatnonzero((files < 200) & (found.age < 120))
    lacks = np.random.default_rng(5).random(len(found.fate)) < 0.3
    decided = (found.fate == Fate.WON) | (found.fate == Fate.LOST)
    fate = np.where(lacks & decided, found.fate + 2, found.fate).astype(np.int8)
    blurred = Outcomes(fate, np.where(lacks, found.age, found.days).astype(np.int32), found.age)
    clear, seen = (followed(one, few, files[few], 200) for one in (found, blurred))
    assert seen.undated.sum() > 0.2 * (seen.won.sum() + seen.lost.sum())
    wanted, shares = (at(incidence(group.table, WON).share, 90).mean() for group in (clear, seen))
    assert abs(shares - wanted) < 0.01


def test_leads_that_are_all_decided_are_told_for_every_day() -> None:
    found = converted([(3, "won", 1), (3, "lost", 2), (3, "lost", 2), (3, "lost", 3)])
    assert [one.share.value for one in found.by_day] == [0.25] * 3


def test_of_no_lead_nothing_is_told() -> None:
    none = np.zeros(0, np.int32)
    assert followed(Outcomes(none.astype(np.int8), none, none), np.arange(0)).oldest == -1


def test_leads_older_than_any_of_the_model_bring_nothing_more() -> None:
    """Of ten leads half were won on day 3: a new one is won with a half, one of day 40 is beyond all of them."""
    fate = np.array([Fate.WON] * 5 + [Fate.LOST] * 5, np.int8)
    days = np.full(10, 3, np.int32)
    model = followed(Outcomes(fate, days, np.full(10, 20, np.int32)), np.arange(10))
    waiting = np.zeros(41, np.int64)
    waiting[[0, 40]] = 1
    mean, luck, _doubt = chance_of_open(waiting, model)
    assert [float(mean), float(luck)] == pytest.approx([0.5, 0.25])
