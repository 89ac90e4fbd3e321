"""Alerts: what is told of the last complete month, and what chance explains."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import binom, mannwhitneyu

from leaddesk.model.alerts import Alerts, alerts
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.jointly import jointly
from leaddesk.model.kpis import BY_ID, KPIS
from leaddesk.model.measuring import measure
from leaddesk.model.method import Kind, Method
from leaddesk.model.questions import weight
from leaddesk.model.ranksum import rank_sum
from leaddesk.model.report import Report
from leaddesk.model.state import State
from leaddesk.model.sumratio import compared
from leaddesk.text import language
from tests.builders import a_slice, dataset, period, state
from tests.simulation.alerts import made

if TYPE_CHECKING:
    from leaddesk.model.kpi import Kpi

ENGLISH = language("en")
AS_OF = dt.date(2026, 4, 10)
START = dt.date(2025, 9, 1)


def created(fall: int) -> list[str]:
    """Two leads a day from September 2025 on, in March 2026 only one on so many days of it."""
    found = []
    for number in range((AS_OF - START).days + 1):
        day = START + dt.timedelta(days=number)
        found += [day.isoformat()] * (1 if (day.year, day.month) == (2026, 3) and day.day <= fall else 2)
    return found


def of(**tables: object) -> Alerts:
    return Report(a_slice(state(as_of=AS_OF, **tables))).alerts  # type: ignore[arg-type]


def test_half_the_leads_of_a_month_are_told() -> None:
    """62 is usual, 31 came: told, with how sure it is and the leads of the month."""
    found = of(leads={"created": created(31)})
    assert found.period == period("2026-03")
    (alert,) = found.alerts
    assert (alert.kpi.id, alert.actual.value, alert.count, len(alert.leads)) == ("leads", 31, 31, 31)
    assert alert.usual.value == pytest.approx(62, abs=1)
    assert alert.usual.low is not None
    assert alert.usual.low > 31
    assert alert.chance < 0.01
    assert (alert.is_more, alert.is_good) == (False, False)
    assert "less than usual" in alert.what.msgid
    assert "chance alone" in alert.sure.msgid


def test_since_when_and_where_to_look_are_told() -> None:
    """One lead a day on Google and one on flyers; from February on the one on Google is missing."""
    days = [(AS_OF - dt.timedelta(days=age)).isoformat() for age in reversed(range(330))]
    kept = [day for day in days if day < "2026-02-01"]
    leads = {"created": days + kept, "channel": ["Flyers"] * len(days) + ["Google"] * len(kept)}
    (alert,) = of(leads=leads).alerts
    assert alert.since == dt.date(2026, 2, 1)
    assert alert.lasts is not None
    assert ENGLISH.text(alert.lasts) == "So it has been since 01/02/2026."
    (google,) = alert.farthest
    assert (google.key, google.actual) == ("Google", 0)
    assert google.usual == pytest.approx(28, abs=3)
    (new,) = of(leads={"created": created(31)}).alerts
    assert (new.since, new.farthest) == (dt.date(2026, 3, 1), ())
    assert new.lasts is not None
    assert ENGLISH.text(new.lasts) == "The month before was as usual."


def test_a_few_leads_fewer_are_not() -> None:
    found = of(leads={"created": created(8)})
    assert [kpi.id for kpi in found.judged] == ["leads"]
    assert found.alerts == ()


def test_whatever_the_period_but_within_the_filters() -> None:
    days = created(31)
    leads = {"created": days, "channel": ["Google"] * len(days)}
    report = Report(a_slice(state(as_of=AS_OF, leads=leads), "2025-10", channel="Google"))
    assert len(report.alerts.alerts) == 1
    none = Report(a_slice(state(as_of=AS_OF, leads=leads), channel=[None]))
    assert (none.alerts.alerts, none.alerts.absent is None) == ((), False)


def test_the_running_month_is_not_judged() -> None:
    leads = {"created": [day for day in created(0) if day < "2026-04-01"]}
    assert of(leads=leads).alerts == ()
    last = state(as_of=dt.date(2026, 3, 31), leads=leads)
    assert Report(a_slice(last)).alerts.period == period("2026-03")


@pytest.mark.parametrize("leads", [{"created": []}, {"name": ["A"]}, {"created": ["2026-03-20"] * 60}])
def test_too_early(leads: dict[str, list[str]]) -> None:
    found = of(leads=leads)
    assert found.absent is not None
    assert found.judged == ()


def test_without_data() -> None:
    assert alerts(Evaluator(a_slice(State(AS_OF, dataset())))).absent is not None


def test_slower_answers_and_a_worse_rate_are_told() -> None:
    """Answers of an hour take four in March; of leads decided, half are won, in March none."""
    days = [day for day in created(0) if not dt.date.fromisoformat(day).weekday() >= 5]
    slow = [day.startswith("2026-03") for day in days]
    won = [number % 2 == 0 and not late for number, late in enumerate(slow)]
    leads = {
        "created": [f"{day} 10:00" for day in days],
        "responded": [f"{day} {'14' if late else '11'}:{number % 50:02}" for number, (day, late) in
                      enumerate(zip(days, slow, strict=True))],
        "status": ["won" if one else "lost" for one in won],
        "won": [day if one else None for day, one in zip(days, won, strict=True)],
        "lost": [None if one else day for day, one in zip(days, won, strict=True)],
    }  # fmt: skip
    found = {alert.kpi.id: alert for alert in of(leads=leads).alerts}
    assert {"response_time", "win_rate", "customers", "conversion_rate"} <= set(found)
    assert found["response_time"].is_more
    assert found["response_time"].is_good is False
    assert found["conversion_rate"].within == 10
    assert found["conversion_rate"].actual.value == 0
    usual = found["win_rate"].usual
    assert usual.value == pytest.approx(0.5, abs=0.05)
    assert usual.low is not None
    assert usual.low > 0


def counted(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> list[npt.NDArray[np.int64]]:
    """How many each sample has of each value of both."""
    values = np.unique(np.concatenate([first, second]))
    return [np.bincount(np.searchsorted(values, one), minlength=len(values)) for one in (first, second)]


def test_the_rank_sum_is_that_of_scipy() -> None:
    rng = np.random.default_rng(20261205)
    for size in (8, 20, 50):
        first, second = rng.integers(0, 12, size).astype(float), rng.integers(1, 14, 40).astype(float)
        wanted = mannwhitneyu(first, second, method="asymptotic").pvalue
        assert rank_sum(*counted(first, second)) == pytest.approx(wanted, abs=1e-12)
    assert rank_sum(*counted(np.ones(9), np.ones(30))) == 1


def test_twice_the_orders_are_told_without_a_lead() -> None:
    """Two a day, in March four: more than usual, good news, and there are no leads behind it."""
    days = created(0)
    orders = {"date": days + [day for day in days if day.startswith("2026-03")]}
    found = of(orders=orders)
    (alert,) = found.alerts
    assert (alert.kpi.id, alert.actual.value, alert.is_more, alert.is_good) == ("orders", 124, True, True)
    assert "more than usual" in alert.what.msgid
    assert (alert.count, alert.leads.tolist()) == (0, [])


def test_how_seldom_chance_would_do_that_is_told() -> None:
    """42 leads instead of 62: seldom, but not once in a thousand months."""
    (alert,) = of(leads={"created": created(20)}).alerts
    assert 0.001 < alert.chance < 0.05
    assert ENGLISH.text(alert.sure) == f"chance alone would do that in one month of {round(1 / alert.chance)}"


def test_a_share_of_a_month_without_a_case_is_not_judged() -> None:
    """Each day one lead is won and one lost, but in March nobody decided anything."""
    days = created(0)
    decided = [None if day.startswith("2026-03") else day for day in days]
    leads: dict[str, list[Any]] = {
        "created": days,
        "status": ["new" if day is None else ("won", "lost")[place % 2] for place, day in enumerate(decided)],
        "won": [day if place % 2 == 0 else None for place, day in enumerate(decided)],
        "lost": [day if place % 2 == 1 else None for place, day in enumerate(decided)],
    }
    judged = {kpi.id for kpi in of(leads=leads).judged}
    assert "win_rate" not in judged
    assert {"leads", "customers"} <= judged


def weeks(count: int) -> list[dt.date]:
    """The Mondays of so many weeks before the end of March 2026."""
    return [dt.date(2026, 3, 30) - dt.timedelta(weeks=number) for number in reversed(range(count))]


def mailings(good: int) -> Alerts:
    """A mailing to a thousand each week: 280 to 320 open it in turn, in March 2026 *good*."""
    mondays = weeks(52)
    opened = [good if day >= dt.date(2026, 3, 1) else 280 + 20 * (place % 3) for place, day in enumerate(mondays)]
    columns = {"date": [day.isoformat() for day in mondays], "delivered": [1000] * 52, "opened": opened}
    return of(emails=columns)


def test_mailings_that_are_opened_less_are_told() -> None:
    """Of 5,000 delivered in March 2026 1,000 were opened, of 4,000 in four weeks 1,200 are used to be."""
    (alert,) = mailings(200).alerts
    assert (alert.kpi.id, alert.actual.value, alert.actual.n, alert.count) == ("open_rate", 0.2, 5000, 0)
    assert alert.usual.value == pytest.approx(0.3, abs=0.001)
    assert alert.usual.low is not None
    assert alert.usual.low > 0.27
    assert alert.is_good is False


def test_mailings_as_usual_are_looked_at_and_not_told() -> None:
    found = mailings(310)
    assert [kpi.id for kpi in found.judged] == ["open_rate"]
    assert found.alerts == ()


def test_mailings_that_differ_a_lot_hide_what_single_cases_would_tell() -> None:
    """Of the mailings of four weeks now a tenth, now a half is opened: a month of a fifth is nothing then, where the
    luck of single readers would have told it.
    """
    mondays = weeks(52)
    opened = [200 if day >= dt.date(2026, 3, 1) else (100, 500)[place // 4 % 2] for place, day in enumerate(mondays)]
    columns = {"date": [day.isoformat() for day in mondays], "delivered": [1000] * 52, "opened": opened}
    found = of(emails=columns)
    assert [kpi.id for kpi in found.judged] == ["open_rate"]
    assert found.alerts == ()


def test_what_is_no_share_of_its_cases_is_compared_too() -> None:
    """Of 1,000 people reached by each post 40 or 60 respond, in March 2026 200; minutes on the site: 2, then 5."""
    mondays = weeks(40)
    late = [day >= dt.date(2026, 3, 1) for day in mondays]
    days = [day.isoformat() for day in mondays]
    found = of(
        social={"date": days, "reach": [1000] * 40,
                "interactions": [200 if one else 40 + 20 * (place % 2) for place, one in enumerate(late)]},
        web={"date": days, "sessions": [100] * 40,
             "total_time": [100 * 60 * (5.0 if one else 1.8 + 0.4 * (place % 2)) for place, one in enumerate(late)]},
    )  # fmt: skip
    told = {alert.kpi.id: alert for alert in found.alerts}
    assert {name: alert.actual.value for name, alert in told.items()} == {
        "engagement_rate": pytest.approx(0.2),
        "avg_time_on_site": pytest.approx(5),
    }
    assert told["avg_time_on_site"].usual.value == pytest.approx(2, abs=0.01)
    assert told["engagement_rate"].usual.value == pytest.approx(0.05, abs=0.001)


def test_below_six_stretches_of_four_weeks_no_ratio_of_sums_is_judged() -> None:
    days = [day.isoformat() for day in weeks(25)]
    columns = {"date": days, "delivered": [1000] * 25, "opened": [300] * 25}
    assert of(emails=columns).absent is not None


def test_complaints_are_judged_by_their_kind() -> None:
    """A complaint and a question in turn, one a day; 62 complaints more in March 2026 are told, questions are not."""
    days = created(0)[::2]
    kinds = ["Retard" if place % 2 else "Question" for place in range(len(days))]
    march = [day for day in days if day.startswith("2026-03")]
    usual = of(service={"opened": days, "kind": kinds})
    assert ([kpi.id for kpi in usual.judged], usual.alerts) == (["complaints"], ())
    found = of(service={"opened": days + march * 2, "kind": kinds + ["Retard"] * (2 * len(march))})
    (alert,) = found.alerts
    assert (alert.kpi.id, alert.is_good) == ("complaints", False)
    assert alert.actual.value == 62 + 16
    assert alert.usual.value == pytest.approx(15.5, abs=1)
    more = of(service={"opened": days + march * 2, "kind": kinds + ["Question"] * (2 * len(march))})
    assert more.alerts == ()


def test_average_orders_what_customers_say_and_complaints_for_orders_are_judged() -> None:
    """Three orders of 90, 100 and 110 a day, in March 2026 of twice as much; a mark of 10 and one of 5 in turn, then 5
    alone; a complaint each other day, in March three a day.
    """
    days = [(AS_OF - dt.timedelta(days=age)).isoformat() for age in reversed(range(330))]
    march = [day.startswith("2026-03") for day in days]
    orders = {
        "date": [day for day in days for _ in range(3)],
        "amount": [amount * (1 + late) for late in march for amount in (90, 100, 110)],
    }
    surveys = {"date": days, "recommendation": [5 if late or place % 2 else 10 for place, late in enumerate(march)]}
    opened = days[::2] + [day for day, late in zip(days, march, strict=True) if late for _ in range(3)]
    found = of(orders=orders, surveys=surveys, service={"opened": opened})
    told = {alert.kpi.id: alert for alert in found.alerts}
    assert {"aov", "nps", "complaint_rate"} <= set(told)
    assert told["aov"].actual.value == pytest.approx(200)
    assert told["aov"].actual.n == 93
    assert told["aov"].usual.value == pytest.approx(100, abs=1)
    assert (told["nps"].actual.value, told["nps"].actual.n) == (-100, 31)
    assert told["nps"].usual.value == pytest.approx(0, abs=3)
    assert told["complaint_rate"].usual.value == pytest.approx(100 / 6, abs=1)
    assert told["complaint_rate"].is_good is False


def _is_dated(kpi: Kpi) -> bool:
    return not isinstance(kpi.expression, Method) or kpi.expression.is_dated


def test_every_figure_of_the_month_is_judged_or_it_is_said_why_not() -> None:
    """Of a company with every table."""
    data = made(np.random.default_rng(20261299))
    whole = Evaluator(a_slice(State(AS_OF, data)))
    found = alerts(whole)
    here = Evaluator(a_slice(State(AS_OF, data), "2026-03"))
    shown = {kpi.id for kpi in KPIS if measure(kpi, here).value is not None and _is_dated(kpi)}
    judged, unjudged = {kpi.id for kpi in found.judged}, {kpi.id: reason for kpi, reason in found.unjudged}
    assert judged | set(unjudged) == shown
    assert not judged & set(unjudged)
    assert unjudged["spend"].msgid == "decided, not left to chance"
    assert {"aov", "nps", "complaint_rate", "csat", "repeat_rate", "response_within_target"} <= judged | set(unjudged)


def test_each_method_is_compared_by_month_or_says_why_not() -> None:
    for kpi in KPIS:
        method = kpi.expression
        if isinstance(method, Method) and method.is_dated:
            ways = (method.days, method.monthly, method.unjudged)
            assert sum(way is not None for way in ways) == 1, kpi.id


def test_chances_are_told_together() -> None:
    """By hand: with equal weights Holm's; what weighs twice has twice its part, and what is left shares all."""
    assert jointly([0.02, 0.5, 0.01], [1, 1, 1]) == pytest.approx([0.04, 0.5, 0.03])
    assert jointly([0.02, 0.5, 0.01], [2, 1, 1]) == pytest.approx([0.04, 0.5, 0.04])
    assert jointly([0.02, 0.5, 0.01], [1, 1, 8]) == pytest.approx([0.04, 0.5, 0.0125])
    assert jointly([0.3, 0.4], [1, 1]) == pytest.approx([0.6, 0.6])
    assert [weight(BY_ID[kpi]) for kpi in ("leads", "average_deal", "open_rate")] == [20, 4, 1]


