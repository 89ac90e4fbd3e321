"""The import assistant as it is asked: what was corrected in it is not lost by a key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from leaddesk.ui import asking
from leaddesk.ui.dialogs.assistant import ImportAssistant
from leaddesk.ui.widgets.column_choices import nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.ui.holding import Pending


class CarefulAssistant(ImportAssistant):
    """Asks before it is closed without the import, where something was corrected; its header line follows each step."""

    def begin(self, pending: Pending, between: Callable[[], None] = nothing) -> None:
        """Put in what is proposed."""
        super().begin(pending, between)
        self._first = pending
        self.header_row.setKeyboardTracking(False)  # a number that is being typed is no line yet
        self.header_row.valueChanged.connect(self._choose_header)
        if self.questions.buttons:  # the import waits for an answer: without it, Cancel would have the focus
            self.questions.buttons[0].setFocus()

    @property
    def is_corrected(self) -> bool:
        """Whether anything is otherwise than it was proposed. The day of a file is found by itself, unless chosen."""
        if self._days_chosen:
            return True
        for first, now in zip(self._first.files, self._pending.files, strict=True):
            if replace(first.recipe, as_of=None) != replace(now.recipe, as_of=None):
                return True
        return any(
            one.apart or one.merge != one.cluster.merged or (one.merge and one.spelling != one.cluster.spelling)
            for one in self.clusters.decisions()
        )

    @Slot()
    def reject(self) -> None:
        """Close without the import; where something was corrected, only if the user says so."""
        if not self.is_corrected or asking.drop_corrections(self, self.language):
            super().reject()
