"""Slices: which rows a period and filters keep, and the groups of a dimension."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from leaddesk.model import daycounts
from leaddesk.model.dimensions import choices, dimensions
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.period import Period
from leaddesk.model.planned import PLAN
from leaddesk.model.preparing import undated
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.settings import Settings
from leaddesk.model.slice import Filters, Slice, dimension, is_recorded
from leaddesk.model.state import State
from leaddesk.model.terms import BY_CREATED, BY_EXPENSE
from tests.builders import TODAY, a_slice, dataset, frame, state

LEADS = {
    "created": ["2025-01-01", "2025-01-31 23:59:59", None, "2025-02-01"],
    "channel": ["google", "Google", None, "*"],
    "owner": ["Inès", None, "Inès", None],
}
COSTS = {
    "date": ["2025-01-01", "2024-12-31", None, "2025-02-10"],
    "until": ["2025-02-28", None, "2025-01-15", "2025-01-01"],
    "channel": [None, "Flyers", "google", "google"],
    "amount": [59, 1, 1, 1],
}
DATA = dataset(leads=LEADS, costs=COSTS)


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        ((None, None), [0, 1, 2, 3]),
        (("2025-01-01", "2025-01-31"), [0, 1]),
        (("2025-01-31", None), [1, 3]),
        ((None, "2025-01-31"), [0, 1]),
        (("2025-03-01", None), []),
    ],
)
def test_rows_by_a_day(days: tuple[str | None, str | None], wanted: list[int]) -> None:
    assert a_slice(DATA, *days).rows("leads", BY_CREATED).tolist() == wanted


def test_rows_by_the_days_they_cover() -> None:
    january = a_slice(DATA, "2025-01")
    assert january.rows("costs", BY_EXPENSE).tolist() == [0]
    share = january.share("costs", BY_EXPENSE)
    assert share is not None
    assert share.tolist() == [31 / 59]  # 31 of the 59 days of January and February
    # An end before the beginning: the first day alone.
    assert a_slice(DATA, "2025-02-10", "2025-02-10").rows("costs", BY_EXPENSE).tolist() == [0, 3]
    assert a_slice(DATA).share("costs", BY_EXPENSE) is None
    assert a_slice(DATA, "2025-01").share("leads", BY_CREATED) is None
    with pytest.raises(TypeError):
        january._covered("leads", BY_CREATED)


def test_filters_keep_values_and_rows_without_one() -> None:
    assert a_slice(DATA, channel="google").rows("leads", BY_CREATED).tolist() == [0]
    assert a_slice(DATA, channel=["google", None]).rows("leads", BY_CREATED).tolist() == [0, 2]
    assert a_slice(DATA, channel=[]).rows("leads", BY_CREATED).tolist() == []
    both = a_slice(DATA, "2025-01", channel=["google", "Google"], owner="Inès")
    assert both.rows("leads", BY_CREATED).tolist() == [0]
    assert both.lacking("leads") is None
    assert both.lacking("costs") == "owner"
    assert a_slice(DATA).allowed("leads") is None


def test_filters_are_values() -> None:
    one = Filters().having("channel", frozenset({"a"})).having("owner", frozenset({None}))
    assert one == Filters({"owner": frozenset({None}), "channel": frozenset({"a"})})
    assert hash(one) == hash(Filters({"owner": frozenset({None}), "channel": frozenset({"a"})}))
    assert one.having("owner", None).having("channel", None) == Filters()


@pytest.mark.parametrize("many", [0, 1000])
def test_undated_rows_are_counted_within_the_filters(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daycounts, "MANY", many)
    assert undated(Evaluator(a_slice(DATA), PLAN), "leads", BY_CREATED) == (1, len(DATA["leads"]))
    assert undated(Evaluator(a_slice(DATA, channel="google"), PLAN), "leads", BY_CREATED)[0] == 0


def test_within_another_period() -> None:
    one = a_slice(DATA, "2025-01", channel="google", compare=Period())
    other = one.within(Period(dt.date(2025, 2, 1)))
    assert (other.filters, other.compare, other.period.start) == (one.filters, None, dt.date(2025, 2, 1))


def test_a_dimension_holds_the_values_of_all_tables_then_none() -> None:
    assert dimension(DATA, "channel").keys == ("*", "Flyers", "Google", "google", None)
    assert dimension(DATA, "owner").keys == ("Inès", None)
    assert dimension(DATA, "city").keys == (None,)
    assert dimension(DATA, "channel").groups(DATA["leads"]).tolist() == [3, 2, 4, 0]


def test_values_that_no_row_carries_any_more_are_no_group() -> None:
    leads = frame("leads", channel=["a", "b"])
    only = leads.data["channel"].copy()
    only.iloc[1] = "a"
    assert dimension(dataset(leads.replaced("channel", only)), "channel").keys == ("a", None)


def test_what_can_be_filtered() -> None:
    one = a_slice(DATA)
    assert dimensions(one) == ("channel", "owner")
    assert dimensions(one, "campaign", "owner") == ("owner",)
    assert choices(one, "channel") == ("*", "Flyers", "Google", "google", None)
    assert choices(one, "campaign") == ()
    assert not is_recorded(DATA, "orders", "channel")
    assert not is_recorded(DATA, "leads", "postcode")


def test_a_state_shares_what_it_does_not_replace() -> None:
    one = state(leads=LEADS)
    assert one.as_of == one.today
    other = one.with_settings(Settings(currency="CHF")).with_dataset(dataset(leads=LEADS, as_of=dt.date(2025, 1, 31)))
    assert (other.as_of, other.settings.currency, other.today) == (dt.date(2025, 1, 31), "CHF", one.today)
    assert State(one.today).dataset.frames == {}


def test_a_period_by_a_date_that_is_a_lookup() -> None:
    from leaddesk.model.expression import OnDay
    from leaddesk.model.rowcolumn import Lookup

    orders = {"customer": ["1", "2", None]}
    leads = {"id": ["1", "2"], "created": ["2025-01-05", "2025-02-05"]}
    data = dataset(orders=orders, leads=leads)
    by = OnDay(Lookup("orders", "customer", Stored("leads", "created")))
    assert Slice(State(dt.date(2025, 6, 30), data), Period(dt.date(2025, 1, 1), dt.date(2025, 1, 31))).rows(
        "orders", by
    ).tolist() == [0]
    np.testing.assert_array_equal(a_slice(data).rows("orders", by), [0, 1, 2])


def test_a_filter_may_keep_many_values() -> None:
    """Of 40 channels the even ones, and the rows without any; of a column of the user's own the same."""
    channels = [*(f"c{number}" for number in range(40)), None, "c0", "c1"]
    data = dataset(frame("leads", extra={"Zone": channels}, channel=channels))
    even = [f"c{number}" for number in range(0, 40, 2)]
    for name in ("channel", "extra:Zone"):
        for wanted, kept in (([*even, None, "nowhere"], [40, 41]), (even, [41])):
            filters = Filters({name: frozenset(wanted)})
            allowed = Slice(State(TODAY, data), filters=filters).allowed("leads")
            assert allowed is not None
            assert np.flatnonzero(allowed).tolist() == [*range(0, 40, 2), *kept]
