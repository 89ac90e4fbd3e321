"""The funnel: how far the leads of the period got, where they leak, how long each step takes; two of them compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from leaddesk.model.leakaccount import LeakFigure, of_leak, of_recovery
from leaddesk.model.outlookaccount import everything
from leaddesk.model.readings import Part, Reading
from leaddesk.model.stages import LABELS, Stage
from leaddesk.model.stepaccount import (
    of_days_read,
    of_difference,
    of_left_aside,
    of_lost,
    of_reason,
    of_remarks,
    of_step,
)
from leaddesk.model.timeaccount import of_window
from leaddesk.model.wins import counted_twice
from leaddesk.text import Message, msg
from leaddesk.ui.behind import Behind
from leaddesk.ui.funnel_choices import pair
from leaddesk.ui.funnel_words import EXPLANATIONS, left_aside, window_message
from leaddesk.ui.icons import icon
from leaddesk.ui.itemmodels.step_differences import verdict_message, verdict_reason
from leaddesk.ui.notices import Notice, Tone
from leaddesk.ui.tab import Tab
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets.figure_label import FigureLabel
from leaddesk.ui.widgets.funnel_bar import PairBar, ReadingBar
from leaddesk.ui.widgets.funnel_page import FunnelPage, Read, reason_name
from leaddesk.ui.widgets.funnel_pair import FunnelPair

if TYPE_CHECKING:
    from leaddesk.model.report import Report
    from leaddesk.model.sidebyside import StepDifference
    from leaddesk.model.stepaccount import StepFigure
    from leaddesk.text import Language
    from leaddesk.ui.funnel_choices import Pair
    from leaddesk.ui.session import Session


@dataclass(frozen=True, slots=True)
class Shown:
    """What the tab shows of a report: one funnel as it is read, or two compared."""

    report: Report
    read: Read | None
    pair: Pair | None


class FunnelTab(Tab):
    """How it is read or what is compared above; below one funnel with its figures, or two beside one another."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(session, language, parent)
        self._shown: Shown | None = None
        self._is_comparing = False
        self.reading, self.comparing = ReadingBar(language), PairBar(language)
        self.compare_button = QPushButton()
        self.explanation, self.empty = FigureLabel("explanation"), QLabel()
        self.page, self.pair = FunnelPage(language), FunnelPair(language)
        self.behind = Behind(session, language, self)
        self._build()
        self._connect()
        self.set_language(language)

    def _build(self) -> None:
        for label in (self.explanation, self.empty):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.compare_button.setCheckable(True)
        self.compare_button.setIcon(icon("funnel"))
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.reading)
        head.addWidget(self.comparing)
        head.addWidget(self.explanation, 1)
        head.addWidget(self.compare_button)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.page)
        inside.addWidget(self.pair)
        self.whole = QScrollArea()
        self.whole.setWidgetResizable(True)
        self.whole.setFrameShape(QFrame.Shape.NoFrame)
        self.whole.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.whole.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.whole, 1)
        column.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self.reading.chosen.connect(self._again)
        self.comparing.chosen.connect(self._again)
        self.compare_button.clicked.connect(self._compare)
        self.page.part_clicked.connect(self._show_part)
        self.page.leak_clicked.connect(self._show_leak)
        self.page.leak_asked.connect(self._tell_leak)
        self.explanation.asked.connect(self._tell_explained)
        self.page.lost_asked.connect(self._tell_lost)
        self.page.notes_asked.connect(self._tell_remarks)
        self.page.reason_clicked.connect(self._show_reason)
        self.page.copy_button.clicked.connect(self._copy)
        self.pair.copy_button.clicked.connect(self._copy)
        self.pair.part_clicked.connect(self._show_part_of)
        self.page.figure_asked.connect(self._tell_figure)
        self.page.reason_asked.connect(self._tell_reason)
        self.pair.figure_asked.connect(self._tell_figure_of)
        self.pair.difference_asked.connect(self._tell_difference)

    def prepare(self, report: Report) -> Shown:
        """The funnel as it is read and the reasons lost, or the two that are compared; on the compute thread."""
        if self._is_comparing:
            return Shown(report, None, pair(self.comparing.choice, report))
        choice = self.reading.choice
        if choice.reading is Reading.AS_RECORDED:
            read = Read(
                report, report.read_funnel(choice.reading), None, report.recovery, counted_twice(report.evaluator)
            )
        else:
            learnt = report.conversion_window
            read = Read(report, report.read_funnel(choice.reading, choice.window(learnt)), learnt, None)
        _ = report.funnel, report.lost_reasons
        return Shown(report, read, None)

    def present(self, prepared: Shown) -> None:
        """Show what was prepared."""
        self._shown = prepared
        self.behind.close()
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        super().set_language(language)
        words = language.text
        self.setAccessibleName(words(msg("Funnel")))
        self.compare_button.setText(words(msg("Compare two")))
        self.compare_button.setToolTip(words(msg("Two periods, two channels or two segments side by side")))
        for part in (self.reading, self.comparing, self.page, self.pair, self.behind):
            part.set_language(language)
        self._refresh()

    # Showing ---------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        shown, words = self._shown, self.language.text
        absent = None if shown is None else shown.report.funnel.absent
        is_pair = shown is not None and shown.pair is not None
        self.whole.setVisible(shown is not None and absent is None)
        self.empty.setVisible(absent is not None)
        self.empty.setText("" if absent is None else words(absent))
        self.compare_button.setEnabled(absent is None or self._is_comparing)
        for part, is_shown in ((self.reading, not is_pair), (self.comparing, is_pair)):
            part.setVisible(is_shown)
        self.page.setVisible(not is_pair)
        self.pair.setVisible(is_pair)
        self.explanation.setText("" if shown is None or absent is not None else words(self._explained(shown)))
        self.explanation.be_pressable(shown is not None and absent is None and _has_numbers(shown))
        if shown is None:
            return
        if shown.pair is not None:
            self.comparing.show_pair(shown.pair)
            self.pair.show_pair(shown.pair)
        elif shown.read is not None:
            self.reading.show_window(shown.read.learnt)
            if absent is None:
                self.page.show_read(shown.read)

    def _explained(self, shown: Shown) -> Message:
        if shown.read is None:
            said = msg("Both at one scale; the filters above hold for both.")
            found = None if shown.pair is None else shown.pair.found
            if found is None or not found.steps:
                return said
            return msg("{first} {second}", first=said, second=left_aside(found))
        said = EXPLANATIONS[shown.read.funnel.reading]
        if shown.read.learnt is None:
            return said
        return msg("{first} {second}", first=said, second=window_message(shown.read.learnt))

    # Choosing --------------------------------------------------------------------------------------------------------

    @Slot(bool)
    def _compare(self, is_on: bool) -> None:
        self._is_comparing = is_on
        self._again()

    @Slot()
    def _again(self) -> None:
        if self._shown is not None:
            self.present(self.prepare(self._shown.report))

    @Slot(object, object)
    def _show_part(self, stage: Stage, part: Part) -> None:
        shown = self._shown
        if shown is None or shown.read is None or (part is not Part.REACHED and stage is Stage.NEW):
            return
        read = shown.read.funnel
        stages = [step.stage for step in read.steps]
        before = LABELS[stages[max(0, stages.index(stage) - 1)]]
        found = shown.report.leads_read(read.reading, read.window, stage, part)
        self.session.show_leads(found, part_label(part, before, LABELS[stage]))

    @Slot()
    def _show_leak(self) -> None:
        leak = None if self._shown is None else self._shown.report.funnel.leak
        if self._shown is not None and leak is not None:
            before, stage = LABELS[leak.before], LABELS[leak.stage]
            label = msg("Leads lost between “{before}” and “{stage}”", before=before, stage=stage)
            self.session.show_leads(self._shown.report.leads_leaked(leak.stage), label)

    @Slot(object)
    def _show_reason(self, reason: str | None) -> None:
        if self._shown is not None:
            label = msg("Lost: {reason}", reason=reason_name(reason))
            self.session.show_leads(self._shown.report.leads_lost_for(reason), label)

    @Slot(int, object, object)
    def _show_part_of(self, place: int, stage: Stage, part: Part) -> None:
        """The leads of one of the two."""
        found = None if self._shown is None else self._shown.pair
        if found is None or found.reports is None or found.names is None:
            return
        label = part_label(part, LABELS[Stage(max(0, stage - 1))], LABELS[stage])
        named = msg("{name}: {what}", name=found.names[place], what=label)
        self.session.show_leads(found.reports[place].leads_read(Reading.AS_RECORDED, None, stage, part), named)

    # Telling what is behind ------------------------------------------------------------------------------------------

    @Slot(object, object, QRect)
    def _tell_figure(self, stage: Stage, figure: StepFigure, place: QRect) -> None:
        shown = self._shown
        if shown is not None and shown.read is not None:
            self.behind.tell(shown.report, of_step(shown.report, shown.read.funnel, stage, figure), place)

    @Slot(object, QRect)
    def _tell_leak(self, figure: LeakFigure, place: QRect) -> None:
        report = None if self._shown is None else self._shown.report
        if report is None or report.funnel.leak is None or report.recovery is None:
            return
        is_leak = figure is LeakFigure.LEAK
        account = of_leak(report, report.funnel.leak) if is_leak else of_recovery(report, report.recovery)
        self.behind.tell(report, account, place)

    @Slot(QRect)
    def _tell_lost(self, place: QRect) -> None:
        if self._shown is not None:
            self.behind.tell(self._shown.report, of_lost(self._shown.report), place)

    @Slot(object, QRect)
    def _tell_remarks(self, _key: object, place: QRect) -> None:
        shown = self._shown
        if shown is not None and shown.read is not None:
            recorded, report = shown.read.is_recorded, shown.report
            account = of_remarks(report) if recorded else of_days_read(report, shown.read.funnel.window)
            self.behind.tell(report, account, place)

    @Slot(object, QRect)
    def _tell_explained(self, _key: object, place: QRect) -> None:
        """Who is left aside where two are compared, or within how many days sales come."""
        shown = self._shown
        if shown is None or not _has_numbers(shown):
            return
        if shown.read is not None:
            whole = everything(shown.report)
            self.behind.tell(whole, of_window(whole), place)
        elif shown.pair is not None and shown.pair.reports is not None and shown.pair.names is not None:
            self.behind.tell(shown.report, of_left_aside(shown.pair.reports, shown.pair.names), place)

    @Slot(object, QRect)
    def _tell_reason(self, reason: str | None, place: QRect) -> None:
        if self._shown is not None:
            report = self._shown.report
            self.behind.tell(report, of_reason(report, reason, reason_name(reason)), place)

    @Slot(int, object, object, QRect)
    def _tell_figure_of(self, side: int, stage: Stage, figure: StepFigure, place: QRect) -> None:
        """A figure of one of the two."""
        found = None if self._shown is None else self._shown.pair
        if found is not None and found.reports is not None and found.names is not None:
            report = found.reports[side]
            account = of_step(report, report.read_funnel(Reading.AS_RECORDED), stage, figure)
            self.behind.tell(report, account, place, found.names[side])

    @Slot(object, QRect)
    def _tell_difference(self, step: StepDifference, place: QRect) -> None:
        found = None if self._shown is None else self._shown.pair
        if found is not None and found.reports is not None and found.names is not None:
            account = of_difference(found.reports, found.names, step)
            if step.verdict is not None:
                verdict = (msg("Verdict"), verdict_message(step, found.names))
                account = replace(account, facts=(verdict,), note=verdict_reason(step))
            self.behind.tell(found.reports[0], account, place)

    @Slot()
    def _copy(self) -> None:
        is_pair = self._shown is not None and self._shown.pair is not None
        QGuiApplication.clipboard().setText(self.pair.model.as_text() if is_pair else self.page.as_text())
        self.session.noticed.emit(Notice(Tone.SUCCESS, msg("The table is on the clipboard.")))


def _has_numbers(shown: Shown) -> bool:
    """Whether there is a number in the explanation above."""
    if shown.read is not None:
        return shown.read.learnt is not None
    found = None if shown.pair is None else shown.pair.found
    return found is not None and bool(found.steps) and found.one.unknown + found.other.unknown > 0


def part_label(part: Part, before: Message, stage: Message) -> Message:
    """What the leads behind a number are."""
    if part is Part.MISSED:
        return msg("Leads that got from “{before}” no further to “{stage}”", before=before, stage=stage)
    if part is Part.SKIPPED:
        return msg("Leads that skipped “{stage}”", stage=stage)
    if part is Part.UNDATED:
        return msg("Leads in “{stage}” without a day that counts", stage=stage)
    return msg("Leads that reached “{stage}”", stage=stage)
