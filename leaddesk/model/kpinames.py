"""Which KPI the words of a spreadsheet name: "CAC", "Coût par prospect", "new leads"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from leaddesk.model.kpis import BY_ID
from leaddesk.model.stages import folded
from leaddesk.text import LANGUAGES, language

if TYPE_CHECKING:
    from leaddesk.model.kpi import Kpi

# fmt: off
SYNONYMS: Final = {
    "leads": "leads | nouveaux leads | prospects | nouveaux prospects | nombre de leads | nombre de prospects | "
             "nb leads | nb prospects | number of leads | contacts | nouveaux contacts",
    "valid_leads": "leads valides | prospects valides",
    "qualified_leads": "leads qualifiés | prospects qualifiés | mql | sql | nombre de leads qualifiés",
    "customers": "clients | nouveaux clients | customers | new customers | clients gagnés | ventes | sales | "
                 "signatures | contrats | nombre de clients | nb clients | deals | affaires gagnées",
    "qualification_rate": "taux de qualification | qualification",
    "conversion_rate": "taux de conversion | conversion | taux de transformation | transformation | taux de transfo | "
                       "conversion lead client | conversion rate",
    "win_rate": "taux de gain | taux de réussite | taux de succès | taux de closing | closing rate | close rate",
    "spend": "budget | dépense | coût | coûts | cost | costs | investissement | budget marketing | "
             "dépenses marketing | marketing spend",
    "cpl": "cpl | coût par lead | coût par prospect | coût du lead | coût lead",
    "cost_per_valid_lead": "coût par lead valide | coût par prospect valide",
    "cpql": "cpql | coût par lead qualifié | coût par prospect qualifié",
    "cac": "cac | coût d'acquisition | coût d'acquisition client | coût par client | coût client | cpa | "
           "customer acquisition cost | cost per customer | cost per acquisition | coût par acquisition",
    "deal_revenue": "ca | chiffre d'affaires | ca ht | ca signé | chiffre d'affaires signé | revenue | turnover | "
                    "sales revenue | revenu | revenus | ca gagné",
    "margin": "marge | marge brute | gross margin",
    "roi": "roi | retour sur investissement | rendement | return on investment",
    "roas": "roas | retour sur dépenses publicitaires | return on ad spend",
    "average_deal": "panier moyen | affaire moyenne | montant moyen | average deal size | vente moyenne",
    "response_time": "temps de réponse | délai de réponse | délai de première réponse | first response time | "
                     "réactivité",
    "time_to_convert": "délai de conversion | cycle de vente | durée du cycle de vente | sales cycle | délai de vente",
}
"""What people call a KPI beside its own names, by id; compared without case and accents."""
# fmt: on


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
