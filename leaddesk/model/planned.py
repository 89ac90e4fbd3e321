"""What will be asked of a large table, so that its conditions share one histogram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.model import funnel, returning
from leaddesk.model.kpis import KPIS
from leaddesk.model.measuring import plan

if TYPE_CHECKING:
    from leaddesk.model.expression import Expression

EXPRESSIONS: Final[tuple[Expression, ...]] = (
    *(expression for kpi in KPIS for expression in kpi.expressions),
    *funnel.EXPRESSIONS,
    *returning.EXPRESSIONS,
)
PLAN: Final = plan(EXPRESSIONS)
