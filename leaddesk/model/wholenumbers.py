"""Decimal amounts as whole numbers: they add up exactly, in whatever order."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

EXACT: Final = 1 << 62
_SCALES: Final = (1, 10, 100, 1000)


def whole_numbers(
    amounts: npt.NDArray[np.float64], power: int, most: int = EXACT
) -> tuple[npt.NDArray[np.int64], float] | None:
    """Known amounts (to that power) as whole numbers, and how many of these make one; None where they have more than
    three decimals, or would add up to *most*.
    """
    largest = float(np.abs(amounts).max(initial=0.0))
    for scale in _SCALES:
        if (largest * scale + 1) ** power * max(1, len(amounts)) >= most:
            return None
        numbers = np.rint(amounts * scale)
        if np.array_equal(numbers / scale, amounts):
            return numbers.astype(np.int64) ** power, float(scale**power)
    return None
