"""Shares of rows up to the end of a period, which no Expression says, as formulas over the data sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaddesk.export import bounds
from leaddesk.export.celltext import quoted
from leaddesk.export.formulas import NONE, Formula, Side, conditions
from leaddesk.export.styles import Look
from leaddesk.model.expression import OnDay
from leaddesk.model.method import Method
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import is_measured

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.export.review import Review
    from leaddesk.model.expression import Count
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.method import SoFar
    from leaddesk.model.report import KpiFigure
    from leaddesk.model.rowcolumn import RowColumn


@dataclass(frozen=True, slots=True)
class LiveShare:
    """The formulas of one such share."""

    review: Review
    share: SoFar
    day: RowColumn

    def counted(self, count: Count, side: Side = Side.NOW) -> str:
        """How many rows there are up to the end of a period; those without a day count while it has no end."""
        pairs = conditions(count.where, self.review, None)
        kept = self.review.sheets[count.table].kept_column()
        every = ",".join(pairs if kept is None else [f"{kept.name},1", *pairs])
        day = self.review.values(self.day)
        text = f'IF(COUNT({side}_to)=0,COUNTIFS({every}),COUNTIFS({every},{day},"<="&{side}_high))'
        return self.review.guards(count).guarded(Formula(text), side).text

    def write(self, page: Page, row: int, column: dict[str, int], figure: KpiFigure) -> None:
        """Its name, value, whole, bounds, value before, rows that say neither, formula, and why there is none."""
        kpi, measure, whole = figure.kpi, figure.measure, self.share.whole
        value, n = (page.at(row, column[name]) for name in ("value", "n"))
        page.text(row, column["label"], kpi.label, Look.STRONG)
        page.text(row, column["formula"], kpi.formula, Look.NOTE)
        page.formula(row, column["value"], self._value(n), measure.value, Look.PERCENT)
        page.define(f"kpi_{kpi.id}", row, column["value"])
        page.formula(row, column["n"], self.counted(whole), measure.n, Look.COUNT)
        ends = bounds.wilson_of(f"ROUND({value}*{n},0)", n)
        for name, end, bound in zip(("low", "high"), ends, (measure.low, measure.high), strict=True):
            text = f"IF(COUNT({value},{n})<2,{NONE},{end.text})"
            page.formula(row, column[name], text, bound, Look.PERCENT)
            page.define(f"kpi_{kpi.id}_{name}", row, column[name])
        if "before" in column:
            before = None if figure.trend is None else figure.trend.previous.value
            text = self._value(self.counted(whole, Side.PAST), Side.PAST)
            page.formula(row, column["before"], text, before, Look.PERCENT)
            page.define(f"kpi_{kpi.id}_before", row, column["before"])
        text = f"IF(COUNT({n})=0,{NONE},{self.counted(self.share.every)}-{n})"
        page.formula(row, column["missing"], text, None if measure.n is None else float(measure.unknown), Look.COUNT)
        reason = "" if measure.absent is None else self.review.words(measure.absent)
        page.formula(row, column["remark"], self._reason(value), reason, Look.NOTE)

    def _value(self, whole: str, side: Side = Side.NOW) -> str:
        part = self.counted(self.share.part, side)
        return f"IF(COUNT({whole})=0,{NONE},IF({whole}<=0,{NONE},{part}/{whole}))"

    def _reason(self, value: str) -> str:
        text = quoted(self.review.words(self.share.none))
        for condition, message in reversed(self.review.guards(self.share.every).conditions(Side.NOW)):
            text = f"IF({condition},{quoted(self.review.words(message))},{text})"
        return f'IF(ISNUMBER({value}),"",{text})'


def live_share(review: Review, kpi: Kpi) -> LiveShare | None:
    """The formulas of a KPI that is such a share; None where they cannot say it: a table or a column is not there, or
    rows are dated after the day of the files.
    """
    found = kpi.expression.so_far if isinstance(kpi.expression, Method) else None
    if found is None or found.every.table not in review.sheets or not isinstance(found.every.by, OnDay):
        return None
    data, day = review.state.dataset, found.every.by.day
    columns = [one.column for one in found.whole.where]
    if not is_measured(day, data) or not all(is_measured(one, data) for one in columns):
        return None
    if any(isinstance(one, Stored) and not data.has(one.table, one.column) for one in columns):
        return None
    if (
        review.guards(found.every).static is not None
        or review.sheets[found.every.table].ahead(found.every.by) is not None
    ):
        return None
    return LiveShare(review, found, day)
