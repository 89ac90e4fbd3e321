"""Next month's edition of a list of leads: a lead stays one, the later word counts, a blank erases nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.model.recipe import Recipe
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 9, 1)
Rows = list[list[Any]]
Files = list[tuple["RawFile", Recipe]]

HEADERS = ["N° prospect", "Date de création", "Société", "Téléphone", "Statut", "Montant HT", "Gagné le"]
ALPHA = ["P-101", "04/05/2026", "Alpha Transports", "0199001201", "Nouveau", None, None]
BETA = ["P-102", "11/05/2026", "Boulangerie Beta", "0199001202", "Devis envoyé", 300, None]
GAMMA = ["P-103", "18/05/2026", "Gamma Optique", "0199001203", "Nouveau", 90, None]
DELTA = ["P-104", "08/06/2026", "Delta Fleurs", "0199001204", "Nouveau", None, None]
MAY: Rows = [ALPHA, BETA, GAMMA]
WON = [*ALPHA[:4], "Gagné", 450, "09/06/2026"]
DEARER = [*BETA[:5], 320, None]
JUNE: Rows = [WON, DEARER, [*GAMMA[:3], None, "Contacté", None, None], DELTA]
JULY: Rows = [
    [*WON[:5], 470, None],
    [*DELTA[:4], "Perdu", None, None],
    ["P-105", "02/07/2026", "Epsilon", None, "Nouveau", 5, None],
]
FACTS = ("id", "status", "amount", "phone", "won")


def read(*lists: Rows, headers: list[str] = HEADERS) -> Files:
    raws = [raw_file([headers, *rows], name=f"f{number}.xlsx") for number, rows in enumerate(lists, start=1)]
    return [(raw, propose(raw, today=TODAY)) for raw in raws]


def switched_off(files: Files) -> Files:
    *before, (raw, recipe) = files
    return [*before, (raw, recipe.with_sheet(recipe.sheets[0].switched("later-list", on=False)))]


def leads(result: ImportResult) -> dict[str, tuple[object, ...]]:
    """What is known of each lead, by its number."""
    frame = result.dataset["leads"]
    cells = [["" if value != value else value for value in frame.data[name].astype(object)] for name in FACTS]  # noqa: PLR0124
    rows = list(zip(*cells, strict=True))
    assert len({row[0] for row in rows}) == len(rows), "each lead is there once"
    return {str(number): (status, amount, phone, str(won)[:10]) for number, status, amount, phone, won in rows}


def one(result: ImportResult) -> Issue:
    (found,) = [issue for issue in result.issues if issue.code == "later-list"]
    return found


def said(issue: Issue, code: str = "en") -> str:
    return language(code).text(issue.message)


AS_OF_JUNE = {
    "P-101": ("Gagné", 450, "0199001201", "2026-06-09"),
    "P-102": ("Devis envoyé", 320, "0199001202", ""),
    "P-103": ("Contacté", 90, "0199001203", ""),
    "P-104": ("Nouveau", "", "0199001204", ""),
}


def test_what_the_later_list_says_counts_and_a_blank_erases_nothing() -> None:
    result = build(read(MAY, JUNE))
    assert leads(result) == AS_OF_JUNE
    issue = one(result)
    assert (issue.file, issue.count, issue.applied, issue.lines) == ("f2.xlsx", 3, True, (2, 3, 4))
    assert said(issue) == (
        "3 leads of “f1.xlsx” are here again and count once; 3 have changed, and what this file says counts"
    )
    assert ("Nouveau", "Gagné") in issue.examples
    assert ("", dt.date(2026, 6, 9)) in issue.examples
    assert "repeated-ids" not in {issue.code for issue in result.issues}
    assert [(count.taken, count.given) for count in result.counts] == [(3, 3), (4, 4)]


def test_a_lead_keeps_the_row_that_it_had_first() -> None:
    before, after = build(read(MAY)).dataset["leads"], build(read(MAY, JUNE)).dataset["leads"]
    assert after.rows[:3].tolist() == before.rows.tolist()


def test_the_later_list_holds_also_when_it_was_opened_first() -> None:
    result = build(read(JUNE, MAY))
    assert leads(result) == AS_OF_JUNE
    issue = one(result)
    assert said(issue).endswith(
        "; 3 have changed in the other file, which is the later one: what that says counts"
        "; 1 gets what was missing there"
    )
    assert issue.examples[0] == ("Nouveau", "Gagné")


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_of_three_editions_the_latest_word_on_each_fact_holds(order: tuple[int, ...]) -> None:
    lists = [MAY, JUNE, JULY]
    assert leads(build(read(*(lists[place] for place in order)))) == AS_OF_JUNE | {
        "P-101": ("Gagné", 470, "0199001201", "2026-06-09"),
        "P-104": ("Perdu", "", "0199001204", ""),
        "P-105": ("Nouveau", 5, "", ""),
    }


def test_the_day_of_the_file_goes_before_those_of_its_leads() -> None:
    """A list without a new lead may be the later one all the same."""
    (raw, recipe), older = read([WON, DEARER], MAY)
    files: Files = [(raw, replace(recipe, as_of=dt.date(2026, 6, 30))), (older[0], replace(older[1], as_of=TODAY))]
    assert leads(build(files))["P-101"][0] == "Nouveau"
    files[1] = (older[0], replace(older[1], as_of=dt.date(2026, 5, 31)))
    assert leads(build(files))["P-101"][0] == "Gagné"


def test_switched_off_the_first_list_holds_and_that_is_said_where_it_can_be_switched() -> None:
    files = switched_off(read(MAY, JUNE))
    result = build(files, proposals=True)
    assert result.dataset["leads"].data["status"].tolist()[:3] == ["Nouveau", "Devis envoyé", "Nouveau"]
    assert len(result.dataset["leads"]) == 7
    issue = one(result)
    assert issue.applied is False
    assert said(issue) == "3 leads are in “f1.xlsx” already: what this file says of them does not count"
    assert {"repeated-ids"} <= {issue.code for issue in build(files).issues}
    assert "later-list" not in {issue.code for issue in build(files).issues}
    recipe = files[-1][1]
    assert Recipe.from_json(recipe.to_json()) == recipe


def test_nothing_new_is_no_change() -> None:
    assert said(one(build(read(MAY, [*MAY, DELTA])))) == "3 leads of “f1.xlsx” are here again and count once"
    assert one(build(read(MAY, [*MAY, DELTA]))).examples == ()


def test_a_column_more_is_still_the_same_list() -> None:
    first, second = read(MAY)[0], read([[*row, "Lyon"] for row in JUNE], headers=[*HEADERS, "Ville"])[0]
    raw = replace(second[0], name="f2.xlsx")
    result = build([first, (raw, second[1])])
    assert leads(result) == AS_OF_JUNE
    assert result.dataset["leads"].data["city"].tolist() == ["Lyon"] * 4
    assert "joined-by-id" not in {issue.code for issue in result.issues}


def test_the_same_numbers_for_other_people_are_other_leads() -> None:
    others: Rows = [
        ["P-101", "01/06/2026", "Zeta Pharma", "0199007701", "Gagné", 10, None],
        ["P-102", "02/06/2026", "Kappa Pièces", "0199007702", "Gagné", 20, None],
    ]
    result = build(read(MAY, others))
    assert "later-list" not in {issue.code for issue in result.issues}
    assert result.dataset["leads"].data["company"].tolist()[:3] == [row[2] for row in MAY]


def test_only_what_concerns_the_later_files_is_told_when_asked() -> None:
    found = build(read(MAY, JUNE, JULY), since=2).issues
    assert [issue.file for issue in found if issue.code == "later-list"] == ["f3.xlsx"]


def test_french_says_it_as_plainly() -> None:
    assert said(one(build(read(MAY, JUNE))), "fr") == (
        "3 prospects de «\u202ff1.xlsx\u202f» figurent de nouveau ici, chacun compte une fois\u202f; "
        "3 ont changé, c’est ce fichier qui compte"
    )
