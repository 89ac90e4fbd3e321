"""The questions of an owner, and the cards chosen for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leaddesk.model.action import settings_value, with_setting
from leaddesk.model.kpis import BY_ID, KPIS
from leaddesk.model.questions import QUESTIONS
from leaddesk.model.settings import Settings

ENOUGH, GOOD = QUESTIONS[0], QUESTIONS[1]
CHOICE = (("enough", ("customers", "leads")), ("good", ()))


def test_each_kpi_answers_one_question() -> None:
    asked = [kpi.id for question in QUESTIONS for kpi in question.kpis]
    assert sorted(asked) == sorted(kpi.id for kpi in KPIS)
    assert [question.id for question in QUESTIONS] == ["enough", "good", "fast", "cost", "stay"]
    assert all(2 <= len(question.usual) <= 3 for question in QUESTIONS)
    assert ENOUGH.usual[0] is BY_ID["leads"]


def test_chosen_cards_stand_in_their_order() -> None:
    assert ENOUGH.chosen(()) == ENOUGH.usual
    assert [kpi.id for kpi in ENOUGH.chosen(CHOICE)] == ["customers", "leads"]
    assert GOOD.chosen(CHOICE) == ()
    assert QUESTIONS[2].chosen(CHOICE) == QUESTIONS[2].usual


def test_ids_of_another_version_or_question_are_passed_over() -> None:
    cards = (("enough", ("leads", "of tomorrow", "cpl", "leads")),)
    assert ENOUGH.chosen(cards) == (BY_ID["leads"],)


def test_the_usual_cards_need_no_entry() -> None:
    picked = ENOUGH.choosing((("good", ()),), (BY_ID["leads"],))
    assert picked == (("good", ()), ("enough", ("leads",)))
    assert ENOUGH.choosing(picked, ENOUGH.usual) == (("good", ()),)


def test_a_choice_goes_through_the_log() -> None:
    chosen = replace(Settings(), cards=CHOICE)
    written = settings_value(chosen, "cards")
    assert isinstance(written, str)
    assert with_setting(Settings(), "cards", written).cards == CHOICE
    assert with_setting(chosen, "cards", settings_value(Settings(), "cards")).cards == ()
    assert chosen == Settings()  # what was prepared for the data stays


@pytest.mark.parametrize("value", ['{"a": 1}', '[["enough"]]', '[["enough", "leads"]]', "[[1, []]]", '[["good", [1]]]'])
def test_anything_else_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="cards of the overview"):
        with_setting(Settings(), "cards", value)
