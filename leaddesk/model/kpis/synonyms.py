"""What people call the KPIs beside their own names."""

from typing import Final

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
    "engagement_score": "engagement | score d'engagement | lead engagement | engagement score",
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
"""By id, separated by bars; compared without case and accents."""
# fmt: on
