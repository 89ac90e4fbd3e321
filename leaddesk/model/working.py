"""How a figure that no Expression says came about over a slice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.counted import Counted
    from leaddesk.model.leftout import Traced


@dataclass(frozen=True, eq=False, slots=True)
class Working:
    """What is behind a :class:`~leaddesk.model.method.Method` over a slice; nothing where it cannot be told.

    ``counted``: the rows of each part; ``traced``: the tables with the rows left out; ``filled``: its formula with the
    figures in it, and ``is_algebra`` whether that comes out at the value (rounded figures do, nearly). ``base``: what
    the sample size counts. ``note``: a remark at the end.
    """

    counted: tuple[Counted, ...] = ()
    traced: tuple[Traced, ...] = ()
    filled: Message | None = None
    is_algebra: bool = True
    base: Message | None = None
    note: Message | None = None


def of_share(part: Counted, whole: Counted, *traced: Traced) -> Working:
    """The working of a share of rows: so many of so many."""
    filled = msg("{left} / {right}", left=len(part), right=len(whole)) if len(whole) else None
    return Working((part, whole), traced, filled, base=whole.what)
