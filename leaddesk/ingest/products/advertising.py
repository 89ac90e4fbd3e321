"""Exports of advertising accounts: what was spent. They name no channel: they are one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from leaddesk.ingest.product import Product

# fmt: off
_EXPORTS: Final = (
    Product(
        "Google Ads", "costs", ("Campaign | Cost | Currency code", "Campaign status | Campaign | Cost"),
        (("date", "Day"), ("campaign", "Campaign"), ("amount", "Cost"), ("impressions", "Impr.")),
        "Currency code | Campaign status | Campaign ID | Campaign type | Account | Budget | Clicks | "
        "Interactions | Conversions | Avg. cost | Avg. CPC | Cost / conv. | CTR",
    ),
    Product(
        "Google Ads", "costs", ("Campagne | Coût | Code de la devise", "Campagne | Type de campagne | Coût"),
        (("date", "Jour"), ("campaign", "Campagne"), ("amount", "Coût"), ("impressions", "Impr.")),
        "Code de la devise | Type de campagne | Clics | Conversions | Coût/conv. | Coût / conv. | Coût moy. | "
        "Budget | CTR",
    ),
    Product(
        "Google Ads", "costs", ("Kampagne | Kosten | Währungscode",),
        (("date", "Tag"), ("campaign", "Kampagne"), ("amount", "Kosten"), ("impressions", "Impr.")),
        "Währungscode | Klicks | Conversions",
    ),
    Product(
        "Meta Ads", "costs", ("Amount spent | Day | Campaign name", "Amount spent | Day | Ad set name"),
        (("date", "Day"), ("campaign", "Campaign name | Ad set name | Ad name"), ("amount", "Amount spent"),
         ("impressions", "Impressions")),
        "Reporting starts | Reporting ends | Account name | Currency | Reach | Frequency | Link clicks | "
        "Clicks (all) | Results | Result indicator | Cost per result | Purchases | Purchases conversion value",
    ),
    Product(
        "Meta Ads", "costs", ("Amount spent | Reporting starts",),
        (("date", "Reporting starts"), ("until", "Reporting ends"),
         ("campaign", "Campaign name | Ad set name | Ad name"), ("amount", "Amount spent"),
         ("impressions", "Impressions")),
        "Account name | Currency | Reach | Frequency | Link clicks | Clicks (all) | Results | "
        "Result indicator | Cost per result | Delivery | Purchases | Campaign ID | Account ID | Attribution setting",
    ),
    Product(
        "Meta Ads", "costs", ("Montant dépensé | Jour | Nom de la campagne",),
        (("date", "Jour"), ("campaign", "Nom de la campagne | Nom de l'ensemble de publicités | Nom de la publicité"),
         ("amount", "Montant dépensé"), ("impressions", "Impressions")),
        "Début des rapports | Fin des rapports | Nom du compte | Devise | Portée | Couverture | "
        "Répétition | Clics sur le lien | Clics sur un lien | Clics (tous) | Résultats | Coût par résultat | "
        "Valeur de conversion | Achats",
    ),
    Product(
        "Meta Ads", "costs", ("Montant dépensé | Début des rapports",),
        (("date", "Début des rapports"), ("until", "Fin des rapports"),
         ("campaign", "Nom de la campagne | Nom de l'ensemble de publicités | Nom de la publicité"),
         ("amount", "Montant dépensé"), ("impressions", "Impressions")),
        "Nom du compte | Devise | Portée | Couverture | Répétition | Clics sur le lien | "
        "Clics sur un lien | Clics (tous) | Résultats | Type de résultat | Indicateur de résultats | "
        "Coût par résultat | Valeur de conversion | Achats | CPM (Coût pour 1 000 impressions)",
    ),
)
# fmt: on
PRODUCTS: Final = tuple(replace(export, channel=export.name) for export in _EXPORTS)
