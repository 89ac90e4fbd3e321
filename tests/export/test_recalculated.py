"""LibreOffice recalculates the workbook to what the Report says, as exported and after people changed it."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pytest

from leaddesk.export import review as reviews
from leaddesk.export import workbook
from leaddesk.export.sheets import (
    SHEETS,
    channels,
    cohorts,
    conversion,
    forecast,
    goals,
    losses,
    monthly,
    pairs,
    readings,
    retention,
    stays,
    values,
)
from leaddesk.export.workbook import write_review
from leaddesk.model.action import Change, edited
from leaddesk.model.kpis import COMPARED, KPIS
from leaddesk.model.method import Method
from leaddesk.model.report import Report
from leaddesk.model.slice import Filters, Slice
from leaddesk.model.stages import LABELS, Stage
from leaddesk.model.tables import BY_ID
from leaddesk.text import NO_VALUE, language, msg
from tests.builders import a_slice, frame, period, state
from tests.export.made import a_state
from tests.export.recalculation import NOWHERE, Book, Office, close, differences
from tests.export.records import a_state_of_everything

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.measure import Measure
    from leaddesk.model.state import State

COMPUTED = cohorts, conversion, forecast, goals, losses, monthly, readings, retention, stays
TOLD = frozenset(language(code).text(one.SHEET.title) for code in ("fr", "en") for one in COMPUTED)
"""The sheets of what LeadDesk computes: they know no other inputs (tests/export/test_told.py, test_every_figure.py)."""
VALUES = frozenset(language(code).text(one.SHEET.title) for code in ("fr", "en") for one in (channels, values))
PAIRS = frozenset(language(code).text(pairs.SHEET.title) for code in ("fr", "en"))
pytestmark = pytest.mark.timeout(400)
"""LibreOffice computes all workbooks in one run, which the first test waits for."""
NO_STAGES = ("leads.status", "leads.won", "leads.lost", "leads.channel")
PRESENT = "2025-01", "2025-03"
EARLIER = period("2024-10", "2024-12")
DEPOTS = {"extra:Dépôt": frozenset({"Lyon", "=1+1", None})}
METHODS = frozenset(kpi.id for kpi in KPIS if isinstance(kpi.expression, Method) and kpi.expression.so_far is None)
COMPARISONS = f"(inputs|filters)_changed|_exported|<>|^=?kpi_({'|'.join(METHODS)})$"
"""Formulas that say whether something differs from the export: they must, after a change. What LeadDesk computed is a
value, which follows no change.
"""


@dataclass
class Case:
    """A workbook as LeadDesk wrote it, the one that was given to LibreOffice (or its altered copy), and what that made
    of it.
    """

    report: Report
    written: Book
    given: Book
    recalculated: Book


def _less(**what: Any) -> State:
    """Without something, of half as many rows: what is not there is not there in a thousand."""
    return a_state(rows=120, expenses=40, **what)


def _cases() -> dict[str, tuple[Slice, str, bool]]:
    """Slices with the language of their workbook, and whether personal data goes with them."""
    whole = a_state()
    return {
        "everything": (a_slice(whole), "en", False),
        "compared": (a_slice(whole, *PRESENT, compare=EARLIER, channel=["google", "*", None]), "fr", False),
        "spend is not recorded by owner": (a_slice(whole, "2025-01-10", None, owner=["Léa"]), "fr", False),
        "spend is not recorded by depot": (
            replace(a_slice(whole, "2025-01-10", None), filters=Filters(DEPOTS)), "fr", False,
        ),
        "open start": (a_slice(whole, None, "2025-03-05", campaign=["=1+1"]), "en", True),
        "leads only": (a_slice(_less(without=("costs",)), "2024-05", "2025-06"), "fr", False),
        "costs only": (a_slice(_less(without=("leads",)), "2024-05", "2025-06"), "en", False),
        "no dates": (a_slice(_less(without=("leads.created", "costs.date")), "2024-05", "2025-06"), "en", False),
        "no dates, no period": (a_slice(_less(without=("leads.created", "costs.date"))), "fr", False),
        "no stages": (
            a_slice(_less(without=NO_STAGES), *PRESENT, compare=EARLIER), "fr", False,
        ),
        "no channel anywhere": (a_slice(_less(without=("leads.channel", "costs.channel")), *PRESENT), "en", False),
        "margins unknown, spend refunded": (
            a_slice(_less(instead={"leads.margin": None, "costs.amount": -5}), *PRESENT), "fr", False,
        ),
        "amounts unknown": (
            a_slice(_less(instead={"leads.amount": None, "costs.amount": None}), *PRESENT), "en", False,
        ),
        "every table": (a_slice(a_state_of_everything(), *PRESENT, compare=EARLIER), "fr", True),
        "no tables": (a_slice(state()), "fr", False),
        "no rows": (a_slice(state(frame("leads"), frame("costs"))), "fr", False),
        "nothing in the period": (a_slice(whole, "2031-01", compare=period("2030-01")), "fr", False),
    }  # fmt: skip


COMPARED_BY = frozenset(("everything",))
"""The cases with the sheet of other comparisons: its formulas are those of the channels, and LibreOffice takes time."""


def _write(data: Slice, path: Path, code: str, *, personal: bool = False, by: bool = True, told: bool = True) -> Report:
    """*by*, *told*: with the sheet of other comparisons, with those of what LeadDesk computes."""
    report = Report(data)
    left_out = [values.SHEET] * (not by) + [one.SHEET for one in COMPUTED] * (not told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook, "SHEETS", tuple(one for one in SHEETS if one not in left_out))
        write_review(report, path, language(code), personal=personal, company="Rapid’ & <Fils>")
    return report


# -- changes that people make in the file ------------------------------------------------------------------------------


def _altered(path: Path, target: Path, data: Slice, code: str) -> Slice:
    """Change random cells of the data sheets with openpyxl; gives the slice over the same changes made in LeadDesk."""
    random = np.random.default_rng(7)
    book = openpyxl.load_workbook(path)
    words = language(code)
    changes = []
    for table, field, count in (
        ("leads", "stage", 40), ("leads", "amount", 40), ("leads", "margin", 30), ("leads", "created", 30),
        ("leads", "responded", 20), ("leads", "won", 30), ("leads", "qualified", 30), ("leads", "closed", 20),
        ("costs", "amount", 15), ("costs", "date", 15), ("costs", "until", 15),
    ):  # fmt: skip
        rows = data.dataset[table]
        sheet = book[words.text(BY_ID[table].label)]
        heading = words.text(BY_ID[table].column(field).label)
        column = next(cell.column for cell in sheet[1] if cell.value == heading)
        dates = [str(day) for day in rows.data["created" if table == "leads" else "date"].dropna()]
        inner = sorted(dates)[5:-5]
        first_and_last = {int(place) for end in (min, max) for place in np.flatnonzero(
            rows.data["created" if table == "leads" else "date"].astype(str).to_numpy() == end(dates))}  # fmt: skip
        for place in random.choice([i for i in range(len(rows)) if i not in first_and_last], count, replace=False):
            shown: Any
            new: str | float | None
            if random.random() < 0.2:
                shown = new = None
            elif field == "stage":
                stage = Stage(int(random.integers(0, 8)))
                shown, new = words.text(LABELS[stage]), stage.id
            elif field in ("amount", "margin"):
                shown = new = round(float(random.normal(500, 400)), 2)
            else:
                new = str(random.choice(inner))[:10]
                shown = dt.datetime.fromisoformat(new)
            sheet.cell(int(place) + 2, column).value = shown
            changes.append(Change(table, field, None, new, int(rows.rows[place])))
    book.save(target)
    return replace(data, state=edited(data.state, changes))


def _with_inputs(path: Path, target: Path, data: Slice) -> None:
    """Set the yellow cells of the summary to what *data* looks at."""
    book = openpyxl.load_workbook(path)
    summary = book.worksheets[1]
    sides = [("period", data.period), ("compare", data.compare)]
    for name, chosen in sides:
        if chosen is not None:
            for end, day in (("from", chosen.start), ("to", chosen.end)):
                place = book.defined_names[f"{name}_{end}"].attr_text.rpartition("!")[2].replace("$", "")
                summary[place].value = day
    for name in (name for name in book.defined_names if re.fullmatch("filter_[a-z]+", name)):
        place = book.defined_names[name].attr_text.rpartition("!")[2].replace("$", "")
        kept = data.filters.kept.get(name.removeprefix("filter_"))
        for (flag,) in summary[place]:
            label = summary.cell(flag.row, flag.column - 1).value
            key = None if summary.cell(flag.row, flag.column - 1).font.color.rgb == MUTED else label
            flag.value = int(kept is None or key in kept)
    book.save(target)


MUTED = "0052606D"
"""The colour in which rows without a value are named."""


def _planted(path: Path, target: Path) -> None:
    """The same file with wrong results beside the formulas of the KPIs."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet3.xml":
                content, count = re.subn(rb"</f><v>[0-9.]+</v>", b"</f><v>4242</v>", content)
                assert count > 50
            copy.writestr(name, content)


