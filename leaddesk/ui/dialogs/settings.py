"""The settings of the document: the firm, its opening hours, its money, and what its status words mean."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.action import settings_value
from leaddesk.model.opening import OpeningHours
from leaddesk.model.settings import LIFETIMES
from leaddesk.model.stagewords import COLUMNS
from leaddesk.text import Message, msg, msgc, msgn
from leaddesk.ui.theme import GAP, MARGIN, font
from leaddesk.ui.widgets.clock_field import ClockField
from leaddesk.ui.widgets.line_field import LineField, NumberField
from leaddesk.ui.widgets.stage_words import StageWords, StatusWord
from leaddesk.ui.widgets.still_combo import StillComboBox

if TYPE_CHECKING:
    from leaddesk.model.settings import Settings
    from leaddesk.model.state import State
    from leaddesk.text import Language
    from leaddesk.ui.session import Session

CURRENCIES: Final = ("EUR", "CHF", "GBP", "USD", "CAD", "MAD", "TND", "XOF", "XPF")
MOST_HOURS: Final = 1000.0
LABELS: Final[dict[str, Message]] = {
    "company": msg("Company"),
    "currency": msg("Currency"),
    "opening": msg("Opening hours"),
    "response_target": msg("Response target"),
    "selling_hours": msg("Hours spent on selling"),
    "selling_rate": msg("Cost of an hour"),
    "lifetime_months": msg("Lifetime value over"),
    "stage_map": msg("What the status words mean"),
}
"""What undo calls a change of each setting."""


class SettingsDialog(QDialog):
    """Each setting that was changed is one step that can be undone."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.language = session, language
        words = language.text
        self.setWindowTitle(words(msg("Settings")))
        self.company, self.currency, self.lifetime = QLineEdit(), StillComboBox(), StillComboBox()
        self.target = NumberField(language)
        self.hours, self.rate = NumberField(language), NumberField(language)
        for field in (self.target, self.hours, self.rate):
            field.keeps_unreadable = True
        self.days = [QCheckBox() for _ in range(7)]
        self.opens, self.closes = ClockField(language), ClockField(language)
        self.holidays = QCheckBox(words(msg("Closed on French public holidays")))
        self.alsace = QCheckBox(words(msg("also those of Alsace-Moselle")))
        self.words = StageWords(language)
        self.fault = QLabel()
        self.fault.setProperty("tone", "bad")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.save, self.cancel = QPushButton(words(msg("Save"))), QPushButton(words(msg("Cancel")))
        self.save.setDefault(True)
        self.cancel.setAutoDefault(False)
        self._lay_out()
        self._fill(session.state.settings)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        self.holidays.toggled.connect(self.alsace.setEnabled)
        self.resize(640, 560)

    # Building --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        words = self.language.text
        form = QFormLayout()
        form.setHorizontalSpacing(GAP * 2)
        form.setVerticalSpacing(GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        target = self._beside((self.target, msg("opening hours until the first answer, at most")))
        self.rate.setAccessibleName(words(LABELS["selling_rate"]))
        selling = self._beside(
            (self.hours, msg("hours a month, at a cost of")),
            (self.rate, msg("an hour (for the full CAC)")),
        )
        form.addRow(self._label("company", self.company), self.company)
        form.addRow(self._label("currency", self.currency), self.currency)
        form.addRow(self._label("opening", self.days[0]), self._opening())
        form.addRow(self._label("response_target", self.target), target)
        form.addRow(self._label("selling_hours", self.hours), selling)
        form.addRow(self._label("lifetime_months", self.lifetime), self.lifetime)
        title = QLabel(words(LABELS["stage_map"]))
        title.setFont(font(bold=True))
        title.setBuddy(self.words)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("tone", "muted")
        buttons = QHBoxLayout()
        buttons.addWidget(self.fault, 1)
        buttons.addStretch(0)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(form)
        layout.addSpacing(GAP)
        layout.addWidget(title)
        layout.addWidget(self.note)
        layout.addWidget(self.words, 1)
        self._places = QVBoxLayout()
        layout.addLayout(self._places)
        layout.addLayout(buttons)

    def _beside(self, *fields: tuple[NumberField, Message]) -> QHBoxLayout:
        """Numbers in one line, each before its words."""
        line = QHBoxLayout()
        line.setSpacing(GAP)
        for field, told in fields:
            field.setFixedWidth(90)
            line.addWidget(field)
            line.addWidget(QLabel(self.language.text(told)))
        line.addStretch(1)
        return line

    def _label(self, name: str, field: QWidget) -> QLabel:
        title = self.language.text(LABELS[name])
        label = QLabel(title)
        label.setBuddy(field)
        field.setAccessibleName(title)
        return label

    def _opening(self) -> QVBoxLayout:
        words = self.language.text
        names = self.language.locale.days["stand-alone"]["abbreviated"]
        full = self.language.locale.days["stand-alone"]["wide"]
        week = QHBoxLayout()
        week.setSpacing(GAP)
        for day, box in enumerate(self.days):
            box.setText(names[day])
            box.setAccessibleName(full[day])
            week.addWidget(box)
        week.addStretch(1)
        hours = QHBoxLayout()
        hours.setSpacing(GAP)
        for title, edit in ((msgc("hours", "from"), self.opens), (msgc("hours", "to"), self.closes)):
            edit.setFixedWidth(90)
            edit.keeps_unreadable = True
            edit.setAccessibleName(words(title))
            hours.addWidget(QLabel(words(title)))
            hours.addWidget(edit)
        hours.addStretch(1)
        free = QHBoxLayout()
        free.setSpacing(GAP * 2)
        free.addWidget(self.holidays)
        free.addWidget(self.alsace)
        free.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(GAP // 2)
        for line in (week, hours, free):
            column.addLayout(line)
        return column

    def _fill(self, settings: Settings) -> None:
        self.company.setText(settings.company)
        names = self.language.locale.currencies
        for code in dict.fromkeys((*CURRENCIES, settings.currency)):
            self.currency.addItem(f"{code} – {names.get(code, code)}", code)
        self.currency.setCurrentIndex(self.currency.findData(settings.currency))
        self.target.show_value(settings.response_target)
        self.hours.show_value(settings.selling_hours or None)
        self.rate.show_value(settings.selling_rate or None)
        for months in LIFETIMES:
            most = msgn("{count} month at most", "{count} months at most", months)
            self.lifetime.addItem(self.language.text(most), months)
        self.lifetime.setCurrentIndex(self.lifetime.findData(settings.lifetime_months))
        opening = settings.opening
        for box, is_open in zip(self.days, opening.days, strict=True):
            box.setChecked(is_open)
        self.opens.show_value(_time(opening.opens))
        self.closes.show_value(_time(opening.closes))
        self.holidays.setChecked(opening.holidays)
        self.alsace.setChecked(opening.alsace_moselle)
        self.alsace.setEnabled(opening.holidays)
        found = status_words(self.session.state)
        self.words.show_words(found, settings.stage_map)
        self.words.setVisible(bool(found))
        unknown = sum(word.count for word in found if settings.stage_map.stage(word.word) is None)
        if not found:
            note = msg("The leads that are open have no status column.")
        elif unknown:
            note = msg("Leads whose word is not understood ({count}) count as open.", count=unknown)
        else:
            note = msg("Every word is understood. A stage set by hand on a lead comes before its word.")
        self.note.setText(self.language.text(note))

    def add_place(self, place: QWidget) -> None:
        """Tell below the settings where something is kept."""
        self._places.addWidget(place)

    # Reading, saving -------------------------------------------------------------------------------------------------

    def settings(self) -> Settings:
        """The settings as the form has them.

        :raises ValueError: with a :class:`Message`, when they cannot be.
        """
        target = _read(self.target)
        if target is None or not 0 < target <= MOST_HOURS:
            raise ValueError(msg("The response target is a number of hours above 0."))
        hours, rate = _read(self.hours) or 0.0, _read(self.rate) or 0.0
        if hours < 0 or rate < 0:
            raise ValueError(msg("Hours and their cost are not below 0."))
        opens, closes = _hours(_read(self.opens)), _hours(_read(self.closes))
        if opens is None or closes is None or opens >= closes:
            raise ValueError(msg("The opening hours must end after they begin."))
        days = tuple(box.isChecked() for box in self.days)
        if not any(days):
            raise ValueError(msg("The company is open on one day of the week at least."))
        monday, tuesday, wednesday, thursday, friday, saturday, sunday = days
        week = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
        return replace(
            self.session.state.settings,
            company=" ".join(self.company.text().split()),
            currency=str(self.currency.currentData()),
            opening=OpeningHours(week, opens, closes, self.holidays.isChecked(), self.alsace.isChecked()),
            response_target=target,
            selling_hours=hours,
            selling_rate=rate,
            lifetime_months=int(self.lifetime.currentData()),
            stage_map=self.words.stage_map(),
        )

    @Slot()
    def _save(self) -> None:
        try:
            wanted = self.settings()
        except ValueError as fault:
            self.fault.setText(self.language.text(fault.args[0]))
            self.fault.show()
            return
        for name, label in LABELS.items():
            if getattr(wanted, name) != getattr(self.session.state.settings, name):
                self.session.change_setting(name, settings_value(wanted, name), label)
        self.accept()


def status_words(state: State) -> tuple[StatusWord, ...]:
    """The status words of all leads that are open, each with how many carry it."""
    found: Counter[str] = Counter()
    for column in COLUMNS:
        if state.dataset.has("leads", column):
            frame = state.dataset["leads"]
            codes = frame.codes(column)
            counts = np.bincount(codes[codes >= 0], minlength=len(frame.labels(column)))
            found.update(dict(zip(frame.labels(column), counts.tolist(), strict=True)))
    return tuple(StatusWord(word, count) for word, count in found.items() if count)


def _read(field: LineField) -> Any:  # noqa: ANN401  (each kind of field has its own)
    try:
        return field.value()
    except ValueError:
        raise ValueError(field.complaint) from None


def _time(hours: float) -> dt.time:
    minutes = min(round(hours * 60), 24 * 60 - 1)
    return dt.time(minutes // 60, minutes % 60)


def _hours(time: dt.time | None) -> float | None:
    return None if time is None else time.hour + time.minute / 60
