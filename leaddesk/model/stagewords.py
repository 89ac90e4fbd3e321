"""What the words of a lead say of its stage: its status, and beside it the stage of the sale that many programs keep.

The status says whether a lead is won, lost or still open; the stage of the sale how far it got.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leaddesk.model.stages import BY_ID, LABELS, OPEN, Stage, folded

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame
    from leaddesk.model.stages import StageMap
    from leaddesk.text import Message

Codes: TypeAlias = npt.NDArray[np.int8]

COLUMNS: Final = ("status", "pipeline")


def label_of(column: str, word: str) -> Message | None:
    """The reader's words for what a column of stages holds as a stage's id: a stage set by hand, or a word that the
    user said stands for one. None for the words of a file, which stay as they are.
    """
    stage = BY_ID.get(word) if column == "stage" or column in COLUMNS else None
    return None if stage is None else LABELS[stage]


def told_stages(frame: Frame, stage_map: StageMap) -> Codes:
    """The stage that each lead's words tell, -1 where they tell none.

    An outcome holds, that of the status before that of the stage of the sale; of two that lead there the further one.
    Where the status says that the lead is open, the stage of the sale is no outcome.
    """
    status, pipeline = (_codes(frame, name, stage_map) for name in COLUMNS)
    open_still = _is_open(frame)
    pipeline = np.where(open_still & (pipeline == Stage.WON), np.int8(Stage.NEGOTIATION), pipeline)
    pipeline = np.where(open_still & (pipeline > Stage.WON), np.int8(-1), pipeline)
    both = np.maximum(status, pipeline)
    return np.where(status >= Stage.WON, status, both).astype(np.int8)


def traced_stages(frame: Frame, stage_map: StageMap) -> Codes:
    """How far the stage of the sale says each lead got, up to the negotiation; -1 where it does not say."""
    pipeline = _codes(frame, "pipeline", stage_map)
    return np.where(pipeline > Stage.WON, -1, np.minimum(pipeline, Stage.NEGOTIATION)).astype(np.int8)


def _codes(frame: Frame, name: str, stage_map: StageMap) -> Codes:
    if not frame.has(name):
        return np.full(len(frame), -1, np.int8)
    known = [stage_map.stage(word) for word in frame.labels(name)]
    table = np.array([-1 if found is None else int(found) for found in known] + [-1], np.int8)
    codes: Codes = table[frame.codes(name)]
    return codes


def _is_open(frame: Frame) -> npt.NDArray[np.bool_]:
    if not frame.has("status"):
        return np.zeros(len(frame), np.bool_)
    table = np.array([folded(word) in OPEN for word in frame.labels("status")] + [False], np.bool_)
    found: npt.NDArray[np.bool_] = table[frame.codes("status")]
    return found
