"""What the values of a column look like, from a sample of its cells: the second opinion beside its header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import moments, quantities
from leaddesk.ingest.channelwords import is_channel
from leaddesk.ingest.marks import says_mark
from leaddesk.ingest.repairs import mended_text
from leaddesk.ingest.texts import is_missing
from leaddesk.ingest.values import Rows, flag_of
from leaddesk.model.raw import CellKind, RawSheet
from leaddesk.model.schema import Kind
from leaddesk.model.stages import Stage, StageMap

SAMPLE: Final = 64
"""How many distinct texts are looked at."""

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST: Final = 1_000
"""How much of a text is looked at."""
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE: Final = re.compile(r"(?:\+|00)?[\d\s.()\-/\u00a0\u202f]{8,20}")
_POSTCODE: Final = re.compile(
    r"(?:[A-Z]{1,2}-)?\d{4,5}|\d\d \d{3}|"  # most of Europe
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4} ?[A-Z]{2}|\d{5}-\d{4}|\d{4}-\d{3}",
    re.IGNORECASE,  # Great Britain, Canada, the Netherlands, the United States, Portugal
)
_EMPTY, _TEXT, _NUMBER, _DATE, _FLAG, _DURATION = map(
    int, (CellKind.EMPTY, CellKind.TEXT, CellKind.NUMBER, CellKind.DATE, CellKind.FLAG, CellKind.DURATION)
)
"""Plain numbers: to ask the enumeration takes as long as to count, and a sheet may have thousands of columns."""
_KINDS: Final = len(CellKind)
_FIGURE: Final = re.compile(r"\d")
_STAGES: Final = StageMap()


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0 to 1) of the filled cells that look like each kind; ``filled`` of ``rows`` cells are not empty.

    ``months``: dates without a day. ``statuses``: words for a stage, of at least two stages; ``decides``: some of
    them say won or lost. ``distinct``: distinct texts in the column, as far as its dictionary tells.
    ``average_length``: characters a text.
    ``channels``: texts that hold a word for a channel. ``serials``: typed numbers that could be dates of Excel.
    ``yearless``: days without a year. ``marks``: marks and answers of a survey in words, or as a part of five or ten.
    """

    rows: int = 0
    filled: int = 0
    dates: float = 0.0
    months: float = 0.0
    numbers: float = 0.0
    flags: float = 0.0
    emails: float = 0.0
    phones: float = 0.0
    postcodes: float = 0.0
    serials: float = 0.0
    texts: float = 0.0
    distinct: int = 0
    average_length: float = 0.0
    statuses: float = 0.0
    decides: bool = False
    channels: float = 0.0
    yearless: float = 0.0
    marks: float = 0.0

    @property
    def repeats(self) -> bool:
        """Many cells hold few texts."""
        return self.texts > 0.5 and self.filled > 50 and self.distinct < 0.05 * self.filled

    @property
    def is_numeric(self) -> bool:
        """Nearly all are numbers."""
        return self.filled > 0 and self.numbers >= 0.8


