"""Time in stage, time to convert and stuck leads, by hand."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.evaluate import Evaluator
from leaddesk.model.incidence import time_quantiles
from leaddesk.model.outcomes import WON, Fate, Outcomes
from leaddesk.model.passages import timed_stages
from leaddesk.model.stages import Stage
from leaddesk.model.stay import (
    FEWEST_LEFT,
    Stay,
    Stuck,
    StuckLead,
    stays,
    stuck,
    stuck_leads,
    time_to_convert,
)
from tests.builders import a_slice, dataset, state
from tests.model.plain import followed

AS_OF = dt.date(2025, 6, 30)


def over(leads: dict[str, Any], *dates: str) -> Evaluator:
    return Evaluator(a_slice(state(as_of=AS_OF, leads=leads), *dates))


def by_stage(leads: dict[str, Any]) -> dict[Stage, Stay]:
    return {one.stage: one for one in stays(over(leads))}


LEADS = {
    "created": ["2025-06-01"] * 8,
    "contacted": ["2025-06-03", "2025-06-05", None, None, "2025-06-11", None, None, "2025-07-04"],
    "quoted": ["2025-06-10", None, "2025-06-09", None, None, None, None, None],
    "status": ["quote", "contacted", "won", "new", "lost", "lost", "negotiation", "new"],
    "won": [None, None, "2025-06-20", None, None, None, None, None],
    "lost": [None, None, None, None, "2025-06-10", None, None, None],
}
"""In turn: quoted after 7 days of contact; in contact for 25 days; quoted without a contact and won; new for 29 days;
lost the day before it was contacted; lost on an unknown day; in negotiation without any day; to be called in July."""


def test_by_hand() -> None:
    found = by_stage(LEADS)
    assert list(found) == [Stage.NEW, Stage.CONTACTED, Stage.QUOTE]
    new = found[Stage.NEW]
    # Left after 2, 4, 8 (the quote) and 9 days (the loss); two have been new for 29 days, one of which is to be called
    # in July. Of two nobody knows: lost or in negotiation without a day.
    assert (new.left, new.waiting, new.unknown) == (4, 2, 2)
    assert new.share is not None
    assert new.share[[1, 2, 4, 8, 9, 29]] == pytest.approx([1, 5 / 6, 4 / 6, 3 / 6, 2 / 6, 2 / 6])
    assert [one.day for one in new.quantiles] == [4, 8, None, None]
    assert [one.middle for one in new.quantiles] == [4, 8.5, None, None]  # exactly half are left from day 8 until day 9
    contacted = found[Stage.CONTACTED]
    # One went on to the quote after 7 days, one waits for 25; the lost one was contacted after the loss.
    assert (contacted.left, contacted.waiting, contacted.unknown) == (1, 1, 1)
    assert contacted.share is not None
    assert contacted.share[[6, 7, 25]] == pytest.approx([1, 0.5, 0.5])
    quote = found[Stage.QUOTE]
    assert (quote.left, quote.waiting, quote.unknown) == (1, 1, 0)
    assert quote.share is not None
    assert quote.share[[10, 11]] == pytest.approx([1, 0.5])  # won after 11 days; the other waits for 20


def test_only_stages_with_a_day_are_timed() -> None:
    assert timed_stages(dataset(leads={"created": ["2025-01-01"], "responded": [None]})) == (Stage.NEW, Stage.CONTACTED)
    empty = Evaluator(a_slice(dataset()))
    assert (stays(empty), stuck(empty)) == ((), ())
    assert time_to_convert(empty).absent is not None
    alone = by_stage({"created": ["2025-06-01"] * 2, "status": ["new", "qualified"]})[Stage.NEW]
    assert (alone.left, alone.waiting, alone.unknown, alone.quantiles) == (0, 1, 1, ())
    assert alone.absent is not None


def test_the_first_answer_stands_for_the_contact() -> None:
    leads = {"created": ["2025-06-01"], "contacted": [None], "responded": ["2025-06-04"], "status": ["contacted"]}
    found = by_stage(leads)
    assert (found[Stage.NEW].quantiles[1].day, found[Stage.CONTACTED].waiting) == (3, 1)


def test_a_stage_may_be_left_on_its_day() -> None:
    leads = {"created": ["2025-06-01"], "contacted": ["2025-06-01"], "status": ["contacted"]}
    assert by_stage(leads)[Stage.NEW].quantiles[1].day == 0


def waiting(*ages: int) -> dict[str, Any]:
    """Twenty leads contacted after 1, 2 … 20 days, and some that nobody has contacted for so many days."""
    created = [AS_OF - dt.timedelta(days=100)] * FEWEST_LEFT
    contacted = [created[0] + dt.timedelta(days=took) for took in range(1, FEWEST_LEFT + 1)]
    created += [AS_OF - dt.timedelta(days=age) for age in ages]
    return {
        "created": [day.isoformat() for day in created],
        "contacted": [day.isoformat() for day in contacted] + [None] * len(ages),
        "status": ["lost"] * FEWEST_LEFT + ["new"] * len(ages),
    }


def test_stuck_leads_wait_longer_than_nine_in_ten_do() -> None:
    """Of those that left alone nine in ten did within 18.1 days. With the three that wait 6 of 23 are there after 17
    days, 5 after 18; of the 4 that are followed on day 19 one leaves, of the 2 on day 20 again: 5/23 × 3/4 × 1/2 = 8 %.
    """
    new = stuck(over(waiting(18, 19, 60)))[0]
    assert (new.stage, new.left) == (Stage.NEW, 20)
    assert new.limit == 20
    assert (new.places.tolist(), new.days.tolist()) == ([22], [60])


def test_stuck_is_learnt_from_all_and_told_of_the_period() -> None:
    found = over(waiting(21, 60), "2025-06")
    assert stuck(found)[0].places.tolist() == [20]
    # The table of the same leads tells the same nine in ten.
    assert stays(over(waiting(21, 60)))[0].quantiles[-1].day == stuck(found)[0].limit == 20


def test_where_nine_in_ten_have_not_left_three_in_four_say_who_is_stuck() -> None:
    """Of 25 leads 20 left, a day each: 7 of them are there after 18 days, 6 (24 %) after 19."""
    new = stuck(over(waiting(*[60] * 5)))[0]
    assert (new.left, new.limit, new.share) == (20, 19, 0.75)
    assert stuck_leads((new,)).first(1)[0].share == 0.75


def test_nobody_is_stuck_where_not_even_three_in_four_have_left() -> None:
    new = stuck(over(waiting(*[60] * 10)))[0]
    assert (new.left, new.limit, new.places.tolist()) == (20, None, [])


def test_nobody_is_stuck_where_too_few_have_left() -> None:
    leads = {name: column[1:] for name, column in waiting(60).items()}
    new = stuck(over(leads))[0]
    assert (new.left, new.limit, new.places.tolist()) == (19, None, [])


def test_stuck_leads_of_all_stages_by_how_unusual_their_wait_is() -> None:
    def waits(stage: Stage, limit: float | None, **days: int) -> Stuck:
        places = [int(name[1:]) for name in days]
        return Stuck(stage, 30, limit, np.array(places, np.intp), np.array(list(days.values()), np.int64))

    found = stuck_leads(
        (
            waits(Stage.NEW, 0.5, _4=3),
            waits(Stage.CONTACTED, 10.0, _7=60, _2=20),
            waits(Stage.QUALIFIED, None),
            waits(Stage.QUOTE, 30.0, _5=75),
        )
    )
    assert found.places.tolist() == [4, 7, 2, 5]
    assert found.first(4) == (
        StuckLead(7, Stage.CONTACTED, 60, 10.0, 6.0),
        StuckLead(4, Stage.NEW, 3, 0.5, None),
        StuckLead(5, Stage.QUOTE, 75, 30.0, 2.5),
        StuckLead(2, Stage.CONTACTED, 20, 10.0, 2.0),
    )
    assert found.first(9) == found.first(4)
    assert len(found) == 4
    assert stuck_leads(()).first(1) == ()


def test_of_stuck_leads_that_wait_alike_the_first_ones_are_told() -> None:
    places, days = np.arange(6), np.array([30, 20, 20, 20, 20, 10])
    found = stuck_leads((Stuck(Stage.NEW, 30, 5.0, places, days),))
    assert [lead.place for lead in found.first(3)] == [0, 1, 2]


def test_time_to_convert_by_hand() -> None:
    """Sales after 10 and 40 days, a loss after 5; an open lead of 20 days: half of it is still to be won.

    Day 5: 3/4 open. Day 10: 1/4 won, 1/2 open. Then the open lead leaves; day 40: the other half is won, 3/4 in all. A
    third of the sales comes by day 10, so the median is 40 days, and that of the sales recorded 25.
    """
    leads = {
        "created": ["2025-01-01"] * 3 + ["2025-06-10"],
        "status": ["won", "won", "lost", "new"],
        "won": ["2025-01-11", "2025-02-10", None, None],
        "lost": [None, None, "2025-01-06", None],
    }
    found = time_to_convert(over(leads))
    assert (found.n, found.recorded, found.last) == (2, 25, 40)
    assert found.share is not None
    assert found.share[[9, 10, 40]] == pytest.approx([0, 1 / 3, 1])
    assert [one.day for one in found.quantiles] == [10, 40, 40, 40]
    assert found.quantiles[1].low is None  # two sales say nothing of the spread


@pytest.mark.parametrize(
    "leads",
    [
        {"created": ["2025-01-01"], "status": ["new"], "won": [None]},
        {"created": ["2025-01-01"], "status": ["won"]},
        {"created": [None], "status": ["won"], "won": ["2025-01-01"]},
        {"status": ["won"]},
    ],
)
def test_why_there_is_no_time_to_convert(leads: dict[str, Any]) -> None:
    found = time_to_convert(over(leads))
    assert found.absent is not None
    assert found.quantiles == ()


def test_young_files_do_not_make_sales_look_quick() -> None:
    """Sales take 40 days in the mean (median 28 to 33), half of the leads are younger than 45: the median recorded is
    too short by a quarter and more, the one that allows for open leads is not.
    """
    rng = np.random.default_rng(20261105)
    fair, recorded = [], []
    for _ in range(300):
        won = rng.random(150) < 0.4
        times = np.floor(np.where(won, rng.exponential(40, 150), rng.exponential(20, 150)))
        ages = np.where(rng.random(150) < 0.6, rng.integers(0, 45, 150), rng.integers(45, 300, 150))
        fate = np.where(times > ages, int(Fate.OPEN), np.where(won, int(Fate.WON), int(Fate.LOST))).astype(np.int8)
        days = np.minimum(times, ages).astype(np.int32)
        group = followed(Outcomes(fate, days, ages.astype(np.int32)), np.arange(150))
        fair.append(time_quantiles(group.table, WON, int(group.oldest), [0.5])[0].day)
        recorded.append(float(np.median(days[fate == Fate.WON])))
    truth = math.floor(40 * math.log(2))
    assert abs(float(np.mean([day for day in fair if day is not None])) - truth) < 2
    assert np.mean(recorded) < truth - 6


DAY = st.one_of(st.none(), st.integers(0, 40).map(lambda days: (AS_OF - dt.timedelta(days=days - 5)).isoformat()))


@given(
    st.lists(st.tuples(DAY, DAY, DAY, DAY, st.sampled_from(["new", "contacted", "quote", "won", "lost"])), min_size=1)
)
def test_every_lead_that_came_into_a_stage_is_told(rows: list[tuple[Any, ...]]) -> None:
    names = ("created", "contacted", "quoted", "won", "status")
    leads = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    for one in stays(over(leads)):
        column = {Stage.NEW: "created", Stage.CONTACTED: "contacted", Stage.QUOTE: "quoted"}[one.stage]
        here = [created is None or created <= AS_OF.isoformat() for created in leads["created"]]
        days = [day for day, is_here in zip(leads[column], here, strict=True) if is_here]
        came = sum(1 for day in days if day is not None and day <= AS_OF.isoformat())
        assert one.left + one.waiting + one.unknown == came
        if one.share is not None:
            assert (np.diff(one.share) <= 0).all()


def test_the_median_to_the_sale_is_that_of_the_card_where_all_are_won() -> None:
    won = ["2025-01-05"] * 4 + ["2025-01-10"] * 4
    found = time_to_convert(over({"created": ["2025-01-01"] * 8, "status": ["Gagné"] * 8, "won": won}))
    assert found.recorded == found.quantiles[1].middle == 6.5
