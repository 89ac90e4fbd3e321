"""Which dimensions the data can be filtered and compared by, and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.model.groupings import groupings
from leaddesk.model.slice import DIMENSIONS, dimension, is_recorded

if TYPE_CHECKING:
    from leaddesk.model.slice import Slice


def choices(data: Slice, name: str) -> tuple[str | None, ...]:
    """The values that a filter of that dimension offers; None stands for the rows without one."""
    return dimension(data.dataset, name).keys if dimensions(data, name) else ()


def dimensions(data: Slice, *names: str) -> tuple[str, ...]:
    """Those of the dimensions (all when none is named) that the leads are recorded by; without leads, any table."""
    dataset = data.dataset
    own = groupings(dataset["leads"]) if "leads" in dataset and not names else ()
    tables = ("leads",) if "leads" in dataset else tuple(dataset.frames)
    wanted = names or (*DIMENSIONS, *own)
    return tuple(name for name in wanted if any(is_recorded(dataset, table, name) for table in tables))
