"""What was done, in words: the label of an action, and what its cells were before and after."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from leaddesk.model.action import ActionKind
from leaddesk.model.history import Way
from leaddesk.model.leads_table import LEADS
from leaddesk.model.schema import EXTRA_PREFIX, Kind
from leaddesk.model.stagewords import label_of
from leaddesk.text import Message, msg, msgc, msgn, verbatim
from leaddesk.ui.widgets.lead_facts import called, lead_name

if TYPE_CHECKING:
    from leaddesk.model.action import Action, Change, Value
    from leaddesk.model.dataset import Frame
    from leaddesk.model.history import Entry
    from leaddesk.text import Fact, Language

FILE: Final = msg("what the file says")
MOST_TOLD = 3
"""So many cells are written out; of more, only the number is."""


def done(entry: Entry) -> Message:
    """What was done."""
    if entry.way is Way.UNDO:
        return msg("Undo: {what}", what=entry.action.label)
    if entry.way is Way.REDO:
        return msg("Redo: {what}", what=entry.action.label)
    return entry.action.label


def moment(action: Action) -> dt.datetime:
    """When, by the clock on the wall here."""
    return dt.datetime.fromisoformat(action.time).astimezone()


def cells(action: Action, row: int | None, language: Language, leads: Frame | None = None) -> str:
    """Before and after of the leads' cells that it changed, of one lead or of all; empty when there are none.

    *leads*: those there are, so that an import says of which it tells; the words of an edit name its lead.
    """
    changes = [change for change in action.changes if change.entity == "leads" and row in (None, change.row)]
    if len(changes) > MOST_TOLD:
        return language.text(msgn("{count} cell", "{count} cells", len(changes)))
    if action.kind not in (ActionKind.IMPORT, ActionKind.MAPPING):
        return " · ".join(_cell(change, language, None) for change in changes)
    named = [(change, None if row is not None else _name(leads, change.row)) for change in changes]
    return " · ".join(_cell(change, language, name, nothing=FILE) for change, name in named)


def _name(leads: Frame | None, row: int) -> Message | None:
    """What a lead is called; None when it is not there (any more)."""
    if leads is None or row not in leads.rows:
        return None
    return called(lead_name(leads, int(leads.positions(leads.rows[leads.rows == row])[0])))


def _cell(change: Change, language: Language, name: Message | None, nothing: Fact = "") -> str:
    """One cell before and after; *nothing*: what stands where the user said nothing (any more)."""
    title = column_title(change.field)
    old, new = (nothing if value is None else fact(change.field, value) for value in (change.old, change.new))
    told = language.text(msgc("a cell", "erased")) if change.old == change.new else language.change(old, new)
    words = msg("{title}: {value}", title=title, value=told)
    if name is not None:
        words = msg("{title}, {name}: {value}", title=title, name=name, value=told)
    return language.text(words)


def column_title(column: str) -> Message:
    """What a column of the leads is called."""
    known = LEADS.by_id.get(column)
    return verbatim(column.removeprefix(EXTRA_PREFIX)) if known is None else known.label


def fact(column: str, value: Value) -> Fact:
    """A value as a reader knows it: a stage by its name, a day as a day."""
    if value is None:
        return ""
    stage = label_of(column, value) if isinstance(value, str) else None
    if stage is not None:
        return stage
    known = LEADS.by_id.get(column)
    if known is not None and known.kind is Kind.MOMENT and isinstance(value, str):
        at = dt.datetime.fromisoformat(value)
        return at if at.time() != dt.time() else at.date()
    if known is not None and known.kind is Kind.FLAG and not isinstance(value, str):
        return bool(value)
    return value
