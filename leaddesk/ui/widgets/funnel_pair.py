"""Two funnels beside one another at one scale, and below them what may be said of each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPointF, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.model.readings import Part
from leaddesk.model.stepaccount import StepFigure
from leaddesk.text import Message, msg, msgn
from leaddesk.ui import funnel_words
from leaddesk.ui.icons import icon
from leaddesk.ui.itemmodels.step_differences import (
    DIFFERENCE,
    OTHER_REACHED,
    OTHER_WENT_ON,
    REACHED,
    STEP,
    VERDICT,
    WENT_ON,
    StepDifferencesModel,
)
from leaddesk.ui.plots.funnel import FunnelChart, Lost
from leaddesk.ui.theme import GAP
from leaddesk.ui.widgets.figure_asking import ChartAsking, FigureAsking
from leaddesk.ui.widgets.panel import Panel
from leaddesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from leaddesk.model.funnel import Funnel
    from leaddesk.text import Language
    from leaddesk.ui.funnel_choices import Pair
    from leaddesk.ui.plots.funnel import FunnelStage

_LEAST = 36
_FIGURES = {
    REACHED: StepFigure.REACHED,
    WENT_ON: StepFigure.WENT_ON,
    OTHER_REACHED: StepFigure.REACHED,
    OTHER_WENT_ON: StepFigure.WENT_ON,
}


class FunnelPair(QWidget):
    """Shows a :class:`~leaddesk.ui.funnel_choices.Pair`, or why there is none."""

    part_clicked = Signal(int, object, object)
    """Which of the two (0 or 1), a stage, and which of its leads (:class:`~leaddesk.model.readings.Part`)."""
    figure_asked = Signal(int, object, object, QRect)
    """Which of the two, a stage, which of its figures (:class:`~leaddesk.model.stepaccount.StepFigure`), and where it
    is (global coordinates).
    """
    difference_asked = Signal(object, QRect)
    """The :class:`~leaddesk.model.sidebyside.StepDifference` of the two at a stage, and where it is."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self._pair: Pair | None = None
        self.charts = tuple(FunnelChart(language, least=_LEAST) for _ in range(2))
        self.panels = tuple(Panel(chart) for chart in self.charts)
        self.model = StepDifferencesModel(language, self)
        self.table = PlainTable((STEP, REACHED, WENT_ON, OTHER_REACHED, OTHER_WENT_ON, DIFFERENCE, VERDICT))
        self.table_panel = Panel(self.table)
        self.copy_button, self.empty = QPushButton(), QLabel()
        self.asking = FigureAsking(self.table, language, self._tells, self._leads)
        self.chart_asking = tuple(ChartAsking(chart, language) for chart in self.charts)
        self._build()
        self.asking.asked.connect(self._ask_cell)
        self.asking.opened.connect(self._open_leads)
        for chart, asking in zip(self.charts, self.chart_asking, strict=True):
            chart.pressed.connect(asking.ask_at)
            asking.asked.connect(self._ask_mark)
            asking.opened.connect(self._open_mark)
        for panel in self.panels:
            panel.asked.connect(self._ask_title)
        self.table.opened.connect(self._open_cell)
        self.set_language(language)

    def _build(self) -> None:
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("tone", "muted")
        self.copy_button.setIcon(icon("copy"))
        self.table.setModel(self.model)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table_panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.table_panel.corner.addWidget(self.copy_button)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for panel in self.panels:
            row.addWidget(panel, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(row, 1)
        column.addWidget(self.table_panel)
        column.addWidget(self.empty, 1)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.language = language
        words = language.text
        self.copy_button.setText(words(msg("Copy the table")))
        self.table.setAccessibleName(words(msg("The two funnels step by step")))
        self.table_panel.show_title(words(msg("Step by step, of the leads that went on or were lost there")))
        self.asking.set_language(language)
        for chart, asking in zip(self.charts, self.chart_asking, strict=True):
            chart.set_language(language)
            asking.set_language(language)
        self.model.set_language(language)
        self._refresh()

    def show_pair(self, pair: Pair | None) -> None:
        """Show two funnels."""
        self._pair = pair
        self._refresh()

    def _refresh(self) -> None:
        pair, words = self._pair, self.language.text
        found = None if pair is None else pair.found
        has_steps = found is not None and bool(found.steps)
        for part in (*self.panels, self.table_panel):
            part.setVisible(has_steps)
        self.empty.setVisible(not has_steps)
        self.empty.setText("" if pair is None else words(_emptiness(pair)))
        if pair is None or pair.names is None or pair.titles is None or found is None or not has_steps:
            return
        for chart, panel, name, funnel in zip(
            self.charts, self.panels, pair.titles, (found.one, found.other), strict=True
        ):
            chart.show_stages(stages(funnel, self.language), found.most)
            leads = msgn("{count} lead", "{count} leads", funnel.steps[0].reached)
            panel.show_title(words(msg("{name} · {leads}", name=name, leads=leads)), tells=True)
        self.model.show_pair(found, pair.names)
        self._fit_table()

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

    @Slot(QModelIndex)
    def _open_cell(self, index: QModelIndex) -> None:
        """What is behind a figure; the leads of a stage by its name."""
        if self._tells(index):
            self.asking.ask(index)
        elif self._leads(index):
            self._open_leads(index)

    @Slot(QModelIndex)
    def _open_leads(self, index: QModelIndex) -> None:
        place = 0 if self.model.is_one(index.column()) else 1
        self.part_clicked.emit(place, self.model.step(index.row()).stage, Part.REACHED)

    # Asking what is behind -------------------------------------------------------------------------------------------

    def _tells(self, index: QModelIndex) -> bool:
        is_told = self.model.step(index.row()).difference is not None
        return index.column() in _FIGURES or (is_told and index.column() in (DIFFERENCE, VERDICT))

    def _leads(self, index: QModelIndex) -> bool:
        return index.column() in (STEP, REACHED, OTHER_REACHED)

    @Slot(QModelIndex, QRect)
    def _ask_cell(self, index: QModelIndex, place: QRect) -> None:
        step = self.model.step(index.row())
        if index.column() in (DIFFERENCE, VERDICT):
            self.difference_asked.emit(step, place)
        else:
            side = 0 if self.model.is_one(index.column()) else 1
            self.figure_asked.emit(side, step.stage, _FIGURES[index.column()], place)

    @Slot(QRect)
    def _ask_title(self, place: QRect) -> None:
        """How many leads a funnel is of: those of its first stage."""
        side = 1 if self.sender() is self.panels[1] else 0
        found = None if self._pair is None else self._pair.found
        if found is not None:
            first = (found.one, found.other)[side].steps[0]
            self.figure_asked.emit(side, first.stage, StepFigure.REACHED, place)

    def _side(self) -> int:
        """The chart whose figure is asked for."""
        return 1 if self.sender() is self.chart_asking[1] else 0

    @Slot(object, QPointF, QRect)
    def _ask_mark(self, key: object, at: QPointF, place: QRect) -> None:
        side = self._side()
        if isinstance(key, Lost):
            self.figure_asked.emit(side, key.key, StepFigure.MISSED, place)
        else:
            share = self.charts[side].share_at(at)
            figure = StepFigure.REACHED if share is None else (StepFigure.OF_FIRST, StepFigure.OF_PREVIOUS)[share]
            self.figure_asked.emit(side, key, figure, place)

    @Slot(object)
    def _open_mark(self, key: object) -> None:
        if isinstance(key, Lost):
            self.part_clicked.emit(self._side(), key.key, Part.MISSED)
        else:
            self.part_clicked.emit(self._side(), key, Part.REACHED)


def stages(funnel: Funnel, language: Language) -> tuple[FunnelStage, ...]:
    """The steps of a funnel as the chart draws them."""
    return tuple(funnel_words.stage(step, place, funnel, language) for place, step in enumerate(funnel.steps))


def _emptiness(pair: Pair) -> Message:
    """Why there are not two to compare."""
    if pair.by is None:
        return msg(
            "Nothing to compare by: choose a period to compare with above, or give the leads a channel or a segment."
        )
    if pair.found is None:
        return msg("Fewer than two of these have leads in the period.")
    return pair.found.one.absent or pair.found.other.absent or msg("Nothing to compare in this period.")
