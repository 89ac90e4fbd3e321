"""Erasing a person: what would go, and the document as it is without them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import numpy as np

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import Action, ActionKind, Change, value_at
from leaddesk.model.contacts import Contacts, are_alike
from leaddesk.model.erasure import ERASED, Blanks, Erasure, stays
from leaddesk.model.merges import NAMING
from leaddesk.model.person import Known, Trace, known_by, merged_into, number_key, repeats, traces
from leaddesk.model.tables import BY_ID as TABLES
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
    from leaddesk.model.dataset import Dataset, Frame
    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import Recipe
    from leaddesk.model.state import State
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.jobs import Task
    from leaddesk.workspace.erasing import Reach


@dataclass(frozen=True)
class Found:
    """A person: ``row`` is the lead they were found by, ``name`` how it is called and ``number`` its number (empty:
    unknown), ``traces`` all rows of all files that are theirs, ``steps`` how many steps of the log say something of
    them, ``typed`` what was written of them in the program (column and text). ``backups`` of the document there are.
    ``files``: those that the document has, also ones that were taken back.
    """

    row: int
    name: str
    number: str
    known: Known
    traces: tuple[Trace, ...]
    steps: int
    backups: int
    files: tuple[tuple[UUID, RawFile, Recipe], ...]
    typed: tuple[tuple[str, str], ...] = ()


def find(desk: Desk, row: int, task: Task) -> Found:
    """Where the person of a lead (its *row* id) is, in files and log.

    :raises LeadDeskError: when the document cannot be read, or something of the person comes from nobody knows where.
    """
    task.progress(None, msg("Looking for the person…"))
    state, actions = desk.state, desk.actions
    frame = state.dataset["leads"]
    files = tuple(_files(desk, actions))
    there = frozenset(desk.built["leads"].rows.tolist())
    rows = merged_into(state.merges.into, row)
    number = value_at(frame, row, "id")
    for by_name in (False, True, True):
        known = known_by(files, actions, rows)
        rows |= repeats(files, there, known, by_name=by_name)
        known = _without_shared(known_by(files, actions, rows), desk.built["leads"], rows)
        found = traces(files, {"leads": rows} | _naming(desk.built, known), known, task.check)
        name = lead_name(frame, int(frame.positions(np.array([row], np.int64))[0]))
        person = Found(row, name, number if isinstance(number, str) else "", known, found, 0, 0, files)
        draft = _draft(desk, person)
        data = _without(desk, draft, task)[1].dataset
        surplus = _surplus(data, desk.built) - {trace.row for trace in found}
        if not surplus and not _still_shown(data, draft):
            break
        rows |= surplus
    else:
        raise LeadDeskError(
            msg("A row that was not found still tells who this lead is."),
            msg(
                "Nothing was erased. Undo the import of the last list, erase the person, and take the list in again "
                "without them."
            ),
        )
    document_id = desk.keeper.document_id
    backups = 0 if document_id is None else len(desk.keeper.backups.of(document_id))
    steps = sum(draft.done(action) is not action for action in actions)
    return replace(person, steps=steps, backups=backups, typed=tuple(dict.fromkeys(_typed(draft, actions))))


def _typed(draft: Erasure, actions: tuple[Action, ...]) -> Iterator[tuple[str, str]]:
    """What was written in the program and goes: the column and the text, as often as it was written."""
    for action in actions:
        done = draft.done(action)
        for was, now in zip(action.changes, done.changes, strict=True) if done is not action else ():
            if was.entity in TABLES and isinstance(was.new, str) and was.new != now.new:
                yield was.field, was.new


def _without_shared(known: Known, leads: Frame, rows: frozenset[int]) -> Known:
    """The same without the phones that somebody of another name has as well: they are not one person's."""
    if not known.phones or not known.names:
        return known
    contacts = Contacts(leads)
    shared: set[str] = set()
    for row, phones, person, company in zip(
        leads.rows.tolist(), contacts.phones, contacts.persons, contacts.companies, strict=True
    ):
        names = {person, company} - {""}
        if row not in rows and names and not any(are_alike(one, own) for one in names for own in known.names):
            shared.update(known.phones.intersection(phones))
    return replace(known, phones=known.phones - shared)


def _naming(built: Dataset, known: Known) -> dict[str, frozenset[int]]:
    """The rows of other tables that name the lead by its number."""
    found: dict[str, frozenset[int]] = {}
    for table, column in NAMING:
        if table != "leads" and built.has(table, column):
            codes, texts = built[table].texts(column)
            hits = [code for code, text in enumerate(texts) if number_key(text) in known.numbers]
            mine = built[table].rows[np.isin(codes, hits)].tolist() if hits else []
            found[table] = found.get(table, frozenset()) | frozenset(mine)
    return found


def _still_shown(now: Dataset, erasure: Erasure) -> bool:
    """Whether leads that were erased are filled again, by a list that repeats them."""
    if "leads" not in now:
        return False
    leads = now["leads"]
    mine = np.isin(leads.rows, list(erasure.rows.get("leads", ())))
    personal = [name for name in leads.data.columns if not stays("leads", name)]
    return bool(leads.data.loc[mine, personal].notna().to_numpy().any())


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


def _draft(desk: Desk, person: Found) -> Erasure:
    """What goes, as far as the traces tell."""
    places, rows = defaultdict(list), defaultdict(set)
    for trace in person.traces:
        places[trace.import_id].append(trace.blanks)
        rows[trace.table].add(trace.row)
    changes = tuple(Change(ERASED, "row", None, 1.0, row) for row in sorted(rows["leads"]))
    return Erasure(
        replace(desk.made(ActionKind.ERASURE, msg("erasure of a person"), changes), parent=None),
        {key: tuple(blanks) for key, blanks in places.items()},
        {table: frozenset(ids) for table, ids in rows.items()},
        person.known.pattern,
        _names(person),
    )


def _names(person: Found) -> dict[str, str]:
    """What stands for the numbers by which somebody is known: for the lead's own another one, for what orders call the
    lead by the lead's.
    """
    texts = dict.fromkeys(text for trace in person.traces for text in trace.names)
    own = {text: f"anon-{uuid4().hex[:8]}" for text in texts if number_key(text) in person.known.numbers}
    theirs = own.get(person.number, person.number) or f"anon-{uuid4().hex[:8]}"
    return {text: own.get(text, theirs) for text in texts}


def erased(desk: Desk, found: Found, in_backups: bool, task: Task) -> Taken:
    """The document without the person, to be adopted: every lead goes on to count with all that is not personal.

    :raises Cancelled: when the user stopped it; nothing has changed then.
    """
    task.progress(None, msg("Erasing…"))
    before, state = desk.actions, desk.state
    erasure = replace(_draft(desk, found), in_backups=in_backups)
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
