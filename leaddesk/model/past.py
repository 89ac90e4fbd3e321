"""What the log says of each cell, kept as it grows: so that a step back costs the cells it touches and not the log."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from leaddesk.model.action import ActionKind, Change, as_value, edited, settings_value, with_setting
from leaddesk.model.history import UndoCursor
from leaddesk.model.merges import NAMING
from leaddesk.model.reconciled import IMPORT
from leaddesk.model.schema import Kind
from leaddesk.model.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from leaddesk.model.action import Action, Value
    from leaddesk.model.dataset import Dataset
    from leaddesk.model.state import State

    Cell: TypeAlias = tuple[str, str, int]

MOST: Final = 5_000
"""So many cells are set again in a moment (30 ms); a step of more is a replay's work."""


class Past(UndoCursor):
    """The log as undo and redo need it. Each action that is added to the log is given to :meth:`take`, in its order."""

    def __init__(self, actions: Iterable[Action] = ()) -> None:
        self._is_merged = False
        self._numbers: dict[UUID, int] = {}
        self._stands = bytearray()
        self._cells: dict[Cell, list[tuple[int, Value]]] = {}
        self._known: Mapping[int, int] = {}
        self._again: dict[int, list[int]] = {}
        super().__init__(actions)

    def take_all(self, actions: Iterable[Action]) -> None:
        """Move on by several: what the merge of a copy brings is told by the merge, which comes after it."""
        actions = tuple(actions)
        self.know(actions)
        for action in actions:
            self.take(action)

    def take(self, action: Action) -> None:
        """Move on by the next action of the log."""
        super().take(action)
        self._is_merged |= action.kind is ActionKind.RECONCILE
        number = None if action.undoes is None else self._numbers.get(action.undoes)
        if number is not None:
            self._numbers[action.id] = number
            self._stands[number] ^= 1
            return
        number = len(self._stands)
        self._numbers[action.id] = number
        self._stands.append(1)
        for change in action.changes:
            if change.entity != IMPORT:
                self._cells.setdefault((change.entity, change.field, change.row), []).append((number, change.new))

    def after(self, state: State, built: Dataset, step: Action) -> State | None:
        """The State after an undo or redo of an edit or a setting that is not taken yet; None where only a replay of
        all that was done tells. *built* is what the imports gave. ``today`` stays as it is.

        The replay gives each cell the last value that stands for it, else the import's. A step changes what stands for
        the cells of its deed alone: so only these are looked up, with those of the rows in which later lists say the
        same lead again. Not in a log that holds the merge of a copy: which of its deeds stand, and for which rows, is
        more than their order tells.
        """
        number = None if step.undoes is None else self._numbers.get(step.undoes)
        if (
            self._is_merged
            or number is None
            or step.kind not in (ActionKind.EDIT, ActionKind.SETTING)
            or len(step.changes) > MOST
        ):
            return None
        self._stands[number] ^= 1
        try:
            if step.kind is ActionKind.SETTING:
                return self._set(state, step)
            return self._edited(state, built, step)
        finally:
            self._stands[number] ^= 1

    def _set(self, state: State, step: Action) -> State:
        settings = state.settings
        for name in dict.fromkeys(change.field for change in step.changes):
            found = self._last([("settings", name, 0)])
            settings = with_setting(settings, name, settings_value(Settings(), name) if found is None else found[1])
        return state.with_settings(settings)

    def _edited(self, state: State, built: Dataset, step: Action) -> State | None:
        cells: dict[tuple[str, str], dict[int, None]] = {}
        for change in step.changes:
            row = built.again.get(change.row, change.row) if change.entity == "leads" else change.row
            cells.setdefault((change.entity, change.field), {})[row] = None
        changes: list[Change] = []
        for (table, field), rows in cells.items():
            if not self._is_plain(state, built, table, field, np.fromiter(rows, np.int64, len(rows))):
                return None
            values = self._values(built, table, field, list(rows))
            changes += (Change(table, field, None, value, row) for row, value in zip(rows, values, strict=True))
        return _tidied(edited(state, changes), built, cells)

    @staticmethod
    def _is_plain(
        state: State, built: Dataset, table: str, field: str, rows: np.ndarray[tuple[int], np.dtype[np.int64]]
    ) -> bool:
        """Whether what stands for these cells is all that the State shows of them."""
        if table not in state.dataset or table not in built or field in built[table].added:
            return False
        if state.merges.ids and (table, field) in NAMING:  # another number may count for the one that stands there
            return False
        return bool(np.isin(rows, state.dataset[table].rows).all())

    def _values(self, built: Dataset, table: str, field: str, rows: list[int]) -> Iterator[Value]:
        """What stands in the cells of a column, by the log, else by the import."""
        frame, others = built[table], self._said_again(built) if table == "leads" else {}
        found = [self._last([(table, field, one) for one in (row, *others.get(row, ()))]) for row in rows]
        missing = [row for row, one in zip(rows, found, strict=True) if one is None]
        given: Iterator[Value] = iter(())
        if missing and frame.has(field):
            places = frame.positions(np.array(missing, np.int64))
            given = map(as_value, frame.data[field].take(places).tolist())
        return (next(given, None) if one is None else one[1] for one in found)

    def _said_again(self, built: Dataset) -> dict[int, list[int]]:
        """For the row of a lead the rows in which later lists say it again."""
        if self._known is not built.again:
            self._known, self._again = built.again, {}
            for other, row in built.again.items():
                self._again.setdefault(row, []).append(other)
        return self._again

    def _last(self, cells: Iterable[Cell]) -> tuple[int, Value] | None:
        """The last that was done to any of these cells and stands; None when nothing was."""
        steps = (reversed(self._cells.get(cell, ())) for cell in cells)
        found = (next((one for one in past if self._stands[one[0]]), None) for past in steps)
        return max((one for one in found if one is not None), key=itemgetter(0), default=None)


def _tidied(state: State, built: Dataset, columns: Iterable[tuple[str, str]]) -> State:
    """Without the words that only what was taken back had brought into a column."""
    dataset = state.dataset
    for table, field in columns:
        frame = dataset[table]
        if not frame.has(field) or frame.kind(field) is not Kind.CATEGORY:
            continue
        words = built[table].labels(field) if built[table].has(field) else ()
        if len(frame.labels(field)) > len(words):
            used = np.bincount(frame.codes(field) + 1, minlength=len(frame.labels(field)) + 1)[1:]
            known = set(words)
            gone = [
                word for word, count in zip(frame.labels(field), used, strict=True) if not count and word not in known
            ]
            if gone:
                dataset = dataset.with_frame(frame.replaced(field, frame.data[field].cat.remove_categories(gone)))
    return state.with_dataset(dataset)
