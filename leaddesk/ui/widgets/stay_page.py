"""How long leads stay in each stage and take to the sale, and which open ones are stuck."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QStyledItemDelegate, QVBoxLayout, QWidget

from leaddesk.model.measure import SMALL
from leaddesk.model.outcomes import ENOUGH
from leaddesk.model.stay import FEWEST_LEFT
from leaddesk.model.timeaccount import QUANTILES, StayFigure
from leaddesk.text import Message, msg, msgc, msgn
from leaddesk.ui.icons import icon
from leaddesk.ui.itemmodels.stays import (
    BAR,
    HALF,
    LEFT,
    NINE_TENTHS,
    QUARTER,
    THREE_QUARTERS,
    WAITING,
    Span,
    StaysModel,
    spans,
)
from leaddesk.ui.itemmodels.stuck_leads import DAYS, NAME, TIMES, USUAL, NamedLead, StuckLeadsModel
from leaddesk.ui.notices import Notice, Tone
from leaddesk.ui.theme import GAP, Theme, font, mix, theme_of
from leaddesk.ui.widgets.figure_asking import FigureAsking
from leaddesk.ui.widgets.figure_label import FigureLabel
from leaddesk.ui.widgets.lead_facts import called, lead_name
from leaddesk.ui.widgets.panel import Panel
from leaddesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from leaddesk.model.report import Report
    from leaddesk.model.stages import Stage
    from leaddesk.text import Language
    from leaddesk.ui.itemmodels.words_table import Index

_MOST: Final = 200
"""Stuck leads that are listed at most; the button shows them all."""
_BAR_WIDTH: Final = 420
_LOWEST_LIST: Final = 120
_FIGURES: Final = {LEFT: StayFigure.LEFT, WAITING: StayFigure.WAITING} | dict(
    zip((QUARTER, HALF, THREE_QUARTERS, NINE_TENTHS), QUANTILES, strict=True)
)
_INSET: Final = 10

_NO_STAGE: Final = msg(
    "No stage after the first has a date in your files. Add to your leads a column with the date of the first contact, "
    "of the qualification or of the quote, and LeadDesk tells how long leads stay there."
)


def _tells_wait(index: QModelIndex) -> bool:
    return index.column() in (DAYS, USUAL, TIMES)


def _is_name(index: QModelIndex) -> bool:
    return index.column() == NAME


class StayPage(QWidget):
    """A sentence, a table of stages with a box each, and below it the stuck leads."""

    leads_requested = Signal(object, object)
    """The user wants to see leads: their positions, and what they are (a Message)."""
    figure_asked = Signal(object, object, QRect)
    """What is behind a number: its stage (None: the whole way to the sale), which of its figures
    (:class:`~leaddesk.model.timeaccount.StayFigure`), and where it is (global coordinates).
    """
    wait_asked = Signal(object, int, QRect)
    """What is behind a number of a stuck lead: the lead, the column, and where it is (global coordinates)."""
    sentence_asked = Signal(object, QRect)
    """What is behind the numbers of the sentence: the stages they are of (None: the way to the sale), and its place."""
    stuck_asked = Signal(QRect)
    """What is behind the number of stuck leads, and where it is."""
    noticed = Signal(object)
    """Something to tell (a Notice)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._report: Report | None = None
        self.sentence = FigureLabel("sentence")
        self.sentence.asked.connect(self._ask_sentence)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setFont(font(1.08, bold=True))
        self.stays, self.stuck = StaysModel(language, self), StuckLeadsModel(language, self)
        self.table, self.list = _StaysTable(self.stays), _StuckList(self.stuck)
        self.copy_button, self.all_button = QPushButton(), QPushButton()
        self.copy_button.setIcon(icon("copy"))
        self.table_panel, self.list_panel = Panel(self.table), Panel(self.list)
        self.table_panel.corner.addWidget(self.copy_button)
        self.list_panel.corner.addWidget(self.all_button)
        self.list_panel.asked.connect(self.stuck_asked)
        self.table_panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.list.setMinimumHeight(_LOWEST_LIST)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.sentence)
        column.addWidget(self.table_panel)
        column.addWidget(self.list_panel, 1)
        column.addStretch(0)  # takes what is left where nobody is stuck
        self.list.opened.connect(self._open_cell)
        self.asking = FigureAsking(self.table, language, self._tells, self._nothing)
        self.asking.asked.connect(self._ask)
        self.table.opened.connect(self.asking.ask)
        self.waits = FigureAsking(self.list, language, _tells_wait, _is_name)
        self.waits.asked.connect(self._ask_wait)
        self.waits.opened.connect(self._open_lead)
        self.copy_button.clicked.connect(self._copy)
        self.all_button.clicked.connect(self._show_all)
        self.set_language(language)

    def show_report(self, report: Report) -> None:
        """Show the stays of that report; there is at least one."""
        self._report = report
        numbers = report.conversion.numbers
        self.stays.show_spans(spans(report.stays, report.time_to_convert, 0 if numbers is None else numbers.open))
        frame = report.slice.dataset["leads"]
        named = (NamedLead(called(lead_name(frame, one.place)), one) for one in report.stuck_leads.first(_MOST))
        self.stuck.show_leads(tuple(named))
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        words = language.text
        self.copy_button.setText(words(msg("Copy the table")))
        self.all_button.setText(words(msg("Show these leads")))
        self.table.setAccessibleName(words(msg("How long leads stay in each stage")))
        self.list.setAccessibleName(words(msg("Leads that are stuck")))
        self.stays.set_language(language)
        self.asking.set_language(language)
        self.waits.set_language(language)
        self.stuck.set_language(language)
        self._refresh()

    def _refresh(self) -> None:
        if self._report is None:
            return
        words, total = self._language.text, len(self._report.stuck_leads)
        self.sentence.setText(words(in_a_sentence(self._rows())))
        self.sentence.be_pressable(bool(told_of(self._rows())))
        hint = msg(
            "Leads that are still there count with the days they have waited so far. "
            "Click a figure for what is behind it."
        )
        note = _NO_STAGE if len(self._report.stays) == 1 else hint
        self.table_panel.show_title(words(msg("How long leads stay in each stage")), words(note))
        title = msgn(
            "{count} open lead waits longer than is usual in its stage",
            "{count} open leads wait longer than is usual in their stage",
            total,
        )
        none = msg("No open lead waits longer than is usual in its stage")
        if all(one.limit is None for one in self._report.stuck):
            none = msg("Too few leads have left a stage to say which ones are stuck")
        hint = msg(
            "Longer than nine in ten of all leads, whatever the period, take to leave that stage; three in four, where "
            "nine in ten have not left yet. The most unusual wait stands first. A click on a number shows where it "
            "comes from."
        )
        few = msg("Told of stages that three in four leads have left, and {count} at least.", count=FEWEST_LEFT)
        self.list_panel.show_title(words(title if total else none), words(hint if total else few), tells=total > 0)
        self.list.setVisible(total > 0)
        up_to = QSizePolicy.Policy.Preferred if total else QSizePolicy.Policy.Maximum
        self.list_panel.setSizePolicy(QSizePolicy.Policy.Preferred, up_to)
        self.all_button.setVisible(total > 0)
        self.table.fit()
        self.list.fit_columns()

    @Slot(QModelIndex)
    def _open_lead(self, index: QModelIndex) -> None:
        named = self.stuck.named(index.row())
        self.leads_requested.emit(np.array([named.lead.place], np.intp), named.name)

    @Slot(QModelIndex)
    def _open_cell(self, index: QModelIndex) -> None:
        """What is behind a number; the lead elsewhere."""
        if _tells_wait(index):
            self.waits.ask(index)
        else:
            self._open_lead(index)

    def _tells(self, index: QModelIndex) -> bool:
        return index.column() in _FIGURES

    def _nothing(self, _index: QModelIndex) -> bool:
        """What is behind a number tells its leads apart: those that moved on, those that are still there."""
        return False

    def _rows(self) -> tuple[Span, ...]:
        return tuple(self.stays.shown(row) for row in range(self.stays.rowCount()))

    def _stage(self, row: int) -> Stage | None:
        stages = () if self._report is None else self._report.stays
        return stages[row].stage if row < len(stages) else None

    @Slot(QModelIndex, QRect)
    def _ask(self, index: QModelIndex, place: QRect) -> None:
        self.figure_asked.emit(self._stage(index.row()), _FIGURES[index.column()], place)

    @Slot(object, QRect)
    def _ask_sentence(self, _key: object, place: QRect) -> None:
        rows = self._rows()
        stages = tuple(self._stage(rows.index(row)) for row in told_of(rows))
        if stages:
            self.sentence_asked.emit(stages, place)

    @Slot(QModelIndex, QRect)
    def _ask_wait(self, index: QModelIndex, place: QRect) -> None:
        self.wait_asked.emit(self.stuck.named(index.row()).lead, index.column(), place)

    @Slot()
    def _show_all(self) -> None:
        if self._report is not None:
            self.leads_requested.emit(self._report.stuck_leads.places, msg("Leads that are stuck"))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.stays.as_text())
        self.noticed.emit(Notice(Tone.SUCCESS, msg("The table is on the clipboard.")))


