"""A time of the day: ``14:30``, ``14h30``, ``9h``."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from leaddesk.text import msg
from leaddesk.ui.widgets.line_field import LineField

if TYPE_CHECKING:
    from leaddesk.text import Message

_CLOCK: Final = re.compile(r"(\d{1,2})(?: ?[:hH.] ?(\d{2})?)?")


class ClockField(LineField):
    """A ``datetime.time`` or None."""

    def read(self, text: str) -> dt.time | None:
        """The time typed."""
        return clock_of(text)

    def written(self, value: dt.time | None) -> str:
        """The time in figures."""
        return "" if value is None else value.strftime("%H:%M")

    @property
    def complaint(self) -> Message:
        """That it is no time."""
        return msg("This is not a time: type 14:30.")


def clock_of(text: str) -> dt.time | None:
    """The time that a text is; None for an empty text.

    :raises ValueError: when it is none.
    """
    if not text.strip():
        return None
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return dt.time(int(found[1]), int(found[2] or 0))
