"""The rows that one part of a figure looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leaddesk.model.leftout import Positions
    from leaddesk.text import Message


@dataclass(frozen=True, eq=False, slots=True)
class Counted:
    """The rows that one part of a formula looks at, and ``what`` they are in its words; ``is_count``: whether it says
    how many they are.
    """

    what: Message
    table: str
    positions: Positions
    is_count: bool = True

    def __len__(self) -> int:
        return len(self.positions)