def told_of(rows: tuple[Span, ...]) -> tuple[Span, ...]:
    """The rows that :func:`in_a_sentence` tells of: the way to the sale, and the stage in which leads stay longest."""
    told = [row for row in rows if row.left >= ENOUGH and row.day(HALF) is not None]
    stages = [row for row in told if not row.is_whole_way]
    slowest = max(stages, key=lambda row: row.day(HALF) or 0, default=None)
    return (*(row for row in told if row.is_whole_way), *(() if slowest is None else (slowest,)))


def in_a_sentence(rows: tuple[Span, ...]) -> Message:
    """How long the way to the sale takes, and in which stage leads stay longest; of ten leads at least."""
    parts = []
    for row in told_of(rows):
        half = row.day(HALF) or 0
        if row.is_whole_way:
            parts.append(
                msgn(
                    "Half of the sales come within {count} day of the creation.",
                    "Half of the sales come within {count} days of the creation.",
                    math.ceil(half),
                )
            )
        elif math.floor(half):  # else half of them are gone on the day they came: no stage holds them up
            parts.append(
                msgn(
                    "Leads stay longest in “{stage}”: half of them for more than {count} day.",
                    "Leads stay longest in “{stage}”: half of them for more than {count} days.",
                    math.floor(half),
                    stage=row.name,
                )
            )
    if len(parts) == 2:
        return msgc("sentences", "{first} {second}", first=parts[0], second=parts[1])
    return parts[0] if parts else msg("Too few leads have moved on to say how long that takes.")


