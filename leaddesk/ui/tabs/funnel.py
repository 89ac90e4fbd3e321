"""The funnel: how far the leads of the period got, where they leak, and how long each step takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.model.measure import Unit
from leaddesk.model.stages import LABELS, Stage
from leaddesk.text import Message, msg, msgn, verbatim
from leaddesk.ui import figures
from leaddesk.ui.icons import icon
from leaddesk.ui.itemmodels.funnel_steps import LOST, REACHED, STAGE, FunnelStepsModel
from leaddesk.ui.notices import Notice, Tone
from leaddesk.ui.plots.axis import ValueAxis
from leaddesk.ui.plots.bars import Bar, BarChart, Bars
from leaddesk.ui.plots.funnel import FunnelChart, FunnelStage
from leaddesk.ui.tab import Tab
from leaddesk.ui.theme import GAP, MARGIN, font
from leaddesk.ui.widgets.panel import Panel
from leaddesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from leaddesk.model.funnel import Funnel, Step
    from leaddesk.model.report import Report
    from leaddesk.text import Language
    from leaddesk.ui.session import Session

_MOST_REASONS = 6
_LOWEST_REASONS = 120


class FunnelTab(Tab):
    """The funnel on the left; on the right the worst leak in a sentence, the figures as a table, what is unknown."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(session, language, parent)
        self._report: Report | None = None
        self.chart = FunnelChart(language)
        self.model = FunnelStepsModel(language, self)
        self.table = PlainTable((STAGE, REACHED, LOST))
        self.leak, self.unknown, self.empty = QLabel(), QLabel(), QLabel()
        self.leak_button, self.copy_button = QPushButton(), QPushButton()
        self.reasons = BarChart(language)
        self.chart_panel, self.table_panel, self.reasons_panel = (
            Panel(body) for body in (self.chart, self.table, self.reasons)
        )
        self._build()
        self._connect()
        self.set_language(language)

    def _build(self) -> None:
        for label in (self.leak, self.unknown, self.empty):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for label in (self.unknown, self.empty):
            label.setProperty("tone", "muted")
        self.leak.setFont(font(1.08, bold=True))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.copy_button.setIcon(icon("copy"))
        self.table.setModel(self.model)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table_panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.table_panel.corner.addWidget(self.copy_button)
        self.leak_box = QFrame()
        self.leak_box.setProperty("card", True)
        inside = QHBoxLayout(self.leak_box)
        inside.setContentsMargins(GAP + 6, GAP, GAP + 6, GAP)
        inside.addWidget(self.leak, 1)
        inside.addWidget(self.leak_button)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self.leak_box)
        right.addWidget(self.table_panel)
        right.addWidget(self.reasons_panel, 1)
        right.addWidget(self.unknown)
        right.addStretch(0)  # takes what is left only where no reasons are shown
        self.reasons.setMinimumHeight(_LOWEST_REASONS)
        self.reasons.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        inner = QWidget()
        self.whole = QScrollArea()
        self.whole.setWidgetResizable(True)
        self.whole.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.whole.setWidget(inner)
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.chart_panel, 11)
        row.addLayout(right, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        column.addWidget(self.whole, 1)
        column.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self.chart.stage_clicked.connect(self._show_reached)
        self.chart.drop_clicked.connect(self._show_lost)
        self.reasons.bar_clicked.connect(self._show_reason)
        self.table.opened.connect(self._open_cell)
        self.leak_button.clicked.connect(self._show_leak)
        self.copy_button.clicked.connect(self._copy)

    def prepare(self, report: Report) -> Report:
        """Have the funnel and the reasons lost reckoned; on the compute thread."""
        _ = report.funnel, report.lost_reasons
        return report

    def present(self, prepared: Report) -> None:
        """Show the funnel of that report."""
        self._report = prepared
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        super().set_language(language)
        words = language.text
        self.setAccessibleName(words(msg("Funnel")))
        self.table.setAccessibleName(words(msg("Stages of the funnel")))
        self.copy_button.setText(words(msg("Copy the table")))
        self.leak_button.setText(words(msg("Show these leads")))
        hint = msg("Click a stage to see the leads that reached it, or a drop to see those that did not get there.")
        self.chart_panel.show_title(words(msg("How far the leads of the period got")), words(hint))
        self.table_panel.show_title(words(msg("Stage by stage")))
        self.chart.set_language(language)
        self.reasons.set_language(language)
        self.model.set_language(language)
        self._refresh()

    # Showing ---------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        funnel = None if self._report is None else self._report.funnel
        has_steps = funnel is not None and bool(funnel.steps)
        self.whole.setVisible(has_steps)
        self.empty.setVisible(not has_steps)
        words = self.language.text
        self.empty.setText("" if funnel is None or funnel.absent is None else words(funnel.absent))
        if funnel is None or not has_steps:
            return
        self.chart.show_stages(
            tuple(stage(step, place, funnel, self.language) for place, step in enumerate(funnel.steps))
        )
        self.leak_box.setVisible(funnel.leak is not None)
        self.leak.setText("" if funnel.leak is None else words(figures.leak_message(funnel.leak)))
        self.unknown.setVisible(funnel.unknown > 0)
        self.unknown.setText(words(unknown_depth(funnel.unknown)))
        self.model.show_funnel(funnel)
        self._fit_table()
        self._show_reasons()

    def _show_reasons(self) -> None:
        """Why leads were lost, where that is recorded: the most frequent reasons."""
        reasons = () if self._report is None else self._report.lost_reasons
        self.reasons_panel.setVisible(bool(reasons))
        if not reasons:
            return
        words = self.language.text
        total = sum(count for _reason, count in reasons)
        title = msgn("Why {count} lead of the period was lost", "Why {count} leads of the period were lost", total)
        shown = reasons[:_MOST_REASONS]
        hidden = len(reasons) - len(shown)
        note = msgn("and {count} other reason", "and {count} other reasons", hidden) if hidden else None
        self.reasons_panel.show_title(words(title), "" if note is None else words(note))
        bars = tuple(Bar(reason, _reason_name(reason), count) for reason, count in shown)
        self.reasons.show_bars(Bars(ValueAxis(msg("Leads lost"), Unit.COUNT), bars))

    def _fit_table(self) -> None:
        self.table.fit_columns()
        rows = self.table.verticalHeader().defaultSectionSize() * self.model.rowCount()
        bar = self.table.horizontalScrollBar()
        is_wider = self.table.horizontalHeader().length() > self.table.viewport().width()
        below = bar.sizeHint().height() if is_wider else 0
        self.table.setFixedHeight(rows + self.table.horizontalHeader().height() + 2 + below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the new width."""
        super().resizeEvent(event)
        self._fit_table()

    # Choosing --------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _show_reached(self, stage: Stage) -> None:
        if self._report is not None:
            label = msg("Leads that reached “{stage}”", stage=LABELS[stage])
            self.session.show_leads(self._report.leads_at(stage), label)

    @Slot(object)
    def _show_lost(self, stage: Stage) -> None:
        if self._report is not None and stage is not Stage.NEW:
            before = LABELS[Stage(stage - 1)]
            label = msg("Leads that got from “{before}” no further to “{stage}”", before=before, stage=LABELS[stage])
            self.session.show_leads(self._report.leads_at(stage, dropped=True), label)

    @Slot()
    def _show_leak(self) -> None:
        if self._report is not None and self._report.funnel.leak is not None:
            leak = self._report.funnel.leak
            label = msg(
                "Leads lost between “{before}” and “{stage}”", before=LABELS[leak.before], stage=LABELS[leak.stage]
            )
            self.session.show_leads(self._report.leads_leaked(leak.stage), label)

    @Slot(object)
    def _show_reason(self, reason: str | None) -> None:
        if self._report is not None:
            label = msg("Lost: {reason}", reason=_reason_name(reason))
            self.session.show_leads(self._report.leads_lost_for(reason), label)

    @Slot(QModelIndex)
    def _open_cell(self, index: QModelIndex) -> None:
        stage = self.model.step(index.row()).stage
        if index.column() == LOST:
            self._show_lost(stage)
        else:
            self._show_reached(stage)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.model.as_text())
        self.session.noticed.emit(Notice(Tone.SUCCESS, msg("The table is on the clipboard.")))


def stage(step: Step, place: int, funnel: Funnel, language: Language) -> FunnelStage:
    """A step as the chart draws it."""
    label = step.label
    first = figures.value_text(Unit.PERCENT, step.of_first, language, "")
    if place == 0:
        return FunnelStage(step.stage, label, step.reached, of_first=first)
    days = figures.value_text(Unit.DAYS, step.days, language, "")
    open_now = msgn("of which {count} open", "of which {count} open", step.still_open)
    lost = msg("{lost}, {open}", lost=step.lost, open=open_now)
    return FunnelStage(
        step.stage,
        label,
        step.reached,
        of_first=first,
        of_previous=figures.value_text(Unit.PERCENT, step.of_previous, language, ""),
        drop=""
        if step.drop_off.value is None or not step.lost
        else figures.change_text(Unit.COUNT, -step.drop_off.value, language),
        lost=lost if step.lost else "",
        is_worst=place == funnel.worst,
        note="" if step.days.value is None else msg("median: {days}", days=days),
        tooltip=figures.certainty_text(Unit.PERCENT, step.of_previous, language, ""),
    )


def _reason_name(reason: str | None) -> Message:
    return msg("(no reason noted)") if reason is None else verbatim(reason)


def unknown_depth(count: int) -> Message:
    """How many leads were lost without a trace of how far they got."""
    return msgn(
        "{count} lost or invalid lead left no trace of how far it got: it counts at the first stage only.",
        "{count} lost or invalid leads left no trace of how far they got: they count at the first stage only.",
        count,
    )
