"""Cells on their way to the clipboard."""

from __future__ import annotations


def one_cell(text: str) -> str:
    """A cell for the clipboard: no tabs, and never a formula in the spreadsheet that it is pasted into."""
    plain = " ".join(text.split("\t")).replace("\n", " ").replace("\r", " ")
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain
