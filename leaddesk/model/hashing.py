"""Hashes kept: the parts of expressions are asked for theirs thousands of times after each change of a filter."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T", bound=type[Any])


def hashed_once(cls: T) -> T:
    """A frozen dataclass without slots whose instances work out their hash once; it is not pickled, as the hash of a
    text holds in its own process alone.
    """
    of_fields: Any = cls.__hash__

    def hashed(self: Any) -> int:  # noqa: ANN401
        try:
            return self._hash  # type: ignore[no-any-return]
        except AttributeError:
            found = self.__dict__["_hash"] = int(of_fields(self))
            return found

    def state(self: Any) -> dict[str, Any]:  # noqa: ANN401
        return {name: value for name, value in self.__dict__.items() if name != "_hash"}

    changed: Any = cls
    changed.__hash__, changed.__getstate__ = hashed, state
    return cls
