"""What is read from files and found about them, as data."""

from __future__ import annotations

import numpy as np
import pytest

from leaddesk.model.issues import Issue, Severity
from leaddesk.model.raw import CellKind, MergedRange, RawColumn, RawFile, RawSheet
from leaddesk.text import msg


def test_raw_cells_cannot_be_changed() -> None:
    column = RawColumn(np.array([CellKind.NUMBER, CellKind.EMPTY], np.uint8), np.array([1.5, np.nan]), None, ())
    sheet = RawSheet("Prospects", (column,), 2, merged=(MergedRange(0, 0, 0, 1),))
    file = RawFile("leads.csv", "0" * 64, "text", (sheet,), "utf-8", ";")
    assert (file.sheets[0].first_line, file.sheets[0].hidden) == (1, False)
    for thing, name in ((file, "name"), (sheet, "rows"), (column, "texts")):
        with pytest.raises(AttributeError):
            setattr(thing, name, None)


def test_issues_rank_by_how_much_they_matter() -> None:
    found = [Issue(severity, msg("Something")) for severity in (Severity.WARNING, Severity.ERROR, Severity.INFO)]
    assert [issue.severity.name for issue in sorted(found, key=lambda issue: -issue.severity)] == [
        "ERROR",
        "WARNING",
        "INFO",
    ]
