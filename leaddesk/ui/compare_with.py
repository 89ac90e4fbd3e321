"""Which period figures are compared with."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leaddesk.model.period import Period


class CompareWith(StrEnum):
    """The period that figures are compared with."""

    NOTHING = auto()
    BEFORE = auto()
    YEAR_BEFORE = auto()

    def of(self, period: Period) -> Period | None:
        """The period to compare *period* with."""
        if self is CompareWith.BEFORE:
            return period.before()
        return period.year_before() if self is CompareWith.YEAR_BEFORE else None