def test_average_orders_that_went_up_with_other_customers_are_no_news() -> None:
    """110 or so for ten stretches, 150 for three, then 172: against the whole year alone it would be."""
    amounts = np.array([150, 145, 155, 100, 110, 120, 100, 110, 120, 100, 110, 120, 110]) * 40.0
    own, past = (172 * 44.0, 44.0), (amounts, np.full(13, 40.0))
    alone = compared(own, past, Kind.AMOUNTS)
    found = compared(own, past, Kind.AMOUNTS, comes_again=True)
    assert alone is not None
    assert found is not None
    assert alone.chance < 0.05
    assert found.chance > 0.3
    assert found.usual.value == pytest.approx(150)
    fallen = compared((90 * 44.0, 44.0), past, Kind.AMOUNTS, comes_again=True)
    assert fallen is not None
    assert fallen.usual.value == pytest.approx(119.2, abs=0.1), "what is least off is told"


def test_a_share_is_off_by_the_luck_of_its_cases_and_by_its_stretches() -> None:
    """Half of 40 in each stretch: alike as they are, the luck of single cases is what a month has to leave."""
    past = np.full(13, 20.0), np.full(13, 40.0)
    found = compared((10.0, 40.0), past, Kind.SHARE)
    assert found is not None
    assert found.chance == pytest.approx(2 * binom.cdf(10, 40, 0.5), rel=0.25)
    assert compared((10.0, 7.0), past, Kind.SHARE) is None, "too few cases"


def test_amounts_that_are_all_alike_are_no_news() -> None:
    """100 € a deal in every month of the file, to the last cent: rounding is no change, another price is one."""
    past = np.full(12, 3_000.0), np.full(12, 30.0)
    same, other = (compared((price * 8.0, 8.0), past, Kind.AMOUNTS) for price in (100.0, 99.0))
    assert same is not None
    assert same.chance > 0.99
    assert other is not None
    assert other.chance < 1e-9
