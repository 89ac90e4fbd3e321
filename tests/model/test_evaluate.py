"""The numpy interpreter against the naive one, and its words for what cannot be had."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings

from leaddesk.model import evaluate, sample
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import (
    Arithmetic,
    Constant,
    Count,
    Expression,
    OnDay,
    Op,
    Operator,
    Where,
    minus,
    ratio,
    share_of,
    tables,
)
from leaddesk.model.kpis import KPIS
from leaddesk.model.measuring import plan
from leaddesk.model.planned import EXPRESSIONS as OF_REPORTS
from leaddesk.model.planned import PLAN
from leaddesk.model.rowcolumn import StageOf, Stored
from leaddesk.model.slice import Dimension, Filters, Slice, dimension
from leaddesk.model.state import State
from leaddesk.model.terms import (
    CUSTOMERS,
    DEAL_REVENUE,
    IS_LOST,
    LEADS,
    MARGIN,
    QUALIFICATION_DECISIONS,
    QUALIFIED_LEADS,
    SPEND,
)
from leaddesk.model.webterms import BOUNCES, ENGAGED, SESSIONS, traffic
from leaddesk.text import language, msg
from tests.builders import TODAY, a_slice, dataset
from tests.model import strategies
from tests.model.naive import Figure, Naive, UnsureError

if TYPE_CHECKING:
    from leaddesk.model.conditions import Conditions
    from leaddesk.model.result import Result

ENGLISH = language("en")


def judged(found: float, wanted: Figure | None) -> bool:
    """Whether two figures are the same but for rounding."""
    if wanted is None or math.isnan(found):
        return wanted is None and math.isnan(found)
    return abs(found - wanted.value) <= 1e-9 * max(wanted.size, abs(wanted.value))


def compared(expression: Expression, naive: Naive, evaluator: Evaluator, by: Dimension | None) -> None:
    """Both interpreters say the same of an expression, over all or for each group."""
    result = evaluator.evaluate(expression, by)
    if result.unmeasured is not None:
        assert np.isnan(result.values).all()
        assert result.reason(0) is result.unmeasured
        return
    groups: list[tuple[str, str | None] | None] = [None] if by is None else [(by.id, key) for key in by.keys]
    assert len(result.values) == len(groups)
    for place, group in enumerate(groups):
        wanted = naive.evaluate(expression, group)
        assert judged(float(result.values[place]), wanted), (group, result.values[place], wanted)
        assert (result.reason(place) is None) == (wanted is not None)


DIMENSIONS = [None, None, "channel", "campaign", "owner"]


def both(dice: strategies.Dice, wheres: dict[str, tuple[Conditions, ...]]) -> tuple[Naive, Evaluator]:
    """The two interpreters of one random slice of random data."""
    data, period, kept = dice.tables(), dice.period(), dice.filters()
    state = State(TODAY, dataset(**cast("dict[str, Any]", data)))
    evaluator = Evaluator(Slice(state, period, filters=Filters(kept)), wheres)
    return Naive(data, state.settings, period, kept), evaluator


def cut(dice: strategies.Dice, evaluator: Evaluator) -> Dimension | None:
    """A dimension to evaluate by, or none."""
    name = dice.choice(DIMENSIONS)
    return None if name is None else dimension(evaluator.dataset, name)


@settings(max_examples=120)
@given(strategies.SEEDS)
def test_random_expressions_are_what_a_loop_over_rows_gives(seed: int) -> None:
    """With or without planned conditions; with medians as small slices take them and as large ones do."""
    dice = strategies.Dice(seed)
    expressions = [dice.expression() for _ in range(4)]
    naive, evaluator = both(dice, plan(tuple(expressions)) if dice.random() < 0.5 else {})
    by, large = cut(dice, evaluator), dice.choice([0, sample.LARGE])
    with patch.object(evaluate, "LARGE", large), patch.object(sample, "BIN_BITS", 1):
        for expression in expressions:
            with suppress(UnsureError):
                compared(expression, naive, evaluator, by)


@settings(max_examples=25)
@given(strategies.SEEDS)
def test_the_expressions_of_the_report_are_what_a_loop_over_rows_gives(seed: int) -> None:
    dice = strategies.Dice(seed)
    naive, evaluator = both(dice, PLAN)
    by = cut(dice, evaluator)
    for expression in dict.fromkeys(OF_REPORTS):
        compared(expression, naive, evaluator, by)


def test_most_random_expressions_have_something_to_count() -> None:
    """The judge judges: of 60 of them at least every fourth has a value that is not 0."""
    told = 0
    for seed in range(60):
        dice = strategies.Dice(seed)
        expression = dice.expression()
        _, evaluator = both(dice, {})
        told += bool((np.nan_to_num(evaluator.evaluate(expression).values) != 0).any())
    assert told >= 15


def test_every_kpi_is_among_them() -> None:
    assert {expression for kpi in KPIS for expression in kpi.expressions} <= set(OF_REPORTS)


# -- words for what cannot be had -------------------------------------------------------------------------------------


def words(result: Result, group: int = 0) -> str:
    reason = result.reason(group)
    assert reason is not None
    return ENGLISH.text(reason)


def test_a_table_or_column_that_is_not_there_is_named() -> None:
    evaluator = Evaluator(a_slice(dataset(leads={"status": ["Gagné"]})))
    assert words(evaluator.evaluate(SPEND)) == "not measured yet: no spreadsheet of “Costs” was opened"
    dated = Evaluator(a_slice(dataset(leads={"status": ["Gagné"]}), "2025-01"))
    assert words(dated.evaluate(LEADS)) == "not measured yet: no column “Created on” in your “Leads”"
    assert (
        words(dated.evaluate(CUSTOMERS)) == "the date of the sale is missing (“Won on”): nobody knows who was won when"
    )
    bare = Evaluator(a_slice(dataset(leads={"id": ["1"]})))
    assert words(bare.evaluate(CUSTOMERS)) == "not measured yet: no column “Status” in your “Leads”"


def test_a_dimension_that_a_table_lacks_is_named() -> None:
    data = dataset(leads={"owner": ["Inès"], "channel": ["a"]}, costs={"amount": [5], "date": ["2025-01-01"]})
    filtered = Evaluator(a_slice(data, owner="Inès"))
    assert words(filtered.evaluate(ratio(SPEND, LEADS))) == "“spend” is not recorded by Owner"
    cut = Evaluator(a_slice(data)).evaluate(ratio(SPEND, LEADS), dimension(data, "channel"))
    assert words(cut, 1) == "“spend” is not recorded by Channel"
    assert len(cut.values) == 2


def test_a_zero_divisor_says_what_there_is_none_of() -> None:
    data = dataset(leads={"status": ["Nouveau"], "won": [None]}, costs={"amount": [5]})
    evaluator = Evaluator(a_slice(data))
    assert words(evaluator.evaluate(ratio(SPEND, CUSTOMERS))) == "no customer won in this period"
    rate = ratio(QUALIFIED_LEADS, QUALIFICATION_DECISIONS)
    assert words(evaluator.evaluate(rate)) == "no lead of this period is decided yet"
    assert words(evaluator.evaluate(ratio(SPEND, Constant(0)))) == "nothing to count in this period"
    nameless = Arithmetic(Constant(0), Operator.PLUS, Constant(0))
    assert words(evaluator.evaluate(ratio(SPEND, nameless))) == "nothing to count in this period"
    left_alone = Arithmetic(CUSTOMERS, Operator.TIMES, Constant(1))
    assert words(evaluator.evaluate(ratio(SPEND, left_alone))) == "no customer won in this period"


def test_a_part_that_is_more_than_its_whole_has_no_share() -> None:
    data = dataset(
        web={"channel": ["a", "a", "b", "c"], "sessions": [100, 100, 50, 0], "bounces": [150, 120, 50, 1],
             "engaged_sessions": [120, 90, 0, 1]},
    )  # fmt: skip
    evaluator, by = Evaluator(a_slice(data)), dimension(data, "channel")
    sessions, bounces, engaged = traffic(SESSIONS, BOUNCES), traffic(BOUNCES, SESSIONS), traffic(ENGAGED, SESSIONS)
    result = evaluator.evaluate(share_of(bounces, sessions), by)
    assert np.isnan(result.values).tolist() == [True, False, True, True]
    assert result.values[1] == 1.0
    assert words(result) == "more “sessions of a single page” than “sessions” in your files"
    assert words(result, 2) == "no session in this period"
    result = evaluator.evaluate(share_of(minus(sessions, engaged), sessions), by)
    assert result.values[1] == 1.0
    assert words(result) == "more “engaged sessions” than “sessions” in your files"
    assert evaluator.evaluate(ratio(bounces, sessions), by).values[0] == 1.35, "a ratio may be more than one"


def test_the_reason_is_that_of_the_group() -> None:
    data = dataset(leads={"channel": ["a", None], "status": ["Gagné", "Nouveau"], "won": ["2025-01-01", None]})
    result = Evaluator(a_slice(data)).evaluate(ratio(LEADS, CUSTOMERS), dimension(data, "channel"))
    assert result.values[0] == 1
    assert result.reason(0) is None
    assert words(result, 1) == "no customer won in this period"


def test_a_sum_over_no_rows_is_0_and_a_quantile_has_no_value() -> None:
    data = dataset(leads={"created": [], "amount": []})
    evaluator = Evaluator(a_slice(data))
    assert evaluator.evaluate(LEADS).values.tolist() == [0]
    assert evaluator.evaluate(minus(LEADS, LEADS)).values.tolist() == [0]


def test_a_sum_of_unknown_values_is_unknown() -> None:
    """Two customers without a margin: no margin of 0, and no return of -100 % on a spend of 5."""
    status, won = ["Gagné", "Gagné", "Gagné"], ["2025-01-01"] * 3
    leads = {"channel": ["a", "a", "b"], "status": status, "won": won, "margin": [None, None, 7]}
    data = dataset(leads=leads, costs={"amount": [5], "date": ["2025-01-01"], "channel": ["a"]})
    evaluator = Evaluator(a_slice(data))
    assert evaluator.evaluate(MARGIN).values.tolist() == [7]
    channels = dimension(data, "channel")
    cut = evaluator.evaluate(MARGIN, channels)
    assert np.isnan(cut.values[0])
    assert cut.values[1] == 7
    assert words(cut) == "“margin” is filled in for no row of this period"
    assert words(evaluator.evaluate(ratio(minus(MARGIN, SPEND), SPEND), channels)) == words(cut)
    assert evaluator.evaluate(replace(MARGIN, where=(*MARGIN.where, IS_LOST)), channels).values.tolist() == [0, 0, 0]


def test_a_negative_divisor_gives_no_value() -> None:
    """More was refunded than spent: a return on that has no meaning, and is not said to be missing."""
    leads = {"status": ["Gagné"], "won": ["2025-01-01"], "amount": [10]}
    data = dataset(leads=leads, costs={"amount": [5, -8], "date": ["2025-01-01"] * 2})
    evaluator = Evaluator(a_slice(data))
    assert words(evaluator.evaluate(ratio(DEAL_REVENUE, SPEND))) == "“spend” is below zero in this period"
    assert words(evaluator.evaluate(ratio(LEADS, Constant(-1)))) == "the divisor is below zero"


def test_conditions_can_be_left_to_a_plan_that_cannot_all_be_measured() -> None:
    """The plan holds conditions on stages; this file has none, and its leads are counted all the same."""
    data = dataset(leads={"id": ["1", "1", None]})
    assert Evaluator(a_slice(data), PLAN).evaluate(LEADS).values.tolist() == [2]


def test_a_condition_on_a_day_leaves_out_what_is_undated() -> None:
    early = Where(Stored("leads", "created"), Op.AT_MOST, 20089)
    count = Count("leads", msg("early"), OnDay(Stored("leads", "created")), (early,))
    data = dataset(leads={"created": ["2025-01-01", None, "2025-01-02"]})
    assert Evaluator(a_slice(data)).evaluate(count).values.tolist() == [1]


def test_the_shares_of_expenses_follow_those_that_are_chosen() -> None:
    """Of three expenses the second and the third are of 10 and more: 28 × 17/28 + 31 × 31/31 in January."""
    costs = {
        "date": ["2025-01-31", "2025-01-15", "2025-01-01"],
        "until": ["2025-02-01", "2025-02-11", "2025-01-31"],
        "amount": [2, 28, 31],
    }
    large = replace(SPEND, where=(Where(SPEND.value, Op.AT_LEAST, 10),))
    evaluator = Evaluator(a_slice(dataset(costs=costs), "2025-01"))
    assert evaluator.evaluate(large).values[0] == pytest.approx(17 + 31)
    assert evaluator.evaluate(SPEND).values[0] == pytest.approx(1 + 17 + 31)


def test_tables_of_an_expression_in_order() -> None:
    assert tables(ratio(SPEND, LEADS)) == ("costs", "leads")


@pytest.mark.parametrize("stage", [-1, 0, 5, 6, 7])
def test_minus_one_is_a_stage_code_like_the_others(stage: int) -> None:
    data = dataset(leads={"status": [None, "Nouveau", "Gagné", "Perdu", "Spam"]})
    count = Count("leads", msg("so"), OnDay(Stored("leads", "created")), (Where(StageOf(), Op.EQUAL, stage),))
    assert Evaluator(a_slice(data)).evaluate(count).values.tolist() == [1]
