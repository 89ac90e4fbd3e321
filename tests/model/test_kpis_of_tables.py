"""A worked example of each KPI that orders, e-mailings, web traffic, answers, requests and operations give."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from leaddesk.model import opinions
from leaddesk.model.contacts import folded
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.fullcost import MONTH as MONTH_DAYS
from leaddesk.model.intervals import poisson, wilson
from leaddesk.model.lifetime import MONTH
from leaddesk.model.scoring import scores
from leaddesk.model.settings import Settings
from tests.builders import a_slice, dataset, state
from tests.model.worked import ENGLISH, kpi, why, worked

JANUARY, FEBRUARY = "2025-01", "2025-02"
PUBLISHED = Path(__file__).resolve().parent.parent / "data" / "retention"


def variant(found: object) -> str:
    words = getattr(found, "variant")  # noqa: B009
    return "" if words is None else ENGLISH.text(words)


# -- orders -----------------------------------------------------------------------------------------------------------

# Order 1 fills two rows, 2 stands there twice, 4 is money back for 3, 6 has no amount.
ORDERS: dict[str, list[Any]] = {
    "id":       ["1", "1", "2", "2", "3", "4", "5", "6"],
    "customer": ["a", "a", "a", "a", "b", "b", "b", "c"],
    "date":     [f"2025-{day}" for day in ("01-02", "01-02", "01-20", "01-20", "01-21", "01-30", "02-03", "02-04")],
    "amount":   [10, 20, 50, 50, 40, -15, 60, None],
    "margin":   [5, 10, 25, 25, 20, -7.5, 30, None],
}  # fmt: skip


@worked("orders", "order_revenue")
def test_orders_and_their_revenue() -> None:
    data = dataset(orders=ORDERS)
    # January: numbers 1, 2, 3; 4 is money back.
    assert kpi("orders", data, JANUARY).value == 3
    # 10 + 20 + 50 + 40 − 15: the second row of number 2 says nothing new.
    assert kpi("order_revenue", data, JANUARY).value == 105
    assert kpi("orders", data).value == 5
    assert kpi("order_revenue", data).unknown == 1
    # Without numbers every row is an order; without amounts none is money back.
    assert kpi("orders", dataset(orders={"date": ["2025-01-01"] * 2})).value == 2
    assert why(kpi("order_revenue", dataset(orders={"date": ["2025-01-01"]}))).endswith("“Amount” in your “Orders”")


@worked("aov")
def test_average_order() -> None:
    # January: (10 + 20 + 50 + 40) / 3 orders, money back left aside.
    found = kpi("aov", dataset(orders=ORDERS), JANUARY)
    assert (found.value, found.n, found.low) == (40, 3, None)
    # Twelve orders, a row each, half of 10 and half of 30: mean 20, spread 10.445, so 20 × e^±(1.96 × 10.445/√12 / 20).
    twelve: dict[str, list[Any]] = {
        "id": [str(n) for n in range(12)],
        "date": ["2025-01-01"] * 12,
        "amount": [10, 30] * 6,
    }
    found = kpi("aov", dataset(orders=twelve))
    assert found.value == 20
    assert found.low == pytest.approx(20 * math.exp(-1.959964 * 10.4447 / math.sqrt(12) / 20), rel=1e-5)
    # Number 0 in two rows, 4 and 6: the same twelve orders.
    more = {name: [*values, values[0]] for name, values in twelve.items()} | {"amount": [4, 30] + [10, 30] * 5 + [6]}
    assert kpi("aov", dataset(orders=more)) == found


def test_the_average_order_of_cdnow_is_the_published_one() -> None:
    rows = [line.split() for line in (PUBLISHED / "CDNOW_sample.txt").read_text(encoding="utf-8").splitlines()]
    orders: dict[str, list[Any]] = {
        "date": [f"{day[:4]}-{day[4:6]}-{day[6:]}" for _, _, day, _, _ in rows],
        "customer": [customer for _, customer, _, _, _ in rows],
        "amount": [float(dollars) for *_, dollars in rows],
    }
    data = state(orders=orders, today=dt.date(1998, 6, 30))
    assert kpi("orders", data).value == 6_919
    assert kpi("order_revenue", data).value == pytest.approx(244_091.94)
    assert kpi("aov", data).value == pytest.approx(35.2785, abs=5e-5)
    # Customers of January 1997 who ordered in February: 124 of 781 (SOURCE.md).
    found = kpi("retention_rate", data, "1997-02")
    assert (found.value, found.n) == (124 / 781, 781)


@worked("repeat_rate")
def test_repeat_rate() -> None:
    # a ordered twice, b once in January: its money back is no order.
    found = kpi("repeat_rate", dataset(orders=ORDERS), JANUARY)
    assert (found.value, found.n, found.low) == (0.5, 2, wilson(1, 2)[0])  # type: ignore[index]
    lines = (PUBLISHED / "example_transactions.csv").read_text(encoding="utf-8").splitlines()[1:]
    orders: dict[str, list[Any]] = {
        "date": [line[:10] for line in lines],
        "customer": [line.split(",")[1] for line in lines],
    }
    assert kpi("repeat_rate", state(orders=orders)).value == pytest.approx(0.5372, abs=1e-9)


@worked("retention_rate")
def test_retention_rate() -> None:
    # a and b ordered in January; of them b ordered in February. c is new.
    data = dataset(orders=ORDERS)
    found = kpi("retention_rate", data, FEBRUARY)
    assert (found.value, found.n) == (0.5, 2)
    assert why(kpi("retention_rate", data)).startswith("choose a period")
    assert why(kpi("retention_rate", data, JANUARY)) == "your orders do not reach back far enough"
    young = state(orders=ORDERS, as_of=dt.date(2025, 2, 10))
    assert variant(kpi("retention_rate", young, FEBRUARY)) == "the period is not over yet"


@worked("delivery_conversion")
def test_conversion_to_orders() -> None:
    leads: dict[str, list[Any]] = {
        "id": ["a", "b", "x", "d"],
        "created": ["2025-01-01"] * 3 + ["2025-02-01"],
        "channel": ["g", "f", "g", "g"],
    }
    refund = {name: [values[5]] for name, values in ORDERS.items()} | {"customer": ["x"]}
    both = {name: [*values, *refund[name]] for name, values in ORDERS.items()}
    # Of the three leads of January a and b ordered; x got money back and has no order.
    found = kpi("delivery_conversion", dataset(leads=leads, orders=both), JANUARY)
    assert (found.value, found.n) == (2 / 3, 3)
    assert kpi("delivery_conversion", dataset(leads=leads, orders=both), JANUARY, channel="g").value == 1 / 2
    # Customers that are numbered otherwise are no lead that did not order.
    others = dataset(leads={**leads, "id": ["1", "2", "3", "4"]}, orders=ORDERS)
    assert why(kpi("delivery_conversion", others)).startswith("no order names one of your leads")
    assert why(kpi("delivery_conversion", dataset(leads=leads))).endswith("“Orders” was opened")


# -- what a customer is worth -----------------------------------------------------------------------------------------


@worked("ltv")
def test_lifetime_value() -> None:
    # As of 31/12/2024. Of the year 2023: a, b, c, d; of them a, b, c in 2024, and e: a quarter goes each year: 4 years,
    # three at most. 2024: 6 orders of 100 by 4 customers = 150 a year; half of it is margin: 150 × 3 × 0.5.
    orders: dict[str, list[Any]] = {
        "customer": ["a", "b", "c", "d", "a", "a", "a", "b", "c", "e"],
        "date": ["2023-01-01", *["2023-06-01"] * 3, "2024-02-01", *["2024-06-01"] * 5],
        "amount": [100] * 10,
        "margin": [50] * 10,
    }
    data = state(orders=orders, as_of=dt.date(2024, 12, 31))
    found = kpi("ltv", data)
    assert found.value == pytest.approx(150 * 3 * 0.5)
    assert (found.n, found.low, variant(found)) == (4, None, "while customers stay, 36 months at most")
    # Over two years at most, as chosen.
    shorter = state(orders=orders, as_of=dt.date(2024, 12, 31), settings=Settings(lifetime_months=24))
    assert kpi("ltv", shorter).value == pytest.approx(150 * 2 * 0.5)
    assert variant(kpi("ltv", shorter)) == "while customers stay, 24 months at most"
    # Half of them gone: two years.
    half = {**orders, "customer": ["a", "b", "c", "d", "a", "a", "a", "b", "b", "e"]}
    found = kpi("ltv", state(orders=half, as_of=dt.date(2024, 12, 31)))
    assert found.value == pytest.approx(600 / 3 * 2 * 0.5)
    assert variant(found) == "while customers stay, 36 months at most"
    # With one year of orders nobody knows who stays: one year.
    first = {name: values[4:] for name, values in orders.items()} | {"date": ["2024-01-02", *["2024-06-01"] * 5]}
    found = kpi("ltv", state(orders=first, as_of=dt.date(2024, 12, 31)))
    assert found.value == pytest.approx(150 * 0.5)
    assert variant(found) == "over 12 months: your orders do not reach back two years"
    young = state(orders=first, as_of=dt.date(2024, 10, 1))
    assert why(kpi("ltv", young)) == "a year of orders is needed: yours begin on 02/01/2024"
    bare = {name: values for name, values in orders.items() if name != "margin"}
    assert why(kpi("ltv", state(orders=bare, as_of=dt.date(2024, 12, 31)))).endswith("“Margin” in your “Orders”")


def test_money_back_lessens_the_lifetime_value() -> None:
    # A customer of two years: 24 orders a year of 100, of which 40 are margin; half of each was given back.
    days = [f"{year}-{month:02}-{day:02}" for year in (2023, 2024) for month in range(1, 13) for day in (1, 15)]
    orders: dict[str, list[Any]] = {
        "id": [*(str(n) for n in range(48)), *(f"R{n}" for n in range(48))],
        "customer": ["a"] * 96,
        "date": days * 2,
        "amount": [100.0] * 48 + [-50.0] * 48,
        "margin": [40.0] * 48 + [-20.0] * 48,
    }
    found = kpi("ltv", state(orders=orders, as_of=dt.date(2024, 12, 31)))
    assert found.value == pytest.approx(50 * 24 * 3 * 0.4)
    whole = {name: values[:48] for name, values in orders.items()}
    assert kpi("ltv", state(orders=whole, as_of=dt.date(2024, 12, 31))).value == pytest.approx(100 * 24 * 3 * 0.4)


@worked("ltv_to_cac")
def test_lifetime_value_to_cost() -> None:
    orders: dict[str, list[Any]] = {
        "customer": ["a", "a"], "date": ["2024-01-01", "2024-06-01"], "amount": [100, 100], "margin": [30, 30],
    }  # fmt: skip
    leads: dict[str, list[Any]] = {"won": ["2024-03-01", "2024-04-01"]}
    # 200 a year × 0.3 = 60; 40 spent on two customers: 20 each.
    costs = {"date": ["2024-03-01"], "amount": [40]}
    data = state(orders=orders, leads=leads, costs=costs, as_of=dt.date(2024, 12, 31))
    assert kpi("ltv_to_cac", data).value == pytest.approx(3)
    free = state(orders=orders, leads=leads, costs={"date": ["2024-03-01"], "amount": [0]}, as_of=dt.date(2024, 12, 31))
    assert why(kpi("ltv_to_cac", free)) == "no spend in this period"
    nobody = state(orders=orders, leads={"won": [None]}, costs=costs, as_of=dt.date(2024, 12, 31))
    assert why(kpi("ltv_to_cac", nobody)) == "no customer won in this period"


@worked("cac_payback")
def test_payback() -> None:
    # 5 customers for 500: 100 each. Half of a monthly revenue of 100 is margin: 2 months, 61 days.
    won = ["2025-01-01"] * 3 + ["2025-06-01"] * 2
    leads: dict[str, list[Any]] = {
        "won": won,
        "monthly_revenue": [100, 100, 100, 100, 10],
        "amount": [100] * 5,
        "margin": [50] * 5,
    }
    data = state(leads=leads, costs={"date": ["2025-01-01"], "amount": [500]}, as_of=dt.date(2025, 6, 30))
    # The two of June were followed for 29 days; the three of January all paid back on day 61.
    found = kpi("cac_payback", data)
    assert found.value == pytest.approx(61 / MONTH)
    assert found.n == 5
    # A customer that pays less each month than half of the cost in these months keeps the median away.
    slow = {**leads, "monthly_revenue": [100, 10, 0, 10, None]}
    found = kpi(
        "cac_payback", state(leads=slow, costs={"date": ["2025-01-01"], "amount": [500]}, as_of=dt.date(2025, 6, 30))
    )
    assert why(found) == "fewer than half of these customers have paid back their cost so far"
    assert (found.n, found.unknown) == (4, 1)
    no_month = {name: values for name, values in leads.items() if name != "monthly_revenue"}
    assert "“Monthly revenue”" in why(kpi("cac_payback", dataset(leads=no_month, costs={"amount": [1]})))


# -- the first answer -------------------------------------------------------------------------------------------------

# Monday 6 January 2025, open from 8 to 19.
ANSWERS: dict[str, list[Any]] = {
    "created":   ["2025-01-06 09:00"] * 6,
    "responded": ["2025-01-06 10:00", "2025-01-06 11:00", "2025-01-06 18:00", None, None, None],
    "contacted": [None] * 6,
    "status":    ["Contacté", "Contacté", "Contacté", "Nouveau", "Nouveau", "Contacté"],
}  # fmt: skip
MONDAY = dt.date(2025, 1, 6)


@worked("response_time_p90")
def test_the_slowest_tenth_of_answers() -> None:
    # 1, 2 and 9 hours: at 90 % of the way from the first to the last, 2 + 0.8 × 7.
    found = kpi("response_time_p90", state(leads=ANSWERS, as_of=MONDAY))
    assert found.value == pytest.approx(7.6)
    assert found.n == 3


@worked("response_time_all")
def test_leads_that_wait_are_followed() -> None:
    # Answered after 1, 2, 9 hours; two wait since 10 hours; one was reached nobody knows when. Of five 1/5, 2/5, 3/5
    # are answered after 1, 2, 9 hours: half of them after 9, against the 2 of those answered.
    data = state(leads=ANSWERS, as_of=MONDAY)
    found = kpi("response_time_all", data)
    assert (found.value, found.n, found.unknown) == (9, 5, 1)
    assert kpi("response_time", data).value == 2
    # Two more that wait: never half.
    more = {name: [*values, values[3], values[3]] for name, values in ANSWERS.items()}
    found = kpi("response_time_all", state(leads=more, as_of=MONDAY))
    assert why(found) == "fewer than half of these leads are answered so far"
    assert found.n == 7
    # One that came at 17 waits for 2 hours on Monday: it was there for the answers of 1 and 2 hours only.
    late = {**more, "created": [*ANSWERS["created"], "2025-01-06 17:00", "2025-01-06 17:00"]}
    assert kpi("response_time_all", state(leads=late, as_of=MONDAY)).value == 9


def test_lost_leads_that_nobody_answered_waited_until_they_were_lost() -> None:
    leads: dict[str, list[Any]] = {
        "created": ["2025-01-06 09:00"] * 3, "responded": ["2025-01-07 09:00", None, None],
        "status": ["Gagné", "Perdu", "Perdu"], "lost": [None, "2025-01-06", None],
    }  # fmt: skip
    # Answered after 11 hours; one was lost before, after 10; of the last nobody knows when.
    found = kpi("response_time_all", state(leads=leads, as_of=dt.date(2025, 1, 31)))
    assert (found.value, found.n, found.unknown) == (11, 2, 1)


@worked("response_within_target")
def test_answered_in_time() -> None:
    # Within 4 hours: 2 of the 3 answered; the two that wait since 10 are late: 2 of 5.
    data = state(leads=ANSWERS, as_of=MONDAY)
    found = kpi("response_within_target", data)
    assert (found.value, found.n, found.unknown) == (2 / 5, 5, 1)
    assert variant(found) == "within 4 opening hours"
    # Within 10.5 hours the three were in time, and the two that wait still may be.
    found = kpi("response_within_target", state(leads=ANSWERS, as_of=MONDAY, settings=Settings(response_target=10.5)))
    assert (found.value, found.n) == (1, 3)
    waiting = {name: values[3:4] for name, values in ANSWERS.items()}
    found = kpi("response_within_target", state(leads=waiting, as_of=MONDAY, settings=Settings(response_target=11)))
    assert why(found) == "no lead of this period was answered, or waits longer than the target"


def test_an_answer_before_the_lead_came_is_of_unknown_time() -> None:
    leads: dict[str, list[Any]] = {"created": ["2025-01-06 09:00"], "responded": ["2025-01-05 09:00"]}
    found = kpi("response_time_all", state(leads=leads, as_of=MONDAY))
    assert why(found) == "no lead in this period"
    assert found.n == 0


@worked("calls_per_lead")
def test_calls_per_lead() -> None:
    # 3 + 0 calls for two leads; nobody wrote down those of the third.
    found = kpi("calls_per_lead", dataset(leads={"created": ["2025-01-01"] * 3, "calls": [3, 0, None]}))
    assert (found.value, found.n, found.unknown) == (1.5, 2, 1)


# -- customers' words -------------------------------------------------------------------------------------------------

MARKS: dict[str, list[Any]] = {
    "date": ["2025-01-05"] * 6,
    "satisfaction": [5, 4, 3, 1, None, 9],
    "recommendation": [10, 9, 8, 6, 0, None],
}


@worked("csat")
def test_satisfaction() -> None:
    # 5 and 4 of 5, 4, 3, 1; a 9 is no mark from 1 to 5.
    found = kpi("csat", dataset(surveys=MARKS))
    assert (found.value, found.n) == (0.5, 4)


@worked("nps")
def test_net_promoter_score() -> None:
    # Two of five promote, two do not: 0.
    found = kpi("nps", dataset(surveys=MARKS))
    assert (found.value, found.n, found.low, found.unknown) == (0, 5, None, 1)
    # 12 of 16 promote, none does not: 75; (12.75 − 0.75) / 19 = 0.632 ± 1.96 × sqrt((13.5/19 − 0.632²) / 19) = 0.251.
    found = kpi("nps", dataset(surveys={"recommendation": [10] * 12 + [8] * 4}))
    assert found.value == 75
    assert found.low == pytest.approx(38.1, abs=0.1)
    assert found.high == pytest.approx(88.2, abs=0.1)
    assert why(kpi("nps", dataset(surveys={"recommends": [1, 0]}))) == "the answers say yes or no, not 0 to 10"


@worked("recommendation_rate")
def test_recommendation_rate() -> None:
    # Two yes of three answers of yes or no; who answered nothing is no no.
    found = kpi("recommendation_rate", dataset(surveys={"recommends": [1, 1, 0, None]}))
    assert (found.value, found.n) == (2 / 3, 3)
    assert (found.low, found.high) == pytest.approx((0.2077, 0.9385), abs=1e-4)
    assert "“Recommends (yes/no)” in your “Survey answers”" in why(kpi("recommendation_rate", dataset(surveys=MARKS)))


def test_answers_of_yes_and_marks_do_not_mix() -> None:
    """Six marks of 9, 10, 9, 10, 8, 9 make 83.3; the six answers of yes or no are not six detractors."""
    both = {
        "recommends": [1, 1, 1, 1, 0, 1, *[None] * 7],
        "recommendation": [*[None] * 6, 9, 10, 9, 10, 8, 9, None],
    }
    found = kpi("nps", dataset(surveys=both))
    assert found.value == pytest.approx(500 / 6)
    assert (found.n, found.unknown) == (6, 1)
    found = kpi("recommendation_rate", dataset(surveys=both))
    assert (found.value, found.n) == (5 / 6, 6)


@pytest.mark.parametrize(
    ("kind", "is_complaint"),
    [
        ("Sans retard", False),
        ("Aucun retard, merci", False),
        ("Pas de colis perdu", False),
        ("Livraison sans aucune casse", False),
        ("No delay", False),
        ("Delivered without damage", False),
        ("Not late", False),
        ("none lost", False),
        ("Retard", True),
        ("Colis perdu", True),
        ("Colis non livré", True),
        ("Not delivered", True),
        ("Sans réponse : retard", True),
        ("Pas de facture, colis endommagé", True),
        ("Réclamation sans suite", True),
        ("Client mécontent, sans retard", True),
        ("Demande de devis", False),
    ],
)
def test_what_denies_a_complaint_is_none(kind: str, is_complaint: bool) -> None:
    found = kpi("complaints", dataset(service={"opened": ["2025-01-06"] * 2, "kind": [kind, "Réclamation"]}))
    assert found.value == 1 + is_complaint


REQUESTS: dict[str, list[Any]] = {
    "opened":   ["2025-01-06 09:00", "2025-01-06 10:00", "2025-01-07", "2025-01-07 12:00"],
    "answered": ["2025-01-06 11:00", "2025-01-06 14:00", None, "2025-01-07 11:00"],
    "kind":     ["Retard de livraison", "Réclamation", "Demande de devis", None],
}  # fmt: skip


@worked("complaints")
def test_complaints() -> None:
    found = kpi("complaints", dataset(service=REQUESTS))
    assert (found.value, found.n, found.unknown) == (2, 4, 1)
    assert variant(found) == "requests whose kind says so"
    found = kpi("complaints", dataset(service={**REQUESTS, "kind": ["Volume", "Devis", "Platelage", None]}))
    assert (found.value, variant(found)) == (4, "every request: no kind tells complaints")


def test_the_kinds_of_requests_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the figure, for what is behind it, and for both of another month."""
    read: list[str] = []

    def reading(kind: str) -> str:
        read.append(kind)
        return folded(kind)

    monkeypatch.setattr(opinions, "folded", reading)
    data = dataset(service=REQUESTS)
    for dates in ((), (JANUARY,)):
        evaluator = Evaluator(a_slice(data, *dates))
        assert opinions.complaints(evaluator).value == len(opinions.of_complaints(evaluator).counted[0]) > 0
    assert sorted(read) == sorted({kind for kind in REQUESTS["kind"] if kind})


