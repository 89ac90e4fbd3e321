"""Time: how many leads convert and by when, month by month, how long they stay in each stage, which are stuck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from leaddesk.model.timeaccount import (
    of_age,
    of_earlier,
    of_fates,
    of_final,
    of_month,
    of_month_in_the_end,
    of_naive,
    of_size,
    of_stay,
    of_stays,
)
from leaddesk.model.waitaccount import of_stuck, of_times, of_usual, of_wait
from leaddesk.text import msg, msgc
from leaddesk.ui.behind import Behind
from leaddesk.ui.itemmodels.stuck_leads import TIMES, USUAL
from leaddesk.ui.tab import Tab
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets.cohort_page import IN_THE_END, SIZE, CohortPage
from leaddesk.ui.widgets.conversion_page import FATES, FINAL, ConversionPage
from leaddesk.ui.widgets.segments import Segments
from leaddesk.ui.widgets.stay_page import StayPage

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from leaddesk.model.cohorts import Cohort
    from leaddesk.model.report import Report
    from leaddesk.model.stages import Stage
    from leaddesk.model.stay import StuckLead
    from leaddesk.model.timeaccount import StayFigure
    from leaddesk.text import Language, Message
    from leaddesk.ui.notices import Notice
    from leaddesk.ui.session import Session

VIEWS: Final = (msg("Until the sale"), msg("Month by month"), msg("In each stage"))


class TimingTab(Tab):
    """Three views behind a row of buttons; each is filled when it is seen, and says why it has nothing to show."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(session, language, parent)
        self._report: Report | None = None
        self._stale: set[int] = set()
        self.views = Segments(VIEWS, language)
        self.conversion, self.cohorts, self.stays = ConversionPage(language), CohortPage(language), StayPage(language)
        self.pages, self.empty = QStackedWidget(), QLabel()
        self.behind = Behind(session, language, self)
        for page in (self.conversion, self.cohorts, self.stays):
            self.pages.addWidget(page)
        for page in (self.cohorts, self.stays):
            page.leads_requested.connect(self._show_leads)
            page.noticed.connect(self._tell)
        self.conversion.figure_asked.connect(self._tell_rate)
        self.cohorts.figure_asked.connect(self._tell_cell)
        self.cohorts.notes_asked.connect(self._tell_remarks)
        self.stays.figure_asked.connect(self._tell_stay)
        self.stays.sentence_asked.connect(self._tell_longest)
        self.stays.wait_asked.connect(self._tell_wait)
        self.stays.stuck_asked.connect(self._tell_stuck)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("tone", "muted")
        self.whole = QScrollArea()
        self.whole.setWidgetResizable(True)
        self.whole.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.whole.setWidget(self.pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        column.setSpacing(GAP)
        column.addWidget(self.views)
        column.addWidget(self.whole, 1)
        column.addWidget(self.empty, 1)
        self.views.chosen.connect(self._choose)
        self.set_language(language)

    def prepare(self, report: Report) -> Report:
        """Have all that the views show reckoned; on the compute thread."""
        _ = report.conversion, report.cohorts, report.stays, report.stuck_leads, report.time_to_convert
        return report

    def present(self, prepared: Report) -> None:
        """Show what that report says."""
        self._report = prepared
        self._stale = {0, 1, 2}
        self.behind.close()
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        super().set_language(language)
        self.setAccessibleName(language.text(msgc("tab", "Time")))
        self.views.set_language(language)
        for part in (self.conversion, self.cohorts, self.stays, self.behind):
            part.set_language(language)
        self._refresh()

    def _refresh(self) -> None:
        reason, view = self._absent(), self.pages.currentIndex()
        if self._report is not None and reason is None and view in self._stale:
            (self.conversion, self.cohorts, self.stays)[view].show_report(self._report)
            self._stale.remove(view)
        self.whole.setVisible(self._report is not None and reason is None)
        self.empty.setVisible(reason is not None)
        self.empty.setText("" if reason is None else self.language.text(reason))

    def _absent(self) -> Message | None:
        """Why the chosen view has nothing to show."""
        report, view = self._report, self.pages.currentIndex()
        if report is None:
            return None
        if view == 0:
            return report.conversion.absent
        if view == 1:
            return report.cohorts.absent
        return report.conversion.absent if all(stay.absent for stay in report.stays) else None

    @Slot(int)
    def _choose(self, view: int) -> None:
        self.pages.setCurrentIndex(view)
        self._refresh()

    @Slot(object, object)
    def _show_leads(self, positions: npt.NDArray[np.intp], label: Message) -> None:
        self.session.show_leads(positions, label)

    @Slot(object, QRect)
    def _tell_rate(self, key: object, place: QRect) -> None:
        report = self._report
        if report is None:
            return
        if isinstance(key, int):
            account = of_age(report, key)
        else:
            account = {FINAL: of_final, FATES: of_fates}.get(str(key), of_naive)(report)
        self.behind.tell(report, account, place)

    @Slot(object, object, QRect)
    def _tell_cell(self, cohort: Cohort, column: object, place: QRect) -> None:
        report = self._report
        if report is None:
            return
        if column == IN_THE_END:
            account = of_month_in_the_end(report, cohort)
        elif column == SIZE:
            account = of_size(report, cohort)
        else:
            account = of_month(report, cohort, column if isinstance(column, int) else None)
        month = self.language.month(cohort.start, "long")
        self.behind.tell(report, account, place, msg("Leads created in {month}", month=month))

    @Slot(object, QRect)
    def _tell_remarks(self, _key: object, place: QRect) -> None:
        if self._report is not None:
            self.behind.tell(self._report, of_earlier(self._report), place)

    @Slot(object, object, QRect)
    def _tell_stay(self, stage: Stage | None, figure: StayFigure, place: QRect) -> None:
        if self._report is not None:
            self.behind.tell(self._report, of_stay(self._report, stage, figure), place)

    @Slot(object, QRect)
    def _tell_longest(self, stages: tuple[Stage | None, ...], place: QRect) -> None:
        if self._report is not None:
            self.behind.tell(self._report, of_stays(self._report, stages), place)

    @Slot(QRect)
    def _tell_stuck(self, place: QRect) -> None:
        if self._report is not None:
            self.behind.tell(self._report, of_stuck(self._report), place)

    @Slot(object, int, QRect)
    def _tell_wait(self, lead: StuckLead, column: int, place: QRect) -> None:
        report = self._report
        if report is None:
            return
        if column == USUAL:
            report, account = of_usual(report, lead)
        else:
            account = of_times(report, lead) if column == TIMES else of_wait(report, lead)
        self.behind.tell(report, account, place)

    @Slot(object)
    def _tell(self, notice: Notice) -> None:
        self.session.noticed.emit(notice)
