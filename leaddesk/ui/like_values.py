"""Values that may mean the same, over the files of an import and those of the document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.ingest.clusters import Cluster, Decision
    from leaddesk.model.dataset import Dataset
    from leaddesk.ui.holding import Holding, Pending
    from leaddesk.ui.jobs import Task


def like_values(pending: Pending, known: Dataset, task: Task) -> tuple[Cluster, ...]:
    """The values of the files that may mean the same as one another or as those *known*."""
    from leaddesk.ingest.clusters import find, tallied

    task.check()
    return find(tallied([(held.raw, held.recipe) for held in pending.files], known))


def brought_together(pending: Pending, before: Sequence[Holding], decisions: Sequence[Decision]) -> Pending:
    """The import with what was decided of its values, in its files and in those that were in *before*."""
    if not decisions:
        return pending
    from leaddesk.ingest.clusters import decided

    recipes = decided([(held.raw, held.recipe) for held in (*before, *pending.files)], decisions)
    others = {held.id: new for held, new in zip(before, recipes, strict=False) if new != held.recipe}
    files = (replace(held, recipe=new) for held, new in zip(pending.files, recipes[len(before) :], strict=True))
    return replace(pending, files=tuple(files), others=others)