@worked("complaint_rate")
def test_complaints_per_hundred_orders() -> None:
    # 2 complaints, 3 orders in January: 66.7 for each hundred.
    found = kpi("complaint_rate", dataset(service=REQUESTS, orders=ORDERS), JANUARY)
    assert found.value == pytest.approx(200 / 3)
    assert found.n == 3
    assert found.low == pytest.approx(poisson(2)[0] * 100 / 3)
    assert found.high == pytest.approx(poisson(2)[1] * 100 / 3)
    assert why(kpi("complaint_rate", dataset(service=REQUESTS, orders=ORDERS), "2024-01")) == "no order in this period"
    assert why(kpi("complaint_rate", dataset(service=REQUESTS))).endswith("“Orders” was opened")


@worked("service_response_time")
def test_service_response_time() -> None:
    # 2 and 4 opening hours; one waits; one was answered before it was asked.
    found = kpi("service_response_time", dataset(service=REQUESTS))
    assert (found.value, found.n, found.unknown) == (3, 2, 2)


# -- e-mailings and visitors ------------------------------------------------------------------------------------------

MAILS: dict[str, list[Any]] = {
    "date": ["2025-01-10", "2025-01-20", "2025-02-01"],
    "sent": [220, 300, 50], "delivered": [200, 300, 40], "opened": [50, None, 10], "clicked": [10, 20, 1],
    "unsubscribed": [1, 2, 0],
}  # fmt: skip


