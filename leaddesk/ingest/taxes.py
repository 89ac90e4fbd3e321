"""The words for VAT that was taken off amounts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leaddesk.ingest.findings import column_issue
from leaddesk.ingest.switched_off import left_alone
from leaddesk.model.issues import Issue, Severity
from leaddesk.text import Percent, msgn

if TYPE_CHECKING:
    from leaddesk.ingest.findings import Lines, Mask
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import ColumnChoice


def removed(
    raw: RawFile, sheet: RawSheet, choice: ColumnChoice, lines: Lines, known: Mask, assumed: Mask, rate: float
) -> list[Issue]:
    """Amounts from which VAT is taken off, at a *known* rate or at one that is *assumed*: each a proposal."""
    result = []
    if known.any():
        code, count = "tax-removed", int(known.sum())
        message = msgn(
            "“{column}”: VAT was taken off {count} amount", "“{column}”: VAT was taken off {count} amounts",
            count, column=choice.header,
        )  # fmt: skip
        message = left_alone(code, count, column=choice.header) if code in choice.off else message
        result.append(column_issue(Severity.INFO, message, raw, sheet, choice, lines, known, code))
    if assumed.any():
        code, count = "tax-rate-assumed", int(assumed.sum())
        message = msgn(
            "“{column}”: VAT was taken off {count} amount at {rate}, as the file gives no rate",
            "“{column}”: VAT was taken off {count} amounts at {rate}, as the file gives no rate",
            count, column=choice.header, rate=Percent(rate, 1),
        )  # fmt: skip
        if code in choice.off:
            message = left_alone(code, count, column=choice.header, rate=Percent(rate, 1))
        result.append(column_issue(Severity.WARNING, message, raw, sheet, choice, lines, assumed, code))
    return [replace(issue, applied=issue.code not in choice.off) for issue in result]


def flags(raw: RawFile, sheet: RawSheet, choice: ColumnChoice, lines: Lines, hit: Mask) -> list[Issue]:
    """Rows that said that they include VAT, and do not any more."""
    count = int(hit.sum())
    message = msgn(
        "“{column}”: {count} row says no now, as VAT was taken off its amount",
        "“{column}”: {count} rows say no now, as VAT was taken off their amounts",
        count, column=choice.header,
    )  # fmt: skip
    return [column_issue(Severity.INFO, message, raw, sheet, choice, lines, hit, "tax-flags")] if count else []


def amounts(raw: RawFile, sheet: RawSheet, choice: ColumnChoice, lines: Lines, hit: Mask) -> list[Issue]:
    """A column of rates that holds the tax itself."""
    message = msgn(
        "“{column}”: {count} cell holds the VAT itself; the rate that follows from it is kept",
        "“{column}”: {count} cells hold the VAT itself; the rates that follow from it are kept",
        int(hit.sum()), column=choice.header,
    )  # fmt: skip
    return [column_issue(Severity.INFO, message, raw, sheet, choice, lines, hit, "tax-amounts")]
