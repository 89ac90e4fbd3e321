"""Customers and revenue of the next months with their intervals, and how such a forecast did in the past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.model.forecast import MONTHS
from leaddesk.model.measure import Measure, Unit
from leaddesk.text import NO_VALUE, Percent, msg, msgn
from leaddesk.ui import figures
from leaddesk.ui.theme import GAP, SMALL, font, plain_tooltip
from leaddesk.ui.widgets.figure_label import FigureLabel

if TYPE_CHECKING:
    from leaddesk.model.forecast import Ahead, Forecast
    from leaddesk.text import Language, Message

HEADERS: Final = (msg("up to"), msg("Customers"), msg("Revenue"))


class ForecastTable(QWidget):
    """A row a month ahead; below, how sure it is; or why there is no forecast."""

    asked = Signal(object, object, QRect)
    """What is behind a figure of an :class:`~leaddesk.model.forecast.Ahead`: of its customers (a count) or its revenue
    (money), and where it stands (global coordinates).
    """
    trials_asked = Signal(QRect)
    """What is behind how it did in the past, and where that is told."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._shown: tuple[Forecast, str] | None = None
        self.heads = [QLabel() for _ in HEADERS]
        self.cells = [
            (QLabel(), FigureLabel((place, Unit.COUNT)), FigureLabel((place, Unit.MONEY)))
            for place in range(len(MONTHS))
        ]
        self.note = FigureLabel("note")
        self.note.asked.connect(self._ask_note)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP * 2)
        grid.setVerticalSpacing(1)
        for row, labels in enumerate((self.heads, *self.cells)):
            for column, label in enumerate(labels):
                label.setTextFormat(Qt.TextFormat.PlainText)
                grid.addWidget(label, row, column)
        for label in (*self.heads, self.note, *(cells[0] for cells in self.cells)):
            label.setFont(font(SMALL))
            label.setProperty("tone", "muted")
        for cells in self.cells:
            for label in cells[1:]:
                label.setWordWrap(True)
                label.setMinimumWidth(1)
                label.asked.connect(self._ask)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(grid)
        layout.addWidget(self.note)
        layout.addStretch(1)

    def show_forecast(self, found: Forecast, currency: str) -> None:
        """Show a forecast, or why there is none."""
        self._shown = (found, currency)
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self._refresh()

    @Slot(object, QRect)
    def _ask(self, key: tuple[int, Unit], where: QRect) -> None:
        place, unit = key
        if self._shown is not None and place < len(self._shown[0].ahead):
            self.asked.emit(self._shown[0].ahead[place], unit, where)

    @Slot(object, QRect)
    def _ask_note(self, _key: object, where: QRect) -> None:
        """How it did in the past; without a trial on how many deals the revenue stands."""
        found = None if self._shown is None else self._shown[0]
        if found is not None and found.trials:
            self.trials_asked.emit(where)
        elif found is not None and found.ahead and found.ahead[0].revenue.value is not None:
            self.asked.emit(found.ahead[0], Unit.MONEY, where)

    def _refresh(self) -> None:
        if self._shown is None:
            return
        found, currency = self._shown
        words = self._language.text
        for label, head in zip(self.heads, HEADERS, strict=True):
            label.setText(words(head))
            label.setVisible(found.absent is None)
        for place, cells in enumerate(self.cells):
            for label in cells:
                label.setVisible(place < len(found.ahead))
            if place < len(found.ahead):
                self._write(cells, found.ahead[place], currency)
        self.note.setText(" · ".join(map(words, notes(found))))
        self.note.be_pressable(bool(found.trials) or any(one.revenue.value is not None for one in found.ahead))

    def _write(self, cells: tuple[QLabel, FigureLabel, FigureLabel], ahead: Ahead, currency: str) -> None:
        day, customers, revenue = cells
        day.setText(self._language.argument(ahead.until))
        customers.setText(ranged(Unit.COUNT, ahead.customers, self._language, currency))
        open_ = self._language.number(ahead.from_open, 1)
        from_open = msg("{number} of them from the leads that are open now", number=open_)
        customers.setToolTip(plain_tooltip(self._language.text(from_open)))
        revenue.setText(ranged(Unit.MONEY, ahead.revenue, self._language, currency))
        why = figures.absent_text(ahead.revenue, self._language) or figures.n_text(ahead.revenue, self._language)
        revenue.setToolTip(plain_tooltip(why))


def ranged(unit: Unit, measure: Measure, language: Language, currency: str) -> str:
    """A forecast with its interval: ``6 (3 à 10)``; money without cents, which would say more than is known."""
    if measure.value is None:
        return NO_VALUE
    if unit is Unit.MONEY:
        value = language.money(measure.value, currency, 0)
        low, high = (None if end is None else language.number(end, 0) for end in (measure.low, measure.high))
        if low is None or high is None:
            return value
        return language.text(msg("{value} ({low} to {high})", value=value, low=low, high=high))
    value, interval = language.number(measure.value, 0), figures.interval_text(unit, measure, language, currency)
    return f"{value} ({interval})" if interval else value


def notes(found: Forecast) -> tuple[Message, ...]:
    """How sure a forecast is: what it did in the past, and on how many deals the revenue stands."""
    if found.absent is not None:
        return (found.absent,)
    told = [found.told or msg("not yet tried on your past: it is too short")]
    if found.error is not None:
        told.append(msg("off by {share} on average", share=Percent(found.error, 0)))
    n = found.ahead[0].revenue.n
    if n is not None and found.ahead[0].revenue.value is not None:
        told.append(msgn("revenue by {count} deal", "revenue by {count} deals", n))
    return tuple(told)
