"""Numbers as French and English people write them; the decimal sign is a matter of the whole column."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.ingest import quantities
from leaddesk.ingest.texts import Texts


def read(text: str, decimal: str) -> float:
    return float(quantities.parse(Texts.of([text]), decimal)[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,50 €", 1234.5), ("1\u202f234,50\u00a0€", 1234.5), ("1\u00a0234,5", 1234.5), ("1'234,5", 1234.5),
        ("1’234", 1234), ("(1 234,50)", -1234.5), ("-12,5", -12.5), ("12,5-", -12.5), ("−3", -3), ("12,5 %", 0.125),
        ("1.234", 1234), ("1.234,56", 1234.56), ("12 345 678", 12345678), ("€12,5", 12.5), ("12,50 EUR", 12.5),
        ("12,50 € HT", 12.5), (",5", 0.5), ("5,", 5), ("12 k€", 12000), ("+7", 7), ("0", 0), ("00012", 12),
        ("1,2 M€", 1.2e6), ("1,5 million", 1.5e6), ("1,2 Md€", 1.2e9), ("4,3 kg", 4.3),
        ("12.50", 12.5), ("1,234,567", 1234567), ("12 345.67", 12345.67),
    ],
)  # fmt: skip
def test_with_a_decimal_comma(text: str, value: float) -> None:
    assert read(text, ",") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", 1234.5), ("€1,234.50", 1234.5), ("$ -12", -12), ("(£5.10)", -5.1), ("1.234", 1.234),
        ("1,234", 1234), (".5", 0.5), ("5%", 0.05), ("1.5e+06", 1.5e6), ("1e3", 1000), ("1 234.5", 1234.5),
        ("1.2M", 1.2e6), ("$ (12.50)", -12.5), ("US$12", 12), ("1.2bn", 1.2e9), ("12,50", 12.5), ("1.234.567", 1234567),
        ("413173.98404999997", 413173.98404999997), ("109650.72840999998", 109650.72840999998),
    ],
)  # fmt: skip
def test_with_a_decimal_point(text: str, value: float) -> None:
    assert read(text, ".") == value


@pytest.mark.parametrize("text", ["12.50.1", "06 12 34 56 78", "abc", "12 rue", "1,2,3", "", "-", "€", "1e5x"])
def test_what_is_no_number_with_a_decimal_comma(text: str) -> None:
    assert np.isnan(read(text, ","))


@pytest.mark.parametrize("text", ["2 m", "12 min", "2025-01", "01/02/2025"])
def test_what_is_no_number_with_a_decimal_point(text: str) -> None:
    assert np.isnan(read(text, "."))


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["1.234", "2.500"], ""), (["1,234", "2,500"], ""), (["1.234", "12,5"], ","), (["1.234", "12.5"], "."),
        (["1.234", "0.500"], "."), (["1,234", "0,500"], ","), (["1.234.567"], ","), (["1,234,567"], "."),
        (["1,234.50"], "."), (["1.234,50"], ","), (["12", "13"], ""), (["1234.567"], "."), (["12,5", "12.5"], ""),
    ],
)  # fmt: skip
def test_evidence_for_the_decimal_sign(texts: list[str], sign: str) -> None:
    made = Texts.of(texts)
    assert quantities.evidence(made, np.ones(len(made), bool)).sign == sign


def test_evidence_counts_only_texts_in_use() -> None:
    made = Texts.of(["12,5", "12.5"])
    assert quantities.evidence(made, np.array([True, False])).sign == ","
    assert quantities.evidence(made, np.array([False, True])).sign == "."


@given(st.floats(-1e11, 1e11), st.integers(0, 6))
def test_reads_back_what_it_writes(value: float, decimals: int) -> None:
    english = f"{value:,.{decimals}f}"
    expected = float(english.replace(",", ""))
    french = english.translate(str.maketrans(",.", "\u202f,"))
    assert read(english, ".") == expected
    assert read(french, ",") == expected


@pytest.mark.parametrize("decimal", [",", "."])
@pytest.mark.parametrize("text", ["1,234.50", "1.234,50", "€ 1,234.50", "1.234,50 €"])
def test_a_number_with_both_signs_can_be_read_in_one_way_only(text: str, decimal: str) -> None:
    assert read(text, decimal) == 1234.5
