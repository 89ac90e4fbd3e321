"""The tables of LeadDesk, in the order in which a sheet is compared with them."""

from __future__ import annotations

from typing import Final

from leaddesk.model.leads_table import LEADS
from leaddesk.model.schema import Column, Kind, Known, Relation, Table, said
from leaddesk.text import msg, msgc

LATER: Final = Known.LATER

# fmt: off
COSTS: Final = Table(
    "costs",
    msg("Costs"),
    (
        Column("date", Kind.MOMENT, msg("Date"), said(
            "date | day | jour | mois | month | période | periode | period | date de dépense | date dépense | "
            "date de facture | invoice date | date facture | week | semaine | time | reporting starts | "
            "début des rapports | start | from | du | début | date de début | date début | start date"
        )),
        Column("until", Kind.MOMENT, msg("Until"), said(
            "until | to | au | jusqu'au | fin | date de fin | date fin | end | end date | reporting ends | "
            "fin des rapports"
        )),
        Column("channel", Kind.CATEGORY, msg("Channel"), said(
            "channel | canal | source | support | média | levier d'acquisition | canal d'acquisition | "
            "acquisition channel | marketing channel | plateforme | platform"
        )),
        Column("campaign", Kind.CATEGORY, msg("Campaign"), said(
            "campaign | campagne | campaign name | nom de la campagne"
        )),
        Column("lever", Kind.CATEGORY, msg("Lever"), said(
            "lever | levier | levier marketing | tactic | type d'action | poste"
        )),
        Column("amount", Kind.MONEY, msgc("expense", "Amount"), said(
            "amount | cost | costs | spend | spent | amount spent | amount spent (eur) | montant | montant ht | "
            "coût | coût ht | cout | coûts | dépense | dépense ht | dépenses | dépensé | montant dépensé | "
            "montant dépensé (eur) | budget dépensé | total ht | prix ht | expense | price"
        )),
        Column("impressions", Kind.INTEGER, msg("Impressions"), said(
            "impressions | impr. | ad impressions | nombre d'impressions | nb impressions | affichages"
        )),
        Column("vat_included", Kind.FLAG, msg("VAT included"), said(
            "vat included | vat | incl. vat | ttc | tva incluse | tva comprise"
        )),
        Column("vat_rate", Kind.NUMBER, msg("VAT rate"), said("vat rate | taux de tva | taux tva | tva")),
        Column("label", Kind.TEXT, msgc("expense", "Description"), said(
            "label | description | libellé | libelle | objet | intitulé | nature | désignation | comment | "
            "commentaire"
        )),
    ),
    dates=("date",),
    dimensions=("channel", "campaign", "lever"),
    wide=True,
)

OPERATIONS: Final = Table(
    "operations",
    msg("Operations"),
    (
        Column("name", Kind.CATEGORY, msg("Operation"), said(
            "operation | opération | name | nom | campagne | campaign | nom de l'opération | operation name"
        )),
        Column("objective_kind", Kind.CATEGORY, msg("Kind of objective"), said(
            "objective | kind of objective | objective type | objectif | type d'objectif | but"
        )),
        Column("start", Kind.MOMENT, msgc("operation", "Start"), said(
            "start | start date | début | date de début | date début | from | du"
        )),
        Column("end", Kind.MOMENT, msgc("operation", "End"), said(
            "end | end date | fin | date de fin | date fin | to | au"
        )),
        Column("segment", Kind.CATEGORY, msg("Target segment"), said(
            "target segment | segment | cible | segment visé | segment cible"
        )),
        Column("budget", Kind.MONEY, msg("Budget"), said("budget | budget ht | budget prévu | planned budget")),
        Column("targeted", Kind.INTEGER, msg("People targeted"), said(
            "targeted | people targeted | contacts ciblés | personnes ciblées | ciblés | nb ciblés | cibles"
        )),
        Column("participants", Kind.INTEGER, msg("Participants"), said(
            "participants | participations | nb participants | inscrits"
        ), known=LATER),
    ),
    dates=("start", "end"),
    dimensions=("name", "objective_kind", "segment"),
)

OBJECTIVES: Final = Table(
    "objectives",
    msg("Objectives"),
    (
        Column("kpi", Kind.CATEGORY, msg("KPI"), said("kpi | indicateur | indicator | metric | mesure")),
        Column("period", Kind.TEXT, msgc("objective", "Period"), said(
            "period | période | mois | month | trimestre | quarter | année | year"
        )),
        Column("operation", Kind.CATEGORY, msg("Operation"), said("operation | opération | campagne | campaign")),
        Column("channel", Kind.CATEGORY, msg("Channel"), said("channel | canal | source")),
        Column("target", Kind.NUMBER, msg("Target"), said(
            "target | objectif | objectif visé | cible | goal | valeur cible | target value"
        )),
        Column("owner", Kind.CATEGORY, msg("Owner"), said("owner | responsable | propriétaire | commercial")),
    ),
    dates=(),
    dimensions=("kpi", "operation", "channel", "owner"),
)

