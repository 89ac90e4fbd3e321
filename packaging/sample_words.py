"""The words of the sample: every value in French and English, and the lists that names are made of.

The company, its prospects and its sales people are made up; the telephone numbers come from the ranges that Arcep,
the French regulator, keeps for works of fiction, the e-mail addresses from domains kept for examples.
"""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("fr", "en")
COMPANY: Final = "Saône et Mûrier Coursiers"

PHONE_RANGES: Final = ("019900", "026191", "035301", "046571", "053649", "063998")
EMAIL_DOMAINS: Final = ("example.com", "example.fr")

WORDS: Final[dict[str, tuple[str, str]]] = {
    # channels
    "google_ads": ("Google Ads", "Google Ads"),
    "seo": ("Site web / SEO", "Website / SEO"),
    "referral": ("Recommandation", "Referral"),
    "fair": ("Salon / Foire", "Trade fair"),
    "facebook": ("Facebook", "Facebook"),
    "phone": ("Prospection téléphonique", "Cold calling"),
    "flyers": ("Flyers", "Flyers"),
    "partners": ("Partenaires", "Partners"),
    # levers
    "lever_search": ("Publicité en ligne", "Online advertising"),
    "lever_content": ("Référencement naturel", "Organic search"),
    "lever_word": ("Bouche-à-oreille", "Word of mouth"),
    "lever_event": ("Événementiel", "Events"),
    "lever_social": ("Réseaux sociaux", "Social media"),
    "lever_direct": ("Prospection directe", "Direct sales"),
    "lever_print": ("Imprimés", "Print"),
    "lever_network": ("Réseau et partenariats", "Network and partners"),
    # campaigns and operations
    "local": ("Recherche locale", "Local search"),
    "fetes_2024": ("Fêtes 2024", "Holiday season 2024"),
    "rentree_2025": ("Rentrée 2025", "Back to work 2025"),
    "fetes_2025": ("Fêtes 2025", "Holiday season 2025"),
    "valentin_2026": ("Saint-Valentin 2026", "Valentine’s Day 2026"),
    "foire_2026": ("Foire de printemps 2026", "Spring fair 2026"),
    "fidelite_2026": ("Fidélité printemps 2026", "Loyalty spring 2026"),
    "newsletter": ("Lettre d’information", "Newsletter"),
    # stages and outcomes
    "new": ("Nouveau", "New"),
    "contacted": ("Contacté", "Contacted"),
    "qualified": ("Qualifié", "Qualified"),
    "quoted": ("Devis envoyé", "Quote sent"),
    "negotiation": ("Négociation", "Negotiation"),
    "won": ("Gagné", "Won"),
    "lost": ("Perdu", "Lost"),
    "invalid": ("Invalide", "Invalid"),
    # reasons lost, reasons invalid
    "price": ("Prix trop élevé", "Price too high"),
    "silent": ("Sans réponse", "No answer"),
    "competitor": ("Concurrent choisi", "Chose a competitor"),
    "too_slow": ("Délai trop long", "Delivery too slow"),
    "cancelled": ("Besoin annulé", "Need cancelled"),
    "postponed": ("Projet reporté", "Project postponed"),
    "outside": ("Hors zone", "Outside the area"),
    "wrong_number": ("Faux numéro", "Wrong number"),
    "spam": ("Spam", "Spam"),
    "job": ("Demande d’emploi", "Job application"),
    # who they are
    "business": ("Entreprise", "Business"),
    "individual": ("Particulier", "Individual"),
    "catering": ("Restauration et traiteur", "Restaurants and catering"),
    "florist": ("Fleuriste", "Florist"),
    "pharmacy": ("Pharmacie", "Pharmacy"),
    "laboratory": ("Laboratoire", "Laboratory"),
    "law": ("Juridique", "Legal services"),
    "shop": ("E-commerce", "E-commerce"),
    "printer": ("Imprimerie", "Printing"),
    "architect": ("Architecture", "Architecture"),
    "dental": ("Prothèse dentaire", "Dental laboratory"),
    "events": ("Agence événementielle", "Event agency"),
    "retail": ("Commerce de détail", "Retail"),
    "parts": ("Pièces détachées", "Spare parts"),
    "size_1": ("1 salarié", "1 employee"),
    "size_2": ("2 à 9 salariés", "2 to 9 employees"),
    "size_10": ("10 à 49 salariés", "10 to 49 employees"),
    "size_50": ("50 salariés et plus", "50 employees or more"),
    # what they need
    "bike": ("Vélo cargo", "Cargo bike"),
    "scooter": ("Scooter", "Scooter"),
    "small_van": ("Fourgonnette", "Small van"),
    "van": ("Fourgon 12 m³", "Van 12 m³"),
    "express": ("Express 1 h", "1-hour express"),
    "same_day": ("Dans la journée", "Same day"),
    "planned": ("Planifiée", "Planned"),
    # answers
    "yes": ("Oui", "Yes"),
    "no": ("Non", "No"),
    "unknown": ("Inconnu", "Unknown"),
    # kinds of objective
    "conquest": ("Conquête", "Conquest"),
    "loyalty": ("Fidélisation", "Loyalty"),
    "traffic": ("Trafic", "Traffic"),
    # measured
    "kpi_leads": ("Prospects", "Leads"),
    "kpi_customers": ("Clients", "Customers"),
    "kpi_cpl": ("Coût par prospect", "Cost per lead"),
    "kpi_conversion": ("Taux de conversion", "Conversion rate"),
    "kpi_cac": ("Coût d’acquisition client", "Customer acquisition cost"),
    "kpi_revenue": ("Chiffre d’affaires signé", "Deal revenue"),
    # sheets and the titles above the tables
    "sheet_leads": ("Prospects", "Leads"),
    "sheet_media": ("Publicité", "Advertising"),
    "sheet_other": ("Autres dépenses", "Other expenses"),
    "sheet_operations": ("Opérations", "Operations"),
    "sheet_objectives": ("Objectifs", "Objectives"),
    "title_leads": (f"{COMPANY} – suivi commercial au 31/08/2026", f"{COMPANY} – sales follow-up on 31/08/2026"),
    "title_media": ("Dépenses publicitaires, montants hors taxes", "Advertising expenses, excluding VAT"),
    "title_other": ("Autres dépenses par canal, en euros HT", "Other expenses by channel, euros excluding VAT"),
    "total": ("Total", "Total"),
}

