"""The customers by the month of their first order, as a heat map shows them: who came back, or what they brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.model.measure import Unit
from leaddesk.model.period import first_of_month
from leaddesk.model.retention import told_month
from leaddesk.text import Percent, msg, msgn
from leaddesk.ui import figures
from leaddesk.ui.plots.heatmap import Heat, HeatCell, HeatRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.measure import Measure
    from leaddesk.model.retention import OrderCohort, Retention
    from leaddesk.text import Language, Message


@dataclass(frozen=True, slots=True)
class OrderMap:
    """A retention that somebody else computed, with what is asked of it: customers kept, or revenue."""

    retention: Retention
    of_revenue: bool = False
    currency: str = "EUR"

    @property
    def together(self) -> tuple[Measure, ...]:
        """The shares of all cohorts together, by months later."""
        return self.retention.revenue_kept if self.of_revenue else self.retention.kept

    @property
    def cohorts(self) -> tuple[OrderCohort, ...]:
        """Those that have lived to begin a second month."""
        return tuple(one for one in self.retention.cohorts if len(one.active) > 1)

    @property
    def told_later(self) -> int:
        """The month that the title speaks of; 0 where there is none."""
        return told_month(self.together)

    def title(self) -> Message:
        """What is seen, in a sentence: of the third month after the first order, or of the last one that is told."""
        later = self.told_later
        if not later:
            return msg("Customers by the month of their first order")
        share = self.together[later]
        count = share.n or 0
        if self.of_revenue:
            return msgn(
                "In the month after the first one, customers bring {share} of what they brought in it (n = {n})",
                "{count} months after the first one, customers bring {share} of what they brought in it (n = {n})",
                later,
                share=_percent(share),
                n=count,
            )
        return msgn(
            "In the month after the first order, {share} of the customers order again (n = {n})",
            "{count} months after the first order, {share} of the customers order again (n = {n})",
            later,
            share=_percent(share),
            n=count,
        )

    def note(self, language: Language) -> str:
        """The interval of the share in the title, and how to read the map."""
        lines = [
            language.text(
                msg(
                    "By the month of the first order. A click on a figure shows what is behind it, on a month its "
                    "leads."
                )
            )
        ]
        if self.told_later:
            share = self.together[self.told_later]
            interval = figures.interval_text(Unit.PERCENT, share, language, self.currency)
            lines[:0] = [language.text(msg("95% interval: {interval}.", interval=interval))] if interval else []
        return " ".join(lines)

    def heat(self, language: Language) -> Heat:
        """The map: all cohorts together first, then one a row; a column a month after that of the first order."""
        length = max((len(one.active) for one in self.cohorts if one.customers), default=1)
        rows = (
            HeatRow(msg("All together"), sum(one.customers for one in self.cohorts), is_most=True),
            *(HeatRow(_month(one, language), one.customers) for one in self.cohorts),
        )
        return Heat(
            rows,
            tuple(f"+{later}" for later in range(1, length)),
            (
                tuple(self._all(later, language) for later in range(1, length)),
                *(tuple(self._cell(one, later, language) for later in range(1, length)) for one in self.cohorts),
            ),
            msg("First order in"),
            msg("revenue kept, in months after that of the first order (%)")
            if self.of_revenue
            else msg("customers kept, in months after that of the first order (%)"),
            msg("the month is not over"),
            msg("fewer than 30 customers"),
        )  # fmt: skip

    def share(self, row: int, later: int) -> Measure:
        """The share of a cell, so many months later; the first row is all cohorts together.

        :raises IndexError: when there is no such cell.
        """
        if not row:
            return self.together[later]
        one = self.cohorts[row - 1]
        return one.revenue_share(later) if self.of_revenue else one.kept(later)

    def behind(self, row: int, later: int | None) -> tuple[OrderCohort, ...]:
        """The cohorts behind a row, or behind its cell so many months later; the first row is all of them."""
        if row:
            return (self.cohorts[row - 1],)
        return tuple(one for one in self.cohorts if later is None or one.whole_months > later)

    def told(self, row: int, later: int | None, language: Language) -> Message:
        """What the customers behind a row or cell are, in words."""
        if not row:
            return msg("Customers of all months shown") if later is None else _later(later)
        start = self.cohorts[row - 1].start
        first = language.month(start, "long")
        if later is None:
            return msg("Customers since {month}", month=first)
        ordered = language.month(first_of_month(start, later), "long")
        return msg("Customers since {month} that ordered in {later}", month=first, later=ordered)

    def _all(self, later: int, language: Language) -> HeatCell | None:
        share = self.together[later]
        if share.value is None:
            return None
        lines = [figures.certainty_text(Unit.PERCENT, share, language, self.currency), language.text(_ALL)]
        return self._made(share, language, lines)

    def _cell(self, one: OrderCohort, later: int, language: Language) -> HeatCell | None:
        if later >= len(one.active) or not one.customers:
            return None
        share = one.revenue_share(later) if self.of_revenue else one.kept(later)
        if share.value is None:
            return None
        month = language.month(first_of_month(one.start, later), "long")
        if self.of_revenue:
            now, then = (language.money(one.revenue[place], self.currency) for place in (later, 0))
            words = msg("{month}: {now}, in the first month {then}", month=month, now=now, then=then)
        else:
            ordered = one.active[later]
            words = msgn(
                "{month}: {count} of {total} ordered", "{month}: {count} of {total} ordered", ordered,
                month=month, total=one.customers,
            )  # fmt: skip
        lines = [language.text(words), figures.certainty_text(Unit.PERCENT, share, language, self.currency)]
        is_young = later >= one.whole_months
        if is_young:
            lines.append(language.text(msg("This month is not over: more may come.")))
        return self._made(share, language, lines, is_young=is_young)

    def _made(self, share: Measure, language: Language, lines: Sequence[str], *, is_young: bool = False) -> HeatCell:
        value = share.value or 0.0
        text = language.number(100 * value, 0)  # the unit is in the title of the columns
        ground = min(1.0, max(0.0, value))  # revenue may be more than in the first month, or below zero
        return HeatCell(text, ground, is_young, share.is_small, "\n".join(line for line in lines if line))


_ALL: Final = msg("Of the months that are over.")


def _later(months: int) -> Message:
    return msgn(
        "Customers that ordered {count} month after their first order",
        "Customers that ordered {count} months after their first order",
        months,
    )


def _percent(share: Measure) -> Percent:
    return Percent(share.value or 0.0, 0)


def _month(one: OrderCohort, language: Language) -> str:
    return language.month(one.start)
