"""Dates and times written as text: which moments the texts are.

No date is rolled over: 31/02/2025 is refused. Years outside 1990-2100 are refused too: they are what broken cells
look like.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest.texts import Mask, Texts, whole_numbers

_FEWEST_MIXED: Final = 5
NO_MOMENT: Final = np.iinfo(np.int64).min
"""A missing moment: NaT as numpy stores it."""
FIRST: Final = int(np.datetime64("1990-01-01", "s").astype(np.int64))
LAST: Final = int(np.datetime64("2101-01-01", "s").astype(np.int64)) - 1
LEAP_YEAR: Final = 2000
"""The year of days that have none: every day exists in it."""
SERIAL_EPOCH: Final = int(np.datetime64("1899-12-30", "D").astype(np.int64))

Seconds = npt.NDArray[np.int64]

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january januar", "fevrier fevr fev february feb februar", "mars mar march marz mrz",
            "avril avr april apr", "mai may", "juin jun june juni", "juillet juil jul july juli",
            "aout aou august aug", "septembre sept sep september", "octobre oct october okt oktober",
            "novembre nov november", "decembre dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH: Final = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_WEEKDAY: Final = re.compile(
    r"^(?:le )?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?,? )?"
    rf"(?=0|{_MONTH}[ \-/.]+0)"
)
_TIME: Final = re.compile(
    r"(?:[ t]|, | - |,? (?:a|at) )(?P<hour>0{1,2})"
    r"(?:(?::| ?h ?)(?P<minute>00)(?:[:m](?P<second>00)(?P<part>[.,]0+)?)?| ?h)"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?(?:z|utc|gmt|ces?t)?(?: ?[+-]00:?00)?(?: \([a-z ]+\))?)?$"
)
_ORDINAL: Final = r"(?:er|st|nd|rd|th)?"
_GAP: Final = r"[ \-/.]"
_PATTERNS: Final = tuple(
    (re.compile(pattern), fields)
    for pattern, fields in (
        (r"(0000)([-/.])(00?)\2(00?)", "y-md"),
        (r"(00?)( ?[-/. ] ?)(00?)\2(0000)", "a-by"),
        (r"(00?)( ?[-/.] ?)(00?)\2(00)", "a-bc"),
        (rf"(00?){_ORDINAL}{_GAP}*(?:of |de )?{_MONTH}{_GAP}*,? ?'?(0000|00)", "d*y"),
        (rf"{_MONTH} (00?){_ORDINAL},? (0000)", "*dy"),
        (rf"(0000){_GAP}{_MONTH}{_GAP}(00?)", "y*d"),
        (rf"{_MONTH}{_GAP}*'?(0000|00)", "*y"),
        (rf"(0000){_GAP}*{_MONTH}", "y*"),
        (r"(0000)([-/])(00?)", "y-m"),
        (r"(00?)([-/])(0000)", "m-y"),
        (r"(0000)-?[ws](00)", "yw"),
        (r"(?:w|s|sem|semaine|week)\.? ?(00?)[ /\-]+(0000)", "wy"),
        (rf"(00?){_ORDINAL}{_GAP}*(?:of |de )?{_MONTH}", "d*"),
        (rf"{_MONTH}{_GAP}*(00?){_ORDINAL}", "*d"),
        (r"(00?)([-/.])(00?)", "a-b"),
        (r"(0000)(00)(00)", "ymd"),
        (r"(00000)(?:[.,]0+)?", "n"),
    )
)


@dataclass(frozen=True, slots=True)
class DatePlan:
    """How texts of one shape are dates.

    ``fields``: pairs of a name and how many figures it has, in reading order: y, m, d, w (ISO week), n (Excel serial
    number), f (its fraction), a, b, c (day, month or short year, by the column's order), h, i, s, - (of no interest).
    ``month``: a month that was a word. ``span``: ``day``, ``week`` or ``month``. ``weak``: figures without any sign
    of a date, or a date without a year: believed only where the column is known to hold dates. ``either``: a month
    beside two figures, which are its year, or a day where the column says so (``May 12``).
    """

    fields: tuple[tuple[str, int], ...]
    month: int = 0
    span: str = "day"
    weak: bool = False
    half: str = ""
    either: bool = False

    @property
    def has_year(self) -> bool:
        """The year, short or long, is in the shape."""
        return any(name in "ycn" for name, _ in self.fields)

    @property
    def of_day(self) -> DatePlan:
        """The same with its two figures taken for a day, not for a year."""
        fields = tuple(("d" if name == "y" else name, count) for name, count in self.fields)
        return replace(self, fields=fields, span="day", weak=True, either=False)

    @property
    def is_open(self) -> bool:
        """The order of day, month and year is not in the shape."""
        return self.fields[0][0] == "a"


@lru_cache(maxsize=8192)
def plan(shape: str) -> DatePlan | None:
    """How a shape is a date; None when it is not one."""
    if "0" not in shape or len(shape) > 60:
        return None
    folded = unicodedata.normalize("NFKD", shape.casefold())
    text = (
        re.sub(r"\s+", " ", "".join(c for c in folded if not unicodedata.combining(c))).replace("\u2019", "'").strip()
    )
    clock: tuple[tuple[str, int], ...] = ()
    half = ""
    time = _TIME.search(text)
    if time:
        parts = (("h", time["hour"]), ("i", time["minute"]), ("s", time["second"]), ("-", time["part"]))
        clock = tuple((name, figures.count("0")) for name, figures in parts if figures)
        half = time["half"] or ""
        zone = text[time.start() :].count("0") - sum(count for _, count in clock)
        clock += (("-", zone),) if zone else ()
        text = text[: time.start()]
    return _date_plan(text, clock, half) or _date_plan(_WEEKDAY.sub("", text, count=1), clock, half)


def _date_plan(text: str, clock: tuple[tuple[str, int], ...], half: str) -> DatePlan | None:
    for pattern, order in _PATTERNS:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        groups = [group for group in found.groups() if group is not None and set(group) == {"0"}]
        names = [name for name in order if name not in "-*"]
        fields = tuple((name, len(group)) for name, group in zip(names, groups, strict=True))
        if order == "n":
            fields += (("f", text.count("0") - 5),) if text.count("0") > 5 else ()
        month = _MONTHS[found["month"]] if "*" in order else 0
        span = "week" if "w" in order else "day" if {"d", "a", "n"} & set(order) else "month"
        is_weak = order in ("ymd", "n") or not set("ycn") & set(order)
        either = order == "*y" and fields[0][1] == 2 and "'" not in text
        return DatePlan(fields + clock, month, span, is_weak, half, either)
    return None


def is_date(shape: str) -> bool:
    """Whether the shape can hardly be anything but a date."""
    how = plan(shape)
    return how is not None and not how.weak


def is_month(shape: str) -> bool:
    """Whether the shape is a month without a day: ``janv. 2025``, ``2025-01``."""
    how = plan(shape)
    return how is not None and how.span == "month"


def is_yearless(shape: str) -> bool:
    """Whether the shape is a day without a year, in a column that holds dates: ``12 mai``, ``12/05``."""
    how = plan(shape)
    return how is not None and not how.has_year


def month_named(text: str) -> int:
    """The month, 1 to 12, that a text names without a year: ``Févr.``; 0 where it names none."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold().rstrip("."))
    return _MONTHS.get("".join(c for c in plain if not unicodedata.combining(c)), 0)


def parts_of(how: DatePlan, figures: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[np.int64]]:
    """The numbers of a plan by their names, of texts with those *figures* each; ``short y`` and ``short c``: years of
    two figures in full.
    """
    parts, start = {}, 0
    for name, count in how.fields:
        if name != "-":
            parts[name] = whole_numbers(figures[:, start : start + count])
        start += count
    for name, count in how.fields:
        if (name == "y" and count == 2) or (name == "c" and count == 2):
            parts[f"short {name}"] = parts[name] + np.where(parts[name] < 70, 2000, 1900)
    return parts


def parse(texts: Texts, order: str, days: bool = False) -> tuple[Seconds, Mask]:
    """The moments that the texts are, in seconds since 1970-01-01 (``NO_MOMENT`` where one is none, or has no year),
    and which of them are months without a day. *order*: ``dmy``, ``mdy`` or ``ymd``, where the texts do not say.
    *days*: two figures behind a month are a day (:func:`days_of_months`).
    """
    shapes = texts.shapes
    moments = np.full(len(texts), NO_MOMENT, np.int64)
    months = np.zeros(len(texts), np.bool_)
    for index, shape in enumerate(shapes.names):
        how = plan(shape)
        if how is None or not how.has_year or (days and how.either):
            continue
        members = shapes.members(index)
        moments[members] = _moments(how, parts_of(how, shapes.figures(index, members)), order)
        months[members] = how.span == "month"
    return moments, months


def parse_yearless(texts: Texts, order: str, days: bool = False) -> Seconds:
    """The moments in :data:`LEAP_YEAR` of the texts that are days without a year; else as :func:`parse`."""
    shapes = texts.shapes
    moments = np.full(len(texts), NO_MOMENT, np.int64)
    for index, shape in enumerate(shapes.names):
        how = plan(shape)
        how = how.of_day if how is not None and how.either and days else how
        if how is None or how.has_year:
            continue
        members = shapes.members(index)
        moments[members] = _moments(how, parts_of(how, shapes.figures(index, members)), order)
    return moments


def _moments(how: DatePlan, parts: dict[str, npt.NDArray[np.int64]], order: str) -> Seconds:
    if "n" in parts:
        days = parts["n"] + SERIAL_EPOCH
        valid = np.ones(len(days), np.bool_)
    elif "w" in parts:
        days, valid = _week_days(parts["y"], parts["w"])
    else:
        year, month, day = _civil(how, parts, order)
        days, valid = civil_days(year, month, day)
    hour = parts.get("h", np.zeros_like(days))
    if how.half:
        valid &= (hour >= 1) & (hour <= 12)
        hour = hour % 12 + (12 if how.half == "p" else 0)
    minute, second = (parts.get(name, np.zeros_like(days)) for name in "is")
    valid &= (hour < 24) & (minute < 60) & (second < 60)
    moments = days * 86_400 + hour * 3600 + minute * 60 + second
    if "f" in parts:
        moments += np.rint(parts["f"] / 10.0 ** dict(how.fields)["f"] * 86_400).astype(np.int64)
    valid &= (moments >= FIRST) & (moments <= LAST)
    return np.where(valid, moments, NO_MOMENT)


def _civil(how: DatePlan, parts: dict[str, npt.NDArray[np.int64]], order: str) -> tuple[Seconds, Seconds, Seconds]:
    if not how.has_year:
        parts = parts | {"y": np.full_like(next(iter(parts.values())), LEAP_YEAR)}
    if not how.is_open:
        year = parts.get("short y", parts["y"])
        one = np.ones_like(year)
        return year, parts.get("m", one * (how.month or 1)), parts.get("d", one)
    a, b = parts["a"], parts["b"]
    if "c" not in parts:
        year = parts["y"]
        return (year, a, b) if order == "mdy" else (year, b, a)
    if order == "ymd":
        return np.where(a < 70, 2000 + a, 1900 + a), b, parts["c"]
    return (parts["short c"], a, b) if order == "mdy" else (parts["short c"], b, a)


def civil_days(year: Seconds, month: Seconds, day: Seconds) -> tuple[Seconds, Mask]:
    """Day numbers since 1970-01-01 of calendar dates, and which of these dates exist."""
    valid = (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1900) & (year <= 2200)
    index = np.where(valid, (year - 1970) * 12 + month - 1, 0)
    first, after = ((index + step).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) for step in (0, 1))
    days = first + day - 1
    return days, valid & (days < after)


