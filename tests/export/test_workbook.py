"""The file itself: safe from its data, private, whole, the same every time, and in place only when it is good."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import threading
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.export import workbook as writing
from leaddesk.export.celltext import LONGEST_CELL, cleaned, slug, stored
from leaddesk.export.package import check_package
from leaddesk.export.sheets import SHEETS
from leaddesk.export.workbook import write_review
from leaddesk.model.kpis import KPIS
from leaddesk.model.report import Report
from leaddesk.model.tables import BY_ID
from leaddesk.text import language
from tests.builders import a_slice, frame, period, state
from tests.export.made import a_state, naughty
from tests.export.recalculation import Book, Office
from tests.export.records import a_state_of_everything

if TYPE_CHECKING:
    from leaddesk.text import Message

ENGLISH, FRENCH = language("en"), language("fr")


def _small() -> Report:
    leads = {
        "id": ["1", "2"], "created": ["2025-01-03", "2025-01-09"], "channel": ["Google", None],
        "status": ["Won", "New"],
    }  # fmt: skip
    return Report(a_slice(state(leads=leads, costs={"date": ["2025-01-01"], "amount": [120.0]}), "2025-01"))


def _parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


Written = Callable[[str, bool], Path]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Gives the review of leads and costs (``some``) or of every table (``all``, ``all with names``), with names or
    without, each written once.
    """

    @cache
    def write(what: str, personal: bool) -> Path:
        path = tmp_path_factory.mktemp("written") / "review.xlsx"
        data = a_state(rows=80, expenses=20) if what == "some" else a_state_of_everything(names=what != "all")
        write_review(Report(a_slice(data)), path, FRENCH if what == "some" else ENGLISH, personal=personal)
        return path

    return write


# -- text from data ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def naughty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with every naughty string as a name, a source, a campaign and a header."""
    strings = [text for text in naughty() if text.strip()]
    columns = {
        "id": strings, "created": ["2025-01-03"] * len(strings), "channel": strings, "campaign": strings[::-1],
        "owner": strings, "name": strings, "company": strings, "notes": strings, "status": strings,
    }  # fmt: skip
    leads = frame("leads", rows=None, extra=dict.fromkeys(("=1+1", "<b>", "&amp;", "_x000D_"), strings), **columns)
    costs = frame("costs", date=["2025-01-01"] * 3, channel=["=1+1", "@SUM(A1)", None], amount=[1.0, 2.0, 3.0])
    path = tmp_path_factory.mktemp("naughty") / "naughty.xlsx"
    report = Report(a_slice(state(leads, costs), channel=["=1+1", "@SUM(A1)"]))
    write_review(report, path, language("fr"), personal=True, company="=cmd|' /C calc'!A0 & <i>")
    return path


def test_naughty_strings_never_become_formulas_or_links(naughty_book: Path, office: Office) -> None:
    allowed = re.compile(
        r"^(IF|IFERROR|COUNT|COUNTIF|COUNTIFS|SUM|SUMIFS|SUMPRODUCT|MAX|MIN|MEDIAN|PERCENTILE|SMALL|INDEX|MATCH|ISNUMBER|AND|OR|NOT"
        r"|INT|ROUND|ROUNDUP|NETWORKDAYS\.INTL|EXP|SQRT|CHIINV|CRITBINOM|YEAR|MONTH|DAY|EDATE|ROWS|ABS|N|NORMSINV)$"
    )
    written = Book(naughty_book)
    for place, formula in written.formulas.items():
        without_texts = re.sub(r'"[^"]*"', "", formula)
        functions = re.findall(r"([A-Z][A-Z.]+)\(", without_texts)
        assert all(allowed.match(name) for name in functions), (place, formula)
        assert not set("'@|[]{}#") & set(without_texts), (place, formula)
    for name, content in _parts(naughty_book).items():
        assert "<hyperlink" not in content, name
        assert "TargetMode" not in content, name
    [shown] = office.recalculated(naughty_book)
    texts = {text for text in shown.cells.values() if isinstance(text, str)}
    strings = {cleaned(text) for text in naughty() if text.strip()}
    assert {text for text in strings if text not in texts and len(text) < 1000} == set()


