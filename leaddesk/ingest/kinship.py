"""Whether a list can be an edition of another at all: a look at their e-mail addresses, before all is compared.

Most files that are opened beside one another are lists of other people. Of an edition half of the shorter list's rows
are in both, nearly all of them with the address they had; so few addresses in common tell that it is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow.compute as pc

from leaddesk.ingest.evidence import keys_of
from leaddesk.ingest.pieces import cell_texts, spread_out
from leaddesk.model.contactkeys import known_addresses
from leaddesk.model.dataset import MISSING_DAY

if TYPE_CHECKING:
    from leaddesk.ingest.pieces import Places
    from leaddesk.model.dataset import Frame

_ADDRESS: Final = "email"
_FURTHER: Final = ("phone", "name", "company")
"""What of two leads with one address is the same, if they are one: an address may be read by several."""
_ENOUGH: Final = 20
"""So many addresses in common are expected of an edition, at least, for their lack to tell something."""
_SHARE: Final = 0.25
"""Fewer than this share of those expected are none: of twenty, four or less by chance once in a hundred thousand."""
_READ_BY: Final = 4
"""So many leads with one address are looked at,"""
_LOOKED_AT: Final = 1000
"""and so many rows of the shorter list."""


def are_strangers(frame: Frame, base: Places, other: Places, expected: float) -> bool:
    """Whether the addresses tell that two lists do not share as many leads as *expected*.

    *base* and *other*: their places in the frame. False where too few have an address to tell.
    """
    if not frame.has(_ADDRESS) or not any(frame.has(name) for name in (*_FURTHER, "created")):
        return False
    if len(base) > len(other):
        base, other = other, base
    some = spread_out(len(base), _LOOKED_AT)
    share, base = len(some) / max(len(base), 1), base[some]
    ones, others = (known_addresses(frame.data[_ADDRESS].iloc[places]) for places in (base, other))
    wanted = expected * share * _known(ones) * _known(others)
    if wanted < _ENOUGH:
        return False
    here, there = _pairs(ones, others)
    agreed = _agree(frame, base[here], other[there])
    return len(np.unique(here[agreed])) < _SHARE * wanted


def _known(addresses: Any) -> float:  # noqa: ANN401
    """The share of them that are addresses."""
    return float(pc.sum(pc.not_equal(addresses, "")).as_py() or 0) / max(len(addresses), 1)


def _pairs(ones: Any, others: Any) -> tuple[Places, Places]:  # noqa: ANN401
    """Which of each are the same and not empty: places in both, pairwise."""
    known = pc.unique(ones.filter(pc.not_equal(ones, "")))
    first, second = (
        pc.fill_null(pc.index_in(one, value_set=known), -1).to_numpy(zero_copy_only=False) for one in (ones, others)
    )
    shared = np.flatnonzero(second >= 0)
    order = shared[np.argsort(second[shared], kind="stable")]
    begin, end = (np.searchsorted(second[order], first, side) for side in ("left", "right"))
    count = np.where(first < 0, 0, np.minimum(end - begin, _READ_BY))
    here = np.repeat(np.arange(len(ones)), count)
    step = np.arange(len(here)) - np.repeat(np.cumsum(count) - count, count)
    return here, order[begin[here] + step]


def _agree(frame: Frame, base: Places, other: Places) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which pairs have the day of creation, or something else that tells who it is, in common."""
    agreed = np.zeros(len(base), np.bool_)
    if frame.has("created"):
        days = frame.days("created")
        agreed |= (days[base] == days[other]) & (days[base] != MISSING_DAY)
    for name in _FURTHER:
        if frame.has(name):
            keys = keys_of(name, cell_texts(frame, name, base)), keys_of(name, cell_texts(frame, name, other))
            agreed |= np.array([bool(one) and one == two for one, two in zip(*keys, strict=True)], np.bool_)
    return agreed
