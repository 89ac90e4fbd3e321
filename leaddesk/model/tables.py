"""The tables of LeadDesk, in the order in which a sheet is compared with them."""

from __future__ import annotations

from typing import Final

from leaddesk.model.schema import Column, Kind, Known, Relation, Table
from leaddesk.text import msg, msgc

LATER: Final = Known.LATER

LEADS: Final = Table(
    "leads",
    msg("Leads"),
    (
        Column("id", Kind.ID, msg("Lead no."), ("id", "lead id", "id prospect", "no prospect", "n° prospect", "n° lead", "numéro", "numéro de prospect", "ref", "référence", "reference", "record id", "lead no", "lead no.", "lead number", "identifiant", "code prospect", "deal id")),
        Column("created", Kind.MOMENT, msg("Created on"), ("created", "created at", "created on", "creation date", "create date", "date", "date de création", "date création", "créé le", "date d'entrée", "date entrée", "date du lead", "date lead", "lead date", "date de contact entrant", "date de la demande", "date demande", "reçu le", "received", "received on", "date added", "enquiry date", "inquiry date")),
        Column("channel", Kind.CATEGORY, msg("Channel"), ("channel", "source", "lead source", "canal", "canal d'acquisition", "canal acquisition", "origine", "origine du lead", "origine du prospect", "provenance", "source du lead", "source du prospect", "original traffic source", "latest traffic source", "acquisition channel", "marketing channel", "média", "support")),
        Column("campaign", Kind.CATEGORY, msg("Campaign"), ("campaign", "campagne", "campaign name", "nom de la campagne", "utm_campaign", "utm campaign")),
        Column("lever", Kind.CATEGORY, msg("Lever"), ("lever", "levier", "levier marketing", "type d'action", "tactic", "medium", "utm_medium")),
        Column("status", Kind.CATEGORY, msg("Status"), ("status", "statut", "stage", "étape", "état", "etat", "phase", "lead status", "deal stage", "statut du lead", "statut prospect", "étape du pipeline", "pipeline stage", "avancement", "résultat", "result", "outcome", "issue"), known=LATER),
        Column("stage", Kind.CATEGORY, msg("Stage set by hand"), known=LATER),
        Column("responded", Kind.MOMENT, msg("First response on"), ("first response", "first response date", "first response at", "responded", "responded on", "date de première réponse", "date première réponse", "première réponse", "première réponse le", "répondu le", "date de réponse", "date réponse"), known=LATER),
        Column("contacted", Kind.MOMENT, msg("Contacted on"), ("contacted", "contacted on", "contact date", "date de contact", "date contact", "contacté le", "premier contact", "date premier contact", "date du premier contact", "first contact", "last contacted"), known=LATER),
        Column("qualified", Kind.MOMENT, msg("Qualified on"), ("qualified", "qualified on", "qualification date", "date de qualification", "date qualification", "qualifié le"), known=LATER),
        Column("quoted", Kind.MOMENT, msg("Quote sent on"), ("quote date", "quoted", "quoted on", "quote sent", "quote sent on", "date de devis", "date devis", "date du devis", "devis envoyé le", "devis le", "proposal date", "date de proposition"), known=LATER),
        Column("won", Kind.MOMENT, msg("Won on"), ("won", "won on", "won date", "won time", "date gagné", "date de gain", "gagné le", "date de signature", "date signature", "signé le", "date de conversion", "date conversion", "converted", "converted on", "conversion date", "client depuis", "customer since", "date de vente", "date vente"), known=LATER),
        Column("lost", Kind.MOMENT, msg("Lost on"), ("lost", "lost on", "lost date", "lost time", "date perdu", "date de perte", "date perte", "perdu le"), known=LATER),
        Column("closed", Kind.MOMENT, msg("Closed on"), ("closed", "closed on", "close date", "closing date", "date de clôture", "date clôture", "clos le", "date de décision", "date décision", "decision date"), known=LATER),
        Column("lost_reason", Kind.CATEGORY, msg("Reason lost"), ("lost reason", "reason lost", "closed lost reason", "raison de perte", "motif de perte", "motif perte", "raison perdu", "motif de refus", "cause de perte"), known=LATER),
        Column("amount", Kind.MONEY, msg("Deal amount"), ("amount", "deal value", "deal amount", "value", "montant", "montant ht", "montant du contrat", "montant de l'affaire", "valeur", "valeur de l'affaire", "affaire - valeur", "ca", "ca ht", "chiffre d'affaires", "revenue", "contract value", "montant signé", "montant devis"), known=LATER),
        Column("monthly_revenue", Kind.MONEY, msg("Monthly revenue"), ("monthly revenue", "mrr", "ca mensuel", "revenu mensuel", "chiffre d'affaires mensuel", "montant mensuel"), known=LATER),
        Column("margin", Kind.MONEY, msg("Margin"), ("margin", "marge", "marge ht", "marge brute", "gross margin", "marge €"), known=LATER),
        Column("name", Kind.TEXT, msg("Name"), ("name", "full name", "contact", "contact name", "nom", "nom complet", "nom du contact", "nom et prénom", "prospect", "lead name", "last name", "person"), personal=True),
        Column("first_name", Kind.TEXT, msg("First name"), ("first name", "prénom", "prenom", "given name"), personal=True),
        Column("company", Kind.TEXT, msg("Company"), ("company", "company name", "société", "societe", "entreprise", "raison sociale", "organisation", "organization", "associated company", "client", "enseigne", "account name"), personal=True),
        Column("email", Kind.EMAIL, msg("E-mail"), ("email", "e-mail", "mail", "email address", "e-mail address", "adresse e-mail", "adresse email", "adresse mail", "courriel"), personal=True),
        Column("phone", Kind.PHONE, msg("Phone"), ("phone", "phone number", "telephone number", "téléphone", "telephone", "tél", "tel", "tél.", "mobile", "portable", "numéro de téléphone", "n° téléphone"), personal=True),
        Column("postcode", Kind.POSTCODE, msg("Postcode"), ("postcode", "post code", "zip", "zip code", "postal code", "code postal", "cp")),
        Column("city", Kind.CATEGORY, msgc("address", "City"), ("city", "town", "ville", "commune", "localité")),
        Column("segment", Kind.CATEGORY, msg("Segment"), ("segment", "type de client", "type client", "customer type", "profil", "profile", "catégorie client", "client type")),
        Column("sector", Kind.CATEGORY, msg("Sector"), ("sector", "industry", "secteur", "secteur d'activité", "activité", "business sector")),
        Column("company_size", Kind.CATEGORY, msg("Company size"), ("company size", "employees", "number of employees", "taille", "taille de l'entreprise", "taille entreprise", "effectif", "nombre de salariés", "headcount")),
        Column("weekly_volume", Kind.NUMBER, msg("Deliveries a week"), ("volume per week", "weekly volume", "deliveries per week", "deliveries a week", "volume hebdo", "volume hebdomadaire", "volume par semaine", "livraisons par semaine", "courses par semaine", "nb livraisons/semaine", "colis par semaine")),
        Column("weight", Kind.NUMBER, msg("Weight (kg)"), ("weight", "weight kg", "weight (kg)", "average weight", "poids", "poids kg", "poids (kg)", "poids moyen")),
        Column("vehicle", Kind.CATEGORY, msg("Vehicle"), ("vehicle", "véhicule", "vehicule", "type de véhicule", "vehicle type")),
        Column("urgency", Kind.CATEGORY, msg("Urgency"), ("urgency", "urgence", "délai", "délai souhaité", "lead time")),
        Column("recurring", Kind.FLAG, msg("Recurring"), ("recurring", "recurring or one-off", "récurrent", "recurrent", "récurrence", "besoin récurrent", "régulier")),
        Column("pickup", Kind.CATEGORY, msg("Pickup place"), ("pickup", "pickup place", "pickup city", "enlèvement", "lieu d'enlèvement", "ramassage", "départ")),
        Column("delivery", Kind.CATEGORY, msg("Delivery place"), ("delivery", "delivery place", "delivery city", "livraison", "lieu de livraison", "destination")),
        Column("calls", Kind.INTEGER, msg("Calls made"), ("calls", "calls made", "number of calls", "appels", "nb appels", "nombre d'appels", "appels passés"), known=LATER),
        Column("optin_email", Kind.FLAG, msg("E-mail consent"), ("opt-in email", "opt-in e-mail", "email opt-in", "e-mail opt-in", "optin email", "optin e-mail", "consentement e-mail", "consentement email", "newsletter"), known=LATER),
        Column("optin_sms", Kind.FLAG, msg("SMS consent"), ("opt-in sms", "sms opt-in", "optin sms", "consentement sms"), known=LATER),
        Column("consented", Kind.MOMENT, msg("Consent date"), ("consent date", "consented on", "date de consentement", "date consentement", "date du consentement"), known=LATER),
        Column("budget", Kind.FLAG, msg("Budget confirmed"), ("bant budget", "bant - budget", "bant : budget", "budget", "budget confirmed", "budget validé", "budget confirmé"), known=LATER),
        Column("authority", Kind.FLAG, msg("Decision maker"), ("bant authority", "bant - authority", "bant autorité", "bant - autorité", "authority", "autorité", "décideur", "decision maker", "pouvoir de décision"), known=LATER),
        Column("need", Kind.FLAG, msg("Need confirmed"), ("bant need", "bant - need", "bant besoin", "bant - besoin", "need", "besoin", "need confirmed", "besoin confirmé"), known=LATER),
        Column("timeline", Kind.FLAG, msg("Timeline known"), ("bant timeline", "bant - timeline", "bant timing", "bant échéance", "bant - échéance", "timeline", "échéance", "timing", "calendrier", "timeline known"), known=LATER),
        Column("owner", Kind.CATEGORY, msg("Owner"), ("owner", "contact owner", "lead owner", "deal owner", "commercial", "responsable", "propriétaire", "suivi par", "vendeur", "sales rep", "assigned to", "attribué à")),
        Column("notes", Kind.TEXT, msg("Notes"), ("notes", "note", "comment", "comments", "commentaire", "commentaires", "remarques", "observations"), personal=True, known=LATER),
        Column("next_step", Kind.TEXT, msg("Next step"), ("next step", "next action", "prochaine étape", "prochaine action", "à faire", "relance"), personal=True, known=LATER),
        Column("next_date", Kind.MOMENT, msg("Next step on"), ("next step date", "next action date", "date de relance", "date relance", "relancer le", "prochaine relance", "follow-up date"), known=LATER),
        Column("supplier", Kind.CATEGORY, msg("Lead supplier"), ("supplier", "lead supplier", "fournisseur", "fournisseur de leads")),
        Column("lead_price", Kind.MONEY, msg("Price of the lead"), ("lead price", "price of the lead", "prix du lead", "prix lead", "coût du lead", "lead cost")),
        Column("invalid_reason", Kind.CATEGORY, msg("Reason invalid"), ("invalid reason", "reason invalid", "motif d'invalidité", "motif invalide", "raison invalide"), known=LATER),
    ),
    dates=("created", "responded", "contacted", "qualified", "quoted", "won", "lost", "closed"),
    dimensions=("channel", "campaign", "lever", "owner", "segment", "sector", "city"),
)

