"""How a figure came about, worked out by hand, and the leads behind figures, bars and months."""

from __future__ import annotations

import datetime as dt

import pytest

from leaddesk.model.derivation import derivation
from leaddesk.model.expression import Count
from leaddesk.model.funnel import funnel
from leaddesk.model.kpis import BY_ID, HEADLINE
from leaddesk.model.months import in_month
from leaddesk.model.report import Report
from leaddesk.model.slice import Slice
from leaddesk.model.stages import Stage
from leaddesk.model.terms import BY_EXPENSE, LEADS
from leaddesk.text import Money, language
from tests.builders import a_slice, dataset, period, state

ENGLISH = language("en")
DATA = dataset(
    leads={
        "id": ["1", "2", "2", "3", "4", "5", "6"],
        "created": ["2025-01-03", "2025-01-05", "2025-01-05", "2025-02-01", "2025-01-20", None, "2025-01-21"],
        "channel": ["Google", None, "Google", "Flyers", "Google", "Google", None],
        "status": ["Gagné", "Perdu", "Perdu", "Nouveau", "Gagné", "Mystère", "Mystère"],
        "won": ["2025-01-13", None, None, None, "2025-01-28", None, None],
        "qualified": ["2025-01-05", None, None, None, None, None, None],
        "amount": [1000, None, None, None, None, None, None],
        "margin": [300, None, None, None, 100, None, None],
    },
    costs={"date": ["2025-01-01"], "until": ["2025-01-31"], "channel": ["Google"], "amount": [100]},
)


def _report(start: str | None = "2025-01") -> Report:
    return Report(a_slice(DATA, start))


def test_a_ratio_shows_its_figures() -> None:
    found = _report().derivation(BY_ID["cpl"])
    # January: leads 1, 2, 4, 6 (the second "2" is the same lead); 100 of spend.
    assert [term.value for term in found.terms] == [Money(100.0), 4]
    assert found.formula is not None
    assert ENGLISH.text(found.formula) == "€100.00 / 4"


def test_a_nested_formula_keeps_its_brackets() -> None:
    found = _report().derivation(BY_ID["roi"])
    assert found.formula is not None
    assert ENGLISH.text(found.formula) == "(€400.00 − €100.00) / €100.00"
    assert len(found.terms) == 2


def test_a_count_alone_has_terms_but_no_formula() -> None:
    found = _report().derivation(BY_ID["leads"])
    assert [term.value for term in found.terms] == [4]
    assert found.formula is None


def test_a_missing_term_leaves_no_formula() -> None:
    without = Report(Slice(state(leads={"created": ["2025-01-03"]})))
    found = derivation(BY_ID["cpl"], without.evaluator)
    assert [term.value for term in found.terms] == [None, 1]
    assert found.formula is None


def test_a_median_is_a_plain_number() -> None:
    found = _report().derivation(BY_ID["time_to_convert"])
    assert [term.value for term in found.terms] == [9.0]  # 10 and 8 days


def test_sums_of_whole_numbers_have_no_decimals() -> None:
    visits = dataset(web={"date": ["2025-01-02"] * 2, "sessions": [4000, 151], "conversions": [800, 17]})
    found = Report(a_slice(visits)).derivation(BY_ID["visitor_conversion"])
    assert found.formula is not None
    assert ENGLISH.text(found.formula) == "817 / 4,151"


def test_leads_of_a_channel_are_those_its_bar_counts() -> None:
    report = _report()
    breakdown = report.by("channel", (BY_ID["leads"],))
    for row in breakdown.rows:
        assert len(report.leads_of("channel", row.key)) == row.measures[0].value
    assert report.leads_of("channel", None).tolist() == [1, 6]


def test_leads_of_a_month_are_those_its_bar_counts() -> None:
    report = _report(None)
    for month in report.leads_by_month.months:
        assert len(report.leads_in(month.start)) == month.count
    assert report.leads_in(dt.date(2025, 2, 14)).tolist() == [3]
    with pytest.raises(TypeError, match="one day"):
        in_month(Count("costs", LEADS.label, BY_EXPENSE), dt.date(2025, 1, 1), report.evaluator)


def test_past_months_are_those_of_the_period_compared_with() -> None:
    assert _report().past_leads_by_month is None
    february = Report(a_slice(DATA, "2025-02", compare=period("2025-01")))
    assert february.past_leads_by_month is not None
    assert [month.count for month in february.past_leads_by_month.months] == [4]


def test_status_words_without_a_stage_are_counted() -> None:
    assert _report(None).unknown_statuses == (("Mystère", 2),)
    assert _report().unknown_statuses == (("Mystère", 1),)
    assert Report(Slice(state())).unknown_statuses == ()


def test_the_open_ones_among_those_that_dropped_are_told() -> None:
    steps = {step.stage: step for step in funnel(_report().evaluator).steps}
    # Of 4 leads 2 were won; 2 (lost without a trace) and 6 (an unknown word: open and new) were not contacted.
    assert (steps[Stage.CONTACTED].lost, steps[Stage.CONTACTED].still_open) == (2, 1)
    assert steps[Stage.WON].still_open == 0
    # Neither of them is known to have been lost there.
    assert funnel(_report().evaluator).leak is None


def test_without_a_drop_there_is_no_leak() -> None:
    won = dataset(leads={"created": ["2025-01-03"], "status": ["won"]})
    assert funnel(Report(a_slice(won)).evaluator).leak is None


def test_headline_kpis_are_distinct() -> None:
    assert len(HEADLINE) == len(set(HEADLINE)) == 12


def test_reasons_lost_are_counted_over_distinct_lost_leads() -> None:
    lost = dataset(
        leads={
            "id": ["1", "2", "2", "3", "4", "5"],
            "created": ["2025-01-03"] * 6,
            "status": ["Perdu", "Perdu", "Perdu", "Perdu", "Gagné", "Perdu"],
            "lost_reason": ["Prix", "Délai", "Délai", "Délai", "Prix", None],
        }
    )
    report = Report(a_slice(lost))
    assert report.lost_reasons == (("Délai", 2), ("Prix", 1), (None, 1))
    assert report.leads_lost_for("Délai").tolist() == [1, 3]
    assert report.leads_lost_for(None).tolist() == [5]
    assert report.leads_lost_for("Zèle").tolist() == []


def test_without_reasons_there_is_nothing_to_tell() -> None:
    assert _report().lost_reasons == ()
    blank = dataset(leads={"created": ["2025-01-03"], "status": ["Perdu"], "lost_reason": [None]})
    assert Report(a_slice(blank)).lost_reasons == ()
