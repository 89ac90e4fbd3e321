"""Sheets of every table as a small firm heads them, in plain French and plain English; and sheets that are none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.headers import matches
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.reader import read_file
from leaddesk.model.tables import BY_ID, TABLES
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file
from tests.ingest.spreadsheets import DATA

TODAY = dt.date(2026, 12, 1)

PLAIN = {
    "leads": (
        ("Date=created | Nom=name | Téléphone=phone | Provenance=channel | Statut=status | Montant du devis=amount",
         "13/02/2026 | Ada | 04 00 00 00 01 | Bouche à oreille | Gagné | 1 200,50"),
        ("Reçu le=created | Société=company | E-mail=email | Origine=channel | Avancement=status | CA prévu=amount",
         "13/02/2026 | Boulangerie | ada@example.com | Salon | Devis envoyé | 900"),
        (("Enquiry date=created | Customer name=name | Email=email | Source=channel | Outcome=status | "
         "Quote value=amount"), "13/02/2026 | Ada | ada@example.com | Referral | Won | 1,200.50"),
        (("Date added=created | Company=company | Phone number=phone | How did you hear about us=channel | Stage=status"
         " | Sales rep=owner"), "13/02/2026 | Bakery | 04 00 00 00 01 | Google | Lost | Sam"),
    ),
    "costs": (
        ("Date=date | Fournisseur=+ | Canal=channel | Montant HT=amount", "13/02/2026 | Imprimeur | Flyers | 120,50"),
        ("Mois=date | Poste=channel | Dépense=amount", "janv. 2026 | Google Ads | 300"),
        ("Date=date | Channel=channel | Campaign=campaign | Cost=amount", "13/02/2026 | Google | Autumn | 120.50"),
        ("Month=date | Marketing channel=channel | Spend=amount", "Jan 2026 | Trade fair | 300"),
    ),
    "operations": (
        ("Opération=name | Début=start | Fin=end | Budget=budget | Participants=participants",
         "Rentrée | 01/09/2026 | 30/09/2026 | 500 | 14"),
        (("Nom de l'opération=name | Type d'objectif=objective_kind | Date de début=start | Date de fin=end | "
         "Contacts ciblés=targeted"), "Rentrée | conquête | 01/09/2026 | 30/09/2026 | 200"),
        ("Operation=name | Start date=start | End date=end | Planned budget=budget | People targeted=targeted",
         "Autumn | 01/09/2026 | 30/09/2026 | 500 | 200"),
        ("Campaign=name | Objective=objective_kind | Start=start | End=end | Participants=participants",
         "Autumn | conquest | 01/09/2026 | 30/09/2026 | 14"),
    ),
    "objectives": (
        ("Indicateur=kpi | Période=period | Objectif=target | Responsable=owner", "CPL | 2026 | 40 | Ada"),
        ("KPI=kpi | Mois=period | Valeur cible=target | Canal=channel", "Clients | 2026-03 | 12 | Google"),
        ("KPI=kpi | Period=period | Target=target | Owner=owner", "Cost per lead | 2026 | 40 | Ada"),
        ("Metric=kpi | Quarter=period | Goal=target", "Customers | 2026 Q1 | 12"),
    ),
    "orders": (
        ("N° commande=id | Date=date | Client=customer | Montant HT=amount", "C1 | 13/02/2026 | P7 | 42,50"),
        ("Code client=customer | Date de livraison=date | Total HT=amount | Marge=margin",
         "P7 | 13/02/2026 | 42,50 | 12,00"),
        ("Order no.=id | Order date=date | Customer=customer | Amount=amount", "C1 | 13/02/2026 | P7 | 42.50"),
        ("Delivery date=date | Customer ID=customer | Price=amount | Gross margin=margin",
         "13/02/2026 | P7 | 42.50 | 12.00"),
    ),
    "touchpoints": (
        ("Id prospect=lead | Date et heure=time | Canal=channel | Type de contact=kind",
         "P1 | 13/02/2026 10:00 | Web | clic"),
        ("N° prospect=lead | Date=time | Campagne=campaign | Interaction=kind | Canal=channel",
         "P1 | 13/02/2026 | Rentrée | visite | Salon"),
        ("Lead ID=lead | Timestamp=time | Channel=channel | Event=kind", "P1 | 13/02/2026 10:00 | Web | click"),
        ("Lead no.=lead | Date=time | Source=channel | Interaction=kind", "P1 | 13/02/2026 | Fair | visit"),
    ),
    "emails": (
        ("Date d'envoi=date | Campagne=campaign | Envoyés=sent | Ouvertures=opened | Clics=clicked",
         "13/02/2026 | Lettre | 400 | 120 | 20"),
        (("Envoyé le=date | Objet=campaign | Destinataires=sent | Délivrés=delivered | Ouvertures uniques=opened | "
         "Clics uniques=clicked | Désabonnements=unsubscribed"), "13/02/2026 | Lettre | 400 | 390 | 120 | 20 | 1"),
        ("Send date=date | Campaign=campaign | Sent=sent | Opens=opened | Clicks=clicked",
         "13/02/2026 | Letter | 400 | 120 | 20"),
        (("Date=date | Subject=campaign | Recipients=sent | Delivered=delivered | Unique opens=opened | "
         "Unique clicks=clicked | Unsubscribes=unsubscribed"), "13/02/2026 | Letter | 400 | 390 | 120 | 20 | 1"),
    ),
    "web": (
        ("Jour=date | Source=channel | Sessions=sessions | Utilisateurs=users | Rebonds=bounces",
         "13/02/2026 | google | 90 | 70 | 30"),
        ("Date=date | Visites=sessions | Visiteurs uniques=users | Objectifs atteints=conversions",
         "13/02/2026 | 90 | 70 | 3"),
        ("Date=date | Channel=channel | Sessions=sessions | Users=users | Engaged sessions=engaged_sessions",
         "13/02/2026 | google | 90 | 70 | 30"),
        ("Day=date | Visits=sessions | Visitors=users | Bounces=bounces | Goals=conversions",
         "13/02/2026 | 90 | 70 | 30 | 3"),
    ),
    "social": (
        ("Date=date | Réseau=network | Portée=reach | Interactions=interactions", "13/02/2026 | LinkedIn | 900 | 30"),
        ("Publié le=date | Plateforme=network | Couverture=reach | Abonnés=followers | Engagements=interactions",
         "13/02/2026 | Facebook | 900 | 410 | 30"),
        ("Post date=date | Network=network | Reach=reach | Interactions=interactions",
         "13/02/2026 | LinkedIn | 900 | 30"),
        ("Date=date | Platform=network | Impressions=impressions | Followers=followers | Engagement=interactions",
         "13/02/2026 | Facebook | 900 | 410 | 30"),
    ),
    "surveys": (
        (("Date=date | Client=customer | Satisfaction=satisfaction | Recommandation=recommendation | "
         "Commentaire=comment"), "13/02/2026 | P1 | 4 | 9 | à l'heure, merci"),
        ("Horodateur=date | Note de satisfaction=satisfaction | Recommanderiez-vous=recommendation",
         "13/02/2026 10:00 | 4 | 9"),
        ("Date=date | Customer=customer | Satisfaction=satisfaction | Would you recommend=recommendation",
         "13/02/2026 | P1 | 4 | 9"),
        ("Timestamp=date | Customer ID=customer | CSAT=satisfaction | NPS=recommendation | Comments=comment",
         "13/02/2026 10:00 | P1 | 4 | 9 | on time, thank you"),
    ),
    "service": (
        ("Client=customer | Ouvert le=opened | Répondu le=answered | Clos le=closed | Motif=kind",
         "P1 | 13/02/2026 | 14/02/2026 | 15/02/2026 | retard"),
        ("Date de la réclamation=opened | Client=customer | Type de demande=kind | Date de réponse=answered",
         "13/02/2026 | P1 | colis abîmé | 14/02/2026"),
        ("Customer=customer | Opened on=opened | Answered on=answered | Closed on=closed | Request type=kind",
         "P1 | 13/02/2026 | 14/02/2026 | 15/02/2026 | delay"),
        ("Complaint date=opened | Customer ID=customer | Category=kind | Resolved=closed",
         "13/02/2026 | P1 | damage | 15/02/2026"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "headers", "cells"), [(table, *sheet) for table, sheets in PLAIN.items() for sheet in sheets]
)
def test_a_plain_sheet_is_its_table(table: str, headers: str, cells: str) -> None:
    pairs = [(header, target) for pair in headers.split("|") for header, _, target in [pair.strip().partition("=")]]
    row = [cell.strip() for cell in cells.split("|")]
    found = propose(raw_file([[header for header, _ in pairs], row, row]), today=TODAY).sheets[0]
    assert found.table == table
    targets = {choice.header: "+" if choice.is_extra else choice.target for choice in found.columns}
    assert targets == dict(pairs)


@pytest.mark.parametrize(
    ("headers", "cells"),
    [
        (("Jour=date | Campagne=campaign | Impressions=impressions | Clics=+ | Coût=amount"),
         "13/02/2026 | Search Lyon | 12000 | 300 | 150,00"),
        ("Day=date | Channel=channel | Impr.=impressions | Clicks=+ | Cost=amount", "13/02/2026 | Bing | 12 | 3 | 1.5"),
        # What was paid to a printer is no advert that was shown.
        ("Date=date | Canal=channel | Impression=+ | Montant HT=amount", "13/02/2026 | Flyers | 80 | 120,50"),
    ],
)  # fmt: skip
def test_an_advertising_export_brings_its_impressions(headers: str, cells: str) -> None:
    test_a_plain_sheet_is_its_table("costs", headers, cells)


def test_columns_of_amounts_called_impressions_are_amounts() -> None:
    rows: list[list[Any]] = [
        ["Date", "Google Ads", "Flyers", "Impressions"],
        *([f"{day}/02/2026", 100, 50, 80] for day in (13, 14)),
    ]
    found = propose(raw_file(rows), today=TODAY).sheets[0]
    assert (found.table, found.wide) == ("costs", "channel")
    assert {choice.header: choice.target for choice in found.columns}["Impressions"] in ("amount", "")


def test_every_table_has_plain_sheets_in_both_languages() -> None:
    assert {table: len(sheets) for table, sheets in PLAIN.items()} == {table.id: 4 for table in TABLES}


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_column_is_recognised_by_its_own_label(code: str) -> None:
    words = language(code)
    missed = [
        (table.id, column.id, words.text(column.label))
        for table in TABLES
        for column in table.columns
        if not (found := matches(words.text(column.label), table)) or found[0].column != column.id
    ]
    by_hand = words.text(BY_ID["leads"].column("stage").label)  # LeadDesk's own: only its reviews have it
    assert missed == [("leads", "stage", by_hand)]


UNRELATED = ["bank_marketing", "french_csv", "odd_files", "error_cells", "retention"]


@pytest.mark.parametrize("folder", UNRELATED)
def test_files_about_other_things_are_no_table(folder: str) -> None:
    taken = {}
    looked_at = 0
    for path in sorted((DATA / folder).rglob("*")):
        if not path.is_file() or path.suffix in (".md", ".json") or "LICENSE" in path.name:
            continue
        try:
            raw, _ = read_file(path)
        except LeadDeskError:  # hostile or protected: test_reader has them
            continue
        looked_at += 1
        taken.update({(path.name, s.sheet): s.table for s in propose(raw, today=TODAY).sheets if s.table})
    assert looked_at > 0
    assert taken == {}


@pytest.mark.parametrize(
    ("headers", "cells"),
    [
        ("Date | Libellé | Débit | Crédit", "13/02/2026 | Prélèvement | 12,50 | "),
        ("Date opération | Date valeur | Libellé | Débit euros | Crédit euros | Solde",
         "13/02/2026 | 14/02/2026 | Carte | 12,50 |  | 812,20"),
        ("Hôtel | Date | Quartier | Prix moyen | Taux d'occupation", "Central | 13/02/2026 | Centre | 107,8 | 0,68"),
        ("Nom | Prénom | Date d'embauche | Salaire brut", "Exemple | Ada | 01/09/2020 | 2 100,00"),
        ("Référence | Désignation | Stock | Prix unitaire", "A12 | Carton | 40 | 1,20"),
        ("Date | Description | Amount | Balance", "13/02/2026 | Card payment | -12.50 | 812.20"),
        ("Vehicle | Date | Mileage | Litres", "AB-123-CD | 13/02/2026 | 41200 | 38.2"),
        ("Student | Birthday | Class", "Ada Sample | 13/02/2010 | 6B"),
    ],
)  # fmt: skip
def test_sheets_about_other_things_are_no_table(headers: str, cells: str) -> None:
    row = [cell.strip() for cell in cells.split("|")]
    sheet = propose(raw_file([[header.strip() for header in headers.split("|")], row, row]), today=TODAY).sheets[0]
    assert sheet.table == ""