@worked("open_rate", "open_rate_sent", "click_rate", "click_rate_sent", "ctor", "unsubscribe_rate")
def test_rates_of_mailings() -> None:
    data = dataset(emails=MAILS)
    # January: the opens of the second mailing are unknown, so its e-mails are not in the open rate.
    found = kpi("open_rate", data, JANUARY)
    assert (found.value, found.n, found.unknown) == (50 / 200, 200, 1)
    assert (found.low, found.high) == wilson(50, 200)
    assert kpi("open_rate_sent", data, JANUARY).value == 50 / 220
    assert kpi("click_rate", data, JANUARY).value == 30 / 500
    assert kpi("click_rate_sent", data, JANUARY).value == 30 / 520
    assert kpi("ctor", data, JANUARY).value == 10 / 50
    assert kpi("unsubscribe_rate", data, JANUARY).value == 3 / 500
    bare = {name: values for name, values in MAILS.items() if name != "delivered"}
    assert "“E-mails delivered”" in why(kpi("open_rate", dataset(emails=bare)))
    assert kpi("open_rate_sent", dataset(emails=bare)).value == 60 / 270


def test_opens_that_are_counted_twice_give_no_rate() -> None:
    found = kpi("open_rate", dataset(emails={"delivered": [10], "opened": [15]}))
    assert why(found) == "more “unique opens” than “e-mails delivered” in your files"


