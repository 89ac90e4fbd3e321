"""The objectives: how they stand, and the form that sets, changes and deletes them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, QSignalBlocker, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from leaddesk.model.aimaccount import looked_at, of_aim
from leaddesk.model.kpis import BY_ID
from leaddesk.model.measure import Unit
from leaddesk.model.objective import ByHand, Objective
from leaddesk.model.objectives import objectives, operation_days, operations, to_type, typed
from leaddesk.model.periodwords import period_named
from leaddesk.model.questions import QUESTIONS
from leaddesk.model.slice import dimension, is_recorded
from leaddesk.model.standing import standing
from leaddesk.text import Message, msg, msgc, verbatim
from leaddesk.ui.behind import Behind
from leaddesk.ui.itemmodels.objectives import FIGURES, ObjectivesModel
from leaddesk.ui.objective_words import aim_text, period_text
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets.figure_asking import FigureAsking
from leaddesk.ui.widgets.line_field import NumberField
from leaddesk.ui.widgets.plain_table import PlainTable
from leaddesk.ui.widgets.still_combo import StillComboBox

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from leaddesk.model.standing import Standing
    from leaddesk.model.state import State
    from leaddesk.text import Language
    from leaddesk.ui.jobs import Task
    from leaddesk.ui.session import Session

_MOST_MISREAD = 3


class ObjectivesDialog(QDialog):
    """Each objective set, changed or deleted is one step that can be undone; the list follows at once."""

    def __init__(
        self, session: Session, language: Language, parent: QWidget | None = None, kpi: str | None = None
    ) -> None:
        """*kpi*: the id of the one to set an objective for."""
        super().__init__(parent)
        self.session, self.language = session, language
        self._is_marking = False
        words = language.text
        self.setWindowTitle(words(msg("Objectives")))
        self.model = ObjectivesModel(language, self)
        self.table = PlainTable(FIGURES)
        self.table.setModel(self.model)
        self.table.setAccessibleName(words(msg("Objectives")))
        self.kpi, self.channel, self.operation = StillComboBox(), StillComboBox(), StillComboBox()
        self.period, self.target = QLineEdit(), NumberField(language)
        self.target.keeps_unreadable = True
        self.unit, self.fault, self.misread = QLabel(), QLabel(), QLabel()
        self._units = {
            Unit.PERCENT: "%",
            Unit.MONEY: session.state.settings.currency,
            Unit.DAYS: words(msgc("unit", "days")),
            Unit.HOURS: words(msgc("unit", "opening hours")),
            Unit.MONTHS: words(msgc("unit", "months")),
            Unit.MINUTES: words(msgc("unit", "minutes")),
        }
        self.set, self.delete = QPushButton(), QPushButton(words(msg("Delete")))
        self.close_button = QPushButton(words(msg("Close")))
        self.behind = Behind(session, language, self)
        self.asking = FigureAsking(self.table, language, self._tells, _nothing)
        self._fill()
        self._build()
        self._connect()
        self._show_all()
        if kpi is not None:
            self.kpi.setCurrentIndex(self.kpi.findData(kpi))
            self.target.setFocus()

    def _fill(self) -> None:
        words = self.language.text
        for question in QUESTIONS:
            if self.kpi.count():
                self.kpi.insertSeparator(self.kpi.count())
            for kpi in question.kpis:
                self.kpi.addItem(words(kpi.label), kpi.id)
        self.channel.addItem(words(msg("all channels")), None)
        dataset = self.session.state.dataset
        if "leads" in dataset and is_recorded(dataset, "leads", "channel"):
            for key in dimension(dataset, "channel").keys:
                if key is not None:
                    self.channel.addItem(key, key)
        self.operation.addItem(words(msg("none: by the period alone")), None)
        for name in operations(self.session.state):
            self.operation.addItem(name, name)
        self.period.setPlaceholderText(words(msg("March 2026, Q1 2026, 2026…")))

    def _build(self) -> None:
        words = self.language.text
        form = QFormLayout()
        form.setHorizontalSpacing(GAP * 2)
        form.setVerticalSpacing(GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        target = QHBoxLayout()
        target.setSpacing(GAP)
        target.addWidget(self.target, 1)
        target.addWidget(self.unit)
        rows: tuple[tuple[Message, QWidget], ...] = (
            (msg("Figure"), self.kpi),
            (msgc("objective", "Period"), self.period),
            (msg("Channel"), self.channel),
            (msg("Operation"), self.operation),
        )
        for title, field in rows:
            label = QLabel(words(title))
            label.setBuddy(field)
            field.setAccessibleName(words(title))
            form.addRow(label, field)
        aim = QLabel(words(msg("Target")))
        aim.setBuddy(self.target)
        self.target.setAccessibleName(aim.text())
        form.addRow(aim, target)
        self.fault.setProperty("tone", "bad")
        self.misread.setProperty("tone", "warning")
        for label in (self.fault, self.misread):
            label.setWordWrap(True)
            label.hide()
        for button in (self.delete, self.close_button):
            button.setAutoDefault(False)
        self.set.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.set)
        foot.addWidget(self.delete)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.misread)
        layout.addLayout(form)
        layout.addWidget(self.fault)
        layout.addLayout(foot)
        self.resize(1340, 600)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._take_up)
        self.asking.asked.connect(self._tell)
        self.table.opened.connect(self.asking.ask)
        self.behind.details.leads_requested.connect(self.accept)  # they stand in the window behind
        self.set.clicked.connect(self._set)
        self.delete.clicked.connect(self._delete)
        self.close_button.clicked.connect(self.accept)
        self.kpi.currentIndexChanged.connect(self._follow)
        self.channel.currentIndexChanged.connect(self._follow)
        self.operation.currentIndexChanged.connect(self._follow)
        self.operation.activated.connect(self._take_days)
        self.period.textChanged.connect(self._follow)

    # The list --------------------------------------------------------------------------------------------------------

    def _show_all(self) -> None:
        state = self.session.state
        found = objectives(state)
        self._show(())
        told = [self._misread(one.words, one.reason) for one in found.misread[:_MOST_MISREAD]]
        if len(found.misread) > _MOST_MISREAD:
            told.append("…")
        self.misread.setText("\n".join(told))
        self.misread.setVisible(bool(told))
        job = self.session.jobs.compute.start("objectives", partial(_standings, state))
        job.succeeded.connect(self._show)
        self._follow()

    def _misread(self, what: str, reason: Message) -> str:
        return self.language.text(msg("“{words}” counts for nothing: {reason}", words=what, reason=reason))

    @Slot(object)
    def _show(self, standings: tuple[Standing, ...]) -> None:
        state = self.session.state
        found = objectives(state).found
        if standings and tuple(one.objective for one in standings) != found:
            return  # of an earlier list; those of this one will come
        self.model.show_objectives(found, standings, state.settings.currency)
        self.table.fit_columns()
        self._follow()

    def _tells(self, index: QModelIndex) -> bool:
        found = self.model.standing(index.row())
        if found is None or self.model.figure(index.row(), index.column()) is None:
            return False
        return looked_at(found, self.session.state) is not None

    @Slot(QModelIndex, QRect)
    def _tell(self, index: QModelIndex, place: QRect) -> None:
        found, figure = self.model.standing(index.row()), self.model.figure(index.row(), index.column())
        report = None if found is None else looked_at(found, self.session.state)
        if found is not None and figure is not None and report is not None:
            of = verbatim(aim_text(found.objective, self.language))
            self.behind.tell(report, of_aim(found, report, figure), place, of)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the new width."""
        super().resizeEvent(event)
        self.table.fit_columns()

    @Slot(QModelIndex)
    def _take_up(self, index: QModelIndex) -> None:
        """The form holds the objective that was chosen in the list."""
        if self._is_marking or not index.isValid():
            return
        one = self.model.objective(index.row())
        fields = (self.kpi, self.period, self.channel, self.operation)
        blockers = [QSignalBlocker(field) for field in fields]  # half of it is another objective, or none
        self.kpi.setCurrentIndex(self.kpi.findData(one.kpi))
        self.period.setText(period_text(one.period, self.language))
        for field, name in ((self.channel, one.channel), (self.operation, one.operation)):
            if field.findData(name) < 0:
                field.addItem(name or "", name)
            field.setCurrentIndex(field.findData(name))
        for blocker in blockers:
            blocker.unblock()
        self.target.show_value(to_type(one))
        self._follow()

    # The form --------------------------------------------------------------------------------------------------------

    @Slot()
    def _take_days(self) -> None:
        """An operation that is chosen gives its days, where they are known and no period was typed."""
        name = self.operation.currentData()
        days = None if name is None else operation_days(self.session.state, name)
        if days is not None and not self.period.text().strip():
            self.period.setText(period_text(days, self.language))

    @Slot()
    def _follow(self) -> None:
        """The words of the button say whether there is such an objective, and the list shows which it is."""
        try:
            row = self._row(self._wanted(0.0))
        except ValueError:
            row = None
        self._mark(row)
        is_there = row is not None
        words = self.language.text
        self.set.setText(words(msg("Change the objective") if is_there else msg("Set the objective")))
        self.delete.setEnabled(is_there)
        unit = BY_ID[str(self.kpi.currentData())].unit
        self.unit.setText(self._units.get(unit, ""))

    def _mark(self, row: int | None) -> None:
        """Select the objective that the form is about: it is the one that is changed or deleted."""
        self._is_marking = True
        if row is None:
            self.table.setCurrentIndex(QModelIndex())
            self.table.clearSelection()
        elif row != self.table.currentIndex().row() or not self.table.selectionModel().hasSelection():
            self.table.selectRow(row)
        self._is_marking = False

    def _row(self, wanted: Objective) -> int | None:
        return self.model.row_of(wanted.field)

    def _wanted(self, target: float) -> Objective:
        """What the form says, with this target.

        :raises ValueError: with a :class:`Message`, when the period is none.
        """
        period = period_named(self.period.text())
        if period is None:
            raise ValueError(msg("no period is called that: write “March 2026”, “Q1 2026” or “2026”"))
        return Objective(
            str(self.kpi.currentData()), target, period, self.channel.currentData(), self.operation.currentData()
        )

    @Slot()
    def _set(self) -> None:
        try:
            number = self.target.value()
        except ValueError:
            self._complain(self.target.complaint)
            return
        if number is None:
            self._complain(msg("type the target"))
            return
        try:
            wanted = self._wanted(typed(BY_ID[str(self.kpi.currentData())], number))
        except ValueError as fault:
            self._complain(fault.args[0])
            return
        self._do(wanted, ByHand(wanted.field, wanted.target).written())

    @Slot()
    def _delete(self) -> None:
        wanted = self._wanted(0.0)
        # What a row of a file says would come back: that there is none has to be said.
        in_file = "objectives" in self.session.state.dataset
        self._do(wanted, ByHand(wanted.field, None).written() if in_file else None)

    def _do(self, wanted: Objective, value: str | None) -> None:
        self.fault.hide()
        kpi, aim = BY_ID[wanted.kpi].label, aim_text(wanted, self.language)
        self.session.change_setting(wanted.field, value, msg("Objective: {kpi}, {aim}", kpi=kpi, aim=aim))
        self._show_all()

    def _complain(self, fault: Message) -> None:
        words = self.language.text(fault)
        self.fault.setText(words[:1].upper() + words[1:])
        self.fault.show()


def _nothing(_index: QModelIndex) -> bool:
    """The leads are told of with what is behind the figure."""
    return False


def _standings(state: State, task: Task) -> tuple[Standing, ...]:
    told = []
    for one in objectives(state).found:
        task.check()
        told.append(standing(one, state))
    return tuple(told)
