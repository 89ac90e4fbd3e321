"""The tabs, in the order in which they stand."""

from __future__ import annotations

from typing import Final

from leaddesk.text import msg, msgc
from leaddesk.ui.tab import Tab, TabSpec


def _overview() -> type[Tab]:
    from leaddesk.ui.tabs.overview import OverviewTab

    return OverviewTab


def _funnel() -> type[Tab]:
    from leaddesk.ui.tabs.funnel import FunnelTab

    return FunnelTab


def _timing() -> type[Tab]:
    from leaddesk.ui.tabs.timing import TimingTab

    return TimingTab


def _channels() -> type[Tab]:
    from leaddesk.ui.tabs.channels import ChannelsTab

    return ChannelsTab


def _customers() -> type[Tab]:
    from leaddesk.ui.tabs.customers import CustomersTab

    return CustomersTab


def _leads() -> type[Tab]:
    from leaddesk.ui.tabs.leads import LeadsTab

    return LeadsTab


def _review() -> type[Tab]:
    from leaddesk.ui.tabs.review import ReviewTab

    return ReviewTab


TABS: Final = (
    TabSpec("overview", msg("Overview"), "layout-dashboard", _overview),
    TabSpec("funnel", msg("Funnel"), "funnel", _funnel),
    TabSpec("timing", msgc("tab", "Time"), "hourglass", _timing),
    TabSpec("channels", msg("Channels"), "chart-column", _channels),
    TabSpec("loyalty", msg("Customers"), "repeat", _customers),
    TabSpec("leads", msg("Leads"), "users", _leads),
    TabSpec("review", msgc("tab", "Review"), "clipboard-check", _review),
)
