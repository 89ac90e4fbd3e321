"""The State: what is worked out of it once, and for how long that is kept."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from tests.builders import dataset, state


def test_a_result_is_made_once_while_it_is_one_of_the_last_sixteen() -> None:
    known = state()
    made: list[int] = []

    def make(key: int) -> int:
        made.append(key)
        return key * 10

    for key in (1, 2, 1, 1):
        assert known.once(key, partial(make, key)) == key * 10
    assert made == [1, 2]
    for key in range(3, 19):
        known.once(key, partial(make, key))
    made.clear()
    for key in (18, 3, 1):
        known.once(key, partial(make, key))
    assert made == [1], "seventeen others were asked for since"


def test_what_is_worked_out_of_other_data_is_another_thing() -> None:
    known = state(leads={"created": ["2025-01-03"]})
    assert known.once("leads", lambda: 1) == 1
    other = known.with_dataset(dataset())
    assert other.once("leads", lambda: 0) == 0
    assert known.with_settings(replace(known.settings, currency="CHF")).once("leads", lambda: 2) == 2
