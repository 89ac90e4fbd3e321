"""What rows are told outside of their cells: by the names of their sheet and its parts, by what all have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import findings, moments, sections
from leaddesk.ingest.outcome import EXAMPLES, LINES, Typed
from leaddesk.ingest.switched_off import left_alone
from leaddesk.ingest.texts import Texts, as_array
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.schema import EXTRA_PREFIX, Kind
from leaddesk.text import msgn

if TYPE_CHECKING:
    from leaddesk.ingest.parts import Part

NAMED_BY_SECTION: Final = "named-by-section"
"""The code of the finding that rows get the name of their part of the sheet as a value."""


def name_rows(part: Part) -> None:
    """Give the rows of a part what their sheet and the lines between them say, where no column does."""
    if part.recipe.section_target:
        _by_section(part)
    if part.recipe.month:
        _by_month(part)
    if part.recipe.sheet_target:
        _by_sheet(part)


def name_in_common(part: Part) -> None:
    """Give the rows of a part what all of them have in common, where no column does."""
    for constant in part.recipe.constants:
        if constant.target in part.columns or constant.target not in part.table.by_id or not len(part):
            continue
        issue = findings.constant(part.raw, part.sheet, part.recipe, constant, part.table, part.lines)
        part.issues.append(issue)
        if issue.applied:
            kind = part.table.column(constant.target).kind
            part.columns[constant.target] = Typed(kind, np.zeros(len(part), np.int32), as_array([constant.value]))


def _by_section(part: Part) -> None:
    target = part.recipe.section_target
    found = sections.found(part.sheet, part.recipe)
    if target in part.columns or found is None:
        return
    applied = NAMED_BY_SECTION not in part.recipe.off
    column = part.table.column(target).label if target in part.table.by_id else target.removeprefix(EXTRA_PREFIX)
    message = msgn(
        "{count} row gets the name of its part of the sheet as “{column}”",
        "{count} rows get the names of their parts of the sheet as “{column}”",
        len(part), column=column,
    )  # fmt: skip
    if not applied:
        message = left_alone(NAMED_BY_SECTION, len(part), column=column)
    examples = tuple(("", name) for name in dict.fromkeys(found.shown))[:EXAMPLES]
    lines = tuple(int(line) for line in part.lines[:LINES])
    part.issues.append(
        Issue(Severity.INFO, message, part.raw.name, part.sheet.name, "", lines, len(part), examples, NAMED_BY_SECTION,
              applied)
    )  # fmt: skip
    if not applied:
        return
    own = found.of(part.lines.astype(np.intp) - part.sheet.first_line)
    kind = part.table.column(target).kind if target in part.table.by_id else Kind.TEXT
    if kind is Kind.MOMENT:
        months = sections.months(part.raw, part.sheet, part.recipe, found.names)
        moment, alone = moments.parse(Texts(as_array(months)), "dmy")
        part.columns[target] = Typed(kind, moment[own], months=alone[own])
    else:
        part.columns[target] = Typed(kind, own, as_array(list(found.names)))


def _by_month(part: Part) -> None:
    date = part.table.dates[0]
    if date in part.columns:
        return
    moment, months = moments.parse(Texts(as_array([part.recipe.month] * len(part))), "dmy")
    part.columns[date] = Typed(Kind.MOMENT, moment, months=months)
    part.issues += findings.named_month(part.raw, part.sheet, moment, len(part))


def _by_sheet(part: Part) -> None:
    target = part.recipe.sheet_target
    if target in part.columns:
        return
    issue = findings.named_sheet(part.raw, part.sheet, part.recipe, part.table, part.lines)
    part.issues.append(issue)
    if issue.applied:
        kind = part.table.column(target).kind if target in part.table.by_id else Kind.TEXT
        part.columns[target] = Typed(kind, np.zeros(len(part), np.int32), as_array([part.sheet.name]))
