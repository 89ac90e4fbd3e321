"""One funnel: the chart on the left; on the right its leak in a sentence, the figures, why leads were lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPointF, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.model.leakaccount import LeakFigure
from leaddesk.model.measure import Unit
from leaddesk.model.readings import Part, ReadFunnel, Reading
from leaddesk.model.stepaccount import StepFigure
from leaddesk.text import Message, msg, msgn, verbatim
from leaddesk.ui import figures
from leaddesk.ui.funnel_words import no_leak, notes, read_stage, recovery_message, stage, unknown_depth
from leaddesk.ui.icons import icon
from leaddesk.ui.itemmodels.funnel_steps import LOST, STAGE, FunnelStepsModel
from leaddesk.ui.itemmodels.read_steps import ReadStepsModel
from leaddesk.ui.plots.axis import ValueAxis
from leaddesk.ui.plots.bars import Bar, BarChart, Bars
from leaddesk.ui.plots.funnel import FunnelChart, Lost
from leaddesk.ui.theme import GAP, font
from leaddesk.ui.widgets.figure_asking import ChartAsking, FigureAsking
from leaddesk.ui.widgets.figure_label import FigureLabel
from leaddesk.ui.widgets.panel import Panel
from leaddesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from leaddesk.model.readings import Window
    from leaddesk.model.recovery import Recovery
    from leaddesk.model.report import Report
    from leaddesk.text import Language

_COUNTS = frozenset({StepFigure.REACHED, StepFigure.MISSED, StepFigure.SKIPPED, StepFigure.UNDATED})
_MOST_REASONS = 6
_LOWEST_REASONS = 104


@dataclass(frozen=True, slots=True)
class Read:
    """A report's funnel as it is read; ``learnt``: the window that its leads show, None where days do not count;
    ``twice``: why other tabs count other customers.
    """

    report: Report
    funnel: ReadFunnel
    learnt: Window | None
    recovery: Recovery | None
    twice: Message | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether it is the funnel as recorded, with its leak."""
        return self.funnel.reading is Reading.AS_RECORDED


