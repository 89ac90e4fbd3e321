"""The sheets of the review workbook, in order."""

from typing import Final

from leaddesk.export.sheet import Sheet
from leaddesk.export.sheets import channels, checks, costs, definitions, funnel, kpis, leads, readme, records, summary

SHEETS: Final[tuple[Sheet, ...]] = (
    readme.SHEET,
    summary.SHEET,
    kpis.SHEET,
    funnel.SHEET,
    channels.SHEET,
    leads.SHEET,
    costs.SHEET,
    *records.SHEETS,
    definitions.SHEET,
    checks.SHEET,
)
