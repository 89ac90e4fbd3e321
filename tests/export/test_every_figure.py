"""No figure of LeadDesk is missing in the workbook: each property of a Report and each KPI stands there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pytest
from openpyxl.utils import get_column_letter

from leaddesk.export.formulas import DAY_ZERO
from leaddesk.export.sheets import (
    alerts,
    channels,
    cohorts,
    compared,
    conversion,
    forecast,
    funnel,
    goals,
    kpis,
    losses,
    monthly,
    pairs,
    reach,
    readings,
    retention,
    stays,
    summary,
    values,
)
from leaddesk.export.workbook import write_review
from leaddesk.model.alertaccount import part_text
from leaddesk.model.dataset import Dataset
from leaddesk.model.dimensions import dimensions
from leaddesk.model.kpis import COMPARED, KPIS
from leaddesk.model.method import Method
from leaddesk.model.monthly import monthly as monthly_of
from leaddesk.model.pairs import largest_pair
from leaddesk.model.period import day_number
from leaddesk.model.qualification import due
from leaddesk.model.report import Report
from leaddesk.model.scoring import scores
from leaddesk.model.sidebyside import side_by_side
from leaddesk.model.tried import tried_over
from leaddesk.text import NO_VALUE, language
from tests.builders import a_slice, frame, period
from tests.export.recalculation import Book, Office, close, differences
from tests.export.records import a_business, a_state_of_everything

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leaddesk.export.sheet import Sheet
    from leaddesk.model.measure import Measure
    from leaddesk.model.state import State

pytestmark = pytest.mark.timeout(400)
ENGLISH = language("en")
Numbers = "Iterable[float | str | None]"


def _of(measure: Measure | None) -> list[float | None]:
    return [] if measure is None else [measure.value, measure.n, measure.low, measure.high]


def _kpis(found: Any) -> list[float | None]:
    return [part for figure in found for part in (*_of(figure.measure), figure.measure.unknown or None)]


def _steps(found: Any) -> list[float | None]:
    assert found.leak is not None
    steps = [part for step in found.steps for part in (step.reached, *_of(step.of_previous), step.days.value)]
    return [*steps, found.leak.lost, found.leak.of, found.leak.share.value]


def _channels(found: Any) -> list[float | None]:
    return [part for line in found.rows for measure in line.measures for part in _of(measure)]


def _months(found: Any) -> list[float | None]:
    return [month.count for month in found.months]


def _conversion(found: Any) -> list[float | None]:
    return [*_of(found.naive), *_of(found.final), *(part for one in found.by_day for part in _of(one.share))]


def _cohorts(found: Any) -> list[float | None]:
    return [part for one in found.cohorts for part in (one.leads, one.won, one.final.value)]


def _stays(found: Any) -> list[float | None]:
    return [part for one in found for part in (one.left, one.waiting, *(day.middle for day in one.quantiles))]


def _stuck_leads(found: Any) -> list[float | None]:
    assert any(one.times for one in found.first(len(found)))
    return [part for one in found.first(len(found)) for part in (one.days, one.times)]


def _retention(found: Any) -> list[float | None]:
    assert found.kept[1].value is not None
    assert found.revenue_kept[1].value is not None
    assert found.per_customer.low is not None
    alone = [found.orders, found.refunds, found.customers, found.revenue, found.newcomers]
    measures = (found.average, found.repeat, found.repeat_days, found.per_customer, *found.kept, *found.revenue_kept)
    return [*alone, *(part for one in measures for part in _of(one))]


def _quiet(found: Any) -> list[float | None]:
    assert any(one.revenue for one in found)
    return [part for one in found for part in (one.days, one.chance, one.revenue)]


def _objectives(found: Any) -> list[float | str]:
    return [*(one.target for one in found.found), *(one.words for one in found.misread)]


def _standings(found: Any) -> list[float | None]:
    parts = [
        part
        for one in found
        for part in (one.objective.target, *_of(one.actual), one.gap, one.pace, one.due, one.needed_per_week,
                     one.days_left, one.probability, *((one.expected.value, one.expected.low, one.expected.high)
                                                       if one.expected is not None else ()))
    ]  # fmt: skip
    assert any(one.probability is not None for one in found)
    return parts


def _alerts(found: Any) -> list[float | str | None]:
    assert found.alerts
    assert found.unjudged
    unjudged = [ENGLISH.text(one) for kpi, reason in found.unjudged for one in (kpi.label, reason)]
    told = [part for one in found.alerts for part in (one.actual.value, one.usual.value, one.usual.low, one.chance)]
    parts = [
        " · ".join(ENGLISH.text(part_text(one, part, "EUR")) for part in one.farthest)
        for one in found.alerts
        if one.farthest
    ]
    assert parts
    unjudged += parts
    return [len(found.alerts), *told, *(ENGLISH.text(kpi.label) for kpi in found.judged), *unjudged]


def _forecast(found: Any) -> list[float | None]:
    assert found.ahead
    ahead = [part for one in found.ahead for part in (one.customers.value, one.customers.low, one.from_open)]
    money = [part for one in found.ahead for part in _of(one.revenue)]
    trials = [part for one in found.trials for part in (one.customers.value, one.customers.high, one.came)]
    return [*ahead, *money, *trials, found.error, *_of(found.pipeline)]


FIGURES: Final[dict[str, tuple[Sheet, Callable[[Any], Any]]]] = {
    "kpis": (kpis.SHEET, _kpis),
    "told": (kpis.SHEET, _kpis),
    "unopened": (kpis.SHEET, lambda found: [None for _ in found]),
    "funnel": (funnel.SHEET, _steps),
    "channels": (channels.SHEET, _channels),
    "leads_by_month": (summary.SHEET, _months),
    "customers_by_month": (summary.SHEET, _months),
    "past_leads_by_month": (compared.SHEET, _months),
    "conversion": (conversion.SHEET, _conversion),
    "cohorts": (cohorts.SHEET, _cohorts),
    "stays": (stays.SHEET, _stays),
    "stuck": (stays.SHEET, lambda found: [one.left for one in found]),
    "stuck_leads": (stays.SHEET, _stuck_leads),
    "time_to_convert": (stays.SHEET, lambda found: [found.n, found.recorded]),
    "conversion_window": (readings.SHEET, lambda found: [found.days]),
    "recovery": (readings.SHEET, lambda found: [] if found is None else _of(found.customers)),
    "retention": (retention.SHEET, _retention),
    "quiet_customers": (retention.SHEET, _quiet),
    "reach": (reach.SHEET, lambda found: [one.count for one in found.steps]),
    "objectives": (
        goals.SHEET,
        _objectives,
    ),
    "standings": (goals.SHEET, _standings),
    "alerts": (alerts.SHEET, _alerts),
    "forecast": (forecast.SHEET, _forecast),
    "unknown_statuses": (losses.SHEET, lambda found: [part for pair in found for part in pair]),
    "lost_reasons": (losses.SHEET, lambda found: [count for _, count in found]),
    "undated": (losses.SHEET, lambda found: [found]),
}
"""Which sheet tells each property of a Report, and the figures and words of it that must stand there."""
NO_FIGURES: Final = {
    "evaluator": "the interpreter",
    "past": "the interpreter of the period before",
    "leads": "rows: the sheet of leads",
    "open_leads": "rows: the sheet of leads",
    "lacking_orders": "a reason",
    "has_orders": "whether the data is there",
}
"""What a Report has that is no figure, and what it is."""


@dataclass
class Written:
    """A workbook in English, and the Report it tells."""

    report: Report
    book: Book
    path: Path


def _everything() -> State:
    """Every table, with leads enough for forecasts and alerts, and objectives that can and cannot be read."""
    found, others = a_business(), a_state_of_everything().dataset.frames
    leads = dict(found.dataset["leads"].data)
    columns: dict[str, Any] = {name: column.tolist() for name, column in leads.items() if not name.startswith("extra:")}
    for name in ("created", "contacted", "qualified", "won", "lost"):
        columns[name] = [None if pd.isna(day) else str(day)[:10] for day in columns[name]]
    count = len(columns["created"])
    last = [str(dt.date(2025, 11, 1) + dt.timedelta(days=place % 28)) for place in range(180)]
    for name, column in columns.items():
        more: list[Any] = [None] * len(last)
        columns[name] = [*column, *(last if name == "created" else more)]
    columns["id"] = [f"P{place:03d}" for place in range(count + len(last))]
    columns["status"] = ["Perdu" if day else None for day in columns["lost"]]
    columns["status"][140:160] = ["Bof"] * 20
    columns["lost_reason"] = [
        ("Prix", "Délai")[place % 2] if day else None for place, day in enumerate(columns["lost"])
    ]
    goals_ = frame(
        "objectives",
        kpi=[
            "leads",
            "conversion_rate",
            "cpl",
            "leads",
            "nonsense",
            "leads",
            "conversion_rate",
            "cpl",
            "cac",
            "roi_on_revenue",
            "time_to_convert",
            "repeat_rate",
        ],
        period=[
            "2025",
            "T4 2025",
            "2025",
            "2026",
            "2025",
            "2025-12",
            "2025",
            "T1 2025",
            "2025",
            "2025",
            "2025",
            "2025",
        ],
        channel=[None, None, None, None, None, "google", "Google", "google", None, None, None, None],
        target=[400.0, 25.0, 30.0, 300.0, 3.0, 40.0, 20.0, 5.0, 70.0, 200.0, 30.0, 40.0],
    )
    asked = [f"2025-0{month}-10" for month in range(4, 10)]
    answers = frame(
        "surveys",
        customer=[None] * 12,
        date=asked * 2,
        satisfaction=[5.0, 3.0, None] * 4,
        recommendation=[9.0, 2.0, None] * 4,
    )
    frames = {**others, "leads": frame("leads", **columns), "orders": found.dataset["orders"], "objectives": goals_}
    frames["surveys"] = answers
    return replace(found, dataset=Dataset(frames))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The workbook of a business with every table."""
    path = tmp_path_factory.mktemp("every") / "every.xlsx"
    report = Report(a_slice(_everything(), "2025-04", "2025-09", compare=period("2024-10", "2025-03")))
    write_review(report, path, ENGLISH, personal=True)
    return Written(report, Book(path), path)


