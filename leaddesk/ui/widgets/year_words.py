"""The year of dates that have none: what is offered, in words, and the choice that follows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.recipe import ColumnChoice

YEAR: Final = "year"
UNKNOWN: Final = "unknown"
_ADDED: Final = "year-added"
_FIGURES: Final = 4


def is_year(value: str) -> bool:
    """Whether a choice's year, or an answer, is a year in figures."""
    return value[:_FIGURES].isdigit()


def label(year: str) -> Message:
    """A year in words, with how it goes on where the rows lie in the order of their days."""
    name, direction = year[:_FIGURES], year[_FIGURES:]
    if direction == "+":
        return msg("from {year} on", year=name)
    return msg("from {year} back", year=name) if direction else msg("{year}", year=name)


def short(year: str) -> str:
    """The same where there is little room."""
    return f"{year[:_FIGURES]}…" if year[_FIGURES:] else year


def answers(latest: str) -> list[tuple[str, Message]]:
    """The years that days may be of, the latest first, and that it stays unknown."""
    return [*((year, label(year)) for year in _around(latest, 0)), (UNKNOWN, msg("leave them unknown"))]


def others(year: str) -> tuple[str, ...]:
    """A year and those around it, as it may be changed into."""
    return _around(year, 1)


def answered(choice: ColumnChoice, answer: str) -> ColumnChoice:
    """The choice with that year for its days; with the word that nobody knows, they are left as they are."""
    off = tuple(code for code in choice.off if code != _ADDED)
    return replace(choice, year="", off=(*off, _ADDED)) if answer == UNKNOWN else replace(choice, year=answer, off=off)


def _around(year: str, later: int) -> tuple[str, ...]:
    name, direction = int(year[:_FIGURES]), year[_FIGURES:]
    return tuple(f"{name + step}{direction}" for step in range(later, -3, -1))
