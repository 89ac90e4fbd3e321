"""The channels side by side: what each brings and costs, how sure that is, and what can be said about differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.dimensions import dimensions
from leaddesk.model.kpi import Uncertainty
from leaddesk.model.kpis import COMPARED
from leaddesk.model.stepaccount import of_twice
from leaddesk.model.wins import counted_twice
from leaddesk.text import Message, msg, msgc
from leaddesk.ui.behind import Behind
from leaddesk.ui.dimension_names import dimension_label, value_name
from leaddesk.ui.icons import icon
from leaddesk.ui.notices import Notice, Tone
from leaddesk.ui.plots.axis import ValueAxis
from leaddesk.ui.plots.bars import Bar, BarChart, Bars, Reference
from leaddesk.ui.tab import Tab
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets.breakdown_table import BreakdownTable
from leaddesk.ui.widgets.figure_asking import ChartAsking
from leaddesk.ui.widgets.figure_label import FigureLabel
from leaddesk.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from leaddesk.model.channels import Breakdown
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure
    from leaddesk.model.report import Report
    from leaddesk.text import Language
    from leaddesk.ui.session import Session

_BAR_HEIGHT = 14
_AXIS_HEIGHT = 42
_PANEL_HEIGHT = 58
"""Of a panel around its body: title, margins, frame."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the tab shows: one breakdown, the dimensions it could be by; ``twice``: why the funnel counts others."""

    report: Report
    names: tuple[str, ...]
    breakdown: Breakdown | None
    currency: str
    twice: Message | None


