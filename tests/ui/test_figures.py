"""Figures as both languages write them; the narrow no-break space is written out."""

from __future__ import annotations

import dataclasses
import math

import pytest

from leaddesk.model.funnel import Leak
from leaddesk.model.measure import Measure, Unit, absent
from leaddesk.model.stages import Stage
from leaddesk.model.trend import Trend
from leaddesk.text import language, msg
from leaddesk.ui import figures

FR, EN = language("fr"), language("en")
THIN, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("unit", "value", "n", "french", "english"),
    [
        (Unit.COUNT, 1234.0, None, f"1{THIN}234", "1,234"),
        (Unit.PERCENT, 0.25, 12, f"25{THIN}%", "25%"),
        (Unit.PERCENT, 0.11524, 4521, f"11,5{THIN}%", "11.5%"),
        (Unit.PERCENT, 2.344, 500, f"234{THIN}%", "234%"),
        (Unit.PERCENT, -0.45, 12, f"−45{THIN}%", "−45%"),
        (Unit.MONEY, 23.456, None, f"23,46{HARD}€", "€23.46"),
        (Unit.MONEY, 1234.5, None, f"1{THIN}234{HARD}€", "€1,234"),
        (Unit.DAYS, 1.0, None, f"1{HARD}jour", "1 day"),
        (Unit.DAYS, 12.5, None, f"12,5{HARD}jours", "12.5 days"),
        (Unit.HOURS, 0.7, None, f"42{HARD}min", "42 min"),
        (Unit.HOURS, 3.25, None, f"3,2{HARD}h ouvrées", "3.2 opening h"),
        (Unit.TIMES, 3.2, None, f"3,2{HARD}×", "3.2×"),
        (Unit.MONTHS, 1.0, None, f"1{HARD}mois", "1 month"),
        (Unit.MONTHS, 2.53, None, f"2,5{HARD}mois", "2.5 months"),
        (Unit.MINUTES, 1.5, None, f"1,5{HARD}min", "1.5 min"),
        (Unit.NUMBER, -33.33, None, "−33,3", "−33.3"),
        (Unit.MONEY, math.inf, None, "–", "–"),
    ],
)
def test_a_value_carries_its_unit(unit: Unit, value: float, n: int | None, french: str, english: str) -> None:
    measure = Measure(value, n)
    assert figures.value_text(unit, measure, EN, "EUR") == english
    if unit not in {
        Unit.DAYS,
        Unit.HOURS,
        Unit.TIMES,
        Unit.MONTHS,
        Unit.MINUTES,
    }:  # their words come from the catalogue
        assert figures.value_text(unit, measure, FR, "EUR") == french


def test_an_absent_value_is_a_dash_and_has_its_reason() -> None:
    measure = absent(msg("no lead in this period"), 0)
    assert figures.value_text(Unit.PERCENT, measure, EN, "EUR") == "–"
    assert figures.absent_text(measure, EN) == "no lead in this period"
    assert figures.certainty_text(Unit.PERCENT, measure, EN, "EUR") == ""
    assert figures.interval_text(Unit.PERCENT, measure, EN, "EUR") == ""
    assert figures.absent_text(Measure(1.0), EN) == ""


def test_an_interval_says_its_unit_once() -> None:
    share = Measure(0.25, 12, 0.0894, 0.5323)
    assert figures.interval_text(Unit.PERCENT, share, EN, "EUR") == "9 to 53%"
    price = Measure(23.0, 40, 18.5, 29.25)
    assert figures.interval_text(Unit.MONEY, price, EN, "EUR") == "€18.50 to €29.25"
    wait = Measure(2.0, 40, 0.5, 3.0)
    assert figures.interval_text(Unit.HOURS, wait, EN, "EUR") == "30 min to 3 opening h"
    assert figures.certainty_text(Unit.PERCENT, share, EN, "EUR") == "9 to 53% · n = 12"


