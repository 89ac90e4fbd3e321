"""The comparison of channels, or of the values of any other dimension: one row a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.model.kpis import COMPARED
from leaddesk.model.measuring import measure, measures
from leaddesk.model.terms import SPEND
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure
    from leaddesk.model.slice import Dimension
    from leaddesk.text import Message

UNKNOWN_COST: Final = msg("“–” where no cost is recorded: that is not the same as free.")


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

    @property
    def gaps(self) -> tuple[Message, ...]:
        """Why columns are empty from top to bottom, and, where only some rows lack it, that a cost is not known.

        Each reason once, with the columns that it is the reason of, in their order.
        """
        found: dict[Message, Message | None] = {}
        for place, kpi in enumerate(self.kpis):
            reasons = {row.measures[place].absent for row in self.rows}
            if len(reasons) == 1 and (reason := reasons.pop()) is not None:
                before = found.get(reason)
                found[reason] = kpi.title if before is None else msg("{one}, {other}", one=before, other=kpi.title)
            elif SPEND.unrecorded in reasons:
                found[UNKNOWN_COST] = None
        return tuple(
            reason if columns is None else msg("No figures: {columns} ({reason}).", columns=columns, reason=reason)
            for reason, columns in found.items()
        )


def breakdown(evaluator: Evaluator, by: Dimension, kpis: Sequence[Kpi] = COMPARED) -> Breakdown:
    """The KPIs of each value that has something to show: rows in the period, or spend."""
    columns = [measures(kpi, evaluator, by) for kpi in kpis]
    rows = tuple(
        BreakdownRow(key, tuple(column[group] for column in columns))
        for group, key in enumerate(by.keys)
        if any(column[group].value or column[group].n for column in columns)
    )
    return Breakdown(by.id, tuple(kpis), rows, tuple(measure(kpi, evaluator) for kpi in kpis))
