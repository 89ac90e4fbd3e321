"""What is behind each KPI: its formula with the figures in it, the rows that it counts and those that it leaves out.

Those that no formula of terms says are worked out by hand; all of them are gone through once.
"""

from __future__ import annotations

import ast
import datetime as dt
import operator
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest

from leaddesk.model.account import of_kpi
from leaddesk.model.kpis import BY_ID, KPIS
from leaddesk.model.measure import Unit
from leaddesk.model.method import Method
from leaddesk.model.report import Report
from leaddesk.model.settings import Settings
from leaddesk.text import language
from tests.builders import a_slice, dataset, state
from tests.model import test_kpis_of_tables as worked
from tests.model.everyfigure import MARKS, YEAR, YES, everything
from tests.model.test_kpis_of_tables import JANUARY

if TYPE_CHECKING:
    from leaddesk.model.account import Account

ENGLISH = language("en")


def _of(kpi: str, data: Any, *days: str, **kept: Any) -> Account:
    report = Report(a_slice(data, *days, **kept))
    return of_kpi(report.figure(BY_ID[kpi]), report)


def _filled(account: Account) -> str:
    return "" if account.filled is None else ENGLISH.text(account.filled)


def _rows(account: Account) -> dict[str, list[int]]:
    return {ENGLISH.text(rows.what): rows.positions.tolist() for rows in account.counted}


def _left_out(account: Account, table: str) -> dict[str, list[int]]:
    (found,) = (one for one in account.traced if one.table == table)
    return {ENGLISH.text(one.reason): one.positions.tolist() for one in found.left_out}


# -- worked by hand ---------------------------------------------------------------------------------------------------


def test_the_repeat_rate_tells_its_orders() -> None:
    found = _of("repeat_rate", dataset(orders=worked.ORDERS), JANUARY)
    assert _filled(found) == "1 / 2"
    assert _rows(found) == {"order rows of repeat customers": [0, 2], "order rows": [0, 2, 4]}
    assert _left_out(found, "orders") == {
        "outside the period (Date)": [6, 7],
        "a further row of an order, counted with its first one": [1],
        "says again what another row of the same order says": [3],
        "money back, which is no order": [5],
    }
    assert found.note is not None
    assert ENGLISH.text(found.note) == "None of these customers is among your leads."
    assert found.base is not None
    assert ENGLISH.text(found.base) == "customers"


def test_the_retention_rate_tells_both_periods_and_who_is_gone() -> None:
    leads = {"id": ["a", "b", "c"], "created": ["2024-12-01"] * 3}
    found = _of("retention_rate", dataset(orders=worked.ORDERS, leads=leads), worked.FEBRUARY)
    assert _filled(found) == "1 / 2"
    assert _rows(found) == {
        "order rows of those who came back": [6],
        "order rows of the period before": [0, 2, 4],
        "leads of those who came back": [1],
        "leads of those who did not come back": [0],
    }
    assert _left_out(found, "orders") == {
        "says again what another row of the same order says": [3],
        "a further row of an order, counted with its first one": [1],
        "money back, which is no order": [5],
        "of customers who had not ordered in the period before": [7],
    }


def test_leads_with_an_order_are_told_with_their_order_rows() -> None:
    leads = {"id": ["a", "b", "x", "d"], "created": ["2025-01-01"] * 3 + ["2025-02-01"]}
    orders = {**worked.ORDERS, "customer": ["a", "a", "a", "a", "b", "b", "d", "nobody"]}
    found = _of("delivery_conversion", dataset(leads=leads, orders=orders), JANUARY)
    assert _filled(found) == "2 / 3"
    assert _rows(found) == {
        "leads with an order": [0, 1], "leads": [0, 1, 2], "order rows of these leads": [0, 1, 2, 3, 4],
    }  # fmt: skip
    assert _left_out(found, "leads") == {"outside the period (Created on)": [3]}
    assert _left_out(found, "orders") == {
        "money back, which is no order": [5],
        "names none of your leads": [7],
        "of leads that are not counted here": [6],
    }


