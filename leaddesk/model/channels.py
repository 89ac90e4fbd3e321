"""The comparison of channels, or of the values of any other dimension: one row a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaddesk.model.kpis import COMPARED
from leaddesk.model.measuring import measure, measures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure
    from leaddesk.model.slice import Dimension


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One value of the dimension (``key`` None: the rows without one) and its measures, in the order of the KPIs."""

    key: str | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """KPIs by one dimension, and the ``total`` over all its values."""

    dimension: str
    kpis: tuple[Kpi, ...]
    rows: tuple[BreakdownRow, ...]
    total: tuple[Measure, ...]


def breakdown(evaluator: Evaluator, by: Dimension, kpis: Sequence[Kpi] = COMPARED) -> Breakdown:
    """The KPIs of each value that has something to show: rows in the period, or spend."""
    columns = [measures(kpi, evaluator, by) for kpi in kpis]
    rows = tuple(
        BreakdownRow(key, tuple(column[group] for column in columns))
        for group, key in enumerate(by.keys)
        if any(column[group].value or column[group].n for column in columns)
    )
    return Breakdown(by.id, tuple(kpis), rows, tuple(measure(kpi, evaluator) for kpi in kpis))
