"""Lines that name the part of the sheet below them: a month, a town, an agency; and lines that only look so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.model.groupings import groupings
from leaddesk.model.recipe import Recipe
from leaddesk.model.remembered import Remembered
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file, raw_sheet

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 9, 1)
HEAD = ["Société", "Créé le", "Statut", "Montant HT"]
DAYED = ["Créé le", "Société", "Statut", "Montant HT"]
ROWS: list[list[Any]] = [
    ["Alpha", dt.date(2026, 3, 1), "Gagné", 100], ["Beta", dt.date(2026, 3, 2), "Perdu", 200],
    ["Gamma", dt.date(2026, 3, 5), "Nouveau", 300],
]  # fmt: skip


def opened(*rows: list[Any], name: str = "Feuil1", file: str = "file.xlsx") -> tuple[RawFile, Recipe, ImportResult]:
    raw = raw_file(raw_sheet(rows, name), name=file)
    recipe = propose(raw, today=TODAY)
    return raw, recipe, build([(raw, recipe)], proposals=True)


def told(result: ImportResult) -> Issue:
    return next(issue for issue in result.issues if issue.code == "named-by-section")


def dayed(rows: list[list[Any]]) -> list[list[Any]]:
    return [[row[1], row[0], *row[2:]] for row in rows]


def values(result: ImportResult, column: str, table: str = "leads") -> list[str]:
    return result.dataset[table].data[column].astype(str).tolist()


@pytest.mark.parametrize(
    ("one", "other", "target"),
    [
        ("Lyon", "Nantes", "city"), ("Google Ads", "Salon pro", "channel"),
        ("Agence de Lyon", "Agence de Nantes", "extra:Agence"), ("Secteur Nord", "Secteur Sud", "extra:Secteur"),
        ("JULIE", "MARC", "extra:Section"), ("Julie :", "Marc :", "extra:Section"),
    ],
)  # fmt: skip
def test_what_sections_are(one: str, other: str, target: str) -> None:
    _, recipe, result = opened(HEAD, [one], *ROWS[:2], [other], ROWS[2])
    assert recipe.sheets[0].section_target == target
    names = [one.rstrip(" :"), other.rstrip(" :")]
    assert values(result, "company") == ["Alpha", "Beta", "Gamma"]
    assert values(result, target) == [names[0], names[0], names[1]]
    issue = told(result)
    assert (issue.count, issue.lines, issue.applied) == (3, (3, 4, 6), True)
    assert issue.examples == (("", names[0]), ("", names[1]))


def test_any_text_above_days_names_a_part() -> None:
    rows = dayed(ROWS)
    _, recipe, result = opened(DAYED, ["Julie Martin"], *rows[:2], [], ["Marc"], rows[2])
    assert recipe.sheets[0].section_target == "extra:Section"
    assert values(result, "extra:Section") == ["Julie Martin", "Julie Martin", "Marc"]
    _, recipe, result = opened(DAYED, *rows[:2], ["Voir avec Marc"], rows[2], ["Relancer Julie"], *rows)
    assert recipe.sheets[0].section_target == ""
    assert "remark-rows" in {issue.code for issue in result.issues}


COSTS: list[list[Any]] = [["Canal", "Dépense HT"], ["Google", 50], ["Salon", 60], ["Google", 70]]


@pytest.mark.parametrize(
    ("one", "other", "file"),
    [
        ("Décembre 2025", "Janvier 2026", "file.xlsx"), ("Décembre 2025", "Janvier", "file.xlsx"),
        ("DÉCEMBRE", "JANVIER", "couts 2025.xlsx"), ("2025-12", "2026-01", "file.xlsx"),
    ],
)  # fmt: skip
def test_months_date_the_rows(one: str, other: str, file: str) -> None:
    _, recipe, result = opened(COSTS[0], [one], *COSTS[1:3], [other], COSTS[3], file=file)
    assert recipe.sheets[0].section_target == "date"
    assert values(result, "date", "costs") == ["2025-12-01", "2025-12-01", "2026-01-01"]
    assert values(result, "until", "costs") == ["2025-12-31", "2025-12-31", "2026-01-31"]
    assert values(result, "channel", "costs") == ["Google", "Salon", "Google"]


def test_months_that_a_spreadsheet_made_days_of() -> None:
    head = ["Canal", "Société", "Statut"]
    rows: list[list[Any]] = [["Google", "A", "Gagné"], ["Salon", "B", "Perdu"]]
    _, _, result = opened(head, [dt.date(2026, 1, 1)], *rows, [dt.date(2026, 2, 1)], rows[0])
    assert values(result, "created") == ["2026-01-01", "2026-01-01", "2026-02-01"]
    assert told(result).examples == (("", dt.date(2026, 1, 1)), ("", dt.date(2026, 2, 1)))


def test_months_without_any_year_are_kept_as_they_are() -> None:
    _, recipe, result = opened(["Canal", "Société", "Statut"], ["Mars"], ["Web", "A", "Gagné"], ["Avril"],
                               ["Web", "B", "Perdu"])  # fmt: skip
    assert recipe.sheets[0].section_target == "extra:Mois"
    assert values(result, "extra:Mois") == ["Mars", "Avril"]


def test_what_the_rows_say_themselves_is_not_said_twice() -> None:
    _, recipe, _ = opened(HEAD, ["Mars 2026"], *ROWS[:2], ["Avril 2026"], ROWS[2])
    assert recipe.sheets[0].section_target == ""
    head = [*HEAD, "Ville"]
    _, recipe, _ = opened(head, ["Lyon"], *[[*row, "Lyon"] for row in ROWS], ["Nantes"], [*ROWS[0], "Nantes"])
    assert recipe.sheets[0].section_target == ""
    assert len(recipe.sheets[0].left_out) == 2


def test_sections_that_do_not_cover_all_rows() -> None:
    _, recipe, result = opened(HEAD, ROWS[0], ["Lyon"], ROWS[1], ["Nantes"], ROWS[2])
    assert recipe.sheets[0].section_target == ""
    assert [issue.code for issue in result.issues if issue.code.startswith("named")] == []


def test_titles_above_headers_that_are_said_again() -> None:
    _, _, result = opened(["Agence de Lyon"], HEAD, *ROWS[:2], [], ["Agence de Nantes"], HEAD, ROWS[2])
    assert values(result, "company") == ["Alpha", "Beta", "Gamma"]
    assert values(result, "extra:Agence") == ["Agence de Lyon", "Agence de Lyon", "Agence de Nantes"]


def test_leads_with_a_name_alone_are_no_sections() -> None:
    _, recipe, result = opened(HEAD, ["Delta SARL"], ROWS[0], ["Agence Dupont"], ROWS[1], ROWS[2])
    assert recipe.sheets[0].left_out == ()
    assert len(result.dataset["leads"]) == 5
    _, recipe, _ = opened(COSTS[0], ["Affichage"], *COSTS[1:])
    assert recipe.sheets[0].left_out == ()


def test_it_can_be_switched_off_is_stored_and_found_again() -> None:
    raw, recipe, before = opened(HEAD, ["Lyon"], *ROWS[:2], ["Nantes"], ROWS[2])
    assert Recipe.from_json(recipe.to_json()) == recipe
    off = recipe.with_sheet(recipe.sheets[0].switched("named-by-section", on=False))
    result = build([(raw, off)], proposals=True)
    assert "city" not in result.dataset["leads"].data
    assert told(result).applied is False
    french = language("fr").text
    assert french(told(before).message).startswith("3 lignes reçoivent comme «\u202fVille\u202f»")
    assert french(told(result).message).startswith("3 lignes ne reçoivent pas comme «\u202fVille\u202f»")
    assert "named-by-section" not in {issue.code for issue in build([(raw, off)]).issues}
    again = propose(raw, today=TODAY, remembered=Remembered().with_recipes([off]))
    assert (again.sheets[0].section_target, again.sheets[0].off) == ("city", ("named-by-section",))


def test_rows_of_wide_costs_lie_in_their_section() -> None:
    _, _, result = opened(["Poste", "Janvier", "Février"], ["Lyon"], ["Google", 10, 20], ["Nantes"], ["Salon", 30, 40],
                          name="Budget 2026")  # fmt: skip
    data = result.dataset["costs"].data
    column = next(name for name in data.columns if name.startswith("extra:"))
    assert data[column].tolist() == ["Lyon", "Lyon", "Nantes", "Nantes"]
    assert data["amount"].tolist() == [10, 20, 30, 40]


def test_the_leads_are_compared_by_their_sections() -> None:
    rows = [[[f"{name} {row}", *ROWS[row][1:]] for row in range(3)] for name in ("Alpha", "Beta")]
    _, _, result = opened(["Agence de Lyon"], HEAD, *rows[0], [], ["Agence de Nantes"], HEAD, *rows[1])
    assert groupings(result.dataset["leads"]) == ("extra:Agence",)
