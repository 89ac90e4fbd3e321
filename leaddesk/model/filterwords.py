"""What filters keep, in the words of the person who chose them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.model.leads_table import label_of
from leaddesk.text import Message, msg, msgn, verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping


def filter_words(kept: Mapping[str, frozenset[str | None]]) -> list[Message]:
    """A line for each dimension that is limited: its one value, or how many of them."""
    lines = []
    for name, values in kept.items():
        label = label_of(name)
        if len(values) == 1 and None not in values:
            lines.append(msg("{title}: {value}", title=label, value=verbatim(str(next(iter(values))))))
        else:
            lines.append(msgn("{title}: {count} value", "{title}: {count} values", len(values), title=label))
    return lines
