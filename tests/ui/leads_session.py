"""A session over one State that edits, undoes and tells, without a document behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from leaddesk.model.action import Action, ActionKind, Change, applied, settings_value
from leaddesk.model.history import UndoCursor
from leaddesk.model.report import Report
from leaddesk.model.slice import Filters, Slice
from leaddesk.ui.notices import LeadsRequest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from leaddesk.model.period import Period
    from leaddesk.model.state import State
    from leaddesk.text import Message
    from leaddesk.ui.tab import Tab


class LeadsSession(QObject):
    """What the Leads tab and the dialogs use of :class:`leaddesk.ui.session.Session`."""

    noticed = Signal(object)
    slice_changed = Signal()

    def __init__(self, state: State, period: Period | None = None) -> None:
        super().__init__()
        self.state = state
        self.period, self.kept = period, dict[str, frozenset[str | None]]()
        self.clock_today = state.today
        self.has_data = bool(state.dataset.frames)
        self.labels: list[Message] = []
        self.typed: list[tuple[str, dict[str, Any]]] = []
        self.notices: list[Any] = []
        self._history = UndoCursor()
        self._before: dict[UUID | None, State] = {}
        self._report: Report | None = None
        self._tab: Tab | None = None
        self.noticed.connect(self.notices.append)

    @property
    def slice(self) -> Slice:
        whole = Slice(self.state, filters=Filters(dict(self.kept)))
        return whole if self.period is None else whole.within(self.period)

    @property
    def report(self) -> Report:
        if self._report is None or self._report.slice.state is not self.state:
            self._report = Report(self.slice)
        return self._report

    def show_leads(self, positions: Any, label: Message) -> None:
        """Do what the window does: the tab shows them alone."""
        tab: Any = self._tab
        tab.show_subset(LeadsRequest(self.state.dataset["leads"].rows[positions], label))

    def show_in(self, tab: Tab) -> None:
        """Do what the window does: after each change the tab prepares and presents again."""
        self._tab = tab
        self.slice_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        if self._tab is not None:
            self._tab.present(self._tab.prepare(self.report))

    def look_at(self, period: Period | None = None, **kept: frozenset[str | None]) -> None:
        self.period, self.kept, self._report = period, kept, None
        self.slice_changed.emit()

    def become(self, state: State) -> None:
        """Other data, as after an import."""
        self.state = state
        self.slice_changed.emit()

    def edit(self, changes: Iterable[Change], label: Message) -> bool:
        self._do(Action(uuid4(), uuid4(), None, "", ActionKind.EDIT, label, tuple(changes)))
        return True

    def decide(self, decisions: Iterable[tuple[tuple[Change, ...], Message]]) -> None:
        for changes, label in decisions:
            self._do(Action(uuid4(), uuid4(), None, "", ActionKind.DUPLICATES, label, changes))

    def change_setting(self, field: str, value: Any, label: Message) -> None:
        change = Change("settings", field, settings_value(self.state.settings, field), value)
        self._do(Action(uuid4(), uuid4(), None, "", ActionKind.SETTING, label, (change,)))

    def type_in(self, table: str, values: dict[str, Any]) -> None:
        self.typed.append((table, values))

    def undo(self) -> None:
        assert self._history.undoable is not None
        self._do(self._history.undoable.inverse(uuid4(), None, ""))

    def redo(self) -> None:
        assert self._history.redoable is not None
        self._do(self._history.redoable.inverse(uuid4(), None, ""))

    def _do(self, action: Action) -> None:
        self.labels.append(action.label)
        self._history.take(action)
        before = self.state
        # What a merge took out cannot be put back by its inverse: the desk replays, here it is what was before.
        undone = self._before.get(action.undoes) if action.kind is ActionKind.DUPLICATES else None
        self.state = applied(self.state, action) if undone is None else undone
        self._before[action.id] = before
        self.slice_changed.emit()
