"""The score: each rule by hand, the sum that is exact, what is unknown, and how fast it is."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.model.criteria import CRITERIA
from leaddesk.model.criterion import HALF_LIFE, Criterion, Facet, faded
from leaddesk.model.dataset import Dataset, Frame
from leaddesk.model.period import day_number
from leaddesk.model.schema import Known
from leaddesk.model.scoring import GRADES, LARGEST, explanation, scores
from leaddesk.model.state import State
from leaddesk.model.tables import BY_ID as TABLES
from leaddesk.text import language
from tests.builders import frame, state

BY_ID = {criterion.id: criterion for criterion in CRITERIA}
TODAY = dt.date(2025, 6, 30)
ENGLISH, FRENCH = language("en"), language("fr")


def points(name: str, **columns: Any) -> list[float | None]:
    """What a criterion gives each row; None where it does not know."""
    found = BY_ID[name].evaluate(frame("leads", **columns), TODAY)
    return [float(value) if known else None for value, known in zip(found.points, found.known, strict=True)]


# -- each criterion by hand --------------------------------------------------------------------------------------------


def test_deliveries_a_week() -> None:
    volumes = [60, 20, 19.5, 10, 5, 2, 1, 0, -3, None]
    assert points("weekly_volume", weekly_volume=volumes) == [35, 35, 28, 28, 20, 10, 3, 3, None, None]


def test_a_recurring_need() -> None:
    assert points("recurring", recurring=[1, 0, None]) == [20, 0, None]


def test_business_or_individual() -> None:
    words = ["Entreprise", "Business (B2B)", "PME", "Particulier", "Individual", "Étudiant", "Senior", "Martien", None]
    assert points("segment", segment=words) == [15, 15, 15, 5, 5, 5, 5, None, None]


def test_the_vehicle_needed() -> None:
    words = [
        "Vélo cargo",
        "Scooter",
        "Fourgon 12 m³",
        "Fourgonnette",
        "Small van",
        "Camion 20 m³",
        "Poids lourd",
        "Fusée",
        None,
    ]
    assert points("vehicle", vehicle=words) == [10, 10, 8, 8, 8, 2, 2, None, None]


def test_urgency() -> None:
    words = [
        "Express 1 h",
        "1-hour express",
        "Urgent",
        "Pas urgent",
        "Dans la journée",
        "Same day",
        "Planifiée",
        "J+1",
        "zzz",
        None,
    ]
    assert points("urgency", urgency=words) == [20, 20, 20, 8, 14, 14, 8, 8, None, None]


def test_signs_of_life_fade_by_half_in_a_month() -> None:
    days = ["2025-06-30", "2025-05-31", "2025-05-01", "2025-07-01", None]  # today, 30 and 60 days ago, tomorrow, never
    assert HALF_LIFE == 30
    assert points("quoted", quoted=days) == [30, 15, 7.5, None, None]
    assert points("answered", responded=days) == [25, 12.5, 6.25, None, None]
    assert points("recency", created=days) == [30, 15, 7.5, None, None]


def test_the_latest_sign_that_is_not_to_come_counts() -> None:
    dates = {"responded": ["2025-05-01", None, "2025-07-04"], "contacted": ["2025-05-31", None, "2025-05-31"]}
    assert points("answered", **dates) == [12.5, None, 12.5]
    assert points("recency", created=["2025-05-01", "2025-05-31", None], **dates) == [15, 15, 15]


def test_what_is_very_old_is_worth_next_to_nothing() -> None:
    old = np.array([day_number(dt.date(1926, 5, 1)), day_number(dt.date(2005, 5, 1))], np.int32)
    assert faded(old, day_number(TODAY)).max() < 1e-9


def test_calls() -> None:
    assert points("calls", calls=[7, 3, 2, 1, 0, None]) == [15, 15, 10, 5, 0, None]


@pytest.mark.parametrize("name", ["budget", "authority", "need", "timeline"])
def test_bant(name: str) -> None:
    assert points(name, **{name: [1, 0, None]}) == [25, 0, None]


@pytest.mark.parametrize("criterion", CRITERIA, ids=[criterion.id for criterion in CRITERIA])
def test_a_criterion_whose_columns_are_not_there_knows_nothing(criterion: Criterion) -> None:
    found = criterion.evaluate(frame("leads", name=["Inès", "Zoé"]), TODAY)
    assert not found.known.any()
    assert found.points.tolist() == [0, 0]


# -- the declarations --------------------------------------------------------------------------------------------------


def test_ids_are_unique_and_points_make_sense() -> None:
    assert len(BY_ID) == len(CRITERIA)
    for criterion in CRITERIA:
        assert all(0 <= rule.points <= criterion.points for rule in criterion.rules)
        assert criterion.points > 0
    for facet in Facet:
        assert sum(criterion.points for criterion in CRITERIA if criterion.facet is facet) == 100


def test_every_text_is_there_in_both_languages() -> None:
    for criterion in CRITERIA:
        for text in (criterion.label, criterion.facet.label, *(rule.label for rule in criterion.rules)):
            assert ENGLISH.text(text)
            assert FRENCH.text(text)


def test_no_criterion_reads_the_outcome() -> None:
    """Fit reads what is known when the lead comes in; nothing reads how it ended or what it was worth."""
    columns = TABLES["leads"].by_id
    ends = {
        "status",
        "stage",
        "won",
        "lost",
        "closed",
        "lost_reason",
        "invalid_reason",
        "amount",
        "monthly_revenue",
        "margin",
    }
    for criterion in CRITERIA:
        assert criterion.columns <= set(columns)
        assert not criterion.columns & ends
        if criterion.facet is Facet.FIT:
            assert all(columns[name].known is Known.AT_CREATION for name in criterion.columns)


# -- the score ---------------------------------------------------------------------------------------------------------

THREE = state(
    leads={
        "created": ["2025-06-30", "2025-05-31", None],
        "weekly_volume": [12, None, None],
        "recurring": [1, 0, None],
        "segment": ["Entreprise", "Particulier", None],
        "budget": [1, 0, None],
        "need": [None, 1, None],
    },
    today=TODAY,
)


def test_a_score_by_hand() -> None:
    found = scores(THREE)
    # First lead: 28/35 + 20/20 + 15/15, 30/30, 25/25: 118 of 125 = 94.4 %.
    # Second: 0/20 + 5/15, 15/30, 0/25 + 25/25: 45 of 115 = 39.1 %.
    np.testing.assert_array_equal(found.total, [94, 39, np.nan])
    np.testing.assert_array_equal(found.fit, [90, 14, np.nan])  # 63 of 70; 5 of 35
    np.testing.assert_array_equal(found.engagement, [100, 50, np.nan])
    np.testing.assert_array_equal(found.bant, [100, 50, np.nan])
    assert found.known.tolist() == [5, 5, 0]
    np.testing.assert_allclose(found.known_share, [125 / 300, 115 / 300, 0])
    assert LARGEST == 300
    assert [found.letter(place) for place in range(3)] == ["A", "C", None]


def test_a_score_without_knowledge_says_so() -> None:
    found = scores(THREE)
    assert found.absent(0) is None
    reason = found.absent(2)
    assert reason is not None
    assert ENGLISH.text(reason) == "nothing is known of this lead that the score looks at"
    few = scores(state(leads={"recurring": [1], "segment": ["PME"]}))
    reason = few.absent(0)
    assert reason is not None
    assert ENGLISH.text(reason) == "only 2 criteria are known"
    assert (few.total[0], few.letter(0)) == (100, None)


def test_grades() -> None:
    assert [letter for letter, _ in GRADES] == ["A", "B", "C", "D"]
    bounds = [bound for _, bound in GRADES]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] == 0


def test_an_explanation_sums_to_the_score() -> None:
    reasons = explanation(THREE, 1)
    assert [reason.criterion for reason in reasons] == list(CRITERIA)
    assert sum(reason.adds for reason in reasons) == 39
    told = {
        ENGLISH.text(reason.label): (ENGLISH.text(reason.rule), reason.points, reason.max, reason.adds)
        for reason in reasons
        if reason.known
    }
    # 45 points make 39: 5 × 39/45 = 4.33, 15 × 39/45 = 13, 25 × 39/45 = 21.67, and the largest remainder is rounded up.
    assert told == {
        "Recurring need": ("a single delivery", 0, 20, 0),
        "Business or individual": ("an individual", 5, 15, 4),
        "Last sign of life": ("the latest of its dates (worth half after 30 days)", 15, 30, 13),
        "Has a budget": ("no", 0, 25, 0),
        "Has a real need": ("yes", 25, 25, 22),
    }
    unknown = next(reason for reason in reasons if not reason.known)
    assert (ENGLISH.text(unknown.rule), unknown.points, unknown.adds) == ("unknown", 0, 0)
    assert {reason.adds for reason in explanation(THREE, 2)} == {0}


def test_explanations_of_rows_and_tables_that_are_not_there() -> None:
    for position in (3, -1):
        with pytest.raises(IndexError):
            explanation(THREE, position)
    with pytest.raises(KeyError):
        scores(state())


COLUMNS: dict[str, list[Any]] = {
    "created": [None, "2025-06-30", "2025-06-02", "2024-01-01", "2026-01-01"],
    "responded": [None, "2025-06-29", "2025-02-14"],
    "quoted": [None, "2025-06-20"],
    "weekly_volume": [None, 0.0, 3.0, 7.5, 100.0],
    "recurring": [None, 0.0, 1.0],
    "segment": [None, "Entreprise", "Particulier", "?"],
    "vehicle": [None, "Scooter", "Fourgon"],
    "urgency": [None, "Express 1 h", "Planifiée"],
    "calls": [None, 0.0, 1.0, 5.0],
    "budget": [None, 0.0, 1.0],
    "need": [None, 0.0, 1.0],
}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in COLUMNS.items()}), min_size=1, max_size=5
)


@settings(max_examples=40)
@given(ROWS)
def test_every_explanation_sums_exactly_and_every_score_is_a_whole_number(rows: list[dict[str, Any]]) -> None:
    one = state(leads={name: [row[name] for row in rows] for name in COLUMNS}, today=TODAY)
    found = scores(one)
    for place in range(len(rows)):
        reasons = explanation(one, place)
        known = sum(reason.known for reason in reasons)
        assert known == found.known[place]
        earned = sum(reason.points for reason in reasons)
        possible = sum(reason.max for reason in reasons if reason.known)
        assert all(reason.adds >= 0 for reason in reasons)
        if not known:
            assert np.isnan(found.total[place])
            continue
        assert sum(reason.adds for reason in reasons) == found.total[place]
        assert found.total[place] == pytest.approx(100 * earned / possible, abs=0.5 + 1e-9)
        assert 0 <= found.total[place] <= 100
        assert float(found.total[place]).is_integer()


@settings(max_examples=40)
@given(ROWS)
def test_a_yes_never_lowers_a_score_and_a_no_never_raises_it(rows: list[dict[str, Any]]) -> None:
    def total(answer: float | None) -> Any:
        leads = {name: [row[name] for row in rows] for name in COLUMNS} | {"timeline": [answer] * len(rows)}
        return np.nan_to_num(scores(state(leads=leads, today=TODAY)).total, nan=0)

    unknown = total(None)
    assert (total(1.0) >= unknown).all()
    assert (total(0.0) <= unknown).all()


def test_scores_are_kept_until_a_column_they_read_is_edited() -> None:
    leads = frame("leads", recurring=[1, 0], created=["2025-06-01", None], amount=[1, 2])
    one = State(TODAY, Dataset({"leads": leads}))
    kept = scores(one)
    assert scores(one) is kept
    other = leads.replaced("amount", frame("leads", amount=[3, 4]).data["amount"])
    assert scores(one.with_dataset(Dataset({"leads": other}))) is kept
    added = leads.replaced("budget", frame("leads", budget=[1, None]).data["budget"])
    assert scores(one.with_dataset(Dataset({"leads": added}))).bant[0] == 100
    tomorrow = State(TODAY + dt.timedelta(30), one.dataset)
    assert scores(tomorrow).engagement[0] < kept.engagement[0]


def test_large_data_in_little_time() -> None:
    """Four times the rows of the chunk and some more: the seams hold, and 100,000 leads take no noticeable time."""
    rng = np.random.default_rng(8)
    n = 100_000
    volumes = pd.Series(rng.integers(0, 30, n).astype(float))
    flags = {name: pd.Series(rng.choice([0.0, 1.0, np.nan], n)) for name in ("recurring", "budget", "need")}
    small = frame("leads", weekly_volume=[1])
    large = Frame(small.table, pd.DataFrame({"weekly_volume": volumes, **flags}), np.arange(n), small.origin)
    one = State(TODAY, Dataset({"leads": large}))
    began = time.perf_counter()
    found = scores(one)
    assert time.perf_counter() - began < 1
    table = np.select([volumes >= 20, volumes >= 10, volumes >= 5, volumes >= 2], [35, 28, 20, 10], 3).astype(float)
    possible = np.full(n, 35.0)
    for name, most in (("recurring", 20), ("budget", 25), ("need", 25)):
        table += np.where(flags[name] == 1, most, 0)
        possible += np.where(flags[name].isna(), 0, most)
    np.testing.assert_array_equal(found.total, np.floor(100 * table / possible + 0.5))
