"""The leads of each month: how many of them were won by which age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.model.measure import Unit
from leaddesk.text import Message, msg, msgn
from leaddesk.ui import figures
from leaddesk.ui.icons import icon
from leaddesk.ui.notices import Notice, Tone
from leaddesk.ui.plots.heatmap import Heat, HeatCell, HeatMap, HeatRow
from leaddesk.ui.theme import GAP, SMALL, font
from leaddesk.ui.widgets.figure_asking import FigureAsking
from leaddesk.ui.widgets.figure_label import FigureLabel
from leaddesk.ui.widgets.head_asking import HeadAsking
from leaddesk.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from leaddesk.model.cohorts import Cell, Cohort, Cohorts
    from leaddesk.model.measure import Measure
    from leaddesk.model.report import Report
    from leaddesk.text import Language

SIZE: Final = "size"
SO_FAR: Final = "so far"
IN_THE_END: Final = "in the end"
_LOWEST_MAP: Final = 220


class CohortPage(QWidget):
    """The heat map of months by age, the last month first; behind it the naive rate and the one to expect."""

    leads_requested = Signal(object, object)
    """The user wants to see leads: their positions, and what they are (a Message)."""
    figure_asked = Signal(object, object, QRect)
    """What is behind a cell: its :class:`~leaddesk.model.cohorts.Cohort`, its age in days (:data:`SO_FAR` and
    :data:`IN_THE_END` for the rates beside them, :data:`SIZE` for how many leads its row is of), and where it is
    (global coordinates).
    """
    notes_asked = Signal(object, QRect)
    """What is behind the numbers in the remarks, and where they are."""
    noticed = Signal(object)
    """Something to tell (a Notice)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._report: Report | None = None
        self._cohorts: tuple[Cohort, ...] = ()
        self.map = HeatMap(language)
        self.copy_button, self.notes = QPushButton(), FigureLabel("notes")
        self.map.setMinimumHeight(_LOWEST_MAP)
        self.map.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.copy_button.setIcon(icon("copy"))
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setWordWrap(True)
        self.notes.setFont(font(SMALL))
        self.notes.setProperty("tone", "muted")
        self.panel = Panel(self.map)
        self.panel.corner.addWidget(self.copy_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.panel, 1)
        column.addWidget(self.notes)
        self.asking = FigureAsking(self.map.table, language, self._tells, self._tells)
        self.heads = HeadAsking(self.map.table, language)
        self.asking.asked.connect(self._ask)
        self.heads.asked.connect(self._ask_head)
        self.heads.opened.connect(self._show_month)
        self.asking.opened.connect(self._open)
        self.notes.asked.connect(self.notes_asked)
        self.map.cell_clicked.connect(self._press_cell)
        self.map.row_clicked.connect(self._show_month)
        self.copy_button.clicked.connect(self._copy)
        self.set_language(language)

    def show_report(self, report: Report) -> None:
        """Show the cohorts of that report; they are not absent."""
        self._report = report
        self._cohorts = tuple(reversed(report.cohorts.cohorts))
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        words = language.text
        self.copy_button.setText(words(msg("Copy the table")))
        hint = msg(
            "Click a figure for what is behind it, or a month to see all its leads. A right click on a figure shows "
            "the leads that were won by then."
        )
        self.panel.show_title(words(msg("How many leads of each month were won, by their age")), words(hint))
        for part in (self.map, self.asking, self.heads):
            part.set_language(language)
        self._refresh()

    def _refresh(self) -> None:
        if self._report is None:
            return
        found = self._report.cohorts
        self.map.show_map(heat(self._cohorts, ages_told(found), self._language))
        self.notes.setText(" ".join(self._language.text(note) for note in _notes(found)))
        self.notes.setVisible(bool(self.notes.text()))

    @Slot(int)
    def _show_month(self, row: int) -> None:
        if self._report is not None:
            start = self._cohorts[row].start
            label = msg("Leads created in {month}", month=self._language.month(start, "long"))
            self.leads_requested.emit(self._report.followed_leads(start), label)

    @Slot(int, int)
    def _show_cell(self, row: int, column: int) -> None:
        if self._report is None:
            return
        ages, start = ages_told(self._report.cohorts), self._cohorts[row].start
        month = self._language.month(start, "long")
        if column < len(ages):
            label = msgn(
                "Leads created in {month} and won within {count} day",
                "Leads created in {month} and won within {count} days",
                ages[column],
                month=month,
            )
            places = self._report.won_within(ages[column], start)
        else:
            label = msg("Leads created in {month} and won so far", month=month)
            places = self._report.won_within(None, start)
        if len(places):
            self.leads_requested.emit(places, label)
        else:
            self.noticed.emit(Notice(Tone.INFO, msg("None of these leads is known to be won by then.")))

    def _tells(self, index: QModelIndex) -> bool:
        return self.map.model.heat.cells[index.row()][index.column()] is not None

    @Slot(int, int)
    def _press_cell(self, row: int, column: int) -> None:
        self.asking.ask(self.map.model.index(row, column))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self._show_cell(index.row(), index.column())

    @Slot(QModelIndex, QRect)
    def _ask(self, index: QModelIndex, place: QRect) -> None:
        if self._report is not None:
            columns = (*ages_told(self._report.cohorts), SO_FAR, IN_THE_END)
            self.figure_asked.emit(self._cohorts[index.row()], columns[index.column()], place)

    @Slot(int, QRect)
    def _ask_head(self, row: int, place: QRect) -> None:
        self.figure_asked.emit(self._cohorts[row], SIZE, place)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.map.as_text())
        self.noticed.emit(Notice(Tone.SUCCESS, msg("The table is on the clipboard.")))


