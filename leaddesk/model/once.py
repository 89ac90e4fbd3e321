"""What is made once and kept under its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")

_NOTHING: Final = object()


class Once(dict[Any, Any]):
    """Values by their keys. A key is looked up once alone: those of expressions are long to hash."""

    def once(self, key: object, make: Callable[[], Value]) -> Value:
        """What *make* gives, made when it is asked for the first time."""
        found: Any = self.get(key, _NOTHING)
        if found is _NOTHING:
            found = self[key] = make()
        return found  # type: ignore[no-any-return]
