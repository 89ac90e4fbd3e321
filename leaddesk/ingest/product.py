"""What a program that small firms use writes into its exports: whose file it is, what each header stands for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """One kind of export. ``telling``: sets of headers (bars between), of which the sheet has one whole.

    ``columns``: for each column of the table the headers it comes under, the best first: the first one that holds
    anything is taken, the others are kept. ``kept``: headers that no rule may take for a column of the table.
    A currency in brackets behind a header does not count. ``channel``: what all its rows come from.
    """

    name: str
    table: str
    telling: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    kept: str = ""
    channel: str = ""
