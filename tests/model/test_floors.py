"""What nobody filled in is unknown, not 0: a sum that lacks values, and what is made of it, is "at least" so much."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.model.expression import Sum, aggregates
from leaddesk.model.floors import leaning
from leaddesk.model.kpis import BY_ID, KPIS
from leaddesk.model.measure import Edge
from leaddesk.model.method import Method
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.settings import Settings
from leaddesk.model.trend import UNKNOWN, compared
from tests.builders import dataset, state
from tests.model.naive import Naive
from tests.model.worked import ENGLISH, kpi

JANUARY = "2025-01"
_WON: dict[str, list[Any]] = {
    "id": [str(number) for number in range(40)],
    "created": ["2025-01-05"] * 40,
    "status": ["Gagné"] * 40,
    "won": ["2025-01-10"] * 40,
    "amount": [100.0] * 20 + [None] * 20,
    "margin": [50.0] * 20 + [None] * 20,
    "calls": [1] * 39 + [None],
}
_COSTS: dict[str, list[Any]] = {"date": ["2025-01-01"], "amount": [900.0]}


def test_half_of_the_margins_unknown_make_a_return_of_at_least() -> None:
    # 20 margins of 50 are known: (1000 − 900) / 900. Were the others like them it would be 122 %, so none says less.
    data = dataset(leads=_WON, costs=_COSTS)
    found = kpi("roi", data, JANUARY)
    assert found.value == pytest.approx(100 / 900)
    assert (found.n, found.unknown) == (20, 20)
    assert (found.low, found.high, found.edge) == (None, None, Edge.LEAST)
    for name, value in (("margin", 1000), ("deal_revenue", 2000), ("roas", 2000 / 900), ("roi_on_revenue", 1100 / 900)):
        found = kpi(name, data, JANUARY)
        assert found.value == pytest.approx(value), name
        assert (found.n, found.edge) == (20, Edge.LEAST), name
    mean = kpi("average_deal", data, JANUARY)  # of those that are known
    assert (mean.value, mean.n, mean.edge, mean.unknown) == (100, 20, None, 20)


def test_an_expense_without_an_amount_is_told_of_what_rests_on_it() -> None:
    costs = {"date": ["2025-01-01", "2025-01-20"], "until": ["2025-01-31", None], "amount": [900.0, None]}
    data = dataset(leads=_WON | {"margin": [50.0] * 40, "amount": [100.0] * 40}, costs=costs)
    spend = kpi("spend", data, JANUARY)
    assert (spend.value, spend.n, spend.unknown, spend.edge) == (900, 1, 1, Edge.LEAST)
    whole = state(data.frames["leads"], data.frames["costs"], settings=Settings(selling_hours=10, selling_rate=20))
    for name in ("cpl", "cac", "cost_per_valid_lead", "full_cac"):
        found = kpi(name, whole, JANUARY)
        assert (found.edge, found.low, found.unknown) == (Edge.LEAST, None, 1), name
    assert kpi("roi", data, JANUARY).edge is Edge.MOST
    assert kpi("roi", dataset(leads=_WON, costs=costs), JANUARY).edge is Edge.EITHER
    assert kpi("spend", data, "2025-01-01", "2025-01-15").edge is None  # the expense of the 20th is not in it


def test_nothing_is_said_of_what_is_whole() -> None:
    data = dataset(leads=_WON | {"margin": [50.0] * 40, "amount": [100.0] * 40}, costs=_COSTS)
    found = kpi("roi", data, JANUARY)
    assert (found.edge, found.note, found.unknown) == (None, None, 0)
    assert found.low is not None


@pytest.mark.parametrize("name", [one.id for one in KPIS if not isinstance(one.expression, Method)])
def test_unknown_values_count_as_nothing_where_a_figure_is_at_least_so_much(name: str) -> None:
    """By the naive interpreter: 0 in their place changes nothing, 7 does, and in the direction that is told."""
    expression = BY_ID[name].algebra
    sums = [one for one in aggregates(expression) if isinstance(one, Sum) and one.table in ("leads", "costs")]
    for total in sums:
        assert isinstance(total.value, Stored)
        column = total.value.column
        leads: dict[str, list[Any]] = {**_WON, "margin": [50.0] * 40, "amount": [100.0] * 40, "calls": [1] * 40}
        costs: dict[str, list[Any]] = {"date": ["2025-01-01", "2025-01-02"], "amount": [900.0, 80.0]}
        tables = {"leads": leads, "costs": costs}
        given = tables[total.value.table][column]

        def with_last(value: float | None) -> float:
            tables[total.value.table][column] = [*given[:-1], value]  # noqa: B023
            found = Naive(tables).evaluate(expression)  # noqa: B023
            assert found is not None
            return found.value

        without, nothing, more = map(with_last, (None, 0, 7))
        edge = dict(leaning(expression)).get(total)
        assert (edge is None) == (without != pytest.approx(nothing)), total
        if edge is not None:
            assert edge is (Edge.LEAST if more > without else Edge.MOST), total
        with_last(None)
        assert kpi(name, dataset(leads=leads, costs=costs), JANUARY).edge is edge


def test_a_change_of_what_is_not_known_is_no_news() -> None:
    now = kpi("roi", dataset(leads=_WON, costs=_COSTS), JANUARY)
    whole = dataset(leads=_WON | {"margin": [500.0] * 40}, costs=_COSTS)
    before = kpi("roi", whole, JANUARY)
    found = compared(BY_ID["roi"], now, before)
    assert (found.is_visible, found.unsure) == (None, UNKNOWN)


def test_a_note_says_it() -> None:
    found = kpi("roi", dataset(leads=_WON, costs=_COSTS), JANUARY)
    assert found.note is not None
    assert ENGLISH.text(found.note).startswith("at least")