class _StaysTable(PlainTable):
    """As high as its rows; what its words do not need is left to the boxes."""

    def __init__(self, model: StaysModel) -> None:
        super().__init__(tuple(_FIGURES))
        self._stays = model
        self.setModel(model)
        self.setItemDelegateForColumn(BAR, _BoxPainter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        """Share the width, and take the height of all rows."""
        self.fit_columns()
        heads = self.horizontalHeader().fontMetrics()
        lacking = _BAR_WIDTH - self.viewport().width() + sum(self.columnWidth(column) for column in range(BAR))
        for column in range(BAR):
            title = str(self._stays.headerData(column, Qt.Orientation.Horizontal))
            least = max(heads.horizontalAdvance(title) + 2 * _INSET, self.sizeHintForColumn(column) + _INSET)
            spare = max(0, min(lacking, self.columnWidth(column) - least))
            self.setColumnWidth(column, self.columnWidth(column) - spare)
            lacking -= spare
        rows = self.verticalHeader().defaultSectionSize() * self._stays.rowCount()
        self.setFixedHeight(rows + self.horizontalHeader().height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the new width."""
        super().resizeEvent(event)
        self.fit()


class _StuckList(PlainTable):
    """Its columns share its width."""

    def __init__(self, model: StuckLeadsModel) -> None:
        super().__init__((NAME, DAYS, USUAL, TIMES))
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the new width."""
        super().resizeEvent(event)
        self.fit_columns()


class _BoxPainter(QStyledItemDelegate):
    """The middle half as a box, the median in it, a line on to nine in ten."""

    def __init__(self, table: PlainTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, StaysModel):
            return
        inner = QRectF(option.rect).adjusted(_INSET, 6, -_INSET, -6)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, theme_of(), inner, model.shown(index.row()), max(1, model.longest))
        painter.restore()


def draw_box(painter: QPainter, theme: Theme, room: QRectF, row: Span, longest: int) -> None:
    """One row over a scale from 0 to *longest* days; a quantile that is not reached goes on to the end, dashed."""
    painter.setPen(QPen(QColor(theme.grid), 1))
    painter.drawLine(room.topLeft(), room.bottomLeft())
    low, middle, high, end = (row.day(column) for column in (QUARTER, HALF, THREE_QUARTERS, NINE_TENTHS))
    if low is None:
        return

    def x(days: float | None) -> float:
        return room.left() + room.width() * min(1.0, (longest if days is None else days) / longest)

    y, faint = room.center().y(), row.left < SMALL
    ink = mix(theme.accent, theme.surface, 0.5 if faint else 1.0)
    style = Qt.PenStyle.SolidLine if end is not None else Qt.PenStyle.DashLine
    painter.setPen(QPen(ink, 1.5, style))
    painter.drawLine(QPointF(x(high), y), QPointF(x(end), y))
    if end is not None:
        painter.drawLine(QPointF(x(end), y - 4), QPointF(x(end), y + 4))
    box = QRectF(x(low), room.top(), max(2.0, x(high) - x(low)), room.height())
    painter.setPen(QPen(ink, 1, Qt.PenStyle.SolidLine if high is not None else Qt.PenStyle.DashLine))
    painter.setBrush(mix(theme.accent, theme.surface, 0.12 if faint else 0.25))
    painter.drawRect(box)
    if middle is not None:
        painter.setPen(QPen(ink, 2.5))
        painter.drawLine(QPointF(x(middle), box.top()), QPointF(x(middle), box.bottom()))
