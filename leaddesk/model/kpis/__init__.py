"""The KPIs, a file a family, and the one list of them all, in the order in which they are shown."""

from typing import Final

from leaddesk.model.kpi import Kpi
from leaddesk.model.kpis import conversion, cost, delay, value, volume

KPIS: Final[tuple[Kpi, ...]] = (*volume.KPIS, *conversion.KPIS, *cost.KPIS, *value.KPIS, *delay.KPIS)
BY_ID: Final = {kpi.id: kpi for kpi in KPIS}