ORDERS: Final = Table(
    "orders",
    msg("Orders"),
    (
        Column("id", Kind.ID, msg("Order no."), said(
            "id | order id | order no | order no. | order number | commande | n° commande | no commande | "
            "numéro de commande | n° de commande"
        )),
        Column("customer", Kind.ID, msg("Customer"), said(
            "customer | customer id | client | id client | code client | n° client | lead | lead id | lead no. | "
            "id prospect | n° prospect"
        )),
        Column("date", Kind.MOMENT, msg("Date"), said(
            "date | order date | date commande | date de commande | delivery date | date de livraison | "
            "livré le | delivered on"
        )),
        Column("amount", Kind.MONEY, msgc("order", "Amount"), said(
            "amount | order amount | order value | montant | montant ht | total ht | prix ht | total | price | "
            "ca ht"
        )),
        Column("margin", Kind.MONEY, msg("Margin"), said("margin | marge | marge ht | gross margin")),
    ),
    dates=("date",),
    dimensions=("customer",),
    relations=(Relation("customer", "leads", "id"),),
)

TOUCHPOINTS: Final = Table(
    "touchpoints",
    msg("Touchpoints"),
    (
        Column("lead", Kind.ID, msg("Lead no."), said(
            "lead | lead id | lead no. | prospect | id prospect | n° prospect | contact id"
        )),
        Column("time", Kind.MOMENT, msgc("touchpoint", "Time"), said(
            "time | date | timestamp | horodatage | horodateur | date et heure | heure | moment"
        )),
        Column("channel", Kind.CATEGORY, msg("Channel"), said("channel | canal | source")),
        Column("campaign", Kind.CATEGORY, msg("Campaign"), said("campaign | campagne")),
        Column("kind", Kind.CATEGORY, msg("Kind of contact"), said(
            "kind | type | interaction | event | événement | type de contact | action"
        )),
    ),
    dates=("time",),
    dimensions=("channel", "campaign", "kind"),
    relations=(Relation("lead", "leads", "id"),),
)

EMAILS: Final = Table(
    "emails",
    msg("E-mailings"),
    (
        Column("date", Kind.MOMENT, msg("Date"), said(
            "date | send date | sent on | date d'envoi | date envoi | envoyé le | day | jour"
        )),
        Column("campaign", Kind.CATEGORY, msg("Campaign"), said(
            "campaign | campagne | e-mail | newsletter | objet | subject | nom de la campagne | campaign name"
        )),
        Column("sent", Kind.INTEGER, msg("E-mails sent"), said(
            "sent | envoyés | envois | emails sent | e-mails sent | e-mails envoyés | destinataires | recipients"
        )),
        Column("delivered", Kind.INTEGER, msg("E-mails delivered"), said(
            "delivered | délivrés | delivrés | livrés | deliveries | e-mails délivrés | aboutis"
        )),
        Column("opened", Kind.INTEGER, msg("Unique opens"), said(
            "opened | opens | unique opens | ouverts | ouvertures | ouvertures uniques | ouvreurs"
        )),
        Column("clicked", Kind.INTEGER, msg("Unique clicks"), said(
            "clicked | clicks | unique clicks | clics | clics uniques | cliqueurs"
        )),
        Column("unsubscribed", Kind.INTEGER, msg("Unsubscribed"), said(
            "unsubscribed | unsubscribes | désinscrits | désinscriptions | désabonnés | désabonnements"
        )),
    ),
    dates=("date",),
    dimensions=("campaign",),
)

WEB: Final = Table(
    "web",
    msg("Web traffic"),
    (
        Column("date", Kind.MOMENT, msg("Date"), said("date | day | jour")),
        Column("channel", Kind.CATEGORY, msg("Channel"), said(
            "channel | canal | source | source / medium | source/support | channel group | groupe de canaux"
        )),
        Column("sessions", Kind.INTEGER, msg("Sessions"), said("sessions | visits | visites")),
        Column("users", Kind.INTEGER, msg("Visitors"), said(
            "users | visitors | utilisateurs | visiteurs | visiteurs uniques | unique visitors | active users | "
            "utilisateurs actifs"
        )),
        Column("bounces", Kind.INTEGER, msg("Bounces"), said("bounces | rebonds")),
        Column("engaged_sessions", Kind.INTEGER, msg("Engaged sessions"), said(
            "engaged sessions | sessions avec engagement | sessions engagées"
        )),
        Column("total_time", Kind.NUMBER, msg("Total time (s)"), said(
            "total time | total time (s) | time on site | durée totale | temps total | temps total (s) | "
            "durée totale (s)"
        )),
        Column("conversions", Kind.INTEGER, msg("Web goals"), said(
            "conversions | goals | goal completions | objectifs | objectifs atteints | objectifs web atteints | "
            "événements clés | key events"
        )),
    ),
    dates=("date",),
    dimensions=("channel",),
)

