from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.measure import Unit
from leaddesk.text import language, msg
from leaddesk.ui.plots.axis import ValueAxis, round_step

EN, FR = language("en"), language("fr")


@pytest.mark.parametrize("unit", list(Unit))
def test_every_heading_names_its_unit(unit: Unit) -> None:
    heading = ValueAxis(msg("Cost"), unit).heading(EN)
    assert heading.startswith("Cost (")
    assert len(heading) > len("Cost ()")


def test_money_is_named_by_its_symbol() -> None:
    assert ValueAxis("CPL", Unit.MONEY).heading(FR).endswith("(€)")
    assert ValueAxis("CPL", Unit.MONEY, "GBP").heading(EN) == "CPL (£)"


def test_ticks_are_round_and_without_the_unit() -> None:
    assert ValueAxis("r", Unit.PERCENT).ticks(0, 0.53, 6, EN) == [
        (0.0, "0"), (0.1, "10"), (0.2, "20"), (0.3, "30"), (0.4, "40"), (0.5, "50"),
    ]  # fmt: skip
    assert ValueAxis("r", Unit.PERCENT).ticks(0, 0.012, 4, EN)[1] == (0.005, "0.5")
    money = ValueAxis("m", Unit.MONEY).ticks(-1000, 2500, 4, EN)
    assert [words for _, words in money] == [
        "-1,000",
        "0",
        "1,000",
        "2,000",
    ]


def test_counts_have_whole_steps() -> None:
    assert [words for _, words in ValueAxis("n", Unit.COUNT).ticks(0, 2, 10, EN)] == ["0", "1", "2"]


@given(span=st.floats(1e-6, 1e9), room=st.integers(1, 20))
def test_steps_are_few_and_of_1_2_5(span: float, room: int) -> None:
    step = round_step(span, room)
    assert span / step <= room * (1 + 1e-6)
    lead = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(lead - wanted) for wanted in (1, 2, 5, 10)) < 1e-6


@pytest.mark.parametrize("span", [0.0, -1.0, math.nan, math.inf])
def test_an_empty_span_still_has_a_step(span: float) -> None:
    assert round_step(span, 5) == 1.0


def test_values_are_written_as_everywhere() -> None:
    assert ValueAxis("r", Unit.PERCENT).written(0.125, EN) == "12.5%"
    assert ValueAxis("r", Unit.PERCENT).written(0.125, EN, 8) == "12%"
