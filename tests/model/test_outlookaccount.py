"""What is behind the forecast and behind alerts."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import numpy as np
import pytest

from leaddesk.model.account import of_kpi
from leaddesk.model.measure import Unit
from leaddesk.model.outlookaccount import everything, month_of, of_ahead
from leaddesk.model.report import Report
from leaddesk.model.trialaccount import of_trials
from leaddesk.model.tried import told, tried_over
from leaddesk.text import Money, language
from tests.builders import a_slice, state
from tests.model import test_alerts, test_forecast

EN = language("en")


def whole(dates: tuple[Any, ...] = ()) -> Report:
    return everything(Report(a_slice(state(leads=test_forecast.leads(), as_of=test_forecast.AS_OF), *dates)))


@pytest.mark.parametrize("months", [1, 3])
def test_customers_are_those_of_the_open_leads_and_those_to_come(months: int) -> None:
    report = whole(("2024-01",))
    ahead = report.forecast.ahead[months - 1]
    found = of_ahead(report, ahead, Unit.COUNT)
    assert found.measure == ahead.customers
    assert found.filled is not None
    left, right = (cast("float", value) for _, value in found.filled.args)
    assert left == pytest.approx(ahead.from_open, abs=0.5)
    assert left + right == pytest.approx(ahead.customers.value, abs=1)
    (waiting,), (traced,) = found.counted, found.traced
    np.testing.assert_array_equal(waiting.positions, report.open_leads)
    assert len(waiting) > 0
    total = len(report.slice.dataset["leads"])
    assert len(traced.counted) + sum(len(one.positions) for one in traced.left_out) == total
    assert found.note == told(tried_over(report.slice), months, Unit.COUNT)


def test_each_trial_tells_its_days_what_was_expected_and_who_came() -> None:
    report = whole()
    found, trials = of_trials(report), report.forecast.trials
    assert found.measure.value == report.forecast.error
    assert found.filled is not None
    assert dict(found.filled.args)["right"] == sum(one.came for one in trials)
    *won, deals = found.counted
    assert [len(rows) for rows in won] == [one.came for one in trials]
    assert len(deals) == report.forecast.ahead[0].revenue.n
    assert len(found.facts) == len(trials) == 6
    for (name, said), one in zip(found.facts, trials, strict=True):
        days = f"{one.made + dt.timedelta(1):%d/%m/%Y} – {one.made + dt.timedelta(30):%d/%m/%Y}"
        low, high = one.customers.low or 0, one.customers.high or 0
        held = "in the interval" if low <= one.came <= high else "outside"
        expected = f"{one.customers.value:.0f} ({low:.0f} to {high:.0f}) expected; {one.came} came: {held}"
        assert (EN.text(name), EN.text(said)) == (days, expected)
    (traced,) = found.traced
    assert len(traced.counted) == sum(one.came for one in trials)


@pytest.mark.parametrize("unit", [Unit.COUNT, Unit.MONEY])
def test_the_trials_of_other_months_are_told_too(unit: Unit) -> None:
    report = whole()
    found = of_ahead(report, report.forecast.ahead[2], unit)
    tried = [one for one in tried_over(report.slice) if one.months == 3]
    assert len(found.facts) == len(tried) > 1
    came = f"{tried[0].came}" if unit is Unit.COUNT else f"€{tried[0].brought:,.0f}"
    assert f"expected; {came} came: " in EN.text(found.facts[0][1])
    assert EN.text(found.facts[0][0]).endswith(f" – {tried[0].made + dt.timedelta(90):%d/%m/%Y}")


def test_revenue_is_customers_times_a_mean_deal() -> None:
    report = whole()
    ahead = report.forecast.ahead[1]
    found = of_ahead(report, ahead, Unit.MONEY)
    assert found.filled is not None
    values = dict(found.filled.args)
    assert isinstance(values["right"], Money)
    assert values["right"].value == pytest.approx(100)  # each deal is
    assert values["left"] == pytest.approx(ahead.customers.value, abs=0.5)
    (deals,) = found.counted
    assert len(deals) == ahead.revenue.n
    assert found.note is not None
    assert "60 days ahead" in EN.text(found.note)


def test_without_amounts_there_is_nothing_to_fill_in() -> None:
    leads = test_forecast.leads(amount=None)
    report = everything(Report(a_slice(state(leads=leads, as_of=test_forecast.AS_OF))))
    found = of_ahead(report, report.forecast.ahead[0], Unit.MONEY)
    assert (found.filled, found.measure.value) == (None, None)


def test_behind_an_alert_is_the_figure_of_its_month() -> None:
    days = test_alerts.created(31)
    report = Report(a_slice(state(as_of=test_alerts.AS_OF, leads={"created": days}), "2024-01"))
    (alert,) = report.alerts.alerts
    month = month_of(report, alert)
    found = of_kpi(month.figure(alert.kpi), month)
    assert found.measure.value == alert.actual.value == 31
    assert [len(one) for one in found.counted] == [31]
    assert EN.text(found.label) == "New leads"
