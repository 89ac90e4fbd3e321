"""What a hostile file is to the tests: a name, how to make it, and how opening it must end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

DATA: Final = "data"
EITHER: Final = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile file: ``name`` with the extension it wears, ``make`` gives its bytes.

    ``ends``: ``DATA``, the code of the refusal, or ``EITHER`` where both are right and only a crash is wrong.
    ``heavy``: takes seconds, so only the soak (``python -m tests.hostile``) opens it.
    """

    name: str
    make: Callable[..., bytes]
    ends: str = EITHER
    heavy: bool = False


class Cases:
    """Cases as a module lists them; ``@cases.add("name.xlsx", ends)`` stands above the function that makes one."""

    def __init__(self) -> None:
        self.all: list[Case] = []

    def add(
        self, name: str, ends: str = EITHER, *, heavy: bool = False
    ) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
        def note(make: Callable[..., bytes]) -> Callable[[], bytes]:
            self.all.append(Case(name, make, ends, heavy))
            return make

        return note

    def put(self, name: str, make: Callable[..., bytes], ends: str = EITHER, *, heavy: bool = False) -> None:
        """The same for a function that is made on the spot."""
        self.all.append(Case(name, make, ends, heavy))
