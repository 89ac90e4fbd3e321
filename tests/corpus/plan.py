"""Which file a seed makes: its tables, its format and its damages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.corpus.dice import Dice

NATIVE: Final = ("xlsx", "ods", "xls", "xml2003")
"""Formats with real numbers and days; in ``text`` and ``html`` everything is text."""


@dataclass(frozen=True)
class Case:
    """What one file is to be."""

    seed: int
    format: str
    language: str
    tables: tuple[str, ...]
    damages: tuple[str, ...]

    @property
    def native(self) -> bool:
        """Whether its numbers are numbers."""
        return self.format in NATIVE


# One damage each: damage, table (two with a plus), format, language.
_ALONE = """
title_rows leads xlsx fr | note_rows costs text fr | header_two_rows leads xlsx fr | header_merged orders xlsx en
stacked leads+costs xlsx fr | side_by_side costs+objectives xlsx fr | away_from_a1 leads xlsx en
total_row costs text fr | total_unlabelled costs xlsx fr | subtotals costs xlsx fr | repeated_header leads text en
blank_rows web text en | blank_columns leads xlsx fr | stray_notes costs xlsx fr | hidden_sheet leads xlsx fr
notice_sheet leads ods fr | pivot_sheet costs xlsx fr | sheet_per_month costs xlsx fr | sheet_per_city leads xls fr
wide_months costs xlsx fr | wide_channels costs text en | wide_pairs costs xlsx en | footer leads text fr
sections leads xlsx fr | utf8 leads text fr | utf8_bom operations text fr | utf16_le surveys text fr
utf16_be leads text fr | cp1252 service text fr | mac_roman leads text fr | cp850 leads text fr
comma emails text en | tab web text en | pipe touchpoints text en | caret orders text en
quoted_newlines surveys text fr | wrong_extension service text fr | wrong_extension social xlsx fr
wrong_extension objectives ods fr | html_xls leads html fr | html_xls costs html en | xml2003_xls leads xml2003 fr
xml2003_xls operations xml2003 en | number_nbsp costs text fr | number_nnbsp orders xlsx fr
number_apostrophe costs text en | number_brackets costs xlsx fr | percent costs xlsx fr | percent costs text fr
number_kilo_en costs text en | number_kilo_fr operations xlsx fr | number_euro orders text fr
number_euro_before orders text en | number_minus_after costs text fr | number_text web xlsx fr
number_text orders xls en | mixed_decimals orders text fr | date_short leads text fr | date_dots service text fr
date_iso orders xlsx en | date_fr_abbr leads xlsx fr | date_month costs text fr | date_en_long emails xlsx en
date_serial orders xlsx fr | epoch_1904 service xlsx fr | date_times touchpoints text fr
date_times touchpoints xlsx en | date_mixed leads xlsx fr | date_mdy leads text en | date_mdy orders xlsx en
date_undecidable costs text en | date_undecidable orders xlsx en | date_undecidable leads xlsx en
date_undecidable web text en | date_monotone web text en
date_related leads xlsx en | flag_oui_non leads text fr | flag_x leads xlsx fr | flag_check leads xlsx fr
flag_vrai_faux leads ods fr | flag_o_n leads text fr | flag_yes_no leads xls en | flag_1_0 leads xlsx fr
flag_bool costs xml2003 fr | empties leads xlsx fr | empties leads text en | lost_zeros leads xlsx fr
lost_zeros leads text fr | two_phones leads text fr | full_name leads ods fr | mojibake leads text fr
mojibake surveys xlsx fr | mojibake_headers leads text fr | case_variants costs xlsx fr | spaces leads xls fr
duplicate_headers leads text fr | no_header leads xlsx fr | formulas orders xlsx fr | formulas costs ods fr
errors orders xlsx fr | errors emails ods en | errors leads xls fr | long_ids orders xlsx fr | long_ids leads text en
zero_ids orders text fr | zero_ids leads xlsx fr
"""
ALONE: Final = tuple(tuple(entry.split()) for line in _ALONE.strip().splitlines() for entry in line.split("|"))

# What can be combined: groups of which a file has at most one, with the formats (x: with real numbers, h: html,
# t: text), the languages, and the tables that can have it ("*": all).
_COMBINED = """
head   title_rows xht fr,en * | note_rows xht fr,en *
header header_two_rows xht fr,en * | header_merged xh fr,en *
place  away_from_a1 xt fr,en * | footer xht fr,en * | stray_notes xt fr,en *
total  total_row xht fr,en costs,orders,web,emails,operations | total_unlabelled xt fr costs,orders
total  subtotals xht fr,en costs,web,social
rows   repeated_header xht fr,en * | blank_rows xt fr,en * | sections xht fr leads,costs
column blank_columns xt fr,en * | no_header xht fr,en * | duplicate_headers xht fr,en leads,costs,surveys
beside hidden_sheet x fr,en * | notice_sheet x fr,en * | pivot_sheet x fr,en costs
sheets stacked x fr,en costs,leads,orders | side_by_side x fr,en costs,web
sheets sheet_per_month x fr,en costs,orders,leads | sheet_per_city x fr,en leads | wide_months xt fr,en costs
sheets wide_channels xt fr,en costs | wide_pairs x fr,en costs
number number_nbsp xht fr * | number_nnbsp xh fr * | number_apostrophe xht en * | number_brackets xht fr costs,orders
number number_kilo_en xt en costs | number_kilo_fr x fr operations | number_euro xh fr leads,costs,orders
number number_euro_before xht en leads,costs,orders | number_minus_after xt fr,en costs | number_text x fr,en *
number mixed_decimals xt fr leads,orders
date   date_short xht fr * | date_dots xht fr * | date_iso xht fr,en * | date_fr_abbr xht fr *
date   date_month xt fr,en costs | date_en_long xht en * | date_serial x fr,en leads,costs,orders,emails
date   epoch_1904 x fr,en leads,costs,service | date_mixed x fr * | date_mdy xht en *
flag   flag_oui_non xht fr leads,costs | flag_x xht fr,en leads | flag_check xh fr,en leads
flag   flag_vrai_faux xht fr leads,costs | flag_o_n xht fr leads | flag_yes_no xht en leads,costs
flag   flag_1_0 xht fr,en leads | flag_bool x fr,en leads
empty  empties xht fr,en *
zero   lost_zeros xt fr leads | two_phones xht fr,en leads
name   full_name xht fr,en leads
accent mojibake xt fr *
case   case_variants xht fr,en leads,costs,touchpoints,social | spaces xht fr,en *
cell   formulas x fr,en leads,costs,orders | errors xt fr,en leads,orders,emails
id     long_ids xht fr,en leads,orders | zero_ids xht fr,en leads,orders
code   utf8_bom t fr,en * | utf16_le t fr,en * | cp1252 t fr * | mac_roman t fr * | cp850 t fr *
mark   comma t fr,en * | tab t fr,en * | pipe t fr,en *
quote  quoted_newlines xt fr,en leads,costs,surveys
name2  wrong_extension xt fr,en *
"""


@dataclass(frozen=True)
class Damage:
    """A damage that can be combined with those of other groups."""

    group: str
    name: str
    formats: str
    languages: tuple[str, ...]
    tables: tuple[str, ...]

    def fits(self, format_name: str, language: str, table: str) -> bool:
        """Whether a file of that format, language and table can have it."""
        letter = "x" if format_name in NATIVE else format_name[0]
        if format_name not in ONLY.get(self.name, (format_name,)):
            return False
        right = self.tables == ("*",) or table in self.tables
        return letter in self.formats and language in self.languages and right


def _damages() -> tuple[Damage, ...]:
    made = []
    for line in _COMBINED.strip().splitlines():
        group, _, entries = line.partition(" ")
        for entry in entries.split("|"):
            name, formats, languages, tables = entry.split()
            made.append(Damage(group, name, formats, tuple(languages.split(",")), tuple(tables.split(","))))
    return tuple(made)


DAMAGES: Final = _damages()
ONLY: Final = {
    "formulas": ("xlsx", "xml2003", "ods"),
    "epoch_1904": ("xlsx",),
    "wrong_extension": ("xlsx", "ods", "xls", "text"),
}
CLASHES: Final = (
    {"subtotals", "sections"}, {"subtotals", "total_unlabelled"}, {"cp850", "number_euro"}, {"mojibake", "mac_roman"},
    {"mojibake", "cp850"}, {"mojibake", "cp1252"}, {"formulas", "number_text"}, {"case_variants", "subtotals"},
    {"case_variants", "sections"}, {"empties", "total_unlabelled"}, {"errors", "total_unlabelled"},
    {"stray_notes", "duplicate_headers"}, {"stray_notes", "no_header"}, {"blank_columns", "side_by_side"},
    {"stray_notes", "side_by_side"}, {"side_by_side", "sections"}, {"side_by_side", "blank_rows"},
    {"side_by_side", "repeated_header"}, {"away_from_a1", "sheet_per_city"}, {"quoted_newlines", "empties"},
    {"header_merged", "away_from_a1"}, {"comma", "quoted_newlines"},
)  # fmt: skip
WIDE: Final = ("wide_months", "wide_channels", "wide_pairs")
# What a wide table can have besides.
WITH_WIDE: Final = ("head", "beside", "number", "code", "mark", "name2", "sheets")
# Many tables by turns, leads and costs most often; and formats so that 9 in 20 are xlsx and 7 text.
TURNS: Final = (
    "leads costs leads orders leads costs leads web leads costs service leads costs emails leads operations costs "
    "leads touchpoints surveys leads costs social leads"
).split()
FORMATS: Final = (
    "xlsx text xlsx text xls xlsx text xlsx ods xlsx text xlsx xml2003 text xlsx text xlsx html xlsx text".split()
)
PARTNERS: Final = {"leads": "costs", "costs": "objectives", "orders": "costs", "web": "objectives"}


def case(seed: int) -> Case:
    """The case of a seed: one damage for the first ones, several for all others."""
    if 1 <= seed <= len(ALONE):
        damage, tables, format_name, language = ALONE[seed - 1]
        return Case(seed, format_name, language, tuple(tables.split("+")), (damage,))
    dice = Dice("case", seed)
    format_name, table = FORMATS[seed % len(FORMATS)], TURNS[seed % len(TURNS)]
    language = "fr" if dice.chance(0.65) else "en"
    fitting = [damage for damage in DAMAGES if damage.fits(format_name, language, table)]
    wanted = dice.between(3, 6)
    chosen: list[Damage] = []
    for other in dice.shuffled(fitting):
        if len(chosen) < wanted and _joins(other, chosen):
            chosen.append(other)
    names = [damage.name for damage in DAMAGES if damage in chosen]
    if format_name in ("html", "xml2003"):
        names.append(f"{format_name}_xls")
    second = (PARTNERS[table],) if set(names) & {"stacked", "side_by_side"} else ()
    return Case(seed, format_name, language, (table, *second), tuple(names))


def _joins(damage: Damage, chosen: list[Damage]) -> bool:
    names = {one.name for one in chosen} | {damage.name}
    if any(one.group == damage.group for one in chosen) or any(clash <= names for clash in CLASHES):
        return False
    if names & set(WIDE):
        groups = {one.group for one in chosen} | {damage.group}
        return groups <= set(WITH_WIDE) and not names & {"number_brackets", "number_minus_after", "number_kilo_en"}
    return True
