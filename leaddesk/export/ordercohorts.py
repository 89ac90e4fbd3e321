"""Who comes back, by the month of the first order: a row a month, below them all months together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from leaddesk.export import bounds, computed
from leaddesk.export.formulas import DAY_ZERO, NONE
from leaddesk.export.styles import Look
from leaddesk.model.measure import SMALL
from leaddesk.model.period import day_number
from leaddesk.model.retention import told_month
from leaddesk.text import NO_VALUE, Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.export.page import Page
    from leaddesk.model.measure import Measure
    from leaddesk.model.retention import OrderCohort, Retention

LATER: Final = 3
"""The column of the month of the first order itself."""
SHOWN: Final = 24
"""Months after the first order that have a column; the first two years."""


class OrderCohorts:
    """The tables being written: where their rows are."""

    def __init__(self, page: Page, found: Retention) -> None:
        self.page = page
        self.found = found
        self.months = max((min(len(cohort.active), SHOWN + 1) for cohort in found.cohorts), default=0)
        self.headlines = [
            (of_revenue, later)
            for of_revenue, shares in ((False, found.kept), (True, found.revenue_kept))
            if 0 < (later := told_month(shares)) < self.months
        ]
        self._size = len(found.cohorts)

    def write(self, row: int, told: int) -> int:
        """Write the tables from a row on, and the shares that are spoken of in the rows from *told* on; gives the next
        free row.
        """
        counts = row
        row = self._block(row, msg("Customers by month of their first order: how many ordered so many months later"))
        self._figures(counts + 2, [cohort.active for cohort in self.found.cohorts], Look.COUNT)
        self.page.define("retention_active", counts + 2, LATER, row - 1)
        came = self._sums(row, msg("All together, months that are over"), counts + 2, None, Look.COUNT)
        of = self._sums(row + 1, msg("out of so many customers"), counts + 2, 2, Look.COUNT)
        kept, ends = self._kept(row + 3, counts + 2), []
        self._share_of_all(kept, (came, of), of, self.found.kept)
        row = kept + 1
        for heading, end in ((msg("That share: from (95 %)"), 0), (msg("That share: to (95 %)"), 1)):
            ends.append(self._bounds(row + 1, heading, end, counts + 2, (came, of)))
            row = ends[-1] + 1
        shares = kept
        if any(cohort.revenue for cohort in self.found.cohorts):
            shares = self._revenue(row + 1, of)
            row = shares + 1
        for at, (of_revenue, later) in enumerate(self.headlines, told):
            self._headline(at, later, of, shares if of_revenue else kept, [] if of_revenue else ends)
        return row

    def _old(self, later: int) -> list[OrderCohort]:
        """The cohorts that have lived that month to its end: the first ones."""
        return [one for one in self.found.cohorts if one.whole_months > later]

    def _sums(self, row: int, label: Message, first: int, column: int | None, look: Look) -> int:
        """What the cohorts that are old enough bring together, month by month: of a column that is the same for each
        (None: of the month itself); *first*: the row of the first of them. Gives the row.
        """
        page = self.page
        page.text(row, 1, label, Look.STRONG)
        page.text(row, 2, "", Look.LABEL)
        for later in range(self.months):
            old, place = self._old(later), column or LATER + later
            if not old:
                page.text(row, LATER + later, NO_VALUE, look)
                continue
            cells = f"{page.at(first, place)}:{page.at(first + len(old) - 1, place)}"
            if look is Look.MONEY:
                value = sum(one.revenue[place - LATER] for one in old)
            else:
                value = float(sum(one.customers if column else one.active[later] for one in old))
            page.formula(row, LATER + later, f"IF(COUNT({cells})=0,{NONE},SUM({cells}))", value, look)
        return row

    def _share_of_all(self, row: int, cells: tuple[int, int], size: int, shares: Sequence[Measure]) -> None:
        """The share of one row of sums in another; *size*: the row of the customers it is learnt from."""
        page = self.page
        self._all(row)
        for later, share in enumerate(shares[: self.months]):
            part, whole = (page.at(one, LATER + later) for one in cells)
            computed.share(page, row, LATER + later, part, whole, share.value)
        first, last = get_column_letter(LATER), get_column_letter(LATER + self.months - 1)
        page.faint_when(f"{first}{row}:{last}{row}", f"AND(ISNUMBER({first}${size}),{first}${size}<{SMALL})")

    def _all(self, row: int) -> None:
        """The head of a row of all cohorts together, which ends their table."""
        page = self.page
        page.text(row, 1, msg("All together"), Look.STRONG)
        cells = f"{page.at(row - self._size, 2)}:{page.at(row - 1, 2)}"
        page.formula(row, 2, f"IF(COUNT({cells})=0,{NONE},SUM({cells}))", float(self.found.newcomers), Look.COUNT)

    def _kept(self, top: int, counts: int) -> int:
        """The shares of the customers that came back, of the counts from row *counts* on; gives the next free row."""
        page, areas = self.page, []
        row = self._block(top, msg("The share of them"))
        for index, cohort in enumerate(self.found.cohorts):
            at, shown = top + 2 + index, min(len(cohort.active), self.months)
            for later in range(shown):
                part, whole = page.at(counts + index, LATER + later), page.at(counts + index, 2)
                computed.share(page, at, LATER + later, part, whole, cohort.kept(later).value)
            is_cut = cohort.is_partial and shown == len(cohort.active)
            if is_cut:
                computed.hatch(page, at, LATER + shown - 1)
            if shown - is_cut > 1:
                areas.append(f"{get_column_letter(LATER + 1)}{at}:{get_column_letter(LATER + shown - is_cut - 1)}{at}")
        if areas:
            computed.shaded(page, " ".join(areas))
        cells = f"{get_column_letter(LATER)}{top + 2}:{get_column_letter(LATER + self.months - 1)}{row - 1}"
        page.faint_when(cells, f"AND(ISNUMBER($B{top + 2}),$B{top + 2}<{SMALL})")
        return row

    def _bounds(self, top: int, heading: Message, end: int, counts: int, both: tuple[int, int]) -> int:
        """One end of the intervals of the shares, that of all together in the last row; gives that row."""
        page, row = self.page, self._block(top, heading)
        for index, cohort in enumerate(self.found.cohorts):
            for later in range(min(len(cohort.active), self.months)):
                part, whole = page.at(counts + index, LATER + later), page.at(counts + index, 2)
                bound, share = bounds.wilson_of(part, whole)[end], cohort.kept(later)
                page.formula(top + 2 + index, LATER + later, bound, (share.low, share.high)[end], Look.PERCENT)
        self._all(row)
        for later, share in enumerate(self.found.kept[: self.months]):
            part, whole = (page.at(one, LATER + later) for one in both)
            bound = bounds.wilson_of(part, whole)[end]
            page.formula(row, LATER + later, bound, (share.low, share.high)[end], Look.PERCENT)
        return row

    def _revenue(self, top: int, size: int) -> int:
        """The revenue of each month's customers, then and later, and its share; gives the row of all together."""
        page, found = self.page, self.found
        row = self._block(top, msg("The revenue they brought, refunds taken off"))
        self._figures(top + 2, [cohort.revenue for cohort in found.cohorts], Look.MONEY)
        later_ = self._sums(row, msg("All together, months that are over"), top + 2, None, Look.MONEY)
        first_ = self._sums(row + 1, msg("over that of their first month"), top + 2, LATER, Look.MONEY)
        kept = row + 3
        row = self._block(kept, msg("The revenue over that of the first month"))
        for index, cohort in enumerate(found.cohorts):
            first = page.at(top + 2 + index, LATER)
            for later in range(min(len(cohort.revenue), self.months)):
                part = page.at(top + 2 + index, LATER + later)
                computed.share(page, kept + 2 + index, LATER + later, part, first, cohort.revenue_kept(later))
        self._share_of_all(row, (later_, first_), size, found.revenue_kept)
        return row

    def _headline(self, row: int, later: int, size: int, share: int, ends: Sequence[int]) -> None:
        """A share that is spoken of, with its sample size and bounds, from the cells of all together."""
        page, is_kept = self.page, bool(ends)
        found = (self.found.kept if is_kept else self.found.revenue_kept)[later]
        label = _kept_after(later) if is_kept else _revenue_after(later)
        page.text(row, 1, label, Look.STRONG)
        page.define("retention_kept" if is_kept else "retention_revenue_kept", row, 2)
        results, looks = (found.value, found.n), (Look.PERCENT, Look.COUNT)
        for column, (at, result, look) in enumerate(zip((share, size), results, looks, strict=True), 2):
            page.formula(row, column, page.at(at, LATER + later), result, look)
        for column, place in ((4, 0), (5, 1)):
            if is_kept:
                page.formula(
                    row, column, page.at(ends[place], LATER + later), (found.low, found.high)[place], Look.PERCENT
                )
            else:
                page.text(row, column, NO_VALUE, Look.PERCENT)
        page.faint_when(f"B{row}:E{row}", f"AND(ISNUMBER($C{row}),$C{row}<{SMALL})")

    def _figures(self, first: int, rows: Sequence[Sequence[float]], look: Look) -> None:
        for at, line in enumerate(rows, first):
            for column, value in enumerate(line[: self.months], LATER):
                computed.figure(self.page, at, column, value, look)

    def _block(self, row: int, heading: Message) -> int:
        """The headings of a table of cohorts, its months and their customers; gives the row below it."""
        page = self.page
        page.text(row, 1, heading, Look.HEADING)
        page.header(row + 1, [msg("Month of the first order"), msg("Customers")])
        page.header(row + 1, [_months_later(later) for later in range(self.months)], LATER, 0)
        page.heights(row + 1, 30)
        for at, cohort in enumerate(self.found.cohorts, row + 2):
            page.number(at, 1, day_number(cohort.start) + DAY_ZERO, Look.MONTH)
            computed.figure(page, at, 2, cohort.customers, Look.COUNT)
        return row + 2 + self._size


def _months_later(months: int) -> Message:
    return msgn("+{count} month", "+{count} months", months) if months else msg("That month")


def _kept_after(months: int) -> Message:
    return msgn(
        "Customers back {count} month after the first order",
        "Customers back {count} months after the first order",
        months,
    )


def _revenue_after(months: int) -> Message:
    return msgn(
        "Revenue {count} month later, over that of the first month",
        "Revenue {count} months later, over that of the first month",
        months,
    )
