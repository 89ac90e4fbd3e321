"""Erasing a person: what would go, and the document as it is without them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from leaddesk.model.action import Action, ActionKind, Change, utc_now, value_at
from leaddesk.model.erasure import ERASED, Blanks, Erasure, stays
from leaddesk.model.person import Known, Trace, known_by, merged_into, traces
from leaddesk.text import msg, msgn
from leaddesk.ui.holding import Holding, Taken
from leaddesk.ui.notices import Notice, Tone
from leaddesk.ui.trying import built
from leaddesk.ui.widgets.lead_facts import lead_name
from leaddesk.workspace.replay import recipes

ELSEWHERE: Final = msg(
    "LeadDesk does not reach the files that you opened, what you exported, and copies of the document: erase there too."
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.dataset import Dataset
    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import Recipe
    from leaddesk.model.state import State
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.jobs import Task
    from leaddesk.workspace.erasing import Reach


@dataclass(frozen=True)
class Found:
    """A person: ``row`` is the lead they were found by and ``name`` how it is called (empty: unknown), ``traces`` all
    rows of all files that are theirs, ``steps`` how many steps of the log say something of them. ``backups`` of the
    document there are. ``files``: those that the document has, also ones that were taken back.
    """

    row: int
    name: str
    known: Known
    traces: tuple[Trace, ...]
    steps: int
    backups: int
    files: tuple[tuple[UUID, RawFile, Recipe], ...]


def find(desk: Desk, row: int, task: Task) -> Found:
    """Where the person of a lead (its *row* id) is, in files and log.

    :raises LeadDeskError: when the document cannot be read.
    """
    task.progress(None, msg("Looking for the person…"))
    state, actions = desk.state, desk.actions
    rows = merged_into(state.merges.into, row)
    files = tuple(_files(desk, actions))
    known = known_by(files, actions, rows)
    found = traces(files, rows, known, task.check)
    frame = state.dataset["leads"]
    name = lead_name(frame, int(frame.positions(frame.rows[frame.rows == row])[0]))
    document_id = desk.keeper.document_id
    backups = 0 if document_id is None else len(desk.keeper.backups.of(document_id))
    draft = _draft(desk, found, known)
    steps = sum(draft.done(action) is not action for action in actions)
    return Found(row, name, known, found, steps, backups, files)


def _files(desk: Desk, actions: tuple[Action, ...]) -> Iterator[tuple[UUID, RawFile, Recipe]]:
    """The files that are in, and those that were taken back, with the recipe that counted for them last."""
    held = {one.id: one for one in desk.held}
    yield from ((one.id, one.raw, one.recipe) for one in held.values())
    for import_id, recipe in last_recipes(actions).items():
        if import_id not in held:
            yield import_id, desk.file(import_id), recipe


def last_recipes(actions: tuple[Action, ...]) -> dict[UUID, Recipe]:
    """The last recipe of every file that was ever in."""
    found: dict[UUID, Recipe] = {}
    for action in actions:
        if action.undoes is None:
            found |= recipes((action,))
    return found


def _draft(desk: Desk, found: tuple[Trace, ...], known: Known) -> Erasure:
    """What goes, as far as the traces tell."""
    places, rows = defaultdict(list), defaultdict(set)
    names: dict[str, str] = {}
    for trace in found:
        places[trace.import_id].append(trace.blanks)
        rows[trace.table].add(trace.row)
        for text in trace.names:
            names.setdefault(text, f"anon-{uuid4().hex[:8]}")
    changes = tuple(Change(ERASED, "row", None, 1.0, row) for row in sorted(rows["leads"]))
    return Erasure(
        Action(uuid4(), desk.replica, None, _now(), ActionKind.ERASURE, msg("erasure of a person"), changes),
        {key: tuple(blanks) for key, blanks in places.items()},
        {table: frozenset(ids) for table, ids in rows.items()},
        known.words,
        names,
    )


def erased(desk: Desk, found: Found, in_backups: bool, task: Task) -> Taken:
    """The document without the person, to be adopted: every lead goes on to count with all that is not personal.

    :raises Cancelled: when the user stopped it; nothing has changed then.
    """
    task.progress(None, msg("Erasing…"))
    before, state = desk.actions, desk.state
    erasure = replace(_draft(desk, found.traces, found.known), in_backups=in_backups)
    held, data = _without(desk, erasure, task)
    surplus = _surplus(data.dataset, desk.built)
    if surplus:  # rows that were another list's word on the same lead: nobody can tell any more, so they go whole
        erasure = replace(erasure, places=_whole(erasure, found, surplus))
        held, data = _without(desk, erasure, task)
    past = tuple(map(erasure.done, before))
    taken = desk.followed(Taken(held, data.dataset, data.issues, (erasure.action,), data.counts), past)
    kept = () if taken.state is None else tuple(_kept(state, taken.state, erasure))
    if kept:
        erasure = replace(erasure, action=replace(erasure.action, changes=(*erasure.action.changes, *kept)))
        taken = desk.followed(replace(taken, actions=(erasure.action,)), past)
    task.check()
    away = {key: Holding(key, erasure.raw(key, raw), recipe) for key, raw, recipe in found.files}
    return replace(taken, erasure=erasure, away=away)


def _without(desk: Desk, erasure: Erasure, task: Task) -> tuple[tuple[Holding, ...], ImportResult]:
    held = tuple(replace(one, raw=erasure.raw(one.id, one.raw), noticed=()) for one in desk.held)
    return held, built(held, desk.state.settings.stage_map, task)


def _surplus(now: Dataset, before: Dataset) -> set[int]:
    """The rows that tables have only now."""
    found: set[int] = set()
    for table, frame in now.frames.items():
        found |= set(frame.rows.tolist()) - set(before[table].rows.tolist() if table in before else ())
    return found


def _whole(erasure: Erasure, found: Found, surplus: set[int]) -> dict[UUID, tuple[Blanks, ...]]:
    """The places with all cells of the surplus rows."""
    widths = {key: [len(sheet.columns) for sheet in raw.sheets] for key, raw, _ in found.files}
    gone = {(trace.import_id, trace.blanks) for trace in found.traces if trace.row in surplus}
    return {
        key: tuple(
            replace(one, columns=tuple(range(widths[key][one.sheet])), counts=False) if (key, one) in gone else one
            for one in blanks
        )
        for key, blanks in erasure.places.items()
    }


def _kept(before: State, now: State, erasure: Erasure) -> Iterator[Change]:
    """What stays of leads where the files do not say it any more."""
    if "leads" not in before.dataset or "leads" not in now.dataset:
        return
    old, new = before.dataset["leads"], now.dataset["leads"]
    there = set(new.rows.tolist())
    for row in sorted(erasure.rows.get("leads", frozenset()) & set(old.rows.tolist()) & there):
        for column in old.data.columns:
            value = value_at(old, row, column)
            value = erasure.names.get(value, value) if isinstance(value, str) else value
            if stays("leads", column) and value != value_at(new, row, column):
                yield Change("leads", column, None, value, row)


def told(reach: Reach | None) -> Notice:
    """That a person was erased, and what of it is left to do."""
    text, hint = msg("The person is erased from this document."), ELSEWHERE
    if reach is not None and reach.left:
        left = msgn("{count} backup still holds the person.", "{count} backups still hold the person.", reach.left)
        return Notice(Tone.WARNING, text, left)
    if reach is not None and reach.deleted:
        hint = msgn(
            "{count} backup could not be rewritten and was deleted.",
            "{count} backups could not be rewritten and were deleted.",
            reach.deleted,
        )
    return Notice(Tone.SUCCESS, text, hint, lasts=True)


def _now() -> str:
    return utc_now(dt.datetime.now().astimezone())
