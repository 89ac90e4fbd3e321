"""Qualifying by hand: the four answers, the verdict, and the list for today."""

from __future__ import annotations

import datetime as dt

import pytest

from leaddesk.model.qualification import FIELDS, Answer, Bant, bant, bant_counts, due, why_due
from leaddesk.text import language
from tests.builders import state

TODAY = dt.date(2025, 6, 30)
ENGLISH, FRENCH = language("en"), language("fr")
YES, NO, ASK = Answer.YES, Answer.NO, Answer.UNKNOWN


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ((ASK, ASK, ASK, ASK), "none of the 4 questions asked yet"),
        ((YES, YES, YES, YES), "qualified on 4 of 4"),
        ((YES, YES, NO, YES), "qualified on 3 of 4"),
        ((YES, ASK, YES, YES), "qualified on 3 of 4"),
        ((NO, NO, YES, YES), "not qualified: no to 2 of 4"),
        ((NO, NO, ASK, ASK), "not qualified: no to 2 of 4"),
        ((YES, YES, ASK, ASK), "yes to 2 of 4, 2 questions left"),
        ((YES, NO, YES, ASK), "yes to 2 of 4, 1 question left"),
        ((NO, ASK, ASK, ASK), "yes to 0 of 4, 3 questions left"),
    ],
)
def test_verdicts(answers: tuple[Answer, ...], verdict: str) -> None:
    found = Bant(answers)
    assert ENGLISH.text(found.verdict) == verdict
    assert FRENCH.text(found.verdict)
    assert found.is_qualified == verdict.startswith("qualified")


def test_answers_of_leads() -> None:
    one = state(leads={"budget": [1, 0, None], "authority": [1, 0, None], "need": [1, 1, None]})
    assert FIELDS == ("budget", "authority", "need", "timeline")
    assert [bant(one, place).answers for place in range(3)] == [(YES, YES, YES, ASK), (NO, NO, YES, ASK), (ASK,) * 4]
    yes, no = bant_counts(one)
    assert (yes.tolist(), no.tolist()) == ([3, 1, 0], [0, 2, 0])
    assert {answer.label for answer in Answer} == {answer.value for answer in Answer}


NAMES = "late,today,later,new,old new,answered,won,lost,express,new,future,undated".split(",")
JUNE_1, JUNE_20, JUNE_29, JULY_2 = "2025-06-01", "2025-06-20", "2025-06-29", "2025-07-02"
LIST = state(
    today=TODAY,
    leads={
        "id": NAMES,
        "status": [None, "Devis", None, *["Nouveau"] * 3, "Gagné", "Perdu", *["Nouveau"] * 2, None, None],
        "created": [JUNE_1, JUNE_1, JUNE_1, JUNE_29, JUNE_20, JUNE_20, JUNE_1, JUNE_1, JUNE_29, JUNE_29, JULY_2, None],
        "responded": [None, None, None, None, None, "2025-06-21", None, None, None, None, None, None],
        "next_date": ["2025-06-10", "2025-06-30", "2025-07-01", *[None] * 3, JUNE_1, *[None] * 5],
        "urgency": [None, None, None, None, None, None, None, None, "Express", None, None, None],
    },
)  # fmt: skip


def test_the_list_for_today() -> None:
    """Steps that are due come first (the same score: the longest overdue first), then leads never answered: the
    express one, then by score, where the fresh one is ahead of the old. Nobody answered a lead that is dated after
    today yet, and one without a date has no score.
    """
    assert [NAMES[place] for place in due(LIST)] == ["late", "today", "express", "new", "old new", "undated"]


def test_why_a_lead_is_on_the_list() -> None:
    told = [why_due(LIST, place) for place in range(12)]
    assert [message and ENGLISH.text(message) for message in told] == [
        "next step was due on 10/06/2025",
        "next step due today",
        None,
        "never answered, waiting 1 day",
        "never answered, waiting 10 days",
        None,
        None,
        None,
        "never answered, waiting 1 day",
        "never answered, waiting 1 day",
        None,
        "never answered",
    ]
    assert all(FRENCH.text(message) for message in told if message)


def test_all_that_is_on_the_list_has_a_reason() -> None:
    assert all(why_due(LIST, int(place)) is not None for place in due(LIST))


def test_a_list_of_little() -> None:
    assert due(state()).tolist() == []
    assert due(state(leads={"id": []})).tolist() == []
    assert due(state(leads={"id": ["1", "2"]})).tolist() == [0, 1]
    by_score = state(leads={"recurring": [0, 1], "segment": ["PME", "PME"], "calls": [1, 1]})
    assert due(by_score).tolist() == [1, 0]
