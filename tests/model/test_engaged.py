"""The engagement of the leads of a slice is that of each of them, however it is worked out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.engaged import engagement_score
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.period import day_number
from leaddesk.model.scoring import engagement_of
from leaddesk.model.terms import BY_CREATED, LEADS
from tests.builders import a_slice, state

AS_OF = dt.date(2025, 6, 30)
DATES = ("created", "responded", "contacted", "qualified", "quoted")

days = st.none() | st.integers(-40, 400).map(lambda age: (AS_OF - dt.timedelta(age)).isoformat())
leads = st.lists(st.tuples(*[days] * len(DATES), st.sampled_from([None, 0, 1, 3]), st.sampled_from("gf")), min_size=1)


@given(
    leads,
    st.sampled_from([(), ("2025-06",), ("2025-03",), ("2024-06-01", "2025-05-31"), (None, "2025-04-10")]),
    st.booleans(),
)
def test_it_is_the_mean_of_the_scores_on_the_last_day(
    rows: list[tuple[Any, ...]], dates: tuple[Any, ...], is_filtered: bool
) -> None:
    columns = dict(zip((*DATES, "calls", "channel"), map(list, zip(*rows, strict=True)), strict=True))
    of = state(leads=columns, as_of=AS_OF)
    here = Evaluator(a_slice(of, *dates, channel=["g"]) if is_filtered else a_slice(of, *dates))
    found = engagement_score(here)
    end = min(here.slice.period.end or AS_OF, AS_OF)
    scores = engagement_of(of.dataset["leads"], here.matching("leads", BY_CREATED, LEADS.where), day_number(end))
    known = scores[~np.isnan(scores)]
    assert found.value == (pytest.approx(known.mean(), abs=1e-9) if len(known) else None)
    assert (found.n, found.unknown) == (len(known), len(scores) - len(known) if len(known) else found.unknown)


def test_every_age_of_a_sign_fades_alike_from_both_ends() -> None:
    """Each score from one day to ten years of age: worked out from the as-of day and from the day itself."""
    ages = np.arange(1, 3700)
    created = [(AS_OF - dt.timedelta(int(age))).isoformat() for age in ages]
    of = state(leads={"created": created, "quoted": created[::-1], "calls": [1, 2, 3] * 1233}, as_of=AS_OF)
    for end in ("2025-06-29", "2025-05-31", "2024-01-01", "2021-01-30", "2019-03-10"):
        here = Evaluator(a_slice(of, None, end))
        scores = engagement_of(of.dataset["leads"], here.matching("leads", BY_CREATED, LEADS.where),
                               day_number(dt.date.fromisoformat(end)))  # fmt: skip
        assert engagement_score(here).value == pytest.approx(scores.mean(), abs=1e-9)
