"""The rows that figures count and leave out: worked out by hand, and against a loop over rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings

from leaddesk.model.columnwords import column_words, failing, lacking_value
from leaddesk.model.expression import Count, Expression, Op, Quantile, Sum, Where, aggregates, ratio
from leaddesk.model.kpi import Better, Kpi
from leaddesk.model.kpis import BY_ID, KPIS, neighbours
from leaddesk.model.leftout import Traced, counted, traced
from leaddesk.model.measure import Unit
from leaddesk.model.method import Method
from leaddesk.model.orderterms import IS_NEWS, IS_ORDER
from leaddesk.model.report import Report
from leaddesk.model.rowcolumn import Children, Depth, Gather, Lookup, StageOf, Stored
from leaddesk.model.stages import Stage
from leaddesk.model.terms import BY_WON, CREATED, CUSTOMERS, DECISION_DAY, LEADS, PRICED_DEALS, RESPONSE_HOURS, SPEND
from leaddesk.text import language, msg
from tests.builders import a_slice, dataset
from tests.model import strategies
from tests.model.test_evaluate import both

if TYPE_CHECKING:
    from tests.model.naive import Naive

ENGLISH = language("en")
DATA = dataset(
    leads={
        "id": ["1", "2", "2", "3", "4", "5", "6", "7"],
        "created": [
            "2025-01-03", "2025-01-05", "2025-01-05", "2025-02-01", "2025-01-20", None, "2025-01-21", "2025-01-30",
        ],
        "channel": ["Google", None, "Google", "Flyers", "Google", "Google", None, "Google"],
        "status": ["Gagné", "Perdu", "Perdu", "Nouveau", "Gagné", "Gagné", "Spam", "Gagné"],
        "won": ["2025-01-13", None, None, None, "2025-01-28", None, None, "2025-02-03"],
        "amount": [1000, None, None, None, None, None, None, 70],
    },
    costs={
        "date": ["2025-01-01", None, "2025-03-01", "2025-01-20"],
        "until": ["2025-01-31", None, None, None],
        "channel": ["Google", "Google", "Flyers", "Flyers"],
        "amount": [100, 30, 40, None],
    },
)  # fmt: skip


def _report(start: str | None = "2025-01", **kept: Any) -> Report:
    return Report(a_slice(DATA, start, **kept))


def _told(found: Traced) -> dict[str, list[int]]:
    return {ENGLISH.text(left.reason): left.positions.tolist() for left in found.left_out}


def test_new_leads_leave_out_other_periods_repetitions_and_leads_without_a_date() -> None:
    (found,) = _report().traced(BY_ID["leads"])
    assert (found.table, found.counted.tolist()) == ("leads", [0, 1, 4, 6, 7])
    assert _told(found) == {
        "outside the period (Created on)": [3],
        "repeated “Lead no.”, counted once": [2],
        "without a date (Created on)": [5],
    }


def test_customers_leave_out_those_not_won_and_not_those_without_any_date() -> None:
    (found,) = _report().traced(BY_ID["customers"])
    assert found.counted.tolist() == [0, 4]
    assert _told(found) == {
        "outside the period (Won on)": [7],
        "repeated “Lead no.”, counted once": [2],
        "not won": [1, 3, 6],
        "without a date (Won on)": [5],
    }


def test_a_sum_leaves_out_what_has_no_value() -> None:
    (found,) = _report().traced(BY_ID["deal_revenue"])
    assert found.counted.tolist() == [0]
    assert _told(found)["without “Deal amount”"] == [4]
    assert _report().figure(BY_ID["deal_revenue"]).measure.unknown == 1


def test_each_table_of_a_formula_is_told() -> None:
    leads, costs = _report().traced(BY_ID["cpl"])[::-1]
    assert (leads.table, costs.table) == ("leads", "costs")
    assert costs.counted.tolist() == [0]
    assert _told(costs) == {
        "outside the period (Date)": [2],
        "without a date (Date)": [1],
        "without “Amount”": [3],
    }


def test_each_filter_is_a_reason_and_the_first() -> None:
    (found,) = _report(channel=["Google"]).traced(BY_ID["leads"])
    assert found.counted.tolist() == [0, 4, 7]
    assert _told(found) == {
        "other values of “Channel”": [1, 3, 6],
        "repeated “Lead no.”, counted once": [2],
        "without a date (Created on)": [5],
    }


def test_without_a_period_the_date_is_no_reason() -> None:
    (found,) = _report(None).traced(BY_ID["valid_leads"])
    assert _told(found) == {"repeated “Lead no.”, counted once": [2], "invalid": [6]}


def test_a_row_that_one_term_counts_and_another_cannot_is_told_apart() -> None:
    revenue = Sum(Stored("leads", "amount"), msg("deal revenue"), CUSTOMERS.by, CUSTOMERS.where)
    (found,) = traced(_kpi(ratio(revenue, CUSTOMERS)), _report().evaluator)
    assert found.counted.tolist() == [0, 4]
    assert [(ENGLISH.text(one.reason), one.positions.tolist()) for one in found.partly] == [
        ("without “Deal amount”", [4])
    ]


def test_what_is_not_measured_has_no_rows() -> None:
    report = Report(a_slice(dataset(leads={"created": ["2025-01-03"]})))
    assert [found.table for found in report.traced(BY_ID["cpl"])] == ["leads"]
    assert report.traced(BY_ID["spend"]) == ()
    assert report.counted(SPEND).tolist() == []
    assert _report().counted(LEADS).tolist() == [0, 1, 4, 6, 7]
    assert _report().counted(SPEND).tolist() == [0]


def test_one_value_of_a_dimension_is_what_the_breakdown_says() -> None:
    report = _report()
    for row in report.channels.rows:
        for kpi, measure in zip(report.channels.kpis, row.measures, strict=True):
            alone = report.of_value("channel", row.key).figure(kpi).measure
            assert (alone.value, alone.n, alone.low) == (measure.value, measure.n, measure.low), (row.key, kpi.id)


def _kpi(expression: Expression) -> Kpi:
    return Kpi("made", msg("made"), msg("made"), Unit.COUNT, Better.UP, expression, expression)


def _naively(naive: Naive, expression: Expression) -> dict[str, set[int]]:
    rows: dict[str, set[int]] = {}
    for term in aggregates(expression):
        chosen = [index for index, _ in naive.chosen(term, None)]
        if not isinstance(term, Count):
            chosen = [index for index in chosen if naive.value(term.value, index) is not None]
        rows.setdefault(term.table, set()).update(chosen)
    return rows


@settings(max_examples=70)
@given(strategies.SEEDS)
def test_every_row_is_counted_or_left_out_for_one_reason(seed: int) -> None:
    dice = strategies.Dice(seed)
    expressions = [dice.expression() for _ in range(3)] + [
        kpi.algebra for kpi in KPIS if not isinstance(kpi.expression, Method)
    ]
    naive, evaluator = both(dice, {})
    for expression in expressions:
        if any(evaluator.unmeasured(term) is not None for term in aggregates(expression)):
            continue
        wanted = _naively(naive, expression)
        found = traced(_kpi(expression), evaluator)
        assert {one.table: set(one.counted.tolist()) for one in found} == wanted
        for one in found:
            parts = [one.counted, *(left.positions for left in one.left_out)]
            size = len(evaluator.dataset[one.table])
            assert np.array_equal(np.sort(np.concatenate(parts)), np.arange(size))
            assert all(len(left.positions) for left in one.left_out)
            assert len({left.reason for left in one.left_out}) == len(one.left_out)
            for left in one.partly:
                assert set(left.positions.tolist()) <= wanted[one.table]


def test_a_term_alone_counts_what_it_is_said_to() -> None:
    report = _report()
    for term in (LEADS, CUSTOMERS, PRICED_DEALS):
        assert len(counted(term, report.evaluator)) == report.evaluator.evaluate(term).values[0]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (Where(StageOf(), Op.EQUAL, Stage.LOST), "not lost"),
        (Where(StageOf(), Op.AT_LEAST, Stage.WON), "still open"),
        (Where(StageOf(), Op.AT_LEAST, Stage.LOST), "neither lost nor invalid"),
        (Where(StageOf(), Op.AT_MOST, Stage.LOST), "invalid"),
        (Where(StageOf(), Op.EQUAL, Stage.QUOTE), "“Status” ≠ Quote sent"),
        (Where(Depth(), Op.AT_LEAST, Stage.QUALIFIED), "did not get to “Qualified”"),
        (Where(Depth(), Op.AT_MOST, Stage.CONTACTED), "got further than “Contacted”"),
        (Where(Stored("orders", "amount"), Op.NOT_EQUAL, 0), "“Amount” = 0, or missing"),
        (IS_NEWS, "said twice, counted once"),
        (IS_ORDER, "money back (“Amount” below zero)"),
        (Where(RESPONSE_HOURS, Op.KNOWN), "no “First response on / Contacted on” after “Created on”"),
        (
            Where(RESPONSE_HOURS, Op.AT_MOST, 4),
            "“Created on → First response on / Contacted on” > 4, or missing",
        ),
    ],
)
def test_a_failed_condition_has_words(where: Where, words: str) -> None:
    assert ENGLISH.text(failing(where)) == words


def test_columns_are_called_as_the_user_knows_them() -> None:
    orders = Children("leads", "orders", "customer", Gather.COUNT)
    assert ENGLISH.text(column_words(DECISION_DAY)) == "Won on / Lost on"
    assert ENGLISH.text(column_words(Lookup("orders", "customer", CREATED))) == "Created on"
    assert ENGLISH.text(column_words(orders)) == "Orders"
    assert ENGLISH.text(lacking_value(Stored("leads", "margin"))) == "without “Margin”"
    median = Quantile(RESPONSE_HOURS, 0.5, msg("hours"), BY_WON)
    assert failing(Where(median.value, Op.KNOWN)) == lacking_value(median.value)


def test_neighbours_are_those_a_figure_is_taken_for() -> None:
    assert {"roi", "roi_on_revenue"} <= {kpi.id for kpi in neighbours(BY_ID["roas"])}
    assert all(kpi not in neighbours(kpi) for kpi in KPIS)
    others = {other.kpi.id: other.measure.value for other in _report().neighbours(BY_ID["leads"])}
    assert others["valid_leads"] == 4
