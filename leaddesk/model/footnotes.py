"""What to know of a figure before one leans on it: what its files do not say."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import preparing
from leaddesk.model.expression import OnDay, aggregates
from leaddesk.model.rowcolumn import Depth, OutcomeDay
from leaddesk.model.rows import inputs, values
from leaddesk.model.stages import REACHED_ON, Stage
from leaddesk.model.terms import IS_WON, reached
from leaddesk.model.untimed import note_of
from leaddesk.text import msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.conditions import Conditions
    from leaddesk.model.dataset import Dataset
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Expression
    from leaddesk.model.settings import Settings
    from leaddesk.text import Message

UNQUALIFIED: Final = msg("no status or date of your files says “qualified”: the leads won alone count")
_SOME: Final = 10
"""Outcomes without a day are worth a word from a tenth of all on; the foot of the overview tells of each of them."""
_BETWEEN: Final = tuple(stage for stage in Stage if Stage.QUALIFIED <= stage < Stage.WON)


def footnote(expression: Expression, evaluator: Evaluator) -> Message | None:
    """What to know of a figure over the slice; None where there is nothing."""
    note = note_of(expression, evaluator)
    if note is not None:
        return note
    asks_qualified, by_outcome = _asked(expression)
    if asks_qualified and not _tells_qualified(evaluator):
        return UNQUALIFIED
    if not evaluator.slice.period.is_set:  # without a period those without a day count, too
        return None
    notes = (_dayless(by, where, evaluator) for by, where in by_outcome)
    return next((note for note in notes if note is not None), None)


@lru_cache(maxsize=256)
def _asked(expression: Expression) -> tuple[bool, tuple[tuple[OnDay, Conditions], ...]]:
    """Whether it looks at leads that were qualified, and what it counts by the day of an outcome."""
    parts, qualified = tuple(aggregates(expression)), reached(Stage.QUALIFIED)
    by_outcome = [
        (part.by, part.where) for part in parts if isinstance(part.by, OnDay) and isinstance(part.by.day, OutcomeDay)
    ]
    return any(qualified in part.where for part in parts), tuple(reversed(by_outcome))  # first what it is divided by


def _tells_qualified(evaluator: Evaluator) -> bool:
    """Whether any lead is known to have got to a stage between those contacted and those won."""
    data, settings = evaluator.dataset, evaluator.settings
    return data["leads"].prepare(("tells qualified", settings), inputs(Depth()), lambda: _is_told(data, settings))


def _is_told(data: Dataset, settings: Settings) -> bool:
    depth, leads = values(Depth(), data, settings), data["leads"]
    names = [name for stage in _BETWEEN for name in REACHED_ON[stage] if leads.has(name)]
    return bool(np.isin(depth, _BETWEEN).any()) or any(bool(leads.data[name].notna().any()) for name in names)


def _dayless(by: OnDay, where: Conditions, evaluator: Evaluator) -> Message | None:
    """That many leads that the filters keep have no day of their outcome, and so count in no period."""
    key = ("dayless", by, where)
    without, all_ = evaluator.slice.whole(key, lambda: preparing.undated(evaluator, "leads", by, where))
    if without * _SOME <= all_:
        return None
    if IS_WON in where:
        return msgn(
            "left out: {count} of {total} customers, without a date of winning",
            "left out: {count} of {total} customers, without a date of winning",
            without,
            total=all_,
        )
    return msgn(
        "left out: {count} of {total} outcomes, without a date",
        "left out: {count} of {total} outcomes, without a date",
        without,
        total=all_,
    )
