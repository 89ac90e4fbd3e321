"""Which cards the user chose for the overview, as data: by question the ids of KPIs, in order."""

from __future__ import annotations

import json
from typing import TypeAlias

Cards: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""A question that is not named has its usual cards."""


def cards_written(cards: Cards) -> str:
    """As the log holds them."""
    return json.dumps(cards, ensure_ascii=False)


def cards_read(value: object) -> Cards:
    """What :func:`cards_written` wrote.

    :raises ValueError: when it is something else.
    """
    plain = json.loads(str(value or "[]"))
    if not isinstance(plain, list) or any(not _is_choice(one) for one in plain):
        raise ValueError("the cards of the overview are pairs of a question and KPIs")
    return tuple((question, tuple(kpis)) for question, kpis in plain)


def _is_choice(one: object) -> bool:
    if not isinstance(one, list) or len(one) != 2 or not isinstance(one[0], str) or not isinstance(one[1], list):
        return False
    return all(isinstance(kpi, str) for kpi in one[1])
