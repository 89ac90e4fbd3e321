"""The day of a file that a person sets, or its title, says that nothing more happened up to then."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from tests.ingest.rawfiles import raw_file

TODAY = dt.date(2026, 6, 30)
COSTS = [["Date", "Canal", "Montant HT"], ["03/01/2026", "Google", "90"], ["28/02/2026", "Google", "80"]]
ORDERS = [["N° commande", "Client", "Date", "Montant"], ["1", "a", "05/01/2026", "40"], ["2", "b", "10/02/2026", "50"]]


def said(*sheets: list[list[Any]], day: dt.date | None = None) -> dict[str, dt.date]:
    raw = raw_file(*sheets)
    recipe = propose(raw, today=TODAY)
    return dict(build([(raw, recipe if day is None else replace(recipe, as_of=day))]).dataset.said)


def test_the_last_day_that_a_file_holds_says_nothing_more() -> None:
    assert said(COSTS) == {}
    assert said(COSTS, ORDERS) == {}


def test_a_day_that_a_person_sets_says_that_nothing_more_came() -> None:
    assert said(COSTS, day=TODAY) == {"costs": TODAY}
    assert said(COSTS, ORDERS, day=TODAY) == {"costs": TODAY, "orders": TODAY}


def test_a_title_says_so_too() -> None:
    assert said([["Coûts au 31/03/2026"], [], *COSTS]) == {"costs": dt.date(2026, 3, 31)}