COSTS: Final = Table(
    "costs",
    msg("Costs"),
    (
        Column("date", Kind.MOMENT, msg("Date"), ("date", "day", "jour", "mois", "month", "période", "periode", "period", "date de dépense", "date dépense", "date de facture", "invoice date", "date facture", "week", "semaine", "time", "reporting starts", "début des rapports", "start", "from", "du", "début", "date de début", "date début", "start date")),
        Column("until", Kind.MOMENT, msg("Until"), ("until", "to", "au", "fin", "date de fin", "date fin", "end", "end date", "reporting ends", "fin des rapports")),
        Column("channel", Kind.CATEGORY, msg("Channel"), ("channel", "canal", "source", "support", "média", "levier d'acquisition", "canal d'acquisition", "acquisition channel", "marketing channel", "plateforme", "platform")),
        Column("campaign", Kind.CATEGORY, msg("Campaign"), ("campaign", "campagne", "campaign name", "nom de la campagne")),
        Column("lever", Kind.CATEGORY, msg("Lever"), ("lever", "levier", "levier marketing", "tactic", "type d'action", "poste")),
        Column("amount", Kind.MONEY, msgc("expense", "Amount"), ("amount", "cost", "costs", "spend", "spent", "amount spent", "amount spent (eur)", "montant", "montant ht", "coût", "coût ht", "cout", "coûts", "dépense", "dépense ht", "dépenses", "dépensé", "montant dépensé", "montant dépensé (eur)", "budget dépensé", "total ht", "prix ht", "expense", "price")),
        Column("vat_included", Kind.FLAG, msg("VAT included"), ("vat included", "vat", "incl. vat", "ttc", "tva incluse", "tva comprise")),
        Column("vat_rate", Kind.NUMBER, msg("VAT rate"), ("vat rate", "taux de tva", "taux tva", "tva")),
        Column("label", Kind.TEXT, msgc("expense", "Description"), ("label", "description", "libellé", "libelle", "objet", "intitulé", "nature", "désignation", "comment", "commentaire")),
    ),
    dates=("date",),
    dimensions=("channel", "campaign", "lever"),
    wide=True,
)

