"""The preview of the review: a sheet of paper with the figures that the workbook will hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from leaddesk.text import Message, msg
from leaddesk.ui import figures
from leaddesk.ui.theme import GAP, HEADING, MARGIN, TITLE, font, plain_tooltip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leaddesk.model.measure import Measure, Unit
    from leaddesk.model.report import KpiFigure
    from leaddesk.text import Language
    from leaddesk.ui.tabs.review import Preview

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ReviewPreview(QFrame):
    """Shows a :class:`~leaddesk.ui.tabs.review.Preview`."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self._preview: Preview | None = None
        self.setProperty("card", True)
        self.title, self.subtitle = QLabel(), QLabel()
        self.leak, self.channels_title = QLabel(), QLabel()
        self.kpis, self.channels = _table(), _table()
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
        self.subtitle.setText(words(_span(preview)))
        leak = preview.funnel.leak
        self.leak.setVisible(leak is not None)
        self.leak.setText("" if leak is None else words(figures.leak_message(leak)))
        self._fill_kpis(preview)
        self.channels_title.setText(words(msg("Channels")))
        self.channels_title.setVisible(bool(preview.channels.rows))
        self.channels.setVisible(bool(preview.channels.rows))
        self._fill_channels(preview)

    def _fill_kpis(self, preview: Preview) -> None:
        words = self.language.text
        headers = [msg("Figure"), msg("Value"), msg("95 % interval"), msg("n"), msg("Trend")]
        if preview.compare is None:
            headers = headers[:4]
        _head(self.kpis, [words(header) for header in headers], len(preview.figures))
        for row, figure in enumerate(preview.figures):
            for column, text in enumerate(self._kpi_cells(figure, preview.currency)[: len(headers)]):
                item = _item(text, column)
                if figure.measure.absent is not None and column == 1:
                    item.setToolTip(plain_tooltip(words(figure.measure.absent)))
                self.kpis.setItem(row, column, item)
        _fit(self.kpis)

    def _kpi_cells(self, figure: KpiFigure, currency: str) -> list[str]:
        unit, measure = figure.kpi.unit, figure.measure
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
        _head(self.channels, headers, len(table.rows) + 1)
        for row, line in enumerate(table.rows):
            name = words(msg("(no channel)")) if line.key is None else line.key
            self._fill_row(row, name, [kpi.unit for kpi in table.kpis], line.measures, preview.currency)
        units = [kpi.unit for kpi in table.kpis]
        self._fill_row(len(table.rows), words(msg("Total")), units, table.total, preview.currency, bold=True)
        _fit(self.channels)

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


def _table() -> QTableWidget:
    table = QTableWidget()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(24)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setWordWrap(True)
    return table


def _head(table: QTableWidget, headers: list[str], rows: int) -> None:
    table.clear()
    table.setColumnCount(len(headers))
    table.setRowCount(rows)
    for column, header in enumerate(headers):
        item = QTableWidgetItem(header)
        item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter if column == 0 else RIGHT)
        item.setToolTip(plain_tooltip(header))
        table.setHorizontalHeaderItem(column, item)


def _item(text: str, column: int, *, bold: bool = False) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setFont(font(bold=bold))
    if column:
        item.setTextAlignment(RIGHT)
    return item


def _fit(table: QTableWidget) -> None:
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.setFixedHeight(header.sizeHint().height() + 24 * table.rowCount() + 4)
