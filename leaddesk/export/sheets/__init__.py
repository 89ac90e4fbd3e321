"""The sheets of the review workbook, in order."""

from typing import Final

from leaddesk.export.sheet import Sheet
from leaddesk.export.sheets import (
    channels,
    checks,
    cohorts,
    conversion,
    costs,
    definitions,
    funnel,
    kpis,
    leads,
    readings,
    readme,
    records,
    retention,
    stays,
    summary,
)

SHEETS: Final[tuple[Sheet, ...]] = (
    readme.SHEET,
    summary.SHEET,
    kpis.SHEET,
    funnel.SHEET,
    channels.SHEET,
    readings.SHEET,
    conversion.SHEET,
    cohorts.SHEET,
    stays.SHEET,
    retention.SHEET,
    leads.SHEET,
    costs.SHEET,
    *records.SHEETS,
    definitions.SHEET,
    checks.SHEET,
)