def test_the_shortened_and_cleaned_text_is_what_openpyxl_reads(naughty_book: Path) -> None:
    book = openpyxl.load_workbook(naughty_book, read_only=True)
    cells = [
        cell
        for row in book[language("fr").text(BY_ID["leads"].label)].iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]
    longest = max((str(cell.value) for cell in cells), key=len)
    assert len(longest) == LONGEST_CELL
    assert longest.endswith("…")
    book.close()


def test_cells_hold_only_what_xml_can() -> None:
    assert cleaned("a\x00b\x1fc\ud800d\ufffee") == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert cleaned("a\r\nb\rc\td") == "a\nb\nc\td"
    assert stored("_x0041_ and __x000D_") == "_x005F_x0041_ and __x005F_x000D_"
    assert stored("_x41_") == "_x41_"


def test_names_are_plain() -> None:
    assert slug("Créé le : jour") == "cree_le_jour"
    assert slug("“…”") == ""


# -- privacy ----------------------------------------------------------------------------------------------------------


def test_personal_data_is_left_out_unless_asked_for(written: Written) -> None:
    for personal in (False, True):
        path = written("some", personal)
        everything = "".join(_parts(path).values())
        words, cells = FRENCH, Book(path).cells
        headers = {
            text for (sheet, place), text in cells.items() if sheet == "Prospects" and re.fullmatch("[A-Z]+1", place)
        }
        shown = {
            column.id for column in BY_ID["leads"].columns if column.personal and words.text(column.label) in headers
        }
        assert shown == ({"name", "email"} if personal else set())
        assert ("nobody7@example.com" in everything) is personal
        assert ("secret" in everything) is personal, "columns of the user's own may hold names"
        assert ("Ma colonne" in everything) is personal
        assert {"Dépôt", "Villeurbanne"} <= headers | set(cells.values()), "groups of rows are nobody's names"


def test_holidays_are_those_of_every_table_with_opening_hours(tmp_path: Path) -> None:
    asked = {"opened": ["2022-07-13T17:00:00"], "answered": ["2022-07-15T09:00:00"]}
    write_review(Report(a_slice(state(service=asked))), tmp_path / "a.xlsx", ENGLISH)
    closed = Book(tmp_path / "a.xlsx").column("holidays")
    assert 44756.0 in closed, "14 July 2022"


def test_every_table_has_a_sheet_of_its_rows(written: Written) -> None:
    whole, path = a_state_of_everything(), written("all", False)
    book = openpyxl.load_workbook(path, read_only=True)
    assert set(whole.dataset.frames) == set(BY_ID)
    for table, rows in whole.dataset.frames.items():
        assert book[ENGLISH.text(BY_ID[table].label)].max_row == len(rows) + 1
    titles = {ENGLISH.text(BY_ID[table].label) for table in BY_ID}
    assert titles <= set(book.sheetnames)
    told = [row[0] for row in book["Read me"].iter_rows(values_only=True)]
    assert [title for title in told if title in titles][len(titles) :] == [t for t in book.sheetnames if t in titles]
    orders = book["Orders"].iter_rows(2, None, 1, 4, values_only=True)
    frame_ = whole.dataset["orders"]
    assert [row[0] for row in orders] == frame_.data["id"].tolist()
    book.close()
    assert "secret words" not in "".join(_parts(path).values())


@pytest.mark.parametrize(
    ("names", "personal", "shown"), [(False, False, True), (True, False, False), (True, True, True)]
)
def test_who_ordered_is_told_by_the_number_of_a_lead(
    written: Written, names: bool, personal: bool, shown: bool
) -> None:
    path = written("all with names" if names else "all", personal)
    book = openpyxl.load_workbook(path, read_only=True)
    [heads] = book["Orders"].iter_rows(1, 1, values_only=True)
    book.close()
    text = "".join(_parts(path).values())
    assert ("Customer" in heads) is shown
    assert ("Durand" in text) is (names and personal)
    assert ("else it may be a name" in text) is (names and not personal)


# -- the package ------------------------------------------------------------------------------------------------------


