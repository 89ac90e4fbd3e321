"""Files that are in, read in another way: their cells are kept, so only what is made of them changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leaddesk.model.action import ActionKind
from leaddesk.text import msg, msgn
from leaddesk.ui.holding import Pending, Taken
from leaddesk.ui.taking_in import import_changes
from leaddesk.ui.trying import built

if TYPE_CHECKING:
    from leaddesk.model.issues import Issue
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.jobs import Task


def to_read_again(desk: Desk, about: Issue | None = None) -> Pending:
    """The files that are in, to be looked at once more because of a finding *about* one or for no reason told; what was
    typed by hand is none.
    """
    files = tuple(held for held in desk.held if held.raw.format != "typed")
    return Pending(files, needs_confirmation=True, today=desk.state.today, again=True, about=about)


def read_again(desk: Desk, pending: Pending, task: Task) -> Taken:
    """What the files give, read as the user decided it: one step, without actions where nothing changes.

    A file that is not in any more stays out.
    """
    task.progress(None, msg("Taking the rows in…"))
    recipes = {one.id: one.recipe for one in pending.files}
    held = tuple(replace(one, recipe=recipes.get(one.id, one.recipe)) for one in desk.held)
    result = built(held, desk.state.settings.stage_map, task)
    recipes_anew = import_changes(held, {one.id: one for one in desk.held})
    changes, count = (*recipes_anew, *pending.edits), len(recipes_anew)
    label = msgn("another reading of {count} file", "another reading of {count} files", count)
    summary = msgn("{count} file is read in another way.", "{count} files are read in another way.", count)
    return Taken(
        held, result.dataset, result.issues, (desk.made(ActionKind.MAPPING, label, changes),) if changes else (),
        result.counts, summary=summary if changes else msg("The files are read as before."),
    )  # fmt: skip
