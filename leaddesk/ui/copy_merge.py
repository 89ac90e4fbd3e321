"""What merging a colleague's copy into the open document comes to. Without Qt; it runs on the I/O thread."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import Action, ActionKind, utc_now, value_at
from leaddesk.model.dataset import Dataset
from leaddesk.model.erasure import ERASED
from leaddesk.model.recipe import Recipe
from leaddesk.model.reconciling import reconciling
from leaddesk.text import msg
from leaddesk.ui.holding import Holding, Taken
from leaddesk.ui.trying import built
from leaddesk.workspace.colleague import is_copy, read_copy
from leaddesk.workspace.replay import recipes, replayed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from leaddesk.model.action import Value
    from leaddesk.model.conflicts import Cell, Choice
    from leaddesk.model.reconciling import Reconciliation
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.jobs import Task
    from leaddesk.workspace.colleague import ColleaguesCopy


@dataclass(frozen=True, eq=False, slots=True)
class Proposal:
    """A copy, and what merging it would come to, to be shown before it is done."""

    copy: ColleaguesCopy
    plan: Reconciliation
    is_nothing: bool = False
    """Whether there is nothing to merge."""


@dataclass(frozen=True, slots=True)
class ACopy:
    """A document that is a copy of the open one: the user is asked whether to merge it or to open it."""

    path: Path


def look_at(desk: Desk, path: Path, task: Task) -> Proposal:
    """Read a copy of the open document, and find out what it has that is not here.

    :raises LeadDeskError: when it cannot be read or is no copy; or is the document itself; or when a person was erased
        in one of them alone, whom the other would bring back.
    """
    task.progress(None, msg("Reading the copy…"))
    desk.keeper.refuse_open(path)
    known = {one.id for one in desk.held}
    copy = read_copy(path, desk.keeper.document_id, known.__contains__, task.check)
    _refuse_erased(copy, desk.actions)
    return _proposal(desk, copy, task)


def _proposal(desk: Desk, copy: ColleaguesCopy, task: Task) -> Proposal:
    task.progress(None, msg("Comparing the copies…"))
    digests = {key: entry.digest for key, entry in copy.imports.items()}
    digests |= {one.id: one.raw.digest for one in desk.held}
    state = desk.state

    def here(cell: Cell) -> Value:
        table, column, row = cell
        frame = state.dataset.frames.get(table)
        return None if frame is None or not np.isin(row, frame.rows) else value_at(frame, row, column)

    try:
        plan = reconciling(desk.actions, copy.actions, digests, here)
        return Proposal(copy, plan, plan.is_nothing)
    except (ValueError, TypeError, KeyError) as error:
        raise _unreadable(copy) from error


def merge(desk: Desk, proposal: Proposal, choices: Sequence[Choice], task: Task) -> Taken | Proposal:
    """Work the merge out as it was decided; another proposal where something was done here meanwhile.

    :raises LeadDeskError: when the copy holds something that cannot be made sense of.
    """
    copy, plan = proposal.copy, proposal.plan
    if not is_present(desk, proposal):
        return _proposal(desk, copy, task)
    task.progress(None, msg("Merging the copy…"))
    label = msg("merge of the copy “{file}”", file=copy.name)
    now = utc_now(dt.datetime.now().astimezone())
    parent = desk.actions[-1].id if desk.actions else None
    author, home = desk.author, desk.keeper.path
    action = Action(uuid4(), author.replica(home), parent, now, ActionKind.RECONCILE, label, (), origin=author.name)
    try:
        actions = plan.actions(choices, action)
        return _taken(desk, proposal, actions, task)
    except (ValueError, TypeError, KeyError) as error:
        raise _unreadable(copy) from error


def _taken(desk: Desk, proposal: Proposal, actions: tuple[Action, ...], task: Task) -> Taken:
    copy, before = proposal.copy, desk.actions
    after = (*before, *actions)
    decided = recipes(after)
    files = tuple(
        Holding(key, copy.cells[key], decided.get(key, Recipe(copy.cells[key].name))) for key in proposal.plan.imports
    )
    come = {one.id: one for one in files}
    held = tuple(come[key] if key in come else desk.again(key, recipe) for key, recipe in decided.items())
    settings = replayed(Dataset(), after, desk.clock).settings
    result = built(held, settings.stage_map, task)
    task.check()
    summary = msg("The copy “{file}” is merged.", file=copy.name)
    taken = Taken(held, result.dataset, result.issues, actions, result.counts, files, together=True, summary=summary)
    return desk.followed(taken, before)  # what cannot be replayed is not taken in


def is_present(desk: Desk, proposal: Proposal) -> bool:
    """Whether nothing was done in the document since."""
    mine = proposal.plan.mine
    return len(mine) == len(desk.actions) and mine[-1:] == desk.actions[-1:]


def asked_first(desk: Desk, path: Path) -> ACopy | None:
    """What to ask before a document is opened that is a copy of the one that is open; None for any other."""
    document_id = desk.keeper.document_id
    return ACopy(path) if document_id is not None and is_copy(path, document_id) else None


def _refuse_erased(copy: ColleaguesCopy, actions: Iterable[Action]) -> None:
    here, there = (_erased(some) for some in (actions, copy.actions))
    if there - here:
        raise LeadDeskError(
            msg("In “{file}” a person was erased who is still in this document.", file=copy.name),
            msg("Erase the same person here first (menu “Edit”), then merge."),
        )
    if here - there:
        raise LeadDeskError(
            msg("“{file}” still holds a person who was erased from this document.", file=copy.name),
            msg("Open the copy, erase the same person there too (menu “Edit”), then merge."),
        )


def _erased(actions: Iterable[Action]) -> frozenset[int]:
    """The rows of the leads whose persons were erased."""
    erasures = (action for action in actions if action.kind is ActionKind.ERASURE)
    return frozenset(change.row for action in erasures for change in action.changes if change.entity == ERASED)


def _unreadable(copy: ColleaguesCopy) -> LeadDeskError:
    return LeadDeskError(
        msg("“{file}” holds something that cannot be merged.", file=copy.name),
        msg("Open it by itself to look at it, and check it with “Check the document”."),
    )
