"""What is behind numbers of rows, and behind the score of a lead."""

from __future__ import annotations

import numpy as np
import pytest

from leaddesk.model.report import Report
from leaddesk.model.rowaccount import of_listed, of_rows, of_score
from leaddesk.model.scoring import scores
from leaddesk.text import language
from tests.builders import a_slice, state

EN = language("en")
LEADS = {
    "id": ["a", "b", "b", "c", "d"],
    "created": ["2025-01-03", "2025-01-05", "2025-01-06", "2025-02-01", None],
    "channel": ["Google", "Google", "Google", "Google", "Flyers"],
    "contacted": ["2025-01-04", None, None, None, None],
    "weekly_volume": [8, None, None, None, None],
}


@pytest.fixture(scope="module")
def report() -> Report:
    return Report(a_slice(state(leads=LEADS), "2025-01", channel="Google"))


def test_rows_are_counted_with_those_that_repeat_a_lead(report: Report) -> None:
    found = of_rows(report)
    assert found.measure.value == len(report.leads) == 3
    assert [rows.positions.tolist() for rows in found.counted] == [[0, 1, 2], [2]]
    assert found.note is not None
    (traced,) = found.traced
    assert sorted(np.concatenate([one.positions for one in traced.left_out]).tolist()) == [3, 4]


def test_a_list_may_show_fewer_rows_or_others(report: Report) -> None:
    for shown, left in (([1], [0, 2]), ([1, 3], [0, 2])):
        found = of_listed(report, np.array(shown, np.intp))
        assert found.measure.value == len(shown)
        assert found.note is None
        (traced,) = found.traced
        reasons = {EN.text(one.reason): one.positions.tolist() for one in traced.left_out}
        assert reasons["not in the list"] == left
        rows = np.concatenate([traced.counted, *(one.positions for one in traced.left_out)])
        assert sorted(rows.tolist()) == [0, 1, 2, 3, 4]


def test_a_score_tells_the_points_of_what_is_known(report: Report) -> None:
    found = of_score(report, 0)
    assert found.measure.value == scores(report.slice.state).total[0]
    assert found.filled is not None
    values = dict(found.filled.args)
    earned, most = values["left"], values["right"]
    assert isinstance(earned, int | float)
    assert isinstance(most, int | float)
    assert round(100 * earned / most) == pytest.approx(found.measure.value, abs=1)
    assert len(found.facts) == scores(report.slice.state).known[0]
    assert [rows.positions.tolist() for rows in found.counted] == [[0]]
