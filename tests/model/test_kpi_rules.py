"""The rules of figures at their edges: future days, answers before the question, unknown sources, merged leads."""

from __future__ import annotations

import datetime as dt
from typing import Any

from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Arithmetic, Sum, aggregates
from leaddesk.model.kpi import Uncertainty
from leaddesk.model.kpis import BY_ID, KPIS
from leaddesk.model.measuring import measures
from leaddesk.model.report import PLAN
from leaddesk.model.slice import dimension
from tests.builders import a_slice, dataset, state
from tests.model.worked import kpi, why

AS_OF = dt.date(2025, 1, 31)


def test_what_is_still_to_come_makes_nobody_come_back() -> None:
    orders = {"customer": ["a", "a", "b"], "date": ["2025-01-02", "2025-03-01", "2025-01-03"]}
    found = kpi("repeat_rate", state(orders=orders, as_of=AS_OF))
    assert (found.value, found.n) == (0, 2)


def test_an_answer_still_to_come_is_none_yet() -> None:
    leads = {"created": ["2025-01-31 18:00"] * 2, "responded": ["2025-02-03 09:00", "2025-01-31 18:30"]}
    found = kpi("response_time_all", state(leads=leads, as_of=AS_OF))
    assert (found.value, found.n) == (0.5, 2)
    # One that comes after the day of the files does not count.
    ahead: dict[str, Any] = {"created": ["2025-02-03 09:00"], "responded": [None]}
    assert why(kpi("response_time_all", state(leads=ahead, as_of=AS_OF))) == "no lead in this period"


def test_a_part_that_is_more_than_its_whole_gives_no_share_and_says_so() -> None:
    """135 % of sessions bounced, 15 of 10 people took part: a column is not what its name says."""
    web = {"date": ["2025-01-03"], "sessions": [200], "bounces": [270], "conversions": [240], "engaged_sessions": [270]}
    for name, part in (
        ("bounce_rate", "sessions of a single page"),
        ("visitor_conversion", "goals reached"),
        ("bounce_rate_engaged", "engaged sessions"),
    ):
        found = kpi(name, dataset(web=web))
        assert why(found) == f"more “{part}” than “sessions” in your files"
        assert found.n == 200
    operations = {"name": ["A"], "start": ["2025-01-10"], "targeted": [10], "participants": [15]}
    assert why(kpi("participation_rate", dataset(operations=operations))).startswith("more “participants” than")
    mails = {"date": ["2025-01-10"], "delivered": [10], "opened": [15]}
    assert why(kpi("open_rate", dataset(emails=mails))).startswith("more “")


def test_each_share_is_of_a_whole_that_holds_it() -> None:
    """Counts under more conditions are never more; of sums nobody knows, so they are looked at."""
    for one in KPIS:
        if one.uncertainty is Uncertainty.PROPORTION and any(isinstance(a, Sum) for a in aggregates(one.expression)):
            assert isinstance(one.expression, Arithmetic)
            assert one.expression.is_share, one.id


def test_leads_without_a_source_are_a_group_of_their_own() -> None:
    leads = {"id": ["1", "2"], "created": ["2025-01-06 09:00"] * 2, "responded": ["2025-01-06 10:00", None]}
    data = dataset(leads={**leads, "channel": ["Google", None]})
    by = dimension(data, "channel")
    found = measures(BY_ID["response_within_target"], Evaluator(a_slice(data), PLAN), by)
    assert dict(zip(by.keys, (one.value for one in found), strict=True)) == {"Google": 1, None: 0}


def test_a_table_that_is_not_cut_by_channel_says_so() -> None:
    data = dataset(orders={"customer": ["a"], "date": ["2025-01-02"]}, leads={"channel": ["Google"]})
    assert why(kpi("repeat_rate", data, channel="Google")) == "“orders” is not recorded by Channel"
    assert why(kpi("orders", data, channel="Google")) == "“orders” is not recorded by Channel"


def test_money_back_alone_is_no_order_and_may_outweigh_what_was_sold() -> None:
    data = dataset(orders={"customer": ["a"], "date": ["2025-01-02"], "amount": [-5]})
    assert kpi("orders", data).value == 0
    assert kpi("order_revenue", data).value == -5
    assert why(kpi("aov", data)) == "no order of this period has an amount"
