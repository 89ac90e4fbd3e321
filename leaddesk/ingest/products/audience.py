"""Exports of web statistics and of e-mail tools."""

from __future__ import annotations

from typing import Final

from leaddesk.ingest.product import Product

# fmt: off
PRODUCTS: Final = (
    Product(
        "Google Analytics", "web", ("Session primary channel group (Default Channel Group) | Sessions",
                                    "Session default channel group | Sessions", "Session source / medium | Sessions"),
        (
            ("date", "Date"),
            ("channel", ("Session primary channel group (Default Channel Group) | Session default channel group | "
                        "Session source / medium")),
            ("sessions", "Sessions"),
            ("users", "Active users | Total users"),
            ("engaged_sessions", "Engaged sessions"),
            ("conversions", "Key events | Conversions"),
        ),
        "New users | Engagement rate | Average engagement time per session | Events per session | Event count | "
        "Session key event rate | Total revenue",
    ),
    Product(
        "Google Analytics", "web", ("Groupe de canaux par défaut de la session | Sessions",
                                    "Groupe de canaux principal de la session (Groupe de canaux par défaut) | Sessions",
                                    "Source/support de la session | Sessions"),
        (
            ("date", "Date"),
            ("channel", ("Groupe de canaux principal de la session (Groupe de canaux par défaut) | "
                        "Groupe de canaux par défaut de la session | Source/support de la session")),
            ("sessions", "Sessions"),
            ("users", "Utilisateurs actifs | Nombre total d'utilisateurs"),
            ("engaged_sessions", "Sessions avec engagement"),
            ("conversions", "Événements clés | Conversions"),
        ),
        "Nouveaux utilisateurs | Taux d'engagement | Durée d'engagement moyenne par session | "
        "Événements par session | Nombre d'événements | Revenu total | Revenus totaux",
    ),
    Product(
        "Matomo", "web", ("Unique visitors | Visits | Actions",),
        (
            ("date", "Date"), ("channel", "Label"), ("sessions", "Visits"), ("users", "Unique visitors"),
            ("bounces", "Bounces"), ("total_time", "Total time spent by visitors (in seconds)"),
            ("conversions", "Visits with Conversions"),
        ),
        "Actions | Users | Maximum actions in one visit",
    ),
    Product(
        "Matomo", "web", ("Visiteurs uniques | Visites | Actions",),
        (
            ("date", "Date"), ("channel", "Nom"), ("sessions", "Visites"), ("users", "Visiteurs uniques"),
            ("bounces", "Rebonds"), ("total_time", "Temps total passé par les visiteurs (en secondes)"),
            ("conversions", "Visites avec Conversions"),
        ),
        "Actions | Utilisateurs | Nombre maximum d'actions en une visite | Actions par visite | "
        "Temps moyen sur le site | Taux de rebond",
    ),
    Product(
        "Matomo", "web", ("nb_visits | nb_actions",),
        (
            ("date", "date"), ("channel", "label"), ("sessions", "nb_visits"), ("users", "nb_uniq_visitors"),
            ("bounces", "bounce_count"), ("total_time", "sum_visit_length"),
            ("conversions", "nb_visits_converted"),
        ),
        "nb_actions | max_actions | nb_actions_per_visit | avg_time_on_site | bounce_rate",
    ),
    Product(
        "Mailchimp", "emails", ("Subject | Send Date | Total Recipients | Successful Deliveries",),
        (
            ("date", "Send Date"), ("campaign", "Title | Subject"), ("sent", "Total Recipients"),
            ("delivered", "Successful Deliveries"), ("opened", "Unique Opens"), ("clicked", "Unique Clicks"),
            ("unsubscribed", "Unsubscribes"),
        ),
        "List | Send Weekday | Soft Bounces | Hard Bounces | Total Bounces | Times Forwarded | Forwarded Opens | "
        "Open Rate | Total Opens | Click Rate | Total Clicks | Abuse Complaints | Times Liked on Facebook | "
        "Folder Id | Unique Id | Total Orders | Total Gross Sales | Total Revenue",
    ),
    Product(
        "Mailchimp", "leads", ("Email Address | MEMBER_RATING",),
        (
            ("created", "CONFIRM_TIME"), ("name", "Last Name"), ("first_name", "First Name"),
            ("company", "Company"), ("email", "Email Address"), ("phone", "Phone Number"), ("consented", "OPTIN_TIME"),
            ("notes", "NOTES"),
        ),
        "MEMBER_RATING | OPTIN_IP | CONFIRM_IP | LATITUDE | LONGITUDE | GMTOFF | DSTOFF | TIMEZONE | CC | REGION | "
        "LAST_CHANGED | LEID | EUID | TAGS | UNSUB_TIME",
    ),
    Product(
        "Brevo", "leads", ("EMAIL | ADDED_TIME", "EMAIL | EMAIL_BLACKLISTED"),
        (
            ("created", "ADDED_TIME"), ("name", "LASTNAME | NOM"), ("first_name", "FIRSTNAME | PRENOM"),
            ("email", "EMAIL"), ("phone", "SMS | LANDLINE_NUMBER | WHATSAPP"),
            ("optin_email", "DOUBLE_OPT-IN | OPT_IN"),
        ),
        "EMAIL_BLACKLISTED | SMS_BLACKLISTED | MODIFIED_TIME | EXT_ID",
    ),
)
# fmt: on
