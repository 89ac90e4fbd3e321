"""Text as data, and the languages that turn it into words.

The core never holds translated text: it hands over :class:`Message` values, and the renderer (window,
workbook, PDF, command line) asks a :class:`Language` for the words. There is no global language.
"""

from __future__ import annotations

import datetime as dt
import gettext
import math
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from leaddesk import resources

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

_LONGEST: Final = 1e22
LANGUAGES: Final = ("fr", "en")
LANGUAGE_NAMES: Final = {"fr": "Français", "en": "English"}
"""Each language by its own name."""
NO_VALUE: Final = "–"
"""What stands where there is no value; the reason is always given beside it."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the document's currency, for use as a message argument."""

    value: float
    currency: str = "EUR"
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Percent:
    """A fraction (0.25) shown as a percentage (25 %), for use as a message argument."""

    value: float
    decimals: int = 1


CellFact: TypeAlias = "str | bool | float | dt.date"
"""A cell of the user's file as data, for an example."""
Fact: TypeAlias = "CellFact | tuple[CellFact, ...] | Message"
"""A cell, the cells of a row, two readings of one cell, or what LeadDesk calls what the cell stands for."""
Argument: TypeAlias = "str | int | float | dt.date | dt.datetime | Money | Percent | Message"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence as data: a source text in English, its plural and its arguments by name."""

    msgid: str
    plural: str = ""
    count: int | None = None
    context: str = ""
    args: tuple[tuple[str, Argument], ...] = ()


def msg(msgid: str, /, **args: Argument) -> Message:
    """A message without a plural; ``{name}`` in *msgid* takes the argument of that name."""
    return Message(msgid, args=tuple(args.items()))


def msgc(context: str, msgid: str, /, **args: Argument) -> Message:
    """A message whose English is ambiguous alone: *context* tells its translations apart."""
    return Message(msgid, context=context, args=tuple(args.items()))


def msgn(singular: str, plural: str, count: int, /, **args: Argument) -> Message:
    """A message that counts: ``{count}`` is always among its arguments."""
    return Message(singular, plural, count, args=(("count", count), *args.items()))


def verbatim(text: str, /) -> Message:
    """Text that comes from data (a name, a file) where a message is expected: it is never translated."""
    return Message("{text}", args=(("text", text),))


def plain(fact: Fact) -> str:
    """A fact as the same text for every language: ``12``, ``12.5``, ``2026-04-15``, ``2026-04-15 14:32``, ``TRUE``."""
    if isinstance(fact, tuple):
        return " · ".join(map(plain, fact))
    if isinstance(fact, str):
        return fact
    if isinstance(fact, Message):
        return fact.msgid
    if isinstance(fact, bool):
        return "TRUE" if fact else "FALSE"
    if isinstance(fact, dt.datetime):
        return fact.isoformat(" ").removesuffix(":00")
    if isinstance(fact, dt.date):
        return fact.isoformat()
    if math.isfinite(fact) and fact == int(fact) and abs(fact) < _LONGEST:
        return f"{Decimal(f'{fact:.15g}'):f}"  # a spreadsheet keeps 15 figures, and zeros behind them
    return f"{fact:.15g}"


@lru_cache(maxsize=64)
def _pattern(pattern: str) -> NumberPattern:
    """Babel's pattern, parsed once: a window shows hundreds of numbers at a time."""
    from babel.numbers import parse_pattern

    return parse_pattern(pattern)


@lru_cache(maxsize=4096)
def _written(pattern: str, value: float, code: str, currency: str | None = None) -> str:
    """A number by a pattern, kept: axes and cards write the same ones again and again while they find their size."""
    locale = language(code).locale
    if currency is None:
        return str(_pattern(pattern).apply(value, locale))
    return str(_pattern(pattern).apply(value, locale, currency=currency, currency_digits=False))


@lru_cache(maxsize=1024)
def _month(pattern: str, value: dt.date, code: str) -> str:
    """A month by a pattern, kept."""
    from babel.dates import format_date

    return format_date(value, format=pattern, locale=language(code).locale)


@lru_cache(maxsize=4)
def language(code: str) -> Language:
    """The language of *code* (``fr`` or ``en``); any other code gives English."""
    return Language(code if code in LANGUAGES else "en")


