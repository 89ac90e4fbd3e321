"""What two copies of a document say differently, and what may be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from leaddesk.model.action import Action, Value

Cell: TypeAlias = tuple[str, str, int]
"""Entity, field and row of a change: what holds one value."""

FREE_TEXT: Final = frozenset({("leads", "notes")})
"""Texts of which both can be kept, one below the other."""


class About(StrEnum):
    """What the copies disagree on."""

    CELL = auto()
    SETTING = auto()
    RECIPE = auto()
    """How a file is understood."""
    FILE = auto()
    """Whether a file is in: one took it out, the other one worked on its rows."""
    DUPLICATES = auto()
    """Which leads are one."""


class Choice(StrEnum):
    """Whose version holds."""

    MINE = auto()
    THEIRS = auto()
    BOTH = auto()


@dataclass(frozen=True, slots=True)
class Claim:
    """What holds in one copy, and the action that says so; None where that is as the file gave it."""

    value: Value
    action: Action | None

    @property
    def time(self) -> str:
        """When it was said (ISO, UTC), empty where that is not known."""
        return "" if self.action is None else self.action.time


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that both changed, each otherwise. FILE: ``leads`` is how many of its rows were worked on. DUPLICATES:
    ``cell`` names a lead, and ``asides`` are the decisions of mine and of theirs that contradict each other.
    """

    about: About
    cell: Cell
    mine: Claim
    theirs: Claim
    leads: int = 0
    asides: tuple[tuple[Action, ...], tuple[Action, ...]] = ((), ())

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen."""
        texts = isinstance(self.mine.value, str) and isinstance(self.theirs.value, str)
        both = texts and self.cell[:2] in FREE_TEXT
        return (Choice.MINE, Choice.THEIRS, Choice.BOTH) if both else (Choice.MINE, Choice.THEIRS)

    @property
    def later(self) -> Choice:
        """The later of the two."""
        return Choice.THEIRS if self.theirs.time > self.mine.time else Choice.MINE

    @property
    def proposed(self) -> Choice:
        """What nobody would miss anything with: both texts, the file that was worked on; else the later."""
        if Choice.BOTH in self.choices:
            return Choice.BOTH
        if self.about is About.FILE:
            return Choice.MINE if self.mine.value is not None else Choice.THEIRS
        return self.later

    @property
    def joined(self) -> str:
        """Both texts, the one that was written first above; lines that both have once."""
        first, second = sorted((self.mine, self.theirs), key=lambda claim: (claim.time, str(claim.value)))
        lines = [line for claim in (first, second) for line in str(claim.value).splitlines()]
        return "\n".join(dict.fromkeys(lines))
