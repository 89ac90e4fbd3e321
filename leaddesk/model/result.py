"""What an expression comes to: a value for each group, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from leaddesk.text import Message, msg

if TYPE_CHECKING:
    import numpy.typing as npt

Reasons: TypeAlias = "tuple[tuple[npt.NDArray[np.bool_], Message], ...]"
NOTHING: Final = msg("nothing to count in this period")


@dataclass(frozen=True, eq=False)
class Result:
    """One value a group (NaN where there is none). ``unmeasured`` is the reason that holds for all of them;
    ``reasons`` gives (mask of groups, reason) for the others.
    """

    values: npt.NDArray[np.float64]
    unmeasured: Message | None = None
    reasons: Reasons = ()

    def reason(self, group: int) -> Message | None:
        """Why the group has no value; None when it has one."""
        if self.unmeasured is not None:
            return self.unmeasured
        if not np.isnan(self.values[group]):
            return None
        return next((why for mask, why in self.reasons if mask[group]), NOTHING)
