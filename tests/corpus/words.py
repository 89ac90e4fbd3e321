"""Made-up people, firms and places. No person or firm is meant; phones are of the ranges kept for fiction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.corpus.dice import Dice


def listed(words: str) -> tuple[str, ...]:
    """Words written one after the other, with bars between."""
    return tuple(word.strip() for word in words.split("|"))


FIRST: Final = {
    "fr": listed(
        "Camille | Éloïse | Benoît | Inès | Hélène | Théo | Zoé | Gaël | Maëlle | Rémi | Chloé | Noël | Agnès | "
        "Jérôme | Solène | Cédric | Anaïs | Loïc | Thérèse | Bastien | Margaux | Hugo | Léa | Yann"
    ),
    "en": listed(
        "Alice | Oliver | Freya | Harry | Isla | George | Poppy | Jack | Ruby | Arthur | Ella | Noah | Daisy | Leo | "
        "Martha | Oscar | Holly | Toby"
    ),
}
LAST: Final = {
    "fr": listed(
        "Fauchelevent | Lagardelle | Dubrécault | Vaucresson | Mérindol | Pontaillé | Brévillac | Cassegrain | "
        "Têtard | Lhermitage | Malaussène | Poirotte | Quesnoy | Roncevaut | Saintonge | Tournebroche | Valbœuf | "
        "Zéphirin"
    ),
    "en": listed(
        "Ashdowne | Brackwater | Cobblestone | Dunmarrow | Elderfield | Fennimoor | Greystoke | Hollowell | Inkpenn | "
        "Kettlewick | Lambsdown | Merrowby | Netherby | Oxenbould | Pettifer | Quillfeather"
    ),
}
FIRMS: Final = {
    "fr": listed(
        "Boulangerie Au Pain Rêvé | Fleurs de Minuit | Pharmacie des Tilleuls | Optique Clairval | Traiteur Les Fées | "
        "Imprimerie Pixelle | Cabinet Dentaire Ivoire | Laboratoire Hémalis | Garage du Pré Vert | "
        "Épicerie Chez Zélie | "
        "Librairie L'Encrier | Fromagerie Trois Brebis | Pressing Blanc Net | Notaires Réunis Fictifs | "
        "Cave Saint-Lô | Atelier Boîte à Clous | Bijouterie Éclat d'Or | Horlogerie Tic & Tac | Primeur Le Potager | "
        "Menuiserie Chênevert"
    ),
    "en": listed(
        "Moonlit Flowers | Ivory Dental Practice | Nutmeg & Thyme Catering | Paper Boat Printing | "
        "Clearview Opticians | "
        "Old Quay Bakery | Three Ewes Cheese | Tick & Tock Watches | Greenfield Garage | Inkwell Books | "
        "Redbrick Legal | Hemalis Labs | Plumb Line Joinery | Orchard Grocers | White Shirt Cleaners | "
        "Copper Kettle Brewing"
    ),
}
PLACES: Final = {
    "fr": (
        ("69003", "Lyon"), ("38000", "Grenoble"), ("42000", "Saint-Étienne"), ("13006", "Marseille"),
        ("34000", "Montpellier"), ("31000", "Toulouse"), ("44000", "Nantes"), ("35000", "Rennes"),
        ("59000", "Lille"), ("67000", "Strasbourg"), ("21000", "Dijon"), ("87000", "Limoges"),
        ("01000", "Bourg-en-Bresse"), ("06000", "Nice"), ("02000", "Laon"), ("09000", "Foix"),
        ("62400", "Béthune"), ("71200", "Le Creusot"),
    ),
    "en": (
        ("M1 2AB", "Manchester"), ("LS1 4DY", "Leeds"), ("BS1 5TR", "Bristol"), ("B2 4QA", "Birmingham"),
        ("EH1 1YZ", "Edinburgh"), ("CF10 1EP", "Cardiff"), ("NR1 3QG", "Norwich"), ("YO1 7HH", "York"),
    ),
}  # fmt: skip
CHANNELS: Final = {
    "fr": listed(
        "Google Ads | Facebook | Bouche-à-oreille | Site web | Salon pro | Prospection téléphonique | Annuaire"
    ),
    "en": listed("Google Ads | Facebook | Word of mouth | Website | Trade fair | Cold calling | LinkedIn"),
}
CAMPAIGNS: Final = {
    "fr": listed("Rentrée 2025 | Fêtes de fin d'année | Offre express | Été malin | Relance clients"),
    "en": listed("Spring offer | Same-day launch | Winter push | Trade show 2025 | Win back"),
}
STATUSES: Final = {
    "fr": listed("Nouveau | Contacté | Qualifié | Devis envoyé | Négociation"),
    "en": listed("New | Contacted | Qualified | Quote sent | Negotiation"),
}
WON: Final = {"fr": "Gagné", "en": "Won"}
LOST: Final = {"fr": "Perdu", "en": "Lost"}
REASONS: Final = {
    "fr": listed("Trop cher | Pas de réponse | Délai trop long | Parti chez un concurrent"),
    "en": listed("Too expensive | No answer | Too slow | Went to a competitor"),
}
OWNERS: Final = {"fr": listed("Éloïse | Gaël | Inès"), "en": listed("Freya | Toby | Martha")}
SEGMENTS: Final = {
    "fr": listed("TPE | PME | Grand compte | Profession libérale"),
    "en": listed("Micro | SME | Key account"),
}
SECTORS: Final = {
    "fr": listed("Santé | Alimentaire | Juridique | Événementiel | Industrie"),
    "en": listed("Health | Food | Legal | Events | Industry"),
}
VEHICLES: Final = {
    "fr": listed("Vélo cargo | Scooter | Camionnette | Fourgon 12 m3"),
    "en": listed("Cargo bike | Scooter | Van"),
}
URGENCIES: Final = {
    "fr": listed("Dans l'heure | Jour même | Lendemain"),
    "en": listed("Within the hour | Same day | Next day"),
}
NOTES: Final = {
    "fr": listed(
        "Rappeler après 14h | Intéressé par l'offre mensuelle | Déjà client en 2019 | Demande un tarif dégressif | "
        "Absent, message laissé | Préfère être contacté par e-mail | Livraison à l'étage, code à demander"
    ),
    "en": listed(
        "Call back after 2pm | Keen on the monthly plan | Was a customer in 2019 | Wants a volume rate | "
        "Left a message | Prefers e-mail | Third floor, ask for the door code"
    ),
}
STEPS: Final = {
    "fr": listed("Envoyer le devis | Relancer par téléphone | Fixer un rendez-vous"),
    "en": listed("Send the quote | Call again | Arrange a meeting"),
}
PHONES: Final = {
    "fr": ("019900", "026191", "035301", "046571", "053649", "063998", "063998", "063998"),
    "en": ("07700900",),
}


def phone(dice: Dice, language: str) -> str:
    """A number of fiction, as digits: ten in France, eleven in the United Kingdom."""
    start = dice.pick(PHONES[language])
    missing = (10 if language == "fr" else 11) - len(start)
    return start + f"{dice.between(1, 10**missing - 1):0{missing}d}"


def ascii_word(text: str) -> str:
    """The letters of a word that an address may have."""
    import unicodedata

    bare = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe")).encode("ascii", "ignore").decode()
    return "".join(letter for letter in bare if letter.isalnum())


def email(dice: Dice, first: str, last: str) -> str:
    """An address that nobody can have."""
    house = dice.pick(("example.org", "example.fr", "example.com", "courrier.test"))
    return f"{ascii_word(first)}.{ascii_word(last)}@{house}"
