"""What the Leads tab shows of a report: columns, quick filters and their counts, all arrays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.qualification import due
from leaddesk.model.rowcolumn import Depth, FirstOfKind, StageOf
from leaddesk.model.rows import values
from leaddesk.model.stages import Stage
from leaddesk.ui.itemmodels.lead_columns import lead_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.model.dataset import Frame
    from leaddesk.model.report import Report
    from leaddesk.model.slice import Slice
    from leaddesk.model.state import State
    from leaddesk.ui.itemmodels.column import Column

Mask: TypeAlias = npt.NDArray[np.bool_]
Rows: TypeAlias = npt.NDArray[np.int64]


class Quick(StrEnum):
    """The quick filters."""

    ALL = auto()
    CALL = auto()
    OPEN = auto()
    QUALIFIED = auto()
    WON = auto()
    LOST = auto()
    UNDATED = auto()


LeadFilter: TypeAlias = "Quick | Stage"


@dataclass(frozen=True, eq=False)
class LeadsView:
    """``columns``: of all rows of the leads; ``shown``: ``bool[rows]``, those in the slice; ``allowed``: those that its
    filters keep, whatever the period; ``stages``: ``int8[rows]``; ``masks``: the rows that each quick filter leaves;
    ``looked_at``: period and filters; ``repeated``: ``bool[rows]``, those with the number of an earlier row.
    """

    state: State
    columns: tuple[Column, ...]
    shown: Mask
    allowed: Mask
    stages: npt.NDArray[np.int8]
    masks: dict[Quick, Mask]
    looked_at: object
    repeated: Mask

    @property
    def frame(self) -> Frame:
        """The leads."""
        return self.state.dataset["leads"]

    def rows_to_show(self, chosen: LeadFilter, subset: Rows | None, touched: Iterable[int]) -> Mask:
        """Where a filter leaves a row, ``bool[rows]``.

        *subset*: the only row ids to show, whatever the slice; *touched*: row ids that stay although they no longer
        fit, because the user is working on them.
        """
        fits = self.stages == chosen if isinstance(chosen, Stage) else self.masks[chosen]
        return self._inside(chosen, subset) & (fits | np.isin(self.frame.rows, np.fromiter(touched, np.int64)))

    def counts(self, subset: Rows | None) -> dict[Quick, int]:
        """How many rows each quick filter leaves."""
        return {quick: int(np.count_nonzero(mask & self._inside(quick, subset))) for quick, mask in self.masks.items()}

    def repeats(self, positions: npt.NDArray[np.int64]) -> int:
        """How many of these rows are a lead that another row is already: no figure counts them."""
        return int(np.count_nonzero(self.repeated[positions]))

    def _inside(self, chosen: LeadFilter, subset: Rows | None) -> Mask:
        if subset is not None:
            return np.isin(self.frame.rows, subset)
        # A call that is due today is due whatever the period looked at, and no period holds a lead without a date.
        return self.allowed if chosen in (Quick.CALL, Quick.UNDATED) else self.shown


@dataclass(frozen=True, eq=False, slots=True)
class Subset:
    """Some leads (row ids) that are shown alone, as long as what is ``looked_at`` stays the same."""

    rows: Rows
    looked_at: object

    def fits(self, view: LeadsView) -> bool:
        """Whether they are still to be shown alone: not in another period, nor where none of them is."""
        return self.looked_at == view.looked_at and bool(np.isin(view.frame.rows, self.rows).any())


def leads_view(report: Report) -> LeadsView | None:
    """What the tab shows of a report; None when there are no leads. Runs on the compute thread."""
    data = report.slice
    if "leads" not in data.dataset:
        return None
    state = data.state
    to_call = due(state)
    known = values(StageOf(), data.dataset, state.settings)
    depth = values(Depth(), data.dataset, state.settings)
    stages = np.maximum(known, np.int8(Stage.NEW))
    masks = {
        Quick.ALL: np.ones(len(stages), bool),
        Quick.CALL: _at(to_call, len(stages)),
        Quick.OPEN: stages < Stage.WON,
        Quick.QUALIFIED: depth >= Stage.QUALIFIED,
        Quick.WON: stages == Stage.WON,
        Quick.LOST: stages == Stage.LOST,
        Quick.UNDATED: _undated(data.dataset["leads"]),
    }
    shown, allowed = _at(report.leads, len(stages)), _allowed(data, len(stages))
    repeated = values(FirstOfKind("leads", "id"), data.dataset, state.settings) != 1
    return LeadsView(state, lead_columns(state, to_call), shown, allowed, stages, masks, looked_at(data), repeated)


def _undated(leads: Frame) -> Mask:
    """Which leads have no date of creation."""
    if not leads.has("created"):
        return np.ones(len(leads), bool)
    missing: Mask = leads.days("created") == MISSING_DAY
    return missing


def looked_at(data: Slice) -> object:
    """The period and filters of a slice, to compare."""
    return (data.period, frozenset(data.filters.kept.items()))


def _allowed(data: Slice, rows: int) -> Mask:
    if data.lacking("leads") is not None:
        return np.zeros(rows, bool)
    kept = data.allowed("leads")
    return np.ones(rows, bool) if kept is None else kept


def _at(positions: npt.NDArray[np.intp], rows: int) -> Mask:
    mask = np.zeros(rows, bool)
    mask[positions] = True
    return mask
