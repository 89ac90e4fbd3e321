"""The leads of the overview's two charts: month by month, and channel by channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QSizePolicy

from leaddesk.model.account import Named
from leaddesk.model.kpis import BY_ID
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.period import first_of_month, months_between
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.slice import is_recorded
from leaddesk.model.terms import LEADS
from leaddesk.text import msg, msgn
from leaddesk.ui.dimension_names import value_name
from leaddesk.ui.plots.axis import ValueAxis
from leaddesk.ui.plots.bars import Bar, BarChart, Bars
from leaddesk.ui.plots.series import MonthPoint, Series, SeriesChart
from leaddesk.ui.widgets.figure_asking import ChartAsking
from leaddesk.ui.widgets.panel import Panel

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.channels import Breakdown, BreakdownRow
    from leaddesk.model.months import Months
    from leaddesk.model.report import Report
    from leaddesk.text import Language
    from leaddesk.ui.plots.canvas import Chart

LEADS_KPI: Final = BY_ID["leads"]
_MOST_BARS: Final = 9
_LOWEST: Final = 140
_ROOMY: Final = 200
"""The height at which a chart has room for every name; it is given where the page scrolls anyway."""


@dataclass(frozen=True, slots=True)
class LeadBars:
    """What both charts show of a report."""

    report: Report
    leads: Months
    past_leads: Months | None
    customers: Months
    channels: Breakdown


def lead_bars(report: Report) -> LeadBars:
    """What the charts show of that report."""
    return LeadBars(
        report, report.leads_by_month, report.past_leads_by_month, report.customers_by_month, report.channels
    )


class MonthsPanel(Panel):
    """New leads month by month. A month that is pressed asks what is behind it; ``asking`` tells of it."""

    def __init__(self, language: Language) -> None:
        self.chart = SeriesChart(language)
        super().__init__(self.chart)
        _take_what_is_left(self.chart)
        self.asking = ChartAsking(self.chart, language)
        self.chart.month_clicked.connect(self.asking.ask_key)

    def show_bars(self, shown: LeadBars, language: Language) -> None:
        """Show the months."""
        words = language.text
        note = "" if shown.leads.absent is None else words(shown.leads.absent)
        self.show_title(words(msg("New leads by month")), note)
        self.chart.show_series(series(shown))


class ChannelsPanel(Panel):
    """New leads channel by channel, the most first. A bar that is pressed asks what is behind it."""

    def __init__(self, language: Language) -> None:
        self.chart = BarChart(language)
        super().__init__(self.chart)
        _take_what_is_left(self.chart)
        policy = self.chart.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the title stays where it is
        self.chart.setSizePolicy(policy)
        self.asking = ChartAsking(self.chart, language)
        self.chart.bar_clicked.connect(self.asking.ask_key)

    def show_bars(self, shown: LeadBars, language: Language) -> None:
        """Show the channels."""
        words, breakdown = language.text, shown.channels
        place = breakdown.kpis.index(LEADS_KPI)
        rows = sorted(breakdown.rows, key=_Descending(place))[:_MOST_BARS]
        hidden = len(breakdown.rows) - len(rows)
        reason = breakdown.total[place].absent
        note = "" if reason is None else words(reason)
        if reason is None and not is_recorded(shown.report.slice.dataset, LEADS.table, "channel"):
            note = words(lacking_column(Stored(LEADS.table, "channel"), shown.report.slice.dataset))
        if hidden > 0:
            note = words(msgn("and {count} more in the tab Channels", "and {count} more in the tab Channels", hidden))
        self.show_title(words(msg("New leads by channel")), note)
        bars = tuple(Bar(row.key, value_name("channel", row.key), row.measures[place].value) for row in rows)
        self.chart.setVisible(bool(bars))  # axes without a bar say nothing
        self.chart.show_bars(Bars(ValueAxis(LEADS.label, Unit.COUNT), bars))


def series(shown: LeadBars) -> Series:
    """Leads by month; beside each month that of the period compared with, and in its tooltip the customers won."""
    data = shown.report.slice
    customers = {month.start: month.count for month in shown.customers.months}
    past = {month.start: month.count for month in shown.past_leads.months} if shown.past_leads is not None else {}
    shift = months_between(data.compare, data.period)
    points = []
    for month in shown.leads.months:
        compared = None if shift is None else past.get(first_of_month(month.start, -shift))
        won = customers.get(month.start)
        note = "" if won is None else msgn("{count} customer won", "{count} customers won", won)
        points.append(MonthPoint(month.start, month.count, month.is_partial, compared, note))
    name = "" if data.compare is None else msg("period compared with")
    return Series(ValueAxis(LEADS.label, Unit.COUNT), tuple(points), msg("period shown"), name)


def won_beside(shown: LeadBars, month: dt.date) -> tuple[Named, ...]:
    """The customers won in a month, which the tip of the chart tells beside its leads."""
    won = next((one.count for one in shown.customers.months if one.start == month), None)
    return () if won is None else (Named(msg("Customers"), Unit.COUNT, Measure(float(won))),)


def give_room(panel: MonthsPanel | ChannelsPanel, *, roomy: bool) -> None:
    """Let the chart of a panel be as high as all of its words need, or make do with what is left."""
    panel.chart.setMinimumHeight(_ROOMY if roomy else _LOWEST)


def _take_what_is_left(chart: Chart) -> None:
    """It takes the height that is left, whatever it would like."""
    chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    chart.setMinimumHeight(_LOWEST)


class _Descending:
    """Sort key: the value of one measure, greatest first."""

    def __init__(self, place: int) -> None:
        self._place = place

    def __call__(self, row: BreakdownRow) -> float:
        return -(row.measures[self._place].value or 0.0)
