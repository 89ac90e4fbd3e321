"""Exports: a Report written down as a workbook that recalculates itself."""
