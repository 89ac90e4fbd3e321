"""The filter bar over all tabs: the period, what it is compared with, channel, campaign, owner, groups of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtWidgets import QBoxLayout, QComboBox, QDateEdit, QHBoxLayout, QLabel, QToolButton, QWidget

from leaddesk.model.leads_table import LEADS
from leaddesk.model.period import Period, Preset
from leaddesk.text import Message, msg
from leaddesk.ui.compare_with import CompareWith
from leaddesk.ui.dimension_names import WITHOUT
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets.choice_button import ChoiceButton
from leaddesk.ui.widgets.own_filters import OwnFilters

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtGui import QResizeEvent

    from leaddesk.text import Language
    from leaddesk.ui.session import Session

FILTERED: Final = ("channel", "campaign", "owner")
PRESETS: Final[dict[Preset | None, Message]] = {
    Preset.THIS_MONTH: msg("This month"),
    Preset.LAST_MONTH: msg("Last month"),
    Preset.THIS_QUARTER: msg("This quarter"),
    Preset.LAST_QUARTER: msg("Last quarter"),
    Preset.THIS_YEAR: msg("This year"),
    Preset.LAST_YEAR: msg("Last year"),
    Preset.LAST_30_DAYS: msg("Last 30 days"),
    Preset.LAST_90_DAYS: msg("Last 90 days"),
    Preset.LAST_12_MONTHS: msg("Last 12 months"),
    Preset.ALL: msg("All dates"),
    None: msg("Other dates…"),
}
COMPARISONS: Final = {
    CompareWith.BEFORE: msg("the period before"),
    CompareWith.YEAR_BEFORE: msg("the year before"),
    CompareWith.NOTHING: msg("nothing"),
}


class FilterBar(QWidget):
    """Shows what the session looks at, and tells it what to look at instead."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.language = session, language
        self.period_label, self.compare_label = QLabel(), QLabel()
        self.presets, self.comparisons = QComboBox(), QComboBox()
        self.start, self.end = self._date_edit(), self._date_edit()
        self.dash = QLabel("–")
        self.buttons = {
            name: ChoiceButton(LEADS.column(name).label, WITHOUT[name], language, self) for name in FILTERED
        }
        self.own = OwnFilters(session, language, self)
        self.clear = QToolButton()
        for preset in PRESETS:
            self.presets.addItem("", preset)
        for comparison in COMPARISONS:
            self.comparisons.addItem("", comparison)
        self._lay_out()
        self._connect()
        self.set_language(language)

    def _date_edit(self) -> QDateEdit:
        edit = QDateEdit(self)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("dd/MM/yyyy")
        edit.setKeyboardTracking(False)
        return edit

    def _lay_out(self) -> None:
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(MARGIN, GAP // 2, MARGIN, GAP // 2)
        self._rows.setSpacing(GAP)
        self._when, self._what = QHBoxLayout(), QHBoxLayout()
        for stretch, half in enumerate((self._when, self._what)):
            half.setSpacing(GAP)
            self._rows.addLayout(half, stretch)
        for label, buddy in ((self.period_label, self.presets), (self.compare_label, self.comparisons)):
            label.setBuddy(buddy)
            label.setProperty("tone", "muted")
        widgets = (self.period_label, self.presets, self.start, self.dash, self.end)
        for widget in (*widgets, self.compare_label, self.comparisons):
            self._when.addWidget(widget)
        self._when.addStretch(1)
        for button in self.buttons.values():
            self._what.addWidget(button)
        self._what.addWidget(self.own)
        self._what.addStretch(1)
        self._what.addWidget(self.clear)

    def _fold(self) -> None:
        """In one line where there is room, else in two: nothing is cut."""
        wanted = self._when.sizeHint().width() + self._what.sizeHint().width() + GAP + 2 * MARGIN
        fits = wanted <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._rows.direction() is not direction:
            self._rows.setDirection(direction)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the two lines can be."""
        narrowest = max(self._when.minimumSize().width(), self._what.minimumSize().width()) + 2 * MARGIN
        return QSize(narrowest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for one line, or not any more."""
        super().resizeEvent(event)
        self._fold()

    def _connect(self) -> None:
        self.presets.activated.connect(self._choose_preset)
        self.comparisons.activated.connect(self._choose_comparison)
        self.start.dateChanged.connect(self._choose_dates)
        self.end.dateChanged.connect(self._choose_dates)
        self.buttons["channel"].chosen.connect(self._choose_channel)
        self.buttons["campaign"].chosen.connect(self._choose_campaign)
        self.buttons["owner"].chosen.connect(self._choose_owner)
        self.clear.clicked.connect(self.session.clear_filters)
        self.session.slice_changed.connect(self.refresh)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.language = language
        words = language.text
        self.period_label.setText(words(msg("Period")))
        self.compare_label.setText(words(msg("compared with")))
        for index, label in enumerate(PRESETS.values()):
            self.presets.setItemText(index, words(label))
        for index, label in enumerate(COMPARISONS.values()):
            self.comparisons.setItemText(index, words(label))
        self.start.setAccessibleName(words(msg("First day")))
        self.end.setAccessibleName(words(msg("Last day")))
        self.presets.setAccessibleName(words(msg("Period")))
        self.comparisons.setAccessibleName(words(msg("compared with")))
        self.clear.setText(words(msg("Clear filters")))
        for button in self.buttons.values():
            button.set_language(language)
        self.own.set_language(language)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what the session looks at now."""
        session = self.session
        self.presets.setCurrentIndex(list(PRESETS).index(session.preset))
        self.comparisons.setCurrentIndex(list(COMPARISONS).index(session.compare_with))
        is_set = session.period.start is not None and session.period.end is not None
        for edit, day in ((self.start, session.period.start), (self.end, session.period.end)):
            with QSignalBlocker(edit):
                edit.setDate(_qdate(day or session.clock_today))
            edit.setVisible(is_set or session.preset is None)
        self.dash.setVisible(is_set or session.preset is None)
        self.comparisons.setEnabled(is_set)
        self.compare_label.setEnabled(is_set)
        self._refresh_choices()

    def _refresh_choices(self) -> None:
        session = self.session
        if not session.has_data:
            return
        from leaddesk.model.dimensions import choices

        current = session.slice
        for name, button in self.buttons.items():
            values = choices(current, name)
            button.setVisible(len(values) > 1)
            button.show_values(values, session.kept.get(name))
        self.own.refresh(current)
        self.clear.setVisible(bool(session.kept))
        self._fold()

    @Slot(int)
    def _choose_preset(self, index: int) -> None:
        preset = list(PRESETS)[index]
        today = self.session.state.today
        if preset is not None:
            self.session.set_period(preset.period(today), preset)
            return
        period = self.session.period
        if period.start is None or period.end is None:
            period = Preset.LAST_30_DAYS.period(today)
        self.session.set_period(period, None)
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _choose_comparison(self, index: int) -> None:
        self.session.set_compare(list(COMPARISONS)[index])

    @Slot()
    def _choose_dates(self) -> None:
        start, end = _date(self.start.date()), _date(self.end.date())
        if end < start:
            start, end = (start, start) if self.sender() is self.start else (end, end)
        self.session.set_period(Period(start, end), None)

    @Slot(object)
    def _choose_channel(self, kept: frozenset[str | None] | None) -> None:
        self.session.set_filter("channel", kept)

    @Slot(object)
    def _choose_campaign(self, kept: frozenset[str | None] | None) -> None:
        self.session.set_filter("campaign", kept)

    @Slot(object)
    def _choose_owner(self, kept: frozenset[str | None] | None) -> None:
        self.session.set_filter("owner", kept)


def _qdate(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> dt.date:
    return day.toPython()  # type: ignore[return-value]