def _properties() -> set[str]:
    kinds = (property, cached_property)
    return {name for name, one in vars(Report).items() if isinstance(one, kinds) and not name.startswith("_")}


def test_every_property_of_a_report_is_known_here() -> None:
    assert _properties() == set(FIGURES) | set(NO_FIGURES)
    assert not set(FIGURES) & set(NO_FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_stands_on_its_sheet(written: Written, name: str) -> None:
    sheet, figures = FIGURES[name]
    title = ENGLISH.text(sheet.title)
    found = getattr(written.report, name)
    wanted = [part for part in figures(found) if part is not None]
    assert wanted or name in ("unopened", "recovery"), "the data has something of it to tell"
    shown = [cell for (where, _), cell in written.book.cells.items() if where == title]
    texts, numbers = {c for c in shown if isinstance(c, str)}, [c for c in shown if not isinstance(c, str)]
    for part in wanted:
        is_there = part in texts if isinstance(part, str) else any(close(cell, float(part)) for cell in numbers)
        assert is_there, (name, part)


def test_every_kpi_stands_there_live_or_marked(written: Written) -> None:
    book, told = written.book, {figure.kpi.id: figure.measure for figure in written.report.told}
    assert set(told) == {kpi.id for kpi in KPIS}, "every table is opened"
    for kpi in KPIS:
        value = told[kpi.id].value
        place = book.place(f"kpi_{kpi.id}")
        assert close(book.named(f"kpi_{kpi.id}"), NO_VALUE if value is None else value), kpi.id
        formula = book.formulas.get(place, "")
        if not isinstance(kpi.expression, Method) or (kpi.expression.so_far is not None and value is not None):
            assert formula, kpi.id
            assert not formula.startswith("IF(inputs_changed"), kpi.id
            continue
        row = place[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        shown = {str(cell) for (where, at), cell in book.cells.items() if where == place[0] and at[1:] == row}
        assert ENGLISH.text(kpi.formula) in shown, "how it is worked out"
        assert "computed by LeadDesk" in shown or value is None, kpi.id
        missing = book.cells.get((place[0], f"H{row}"))
        assert (missing or None) == (told[kpi.id].unknown or None), kpi.id
    assert any(told[kpi.id].unknown for kpi in KPIS if isinstance(kpi.expression, Method))


def test_the_forecast_tried_further_ahead_stands_there(written: Written) -> None:
    book, found = written.book, tried_over(written.report.slice)
    assert {one.months for one in found} == {1, 2, 3}
    assert any(one.brought for one in found)
    title, shown = ENGLISH.text(forecast.SHEET.title), book.places("forecast_tried")
    for one, (where, at) in zip(found, shown, strict=True):
        assert where == title
        row = [book.cells.get((title, f"{column}{at[1:]}"), "") for column in "BCDEFGHIJ"]
        money = (one.revenue.value, one.revenue.low, one.revenue.high, one.brought)
        wanted = [30 * one.months, one.customers.value, one.customers.low, one.customers.high, one.came, *money]
        assert all(close(cell, NO_VALUE if part is None else part) for cell, part in zip(row, wanted, strict=True))
    texts = {cell for (where, _), cell in book.cells.items() if where == title and isinstance(cell, str)}
    assert any("90 days" in text and "interval" in text for text in texts)


def test_the_scores_of_the_leads_stand_there(written: Written) -> None:
    book, state_ = written.book, written.report.slice.state
    heads = {
        text: re.sub(r"\d", "", at) for (where, at), text in book.cells.items() if where == "Leads" and at[-1] == "1"
    }
    found, to_call = scores(state_), due(state_).tolist()
    assert to_call
    for row, total in enumerate(found.total.tolist()):
        cells = [book.cells.get(("Leads", f"{heads[f'{name}, computed by LeadDesk']}{row + 2}"))
                 for name in ("Score", "Grade", "Call order")]  # fmt: skip
        order = to_call.index(row) + 1 if row in to_call else None
        assert cells == [None if total != total else total, found.letter(row), order]  # noqa: PLR0124


def test_the_lines_of_the_cards_stand_there(written: Written) -> None:
    book, report = written.book, written.report
    title, texts = ENGLISH.text(monthly.SHEET.title), book.cells
    rows = {texts[where, at]: at[1:] for where, at in texts if where == title and at[0] == "A" and at[1:].isdigit()}
    months = book.places("kpis_by_month")
    first = int(months[0][1][1:]) - 1
    live = 0
    for kpi in KPIS:
        line = monthly_of(kpi, report.evaluator)
        if line is None:
            assert ENGLISH.text(kpi.label) not in rows
            continue
        row = rows[ENGLISH.text(kpi.label)]
        cells = [(title, f"{get_column_letter(3 + later)}{row}") for later in range(12)]
        starts = [texts.get((title, f"{get_column_letter(3 + later)}{first}")) for later in range(12)]
        begin = starts.index(float(day_number(line.start) + DAY_ZERO))
        shown = [texts.get(cell, "") for cell in cells[begin : begin + len(line.points)]]
        wanted = [NO_VALUE if point is None else point for point in line.points]
        assert all(close(one, other) for one, other in zip(shown, wanted, strict=True)), kpi.id
        is_method = isinstance(kpi.expression, Method)
        assert texts[title, f"B{row}"] == ("computed by LeadDesk" if is_method else "formula")
        told = [cell for cell, point in zip(cells[begin:], line.points, strict=False) if point is not None]
        assert {book.formulas[cell].startswith("IF(inputs") for cell in told} == {is_method}
        live += not is_method
    assert live > 25


def test_months_of_very_many_rows_are_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monthly, "HEAVY", 1000)
    report = Report(a_slice(a_business(), "2025-04", "2025-09"))
    write_review(report, tmp_path / "heavy.xlsx", ENGLISH)
    book, title = Book(tmp_path / "heavy.xlsx"), ENGLISH.text(monthly.SHEET.title)
    told = [cell for (where, at), cell in book.cells.items() if where == title and at[0] == "B"]
    assert told.count("computed by LeadDesk") > 5
    assert "formula" not in told
    assert all(book.formulas[place].startswith("IF(inputs_changed=1") for place in book.places("kpis_by_month")
               if place in book.formulas)  # fmt: skip


def test_the_comparison_is_that_of_the_report(written: Written) -> None:
    earlier = written.report.before()
    assert earlier is not None
    found = side_by_side(written.report.funnel, earlier.funnel)
    title = ENGLISH.text(compared.SHEET.title)
    shown = [cell for (where, _), cell in written.book.cells.items() if where == title]
    assert any(step.verdict is not None for step in found.steps)
    for side in (found.one, found.other):
        for one in side.steps[1:]:
            shares = [one.of_first.value, one.of_first.high, one.of_previous.value, one.of_previous.low]
            for part in (*shares, one.drop_off.value, float(one.lost), one.days.value):
                assert part is None or any(not isinstance(cell, str) and close(cell, part) for cell in shown)
    for step in found.steps:
        for part in (step.difference, step.low, step.high):
            assert part is None or any(not isinstance(cell, str) and close(cell, 100 * part) for cell in shown)
        assert step.verdict is None or ENGLISH.text(compared.VERDICTS[step.verdict]) in shown


def test_what_the_leads_can_be_compared_by_stands_there_live(written: Written) -> None:
    title, book = ENGLISH.text(values.SHEET.title), written.book
    names = [name for name in dimensions(written.report.slice) if name != "channel"]
    assert "owner" in names
    for place, name in enumerate(names, 1):
        lines = book.places(f"values_{place}")
        shown = {book.cells[cell]: cell[1][1:] for cell in lines}
        top = int(lines[0][1][1:]) - 1
        heads = {book.cells.get((title, f"{get_column_letter(n)}{top}")): n for n in range(2, 60)}
        breakdown = written.report.by(name, COMPARED)
        assert breakdown.rows
        for row in breakdown.rows:
            for kpi, measure in zip(breakdown.kpis, row.measures, strict=True):
                at = heads[ENGLISH.text(kpi.title)]
                parts = [measure.value] if measure.low is None else [measure.value, measure.low, measure.high]
                for later, part in enumerate(parts):
                    cell = (title, f"{get_column_letter(at + later)}{shown[row.key or '(none)']}")
                    assert close(book.cells[cell], NO_VALUE if part is None else part), (name, row.key, kpi.id)
                    assert part is None or not book.formulas[cell].startswith("IF(inputs"), kpi.id


def test_values_beyond_the_first_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "MOST", 1)
    write_review(Report(a_slice(a_business())), tmp_path / "a.xlsx", ENGLISH)
    book = Book(tmp_path / "a.xlsx")
    assert [book.cells[cell] for cell in book.places("values_1")] == ["Léa", "(none)"]
    assert "and 1 more value, not listed here" in book.cells.values()


