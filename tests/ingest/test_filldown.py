"""Columns filled in the first row of each block alone; and columns in which values are simply missing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.model.recipe import Recipe
from leaddesk.model.remembered import Remembered
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 9, 1)
COSTS = ["Mois", "Canal", "Montant HT"]
LEADS = ["Ville", "Société", "Créé le", "Statut"]
CHANNELS = ("Google", "Salon", "Flyers", "Web")


def opened(*rows: list[Any]) -> tuple[RawFile, Recipe, ImportResult]:
    raw = raw_file(list(rows))
    recipe = propose(raw, today=TODAY)
    return raw, recipe, build([(raw, recipe)], proposals=True)


def told(result: ImportResult) -> list[Issue]:
    return [issue for issue in result.issues if issue.code == "filled-down"]


def months(*firsts: Any, head: list[str] = COSTS) -> list[list[Any]]:
    """Costs of which those months stand in the first column."""
    return [head, *([month, CHANNELS[n % 4], 10 * n + 10] for n, month in enumerate(firsts))]


def leads(*towns: str | None) -> list[list[Any]]:
    rows = [
        [town, f"Firme {n}", dt.date(2026, 3, 1 + n), "Gagné" if n % 2 else "Perdu"] for n, town in enumerate(towns)
    ]
    return [LEADS, *rows]


def values(result: ImportResult, table: str, column: str) -> list[str]:
    return result.dataset[table].data[column].astype(str).tolist()


@pytest.mark.parametrize(
    "firsts",
    [
        ["Janvier 2026", None, None, "Février 2026", None, None],
        ["janv-26", None, None, "févr-26", None, None],
        [dt.date(2026, 1, 1), None, None, dt.date(2026, 2, 1), None, None],
        ["2026-01", "", "", "2026-02", "", ""],
    ],
)
def test_months_of_blocks(firsts: list[Any]) -> None:
    _, recipe, result = opened(*months(*firsts))
    assert [choice.fills_down for choice in recipe.sheets[0].columns] == [True, False, False]
    assert values(result, "costs", "date") == ["2026-01-01"] * 3 + ["2026-02-01"] * 3
    assert values(result, "costs", "until") == ["2026-01-31"] * 3 + ["2026-02-28"] * 3
    (issue,) = told(result)
    assert (issue.count, issue.lines, issue.position, issue.applied) == (4, (3, 4, 6, 7), 0, True)
    assert issue.examples == (("", firsts[0]), ("", firsts[3])), "a day is data"


def test_towns_of_blocks() -> None:
    _, _, result = opened(*leads("Lyon", None, None, "Nantes", None, "Lille", None, None))
    assert values(result, "leads", "city") == ["Lyon"] * 3 + ["Nantes"] * 2 + ["Lille"] * 3
    assert told(result)[0].examples == (("", "Lyon"), ("", "Nantes"), ("", "Lille"))


def test_agencies_in_a_column_that_no_table_knows() -> None:
    rows = leads("A1", None, None, "B2", None, None)
    rows[0] = ["Agence", *LEADS[1:]]
    _, _, result = opened(*rows)
    assert values(result, "leads", "extra:Agence") == ["A1"] * 3 + ["B2"] * 3
    rows[0] = ["Observations", *LEADS[1:]]
    _, _, result = opened(*rows)
    assert told(result) == []


def test_blocks_within_blocks() -> None:
    head = ["Mois", "Canal", "Campagne", "Montant HT"]
    firsts = [("2026-01", "Google"), ("", ""), ("", "Salon"), ("", ""), ("2026-02", "Google"), ("", "")]
    _, _, result = opened(head, *([*pair, f"C{n}", 10] for n, pair in enumerate(firsts)))
    assert values(result, "costs", "channel") == ["Google"] * 2 + ["Salon"] * 2 + ["Google"] * 2
    assert values(result, "costs", "date") == ["2026-01-01"] * 4 + ["2026-02-01"] * 2


def test_totals_between_the_blocks() -> None:
    rows = months("Janvier 2026", None, "Février 2026", None)
    rows.insert(3, ["Sous-total", None, 30])
    _, _, result = opened(*rows)
    assert values(result, "costs", "date") == ["2026-01-01"] * 2 + ["2026-02-01"] * 2


@pytest.mark.parametrize(
    "rows",
    [
        leads("Lyon", None, "Lyon", None, None, "Nantes", None, None),  # a value comes again
        leads("Lyon", "Nantes", None, "Lille", None, None, "Dijon", None),  # a block of one row
        leads(None, "Lyon", None, None, "Nantes", None, None),
        leads("Lyon", None, None, "Nantes"),
        months("2026-01", None, "2026-03", None, "2026-05", None),  # the months that are not there
        months("2026-03", None, "2026-01", None, "2026-02", None),
        months(dt.date(2026, 1, 5), None, None, dt.date(2026, 2, 9), None, None),  # days
        months("Janvier 2026", None, "Janvier 2026", None),
    ],
)
def test_missing_values_stay_missing(rows: list[list[Any]]) -> None:
    _, recipe, result = opened(*rows)
    assert told(result) == []
    assert not any(choice.fills_down for choice in recipe.sheets[0].columns)


def test_rows_that_lack_more_than_that() -> None:
    rows = leads("Lyon", None, None, "Nantes", None, None)
    for row in (2, 5):
        rows[row + 1][2:] = [None, None]
    assert told(opened(*rows)[2]) == []
    one = months("2026-01", None, None, "2026-02", None, None)
    turned = [[row[1], row[0], row[2]] for row in one]
    assert told(opened(*turned)[2]) == []  # not the leading column


def test_values_that_are_missing_at_random() -> None:
    rng = np.random.default_rng(7)
    towns = ["Lyon", "Nantes", "Lille", "Dijon", "Pau", "Nice", "Metz", "Brest"]
    for _ in range(60):
        picked = rng.choice(towns, 14)
        holes = rng.random(14) < 0.5
        holes[0] = False
        rows = leads(*(None if hole else str(town) for town, hole in zip(picked, holes, strict=True)))
        assert told(opened(*rows)[2]) == []


def test_it_can_be_switched_off_is_stored_and_found_again() -> None:
    raw, recipe, before = opened(*months("2026-01", None, None, "2026-02", None, None))
    assert Recipe.from_json(recipe.to_json()) == recipe
    off = recipe.with_sheet(recipe.sheets[0].switched("filled-down", on=False, position=0))
    result = build([(raw, off)], proposals=True)
    held = result.dataset["costs"].data["date"].notna().tolist()
    assert held == [True, False, False, True, False, False]
    assert told(result)[0].applied is False
    words = [language("en").text(told(one)[0].message).split()[1:5] for one in (before, result)]
    assert words == [["4", "blank", "cells", "get"], ["4", "blank", "cells", "stay"]]
    again = propose(raw, today=TODAY, remembered=Remembered().with_recipes([off])).sheets[0]
    assert (again.at(0).fills_down, again.at(0).off) == (True, ("filled-down",))
