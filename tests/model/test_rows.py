"""Row columns: each worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from leaddesk.model.dataset import MISSING_DAY, Dataset
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Count, OnDay, Op, Where
from leaddesk.model.rowcolumn import (
    Children,
    DaysBetween,
    Depth,
    FirstKnown,
    FirstOfKind,
    Gather,
    Lookup,
    OpeningTime,
    OutcomeDay,
    RowColumn,
    StageOf,
    Stored,
)
from leaddesk.model.rows import MISSING_SECOND, is_measured, needs, values
from leaddesk.model.settings import Settings
from leaddesk.model.stages import Stage, StageMap
from leaddesk.model.terms import BY_CREATED, DECISION_DAY, WON_DAY
from leaddesk.text import msg
from tests.builders import a_slice, dataset, frame

if TYPE_CHECKING:
    from leaddesk.model.conditions import Conditions

SETTINGS = Settings()


def column(wanted: RowColumn, data: Dataset, settings: Settings = SETTINGS) -> list[Any]:
    found: list[Any] = values(wanted, data, settings).tolist()
    return found


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def test_stored_columns() -> None:
    data = dataset(
        leads={"created": ["2025-01-03 23:59", None], "channel": [None, "a"], "amount": [2.5, None], "id": ["7", None]}
    )
    assert column(Stored("leads", "created"), data) == [day("2025-01-03"), MISSING_DAY]
    assert column(Stored("leads", "channel"), data) == [-1, 0]
    assert column(Stored("leads", "amount"), data) == [2.5, pytest.approx(np.nan, nan_ok=True)]
    assert column(Stored("leads", "id"), data) == [0, -1]


def test_first_of_kind_marks_each_value_once_and_every_row_without_one() -> None:
    data = dataset(leads={"id": ["b", "a", None, "b", "a", None], "city": ["x", "x", "y", None, None, "y"]})
    assert column(FirstOfKind("leads", "id"), data) == [1, 1, 1, 0, 0, 1]
    assert column(FirstOfKind("leads", "city"), data) == [1, 0, 1, 1, 1, 0]
    assert column(FirstOfKind("leads", "company"), data) == [1] * 6


def test_the_stage_is_by_hand_then_the_status_then_the_dates() -> None:
    data = dataset(
        leads={
            "stage": [None, None, None, None, None, "negotiation", "lost", "unheard of"],
            "status": ["Perdu", "Nouveau", "zzz", None, None, "Gagné", "Nouveau", "Qualifié"],
            "won": ["2025-01-01", "2025-01-01", None, "2025-01-01", None, "2025-01-01", "2025-01-01", None],
            "lost": [None, "2025-01-02", "2025-01-02", None, None, None, None, None],
        }
    )
    wanted = [
        Stage.LOST,  # the status decides; the won date does not overrule it
        Stage.WON,  # an open status and both dates: won holds
        Stage.LOST,  # a word nobody knows, and a lost date
        Stage.WON,
        -1,  # nothing known
        Stage.NEGOTIATION,  # set by hand, whatever the rest says
        Stage.LOST,
        Stage.QUALIFIED,  # what was set by hand is no stage: as if it was not
    ]
    assert column(StageOf(), data) == wanted


def test_a_stage_can_come_from_dates_alone_and_words_from_the_users_map() -> None:
    assert column(StageOf(), dataset(leads={"won": ["2025-01-01", None]})) == [Stage.WON, -1]
    mapped = Settings(stage_map=StageMap((("Chaud", "negotiation"),)))
    assert column(StageOf(), dataset(leads={"status": ["chaud !"]}), mapped) == [Stage.NEGOTIATION]


def test_depth_is_the_furthest_that_stage_or_dates_show() -> None:
    data = dataset(
        leads={
            "status": ["Nouveau", "Nouveau", "Perdu", "Perdu", "Gagné", "Invalide", None, "Perdu"],
            "responded": [None, "2025-01-02", None, "2025-01-02", None, None, None, None],
            "quoted": [None, None, None, "2025-01-03", None, None, None, None],
            "qualified": [None, "2025-01-02", None, None, None, None, None, None],
            "won": [None, None, None, None, None, None, None, "2025-01-05"],
        }
    )
    wanted = [Stage.NEW, Stage.QUALIFIED, -1, Stage.QUOTE, Stage.WON, -1, Stage.NEW, -1]
    assert column(Depth(), data) == wanted


def test_the_day_of_an_outcome_is_its_own_date_then_the_closing_date() -> None:
    data = dataset(
        leads={
            "status": ["Gagné", "Gagné", "Perdu", "Nouveau", "Gagné"],
            "won": ["2025-01-05", None, "2025-01-05", None, None],
            "closed": ["2025-01-09", "2025-01-09", "2025-01-09", "2025-01-09", None],
        }
    )
    assert column(WON_DAY, data) == [day("2025-01-05"), day("2025-01-09"), MISSING_DAY, MISSING_DAY, MISSING_DAY]
    assert column(DECISION_DAY, data)[2] == day("2025-01-09")


def test_decisions_need_a_date_for_each_outcome() -> None:
    """With sales dated and losses not, a win rate by decision day would be 100 %."""
    assert not is_measured(DECISION_DAY, dataset(leads={"status": ["Perdu"], "won": [None]}))
    assert is_measured(DECISION_DAY, dataset(leads={"won": [None], "lost": [None]}))
    assert is_measured(DECISION_DAY, dataset(leads={"won": [None], "closed": [None]}))
    assert is_measured(DECISION_DAY, dataset(leads={"closed": [None]}))
    assert is_measured(WON_DAY, dataset(leads={"won": [None]}))


def test_days_between() -> None:
    data = dataset(
        leads={
            "created": ["2025-01-03 23:00", "2025-01-03", "2025-01-03", None],
            "qualified": ["2025-01-04 01:00", "2025-01-02", None, "2025-01-02"],
        }
    )
    span = DaysBetween(Stored("leads", "created"), Stored("leads", "qualified"))
    np.testing.assert_array_equal(column(span, data), [1, np.nan, np.nan, np.nan])
    assert span.table == "leads"


def test_opening_time_runs_on_the_first_answer_that_is_known() -> None:
    data = dataset(
        leads={
            "created": ["2025-01-06 10:00", "2025-01-06 10:00", "2025-01-06 10:00"],  # a Monday
            "responded": ["2025-01-06 12:30", None, None],
            "contacted": ["2025-01-06 11:00", "2025-01-07 09:00", None],
        }
    )
    first = FirstKnown("leads", ("responded", "contacted"))
    assert column(first, data)[2] == MISSING_SECOND
    span = OpeningTime(FirstKnown("leads", ("created",)), first)
    # 10:00 to 12:30; 10:00 to 19:00 is 9 hours, and one more on Tuesday from 8:00; never.
    np.testing.assert_array_equal(column(span, data), [2.5, 10.0, np.nan])
    assert span.table == "leads"


ORDERS = {
    "id": ["o1", "o2", "o3", "o4", "o5"],
    "customer": ["1", "2", "1", "unknown", None],
    "date": ["2025-02-01", "2025-02-02", "2025-01-15", "2025-03-01", None],
    "amount": [10, None, 5, 7, 1],
}
LEADS = {
    "id": ["1", "2", "3", "1"],
    "channel": ["b", "a", None, "a"],
    "amount": [100, None, 300, 400],
    "created": ["2025-01-01", None, "2025-01-03", "2025-01-04"],
    "status": ["Gagné", "Nouveau", "Perdu", "Perdu"],
    "won": ["2025-01-09", None, None, None],
}
FIRST_SECOND = 86400 * day("2025-01-01")


@pytest.mark.parametrize(
    ("parent", "wanted"),
    [
        (Stored("leads", "amount"), [100, np.nan, 100, np.nan, np.nan]),
        (Stored("leads", "channel"), [1, 0, 1, -1, -1]),
        (Stored("leads", "created"), [day("2025-01-01"), MISSING_DAY, day("2025-01-01"), MISSING_DAY, MISSING_DAY]),
        (StageOf(), [Stage.WON, Stage.NEW, Stage.WON, -1, -1]),
        (WON_DAY, [day("2025-01-09"), MISSING_DAY, day("2025-01-09"), MISSING_DAY, MISSING_DAY]),
        (FirstKnown("leads", ("created",)), [FIRST_SECOND, MISSING_SECOND, FIRST_SECOND, *[MISSING_SECOND] * 2]),
    ],
)  # fmt: skip
def test_a_lookup_takes_the_first_row_that_carries_the_key(parent: RowColumn, wanted: list[float]) -> None:
    data = dataset(orders=ORDERS, leads=LEADS)
    np.testing.assert_array_equal(column(Lookup("orders", "customer", parent), data), wanted)


def test_a_lookup_into_a_table_without_rows_is_missing() -> None:
    empty: dict[str, list[str]] = {"id": [], "amount": []}
    data = dataset(orders=ORDERS, leads=empty)
    assert np.isnan(column(Lookup("orders", "customer", Stored("leads", "amount")), data)).all()


def test_children_are_gathered_into_the_first_row_of_their_parent() -> None:
    data = dataset(orders=ORDERS, leads=LEADS)
    amount, on = Stored("orders", "amount"), Stored("orders", "date")

    def gathered(how: Gather, value: RowColumn | None = None) -> list[Any]:
        return column(Children("leads", "orders", "customer", how, value), data)

    assert gathered(Gather.COUNT) == [2, 1, 0, 0]
    assert gathered(Gather.SUM, amount) == [15, 0, 0, 0]
    np.testing.assert_array_equal(gathered(Gather.FIRST, amount), [5, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(gathered(Gather.LAST, on), [day("2025-02-01"), day("2025-02-02"), np.nan, np.nan])


def test_what_looks_along_a_relation_needs_the_key_on_both_sides() -> None:
    look, gather = (
        Lookup("orders", "customer", Stored("leads", "amount")),
        Children("leads", "orders", "customer", Gather.COUNT),
    )
    without_id = dataset(orders=ORDERS, leads={"amount": [1]})
    assert not is_measured(look, without_id)
    assert not is_measured(gather, without_id)
    assert is_measured(look, dataset(orders=ORDERS, leads=LEADS))
    assert is_measured(gather, dataset(orders=ORDERS, leads=LEADS))
    assert needs(Children("leads", "orders", "customer", Gather.SUM, Stored("orders", "amount"))) == (
        frozenset({("orders", "customer"), ("orders", "amount"), ("leads", "id")}),
    )


def test_a_relation_that_no_table_declares_is_refused() -> None:
    with pytest.raises(KeyError):
        needs(Lookup("costs", "label", Stored("leads", "amount")))


def test_the_status_is_the_first_column_that_is_asked_for() -> None:
    assert needs(StageOf())[0] == {("leads", "status")}


# -- nothing prepared from old data survives an edit ------------------------------------------------------------------


def test_a_lookup_sees_an_edit_of_the_other_table_and_of_a_third_look() -> None:
    look = Lookup("orders", "customer", Stored("leads", "amount"))
    through = Children("leads", "orders", "customer", Gather.SUM, look)
    data = dataset(orders=ORDERS, leads=LEADS)
    assert column(look, data)[0] == 100
    assert column(through, data)[0] == 200
    edited = data.with_frame(data["leads"].replaced("amount", frame("leads", amount=[1, 2, 3, 4]).data["amount"]))
    assert column(look, edited)[0] == 1
    assert column(through, edited)[0] == 2


def test_a_condition_on_another_table_sees_an_edit_of_it() -> None:
    won = Where(Lookup("orders", "customer", StageOf()), Op.EQUAL, Stage.WON)
    count = Count("orders", msg("orders of customers"), OnDay(Stored("orders", "date")), (won,))
    data = dataset(orders=ORDERS, leads=LEADS)
    status = frame("leads", status=["Perdu", "Perdu", "Perdu", "Perdu"]).data["status"]
    edited = data.with_frame(data["leads"].replaced("status", status))
    assert [Evaluator(a_slice(one)).evaluate(count).values[0] for one in (data, edited)] == [2, 0]
    plan: dict[str, tuple[Conditions, ...]] = {"orders": ((won,),)}
    assert [Evaluator(a_slice(one), plan).evaluate(count).values[0] for one in (data, edited)] == [2, 0]


@pytest.mark.parametrize("planned", [False, True])
def test_a_condition_sees_a_column_that_an_edit_adds(planned: bool) -> None:
    won = (Where(StageOf(), Op.EQUAL, Stage.WON),)
    count = Count("leads", msg("won"), BY_CREATED, won)
    plan: dict[str, tuple[Conditions, ...]] = {"leads": (won,)} if planned else {}
    data = dataset(leads={"status": ["Nouveau", "Nouveau"]})
    assert Evaluator(a_slice(data), plan).evaluate(count).values[0] == 0
    edited = data.with_frame(data["leads"].replaced("stage", frame("leads", stage=["won", None]).data["stage"]))
    assert Evaluator(a_slice(edited), plan).evaluate(count).values[0] == 1


def test_conditions_on_moments_know_what_is_missing() -> None:
    known = Where(FirstKnown("leads", ("created",)), Op.KNOWN)
    count = Count("leads", msg("dated"), BY_CREATED, (known,))
    assert Evaluator(a_slice(dataset(leads={"created": ["2025-01-01", None]}))).evaluate(count).values[0] == 1


def test_an_outcome_without_columns_to_look_at_is_undated() -> None:
    data = dataset(leads={"status": ["Gagné"]})
    assert column(OutcomeDay((int(Stage.WON),), (("won",),)), data) == [MISSING_DAY]
