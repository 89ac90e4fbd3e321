"""Make one file and its truth from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from tests.corpus import besides, damage, dates, markup, ods, plan, text, xls, xlsx
from tests.corpus.dice import Dice
from tests.corpus.grid import Book, Sheet
from tests.corpus.layout import Page
from tests.corpus.style import Style
from tests.corpus.tables import table_of
from tests.corpus.truth import Json, Table, dump
from tests.corpus.wide import wide

if TYPE_CHECKING:
    from tests.corpus.plan import Case

WANTED: Final = {
    "lost_zeros": ("phone", "postcode", "city"), "two_phones": ("phone",), "full_name": ("name", "first_name"),
    "percent": ("vat_rate",), "long_ids": ("id",), "zero_ids": ("id",), "mixed_decimals": ("amount", "margin"),
    "quoted_newlines": ("notes", "label", "comment"), "duplicate_headers": ("notes", "label", "comment"),
    "errors": ("amount", "margin"), "formulas": ("amount",), "date_related": ("won",),
    "sheet_per_city": ("city", "company", "phone"), "empties": ("notes", "campaign", "comment", "participants"),
    "mojibake": ("company", "city", "comment"), "mojibake_headers": ("company", "first_name", "phone"),
    "case_variants": ("city",), "number_euro": ("amount",), "number_euro_before": ("amount",),
    "total_row": ("amount",), "sections": ("city",), "mac_roman": ("company", "first_name"),
    "cp850": ("company", "first_name", "phone"), "utf8": ("company",), "utf16_be": ("company",),
}  # fmt: skip
NUMBERS: Final = {
    "number_nbsp": "fr_nbsp", "number_nnbsp": "fr_nnbsp", "number_apostrophe": "apostrophe",
    "number_brackets": "fr_brackets", "number_kilo_en": "en_kilo", "number_kilo_fr": "fr_kilo",
    "number_euro": "fr_euro", "number_euro_before": "en_euro",
}  # fmt: skip
DATES: Final = {
    "date_dots": "dmy_dots", "date_iso": "iso", "date_fr_abbr": "fr_abbr", "date_en_long": "en_long",
    "date_serial": "serial", "date_mixed": "mixed", "date_mdy": "mdy_slash", "date_monotone": "dmy_slash",
    "date_related": "dmy_slash", "date_undecidable": "dmy_slash",
}  # fmt: skip
FLAGS: Final = {
    "flag_oui_non": ("oui_non", "Oui_Non", "OUI_NON"), "flag_x": ("x_blank",), "flag_check": ("check", "check_blank"),
    "flag_vrai_faux": ("vrai_faux",), "flag_o_n": ("o_n",), "flag_yes_no": ("yes_no", "y_n"), "flag_1_0": ("one_zero",),
    "flag_bool": ("bool",),
}  # fmt: skip
ENCODINGS: Final = {
    "utf8": "utf-8", "utf8_bom": "utf-8-sig", "utf16_le": "utf-16-le", "utf16_be": "utf-16-be", "cp1252": "cp1252",
    "mac_roman": "mac_roman", "cp850": "cp850",
}  # fmt: skip
DELIMITERS: Final = {"comma": ",", "tab": "\t", "pipe": "|", "caret": "^"}
EXTENSIONS: Final = {"xlsx": "xlsx", "ods": "ods", "xls": "xls", "html": "xls", "xml2003": "xls", "text": "csv"}
WRONG: Final = {"text": "xls", "xlsx": "xls", "ods": "xlsx", "xls": "xlsx"}
TITLES: Final = {
    "fr": {"leads": "Suivi des prospects", "costs": "Dépenses marketing", "orders": "Carnet de commandes"},
    "en": {"leads": "Enquiries follow-up", "costs": "Marketing spend", "orders": "Order book"},
}
BEFORE: Final = ("number_brackets", "number_minus_after")
AFTER: Final = ("case_variants", "spaces", "quoted_newlines", "empties", "errors", "lost_zeros", "two_phones",
                "mojibake", "formulas", "duplicate_headers", "no_header")  # fmt: skip
NUMERIC: Final = (
    "dmy_slash",
    "dmy_short",
    "dmy_padded_short",
    "dmy_dots",
    "mdy_slash",
    "mdy_short",
    "mixed",
    "fr_hours",
)


@dataclass(frozen=True)
class Made:
    """A file's name, its bytes, and its truth."""

    name: str
    data: bytes
    truth: Json

    @property
    def truth_data(self) -> bytes:
        """The truth as the bytes of a JSON file."""
        return dump(self.truth)


