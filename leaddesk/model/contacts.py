"""Who a lead is, made comparable: e-mail, phone numbers, names and place, whatever way they were written."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from rapidfuzz import fuzz

from leaddesk.model.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from leaddesk.model.dataset import Frame

Key = TypeVar("Key")

SHARED: Final = frozenset(
    "contact info infos accueil admin administration bonjour commercial commerciale compta comptabilite direction "
    "hello magasin mail office sales secretariat service support reception orders commande commandes".split()
)
_NAMELESS: Final = frozenset(
    "particulier particuliers individual individuals private perso prive client prospect inconnu unknown test".split()
)
_LEGAL: Final = frozenset(
    "sarl sas sasu sa eurl snc sci scop selarl ei eirl ste societe ets etablissements ltd limited llc inc plc gmbh "
    "bv srl sprl cie company co mr mme mlle m monsieur madame mrs ms dr".split()
)
_WORD: Final = re.compile(r"[^\W_]+")
_NUMBERS: Final = re.compile(
    r"(?<!\d)(?:(?:\+|00)?33[\s.-]*0?|0)[1-9](?:[\s./-]*\d\d){4}(?!\d)|(?:\+|00)?\d(?:[\s.()-]*\d){7,}"
)
"""French numbers first: two of them in one cell are not one long one."""
_FRENCH: Final = re.compile(r"^(?:\+33|0033|33(?=[1-9]\d{8}$))0?([1-9]\d{8})$")
_APART: Final = {ord(mark): None for mark in " .-/\u00a0\u202f"}
_ALIKE: Final = 80.0
_AT_ONCE: Final = 1_000
"""So many texts are folded in one step, which holds up the window for as long as it takes."""


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """Small letters without accents."""
    return _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    for mark in filter(unicodedata.combining, set(plain)):
        plain = plain.replace(mark, "")
    return plain


def all_folded(texts: Sequence[str]) -> list[str]:
    """Each of many texts as :func:`folded` has it."""
    return [line for lines in _lines(texts) for line in lines]


def _lines(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts folded, a thousand at once.

    Joined by line breaks they are folded as quickly as a few: no letter and no accent hangs on what is beyond one.
    """
    for first in range(0, len(texts), _AT_ONCE):
        some = texts[first : first + _AT_ONCE]
        lines = _folded("\n".join(some)).split("\n")
        yield lines if len(lines) == len(some) else [*map(folded, some)]


def email_key(text: str) -> str:
    """An address as it is compared: small letters, without what follows a plus; empty where it is none."""
    address = text.strip().lower().removeprefix("mailto:").strip("<>;, ")
    local, found, domain = address.partition("@")
    local = local.partition("+")[0]
    if not found or not local or "." not in domain or " " in address:
        return ""
    return f"{local}@{'gmail.com' if domain == 'googlemail.com' else domain}"


def is_shared_address(key: str) -> bool:
    """Whether an address (as :func:`email_key` gives it) is a firm's, which several people read: contact@, info@."""
    return key.partition("@")[0] in SHARED


def phone_keys(text: str) -> tuple[str, ...]:
    """The numbers of a cell as they are compared: figures alone, French ones as 0612345678, others with their country.

    Made-up ones (0000000000, 0123456789) are none.
    """
    plain = text.translate(_APART)
    if len(plain) == 10 and plain.isdecimal() and plain.isascii() and plain[0] == "0":  # nearly all of them
        return () if _is_made_up(plain) else (plain,)
    keys = []
    for found in _NUMBERS.findall(text.replace("(0)", "")):
        plain = ("+" if found.startswith("+") else "") + re.sub(r"\D", "", found)
        french = _FRENCH.match(plain)
        key = f"0{french.group(1)}" if french else re.sub(r"^00", "+", plain)
        if len(key) == 9 and key[0] in "123456789":  # a spreadsheet took the zero it began with
            key = f"0{key}"
        if not _is_made_up(key):
            keys.append(key)
    return tuple(dict.fromkeys(keys))


def _is_made_up(key: str) -> bool:
    return len(set(key.lstrip("+"))) <= 2 or key in ("0123456789", "1234567890")


def is_mobile(key: str) -> bool:
    """Whether a number is a French mobile phone's: one person's."""
    return len(key) == 10 and key[:2] in ("06", "07")


def name_key(text: str) -> str:
    """A name as it is compared: its words folded and in order, without legal forms and titles; empty for no name."""
    return _named(_WORD.findall(folded(text)))


def name_keys(texts: Sequence[str]) -> list[str]:
    """Each of many names as :func:`name_key` has it."""
    keys: list[str] = []
    for lines in _lines(texts):
        is_plain = "".join(lines).replace(" ", "").isalnum()  # nothing but words and spaces
        keys += map(_named, map(str.split if is_plain else _WORD.findall, lines))
    return keys


def _named(words: list[str]) -> str:
    if len(words) > 1:
        words.sort()
        if not _LEGAL.isdisjoint(words):
            words = [word for word in words if word not in _LEGAL] or words
    return "" if _NAMELESS.issuperset(words) else " ".join(words)


def place_key(text: str) -> str:
    """A postcode or a town as it is compared."""
    words = _WORD.findall(folded(text))
    return "".join(words[:-1] if words[1:] and words[-1] == "cedex" else words)


def are_alike(first: str, second: str) -> bool:
    """Whether two names (as :func:`name_key` gives them) may be one: nearly, or one with words that the other lacks."""
    one, other = set(first.split()), set(second.split())
    return one <= other or other <= one or fuzz.ratio(first, second) >= _ALIKE


class Contacts:
    """The leads of a frame, each by what it can be known by: lists, one entry a row, empty where unknown.

    ``emails``, ``companies``, ``persons``: as the functions above give them. ``phones``: several a row. ``places``: the
    postcode, with ``in_city``: the town instead, where there is no postcode.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self.emails = self._keys("email", email_key, "")
        no_number: tuple[str, ...] = ()
        self.phones = self._keys("phone", phone_keys, no_number)
        self.companies = self._keys("company", name_key, "")
        names, first_names = self._texts("name"), self._texts("first_name")
        self.persons = [
            name_key(f"{first} {name}") if name or first else "" for first, name in zip(first_names, names, strict=True)
        ]
        postcodes, cities = self._keys("postcode", place_key, ""), self._keys("city", place_key, "")
        self.places = [postcode or city for postcode, city in zip(postcodes, cities, strict=True)]
        self.in_city = [not postcode for postcode in postcodes]
        self.sharing = Counter(key for key in self.emails if key)
        self.calling = Counter(key for keys in self.phones for key in keys)

    def _texts(self, column: str) -> list[str]:
        return self._keys(column, str, "")

    def _keys(self, column: str, make: Callable[[str], Key], missing: Key) -> list[Key]:
        """What *make* makes of each cell; each distinct text is looked at once."""
        frame = self._frame
        if not frame.has(column):
            return [missing] * len(frame)
        if frame.kind(column) is Kind.CATEGORY:
            codes, texts = frame.codes(column), frame.labels(column)
        else:
            codes, texts = frame.texts(column)
        table = [*map(make, texts), missing]
        return [table[code] for code in codes.tolist()]