NOTES: Final = (
    ("Rappeler après 14 h ; demande un tarif au forfait.", "Call back after 2 pm; wants a flat rate."),
    (
        "Travaille déjà avec un indépendant, pas satisfait des retards.",
        "Uses a freelancer already, unhappy with delays.",
    ),
    ("Accès difficile : quai de livraison fermé à 17 h.", "Difficult access: loading bay closes at 5 pm."),
    ("Deux sites.\nFacturation séparée demandée.", "Two sites.\nWants separate invoices."),
    ("Colis fragiles, « signature obligatoire ».", "Fragile parcels, “signature required”."),
    ("Besoin ponctuel, à relancer avant les fêtes.", "One-off need, follow up before the holidays."),
    ("Préfère le vélo pour l’hypercentre.", "Prefers bikes in the city centre."),
    ("Attend l’accord de son associé.", "Waiting for the partner’s agreement."),
    ("Tournée du matin, chaîne du froid à confirmer.", "Morning round, cold chain to be confirmed."),
    ("Budget serré, comparer avec 2 autres devis.", "Tight budget, compares with 2 other quotes."),
    ("Demande une attestation d’assurance.", "Asks for proof of insurance."),
    ("Très réactive par e-mail, ne répond pas au téléphone.", "Quick by e-mail, does not pick up the phone."),
)