class ChannelsTab(Tab):
    """A table above, a chart of one of its measures below, in the same order."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(session, language, parent)
        self._by = "channel"
        self._chosen: int | None = None
        self._shown: Comparison | None = None
        self.by_label, self.hint, self.measure_label = QLabel(), FigureLabel("hint"), QLabel()
        self.by_box, self.measure_box = QComboBox(), QComboBox()
        self.copy_button = QPushButton()
        self.table = BreakdownTable(language)
        self.behind = Behind(session, language, self)
        self.chart = BarChart(language)
        self.chart_asking = ChartAsking(self.chart, language)
        self.panel = Panel(self._scrolling(self.chart))
        self.empty = QLabel()
        self._build()
        self._connect()
        self.set_language(language)

    def _scrolling(self, chart: QWidget) -> QScrollArea:
        """Many values scroll, so that every bar keeps a size that can be read."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(chart)
        return area

    def _build(self) -> None:
        for box in (self.by_box, self.measure_box):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # what the file adds comes later
        for label in (self.by_label, self.hint, self.measure_label, self.empty):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setProperty("tone", "muted")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hint.setWordWrap(True)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.by_label.setBuddy(self.by_box)
        self.measure_label.setBuddy(self.measure_box)
        self.copy_button.setIcon(icon("copy"))
        self.panel.corner.addWidget(self.measure_label)
        self.panel.corner.addWidget(self.measure_box)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.by_label)
        head.addWidget(self.by_box)
        head.addWidget(self.hint, 1)
        head.addWidget(self.copy_button)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(GAP)
        self.split.setStyleSheet("QSplitter::handle { background: transparent; }")
        self.split.addWidget(self.table)
        self.split.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.split, 1)
        column.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self.by_box.activated.connect(self._choose_dimension)
        self.measure_box.activated.connect(self._choose_measure)
        self.copy_button.clicked.connect(self._copy)
        self.table.key_activated.connect(self._show_leads)
        self.table.figure_asked.connect(self._open_behind)
        self.table.model.layoutChanged.connect(self._refresh_chart)
        self.chart.bar_clicked.connect(self.chart_asking.ask_key)
        self.chart_asking.asked.connect(self._tell_bar)
        self.hint.asked.connect(self._tell_twice)
        self.chart_asking.opened.connect(self._show_leads)

    def prepare(self, report: Report) -> Comparison:
        """The breakdown by the dimension chosen, or by the first that the leads have; on the compute thread."""
        names = dimensions(report.slice)
        by = self._by if self._by in names else next(iter(names), None)
        breakdown = None if by is None else report.by(by, COMPARED)
        return Comparison(
            report, names, breakdown, report.slice.state.settings.currency, counted_twice(report.evaluator)
        )

    def present(self, prepared: Comparison) -> None:
        """Show what was prepared."""
        self._shown = prepared
        self.behind.close()
        self._refresh()
        self._share_height()

    def _share_height(self) -> None:
        """The table gets the height of its rows, unless that leaves the chart too little."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        height = self.split.height() - self.split.handleWidth()
        chart = self.chart.minimumHeight() + _PANEL_HEIGHT
        table = min(self.table.wanted_height(), max(height - chart, height // 2))
        self.split.setSizes([table, height - table])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new height."""
        super().resizeEvent(event)
        self._share_height()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        super().set_language(language)
        words = language.text
        self.by_label.setText(words(msg("Compare by")))
        self.measure_label.setText(words(msgc("chart", "Show")))
        self.copy_button.setText(words(msg("Copy the table")))
        self.copy_button.setToolTip(words(msg("Copy the table, to paste it into a spreadsheet")))
        self.by_box.setAccessibleName(words(msg("Compare by")))
        self.measure_box.setAccessibleName(words(msg("Measure shown in the chart")))
        self.setAccessibleName(words(msg("Channels")))
        self.table.set_language(language)
        self.chart.set_language(language)
        self.chart_asking.set_language(language)
        self.behind.set_language(language)
        self._refresh()

    # Showing ---------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        words, shown = self.language.text, self._shown
        self._fill(self.measure_box, [(place, words(kpi.title)) for place, kpi in enumerate(COMPARED)], self._measure)
        breakdown = None if shown is None else shown.breakdown
        has_rows = breakdown is not None and bool(breakdown.rows)
        for part in (self.split, self.copy_button, self.hint):
            part.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        if shown is None:
            self.empty.setText("")
            return
        names = [(name, words(dimension_label(name))) for name in shown.names]
        self._fill(self.by_box, names, None if breakdown is None else breakdown.dimension)
        self.empty.setText(words(_emptiness(shown, self._measure)))
        if breakdown is None or not has_rows:
            return
        label = dimension_label(breakdown.dimension)
        hint = msg("Click a name for its leads, a figure for what is behind it. Faint: under 30 cases.")
        self.hint.be_pressable(shown.twice is not None)
        self.hint.setText(" ".join(map(words, (hint, *_notes(breakdown, shown)))))
        self.table.show_breakdown(breakdown, label, value_name(breakdown.dimension, None), shown.currency)
        self._refresh_chart()

    def _fill(self, box: QComboBox, entries: Sequence[tuple[object, str]], current: object) -> None:
        with QSignalBlocker(box):
            box.clear()
            for key, name in entries:
                box.addItem(name, key)
            box.setCurrentIndex(max(0, box.findData(current)))

    @Slot()
    def _refresh_chart(self) -> None:
        shown = self._shown
        if shown is None or shown.breakdown is None:
            return
        kpi = COMPARED[self._measure]
        by = dimension_label(shown.breakdown.dimension)
        self.panel.show_title(self.language.text(msg("{measure} · {dimension}", measure=kpi.label, dimension=by)))
        self.chart.setMinimumHeight(max(140, _BAR_HEIGHT * len(shown.breakdown.rows) + _AXIS_HEIGHT))
        self.chart.show_bars(bars(shown.breakdown, self.table.keys(), self._measure, shown.currency))

    @property
    def _measure(self) -> int:
        """The place of the measure that the chart shows: the one chosen, else the first share, else the first that has
        a value (there may be costs alone).
        """
        if self._chosen is not None:
            return self._chosen
        usual = next(place for place, kpi in enumerate(COMPARED) if kpi.uncertainty is Uncertainty.PROPORTION)
        found = None if self._shown is None else self._shown.breakdown
        total = found.total if found is not None and found.rows else ()
        known = [place for place, measure in enumerate(total) if measure.value is not None]
        return usual if usual in known or not known else known[0]

    # Choosing --------------------------------------------------------------------------------------------------------

    @Slot()
    def _choose_dimension(self) -> None:
        self._by = str(self.by_box.currentData())
        if self._shown is not None:
            self.present(self.prepare(self._shown.report))

    @Slot()
    def _choose_measure(self) -> None:
        self._chosen = int(self.measure_box.currentData())
        self._refresh_chart()

    @Slot()
    def _copy(self) -> None:
        self.table.copy()
        self.session.noticed.emit(Notice(Tone.SUCCESS, msg("The table is on the clipboard.")))

    @Slot(object)
    def _show_leads(self, key: str | None) -> None:
        shown = self._shown
        if shown is None or shown.breakdown is None:
            return
        name = shown.breakdown.dimension
        label = msg("{dimension}: {value}", dimension=dimension_label(name), value=value_name(name, key))
        self.session.show_leads(shown.report.leads_of(name, key), label)

    @Slot(int, int, QRect)
    def _open_behind(self, row: int, place: int, where: QRect) -> None:
        """What is behind one figure of the table: that of a value, or in the last row that of all together."""
        shown = self._shown
        if shown is None or shown.breakdown is None:
            return
        kpi = shown.breakdown.kpis[place]
        if row == self.table.model.total_row:
            self.behind.open(shown.report, shown.report.figure(kpi), where)
            return
        self._tell(self.table.model.key(row), kpi, where)

    @Slot(object, QRect)
    def _tell_twice(self, _key: object, where: QRect) -> None:
        """The customers of both days, of whom the hint says how many there are."""
        if self._shown is not None and self._shown.twice is not None:
            self.behind.tell(self._shown.report, of_twice(self._shown.report), where)

    @Slot(object, QPointF, QRect)
    def _tell_bar(self, key: str | None, _at: QPointF, where: QRect) -> None:
        self._tell(key, COMPARED[self._measure], where)

    def _tell(self, key: str | None, kpi: Kpi, where: QRect) -> None:
        shown = self._shown
        if shown is None or shown.breakdown is None:
            return
        name = shown.breakdown.dimension
        report = shown.report.of_value(name, key)
        of = msg("{dimension}: {value}", dimension=dimension_label(name), value=value_name(name, key))
        self.behind.open(report, report.figure(kpi), where, of)


