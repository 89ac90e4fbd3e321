"""Marks and answers of surveys as people write them: "4/5", "8 sur 10", "Plutôt satisfait", "Oui, certainement"."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

from leaddesk.model.contacts import folded

LONGEST: Final = 60
"""Characters of a text that is looked at: what is longer is a comment."""
FIVE: Final = 5
TEN: Final = 10

_OF_WHOLE: Final = re.compile(r"(\d{1,2}(?:[.,]\d+)?) ?(?:/|sur|out of|of) ?(5|10)(?: ?(?:etoiles?|stars?|points?))?")
_STARS: Final = re.compile(r"([★⭐]+)[☆✩ \ufe0f]*")
_NAMED_STARS: Final = re.compile(r"([1-5]) ?(?:etoiles?|stars?)")
_NUMBERED: Final = re.compile(r"([1-5]) ?[-–—:=.)(] ?([^\d].*)")
_ENDINGS: Final = re.compile(r"(satisfait|content)(?:\(e\)|[·.-]e)?e?(?:\(s\)|[·.-]s)?s?(?!\w)")
_SATISFIED: Final = {
    5: "tres satisfait | entierement satisfait | totalement satisfait | pleinement satisfait | tout a fait satisfait | "
    "parfaitement satisfait | extremement satisfait | tres content | "
    "very satisfied | extremely satisfied | completely satisfied | fully satisfied | highly satisfied",
    4: "satisfait | plutot satisfait | assez satisfait | content | "
    "satisfied | somewhat satisfied | fairly satisfied | quite satisfied | rather satisfied | mostly satisfied",
    3: "neutre | ni satisfait ni insatisfait | ni satisfait, ni insatisfait | moyennement satisfait | "
    "neutral | neither satisfied nor dissatisfied | neither satisfied nor unsatisfied",
    2: "insatisfait | plutot insatisfait | peu satisfait | plutot pas satisfait | pas satisfait | mecontent | "
    "pas tres satisfait | pas vraiment satisfait | "
    "dissatisfied | unsatisfied | somewhat dissatisfied | rather dissatisfied | fairly dissatisfied | not satisfied | "
    "not very satisfied | not really satisfied",
    1: "tres insatisfait | totalement insatisfait | extremement insatisfait | pas du tout satisfait | tres mecontent | "
    "very dissatisfied | very unsatisfied | extremely dissatisfied | completely dissatisfied | not at all satisfied",
}
_QUALITIES: Final = {
    5: "excellent | tres bien | tres bon | tres bonne | very good",
    4: "bien | bon | bonne | good",
    3: "moyen | moyenne | correct | average | fair",
    2: "mauvais | mauvaise | bad | poor",
    1: "tres mauvais | tres mauvaise | very bad | very poor",
}
"""Words for how something was: they are marks where a column is one of marks, and do not make it one."""


def _marked(words: dict[int, str]) -> dict[str, int]:
    return {word.strip(): mark for mark, some in words.items() for word in some.split("|")}


_TELLING: Final = _marked(_SATISFIED)
_MARK_OF: Final = {**_marked(_QUALITIES), **_TELLING}
_SURELY: Final = (
    "certainement | surement | absolument | tout a fait | sans hesiter | sans hesitation | bien sur | probablement | "
    "volontiers | sans doute | plutot | definitely | certainly | absolutely | of course | probably | very likely | "
    "likely | rather | evidemment | avec plaisir | without hesitation | for sure | sure"
)
_NEVER: Final = (
    "jamais | pas du tout | pas vraiment | never | not at all | not really | very unlikely | unlikely | not likely"
)
_YES: Final = frozenset(word.strip() for word in _SURELY.split("|"))
_NO: Final = frozenset(
    (
        *(word.strip() for word in _NEVER.split("|")),
        *(f"{word} pas" for word in _YES),
        *(f"{word} not" for word in _YES),
    )
)
_SAID: Final = re.compile(r"(oui|yes|non|no)\b[ ,;:.!–-]*(.*)")


def mark_of(text: str) -> tuple[float, int] | None:
    """The mark that a text is and the scale it is on, :data:`FIVE` or :data:`TEN`; None where it is none."""
    if len(text) > LONGEST:
        return None
    if stars := _STARS.fullmatch(text):
        return (float(len(stars[1])), FIVE) if len(stars[1]) <= FIVE else None
    word = _plain(text)
    if found := _OF_WHOLE.fullmatch(word):
        mark, whole = float(found[1].replace(",", ".")), int(found[2])
        return (mark, whole) if mark <= whole else None
    if found := _NAMED_STARS.fullmatch(word):
        return float(found[1]), FIVE
    if found := _NUMBERED.fullmatch(word):  # "4 - Satisfait": both have to say the same
        said = _MARK_OF.get(found[2].strip(" )"))
        return (float(said), FIVE) if said == int(found[1]) else None
    said = _MARK_OF.get(word)
    return None if said is None else (float(said), FIVE)


def answer_of(text: str) -> float:
    """1 for more words that mean yes, 0 for no, else NaN: "Oui, certainement", "Probablement pas"."""
    if len(text) > LONGEST:
        return math.nan
    word = _plain(text)
    said = _SAID.fullmatch(word)
    rest = word if said is None else said[2]
    sure = 1.0 if rest in _YES else 0.0 if rest in _NO else math.nan
    if said is None:
        return sure
    is_yes = said[1] in ("oui", "yes")
    if not is_yes and rest in _YES:  # "Non, absolument": no all the same
        sure = 0.0
    return sure if sure == (1.0 if is_yes else 0.0) else math.nan


def says_mark(text: str) -> bool:
    """Whether a text makes a column one of a survey: a mark by itself, or a sentence of yes or no."""
    is_quality = len(text) <= LONGEST and (word := _plain(text)) in _MARK_OF and word not in _TELLING
    return not is_quality and (mark_of(text) is not None or not math.isnan(answer_of(text)))


@lru_cache(maxsize=1024)  # each text is asked about in three ways
def _plain(text: str) -> str:
    return _ENDINGS.sub(r"\1", " ".join(folded(text).replace("’", "'").split()).strip(" .!"))