def test_two_values_of_each_dimension_stand_side_by_side(written: Written) -> None:
    title, book = ENGLISH.text(pairs.SHEET.title), written.book
    names = [name for name in dimensions(written.report.slice) if largest_pair(written.report, name) is not None]
    assert "channel" in names
    for place, name in enumerate(names, 1):
        pair = largest_pair(written.report, name)
        assert pair is not None
        found = [100 * step.difference if step.difference is not None else NO_VALUE for step in pair.found.steps]
        cells = book.places(f"pair_{place}_difference")
        assert all(where == title and book.formulas[where, at] for where, at in cells)
        shown = [book.cells[cell] for cell in cells]
        assert all(close(cell, wanted) for cell, wanted in zip(shown, found, strict=True)), name
    texts = {cell for (where, _), cell in book.cells.items() if where == title}
    pair = largest_pair(written.report, "channel")
    assert pair is not None
    assert {key for key in pair.keys if key is not None} <= texts


def test_an_objective_is_counted_by_formulas_where_they_can(written: Written) -> None:
    book = written.book
    formulas = [book.formulas.get(place, "") for place in book.places("objectives_reached")]
    live = []
    for one, formula in zip(written.report.standings, formulas, strict=True):
        has_algebra = not isinstance(one.kpi.expression, Method)
        assert bool(formula) is (has_algebra and one.actual.value is not None), one.kpi.id
        live.append(bool(formula))
    assert set(live) == {True, False}
    shown = {one.kpi.id for one, formula in zip(written.report.standings, formulas, strict=True) if formula}
    assert shown >= {"leads", "cpl", "cac", "roi_on_revenue", "time_to_convert"}
    for one, (title, at) in zip(written.report.standings, book.places("objectives_reached"), strict=True):
        if one.kpi.id in ("cpl", "cac", "roi_on_revenue") and one.actual.low is not None:
            assert all((title, f"{column}{at[1:]}") in book.formulas for column in "IJ"), (
                "its interval is a formula too"
            )
    assert ENGLISH.text(written.report.objectives.misread[0].reason) in book.cells.values()


