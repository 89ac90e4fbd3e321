"""The rows that an import left out, as a workbook: a sheet for each sheet of the user's, with lines and reasons."""

from __future__ import annotations

import io
from itertools import count
from typing import TYPE_CHECKING, Any

from leaddesk.export.celltext import stored
from leaddesk.export.placing import put
from leaddesk.text import msg, msgc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leaddesk.model.leftovers import Leftovers
    from leaddesk.model.rawcell import Cell
    from leaddesk.text import Language

_LONGEST_TITLE = 31
_FORBIDDEN = str.maketrans(dict.fromkeys(":\\/?*[]", "_"))


def write_leftovers(parts: Sequence[Leftovers], path: Path, language: Language) -> Path:
    """Write the rows left out; texts stay texts, whatever they begin with. Gives the path.

    :raises LeadDeskError: when it cannot be written there; a file that was there before is untouched then.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    titles: set[str] = set()
    for part in parts:
        sheet = book.create_sheet(_title(part.sheet or part.file, titles))
        sheet.column_dimensions["B"].width = 48
        sheet.freeze_panes = "C2"
        heads: tuple[Cell, ...] = (
            language.text(msg("Line")),
            language.text(msgc("row left out", "Reason")),
            *part.headers,
        )
        lines = [heads, *((row.line, language.text(row.why), *row.cells) for row in part.rows)]
        for number, line in enumerate(lines, start=1):
            for column, value in enumerate(line, start=1):
                cell: Any = sheet.cell(number, column)
                cell.value = stored(value) if isinstance(value, str) else value
                if isinstance(value, str):
                    cell.data_type = "s"  # "=1+1" is what the file said, not a formula
                if number == 1:
                    cell.font = Font(bold=True)
    made = io.BytesIO()
    book.save(made)  # not to the disk: openpyxl leaves its file open when that fails
    put(made.getvalue(), path)
    return path


def _title(name: str, taken: set[str]) -> str:
    """A name for a sheet that Excel accepts and no other has."""
    plain = stored(name).translate(_FORBIDDEN).strip("' ")[:_LONGEST_TITLE] or "1"
    for number in count(2):
        if plain.casefold() not in taken:
            break
        plain = f"{plain[: _LONGEST_TITLE - 5]} ({number})"
    taken.add(plain.casefold())
    return plain
