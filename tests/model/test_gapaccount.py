"""The leads behind the remarks on what the data lack."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.model.gapaccount import of_gaps, of_rows
from leaddesk.model.gaps import Gap, gaps
from leaddesk.model.report import Report
from leaddesk.text import language, msg
from tests.builders import a_slice, dataset
from tests.model.test_gaps import DATA

EN = language("en")


@pytest.mark.parametrize(
    ("chosen", "wanted"),
    [
        (
            {},
            {
                "leads without a creation date": [2],
                "customers without a date of winning": [1],
                "lost leads without a date of losing": [4],
                "leads with a status that is not understood": [5],
            },
        ),
        ({"channel": "a"}, {"customers without a date of winning": [1]}),
    ],
)
def test_each_remark_has_its_leads(chosen: dict[str, Any], wanted: dict[str, list[int]]) -> None:
    report = Report(a_slice(DATA, "2025-01-01", "2025-01-31", **chosen))
    found = gaps(report)
    account = of_gaps(report, found)
    assert account is not None
    assert {EN.text(one.what): one.positions.tolist() for one in account.counted} == wanted
    assert [len(one) for one in account.counted] == [gap.count for gap in found]
    assert account.measure.value == sum(map(len, wanted.values()))


def test_without_a_column_of_days_all_leads_lack_one() -> None:
    report = Report(a_slice(dataset(leads={"id": ["1", "2"]}), "2025-01-01", "2025-01-31"))
    account = of_gaps(report, gaps(report))
    assert account is not None
    assert [one.positions.tolist() for one in account.counted] == [[0, 1]]


def test_a_late_beginning_is_of_no_lead() -> None:
    late = (Gap("late_beginning", 20, msg("late")),)
    assert not of_rows(late)
    assert of_gaps(Report(a_slice(DATA)), late) is None


def test_expenses_and_orders_are_told_apart_from_leads() -> None:
    data = dataset(costs={"date": ["2025-01-05", None], "amount": [1, 2]}, orders={"date": [None, "2025-01-05"]})
    report = Report(a_slice(data, "2025-01"))
    account = of_gaps(report, gaps(report))
    assert account is not None
    assert [(one.table, one.positions.tolist()) for one in account.counted] == [("costs", [1]), ("orders", [0])]
    assert account.measure.value == 2
    assert "Rows" in EN.text(account.label)
