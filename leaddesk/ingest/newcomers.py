"""Values that a file brings and that the document did not have: a new channel, a new status word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest.canonical import group_of, same_value
from leaddesk.ingest.values import EXAMPLES
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.schema import Kind
from leaddesk.text import msgn

if TYPE_CHECKING:
    from collections.abc import Container

    from leaddesk.model.dataset import Dataset, Frame

LOOKED_AT: Final = frozenset({"channel", "campaign", "lever", "status", "owner", "supplier"})
"""The columns whose values are few and mean something: a town that is new is no news."""


def issues(dataset: Dataset, known: Dataset, files: Container[str]) -> list[Issue]:
    """For each file and column which of its values are not among those *known*; nothing where nothing was known."""
    before = _known(known)
    found = []
    for frame in dataset.frames.values():
        for column in frame.table.columns:
            names = before.get(group_of(column.id))
            if column.id in LOOKED_AT and column.kind is Kind.CATEGORY and frame.has(column.id) and names:
                found += _of_column(frame, column.id, names, files)
    return found


def _known(dataset: Dataset) -> dict[str, set[str]]:
    """The values in use, by the group of their columns."""
    names: dict[str, set[str]] = {}
    for frame in dataset.frames.values():
        for column in frame.table.columns:
            if column.kind is Kind.CATEGORY and frame.has(column.id):
                labels, codes = frame.labels(column.id), frame.codes(column.id)
                used = np.unique(codes[codes >= 0]).tolist()
                names.setdefault(group_of(column.id), set()).update(same_value(labels[code]) for code in used)
    return names


def _of_column(frame: Frame, column: str, known: set[str], files: Container[str]) -> list[Issue]:
    labels, codes, origin = frame.labels(column), frame.codes(column), frame.origin
    new = [code for code, label in enumerate(labels) if same_value(label) not in known]
    result = []
    for number, file in enumerate(origin.files):
        if file not in files:
            continue
        own = codes[origin.file == number]
        counts = Counter({code: int(np.count_nonzero(own == code)) for code in new})
        names = [labels[code] for code, count in counts.most_common() if count]
        if not names:
            continue
        message = msgn(
            "{column}: {count} value that was not there before: {values}",
            "{column}: {count} values that were not there before: {values}",
            len(names), column=frame.table.column(column).label, values=", ".join(names[:EXAMPLES]),
        )  # fmt: skip
        examples = tuple((name, name) for name in names[:EXAMPLES])
        result.append(Issue(Severity.INFO, message, file, "", column, (), len(names), examples, "new-values"))
    return result
