"""One column of a data sheet, and what it holds: texts, numbers or formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from leaddesk.export.styles import Look

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts of data: ``codes`` into ``labels``, -1 where there is none."""

    codes: npt.NDArray[np.int32]
    labels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers, blank where NaN."""

    values: Floats


@dataclass(frozen=True, eq=False)
class Formulas:
    """One formula a row, with its result as known now; NaN is the empty text that stands for a missing value."""

    template: str
    results: Numbers | Texts


Content: TypeAlias = Texts | Numbers | Formulas


@dataclass(frozen=True, eq=False)
class DataColumn:
    """One column of a data sheet. ``name`` is the defined name of its range."""

    letter: str
    heading: str
    name: str
    content: Content
    look: Look
    is_helper: bool


def numbers_of(column: DataColumn) -> Floats:
    """What a column of numbers holds or gives now, NaN where missing."""
    content = column.content.results if isinstance(column.content, Formulas) else column.content
    if isinstance(content, Texts):
        raise TypeError(f"{column.name} holds texts")
    return content.values
