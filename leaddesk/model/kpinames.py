"""Which KPI the words of a spreadsheet name: "CAC", "Coût par prospect", "new leads"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from leaddesk.model.kpis import BY_ID
from leaddesk.model.kpis.synonyms import SYNONYMS
from leaddesk.model.stages import folded
from leaddesk.text import LANGUAGES, language

if TYPE_CHECKING:
    from leaddesk.model.kpi import Kpi


@lru_cache(maxsize=1)
def _named() -> dict[str, Kpi]:
    """Each name by which a KPI is known; what KPIs call themselves goes before what people call them."""
    found: dict[str, Kpi] = {}
    for kpi in BY_ID.values():
        for name in (kpi.id, *(language(code).text(label) for code in LANGUAGES for label in (kpi.label, kpi.title))):
            found.setdefault(folded(name), kpi)
    for key, names in SYNONYMS.items():
        for name in names.split("|"):
            found.setdefault(folded(name), BY_ID[key])
    return found


def kpi_named(words: str) -> Kpi | None:
    """The KPI that the words of the user name, in French or English; None when they name none."""
    words = folded(words)
    plain = " ".join(words.split("objectif ")[-1:]).removeprefix("de ")
    return _named().get(words) or _named().get(plain)
