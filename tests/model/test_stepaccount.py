"""What is behind the figures of a funnel, worked out by hand: formula with figures, rows in and out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from leaddesk.model.readings import Reading
from leaddesk.model.report import Report
from leaddesk.model.sidebyside import side_by_side
from leaddesk.model.stages import Stage
from leaddesk.model.stepaccount import StepFigure, of_difference, of_reason, of_step
from leaddesk.text import language, verbatim
from tests.builders import a_slice, state

if TYPE_CHECKING:
    from leaddesk.model.account import Account

ENGLISH = language("en")
LEADS: dict[str, Any] = {
    "id": ["1", "2", "2", "3", "4", "5", "6", "7", "8"],
    "created": [*["2025-01-03"] * 7, "2025-02-01", None],
    "channel": ["Google", "Google", "Google", "Flyers", "Flyers", "Flyers", "Flyers", "Google", "Google"],
    "status": ["Gagné", "Perdu", "Perdu", "Contacté", "Nouveau", "Qualifié", "Perdu", "Gagné", "Nouveau"],
    "contacted": [
        "2025-01-04", "2025-01-05", "2025-01-05", "2025-01-07", None, "2025-01-04", None, "2025-02-02", None,
    ],
    "qualified": ["2025-01-06", None, None, None, None, "2025-01-10", None, None, None],
    "won": ["2025-01-20", None, None, None, None, None, None, "2025-02-09", None],
    "lost": [None, "2025-01-08", "2025-01-08", None, None, None, "2025-01-09", None, None],
    "lost_reason": [None, "Prix", "Prix", None, None, None, None, None, None],
    "amount": [1000, 500, None, None, None, None, None, 7, None],
}  # fmt: skip


def _report(start: str | None = "2025-01", **kept: Any) -> Report:
    return Report(a_slice(state(as_of=dt.date(2025, 3, 1), leads=LEADS), start, **kept))


def _of(
    stage: Stage, figure: StepFigure, reading: Reading = Reading.AS_RECORDED, start: str | None = "2025-01"
) -> Account:
    report = _report(start)
    return of_step(report, report.read_funnel(reading), stage, figure)


def _said(account: Account) -> tuple[str, str]:
    formula, filled = account.formula or account.made_of, account.filled
    return "" if formula is None else ENGLISH.text(formula), "" if filled is None else ENGLISH.text(filled)


def _rows(account: Account) -> list[tuple[str, list[int]]]:
    return [(ENGLISH.text(rows.what), rows.positions.tolist()) for rows in account.counted]


def _left_out(account: Account) -> dict[str, list[int]]:
    (found,) = account.traced
    return {ENGLISH.text(one.reason): one.positions.tolist() for one in found.left_out}


OUTSIDE = {"outside the period (Created on)": [7], "repeated “Lead no.”, counted once": [2]}
NO_DATE = {"without a date (Created on)": [8]}


def test_how_many_reached_a_stage() -> None:
    found = _of(Stage.CONTACTED, StepFigure.REACHED)
    assert found.measure.value == 4
    assert _said(found) == ("leads that reached “Contacted”: 4", "")
    assert _rows(found) == [("leads that reached “Contacted”", [0, 1, 3, 5])]
    assert _left_out(found) == OUTSIDE | NO_DATE | {"did not get to “Contacted”": [4, 6]}


def test_both_rates_say_of_which_leads_they_are() -> None:
    found = _of(Stage.QUALIFIED, StepFigure.OF_FIRST)
    assert found.measure.value == pytest.approx(2 / 6)
    assert _said(found) == ("leads that reached “Qualified” / leads", "2 / 6")
    found = _of(Stage.QUALIFIED, StepFigure.OF_PREVIOUS)
    assert found.measure.value == 0.5
    assert _said(found)[1] == "2 / 4"
    assert _rows(found)[0][1] == [0, 5]
    assert _left_out(found) == OUTSIDE | NO_DATE | {"did not get to “Contacted”": [4, 6]}
    assert _said(_of(Stage.NEW, StepFigure.OF_PREVIOUS))[1] == "6 / 6"


def test_who_stayed_behind_is_told_from_who_went_on() -> None:
    found = _of(Stage.QUALIFIED, StepFigure.MISSED)
    assert found.measure.value == 2
    assert _rows(found)[0][1] == [1, 3]
    left = {"got to “Qualified”": [0, 5], "did not get to “Contacted”": [4, 6]}
    assert _left_out(found) == OUTSIDE | NO_DATE | left


def test_the_median_delay_is_of_leads_with_both_dates() -> None:
    found = _of(Stage.CONTACTED, StepFigure.DAYS)
    assert (found.measure.value, found.measure.n) == (1.5, 4)  # 1, 2, 4 and 1 days
    assert _rows(found)[0][1] == [0, 1, 3, 5]
    assert _left_out(found) == OUTSIDE | NO_DATE | {"no “Contacted on” after “Created on”": [4, 6]}
    absent = _of(Stage.NEGOTIATION, StepFigure.DAYS)
    assert (absent.measure.value, absent.traced) == (None, ())


def test_amounts_leave_out_those_that_have_none() -> None:
    found = _of(Stage.CONTACTED, StepFigure.AMOUNT)
    assert (found.measure.value, found.measure.n) == (1500, 2)
    assert _said(found)[0] == "amounts of the leads that reached “Contacted”: €1,500"
    assert _left_out(found) == OUTSIDE | NO_DATE | {"without an amount": [3, 5], "did not get to “Contacted”": [4, 6]}


def test_those_that_went_on_are_told_of_the_decided_ones() -> None:
    found = _of(Stage.QUALIFIED, StepFigure.WENT_ON)
    assert _said(found)[1] == "2 / 3"
    assert _left_out(found) == OUTSIDE | NO_DATE | {
        "still open at “Contacted”": [3],
        "did not get to “Contacted”": [4, 6],
    }
    first = _of(Stage.CONTACTED, StepFigure.WENT_ON)
    assert _said(first)[1] == "4 / 4"  # lead 4 is new, and nobody knows how far lead 6 got
    assert _left_out(first)["lost, and nothing says how far they got"] == [6]


def test_a_reading_by_days_leaves_out_what_cannot_be_placed() -> None:
    found = _of(Stage.QUALIFIED, StepFigure.UNDATED, Reading.IN_ORDER, None)
    assert found.measure.value == 0
    found = _of(Stage.WON, StepFigure.SKIPPED, Reading.IN_ORDER, None)
    assert found.measure.value == 0
    found = _of(Stage.QUALIFIED, StepFigure.SKIPPED, Reading.IN_ORDER, None)
    assert _rows(found)[0][1] == [7]  # contacted, then won
    left = {"without a date that counts": [8], "did not skip it": [0, 1, 3, 4, 5, 6]}
    assert _left_out(found) == {"repeated “Lead no.”, counted once": [2]} | left
    found = _of(Stage.WON, StepFigure.OF_PREVIOUS, Reading.ANY_ORDER, None)
    assert _said(found)[1] == "1 / 2"  # the other sale has no day of its qualification


def test_a_reason_is_told_from_the_others() -> None:
    report = _report()
    found = of_reason(report, "Prix", verbatim("Prix"))
    assert (found.measure.value, _rows(found)[0][1]) == (1, [1])
    assert _left_out(found) == OUTSIDE | NO_DATE | {"lost for another reason": [6], "not lost": [0, 3, 4, 5]}


def test_a_difference_is_made_of_both_sides() -> None:
    reports = (_report().only("channel", "Google"), _report().only("channel", "Flyers"))
    step = side_by_side(reports[0].funnel, reports[1].funnel).steps[1]
    found = of_difference(reports, (verbatim("Google"), verbatim("Flyers")), step)
    assert _said(found) == ("Google − Flyers", "50.0% − 100.0%")
    assert _rows(found)[0] == ("Google: went on", [0])
    assert [rows for _what, rows in _rows(found)] == [[0], [0, 1], [5], [5]]


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("figure", StepFigure)
@pytest.mark.parametrize("start", ["2025-01", None])
def test_every_row_is_counted_or_left_out_for_one_reason(
    reading: Reading, figure: StepFigure, start: str | None
) -> None:
    report = _report(start)
    read = report.read_funnel(reading)
    for step in read.steps:
        if figure is StepFigure.DAYS and step.stage not in (Stage.CONTACTED, Stage.QUALIFIED):
            continue
        (found,) = of_step(report, read, step.stage, figure).traced
        rows = np.concatenate([found.counted, *(one.positions for one in found.left_out)])
        assert sorted(rows.tolist()) == list(range(9)), (step.stage, figure)
