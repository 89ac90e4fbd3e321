"""The exports as jobs: a review, the rows that were left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.export.leftovers import write_leftovers
from leaddesk.export.workbook import write_review
from leaddesk.model.leftovers import leftovers
from leaddesk.model.report import Report
from leaddesk.text import language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import LeftOut, Recipe
    from leaddesk.model.slice import Slice
    from leaddesk.text import Language
    from leaddesk.ui.jobs import Task


def write(data: Slice, path: Path, language_code: str, personal: bool, task: Task) -> Path:
    """Write the review of a slice; gives its path.

    :raises LeadDeskError: when it cannot be written there.
    :raises Cancelled: when the job was cancelled; nothing is written then.
    """
    write_review(
        Report(data),
        path,
        language(language_code),
        personal=personal,
        force=True,
        progress=task.progress,
        cancelled=task.cancelled,
        company=data.state.settings.company,
    )
    return path


def write_left_out(
    files: Sequence[tuple[RawFile, Recipe]],
    set_aside: Sequence[tuple[LeftOut, ...]],
    path: Path,
    words: Language,
    task: Task,
) -> Path:
    """Write the rows that the imports left out; gives the path. *set_aside*: see :func:`leftovers`.

    :raises LeadDeskError: when it cannot be written there.
    """
    task.check()
    return write_leftovers(leftovers(files, set_aside), path, words)
