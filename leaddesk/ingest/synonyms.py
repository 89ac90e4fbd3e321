"""Known names of one thing: acronyms, and words for sources in French and English. Offered, never applied."""

from __future__ import annotations

from typing import Final

SOURCES: Final[tuple[tuple[str, ...], ...]] = (
    ("bouche à oreille", "bouche oreille", "bao", "b a o", "word of mouth", "wom"),
    ("google business profile", "google my business", "google business", "gmb", "gbp", "fiche google"),
    ("google ads", "google adwords", "adwords", "gads", "g ads"),
    ("facebook ads", "fb ads", "pub facebook", "publicité facebook"),
    ("facebook", "fb", "page facebook"),
    ("instagram", "insta"),
    ("linkedin", "linked in"),
    ("pages jaunes", "pj", "yellow pages"),
    ("leboncoin", "lbc"),
    ("e-mailing", "campagne e-mail", "email marketing", "e-mail marketing", "email campaign"),
    ("référencement naturel", "seo", "organic search", "natural search", "recherche organique", "recherche naturelle"),
    ("référencement payant", "sea", "paid search", "liens sponsorisés"),
    ("réseaux sociaux", "social media", "social networks", "médias sociaux"),
    ("site web", "site internet", "website", "web site", "site"),
    ("téléphone", "tel", "phone", "telephone", "appel téléphonique", "phone call"),
    ("prospection téléphonique", "phoning", "cold call", "cold calling", "télémarketing", "telemarketing"),
    ("salon", "salon professionnel", "trade show", "trade fair"),
    ("flyer", "prospectus", "tract", "leaflet"),
    ("partenaire", "partner", "partenariat", "partnership"),
    ("recommandation", "reco", "recommendation", "referral"),
    ("newsletter", "infolettre", "lettre d'information"),
    ("accès direct", "direct", "direct traffic", "trafic direct"),
    ("publipostage", "direct mail", "courrier publicitaire", "mailing postal"),
    ("appel d'offres", "ao", "tender", "call for tenders"),
    ("presse", "press"),
)
"""Each line is one source; compared as :func:`leaddesk.ingest.spellings.squeezed` leaves them."""

APART: Final[frozenset[frozenset[str]]] = frozenset(
    frozenset(pair) for pair in (("salarie", "salaire"), ("prospects", "prospectus"), ("courses", "courtes"))
)
"""Words that are a slip of the fingers apart and do not mean the same."""