def test_a_status_that_stands_for_a_stage_is_in_the_words_of_the_review(tmp_path: Path) -> None:
    leads = {"id": ["1", "2"], "created": ["2025-01-03", "2025-01-09"], "status": ["won", "Bof"]}
    for code, won in (("fr", "Gagné"), ("en", "Won")):
        path = tmp_path / f"{code}.xlsx"
        write_review(Report(a_slice(state(leads=leads))), path, language(code))
        sheet = openpyxl.load_workbook(path)[language(code).text(BY_ID["leads"].label)]
        heading = language(code).text(BY_ID["leads"].column("status").label)
        column = next(place for place, cell in enumerate(sheet[1]) if cell.value == heading)
        assert [row[column].value for row in sheet.iter_rows(2, 3)] == [won, "Bof"]


def test_the_same_report_gives_the_same_file(tmp_path: Path, written: Written) -> None:
    again = tmp_path / "again.xlsx"
    write_review(Report(a_slice(a_state(rows=80, expenses=20))), again, FRENCH)
    assert again.read_bytes() == written("some", False).read_bytes()


def test_sheets_names_and_results(tmp_path: Path) -> None:
    opened = (None, "leads", "costs")
    report = Report(a_slice(a_state(), "2025-01", compare=period("2024-12")))
    shown = [sheet for sheet in SHEETS if (sheet.table or sheet.needs) in opened]
    for code, titles in (
        (
            "en",
            [
                "Read me",
                "Summary",
                "KPIs",
                "KPIs by month",
                "Alerts",
                "Forecast",
                "Funnel",
                "Channels",
                "Other comparisons",
                "Two periods compared",
                "Two channels or segments",
                "Funnel readings",
                "Conversion over time",
                "Cohorts",
                "Time in stages",
                "Losses and gaps",
                "Leads",
                "Costs",
                "Definitions",
                "Checks",
            ],
        ),
        (
            "fr",
            [language("fr").text(sheet.title) for sheet in shown if sheet.when is None or sheet.when(report)],
        ),
    ):
        path = tmp_path / f"{code}.xlsx"
        done = write_review(report, path, language(code), company="Coursiers")
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == titles
        assert book.active is not None
        assert book.active.title == titles[1]
        assert book.calculation.fullCalcOnLoad
        assert book.properties.modified.date() == dt.date(2025, 12, 1)
        found = Book(path)
        assert done.formulas == len(found.formulas) > 5000
        assert done.rows == {"leads": 240, "costs": 60}
        assert all(place in found.cells for place in found.formulas), "every formula has its result"
        parts = _parts(path)
        assert len(re.findall("<barChart>", "".join(parts.values()))) >= 5
        for sheet in book.worksheets:
            assert sheet.page_setup.paperSize == 9
            assert sheet.freeze_panes or sheet.title in (titles[0], titles[-1])
        assert {"£", "US$"} & set("".join(parts["xl/styles.xml"])) == set()


def test_the_checks_find_nothing_wrong(tmp_path: Path) -> None:
    write_review(Report(a_slice(a_state(), "2025-01", "2025-03", channel=["google"])), tmp_path / "a.xlsx", ENGLISH)
    verdicts = [
        text
        for (sheet, place), text in Book(tmp_path / "a.xlsx").cells.items()
        if sheet == "Checks" and place[0] == "D"
    ]
    assert verdicts.count("agrees") >= 7
    assert verdicts.count("as exported") == sum(set(kpi.tables) <= {"leads", "costs"} for kpi in KPIS)
    assert "differs" not in verdicts