def test_answers_in_time_leave_out_who_may_still_be_answered() -> None:
    data = state(leads=worked.ANSWERS, as_of=worked.MONDAY)
    found = _of("response_within_target", data)
    assert _filled(found) == "2 / 5"
    assert _rows(found) == {"leads answered in time": [0, 1], "leads answered or late": [0, 1, 2, 3, 4]}
    assert _left_out(found, "leads") == {"reached or given up on an unknown day": [5]}
    patient = state(leads=worked.ANSWERS, as_of=worked.MONDAY, settings=Settings(response_target=10.5))
    found = _of("response_within_target", patient)
    assert _filled(found) == "3 / 3"
    assert _left_out(found, "leads") == {
        "waiting, and can still be answered in time": [3, 4],
        "reached or given up on an unknown day": [5],
    }
    found = _of("response_time_all", data)
    assert _filled(found) == "3 leads answered, 2 leads that nobody answered"
    assert _rows(found) == {"leads answered": [0, 1, 2], "leads that nobody answered": [3, 4]}


YEARS: Final[dict[str, list[Any]]] = {
    "customer": ["a", "b", "c", "d", "a", "a", "a", "b", "b", "e", None, "a"],
    "date": ["2023-01-01", *["2023-06-01"] * 3, "2024-02-01", *["2024-06-01"] * 7],
    "amount": [100] * 11 + [-20],
    "margin": [50] * 11 + [-10],
}
"""Of four customers of 2023 two are gone in 2024. Row 10 is nobody's, 11 is money back."""


def test_the_lifetime_value_tells_each_of_its_factors() -> None:
    found = _of("ltv", state(orders=YEARS, as_of=dt.date(2024, 12, 31)))
    # 6 orders of 100 by a, b, e; the margin is of all rows of the year, money back and nobody's too: 340 of 680.
    assert _filled(found) == "(€580.00 / 6) × (6 / 3) × (4 / 2) × (€340.00 / €680.00)"
    assert found.measure.value == pytest.approx(580 / 3 * 2 * 0.5)
    assert _rows(found) == {
        "order rows of the twelve months": [4, 5, 6, 7, 8, 9],
        "order rows with an amount and its margin": [4, 5, 6, 7, 8, 9, 10, 11],
        "money back of the twelve months": [11],
        "order rows of the year before": [0, 1, 2, 3],
    }
    assert _left_out(found, "orders") == {}
    assert found.note is not None
    assert ENGLISH.text(found.note) == (
        "Years: of the 4 customers of the year before 2 did not order again. 24 months count."
    )
    young = {name: column[4:] for name, column in YEARS.items()} | {"date": ["2024-01-02", *["2024-06-01"] * 7]}
    found = _of("ltv", state(orders=young, as_of=dt.date(2024, 12, 31)))
    assert _filled(found) == "(€580.00 / 6) × (6 / 3) × 1 × (€340.00 / €680.00)"


def test_lifetime_value_to_cost_tells_both() -> None:
    costs = {"date": ["2024-03-01", "2024-04-01"], "amount": [50, None]}
    data = state(orders=YEARS, leads={"won": ["2024-03-01", None]}, costs=costs, as_of=dt.date(2024, 12, 31))
    found = _of("ltv_to_cac", data)
    assert _filled(found) == "€193.33 / €50.00"
    assert found.measure.value == pytest.approx(580 / 3 / 50)
    assert (_rows(found)["spend"], _rows(found)["customers"]) == ([0], [0])
    assert _left_out(found, "costs") == {"without “Amount”": [1]}
    assert _left_out(found, "leads") == {"not won": [1]}
    assert found.note is not None
    assert ENGLISH.text(found.note).startswith("LTV: (€580.00 / 6) × (6 / 3)")


def test_payback_tells_who_has_paid_and_who_has_not() -> None:
    leads = {
        "won": ["2025-01-01"] * 3 + ["2025-06-01"] * 2 + [None], "monthly_revenue": [100, 100, 100, 100, None, 100],
        "amount": [100] * 6, "margin": [50] * 6,
    }  # fmt: skip
    costs = {"date": ["2025-01-01"], "amount": [500]}
    found = _of("cac_payback", state(leads=leads, costs=costs, as_of=dt.date(2025, 6, 30)))
    assert _filled(found) == "€100.00 / (monthly revenue × 50.0%): 3 paid back, 1 not yet"
    assert _rows(found) == {
        "customers who have paid back their cost": [0, 1, 2],
        "customers who have not yet": [3],
        "deals with an amount and its margin": [0, 1, 2, 3, 4],
        "spend": [0],
    }
    assert _left_out(found, "leads") == {"not won": [5], "without “Monthly revenue”": [4]}


