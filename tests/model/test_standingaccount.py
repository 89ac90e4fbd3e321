"""The report behind an objective tells the same figure as its standing."""

from __future__ import annotations

import datetime as dt

import pytest

from leaddesk.model.objective import Objective
from leaddesk.model.standing import standing
from leaddesk.model.standingaccount import so_far
from tests.builders import period, state

AS_OF = dt.date(2026, 3, 16)
CREATED = [(AS_OF - dt.timedelta(days=age)).isoformat() for age in range(200)]


@pytest.mark.parametrize(
    ("days", "channel", "value"),
    [
        (("2026-03",), None, 16),
        (("2026-02",), None, 28),
        (("2026-03",), "Google", 8),
        ((None, "2026-03-31"), None, 200),
    ],
)
def test_it_is_of_the_period_up_to_now_and_of_the_channel(
    days: tuple[str, ...], channel: str | None, value: int
) -> None:
    """A lead without a day, and one of a day to come, are of no period that has an end."""
    leads = {"created": [*CREATED, None, "2026-05-01"], "channel": ["Google", "Flyers"] * 101}
    of = state(as_of=AS_OF, leads=leads)
    found = standing(Objective("leads", 40, period(*days), channel), of)
    report = so_far(found, of)
    assert report is not None
    assert report.figure(found.kpi).measure.value == value
    assert found.actual.value == value


def test_there_is_none_before_the_period_or_of_nobody() -> None:
    of = state(as_of=AS_OF, leads={"created": CREATED})
    assert so_far(standing(Objective("leads", 40, period("2027-01")), of), of) is None
    assert so_far(standing(Objective("leads", 40, period("2026-03"), "Radio"), of), of) is None
