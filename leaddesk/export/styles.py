"""How cells look: calm, printable, and with formats that show as French in a French Excel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from babel.numbers import get_currency_symbol
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from leaddesk.model.measure import Unit

if TYPE_CHECKING:
    from leaddesk.text import Language

FONT: Final = "Calibri"
INK: Final = "17212B"
MUTED: Final = "52606D"
ACCENT: Final = "0B5CAD"
ACCENT_SOFT: Final = "E3EEFA"
LINE: Final = "D8DFE6"
PAPER: Final = "F7F9FB"
INPUT: Final = "FFF7D6"
INPUT_LINE: Final = "C9A227"
GOOD: Final = "14713F"
BAD: Final = "B4232F"
SERIES: Final = ("0B5CAD", "E5601C", "3B9C6B", "8A3FE0")


class Look(Enum):
    """What a cell is, and so how it looks."""

    TITLE = auto()
    SUBTITLE = auto()
    HEADING = auto()
    HEADER = auto()
    HEADER_NUMBER = auto()
    HEADER_BESIDE = auto()
    LABEL = auto()
    TEXT = auto()
    PROSE = auto()
    NOTE = auto()
    ASIDE = auto()
    STRONG = auto()
    COUNT = auto()
    NUMBER = auto()
    PERCENT = auto()
    MONEY = auto()
    MONEY_CENTS = auto()
    DAYS = auto()
    HOURS = auto()
    TIMES = auto()
    DATE = auto()
    LABEL_DATE = auto()
    MOMENT = auto()
    MONTH = auto()
    MONTH_HEADER = auto()
    INPUT_DATE = auto()
    INPUT_FLAG = auto()
    INPUT_TEXT = auto()
    HELPER = auto()
    HELPER_DATE = auto()
    HELPER_MOMENT = auto()
    HELPER_MONEY = auto()
    HELPER_HEADER = auto()
    DATA_HEADER = auto()
    CHANGE = auto()
    CHANGE_POINTS = auto()
    VERDICT = auto()


@dataclass(frozen=True)
class Dress:
    """The openpyxl styles of a look."""

    font: Font
    fill: PatternFill
    border: Border
    alignment: Alignment
    number_format: str = "General"


NO_FILL: Final = PatternFill()
THIN: Final = Side(style="thin", color=LINE)
RULE: Final = Border(bottom=THIN)
BOX: Final = Border(*(Side(style="thin", color=INPUT_LINE),) * 4)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _font(size: float = 10, bold: bool = False, colour: str = INK, italic: bool = False) -> Font:
    return Font(name=FONT, size=size, bold=bold, color=colour, italic=italic)


def unit_look(unit: Unit, value: float | None) -> Look:
    """The look of a KPI's value: money from 1,000 up without cents."""
    if unit is Unit.MONEY:
        return Look.MONEY if value is not None and abs(value) >= 1000 else Look.MONEY_CENTS
    return {
        Unit.COUNT: Look.COUNT,
        Unit.PERCENT: Look.PERCENT,
        Unit.DAYS: Look.DAYS,
        Unit.HOURS: Look.HOURS,
        Unit.TIMES: Look.TIMES,
        Unit.MONTHS: Look.DAYS,
        Unit.MINUTES: Look.DAYS,
        Unit.NUMBER: Look.DAYS,
    }[unit]


def formats(language: Language, currency: str) -> dict[Look, str]:
    """Number formats. Excel itself puts the separators of its own language; the rest is written here."""
    french = language.code == "fr"
    symbol = get_currency_symbol(currency, locale=language.locale)
    before, after = ("", f'\N{NO-BREAK SPACE}"{symbol}"') if french else (f'"{symbol}"', "")
    percent = '0.0"\N{NARROW NO-BREAK SPACE}"%' if french else "0.0%"
    space = '"\N{NARROW NO-BREAK SPACE}"' if french else ""
    points_unit = "\N{NO-BREAK SPACE}pts" if french else " pts"
    return {
        Look.COUNT: "#,##0",
        Look.NUMBER: "#,##0.##",
        Look.PERCENT: percent,
        Look.MONEY: f"{before}#,##0{after}",
        Look.MONEY_CENTS: f"{before}#,##0.00{after}",
        Look.DAYS: "#,##0.0",
        Look.HOURS: '#,##0.0"\N{NO-BREAK SPACE}h"',
        Look.TIMES: '"×"\N{NO-BREAK SPACE}0.00',
        Look.DATE: "dd/mm/yyyy",
        Look.LABEL_DATE: "dd/mm/yyyy",
        Look.MOMENT: "dd/mm/yyyy hh:mm",
        Look.MONTH: "[$-40C]mmm yyyy" if french else "[$-809]mmm yyyy",
        Look.MONTH_HEADER: "[$-40C]mmm yyyy" if french else "[$-809]mmm yyyy",
        Look.INPUT_DATE: "dd/mm/yyyy",
        Look.INPUT_FLAG: "0",
        Look.HELPER_DATE: "dd/mm/yyyy",
        Look.HELPER_MOMENT: "dd/mm/yyyy hh:mm",
        Look.HELPER_MONEY: "#,##0.00",
        Look.CHANGE: f"+0.0{space}%;−0.0{space}%;0.0{space}%",
        Look.CHANGE_POINTS: f'+0.0"{points_unit}";−0.0"{points_unit}";0.0"{points_unit}"',
        Look.INPUT_TEXT: "@",
    }


