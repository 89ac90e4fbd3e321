"""Columns that come from several workers are put together without holding up the window."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.ingest.assembly import Column, Sheet, SheetAssembly
from leaddesk.ingest.textplaces import places_of

if TYPE_CHECKING:
    from collections.abc import Callable


def column(texts: list[str], codes: list[int]) -> Column:
    """A column of texts as a worker sends it."""
    header = {"numbers": False, "codes": True, "separators": ["\x00"]}
    kinds = bytearray(int(code >= 0) for code in codes)
    block = "\x00".join(texts).encode("utf-8", "surrogatepass")
    return Column(
        header, [kinds, bytearray(), bytearray(np.array(codes, np.int32).tobytes()), bytearray(block)], len(codes)
    )


def objects(texts: list[str]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    made = np.empty(len(texts), np.object_)
    made[:] = texts
    return made


@pytest.mark.parametrize("odd", ["é", "\ud800"])
@pytest.mark.parametrize("more", [0, 3_000])
def test_texts_of_two_parts_become_one_list(odd: str, more: int) -> None:
    many = [f"t{number}" for number in range(more)]
    one = column(["a", "b", *many], [0, 1, -1])
    one.extend(1, column(["c", "b", odd, *many], [2, 0, 1, -1]), 4)
    made = one.raw()
    assert made.texts == ("a", "b", *many, "c", odd)
    assert made.codes is not None
    assert made.codes.tolist() == [0, 1, -1, -1, more + 3, more + 2, 1, -1]


def test_the_collector_has_done_with_many_texts() -> None:
    """It would hold up the window for a sixth of a second at its next round, were it to meet a whole file's at once."""
    texts = [f"text {number}" for number in range(60_000)]
    made = column(texts, list(range(60_000))).raw()
    assert not gc.is_tracked(made.texts)


@given(st.lists(st.text(max_size=2), unique=True, max_size=30), st.lists(st.text(max_size=2), max_size=30))
def test_places_are_those_of_a_dict(among: list[str], texts: list[str]) -> None:
    many = [f"-{number}" for number in range(1_100)]  # so many are looked up in another way
    for more in ([], many):
        found = places_of(objects([*texts, *more]), objects([*among, *more[::-1]]))
        known = {text: place for place, text in enumerate([*among, *more[::-1]])}
        assert found.tolist() == [known.get(text, -1) for text in [*texts, *more]]
        assert found.dtype == np.int32


def test_what_arrived_is_let_go_of_column_by_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of a million rows at once would hold up the window."""
    parts = []
    for first in (1, 3):
        header = {"name": "s", "index": 0, "rows": 2, "first_line": first, "first_column": 1, "hidden": False}
        sheet = Sheet({**header, "merged": []})
        sheet.columns = [column(["a", "b"], [0, 1]) for _ in range(3)]
        assembly = SheetAssembly()
        assembly.sheets.append(sheet)
        parts.append(assembly)
    arrived = weakref.WeakSet(one for part in parts for one in part.sheets[0].columns)
    left: list[int] = []

    def watched(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            left.append(len(arrived))
            return method(*arguments)

        return call

    monkeypatch.setattr(Column, "extend", watched(Column.extend))
    monkeypatch.setattr(Column, "raw", watched(Column.raw))
    assert parts[0].join(parts[1], 10)
    (made,) = parts[0].result()
    assert [one.texts for one in made.columns] == [("a", "b")] * 3
    assert left == [6, 5, 4, 3, 2, 1]
