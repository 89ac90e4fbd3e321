"""Stages that leads reached from one edition of a list to the next: dated by the files where no column dates them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from leaddesk.ingest.recurring_words import other_lists
from leaddesk.ingest.switched_off import left_alone
from leaddesk.ingest.values import EXAMPLES, LINES
from leaddesk.model.dataset import MISSING_DAY, Frame
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.period import date_of
from leaddesk.model.stages import BY_ID, OUTCOMES, REACHED_ON, Stage
from leaddesk.model.stagewords import told_stages
from leaddesk.text import Message, msgn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from leaddesk.ingest.pieces import Piece, Places
    from leaddesk.model.stages import StageMap

DATED_BY_FILES: Final = "dated-by-files"
"""The code of the proposal to date a stage by the file that first knows it."""
STAGE_BACK: Final = "stage-back"
_DAY: Final = 86_400


@dataclass(frozen=True, eq=False, slots=True)
class _Steps:
    """Changes of stage: the rows before and after, their leads' rows, both stages, and the days of both sheets."""

    before: Places
    after: Places
    lead: Places
    was: npt.NDArray[np.int8]
    now: npt.NDArray[np.int8]
    since: npt.NDArray[np.int64]
    day: npt.NDArray[np.int64]

    def of(self, chosen: npt.NDArray[np.bool_]) -> _Steps:
        """Some of them."""
        return _Steps(*(getattr(self, name)[chosen] for name in self.__slots__))

    def __len__(self) -> int:
        return len(self.lead)


@dataclass(slots=True)
class Stepped:
    """The leads with the days on which they reached their stages, and what is to be said of it."""

    frame: Frame
    issues: list[Issue] = field(default_factory=list)


def dated_by_files(
    frame: Frame, told: Frame, leads: Places, sheets: tuple[Sequence[Piece], Sequence[int]], stage_map: StageMap,
    since: int = 0,
) -> Stepped:  # fmt: skip
    """The leads of *frame* with the day of the file that first knows a stage, where no column dates it.

    *told*: the same rows as their sheets tell them. *leads*: for each row the place of the lead that it is. *sheets*:
    the sheets and the days on which they were true. *since*: it is told of the sheets from that one on.
    """
    result = Stepped(frame)
    pieces, days = sheets
    sheet = np.repeat(np.arange(len(pieces)), [len(piece.places) for piece in pieces])
    steps = _steps(_stages(told, stage_map), leads, sheet, np.array(days, np.int64))
    if not len(steps):
        return result
    back = (steps.now < steps.was) & (steps.now < Stage.WON)
    where = np.maximum(sheet[steps.before], sheet[steps.after])
    last = _stages(frame, stage_map)[steps.lead]
    undated = _undated(frame, steps) & ~back & ~(np.isin(steps.now, OUTCOMES) & (steps.now != last))
    for number, piece in enumerate(pieces):
        here = where == number
        new = steps.of(here & undated)
        if len(new):
            applied = piece.part.recipe.does(DATED_BY_FILES)
            result.frame = _dated(result.frame, new) if applied else result.frame
            if number >= since:
                result.issues.append(_told(told, piece, new, applied=applied))
        if number >= since and (here & back).any():
            result.issues.append(_back(told, pieces, number, steps.of(here & back), sheet))
    return result


def _stages(frame: Frame, stage_map: StageMap) -> npt.NDArray[np.int8]:
    """The stage that the file gives each row, -1 where it gives none."""
    told = told_stages(frame, stage_map)
    if not frame.has("stage"):
        return told
    table = np.array([int(BY_ID.get(label, -1)) for label in frame.labels("stage")] + [-1], np.int8)
    given = table[frame.codes("stage")]
    return np.where(given >= 0, given, told).astype(np.int8)


def _steps(
    stages: npt.NDArray[np.int8], leads: Places, sheet: npt.NDArray[np.intp], days: npt.NDArray[np.int64]
) -> _Steps:
    """All changes of stage from one word on a lead to the next, the earliest first."""
    count = np.bincount(leads, minlength=len(leads))
    rows = np.flatnonzero((count[leads] > 1) & (stages >= 0) & (days[sheet] != MISSING_DAY))
    rows = rows[np.lexsort((sheet[rows], days[sheet[rows]], leads[rows]))]
    before, after = rows[:-1], rows[1:]
    step = (leads[before] == leads[after]) & (stages[before] != stages[after])
    before, after = before[step], after[step]
    order = np.argsort(days[sheet[after]], kind="stable")
    before, after = before[order], after[order]
    return _Steps(before, after, leads[after], stages[before], stages[after], days[sheet[before]], days[sheet[after]])


