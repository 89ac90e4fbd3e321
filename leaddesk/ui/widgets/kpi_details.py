"""What stands behind a figure: definition, formula, the figures in it, how sure it is, the rows it counts or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.floors import NOTES
from leaddesk.model.tables import BY_ID
from leaddesk.text import msg, msgn
from leaddesk.ui import figures
from leaddesk.ui.icons import icon
from leaddesk.ui.theme import FIGURE, GAP, HEADING, MARGIN, font, plain_tooltip, theme_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PySide6.QtGui import QFontMetrics

    from leaddesk.model.account import Account, Named
    from leaddesk.model.trend import Trend
    from leaddesk.text import Language, Message

LEADS = "leads"
_WIDTH = 460
_NAMES = 104
"""Longer names of facts are wrapped."""
_BESIDE = 92
"""What stands beside the words of a reason: margins, its paddings, the second button."""


@dataclass(frozen=True, eq=False, slots=True)
class RowsBehind:
    """Rows of one table: the words of the button that opens them, and what they are called when they are shown."""

    table: str
    positions: npt.NDArray[np.intp]
    button: Message
    title: Message


@dataclass(frozen=True, eq=False, slots=True)
class TableBehind:
    """One table behind a figure: how many of its rows are counted, by which terms, and why others are left out."""

    table: str
    total: int
    counted: int
    terms: tuple[RowsBehind, ...]
    left_out: tuple[RowsBehind, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Details:
    """An account with the words of its buttons. ``others``: rows of tables that it says no more of. ``of``: whose
    figure it is, when it is not of all together.
    """

    account: Account
    tables: tuple[TableBehind, ...]
    currency: str
    of: Message | None = None
    others: tuple[RowsBehind, ...] = ()
    trend: Trend | None = None


class KpiDetails(QFrame):
    """A popup beside a figure. Escape or a click elsewhere closes it."""

    leads_requested = Signal(object)
    """The :class:`RowsBehind` that are to be shown in the Leads tab."""
    rows_requested = Signal(object)
    """The :class:`RowsBehind` that are to be shown with their lines in the files."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._language = language
        self._details: Details | None = None
        self._wanted: dict[Any, RowsBehind] = {}
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setProperty("card", True)
        self.setFixedWidth(_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, 0, MARGIN)
        self._body = QWidget()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(self._body)
        outer.addWidget(self._scroll)

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
        """As high as the wrapped words need at this width, as far as the screen goes; beyond that it scrolls."""
        layout = self._body.layout()
        if layout is None:
            return
        layout.activate()
        frame = 2 * (MARGIN + self.frameWidth())
        height = layout.totalHeightForWidth(_WIDTH - MARGIN - 2 * self.frameWidth()) + frame
        room = self.screen().availableGeometry().height()
        # Only when it has to: a bar takes width, and with it the words take the height that makes the bar stay.
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if height > room else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._scroll.setVerticalScrollBarPolicy(policy)
        self.resize(_WIDTH, min(height, room))

    def _fill(self) -> None:
        details = self._details
        if details is None:
            return
        self._wanted = {}
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, MARGIN, 0)
        layout.setSpacing(GAP)
        account, measure = details.account, details.account.measure
        words = self._language.text
        self.setAccessibleName(words(account.label))
        layout.addWidget(self._line(words(account.label), HEADING, bold=True))
        if details.of is not None:
            layout.addWidget(self._line(words(details.of), tone="muted"))
        value = value_of(account, self._language, details.currency)
        layout.addWidget(self._line(value, FIGURE, bold=True))
        if measure.absent is not None:
            layout.addWidget(self._line(words(measure.absent), tone="warning"))
        if measure.edge is not None:
            layout.addWidget(self._line(words(NOTES[measure.edge]), tone="warning"))
        layout.addWidget(self._line(words(account.definition)))
        layout.addLayout(self._facts(details))
        if account.warning is not None:
            layout.addWidget(self._line(words(account.warning), tone="warning"))
        for rows in details.others:
            layout.addWidget(self._opener(self._button(rows), rows))
        for table in details.tables:
            self._add_table(layout, table)
        if account.note is not None and measure.edge is None:
            layout.addWidget(self._line(words(account.note), tone="muted"))
        self._scroll.setWidget(body)  # deletes the one before it
        body.setAutoFillBackground(False)
        self._body = body

    def _facts(self, details: Details) -> QGridLayout:
        """A grid: a form does not ask its rows how high they are at their width, and cuts wrapped words."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(GAP // 2)
        grid.setColumnStretch(1, 1)
        labels = []
        for row, (name, fact) in enumerate(_facts(details, self._language)):
            labels.append(self._line(self._language.text(name), tone="muted"))
            grid.addWidget(labels[-1], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._line(fact), row, 1, Qt.AlignmentFlag.AlignTop)
        widest = max((label.fontMetrics().horizontalAdvance(label.text()) for label in labels), default=0)
        for label in labels:
            label.setFixedWidth(min(widest + GAP // 2, _NAMES))  # to the pixel, it would be wrapped
        return grid

    def _line(self, text: str, scale: float = 1.0, *, bold: bool = False, tone: str = "") -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(font(scale, bold=bold))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if tone:
            label.setProperty("tone", tone)
        return label

    def _add_table(self, layout: QVBoxLayout, table: TableBehind) -> None:
        """A button a term, and below them how many rows are counted and a line a reason to be left out."""
        words = self._language.text
        for rows in table.terms:
            layout.addWidget(self._opener(self._button(rows), rows))
        layout.addWidget(self._line(words(_balance(table)), tone="muted"))
        reasons = QVBoxLayout()
        reasons.setSpacing(0)
        for rows in table.left_out:
            reasons.addWidget(self._opener(self._reason(rows), rows))
        layout.addLayout(reasons)

    def _button(self, rows: RowsBehind) -> QPushButton:
        button = QPushButton()
        self._write(button, rows)
        if button.text() != button.accessibleName():
            button.setToolTip(plain_tooltip(button.accessibleName()))
        return button

    def _write(self, button: QAbstractButton, rows: RowsBehind) -> None:
        """Names of the user's own may be longer than the popup is wide."""
        text = self._language.text(rows.button)
        button.setText(in_two_lines(text, button.fontMetrics(), _WIDTH - _BESIDE))
        if "\n" in button.text() and isinstance(button, QPushButton):  # its height is the stylesheet's
            button.setStyleSheet(f"min-height: {2 * button.fontMetrics().lineSpacing()}px; text-align: left;")
        button.setAccessibleName(text)

    def _reason(self, rows: RowsBehind) -> QToolButton:
        button = QToolButton()
        self._write(button, rows)
        button.setStyleSheet(f"color: {theme_of().accent};")  # as links look
        button.setToolTip(plain_tooltip(self._language.text(rows.title)))
        return button

    def _opener(self, button: QAbstractButton, rows: RowsBehind) -> QWidget:
        """A button for rows; for leads a second one that lists them with their lines in the files."""
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        buttons: list[QAbstractButton] = [button]
        if rows.table == LEADS:
            lines = QToolButton()
            lines.setIcon(icon("table"))
            name = self._language.text(msg("Show their lines in the files"))
            lines.setToolTip(plain_tooltip(name))
            lines.setAccessibleName(name)
            buttons.append(lines)
        for place, one in enumerate(buttons):
            one.setCursor(Qt.CursorShape.PointingHandCursor)
            self._wanted[one] = rows
            one.clicked.connect(self._ask_for_leads if rows.table == LEADS and place == 0 else self._ask_for_rows)
        layout.addWidget(button)
        layout.addStretch(1)
        for one in buttons[1:]:
            layout.addWidget(one)
        return row

    @Slot()
    def _ask_for_leads(self) -> None:
        rows = self._wanted[self.sender()]
        self.close()
        self.leads_requested.emit(rows)

    @Slot()
    def _ask_for_rows(self) -> None:
        rows = self._wanted[self.sender()]
        self.close()
        self.rows_requested.emit(rows)