def test_the_full_cost_tells_spend_hours_and_customers() -> None:
    over = state(leads=worked.TWO_WON, costs=worked.ADS, as_of=dt.date(2025, 3, 1), settings=worked.SELLING)
    found = _of("full_cac", over, JANUARY)
    assert _filled(found) == "(€100.00 + 60 × 1.02 × €25.00) / 2"
    assert _rows(found) == {"customers": [0, 1], "spend": [0]}
    assert _left_out(found, "leads") == {"not won": [2]}


def test_opinions_tell_their_answers() -> None:
    found = _of("nps", dataset(surveys=worked.MARKS))
    assert _filled(found) == "100 × (2 − 2) / 5"
    assert _rows(found) == {
        "answers of 9 or 10": [0, 1], "answers of 0 to 6": [3, 4], "answers": [0, 1, 2, 3, 4],
    }  # fmt: skip
    assert list(_left_out(found, "surveys").values()) == [[5]]
    mixed = dataset(surveys={"recommendation": [9, 2, None, None, None], "recommends": [None, None, 1, 0, None]})
    found = _of("nps", mixed)
    assert _filled(found) == "100 × (1 − 1) / 2"
    assert _left_out(found, "surveys") == {
        "says yes or no, not 0 to 10": [2, 3], "without “Recommendation (0-10 or yes/no)”": [4],
    }  # fmt: skip
    found = _of("recommendation_rate", mixed)
    assert _filled(found) == "1 / 2"
    assert _rows(found) == {"answers of yes": [2], "answers of yes or no": [2, 3]}


def test_complaints_tell_which_requests_they_are() -> None:
    found = _of("complaints", dataset(service=worked.REQUESTS))
    assert _filled(found) == "2 of 4 requests"
    assert _rows(found) == {"complaints": [0, 1]}
    assert _left_out(found, "service") == {"without “Kind of request”": [3], "whose kind is no complaint": [2]}
    found = _of("complaint_rate", dataset(service=worked.REQUESTS, orders=worked.ORDERS), JANUARY)
    assert _filled(found) == "100 × 2 / 3"
    assert _rows(found) == {"complaints": [0, 1], "orders": [0, 2, 4]}
    every = {**worked.REQUESTS, "kind": ["Volume", "Devis", "Platelage", None]}
    assert _rows(_of("complaints", dataset(service=every))) == {"complaints": [0, 1, 2, 3]}


def test_contacts_tell_who_agreed_and_what_is_wrong_with_the_others() -> None:
    data = dataset(leads=worked.CONTACTS)
    found = _of("optin_email", data, JANUARY)
    assert _filled(found) == "2 / 3"
    assert _rows(found) == {"contacts that agreed": [0, 4], "contacts that agreed or refused": [0, 2, 4]}
    assert list(_left_out(found, "leads").values()) == [[5], [1], [3]]
    found = _of("data_quality", data)
    assert _filled(found) == "2 / 5"
    assert _rows(found) == {
        "usable contacts": [0, 3],
        "contacts": [0, 2, 3, 4, 5],
        "contacts without a name": [4],
        "contacts with an e-mail or a phone that can be none": [2],
        "contacts that an earlier one stands for already": [5],
    }


def test_new_contacts_tell_the_leads_of_the_operations() -> None:
    leads: dict[str, list[Any]] = {
        "created":  ["2024-05-01", "2025-01-06", "2025-01-06", "2025-01-07", "2025-01-07"],
        "campaign": [None, "rentree", "Rentrée", "Rentrée", "Autre"],
        "email":    ["a@x.fr", "A@x.fr", "b@x.fr", None, "c@x.fr"],
    }  # fmt: skip
    operations = {"name": ["Rentrée", "Autre"], "start": ["2025-01-05", "2025-02-05"]}
    found = _of("new_data_share", dataset(operations=operations, leads=leads), JANUARY)
    assert _filled(found) == "1 / 2"
    assert _rows(found) == {"leads that nobody knew before": [2], "leads of the operations": [1, 2], "operations": [0]}
    assert _left_out(found, "leads") == {
        "without an e-mail, a phone or a creation date": [3],
        "of none of these operations": [0, 4],
    }
    assert _left_out(found, "operations") == {"outside the period (Start)": [1]}


