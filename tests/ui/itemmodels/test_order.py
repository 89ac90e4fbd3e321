from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.text import language, msg
from leaddesk.ui.itemmodels.column import MISSING_DAY, Column, Kind
from leaddesk.ui.itemmodels.order import Ranking, fold, fold_word, search, sort_keys, stable_order

EN = language("en")


def _naive(values: list[Any], key: Any, *, descending: bool) -> list[int]:
    """Stable, missing last, both ways."""
    known = [p for p, v in enumerate(values) if v is not None]
    return (
        sorted(known, key=lambda p: key(values[p]), reverse=False)
        if not descending
        else sorted(known, key=lambda p: -key(values[p]))
    )


@pytest.mark.parametrize("descending", [False, True])
@given(values=st.lists(st.none() | st.floats(allow_nan=False), max_size=40))
def test_floats_sort_as_numbers(values: list[float | None], descending: bool) -> None:
    array = np.array([np.nan if v is None else v for v in values], float)
    order = stable_order(sort_keys(Column("c", msg("C"), Kind.NUMBER, array), None, descending=descending)).tolist()
    missing = [p for p, v in enumerate(values) if v is None]
    assert order == _naive(values, float, descending=descending) + missing


@pytest.mark.parametrize("descending", [False, True])
@given(values=st.lists(st.none() | st.integers(-(2**31) + 1, 2**31 - 1), max_size=40))
def test_days_sort_as_numbers(values: list[int | None], descending: bool) -> None:
    array = np.array([MISSING_DAY if v is None else v for v in values], np.int32)
    order = stable_order(sort_keys(Column("c", msg("C"), Kind.DAY, array), None, descending=descending)).tolist()
    missing = [p for p, v in enumerate(values) if v is None]
    assert order == _naive(values, int, descending=descending) + missing


def test_texts_sort_by_alphabet_categories_by_their_order() -> None:
    labels = ["Zoé", "éclair", "Abel", "école", "œuf", "orge"]
    codes = np.array([0, -1, 1, 2, 3, 4, 5], np.int32)

    def shown(kind: Kind, *, descending: bool) -> list[str]:
        column = Column("c", msg("C"), kind, codes, labels)
        order = stable_order(sort_keys(column, Ranking(column, EN), descending=descending))
        return [str(column.value(p)) for p in order]

    alphabet = ["Abel", "éclair", "école", "œuf", "orge", "Zoé"]
    assert shown(Kind.TEXT, descending=False) == [*alphabet, "None"]
    assert shown(Kind.TEXT, descending=True) == [*alphabet[::-1], "None"]
    assert shown(Kind.CATEGORY, descending=False) == [*labels, "None"]
    assert shown(Kind.CATEGORY, descending=True) == [*labels[::-1], "None"]


@pytest.mark.parametrize("descending", [False, True])
def test_a_column_without_labels_keeps_its_order(descending: bool) -> None:
    column = Column("c", msg("C"), Kind.TEXT, np.full(3, -1, np.int32))
    assert stable_order(sort_keys(column, Ranking(column, EN), descending=descending)).tolist() == [0, 1, 2]


@pytest.mark.parametrize("width", [np.uint16, np.uint32, np.uint64])
def test_wide_keys_sort_stably(width: Any) -> None:
    rng = np.random.default_rng(3)
    top = int(np.iinfo(width).max)
    keys = rng.choice(np.array([0, 1, top // 3, top // 2 + 1, top - 1, top], width), 5000)
    assert stable_order(keys).tolist() == np.argsort(keys, kind="stable").tolist()


def test_more_labels_than_16_bits_hold() -> None:
    labels = [f"{n:06d}" for n in range(70_000)][::-1]
    codes = np.arange(70_000, dtype=np.int32)
    column = Column("c", msg("C"), Kind.TEXT, codes, labels)
    assert stable_order(sort_keys(column, Ranking(column, EN), descending=False))[:2].tolist() == [69_999, 69_998]


def test_fold() -> None:
    assert fold(["Élodie", "ŒUVRE", "plain", "Straße"]).to_pylist() == ["elodie", "oeuvre", "plain", "strasse"]
    assert fold_word("ÇA") == "ca"
    assert fold([]).to_pylist() == []


def test_search_wants_every_word_somewhere() -> None:
    name = Column(
        "name", msg("N"), Kind.TEXT, np.array([0, 1, 2, -1]), ["Transports Élan", "Pharmacie du Rhône", "élan"]
    )
    city = Column("city", msg("C"), Kind.CATEGORY, np.array([0, 1, 1, 0]), ["Lyon", "Vénissieux"])
    columns = [(column, Ranking(column, EN)) for column in (name, city)]

    def found(text: str) -> list[int] | None:
        mask = search(columns, text, 4)
        return None if mask is None else np.flatnonzero(mask).tolist()

    assert found("ELAN") == [0, 2]
    assert found("elan lyon") == [0]
    assert found("venissieux") == [1, 2]
    assert found("lyon nobody") == []
    assert found("  ") is None
    assert found("50%.*") == []
