"""How many leads become customers and after how long, young leads followed and not counted as lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.model.measure import SMALL as FEW_LEADS
from leaddesk.model.measure import Unit
from leaddesk.model.timeaccount import FAIR, PLAIN
from leaddesk.text import Message, msg, msgn
from leaddesk.ui import figures
from leaddesk.ui.plots.fates import Fates, FatesChart
from leaddesk.ui.theme import GAP, SMALL, font
from leaddesk.ui.widgets.figure_asking import ChartAsking
from leaddesk.ui.widgets.figure_label import FigureLabel
from leaddesk.ui.widgets.kpi_card import CardFigure, KpiCard
from leaddesk.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from leaddesk.model.conversion import Conversion, Numbers
    from leaddesk.model.measure import Measure
    from leaddesk.model.report import Report
    from leaddesk.text import Language

FINAL: Final = "final"
NAIVE: Final = "naive"
"""The keys of the cards beside those by day, whose key is the day."""
FATES: Final = "fates"
"""The key of what became of the leads, told below the chart."""

_LOWEST_CHART: Final = 180


class ConversionPage(QWidget):
    """A sentence, a card a figure, and the shares won, open and lost by age."""

    figure_asked = Signal(object, QRect)
    """What is behind a card: :data:`FINAL`, :data:`NAIVE` or a day, and where the card is (global coordinates); or
    behind the numbers below the chart: :data:`FATES`, or the sentence. A day may be one of the chart.
    """

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._report: Report | None = None
        self.sentence, self.notes = FigureLabel("sentence"), FigureLabel(FATES)
        self.cards = tuple(KpiCard(language) for _place in range(5))
        self.chart = FatesChart(language)
        self.chart_asking = ChartAsking(self.chart, language)
        self.panel = Panel(self.chart)
        for label in (self.sentence, self.notes):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.chart.setMinimumHeight(_LOWEST_CHART)
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.sentence.setFont(font(1.08, bold=True))
        self.notes.setFont(font(SMALL))
        self.notes.setProperty("tone", "muted")
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for card in self.cards:
            row.addWidget(card, 1)
            card.clicked.connect(self._ask)
        self.notes.asked.connect(self.figure_asked)
        self.sentence.asked.connect(self._ask_sentence)
        self.chart_asking.asked.connect(self._ask_day)
        self.chart.day_clicked.connect(self.chart_asking.ask_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.sentence)
        column.addLayout(row)
        column.addWidget(self.panel, 1)
        column.addWidget(self.notes)
        self.set_language(language)

    def show_report(self, report: Report) -> None:
        """Show how the leads of that report convert; its conversion is not absent."""
        self._report = report
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        for part in (self.chart, self.chart_asking):
            part.set_language(language)
        for card in self.cards:
            card.set_language(language)
        words = language.text
        hint = msg(
            "A lead that is still open counts up to the age it has, and is not taken for lost. Click an age for what "
            "is behind its shares."
        )
        self.panel.show_title(words(msg("What has become of the leads by the age that they have")), words(hint))
        self._refresh()

    def _refresh(self) -> None:
        found = None if self._report is None else self._report.conversion
        if found is None or found.curves is None or found.numbers is None:
            return
        self.sentence.setText(self._language.text(in_a_sentence(found, self._language)))
        self.sentence.be_pressable(in_the_sentence(found) is not None)
        for card, figure in zip(self.cards, card_figures(found, self._language), strict=True):
            card.show_figure(figure)
        lines, n = found.curves, found.numbers.leads
        self.chart.show_fates(Fates(lines.won, lines.low, lines.high, lines.lost, lines.known, n, n < FEW_LEADS))
        self.notes.setText(" ".join(self._language.text(note) for note in notes(found.numbers)))

    @Slot(object)
    def _ask(self, key: object) -> None:
        card = next(card for card in self.cards if card.key == key)
        self.figure_asked.emit(key, QRect(card.mapToGlobal(card.rect().topLeft()), card.size()))

    @Slot(object, QPointF, QRect)
    def _ask_day(self, day: int, _at: QPointF, place: QRect) -> None:
        self.figure_asked.emit(day, place)

    @Slot(object, QRect)
    def _ask_sentence(self, _key: object, place: QRect) -> None:
        key = None if self._report is None else in_the_sentence(self._report.conversion)
        if key is not None:
            self.figure_asked.emit(key, place)


def in_the_sentence(found: Conversion) -> int | str | None:
    """The key of the card that tells what is behind the first number of :func:`in_a_sentence`; None without one."""
    if found.numbers is not None and found.numbers.leads < FEW_LEADS:
        return NAIVE
    first = next((one for one in found.by_day if one.share.value is not None), None)
    return None if first is None or found.final is None or found.final.value is None else first.days


def in_a_sentence(found: Conversion, language: Language) -> Message:
    """How many of a hundred leads become customers (of a thousand, where less than one of a hundred does); of few leads
    how many are won.
    """
    if found.numbers is not None and found.numbers.leads < FEW_LEADS:
        return msgn(
            "{won} of {count} lead is won so far: too few leads to tell more.",
            "{won} of {count} leads are won so far: too few leads to tell more.",
            found.numbers.leads,
            won=found.numbers.won,
        )
    first = next((one for one in found.by_day if one.share.value is not None), None)
    final = None if found.final is None else found.final.value
    if first is None or first.share.value is None or final is None:
        return msg("These leads are too young to say how many become customers.")
    total = 100 if final >= 0.01 or not final else 1000

    def of(share: float) -> str:
        return language.number(round(share * total), 0)

    return msg(
        "Out of {total} leads, about {won} become customers within {days} days, and {final} in the end.",
        total=total,
        won=of(first.share.value),
        days=first.days,
        final=of(final),
    )


def card_figures(found: Conversion, language: Language) -> tuple[CardFigure, ...]:
    """The cards: won by each day, to expect in the end, and the naive rate beside it, each with what it stands on."""
    open_now = 0 if found.numbers is None else found.numbers.open

    def figure(key: object, title: Message, measure: Measure, definition: Message, note: Message | None) -> CardFigure:
        return CardFigure(
            key,
            title,
            None if measure.value is None else figures.value_text(Unit.PERCENT, measure, language, ""),
            absent=figures.absent_text(measure, language),
            certainty=figures.certainty_text(Unit.PERCENT, measure, language, ""),
            note="" if note is None else note,
            definition=msg("{definition} {more}", definition=definition, more=msg("Click for the details.")),
            is_faint=measure.is_small,
        )

    such = msg("interval: for leads like these")
    by_day = [
        figure(one.days, msgn("Won within {count} day", "Won within {count} days", one.days), one.share, FAIR, such)
        for one in found.by_day
    ]
    to_come = msgn(
        "interval: for these very leads, {count} still open",
        "interval: for these very leads, {count} still open",
        open_now,
    )
    expected = msg(
        "Won so far, plus what open leads still bring if they go the way of the older ones. Looked at up to an age of "
        "{days}. The interval holds what the rate of these very leads will turn out to be.",
        days=msgn("{count} day", "{count} days", found.final_day),
    )
    too_low = msgn(
        "counts {count} open lead as not won: too low",
        "counts {count} open leads as not won: too low",
        open_now,
    )
    if open_now:
        such = msg("{first} · {second}", first=such, second=too_low)
    last = []
    if found.final is not None:
        last.append(figure(FINAL, msg("To expect in the end"), found.final, expected, to_come))
    last.append(figure(NAIVE, msg("Won so far"), found.naive, PLAIN, such))
    return (*by_day, *last)


def notes(numbers: Numbers) -> tuple[Message, ...]:
    """What was counted, and what could not be."""
    won = msgn("{count} won", "{count} won", numbers.won)
    lost = msgn("{count} lost or invalid", "{count} lost or invalid", numbers.lost)
    still_open = msgn("{count} still open", "{count} still open", numbers.open)
    lines = [msg("{won}, {lost}, {open}.", won=won, lost=lost, open=still_open)]
    if numbers.unknown_day:
        lines.append(
            msgn(
                "{count} of them was decided on an unknown day: it is spread over the days as the dated ones are.",
                "{count} of them were decided on an unknown day: they are spread over the days as the dated ones are.",
                numbers.unknown_day,
            )
        )
    if numbers.undated:
        lines.append(
            msgn(
                "{count} lead without a creation date is left out.",
                "{count} leads without a creation date are left out.",
                numbers.undated,
            )
        )
    if numbers.ahead:
        lines.append(
            msgn(
                "{count} lead dated in the future is left out.",
                "{count} leads dated in the future are left out.",
                numbers.ahead,
            )
        )
    return tuple(lines)
