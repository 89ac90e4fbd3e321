"""What is behind the numbers of a lead that is stuck."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from leaddesk.model.report import Report
from leaddesk.model.waitaccount import of_times, of_usual, of_wait
from leaddesk.text import language
from tests.builders import a_slice, state

if TYPE_CHECKING:
    from leaddesk.model.stay import StuckLead

EN = language("en")


def report() -> Report:
    """Forty leads that were contacted after one to four days, and one that has waited for thirty."""
    created = ["2025-01-01"] * 40 + ["2025-03-01"]
    contacted = [f"2025-01-0{2 + place % 4}" for place in range(40)] + [None]
    leads = {"created": created, "contacted": contacted, "status": ["Contacté"] * 40 + ["Nouveau"]}
    return Report(a_slice(state(leads=leads, as_of=dt.date(2025, 3, 31)), "2025-03"))


def stuck() -> tuple[Report, StuckLead]:
    found = report()
    lead = next(one for one in found.stuck_leads.first(100) if one.place == 40)
    return found, lead


def test_the_wait_is_from_day_to_day() -> None:
    found, lead = stuck()
    account = of_wait(found, lead)
    assert account.filled is not None
    assert account.measure.value == lead.days == 30
    assert EN.text(account.filled) == "31/03/2025 − 01/03/2025"
    np.testing.assert_array_equal(account.counted[0].positions, [40])


def test_the_times_are_the_wait_over_what_is_usual() -> None:
    found, lead = stuck()
    account = of_times(found, lead)
    assert account.measure.value == lead.times == pytest.approx(30 / lead.limit)
    assert account.filled is not None
    assert EN.text(account.filled) == f"30 / {round(lead.limit)}"


def test_what_is_usual_is_told_of_all_dates() -> None:
    found, lead = stuck()
    whole, account = of_usual(found, lead)
    assert not whole.slice.period.is_set
    assert account.measure.value == lead.limit == 4
    assert len(account.counted[0]) == 40


def test_the_account_tells_the_same_share_as_the_list() -> None:
    leads = {"created": ["2025-01-01"] * 40, "contacted": ["2025-01-05"] * 32 + [None] * 8}
    leads["status"] = ["Contacté"] * 32 + ["Nouveau"] * 8
    found = Report(a_slice(state(leads=leads, as_of=dt.date(2025, 3, 31))))
    lead = found.stuck_leads.first(1)[0]
    _whole, account = of_usual(found, lead)
    assert (lead.limit, lead.share, account.measure.value) == (4, 0.75, 4)
    assert EN.text(account.definition).startswith("Three quarters")
    assert "three in four" in EN.text(of_times(found, lead).definition)