VISITS: dict[str, list[Any]] = {
    "date": ["2025-01-01", "2025-01-02"], "sessions": [600, 400], "bounces": [300, 100], "engaged_sessions": [200, 400],
    "total_time": [30_000, 60_000], "conversions": [30, 20],
}  # fmt: skip


@worked("visitor_conversion", "bounce_rate", "bounce_rate_engaged", "avg_time_on_site")
def test_what_visitors_do() -> None:
    data = dataset(web=VISITS)
    # 50 of 1000 = 5 %.
    found = kpi("visitor_conversion", data)
    assert (found.value, found.n) == (0.05, 1000)
    assert (found.low, found.high) == wilson(50, 1000)
    assert kpi("bounce_rate", data).value == 0.4
    assert kpi("bounce_rate_engaged", data).value == 0.4
    assert kpi("bounce_rate_engaged", data, "2025-01-01", "2025-01-01").value == pytest.approx(2 / 3)
    # 90,000 seconds for 1000 sessions: a minute and a half.
    assert kpi("avg_time_on_site", data).value == 1.5
    newer = {name: values for name, values in VISITS.items() if name != "bounces"}
    assert "“Bounces”" in why(kpi("bounce_rate", dataset(web=newer)))


@worked("engagement_rate")
def test_engagement_on_social_networks() -> None:
    found = kpi("engagement_rate", dataset(social={"reach": [100, 300, None], "interactions": [10, 10, 50]}))
    assert (found.value, found.n, found.low) == (20 / 400, 2, None)
    # Ten posts: 55 of 1,100. Half of them reach 100 people of whom 3 act, half 120 of whom 8 do.
    social = {"reach": [100] * 5 + [120] * 5, "interactions": [3] * 5 + [8] * 5}
    found = kpi("engagement_rate", dataset(social=social))
    # (3 − 5)² and (8 − 6)², five times each, are 40; 40 × 10/9 is less than 55: chance alone makes 1.96 × √55 / 55.
    assert (found.value, found.n) == (0.05, 10)
    spread = math.exp(1.959964 * math.sqrt(55) / 55)
    assert (found.low, found.high) == pytest.approx((0.05 / spread, 0.05 * spread))
    # Of whom 0 and 11 do: 25 each, 250 × 10/9 = 277.8 is more.
    found = kpi("engagement_rate", dataset(social={**social, "interactions": [0] * 5 + [11] * 5}))
    spread = math.exp(1.959964 * math.sqrt(2500 / 9) / 55)
    assert (found.low, found.high) == pytest.approx((0.05 / spread, 0.05 * spread))


