"""The phone rings: a lead or an expense noted by hand in one short form."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTime, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg, msgc
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets.clock_field import ClockField
from leaddesk.ui.widgets.day_field import DayField, day_of
from leaddesk.ui.widgets.line_field import LineField, NumberField
from leaddesk.ui.widgets.still_combo import StillComboBox

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.session import Session

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "leads": (
        "created", "time", "channel", "name", "company", "phone", "email", "postcode", "notes", "next_step",
        "next_date",
    ),
    "costs": ("date", "channel", "campaign", "amount", "label"),
}  # fmt: skip
"""The fields of each form, in order; ``time`` goes with the date."""
CHOSEN: Final = ("channel", "campaign")
CONTACT: Final = ("channel", "name", "company", "phone", "email")
"""One of these at least makes a lead."""
STAYING: Final = ("created", "date", "channel", "campaign")
"""What stays for the next one after "Save and new"."""
_MONTH: Final = re.compile(r"(\d{1,2})[/.\- ](\d{4})|(\d{4})-(\d{1,2})")
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Fault = tuple[str, Message]


class EntryDialog(QDialog):
    """One lead (*table* ``leads``) or one expense (``costs``)."""

    def __init__(self, session: Session, language: Language, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.language, self.table = session, language, table
        self.today = session.state.today if session.has_data else session.clock_today
        words = language.text
        self.setWindowTitle(words(msg("New lead") if table == "leads" else msg("New expense")))
        self.fields: dict[str, Any] = {name: self._field(name) for name in FIELDS[table]}
        self.faults: dict[str, QLabel] = {name: _fault_label() for name in FIELDS[table] if name != "time"}
        for field in self.fields.values():
            if isinstance(field, LineField):
                field.keeps_unreadable = True
        self.hint = QLabel(words(_HINTS[table]))
        self.hint.setWordWrap(True)
        self.hint.setProperty("tone", "muted")
        self.general = _fault_label()
        self.done_label = QLabel()
        self.done_label.setProperty("tone", "good")
        self.save, self.save_and_new = QPushButton(words(msg("Save"))), QPushButton(words(msg("Save and new")))
        self.cancel = QPushButton(words(msg("Cancel")))
        self.save.setDefault(True)
        for button in (self.save_and_new, self.cancel):
            button.setAutoDefault(False)
        self._lay_out()
        self.save.clicked.connect(self._save)
        self.save_and_new.clicked.connect(self._save_and_new)
        self.cancel.clicked.connect(self.reject)
        self._start_anew()

    # Building --------------------------------------------------------------------------------------------------------

    def _field(self, name: str) -> QWidget:
        language = self.language
        if name in ("created", "next_date"):
            return DayField(language, self.today, ahead=name == "next_date")
        if name == "date":
            return MonthField(language, self.today)
        if name == "time":
            return ClockField(language)
        if name == "amount":
            return NumberField(language)
        if name == "notes":
            notes = QPlainTextEdit()
            notes.setTabChangesFocus(True)
            notes.setFixedHeight(notes.fontMetrics().lineSpacing() * 3 + 2 * GAP)
            return notes
        if name in CHOSEN:
            box = StillComboBox()
            box.setEditable(True)
            box.setInsertPolicy(StillComboBox.InsertPolicy.NoInsert)
            box.addItems(["", *self._known(name)])
            return box
        return QLineEdit()

    def _known(self, name: str) -> list[str]:
        """The values that this column has in the data, leads and costs alike."""
        if not self.session.has_data:
            return []
        frames = self.session.state.dataset.frames
        labels = {label for table in ("leads", "costs") if table in frames and frames[table].has(name)
                  for label in frames[table].labels(name)}  # fmt: skip
        return sorted(labels, key=str.casefold)

    def _lay_out(self) -> None:
        words = self.language.text
        form = QFormLayout()
        form.setHorizontalSpacing(GAP * 2)
        form.setVerticalSpacing(GAP // 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in self.fields.items():
            title = words(self._title(name))
            field.setAccessibleName(title)
            if name == "time":
                continue
            label = QLabel(title)
            label.setBuddy(field)
            if name == "created":
                line = QHBoxLayout()
                line.setSpacing(GAP)
                line.addWidget(field, 2)
                line.addWidget(self.fields["time"], 1)
                form.addRow(label, line)
            else:
                form.addRow(label, field)
            form.addRow("", self.faults[name])
            form.setRowVisible(self.faults[name], False)
        self.form = form
        buttons = QHBoxLayout()
        buttons.addWidget(self.done_label, 1)
        for button in (self.cancel, self.save_and_new, self.save):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.hint)
        layout.addLayout(form)
        layout.addWidget(self.general)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.setMinimumWidth(480)

    def _title(self, name: str) -> Message:
        special = {
            "time": msgc("entry", "Time"),
            "created": msg("Date and time"),
            "date": msg("Date or month"),
            "amount": msg("Amount, VAT excluded"),
            "notes": msg("Need, notes"),
        }
        return special.get(name) or BY_ID[self.table].column(name).label

    def _start_anew(self) -> None:
        for name, field in self.fields.items():
            if name in STAYING and self._text(name):
                continue
            if name in ("created", "date"):
                field.show_value(self.today)
            elif name == "time":
                now = QTime.currentTime()
                field.show_value(dt.time(now.hour(), now.minute()))
            elif isinstance(field, LineField):
                field.show_value(None)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText("")
            elif not isinstance(field, StillComboBox):
                field.clear()
            else:
                field.setCurrentIndex(0)
        self.fields["channel"].setFocus()

    # Reading ---------------------------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        field = self.fields[name]
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText().strip()
        text = field.currentText() if isinstance(field, StillComboBox) else field.text()
        return " ".join(text.split())

    def read(self) -> tuple[dict[str, str | float | None], list[Fault]]:
        """The values by column as the form has them, and what is wrong with it (the field's name, empty for all)."""
        values: dict[str, str | float | None] = {}
        faults: list[Fault] = []
        for name, field in self.fields.items():
            try:
                values[name] = self._read_field(name, field)
            except ValueError:
                faults.append((name, field.complaint))
        if self.table == "leads":
            faults += _lead_faults(values)
            created, time = values.get("created"), values.pop("time", None)
            if created is not None and time is not None:
                values["created"] = f"{created} {time}"
        else:
            span = values.pop("date", None)
            if isinstance(span, str):
                first, _, last = span.partition(" ")
                values |= {"date": first, "until": last or None}
            faults += _cost_faults(values, {name for name, _ in faults})
        return {name: value for name, value in values.items() if value is not None}, faults

    def _read_field(self, name: str, field: Any) -> str | float | None:  # noqa: ANN401  (one of several widgets)
        if not isinstance(field, LineField):
            return self._text(name) or None
        value = field.value()
        if isinstance(value, dt.time):
            return value.strftime("%H:%M")
        return value.isoformat() if isinstance(value, dt.date) else value

    # Saving ----------------------------------------------------------------------------------------------------------

    def _submit(self) -> bool:
        values, faults = self.read()
        told = dict(reversed(faults))
        if "time" in told:  # its line is that of the date
            told.setdefault("created", told["time"])
        for name, label in self.faults.items():
            fault = told.get(name)
            label.setText("" if fault is None else self.language.text(fault))
            self.form.setRowVisible(label, fault is not None)
        self.general.setText(self.language.text(told[""]) if "" in told else "")
        self.general.setVisible("" in told)
        if faults:
            first = next((name for name, _ in faults if name), "channel")
            self.fields[first].setFocus()
            self.done_label.clear()
            return False
        self.session.type_in(self.table, values)
        return True

    @Slot()
    def _save(self) -> None:
        if self._submit():
            self.accept()

    @Slot()
    def _save_and_new(self) -> None:
        if self._submit():
            what = msg("Lead noted.") if self.table == "leads" else msg("Expense noted.")
            self.done_label.setText(self.language.text(what))
            self._start_anew()


class MonthField(DayField):
    """A day, or a whole month (``03/2026``); the value is ``2026-03-04`` or ``2026-03-01 2026-03-31``."""

    def read(self, text: str) -> Any:  # noqa: ANN401
        """The day as a date, or the first and last day of the month as text."""
        found = _MONTH.fullmatch(text.strip())
        if found is None:
            return day_of(text, self.today)
        month, year = int(found[1] or found[4]), int(found[2] or found[3])
        if not 1 <= month <= 12:
            raise ValueError(text)
        first = dt.date(year, month, 1)
        return f"{first.isoformat()} {first.replace(day=calendar.monthrange(year, month)[1]).isoformat()}"

    def written(self, value: Any) -> str:  # noqa: ANN401
        """The day or month in figures."""
        if isinstance(value, str):
            return f"{value[5:7]}/{value[:4]}"
        return super().written(value)

    @property
    def complaint(self) -> Message:
        """That it is neither a day nor a month."""
        return msg("This is neither a date nor a month. Type 31/12/2026 or 12/2026.")


_HINTS: Final = {
    "leads": msg("A channel or any way to reach the person is enough."),
    "costs": msg("An amount is enough; without a channel it counts in the totals only."),
}


def _lead_faults(values: dict[str, str | float | None]) -> list[Fault]:
    faults: list[Fault] = []
    if not any(values.get(name) for name in CONTACT):
        faults.append(("", msg("Note a channel, a name, a company, a telephone number or an e-mail address.")))
    email = values.get("email")
    if isinstance(email, str) and not _MAIL.fullmatch(email):
        faults.append(("email", msg("This is not an e-mail address.")))
    return faults


def _cost_faults(values: dict[str, str | float | None], told: set[str]) -> list[Fault]:
    faults: list[Fault] = []
    if values.get("amount") is None and "amount" not in told:
        faults.append(("amount", msg("Note the amount.")))
    if values.get("date") is None and "date" not in told:
        faults.append(("date", msg("Note a date or a month: without it the expense is in no period.")))
    return faults


def _fault_label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setProperty("tone", "bad")
    label.hide()
    return label
