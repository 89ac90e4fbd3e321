"""Leads followed to their qualification, and what is told of objectives on it; worked by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.model import costchance, sharechance
from leaddesk.model.costchance import GOES_ON
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.lacking import lacking_table
from leaddesk.model.objective import Objective
from leaddesk.model.outcomes import LOST, WON
from leaddesk.model.qualified import NO_DAY, to_qualification
from leaddesk.model.ripening import BY_RIPENING
from leaddesk.model.standing import OVER, Standing, standing
from tests.builders import a_slice, frame, period, state

if TYPE_CHECKING:
    from leaddesk.model.state import State

DAY = dt.timedelta(days=1)
AS_OF = dt.date(2025, 6, 10)


def test_each_lead_has_one_fate() -> None:
    """As of June 10: one qualified after two days and won since, one on a day nobody knows, one lost after four without
    it, one lost after it, one open for nine days, one not there yet, one without a day.
    """
    leads = {
        "created": ["2025-06-01"] * 5 + ["2025-06-20", None],
        "status": ["won", "qualified", "lost", "lost", "new", "new", "new"],
        "qualified": ["2025-06-03", None, None, "2025-06-02", None, None, None],
        "won": ["2025-06-08"] + [None] * 6,
        "lost": [None, None, "2025-06-05", "2025-06-09", None, None, None],
    }
    found = to_qualification(Evaluator(a_slice(state(leads=leads, as_of=AS_OF))))
    assert (int(found.leads), int(found.won), int(found.lost), int(found.undated[WON])) == (5, 3, 1, 1)
    assert found.waiting.tolist() == [0] * 9 + [1]
    assert found.table.events[LOST].tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert found.table.events[WON].sum() == pytest.approx(3)


def qualifying(days: int = 120, **columns: Any) -> State:
    """Two leads a day: one is qualified on the fifth day, the other one lost on the fifth. None was ever won."""
    dates = [AS_OF - number * DAY for number in range(days)]
    created, status, qualified, lost = [], [], [], []
    for day in dates:
        fifth = (day + 5 * DAY).isoformat() if day + 5 * DAY <= AS_OF else None
        created += [day.isoformat()] * 2
        status += ["new", "new"] if fifth is None else ["qualified", "lost"]
        qualified += [fifth, None]
        lost += [None, fifth]
    leads = {"created": created, "status": status, "qualified": qualified, "lost": lost}
    return state(leads={**leads, **columns}, as_of=AS_OF)


def stands(data: State, kpi: str, target: float) -> Standing:
    return standing(Objective(kpi, target, period("2025-06")), data)


def test_open_leads_are_still_qualified() -> None:
    """A quarter of June's leads are qualified so far, as most of them are young; half of them will be, though nobody
    was ever won.
    """
    data = qualifying()
    low, even, high = (stands(data, "qualification_rate", target) for target in (0.35, 0.5, 0.65))
    assert even.actual.value == pytest.approx(5 / 20)
    assert even.expected is not None
    assert even.expected.value == pytest.approx(0.5, abs=0.02)
    assert low.probability is not None
    assert even.probability is not None
    assert high.probability is not None
    assert low.probability > 0.95
    assert 0.3 < even.probability < 0.75
    assert high.probability < 0.05


def test_without_the_day_of_qualification_it_says_what_to_write_down() -> None:
    data = qualifying(qualified=[None] * 240)
    assert stands(data, "qualification_rate", 0.5).absent == NO_DAY
    leads = {name: list(data.dataset["leads"].data[name].astype(str)) for name in ("created", "status")}
    assert stands(state(leads=leads, as_of=AS_OF), "qualification_rate", 0.5).absent == NO_DAY


# -- what each of them costs -------------------------------------------------------------------------------------------


def with_costs(data: State, day: int = 2, **columns: Any) -> State:
    """600 on a day of each month from January on."""
    bills = {"date": [f"2025-{month:02}-{day:02}" for month in range(1, 7)], "amount": [600.0] * 6, **columns}
    return data.with_dataset(data.dataset.with_frame(frame("costs", **bills)))


def test_the_cost_of_a_qualified_lead_allows_for_those_that_ripen() -> None:
    """600 in June, five leads qualified so far: 120 each. Of those created until the 25th half are qualified by the
    30th: 25 in all, 24 each.
    """
    data = with_costs(qualifying(160))
    low, even, high = (stands(data, "cpql", target) for target in (18, 24, 32))
    assert even.actual.value == pytest.approx(120)
    assert even.expected is not None
    assert even.expected.value == pytest.approx(24, rel=0.06)
    assert even.expected.low is not None
    assert even.expected.high is not None
    assert 15 < even.expected.low < 24 < even.expected.high < 40
    assert low.probability is not None
    assert even.probability is not None
    assert high.probability is not None
    assert low.probability < 0.06
    assert 0.3 < even.probability < 0.75
    assert high.probability > 0.94
    assert (even.how, even.note) == (BY_RIPENING, GOES_ON)


def test_its_period_may_be_to_come_or_over() -> None:
    data = with_costs(qualifying(160))
    coming = standing(Objective("cpql", 40, period("2025-07")), data)
    assert coming.actual.value is None
    assert coming.expected is not None
    assert coming.expected.value == pytest.approx(24, rel=0.2)
    assert standing(Objective("cpql", 40, period("2025-05")), data).absent == OVER


def test_a_bill_that_is_written_down_for_days_to_come_is_known() -> None:
    """A month's bill of 600 on its first day, of which a third is spent by the tenth: it is 600 in the end."""
    data = with_costs(qualifying(160), 1, until=[f"2025-{month:02}-28" for month in range(1, 7)])
    found = stands(data, "cpql", 30)
    assert found.actual.value == pytest.approx(600 * 10 / 28 / 5)
    assert found.expected is not None
    assert found.expected.value == pytest.approx(24, rel=0.06)


def test_why_the_cost_of_a_qualified_lead_is_not_told() -> None:
    assert stands(qualifying(160), "cpql", 30).absent == lacking_table("costs")
    assert stands(with_costs(qualifying(160, qualified=[None] * 320)), "cpql", 30).absent == NO_DAY
    assert stands(with_costs(qualifying(60)), "cpql", 30).absent == costchance.TOO_FEW
    assert stands(with_costs(qualifying(10)), "cpql", 30).absent == sharechance.TOO_FEW
    assert stands(with_costs(qualifying(160), date=[None] * 6), "cpql", 30).absent == costchance.TOO_FEW
    unknown = with_costs(qualifying(160), amount=[600.0] * 5 + [None])
    assert stands(unknown, "cpql", 30).absent == stands(unknown, "cpql", 30).actual.absent
