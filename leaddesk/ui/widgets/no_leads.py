"""What stands in the place of the list of leads where it is empty: why, and the way to what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Signal, Slot

from leaddesk.text import msg, msgn
from leaddesk.ui.widgets.nothing_shown import NothingShown

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leaddesk.text import Language

    Positions = npt.NDArray[np.int64]


class NoLeads(NothingShown):
    """Offers all leads, or those that the search finds outside of what is shown."""

    found = Signal(object, object)
    """The user wants to see what was found: the source positions of leads, and what they are (a Message)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(msg("Show all leads"), language, parent)
        self._elsewhere: Positions = np.arange(0)
        self._searched = ""

    def tell(self, total: int, searched: str, elsewhere: Positions) -> None:
        """Say why none of *total* leads is shown: none holds what is *searched*, but for those *elsewhere* (source
        positions); or none fits the filter.
        """
        self._elsewhere, self._searched, count = elsewhere, searched, len(elsewhere)
        if not total:
            text = msg("No leads are open yet. Open a spreadsheet of leads, or note one by hand (Ctrl+N).")
        elif not searched:
            text = msg("No lead fits this filter.")
        elif not count:
            text = msg("No lead holds “{words}” here.", words=searched)
        else:
            text = msgn(
                "No lead of this period and filter holds “{words}”, but {count} other does.",
                "No lead of this period and filter holds “{words}”, but {count} others do.",
                count,
                words=searched,
            )
        words = msgn("Show it", "Show them", count) if count else None
        self.show_reason(text, way_out=total > 0, words=words)

    @Slot()
    def leave(self) -> None:
        """To what the search finds elsewhere, or else to everything."""
        if len(self._elsewhere):
            self.found.emit(self._elsewhere, msg("Leads that hold “{words}”", words=self._searched))
        else:
            super().leave()
