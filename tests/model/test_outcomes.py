"""What became of each lead: the rules for open, lost, invalid, undated, impossible and future leads."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.incidence import incidence
from leaddesk.model.outcomes import LONGEST, LOST, WON, Fate, outcomes
from leaddesk.model.undated import shared_out
from tests.builders import state
from tests.model.plain import followed

AS_OF = dt.date(2025, 6, 30)
LEADS = {
    "created": [
        "2025-06-10",  # won after 5 days
        "2025-06-10",  # lost after 20
        "2025-06-10",  # invalid: the closing day counts
        "2025-06-10",  # open for 20 days
        "2025-06-10",  # won, nobody wrote when
        "2025-06-10",  # lost before it was created
        "2025-06-10",  # to be won on a day that is still to come: open
        "2025-06-30",  # of the day itself
        None,
        "2025-07-01",  # not there yet
        "1926-06-30",  # followed for ten years
    ],
    "status": ["won", "lost", "invalid", "new", "won", "lost", "won", "new", "won", "won", "new"],
    "won": ["2025-06-15", None, None, None, None, None, "2025-07-02", None, None, None, None],
    "lost": [None, "2025-06-30", None, None, None, "2025-06-01", None, None, None, None, None],
    "closed": [None, None, "2025-06-11", None, None, None, None, None, None, None, None],
}


def test_the_rules() -> None:
    found = outcomes(state(as_of=AS_OF, leads=LEADS))
    assert [Fate(fate) for fate in found.fate] == [
        Fate.WON, Fate.LOST, Fate.LOST, Fate.OPEN, Fate.WON_UNDATED, Fate.LOST_UNDATED, Fate.OPEN, Fate.OPEN,
        Fate.UNDATED, Fate.AHEAD, Fate.OPEN,
    ]  # fmt: skip
    assert found.days.tolist() == [5, 20, 1, 20, 20, 20, 20, 0, 0, 0, LONGEST]
    assert found.age.tolist() == [20, 20, 20, 20, 20, 20, 20, 0, 0, 0, LONGEST]


def test_open_means_open_on_the_day_of_the_files() -> None:
    leads = {"created": ["2025-06-10"], "status": ["new"]}
    assert outcomes(state(as_of=dt.date(2025, 6, 12), leads=leads)).days.tolist() == [2]
    assert outcomes(state(leads=leads)).days.tolist() == [20]  # without one, on today


def test_a_sale_after_more_than_ten_years_counts_as_open() -> None:
    leads = {"created": ["2000-01-01"], "status": ["won"], "won": ["2020-01-01"]}
    found = outcomes(state(as_of=AS_OF, leads=leads))
    assert (found.fate.tolist(), found.days.tolist()) == ([int(Fate.OPEN)], [LONGEST])


def test_followed_as_one_group() -> None:
    group = followed(outcomes(state(as_of=AS_OF, leads=LEADS)), np.arange(11))
    assert (int(group.leads), int(group.won), int(group.lost), group.undated.tolist()) == (9, 2, 3, [1, 1])
    assert (group.waiting[0], group.waiting[20], group.waiting[LONGEST]) == (1, 2, 1)
    assert group.table.events.sum() == pytest.approx(5)  # those of unknown day have one now
    # Nine leads: five of them have to be that old, eight are 20 days or more; all are 0 or more.
    assert (int(group.oldest), int(group.everyone)) == (20, 0)


def test_followed_as_several_groups() -> None:
    group = followed(outcomes(state(as_of=AS_OF, leads=LEADS)), np.array([0, 1, 3, 8]), np.array([0, 0, 2, 2]), 3)
    assert group.leads.tolist() == [2, 0, 1]
    assert group.won.tolist() == [1, 0, 0]
    assert group.oldest.tolist() == [LONGEST, -1, 20]  # where none is open nothing more can happen
    assert group.table.at_risk.shape == (3, 21)


def test_how_old_enough_leads_are() -> None:
    """Of three, two have to be that old; of many, ten. Whatever the age where none is open any more."""

    def oldest(ages: list[int]) -> int:
        leads = {
            "created": [(AS_OF - dt.timedelta(days=age)).isoformat() for age in ages],
            "status": ["new"] * len(ages),
        }
        return int(followed(outcomes(state(as_of=AS_OF, leads=leads)), np.arange(len(ages))).oldest)

    assert oldest([1, 2, 3]) == 2
    assert oldest([1] * 30 + [50] * 10 + [60] * 9) == 50
    assert oldest([1] * 30 + [60] * 10) == 60


def test_an_undated_sale_came_when_sales_come() -> None:
    """Sales on days 1 and 3, and one of an unknown day up to 3: half of it counts on either."""
    open_, dated, undated = np.zeros(4), np.zeros((2, 4)), np.zeros((2, 4))
    dated[WON, 1] = dated[WON, 3] = undated[WON, 3] = 1
    table = shared_out(open_, dated, undated)
    assert table.events[WON] == pytest.approx([0, 1.5, 0, 1.5], abs=1e-6)
    assert table.at_risk == pytest.approx([3, 3, 1.5, 1.5], abs=1e-6)
    # A lead that is only two days old cannot have been sold on day 3.
    undated[WON] = [0, 0, 1, 0]
    assert shared_out(open_, dated, undated).events[WON] == pytest.approx([0, 2, 0, 1], abs=1e-6)


ROWS = st.lists(st.tuples(st.integers(0, 15), st.sampled_from([0, 1, 2, 3, 4])), min_size=1, max_size=40)


@given(ROWS)
def test_sharing_out_keeps_the_sums(rows: list[tuple[int, int]]) -> None:
    counts = np.zeros((5, 16))
    for day, kind in rows:
        counts[kind, day] += 1
    table = shared_out(counts[0], counts[1:3], counts[3:])
    assert table.events.sum(axis=-1) == pytest.approx(counts[1:3].sum(axis=-1) + counts[3:].sum(axis=-1))
    assert table.at_risk[0] == pytest.approx(len(rows))
    won, lost = (incidence(table, cause).share for cause in (WON, LOST))
    assert (won + lost <= 1 + 1e-9).all()
    assert (np.diff(won) >= -1e-12).all()
