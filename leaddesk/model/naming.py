"""Filters from names that a person typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.errors import LeadDeskError
from leaddesk.model.leads_table import label_of
from leaddesk.model.slice import Filters, dimension
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leaddesk.model.dataset import Dataset

_LISTED: Final = 10


def filters_named(dataset: Dataset, asked: Mapping[str, Sequence[str] | None]) -> Filters:
    """The filters that keep the named values of each dimension, whatever their case; an empty name keeps the rows
    without a value, None does not filter.

    :raises LeadDeskError: when no row has a value of that name; it lists those that there are.
    """
    filters = Filters()
    for name, values in asked.items():
        if values is None:
            continue
        keys = dimension(dataset, name).keys
        kept: set[str | None] = set()
        for value in values:
            wanted = " ".join(value.split())
            found = [key for key in keys if (key or "") == wanted]
            found = found or [key for key in keys if (key or "").casefold() == wanted.casefold()]
            if not found:
                label = label_of(name)
                there = tuple(key for key in keys if key is not None)
                raise LeadDeskError(
                    msg("{dimension}: “{value}” is nowhere in the files.", dimension=label, value=value), _there(there)
                )
            kept.update(found)
        filters = filters.having(name, frozenset(kept))
    return filters


def _there(names: Sequence[str]) -> Message:
    """What could have been named instead."""
    if not names:
        return msg("They do not record it at all.")
    listed = ", ".join(names[:_LISTED])
    more = len(names) - _LISTED
    if more > 0:
        return msgn("There are: {names} and {count} more.", "There are: {names} and {count} more.", more, names=listed)
    return msg("There are: {names}.", names=listed)
