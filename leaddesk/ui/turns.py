"""Work on the imports, one after the other: each sees what the one before gave."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from leaddesk.text import Message
    from leaddesk.ui.jobs import Job, Task

Work: TypeAlias = "Callable[[Task], Any]"
Then: TypeAlias = Callable[[Any], None]
Run: TypeAlias = "Callable[[str, Work, Then, Message | None], Job]"


class Turns(QObject):
    """A queue of work, each with what is done with its result; *run* starts the job of a slot."""

    def __init__(self, run: Run, parent: QObject) -> None:
        super().__init__(parent)
        self._run = run
        self._waiting: deque[tuple[Work, Then, Message | None]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def take(self, work: Work, then: Then, label: Message | None, *, next_one: bool = False) -> None:
        """Wait for a turn, the last one or (*next_one*) the one after that which is under way."""
        self._waiting.insert(1 if next_one else len(self._waiting), (work, then, label))
        if len(self._waiting) == 1:
            self._next()

    def hold(self, *thens: Then) -> bool:
        """Whether any of this is still to be done with a result."""
        return any(then in thens for _, then, _ in self._waiting)

    def _next(self) -> None:
        self._run("import", *self._waiting[0]).finished.connect(self._finished)

    @Slot()
    def _finished(self) -> None:
        self._waiting.popleft()
        if self._waiting:
            self._next()
