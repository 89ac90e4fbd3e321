"""Why leads were lost, and what of the leads is not known: status words without a stage, leads without a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export import computed
from leaddesk.export.formulas import NONE
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.intervals import wilson
from leaddesk.model.measure import SMALL, Measure
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.report import Report

COLUMNS: Final = 5
WIDTHS: Final = (52, 12, 12, 12, 12)
WIDE: Final = 98
METHODS: Final = (
    msg("Counted by LeadDesk; shares of two counts and their bounds (Wilson) are formulas."),
    msg("Leads with a status word that no stage is known for count as open: say in LeadDesk which stage it means."),
)


def write(page: Page) -> None:
    """Write the sheet."""
    report = page.review.report
    subtitle = msg("Why the leads of the period were lost, and what is not known of them.")
    row = computed.opening(page, TITLE, subtitle, METHODS, COLUMNS, WIDE)
    if report.lost_reasons:
        row = _reasons(page, row)
    page.header(row, [msg("Status without a known stage"), msg("Leads")])
    page.heights(row, 30)
    first = row + 1
    for word, count in report.unknown_statuses:
        row += 1
        page.text(row, 1, word, Look.LABEL)
        computed.figure(page, row, 2, count, Look.COUNT)
    if report.unknown_statuses:
        page.define("statuses_unknown", first, 2, row)
    else:
        row += 1
        page.text(row, 1, msg("Every status word has its stage."), Look.LABEL)
    row += 2
    page.text(row, 1, msg("Leads without a creation date"), Look.STRONG)
    computed.figure(page, row, 2, report.undated, Look.COUNT)
    page.define("leads_undated", row, 2)
    page.text(row, 3, msg("they count only when no period is set"), Look.ASIDE)
    page.widths(*WIDTHS)
    page.sheet.freeze_panes = "B4"
    page.printed(area=f"A1:E{row}")


def _reasons(page: Page, row: int) -> int:
    """A reason a row, with its share of the lost leads; gives the next free row."""
    found = page.review.report.lost_reasons
    lost = sum(count for _, count in found)
    page.header(row, [msg("Reason lost"), msg("Leads"), msg("Share"), msg("From (95 %)"), msg("To (95 %)")])
    page.heights(row, 30)
    first, total = row + 1, row + 1 + len(found)
    for reason, count in found:
        row += 1
        page.text(row, 1, msg("(no reason recorded)") if reason is None else reason, Look.LABEL)
        computed.figure(page, row, 2, count, Look.COUNT)
        low, high = wilson(count, lost) or (None, None)
        share = Measure(count / lost, lost, low, high)
        computed.share_with_bounds(page, row, 3, page.at(row, 2), page.at(total, 2), share)
    page.define("lost_for", first, 2, row)
    page.text(total, 1, msg("Leads lost"), Look.STRONG)
    counts = f"{page.at(first, 2)}:{page.at(row, 2)}"
    page.formula(total, 2, f"IF(COUNT({counts})<{len(found)},{NONE},SUM({counts}))", lost, Look.COUNT)
    page.faint_when(f"C{first}:E{row}", f"AND(ISNUMBER($B${total}),$B${total}<{SMALL})")
    return total + 2


def _is_told(report: Report) -> bool:
    return bool(report.lost_reasons or report.unknown_statuses or report.undated)


TITLE: Final = msg("Losses and gaps")
SHEET: Final = Sheet(TITLE, write, "3B9C6B", needs="leads", when=_is_told)