def in_two_lines(text: str, metrics: QFontMetrics, room: int) -> str:
    """The words, broken once where one line is too short; what two do not hold is cut."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    places = [
        place for place, sign in enumerate(text) if sign == " " and metrics.horizontalAdvance(text[:place]) <= room
    ]
    first, rest = (text[: places[-1]], text[places[-1] + 1 :]) if places else ("", text)
    rest = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
    return f"{first}\n{rest}" if first else rest


def _balance(table: TableBehind) -> Message:
    """How many of its rows are counted."""
    label = BY_ID[table.table].label
    if table.left_out:
        return msgn(
            "“{table}”: {count} of {total} rows counted; left out:",
            "“{table}”: {count} of {total} rows counted; left out:",
            table.counted,
            table=label,
            total=table.total,
        )
    return msgn("“{table}”: its row is counted", "“{table}”: all {count} rows are counted", table.total, table=label)


def value_of(account: Account, language: Language, currency: str) -> str:
    """The value of an account as the popup has it in large."""
    if account.said is not None:
        return language.text(account.said)
    return _value(account, language, currency)


def _value(account: Account, language: Language, currency: str, *, with_edge: bool = True) -> str:
    measure = account.measure if with_edge else replace(account.measure, edge=None)
    value = measure.value
    if account.in_points and value is not None:
        return figures.change_text(account.unit, value, language)
    return figures.value_text(account.unit, measure, language, currency)


def _facts(details: Details, language: Language) -> list[tuple[Message, str]]:
    """The lines of the popup: what, and its words."""
    account, currency = details.account, details.currency
    unit, measure, words = account.unit, account.measure, language.text
    facts = [] if account.formula is None else [(msg("Formula"), words(account.formula))]
    if account.filled is not None:
        result = _value(account, language, currency, with_edge=False)
        filled = msg("{formula} = {result}", formula=account.filled, result=result)
        facts.append((msg("With the figures"), words(filled if account.is_algebra else account.filled)))
    if account.made_of is not None:
        facts.append((msg("Made of"), words(account.made_of)))
    interval = figures.interval_text(unit, measure, language, currency)
    interval = figures.points_text(measure, language) if account.in_points else interval
    if interval:
        facts.append((msg("95% interval"), interval))
    facts.extend((one.label, _with_interval(one, language, currency)) for one in account.beside)
    facts.extend((name, words(told)) for name, told in account.facts)
    facts.extend((heading, " · ".join(map(words, names))) for heading, names in account.lists)
    if account.tells_n:
        size = figures.n_text(measure, language)
        if account.base is not None:
            size = words(msg("{n} ({what})", n=size, what=account.base))
        facts.append((msg("Sample size"), size))
    if measure.variant is not None:
        facts.append((msg("Variant"), words(measure.variant)))
    if details.trend is not None:
        trend = figures.trend_details(unit, details.trend, language, currency)
        if trend:
            facts.append((msg("Trend"), trend))
    others = [_named(other, language, currency) for other in account.neighbours if other.measure.value is not None]
    if others:
        facts.append((msg("Not the same as"), " · ".join(others)))
    return facts


def _with_interval(figure: Named, language: Language, currency: str) -> str:
    """A value, and between what it lies where that is known."""
    value = figures.value_text(figure.unit, figure.measure, language, currency)
    interval = figures.interval_text(figure.unit, figure.measure, language, currency)
    return language.text(msg("{value} ({interval})", value=value, interval=interval)) if interval else value


def _named(figure: Named, language: Language, currency: str) -> str:
    """A figure and its value in one: ``Win rate: 31 %``."""
    value = figures.value_text(figure.unit, figure.measure, language, currency)
    return language.text(msg("{name}: {value}", name=figure.label, value=value))
