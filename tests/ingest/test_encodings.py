"""Encodings are told by what French and English people write."""

from __future__ import annotations

import codecs
import io
import re
from itertools import product
from typing import Final

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.ingest.encodings import ONE_BYTE, declared_encoding, find_encoding, likeliest
from leaddesk.ingest.refusal import Refusal
from tests.ingest.spreadsheets import DATA

TEXTS: Final = {
    "one word": "Zoé",
    "one letter": "à",
    "a city": "Besançon",
    "a city in a header": "Nom;Prénom;Société\n",
    "a name": "Hélène Gérard",
    "capitals": "ÉVÉNEMENTIEL;RÉFÉRENCE\nÉTÉ;À RAPPELER\n",
    "one capital": "Élodie;Lyon\n",
    "apostrophes": "L’entreprise d’à côté;aujourd’hui\n",
    "an apostrophe": "l’hiver\n",
    "quotes": "il a dit « oui » à l’offre\n",
    "ligatures": "sœur;cœur;main-d’œuvre\n",
    "money": "montant\n1\u00a0234,50 €\n99,00 €\n",
    "one amount": "12 €\n",
    "degrees": "n° de téléphone;température\n12;5 °C\n",
    "cedillas": "reçu;façade;français;commerçant\n",
    "circumflexes": "hôtel;île;forêt;août;tâche;piqûre\n",
    "diaereses": "Noël;Anaïs;Joël;Loïc\n",
    "a table": (
        "Date;Canal;Société;Montant;Prochaine étape\n"
        "05/01/2026;Bouche à oreille;Pâtisserie Éclair;1 200,50;Rappeler après l’été\n"
        "06/01/2026;Référencement;Garage Gérard & Fils;800;Devis envoyé\n"
        "07/01/2026;Réseaux sociaux;Librairie du Château;;Perdu : trop cher\n"
    ),
    "sentences": (
        "Le client souhaite être livré très tôt, dès l’ouverture du marché, sans frais supplémentaires. "
        "Il nous a été recommandé par un confrère ; à relancer où que ce soit avant Noël. "
    )
    * 12,
    "English money": "Price\n£12.50\n£1,200\n",
    "English quotes": "He said “yes” – it’s done\n",
    "an English apostrophe": "It’s here\n",
    "English sentences": (
        "The customer’s café wants next-day delivery — “no later than nine”, they said. Budget: £400 a month. "
    )
    * 12,
    "English with names": "name,city\nZoë Müller,London\nJosé Núñez,Leeds\nRenée O’Brien,Bristol\n",
    "a bullet": "• livraison rapide\n• prix réduit…\n",
    "squares": "surface\n120 m²\n35 m²\n",
}  # fmt: skip
ENCODINGS: Final = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-16-le with BOM", "utf-16-be with BOM", "utf-32",
    "utf-32-le", "utf-32-be", "cp1252", "mac-roman", "cp850",
)  # fmt: skip
MARKS: Final = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


def encoded(text: str, encoding: str) -> bytes | None:
    """The text in an encoding; None where it has characters that the encoding lacks."""
    name, _, mark = encoding.partition(" ")
    try:
        return (MARKS[name] if mark else b"") + text.encode(name)
    except UnicodeEncodeError:
        return None


def decoded(content: bytes) -> str:
    encoding, _ = find_encoding(io.BytesIO(content), None)
    return content.decode(encoding, "replace").removeprefix("\ufeff")


CASES: Final = [
    (name, encoding, content)
    for (name, text), encoding in product(TEXTS.items(), ENCODINGS)
    if (content := encoded(text, encoding)) is not None
]


def test_nearly_all_texts_come_back_from_all_encodings() -> None:
    wrong = [(name, encoding) for name, encoding, content in CASES if decoded(content) != TEXTS[name]]
    one_byte = [case for case in CASES if case[1] in ONE_BYTE]
    assert (len(TEXTS), len(CASES), len(one_byte)) == (26, 324, 64)
    assert len([case for case in wrong if case[1] in ONE_BYTE]) <= 0.05 * len(one_byte), wrong
    assert not [case for case in wrong if case[1] not in ONE_BYTE]