def ages_told(found: Cohorts) -> tuple[int, ...]:
    """The ages up to the last that any month has; the first at least."""
    told = [
        place
        for place in range(len(found.ages))
        if any(one.cells[place].share.value is not None for one in found.cohorts)
    ]
    return found.ages[: max(told, default=0) + 1]


def heat(cohorts: tuple[Cohort, ...], ages: tuple[int, ...], language: Language) -> Heat:
    """The cohorts as the heat map draws them: a column an age, then the naive rate and the one to expect."""

    def explain(row: int, column: int) -> str:
        one = cohorts[row]
        if column < len(ages):
            return _cell_explained(one.cells[column], one, language)
        title, measure = (
            (msg("Won so far"), one.naive) if column == len(ages) else (msg("To expect in the end"), one.final)
        )
        return _lines(language, title, _with_certainty(measure, language))

    lines = tuple(
        (
            *(_cell(cell, one, language) for cell in one.cells[: len(ages)]),
            *(_rate(rate, language) for rate in (one.naive, one.final)),
        )
        for one in cohorts
    )
    return Heat(
        tuple(HeatRow(language.month(one.start), one.leads) for one in cohorts),
        (*(language.number(days, 0) for days in ages), msg("So far"), msg("In the end")),
        lines,
        msg("Month of creation"),
        msg("Won by the age of … days"),
        msg("hatched: not all leads of the month are that old yet"),
        msg("faint: few leads"),
        explain,
    )


def _cell(cell: Cell, cohort: Cohort, language: Language) -> HeatCell | None:
    if not cohort.leads:
        return None
    measure = cell.share
    if measure.value is None:
        return HeatCell("", 0.0, hatched=True)
    value = figures.value_text(Unit.PERCENT, measure, language, "")
    return HeatCell(value, measure.value, cell.is_immature, measure.is_small)


def _rate(measure: Measure, language: Language) -> HeatCell | None:
    if measure.value is None:
        return None
    value = figures.value_text(Unit.PERCENT, measure, language, "")
    return HeatCell(value, measure.value, faint=measure.is_small)


def _cell_explained(cell: Cell, cohort: Cohort, language: Language) -> str:
    month = language.month(cohort.start, "long")
    by = msgn("{month}: won within {count} day", "{month}: won within {count} days", cell.days, month=month)
    if cell.share.value is None:
        return _lines(language, by, cell.share.absent)
    young = msg("Not all leads of the month are that old yet.") if cell.is_immature else None
    return _lines(language, by, _with_certainty(cell.share, language), young)


def _with_certainty(measure: Measure, language: Language) -> Message:
    value = figures.value_text(Unit.PERCENT, measure, language, "")
    certainty = figures.certainty_text(Unit.PERCENT, measure, language, "")
    return msg("{value} ({interval})", value=value, interval=certainty)


def _lines(language: Language, *messages: Message | None) -> str:
    return "\n".join(language.text(message) for message in messages if message is not None)


def _notes(found: Cohorts) -> tuple[Message, ...]:
    lines = []
    if found.earlier:
        lines.append(
            msgn("{count} lead is of an earlier month.", "{count} leads are of earlier months.", found.earlier)
        )
    if found.left_out:
        lines.append(
            msgn(
                "{count} lead without a date, or dated in the future, is left out.",
                "{count} leads without a date, or dated in the future, are left out.",
                found.left_out,
            )
        )
    return tuple(lines)
