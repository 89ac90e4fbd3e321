"""Columns of the user's own that sort rows into a few groups, such as the depot a lead belongs to.

They can be filtered and compared by as the declared dimensions are; names, remarks and figures cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.schema import is_extra

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame

MOST: Final = 30
"""So many values a column may have to be a grouping."""
_EACH: Final = 3
_FILLED: Final = 0.5
_LONGEST: Final = 60
_LOOKED_AT: Final = 2_000
_PHONE: Final = 8


def groupings(frame: Frame) -> tuple[str, ...]:
    """The columns of the user's own whose few values each stand in several rows, in their order."""
    return tuple(name for name in frame.data.columns if is_extra(name) and _is_grouping(frame, name))


def _is_grouping(frame: Frame, name: str) -> bool:
    return frame.prepare(("grouping", name), frozenset({name}), lambda: _groups(frame, name))


def _groups(frame: Frame, name: str) -> bool:
    column = frame.data[name]
    if column.iloc[:: max(1, len(column) // _LOOKED_AT)].nunique() > MOST:  # to sort a million remarks takes long
        return False
    codes, labels = frame.texts(name)
    filled = int(np.count_nonzero(codes >= 0))
    if not 2 <= len(labels) <= MOST or filled < max(_EACH * len(labels), _FILLED * len(codes)):
        return False
    return not all(map(_is_figure, labels)) and not any(map(_is_personal, labels))


def _is_figure(label: str) -> bool:
    return any(map(str.isdigit, label)) and not any(map(str.isalpha, label))


def _is_personal(label: str) -> bool:
    """Whether a text is an address or a number of somebody, or longer than the name of a group."""
    return "@" in label or sum(map(str.isdigit, label)) > _PHONE or len(label) > _LONGEST
