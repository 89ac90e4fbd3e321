"""A figure that no Expression says: measured, cut, compared and explained like any other, without a formula."""

from __future__ import annotations

import math
from typing import Any

import pytest

from leaddesk.model.derivation import derivation
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Count, OnDay, aggregates, tables
from leaddesk.model.kpi import Better, Kpi
from leaddesk.model.leftout import counted, traced
from leaddesk.model.measure import Measure, Unit, absent
from leaddesk.model.measuring import measure, measures
from leaddesk.model.method import Method
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.slice import dimension
from leaddesk.model.terms import BY_CREATED, LEADS
from leaddesk.model.trend import trend
from leaddesk.text import language, msg
from tests.builders import a_slice, dataset

DATA = dataset(leads={"created": ["2025-01-01", "2025-01-02", "2025-02-01"], "channel": ["a", "a", None]})


def doubled(evaluator: Evaluator) -> Measure:
    """Twice the leads, from one less than that to one more."""
    reason = evaluator.unmeasured(LEADS)
    if reason is not None:
        return absent(reason)
    n = len(evaluator.matching("leads", BY_CREATED, LEADS.where))
    return Measure(2.0 * n, n, 2.0 * n - 1, 2.0 * n + 1)


def made(**changes: object) -> Kpi:
    method = Method("doubled", ("leads",), msg("twice the leads"), doubled, **changes)  # type: ignore[arg-type]
    return Kpi(method.id, msg("Doubled"), msg("Twice the leads."), Unit.COUNT, Better.UP, method, None)


def over(*days: str, **kept: Any) -> Evaluator:
    return Evaluator(a_slice(DATA, *days, **kept))


def test_a_method_tells_value_sample_size_and_interval() -> None:
    assert measure(made(), over()) == Measure(6.0, 3, 5.0, 7.0)
    assert measure(made(), over("2025-01")) == Measure(4.0, 2, 3.0, 5.0)


def test_a_method_whose_table_was_not_opened_is_not_measured_yet() -> None:
    found = measure(made(), Evaluator(a_slice(dataset())))
    assert found.value is None
    assert found.absent is not None
    assert language("en").text(found.absent) == "not measured yet: no spreadsheet of “Leads” was opened"


def test_a_method_is_not_cut_unless_it_says_so() -> None:
    by = dimension(DATA, "channel")
    (one, none) = measures(made(), over(), by)
    assert one.value is none.value is None
    assert one.absent is not None
    assert language("en").text(one.absent) == "“Doubled” is worked out for all together, not by Channel"
    found = measures(made(is_cut=True), over(), by)
    assert dict(zip(by.keys, (one.value for one in found), strict=True)) == {"a": 4.0, None: 2.0}
    # Filtered to the leads without a channel, "a" holds none of them.
    found = measures(made(is_cut=True), over(channel=None), by)
    assert dict(zip(by.keys, (one.value for one in found), strict=True)) == {"a": 0.0, None: 2.0}


def test_a_method_is_compared_with_the_period_before() -> None:
    present, past = over("2025-02"), over("2025-01")
    found = trend(made(), measure(made(), present), present, past)
    assert (found.previous.value, found.change) == (4.0, -0.5)
    assert found.is_good is False


def test_a_method_has_words_instead_of_a_formula() -> None:
    kpi = made()
    found = derivation(kpi, over())
    assert (found.terms, found.formula) == ((), None)
    assert found.method is not None
    assert language("en").text(found.method) == language("en").text(kpi.formula) == "twice the leads"
    assert traced(kpi, over()) == ()
    assert counted(Count("orders", msg("orders"), OnDay(Stored("orders", "date"))), over()).tolist() == []
    with pytest.raises(TypeError, match="doubled"):
        _ = kpi.algebra


def test_a_method_takes_no_place_in_the_plan() -> None:
    kpi = made()
    assert list(aggregates(kpi.expression)) == []
    assert tables(kpi.expression) == kpi.tables == ("leads",)
    assert kpi.expressions == ()


def test_a_method_that_leaves_the_numbers_is_absent() -> None:
    method = Method("wild", ("leads",), msg("twice the leads"), lambda _: Measure(math.inf, 3))
    kpi = Kpi(method.id, msg("Doubled"), msg("Twice the leads."), Unit.COUNT, Better.UP, method, None)
    found = measure(kpi, over())
    assert found.value is None
    assert found.absent is not None
