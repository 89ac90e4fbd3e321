"""The proof: of the damaged files nearly every cell is understood, nothing changes or is lost in silence."""

from __future__ import annotations

import pytest

from tests.corpus.judge import Verdict, judged, truths


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    """The whole committed corpus, read without any mapping by hand."""
    return [judged(path) for path in truths(())]


def test_99_cells_of_100_are_right(verdicts: list[Verdict]) -> None:
    assert len(verdicts) >= 100
    right, cells = (sum(getattr(one.score, name) for one in verdicts) for name in ("right", "cells"))
    assert cells > 20_000
    assert right >= 0.99 * cells, [(one.file, one.score.wrong[:2]) for one in verdicts if one.score.wrong]


@pytest.mark.parametrize("fault", ["silent", "lost", "surplus", "misjudged"])
def test_nothing_happens_in_silence(verdicts: list[Verdict], fault: str) -> None:
    """No silent change, no row lost or added without a reason; every order of dates is right, or asked for."""
    assert [(one.file, getattr(one.score, fault)[:3]) for one in verdicts if getattr(one.score, fault)] == []