def test_a_damaged_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_review(_small(), path, ENGLISH)
    whole = path.read_bytes()
    place = Book(path).sheets.index("Leads") + 1
    check_package(path, {place: 2}, {})
    with pytest.raises(LeadDeskError, match="cannot be read back"):
        check_package(path, {place: 3}, {})
    with pytest.raises(LeadDeskError, match="cannot be read back"):
        check_package(path, {}, {3: 1})
    for start in range(0, len(whole) - 1000, len(whole) // 7):
        path.write_bytes(whole[:start] + bytes(64) + whole[start + 64 :])
        with pytest.raises(LeadDeskError, match="cannot be read back"):
            check_package(path, {place: 2}, {})


# -- in place, or not at all ------------------------------------------------------------------------------------------


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    path.write_text("mine")
    with pytest.raises(LeadDeskError, match=r"review\.xlsx is already there"):
        write_review(_small(), path, ENGLISH)
    assert path.read_text() == "mine"
    write_review(_small(), path, ENGLISH, force=True)
    assert zipfile.is_zipfile(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_comes_up_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"

    def meanwhile(fraction: float | None, _text: Message) -> None:
        if fraction == 0.95:
            path.write_text("mine")

    with pytest.raises(LeadDeskError, match="already there"):
        write_review(_small(), path, ENGLISH, progress=meanwhile)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_folders_that_cannot_take_it_are_named(tmp_path: Path) -> None:
    with pytest.raises(LeadDeskError, match="does not exist"):
        write_review(_small(), tmp_path / "none" / "a.xlsx", ENGLISH)
    with pytest.raises(LeadDeskError, match="is a folder"):
        write_review(_small(), tmp_path, ENGLISH, force=True)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no room left"),
        (PermissionError(errno.EACCES, "Permission denied"), "access is denied"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
    ],
)
@pytest.mark.parametrize("step", ["write_package", "_move"])
def test_what_the_system_refuses_is_said_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str, step: str
) -> None:
    def fail(*_arguments: Any) -> None:
        raise error

    path = tmp_path / "review.xlsx"
    path.write_text("mine")
    monkeypatch.setattr(writing, step, fail)
    with pytest.raises(LeadDeskError, match=words) as raised:
        write_review(_small(), path, ENGLISH, force=True)
    assert raised.value.hint is not None
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_review(_small(), tmp_path / "review.xlsx", ENGLISH)
    assert zipfile.is_zipfile(tmp_path / "review.xlsx")
    assert list(tmp_path.iterdir()) == [tmp_path / "review.xlsx"]


def test_it_stops_when_asked_to_and_leaves_nothing(tmp_path: Path) -> None:
    asked = threading.Event()
    fractions: list[float | None] = []

    def progress(fraction: float | None, _text: Message) -> None:
        fractions.append(fraction)
        if fraction is not None and fraction >= 0.4:
            asked.set()

    with pytest.raises(Cancelled):
        write_review(_small(), tmp_path / "a.xlsx", ENGLISH, progress=progress, cancelled=asked.is_set)
    assert fractions == sorted(fraction for fraction in fractions if fraction is not None)
    assert list(tmp_path.iterdir()) == []


def test_a_change_is_in_colour_where_chance_does_not_explain_it(tmp_path: Path) -> None:
    """One lead a day, then two: more than chance. Leads won by hand, three then two: nobody can tell."""
    first = dt.date(2025, 1, 1)
    created = [first + dt.timedelta(day) for day in range(180) for _ in range(1 if day < 90 else 2)]
    sold = (10, 20, 30, 200, 210)
    leads = {
        "created": [day.isoformat() for day in created],
        "won": [day.isoformat() if place in sold else None for place, day in enumerate(created)],
    }
    data = state(leads=leads, today=dt.date(2025, 6, 29))
    report = Report(a_slice(data, "2025-04-01", "2025-06-29", compare=period("2025-01-01", "2025-03-31")))
    path = tmp_path / "coloured.xlsx"
    write_review(report, path, ENGLISH)
    sheet = openpyxl.load_workbook(path)["Summary"]
    ruled = {str(area.sqref) for area in sheet.conditional_formatting}
    label = {sheet.cell(row, 1).value: row for row in range(1, 40)}
    assert f"F{label['New leads']}" in ruled
    assert f"F{label['Customers won']}" not in ruled


def test_a_figure_of_few_cases_is_faint_without_an_interval_too(tmp_path: Path) -> None:
    days = [f"2025-01-{day:02}" for day in range(1, 9)]
    leads = {"created": days, "won": days, "margin": [10.0] * 8}
    path = tmp_path / "faint.xlsx"
    write_review(Report(a_slice(state(leads=leads, costs={"date": ["2025-01-01"], "amount": [40]}))), path, ENGLISH)
    sheet = openpyxl.load_workbook(path)["KPIs"]
    ruled = {str(area.sqref) for area in sheet.conditional_formatting}
    label = {sheet.cell(row, 1).value: row for row in range(1, 90)}
    assert f"B{label['Return on investment (ROI)']}:E{label['Return on investment (ROI)']}" in ruled
    assert f"B{label['Customers won']}:E{label['Customers won']}" not in ruled