def profile(sheet: RawSheet, position: int, rows: Rows) -> Profile:
    """The profile of one column in those rows."""
    column = sheet.columns[position]
    kinds = column.kinds[rows]
    counts = np.bincount(kinds, minlength=_KINDS).tolist()
    filled = len(kinds) - counts[_EMPTY]
    if not filled:
        return Profile(rows=len(kinds))
    text_share = counts[_TEXT] / filled
    looks = dict.fromkeys(_LOOKS, 0.0)
    distinct, length, statuses, decides = 0, 0.0, 0.0, False
    if counts[_TEXT] and column.codes is not None:
        texts = _sample(column.codes[rows], kinds, column.texts)
        known = [text for text in texts if not is_missing(text)]
        if known:
            for name in looks:
                looks[name] = text_share * sum(map(_LOOKS[name], known)) / len(known)
            length = sum(map(len, known)) / len(known)
            stages = [_STAGES.stage(text) for text in known]
            statuses = text_share * _status_share(stages)
            decides = Stage.WON in stages or Stage.LOST in stages
        else:
            text_share = 0.0
        distinct = len(column.texts)
    looks["dates"] += counts[_DATE] / filled
    typed_numbers = counts[_NUMBER] / filled
    looks["numbers"] += typed_numbers + counts[_DURATION] / filled
    looks["flags"] += counts[_FLAG] / filled
    serials = 0.0
    if counts[_NUMBER] and column.numbers is not None:
        some = column.numbers[rows][kinds == _NUMBER][:SAMPLE]
        serials = typed_numbers * float((moments.serials(some) != moments.NO_MOMENT).mean())
        looks["flags"] += typed_numbers * float(((some == 0) | (some == 1)).mean())
        whole = (some == np.rint(some)) & (some >= 0)
        looks["phones"] += typed_numbers * float((whole & (some >= 1e8) & (some < 1e12)).mean())
        looks["postcodes"] += typed_numbers * float((whole & (some >= 1000) & (some < 100_000)).mean())
    return Profile(
        len(kinds), filled, **looks, serials=serials, texts=text_share, distinct=distinct, average_length=length,
        statuses=statuses, decides=decides,
    )  # fmt: skip


def _status_share(stages: list[Stage | None]) -> float:
    """How many texts are words for a stage; 0 where they all name the same one."""
    return sum(stage is not None for stage in stages) / len(stages) if len(set(stages) - {None}) > 1 else 0.0


def _sample(codes: np.ndarray, kinds: np.ndarray, texts: tuple[str, ...]) -> list[str]:
    """Distinct texts, from cells spread over the whole column."""
    places = np.flatnonzero(kinds == _TEXT)
    step = max(1, len(places) // (4 * SAMPLE))
    chosen = dict.fromkeys(codes[places[::step]].tolist())
    return [
        stripped for code in list(chosen)[:SAMPLE] if (stripped := mended_text(texts[code][:_LONGEST].strip()))
    ] or [""]


@lru_cache(maxsize=8192)
def _shape(text: str) -> str:
    return _FIGURE.sub("0", text).lower()


_LOOKS: Final[dict[str, Callable[[str], bool]]] = {
    "dates": lambda text: moments.is_date(_shape(text)),
    "months": lambda text: moments.is_month(_shape(text)),
    "numbers": lambda text: quantities.is_number(_shape(text)),
    "flags": lambda text: flag_of(text) == flag_of(text),
    "emails": lambda text: _EMAIL.fullmatch(text) is not None,
    "phones": lambda text: _PHONE.fullmatch(text) is not None and sum(map(str.isdigit, text)) >= 9,
    "channels": is_channel,
    "yearless": lambda text: moments.is_yearless(_shape(text)),
    "marks": says_mark,
    "postcodes": lambda text: _POSTCODE.fullmatch(text) is not None,
}


def fit(kind: Kind, seen: Profile) -> float:
    """How well the values fit a kind, 0 to 1; an empty column fits any."""
    if not seen.filled:
        return 1.0
    if kind is Kind.MOMENT:
        return min(1.0, seen.dates + seen.serials + seen.yearless + (0.0 if seen.texts else seen.months))
    if kind is Kind.FLAG:
        return seen.flags
    if kind.is_number:
        return seen.numbers
    if kind is Kind.EMAIL:
        return min(1.0, seen.emails * 1.25)
    if kind is Kind.PHONE:
        return min(1.0, seen.phones * 1.25)
    if kind is Kind.POSTCODE:
        return min(1.0, seen.postcodes * 1.25)
    if kind is Kind.CATEGORY:
        return max(0.0, 1.0 - 0.9 * max(seen.dates, seen.emails, 0.9 * seen.numbers))
    if kind is Kind.TEXT:
        return max(0.0, 1.0 - 0.9 * max(seen.dates, seen.emails, seen.flags if seen.distinct <= 3 else 0.0))
    return max(0.0, 1.0 - 0.9 * seen.dates)
