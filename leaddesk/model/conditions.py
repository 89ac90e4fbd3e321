"""Which rows fulfil conditions, whatever the slice."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from leaddesk.model.dataset import MISSING_DAY, Dataset
from leaddesk.model.expression import Op, Where
from leaddesk.model.rowcolumn import Children, DaysBetween, Lookup
from leaddesk.model.rows import MISSING_SECOND, beside, inputs, is_measured, values

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame
    from leaddesk.model.rowcolumn import RowColumn
    from leaddesk.model.settings import Settings

Conditions: TypeAlias = tuple[Where, ...]
COMPARISONS = {Op.EQUAL: np.equal, Op.NOT_EQUAL: np.not_equal, Op.AT_LEAST: np.greater_equal, Op.AT_MOST: np.less_equal}


def is_all_measured(where: Conditions, dataset: Dataset) -> bool:
    """Whether the dataset holds what every condition needs."""
    return all(is_measured(condition.column, dataset) for condition in where)


def sources(where: Conditions, dataset: Dataset) -> tuple[frozenset[str], tuple[Frame | None, ...]]:
    """The columns that conditions read, and the frames of other tables that they look into."""
    read, columns = _columns(where)
    if not columns:
        return read, ()
    return dataset.once(
        ("sources", where), lambda: (read, tuple(frame for column in columns for frame in beside(column, dataset)))
    )


@lru_cache(maxsize=4096)
def _columns(where: Conditions) -> tuple[frozenset[str], tuple[RowColumn, ...]]:
    """The columns that conditions read, and those of the conditions' that may look into other tables."""
    columns = tuple(condition.column for condition in where)
    read = frozenset[str]().union(*map(inputs, columns))
    return read, tuple(column for column in columns if isinstance(column, DaysBetween | Lookup | Children))


def fulfilled(where: Conditions, dataset: Dataset, settings: Settings, rows: int) -> npt.NDArray[np.bool_]:
    """Which of so many rows fulfil every condition, ``bool[rows]``."""
    mask = np.ones(rows, np.bool_)
    for condition in where:
        column = values(condition.column, dataset, settings)
        mask &= ~_missing(column)
        if condition.op is not Op.KNOWN:
            mask &= COMPARISONS[condition.op](column, condition.value)
    return mask


def _missing(column: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    if column.dtype.kind == "f":
        return np.asarray(np.isnan(column), np.bool_)
    if column.dtype == np.int8:
        return np.zeros(len(column), np.bool_)
    return np.asarray(column == (MISSING_SECOND if column.dtype == np.int64 else MISSING_DAY), np.bool_)
