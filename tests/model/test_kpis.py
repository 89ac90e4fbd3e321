"""A worked example of each KPI, small enough to be checked by a person, and the ways in which one can be absent."""

from __future__ import annotations

import math
from typing import Any

import pytest

from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Constant, Count, Quantile, minus, ratio
from leaddesk.model.kpi import Better, Kpi, Uncertainty, formula_text
from leaddesk.model.kpis import BY_ID, COMPARED, HEADLINE, KPIS
from leaddesk.model.measure import SMALL, Measure, Unit
from leaddesk.model.measuring import measure, measures
from leaddesk.model.planned import PLAN
from leaddesk.model.slice import dimension
from leaddesk.model.tables import BY_ID as TABLES
from leaddesk.model.terms import BY_CREATED, CUSTOMERS, LEADS, RESPONSE_TIME, SPEND
from leaddesk.text import msg
from tests.builders import a_slice, dataset
from tests.model import test_kpis_of_tables  # noqa: F401  its examples count too
from tests.model.worked import ENGLISH, FRENCH, WORKED, kpi, why, worked

# Eight leads, all of January 2025 but the last two.
LEADS_8 = {
    "id":        ["1", "2", "3", "4", "5", "5", "7", "8"],
    "channel":   ["Google", "Google", "Google", "Flyers", None, None, "Flyers", "Google"],
    "created":   ["2025-01-03", "2025-01-10", "2025-01-20", *["2025-01-31"] * 3, "2025-02-01", None],
    "status":    ["Gagné", "Perdu", "Invalide", "Qualifié", "Nouveau", "Nouveau", "Gagné", "Gagné"],
    "qualified": ["2025-01-04", "2025-01-12", None, "2025-02-02", None, None, "2025-02-03", None],
    "won":       ["2025-01-13", None, None, None, None, None, "2025-02-21", "2025-01-31"],
    "lost":      [None, "2025-01-30", None, None, None, None, None, None],
    "amount":    [1000, 5000, None, None, None, None, 600, None],
    "margin":    [300, 900, None, None, None, None, 60, 100],
}  # fmt: skip
COSTS_3 = {
    "date": ["2025-01-01", "2025-01-15", "2025-02-01"],
    "until": ["2025-01-31", "2025-02-11", None],
    "channel": ["Google", "Flyers", "Flyers"],
    "amount": [310, 280, 50],
}
DATA = dataset(leads=LEADS_8, costs=COSTS_3)
JANUARY = "2025-01"


@worked("leads")
def test_leads() -> None:
    # Created in January: rows 1 to 6. Number 5 stands twice and is one lead: 5.
    assert kpi("leads", DATA, JANUARY).value == 5
    # Without a period the lead of February and the one without a date count too: 7.
    assert kpi("leads", DATA).value == 7
    assert kpi("leads", DATA).n == 7
    # On an open period the undated one is left out: 6.
    assert kpi("leads", DATA, "2025-01-01").value == 6


def test_leads_without_a_number_are_each_one_lead() -> None:
    assert kpi("leads", dataset(leads={"id": [None, None, "1", "1"]})).value == 3
    assert kpi("leads", dataset(leads={"channel": ["a", "a"]})).value == 2


@worked("valid_leads")
def test_valid_leads() -> None:
    # The 5 of January without number 3, which is invalid.
    assert kpi("valid_leads", DATA, JANUARY).value == 4


@worked("qualified_leads")
def test_qualified_leads() -> None:
    # Of January: 1 (won, so further), 2 (qualified, then lost), 4 (qualified in February, but it came in January).
    assert kpi("qualified_leads", DATA, JANUARY).value == 3


@worked("customers")
def test_customers() -> None:
    # Won in January: 1, and 8, whose creation nobody wrote down; 7 was won in February.
    assert kpi("customers", DATA, JANUARY).value == 2
    assert kpi("customers", DATA).value == 3


@worked("qualification_rate")
def test_qualification_rate() -> None:
    # 3 qualified of 5 leads.
    found = kpi("qualification_rate", DATA, JANUARY)
    assert (found.value, found.n) == (3 / 5, 5)
    # Wilson by hand: z² = 3.8415; centre (0.6 + 3.8415/10) / (1 + 3.8415/5) = 0.5565;
    # half width 1.96 × sqrt(0.6×0.4/5 + 3.8415/100) / 1.7683 = 0.3258.
    assert found.low == pytest.approx(0.5565 - 0.3258, abs=2e-4)
    assert found.high == pytest.approx(0.5565 + 0.3258, abs=2e-4)