class Language:
    """Words, numbers, money and dates as one language writes them. Immutable; make it with :func:`language`."""

    def __init__(self, code: str) -> None:
        self.code = code

    @cached_property
    def _catalogue(self) -> gettext.NullTranslations:
        return gettext.translation("leaddesk", str(resources.path("locale")), [self.code], fallback=self.code == "en")

    @cached_property
    def locale(self) -> Locale:
        """Babel's locale: ``fr_FR``, or ``en_GB`` (day before month, as the users' files have it)."""
        from babel import Locale  # loaded when first used: it costs 40 ms at start

        return Locale.parse({"fr": "fr_FR"}.get(self.code, "en_GB"))

    def text(self, message: Message) -> str:
        """The words of *message*."""
        if message.count is not None:
            template = self._catalogue.ngettext(message.msgid, message.plural, message.count)
        elif message.context:
            template = self._catalogue.pgettext(message.context, message.msgid)
        else:
            template = self._catalogue.gettext(message.msgid)
        if not message.args:
            return template
        return template.format(**{name: self.argument(value) for name, value in message.args})

    def argument(self, value: Argument) -> str:
        """One argument as this language writes it."""
        if isinstance(value, Message):
            return self.text(value)
        if isinstance(value, str):
            return value
        if isinstance(value, Money):
            return self.money(value.value, value.currency, value.decimals)
        if isinstance(value, Percent):
            return self.percent(value.value, value.decimals)
        if isinstance(value, dt.datetime):
            return self.datetime(value)
        if isinstance(value, dt.date):
            return self.date(value)
        return self.number(value, None if isinstance(value, int) else 2)

    def fact(self, value: Fact) -> str:
        """A cell of a file: a text as it stands, a number with all its figures, a day, with its time if it has one."""
        if isinstance(value, tuple):
            return " · ".join(map(self.fact, value))
        if isinstance(value, bool):
            return self.text(msg("yes") if value else msg("no"))
        if isinstance(value, (dt.date, Message)):
            return str(self.argument(value))
        written = plain(value)
        return written.replace(".", ",") if self.code == "fr" and not isinstance(value, str) else written

    def change(self, before: Fact, after: Fact) -> str:
        """``before → after``; what stays the same is said once, and nothing is said in a word."""
        if before == after:
            return self.fact(before)
        empty = self.text(msg("(empty)"))
        return f"{self.fact(before) or empty} → {self.fact(after) or empty}"

    def number(self, value: float, decimals: int | None = None) -> str:
        """``1 234,5``: with *decimals* given exactly that many, else as many as it has (two at most)."""
        if not math.isfinite(value):
            return NO_VALUE
        pattern = "#,##0.##" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
        return _written(pattern, value or 0, self.code)  # minus nothing is nothing

    def percent(self, value: float, decimals: int = 1) -> str:
        """A fraction as a percentage: 0.115 is ``11,5 %``."""
        if not math.isfinite(value):
            return NO_VALUE
        point = "." + "0" * decimals if decimals else ""
        sign = "\N{NARROW NO-BREAK SPACE}%" if self.code == "fr" else "%"
        return _written(f"#,##0{point}{sign}", value or 0, self.code)

    def money(self, value: float, currency: str = "EUR", decimals: int | None = None) -> str:
        """``1 234,50 €``; from 1,000 up without cents unless *decimals* says otherwise."""
        if not math.isfinite(value):
            return NO_VALUE
        digits = (0 if abs(value) >= 1000 else 2) if decimals is None else decimals
        point = "." + "0" * digits if digits else ""
        pattern = f"#,##0{point}\N{NO-BREAK SPACE}¤" if self.code == "fr" else f"¤#,##0{point}"
        return _written(pattern, value or 0, self.code, currency)

    def date(self, value: dt.date, style: str = "short") -> str:
        """``03/04/2026`` (short), ``3 avr. 2026`` (medium) or ``3 avril 2026`` (long)."""
        if style == "short":  # as Babel's dd/MM/yyyy, which takes twenty times as long; tables are full of them
            return f"{value.day:02}/{value.month:02}/{value.year:04}"
        from babel.dates import format_date

        return format_date(value, format=style, locale=self.locale)

    def month(self, value: dt.date, style: str = "short") -> str:
        """``avr. 2026`` (short) or ``avril 2026`` (long)."""
        return _month("LLL y" if style == "short" else "LLLL y", value, self.code)

    def datetime(self, value: dt.datetime) -> str:
        """``03/04/2026 14:32``."""
        return f"{self.date(value)} {value:%H:%M}"
