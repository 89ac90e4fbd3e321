"""Where texts stand among others: millions of them, without holding up the window meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import numpy.typing as npt

    Texts = npt.NDArray[np.object_]

_STEP: Final = 20_000
_FEW: Final = 1_000


def places_of(texts: Texts, among: Texts) -> npt.NDArray[np.int32]:
    """For each of *texts* its 0-based place in *among*, whose texts are distinct; -1 where it is not there."""
    if len(texts) > _FEW:
        try:
            return _looked_up(texts, among)
        except UnicodeEncodeError:
            pass  # half of a surrogate pair, which Arrow does not hold
    index: dict[str, int] = {}
    for start in range(0, len(among), _STEP):
        step = among[start : start + _STEP].tolist()
        index.update(zip(step, range(start, start + len(step)), strict=True))
    return np.array([index.get(text, -1) for text in texts], np.int32)


def _looked_up(texts: Texts, among: Texts) -> npt.NDArray[np.int32]:
    """The same by Arrow, which lets other threads go on while it compares."""
    places = pc.index_in(_arrow(texts), value_set=_arrow(among))
    found: npt.NDArray[np.int32] = pc.fill_null(places, -1).to_numpy(zero_copy_only=False)
    return found.astype(np.int32)


def _arrow(texts: Texts) -> pa.Array:
    """The texts, handed over in steps: one call would hold up the window."""
    steps = [pa.array(texts[start : start + _STEP], pa.large_string()) for start in range(0, len(texts), _STEP)]
    return pa.concat_arrays(steps) if steps else pa.array([], pa.large_string())