@pytest.mark.parametrize("encoding", ONE_BYTE)
def test_texts_that_the_rule_was_not_made_for(encoding: str) -> None:
    """The French words of the program itself: each text, and each word with an accent, as a file of its own."""
    with (DATA.parents[1] / "resources/locale/fr/LC_MESSAGES/leaddesk.po").open("rb") as stream:
        said = [message.string for message in read_po(stream)]
    each = [text for one in said if one for text in ([one] if isinstance(one, str) else one)]
    texts = {text for text in each if not text.isascii()}
    words = {word for text in texts for word in re.findall(r"\w+", text) if not word.isascii()}
    for items, least in ((texts, 0.97), (words, 0.95)):
        files = [(text, content) for text in sorted(items) if (content := encoded(text, encoding)) is not None]
        right = sum(decoded(content) == text for text, content in files)
        assert len(files) > 200
        assert right >= least * len(files)


@given(st.lists(st.sampled_from(sorted(TEXTS)), min_size=4, max_size=12), st.sampled_from(ENCODINGS))
def test_some_lines_of_any_kind_are_enough(names: list[str], encoding: str) -> None:
    text = "\n".join(TEXTS[name] for name in ["a table", *names]).replace("\n\n", "\n")
    content = encoded(text, encoding)
    if content is not None:
        assert decoded(content) == text


def test_a_few_broken_bytes_do_not_make_another_encoding() -> None:
    content = ("Prénom;Société\n" + "Hélène;Gérard\n" * 20).encode() + "Zoé;Müller\n".encode("cp1252")
    assert find_encoding(io.BytesIO(content), None) == ("utf-8", True)
    assert find_encoding(io.BytesIO("Zoé;Hélène".encode("cp1252") + "\né".encode()), None)[0] == "cp1252"


def test_a_mac_file_that_happens_to_be_sound_utf8() -> None:
    content = "Canal;Note\nWeb;l’école\nWeb;d’à part".encode("mac-roman")
    assert content.decode()  # as Armenian letters
    assert find_encoding(io.BytesIO(content), None) == ("mac-roman", False)
    for text in ("Ծ;\u0561\n", "Ա. Սարգսյան\n", "naïve café\n", "€\n", "日本\n", "п\n"):
        assert find_encoding(io.BytesIO(text.encode() * 3), None) == ("utf-8", False), text


def test_nothing_to_go_by_is_the_commonest() -> None:
    assert likeliest(b"") == "cp1252"
    assert likeliest(b"\xa9") == "cp1252"  # the same sign in Mac Roman


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b'<meta charset="windows-1252">Zo\xe9', "cp1252"),
        (b"<meta charset=iso-8859-1>Zo\xe9 \x80", "cp1252"),
        ('<meta charset="iso-8859-1">Zoé'.encode(), "utf-8"),
        (b'<meta charset="utf-8">H\xe9l\xe8ne', "cp1252"),
        (b'<meta charset="klingon">Zo\xe9', "cp1252"),
        ('<meta charset="iso-8859-7">Αθήνα'.encode("iso-8859-7"), "iso8859-7"),
        ('<meta charset="utf-8">Zoé'.encode("utf-16"), "utf-16"),
        ('<meta charset="macintosh">Hélène'.encode("mac-roman"), "mac-roman"),
        (b"<p>plain", "utf-8"),
    ],
)
def test_what_a_page_says_of_itself_is_believed_where_it_can_be_true(content: bytes, encoding: str) -> None:
    declaration = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
    assert declared_encoding(io.BytesIO(content), declaration) == (encoding, False)


def test_an_unknown_wish_is_refused() -> None:
    with pytest.raises(Refusal, match="encoding"):
        find_encoding(io.BytesIO(b"a"), "klingon")
