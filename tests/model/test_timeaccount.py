"""What is behind the figures of time, worked out by hand: who is counted, and for which reason others are not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from leaddesk.model.report import Report
from leaddesk.model.stages import Stage
from leaddesk.model.timeaccount import (
    QUANTILES,
    StayFigure,
    of_age,
    of_final,
    of_month,
    of_month_in_the_end,
    of_naive,
    of_stay,
)
from leaddesk.text import language
from tests.builders import a_slice, state

if TYPE_CHECKING:
    from leaddesk.model.account import Account

ENGLISH = language("en")
OLD = 12
LEADS: dict[str, Any] = {
    "id": [str(n) for n in range(OLD + 6)],
    "created": ["2025-01-01"] * OLD + ["2025-02-01", "2025-02-01", "2025-06-20", None, "2025-08-01", "2025-01-01"],
    "contacted": ["2025-01-03"] * 8 + [None] * 4 + ["2025-02-05", *[None] * 5],
    "status": ["won"] * 6 + ["lost"] * 4 + ["won", "new", "won", "lost", "new", "new", "new", "won"],
    "won": ["2025-01-11"] * 6 + [None] * 4 + [None, None, "2025-02-21", None, None, None, None, "2025-01-31"],
    "lost": [None] * 6 + ["2025-01-21"] * 4 + [None] * 3 + ["2025-03-01", *[None] * 4],
}
"""Of January 0-5 and 17 are won on a day, 10 on an unknown one, 6-9 lost, 11 open; of February 12 won, 13 lost; 14 is
new and open, 15 has no date, 16 is of the future.
"""


@pytest.fixture(scope="module")
def report() -> Report:
    return Report(a_slice(state(as_of=dt.date(2025, 6, 30), leads=LEADS)))


def _rows(account: Account) -> list[tuple[str, list[int]]]:
    return [(ENGLISH.text(rows.what), rows.positions.tolist()) for rows in account.counted]


def _left_out(account: Account) -> dict[str, list[int]]:
    (found,) = account.traced
    return {ENGLISH.text(one.reason): one.positions.tolist() for one in found.left_out}


UNPLACED = {"without a date that counts": [15], "dated after the day of the files": [16]}


def test_a_share_by_age_counts_sales_with_a_day(report: Report) -> None:
    found = of_age(report, 30)
    won, followed, lost = _rows(found)
    assert won == ("leads won within 30 days", [0, 1, 2, 3, 4, 5, 12, 17])
    assert followed[1] == [*range(15), 17]
    assert lost == ("leads lost within 30 days", [6, 7, 8, 9, 13])
    shares = (found.measure, *(one.measure for one in found.beside))
    assert sum(share.value or 0 for share in shares) == pytest.approx(1)  # all others are open
    assert _left_out(found) == UNPLACED
    assert not found.is_algebra


def test_the_rate_in_the_end_adds_what_open_leads_bring(report: Report) -> None:
    found = of_final(report)
    assert _rows(found)[1] == ("leads still open", [11, 14])
    assert found.filled is not None
    won, more, leads = 9, (found.measure.value or 0) * 16 - 9, 16
    assert more > 0
    assert ENGLISH.text(found.filled) == f"({won} + {more:.2f}) / {leads}"
    assert found.neighbours[0].measure.value == pytest.approx(9 / 17)


def test_the_naive_rate_is_the_kpi(report: Report) -> None:
    assert of_naive(report).measure.value == pytest.approx(9 / 17)  # of all leads that have come, dated or not


def test_a_month_leaves_out_the_others(report: Report) -> None:
    february = report.cohorts.cohorts[1]
    for found in (of_month(report, february, 30), of_month(report, february, None)):
        assert [rows for _what, rows in _rows(found)] == [[12], [12, 13]]
        assert _left_out(found) == UNPLACED | {"created in another month": [*range(12), 14, 17]}
    in_the_end = of_month_in_the_end(report, february)
    assert [rows for _what, rows in _rows(in_the_end)] == [[12], [], [12, 13]]
    assert in_the_end.filled is not None
    assert ENGLISH.text(in_the_end.filled) == "(1 + 0) / 2"


def test_a_stage_tells_who_left_who_waits_and_who_is_of_unknown_day(report: Report) -> None:
    found = of_stay(report, Stage.NEW, StayFigure.LEFT)
    stay = report.stays[0]
    assert found.measure.value == stay.left == 15 - 2
    assert _rows(found)[0][1] == [*range(10), 12, 13, 17]
    assert _left_out(found)["went on on an unknown day"] == [10]
    assert of_stay(report, Stage.NEW, StayFigure.WAITING).counted[0].positions.tolist() == [11, 14]
    contacted = of_stay(report, Stage.CONTACTED, StayFigure.HALF)
    assert _rows(contacted) == [("moved on", [0, 1, 2, 3, 4, 5, 6, 7, 12]), ("still there", [])]
    assert contacted.measure.value == 8
    assert _left_out(contacted)["not in “Contacted” on a known day"] == [8, 9, 10, 11, 13, 14, 17]


def test_the_way_to_the_sale_leaves_out_the_lost_and_those_of_unknown_day(report: Report) -> None:
    found = of_stay(report, None, StayFigure.HALF)
    assert [rows for _what, rows in _rows(found)] == [[0, 1, 2, 3, 4, 5, 12, 17], [11, 14]]
    left = {"won on an unknown day": [10], "lost or invalid": [6, 7, 8, 9, 13]}
    assert _left_out(found) == UNPLACED | left


def test_every_row_is_counted_or_left_out_for_one_reason(report: Report) -> None:
    accounts = [of_age(report, 30), of_final(report), *(of_stay(report, None, figure) for figure in StayFigure)]
    accounts += [of_stay(report, one.stage, figure) for one in report.stays for figure in QUANTILES]
    for month in report.cohorts.cohorts:
        accounts += [of_month(report, month, 30), of_month(report, month, None), of_month_in_the_end(report, month)]
    for account in accounts:
        (found,) = account.traced
        rows = np.concatenate([found.counted, *(one.positions for one in found.left_out)])
        if len(account.counted) == 1 and account.measure.value != len(found.counted):  # one part of those looked at
            assert set(account.counted[0].positions) <= set(found.counted)
        assert sorted(rows.tolist()) == list(range(OLD + 6))


def test_days_that_nobody_knows_yet_say_why() -> None:
    """Of four leads one went on, after two days: so a quarter is known, half is not. Nobody went on from there."""
    leads: dict[str, list[Any]] = {
        "created": ["2025-06-20"] * 4, "status": ["contacted", *["new"] * 3], "contacted": ["2025-06-22", *[None] * 3],
    }  # fmt: skip
    found = Report(a_slice(state(as_of=dt.date(2025, 6, 30), leads=leads)))
    quarter, half = (of_stay(found, Stage.NEW, figure).measure for figure in (StayFigure.QUARTER, StayFigure.HALF))
    assert (quarter.value, quarter.n) == (2, 1)
    assert (half.value, half.n) == (None, 1)
    assert half.absent is not None
    assert ENGLISH.text(half.absent) == "So many have not left yet, as far as your files tell."
    sale = of_stay(found, None, StayFigure.HALF).measure
    assert (sale.value, sale.n) == (None, 0)
    assert sale.absent is not None
