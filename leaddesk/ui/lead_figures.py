"""What is behind the numbers beside the list of leads: how many rows it shows, the score of the lead that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QRect, Slot

from leaddesk.model.rowaccount import of_listed, of_score
from leaddesk.ui.behind import Behind
from leaddesk.ui.widgets.lead_facts import called, lead_name

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.itemmodels.grid import GridModel
    from leaddesk.ui.session import Session
    from leaddesk.ui.widgets.figure_label import FigureLabel
    from leaddesk.ui.widgets.grid_view import GridView
    from leaddesk.ui.widgets.score_card import ScoreCard


class LeadFigures(QObject):
    """Opens the details of these figures for the tab of the leads."""

    def __init__(
        self,
        session: Session,
        language: Language,
        grid: GridView,
        model: GridModel,
        rows: FigureLabel,
        score: ScoreCard,
    ) -> None:
        super().__init__(grid)
        self._session, self._grid, self._model = session, grid, model
        self.behind = Behind(session, language, grid)
        rows.asked.connect(self._tell_rows)
        score.asked.connect(self._tell_score)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.behind.set_language(language)

    @Slot(object, QRect)
    def _tell_rows(self, _key: object, place: QRect) -> None:
        """The rows that the list shows."""
        report = self._session.report
        if "leads" in report.slice.dataset:
            self.behind.tell(report, of_listed(report, np.sort(self._model.order).astype(np.intp)), place)

    @Slot(object, QRect)
    def _tell_score(self, _key: object, place: QRect) -> None:
        """The score of the lead that is looked at."""
        report, position = self._session.report, self._grid.current_position()
        if position is not None:
            name = called(lead_name(report.slice.dataset["leads"], position))
            self.behind.tell(report, of_score(report, position), place, name)