@pytest.mark.parametrize("last", ["P000", None])
def test_orders_are_the_formulas_of_the_kpis_where_they_mean_the_same(tmp_path: Path, last: str | None) -> None:
    """With an order of nobody the two part company: the tab follows customers."""
    days = [f"2025-0{month}-{day}" for month in range(1, 10) for day in (10, 11, 12)]
    orders = frame("orders", customer=[*["P001"] * 26, last], date=days, amount=[20.0] * 26 + [5.0])
    whole = replace(a_business(), dataset=Dataset({**a_business().dataset.frames, "orders": orders}))
    write_review(Report(a_slice(whole, "2025-04", "2025-08")), tmp_path / "orders.xlsx", ENGLISH)
    book, title = Book(tmp_path / "orders.xlsx"), ENGLISH.text(retention.SHEET.title)
    found = {}
    names = ["Orders", "Order revenue, refunds taken off", "Mean amount of an order"]
    if last is None:
        names = ["Orders that name a customer", "Revenue of these orders, refunds taken off"]
        names.append("Mean amount of an order that names a customer")
    for name in names:
        at = next(at for (where, at), shown in book.cells.items() if where == title and shown == name)
        found[name] = [book.formulas[title, f"{column}{at[1:]}"] for column in "BCDE"[: 4 if "Mean" in name else 1]]
    is_computed = [text.startswith("IF(inputs_changed=1") for texts in found.values() for text in texts]
    assert set(is_computed) == {last is None}
    if last is not None:
        assert found["Orders"] == ["kpi_orders"]
        assert found["Order revenue, refunds taken off"] == ["kpi_order_revenue"]
        assert [found["Mean amount of an order"][place] for place in (0, 2, 3)] == [
            "kpi_aov",
            "kpi_aov_low",
            "kpi_aov_high",
        ]


def test_all_of_it_recalculates(written: Written, office: Office) -> None:
    [found] = office.recalculated(written.path)
    assert differences(written.book, found) == []
