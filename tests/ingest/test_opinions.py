"""Surveys as people keep them: marks up to ten, yes and no among marks or in their place; said, and switchable."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.model.state import State
from tests.ingest.rawfiles import raw_file
from tests.model.worked import kpi

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.issues import Issue
    from leaddesk.model.measure import Measure

TODAY = dt.date(2025, 3, 31)


def survey(*answers: Any, header: str = "Satisfaction") -> list[list[Any]]:
    rows = [[f"C{n}", f"{n:02d}/01/2025", answer] for n, answer in enumerate(answers, start=1)]
    return [["Client", "Date de réponse", header], *rows]


def opened(*sheets: list[list[Any]], off: str = "") -> ImportResult:
    files = []
    for number, rows in enumerate(sheets):
        raw = raw_file(rows, name=f"enquete {number}.xlsx")
        recipe = propose(raw, today=TODAY)
        assert recipe.sheets[0].table == "surveys"
        if off:
            recipe = recipe.with_sheet(recipe.sheets[0].switched(off, on=False, position=2))
        files.append((raw, recipe))
    return build(files, proposals=bool(off))


def told(result: ImportResult, code: str) -> Issue:
    (issue,) = [one for one in result.issues if one.code == code]
    return issue


def figure(name: str, result: ImportResult) -> Measure:
    return kpi(name, State(TODAY, result.dataset))


def column(result: ImportResult, name: str) -> list[float | None]:
    return [None if value != value else value for value in result.dataset["surveys"].data[name]]  # noqa: PLR0124


def test_marks_up_to_ten_are_brought_to_one_to_five() -> None:
    # 9, 10, 8, 10, 9 of eight are 8 and more: content; 7, 4 and 3 are not.
    result = opened(survey(9, 10, 8, 7, 4, 3, 10, 9))
    issue = told(result, "marks-of-ten")
    assert (issue.count, issue.applied, issue.lines[0]) == (8, True, 2)
    assert issue.examples[:3] == ((9.0, 4.6), (10.0, 5.0), (8.0, 4.2))
    assert column(result, "satisfaction") == [4.6, 5.0, 4.2, 3.8, 2.6, 2.2, 5.0, 4.6]
    found = figure("csat", result)
    assert (found.value, found.n) == (5 / 8, 8)
    assert not any(one.code == "marks-beyond" for one in result.issues)


def test_marks_up_to_ten_may_be_left_out_instead() -> None:
    result = opened(survey(9, 10, 8, 7, 4, 3, 10, 9), off="marks-of-ten")
    issue = told(result, "marks-of-ten")
    assert (issue.count, issue.applied) == (6, False)
    found = figure("csat", result)
    assert (found.value, found.n) == (0.5, 2)


def test_a_slip_above_five_is_left_out_and_said() -> None:
    result = opened(survey(4, 5, 5, 3, 5, 4, 55, 4, 2, 0))
    issue = told(result, "marks-beyond")
    assert (issue.count, issue.lines, issue.applied) == (2, (8, 11), None)
    assert figure("csat", result).n == 8


def test_marks_from_one_to_five_are_left_alone() -> None:
    result = opened(survey(4, 5, 1, 3))
    assert not {"marks-of-ten", "marks-beyond"} & {one.code for one in result.issues}
    assert column(result, "satisfaction") == [4, 5, 1, 3]


@pytest.mark.parametrize(
    "answers", [("Oui", "oui", "Non", "OUI", "Oui"), ("Yes", "yes", "No", "y", "Yes"), (1, 1, 0, 1, 1)]
)
def test_yes_and_no_are_a_survey_on_their_own(answers: tuple[Any, ...]) -> None:
    result = opened(survey(*answers, header="Recommandation"))
    issue = told(result, "yes-or-no")
    assert (issue.count, issue.applied) == (5, True)
    assert all(before == after for before, after in issue.examples)
    assert "not-a-number" not in {one.code for one in result.issues}
    found = figure("recommendation_rate", result)
    assert (found.value, found.n) == (0.8, 5)
    assert figure("nps", result).value is None


def test_words_among_marks_are_answers_and_the_marks_stay() -> None:
    result = opened(survey("Oui", 9, 10, "Non", 1, "peut-être", "n/a", header="Recommandation"))
    assert column(result, "recommendation") == [None, 9, 10, None, 1, None, None]
    assert column(result, "recommends") == [1, None, None, 0, None, None, None]
    assert told(result, "not-a-number").lines == (7,)


def test_a_header_that_says_ten_makes_marks_of_ones_and_noughts() -> None:
    result = opened(survey(1, 0, header="Recommandation (0-10)"))
    assert column(result, "recommendation") == [1, 0]
    assert figure("nps", result).value == -100


def test_yes_and_no_may_be_left_alone() -> None:
    result = opened(survey(1, 1, 0, "Oui", header="Recommandation"), off="yes-or-no")
    assert (told(result, "yes-or-no").count, told(result, "yes-or-no").applied) == (4, False)
    assert column(result, "recommendation") == [1, 1, 0, None]
    assert told(result, "not-a-number").count == 1


def test_a_survey_of_yes_and_one_of_marks_are_kept_apart() -> None:
    result = opened(
        survey("Oui", "Oui", "Non", "Oui", header="Recommandation"),
        survey(9, 10, 9, 10, 8, 9, header="Recommandation (0-10)"),
    )
    found = figure("nps", result)
    assert found.value == pytest.approx(500 / 6)
    assert found.n == 6
    assert (figure("recommendation_rate", result).value, figure("recommendation_rate", result).n) == (0.75, 4)


@pytest.mark.parametrize(
    ("answers", "marks", "content"),
    [
        (("4/5", "5 / 5", "3 sur 5", "4,5/5", 2), [4, 5, 3, 4.5, 2], 3 / 5),
        (("8/10", "3/10", "10 out of 10", 4), [4.2, 2.2, 5, 2.6], 2 / 4),
        (("4/5", "9/10", "2/5"), [4, 4.6, 2], 2 / 3),
        (("Très satisfait", "Satisfait(e)", "Neutre", "insatisfaits", "Très insatisfaite"), [5, 4, 3, 2, 1], 2 / 5),
        (("Plutôt satisfait", "Plutôt pas satisfait", "Pas du tout satisfait", "Bien"), [4, 2, 1, 4], 2 / 4),
        (("Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied."), [5, 4, 3, 2, 1], 2 / 5),
        (("5 - Très satisfait", "1 (très insatisfait)", "4 étoiles", "★★☆☆☆"), [5, 1, 4, 2], 2 / 4),
    ],
)
def test_marks_in_words_or_of_a_whole_are_marks(answers: Any, marks: list[float], content: float) -> None:
    result = opened(survey(*answers))
    issue = told(result, "marks-written")
    assert issue.applied
    assert issue.lines[0] == 2
    assert issue.count == len(answers) - sum(isinstance(answer, int) and "4/5" in answers for answer in answers)
    assert issue.examples[0] == (answers[0], marks[0])
    assert column(result, "satisfaction") == marks
    assert not {"not-a-number", "marks-beyond"} & {one.code for one in result.issues}
    found = figure("csat", result)
    assert (found.value, found.n) == (content, len(answers))


def test_marks_in_words_may_be_left_alone() -> None:
    result = opened(survey("4/5", "Très satisfait", 3), off="marks-written")
    assert (told(result, "marks-written").count, told(result, "marks-written").applied) == (2, False)
    assert told(result, "not-a-number").count == 2
    assert figure("csat", result).n == 1


def test_a_mark_of_five_beside_a_bare_eight_makes_no_ten_of_it() -> None:
    result = opened(survey("4/5", "5/5", 8))
    assert told(result, "marks-beyond").lines == (4,)
    assert figure("csat", result).n == 2


def test_what_is_no_mark_stays_unread() -> None:
    result = opened(survey("4/5", "5 - Très insatisfait", "6/5", "vu le 4/5", "5/5", "4/5", "3/5"))
    assert told(result, "not-a-number").lines == (3, 4, 5)
    assert column(result, "satisfaction") == [4, None, None, None, 5, 4, 3]


def test_recommendations_of_ten_are_marks_and_those_of_five_are_not() -> None:
    result = opened(survey("9/10", "10/10", "3/10", "4/5", "Très satisfait", header="Recommandation"))
    assert told(result, "marks-written").count == 3
    assert told(result, "not-a-number").lines == (5, 6)
    assert column(result, "recommendation") == [9, 10, 3, None, None]
    found = figure("nps", result)
    assert found.value == pytest.approx(100 / 3)
    assert found.n == 3


@pytest.mark.parametrize("header", ["Recommandation", "Recommande (oui/non)"])
def test_sentences_of_yes_and_no_are_answers(header: str) -> None:
    said = ("Oui, certainement", "Oui, tout à fait", "Probablement pas", "Non, jamais", "Yes, definitely", "peut-être")
    result = opened(survey(*said, header=header))
    issue = told(result, "yes-or-no")
    assert (issue.count, issue.applied, issue.examples[0]) == (5, True, ("Oui, certainement", "Oui, certainement"))
    assert column(result, "recommends") == [1, 1, 0, 0, 1, None]
    assert (figure("recommendation_rate", result).value, figure("recommendation_rate", result).n) == (0.6, 5)


def test_a_part_of_five_is_no_day_of_may_and_a_note_of_a_lead_is_no_mark() -> None:
    marks = opened([["Client", "Satisfaction", "Note"], ["A", "4/5", "5/5"], ["B", "3/5", "4/5"]])
    assert marks.dataset["surveys"].has("satisfaction")
    assert not marks.dataset["surveys"].has("date")
    rows = [["Nom", "Téléphone", "Date", "Note"], ["A", "0611223344", "04/05/2025", "Bon"]]
    raw = raw_file([*rows, ["B", "0611223345", "04/05/2025", "Moyen"]], name="leads.xlsx")
    assert propose(raw, today=TODAY).sheets[0].table == "leads"
