"""Which columns of the user's own sort leads into groups, and that the leads are filtered and cut by them."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.model.dimensions import choices, dimensions
from leaddesk.model.groupings import groupings
from leaddesk.model.kpis import COMPARED
from leaddesk.model.report import Report
from leaddesk.model.slice import Filters, Slice
from leaddesk.model.terms import LEADS
from leaddesk.text import language
from tests.builders import a_slice, frame, state

DEPOTS = ["Lyon", "Lyon", "Paris", "Lyon", "Paris", None, "Paris", "Lyon"]
DEPOT = "extra:Dépôt"


def _leads(**extra: list[Any]) -> Any:
    rows = len(next(iter(extra.values())))
    created = ["2025-01-03"] * rows
    return frame("leads", id=[str(row) for row in range(rows)], created=created, extra=extra)


@pytest.mark.parametrize(
    ("values", "is_one"),
    [
        (DEPOTS, True),
        (["Lyon"] * 8, False),
        ([f"remarque {row}" for row in range(8)], False),
        (["a", "a", "b", "b", None, None, None, None], False),
        (["10", "10", "10", "12,5", "12,5", "12,5"], False),
        (["a@b.fr", "a@b.fr", "a@b.fr", "Lyon", "Lyon", "Lyon"], False),
        (["06 12 34 56 78"] * 3 + ["Lyon"] * 3, False),
        (["x" * 61] * 3 + ["Lyon"] * 3, False),
        ([f"groupe {row % 30}" for row in range(300)], True),
        ([f"groupe {row % 31}" for row in range(310)], False),
        ([f"remarque {row}" for row in range(5_000)], False),
        ([None] * 8, False),
    ],
)  # fmt: skip
def test_few_values_in_many_rows_are_groups(values: list[Any], is_one: bool) -> None:
    made = _leads(Dépôt=values)
    assert groupings(made) == ((DEPOT,) if is_one else ())


def test_the_leads_are_cut_by_them() -> None:
    data = a_slice(state(_leads(Dépôt=DEPOTS), costs={"date": ["2025-01-01"], "amount": [50]}))
    assert dimensions(data) == (DEPOT,)
    assert choices(data, DEPOT) == ("Lyon", "Paris", None)
    report = Report(data)
    breakdown = report.by(DEPOT, COMPARED)
    place = next(place for place, kpi in enumerate(COMPARED) if kpi.expression == LEADS)
    assert [(row.key, row.measures[place].value) for row in breakdown.rows] == [("Lyon", 4), ("Paris", 3), (None, 1)]
    assert report.leads_of(DEPOT, "Paris").tolist() == [2, 4, 6]
    absent = {
        language("en").text(measure.absent)
        for row in breakdown.rows for measure in row.measures if measure.absent is not None
    }  # fmt: skip
    assert "“spend” is not recorded by Dépôt" in absent


def test_the_leads_are_filtered_by_them() -> None:
    filters = Filters({DEPOT: frozenset({"Paris", None})})
    assert Report(Slice(state(_leads(Dépôt=DEPOTS)), filters=filters)).leads.tolist() == [2, 4, 5, 6]
    assert Slice(state(_leads(Autre=DEPOTS)), filters=filters).lacking("leads") == DEPOT