OPERATIONS: Final = Table(
    "operations",
    msg("Operations"),
    (
        Column("name", Kind.CATEGORY, msg("Operation"), ("operation", "opération", "name", "nom", "campagne", "campaign", "nom de l'opération", "operation name")),
        Column("objective_kind", Kind.CATEGORY, msg("Kind of objective"), ("objective", "kind of objective", "objective type", "objectif", "type d'objectif", "but")),
        Column("start", Kind.MOMENT, msgc("operation", "Start"), ("start", "start date", "début", "date de début", "date début", "from", "du")),
        Column("end", Kind.MOMENT, msgc("operation", "End"), ("end", "end date", "fin", "date de fin", "date fin", "to", "au")),
        Column("segment", Kind.CATEGORY, msg("Target segment"), ("target segment", "segment", "cible", "segment visé", "segment cible")),
        Column("budget", Kind.MONEY, msg("Budget"), ("budget", "budget ht", "budget prévu", "planned budget")),
        Column("targeted", Kind.INTEGER, msg("People targeted"), ("targeted", "people targeted", "contacts ciblés", "ciblés", "nb ciblés", "cibles")),
        Column("participants", Kind.INTEGER, msg("Participants"), ("participants", "participations", "nb participants", "inscrits"), known=LATER),
    ),
    dates=("start", "end"),
    dimensions=("name", "objective_kind", "segment"),
)

