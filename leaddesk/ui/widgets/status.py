"""The status bar: how many leads are shown, the period and filters, progress, and when the work was last saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Slot
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from leaddesk.text import Message, msg, msgn
from leaddesk.ui.theme import MARGIN
from leaddesk.ui.widgets.figure_label import FigureLabel
from leaddesk.ui.widgets.progress_bar import JobProgress

if TYPE_CHECKING:
    from leaddesk.model.report import Report
    from leaddesk.text import Language
    from leaddesk.ui.behind import Behind
    from leaddesk.ui.session import Session


class Status(QStatusBar):
    """Follows the session; the counts come from the report that the visible tab was drawn from."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.language = session, language
        self.counts, self.view, self.saved = FigureLabel("rows"), QLabel(), QLabel()
        self.behind: Behind | None = None
        self._report: Report | None = None
        self.progress = JobProgress(session.jobs, language)
        self._shown: tuple[int, int] | None = None
        self.setSizeGripEnabled(False)
        self.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self.addWidget(self.counts)
        self.addWidget(self.view, 1)
        self.addPermanentWidget(self.progress)
        self.addPermanentWidget(self.saved)
        self.counts.asked.connect(self._tell)
        session.proposed.connect(self.progress.rest)  # the reading is over: it is the user's turn
        session.document_changed.connect(self.refresh)
        session.slice_changed.connect(self.refresh)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.language = language
        self.progress.set_language(language)
        if self.behind is not None:
            self.behind.set_language(language)
        self.refresh()

    def show_report(self, report: Report) -> None:
        """The counts of a report that is on the screen."""
        dataset = report.slice.dataset
        total = len(dataset["leads"]) if "leads" in dataset else 0
        self._shown, self._report = (len(report.leads), total), report if total else None
        if self.behind is not None:
            self.behind.close()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Write everything again."""
        words = self.language.text
        self.counts.be_pressable(self._report is not None and self.session.has_data)
        if self._shown is None or not self.session.has_data:
            self.counts.clear()
        else:
            shown, total = self._shown
            line = msgn("{count} of {total} lead rows", "{count} of {total} lead rows", shown, total=total)
            self.counts.setText(words(line))
        view = "".join(f"  ·  {words(part)}" for part in self._view())
        self.view.setText(view if self.session.has_data else "")
        at = self.session.saved_at if self.session.guarding.trouble is None else None  # a banner says why not
        self.saved.setText("" if at is None else words(msg("Saved at {time}", time=f"{at:%H:%M:%S}")))

    @Slot(object, QRect)
    def _tell(self, _key: object, place: QRect) -> None:
        """What is behind the counts."""
        if self._report is None or not self.session.has_data:
            return
        from leaddesk.model.rowaccount import of_rows  # not needed to paint a window
        from leaddesk.ui.behind import Behind

        if self.behind is None:
            self.behind = Behind(self.session, self.language, self)
        self.behind.tell(self._report, of_rows(self._report), place)

    def _view(self) -> list[Message]:
        period = self.session.period
        if period.start is None or period.end is None:
            parts = [msg("All dates")]
        else:
            parts = [msg("{start} to {end}", start=period.start, end=period.end)]
        if self.session.kept:
            from leaddesk.model.filterwords import filter_words  # not needed to paint an empty window

            parts += filter_words(self.session.kept)
        return parts
