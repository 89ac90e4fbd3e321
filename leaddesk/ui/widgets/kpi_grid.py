"""The KPI cards: those that are shown first, and all of them on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtWidgets import QWidget

from leaddesk.model.expression import Count, Sum
from leaddesk.text import msg
from leaddesk.ui import figures
from leaddesk.ui.theme import GAP
from leaddesk.ui.widgets.flow_layout import FlowLayout
from leaddesk.ui.widgets.kpi_card import NARROWEST, CardFigure, CardTrend, KpiCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.measure import Unit
    from leaddesk.model.monthly import Monthly
    from leaddesk.model.report import KpiFigure
    from leaddesk.model.trend import Trend
    from leaddesk.text import Language

_SHORTEST: Final = 3
_BEGINS: Final = msg("The period begins within the first month of the line.")
_ENDS: Final = msg("The last month of the line is cut short by the period or today.")


class KpiGrid(QWidget):
    """A card a KPI. The first ones are always shown, the others when asked for."""

    clicked = Signal(object, object)
    """The KPI's id, and where its card is (``QRect``, global coordinates)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._shows_all = False
        self._first = 0
        self.cards: list[KpiCard] = []
        self._layout = FlowLayout(NARROWEST, self, GAP)

    def show_cards(self, cards: Sequence[CardFigure], first: int) -> None:
        """Show *cards*, of which the *first* ones stay when not all are wanted."""
        self._first = first
        while len(self.cards) < len(cards):
            card = KpiCard(self._language, self)
            card.clicked.connect(self._tell)
            self._layout.addWidget(card)
            self.cards.append(card)
        for place, card in enumerate(self.cards):
            if place < len(cards):
                card.show_figure(cards[place])
        self._refresh()

    def show_all(self, wanted: bool) -> None:
        """Show every card, or only the first ones."""
        self._shows_all = wanted
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        for card in self.cards:
            card.set_language(language)

    def _refresh(self) -> None:
        for place, card in enumerate(self.cards):
            card.setVisible(self._shows_all or place < self._first)
        self.updateGeometry()

    @Slot(object)
    def _tell(self, key: object) -> None:
        card = self.sender()
        if isinstance(card, KpiCard):
            place = QRect(card.mapToGlobal(card.rect().topLeft()), card.size())
            self.clicked.emit(key, place)


def card(figure: KpiFigure, language: Language, currency: str, line: Monthly | None = None) -> CardFigure:
    """The card of a KPI, with its *line* month by month where there is one."""
    points = () if line is None or len(line.points) < _SHORTEST else line.points
    kpi, measure = figure.kpi, figure.measure
    unit: Unit = kpi.unit
    has_value = measure.value is not None
    if isinstance(kpi.expression, Count | Sum):  # it is what it is
        certainty = figures.left_out_text(unit, measure, language)
    else:
        certainty = figures.certainty_text(unit, measure, language, currency)
    more = msg("Click for the details.")
    if measure.edge is not None and measure.note is not None:
        more = msg("({note}) {more}", note=measure.note, more=more)
    if line is not None and points:
        for is_cut, words in ((line.begins_partial, _BEGINS), (line.is_partial, _ENDS)):
            if is_cut:
                more = msg("{first} {second}", first=words, second=more)
    return CardFigure(
        kpi.id,
        kpi.title,
        figures.value_text(unit, measure, language, currency) if has_value else None,
        absent=figures.absent_text(measure, language),
        certainty=certainty,
        trend=None if figure.trend is None else _card_trend(unit, figure.trend, language, currency),
        note="" if measure.note is None or measure.edge is not None else measure.note,
        definition=msg("{definition} {more}", definition=kpi.definition, more=more),
        is_faint=kpi.is_sample and measure.is_small,
        points=points,
        is_partial=line is not None and line.is_partial,
        begins_partial=line is not None and line.begins_partial,
    )


def _card_trend(unit: Unit, trend: Trend, language: Language, currency: str) -> CardTrend | None:
    words = figures.trend_text(unit, trend, language, currency)
    if not words:
        return None
    is_flat = not trend.change or not trend.is_visible
    direction = "flat" if is_flat else "up" if (trend.change or 0) > 0 else "down"
    return CardTrend(direction, figures.trend_tone(trend), words)
