"""The parts of a Report: funnel, channels, months, trends, and the leads behind them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from leaddesk.model.channels import breakdown
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Count
from leaddesk.model.funnel import Funnel, dated_steps, funnel
from leaddesk.model.intervals import wilson
from leaddesk.model.kpis import BY_ID, COMPARED, KPIS
from leaddesk.model.measure import Measure
from leaddesk.model.months import LONGEST, by_month
from leaddesk.model.report import Report
from leaddesk.model.slice import dimension
from leaddesk.model.stages import LADDER, Stage
from leaddesk.model.terms import EXPENSES
from leaddesk.model.trend import Trend, compared, trend
from leaddesk.text import Message, language
from tests.builders import a_slice, dataset, period, state

ENGLISH = language("en")


def report(data: Any, *days: str, **kept: Any) -> Report:
    return Report(a_slice(data, *days, **kept))


def words(message: Message | None) -> str:
    assert message is not None
    return ENGLISH.text(message)


# -- funnel ------------------------------------------------------------------------------------------------------------

# Ten leads: how far each got is in its status or its dates.
TEN = {
    "created":   ["2025-01-01"] * 9 + ["2025-02-01"],
    "status":    [*["Gagné"] * 2, *["Perdu"] * 3, "Nouveau", "Qualifié", "Devis envoyé", "Spam", "Nouveau"],
    "contacted": ["2025-01-02", "2025-01-04", "2025-01-03", None, None, None, "2025-01-11", None, None, None],
    "quoted":    [None, "2025-01-09", None, "2025-01-05", None, None, None, None, None, None],
    "qualified": ["2025-01-05", None, None, None, None, None, "2025-01-15", None, None, None],
    "won":       ["2025-01-09", "2025-01-29", None, None, None, None, None, None, None, None],
}  # fmt: skip


def test_a_funnel_by_hand() -> None:
    """January's nine: two won; lost once contacted; lost after a quote; lost and invalid without a trace; one new;
    one qualified; one with a quote.
    """
    found = report(dataset(leads=TEN), "2025-01").funnel
    assert [step.stage for step in found.steps] == list(LADDER)
    # All 9; contacted: 2 won, 1 lost later, 1 lost after the quote, the qualified and the quoted: 6; qualified: 5
    # (the won, the quoted-and-lost, the qualified, the quoted); quote: 4; negotiation and won: 2.
    assert [step.reached for step in found.steps] == [9, 6, 5, 4, 2, 2]
    assert found.unknown == 2  # one lost, one invalid
    assert [step.lost for step in found.steps] == [0, 3, 1, 1, 2, 0]
    quote = found.steps[3]
    assert (quote.of_first.value, quote.of_previous.value) == (4 / 9, 4 / 5)
    assert quote.drop_off.value == pytest.approx(1 / 5)
    assert quote.drop_off.low == pytest.approx(1 - (quote.of_previous.high or 0))
    assert quote.drop_off.high == pytest.approx(1 - (quote.of_previous.low or 0))
    assert (quote.of_first.n, quote.of_previous.n) == (9, 5)


def test_the_worst_leak_leaves_unknown_depths_and_open_leads_aside() -> None:
    """New to contacted: of 9 − 2 unknown − 1 open, all got there. Contacted to qualified: one of six was lost. Quote to
    negotiation: of 4 one is open, one was lost, two went on: three decided ones are too few to call that the leak.
    """
    found = report(dataset(leads=TEN), "2025-01").funnel
    assert [(step.went_on.value, step.went_on.n) for step in found.steps[1:4]] == [(1, 6), (5 / 6, 6), (1, 4)]
    assert found.worst == LADDER.index(Stage.QUALIFIED)
    assert found.leak is not None
    assert (found.leak.before, found.leak.stage, found.leak.lost, found.leak.of) == (
        Stage.CONTACTED, Stage.QUALIFIED, 1, 6,
    )  # fmt: skip
    assert found.leak.share.value == pytest.approx(1 / 6)
    assert found.leak.share.n == 6
    assert (found.leak.share.low, found.leak.share.high) == pytest.approx(wilson(1, 6))
    assert report(dataset(leads=TEN), "2025-01").leads_leaked(Stage.NEGOTIATION).tolist() == [3]


def test_young_leads_have_not_leaked() -> None:
    """Eight came yesterday and wait for a call: that is no leak. Of ten quotes four were lost: that is one."""
    leads = {"status": ["new"] * 8 + ["won"] * 6 + ["lost"] * 4, "quoted": [None] * 14 + ["2025-01-05"] * 4}
    found = report(dataset(leads=leads))
    assert found.funnel.steps[1].lost == 8
    assert found.funnel.leak is not None
    assert (found.funnel.leak.before, found.funnel.leak.lost, found.funnel.leak.of) == (Stage.QUOTE, 4, 10)
    assert found.leads_leaked(Stage.NEGOTIATION).tolist() == [14, 15, 16, 17]


def test_one_lost_of_two_is_no_leak_yet() -> None:
    leads = {"status": ["quote"] * 5 + ["lost", "won"], "quoted": ["2025-01-05"] * 7}
    found = report(dataset(leads=leads)).funnel
    assert (found.worst, found.leak, found.is_early) == (None, None, True)
    assert report(dataset(leads={"status": ["new", "won"]})).funnel.is_early is False


def test_without_a_loss_of_known_depth_there_is_no_leak() -> None:
    leads = {"status": ["Nouveau", "Nouveau", "Perdu", "Gagné"]}
    found = report(dataset(leads=leads))
    assert (found.funnel.worst, found.funnel.leak) == (None, None)
    assert found.leads_leaked(Stage.CONTACTED).tolist() == []
    open_ = report(dataset(leads={"status": ["Nouveau"]})).funnel.steps[1].went_on
    assert words(open_.absent) == "the leads of the stage before are all still open"


def test_days_from_stage_to_stage() -> None:
    """Created to contacted: 1, 3, 2, 10 days, median 2.5. Contacted to qualified: 3 and 4. Qualified to quoted: the one
    with a quote date has no qualified date. Quoted to won: 20.
    """
    steps = report(dataset(leads=TEN), "2025-01").funnel.steps
    assert [(step.days.value, step.days.n) for step in steps[1:3]] == [(2.5, 4), (3.5, 2)]
    assert words(steps[3].days.absent) == "no lead with both dates in this period"
    assert words(steps[0].days.absent) == "this stage has no date of its own"
    assert words(steps[4].days.absent) == "this stage has no date of its own"
    assert (steps[5].days.value, steps[5].days.n) == (20, 1)
    assert dated_steps()[-1] == (Stage.QUOTE, Stage.WON)
    without = {name: values for name, values in TEN.items() if name != "contacted"}
    assert (
        words(report(dataset(leads=without)).funnel.steps[1].days.absent) == "the dates of this step are not recorded"
    )


def test_a_funnel_of_nothing_says_why() -> None:
    assert report(dataset(leads=TEN), "2023-01").funnel == Funnel(
        (), 0, None, report(dataset(leads=TEN), "2023-01").funnel.absent
    )
    assert words(report(dataset(leads=TEN), "2023-01").funnel.absent) == "no lead in this period"
    assert words(report(dataset()).funnel.absent) == "not measured yet: no spreadsheet of “Leads” was opened"
    assert words(report(dataset(leads={"id": ["1"]})).funnel.absent).startswith("not measured yet: no column “Status”")


def test_a_stage_that_nobody_reached_has_no_share_after_it() -> None:
    found = report(dataset(leads={"status": ["Nouveau", "Nouveau"]})).funnel
    assert [step.reached for step in found.steps] == [2, 0, 0, 0, 0, 0]
    assert words(found.steps[2].of_previous.absent) == "no lead reached the stage before"
    assert words(found.steps[2].drop_off.absent) == "no lead reached the stage before"
    assert found.worst is None
    everyone = report(dataset(leads={"status": ["Gagné"]})).funnel
    assert (everyone.worst, everyone.leak) == (None, None)


def test_the_leads_behind_a_bar() -> None:
    one = report(dataset(leads=TEN), "2025-01")
    assert one.leads_at(Stage.QUALIFIED).tolist() == [0, 1, 3, 6, 7]
    assert one.leads_at(Stage.QUALIFIED, dropped=True).tolist() == [2]
    assert one.leads_at(Stage.NEW, dropped=True).tolist() == list(range(9))
    for step in one.funnel.steps[1:]:
        assert len(one.leads_at(step.stage)) == step.reached
        assert len(one.leads_at(step.stage, dropped=True)) == step.lost


# -- channels ----------------------------------------------------------------------------------------------------------


def test_channels_side_by_side() -> None:
    leads = {
        "channel": ["a", "a", None, "b"],
        "created": ["2025-01-01"] * 3 + ["2025-02-01"],
        "status": ["Gagné"] * 4,
        "won": ["2025-01-05"] * 4,
    }
    costs = {"channel": ["c", "a"], "date": ["2025-01-01", "2025-01-01"], "amount": [30, 10]}
    found = report(dataset(leads=leads, costs=costs), "2025-01").channels
    assert found.kpis == COMPARED
    table = {row.key: [measure.value for measure in row.measures[:3]] for row in found.rows}
    # b has no lead in January but customers; c has spend alone. What b and the leads without a channel cost is unknown.
    assert table == {"a": [2, 10, 5], "b": [0, None, None], "c": [0, 30, None], None: [1, None, None]}
    unknown = next(row for row in found.rows if row.key is None).measures[2].absent
    assert words(unknown) == "no cost recorded in this period"
    assert [measure.value for measure in found.total[:3]] == [3, 40, pytest.approx(40 / 3)]
    assert [row.key for row in found.rows] == ["a", "b", "c", None]


def test_rows_without_anything_are_left_out() -> None:
    leads = {"channel": ["a", "b"], "created": ["2025-01-01", "2025-02-01"]}
    found = report(dataset(leads=leads), "2025-01")
    assert [row.key for row in found.by("channel", (BY_ID["leads"],)).rows] == ["a"]
    # A rate of 0 out of one lead is something to show.
    statuses = {**leads, "status": ["Perdu", "Perdu"]}
    rates = report(dataset(leads=statuses), "2025-01").by("channel", (BY_ID["conversion_rate"],)).rows
    assert [(row.key, row.measures[0].value) for row in rates] == [("a", 0)]


def test_a_breakdown_by_a_dimension_that_costs_lack_says_so_in_each_row() -> None:
    leads = {"owner": ["Inès", "Zoé", "Zoé"], "status": ["Gagné"] * 3}
    data = dataset(leads=leads, costs={"channel": ["a"], "amount": [30]})
    found = report(data).by("owner")
    assert [row.key for row in found.rows] == ["Inès", "Zoé"]
    cpl = [row.measures[KPIS.index(BY_ID["cpl"])] for row in found.rows]
    assert {words(measure.absent) for measure in cpl} == {"“spend” is not recorded by Owner"}
    assert found.total[KPIS.index(BY_ID["cpl"])].value == 10


def test_counts_of_all_channels_sum_to_the_total() -> None:
    found = breakdown(
        Evaluator(a_slice(dataset(leads=TEN | {"channel": [*list("abcabcaa"), None, "a"]}))),
        dimension(dataset(leads=TEN | {"channel": [*list("abcabcaa"), None, "a"]}), "channel"),
    )
    for place, kpi in enumerate(found.kpis):
        if isinstance(kpi.expression, Count):
            assert sum(row.measures[place].value or 0 for row in found.rows) == found.total[place].value


# -- months ------------------------------------------------------------------------------------------------------------


def test_months_from_the_first_to_the_last() -> None:
    leads = {"created": ["2025-01-31", "2025-01-01", "2025-04-30", None]}
    found = report(state(leads=leads, today=dt.date(2025, 4, 30))).leads_by_month
    assert [(month.start.isoformat(), month.count, month.is_partial) for month in found.months] == [
        ("2025-01-01", 2, False), ("2025-02-01", 0, False), ("2025-03-01", 0, False), ("2025-04-01", 1, False),
    ]  # fmt: skip
    assert (found.earlier, found.later, found.undated, found.absent) == (0, 0, 1, None)


def test_a_month_that_the_period_or_today_cuts_short_is_partial() -> None:
    leads = {"created": ["2025-01-20", "2025-02-10", "2025-03-05"]}
    data = state(leads=leads, today=dt.date(2025, 3, 15))
    assert [month.is_partial for month in report(data).leads_by_month.months] == [False, False, True]
    cut = report(data, "2025-01-10", "2025-02-20").leads_by_month.months
    assert [month.is_partial for month in cut] == [True, True]
    as_of = report(state(leads=leads, as_of=dt.date(2025, 2, 27))).leads_by_month.months
    assert [month.is_partial for month in as_of] == [False, True]


def test_a_stray_date_neither_draws_a_thousand_months_nor_hides_the_others() -> None:
    recent = ["2025-01-20", "2025-02-10", "2025-02-11"]
    february = dt.date(2025, 2, 28)
    old = report(dataset(as_of=february, leads={"created": ["1926-05-01", *recent]})).leads_by_month
    assert (len(old.months), old.earlier, old.later) == (LONGEST, 1, 0)
    assert [month.count for month in old.months[-2:]] == [1, 2]
    # A typing mistake of the other kind: that lead has not come yet.
    future = report(dataset(as_of=february, leads={"created": [*recent, "2205-02-11"]})).leads_by_month
    assert [month.count for month in future.months] == [1, 2]
    assert (future.earlier, future.later) == (0, 0)
    never = report(dataset(leads={"created": ["9999-12-31"]})).leads_by_month
    assert (never.months, never.later) == ((), 0)
    both = report(dataset(leads={"created": ["1926-05-01", *recent, "9999-12-31"]})).leads_by_month
    assert (len(both.months), both.earlier, both.later) == (LONGEST, 1, 0)


def test_months_without_a_lead_at_both_ends_of_a_period_are_there() -> None:
    """A channel that brought leads from February to March; the list goes from January to the as-of day in May."""
    leads = {"created": ["2025-01-05", "2025-02-10", "2025-03-05", "2025-05-02"], "channel": ["a", "b", "b", "a"]}
    data = state(leads=leads, as_of=dt.date(2025, 5, 20))
    whole = report(data, "2024-11-01", "2025-12-31", channel="b").leads_by_month.months
    assert [(month.start.month, month.count) for month in whole] == [(1, 0), (2, 1), (3, 1), (4, 0), (5, 0)]
    assert [month.is_partial for month in whole] == [False, False, False, False, True]
    ended = report(data, "2025-02-01", "2025-04-30", channel="b").leads_by_month.months
    assert [(month.start.month, month.count) for month in ended] == [(2, 1), (3, 1), (4, 0)]
    everything = report(data, channel="b").leads_by_month.months
    assert [(month.start.month, month.count) for month in everything] == [(2, 1), (3, 1), (4, 0), (5, 0)]


def test_months_without_dates_say_so() -> None:
    assert words(report(dataset()).leads_by_month.absent) == "not measured yet: no spreadsheet of “Leads” was opened"
    undated = report(dataset(leads={"created": [None, None]})).leads_by_month
    assert (undated.months, undated.undated, words(undated.absent)) == ((), 2, "none of the rows has a date")
    without = report(dataset(leads={"id": ["1", "2"]})).leads_by_month
    assert (without.months, without.undated) == ((), 2)
    assert words(without.absent).startswith("not measured yet: no column “Created on”")
    with pytest.raises(TypeError):
        by_month(EXPENSES, report(dataset(costs={"amount": [1]})).evaluator)


def test_months_of_customers_and_of_the_period_before() -> None:
    leads = {"created": ["2025-01-01", "2025-02-01"], "won": ["2025-02-03", None]}
    one = report(dataset(leads=leads), "2025-02", compare=period("2025-01"))
    assert [(month.start.month, month.count) for month in one.customers_by_month.months] == [(2, 1)]
    assert one.past_leads_by_month is not None
    assert [(month.start.month, month.count) for month in one.past_leads_by_month.months] == [(1, 1)]
    assert report(dataset(leads=leads)).past_leads_by_month is None


# -- trend -------------------------------------------------------------------------------------------------------------


def figure(name: str, data: Any, now: str, before: str) -> Trend:
    found = report(data, now, compare=period(before)).figure(BY_ID[name]).trend
    assert found is not None
    return found


def test_a_trend_is_relative_for_counts_and_in_points_for_shares() -> None:
    leads = {"created": ["2025-01-01"] * 4 + ["2025-02-01"] * 5}
    found = figure("leads", dataset(leads=leads), "2025-02", "2025-01")
    assert (found.previous.value, found.change, found.is_good, found.is_visible) == (4, 0.25, True, None)
    lost = {"won": ["2025-01-01"] * 3 + ["2025-02-01"], "lost": [None, "2025-01-02", None, None], "closed": [None] * 4}
    lost = {
        "status": ["Gagné", "Perdu", "Gagné", "Perdu"],
        "closed": ["2025-01-05", "2025-01-05", "2025-02-05", "2025-02-05"],
    }
    found = figure("win_rate", dataset(leads=lost), "2025-02", "2025-01")
    assert (found.change, found.is_good) == (0, None)


def test_more_spend_is_neither_good_nor_bad_and_a_higher_cost_is_bad() -> None:
    costs = {"date": ["2025-01-01", "2025-02-01"], "amount": [100, 150]}
    leads = {"created": ["2025-01-01", "2025-02-01"]}
    data = dataset(leads=leads, costs=costs)
    assert (
        figure("spend", data, "2025-02", "2025-01").change,
        figure("spend", data, "2025-02", "2025-01").is_good,
    ) == (0.5, None)
    assert figure("cpl", data, "2025-02", "2025-01").is_good is False
    assert figure("cpl", data, "2025-02", "2025-01").is_visible is False  # one lead each: chance alone


def test_without_an_interval_nobody_can_tell() -> None:
    """Eight sales each do not bound a return: it rose, but that is no news."""
    days = [f"{month}-{day:02}" for month in ("2025-01", "2025-02") for day in range(1, 9)]
    leads = {"created": days, "won": days, "margin": [10.0] * 8 + [30.0] * 8}
    costs = {"date": ["2025-01-01", "2025-02-01"], "amount": [40, 40]}
    found = figure("roi", dataset(as_of=dt.date(2025, 2, 28), leads=leads, costs=costs), "2025-02", "2025-01")
    assert (found.change, found.is_visible, words(found.unsure)) == (4.0, None, "too few to tell")


def test_a_difference_is_visible_when_chance_does_not_explain_it() -> None:
    def rate(won: int, of: int) -> dict[str, list[str]]:
        return {"status": ["Gagné"] * won + ["Perdu"] * (of - won)}

    def both(one: tuple[int, int], two: tuple[int, int]) -> Trend:
        before, now = (report(dataset(leads=rate(*counts))).figure(BY_ID["win_rate"]).measure for counts in (one, two))
        return compared(BY_ID["win_rate"], now, before)

    assert both((100, 1000), (200, 1000)).is_visible is True
    assert both((100, 1000), (110, 1000)).is_visible is False
    assert both((0, 1000), (110, 1000)).is_visible is True  # none of a thousand is a finding, not a gap
    assert both((0, 5), (1, 5)).is_visible is False
    assert both((100, 1000), (200, 1000)).is_good is True


def test_nothing_to_compare_with_is_said() -> None:
    leads = {"created": ["2025-02-01"]}
    found = figure("leads", dataset(leads=leads), "2025-02", "2025-01")
    assert (found.change, words(found.note)) == (None, "nothing to compare with in the period before")
    found = figure("cpl", dataset(leads=leads, costs={"date": ["2025-02-01"], "amount": [5]}), "2025-02", "2025-01")
    assert words(found.note) == "no lead in this period"
    now, before = Measure(1.0, 5), Measure(2.0, 5)
    note = report(dataset()).funnel.absent
    assert compared(BY_ID["leads"], dataclasses.replace(now, value=None, absent=note), before).note is note


def test_two_variants_are_not_compared() -> None:
    # At the end of 2023 the orders go back a year alone: nobody knows who stays; a year later it is known.
    months = [f"{year}-{month:02}-01" for year in (2023, 2024) for month in range(1, 13)]
    orders = {"customer": ["a", "b"] * 12, "date": months, "amount": [100] * 24, "margin": [50] * 24}
    data = state(orders=orders, as_of=dt.date(2024, 12, 31))
    report = Report(a_slice(data, "2024-01", "2024-12", compare=period("2023-01", "2023-12")))
    found = report.figure(BY_ID["ltv"])
    assert (found.measure.value, found.trend is not None) == (900, True)
    assert found.trend is not None
    assert (found.trend.previous.value, found.trend.change, found.trend.is_good) == (300, None, None)
    assert words(found.trend.note) == (
        "not comparable; before: over 12 months: your orders do not reach back two years"
    )
    # A period that is not over is set against nothing either.
    young = state(orders=orders, as_of=dt.date(2024, 12, 15))
    kept = Report(a_slice(young, "2024-12", compare=period("2024-11"))).figure(BY_ID["retention_rate"]).trend
    assert kept is not None
    assert (kept.change, words(kept.note)) == (None, "not comparable: the period is not over yet")


def test_without_a_period_to_compare_with_there_is_no_trend() -> None:
    one = report(dataset(leads={"created": ["2025-01-01"]}), "2025-01")
    assert {found.trend for found in one.kpis} == {None}
    assert [found.kpi for found in one.kpis] == list(KPIS)


def conversions(days: list[int | None], now: int, before: int) -> dict[str, list[Any]]:
    """Leads of 1 February then of 1 January; ``days`` says after how many days each was won, None: not yet."""
    created = [dt.date(2025, 2, 1)] * now + [dt.date(2025, 1, 1)] * before
    won = [
        None if day is None else (one + dt.timedelta(day)).isoformat() for one, day in zip(created, days, strict=True)
    ]
    return {"created": [one.isoformat() for one in created], "won": won}


def test_conversions_are_compared_at_equal_age() -> None:
    """Won after 10 days, 10, 12 and 40; three quarters came within 12 days, which all leads have had by 28 February.
    Within them: February 2 of 4, January 1 of 4 (the fourth sale took 40 days). Unequal ages would say 2 of 4 each.
    """
    leads = conversions([10, 12, None, None, 10, 40, None, None], 4, 4)
    data = state(leads=leads, today=dt.date(2025, 2, 28))
    found = figure("conversion_rate", data, "2025-02", "2025-01")
    assert found.previous.value == 0.5
    assert found.change == pytest.approx(2 / 4 - 1 / 4)
    assert found.is_good is True
    assert [one.value for one in found.aged or ()] == [2 / 4, 1 / 4]
    assert words(found.note) == "conversions within 12 days, among leads that had them"


def test_a_period_too_young_is_not_compared() -> None:
    leads = conversions([None, None, 30, 40], 2, 2)
    found = figure("conversion_rate", state(leads=leads, today=dt.date(2025, 2, 20)), "2025-02", "2025-01")
    assert found.change is None
    assert words(found.note) == "too young: most of these leads are less than 40 days old"


def test_conversions_without_dates_are_not_compared() -> None:
    leads = {"created": ["2025-02-01", "2025-01-01"], "status": ["Gagné", "Perdu"]}
    found = figure("conversion_rate", dataset(leads=leads), "2025-02", "2025-01")
    assert words(found.note) == "conversions are not dated: periods of different age cannot be compared"
    leads["won"] = [None, None]  # type: ignore[list-item]
    found = figure("conversion_rate", dataset(leads=leads), "2025-02", "2025-01")
    assert words(found.note) == "no dated conversion to learn from"
    found = figure("conversion_rate", dataset(leads=leads), "2025-03", "2025-01")
    assert words(found.note) == "no lead in this period"


def test_a_period_before_whose_leads_are_all_too_young_is_said() -> None:
    leads = conversions([10, 10], 2, 0)
    leads["created"].append("2025-02-25")
    leads["won"].append("2025-02-26")
    data = state(leads=leads, today=dt.date(2025, 2, 27))
    one = report(data, "2025-02-01", "2025-02-01", compare=period("2025-02-25", "2025-02-25"))
    found = trend(
        BY_ID["conversion_rate"], one.figure(BY_ID["conversion_rate"]).measure, one.evaluator, one.past or one.evaluator
    )
    assert (found.change, found.previous.value) == (None, 1)


# -- the report itself -------------------------------------------------------------------------------------------------


def test_the_leads_of_a_slice() -> None:
    leads = {
        "id": ["1", "1", "2", "3"],
        "created": ["2025-01-01", "2025-01-01", None, "2025-02-01"],
        "channel": ["a", "a", "b", "a"],
    }
    data = dataset(leads=leads)
    assert report(data).leads.tolist() == [0, 1, 2, 3]
    assert report(data, "2025-01").leads.tolist() == [0, 1]
    assert report(data, channel="b").leads.tolist() == [2]
    assert report(data, owner="x").leads.tolist() == []
    assert report(dataset()).leads.tolist() == []
    assert report(dataset(leads={"id": ["1"]}), "2025-01").leads.tolist() == []


def test_undated_leads() -> None:
    data = dataset(leads={"created": ["2025-01-01", None, None], "channel": ["a", "a", "b"]})
    assert report(data, "2025-01").undated == 2
    assert report(data, channel="b").undated == 1
    assert report(data, owner="x").undated == 0
    assert report(dataset()).undated == 0
    no_dates = dataset(leads={"channel": ["a", "a", "b"]})
    assert report(no_dates).undated == 3
    assert report(no_dates, channel="b").undated == 1


def test_status_words_that_nobody_knows() -> None:
    leads = {"status": ["Gagné", "Tiède", "Chaud", "Chaud", None], "created": ["2025-01-01"] * 4 + ["2025-02-01"]}
    assert report(dataset(leads=leads)).unknown_statuses == (("Chaud", 2), ("Tiède", 1))
    assert report(dataset(leads=leads), "2025-02").unknown_statuses == ()
    assert report(dataset(leads={"id": ["1"]})).unknown_statuses == ()
    assert report(dataset()).unknown_statuses == ()
    assert isinstance(funnel(report(dataset(leads=leads)).evaluator), Funnel)


def test_whether_customers_can_be_followed_by_their_orders() -> None:
    """Orders are not recorded by channel: filtered by one, they are there and cannot be looked at."""
    orders = {"customer": ["a"], "date": ["2025-01-05"]}
    leads = {"created": ["2025-01-03"], "channel": ["Google"]}
    whole = Report(a_slice(dataset(leads=leads, orders=orders)))
    assert (whole.has_orders, whole.lacking_orders) == (True, None)
    filtered = Report(a_slice(dataset(leads=leads, orders=orders), channel="Google"))
    assert filtered.has_orders
    assert filtered.lacking_orders is not None
    undated = Report(a_slice(dataset(orders={"customer": ["a"]})))
    assert not undated.has_orders
    assert undated.lacking_orders is not None
    assert Report(a_slice(dataset())).lacking_orders is not None