def _week_days(year: Seconds, week: Seconds) -> tuple[Seconds, Mask]:
    fourth, _ = civil_days(year, np.ones_like(year), np.full_like(year, 4))  # always in week 1
    monday = fourth - (fourth + 3) % 7
    return monday + (week - 1) * 7, (week >= 1) & (week <= 53)


def serials(numbers: npt.NDArray[np.float64]) -> Seconds:
    """Numbers of a date column as moments: Excel serial numbers, or dates written 20250131; else ``NO_MOMENT``."""
    known = np.isfinite(numbers) & (np.abs(numbers) < 1e9)
    safe = np.where(known, numbers, 0.0)
    moments = np.rint((safe + SERIAL_EPOCH) * 86_400.0)
    moments = np.where((safe > 0) & (safe < 100_000), moments, float(NO_MOMENT)).astype(np.int64)
    written = (safe >= 19_000_000) & (safe < 22_000_000) & (safe == np.rint(safe))
    if written.any():
        whole = safe.astype(np.int64)
        days, exists = civil_days(whole // 10_000, whole // 100 % 100, whole % 100)
        moments = np.where(written & exists, days * 86_400, moments)
    inside = known & (moments >= FIRST) & (moments <= LAST)
    return np.where(inside, moments, NO_MOMENT)


def swapped(seconds: Seconds) -> Seconds:
    """Moments with day and month in each other's place; itself where that gives no date."""
    days, clock = seconds // 86_400, seconds % 86_400
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    year = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    turned, exists = civil_days(year, _day_of_month(days), month)
    return np.where(exists, turned * 86_400 + clock, seconds)


def turned_over(seconds: Seconds, written: Seconds) -> bool:
    """Whether an American spreadsheet took the days up to 12 of a column of days before months for months, and left
    the others as text: then none of the real dates (*seconds*) has a later day, and none of the *written* an earlier.
    """
    if len(seconds) < _FEWEST_MIXED or len(written) < _FEWEST_MIXED:
        return False
    real, texts = (values // 86_400 for values in (seconds, written))
    return bool((_day_of_month(real) <= 12).all() and (_day_of_month(texts) > 12).all())


def _day_of_month(days: Seconds) -> Seconds:
    dates = days.astype("datetime64[D]")
    number: Seconds = (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1
    return number