def test_posts_of_one_rate_are_as_sure_as_their_interactions() -> None:
    """Twelve posts of 5 in 100 gave 2.8 to 8.8 %, as if the number of posts and not the interactions were chance."""
    found = kpi("engagement_rate", dataset(social={"reach": [100] * 12, "interactions": [5] * 12}))
    assert (found.low, found.high) == pytest.approx((0.0388, 0.0644), abs=1e-4)


# -- operations and contacts ------------------------------------------------------------------------------------------


@worked("participation_rate")
def test_participation() -> None:
    data = dataset(operations={"name": ["A", "B"], "start": ["2025-01-05", "2025-01-06"], "targeted": [100, 50],
                               "participants": [12, None]})  # fmt: skip
    found = kpi("participation_rate", data, JANUARY)
    assert (found.value, found.n, found.unknown) == (0.12, 100, 1)


@worked("new_data_share")
def test_new_contacts() -> None:
    operations = {"name": ["Rentrée"], "start": ["2025-01-05"]}
    leads: dict[str, list[Any]] = {
        "created":  ["2024-05-01", "2025-01-06", "2025-01-06", "2025-01-07", "2025-01-07"],
        "campaign": [None, "rentree", "Rentrée", "Rentrée", "Autre"],
        "email":    ["a@x.fr", "A@x.fr", "b@x.fr", None, "c@x.fr"],
    }  # fmt: skip
    # The operation brought three: a was known, b is new, of the last nothing tells who it is.
    found = kpi("new_data_share", dataset(operations=operations, leads=leads), JANUARY)
    assert (found.value, found.n, found.unknown) == (0.5, 2, 1)
    assert (
        why(kpi("new_data_share", dataset(operations=operations, leads=leads), FEBRUARY))
        == "no operation in this period"
    )