OBJECTIVES: Final = Table(
    "objectives",
    msg("Objectives"),
    (
        Column("kpi", Kind.CATEGORY, msg("KPI"), ("kpi", "indicateur", "indicator", "metric", "mesure")),
        Column("period", Kind.TEXT, msgc("objective", "Period"), ("period", "période", "mois", "month", "trimestre", "quarter", "année", "year")),
        Column("operation", Kind.CATEGORY, msg("Operation"), ("operation", "opération", "campagne", "campaign")),
        Column("channel", Kind.CATEGORY, msg("Channel"), ("channel", "canal", "source")),
        Column("target", Kind.NUMBER, msg("Target"), ("target", "objectif", "cible", "goal", "valeur cible", "target value")),
        Column("owner", Kind.CATEGORY, msg("Owner"), ("owner", "responsable", "propriétaire")),
    ),
    dates=(),
    dimensions=("kpi", "operation", "channel", "owner"),
)

ORDERS: Final = Table(
    "orders",
    msg("Orders"),
    (
        Column("id", Kind.ID, msg("Order no."), ("id", "order id", "order no", "order no.", "order number", "commande", "n° commande", "no commande", "numéro de commande", "n° de commande")),
        Column("customer", Kind.ID, msg("Customer"), ("customer", "customer id", "client", "id client", "code client", "n° client", "lead", "lead id", "lead no.", "id prospect", "n° prospect")),
        Column("date", Kind.MOMENT, msg("Date"), ("date", "order date", "date commande", "date de commande", "delivery date", "date de livraison", "livré le", "delivered on")),
        Column("amount", Kind.MONEY, msgc("order", "Amount"), ("amount", "order amount", "order value", "montant", "montant ht", "total ht", "prix ht", "total", "price", "ca ht")),
        Column("margin", Kind.MONEY, msg("Margin"), ("margin", "marge", "marge ht", "gross margin")),
    ),
    dates=("date",),
    dimensions=("customer",),
    relations=(Relation("customer", "leads", "id"),),
)

