"""What the worked examples of KPIs share: measuring one by its id, and the list of those that have an example."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from leaddesk.model.evaluate import Evaluator
from leaddesk.model.kpis import BY_ID
from leaddesk.model.measuring import measure
from leaddesk.model.planned import PLAN
from leaddesk.text import language
from tests.builders import a_slice

if TYPE_CHECKING:
    from leaddesk.model.measure import Measure

Example = Callable[[], None]
WORKED: set[str] = set()
ENGLISH, FRENCH = language("en"), language("fr")


def worked(*ids: str) -> Callable[[Example], Example]:
    """Marks a test as the worked example of those KPIs."""
    WORKED.update(ids)
    return lambda test: test


def kpi(name: str, data: Any, *days: str, **kept: Any) -> Measure:
    """One KPI over a dataset or State, a period and filters."""
    return measure(BY_ID[name], Evaluator(a_slice(data, *days, **kept), PLAN))


def why(found: Measure) -> str:
    """Why there is none, in English."""
    assert found.value is None
    assert (found.low, found.high) == (None, None)
    assert found.absent is not None
    assert FRENCH.text(found.absent)
    return ENGLISH.text(found.absent)
