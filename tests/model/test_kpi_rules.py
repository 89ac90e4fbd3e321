"""The rules of figures at their edges: future days, answers before the question, unknown sources, merged leads."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.model import daycounts
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Arithmetic, Sum, aggregates
from leaddesk.model.kpi import Uncertainty
from leaddesk.model.kpis import BY_ID, KPIS
from leaddesk.model.measuring import measures
from leaddesk.model.planned import PLAN
from leaddesk.model.report import Report
from leaddesk.model.slice import dimension
from leaddesk.model.tables import BY_ID as TABLES
from tests.builders import a_slice, dataset, state
from tests.model.worked import ENGLISH, kpi, why

if TYPE_CHECKING:
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure

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


LATER: dict[str, Any] = {
    "leads": {
        "id": ["1", "2", "3", "4", "5", "6"],
        "created": ["2025-01-06 09:00"] * 4 + ["2025-01-07 09:00", "2025-02-03 09:00"],
        "status": ["Gagné", "Gagné", "Gagné", "Perdu", "Perdu", "Gagné"],
        "responded": ["2025-01-06 10:00", "2025-01-06 17:00", None, None, "2025-02-07 10:00", "2025-02-04 10:00"],
        "qualified": ["2025-01-08", "2025-02-08", None, None, None, "2025-02-10"],
        "won": ["2025-01-10", "2025-02-10", None, None, None, "2025-02-12"],
        "lost": [None, None, None, "2025-01-09", "2025-02-09", None],
        "amount": [100.0, 200.0, 300.0, 400.0, 500.0, 600.0],
        "margin": [10.0, 20.0, 30.0, 40.0, 50.0, 60.0],
        "calls": [1.0, 2.0, 3.0, 4.0, 5.0, 60.0],
        "optin_email": [1, 0, 1, 0, 1, 1],
        "optin_sms": [1, 0, 1, 0, 1, 1],
        "name": ["A", "B", "C", "D", "E", "F"],
        "email": ["a@b.fr", "b@b.fr", "c", "d@b.fr", "e@b.fr", "f@b.fr"],
    },
    "orders": {
        "id": ["a", "b", "c", "d", "e"],
        "customer": ["1", "1", "2", "3", "3"],
        "date": ["2024-01-05", "2025-01-20", "2025-01-21", "2025-02-01", "2025-03-01"],
        "amount": [50.0, 60.0, 70.0, 800.0, 900.0],
    },
    "emails": {
        "date": ["2025-01-05", "2025-02-05"], "sent": [100, 900], "delivered": [90, 900], "opened": [30, 900],
        "clicked": [10, 900], "unsubscribed": [1, 900],
    },
    "web": {
        "date": ["2025-01-05", "2025-02-05"], "sessions": [100, 900], "bounces": [40, 900],
        "engaged_sessions": [50, 900], "total_time": [6000.0, 900.0], "conversions": [5, 900],
    },
    "social": {"date": ["2025-01-05", "2025-02-05"], "reach": [100, 900], "interactions": [5, 900]},
    "surveys": {
        "date": ["2025-01-05", "2025-01-06", "2025-02-05"], "satisfaction": [5, 2, 1], "recommendation": [9, 3, 0],
    },
    "service": {
        "opened": ["2025-01-06 09:00", "2025-01-06 09:00", "2025-02-06 09:00"],
        "answered": ["2025-01-06 10:00", "2025-02-06 09:00", "2025-02-06 19:00"],
        "kind": ["Réclamation"] * 3,
    },
}  # fmt: skip
"""Of each table some rows of January, and some that February brings, or that February only answers, wins or loses."""


def _is_later(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("2025-02", "2025-03"))


def _without_what_comes() -> dict[str, Any]:
    """The same as it was written on the last of January."""
    found: dict[str, Any] = {}
    for table, columns in LATER.items():
        day = columns[TABLES[table].dates[0]]
        kept = [place for place, one in enumerate(day) if not _is_later(one)]
        found[table] = {
            name: [None if _is_later(values[place]) else values[place] for place in kept]
            for name, values in columns.items()
        }
    found["leads"]["status"][1], found["leads"]["status"][4] = "Négociation", None
    return found


@pytest.mark.parametrize("days", [(), ("2025-01",), ("2025",), ("2024-12-01", None)])
@pytest.mark.parametrize("one", KPIS, ids=lambda one: one.id)
def test_what_is_dated_after_the_day_of_the_files_has_not_happened(one: Kpi, days: tuple[str, ...]) -> None:
    dates = ("2025-01-01", "2025-12-31") if days == ("2025",) else days
    then, now = state(as_of=AS_OF, **_without_what_comes()), state(as_of=AS_OF, **LATER)
    wanted, found = kpi(one.id, then, *dates), kpi(one.id, now, *dates)
    assert (found.value, found.n, found.low, found.high) == (wanted.value, wanted.n, wanted.low, wanted.high)
    assert (found.absent, found.variant, found.note) == (wanted.absent, wanted.variant, wanted.note)


@pytest.mark.parametrize("one", KPIS, ids=lambda one: one.id)
def test_a_large_table_leaves_out_what_is_to_come_as_a_small_one(one: Kpi, monkeypatch: pytest.MonkeyPatch) -> None:
    def measured() -> list[Measure]:
        over = state(as_of=AS_OF, **LATER)
        return [kpi(one.id, over), kpi(one.id, over, "2025-01-01", "2025-12-31")]

    few = measured()
    monkeypatch.setattr(daycounts, "MANY", 1)
    assert few == measured()


@pytest.mark.parametrize(
    ("name", "table", "places"),
    [
        ("leads", "leads", [5]), ("conversion_rate", "leads", [5]), ("customers", "leads", [1, 5]),
        ("response_time", "leads", [4, 5]), ("time_to_convert", "leads", [1, 5]), ("orders", "orders", [3, 4]),
        ("open_rate", "emails", [1]), ("csat", "surveys", [2]), ("service_response_time", "service", [1, 2]),
    ],
)  # fmt: skip
def test_the_popup_says_what_is_still_to_come(name: str, table: str, places: list[int]) -> None:
    report = Report(a_slice(state(as_of=AS_OF, **LATER)))
    (found,) = report.traced(BY_ID[name])
    told = {ENGLISH.text(one.reason): one.positions.tolist() for one in found.left_out}
    assert found.table == table
    assert told["dated after the day of the files"] == places


def test_a_planned_expense_counts_on_its_own_day() -> None:
    costs = {"date": ["2025-01-10", "2025-02-10"], "amount": [100, 50]}
    assert kpi("spend", state(costs=costs, as_of=AS_OF)).value == 150


def test_a_sale_set_by_hand_holds_though_it_is_later_than_the_files() -> None:
    leads = {"id": ["1"], "created": ["2025-01-06"], "stage": ["won"], "won": ["2025-02-03"], "status": ["Nouveau"]}
    found = state(leads=leads, as_of=AS_OF)
    assert kpi("customers", found).value == kpi("customers", found, "2025-02").value == 1
    assert kpi("conversion_rate", found).value == 1
