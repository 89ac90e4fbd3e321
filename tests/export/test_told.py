"""The sheets of what LeadDesk computes: the same figures as the Report, and none once an input was changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter

from leaddesk.export.sheets import alerts, channels, cohorts, conversion, forecast, losses, readings, retention, stays
from leaddesk.export.workbook import write_review
from leaddesk.model.readings import Reading
from leaddesk.model.report import Report
from leaddesk.model.stages import LABELS
from leaddesk.text import NO_VALUE, language
from tests.builders import a_slice, frame, state
from tests.export.made import a_state
from tests.export.recalculation import Book, Cell, Office, close, differences
from tests.export.records import a_business, a_state_of_everything

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.export.sheet import Sheet
    from leaddesk.model.measure import Measure
    from leaddesk.model.slice import Slice

pytestmark = pytest.mark.timeout(300)
"""The first test waits for all that LibreOffice computes."""
ENGLISH = language("en")
OURS = {ENGLISH.text(module.SHEET.title) for module in (cohorts, conversion, readings, retention, stays)}
FOLLOWING = OURS | {ENGLISH.text(losses.SHEET.title)}
"""Those of a business whose figures another period takes back."""
FILTERED = {ENGLISH.text(module.SHEET.title) for module in (alerts, forecast)}
"""Those that are the same whatever the period; other filters take them back."""


@dataclass
class Case:
    """A workbook in English as LeadDesk wrote it, and what LibreOffice made of it."""

    report: Report
    written: Book
    recalculated: Book


def _cases() -> dict[str, Slice]:
    whole = a_business()
    return {
        "all dates": a_slice(whole),
        "a period of a channel": a_slice(whole, "2025-01", "2025-09", channel=["google", "<x"]),
    }


@pytest.fixture(scope="module")
def cases(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    """Every workbook written and recalculated; "changed": the first with another period typed in, "filtered": with a
    channel switched off.
    """
    folder = tmp_path_factory.mktemp("told")
    reports, paths = {}, {}
    for number, (name, data) in enumerate(_cases().items()):
        reports[name], paths[name] = Report(data), folder / f"case{number}.xlsx"
        write_review(reports[name], paths[name], ENGLISH)
    book = openpyxl.load_workbook(paths["all dates"])
    place = book.defined_names["period_from"].attr_text.rpartition("!")[2].replace("$", "")
    book["Summary"][place].value = 45_700
    book.save(folder / "changed.xlsx")
    reports["changed"], paths["changed"] = reports["all dates"], folder / "changed.xlsx"
    book = openpyxl.load_workbook(paths["all dates"])
    place = book.defined_names["filter_channel"].attr_text.rpartition("!")[2].replace("$", "").partition(":")[0]
    book["Summary"][place].value = 0
    book.save(folder / "filtered.xlsx")
    reports["filtered"], paths["filtered"] = reports["all dates"], folder / "filtered.xlsx"
    reports["a cost not noted"], paths["a cost not noted"] = Report(_not_noted()), folder / "not noted.xlsx"
    write_review(reports["a cost not noted"], paths["a cost not noted"], ENGLISH)
    books = {name: Book(path) for name, path in paths.items()}
    found = dict(zip(books, office.recalculated(*books.values()), strict=True))
    return {name: Case(report, books[name], found[name]) for name, report in reports.items()}


def _not_noted() -> Slice:
    """Leads of Google cost 10 each; what those without a channel cost, nobody noted."""
    leads: dict[str, Any] = {"created": ["2025-01-02"] * 4, "channel": ["Google"] * 3 + [None], "status": ["Gagné"] * 4}
    costs: dict[str, Any] = {"date": ["2025-01-01"], "channel": ["Google"], "amount": [30.0]}
    return a_slice(state(frame("leads", **leads), frame("costs", **costs)), "2025-01")


def _cells(book: Book, place: tuple[str, str], count: int, down: int = 0) -> list[Cell]:
    """So many cells from a place to the right, *down* rows further."""
    letter, row = re.fullmatch(r"([A-Z]+)(\d+)", place[1]).groups()  # type: ignore[union-attr]
    first = column_index_from_string(letter)
    return [
        book.cells.get((place[0], f"{get_column_letter(first + index)}{int(row) + down}"), "") for index in range(count)
    ]


def _equal(shown: list[Cell], wanted: list[Any]) -> bool:
    texts = [NO_VALUE if value is None else value for value in wanted]
    return len(shown) == len(texts) and all(close(one, other) for one, other in zip(shown, texts, strict=True))


def _four(measure: Measure) -> list[Any]:
    return [measure.value, measure.n, measure.low, measure.high]


def _titled(book: Book, sheet: Sheet, text: str) -> tuple[str, str]:
    """The place of a text on a sheet, the first from the top."""
    title = ENGLISH.text(sheet.title)
    places = [place for place, shown in book.cells.items() if place[0] == title and shown == text]
    return min(places, key=lambda place: int(re.sub("[A-Z]", "", place[1])))


@pytest.mark.parametrize("name", _cases())
def test_every_formula_recalculates_to_what_was_written(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    assert {sheet for sheet, _ in case.written.formulas} >= OURS
    assert differences(case.written, case.recalculated) == []


@pytest.mark.parametrize("name", _cases())
def test_conversion_is_that_of_the_report(cases: dict[str, Case], name: str) -> None:
    book, found = cases[name].recalculated, cases[name].report.conversion
    assert found.final is not None
    assert found.curves is not None
    place = _titled(book, conversion.SHEET, "Won so far, of all leads: young ones count as not won")
    assert _equal(_cells(book, place, 5)[1:], _four(found.naive))
    for by_day in found.by_day:
        assert _equal(_cells(book, book.place(f"conversion_by_day_{by_day.days}"), 4), _four(by_day.share))
    assert _equal(_cells(book, book.place("conversion_in_the_end"), 4), _four(found.final))
    top = _titled(book, conversion.SHEET, "Days since the creation")
    for down in (1, 2, 9):
        day = 4 * (down - 1)
        wanted = [float(line[day]) for line in (found.curves.won, found.curves.low, found.curves.high)]
        assert _equal(_cells(book, top, 4, down), [day, *wanted])


@pytest.mark.parametrize("name", _cases())
def test_cohorts_are_those_of_the_report(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    book, found = case.recalculated, case.report.cohorts
    assert len(found.cohorts) >= 9
    assert any(cell.is_immature for cohort in found.cohorts for cell in cohort.cells)
    first = book.place("cohorts_leads")
    place = first[0], first[1].partition(":")[0]
    for down, cohort in enumerate(found.cohorts):
        naive, final = cohort.naive, cohort.final
        counts = [cohort.leads, cohort.won, cohort.lost, naive.value, naive.low, naive.high]
        assert _equal(_cells(book, place, 9, down), [*counts, final.value, final.low, final.high]), cohort.start
        shares = [cell.share.value for cell in cohort.cells]
        assert _equal(_cells(book, (place[0], f"M{place[1][1:]}"), len(shares), down), shares), cohort.start
    live = [text for (sheet, _), text in case.written.formulas.items() if sheet == place[0] and "COUNTIFS" in text]
    assert len(live) == 3 * len(found.cohorts), "leads, won and lost are counted by formulas"
    heading = _titled(book, cohorts.SHEET, "Leads whose state by that age is known")
    sizes = [cell.share.n for cell in found.cohorts[0].cells]
    assert _equal(_cells(book, (heading[0], f"M{heading[1][1:]}"), len(sizes), 2), sizes)


@pytest.mark.parametrize("name", _cases())
def test_the_three_readings_are_those_of_the_report(cases: dict[str, Case], name: str) -> None:
    book, report = cases[name].recalculated, cases[name].report
    window = report.conversion_window.days
    assert window is not None
    assert book.named("conversion_window") == window
    titles = {ENGLISH.text(words): report.read_funnel(reading) for reading, (words, _) in readings.READINGS.items()}
    for reading in (Reading.IN_ORDER, Reading.ANY_ORDER):
        words = ENGLISH.text(readings.READINGS[reading][0])
        titles[f"{words}, within {window} days of the creation"] = report.read_funnel(reading, window)
    assert len(titles) == 5
    for title, found in titles.items():
        place = _titled(book, readings.SHEET, title)
        for down, step in enumerate(found.steps, 2):
            first, before = step.of_first, step.of_previous
            shares = [first.value, first.low, first.high, before.value, before.low, before.high, before.n]
            skipped = step.skipped if found.reading is Reading.IN_ORDER else None
            undated = None if found.reading is Reading.AS_RECORDED else step.undated
            wanted = [ENGLISH.text(step.label), step.reached, *shares, step.value, skipped, undated]
            assert _equal(_cells(book, place, 12, down), wanted), (title, step.stage)
    found_ = report.recovery
    assert found_ is not None
    assert _equal(_cells(book, book.place("recovery_customers"), 4), _four(found_.customers))


@pytest.mark.parametrize("name", _cases())
def test_times_in_stages_are_those_of_the_report(cases: dict[str, Case], name: str) -> None:
    book, report = cases[name].recalculated, cases[name].report
    assert len(report.stays) == 3
    for stay in report.stays:
        place = _titled(book, stays.SHEET, ENGLISH.text(LABELS[stay.stage]))
        days = [day for one in stay.quantiles for day in (one.middle, one.low, one.high)]
        assert _equal(_cells(book, place, 16)[1:], [stay.left, stay.waiting, stay.unknown, *days]), stay.stage
    sale = report.time_to_convert
    middle = sale.quantiles[1]
    shown = _cells(book, book.place("stay_until_the_sale"), 3)
    assert _equal(shown, [middle.middle, middle.low, middle.high])
    assert any(len(one.places) for one in report.stuck)
    ids = report.slice.dataset["leads"].data["id"].tolist()
    for one in report.stuck:
        assert close(book.named(f"stuck_{one.stage.id}"), NO_VALUE if one.limit is None else len(one.places))
        if len(one.places):
            place = _titled(book, stays.SHEET, f"Stuck in “{ENGLISH.text(LABELS[one.stage])}”")
            listed = [_cells(book, place, 5, down)[4] for down in range(2, len(one.places) + 2)]
            assert listed == [ids[lead] for lead in one.places]


@pytest.mark.parametrize("name", ["all dates"])
def test_customers_are_those_of_the_report(cases: dict[str, Case], name: str) -> None:
    book, found = cases[name].recalculated, cases[name].report.retention
    assert found.average is not None
    assert found.repeat is not None
    assert found.concentration is not None
    assert _equal(_cells(book, book.place("retention_average"), 4), _four(found.average))
    assert _equal(_cells(book, book.place("retention_repeat"), 4), _four(found.repeat))
    assert _equal(_cells(book, book.place("retention_largest"), 4), _four(found.concentration.share))
    first = book.place("retention_active")
    active = first[0], first[1].partition(":")[0]
    kept = _titled(book, retention.SHEET, "The share of them")
    for down, cohort in enumerate(found.cohorts):
        assert _equal(_cells(book, active, len(cohort.active), down), list(cohort.active)), cohort.start
        shares = [cohort.kept(later).value for later in range(len(cohort.active))]
        place = kept[0], f"C{kept[1][1:]}"
        assert _equal(_cells(book, place, len(shares), down + 2), shares), cohort.start
    money = _titled(book, retention.SHEET, "The revenue over that of the first month")
    kept_money = [found.cohorts[0].revenue_kept(later) for later in range(len(found.cohorts[0].active))]
    assert _equal(_cells(book, (money[0], f"C{money[1][1:]}"), len(kept_money), 2), kept_money)
    quiet = cases[name].report.quiet_customers
    assert quiet
    assert book.named("retention_quiet") == len(quiet)


def test_a_filter_that_orders_do_not_know_is_said(cases: dict[str, Case]) -> None:
    case = cases["a period of a channel"]
    absent = case.report.retention.absent
    assert absent is not None
    assert ENGLISH.text(absent) in case.written.cells.values()


def _taken_back(written: Book, book: Book, sheets: set[str], cell: str) -> tuple[int, list[Any]]:
    """How many formulas of these sheets hang on a cell, and which of them show a figure all the same."""
    told = [place for place, text in written.formulas.items() if place[0] in sheets and text.startswith(f"IF({cell}=1")]
    return len(told), [place for place in told if place[1] != "A3" and book.cells.get(place) != NO_VALUE]


def test_nothing_computed_is_told_of_another_period(cases: dict[str, Case]) -> None:
    book, written = cases["changed"].recalculated, cases["all dates"].written
    assert book.named("inputs_changed") == 1
    count, wrong = _taken_back(written, book, FOLLOWING, "inputs_changed")
    assert count > 700
    assert wrong == []
    assert {str(book.cells[sheet, "A3"]) for sheet in FOLLOWING} == {
        "The period or the filters were changed: only LeadDesk can compute this."
    }
    assert isinstance(book.named("funnel_new"), float), "what formulas say follows"


def test_alerts_and_the_forecast_hang_on_no_period(cases: dict[str, Case]) -> None:
    book, written = cases["changed"].recalculated, cases["all dates"].written
    assert book.named("filters_changed") == 0
    for place in (place for place in written.formulas if place[0] in FILTERED):
        assert close(book.cells.get(place, ""), written.cells.get(place, "")), place
    assert {str(book.cells.get((sheet, "A3"), "")) for sheet in FILTERED} == {""}


def test_nothing_computed_is_told_of_other_filters(cases: dict[str, Case]) -> None:
    book, written = cases["filtered"].recalculated, cases["all dates"].written
    assert (book.named("inputs_changed"), book.named("filters_changed")) == (1, 1)
    assert _taken_back(written, book, FOLLOWING, "inputs_changed")[1] == []
    count, wrong = _taken_back(written, book, FILTERED, "filters_changed")
    assert count > 30
    assert wrong == []
    assert {str(book.cells[sheet, "A3"]) for sheet in FILTERED} == {
        "The filters were changed: only LeadDesk can compute this."
    }


@pytest.mark.parametrize("personal", [True, False])
def test_names_go_along_only_when_they_may(tmp_path: Path, personal: bool) -> None:
    leads: dict[str, Any] = {
        "created": ["2024-01-02"] * 30,
        "contacted": ["2024-01-05"] * 25 + [None] * 5,
        "name": ["Durand"] * 30,
    }
    orders: dict[str, Any] = {
        "customer": ["Chez Paul"] * 6,
        "date": [f"2024-01-0{day}" for day in range(1, 7)],
        "amount": [9.0] * 6,
    }
    leads["status"] = ["Nouveau"] * 30
    report = Report(a_slice(state(frame("leads", **leads), frame("orders", **orders))))
    write_review(report, tmp_path / "a.xlsx", ENGLISH, personal=personal)
    book = Book(tmp_path / "a.xlsx")
    assert len(report.quiet_customers) == 1
    assert ("Chez Paul" in book.cells.values()) is personal
    stuck = {text for (sheet, _), text in book.cells.items() if sheet == "Time in stages"}
    assert any(len(one.places) for one in report.stuck)
    assert ("Durand" in stuck) is personal
    assert book.named("retention_quiet") == 1


@pytest.mark.parametrize(
    ("data", "left_out"),
    [
        (a_slice(a_state(without=("leads",))), OURS),
        (a_slice(state(frame("orders", customer=["A"], date=["2025-01-02"]))), OURS - {"Customers and orders"}),
        (a_slice(a_state(without=("leads.created",))), {"Customers and orders"}),
        (a_slice(state(frame("leads"), frame("orders"))), set()),
        (a_slice(a_state_of_everything(), "2031-01"), set()),
    ],
)
def test_a_sheet_without_figures_is_left_out_or_says_why(tmp_path: Path, data: Slice, left_out: set[str]) -> None:
    report = Report(data)
    write_review(report, tmp_path / "a.xlsx", ENGLISH)
    book = Book(tmp_path / "a.xlsx")
    assert OURS - set(book.sheets) == left_out
    shown = set(book.cells.values())
    for reason, sheet in (
        (report.conversion.absent, "Conversion over time"),
        (report.cohorts.absent, "Cohorts"),
        (report.retention.absent, "Customers and orders"),
    ):
        assert reason is None or sheet in left_out or ENGLISH.text(reason) in shown, sheet
    titles = [text for (sheet, place), text in book.cells.items() if sheet == "Read me" and place.startswith("A")]
    assert OURS & set(titles) == OURS - left_out, "the contents name the sheets that are there"


def test_a_long_list_of_stuck_leads_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stays, "LISTED", 2)
    report = Report(a_slice(a_business()))
    longest = max(len(one.places) for one in report.stuck)
    write_review(report, tmp_path / "a.xlsx", ENGLISH)
    assert f"and {longest - 2} more, not listed here" in Book(tmp_path / "a.xlsx").cells.values()


def test_a_cost_that_nobody_noted_is_no_zero_in_the_workbook_either(cases: dict[str, Case]) -> None:
    book = cases["a cost not noted"].recalculated
    assert differences(cases["a cost not noted"].written, book) == []
    rows = {label: place for place, label in book.cells.items() if place[0] == "Channels" and place[1].startswith("A")}
    column = _titled(book, channels.SHEET, "Cost per lead")[1].rstrip("0123456789")
    costs_of = {label: book.cells["Channels", f"{column}{place[1][1:]}"] for label, place in rows.items()
                if label in ("Google", "(no source)")}  # fmt: skip
    assert costs_of == {"Google": 10, "(no source)": NO_VALUE}
    assert "“–” where no cost is recorded: that is not the same as free." in book.cells.values()
