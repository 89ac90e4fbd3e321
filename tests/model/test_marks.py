from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.marks import Marks


def test_three_marks_of_ten() -> None:
    mask = np.zeros(10, np.bool_)
    mask[[1, 7, 8]] = True
    marks = Marks(mask)
    assert len(marks) == 3
    assert marks.before(np.array([0, 1, 2, 8, 9, 10])).tolist() == [0, 0, 1, 2, 3, 3]
    assert marks.at(np.array([2, 0, 1])).tolist() == [8, 1, 7]


def test_no_row_has_no_mark() -> None:
    marks = Marks(np.zeros(0, np.bool_))
    assert len(marks) == 0
    assert marks.before(np.array([0])).tolist() == [0]
    assert marks.at(np.zeros(0, np.intp)).tolist() == []


@given(st.lists(st.booleans(), max_size=70))
def test_marks_are_the_positions_of_a_mask(found: list[bool]) -> None:
    mask = np.array(found, np.bool_)
    places, marks = np.flatnonzero(mask), Marks(mask)
    assert len(marks) == len(places)
    every = np.arange(len(mask) + 1)
    assert marks.before(every).tolist() == np.searchsorted(places, every).tolist()
    assert marks.at(np.arange(len(places))).tolist() == places.tolist()
