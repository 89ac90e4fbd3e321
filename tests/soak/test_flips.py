"""A thousand damaged copies: none crashes the program, none passes for whole that is not."""

from __future__ import annotations

from tests.soak.flips import CRASH, FOUND, HARMLESS, OUTCOMES, UNSEEN, flipped

COUNT = 1000


def test_changed_bytes_are_found_or_harmless() -> None:
    shown: list[str] = []
    outcomes = flipped(COUNT, 3, shown.append)
    assert shown == []
    assert (outcomes[CRASH], outcomes[UNSEEN]) == (0, 0)
    assert set(outcomes) <= set(OUTCOMES)
    assert sum(outcomes.values()) == COUNT
    assert outcomes[FOUND] > COUNT / 3
    assert outcomes[HARMLESS] > COUNT / 10
