from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.model.gaps import gaps
from leaddesk.model.report import Report
from leaddesk.model.saidtwice import said_twice
from tests.builders import a_slice, dataset, frame
from tests.model.worked import ENGLISH

if TYPE_CHECKING:
    from leaddesk.model.dataset import Dataset

WEEKS = ["2025-01-06", "2025-01-13", "2025-01-20"]


def costs(amounts: list[float | None], channel: str | None = "Google", days: list[str] | None = None) -> dict[str, Any]:
    return {"date": days or WEEKS, "channel": [channel] * len(amounts), "amount": amounts}


def two_files(first: dict[str, Any], second: dict[str, Any], name: str = "other.csv") -> Dataset:
    other = frame("costs", **second)
    other.origin = replace(other.origin, files=(name,))
    return dataset(costs=first).joined(dataset(other))


def test_the_same_weeks_in_two_files_add_up() -> None:
    made = two_files(costs([10.0, 20.0, 30.0]), costs([10.0, 21.0, 31.0]))
    assert said_twice(made).tolist() == [3, 4, 5]
    (gap,) = gaps(Report(a_slice(made)))
    assert (gap.code, gap.count) == ("said_twice", 3)
    assert ENGLISH.text(gap.message) == (
        "3 expenses are of days and channels that another file has, too: they add up. If it is the same money, keep "
        "one file."
    )


def test_two_files_of_one_name() -> None:
    assert said_twice(two_files(costs([10.0, 20.0, 30.0]), costs([10.0, 20.0, 30.0]), "made.csv")).tolist() == [3, 4, 5]


@pytest.mark.parametrize(
    "second",
    [
        costs([10.0, 20.0], days=WEEKS[:2]),  # two are chance
        {**costs([10.0, 20.0, 30.0]), "until": ["2025-01-31"] * 3},
        costs([10.0, 20.0, 30.0], channel="Flyers"),
        costs([10.0, 20.0, 30.0], days=["2025-02-03", "2025-02-10", "2025-02-17"]),
    ],
)
def test_other_expenses_of_two_files_add_up(second: dict[str, Any]) -> None:
    assert said_twice(two_files(costs([10.0, 20.0, 30.0]), second)).tolist() == []


def test_rows_without_a_name_or_an_amount_tell_nothing() -> None:
    nameless, blank = costs([10.0, 20.0, 30.0], channel=None), costs([None, None, None])
    assert said_twice(two_files(nameless, nameless)).tolist() == []
    assert said_twice(two_files(blank, blank)).tolist() == []


def test_two_alike_in_one_file_are_two() -> None:
    days = ["2025-01-06"] * 4
    alike = costs([5.0] * 4, days=days)
    assert said_twice(dataset(costs=alike)).tolist() == []
    assert said_twice(two_files(alike, costs([5.0] * 3, days=days[:3]))).tolist() == [4, 5, 6]


def test_without_costs_nothing_is_said_twice() -> None:
    assert said_twice(dataset(leads={"id": ["1"]})).tolist() == []
