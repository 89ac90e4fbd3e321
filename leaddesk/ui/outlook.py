"""What lies ahead as the overview tells it: objectives, alerts, forecast. None of them hangs on the period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leaddesk.model.alerts import Alerts
    from leaddesk.model.forecast import Forecast
    from leaddesk.model.report import Report
    from leaddesk.model.slice import Slice
    from leaddesk.model.standing import Standing


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the objectives stand, what is not as usual, and what the next months will bring."""

    standings: tuple[Standing, ...]
    alerts: Alerts
    forecast: Forecast


class Outlooks:
    """Keeps the last outlook: another period alone asks for no other."""

    def __init__(self) -> None:
        self._last: tuple[Slice, Outlook] | None = None

    def of(self, report: Report) -> Outlook:
        """The outlook of a report; on the compute thread."""
        now, last = report.slice, self._last
        if last is not None and last[0].state is now.state and last[0].filters == now.filters:
            return last[1]
        found = Outlook(report.standings, report.alerts, report.forecast)
        self._last = now, found
        return found
