"""What stands behind a figure: definition, formula, the figures in it, how sure it is, the leads it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from leaddesk.model.expression import Count
from leaddesk.model.kpi import formula_text
from leaddesk.text import Money, msg, msgc, msgn
from leaddesk.ui import figures
from leaddesk.ui.theme import FIGURE, GAP, HEADING, MARGIN, font

if TYPE_CHECKING:
    from leaddesk.model.derivation import Derivation, Term
    from leaddesk.model.expression import Aggregate
    from leaddesk.model.report import KpiFigure
    from leaddesk.text import Language, Message

_WIDTH = 460


@dataclass(frozen=True, slots=True)
class Details:
    """A figure with its derivation. ``leads``: the terms that count leads, with how many; ``left_out``: how many leads
    lack the value it needs.
    """

    figure: KpiFigure
    derivation: Derivation
    leads: tuple[tuple[Aggregate, int], ...]
    left_out: int
    currency: str


class KpiDetails(QFrame):
    """A popup beside the card of a KPI. Escape or a click elsewhere closes it."""

    leads_requested = Signal(object)
    """The :class:`~leaddesk.model.expression.Aggregate` whose leads are to be shown; None: those left out."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._language = language
        self._details: Details | None = None
        self._wanted: dict[Any, Aggregate | None] = {}
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setProperty("card", True)
        self.setFixedWidth(_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._body = QWidget()
        outer.addWidget(self._body)

    def show_details(self, details: Details) -> None:
        """Fill the popup; the parent shows it with :meth:`open_beside`."""
        self._details = details
        self._fill()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self._fill()

    def open_beside(self, place: QRect) -> None:
        """Show the popup below the place (global coordinates), or above it where the screen ends."""
        self._fit()
        screen = self.screen().availableGeometry()
        left = max(screen.left(), min(place.left(), screen.right() - self.width()))
        below = place.bottom() + GAP // 2
        above = place.top() - GAP // 2 - self.height()
        fits = below + self.height() <= screen.bottom()
        top = below if fits else max(screen.top(), above)
        self.move(QPoint(left, top))
        self.show()
        buttons = self._body.findChildren(QPushButton)
        if buttons:
            buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _fit(self) -> None:
        """As high as the wrapped words need at this width."""
        outer = self.layout()
        if outer is not None:
            outer.activate()
            self.resize(_WIDTH, outer.totalHeightForWidth(_WIDTH))

    def _fill(self) -> None:
        details = self._details
        if details is None:
            return
        self._wanted = {}
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        kpi, measure = details.figure.kpi, details.figure.measure
        words = self._language.text
        self.setAccessibleName(words(kpi.label))
        layout.addWidget(self._line(words(kpi.label), HEADING, bold=True))
        value = figures.value_text(kpi.unit, measure, self._language, details.currency)
        layout.addWidget(self._line(value, FIGURE, bold=True))
        if measure.absent is not None:
            layout.addWidget(self._line(words(measure.absent), tone="warning"))
        layout.addWidget(self._line(words(kpi.definition)))
        layout.addLayout(self._facts(details))
        if kpi.warning is not None:
            layout.addWidget(self._line(words(kpi.warning), tone="warning"))
        for aggregate, count in details.leads:
            layout.addWidget(self._button(self._show_text(count, aggregate), aggregate))
        if details.left_out:
            text = msgn("Show the {count} lead left out", "Show the {count} leads left out", details.left_out)
            layout.addWidget(self._button(words(text), None))
        outer = self.layout()
        if outer is not None:
            outer.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        body.show()

    def _facts(self, details: Details) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(MARGIN)
        form.setVerticalSpacing(GAP // 2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        for name, fact in _facts(details, self._language):
            form.addRow(self._line(self._language.text(name), tone="muted"), self._line(fact))
        return form

    def _show_text(self, count: int, aggregate: Aggregate) -> str:
        what = aggregate.label
        if isinstance(aggregate, Count):
            return self._language.text(msg("Show: {count} {what}", count=count, what=what))
        text = msgn("Show the {count} lead behind: {what}", "Show the {count} leads behind: {what}", count, what=what)
        return self._language.text(text)

    def _line(self, text: str, scale: float = 1.0, *, bold: bool = False, tone: str = "") -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(font(scale, bold=bold))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if tone:
            label.setProperty("tone", tone)
        return label

    def _button(self, text: str, aggregate: Aggregate | None) -> QWidget:
        button = QPushButton(text)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self._ask_for_leads)
        self._wanted[button] = aggregate
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(button)
        layout.addStretch(1)
        return row

    @Slot()
    def _ask_for_leads(self) -> None:
        aggregate = self._wanted[self.sender()]
        self.close()
        self.leads_requested.emit(aggregate)


def _facts(details: Details, language: Language) -> list[tuple[Message, str]]:
    """The lines of the popup: what, and its words."""
    kpi, measure, currency = details.figure.kpi, details.figure.measure, details.currency
    facts: list[tuple[Message, str]] = []
    if details.derivation.formula is not None:
        facts.append((msg("Formula"), language.text(kpi.formula)))
        facts.append((msg("With the figures"), language.text(details.derivation.formula)))
    elif details.derivation.method is not None:
        facts.append((msg("Formula"), language.text(details.derivation.method)))
    else:
        facts += [(msg("Made of"), _term(term, language)) for term in details.derivation.terms[:1]]
    interval = figures.interval_text(kpi.unit, measure, language, currency)
    if interval:
        facts.append((msg("95% interval"), interval))
    if measure.n is not None and kpi.n != kpi.expression:
        size = figures.n_text(measure, language)
        if kpi.n is not None:
            size = language.text(msg("{n} ({what})", n=size, what=formula_text(kpi.n)))
        facts.append((msg("Sample size"), size))
    if measure.variant is not None:
        facts.append((msg("Variant"), language.text(measure.variant)))
    if details.figure.trend is not None:
        trend = figures.trend_details(kpi.unit, details.figure.trend, language, currency)
        if trend:
            facts.append((msg("Trend"), trend))
    if measure.unknown:
        left_out = msgn(
            "{count} row lacks the value and is not counted",
            "{count} rows lack the value and are not counted",
            measure.unknown,
        )
        facts.append((msgc("figure", "Left out"), language.text(left_out)))
    return facts


def _term(term: Term, language: Language) -> str:
    name = language.text(term.aggregate.label)
    if term.value is None or not isinstance(term.value, Money | int):
        return name
    return language.text(msg("{name}: {value}", name=name, value=term.value))
