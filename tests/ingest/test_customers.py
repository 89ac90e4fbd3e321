"""Customers by name: spellings that differ by capitals, accents or spaces alone are one customer, over all files."""

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

TODAY = dt.date(2025, 6, 30)


def orders(*customers: str, month: int = 1) -> list[list[Any]]:
    rows = [[f"C{month}-{n}", name, f"{n:02d}/{month:02d}/2025", 100] for n, name in enumerate(customers, start=1)]
    return [["N° commande", "Client", "Date de commande", "Montant HT"], *rows]


def opened(*sheets: list[list[Any]], off: bool = False) -> ImportResult:
    files = []
    for number, rows in enumerate(sheets):
        raw = raw_file(rows, name=f"f{number}.xlsx")
        recipe = propose(raw, today=TODAY)
        if off:
            recipe = recipe.with_sheet(recipe.sheets[0].switched("merged-customers", on=False, position=1))
        files.append((raw, recipe))
    return build(files, proposals=off)


def customers(result: ImportResult) -> list[str]:
    return [str(name) for name in result.dataset["orders"].data["customer"]]


def test_three_spellings_are_one_customer_who_came_back() -> None:
    result = opened(orders("Fleurs SARL", "fleurs sarl", "Fleurs  SARL ", "Pharma"))
    assert customers(result) == ["Fleurs SARL"] * 3 + ["Pharma"]
    (issue,) = [one for one in result.issues if one.code == "merged-customers"]
    assert (issue.count, issue.lines, issue.applied, issue.position) == (2, (3, 4), True, 1)
    assert issue.examples == (("fleurs sarl", "Fleurs SARL"), ("Fleurs  SARL", "Fleurs SARL"))
    found = kpi("repeat_rate", State(TODAY, result.dataset))
    assert (found.value, found.n) == (0.5, 2)


def test_it_can_be_switched_off() -> None:
    result = opened(orders("Fleurs SARL", "fleurs sarl"), off=True)
    assert customers(result) == ["Fleurs SARL", "fleurs sarl"]
    (issue,) = [one for one in result.issues if one.code == "merged-customers"]
    assert (issue.count, issue.applied) == (1, False)


def test_the_most_frequent_spelling_of_all_files_stands_for_all() -> None:
    result = opened(orders("Café Léon", "BOULANGERIE DU PORT"), orders("CAFE LEON", "café léon", "CAFE LEON", month=2))
    assert customers(result) == ["CAFE LEON", "BOULANGERIE DU PORT", "CAFE LEON", "CAFE LEON", "CAFE LEON"]
    assert [(one.file, one.count) for one in result.issues if one.code == "merged-customers"] == [
        ("f0.xlsx", 1),
        ("f1.xlsx", 1),
    ]


def test_a_lead_is_named_as_its_number_is_written() -> None:
    leads = [["N° prospect", "Date de création", "Canal"], ["Fleurs SARL", "02/01/2025", "Google"]]
    result = opened(leads, orders("FLEURS SARL", "FLEURS SARL", "Pharma"))
    assert customers(result) == ["Fleurs SARL", "Fleurs SARL", "Pharma"]
    assert kpi("delivery_conversion", State(TODAY, result.dataset)).value == 1.0


def test_numbers_that_leads_tell_apart_by_a_capital_stay_two() -> None:
    leads = [["N° prospect", "Date de création", "Canal"], *([name, "02/01/2025", "Google"] for name in ("p1", "P1"))]
    result = opened(leads, orders("p1", "P1", "P1"))
    assert customers(result) == ["p1", "P1", "P1"]


@pytest.mark.parametrize("names", [("0015g00000AbCdE", "0015g00000AbCde"), ("Dupont", "Dupond"), ("12", "012")])
def test_other_customers_stay_apart(names: tuple[str, str]) -> None:
    result = opened(orders(*names))
    assert customers(result) == list(names)
    assert not [one for one in result.issues if one.code == "merged-customers"]
