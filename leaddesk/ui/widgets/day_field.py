"""A date: typed in many ways, or taken from a calendar, or a few days from today."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidget, QWidgetAction

from leaddesk.text import Message, msg, msgn
from leaddesk.ui.icons import icon
from leaddesk.ui.widgets.cell_editor import qt_locale
from leaddesk.ui.widgets.line_field import THOUGHT_MS, LineField

if TYPE_CHECKING:
    from leaddesk.text import Language

_FIGURES: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AHEAD: Final = re.compile(r"\+ ?(\d{1,3})")
NEAR: Final = dt.timedelta(days=31)
_WORDS: Final = {"today": 0, "aujourd'hui": 0, "auj": 0, "tomorrow": 1, "demain": 1}
PRESETS: Final[tuple[tuple[int, Message], ...]] = (
    (0, msg("Today")),
    (1, msg("Tomorrow")),
    *((days, msgn("In {count} day", "In {count} days", days)) for days in (3, 7, 14)),
)


class DayField(LineField):
    """A ``datetime.date`` or None. Typed: ``3/4``, ``03/04/2026``, ``2026-04-03``, ``+3`` (days), ``demain``."""

    def __init__(
        self, language: Language, today: dt.date, parent: QWidget | None = None, *, ahead: bool = False
    ) -> None:
        """*ahead*: the day is rather to come than past."""
        self.today, self.ahead = today, ahead
        super().__init__(language, parent)
        self.pause_ms = THOUGHT_MS
        self.open_action = QAction(icon("calendar", "text_muted"), "", self)
        self.open_action.triggered.connect(self.open_calendar)
        self.addAction(self.open_action, QLineEdit.ActionPosition.TrailingPosition)
        self.set_language(language)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        super().set_language(language)
        self.open_action.setToolTip(language.text(msg("Choose a date")))
        self.setPlaceholderText(language.text(msg("dd/mm/yyyy")))
        self.setToolTip(language.text(msg("A date (3/4, 03/04/2026) or days from today (+3)")))

    def read(self, text: str) -> dt.date | None:
        """The date typed."""
        return day_of(text, self.today, ahead=self.ahead)

    def written(self, value: dt.date | None) -> str:
        """The date in figures."""
        return "" if value is None else self._language.date(value)

    @property
    def complaint(self) -> Message:
        """That it is no date."""
        return msg("This is not a date. Type it like 31/12/2026.")

    @Slot()
    def open_calendar(self) -> None:
        """Open the calendar with its few presets below the field."""
        self.calendar_menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def calendar_menu(self) -> QMenu:
        """The presets and the calendar."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for days, words in PRESETS:
            action = menu.addAction(self._language.text(words))
            action.setData(days)
        menu.addAction(self._language.text(msg("No date"))).setData(None)
        menu.triggered.connect(self._take_preset)
        calendar = QCalendarWidget()
        calendar.setLocale(qt_locale(self._language))
        calendar.setFirstDayOfWeek(qt_locale(self._language).firstDayOfWeek())
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        day = self._value if isinstance(self._value, dt.date) else self.today
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.activated.connect(self._take_day)
        calendar.clicked.connect(self._take_day)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addSeparator()
        menu.addAction(holder)
        return menu

    @Slot(QDate)
    def _take_day(self, day: QDate) -> None:
        calendar = self.sender()
        self._take(dt.date(day.year(), day.month(), day.day()))
        menu = calendar.parent() if isinstance(calendar, QWidget) else None
        if isinstance(menu, QMenu):
            menu.close()

    @Slot(QAction)
    def _take_preset(self, action: QAction) -> None:
        days = action.data()
        self._take(None if days is None else self.today + dt.timedelta(days=days))

    def _take(self, day: dt.date | None) -> None:
        self.setText(self.written(day))
        self.setModified(True)
        self.flush()


def day_of(text: str, today: dt.date, *, ahead: bool = False) -> dt.date | None:
    """The date that a text is, day before month; None for an empty text.

    Without a year it is the last one up to a month after *today*, or (*ahead*) the first from a month before on.

    :raises ValueError: when it is none.
    """
    plain = text.strip().casefold().replace("’", "'")
    if not plain:
        return None
    if plain in _WORDS:
        return today + dt.timedelta(days=_WORDS[plain])
    if later := _AHEAD.fullmatch(plain):
        return today + dt.timedelta(days=int(later[1]))
    if iso := _ISO.fullmatch(plain):
        return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = _FIGURES.fullmatch(plain)
    if found is None:
        raise ValueError(text)
    day, month, written = int(found[1]), int(found[2]), found[3]
    if written is not None:
        return dt.date(int(written) + (2000 if len(written) == 2 else 0), month, day)
    years = range(today.year - 8, today.year + 9)  # the 29th of February comes every 8 years at the least
    known = [date for year in years if (date := _date(year, month, day)) is not None]
    if not known:
        raise ValueError(text)
    if ahead:
        return min(date for date in known if date >= today - NEAR)
    return max(date for date in known if date <= today + NEAR)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
