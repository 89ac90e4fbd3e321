"""Which period the words of a spreadsheet name: "mars 2026", "T1 2026", "2026", "01/03/2026 - 15/04/2026"."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from leaddesk.model.period import DAY, Period, first_of_month
from leaddesk.model.stages import folded

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january", "fevrier fevr fev feb february", "mars mar march", "avril avr apr april",
            "mai may", "juin june jun", "juillet juil july jul", "aout aug august", "septembre sept sep september",
            "octobre oct october", "novembre nov november", "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR: Final = r"(?P<year>20\d\d|\d\d)"
_MONTH: Final = re.compile(rf"(?P<month>[a-z]+) {_YEAR}|{_YEAR.replace('year', 'first')} (?P<after>[a-z]+)")
_NUMBERS: Final = re.compile(r"(?P<year>20\d\d) (?P<month>\d\d?)|(?P<before>\d\d?) (?P<after>20\d\d)")
_QUARTER: Final = re.compile(
    r"(?:[tq]|trim|trimestre|quarter) ?(?P<a>[1-4]) (?P<b>20\d\d|\d\d)"
    r"|(?P<c>20\d\d) (?:[tq]|trim|trimestre) ?(?P<d>[1-4])"
    r"|(?P<e>[1-4])(?:er|e|eme|st|nd|rd|th) (?:trimestre|trim|quarter) (?P<f>20\d\d)"
)
_HALF: Final = re.compile(r"[sh](?:emestre)? ?(?P<a>[12]) (?P<b>20\d\d|\d\d)|(?P<c>20\d\d) [sh](?P<d>[12])")
_DAY: Final = re.compile(
    r"(?P<y>20\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)|(?P<dd>\d\d?)[-/.](?P<mm>\d\d?)[-/.](?P<yy>20\d\d)"
)
_CLOCK: Final = re.compile(r"[ t]00:00(?::00)?")


def period_named(words: str) -> Period | None:
    """The period that words name; None when they name none. The first day of a month alone stands for that month."""
    text = _CLOCK.sub("", words.strip().casefold())
    days = [_day(found) for found in _DAY.finditer(text)]
    if any(day is None for day in days) or len(days) > 2:
        return None
    known = [day for day in days if day is not None]
    if len(known) == 2:
        return Period(*known) if known[0] <= known[1] else None
    if known:
        return _months(known[0].year, known[0].month) if known[0].day == 1 else Period(known[0], known[0])
    return _unit(_words(text))


def _words(text: str) -> str:
    """The words apart, those of numbers alone included."""
    return " ".join(re.sub(r"[^\w]+", " ", folded("x " + text.replace("_", " ")).removeprefix("x ")).split())


def _unit(text: str) -> Period | None:
    """A year, half, quarter or month."""
    if re.fullmatch(r"(?:annee |year )?20\d\d(?: 0)?", text):
        return _months(int(re.findall(r"20\d\d", text)[0]), 1, 12)
    for pattern, months in ((_QUARTER, 3), (_HALF, 6)):
        found = pattern.fullmatch(text)
        if found is not None:
            parts = found.groupdict()
            number = int(parts["a"] or parts["d"] or parts.get("e") or 0)
            return _months(_full(parts["b"] or parts["c"] or parts.get("f") or ""), (number - 1) * months + 1, months)
    found = _NUMBERS.fullmatch(text)
    if found is not None:
        month, year = int(found["month"] or found["before"]), int(found["year"] or found["after"])
        return _months(year, month) if 1 <= month <= 12 else None
    found = _MONTH.fullmatch(text)
    if found is not None:
        name = _MONTHS.get(found["month"] or found["after"])
        return None if name is None else _months(_full(found["year"] or found["first"]), name)
    return None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _months(year: int, month: int, count: int = 1) -> Period:
    start = dt.date(year, month, 1)
    return Period(start, first_of_month(start, count) - DAY)


def _day(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found["y"] or found["yy"]), int(found["m"] or found["mm"]), int(found["d"] or found["dd"]))
    except ValueError:
        return None