SOCIAL: Final = Table(
    "social",
    msg("Social networks"),
    (
        Column("date", Kind.MOMENT, msg("Date"), said(
            "date | post date | publié le | date de publication | day | jour"
        )),
        Column("network", Kind.CATEGORY, msgc("social", "Network"), said(
            "network | réseau | réseau social | social network | plateforme | platform"
        )),
        Column("reach", Kind.INTEGER, msg("Reach"), said("reach | portée | couverture")),
        Column("impressions", Kind.INTEGER, msg("Impressions"), said(
            "impressions | nombre d'impressions | nb impressions | affichages | vues"
        )),
        Column("followers", Kind.INTEGER, msg("Followers"), said("followers | abonnés | fans")),
        Column("interactions", Kind.INTEGER, msg("Interactions"), said(
            "interactions | engagements | engagement | réactions"
        )),
    ),
    dates=("date",),
    dimensions=("network",),
)

SURVEYS: Final = Table(
    "surveys",
    msg("Survey answers"),
    (
        Column("customer", Kind.ID, msg("Customer"), said(
            "customer | customer id | client | id client | répondant | respondent"
        )),
        Column("date", Kind.MOMENT, msg("Date"), said(
            "date | answer date | date de réponse | répondu le | timestamp | horodateur"
        )),
        Column("satisfaction", Kind.NUMBER, msg("Satisfaction (1-5)"), said(
            "satisfaction | csat | note de satisfaction | note | rating"
        )),
        Column("recommendation", Kind.NUMBER, msg("Recommendation (0-10 or yes/no)"), said(
            "recommendation | recommandation | nps | recommanderiez-vous | nous recommanderiez-vous | "
            "recommandez-vous | nous recommandez-vous | note de recommandation | recommandation (0-10) | "
            "recommandation (0-10 ou oui/non) | would you recommend | would you recommend us | "
            "recommendation (0-10) | likelihood to recommend"
        )),
        Column("recommends", Kind.FLAG, msg("Recommends (yes/no)"), said(
            "recommends | recommends (yes/no) | recommande | recommande (oui/non) | recommandé | "
            "recommandation (oui/non) | recommendation (yes/no) | recommends us"
        )),
        Column("comment", Kind.TEXT, msg("Comment"), said(
            "comment | comments | commentaire | commentaires | verbatim"
        ), personal=True),
    ),
    dates=("date",),
    dimensions=(),
    relations=(Relation("customer", "leads", "id"),),
)

SERVICE: Final = Table(
    "service",
    msg("Requests and complaints"),
    (
        Column("customer", Kind.ID, msg("Customer"), said("customer | customer id | client | id client")),
        Column("opened", Kind.MOMENT, msg("Opened on"), said(
            "opened | opened on | ouvert le | date d'ouverture | date ouverture | created | créé le | "
            "date de réclamation | date de la réclamation | date réclamation | date de la demande | "
            "complaint date | request date | date opened | reçu le | received on"
        )),
        Column("answered", Kind.MOMENT, msg("Answered on"), said(
            "answered | answered on | répondu le | date de réponse | première réponse"
        )),
        Column("closed", Kind.MOMENT, msg("Closed on"), said(
            "closed | closed on | clos le | fermé le | résolu le | resolved | date de clôture"
        )),
        Column("kind", Kind.CATEGORY, msg("Kind of request"), said(
            "kind | type | nature | motif | request type | catégorie | category | type de demande | "
            "type de réclamation | complaint type | motif de la réclamation"
        )),
    ),
    dates=("opened", "answered", "closed"),
    dimensions=("kind",),
    relations=(Relation("customer", "leads", "id"),),
)

# fmt: on
TABLES: Final = (LEADS, COSTS, OPERATIONS, OBJECTIVES, ORDERS, TOUCHPOINTS, EMAILS, WEB, SOCIAL, SURVEYS, SERVICE)

PLANS: Final = frozenset({COSTS.id, OPERATIONS.id, OBJECTIVES.id})
"""Tables whose days may lie ahead: what is planned counts on its own days."""
BY_ID: Final = {table.id: table for table in TABLES}
