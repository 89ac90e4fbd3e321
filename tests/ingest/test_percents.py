"""Targets of percentages: with their sign, in percent, or as a spreadsheet holds what it shows as a percentage."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.model.issues import Severity
from leaddesk.model.objectives import objectives
from leaddesk.model.state import State
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file

if TYPE_CHECKING:
    from leaddesk.model.issues import Issue

TODAY = dt.date(2026, 9, 1)
UNSUBSCRIBED, VISITORS, CONVERTED = "Taux de désinscription", "Conversion des visiteurs", "Taux de conversion"
ROI, LEADS = "Retour sur investissement (ROI)", "Nouveaux leads"


def read(*rows: tuple[str, Any], off: str = "") -> tuple[dict[str, float], tuple[Issue, ...]]:
    """The targets of a sheet by their word, and what the import tells of percentages."""
    table = [["Indicateur", "Période", "Objectif visé"], *([name, "2026", target] for name, target in rows)]
    raw = raw_file(table)
    recipe = propose(raw, today=TODAY)
    if off:
        position = next(column.position for column in recipe.sheets[0].columns if column.target == "target")
        recipe = recipe.with_sheet(recipe.sheets[0].switched(off, False, position))
    imported = build([(raw, recipe)], proposals=True)
    found = objectives(State(TODAY, imported.dataset))
    assert not found.misread
    told = tuple(issue for issue in imported.issues if issue.code.startswith("percent-"))
    names = [name for name, _ in rows]
    by_row = sorted(found.found, key=lambda one: one.row or 0)
    return dict(zip(names, [round(one.target, 9) for one in by_row], strict=True)), told


def test_a_sign_says_what_is_meant() -> None:
    found, told = read((UNSUBSCRIBED, "0,5 %"), (CONVERTED, "25%"), (ROI, "400 %"), (LEADS, "60"))
    assert found == {UNSUBSCRIBED: 0.005, CONVERTED: 0.25, ROI: 4.0, LEADS: 60}
    assert told == ()


def test_a_number_written_without_is_in_percent_and_a_small_one_is_told() -> None:
    found, (issue,) = read((UNSUBSCRIBED, "0,5"), (VISITORS, "1"), (CONVERTED, "25"), (ROI, "4"), (LEADS, "1"))
    assert found == {UNSUBSCRIBED: 0.005, VISITORS: 0.01, CONVERTED: 0.25, ROI: 0.04, LEADS: 1}
    assert (issue.code, issue.severity, issue.count, issue.lines) == ("percent-points", Severity.WARNING, 2, (2, 3))
    assert issue.applied is True
    words = language("fr").text(issue.message).replace("\u202f", " ").replace("\u00a0", " ")
    assert words.endswith("2 objectifs en pourcentage valent 1 ou moins : 0,50 est lu comme 0,5 %")


def test_that_can_be_switched_off() -> None:
    found, (issue,) = read((UNSUBSCRIBED, "0,5"), (CONVERTED, "25"), off="percent-points")
    assert found == {UNSUBSCRIBED: 0.5, CONVERTED: 0.25}
    assert issue.applied is False
    assert "50%" in language("en").text(issue.message)


def test_cells_shown_as_percentages_hold_fractions() -> None:
    """A file says of such a cell no more than the number: a share above 1 would be more than all."""
    found, (issue,) = read((UNSUBSCRIBED, 0.005), (CONVERTED, 0.25), (ROI, 4.0), (LEADS, 60))
    assert found == {UNSUBSCRIBED: 0.005, CONVERTED: 0.25, ROI: 4.0, LEADS: 60}
    assert (issue.code, issue.severity, issue.count) == ("percent-fractions", Severity.INFO, 2)
    assert read((CONVERTED, 0.25), off="percent-fractions")[0] == {CONVERTED: 0.0025}


@pytest.mark.parametrize(("target", "wanted"), [(20, 0.2), (4, 0.04), (0.5, 0.5), (0, 0.0)])
def test_a_return_alone_in_a_spreadsheet(target: float, wanted: float) -> None:
    assert read((ROI, target))[0] == {ROI: wanted}


def test_a_spreadsheet_that_writes_percentages_as_numbers_does_so_throughout() -> None:
    found, (issue,) = read((UNSUBSCRIBED, 0.5), (VISITORS, 1), (CONVERTED, 25), (ROI, 4))
    assert found == {UNSUBSCRIBED: 0.005, VISITORS: 0.01, CONVERTED: 0.25, ROI: 0.04}
    assert (issue.code, issue.count) == ("percent-points", 2)


def test_numbers_that_are_no_percentages_stay() -> None:
    found, told = read((LEADS, "0,5"), ("Coût par prospect", "1"))
    assert found == {LEADS: 0.5, "Coût par prospect": 1.0}
    assert told == ()