class FunnelPage(QWidget):
    """Shows a :class:`Read`."""

    part_clicked = Signal(object, object)
    """A stage, and which of its leads (:class:`~leaddesk.model.readings.Part`) are asked for."""
    leak_clicked = Signal()
    leak_asked = Signal(object, QRect)
    """Which of its figures (:class:`~leaddesk.model.leakaccount.LeakFigure`), and where it is (global coordinates)."""
    reason_clicked = Signal(object)
    figure_asked = Signal(object, object, QRect)
    """A stage, which of its figures (:class:`~leaddesk.model.stepaccount.StepFigure`), and where it is (global)."""
    lost_asked = Signal(QRect)
    """What is behind the number of lost leads, and where it is (global coordinates)."""
    notes_asked = Signal(object, QRect)
    """What is behind the numbers in the remarks on a funnel."""
    reason_asked = Signal(object, QRect)
    """A reason lost, the number of whose leads is asked for, and where it is (global coordinates)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self._read: Read | None = None
        self.chart = FunnelChart(language)
        self.model, self.read_model = FunnelStepsModel(language, self), ReadStepsModel(language, self)
        self.table = PlainTable(range(8))
        self.leak, self.recovery = FigureLabel(LeakFigure.LEAK), FigureLabel(LeakFigure.RECOVERY)
        self.notes = FigureLabel("notes")
        self.leak_button, self.copy_button = QPushButton(), QPushButton()
        self.reasons = BarChart(language)
        self.chart_panel, self.table_panel, self.reasons_panel = (
            Panel(body) for body in (self.chart, self.table, self.reasons)
        )
        self.asking = FigureAsking(self.table, language, self._tells, self._leads)
        self.chart_asking, self.reasons_asking = (ChartAsking(chart, language) for chart in (self.chart, self.reasons))
        self._build()
        self.asking.asked.connect(self._ask_cell)
        self.asking.opened.connect(self._open_leads)
        self.chart_asking.asked.connect(self._ask_mark)
        self.chart_asking.opened.connect(self._open_mark)
        self.reasons_asking.asked.connect(self._ask_reason)
        self.reasons_asking.opened.connect(self.reason_clicked)
        self.chart.pressed.connect(self.chart_asking.ask_at)
        self.reasons.bar_clicked.connect(self.reasons_asking.ask_key)
        self.table.opened.connect(self._open_cell)
        self.leak_button.clicked.connect(self.leak_clicked)
        for figure in (self.leak, self.recovery):
            figure.asked.connect(self.leak_asked)
        self.notes.asked.connect(self.notes_asked)
        self.reasons_panel.asked.connect(self.lost_asked)
        self.set_language(language)

    def _build(self) -> None:
        for label in (self.leak, self.recovery, self.notes):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.notes.setProperty("tone", "muted")
        self.leak.setFont(font(bold=True))
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
        said = QVBoxLayout()
        said.addWidget(self.leak)
        said.addWidget(self.recovery)
        inside.addLayout(said, 1)
        inside.addWidget(self.leak_button)
        self.reasons.setMinimumHeight(_LOWEST_REASONS)
        self.reasons.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self.leak_box)
        right.addWidget(self.table_panel)
        right.addWidget(self.reasons_panel, 1)
        right.addWidget(self.notes)
        right.addStretch(0)  # takes what is left only where no reasons are shown
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.chart_panel, 10)
        row.addLayout(right, 11)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.language = language
        words = language.text
        self.table.setAccessibleName(words(msg("Stages of the funnel")))
        self.copy_button.setText(words(msg("Copy the table")))
        self.leak_button.setText(words(msg("Show these leads")))
        hint = msg(
            "Click a figure for what is behind it. From there, or by a right click, you see the leads that reached a "
            "stage or did not get there."
        )
        self.chart_panel.show_title(words(msg("How far the leads of the period got")), words(hint))
        for asking in (self.asking, self.chart_asking, self.reasons_asking):
            asking.set_language(language)
        self.table_panel.show_title(words(msg("Stage by stage")))
        self.chart.set_language(language)
        self.reasons.set_language(language)
        self.model.set_language(language)
        self.read_model.set_language(language)
        self._refresh()

    def show_read(self, read: Read) -> None:
        """Show a funnel that has steps, or why it has none."""
        self._read = read
        self._refresh()

    def as_text(self) -> str:
        """The table at hand as tab-separated lines, and below it the sentences on the leak and on who is left out."""
        read = self._read
        table = self.model if read is None or read.is_recorded else self.read_model
        said = (label.text() for label in (self.leak, self.recovery, self.notes) if not label.isHidden())
        return "\n".join((table.as_text(), *(line for line in said if line)))

    # Showing ---------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        read, words = self._read, self.language.text
        if read is None:
            return
        currency = read.report.slice.state.settings.currency
        is_empty = bool(read.funnel.absent)
        for part in (self.chart_panel, self.table_panel):
            part.setVisible(not is_empty)
        self.leak_box.setVisible(read.is_recorded)
        if read.is_recorded:
            whole = read.report.funnel
            stages = tuple(stage(step, place, whole, self.language) for place, step in enumerate(whole.steps))
            amounts = read.funnel.steps if any(step.value is not None for step in read.funnel.steps) else ()
            self.model.show_funnel(whole, amounts, currency)
            said: tuple[Message, ...] = (unknown_depth(whole.unknown),) if whole.unknown else ()
            said = said if read.twice is None else (*said, read.twice)
            self._show_leak(read, currency)
        else:
            reading = read.funnel.reading
            steps = enumerate(read.funnel.steps)
            stages = tuple(read_stage(step, place, reading, self.language) for place, step in steps)
            self.read_model.show_funnel(read.funnel, currency)
            said = notes(read.funnel) if read.funnel.absent is None else (read.funnel.absent,)
        self.table.setModel(self.model if read.is_recorded else self.read_model)
        self.chart.show_stages(stages)
        self.notes.setVisible(bool(said))
        self.notes.be_pressable(bool(said) and not is_empty)
        self.notes.setText(" ".join(words(one) for one in said))
        self._fit_table()
        self._show_reasons(read.report.lost_reasons)

    def _show_leak(self, read: Read, currency: str) -> None:
        """The leak and what closing half of it would bring, or that there is none."""
        words, whole = self.language.text, read.report.funnel
        self.leak_button.setVisible(whole.leak is not None)
        self.leak.be_pressable(whole.leak is not None)
        self.recovery.setVisible(read.recovery is not None)
        if whole.leak is None:
            self.leak.setText(words(no_leak(whole)))
        else:
            self.leak.setText(words(figures.leak_message(whole.leak)))
        if read.recovery is not None:
            self.recovery.setText(words(recovery_message(read.recovery, currency)))
            self.recovery.setProperty("tone", "muted" if read.recovery.customers.is_small else None)
            self.recovery.style().unpolish(self.recovery)
            self.recovery.style().polish(self.recovery)

    def _show_reasons(self, reasons: tuple[tuple[str | None, int], ...]) -> None:
        """Why leads were lost, where that is recorded: the most frequent reasons."""
        self.reasons_panel.setVisible(bool(reasons))
        if not reasons:
            return
        words = self.language.text
        total = sum(count for _reason, count in reasons)
        title = msgn("Why {count} lead of the period was lost", "Why {count} leads of the period were lost", total)
        shown = reasons[:_MOST_REASONS]
        hidden = len(reasons) - len(shown)
        note = msgn("and {count} other reason", "and {count} other reasons", hidden) if hidden else None
        self.reasons_panel.show_title(words(title), "" if note is None else words(note), tells=True)
        bars = tuple(Bar(reason, reason_name(reason), count) for reason, count in shown)
        self.reasons.show_bars(Bars(ValueAxis(msg("Leads lost"), Unit.COUNT), bars))

    def _fit_table(self) -> None:
        self.table.fit_columns()
        rows = self.table.verticalHeader().defaultSectionSize() * self.table.model().rowCount()
        bar = self.table.horizontalScrollBar()
        is_wider = self.table.horizontalHeader().length() > self.table.viewport().width()
        below = bar.sizeHint().height() if is_wider else 0
        self.table.setFixedHeight(rows + self.table.horizontalHeader().height() + 2 + below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the new width."""
        super().resizeEvent(event)
        self._fit_table()

    # Choosing --------------------------------------------------------------------------------------------------------

    @Slot(QModelIndex)
    def _open_cell(self, index: QModelIndex) -> None:
        """What is behind a figure; the leads of a stage by its name."""
        if self._tells(index):
            self.asking.ask(index)
        elif self._leads(index):
            self._open_leads(index)

    @Slot(QModelIndex)
    def _open_leads(self, index: QModelIndex) -> None:
        read = self._read
        if read is not None and read.is_recorded:
            part = Part.MISSED if index.column() == LOST else Part.REACHED
            self.part_clicked.emit(self.model.step(index.row()).stage, part)
        elif read is not None:
            self.part_clicked.emit(self.read_model.step(index.row()).stage, self.read_model.part(index.column()))

    # Asking what is behind -------------------------------------------------------------------------------------------

    def _figure(self, index: QModelIndex) -> StepFigure | None:
        is_recorded = self._read is None or self._read.is_recorded
        return (self.model if is_recorded else self.read_model).figure(index.row(), index.column())

    def _tells(self, index: QModelIndex) -> bool:
        return self._figure(index) is not None

    def _leads(self, index: QModelIndex) -> bool:
        return index.column() == STAGE or self._figure(index) in _COUNTS

    @Slot(QModelIndex, QRect)
    def _ask_cell(self, index: QModelIndex, place: QRect) -> None:
        is_recorded = self._read is None or self._read.is_recorded
        step = (self.model if is_recorded else self.read_model).step(index.row())
        self.figure_asked.emit(step.stage, self._figure(index), place)

    @Slot(object, QPointF, QRect)
    def _ask_mark(self, key: object, at: QPointF, place: QRect) -> None:
        """A bar stands for how many reached its stage; right of it are its shares."""
        if isinstance(key, Lost):
            self.figure_asked.emit(key.key, StepFigure.MISSED, place)
        else:
            share = self.chart.share_at(at)
            figure = StepFigure.REACHED if share is None else (StepFigure.OF_FIRST, StepFigure.OF_PREVIOUS)[share]
            self.figure_asked.emit(key, figure, place)

    @Slot(object)
    def _open_mark(self, key: object) -> None:
        if isinstance(key, Lost):
            self.part_clicked.emit(key.key, Part.MISSED)
        else:
            self.part_clicked.emit(key, Part.REACHED)

    @Slot(object, QPointF, QRect)
    def _ask_reason(self, reason: str | None, _at: QPointF, place: QRect) -> None:
        self.reason_asked.emit(reason, place)


def reason_name(reason: str | None) -> Message:
    """A reason as it is shown."""
    return msg("(no reason noted)") if reason is None else verbatim(reason)