CONTACTS: dict[str, list[Any]] = {
    "id":          ["1", "1", "2", "3", "4", "5"],
    "created":     ["2025-01-01"] * 5 + ["2025-02-01"],
    "name":        ["Ada", "Ada", "Bob", "Bob", None, "Eve"],
    "email":       ["ada@x.fr", "ada@x.fr", "nonsense", "bob@x.fr", "c@x.fr", "Ada@X.fr"],
    "phone":       [None, None, "06 12 34 56 79", None, None, None],
    "optin_email": [1, 1, 0, None, 1, 0],
    "optin_sms":   [0, 0, 0, 1, None, None],
    "channel":     ["g", "g", "g", "f", "f", "f"],
}  # fmt: skip


@worked("optin_email", "optin_sms")
def test_consents() -> None:
    data = dataset(leads=CONTACTS)
    # Known at the end of January: 1, 2, 3, 4, number 1 once; yes, no, unknown, yes.
    found = kpi("optin_email", data, JANUARY)
    assert (found.value, found.n, found.unknown) == (2 / 3, 3, 1)
    # At the end of February 5 is there too, though January's are not of that month.
    assert kpi("optin_email", data, FEBRUARY).value == 2 / 4
    assert kpi("optin_sms", data, JANUARY).value == 1 / 3
    assert kpi("optin_email", data, JANUARY, channel="f").value == 1


