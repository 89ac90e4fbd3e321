"""Cells of the user's file as examples: each language writes days and numbers its own way, and texts as they stand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from leaddesk.text import language, msgc, plain

if TYPE_CHECKING:
    from leaddesk.text import Fact

NOON = dt.datetime(2026, 4, 3, 12, 5)  # noqa: DTZ001  (cells hold naive local times)


@pytest.mark.parametrize(
    ("fact", "neutral", "french", "english"),
    [
        ("2026-04-03", "2026-04-03", "2026-04-03", "2026-04-03"),
        ("1.5", "1.5", "1.5", "1.5"),
        (dt.date(2026, 4, 3), "2026-04-03", "03/04/2026", "03/04/2026"),
        (NOON, "2026-04-03 12:05", "03/04/2026 12:05", "03/04/2026 12:05"),
        (1200.0, "1200", "1200", "1200"),
        (-12.5, "-12.5", "-12,5", "-12.5"),
        (1.2345e18, "1234500000000000000", "1234500000000000000", "1234500000000000000"),
        (True, "TRUE", "oui", "yes"),
        (("Total", 10.5, dt.date(2026, 4, 3)), "Total · 10.5 · 2026-04-03", "Total · 10,5 · 03/04/2026",
         "Total · 10.5 · 03/04/2026"),
        (msgc("stage", "Won"), "Won", "Gagné", "Won"),
    ],
)  # fmt: skip
def test_a_cell_as_each_language_writes_it(fact: Fact, neutral: str, french: str, english: str) -> None:
    assert (plain(fact), language("fr").fact(fact), language("en").fact(fact)) == (neutral, french, english)


def test_what_became_of_a_cell() -> None:
    french = language("fr").change
    assert french(1200.0, "01200") == "1200 → 01200"
    assert french("abc", "") == "abc → (vide)"
    assert french("", "Lyon") == "(vide) → Lyon"
    assert french(("Total", 3.0), ("Total", 3.0)) == "Total · 3"
    assert language("en").change(dt.date(2026, 4, 3), "") == "03/04/2026 → (empty)"


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_short_day_is_as_babel_writes_it(code: str) -> None:
    from babel.dates import format_date

    words = language(code)
    for day in (dt.date(1, 1, 1), dt.date(987, 12, 31), dt.date(2026, 4, 3), dt.datetime(9999, 10, 11, 23, 59)):  # noqa: DTZ001
        assert words.date(day) == format_date(day, format="dd/MM/yyyy", locale=words.locale)
    assert words.datetime(dt.datetime(2026, 4, 3, 4, 5)) == "03/04/2026 04:05"  # noqa: DTZ001


def test_minus_nothing_is_nothing_and_languages_are_not_mixed_up() -> None:
    french, english = language("fr"), language("en")
    for zero in (-0.0, 0.0, 0):
        assert (french.number(zero), english.number(zero, 1)) == ("0", "0.0")
        assert french.percent(zero) == "0,0\N{NARROW NO-BREAK SPACE}%"
        assert english.money(zero) == "€0.00"
    for _ in range(2):  # the second time it is kept
        assert (french.number(1234.5), english.number(1234.5)) == ("1\N{NARROW NO-BREAK SPACE}234,5", "1,234.5")
        assert french.money(12.5, "EUR") == "12,50\N{NO-BREAK SPACE}€"
        assert french.money(12.5, "USD") == "12,50\N{NO-BREAK SPACE}$US"
        assert french.month(dt.date(2026, 4, 1)) == "avr. 2026"
        assert french.month(dt.date(2026, 4, 1), "long") == "avril 2026"
        assert english.month(dt.date(2026, 4, 1)) == "Apr 2026"
