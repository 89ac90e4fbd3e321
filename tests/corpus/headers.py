"""Headers that firms write above their columns: by table, language and column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.corpus.words import listed

if TYPE_CHECKING:
    from tests.corpus.dice import Dice

Words = dict[str, tuple[str, ...]]


def _book(text: str) -> Words:
    """``column: header | header`` lines."""
    pairs = (line.partition(":") for line in text.strip().splitlines())
    return {column.strip(): listed(words) for column, _, words in pairs}


HEADERS: Final[dict[tuple[str, str], Words]] = {
    ("leads", "fr"): _book("""
        id: N° prospect | Réf. | ID lead | Numéro de prospect
        created: Date de création | Reçu le | Date de la demande | Créé le | Date d'entrée | Demande reçue le
        channel: Canal | Source | Origine | Provenance | Canal d'acquisition | Source du lead
        campaign: Campagne | Nom de la campagne
        status: Statut | Étape | État | Avancement | STATUT
        contacted: Contacté le | Date 1er contact | Premier contact
        qualified: Qualifié le | Date de qualification
        quoted: Devis envoyé le | Date du devis | Date devis
        won: Gagné le | Date de signature | Signé le
        lost: Perdu le | Date de perte
        lost_reason: Motif de perte | Raison de la perte | Motif perte
        amount: Montant HT | Montant du devis | Montant devis HT (€) | Valeur | CA estimé
        margin: Marge | Marge brute | Marge HT
        name: Nom | Nom du contact | Contact | NOM
        first_name: Prénom | Prenom
        company: Société | Entreprise | Raison sociale | Nom de la société
        email: E-mail | Email | Adresse mail | Mail | Courriel
        phone: Tél. | Téléphone | Tel | N° de téléphone | Portable
        postcode: CP | Code postal | C.P.
        city: Ville | Commune | VILLE
        segment: Segment | Type de client
        sector: Secteur | Secteur d'activité | Activité
        weekly_volume: Volume hebdo | Livraisons par semaine | Nb de livraisons / semaine
        weight: Poids (kg) | Poids moyen (kg)
        vehicle: Véhicule | Type de véhicule
        urgency: Urgence | Délai souhaité
        recurring: Récurrent | Besoin récurrent | Récurrent ?
        optin_email: Opt-in e-mail | Consentement e-mail
        calls: Nb appels | Nombre d'appels
        owner: Commercial | Suivi par | Responsable
        notes: Commentaire | Notes | Remarques | Observations
        next_step: Prochaine action | Prochaine étape
        next_date: Date de relance | Relancer le
    """),
    ("leads", "en"): _book("""
        id: Lead ID | Lead No. | Record ID | Ref
        created: Created | Created on | Create Date | Lead date | Enquiry date | Received
        channel: Source | Lead Source | Channel | Heard about us
        campaign: Campaign | Campaign name
        status: Status | Stage | Lead Status | Outcome
        contacted: Contacted on | First contact
        qualified: Qualified on
        quoted: Quote sent | Quote date
        won: Won on | Won date
        lost: Lost on | Lost date
        lost_reason: Lost reason | Closed Lost Reason
        amount: Deal value | Amount | Quote value | Quote amount
        margin: Margin | Gross margin
        name: Name | Contact name | Last Name
        first_name: First Name
        company: Company | Business name | Account Name
        email: Email | E-mail | Email Address
        phone: Phone | Phone Number | Telephone | Mobile
        postcode: Postcode | Post code
        city: City | Town
        segment: Segment | Customer type
        sector: Sector | Industry
        weekly_volume: Deliveries per week | Weekly volume
        weight: Weight (kg) | Average weight (kg)
        vehicle: Vehicle | Vehicle type
        urgency: Urgency
        recurring: Recurring | Recurring?
        optin_email: Email opt-in
        calls: Calls | Number of calls
        owner: Owner | Sales rep | Lead Owner
        notes: Notes | Comments
        next_step: Next step | Next action
        next_date: Follow-up date | Next step date
    """),
    ("costs", "fr"): _book("""
        date: Date | Jour | Date de facture | Date dépense
        channel: Canal | Support | Source | Levier d'acquisition
        campaign: Campagne | Nom de la campagne
        lever: Poste | Type d'action
        amount: Montant HT | Coût | Dépense | Dépenses HT | Montant dépensé | Coût HT (€)
        vat_rate: TVA | Taux de TVA | Taux TVA
        vat_included: TTC | TVA incluse
        label: Libellé | Objet | Désignation
    """),
    ("costs", "en"): _book("""
        date: Date | Day | Invoice date
        channel: Channel | Source | Platform
        campaign: Campaign | Campaign name
        lever: Lever | Tactic
        amount: Spend | Cost | Amount spent | Spend (EUR) | Cost (€)
        vat_rate: VAT rate
        vat_included: VAT included
        label: Description | Label
    """),
    ("operations", "fr"): _book("""
        name: Opération | Nom de l'opération
        objective_kind: Objectif | Type d'objectif
        start: Début | Date de début
        end: Fin | Date de fin
        segment: Cible | Segment visé
        budget: Budget | Budget HT | Budget prévu
        targeted: Contacts ciblés | Nb ciblés
        participants: Participants | Nb participants
    """),
    ("operations", "en"): _book("""
        name: Operation | Operation name
        objective_kind: Objective | Objective type
        start: Start | Start date
        end: End | End date
        segment: Target segment
        budget: Budget | Planned budget
        targeted: People targeted
        participants: Participants
    """),
    ("objectives", "fr"): _book("""
        kpi: Indicateur | KPI
        period: Période | Trimestre
        operation: Opération
        channel: Canal
        target: Objectif | Valeur cible
        owner: Responsable
    """),
    ("objectives", "en"): _book("""
        kpi: KPI | Metric
        period: Period | Quarter
        operation: Operation
        channel: Channel
        target: Target | Goal
        owner: Owner
    """),
    ("orders", "fr"): _book("""
        id: N° de commande | N° commande | Commande
        customer: Code client | Client | N° client
        date: Date de commande | Date commande | Livré le
        amount: Montant HT | Total HT | Montant
        margin: Marge | Marge HT
    """),
    ("orders", "en"): _book("""
        id: Order No. | Order ID | Order number
        customer: Customer ID | Customer
        date: Order date | Delivery date
        amount: Order amount | Order value | Amount
        margin: Margin | Gross margin
    """),
    ("touchpoints", "fr"): _book("""
        lead: N° prospect | Prospect
        time: Date et heure | Horodatage
        channel: Canal | Source
        campaign: Campagne
        kind: Type de contact | Interaction
    """),
    ("touchpoints", "en"): _book("""
        lead: Lead ID | Contact ID
        time: Timestamp | Time
        channel: Channel | Source
        campaign: Campaign
        kind: Event | Interaction
    """),
    ("emails", "fr"): _book("""
        date: Date d'envoi | Envoyé le
        campaign: Campagne | Nom de la campagne | Newsletter
        sent: Envoyés | E-mails envoyés | Destinataires
        delivered: Délivrés | E-mails délivrés
        opened: Ouvertures | Ouvertures uniques | Ouvreurs
        clicked: Clics | Clics uniques
        unsubscribed: Désinscrits | Désabonnements
    """),
    ("emails", "en"): _book("""
        date: Send date | Sent on
        campaign: Campaign | Campaign name | Subject
        sent: Emails sent | Recipients
        delivered: Delivered
        opened: Unique opens | Opens
        clicked: Unique clicks | Clicks
        unsubscribed: Unsubscribes | Unsubscribed
    """),
    ("web", "fr"): _book("""
        date: Date | Jour
        channel: Source / Support | Canal | Source
        sessions: Sessions | Visites
        users: Utilisateurs | Visiteurs uniques
        bounces: Rebonds
        engaged_sessions: Sessions avec engagement
        total_time: Durée totale (s) | Temps total (s)
        conversions: Conversions | Événements clés
    """),
    ("web", "en"): _book("""
        date: Date | Day
        channel: Source / Medium | Channel group | Channel
        sessions: Sessions | Visits
        users: Users | Visitors
        bounces: Bounces
        engaged_sessions: Engaged sessions
        total_time: Total time (s)
        conversions: Conversions | Key events
    """),
    ("social", "fr"): _book("""
        date: Date | Publié le | Date de publication
        network: Réseau | Réseau social
        reach: Portée | Couverture
        followers: Abonnés
        interactions: Interactions | Réactions
    """),
    ("social", "en"): _book("""
        date: Post date | Date
        network: Network | Social network
        reach: Reach
        followers: Followers
        interactions: Interactions | Engagements
    """),
    ("surveys", "fr"): _book("""
        customer: Client | ID client
        date: Date de réponse | Répondu le | Horodateur
        satisfaction: Satisfaction | Note de satisfaction
        recommendation: Recommandation | NPS
        comment: Commentaire | Verbatim
    """),
    ("surveys", "en"): _book("""
        customer: Customer ID | Respondent
        date: Answer date | Timestamp
        satisfaction: Satisfaction | CSAT
        recommendation: Recommendation | NPS
        comment: Comment | Comments
    """),
    ("service", "fr"): _book("""
        customer: Client | ID client
        opened: Ouvert le | Date d'ouverture
        answered: Répondu le | Première réponse
        closed: Clos le | Résolu le | Date de clôture
        kind: Motif | Nature | Type
    """),
    ("service", "en"): _book("""
        customer: Customer ID | Customer
        opened: Opened on | Opened
        answered: Answered on
        closed: Closed on | Resolved
        kind: Request type | Category
    """),
}

FULL_NAME: Final = {"fr": listed("Nom et prénom | Nom complet | Contact"), "en": listed("Full name | Contact name")}


def header(dice: Dice, table: str, language: str, column: str) -> str:
    """One of the words that stand above such a column."""
    return dice.pick(HEADERS[table, language][column])