def _undated(frame: Frame, steps: _Steps) -> npt.NDArray[np.bool_]:
    """Which steps have a column for their day, which is not known, and do not come before the lead itself."""
    result = np.zeros(len(steps), np.bool_)
    for stage in Stage:
        names = REACHED_ON[stage] if stage is not Stage.NEW else ()
        here = steps.now == stage
        if names and here.any():
            known = np.zeros(len(frame), np.bool_)
            for name in names:
                known |= frame.data[name].notna().to_numpy() if frame.has(name) else False
            result |= here & ~known[steps.lead]
    if frame.has("created"):
        result &= frame.days("created")[steps.lead] <= steps.day
    return result


def _dated(frame: Frame, steps: _Steps) -> Frame:
    """The frame with these days; of several for one stage the first."""
    data = frame.data.copy(deep=False)
    for stage in np.unique(steps.now).tolist():
        name = REACHED_ON[Stage(stage)][0]
        of = steps.of(steps.now == stage)
        lead, first = np.unique(of.lead, return_index=True)
        seconds = np.full(len(frame), np.datetime64("NaT", "s"))
        column = data[name].copy() if frame.has(name) or name in data else pd.Series(seconds)
        column.iloc[lead] = (of.day[first] * _DAY).astype("datetime64[s]")
        data[name] = column
    declared = [name for name in frame.table.by_id if name in data]
    ordered = declared + [name for name in data.columns if name not in frame.table.by_id]
    return Frame(frame.table, data[ordered], frame.rows, frame.origin)


def _told(told: Frame, piece: Piece, steps: _Steps, *, applied: bool) -> Issue:
    start, end, count = date_of(int(steps.since.min())), date_of(int(steps.day.max())), len(steps)
    message = _between(count, start, end) if applied else left_alone(DATED_BY_FILES, count, start=start, end=end)
    return _issue(told, piece, steps, Severity.INFO, message, DATED_BY_FILES, applied=applied)


def _between(count: int, start: dt.date, end: dt.date) -> Message:
    return msgn(
        "{count} lead came to another stage between {start} and {end}, no column says when: dated by the later file",
        "{count} leads came to another stage between {start} and {end}, no column says when: dated by the later file",
        count, start=start, end=end,
    )  # fmt: skip


def _back(told: Frame, pieces: Sequence[Piece], number: int, steps: _Steps, sheet: npt.NDArray[np.intp]) -> Issue:
    piece = pieces[number]
    besides = {int(one) for rows in (steps.before, steps.after) for one in sheet[rows]} - {number}
    message = msgn(
        "{count} lead is at an earlier stage than before in one of the two lists (the other: {other})",
        "{count} leads are at an earlier stage than before in one of the two lists (the other: {other})",
        len(steps), other=other_lists([pieces[one] for one in sorted(besides)], piece),
    )  # fmt: skip
    return _issue(told, piece, steps, Severity.WARNING, message, STAGE_BACK)


def _issue(
    told: Frame, piece: Piece, steps: _Steps, severity: Severity, message: Message, code: str,
    *, applied: bool | None = None,
) -> Issue:  # fmt: skip
    part = piece.part
    own = np.where(np.isin(steps.after, piece.places), steps.after, steps.before)
    lines = tuple(int(line) for line in told.origin.line[own[:LINES]])
    examples = tuple(dict.fromkeys(_examples(told, steps)))[:EXAMPLES]
    at = (part.raw.name, part.sheet.name, "")
    return Issue(severity, message, *at, lines, len(steps), examples, code, applied)


def _examples(told: Frame, steps: _Steps) -> Iterator[tuple[str, str]]:
    name = next((one for one in ("status", "pipeline", "stage") if told.has(one)), "")
    if name:
        column = told.data[name].astype(object)
        for before, after in zip(steps.before[:LINES].tolist(), steps.after[:LINES].tolist(), strict=True):
            yield str(column.iat[before]), str(column.iat[after])