@pytest.fixture(scope="module")
def cases(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    """Every workbook written and recalculated, all in one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("reviews")
    made = _cases()
    reports, expected, given = {}, {}, {}
    for number, (name, (data, code, personal)) in enumerate(made.items()):
        path = folder / f"case{number}.xlsx"
        reports[name] = _write(data, path, code, personal=personal, by=name in COMPARED_BY)
        expected[name] = given[name] = path

    def changed(name: str, of: str, data: Slice, file: Path) -> None:
        reports[name] = _write(data, folder / f"expected-{file.name}", made[of][1], by=of in COMPARED_BY, told=False)
        expected[name], given[name] = folder / f"expected-{file.name}", file

    for name in ("compared", "everything"):
        data, code, _ = made[name]
        target = folder / f"altered-{name}.xlsx"
        changed(f"{name}, rows altered", name, _altered(given[name], target, data, code), target)
    kept = Filters({"channel": frozenset({"Google", "<x", ">5"}), "campaign": frozenset({None})})
    past = period("2024-04-10", "2024-05-20")
    data = replace(made["compared"][0], period=period("2024-06", "2024-09"), compare=past, filters=kept)
    _with_inputs(given["compared"], folder / "inputs.xlsx", data)
    changed("compared, other inputs", "compared", data, folder / "inputs.xlsx")
    free = replace(data, period=period(None, "2025-02-14"), filters=Filters({"owner": frozenset({"Omar", None})}))
    _with_inputs(given["compared"], folder / "free.xlsx", free)
    changed("compared, open start, by owner", "compared", free, folder / "free.xlsx")
    _planted(given["everything"], folder / "planted.xlsx")
    given["everything"] = folder / "planted.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reviews, "LIVE_ROWS", 100)
        expected["values"] = given["values"] = folder / "values.xlsx"
        reports["values"] = _write(made["compared"][0], folder / "values.xlsx", "en", by=False)
    _with_inputs(given["values"], folder / "stale.xlsx", data)
    reports["stale"], expected["stale"], given["stale"] = (
        reports["values"],
        folder / "values.xlsx",
        folder / "stale.xlsx",
    )
    books = {path: Book(path) for path in {*expected.values(), *given.values()}}
    found = dict(zip(given, office.recalculated(*(books[path] for path in given.values())), strict=True))
    return {
        name: Case(report, books[expected[name]], books[given[name]], found[name]) for name, report in reports.items()
    }


def _apart(case: Case) -> frozenset[str]:
    """The sheets that cannot be compared after a change: what LeadDesk computed, and two values side by side where the
    two with most leads are others now. Which they are was written with the workbook.
    """
    written, found = (
        {place: value for place, value in book.cells.items() if place[0] in PAIRS and place not in book.formulas}
        for book in (case.written, case.recalculated)
    )
    return TOLD if written == found else TOLD | PAIRS


def _channels(case: Case) -> str:
    """The sheet of the channels."""
    return next(title for title in case.written.sheets if title in {"Channels", "Canaux"})


def _value_rows(case: Case) -> dict[str, dict[int, int]]:
    """Where each value that is compared stands in the recalculated workbook: the most leads come first in each."""
    return {sheet: _rows_of(case, sheet) for sheet in case.written.sheets if sheet in VALUES}


def _rows_of(case: Case, sheet: str) -> dict[int, int]:
    def rows(book: Book) -> dict[tuple[int, float], int]:
        heads = [place for place, text in book.cells.items() if place[0] == sheet and text in ("Key", "Clé")]
        found = {}
        for letter, top in (re.fullmatch(r"([A-Z]+)(\d+)", address).groups() for _, address in heads):  # type: ignore[union-attr]
            row = int(top) + 1
            while isinstance(key := book.cells.get((sheet, f"{letter}{row}")), float):
                found[int(top), key] = row
                row += 1
        return found

    there = rows(case.recalculated)
    return {row: there.get(key, NOWHERE) for key, row in rows(case.written).items()}


@pytest.mark.parametrize("name", _cases())
def test_every_formula_recalculates_to_the_report(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    assert len(case.written.formulas) > 100
    assert differences(case.written, case.recalculated) == []


@pytest.mark.parametrize("name", [*_cases(), "compared, rows altered", "compared, other inputs", "values"])
def test_the_figures_are_those_of_the_report(cases: dict[str, Case], name: str) -> None:
    """The results written beside the formulas are no better than the Report: compared with it cell by cell."""
    case = cases[name]
    assert len(case.report.kpis) == len(KPIS)
    as_exported = not name.endswith(("altered", "other inputs"))
    for figure in case.report.told:
        if figure.kpi.id in METHODS and not as_exported:
            continue
        for part, value in _parts(figure.measure).items():
            found = case.recalculated.named(f"kpi_{figure.kpi.id}{part}")
            assert close(NO_VALUE if value is None else value, found), (figure.kpi.id, part)
        if figure.trend is not None:
            before = figure.trend.previous.value
            found = case.recalculated.named(f"kpi_{figure.kpi.id}_before")
            assert close(NO_VALUE if before is None else before, found), figure.kpi.id


def _parts(measure: Measure) -> dict[str, float | None]:
    return {"": measure.value, "_low": measure.low, "_high": measure.high}


def test_channels_are_those_of_the_report(cases: dict[str, Case]) -> None:
    case, words = cases["compared, other inputs"], language("fr")
    book, sheet = case.recalculated, _channels(case)
    titles = {text: place[:-1] for (page, place), text in book.cells.items() if page == sheet and place[1:] == "4"}
    lines = {text: place[1:] for (page, place), text in book.cells.items() if page == sheet and place[0] == "A"}
    breakdown = case.report.channels
    assert {row.key for row in breakdown.rows} >= {"Google", "<x", ">5"}
    for row in breakdown.rows:
        line = lines[words.text(msg("(no source)")) if row.key is None else row.key]
        for kpi, measure in zip(COMPARED, row.measures, strict=True):
            found = book.cells[sheet, f"{titles[words.text(kpi.title)]}{line}"]
            assert close(NO_VALUE if measure.value is None else measure.value, found), (row.key, kpi.id)


@pytest.mark.parametrize("name", ["compared, rows altered", "everything, rows altered"])
def test_altered_rows_give_the_report_of_the_altered_data(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    original = cases[name.partition(",")[0]]
    moved = [figure.kpi.id for figure, before in zip(case.report.kpis, original.report.kpis, strict=True)
             if figure.measure.value != before.measure.value]  # fmt: skip
    assert len(moved) >= 15, "the changes must reach the figures"
    assert _apart(cases["everything, rows altered"]) == TOLD, "one case at least compares two values"
    assert differences(case.written, case.recalculated, COMPARISONS, _value_rows(case), _apart(case)) == []


@pytest.mark.parametrize("name", ["compared, other inputs", "compared, open start, by owner"])
def test_other_inputs_give_the_report_of_that_slice(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    assert differences(case.written, case.recalculated, COMPARISONS, _value_rows(case), _apart(case)) == []
    assert case.recalculated.named("inputs_changed") == 1
    assert cases["compared"].recalculated.named("inputs_changed") == 0


def test_what_leaddesk_computed_goes_with_the_inputs(cases: dict[str, Case]) -> None:
    report, book = cases["compared"].report, cases["compared"].recalculated
    other = cases["compared, other inputs"].recalculated
    told = [figure for figure in report.told if figure.kpi.id in METHODS]
    assert any(figure.measure.value is not None for figure in told)
    for figure in told:
        value = figure.measure.value
        assert close(NO_VALUE if value is None else value, book.named(f"kpi_{figure.kpi.id}"))
        assert other.named(f"kpi_{figure.kpi.id}") == NO_VALUE


def test_what_a_note_counts_goes_with_the_inputs(cases: dict[str, Case]) -> None:
    """So many customers without a date: of the period that was exported."""
    words, measures = language("fr"), [figure.measure for figure in cases["compared"].report.told]
    notes = {words.text(one.note) for one in measures if one.note is not None and one.edge is None}
    names = "compared", "compared, other inputs"
    before, after = ([str(text) for text in cases[name].recalculated.cells.values()] for name in names)
    assert sum(text.endswith(tuple(notes)) for text in before) >= 5
    assert not any(text.endswith(tuple(notes)) for text in after)


def test_libreoffice_really_recalculates(cases: dict[str, Case]) -> None:
    case = cases["everything"]
    assert case.given.named("kpi_leads") == 4242, "wrong results stand beside the formulas of the KPIs"
    assert case.recalculated.named("kpi_leads") == case.report.kpis[0].measure.value


def test_values_instead_of_row_formulas_know_no_other_inputs(cases: dict[str, Case]) -> None:
    case = cases["values"]
    assert differences(case.written, case.recalculated) == []
    assert not any(sheet == "Leads" for sheet, _ in case.written.formulas)
    stale = cases["stale"].recalculated
    assert stale.named("inputs_changed") == 1
    assert {stale.named(f"kpi_{kpi.id}") for kpi in KPIS if kpi.id.startswith(("leads", "cac", "win"))} == {NO_VALUE}
    assert close(stale.named("kpi_spend"), 0.0) is False
    assert any("LeadDesk" in str(text) for text in stale.cells.values() if isinstance(text, str))


def test_similar_channels_are_kept_apart(cases: dict[str, Case]) -> None:
    book, sheet = cases["everything"].recalculated, _channels(cases["everything"])
    names = {text: place[1:] for (page, place), text in book.cells.items() if page == sheet and place.startswith("A")}
    by_name = {row.key: row.measures[0].value for row in cases["everything"].report.channels.rows}
    assert {"*", "a?c", "<x", ">5", "google", "Google", "=1+1"} <= set(by_name)
    for name, count in by_name.items():
        assert book.cells[sheet, f"B{names['(no source)' if name is None else name]}"] == count, name
