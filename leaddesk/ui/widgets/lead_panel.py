"""The panel beside the grid: one lead, what is known of it, and all that one notes down while on the telephone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.leads_table import LEADS
from leaddesk.model.stages import LABELS, Stage
from leaddesk.text import Message, msg, msgc
from leaddesk.ui.icons import icon
from leaddesk.ui.theme import GAP, HEADING, font
from leaddesk.ui.widgets.answers import Answers
from leaddesk.ui.widgets.day_field import DayField
from leaddesk.ui.widgets.lead_facts import WHY_OVER, called
from leaddesk.ui.widgets.line_field import THOUGHT_MS, LineField, NumberField
from leaddesk.ui.widgets.note_field import NoteField
from leaddesk.ui.widgets.score_card import ScoreCard
from leaddesk.ui.widgets.still_combo import StillComboBox

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

    from leaddesk.text import Language
    from leaddesk.ui.widgets.lead_facts import LeadFacts

SECTIONS: Final[dict[str, Message]] = {
    "bant": msg("Qualification (BANT)"),
    "score": msg("Score"),
    "history": msg("What happened"),
    "details": msg("Details"),
}
WIDTH: Final = 340
_LONG_WORD: Final = re.compile(r"\S{25,}")


class LeadPanel(QScrollArea):
    """Shows a :class:`LeadFacts`; tells what the user changed, with the row it was changed for."""

    stage_chosen = Signal(object, object)
    """The row id and the :class:`Stage`."""
    edited = Signal(object, object, object)
    """The row id, the column id and the new value: str, float, date, or None for empty."""
    history_asked = Signal(object)
    """What was done to the lead of that row id is to be shown."""
    closed = Signal()
    """The user wants more room for the grid."""
    left = Signal()
    """Escape: back to the grid."""

    def __init__(self, language: Language, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._facts: LeadFacts | None = None
        self._owners: tuple[str, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._make(language, today)
        self._lay_out()
        self._connect()
        self.set_language(language)

    # Building --------------------------------------------------------------------------------------------------------

    def _make(self, language: Language, today: dt.date) -> None:
        self.name, self.subtitle, self.due = _words(), _words("muted"), _words("warning")
        self.phone, self.email = _words(selectable=True), _words(selectable=True)
        self.stage_source, self.origin = _words("muted"), _words("muted")
        self.name.setFont(font(HEADING, bold=True))
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("x"))
        self.close_button.setIconSize(QSize(16, 16))
        self.stage, self.owner, self.why = StillComboBox(), StillComboBox(), StillComboBox()
        self.owner_line, self.why_line = LineField(language), LineField(language)
        for box, line in ((self.owner, self.owner_line), (self.why, self.why_line)):
            box.setEditable(True)
            box.setInsertPolicy(StillComboBox.InsertPolicy.NoInsert)
            line.setStyleSheet("QLineEdit { border: 0; padding: 0; min-height: 0; background: transparent; }")
            box.setLineEdit(line)
            line.pause_ms = THOUGHT_MS
        for stage in Stage:
            self.stage.addItem("", stage.id)
        self.created = DayField(language, today)
        self.next_step, self.next_date = LineField(language), DayField(language, today, ahead=True)
        self.amount, self.notes = NumberField(language), NoteField()
        self.why_line.setProperty("column", "lost_reason")
        for field, column in self.fields().items():
            field.setProperty("column", column)
        self.answers, self.score = Answers(language), ScoreCard(language)
        self.labels = {
            name: QLabel() for name in ("created", "stage", "why", "next_step", "next_date", "owner", "amount", "notes")
        }
        self.headings = {name: QLabel() for name in SECTIONS}
        for heading in self.headings.values():
            heading.setFont(font(bold=True))
        self.done = QPushButton()
        self.done.setAutoDefault(False)
        self.history, self.details = _words(selectable=True), _words(selectable=True)

    def fields(self) -> dict[Any, str]:
        """The fields that commit what is typed, each with its column."""
        return {
            self.owner_line: "owner",
            self.created: "created",
            self.why_line: str(self.why_line.property("column")),
            self.next_step: "next_step",
            self.next_date: "next_date",
            self.amount: "amount",
            self.notes: "notes",
        }

    def _lay_out(self) -> None:
        self.page = QWidget()
        layout = QVBoxLayout(self.page)
        layout.setContentsMargins(GAP + 4, GAP, GAP + 4, GAP)
        layout.setSpacing(GAP // 2 + 2)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(top)
        contact = QHBoxLayout()
        contact.setSpacing(GAP * 2)
        contact.addWidget(self.phone)
        contact.addWidget(self.email, 1)
        layout.addWidget(self.subtitle)
        layout.addLayout(contact)
        layout.addWidget(self.due)
        layout.addLayout(self._form())
        layout.addWidget(self.labels["notes"])
        self.notes.setFixedHeight(self.notes.fontMetrics().lineSpacing() * 3 + 2 * GAP)
        layout.addWidget(self.notes)
        for name, widget in (
            ("bant", self.answers),
            ("score", self.score),
            ("history", self.history),
            ("details", self.details),
        ):
            layout.addSpacing(GAP // 2)
            layout.addWidget(self.headings[name])
            layout.addWidget(widget)
        layout.addSpacing(GAP // 2)
        layout.addWidget(self.origin)
        layout.addWidget(self.done, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.setWidget(self.page)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(GAP)
        form.setVerticalSpacing(GAP // 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.labels["created"], self.created)
        form.addRow(self.labels["stage"], self.stage)
        form.addRow(QLabel(), self.stage_source)
        for name in ("why", "next_step", "next_date", "owner", "amount"):
            form.addRow(self.labels[name], getattr(self, name))
        for name, label in self.labels.items():
            label.setBuddy(getattr(self, name))
        self.form = form
        return form

    def _connect(self) -> None:
        self.stage.activated.connect(self._choose_stage)
        self.answers.answered.connect(self._tell_answer)
        self.close_button.clicked.connect(self.closed)
        self.done.clicked.connect(self._ask_history)
        for field in self.fields():
            field.committed.connect(self._tell)
        for box in (self.owner, self.why):
            box.activated.connect(self._take_choice)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        words = language.text
        titles = {
            "created": LEADS.column("created").label,
            "stage": msgc("lead", "Stage"),
            "why": msg("Reason"),
            "next_step": msg("Next step"),
            "next_date": msgc("next step", "On"),
            "owner": LEADS.column("owner").label,
            "amount": LEADS.column("amount").label,
            "notes": LEADS.column("notes").label,
        }
        for name, title in titles.items():
            self.labels[name].setText(words(title))
            getattr(self, name).setAccessibleName(words(title))
        for name, title in SECTIONS.items():
            self.headings[name].setText(words(title))
        tip = words(msg("Hide this panel"))
        self.close_button.setToolTip(tip)
        self.done.setText(words(msg("What was changed here…")))
        self.close_button.setAccessibleName(tip)
        for place, stage in enumerate(Stage):
            self.stage.setItemText(place, words(LABELS[stage]))
        self.stage.setToolTip(words(msg("In the list of leads, the keys 1 to 8 set the stage.")))
        self.notes.setPlaceholderText(words(msg("Kept as you type")))
        for field in self.fields():
            if isinstance(field, LineField):
                field.set_language(language)
        for part in (self.answers, self.score):
            part.set_language(language)
        if self._facts is not None:
            self._write(self._facts, afresh=False)

    # Showing ---------------------------------------------------------------------------------------------------------

    @property
    def row(self) -> int | None:
        """The row id of the lead shown."""
        return None if self._facts is None else self._facts.row

    def show_lead(self, facts: LeadFacts, owners: Sequence[str], reasons: Sequence[str]) -> None:
        """Show a lead. What is being typed for the same lead stays; for another one, call :meth:`flush` first."""
        afresh = facts.row != self.row
        self._facts = facts
        self.page.show()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        _offer(self.owner, self.owner_line, owners)
        _offer(self.why, self.why_line, reasons)
        self._write(facts, afresh=afresh)
        if afresh:
            self.verticalScrollBar().setValue(0)

    def clear(self) -> None:
        """Show nobody."""
        self.flush()
        self._facts = None
        self.page.hide()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # there is nothing to scroll

    def _write(self, facts: LeadFacts, *, afresh: bool) -> None:
        words = self._language.text
        self.name.setText(_breakable(words(called(facts.name))))
        for label, text in (
            (self.subtitle, _breakable(facts.subtitle)),
            (self.phone, facts.phone),
            (self.email, facts.email),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self.due.setText("" if facts.due is None else words(msg("To call: {why}", why=facts.due)))
        self.due.setVisible(facts.due is not None)
        with QSignalBlocker(self.stage):
            self.stage.setCurrentIndex(int(facts.stage))
        self.stage_source.setText(words(facts.stage_source))
        if afresh:  # a date that is known is told below; one that was just typed stays to be seen
            self.form.setRowVisible(self.created, facts.values.get("created") is None)
        why = WHY_OVER.get(facts.stage)
        self.form.setRowVisible(self.why, why is not None)
        self.why_line.setProperty("column", why or "lost_reason")
        for field, column in self.fields().items():
            value = facts.values.get(column)
            day = value.date() if isinstance(field, DayField) and value is not None else value
            field.show_value(day, afresh=afresh)
        self.answers.show_bant(facts.bant)
        self.score.show_score(facts.score)
        self.history.setText("\n".join(words(_pair(label, moment)) for label, moment in facts.history))
        self.details.setText("\n".join(words(_pair(label, value)) for label, value in facts.details))
        for name, shown in (("history", facts.history), ("details", facts.details)):
            self.headings[name].setVisible(bool(shown))
        self.origin.setText(words(msg("Source: {where}", where=facts.origin)))

    # Telling ---------------------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Hand over everything typed that is not handed over yet."""
        if self._facts is not None:
            for field in self.fields():
                field.flush()

    @Slot(object)
    def _tell(self, value: object) -> None:
        field = self.sender()
        if isinstance(field, QWidget) and self._facts is not None:
            self.edited.emit(self._facts.row, field.property("column"), value)

    @Slot(object, object)
    def _tell_answer(self, column: str, value: float | None) -> None:
        if self._facts is not None:
            self.edited.emit(self._facts.row, column, value)

    @Slot()
    def _ask_history(self) -> None:
        if self._facts is not None:
            self.flush()
            self.history_asked.emit(self._facts.row)

    @Slot(int)
    def _choose_stage(self, place: int) -> None:
        if self._facts is not None:
            self.stage_chosen.emit(self._facts.row, Stage(place))

    @Slot(int)
    def _take_choice(self, _place: int) -> None:
        line = self.owner_line if self.sender() is self.owner else self.why_line
        line.setModified(True)
        line.flush()

    # Events ----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the grid."""
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Watch for the window's closing: what was just typed must be handed over before."""
        super().showEvent(event)
        self.window().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hiding the panel, or its tab, commits."""
        super().hideEvent(event)
        self.window().removeEventFilter(self)
        self.flush()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commit before the window closes."""
        if event.type() == QEvent.Type.Close:
            self.flush()
        return super().eventFilter(watched, event)


def _words(tone: str = "", *, selectable: bool = False) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(1)  # else the longest word pushes all that stands on the right out of the panel
    if tone:
        label.setProperty("tone", tone)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label


def _breakable(text: str) -> str:
    """A text whose long words may be broken between any two characters."""
    return _LONG_WORD.sub(lambda found: "\N{ZERO WIDTH SPACE}".join(found[0]), text)


def _pair(label: Message, value: Any) -> Message:  # noqa: ANN401
    return msg("{label}: {value}", label=label, value=value)


def _offer(box: StillComboBox, line: LineField, choices: Sequence[str]) -> None:
    """Put other choices into a list; the text in its line stays."""
    if [box.itemText(place) for place in range(box.count())] == list(choices):
        return
    text, modified = line.text(), line.isModified()
    with QSignalBlocker(box):
        box.clear()
        box.addItems(list(choices))
        line.setText(text)
        line.setModified(modified)
