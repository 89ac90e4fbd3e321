"""Hashes that are worked out once: equal things have equal ones, also in another process."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

from leaddesk.model.hashing import hashed_once


class Counting:
    """Counts how often its hash is asked for."""

    asked = 0

    def __hash__(self) -> int:
        Counting.asked += 1
        return 7

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Counting)


@hashed_once
@dataclass(frozen=True)
class Thing:
    part: object
    name: str = ""


def test_a_hash_is_worked_out_once() -> None:
    one, other = Thing(Counting()), Thing(Counting())
    before = Counting.asked
    assert {hash(one) for _ in range(5)} == {hash(other)}
    assert Counting.asked == before + 2
    assert one == other
    assert len({one, other, Thing(Counting(), "b")}) == 2


def test_it_is_not_pickled() -> None:
    """The hash of a text holds in its own process alone."""
    thing = Thing("a", "b")
    hash(thing)
    again = pickle.loads(pickle.dumps(thing))
    assert "_hash" not in vars(again)
    assert again == thing
    assert hash(again) == hash(thing)
