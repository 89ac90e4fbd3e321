"""What chance does not explain, a line each; there is nothing to see where there is no such thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from leaddesk.model.alertaccount import part_text
from leaddesk.model.measure import Unit
from leaddesk.text import msg, msgn, verbatim
from leaddesk.ui import figures
from leaddesk.ui.icons import icon
from leaddesk.ui.theme import GAP, plain_tooltip
from leaddesk.ui.widgets.figure_asking import figure_menu
from leaddesk.ui.widgets.figure_label import FigureLabel
from leaddesk.ui.widgets.pressing import Pressing

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from leaddesk.model.alerts import Alert, Alerts
    from leaddesk.text import Language, Message

_MOST: Final = 2
"""Alerts that have a line; the others are counted, until they are asked for."""


class AlertLines(QWidget):
    """The surest alerts of a month."""

    clicked = Signal(object)
    """An :class:`~leaddesk.model.alerts.Alert`."""
    asked = Signal(object, QRect)
    """What is behind the figure of an alert, and where it stands (global coordinates)."""
    looked_asked = Signal(object, QRect)
    """The :class:`~leaddesk.model.alerts.Alerts` of which one asks what was looked at, and where that stands."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[AlertLine] = []
        self.more = FigureLabel("more")
        self.more.setProperty("tone", "muted")
        self.more.asked.connect(self._show_all)
        self.looked = QToolButton()
        """How many KPIs were looked at; pressed it asks which, and which were not and why."""
        self.looked.setAutoRaise(True)
        self.looked.clicked.connect(self._ask_looked)
        self._shown: tuple[Alerts, str] | None = None
        self._most = _MOST
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP // 2)
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addWidget(self.looked)
        row.addStretch(1)
        self._layout.addLayout(row)
        self._add(_MOST)
        self._language = language
        self.hide()

    def set_language(self, language: Language) -> None:
        """The words come with the next alerts."""
        self._language = language

    def _add(self, count: int) -> None:
        """Have so many lines."""
        while len(self.lines) < count:
            line = AlertLine(self)
            line.clicked.connect(self.clicked)
            line.asked.connect(self.asked)
            self._layout.insertWidget(len(self.lines), line)
            self.lines.append(line)

    @Slot()
    def _show_all(self) -> None:
        """A line for each of those that are shown."""
        if self._shown is not None:
            found, currency = self._shown
            self._most = len(found.alerts)
            self.show_alerts(found, currency)
            self.lines[_MOST].setFocus()

    def show_alerts(self, found: Alerts, currency: str) -> None:
        """Show the alerts of a month, and how many KPIs were looked at; where none was the widget goes. Alerts of
        another month are few again.
        """
        if self._shown is not None and self._shown[0] is not found:
            self._most = _MOST
        self._shown = (found, currency)
        self._add(min(self._most, len(found.alerts)))
        for place, line in enumerate(self.lines):
            line.setVisible(place < min(self._most, len(found.alerts)))
            if place < len(found.alerts):
                alert = found.alerts[place]
                line.show_alert(alert, alert_text(alert, self._language, currency), self._language)
        others = len(found.alerts) - self._most
        self.more.setVisible(others > 0)
        if others > 0:
            self.more.setText(self._language.text(msgn("and {count} more alert", "and {count} more alerts", others)))
        self._show_looked(found)
        self.setVisible(bool(found.judged))

    def _show_looked(self, found: Alerts) -> None:
        words, start = self._language.text, found.period.start
        looked = msgn("{count} KPI looked at", "{count} KPIs looked at", len(found.judged))
        nothing = msg(
            "{month}: nothing unusual ({looked})",
            month="" if start is None else _sentence(self._language.month(start, "long")),
            looked=words(looked),
        )
        self.looked.setText(words(looked if found.alerts else nothing))
        names = "\n".join(f"• {words(kpi.label)}" for kpi in found.judged)
        self.looked.setToolTip(plain_tooltip(names))
        self.looked.setAccessibleDescription(names)

    @Slot()
    def _ask_looked(self) -> None:
        if self._shown is not None:
            at = self.looked.mapToGlobal(self.looked.rect().topLeft())
            self.looked_asked.emit(self._shown[0], QRect(at, self.looked.size()))


class AlertLine(Pressing, QFrame):
    """One alert; pressed, it tells of itself where leads stand behind it."""

    clicked = Signal(object)
    """The alert."""
    asked = Signal(object, QRect)
    """The alert, and where it stands (global coordinates)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alert: Alert | None = None
        self._language: Language | None = None
        self.mark, self.words = QLabel(), QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.setProperty("card", True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP + 6, 3, GAP + 6, 3)
        layout.setSpacing(GAP)
        layout.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)

    def show_alert(self, alert: Alert, text: Message, language: Language) -> None:
        """Show an alert in these words."""
        self._alert, self._language = alert, language
        words = language.text(text)
        opens = alert.count > 0
        self.words.setText(words)
        self.setAccessibleName(words)
        name, role = ("trending-up", "good") if alert.is_good else ("triangle-alert", "warning")
        self.mark.setPixmap(icon(name, role).pixmap(16, 16))
        self.setProperty("clickable", opens)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def open_menu(self, place: QPoint) -> None:
        """The menu of a figure."""
        if self._language is not None and self._alert is not None:
            figure_menu(self, self._language, place, self.ask, self.press if self._alert.count else None)

    def ask(self) -> None:
        """Ask what is behind the figure."""
        if self._alert is not None:
            self.asked.emit(self._alert, self.on_screen())

    def press(self) -> None:
        """Tell the alert, where leads stand behind it."""
        if self._alert is not None and self._alert.count:
            self.clicked.emit(self._alert)


def alert_text(alert: Alert, language: Language, currency: str) -> Message:
    """What happened, how much of it, what is usual, since when, where to look, and how sure it is."""
    unit, start, within = alert.kpi.unit, alert.period.start, alert.within
    actual, usual = (figures.value_text(unit, one, language, currency) for one in (alert.actual, alert.usual))
    interval = figures.interval_text(unit, alert.usual, language, currency)
    figure = (
        language.text(msg("{actual} instead of {usual}", actual=actual, usual=usual)),
        language.text(msg("usually {interval}", interval=interval)) if interval else "",
        "" if within is None else language.text(msgn("within {count} day", "within {count} days", within)),
        "" if unit is Unit.COUNT else figures.n_text(alert.actual, language),
    )
    said = msg(
        "{what} ({month}: {figure}).",
        what=alert.what,
        month="" if start is None else language.month(start, "long"),
        figure=" · ".join(part for part in figure if part),
    )
    sentences = [said] if alert.lasts is None else [said, alert.lasts]
    if alert.farthest:
        sentences.append(msg("Above all {part}.", part=part_text(alert, alert.farthest[0], currency)))
    sure = _sentence(language.text(alert.sure)) + "."
    return verbatim(" ".join([*map(language.text, sentences), sure]))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