@worked("data_quality")
def test_usable_contacts() -> None:
    data = dataset(leads=CONTACTS)
    # Of 1, 2, 3, 4: the address of 2 is none, 4 has no name.
    found = kpi("data_quality", data, JANUARY)
    assert (found.value, found.n) == (2 / 4, 4)
    # 5 is Ada again.
    assert kpi("data_quality", data).value == 2 / 5
    shared = {"name": ["A", "B"], "email": ["info@x.fr", "info@x.fr"]}
    assert kpi("data_quality", dataset(leads=shared)).value == 1
    assert "“E-mail”" in why(kpi("data_quality", dataset(leads={"name": ["A"]})))


# -- engagement -------------------------------------------------------------------------------------------------------

ENGAGED: dict[str, Any] = {
    "created": ["2025-01-01", "2025-01-31", "2025-01-01", "2025-02-01"],
    "contacted": ["2025-01-01", None, "2025-02-10", None],
    "quoted": [None, "2025-01-31", None, None],
}


@worked("engagement_score")
def test_engagement_as_it_was_at_the_end_of_the_period() -> None:
    state_ = state(as_of=dt.date(2025, 3, 2), leads=ENGAGED)
    # On 31 January, thirty days after the first, all is worth half: (12.5 + 15) of 55 points. The second is of that
    # day: 60 of 60. The third was first contacted in February; its creation is half of 30.
    found = kpi("engagement_score", state_, JANUARY)
    assert found.value == pytest.approx((50 + 100 + 50) / 3)
    assert found.n == 3
    assert found.low is None  # below ten leads
    # On 2 March: a quarter; a half; 20 days after the contact 63 %; 29 days after the creation of the fourth 51 %.
    assert kpi("engagement_score", state_).value == pytest.approx((25 + 50 + 63 + 51) / 4)
    assert kpi("engagement_score", state_, "2025-02").value == 54
    nothing = kpi("engagement_score", state_, "2024-01")
    assert (why(nothing), nothing.n) == ("no lead in this period", 0)


def test_engagement_needs_a_sign_of_it() -> None:
    assert "“First response on”" in why(kpi("engagement_score", dataset(leads={"created": ["2025-01-01"]})))


def test_engagement_is_the_score_of_the_leads_and_has_an_interval_from_ten_on() -> None:
    many = {name: column * 5 for name, column in ENGAGED.items()}
    many["channel"] = ["g"] * 12 + ["f"] * 8
    state_ = state(today=dt.date(2025, 3, 2), as_of=dt.date(2025, 3, 2), leads=many)
    found = kpi("engagement_score", state_)
    assert found.value == pytest.approx(np.nanmean(scores(state_).engagement))
    assert found.low is not None
    assert found.high is not None
    assert found.low < 47.25 < found.high < 100
    assert kpi("engagement_score", state_, channel="f").n == 8


# -- the hours of selling ---------------------------------------------------------------------------------------------

SELLING = Settings(selling_hours=60, selling_rate=25)
TWO_WON: dict[str, list[Any]] = {
    "id": ["1", "2", "3"], "created": ["2025-01-02"] * 3, "status": ["Gagné", "Gagné", "Nouveau"],
    "won": ["2025-01-20", "2025-01-30", None], "channel": ["Google", "Salon", "Google"],
}  # fmt: skip
ADS: dict[str, list[Any]] = {"date": ["2025-01-10"], "amount": [100.0], "channel": ["Google"]}


