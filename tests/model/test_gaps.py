"""Nobody has to wonder where a lead is: what the data lacks is counted and named."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.model.gaps import gaps
from leaddesk.model.report import Report
from leaddesk.text import language
from tests.builders import a_slice, dataset, period

DATA = dataset(
    leads={
        "id": ["1", "2", "3", "4", "5", "6"],
        "channel": ["a", "a", "b", "b", "b", "b"],
        "created": ["2025-01-05", "2025-01-06", None, "2025-01-08", "2025-01-09", "2025-01-10"],
        "status": ["Gagné", "Gagné", "Nouveau", "Perdu", "Perdu", "Mystère"],
        "won": ["2025-01-20", None, None, None, None, None],
        "lost": [None, None, None, "2025-01-21", None, None],
    }
)


def found(start: str | None = None, end: str | None = None, channel: str | None = None) -> dict[str, int]:
    chosen: dict[str, Any] = {} if channel is None else {"channel": channel}
    return {gap.code: gap.count for gap in gaps(Report(a_slice(DATA, start, end, **chosen)))}


def test_a_period_leaves_out_what_has_no_date() -> None:
    # Lead 3 has no creation date; lead 2 was won, lead 5 lost, on no known day; lead 6 says "Mystère".
    assert found("2025-01-01", "2025-01-31") == {
        "undated_leads": 1,
        "undated_sales": 1,
        "undated_losses": 1,
        "unknown_status": 1,
    }


@pytest.mark.parametrize(
    ("first", "shown", "compared", "said"),
    [
        ("2024-03-05", ("2025-01", "2025-12"), ("2024-01", "2024-12"), "only a part of the period compared with"),
        ("2025-03-05", ("2025-01", "2025-12"), ("2024-01", "2024-12"), "only a part of the period shown"),
        ("2025-03-05", ("2025-01", "2025-12"), None, "only a part of the period shown"),
        ("2024-10-20", ("2024-11", "2024-11"), ("2024-10", "2024-10"), "only a part of the period compared with"),
        ("2024-01-20", ("2025-01", "2025-12"), ("2024-01", "2024-12"), ""),
        ("2023-12-20", ("2025-01", "2025-12"), ("2024-01", "2024-12"), ""),
        ("2024-10-03", ("2024-11", "2024-11"), ("2024-10", "2024-10"), ""),
        ("2026-02-01", ("2025-01", "2025-12"), ("2024-01", "2024-12"), ""),
        (None, ("2025-01", "2025-12"), ("2024-01", "2024-12"), ""),
    ],
)
def test_leads_that_begin_well_after_a_period_does(
    first: str | None, shown: tuple[str, str], compared: tuple[str, str] | None, said: str
) -> None:
    data = dataset(leads={"id": ["1", "2"], "created": [first, None if first is None else "2026-03-01"]})
    compare = None if compared is None else period(*compared)
    report = Report(a_slice(data, *shown, compare=compare))
    late = [gap for gap in gaps(report) if gap.code == "late_beginning"]
    assert bool(late) == bool(said)
    if late:
        text = language("en").text(late[0].message)
        assert text.startswith("Your leads begin on ")
        assert said in text


def test_without_a_period_dates_do_not_matter() -> None:
    assert found() == {"unknown_status": 1}


def test_filters_hold_for_gaps_too() -> None:
    assert found("2025-01-01", "2025-01-31", channel="a") == {"undated_sales": 1}


def test_they_are_said_in_words() -> None:
    (gap,) = gaps(Report(a_slice(DATA)))
    assert language("en").text(gap.message) == (
        "1 lead has a status that is not understood (Mystère): it counts as open."
    )


def test_nothing_lacks_nothing() -> None:
    assert gaps(Report(a_slice(dataset(), "2025-01-01", "2025-01-31"))) == ()
    bare = dataset(leads={"created": ["2025-01-05"]})
    assert gaps(Report(a_slice(bare, "2025-01-01", "2025-01-31"))) == ()
    undecided = dataset(leads={"created": ["2025-01-05"], "status": ["Gagné"]})
    assert gaps(Report(a_slice(undecided, "2025-01-01", "2025-01-31"))) == ()
    by_owner = dataset(leads={"created": ["2025-01-05"], "channel": ["a"]})
    assert gaps(Report(a_slice(by_owner, "2025-01-01", "2025-01-31", owner="x"))) == ()


def test_expenses_and_orders_without_a_day_are_told() -> None:
    data = dataset(
        costs={"date": ["2025-01-05", None, None], "channel": ["a", "a", "b"], "amount": [1, 2, 3]},
        orders={"date": [None, "2025-01-05"], "amount": [1, 2]},
    )
    told = {gap.code: gap.count for gap in gaps(Report(a_slice(data, "2025-01")))}
    assert told == {"undated_costs": 2, "undated_orders": 1}
    of_a = {gap.code: gap.count for gap in gaps(Report(a_slice(data, "2025-01", channel="a")))}
    assert of_a == {"undated_costs": 1}  # orders are not recorded by channel
    assert gaps(Report(a_slice(data))) == ()