@worked("qualification_rate_decided")
def test_qualification_rate_of_decided_leads() -> None:
    # 3 qualified; 3 was found invalid before that; 5 is open and waits: 3 / (3 + 1).
    found = kpi("qualification_rate_decided", DATA, JANUARY)
    assert (found.value, found.n) == (3 / 4, 4)


@worked("conversion_rate")
def test_conversion_rate() -> None:
    # Of the 5 leads of January one became a customer so far. The lead of February is another month's.
    found = kpi("conversion_rate", DATA, JANUARY)
    assert (found.value, found.n) == (1 / 5, 5)
    assert found.is_small


def test_three_customers_of_twelve_leads() -> None:
    found = kpi("conversion_rate", dataset(leads={"status": ["Gagné"] * 3 + ["Nouveau"] * 9}))
    assert found.value == 0.25
    assert (found.n, round(found.low or 0, 2), round(found.high or 0, 2)) == (12, 0.09, 0.53)


@worked("win_rate")
def test_win_rate() -> None:
    # Decided in January: 1 and 8 won, 2 lost: 2 / 3. The open leads are in no part of it.
    found = kpi("win_rate", DATA, JANUARY)
    assert (found.value, found.n) == (2 / 3, 3)


@worked("spend")
def test_spend() -> None:
    # Google's 310 cover January. The 280 for the flyers cover 28 days, 17 of them in January: 280 × 17/28 = 170.
    assert kpi("spend", DATA, JANUARY).value == pytest.approx(310 + 170)
    # February: 280 × 11/28 = 110, and the 50 of one day.
    assert kpi("spend", DATA, "2025-02").value == pytest.approx(110 + 50)
    assert kpi("spend", DATA).value == 640
    assert kpi("spend", DATA, JANUARY).n == 2
    # One week of a bare month: 310 × 7/31.
    assert kpi("spend", DATA, "2025-01-01", "2025-01-07").value == pytest.approx(70)


def test_expenses_without_a_day_or_an_amount() -> None:
    costs = {"date": ["2025-01-01", None, "2025-01-02"], "amount": [10, 7, None]}
    assert kpi("spend", dataset(costs=costs)).value == 17
    assert kpi("spend", dataset(costs=costs), JANUARY).value == 10
    backwards = {"date": ["2025-01-31"], "until": ["2025-01-01"], "amount": [31]}
    assert kpi("spend", dataset(costs=backwards), "2025-01-31", "2025-01-31").value == 31


@worked("cpl")
def test_cost_per_lead() -> None:
    # 480 spent in January for 5 leads.
    found = kpi("cpl", DATA, JANUARY)
    assert found.value == pytest.approx(480 / 5)
    # 5 leads could be the draw of a mean from 1.623 to 11.668 (Garwood): 480 / 11.668 to 480 / 1.623.
    assert found.low == pytest.approx(480 / 11.668, abs=0.01)
    assert found.high == pytest.approx(480 / 1.6235, abs=0.05)


@worked("cost_per_valid_lead")
def test_cost_per_valid_lead() -> None:
    assert kpi("cost_per_valid_lead", DATA, JANUARY).value == pytest.approx(480 / 4)


@worked("cpql")
def test_cost_per_qualified_lead() -> None:
    assert kpi("cpql", DATA, JANUARY).value == pytest.approx(480 / 3)


@worked("cac")
def test_customer_acquisition_cost() -> None:
    # 480 spent, 2 customers won in January.
    found = kpi("cac", DATA, JANUARY)
    assert found.value == pytest.approx(240)
    assert found.n == 2
    assert found.variant is not None


@worked("deal_revenue")
def test_deal_revenue() -> None:
    # Won in January: 1,000, and one deal whose amount nobody wrote down. The 5,000 were lost.
    found = kpi("deal_revenue", DATA, JANUARY)
    assert (found.value, found.n, found.unknown) == (1000, 1, 1)
    assert kpi("deal_revenue", DATA).value == 1600


