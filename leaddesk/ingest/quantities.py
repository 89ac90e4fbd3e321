"""Numbers written as text, French or English: which decimal sign a column uses, and what its texts are worth."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest.texts import Mask, Texts, whole_numbers

_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_UNIT: Final = r"(?:€|(?:us ?)?\$|£|eur(?:os?)?|usd|gbp|chf)"
_SCALES: Final = {"k": 1000, "m": 1_000_000, "md": 1_000_000_000, "bn": 1_000_000_000}
_ENDS: Final = rf"(?= ?{_UNIT}|$)"
_SCALE: Final = rf"k{_ENDS}|(?<! )m{_ENDS}|m(?= ?{_UNIT})|mds?{_ENDS}|bn{_ENDS}| ?millions?| ?milliards?"
"""A thousand, a million; a lone "m" behind a space would be metres."""
_TAX: Final = r"(?:h\.?t\.?|ttc|t\.t\.c\.|hors taxes?|excl?\.? vat|incl?\.? vat)"
_AFFIXES: Final = re.compile(
    rf"^{_UNIT}? ?(?P<body>.*?) ?(?P<scale>{_SCALE})? ?(?:{_UNIT}|kgs?|km)? ?(?P<percent>%)? ?{_TAX}?$"
)
_SCIENTIFIC: Final = re.compile(r"[+-]?0+(?:\.0+)?e[+-]?0+")
_EXACT_FIGURES: Final = 15
"""Whole numbers of so many figures, and powers of ten up to 22, are exact: their quotient is the nearest float."""


def _grammar(decimal: str, other: str) -> re.Pattern[str]:
    grouped = rf"0{{1,3}}(?P<group>[ '’{re.escape(other)}])000(?:(?P=group)000)*"
    return re.compile(rf"(?P<whole>{grouped}|0+)?(?:{re.escape(decimal)}(?P<rest>0*))?")


_GRAMMARS: Final = {",": _grammar(",", "."), ".": _grammar(".", ",")}


@dataclass(frozen=True, slots=True)
class NumberPlan:
    """How texts of one shape are numbers: value = figures ÷ 10 ** ``decimals`` × ``factor``."""

    decimals: int
    factor: int = 1
    scientific: bool = False
    separated: bool = False
    """Holds a point or a comma, so that the decimal sign matters."""


@lru_cache(maxsize=8192)
def plan(shape: str, decimal: str) -> NumberPlan | None:
    """How a shape is a number where *decimal* is the decimal sign; None when it is not one."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFKC", shape).casefold()).strip().replace("−", "-")
    if "0" not in text or len(text) > 40:
        return None
    if _SCIENTIFIC.fullmatch(text):
        return NumberPlan(0, scientific=True) if decimal == "." or "." not in text else None
    sign = 1
    if text.startswith("(") and text.endswith(")"):
        sign, text = -1, text[1:-1].strip()
    if text[:1] in "+-":
        sign, text = (sign if text[0] == "+" else -sign), text[1:].lstrip()
    elif text.endswith("-"):
        sign, text = -sign, text[:-1].rstrip()
    affixes = _AFFIXES.match(text)
    body = affixes["body"].strip() if affixes else text
    if affixes and body[:1] == "-":  # "€ -12"
        sign, body = -sign, body[1:].lstrip()
    elif affixes and body.startswith("(") and body.endswith(")"):  # "$ (12)"
        sign, body = -sign, body[1:-1].strip()
    found = _GRAMMARS[decimal].fullmatch(body)
    if found is None or affixes is None or not (found["whole"] or found["rest"]):
        return None
    decimals = len(found["rest"] or "") + (2 if affixes["percent"] else 0)
    factor = sign * _scale_of(affixes["scale"])
    return NumberPlan(decimals, factor, separated="," in body or "." in body)


def _scale_of(word: str | None) -> int:
    """What a sign or word for thousands, millions or milliards multiplies by."""
    if not word:
        return 1
    plain = word.strip()
    if plain.startswith("mill"):
        return _SCALES["md" if plain.startswith("milliard") else "m"]
    return _SCALES["md" if plain.startswith("md") else plain]


def is_number(shape: str) -> bool:
    """Whether the shape is a number with either decimal sign."""
    return plan(shape, ".") is not None or plan(shape, ",") is not None


@dataclass(frozen=True, slots=True)
class DecimalEvidence:
    """How many distinct texts can only be read with a comma, only with a point, or with both (differently)."""

    comma: int = 0
    point: int = 0
    either: int = 0

    def __add__(self, other: DecimalEvidence) -> DecimalEvidence:
        return DecimalEvidence(self.comma + other.comma, self.point + other.point, self.either + other.either)

    @property
    def sign(self) -> str:
        """The decimal sign that the texts prove, empty when they do not."""
        if self.comma == self.point:
            return ""
        return "," if self.comma > self.point else "."


def evidence(texts: Texts, used: Mask) -> DecimalEvidence:
    """What the *used* texts say about the decimal sign."""
    comma = point = either = 0
    shapes = texts.shapes
    for index, shape in enumerate(shapes.names):
        as_comma, as_point = plan(shape, ","), plan(shape, ".")
        if not (as_comma and as_comma.separated) and not (as_point and as_point.separated):
            continue
        members = shapes.members(index)
        members = members[used[members]]
        if as_comma and as_point:  # 1.234: a leading 0 tells a decimal from thousands
            leading = int((shapes.figures(index, members)[:, 0] == 0).sum()) if len(members) else 0
            if "," in shape:
                comma += leading
            else:
                point += leading
            either += len(members) - leading
        elif as_comma:
            comma += len(members)
        else:
            point += len(members)
    return DecimalEvidence(comma, point, either)


def parse(texts: Texts, decimal: str) -> npt.NDArray[np.float64]:
    """The numbers that the texts are, ``float64[texts]``, NaN where one is none. *decimal*: ``,`` or ``.``."""
    shapes = texts.shapes
    values = np.full(len(texts), np.nan)
    for index, shape in enumerate(shapes.names):
        sign, how = decimal, plan(shape, decimal)
        if how is None:  # 1.5 among 1,25: there is but one way to read it
            sign = "." if decimal == "," else ","
            how = plan(shape, sign)
        if how is None:
            continue
        members = shapes.members(index)
        figures = shape.count("0")
        if how.scientific or figures > _EXACT_FIGURES or how.decimals > 22:
            values[members] = [_slow(text, how, sign) for text in texts.some(members)]
        else:
            whole = whole_numbers(shapes.figures(index, members)).astype(np.float64)
            values[members] = whole / 10.0**how.decimals * how.factor
    return values


def _slow(text: str, how: NumberPlan, decimal: str) -> float:
    if how.scientific:
        return float(text.replace("−", "-"))
    figures = "".join(c for c in text if c.isdigit() or c == decimal).replace(decimal, ".")
    percent = 0.01 if "%" in text else 1.0
    return float(figures) * percent * how.factor
