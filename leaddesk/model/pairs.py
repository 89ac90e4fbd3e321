"""Two values of a dimension side by side: two channels, two segments, two owners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaddesk.model.kpis import KPIS
from leaddesk.model.sidebyside import SideBySide, side_by_side
from leaddesk.model.terms import LEADS

if TYPE_CHECKING:
    from leaddesk.model.report import Report


@dataclass(frozen=True, eq=False, slots=True)
class ValuePair:
    """Two values of a dimension (None: the rows without one), the report of each, and their funnels compared."""

    by: str
    keys: tuple[str | None, str | None]
    reports: tuple[Report, Report]
    found: SideBySide


def most_leads(report: Report, by: str) -> tuple[str | None, ...]:
    """The values of a dimension that have leads in the report, those with most first."""
    kpi = next(kpi for kpi in KPIS if kpi.expression == LEADS)
    rows = sorted(report.by(by, (kpi,)).rows, key=lambda row: -(row.measures[0].value or 0))
    return tuple(row.key for row in rows if row.measures[0].value)


def paired(report: Report, by: str, one: str | None, other: str | None) -> ValuePair:
    """Two values of a dimension compared."""
    reports = (report.only(by, one), report.only(by, other))
    return ValuePair(by, (one, other), reports, side_by_side(reports[0].funnel, reports[1].funnel))


def largest_pair(report: Report, by: str) -> ValuePair | None:
    """The two values with most leads compared; None where fewer than two have any."""
    keys = most_leads(report, by)
    return paired(report, by, keys[0], keys[1]) if len(keys) > 1 else None
