"""What lies ahead as the overview tells it: objectives, alerts, forecast. None of them hangs on the period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leaddesk.model.alerts import Alerts
    from leaddesk.model.forecast import Forecast
    from leaddesk.model.standing import Standing


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the objectives stand, what is not as usual, and what the next months will bring."""

    standings: tuple[Standing, ...]
    alerts: Alerts
    forecast: Forecast