TOUCHPOINTS: Final = Table(
    "touchpoints",
    msg("Touchpoints"),
    (
        Column("lead", Kind.ID, msg("Lead no."), ("lead", "lead id", "lead no.", "prospect", "id prospect", "n° prospect", "contact id")),
        Column("time", Kind.MOMENT, msgc("touchpoint", "Time"), ("time", "date", "timestamp", "date et heure", "heure")),
        Column("channel", Kind.CATEGORY, msg("Channel"), ("channel", "canal", "source")),
        Column("campaign", Kind.CATEGORY, msg("Campaign"), ("campaign", "campagne")),
        Column("kind", Kind.CATEGORY, msg("Kind of contact"), ("kind", "type", "interaction", "event", "événement", "type de contact", "action")),
    ),
    dates=("time",),
    dimensions=("channel", "campaign", "kind"),
    relations=(Relation("lead", "leads", "id"),),
)

EMAILS: Final = Table(
    "emails",
    msg("E-mailings"),
    (
        Column("date", Kind.MOMENT, msg("Date"), ("date", "send date", "sent on", "date d'envoi", "date envoi", "envoyé le", "day", "jour")),
        Column("campaign", Kind.CATEGORY, msg("Campaign"), ("campaign", "campagne", "e-mail", "newsletter", "objet", "subject", "nom de la campagne", "campaign name")),
        Column("sent", Kind.INTEGER, msg("E-mails sent"), ("sent", "envoyés", "envois", "emails sent", "e-mails sent", "e-mails envoyés", "destinataires", "recipients")),
        Column("delivered", Kind.INTEGER, msg("E-mails delivered"), ("delivered", "délivrés", "delivrés", "livrés", "deliveries", "e-mails délivrés", "aboutis")),
        Column("opened", Kind.INTEGER, msg("Unique opens"), ("opened", "opens", "unique opens", "ouverts", "ouvertures", "ouvertures uniques", "ouvreurs")),
        Column("clicked", Kind.INTEGER, msg("Unique clicks"), ("clicked", "clicks", "unique clicks", "clics", "clics uniques", "cliqueurs")),
        Column("unsubscribed", Kind.INTEGER, msg("Unsubscribed"), ("unsubscribed", "unsubscribes", "désinscrits", "désinscriptions", "désabonnés", "désabonnements")),
    ),
    dates=("date",),
    dimensions=("campaign",),
)

