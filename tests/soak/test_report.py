"""The summary of a soak counts what happened, and calls it good only when the control was caught."""

from __future__ import annotations

from collections import Counter

from tests.soak.diary import LOST
from tests.soak.faults import DONE
from tests.soak.flips import CRASH, FOUND
from tests.soak.kills import Tally
from tests.soak.report import Soak, page


def soak(kills: Tally, careless: Tally, flips: Counter[str]) -> Soak:
    return Soak(7, kills, Tally(3, 40, 0.5), careless, flips, Counter({DONE: 12}), Counter({DONE: 2}))


def test_the_page_counts_what_was_done() -> None:
    done = soak(Tally(1200, 5000, 0.25), Tally(2, 9, 0.1, Counter({LOST: 4})), Counter({FOUND: 6}))
    assert "| program killed | 1,200 | 5,000 | 0 | 0 | 0 | 0.25 | 0 |" in page(done)
    assert "| power cut, synchronous = OFF (control) | 2 | 9 | 4 | 0 | 0 | 0.10 | 0 |" in page(done)
    assert "| 6 | 6 | 0 | 0 | 0 |" in page(done)
    assert "| 2 | 2 | 0 |" in page(done)
    assert "| 12 | 12 | 0 |" in page(done)
    assert "soak --kills 1200 --cuts 3 --flips 6 --undos 2 --seed 7 --write" in page(done)


def test_a_run_is_good_when_nothing_is_lost_and_the_control_loses() -> None:
    caught = Tally(2, 9, 0.1, Counter({LOST: 4}))
    assert soak(Tally(1), caught, Counter({FOUND: 6})).is_good
    assert not soak(Tally(1), Tally(2), Counter()).is_good
    assert not soak(Tally(1, faults=Counter({LOST: 1})), caught, Counter()).is_good
    assert not soak(Tally(1), caught, Counter({CRASH: 1})).is_good