def dresses(language: Language, currency: str) -> dict[Look, Dress]:
    """The styles of every look."""
    text = Alignment(vertical="center")
    wrapped = Alignment(vertical="center", wrap_text=True)
    right = Alignment(horizontal="right", vertical="center")
    header = Alignment(vertical="center", wrap_text=True)
    header_right = Alignment(horizontal="right", vertical="center", wrap_text=True)
    beside = Alignment(horizontal="left", vertical="center", indent=1)
    beside_wrapped = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    soft = _fill(ACCENT_SOFT)
    plain: dict[Look, tuple[Font, PatternFill, Border, Alignment]] = {
        Look.TITLE: (_font(20, bold=True, colour=ACCENT), NO_FILL, Border(), text),
        Look.SUBTITLE: (_font(11, colour=MUTED), NO_FILL, Border(), text),
        Look.HEADING: (_font(13, bold=True, colour=ACCENT), NO_FILL, Border(), text),
        Look.HEADER: (_font(bold=True, colour=ACCENT), soft, Border(bottom=Side(style="medium", color=ACCENT)), header),
        Look.HEADER_NUMBER: (
            _font(bold=True, colour=ACCENT), soft, Border(bottom=Side(style="medium", color=ACCENT)), header_right
        ),
        Look.MONTH_HEADER: (
            _font(bold=True, colour=ACCENT), soft, Border(bottom=Side(style="medium", color=ACCENT)), header_right
        ),
        Look.HEADER_BESIDE: (
            _font(bold=True, colour=ACCENT), soft, Border(bottom=Side(style="medium", color=ACCENT)), beside_wrapped
        ),
        Look.LABEL: (_font(), NO_FILL, RULE, text),
        Look.LABEL_DATE: (_font(), NO_FILL, RULE, Alignment(horizontal="left", vertical="center")),
        Look.TEXT: (_font(), NO_FILL, Border(), Alignment(vertical="top")),
        Look.ASIDE: (_font(9, colour=MUTED), NO_FILL, Border(), beside),
        Look.PROSE: (_font(), NO_FILL, Border(), wrapped),
        Look.NOTE: (_font(9, colour=MUTED), NO_FILL, RULE, beside_wrapped),
        Look.STRONG: (_font(bold=True), NO_FILL, RULE, text),
        Look.INPUT_DATE: (_font(bold=True), _fill(INPUT), BOX, right),
        Look.INPUT_FLAG: (_font(bold=True), _fill(INPUT), BOX, Alignment(horizontal="center", vertical="center")),
        Look.INPUT_TEXT: (_font(), _fill(INPUT), Border(), Alignment(vertical="top")),
        Look.HELPER_HEADER: (_font(9, colour=MUTED), _fill(PAPER), Border(bottom=THIN), header),
        Look.DATA_HEADER: (_font(bold=True, colour="FFFFFF"), _fill(ACCENT), Border(), header),
        Look.MONTH: (_font(), NO_FILL, RULE, Alignment(horizontal="left", vertical="center")),
        Look.VERDICT: (_font(bold=True), NO_FILL, RULE, beside),
    }  # fmt: skip
    number_formats = formats(language, currency)
    dressed = {look: Dress(*parts, number_formats.get(look, "General")) for look, parts in plain.items()}
    for look in Look:
        if look not in dressed:
            is_helper = look.name.startswith("HELPER")
            font = _font(9, colour=MUTED) if is_helper else _font()
            dressed[look] = Dress(
                font, NO_FILL, Border() if is_helper else RULE, right, number_formats.get(look, "0.####")
            )
    return dressed
