"""The leads: one row is a lead."""

from __future__ import annotations

from typing import Final

from leaddesk.model.schema import EXTRA_PREFIX, Column, Kind, Known, Table, is_extra, said
from leaddesk.text import Message, msg, msgc, verbatim

LATER: Final = Known.LATER

# fmt: off
LEADS: Final = Table(
    "leads",
    msg("Leads"),
    (
        Column("id", Kind.ID, msg("Lead no."), said(
            "id | lead id | id prospect | no prospect | n° prospect | n° lead | numéro | numéro de prospect | "
            "ref | référence | reference | record id | lead no | lead no. | lead number | identifiant | "
            "code prospect | deal id | n"
        )),
        Column("created", Kind.MOMENT, msg("Created on"), said(
            "created | created at | created on | creation date | create date | date | date de création | "
            "date création | créé le | date d'entrée | date entrée | date du lead | date lead | lead date | "
            "date de contact entrant | date de la demande | date demande | reçu le | received | received on | "
            "date added | enquiry date | inquiry date | date de réception | date d'appel | date appel | "
            "date premier appel | jour d'appel | date d'arrivée | created time | created date"
        )),
        Column("channel", Kind.CATEGORY, msg("Channel"), said(
            "channel | source | lead source | canal | canal d'acquisition | canal acquisition | origine | "
            "origine du lead | origine du prospect | provenance | source du lead | source du prospect | "
            "original traffic source | latest traffic source | acquisition channel | marketing channel | média | "
            "support | comment nous a connu | comment nous avez vous connu | comment avez vous connu | "
            "connu par | connu via | venu par | d'où vient il | d'où vient elle | d'où il vient | d'où viennent ils | "
            " comment nous a t il connu | comment nous a t elle connu | "
            "comment nous ont ils connu | moyen d'acquisition | how did you hear about us | how did they find us | "
            "how did you find us | heard about us | lead origin | apporté par | origine de la piste"
        )),
        Column("campaign", Kind.CATEGORY, msg("Campaign"), said(
            "campaign | campagne | campaign name | nom de la campagne | utm_campaign | utm campaign"
        )),
        Column("lever", Kind.CATEGORY, msg("Lever"), said(
            "lever | levier | levier marketing | type d'action | tactic | medium | utm_medium"
        )),
        Column("status", Kind.CATEGORY, msg("Status"), said(
            "status | statut | stage | étape | état | etat | phase | lead status | deal stage | statut du lead | "
            "statut prospect | étape du pipeline | pipeline stage | avancement | résultat | result | outcome | "
            "issue | suite donnée | avancement du dossier | état d'avancement | statut commercial | statut du devis | "
            "état du devis | situation | statut client | suivi commercial | statut de la piste | où en est on | "
            "où on en est | où en est le dossier | où en sommes nous | where are we | where it stands | progress"
        ), known=LATER),
        Column("pipeline", Kind.CATEGORY, msg("Stage of the sale"), said(
            "stage of the sale | sales stage | étape de vente | étape de la vente | phase de vente"
        ), known=LATER),
        Column("stage", Kind.CATEGORY, msg("Stage set by hand"), known=LATER),
        Column("responded", Kind.MOMENT, msg("First response on"), said(
            "first response | first response date | first response at | responded | responded on | "
            "date de première réponse | date première réponse | première réponse | première réponse le | "
            "répondu le | date de réponse | date réponse"
        ), known=LATER),
        Column("contacted", Kind.MOMENT, msg("Contacted on"), said(
            "contacted | contacted on | contact date | date de contact | date contact | contacté le | "
            "premier contact | date premier contact | date 1er contact | date du 1er contact | "
            "date du premier contact | first contact | last contacted"
        ), known=LATER),
        Column("qualified", Kind.MOMENT, msg("Qualified on"), said(
            "qualified | qualified on | qualification date | date de qualification | date qualification | "
            "qualifié le"
        ), known=LATER),
        Column("quoted", Kind.MOMENT, msg("Quote sent on"), said(
            "quote date | quoted | quoted on | quote sent | quote sent on | date de devis | date devis | "
            "date du devis | devis envoyé le | devis le | proposal date | date de proposition"
        ), known=LATER),
        Column("won", Kind.MOMENT, msg("Won on"), said(
            "won | won on | won date | won time | date gagné | date de gain | gagné le | date de signature | "
            "date signature | signé le | date de conversion | date conversion | converted | converted on | "
            "conversion date | client depuis | customer since | date de vente | date vente"
        ), known=LATER),
        Column("lost", Kind.MOMENT, msg("Lost on"), said(
            "lost | lost on | lost date | lost time | date perdu | date de perte | date perte | perdu le"
        ), known=LATER),
        Column("closed", Kind.MOMENT, msg("Closed on"), said(
            "closed | closed on | close date | closing date | date de clôture | date clôture | clos le | "
            "date de décision | date décision | decision date"
        ), known=LATER),
        Column("lost_reason", Kind.CATEGORY, msg("Reason lost"), said(
            "lost reason | reason lost | closed lost reason | raison de perte | motif de perte | motif perte | "
            "raison perdu | motif de refus | cause de perte | motif de la perte | raison de la perte"
        ), known=LATER),
        Column("amount", Kind.MONEY, msg("Deal amount"), said(
            "amount | deal value | deal amount | value | montant | montant ht | montant du contrat | "
            "montant de l'affaire | valeur | valeur de l'affaire | affaire - valeur | ca | ca ht | "
            "chiffre d'affaires | revenue | contract value | montant signé | montant devis | montant du devis | "
            "devis | devis ht | quote | quote value | quote amount | "
            "ca estimé | ca potentiel | ca prévu | montant estimé | prix | "
            "estimated value | expected revenue | revenu espéré | revenu attendu | revenus attendus"
        ), known=LATER),
        Column("monthly_revenue", Kind.MONEY, msg("Monthly revenue"), said(
            "monthly revenue | mrr | ca mensuel | revenu mensuel | chiffre d'affaires mensuel | montant mensuel"
        ), known=LATER),
        Column("margin", Kind.MONEY, msg("Margin"), said(
            "margin | marge | marge ht | marge brute | gross margin | marge €"
        ), known=LATER),
        Column("name", Kind.TEXT, msg("Name"), said(
            "name | full name | contact | contact name | nom | nom complet | nom du contact | nom et prénom | "
            "prospect | lead name | last name | person | nom du client | nom client | nom prospect | nom du prospect | "
            "customer name | client name | interlocuteur | nom contact | personne à contacter | contact person | "
            "opportunity name | nom de l'opportunité"
        ), personal=True),
        Column("first_name", Kind.TEXT, msg("First name"), said(
            "first name | prénom | prenom | given name"
        ), personal=True),
        Column("company", Kind.TEXT, msg("Company"), said(
            "company | company name | société | societe | entreprise | raison sociale | organisation | "
            "organization | associated company | client | enseigne | account name | nom de la société | nom société | "
            "nom de l'entreprise | nom entreprise | business name | commerce | établissement | "
            "client société | customer"
        ), personal=True),
        Column("email", Kind.EMAIL, msg("E-mail"), said(
            "email | e-mail | mail | email address | e-mail address | adresse e-mail | adresse email | "
            "adresse mail | courriel"
        ), personal=True),
        Column("phone", Kind.PHONE, msg("Phone"), said(
            "phone | phone number | telephone number | téléphone | telephone | tél | tel | tél. | mobile | "
            "portable | numéro de téléphone | n° téléphone | n° tel | n° de téléphone | num tel | numéro de tel | "
            "téléphone portable | tél portable | mobile phone | contact number | gsm"
        ), personal=True),
        Column("postcode", Kind.POSTCODE, msg("Postcode"), said(
            "postcode | post code | zip | zip code | postal code | code postal | cp"
        )),
        Column("city", Kind.CATEGORY, msgc("address", "City"), said("city | town | ville | commune | localité")),
        Column("segment", Kind.CATEGORY, msg("Segment"), said(
            "segment | type de client | type client | customer type | profil | profile | catégorie client | "
            "client type"
        )),
        Column("sector", Kind.CATEGORY, msg("Sector"), said(
            "sector | industry | secteur | secteur d'activité | activité | business sector"
        )),
        Column("company_size", Kind.CATEGORY, msg("Company size"), said(
            "company size | employees | number of employees | taille | taille de l'entreprise | "
            "taille entreprise | effectif | nombre de salariés | headcount"
        )),
        Column("weekly_volume", Kind.NUMBER, msg("Deliveries a week"), said(
            "volume per week | weekly volume | deliveries per week | deliveries a week | volume hebdo | "
            "volume hebdomadaire | volume par semaine | livraisons par semaine | courses par semaine | "
            "nb livraisons/semaine | colis par semaine"
        )),
        Column("weight", Kind.NUMBER, msg("Weight (kg)"), said(
            "weight | weight kg | weight (kg) | average weight | poids | poids kg | poids (kg) | poids moyen"
        )),
        Column("vehicle", Kind.CATEGORY, msg("Vehicle"), said(
            "vehicle | véhicule | vehicule | type de véhicule | vehicle type"
        )),
        Column("urgency", Kind.CATEGORY, msg("Urgency"), said(
            "urgency | urgence | délai | délai souhaité | lead time"
        )),
        Column("recurring", Kind.FLAG, msg("Recurring"), said(
            "recurring | recurring or one-off | récurrent | recurrent | récurrence | besoin récurrent | régulier"
        )),
        Column("pickup", Kind.CATEGORY, msg("Pickup place"), said(
            "pickup | pickup place | pickup city | enlèvement | lieu d'enlèvement | ramassage | départ"
        )),
        Column("delivery", Kind.CATEGORY, msg("Delivery place"), said(
            "delivery | delivery place | delivery city | livraison | lieu de livraison | destination"
        )),
        Column("calls", Kind.INTEGER, msg("Calls made"), said(
            "calls | calls made | number of calls | appels | nb appels | nombre d'appels | appels passés"
        ), known=LATER),
        Column("optin_email", Kind.FLAG, msg("E-mail consent"), said(
            "opt-in email | opt-in e-mail | email opt-in | e-mail opt-in | optin email | optin e-mail | "
            "consentement e-mail | consentement email | newsletter"
        ), known=LATER),
        Column("optin_sms", Kind.FLAG, msg("SMS consent"), said(
            "opt-in sms | sms opt-in | optin sms | consentement sms"
        ), known=LATER),
        Column("consented", Kind.MOMENT, msg("Consent date"), said(
            "consent date | consented on | date de consentement | date consentement | date du consentement"
        ), known=LATER),
        Column("budget", Kind.FLAG, msg("Budget confirmed"), said(
            "bant budget | bant - budget | bant : budget | budget | budget confirmed | budget validé | "
            "budget confirmé"
        ), known=LATER),
        Column("authority", Kind.FLAG, msg("Decision maker"), said(
            "bant authority | bant - authority | bant autorité | bant - autorité | authority | autorité | "
            "décideur | decision maker | pouvoir de décision"
        ), known=LATER),
        Column("need", Kind.FLAG, msg("Need confirmed"), said(
            "bant need | bant - need | bant besoin | bant - besoin | need | besoin | need confirmed | "
            "besoin confirmé"
        ), known=LATER),
        Column("timeline", Kind.FLAG, msg("Timeline known"), said(
            "bant timeline | bant - timeline | bant timing | bant échéance | bant - échéance | timeline | "
            "échéance | timing | calendrier | timeline known | échéance connue"
        ), known=LATER),
        Column("owner", Kind.CATEGORY, msg("Owner"), said(
            "owner | contact owner | lead owner | deal owner | commercial | responsable | propriétaire | "
            "suivi par | vendeur | sales rep | assigned to | attribué à | sales person | salesperson | "
            "pris par | traité par | conseiller | account manager | opportunity owner | propriétaire du contact | "
            "propriétaire du lead | propriétaire de la piste | propriétaire de l'opportunité | "
            "propriétaire de la transaction"
        )),
        Column("notes", Kind.TEXT, msg("Notes"), said(
            "notes | note | comment | comments | commentaire | commentaires | remarques | observations"
        ), personal=True, known=LATER),
        Column("next_step", Kind.TEXT, msg("Next step"), said(
            "next step | next action | prochaine étape | prochaine action | à faire | relance"
        ), personal=True, known=LATER),
        Column("next_date", Kind.MOMENT, msg("Next step on"), said(
            "next step date | next action date | date de relance | date relance | relancer le | "
            "prochaine relance | follow-up date | prochaine étape le | next step on"
        ), known=LATER),
        Column("supplier", Kind.CATEGORY, msg("Lead supplier"), said(
            "supplier | lead supplier | fournisseur | fournisseur de leads | fournisseur du prospect"
        )),
        Column("lead_price", Kind.MONEY, msg("Price of the lead"), said(
            "lead price | price of the lead | prix du lead | prix lead | coût du lead | lead cost | prix du prospect"
        )),
        Column("invalid_reason", Kind.CATEGORY, msg("Reason invalid"), said(
            "invalid reason | reason invalid | motif d'invalidité | motif invalide | raison invalide"
        ), known=LATER),
    ),
    dates=("created", "responded", "contacted", "qualified", "quoted", "won", "lost", "closed"),
    dimensions=("channel", "campaign", "lever", "owner", "segment", "sector", "city"),
)


def label_of(column: str) -> Message:
    """The name of a column of the leads; of one of the user's own its header.

    :raises KeyError: when it is neither.
    """
    return verbatim(column.removeprefix(EXTRA_PREFIX)) if is_extra(column) else LEADS.column(column).label
