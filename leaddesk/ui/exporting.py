"""The export of a review as a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.export.workbook import write_review
from leaddesk.model.report import Report
from leaddesk.text import language

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.slice import Slice
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