@worked("full_cac")
def test_the_hours_of_selling_cost_too() -> None:
    over = state(leads=TWO_WON, costs=ADS, as_of=dt.date(2025, 3, 1), settings=SELLING)
    found = kpi("full_cac", over, JANUARY)
    # 31 of 30.4375 days a month: 61.11 hours of 25 and 100 of advertising, for two customers.
    cost = 100 + 60 * 31 / MONTH_DAYS * 25
    assert found.value == pytest.approx(cost / 2) == pytest.approx(813.86, abs=0.01)
    fewest, most = poisson(2)
    assert found.n == 2
    assert (found.low, found.high) == pytest.approx((cost / most, cost / fewest))
    # Two thirds of January are over: so many of the hours, and one of the two sales.
    early = state(leads=TWO_WON, costs=ADS, as_of=dt.date(2025, 1, 20), settings=SELLING)
    assert kpi("full_cac", early, JANUARY).value == pytest.approx(100 + 60 * 20 / MONTH_DAYS * 25)
    # Without a beginning the first lead is one: January 2 to March 1, 59 days.
    assert kpi("full_cac", over).value == pytest.approx((100 + 60 * 59 / MONTH_DAYS * 25) / 2)


def test_hours_that_nobody_told_are_not_zero() -> None:
    silent = state(leads=TWO_WON, costs=ADS, as_of=dt.date(2025, 3, 1))
    assert why(kpi("full_cac", silent, JANUARY)).startswith("not measured yet: say in the settings")
    over = state(leads=TWO_WON, costs=ADS, as_of=dt.date(2025, 3, 1), settings=SELLING)
    assert why(kpi("full_cac", over, JANUARY, channel="Google")) == "the hours are not recorded by Channel"
    assert why(kpi("full_cac", over, "2025-04")) == "no cost recorded in this period"
    spent = {"date": ["2025-02-10", "2025-04-10"], "amount": [100.0, 100.0], "channel": ["Google", "Google"]}
    over = state(leads=TWO_WON, costs=spent, as_of=dt.date(2025, 3, 1), settings=SELLING)
    assert why(kpi("full_cac", over, FEBRUARY)) == "no customer won in this period"
    assert why(kpi("full_cac", over, "2025-04")) == "the period has not begun"


# -- what is to come ---------------------------------------------------------------------------------------------------


@worked("forecast")
def test_what_open_leads_are_likely_to_bring() -> None:
    """Of twenty leads ten were won on the tenth day, the others lost on the twentieth: at five days one has a half."""
    weekly = [dt.date(2025, 1, 1) + dt.timedelta(weeks=week) for week in range(20)]
    leads: dict[str, list[Any]] = {
        "created": [str(day) for day in weekly] + ["2025-06-25"] * 2,
        "won": [None if n % 2 else str(day + dt.timedelta(10)) for n, day in enumerate(weekly)] + [None] * 2,
        "lost": [str(day + dt.timedelta(20)) if n % 2 else None for n, day in enumerate(weekly)] + [None] * 2,
        "amount": [None if n % 2 else 150 for n in range(20)] + [100, 300],
    }
    data = state(leads=leads, as_of=dt.date(2025, 6, 30))
    found = kpi("forecast", data)
    assert found.value == pytest.approx(0.5 * 100 + 0.5 * 300)
    assert found.n == 2
    assert found.low is not None
    assert found.high is not None
    assert found.low < 200 < found.high
    assert kpi("forecast", data, JANUARY) == found, "whatever the period"
    # Without an amount of its own a lead brings what deals bring in the mean.
    leads["amount"][-1] = None
    assert kpi("forecast", state(leads=leads, as_of=dt.date(2025, 6, 30))).value == pytest.approx(0.5 * 100 + 0.5 * 150)
    assert why(kpi("forecast", state(leads={"created": ["2025-06-25"]}, as_of=dt.date(2025, 6, 30))))


def test_where_every_lead_is_answered_both_medians_are_one() -> None:
    # Two in one hour, two in three: halfway, 2 h, whether open leads are followed or not.
    answers = ["2025-01-06T10:00", "2025-01-06T10:00", "2025-01-06T12:00", "2025-01-06T12:00"]
    data = dataset(leads={"created": ["2025-01-06T09:00"] * 4, "responded": answers})
    assert kpi("response_time", data, JANUARY).value == kpi("response_time_all", data, JANUARY).value == 2


def test_what_is_absent_says_the_true_reason() -> None:
    begun = dataset(orders={"customer": ["1"], "date": ["2025-01-05"], "amount": [10]})
    assert why(kpi("retention_rate", begun, JANUARY)) == "your orders do not reach back far enough"
    older = dataset(orders={"customer": ["1"] * 2, "date": ["2024-10-05", "2025-01-05"], "amount": [10] * 2})
    assert why(kpi("retention_rate", older, JANUARY)) == "no order in the period before"
    leads = {"created": ["2025-01-05"], "campaign": ["Op A"], "email": ["pas bon"]}
    unreadable = dataset(leads=leads, operations={"name": ["Op A"], "start": ["2025-01-01"]})
    assert "can be read" in why(kpi("new_data_share", unreadable, JANUARY))
