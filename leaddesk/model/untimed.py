"""Opening hours between days without a time of day: what is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model import preparing
from leaddesk.model.expression import Quantile
from leaddesk.model.opening import is_untimed
from leaddesk.model.rowcolumn import OpeningTime
from leaddesk.model.rows import inputs, values
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Expression
    from leaddesk.model.method import Method
    from leaddesk.text import Message

UNTIMED: Final = msg("days without a time: counted to the close of the day")
_TIMED, _UNTIMED, _UNKNOWN = range(3)
_KINDS: Final = 3

Codes = npt.NDArray[np.int8]


def most(untimed: int, all_: int) -> bool:
    """Whether most of the hours hang on a day without a time."""
    return untimed * 2 > all_


def note_of(expression: Expression | Method, evaluator: Evaluator) -> Message | None:
    """What to know of a quantile of opening hours over the slice, where most of them hang on a day without a time;
    None of anything else.
    """
    if not isinstance(expression, Quantile) or not isinstance(expression.value, OpeningTime):
        return None
    quantile, name = expression, "untimed"
    codes, is_any = _codes(evaluator, expression.value)
    if not is_any:
        return None

    def counted() -> npt.NDArray[np.int64]:
        prepared = preparing.by_code(evaluator, quantile, name, codes, _KINDS)
        if prepared is not None:
            return prepared
        return np.bincount(codes[evaluator.matching(quantile.table, quantile.by, quantile.where)], minlength=_KINDS)

    found = evaluator.once((name, quantile.value, quantile.by, quantile.where), counted)
    return UNTIMED if most(int(found[_UNTIMED]), int(found[_TIMED] + found[_UNTIMED])) else None


def _codes(evaluator: Evaluator, column: OpeningTime) -> tuple[Codes, bool]:
    """For each row whether its hours hang on a day without a time, and whether those of any do; made once."""
    data, settings = evaluator.dataset, evaluator.settings

    def made() -> tuple[Codes, bool]:
        start, end = (values(side, data, settings) for side in (column.start, column.end))
        untimed = is_untimed(start) | is_untimed(end)
        known = ~np.isnan(values(column, data, settings))
        codes = np.where(known, np.where(untimed, _UNTIMED, _TIMED), _UNKNOWN).astype(np.int8)
        return codes, bool((known & untimed).any())

    return data[column.table].prepare(("untimed", column, settings), inputs(column), made)
