"""What LeadDesk does by itself can be switched off, one proposal at a time, and is then only said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.model.recipe import Recipe
from tests.ingest.rawfiles import raw_file

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 9, 1)
ROWS: list[list[Any]] = [
    ["Société", "Date de création", "Canal", "Code postal", "Montant HT"],
    ["Alpha", "14/03/2026", "google", "01000", 100],
    ["Beta", "15/03/2026", "Google", 1200, 200],
    ["Gamma", "16/03/2026", "Google", "69003", 300],
    ["n/a", "17/03/2026", "Facebook", "75011", 400],
    ["Total", None, None, None, 1000],
]
"""What is proposed: the total is left out, 1200 gets its zero back, google is Google, "n/a" is no name."""


def proposed() -> tuple[RawFile, Recipe]:
    raw = raw_file(ROWS)
    return raw, propose(raw, today=TODAY)


def switched(raw: RawFile, recipe: Recipe, code: str, *, on: bool = False) -> tuple[Recipe, ImportResult]:
    """The recipe with one of its proposals switched, and what it then gives."""
    issue = one(build([(raw, recipe)], proposals=True), code)
    sheet = recipe.sheets[0].switched(code, on, issue.position)
    again = recipe.with_sheet(sheet)
    return again, build([(raw, again)], proposals=True)


def one(result: ImportResult, code: str) -> Issue:
    found = [issue for issue in result.issues if issue.code == code]
    assert len(found) == 1, [issue.code for issue in result.issues]
    return found[0]


def column(result: ImportResult, name: str) -> list[object]:
    return [None if value != value else value for value in result.dataset["leads"].data[name].astype(object)]  # noqa: PLR0124


@pytest.mark.parametrize(
    ("code", "field", "done", "left"),
    [
        ("postcode-zero", "postcode", ["01000", "01200", "69003", "75011"], ["01000", "1200", "69003", "75011"]),
        ("merged-values", "channel", ["Google", "Google", "Google", "Facebook"],
         ["google", "Google", "Google", "Facebook"]),
        ("missing-words", "company", ["Alpha", "Beta", "Gamma", None], ["Alpha", "Beta", "Gamma", "n/a"]),
    ],
)  # fmt: skip
def test_a_repair_of_a_column(code: str, field: str, done: list[str | None], left: list[str]) -> None:
    raw, recipe = proposed()
    before = build([(raw, recipe)])
    assert column(before, field) == done
    assert one(before, code).applied is True
    off, result = switched(raw, recipe, code)
    assert column(result, field) == left
    assert one(result, code).applied is False
    assert one(result, code).examples == one(before, code).examples
    assert code not in {issue.code for issue in build([(raw, off)]).issues}
    on, result = switched(raw, off, code, on=True)
    assert on == recipe
    assert column(result, field) == done


def test_rows_that_are_left_out_can_be_taken_in() -> None:
    raw, recipe = proposed()
    before = build([(raw, recipe)])
    assert before.counts[0].left_out == {"total": 1}
    assert one(before, "total-rows").examples == (("Total · 1000", ""),)
    off, result = switched(raw, recipe, "total-rows")
    assert result.counts[0].left_out == {}
    assert result.counts[0].taken == 5
    assert column(result, "company")[-1] == "Total"
    assert one(result, "total-rows").applied is False
    assert switched(raw, off, "total-rows", on=True)[0] == recipe


def test_a_switch_is_remembered_with_the_recipe() -> None:
    raw, recipe = proposed()
    off, _ = switched(raw, recipe, "postcode-zero")
    off, _ = switched(raw, off, "total-rows")
    assert Recipe.from_json(off.to_json()) == off
    assert off != recipe
