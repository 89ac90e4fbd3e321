"""Python's garbage collector and the threads: while a job runs it stands still, and then works on the GUI thread.

It runs on whatever thread makes the next object, and what it finds there dies there. A widget without a parent that is
part of a cycle would be destroyed on a job's thread, which Qt forbids; and a report makes so many small things, none of
them in a cycle, that looking through them takes a tenth of its time.
"""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Final

_lock: Final = threading.Lock()
_holding: Final[set[int]] = set()


class Hold:
    """One reason for the collector to stand still; it ends with its *owner* at the latest."""

    def __init__(self, owner: object) -> None:
        self._end = weakref.finalize(owner, _let_go, id(self))

    def take(self) -> None:
        """Let the collector stand still from now on."""
        with _lock:
            _holding.add(id(self))
            gc.disable()

    def let_go(self) -> None:
        """Let it work again, unless another one holds it."""
        _let_go(id(self))


def _let_go(number: int) -> None:
    with _lock:
        if number in _holding:
            _holding.remove(number)
            if not _holding:
                gc.enable()