def test_a_count_needs_no_sample_size() -> None:
    assert figures.certainty_text(Unit.COUNT, Measure(12.0, 12), EN, "EUR") == ""


def test_what_a_sum_could_not_count_is_said_beside_it() -> None:
    summed = Measure(900.0, 12, unknown=5)
    assert figures.certainty_text(Unit.MONEY, summed, EN, "EUR") == "n = 12 · 5 not filled in"
    assert figures.certainty_text(Unit.MONEY, summed, FR, "EUR") == "n = 12 · 5 non renseignés"
    assert figures.certainty_text(Unit.HOURS, summed, EN, "EUR") == "n = 12 · 5 without a known answer"
    assert figures.n_text(Measure(12.0), EN) == ""


BEFORE = Measure(100.0, 100)


@pytest.mark.parametrize(
    ("unit", "trend", "words", "tone"),
    [
        (Unit.COUNT, Trend(BEFORE, 0.12, True, True), "+12% (before: 100)", "good"),
        (Unit.COUNT, Trend(BEFORE, 0.12, None, True, unsure=msg("too few")), "too few (+12%)", "muted"),
        (Unit.COUNT, Trend(BEFORE, 0.12, None, True), "+12% (before: 100)", "muted"),
        (Unit.MONEY, Trend(BEFORE, -0.034, True, True), "−3.4% (before: €100.00)", "good"),
        (Unit.PERCENT, Trend(Measure(0.2, 50), 0.021, False, True), "no visible difference (+2.1 pts)", "muted"),
        (Unit.PERCENT, Trend(Measure(0.2, 50), -0.021, True, False, msg("age")), "−2.1 pts at equal age", "bad"),
        (Unit.COUNT, Trend(BEFORE, 0.0, None, None), "unchanged", "muted"),
        (Unit.PERCENT, Trend(BEFORE, note=msg("too young")), "too young", "muted"),
        (Unit.PERCENT, Trend(absent(msg("no lead")), note=msg("no lead")), "before: no lead", "muted"),
        (Unit.PERCENT, Trend(absent(msg("none")), None), "", "muted"),
    ],
)
def test_a_trend_in_words(unit: Unit, trend: Trend, words: str, tone: str) -> None:
    assert figures.trend_text(unit, trend, EN, "EUR") == words
    assert figures.trend_tone(trend) == tone


def test_the_details_of_a_trend_say_what_it_stands_on() -> None:
    aged = (Measure(0.151, 40), Measure(0.13, 50))
    trend = Trend(Measure(0.2, 50), 0.021, False, True, msg("within 32 days"), aged)
    details = figures.trend_details(Unit.PERCENT, trend, EN, "EUR").splitlines()
    assert details == [
        "no visible difference (+2.1 pts)",
        "within 32 days: 15% now, 13% before",  # the two that the points lie between
        "Before, whatever their age: 20%",
        "Chance alone explains a difference of this size.",
    ]
    simple = Trend(BEFORE, 0.12, True, True)
    assert figures.trend_details(Unit.COUNT, simple, EN, "EUR") == "+12% (before: 100)"
    unsure = Trend(BEFORE, 0.12, None, True, unsure=msg("too few to tell"))
    assert figures.trend_details(Unit.COUNT, unsure, EN, "EUR").splitlines() == [
        "too few to tell (+12%)",
        "Before: 100",
        "Whether that is more than chance cannot be said.",
    ]


def test_the_leak_is_told_with_its_open_leads() -> None:
    leak = Leak(Stage.CONTACTED, Stage.QUALIFIED, 54, 142, 20, Measure(54 / 142, 142, 0.304, 0.462))
    assert EN.text(figures.leak_message(leak)) == (
        "The biggest leak: Contacted → Qualified. 38.0% of the decided leads were lost there (54 of 142; "
        "95% interval: 30.4% to 46.2%). 20 still open do not count."
    )
    settled = dataclasses.replace(leak, still_open=0)
    assert EN.text(figures.leak_message(settled)).endswith("46.2%).")
