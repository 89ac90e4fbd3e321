"""Exports of programs recognised at sight, by the headers that only they write."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from leaddesk.ingest.headers import fold
from leaddesk.ingest.products import PRODUCTS
from leaddesk.ingest.recognition import Settled, choices
from leaddesk.model.recipe import Constant
from leaddesk.model.schema import said
from leaddesk.model.tables import BY_ID
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leaddesk.ingest.product import Product
    from leaddesk.ingest.recognition import Seen
    from leaddesk.model.recipe import ColumnChoice, SheetRecipe

_CURRENCY: Final = re.compile(r"\s*\((?:[A-Z]{3}|[€$£])\)\s*$")
"""What Meta puts behind every amount; the exports of two accounts differ by it."""


@dataclass(frozen=True)
class _Folded:
    """A product with its headers folded. ``order``: header → (column, its place among the column's headers)."""

    telling: tuple[frozenset[str], ...]
    order: Mapping[str, tuple[str, int]]
    kept: frozenset[str]


def _plain(header: str) -> str:
    return fold(_CURRENCY.sub("", header))


@lru_cache(maxsize=1)
def _folded() -> tuple[_Folded, ...]:
    return tuple(
        _Folded(
            tuple(frozenset(map(_plain, said(group))) for group in product.telling),
            {
                _plain(header): (column, place)
                for column, headers in product.columns
                for place, header in enumerate(said(headers))
            },
            frozenset(map(_plain, said(product.kept))) - {""},
        )
        for product in PRODUCTS
    )


def product_of(headers: tuple[str, ...]) -> Product | None:
    """The program that wrote a sheet with these headers, of several the one that has most of them; None where none is
    known that does.
    """
    present = {_plain(header) for header in headers}
    best, most = None, 0
    for product, folded in zip(PRODUCTS, _folded(), strict=True):
        if any(group <= present for group in folded.telling):
            known = len(present & folded.order.keys()) + len(present & folded.kept)
            if known > most:
                best, most = product, known
    return best


def export_choices(product: Product, seen: Seen) -> tuple[ColumnChoice, ...]:
    """What each column of an export of *product* is taken for. The user's own fields, which the product does not
    have by itself, are taken for what their headers say.
    """
    folded = _folded()[PRODUCTS.index(product)]
    plain = [_plain(header) for header in seen.headers]
    offers = sorted((_rank(seen, position, *folded.order[word]), position)
                    for position, word in enumerate(plain) if word in folded.order)  # fmt: skip
    reason = msg("This is what {product} calls this column", product=product.name)
    settled: dict[int, Settled] = {}
    used: set[str] = set()
    for _, position in offers:
        column = folded.order[plain[position]][0]
        if column == "status" and column in used:
            column = "pipeline"  # of a stage and a status the other one says how far a lead is
        settled[position] = Settled(None if column in used else column, None if column in used else reason)
        used.add(column)
    if "status" not in used:
        settled = {p: replace(one, target="status") if one.target == "pipeline" else one for p, one in settled.items()}
    settled.update({p: Settled(None) for p, word in enumerate(plain) if word in folded.kept and p not in settled})
    return choices(BY_ID[product.table], seen, settled=settled)


def export_constants(product: Product, sheet: SheetRecipe) -> tuple[Constant, ...]:
    """What all rows of an export have in common that none of its columns says."""
    if not product.channel or sheet.column("channel") is not None:
        return ()
    reason = msg("{product} does not write the channel: it is the channel", product=product.name)
    return (Constant("channel", product.channel, reason),)


def _rank(seen: Seen, position: int, column: str, place: int) -> tuple[bool, bool, int]:
    """Of several headers for one column: those that hold anything first; of stage and status the one that says won
    and lost.
    """
    profile = seen.profiles[position]
    return not profile.filled, column == "status" and not profile.decides, place