def test_the_engagement_score_tells_its_sum() -> None:
    found = _of("engagement_score", state(as_of=dt.date(2025, 3, 2), leads=worked.ENGAGED), JANUARY)
    assert _filled(found) == "200 / 3"
    assert _rows(found) == {"leads with a score": [0, 1, 2]}


def test_the_worth_of_open_leads_tells_those_with_an_amount_and_the_others() -> None:
    weekly = [dt.date(2025, 1, 1) + dt.timedelta(weeks=week) for week in range(20)]
    leads: dict[str, list[Any]] = {
        "created": [str(day) for day in weekly] + ["2025-06-25"] * 3,
        "won": [None if n % 2 else str(day + dt.timedelta(10)) for n, day in enumerate(weekly)] + [None] * 3,
        "lost": [str(day + dt.timedelta(20)) if n % 2 else None for n, day in enumerate(weekly)] + [None] * 3,
        "amount": [None if n % 2 else 150 for n in range(20)] + [100, 300, None],
    }
    found = _of("forecast", state(leads=leads, as_of=dt.date(2025, 6, 30)), JANUARY)
    # Each of them is won with a chance of one half.
    assert _filled(found) == "€200.00 + 0.50 × €150.00"
    assert _rows(found) == {
        "open leads with an amount": [20, 21],
        "open leads without an amount": [22],
        "deals with a known amount": list(range(0, 20, 2)),
    }
    assert _left_out(found, "leads") == {"decided already": list(range(20))}


# -- all of them ------------------------------------------------------------------------------------------------------


OPERATIONS: Final[dict[type, Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


def _reckoned(words: str) -> float:
    """What a formula in English comes out at."""
    plain = re.sub(r"(\d(?:\.\d+)?)%", r"\1/100", words.replace("€", "").replace(",", ""))
    tree = ast.parse(plain.translate(str.maketrans("×−", "*-")), mode="eval")

    def worth(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            return float(OPERATIONS[type(node.op)](worth(node.left), worth(node.right)))
        assert isinstance(node, ast.Constant), words
        return float(node.value)  # type: ignore[arg-type]

    return worth(tree.body)


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.id)
@pytest.mark.parametrize("days", [YEAR, ()], ids=["year", "ever"])
def test_every_figure_tells_its_formula_and_its_rows(kpi: Any, days: tuple[str, ...]) -> None:
    found = [_of(kpi.id, everything(marks), *days) for marks in (MARKS, YES)]
    told = [account for account in found if account.measure.value is not None]
    assert told or (not days and kpi.id == "retention_rate"), kpi.id
    for account in told:
        assert account.filled is not None or account.made_of is not None
        if account.filled is not None and account.is_algebra:
            value = account.measure.value
            assert _reckoned(_filled(account)) == pytest.approx(value, rel=3e-3, abs=6e-3)
        assert account.counted
        assert all(len(rows) for rows in account.counted if not rows.is_count)
        for rows in account.counted:
            assert np.all(np.diff(rows.positions) > 0)
        if kpi.unit is Unit.COUNT:
            assert len(account.counted[0]) == account.measure.value


@pytest.mark.parametrize("kpi", [kpi for kpi in KPIS if isinstance(kpi.expression, Method)], ids=lambda kpi: kpi.id)
@pytest.mark.parametrize(
    ("days", "kept"), [(YEAR, {}), ((), {}), (YEAR, {"channel": "Google"})], ids=["year", "ever", "channel"]
)
def test_every_row_is_counted_or_left_out_for_one_reason(kpi: Any, days: tuple[str, ...], kept: Any) -> None:
    for data in map(everything, (MARKS, YES)):
        account = _of(kpi.id, data, *days, **kept)
        for found in account.traced:
            rows = np.concatenate([found.counted, *(one.positions for one in found.left_out)])
            assert np.array_equal(np.sort(rows), np.arange(len(data.dataset[found.table]))), (kpi.id, found.table)
        shown = {rows.table for rows in account.counted if len(rows)}
        assert shown <= {found.table for found in account.traced} | {"leads"}
        if account.base is not None and account.measure.n is not None:
            assert ENGLISH.text(account.base)
