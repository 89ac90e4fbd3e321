"""Made-up people, firms and places, many enough for a thousand leads. No person or firm is meant."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from tests.corpus.words import PLACES as TOWNS
from tests.corpus.words import listed

FIRST: Final = {
    "fr": listed(
        "Camille | Éloïse | Benoît | Inès | Hélène | Théo | Zoé | Gaël | Maëlle | Rémi | Chloé | Noël | "
        "Agnès | Jérôme | Solène | Cédric | Anaïs | Loïc | Thérèse | Bastien | Margaux | Hugo | Léa | Léo | "
        "Yann | Louis | Louise | Jean | Jeanne | Jean-Marc | Marie-Claude | Michel | Michèle | Daniel | "
        "Danièle | Karim | Fatima | Mehdi | Samira | Antoine | Antoinette | Paul | Paule | Nathalie | "
        "Sandrine | Laurent | Laurence | Patrick | Sylvie | Christophe | Christelle | Vincent | Amandine | "
        "Julien | Julie | Pierre | Romain | Émilie | Olivier | Stéphane | Stéphanie"
    ),
    "en": listed(
        "Alice | Oliver | Freya | Harry | Isla | George | Georgia | Poppy | Jack | Ruby | Arthur | Ella | "
        "Noah | Daisy | Leo | Martha | Oscar | Holly | Toby | Thomas | Sarah | Sara | John | Jon | Joan | "
        "Paul | Paula | Mark | Emma | Imran | Aisha | Stephen | Steven | Catherine | Katherine | Robert | "
        "Roberta | William | Susan | David | Louise | Peter | Claire | Andrew | Andrea | Nicola | Philip | "
        "Helen | Simon | Simone | Gareth | Bronwen | Fiona | Callum"
    ),
}
LAST: Final = {
    "fr": listed(
        "Martin | Bernard | Dubois | Durand | Moreau | Laurent | Lefèvre | Lefebvre | Leroy | Roux | "
        "Fournier | Girard | Bonnet | Dupont | Dupond | Lambert | Fontaine | Rousseau | Vincent | Muller | "
        "Faure | Mercier | Blanc | Guérin | Boyer | Garnier | Chevalier | François | Legrand | Gauthier | "
        "Gautier | Garcia | Perrin | Robin | Clément | Morin | Nicolas | Henry | Roussel | Mathieu | "
        "Gérard | Marchand | Duval | Denis | Dumont | Marie | Lemaire | Noël | Meyer | Dufour | Meunier | "
        "Brun | Blanchard | Giraud | Joly | Rivière | Lucas | Brunet | Gaillard | Barbier | Arnaud | "
        "Martinez | Renard | Roche | Roy | Schmitt | Colin | Vidal | Caron | Picard | Benali | Haddad | "
        "Nguyen | Traoré | Da Silva | De La Tour | Le Goff | Le Gall | Fauchelevent | Lagardelle | "
        "Dubrécault | Vaucresson | Mérindol | Pontaillé | Brévillac | Cassegrain | Têtard | Lhermitage | "
        "Quesnoy | Saintonge | Valbœuf"
    ),
    "en": listed(
        "Smith | Smyth | Jones | Taylor | Brown | Browne | Williams | Wilson | Johnson | Johnston | Davies | "
        "Davis | Robinson | Wright | Thompson | Thomson | Evans | Walker | White | Roberts | Green | Hall | "
        "Wood | Jackson | Clarke | Clark | Patel | Khan | Lewis | James | Phillips | Mason | Mitchell | "
        "Rose | Davey | Cox | Singh | O'Brien | O'Neill | MacDonald | McDonald | Begum | Ahmed | Stewart | "
        "Stuart | Reid | Murray | Owen | Ellis | Palmer | Fox | Chapman | Dean | Ashdowne | Brackwater | "
        "Cobblestone | Dunmarrow | Elderfield | Fennimoor | Greystoke | Hollowell | Inkpenn | Kettlewick | "
        "Lambsdown | Merrowby | Netherby | Oxenbould | Pettifer"
    ),
}
TRADES: Final = {
    "fr": listed(
        "Boulangerie | Pharmacie | Fleurs | Optique | Imprimerie | Cabinet Dentaire | Laboratoire | Garage | "
        "Épicerie | Librairie | Fromagerie | Pressing | Étude | Cave | Atelier | Bijouterie | Menuiserie | "
        "Traiteur | Clinique | Transports | Primeur | Agence"
    ),
    "en": listed(
        "Bakery | Pharmacy | Flowers | Opticians | Printing | Dental | Labs | Garage | Grocers | Books | "
        "Cheese | Dry Cleaning | Legal | Wines | Joinery | Jewellers | Catering | Clinic | Motors | Design | "
        "Logistics"
    ),
}
SIGNS: Final = {
    "fr": listed(
        "des Tilleuls | du Pré Vert | de la Gare | Saint-Lô | des Lices | du Vieux Port | Clairval | "
        "Hémalis | Pixelle | Ivoire | L'Encrier | Trois Brebis | Éclat d'Or | Chez Zélie | de Minuit | "
        "des Halles | Bellecour | du Marché | des Brotteaux | Les Fées | de l'Ouest | Chênevert | "
        "Blanc Net | du Parc | Tic & Tac | des Quais | Montplaisir"
    ),
    "en": listed(
        "Old Quay | Greenfield | Ivory | Moonlit | Inkwell | Clearview | Three Ewes | Paper Boat | "
        "Redbrick | Hemalis | Plumb Line | Orchard | White Shirt | Copper Kettle | Riverside | "
        "Station Road | St Mary's | Castle | Nutmeg | Tick & Tock | Harbour | North Star | Kingfisher | "
        "Mill Lane | Bluebell | Foxglove"
    ),
}
PLACES: Final = {
    "fr": (
        *TOWNS["fr"], ("69007", "Lyon"), ("69100", "Villeurbanne"), ("69800", "Saint-Priest"), ("69200", "Vénissieux"),
        ("01500", "Ambérieu-en-Bugey"), ("07100", "Annonay"), ("04000", "Digne-les-Bains"), ("38200", "Vienne"),
        ("69400", "Villefranche-sur-Saône"), ("38070", "Saint-Quentin-Fallavier"),
    ),
    "en": (
        *TOWNS["en"], ("M4 5JD", "Manchester"), ("SK1 3XE", "Stockport"), ("OL1 1NL", "Oldham"),
        ("S1 2HE", "Sheffield"), ("NG1 5FS", "Nottingham"), ("AL1 3LD", "St Albans"), ("WA10 1HP", "St Helens"),
        ("NE1 7RU", "Newcastle upon Tyne"),
    ),
}  # fmt: skip
SUFFIXES: Final = {"fr": ("SARL", "SAS", "EURL", "SASU"), "en": ("Ltd", "Limited", "LLP", "Ltd.")}
HOUSES: Final = {
    "fr": ("example.fr", "example.com", "example.org", "courrier.test", "boite.test"),
    "en": ("example.co.uk", "example.com", "example.org", "post.test", "inbox.test"),
}
COMMON: Final = {"fr": ("contact", "info", "accueil"), "en": ("info", "office", "hello")}
LANDLINES: Final = {
    "fr": ("019900", "026191", "035301", "046571", "053649"),
    "en": ("0207946", "0161496", "0113496", "0117496", "0121496", "0131496"),
}
MOBILES: Final = {"fr": ("063998",), "en": ("07700900",)}
CHANNELS: Final = {
    "fr": listed("Google Ads | Facebook | Bouche-à-oreille | Site web | Salon pro | Prospection téléphonique"),
    "en": listed("Google Ads | Facebook | Word of mouth | Website | Trade fair | Cold calling"),
}
STATUSES: Final = {
    "fr": ("Nouveau", "Contacté", "Qualifié", "Devis envoyé", "Gagné", "Perdu"),
    "en": ("New", "Contacted", "Qualified", "Quote sent", "Won", "Lost"),
}
OWNERS: Final = {"fr": ("Inès", "Karim", "Julie"), "en": ("Freya", "Toby", "Martha")}
NEEDS: Final = {
    "fr": listed(
        "tournée du matin | plis urgents | colis fragile | livraison de fleurs | prélèvements | 2 palettes | "
        "repas à midi | déménagement d'archives | coursier vélo | courses le samedi | pièces auto"
    ),
    "en": listed(
        "morning round | urgent papers | fragile parcel | flower deliveries | samples to the lab | "
        "2 pallets | lunches at noon | moving archives | bike courier | Saturday errands | car parts"
    ),
}
NOTES: Final = {
    "fr": listed(
        "Rappeler après 14h | Intéressé par le forfait | Déjà client en 2019 | Veut un tarif dégressif | "
        "Absent, message laissé | Préfère l'e-mail | Code à demander en bas | Relancé, attend sa direction | "
        "Devis trop cher, à revoir | Rendez-vous jeudi | Pas avant septembre | Compare avec un concurrent"
    ),
    "en": listed(
        "Call back after 2pm | Keen on the monthly plan | Was a customer in 2019 | Wants a volume rate | "
        "Left a message | Prefers e-mail | Ask for the door code | Chased, waiting for the boss | "
        "Quote too high, look again | Meeting on Thursday | Not before September | "
        "Comparing with another firm"
    ),
}
TITLES: Final = {"fr": ("M.", "Mme"), "en": ("Mr", "Mrs", "Ms")}


@cache
def plain(text: str) -> str:
    """The text without accents, in its own case."""
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def slug(text: str) -> str:
    """The text as a part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", plain(text).lower()).strip("-")