WEB: Final = Table(
    "web",
    msg("Web traffic"),
    (
        Column("date", Kind.MOMENT, msg("Date"), ("date", "day", "jour")),
        Column("channel", Kind.CATEGORY, msg("Channel"), ("channel", "canal", "source", "source / medium", "source/support", "channel group", "groupe de canaux")),
        Column("sessions", Kind.INTEGER, msg("Sessions"), ("sessions", "visits", "visites")),
        Column("users", Kind.INTEGER, msg("Visitors"), ("users", "visitors", "utilisateurs", "visiteurs", "visiteurs uniques")),
        Column("bounces", Kind.INTEGER, msg("Bounces"), ("bounces", "rebonds")),
        Column("engaged_sessions", Kind.INTEGER, msg("Engaged sessions"), ("engaged sessions", "sessions avec engagement", "sessions engagées")),
        Column("total_time", Kind.NUMBER, msg("Total time (s)"), ("total time", "total time (s)", "time on site", "durée totale", "temps total", "temps total (s)", "durée totale (s)")),
        Column("conversions", Kind.INTEGER, msg("Web goals"), ("conversions", "goals", "goal completions", "objectifs", "objectifs atteints", "événements clés", "key events")),
    ),
    dates=("date",),
    dimensions=("channel",),
)

SOCIAL: Final = Table(
    "social",
    msg("Social networks"),
    (
        Column("date", Kind.MOMENT, msg("Date"), ("date", "post date", "publié le", "date de publication", "day", "jour")),
        Column("network", Kind.CATEGORY, msgc("social", "Network"), ("network", "réseau", "réseau social", "social network", "plateforme", "platform")),
        Column("reach", Kind.INTEGER, msg("Reach"), ("reach", "portée", "couverture", "impressions")),
        Column("followers", Kind.INTEGER, msg("Followers"), ("followers", "abonnés", "fans")),
        Column("interactions", Kind.INTEGER, msg("Interactions"), ("interactions", "engagements", "engagement", "réactions")),
    ),
    dates=("date",),
    dimensions=("network",),
)

SURVEYS: Final = Table(
    "surveys",
    msg("Survey answers"),
    (
        Column("customer", Kind.ID, msg("Customer"), ("customer", "customer id", "client", "id client", "répondant", "respondent")),
        Column("date", Kind.MOMENT, msg("Date"), ("date", "answer date", "date de réponse", "répondu le", "timestamp", "horodateur")),
        Column("satisfaction", Kind.NUMBER, msg("Satisfaction (1-5)"), ("satisfaction", "csat", "note de satisfaction", "note", "rating")),
        Column("recommendation", Kind.NUMBER, msg("Recommendation (0-10)"), ("recommendation", "recommandation", "nps", "recommanderiez-vous", "would you recommend")),
        Column("comment", Kind.TEXT, msg("Comment"), ("comment", "comments", "commentaire", "commentaires", "verbatim"), personal=True),
    ),
    dates=("date",),
    dimensions=(),
    relations=(Relation("customer", "leads", "id"),),
)

SERVICE: Final = Table(
    "service",
    msg("Requests and complaints"),
    (
        Column("customer", Kind.ID, msg("Customer"), ("customer", "customer id", "client", "id client")),
        Column("opened", Kind.MOMENT, msg("Opened on"), ("opened", "opened on", "ouvert le", "date d'ouverture", "date ouverture", "created", "créé le")),
        Column("answered", Kind.MOMENT, msg("Answered on"), ("answered", "answered on", "répondu le", "date de réponse", "première réponse")),
        Column("closed", Kind.MOMENT, msg("Closed on"), ("closed", "closed on", "clos le", "fermé le", "résolu le", "resolved", "date de clôture")),
        Column("kind", Kind.CATEGORY, msg("Kind of request"), ("kind", "type", "nature", "motif", "request type", "catégorie", "category")),
    ),
    dates=("opened",),
    dimensions=("kind",),
    relations=(Relation("customer", "leads", "id"),),
)

TABLES: Final = (LEADS, COSTS, OPERATIONS, OBJECTIVES, ORDERS, TOUCHPOINTS, EMAILS, WEB, SOCIAL, SURVEYS, SERVICE)

BY_ID: Final = {table.id: table for table in TABLES}
