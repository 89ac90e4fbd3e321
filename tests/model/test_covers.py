"""What a file does not reach to is unknown, not 0: costs and orders that end before the leads, or begin after them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from leaddesk.model.account import of_kpi
from leaddesk.model.covers import covers
from leaddesk.model.dataset import Dataset
from leaddesk.model.gaps import gaps
from leaddesk.model.kpis import BY_ID
from leaddesk.model.monthly import monthly
from leaddesk.model.objective import Objective
from leaddesk.model.period import date_of
from leaddesk.model.reach import Step
from leaddesk.model.report import Report
from leaddesk.model.standing import standing
from leaddesk.model.state import State
from leaddesk.text import language
from tests.builders import a_slice, dataset, period, state
from tests.model.naive import known_from_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.text import Message

AS_OF = dt.date(2026, 6, 30)
YEAR = ("2025-07-01", "2026-06-30")
FRENCH = language("fr")


def each_day(first: str, last: str, step: int = 1) -> list[str]:
    return [str(day) for day in np.arange(np.datetime64(first), np.datetime64(last) + 1, step)]


def leads(first: str = "2024-07-01", last: str = "2026-06-30") -> dict[str, Any]:
    """A lead a day, every fourth won on it for 100 € with 30 € of margin."""
    days = each_day(first, last)
    status = ["Gagné" if place % 4 == 0 else "Perdu" for place in range(len(days))]
    size = len(days)
    return {
        "id": [str(place) for place in range(size)], "created": days, "status": status, "won": days, "lost": days,
        "amount": [100.0] * size, "margin": [30.0] * size,
    }  # fmt: skip


def costs(first: str, last: str) -> dict[str, Any]:
    """10 € a day: a lead costs 10 €."""
    days = each_day(first, last)
    return {"date": days, "amount": [10.0] * len(days)}


def months(first: str, count: int, day: int = 1, amount: float = 900.0) -> dict[str, Any]:
    starts = np.datetime64(first, "M") + np.arange(count)
    return {"date": [f"{start}-{day:02d}" for start in starts], "amount": [amount] * count}


def orders(first: str, last: str) -> dict[str, Any]:
    """Three orders a day of 150 customers in turn."""
    days = np.repeat(each_day(first, last), 3).tolist()
    size = len(days)
    names = [f"c{place % 150}" for place in range(size)]
    return {"id": [f"A{place}" for place in range(size)], "customer": names, "date": days, "amount": [50.0] * size}


def words(message: Message | None) -> str:
    return "" if message is None else FRENCH.text(message)


def ends_of(data: Dataset, table: str, as_of: dt.date = AS_OF) -> tuple[str | None, str | None]:
    cover = covers(State(as_of, data))[table]
    first, last = (None if day is None else date_of(day).isoformat() for day in (cover.first, cover.last))
    return first, last


# -- where a table ends -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "ends"),
    [
        (costs("2024-07-01", "2026-02-28"), "2026-02-28"),
        (costs("2024-07-01", "2026-06-28"), None),
        (months("2025-01", 14), "2026-02-28"),
        (months("2025-01", 18), None),
        ({**months("2025-01", 14), "until": [*months("2025-01", 14, 28)["date"]]}, "2026-02-28"),
        (months("2025-01", 17, 15), None),
        (months("2025-01", 14, 15), "2026-02-15"),
        ({"date": ["2025-07-01"], "until": ["2026-02-28"], "amount": [900.0]}, None),
        ({"date": ["2025-03-01", "2025-09-14", "2025-12-03", "2026-01-20"], "amount": [90.0] * 4}, None),
    ],
    ids=(
        "days",
        "a weekend",
        "months",
        "all months",
        "spans",
        "bills",
        "bills that stopped",
        "one bill",
        "few",
    ),
)
def test_where_costs_end(table: dict[str, Any], ends: str | None) -> None:
    assert ends_of(dataset(leads=leads(), costs=table), "costs")[1] == ends


def test_a_subscription_of_a_year_does_not_hide_that_the_bills_of_months_are_missing() -> None:
    bills = months("2025-01", 14)
    table = {
        "date": [*bills["date"], "2026-01-01"], "amount": [*bills["amount"], 1200.0],
        "until": [*months("2025-01", 14, 28)["date"], "2026-12-31"],
    }  # fmt: skip
    assert ends_of(dataset(leads=leads(), costs=table), "costs") == (
        "2025-01-01",
        "2026-02-28",
    )


def test_a_quiet_time_is_no_end() -> None:
    """Orders come every fortnight or so: twenty-five days without one are nothing special."""
    rng = np.random.default_rng(7)
    days = np.datetime64("2024-07-01") + np.cumsum(rng.integers(1, 28, 50))
    days = days[days <= np.datetime64("2026-06-05")]
    table = {"customer": ["a"] * len(days), "date": [str(day) for day in days], "amount": [50.0] * len(days)}
    assert ends_of(dataset(leads=leads(), orders=table), "orders")[1] is None


def test_a_list_of_leads_is_of_the_day_of_its_last_date() -> None:
    """No new lead since March, but sales in June: they stopped coming, the file did not."""
    own = leads(last="2026-03-31")
    own["won"] = [*own["won"][:-4], "2026-06-28", *own["won"][-3:]]
    assert ends_of(dataset(leads=own, costs=costs("2024-07-01", "2026-06-30")), "leads")[1] is None
    own = leads(last="2026-03-31")
    assert ends_of(dataset(leads=own, costs=costs("2024-07-01", "2026-06-30")), "leads")[1] == "2026-03-31"


def test_the_day_that_a_person_says_goes_before_the_rhythm() -> None:
    data = dataset(leads=leads(), costs=costs("2024-07-01", "2026-02-28"))
    assert ends_of(Dataset(data.frames, AS_OF, said={"costs": dt.date(2026, 4, 30)}), "costs")[1] == "2026-04-30"
    assert ends_of(Dataset(data.frames, AS_OF, said={"costs": AS_OF}), "costs")[1] is None


@pytest.mark.parametrize("seed", range(6))
def test_the_naive_reading_finds_the_same_days(seed: int) -> None:
    rng = np.random.default_rng(seed)
    begin = np.datetime64("2025-01-01") + rng.integers(0, 200)
    days = begin + np.cumsum(rng.integers(0, int(rng.integers(2, 20)), 60))
    days = days[days <= np.datetime64("2026-06-30")]
    table = {"date": [str(day) for day in days], "customer": ["a"] * len(days)}
    data = dataset(leads=leads("2025-01-01"), orders=table)
    wanted = known_from_to([day.item() for day in days], dt.date(2025, 1, 1), AS_OF)
    assert ends_of(data, "orders") == tuple(None if day is None else day.isoformat() for day in wanted)


# -- figures ----------------------------------------------------------------------------------------------------------


def test_costs_that_end_early_are_not_nothing() -> None:
    """Until February a lead costs 10 €, and nobody knows what it cost since."""
    data = state(leads=leads(), costs=costs("2024-07-01", "2026-02-28"), today=AS_OF)
    report = Report(a_slice(data, *YEAR, compare=period("2024-07-01", "2025-06-30")))
    for kpi, value in (("cpl", 10.0), ("cac", 2430 / 60), ("roi", 60 * 30 / 2430 - 1)):
        found = report.figure(BY_ID[kpi])
        assert found.measure.value == pytest.approx(value)
        assert words(found.measure.note).endswith(
            "du 01/07/2025 au 28/02/2026\xa0: rien dans «\u202fCoûts\u202f» après"
        )
        assert found.trend is not None
        assert (found.trend.change, found.trend.is_visible, found.trend.is_good) == (None, None, None)
    (line,) = (gap for gap in gaps(report) if gap.code == "ends_early")
    assert line.count == 122
    assert "«\u202fCoûts\u202f» jusqu’au 28/02/2026" in words(line.message)
    assert "ajoutez le fichier de la suite" in words(line.message)
    points = monthly(BY_ID["cpl"], report.evaluator)
    assert points is not None
    assert points.points[:8] == pytest.approx([10.0] * 8)
    assert all(point is None for point in points.points[8:])
    spring = Report(a_slice(data, "2026-04", "2026-06")).figure(BY_ID["cpl"]).measure
    assert (spring.value, words(spring.absent)) == (None, "rien dans «\u202fCoûts\u202f» après le 28/02/2026")


def test_costs_that_begin_late_are_not_nothing() -> None:
    data = state(leads=leads(), costs=costs("2026-01-05", "2026-06-30"), today=AS_OF)
    report = Report(a_slice(data, *YEAR, compare=period("2024-07-01", "2025-06-30")))
    found = report.figure(BY_ID["cpl"])
    assert found.measure.value == pytest.approx(10.0)
    assert words(found.measure.note) == "du 05/01/2026 au 30/06/2026\xa0: rien dans «\u202fCoûts\u202f» avant"
    assert found.trend is not None
    assert found.trend.previous.value is None
    assert found.trend.is_visible is None
    assert [gap.code for gap in gaps(report)] == ["begins_late"]


def test_all_dates_are_those_that_all_tables_cover() -> None:
    data = state(leads=leads(), costs=costs("2024-07-01", "2026-02-28"), today=AS_OF)
    assert Report(a_slice(data)).figure(BY_ID["cpl"]).measure.value == pytest.approx(10.0)
    assert Report(a_slice(data)).figure(BY_ID["leads"]).measure.value == 730


def test_the_popup_counts_the_same_days() -> None:
    report = Report(a_slice(state(leads=leads(), costs=costs("2024-07-01", "2026-02-28"), today=AS_OF), *YEAR))
    account = of_kpi(report.figure(BY_ID["cpl"]), report)
    assert [len(one) for one in account.counted] == [243, 243]
    assert "28/02/2026" in words(account.note)


def test_files_that_reach_as_far_say_nothing() -> None:
    data = state(leads=leads(), costs=months("2024-07", 24), orders=orders("2024-07-01", "2026-06-29"), today=AS_OF)
    report = Report(a_slice(data, *YEAR, compare=period("2024-07-01", "2025-06-30")))
    assert not gaps(report)
    assert all(figure.measure.note is None for figure in (report.figure(BY_ID[kpi]) for kpi in ("cpl", "orders")))


# -- orders -----------------------------------------------------------------------------------------------------------

ORDERS = state(leads=leads(), orders=orders("2024-01-01", "2026-03-31"), today=AS_OF)


def test_orders_that_end_early_are_not_none() -> None:
    report = Report(a_slice(ORDERS, "2026-04", "2026-06", compare=period("2026-01", "2026-03")))
    for kpi in ("orders", "order_revenue", "aov", "repeat_rate", "retention_rate", "complaint_rate"):
        figure = report.figure(BY_ID[kpi])
        assert figure.measure.value is None
        assert figure.trend is None or figure.trend.is_visible is None
    assert (
        words(report.figure(BY_ID["orders"]).measure.absent) == "rien dans «\u202fCommandes\u202f» après le 31/03/2026"
    )
    assert words(report.retention.absent) == "rien dans «\u202fCommandes\u202f» après le 31/03/2026"
    repeat = report.reach.step(Step.REPEAT)
    assert repeat is not None
    assert repeat.count is None
    assert [alert.kpi.id for alert in report.alerts.alerts] == []
    assert not {"orders", "order_revenue", "aov"} & {kpi.id for kpi in report.alerts.judged}


def test_nobody_goes_quiet_after_the_last_day_of_the_orders() -> None:
    """Each orders every fifty days: on the last day of the order book nobody is late, three months on all would be."""
    report = Report(a_slice(ORDERS, *YEAR))
    assert report.quiet_customers == ()
    assert report.retention.cohorts[-1].start == dt.date(2026, 3, 1)
    assert "31/03/2026" in words(report.retention.ends)
    known = Report(a_slice(state(leads=leads(last="2026-03-31"), orders=orders("2024-01-01", "2026-03-31"),
                                 today=dt.date(2026, 3, 31)), "2025-07-01", "2026-03-31"))  # fmt: skip
    assert report.figure(BY_ID["aov"]).measure.value == known.figure(BY_ID["aov"]).measure.value


# -- objectives -------------------------------------------------------------------------------------------------------


def stands(kpi: str, target: float, days: Sequence[str], **tables: Any) -> Any:
    return standing(Objective(kpi, target, period(*days)), state(leads=leads(), today=AS_OF, **tables))


def test_the_missing_months_of_costs_are_not_free() -> None:
    """900 € a month as always: the quarter will have cost 2,700 €, though none of it is written down."""
    table = months("2025-01", 14) | {"until": months("2025-01", 14, 28)["date"]}
    found = stands("spend", 3000, ("2026-04", "2026-09"), costs=table)
    assert found.actual.value is None
    assert found.expected.value == pytest.approx(5400)
    assert found.probability < 0.5
    assert "28/02/2026" in words(found.note)
    assert (found.pace, found.needed_per_week, found.is_met) == (None, None, None)


def test_a_cost_whose_costs_are_behind_is_what_it_was() -> None:
    found = stands("cpl", 9.0, ("2026-01", "2026-12"), costs=costs("2024-07-01", "2026-02-28"))
    assert found.actual.value == pytest.approx(10.0)
    assert found.expected.value == pytest.approx(10.0, rel=0.05)
    assert found.probability < 0.5


def test_a_return_whose_costs_are_behind_says_why_it_is_not_told() -> None:
    found = stands("roas", 3.0, ("2026-01", "2026-12"), costs=costs("2024-07-01", "2026-02-28"))
    assert found.probability is None
    assert words(found.absent) == "rien dans «\u202fCoûts\u202f» après le 28/02/2026"


def test_a_period_that_is_over_is_neither_reached_nor_not_while_its_orders_are_not_all_there() -> None:
    found = stands("order_revenue", 12_000.0, ("2026-01", "2026-06"), orders=orders("2024-01-01", "2026-03-31"))
    assert (found.actual.value, found.is_met, found.gap) == (13_500.0, True, 1_500.0)
    found = stands("order_revenue", 20_000.0, ("2026-01", "2026-06"), orders=orders("2024-01-01", "2026-03-31"))
    assert (found.is_met, found.gap) == (None, None)
    assert words(found.absent) == "rien dans «\u202fCommandes\u202f» après le 31/03/2026"


def test_orders_to_come_are_expected_from_the_last_day_known_on() -> None:
    found = stands("order_revenue", 50_000.0, ("2026-01", "2026-12"), orders=orders("2024-01-01", "2026-03-31"))
    assert found.expected.value == pytest.approx(365 * 150, rel=0.02)
