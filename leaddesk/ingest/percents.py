"""Targets of percentages: kept as a person writes them, 25 for 25 %, whichever way the file has them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest.findings import column_issue
from leaddesk.ingest.switched_off import left_alone
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.kpi import Uncertainty
from leaddesk.model.kpinames import kpi_named
from leaddesk.model.measure import Unit
from leaddesk.text import Percent, msgn

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.ingest.findings import Lines, Mask
    from leaddesk.ingest.outcome import Typed
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import ColumnChoice

    Floats = npt.NDArray[np.float64]

POINTS: Final = "percent-points"
"""0.5 is half a percent."""
FRACTIONS: Final = "percent-fractions"
"""0.5 is 50 %: a spreadsheet holds 50 % so, and does not say here how it shows it."""


def in_percent(
    raw: RawFile, sheet: RawSheet, lines: Lines, columns: dict[str, Typed], choices: dict[str, ColumnChoice]
) -> list[Issue]:
    """Write the targets of a part of the table of objectives in percent, in *columns*; gives what has to be told.

    A cell with its sign says what it means. A number typed without is in percent, as in the templates. A number of a
    spreadsheet may be a cell shown as a percentage, which holds 0.25 for 25 %: it is where no share in the column is
    above 1.
    """
    target, named, choice = columns.get("target"), columns.get("kpi"), choices.get("target")
    if target is None or choice is None or named is None or named.labels is None:
        return []
    kpis = [kpi_named(label) for label in named.labels.to_pylist()]
    is_percent = _of(named, [kpi is not None and kpi.unit is Unit.PERCENT for kpi in kpis])
    values: Floats = target.values
    said = np.full(len(values), -1, np.int8) if target.percent is None else target.percent
    bare = is_percent & ~np.isnan(values) & (said != 1)
    number = bare & (said < 0)
    small = bare & (np.abs(values) <= 1) & (values != 0)
    shares = number & _of(named, [kpi is not None and _is_share(kpi) for kpi in kpis])
    is_fraction = number & ~(np.abs(values) > 1)
    if shares.any():
        is_fraction = number if not (shares & (np.abs(values) > 1)).any() else np.zeros(len(values), np.bool_)
    found = []
    for code, doubtful in ((POINTS, small & ~is_fraction), (FRACTIONS, small & is_fraction)):
        if doubtful.any():
            found.append(_told(raw, sheet, choice, lines, doubtful, code, float(values[doubtful][0])))
        if code in choice.off:
            is_fraction = np.where(doubtful, ~is_fraction, is_fraction)
    times = is_fraction | (is_percent & (said == 1))
    if times.any():
        columns["target"] = replace(target, values=np.where(times, np.round(values * 100, 10), values))
    return found


def _is_share(kpi: Kpi) -> bool:
    """Whether a percentage cannot exceed 100 %; a return can."""
    return kpi.unit is Unit.PERCENT and kpi.uncertainty is not Uncertainty.SUM


def _of(column: Typed, labels: list[bool]) -> Mask:
    """What holds of the label of each row; False where there is none."""
    mask: Mask = np.array([*labels, False], np.bool_)[column.values]
    return mask


def _told(
    raw: RawFile, sheet: RawSheet, choice: ColumnChoice, lines: Lines, hit: Mask, code: str, first: float
) -> Issue:
    count = int(hit.sum())
    share = first / 100 if code == POINTS else first
    message = msgn(
        "“{column}”: {count} target of a percentage is 1 or less: {number} is read as {share}",
        "“{column}”: {count} targets of percentages are 1 or less: {number} is read as {share}",
        count, column=choice.header, number=first, share=_shown(share),
    )  # fmt: skip
    if code in choice.off:
        other = _shown(first if code == POINTS else first / 100)
        message = left_alone(code, count, column=choice.header, number=first, share=other)
    # A fraction is what a cell shown as a percentage holds, which most are: nothing to worry about.
    severity = Severity.WARNING if code == POINTS else Severity.INFO
    issue = column_issue(severity, message, raw, sheet, choice, lines, hit, code)
    return replace(issue, applied=code not in choice.off)


def _shown(share: float) -> Percent:
    """With as many decimals as it takes, up to two."""
    return Percent(share, next((places for places in (0, 1) if round(100 * share, places) == round(100 * share, 8)), 2))