def bars(breakdown: Breakdown, keys: Sequence[str | None], place: int, currency: str) -> Bars:
    """One measure of a breakdown as a chart, in the order of *keys*; a rate has the total as its reference."""
    kpi = breakdown.kpis[place]
    rows = {row.key: row.measures[place] for row in breakdown.rows}
    is_rate = kpi.is_sample
    total = breakdown.total[place].value
    reference = None
    if is_rate and total is not None:
        reference = Reference(total, msg("all together"))
    return Bars(
        ValueAxis(kpi.title, kpi.unit, currency),
        tuple(_bar(breakdown.dimension, key, rows[key], is_rate) for key in keys),
        reference,
    )


def _bar(name: str, key: str | None, measure: Measure, is_rate: bool) -> Bar:
    return Bar(
        key,
        value_name(name, key),
        measure.value,
        measure.low,
        measure.high,
        measure.n if is_rate else None,
        absent="" if measure.absent is None else measure.absent,
        is_faint=is_rate and measure.is_small,
    )


def _notes(breakdown: Breakdown, shown: Comparison) -> tuple[Message, ...]:
    """What has to be known to read the table."""
    return breakdown.gaps if shown.twice is None else (*breakdown.gaps, shown.twice)


def _emptiness(shown: Comparison, place: int) -> Message:
    """Why there is nothing to compare by the measure that the chart is to show."""
    if shown.breakdown is None:
        if "leads" not in shown.report.slice.dataset:
            return msg("Nothing to compare: no spreadsheet with a channel, a campaign or an owner is open.")
        return msg("The leads have no column to compare by: no channel, no campaign, no owner.")
    return shown.breakdown.total[place].absent or msg("Nothing to compare in this period.")
