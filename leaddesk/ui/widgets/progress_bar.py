"""The progress of background jobs in the status bar: shown only for jobs that take a while, with a way to stop them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from leaddesk.text import msg
from leaddesk.ui.icons import icon
from leaddesk.ui.jobs import SHOW_AFTER_MS
from leaddesk.ui.theme import GAP

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.jobs import Job, Jobs, Progress

_STEPS: Final = 1000


class JobProgress(QWidget):
    """Follows all jobs that have a label; shows the one that was started last, once it has run for 600 ms."""

    def __init__(self, jobs: Jobs, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._jobs: list[Job] = []
        self._progress: dict[Job, Progress] = {}
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.stop = QToolButton()
        self.stop.setIcon(icon("x"))
        self.stop.setIconSize(QSize(14, 14))
        self.stop.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for widget in (self.label, self.bar, self.stop):
            layout.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_AFTER_MS)
        self._timer.timeout.connect(self._appear)
        self.set_language(language)
        self.hide()
        jobs.started.connect(self._watch)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self.stop.setToolTip(language.text(msg("Cancel")))
        self.stop.setAccessibleName(language.text(msg("Cancel")))
        self.bar.setAccessibleName(language.text(msg("Progress")))
        self._refresh()

    @Slot(object)
    def _watch(self, job: Job) -> None:
        if job.label is None:
            return
        self._jobs.append(job)
        job.progressed.connect(self._progressed)
        job.finished.connect(self._finished)
        if not self._timer.isActive() and self.isHidden():
            self._timer.start()
        self._refresh()

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        job = self.sender()
        if job in self._jobs:
            self._progress[job] = progress  # the sender is the job, known to be one of ours
            self._refresh()

    @Slot()
    def _finished(self) -> None:
        self._jobs = [job for job in self._jobs if not job.is_finished]
        self._progress = {job: step for job, step in self._progress.items() if not job.is_finished}
        if not self._jobs:
            self._timer.stop()
            self.hide()
        self._refresh()

    @Slot()
    def rest(self) -> None:
        """Show nothing of the jobs that run now; the next one is shown again."""
        self._timer.stop()
        self.hide()

    @Slot()
    def _appear(self) -> None:
        if self._jobs:
            self._refresh()
            self.show()

    @Slot()
    def _cancel(self) -> None:
        if self._jobs:
            self._jobs[-1].cancel()
            self.stop.setEnabled(False)

    def _refresh(self) -> None:
        if not self._jobs:
            return
        job = self._jobs[-1]
        step = self._progress.get(job)
        text = job.label if step is None else step.text
        self.label.setText("" if text is None else self._language.text(text))
        self.stop.setEnabled(not job.is_cancelled)
        if step is None or step.fraction is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(round(step.fraction * _STEPS))
