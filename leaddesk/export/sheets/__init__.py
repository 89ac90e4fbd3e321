"""The sheets of the review workbook, in order."""

from typing import Final

from leaddesk.export.sheet import Sheet
from leaddesk.export.sheets import (
    alerts,
    channels,
    checks,
    cohorts,
    compared,
    conversion,
    costs,
    definitions,
    forecast,
    funnel,
    goals,
    kpis,
    leads,
    losses,
    pairs,
    reach,
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
    goals.SHEET,
    alerts.SHEET,
    forecast.SHEET,
    funnel.SHEET,
    channels.SHEET,
    reach.SHEET,
    compared.SHEET,
    pairs.SHEET,
    readings.SHEET,
    conversion.SHEET,
    cohorts.SHEET,
    stays.SHEET,
    retention.SHEET,
    losses.SHEET,
    leads.SHEET,
    costs.SHEET,
    *records.SHEETS,
    definitions.SHEET,
    checks.SHEET,
)
