"""Native charts over the cells of a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import NumDataSource, NumRef
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

from leaddesk.export.styles import INK, LINE, MUTED, SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.export.page import Page

Rows = tuple[int, int]
"""The first and last row of the cells that a chart shows."""


@dataclass(frozen=True)
class Place:
    """Where a chart stands and what it shows: its title, the rows of its cells, its width and height in centimetres,
    the row of the headings just above (None: the series have no name) and the number format of its axis.
    """

    anchor: str
    title: str
    rows: Rows
    size: tuple[float, float]
    header: int | None = None
    number_format: str = "General"


def bars(page: Page, place: Place, series: Sequence[int], *, horizontal: bool = False) -> BarChart:
    """A bar chart of the columns *series*, along the texts of the first column."""
    chart = BarChart()
    chart.type = "bar" if horizontal else "col"
    chart.style = 2
    top = place.rows[0] if place.header is None else place.header
    for index, column in enumerate(series):
        cells = Reference(page.sheet, min_col=column, min_row=top, max_row=place.rows[1])
        chart.add_data(cells, titles_from_data=place.header is not None)
        _paint(chart.series[index], SERIES[index % len(SERIES)])
    chart.set_categories(Reference(page.sheet, min_col=1, min_row=place.rows[0], max_row=place.rows[1]))
    _title(chart, place.title)
    _axes(chart, horizontal, place.number_format)
    if len(series) > 1 and chart.legend is not None:
        chart.legend.position = "b"
    else:
        chart.legend = None
    chart.gapWidth, (chart.width, chart.height) = 45, place.size  # type: ignore[assignment]  # centimetres, not whole
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    chart.roundedCorners = False
    page.sheet.add_chart(chart, place.anchor)
    return chart


def shares(page: Page, place: Place, series: Sequence[tuple[int, str, bool]], across: str, up: str) -> LineChart:
    """Shares along the numbers of the first column: a line for each column with its colour, thin and dashed where it is
    a bound. *across* and *up* name the axes.
    """
    chart = LineChart()
    chart.style = 2
    top = place.rows[0] if place.header is None else place.header
    for index, (column, colour, is_bound) in enumerate(series):
        cells = Reference(page.sheet, min_col=column, min_row=top, max_row=place.rows[1])
        chart.add_data(cells, titles_from_data=place.header is not None)
        line = LineProperties(solidFill=colour, w=9525 if is_bound else 25400, prstDash="dash" if is_bound else None)
        chart.series[index].graphicalProperties = GraphicalProperties(ln=line)
        chart.series[index].smooth = False
        chart.series[index].marker.symbol = "none"
    chart.set_categories(Reference(page.sheet, min_col=1, min_row=place.rows[0], max_row=place.rows[1]))
    _title(chart, place.title)
    _axes(chart, False, place.number_format)
    chart.y_axis.scaling.max = 1
    for axis, words in ((chart.x_axis, across), (chart.y_axis, up)):
        look = CharacterProperties(sz=900, solidFill=MUTED)
        line_ = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=words)])
        axis.title = Title(tx=Text(rich=RichText(p=[line_])), overlay=False)
    days: Any = chart.x_axis
    days.tickLblSkip = days.tickMarkSkip = max(1, (place.rows[1] - place.rows[0]) // 12)
    if chart.legend is not None:
        chart.legend.position = "b"
    chart.width, chart.height = place.size  # type: ignore[assignment]  # centimetres, not whole
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    chart.roundedCorners = False
    page.sheet.add_chart(chart, place.anchor)
    return chart


def _title(chart: BarChart | LineChart, words: str) -> None:
    look = CharacterProperties(sz=1200, b=True, solidFill=INK)
    line = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=words)])
    chart.title = Title(tx=Text(rich=RichText(p=[line])), overlay=False)


def _axes(chart: BarChart | LineChart, horizontal: bool, number_format: str) -> None:
    small = CharacterProperties(sz=900, solidFill=MUTED)
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.title = None
        axis.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=small), endParaRPr=small)])
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
        axis.majorTickMark = axis.minorTickMark = "none"
    if horizontal:
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
    chart.y_axis.numFmt = None
    chart.y_axis.number_format = number_format
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=LINE)))


def _paint(series: Any, colour: str | None) -> None:  # noqa: ANN401  (openpyxl makes the class at run time)
    """Fill the bars of a series; without a colour they are invisible."""
    series.graphicalProperties = (
        GraphicalProperties(noFill=True) if colour is None else GraphicalProperties(solidFill=colour)
    )
    series.graphicalProperties.line.noFill = True
    series.invertIfNegative = False


def funnel(page: Page, anchor: str, title: str, rows: Rows, offset: int, reached: int) -> None:
    """A funnel: bars centred by an invisible series before them (Excel's own funnel chart no library can write)."""
    chart = bars(page, Place(anchor, title, rows, (25.0, 9.0)), (offset, reached), horizontal=True)
    chart.grouping, chart.overlap, chart.legend = "stacked", 100, None
    _paint(chart.series[0], None)
    _paint(chart.series[1], SERIES[0])
    labelled(chart, 1, "FFFFFF")
    chart.gapWidth = 18
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None


def labelled(chart: BarChart, index: int, colour: str = INK) -> None:
    """Write the values of one series on its bars."""
    label = DataLabelList()
    label.showVal = True
    label.showSerName = label.showCatName = label.showLegendKey = label.showPercent = False
    look = CharacterProperties(sz=900, b=True, solidFill=colour)
    label.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])
    chart.series[index].dLbls = label


def whiskers(page: Page, chart: BarChart, rows: Rows, plus: int, minus: int) -> None:
    """Draw the interval on the bars of the first series: how far it reaches, in two columns of cells."""

    def source(column: int) -> NumDataSource:
        cells = f"'{page.title}'!{page.at(rows[0], column)}:{page.at(rows[1], column)}"
        return NumDataSource(numRef=NumRef(f=cells))

    ends = ErrorBars(
        errDir=None, errBarType="both", errValType="cust", noEndCap=False, plus=source(plus), minus=source(minus)
    )
    ends.spPr = GraphicalProperties(ln=LineProperties(solidFill=MUTED, w=12700))
    chart.series[0].errBars = ends
