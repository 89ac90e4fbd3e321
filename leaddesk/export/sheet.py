"""What a sheet of the workbook is. The sheets themselves are in :mod:`leaddesk.export.sheets`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.export.page import Page
    from leaddesk.model.report import Report
    from leaddesk.text import Message


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title and what writes it.

    ``table``: the id of the table whose rows it shows; such sheets are written last, when all others have said which
    helper columns they look at, and are left out when the table was not opened. ``needs``: the id of a table that the
    sheet tells of; it is left out when that was not opened. ``when``: whether a report has anything to
    tell there.
    """

    title: Message
    write: Callable[[Page], None]
    colour: str = ""
    table: str | None = None
    needs: str | None = None
    when: Callable[[Report], bool] | None = None
