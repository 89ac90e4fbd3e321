"""The log of actions in the document's file: one row an action, one a change, under one checksum."""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.messages import message_from_json, message_to_json
from leaddesk.workspace.completeness import check_complete
from leaddesk.workspace.fingerprint import fingerprint
from leaddesk.workspace.storage import damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from leaddesk.model.action import Value
    from leaddesk.workspace.storage import Storage

_INSERT_ACTION: Final = """
    INSERT INTO actions (id, replica, parent, time, kind, label, undoes, origin, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INSERT_CHANGE: Final = """
    INSERT INTO changes (action, ordinal, entity, row, field, old, new) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_ACTIONS: Final = """
    SELECT seq, id, replica, parent, time, kind, label, undoes, origin, hash FROM actions ORDER BY seq
"""
_CHANGES: Final = """
    SELECT seq, ordinal, entity, row, field, old, new FROM changes JOIN actions ON actions.id = changes.action
    ORDER BY seq, ordinal
"""


def write(action: Action, execute: Callable[[str, tuple[Any, ...]], None]) -> None:
    """Insert an action and its changes, inside the transaction of *execute*."""
    facts, changes = _plain(action)
    execute(_INSERT_ACTION, (*facts, _hash(facts, changes)))
    for change in changes:
        execute(_INSERT_CHANGE, (action.id.bytes, *change))


def _plain(action: Action) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """The facts of an action and its changes, as they are written."""
    facts = (
        action.id.bytes,
        action.replica.bytes,
        None if action.parent is None else action.parent.bytes,
        action.time,
        action.kind.value,
        json.dumps(message_to_json(action.label)),
        None if action.undoes is None else action.undoes.bytes,
        action.origin,
    )
    changes = [
        (ordinal, change.entity, int(change.row), change.field, _json(change.old), _json(change.new))
        for ordinal, change in enumerate(action.changes)
    ]
    return facts, changes


def rewrite(action: Action, execute: Callable[[str, tuple[Any, ...]], None]) -> None:
    """Put an action in the place of the one of its id: only an erasure does that. Its place in the log stays."""
    facts, changes = _plain(action)
    execute("DELETE FROM changes WHERE action = ?", (action.id.bytes,))
    execute(
        "UPDATE actions SET label = ?, origin = ?, hash = ? WHERE id = ?",
        (*facts[5::2], _hash(facts, changes), action.id.bytes),
    )
    for change in changes:
        execute(_INSERT_CHANGE, (action.id.bytes, *change))


def read(storage: Storage) -> Iterator[Action]:
    """All actions in order, each checked.

    :raises LeadDeskError: when one is not what was written, or is missing.
    """
    for facts, own in _whole(storage):
        try:
            yield _action(facts, own)
        except (ValueError, TypeError, KeyError) as error:
            raise damaged(storage.path) from error


def verify(storage: Storage, check: Callable[[], None]) -> None:
    """Check all actions against their checksums, without making them; *check* is called now and then.

    :raises LeadDeskError: when one is not what was written.
    """
    for number, _ in enumerate(_whole(storage)):
        if number % 1000 == 0:
            check()


def checked(storage: Storage) -> Iterator[tuple[bytes, bytes | None, bool]]:
    """The id and the parent of each action in order, and whether it is what was written."""
    for facts, own, kept in _rows(storage):
        is_sound = _hash(tuple(facts), own) == kept
        if is_sound:
            try:
                _action(facts, own)
            except (ValueError, TypeError, KeyError):
                is_sound = False
        yield facts[0], facts[2], is_sound


def _whole(storage: Storage) -> Iterator[tuple[list[Any], list[tuple[Any, ...]]]]:
    """The facts of each action and its changes, in order, each against its checksum."""
    rows = _rows(storage)
    check_complete(storage, "actions", (facts[0] for facts, _, _ in rows))
    for facts, own, kept in rows:
        if _hash(tuple(facts), own) != kept:
            raise damaged(storage.path)
        yield facts, own


def _rows(storage: Storage) -> list[tuple[list[Any], list[tuple[Any, ...]], bytes]]:
    """The facts of each action, its changes and its checksum."""
    changes = storage.rows(_CHANGES)
    by_action = {seq: [row[1:] for row in rows] for seq, rows in groupby(changes, itemgetter(0))}
    return [(facts, by_action.get(seq, []), kept) for seq, *facts, kept in storage.rows(_ACTIONS)]


def _action(facts: list[Any], changes: Iterable[tuple[Any, ...]]) -> Action:
    action_id, replica, parent, time, kind, label, undoes, origin = facts
    return Action(
        UUID(bytes=action_id),
        UUID(bytes=replica),
        None if parent is None else UUID(bytes=parent),
        time,
        ActionKind(kind),
        message_from_json(json.loads(label)),
        tuple(
            Change(entity, field, json.loads(old), json.loads(new), row)
            for _ordinal, entity, row, field, old, new in changes
        ),
        None if undoes is None else UUID(bytes=undoes),
        origin,
    )


def _json(value: Value) -> str:
    """ASCII, so that lone surrogates of a cell survive; NaN is no value."""
    return json.dumps(value, allow_nan=False)


def _hash(facts: tuple[Any, ...], changes: Iterable[tuple[Any, ...]]) -> bytes:
    return fingerprint(*facts, *(value for change in changes for value in change))
