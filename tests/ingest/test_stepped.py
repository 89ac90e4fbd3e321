"""A status that changed between two files: the stage is dated by the later one where no column dates it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

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
HEADERS = ["N° prospect", "Société", "Téléphone", "Statut"]
PEOPLE = [("P-101", "Alpha", "0199001201"), ("P-102", "Beta", "0199001202"), ("P-103", "Gamma", "0199001203")]
MONTHS = {
    dt.date(2026, 5, 31): ("Nouveau", "Devis envoyé", "Contacté"),
    dt.date(2026, 6, 30): ("Contacté", "Gagné", "Nouveau"),
    dt.date(2026, 7, 31): ("Devis envoyé", "Gagné", "Perdu"),
}
Files = list[tuple["RawFile", Recipe]]


def files(*, dates: list[str] | None = None) -> Files:
    """The list at the end of three months."""
    found = []
    for day, words in MONTHS.items():
        more = [[date] for date in dates] if dates else [[]] * 3
        rows = [[*who, word, *extra] for who, word, extra in zip(PEOPLE, words, more, strict=True)]
        raw = raw_file([[*HEADERS, *(["Gagné le"] if dates else [])], *rows], name=f"{day:%m}.xlsx")
        found.append((raw, replace(propose(raw, today=TODAY), as_of=day)))
    return found


def dated(result: ImportResult) -> dict[str, list[str]]:
    """The days that are known of each lead."""
    frame = result.dataset["leads"]
    names = [name for name in ("contacted", "quoted", "won", "lost") if frame.has(name)]
    return {
        str(frame.data["id"].iat[row]): [
            f"{name} {frame.data[name].iat[row]:%d/%m}" for name in names if frame.data[name].notna().iat[row]
        ]
        for row in range(len(frame))
    }


def one(result: ImportResult, code: str) -> Issue:
    (found,) = [issue for issue in result.issues if issue.code == code]
    return found


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_each_stage_has_the_day_of_the_file_that_first_knows_it(order: tuple[int, ...]) -> None:
    opened = files()
    assert dated(build([opened[place] for place in order])) == {
        "P-101": ["contacted 30/06", "quoted 31/07"],
        "P-102": ["won 30/06"],
        "P-103": ["lost 31/07"],
    }


def test_it_is_said_with_its_count_and_can_be_switched_off() -> None:
    opened = files()[:2]
    issue = one(build(opened), "dated-by-files")
    assert (issue.file, issue.count, issue.lines, issue.applied) == ("06.xlsx", 2, (2, 3), True)
    assert issue.examples == (("Nouveau", "Contacté"), ("Devis envoyé", "Gagné"))
    assert language("fr").text(issue.message).startswith("2 prospects ont changé d’étape entre le 31/05/2026 et le")
    raw, recipe = opened[1]
    off = recipe.with_sheet(recipe.sheets[0].switched("dated-by-files", on=False))
    result = build([opened[0], (raw, off)], proposals=True)
    assert dated(result) == {"P-101": [], "P-102": [], "P-103": []}
    assert not result.dataset["leads"].has("won")
    assert one(result, "dated-by-files").applied is False


def test_a_day_that_a_column_gives_is_left_as_it_is() -> None:
    assert dated(build(files(dates=["", "12/06/2026", ""])))["P-102"] == ["won 12/06"]


def test_a_stage_that_went_back_is_said_and_not_dated() -> None:
    issue = one(build(files()[:2]), "stage-back")
    assert (issue.count, issue.lines, issue.examples) == (1, (4,), (("Contacté", "Nouveau"),))
    assert "01" not in language("en").text(issue.message)


def test_nothing_is_said_of_a_list_alone_nor_of_one_without_changes() -> None:
    first = files()[0]
    again = (replace(first[0], name="again.xlsx"), replace(first[1], as_of=dt.date(2026, 6, 30)))
    for opened in ([first], [first, again]):
        assert not {"dated-by-files", "stage-back"} & {issue.code for issue in build(opened).issues}


def test_a_lead_won_in_between_and_open_again_is_not_won() -> None:
    opened = files()
    words = ("Nouveau", "Contacté", "Perdu")
    rows = [[*who, word] for who, word in zip(PEOPLE, words, strict=True)]
    raw = raw_file([HEADERS, *rows], name="08.xlsx")
    last = (raw, replace(propose(raw, today=TODAY), as_of=dt.date(2026, 8, 31)))
    assert dated(build([*opened, last]))["P-102"] == []