FIRST_NAMES: Final = (
    "Adrien Agathe Alexis Alice Amélie Amina Antoine Arnaud Aurélie Bastien Benoît Camille Caroline Cécile Charlotte "
    "Chloé Claire Clément Damien David Delphine Élise Émilie Emma Fabien Farid Florence François Gaëlle Guillaume "
    "Hélène Hugo Inès Jérôme Jean-Marc Julien Karima Laura Laurent Léa Louis Lucie Manon Marc Margaux Marie Marine "
    "Mathieu Maxime Mehdi Nadia Nicolas Noémie Olivier Pauline Pierre Quentin Rachid Romain Sabrina Samuel Sandrine "
    "Sarah Sébastien Sophie Stéphane Thomas Valérie Victor Yann Yasmine Zoé"
).split()
LAST_NAMES: Final = (
    "André Aubert Bailly Barbier Benali Bernard Bertrand Blanc Bonnet Boucher Bourgeois Boyer Brun Carpentier "
    "Chevalier Clément Colin David Denis Dubois Dufour Dumont Dupont Durand Fabre Faure Fernandez Fontaine "
    "Fournier Gaillard Garcia Garnier Gauthier Gérard Girard Guérin Haddad Henry Jacquet Joly Lacroix Lambert "
    "Laurent Lefebvre Legrand Lemaire Leroy Lopez Marchand Martin Martinez Masson Mercier Meunier Meyer Michel "
    "Moreau Morel Morin Nguyen Nicolas Perrin Petit Philippe Picard Renard Renaud Richard Rivière Robert Robin "
    "Roche Rousseau Roussel Roux Roy Simon Thomas Traoré Vidal Vincent"
).split()
OWNERS: Final = ("Inès", "Karim", "Julie")

COINED_STARTS: Final = (
    "Vel Orb Tess Bru Cal Mir Nov Sol Lum Azu Cor Dal Fen Gal Ilv Jor Kel Lor Mav Nel Pral Quer Riv Sav".split()
)
COINED_ENDS: Final = (
    "andor omira elane ivel onzia udis avere issol urelle ambry ocline etha illow oraz umine ésie".split()
)
"""Syllables that make company names which nobody bears."""

SECTORS: Final[dict[str, tuple[float, tuple[str, ...]]]] = {
    "catering": (0.14, ("Traiteur {}", "Cuisines {}")),
    "florist": (0.09, ("Fleurs {}", "Atelier floral {}")),
    "pharmacy": (0.10, ("Pharmacie {}",)),
    "laboratory": (0.08, ("Laboratoire {}", "Bio{}")),
    "law": (0.09, ("Cabinet {}", "Étude {}")),
    "shop": (0.15, ("{} Boutique", "La Malle {}")),
    "printer": (0.06, ("Imprimerie {}",)),
    "architect": (0.05, ("Atelier {} Architectes",)),
    "dental": (0.06, ("Prothèses {}",)),
    "events": (0.06, ("Agence {}", "{} Événements")),
    "retail": (0.08, ("Maison {}", "Comptoir {}")),
    "parts": (0.04, ("{} Pièces", "Établissements {}")),
}

TOWNS: Final = (
    ("69001", "Lyon 1er", 4), ("69002", "Lyon 2e", 9), ("69003", "Lyon 3e", 11), ("69004", "Lyon 4e", 4),
    ("69005", "Lyon 5e", 4), ("69006", "Lyon 6e", 9), ("69007", "Lyon 7e", 10), ("69008", "Lyon 8e", 6),
    ("69009", "Lyon 9e", 6), ("69100", "Villeurbanne", 9), ("69200", "Vénissieux", 4), ("69300", "Caluire-et-Cuire", 2),
    ("69120", "Vaulx-en-Velin", 2), ("69800", "Saint-Priest", 3), ("69500", "Bron", 2), ("69130", "Écully", 2),
    ("69160", "Tassin-la-Demi-Lune", 2), ("69680", "Chassieu", 2), ("69150", "Décines-Charpieu", 2),
    ("69400", "Villefranche-sur-Saône", 2), ("69700", "Givors", 1), ("01000", "Bourg-en-Bresse", 2),
    ("01700", "Miribel", 1.5), ("01120", "Montluel", 1), ("01600", "Trévoux", 1), ("42000", "Saint-Étienne", 2.5),
    ("42800", "Rive-de-Gier", 0.7), ("38200", "Vienne", 1.5), ("38300", "Bourgoin-Jallieu", 1.2),
    ("38000", "Grenoble", 0.8),
)  # fmt: skip
PLACES: Final = (
    "Lyon Part-Dieu", "Lyon Presqu’île", "Lyon Gerland", "Lyon Vaise", "Lyon Confluence", "Villeurbanne",
    "Saint-Priest", "Corbas", "Limonest", "Aéroport Saint-Exupéry", "Grand Lyon", "Saint-Étienne", "Grenoble", "Vienne",
)  # fmt: skip


def word(key: str, lang: str) -> str:
    """The word for *key* in *lang*.

    :raises KeyError: when there is none.
    """
    return WORDS[key][LANGUAGES.index(lang)]