def make(seed: int) -> Made:
    """The file of a seed: the same at every call, on every machine."""
    case = plan.case(seed)
    for attempt in range(200):
        try:
            return _Maker(case, Dice("file", seed, attempt)).make()
        except UnicodeEncodeError:
            continue  # This encoding lacks a letter of these words: other words.
    raise AssertionError(f"seed {seed}: no words that {case.damages} could write")


class _Maker:
    def __init__(self, case: Case, dice: Dice) -> None:
        self.case, self.dice, self.damages = case, dice, set(case.damages)
        self.layout = set(case.damages)
        self.ignored: list[Json] = []
        self.style = self._style()

    # -- the style ---------------------------------------------------------------------------------------------------

    def _style(self) -> Style:
        case, french = self.case, self.case.language == "fr"
        numbers = "real" if case.native else ("fr_plain" if french else "en_plain")
        dates_form = "real" if case.native else ("dmy_slash" if french else "iso")
        numbers = next((NUMBERS[name] for name in case.damages if name in NUMBERS), numbers)
        dates_form = next((DATES[name] for name in case.damages if name in DATES), dates_form)
        if "number_minus_after" in self.damages:
            numbers = "fr_minus_after" if french else "en_minus_after"
        if "number_text" in self.damages:
            numbers = self.dice.pick(("fr_plain", "fr_space")) if french else self.dice.pick(("en_plain", "en_comma"))
        if "date_month" in self.damages:
            dates_form = "mon_yy_fr" if french else "mon_yy_en"
        if "date_short" in self.damages:
            dates_form = self.dice.pick(("dmy_short", "dmy_padded_short"))
        if "date_times" in self.damages:
            dates_form = self.dice.pick(("fr_hours", "dmy_slash") if french else ("iso_t", "real"))
        flags = ("Oui_Non" if french else "Yes_No").replace("Yes_No", "yes_no")
        for name in case.damages:
            flags = self.dice.pick(FLAGS[name]) if name in FLAGS else flags
        rates = ""
        if "percent" in self.damages:
            rates = self.dice.pick(("percent_fr", "percent_real") if case.native else ("percent_fr",))
        phones = self.dice.pick(("pairs", "dots", "plain", "abroad") if french else ("pairs", "plain", "abroad"))
        if "lost_zeros" in self.damages:
            phones = "plain"
        second = "en_plain" if "mixed_decimals" in self.damages else ""
        if second and numbers == "real":
            numbers = "fr_plain"
        whole_ids = case.native and not self.damages & {"spaces"} and self.dice.chance(0.4)
        return Style(case.language, numbers, dates_form, flags, phones, rates, second, whole_ids)

    # -- the tables --------------------------------------------------------------------------------------------------

    def _table(self, name: str, rows: int) -> Table:
        wanted = tuple(column for one in self.case.damages for column in WANTED.get(one, ()))
        if name == "leads" and any(one.startswith("flag") for one in self.damages):
            wanted += ("recurring", "optin_email")
        if name == "costs" and any(one.startswith("flag") for one in self.damages):
            wanted += ("vat_included",)
        if name == "leads" and any(one.startswith("number") for one in self.damages):
            wanted += ("amount",)
        table = table_of(self.dice, name, self.case.language, rows, wanted)
        self._retrue(table)
        if self._unclear(table):
            self.style.dates = "real" if self.case.native else "iso"
        self.style.dress(table)
        if "date_undecidable" in self.damages:
            for one in table.fields:
                one.order = "undecidable" if one.kind == "moment" else None
        for name_of in AFTER:
            if name_of in self.damages:
                self._spoil(name_of, table)
        if "mojibake_headers" in self.damages:
            damage.mojibake(table, self.dice)
            damage.mojibake_headers(table, self.dice)
        return table

    def _spoil(self, name: str, table: Table) -> None:
        if name == "quoted_newlines":
            damage.newlines(table, self.dice)
        elif name in ("lost_zeros", "two_phones") and table.id != "leads":
            return
        else:
            getattr(damage, name)(table, self.dice)

    def _retrue(self, table: Table) -> None:
        """Damages that change what is true, before a cell is written."""
        if self.damages & set(BEFORE):
            damage.negatives(table, self.dice)
        if "number_kilo_en" in self.damages or "number_kilo_fr" in self.damages:
            english = "number_kilo_en" in self.damages
            damage.rounded(table, 10 if english else 100, 371 if english else 37)
        for name in ("long_ids", "zero_ids"):
            if name in self.damages:
                getattr(damage, name)(table, self.dice)
        if "full_name" in self.damages and table.id == "leads":
            damage.full_name(table, self.dice)
        if "date_month" in self.damages:
            damage.firsts(table)
        if "date_undecidable" in self.damages:
            damage.undecidable(table, self.dice)
        if "date_monotone" in self.damages:
            damage.monotone(table, self.dice)
        if "date_related" in self.damages:
            keep = ("created", "won")
            table.fields = [one for one in table.fields if one.kind != "moment" or one.id in keep]
            damage.related(table, self.dice)

    def _unclear(self, table: Table) -> bool:
        """Whether the style's days would leave their order open by accident."""
        if self.style.dates not in NUMERIC or self.damages & {"date_undecidable", "date_monotone", "date_related"}:
            return False
        bound = 26 if "short" in self.style.dates else 12
        for one in table.fields:
            days = [value.day for value in one.values if isinstance(value, date) and self._as_text(value)]
            if one.kind == "moment" and days and max(days) <= bound and not (bound == 26 and max(days) > 12):
                return True
        return False

    def _as_text(self, value: date) -> bool:
        return isinstance(dates.moment(value, self.style.dates, self.case.language).value, str)

    # -- the sheets --------------------------------------------------------------------------------------------------

    def make(self) -> Made:
        """The whole file."""
        case = self.case
        pages, tables = self._pages()
        sheets = [page.sheet for page in pages]
        for name in ("notice_sheet", "pivot_sheet", "hidden_sheet"):
            if name in self.damages:
                sheet, entry = self._beside(name)
                sheets.insert(0 if name == "notice_sheet" else len(sheets), sheet)
                self.ignored.append(entry)
        book = Book(sheets, from_1904="epoch_1904" in self.damages)
        encoding = next((ENCODINGS[name] for name in case.damages if name in ENCODINGS), "utf-8")
        delimiter = next((DELIMITERS[name] for name in case.damages if name in DELIMITERS), ";")
        if case.language == "en" and not set(DELIMITERS) & self.damages:
            delimiter = ","
        extension = EXTENSIONS[case.format] if "tab" not in self.damages else "txt"
        if "wrong_extension" in self.damages:
            extension = WRONG[case.format]
        truth: Json = {"seed": case.seed, "file": f"c{case.seed:03d}.{extension}", "format": case.format}
        if case.format == "text":
            truth |= {"encoding": encoding, "delimiter": delimiter}
            for table in tables:
                table["sheet"] = ""
        if case.format == "html":
            for table in tables:
                table["sheet"] = ""
        truth |= {"language": case.language, "damages": list(case.damages), "ignored_sheets": self.ignored}
        truth |= {"tables": tables, "not_data": [line for page in pages for line in page.not_data]}
        if case.format in ("text", "html"):
            truth["not_data"] = [{**line, "sheet": ""} for line in truth["not_data"]]
        return Made(truth["file"], self._write(book, encoding, delimiter), truth)

    def _write(self, book: Book, encoding: str, delimiter: str) -> bytes:
        if self.case.format == "text":
            return text.write(book, self.dice, encoding=encoding, delimiter=delimiter)
        if self.case.format == "xlsx":
            return xlsx.write(book, inline=self.dice.chance(0.2))
        return {"ods": ods.write, "xls": xls.write, "html": markup.html, "xml2003": markup.xml2003}[self.case.format](
            book
        )

    def _beside(self, name: str) -> tuple[Sheet, Json]:
        if name == "hidden_sheet":
            return besides.hidden_sheet(self.dice, self.case.language)
        if name == "notice_sheet":
            return besides.notice_sheet(self.case.language)
        return besides.pivot_sheet(self.main)

    def _page(self, name: str) -> Page:
        page = Page(Sheet(name), self.case.language)
        if "away_from_a1" in self.damages:
            page.blank(self.dice.between(2, 4))
            page.left = self.dice.between(2, 4)
        return page

    def _head(self, page: Page, table: str) -> None:
        if "title_rows" in self.damages:
            french = self.case.language == "fr"
            page.say(TITLES[self.case.language].get(table, "Tableau de suivi" if french else "Tracking sheet"), "title")
            if self.dice.chance(0.5):
                page.say("Courses Express (société fictive)" if french else "Swift Parcels (made-up firm)", "title")
            if self.dice.chance(0.5):
                page.blank()
        if "note_rows" in self.damages:
            notes = {"fr": ("Extrait du fichier partagé", "Montants hors taxes, ne pas modifier"),
                     "en": ("Taken from the shared file", "Net of VAT, please do not edit")}  # fmt: skip
            for note in notes[self.case.language]:
                page.say(note, "note")
            page.blank()

    def _foot(self, page: Page, rows: int) -> None:
        if "footer" in self.damages:
            french = self.case.language == "fr"
            if self.dice.chance(0.5):
                page.blank()
            page.say("Export du 12/03/2026" if french else "Exported on 12 March 2026", "note")
            page.say(f"{rows} lignes" if french else f"{rows} rows", "note")

    def _pages(self) -> tuple[list[Page], list[Json]]:
        shape = next((name for name in plan.WIDE if name in self.damages), None)
        first = self.case.tables[0]
        page = self._page("Feuil1" if self.case.language == "fr" else "Sheet1")
        if shape:
            self._head(page, first)
            self.main = self._table(first, 12)
            return [page], [wide(page, self.dice, shape, self.style.numbers, native=self.case.native)]
        if "sheet_per_month" in self.damages or "sheet_per_city" in self.damages:
            return self._sheets(first)
        rows = self.dice.between(14, 24)
        self._head(page, first)
        self.main = self._table(first, rows)
        tables = [page.table(self.main, self.layout, self.dice)]
        if "stacked" in self.damages:
            page.blank(self.dice.between(1, 3))
            tables.append(page.table(self._table(self.case.tables[1], self.dice.between(6, 10)), set(), self.dice))
        if "side_by_side" in self.damages:
            last = max(column for _, column in page.sheet.cells)
            other = Page(page.sheet, page.language, tables[0]["header_lines"][-1], last + 2)
            tables.append(other.table(self._table(self.case.tables[1], self.dice.between(6, 10)), set(), self.dice))
            page.not_data += [line for line in other.not_data if line not in page.not_data]
            page.line = max(page.line, other.line)
        self._foot(page, rows)
        return [page], tables

    def _sheets(self, first: str) -> tuple[list[Page], list[Json]]:
        """A sheet for each of some months, or for each of some cities whose name stands nowhere else."""
        by_city = "sheet_per_city" in self.damages
        self.main = self._table(first, 44)
        grouping = next(one for one in self.main.fields if one.id == ("city" if by_city else _date_column(first)))
        groups: dict[str, list[int]] = {}
        for row, value in enumerate(grouping.values):
            groups.setdefault(str(value) if by_city else self._month(value), []).append(row)
        largest = sorted(groups, key=lambda name: (-len(groups[name]), name))[:4]
        pages, tables = [], []
        for name in sorted(largest) if by_city else sorted(largest, key=self._months().index):
            part = self.main.part(groups[name])
            if by_city:
                part.fields = [one for one in part.fields if one.id not in ("city", "postcode")]
            page = self._page(name)
            self._head(page, first)
            truth = page.table(part, self.layout - {"subtotals", "sections", "blank_columns"}, self.dice)
            if by_city:
                truth["sheet_value"] = name
            self._foot(page, part.rows)
            pages.append(page)
            tables.append(truth)
        return pages, tables

    def _months(self) -> list[str]:
        return [name.capitalize() for name in (dates.LONG_FR if self.case.language == "fr" else dates.LONG_EN)]

    def _month(self, value: object) -> str:
        number = getattr(value, "month", 1)
        return self._months()[number - 1]


def _date_column(table: str) -> str:
    return "created" if table == "leads" else "date"