@worked("average_deal")
def test_average_deal() -> None:
    # 1,600 over the 2 deals with an amount; the third is unknown, not 0.
    found = kpi("average_deal", DATA)
    assert (found.value, found.n, found.unknown) == (800, 2, 1)


@worked("margin")
def test_margin() -> None:
    assert kpi("margin", DATA, JANUARY).value == 300 + 100


@worked("roi")
def test_return_on_investment() -> None:
    # (400 − 480) / 480.
    assert kpi("roi", DATA, JANUARY).value == pytest.approx(-80 / 480)


@worked("roi_on_revenue")
def test_return_on_revenue() -> None:
    # (1,000 − 480) / 480.
    assert kpi("roi_on_revenue", DATA, JANUARY).value == pytest.approx(520 / 480)


@worked("roas")
def test_return_on_ad_spend() -> None:
    assert kpi("roas", DATA, JANUARY).value == pytest.approx(1000 / 480)


@worked("response_time")
def test_response_time() -> None:
    leads = {
        # Monday 6 January 10:00, Friday 10 January 18:00, a date alone, and two that nobody answered.
        "created": ["2025-01-06 10:00", "2025-01-10 18:00", "2025-01-07", "2025-01-08", "2025-01-09 12:00"],
        "responded": ["2025-01-06 12:30", "2025-01-13 09:00", None, None, "2025-01-09 11:00"],
        "contacted": [None, None, "2025-01-07 17:00", None, None],
    }
    # 2.5 h; 1 h on Friday and 1 h on Monday; 9 h from the opening at 8:00; unknown; an answer before the question.
    found = kpi("response_time", dataset(leads=leads), JANUARY)
    assert (found.value, found.n, found.unknown) == (2.5, 3, 2)
    assert (found.low, found.high) == (None, None)  # no interval below six


@worked("time_to_convert")
def test_time_to_convert() -> None:
    # 3 to 13 January: 10 days. 1 to 21 February: 20 days. The third sale has no creation date.
    found = kpi("time_to_convert", DATA)
    assert (found.value, found.n, found.unknown) == (15, 2, 1)
    leads = {"created": ["2025-01-01"] * 6, "won": [f"2025-01-{day:02}" for day in (2, 3, 5, 9, 17, 31)]}
    # Days 1, 2, 4, 8, 16, 30: the median is 6; with six values the interval is the smallest and the largest.
    found = kpi("time_to_convert", dataset(leads=leads))
    assert (found.value, found.low, found.high) == (6, 1, 30)


def test_every_kpi_has_a_worked_example() -> None:
    assert {kpi_.id for kpi_ in KPIS} == WORKED


# -- intervals of sums -------------------------------------------------------------------------------------------------


def test_the_interval_of_a_sum_is_that_of_its_amounts() -> None:
    """Ten sales of 100 on a spend of 400: the revenue of 1,000 varies by a factor e^(1.96 × 0.3162) = 1.858."""
    data = dataset(leads={"won": ["2025-01-02"] * 10, "amount": [100] * 10}, costs={"amount": [400]})
    factor = math.exp(1.959964 * math.sqrt(10 * 100**2) / 1000)
    roas = kpi("roas", data)
    assert roas.value == 2.5
    assert roas.low == pytest.approx(2.5 / factor, rel=1e-6)
    assert roas.high == pytest.approx(2.5 * factor, rel=1e-6)
    on_revenue = kpi("roi_on_revenue", data)
    assert on_revenue.low == pytest.approx(1000 / factor / 400 - 1, rel=1e-6)
    average = kpi("average_deal", data)
    assert (average.value, average.low, average.high) == (100, 100, 100)
    # Nine are too few, and what is known without doubt has no interval.
    few = dataset(leads={"won": ["2025-01-02"] * 9, "amount": [100] * 9}, costs={"amount": [400]})
    assert (kpi("roas", few).low, kpi("average_deal", few).low) == (None, None)
    assert (kpi("spend", data).low, kpi("deal_revenue", data).low) == (None, None)


def test_refunds_that_eat_the_revenue_have_no_interval_and_stop_nothing() -> None:
    amounts = [1000, -1000] * 5 + [0.01]
    data = dataset(leads={"won": ["2025-01-02"] * 11, "amount": amounts}, costs={"amount": [400]})
    assert kpi("roas", data).low is None
    assert kpi("average_deal", data).low is None


