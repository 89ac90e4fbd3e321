"""Numbers that a spreadsheet shows as dates: which formats make them so, and which moment a serial number is."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

NUMBER, DAY, TIME, SPAN = "number", "day", "time", "span"
"""What a format shows: a number; a day with or without its time; a time of day; hours beyond 24."""

_NAMED: Final = {
    "general date": DAY, "long date": DAY, "medium date": DAY, "short date": DAY,
    "long time": TIME, "medium time": TIME, "short time": TIME,
}  # fmt: skip
_NO_DATE: Final = {"general", "standard", "fixed", "percent", "scientific", "currency", "euro currency", "yes/no", "@",
                   "true/false", "on/off"}  # fmt: skip
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS: Final = re.compile(r"\[[^\]]*\]")
_SPAN: Final = re.compile(r"\[(?:h+|m+|s+)\]")
_LAST_SERIAL: Final = 2_958_466
_START: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (cells hold naive local times)
_START_1904: Final = dt.datetime(1904, 1, 1)  # noqa: DTZ001


def shown_as(code: str) -> str:
    """NUMBER, DAY, TIME or SPAN for a number format of Excel (``dd/mm/yyyy``, ``Short Date``) or LibreOffice."""
    plain = code.strip().lower()
    if plain in _NAMED:
        return _NAMED[plain]
    plain = _QUOTED.sub("", plain.partition(";")[0])
    if plain in _NO_DATE:
        return NUMBER
    if _SPAN.search(plain):
        return SPAN
    plain = re.sub(r"am/pm|a/p|s[.,]0+", "s", _BRACKETS.sub("", plain))
    if re.search(r"[#0?@%]", plain):
        return NUMBER
    plain = re.sub(r"h+\W*m+|m+\W*s+", "h", plain)  # minutes; any other m is a month
    if re.search(r"[dyjm]|aa", plain):
        return DAY
    return TIME if re.search(r"[hs]", plain) else NUMBER


def from_serial(serial: float, shown: str, *, base_1904: bool = False) -> dt.datetime | dt.timedelta | float:
    """The moment or span that a number is where a format shows it as *shown*; the number itself where it is none."""
    if shown == NUMBER or not 0 <= serial < _LAST_SERIAL:
        return serial
    if shown == SPAN or (shown == TIME and serial < 1):
        return dt.timedelta(seconds=round(serial * 86_400, 3))
    # Excel takes 1900 for a leap year: before 1 March 1900 its days are one further on.
    start = _START_1904 if base_1904 else _START if serial >= 60 else _START + dt.timedelta(1)
    return start + dt.timedelta(int(serial), round((serial % 1) * 86_400, 3))


def span_of(moment: dt.datetime) -> dt.timedelta:
    """The span that Excel writes as a moment: 26 hours are 1900-01-01T02:00, the half of a day 1899-12-31T12:00."""
    since = moment - _START
    return since if moment >= dt.datetime(1900, 3, 1) else since - dt.timedelta(1)  # noqa: DTZ001
