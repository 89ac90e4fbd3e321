"""The names of the dimensions and of the rows that have no value of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.model.leads_table import label_of
from leaddesk.text import Message, msg, verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping

WITHOUT: Final[Mapping[str, Message]] = {
    "channel": msg("(no channel)"),
    "campaign": msg("(no campaign)"),
    "lever": msg("(no lever)"),
    "owner": msg("(no owner)"),
    "segment": msg("(no segment)"),
    "sector": msg("(no sector)"),
    "city": msg("(no city)"),
}
"""For each dimension what stands where a row has no value; columns of the user's own have :data:`NOTHING`."""
NOTHING: Final = msg("(no value)")


def dimension_label(name: str) -> Message:
    """The name of a dimension: its column of the leads, or the user's own header."""
    return label_of(name)


def value_name(name: str, key: str | None) -> Message:
    """A value of a dimension as it is shown."""
    return WITHOUT.get(name, NOTHING) if key is None else verbatim(key)