def test_a_figure_too_large_to_be_real_is_absent() -> None:
    data = dataset(leads={"won": ["2025-01-02"] * 2, "amount": [1e308, 1e308]})
    with pytest.warns(RuntimeWarning):
        found = kpi("deal_revenue", data)
    assert why(found) == "the figures are too large to be real"


# -- why a figure is absent --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [kpi_.id for kpi_ in KPIS if not isinstance(kpi_.expression, Count)])
def test_without_rows_a_figure_is_absent_or_a_sum_of_nothing(name: str) -> None:
    nothing: dict[str, Any] = {table.id: {column.id: [] for column in table.columns} for table in TABLES.values()}
    found = kpi(name, dataset(**nothing), JANUARY)
    if name in ("deal_revenue", "margin", "order_revenue", "complaints"):
        assert found.value == 0
    else:
        assert why(found).startswith(("no ", "nobody "))


@pytest.mark.parametrize("kpi_", KPIS, ids=[kpi_.id for kpi_ in KPIS])
def test_without_any_table_a_figure_says_what_it_needs(kpi_: Kpi) -> None:
    assert why(kpi(kpi_.id, dataset())).startswith("not measured yet: no spreadsheet of “")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("spend", "no cost recorded in this period"),
        ("cpl", "no lead in this period"),
        ("cost_per_valid_lead", "no valid lead in this period"),
        ("cpql", "no qualified lead in this period"),
        ("cac", "no customer won in this period"),
        ("conversion_rate", "no lead in this period"),
        ("win_rate", "no lead won or lost in this period"),
        ("qualification_rate_decided", "no lead of this period is decided yet"),
        ("average_deal", "no deal with an amount in this period"),
        ("roi", "no cost recorded in this period"),
        ("response_time", "no answered lead in this period"),
        ("time_to_convert", "no customer with both dates in this period"),
    ],
)
def test_a_month_without_anything_says_what_there_was_none_of(name: str, reason: str) -> None:
    leads = {**LEADS_8, "responded": [None] * 8}
    assert why(kpi(name, dataset(leads=leads, costs=COSTS_3), "2024-06")) == reason


def test_a_month_that_cost_nothing_is_not_one_without_a_cost() -> None:
    """Somebody wrote 0: that is known, and a lead was free; but nothing can be earned on it."""
    leads = {"created": ["2025-01-02"], "won": ["2025-01-03"], "amount": [90]}
    data = dataset(leads=leads, costs={"amount": [0], "date": ["2025-01-01"]})
    assert kpi("spend", data, JANUARY).value == 0
    assert kpi("cpl", data, JANUARY).value == 0
    assert why(kpi("roas", data, JANUARY)) == "no spend in this period"


def test_columns_that_are_missing_are_named() -> None:
    bare = dataset(leads={"id": ["1"], "channel": ["a"]})
    assert why(kpi("conversion_rate", bare)) == "not measured yet: no column “Status” in your “Leads”"
    assert why(kpi("leads", bare, JANUARY)) == "not measured yet: no column “Created on” in your “Leads”"
    assert why(kpi("margin", dataset(leads={"won": ["2025-01-01"]}))).endswith("“Margin” in your “Leads”")
    assert kpi("leads", bare).value == 1
    undated = dataset(leads={"status": ["Gagné", "Perdu"], "won": ["2025-01-02", None]})
    assert kpi("win_rate", undated).value == 0.5
    assert why(kpi("win_rate", undated, JANUARY)).startswith("the date is missing (“Lost on”)")


def test_spend_is_not_recorded_by_owner() -> None:
    data = dataset(leads={**LEADS_8, "owner": ["Inès"] * 8}, costs=COSTS_3)
    assert why(kpi("cpl", data, owner="Inès")) == "“spend” is not recorded by Owner"
    assert kpi("leads", data, owner="Inès").value == 7
    by = dimension(data, "owner")
    cut = measures(BY_ID["cac"], Evaluator(a_slice(data), PLAN), by)
    assert {why(one) for one in cut} == {"“spend” is not recorded by Owner"}


