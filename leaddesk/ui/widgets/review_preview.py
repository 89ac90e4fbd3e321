"""The preview of the review: a sheet of paper with the figures that the workbook will hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from leaddesk.model.filterwords import filter_words
from leaddesk.model.leakaccount import LeakFigure
from leaddesk.text import Message, msg
from leaddesk.ui import figures
from leaddesk.ui.theme import GAP, HEADING, MARGIN, TITLE, font, plain_tooltip, theme_of
from leaddesk.ui.widgets.figure_asking import FigureAsking
from leaddesk.ui.widgets.figure_label import FigureLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from leaddesk.model.measure import Measure, Unit
    from leaddesk.model.report import KpiFigure
    from leaddesk.text import Language
    from leaddesk.ui.tabs.review import Preview

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
WRAPPED: Final = Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap.value)
"""Beside an alignment: a text too wide for its column goes on in another line."""
TREND: Final = 4
_LINE: Final = 24
_PADDING: Final = 26
_LEAST: Final = 120
_NAME_SHARE: Final = 0.38
"""The most that the names of the figures take of the width; longer ones are wrapped."""


class PaperTable(QTableWidget):
    """A table as it stands on paper: all its rows, nothing cut; long words are wrapped."""

    opened = Signal(QModelIndex)
    """A click on a cell, or Enter or Space on the current one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wrapped: int | None = None
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_LINE)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(WRAPPED | LEFT)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a figure opens it; the first cell of a row is its name."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index == self.currentIndex():
            self._open(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A pointing hand over figures."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        hand = index.isValid() and index.column() > 0
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do what a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def begin(self, headers: list[str], rows: int) -> None:
        """Empty the table for so many rows under these headers."""
        self.clear()
        self.setColumnCount(len(headers))
        self.setRowCount(rows)
        for column, header in enumerate(headers):
            item = QTableWidgetItem(header)
            item.setTextAlignment(WRAPPED | (RIGHT if column else LEFT))
            item.setToolTip(plain_tooltip(header))
            self.setHorizontalHeaderItem(column, item)

    def fit(self, wrapped: int | None = None) -> None:
        """Give every column the room its cells need, *wrapped* the rest of it, and the table the height of its rows."""
        self._wrapped = wrapped
        if wrapped is not None:
            cells = [self.horizontalHeaderItem(wrapped), *(self.item(row, wrapped) for row in range(self.rowCount()))]
            for cell in cells:
                if cell is not None:
                    cell.setTextAlignment(LEFT)
        self._fit_columns()
        self._fit_height()

    def _fit_columns(self) -> None:
        columns = range(self.columnCount())
        widths = [max(self._widest_cell(column), self._widest_word(column)) + _PADDING for column in columns]
        room = self.viewport().width()
        if self._wrapped is not None:
            widths[0] = min(widths[0], int(room * _NAME_SHARE))
            widths[self._wrapped] = max(_LEAST, room - sum(widths) + widths[self._wrapped])
            widths[0] = max(_LEAST, min(widths[0], room - sum(widths) + widths[0]))
        elif columns:
            widths[0] += max(0, room - sum(widths))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def _widest_cell(self, column: int) -> int:
        items = (self.item(row, column) for row in range(self.rowCount()))
        return max((QFontMetrics(item.font()).horizontalAdvance(item.text()) for item in items if item), default=0)

    def _widest_word(self, column: int) -> int:
        metrics = self.horizontalHeader().fontMetrics()
        item = self.horizontalHeaderItem(column)
        words = [] if item is None else item.text().split()
        return max((metrics.horizontalAdvance(word) for word in words), default=0)

    def _fit_height(self) -> None:
        columns, header = range(self.columnCount()), self.horizontalHeader()
        titles = [self._text_height(column, self.horizontalHeaderItem(column), header.font()) for column in columns]
        header.setFixedHeight(max(titles, default=0) + 12)
        height = header.height() + 2 * self.frameWidth() + 2
        for row in range(self.rowCount()):
            lines = [self._text_height(column, self.item(row, column), self.font()) for column in columns]
            self.setRowHeight(row, max(_LINE, max(lines) + 8))
            height += self.rowHeight(row)
        if sum(self.columnWidth(column) for column in range(self.columnCount())) > self.viewport().width():
            height += self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(height)

    def _text_height(self, column: int, item: QTableWidgetItem | None, face: QFont) -> int:
        if item is None:
            return 0
        room = QRect(0, 0, self.columnWidth(column) - _PADDING + 2, 1000)
        return QFontMetrics(face).boundingRect(room, Qt.TextFlag.TextWordWrap.value, item.text()).height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is wrapped needs other lines in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self.columnCount():
            self._fit_columns()
            self._fit_height()


class ReviewPreview(QFrame):
    """Shows a :class:`~leaddesk.ui.tabs.review.Preview`; a click or Enter on a figure asks what is behind it."""

    figure_asked = Signal(object, QRect)
    """The :class:`~leaddesk.model.kpi.Kpi` of a figure of all together, and where it is (global coordinates)."""
    leak_asked = Signal(object, QRect)
    """What is behind the leak of the funnel, and where it is told."""
    channel_asked = Signal(object, object, QRect)
    """The KPI, the channel (str or None), and where the figure is."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self._preview: Preview | None = None
        self.setProperty("card", True)
        self.title, self.subtitle = QLabel(), QLabel()
        self.leak, self.channels_title = FigureLabel(LeakFigure.LEAK), QLabel()
        self.leak.asked.connect(self.leak_asked)
        self.kpis, self.channels = PaperTable(), PaperTable()
        self.asking = FigureAsking(self.kpis, language, self._tells, _nothing)
        self.channel_asking = FigureAsking(self.channels, language, self._tells, _nothing)
        self.asking.asked.connect(self._ask)
        self.channel_asking.asked.connect(self._ask_channel)
        self.kpis.opened.connect(self.asking.ask)
        self.channels.opened.connect(self.channel_asking.ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN * 2, MARGIN * 2, MARGIN * 2, MARGIN * 2)
        layout.setSpacing(GAP)
        for label in (self.title, self.subtitle, self.leak, self.channels_title):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.title.setFont(font(TITLE, bold=True))
        self.subtitle.setProperty("tone", "muted")
        self.leak.setFont(font(bold=True))
        self.channels_title.setFont(font(HEADING, bold=True))
        for widget in (self.title, self.subtitle, self.leak, self.kpis, self.channels_title, self.channels):
            layout.addWidget(widget)
        layout.addStretch(1)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.language = language
        self.kpis.setAccessibleName(language.text(msg("Figures")))
        self.channels.setAccessibleName(language.text(msg("Channels")))
        for asking in (self.asking, self.channel_asking):
            asking.set_language(language)
        if self._preview is not None:
            self.show_preview(self._preview)

    def show_preview(self, preview: Preview) -> None:
        """Show a preview."""
        self._preview = preview
        words = self.language.text
        company = preview.company
        self.title.setText(
            words(msg("Operation review – {company}", company=company) if company else msg("Operation review"))
        )
        parts = (_span(preview), *filter_words(preview.report.slice.filters.kept))
        self.subtitle.setText("  ·  ".join(map(words, parts)))
        leak = preview.funnel.leak
        self.leak.setVisible(leak is not None)
        self.leak.setText("" if leak is None else words(figures.leak_message(leak)))
        self._fill_kpis(preview)
        self.channels_title.setText(words(msg("Channels")))
        self.channels_title.setVisible(bool(preview.channels.rows))
        self.channels.setVisible(bool(preview.channels.rows))
        self._fill_channels(preview)

    def _tells(self, index: QModelIndex) -> bool:
        return index.column() > 0

    @Slot(QModelIndex, QRect)
    def _ask(self, index: QModelIndex, place: QRect) -> None:
        if self._preview is not None:
            self.figure_asked.emit(self._preview.figures[index.row()].kpi, place)

    @Slot(QModelIndex, QRect)
    def _ask_channel(self, index: QModelIndex, place: QRect) -> None:
        if self._preview is None:
            return
        table = self._preview.channels
        kpi = table.kpis[index.column() - 1]
        if index.row() < len(table.rows):
            self.channel_asked.emit(kpi, table.rows[index.row()].key, place)
        else:
            self.figure_asked.emit(kpi, place)

    def _fill_kpis(self, preview: Preview) -> None:
        words = self.language.text
        headers = [msg("Figure"), msg("Value"), msg("95% interval"), msg("n"), msg("Trend")]
        if preview.compare is None:
            headers = headers[:4]
        self.kpis.begin([words(header) for header in headers], len(preview.figures))
        for row, figure in enumerate(preview.figures):
            for column, text in enumerate(self._kpi_cells(figure, preview.currency)[: len(headers)]):
                item = _item(text, column)
                if figure.measure.absent is not None and column == 1:
                    item.setToolTip(plain_tooltip(words(figure.measure.absent)))
                if figure.kpi.is_sample and figure.measure.is_small and column:
                    item.setForeground(QColor(theme_of().text_muted))
                self.kpis.setItem(row, column, item)
        self.kpis.fit(wrapped=TREND if preview.compare is not None else None)

    def _kpi_cells(self, figure: KpiFigure, currency: str) -> list[str]:
        unit, measure = figure.kpi.unit, figure.measure
        if measure.value is None:
            trend = figures.absent_text(measure, self.language)
        else:
            trend = "" if figure.trend is None else figures.trend_text(unit, figure.trend, self.language, currency)
        n = "" if measure.n is None else self.language.number(measure.n, 0)
        return [
            self.language.text(figure.kpi.label),
            figures.value_text(unit, measure, self.language, currency),
            figures.interval_text(unit, measure, self.language, currency),
            n,
            trend,
        ]

    def _fill_channels(self, preview: Preview) -> None:
        words, table = self.language.text, preview.channels
        headers = [words(msg("Channel")), *(words(kpi.label) for kpi in table.kpis)]
        self.channels.begin(headers, len(table.rows) + 1)
        for row, line in enumerate(table.rows):
            name = words(msg("(no channel)")) if line.key is None else line.key
            self._fill_row(row, name, [kpi.unit for kpi in table.kpis], line.measures, preview.currency)
        units = [kpi.unit for kpi in table.kpis]
        self._fill_row(len(table.rows), words(msg("Total")), units, table.total, preview.currency, bold=True)
        self.channels.fit()

    def _fill_row(
        self,
        row: int,
        name: str,
        units: list[Unit],
        measures: tuple[Measure, ...],
        currency: str,
        *,
        bold: bool = False,
    ) -> None:
        self.channels.setItem(row, 0, _item(name, 0, bold=bold))
        for column, (unit, measure) in enumerate(zip(units, measures, strict=True), start=1):
            item = _item(figures.value_text(unit, measure, self.language, currency), column, bold=bold)
            if measure.absent is not None:
                item.setToolTip(plain_tooltip(self.language.text(measure.absent)))
            self.channels.setItem(row, column, item)


def _nothing(_index: QModelIndex) -> bool:
    """The popup leads to the leads of a figure."""
    return False


def _span(preview: Preview) -> Message:
    period, compare = preview.period, preview.compare
    if period.start is None or period.end is None:
        return msg("All dates")
    if compare is None or compare.start is None or compare.end is None:
        return msg("From {start} to {end}", start=period.start, end=period.end)
    return msg(
        "From {start} to {end}, compared with {earlier_start} to {earlier_end}",
        start=period.start,
        end=period.end,
        earlier_start=compare.start,
        earlier_end=compare.end,
    )


def _item(text: str, column: int, *, bold: bool = False) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setFont(font(bold=bold))
    item.setTextAlignment(RIGHT if column else LEFT)
    return item