def test_filters_limit_leads_and_spend_alike() -> None:
    # Google in January: leads 1, 2, 3; 310 spent.
    found = kpi("cpl", DATA, JANUARY, channel="Google")
    assert found.value == pytest.approx(310 / 3)
    assert found.n == 3
    # Without a channel: number 5, twice; nothing was booked on it, and nobody knows what it cost.
    found = kpi("cpl", DATA, JANUARY, channel=None)
    assert (found.value, found.n, why(found)) == (None, 1, "no cost recorded in this period")
    assert kpi("leads", DATA, JANUARY, channel=["Google", None]).value == 4
    assert kpi("leads", DATA, JANUARY, channel=[]).value == 0


# -- the declarations --------------------------------------------------------------------------------------------------


def test_ids_are_unique_and_every_text_is_there_in_both_languages() -> None:
    assert len(BY_ID) == len(KPIS)
    for one in KPIS:
        for text in (one.label, one.title, one.definition, one.formula, one.variant, one.warning):
            for language_ in (ENGLISH, FRENCH):
                assert text is None or language_.text(text)
    assert set(HEADLINE) | set(COMPARED) <= set(KPIS)


def test_formulas_in_words() -> None:
    assert ENGLISH.text(formula_text(ratio(LEADS, Constant(2)))) == "leads / 2"
    assert ENGLISH.text(BY_ID["cpl"].formula) == "spend / leads"
    assert ENGLISH.text(BY_ID["roi"].formula) == "(margin − spend) / spend"
    assert ENGLISH.text(BY_ID["leads"].formula) == "leads"


def test_short_titles_stand_in_for_labels() -> None:
    assert ENGLISH.text(BY_ID["cac"].title) == "Cost per customer (CAC)"
    assert BY_ID["spend"].title is BY_ID["spend"].label


def test_a_rate_carries_its_size_and_small_ones_are_known_as_such() -> None:
    assert Measure(0.5, SMALL).is_small is False
    assert Measure(0.5, SMALL - 1).is_small
    assert Measure(5.0).is_small is False


@pytest.mark.parametrize(
    ("expression", "uncertainty"),
    [
        (ratio(SPEND, LEADS), Uncertainty.MEDIAN),
        (LEADS, Uncertainty.PROPORTION),
        (ratio(SPEND, LEADS), Uncertainty.COUNT),
    ],
)
def test_an_interval_that_does_not_fit_its_expression_is_a_mistake(expression: Any, uncertainty: Uncertainty) -> None:
    wrong = Kpi("wrong", msg("x"), msg("x"), Unit.COUNT, Better.UP, expression, LEADS, uncertainty)
    with pytest.raises(TypeError):
        measure(wrong, Evaluator(a_slice(DATA)))


def test_the_interval_reaches_through_any_arithmetic() -> None:
    # 2 × (leads − spend): from Garwood's ends of 7 leads, 2.814 and 14.423.
    doubled = minus(LEADS, SPEND)
    odd = Kpi(
        "odd", msg("x"), msg("x"), Unit.COUNT, Better.UP, ratio(doubled, Constant(0.5)), LEADS, Uncertainty.COUNT, LEADS
    )
    found = measure(odd, Evaluator(a_slice(DATA)))
    assert found.value == 2 * (7 - 640)
    assert found.low == pytest.approx(2 * (2.814 - 640), abs=0.01)
    assert found.high == pytest.approx(2 * (14.423 - 640), abs=0.01)


def test_an_interval_about_nothing_is_none() -> None:
    none = dataset(leads={"created": []}, costs={"amount": [5]})
    plus = Kpi("plus", msg("x"), msg("x"), Unit.COUNT, Better.UP, minus(SPEND, LEADS), LEADS, Uncertainty.COUNT, LEADS)
    assert measure(plus, Evaluator(a_slice(none))).low is None
    median = Kpi(
        "half",
        msg("x"),
        msg("x"),
        Unit.HOURS,
        Better.UP,
        minus(SPEND, RESPONSE_TIME),
        LEADS,
        Uncertainty.SUM,
        RESPONSE_TIME,
    )
    leads = {"created": ["2025-01-06 10:00"], "responded": ["2025-01-06 11:00"]}
    assert measure(median, Evaluator(a_slice(dataset(leads=leads, costs={"amount": [5]})))).low is None


def test_terms_are_dated_as_the_dictionary_says() -> None:
    assert isinstance(RESPONSE_TIME, Quantile)
    assert LEADS.by == BY_CREATED == RESPONSE_TIME.by
    assert CUSTOMERS.by != BY_CREATED
