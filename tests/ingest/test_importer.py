"""Raw cells and recipes become the Dataset: figures that are known from elsewhere, and what is said on the way."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leaddesk import resources
from leaddesk.errors import Cancelled
from leaddesk.ingest.importer import ImportResult, build
from leaddesk.ingest.mapping import propose, repropose
from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.ingest.preview import samples
from leaddesk.ingest.reader import read_file
from leaddesk.model.issues import Severity
from leaddesk.model.period import Period
from leaddesk.model.recipe import LeftOut, Recipe
from leaddesk.model.report import Report
from leaddesk.model.slice import Slice
from leaddesk.model.state import State
from leaddesk.model.tables import TABLES
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file
from tests.ingest.spreadsheets import DATA

if TYPE_CHECKING:
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 9, 1)
BANK = """
[[sheet]]
file = "bank.csv"
columns = { channel = "contact", stage = "y" }
values = { stage = { yes = "won", no = "lost" } }
"""


ACCENTS = """
[[sheet]]
file = "*"
table = "orders"
[sheet.columns]
customer = "Quartier"
date = "Date"
amount = "Average Price"
margin = "Occupancy rate"
"""
"""Rents of quarters of a town, as if they were orders."""


def opened(*files: RawFile, mapping: str = "", today: dt.date = TODAY) -> ImportResult:
    parsed = MappingFile.parse(mapping, "m.toml") if mapping else None
    return build([(raw, propose(raw, today=today, mapping=parsed)) for raw in files])


def leads(rows: list[list[Any]]) -> RawFile:
    return raw_file([["Id prospect", "Date", "Canal", "Statut", "Date de gain", "Montant HT"], *rows])


def said(result: ImportResult, code: str) -> Issue:
    found = [issue for issue in result.issues if issue.code == code]
    assert len(found) == 1, [issue.code for issue in result.issues]
    for code_ in ("fr", "en"):
        assert language(code_).text(found[0].message)
    return found[0]


def codes(result: ImportResult) -> set[str]:
    return {issue.code for issue in result.issues}


# -- known answers


def test_bank_marketing() -> None:
    raw, _ = read_file(DATA / "bank_marketing" / "bank.csv")
    frame = opened(raw, mapping=BANK).dataset["leads"]
    status, channel = frame.data["status"].astype(object), frame.data["channel"].astype(object)
    assert len(frame) == 4521
    assert (status == "won").sum() == 521
    for name, won, every in [("cellular", 416, 2896), ("telephone", 44, 301)]:
        assert ((channel == name).sum(), ((channel == name) & (status == "won")).sum()) == (every, won)
    assert (channel.isna().sum(), (channel.isna() & (status == "won")).sum()) == (1324, 61)
    assert "extra:duration" in frame.data.columns


def test_bank_marketing_by_the_campaign_before_and_by_calls() -> None:
    """Of 129 clients whom the campaign before had won 83 were won again; 12,630 calls made 521 sales, 24.24 a sale."""
    raw, _ = read_file(DATA / "bank_marketing" / "bank.csv")
    frame = opened(raw, mapping=BANK.replace("stage =", 'calls = "campaign", stage =', 1)).dataset["leads"]
    won = frame.data["status"].astype(object) == "won"
    before = frame.data["extra:poutcome"].astype(object)
    assert {
        name: ((won & (before == name)).sum(), (before == name).sum()) for name in ("success", "failure", "other")
    } == {
        "success": (83, 129),
        "failure": (63, 490),
        "other": (38, 197),
    }
    assert (frame.data["calls"].sum(), round(frame.data["calls"].sum() / won.sum(), 2)) == (12630, 24.24)


@pytest.mark.parametrize(
    ("name", "spend"),
    [
        ("national_all_channels.csv", [40501713.08, 31320298.20, 12079349.34, 87860358.25, 47730683.48]),
        ("national_media.xlsx", [21294339.57, 36097540.23, 30278522.49, 10831324.36, 82361853.96, 44728371.89]),
    ],
)
def test_channel_spend(name: str, spend: list[float]) -> None:
    raw, _ = read_file(DATA / "channel_spend" / name)
    result = opened(raw)
    data = result.dataset["costs"].data
    assert data.groupby("channel", observed=True)["amount"].sum().round(2).to_dict() == {
        f"Channel{number}": amount for number, amount in enumerate(spend)
    }
    assert len(data) == 156 * len(spend)
    assert ((data["until"] - data["date"]).dt.days == 6).all()  # a week covers seven days
    assert said(result, "covers-week").count == len(data)
    assert list(data.columns)[:4] == ["date", "until", "channel", "amount"]
    assert all(len(data[extra].dropna()) for extra in data.columns[4:])  # impressions and the like of each channel


def test_table_with_accents() -> None:
    raw, _ = read_file(DATA / "french_csv" / "table-with-accents.csv")
    data = opened(raw, mapping=ACCENTS).dataset["orders"].data
    assert len(data) == 638
    assert data["amount"].mean() == pytest.approx(107.83140, abs=5e-6)
    assert data["margin"].mean() == pytest.approx(0.68712866, abs=1e-8)
    days = data["date"]
    assert (days.nunique(), str(days.min())[:10], str(days.max())[:10]) == (58, "2013-01-01", "2017-10-01")
    assert data["customer"].nunique() > 5


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_sample_reaches_its_truth_without_a_mapping(lang: str) -> None:
    folder = resources.path("samples", lang)
    facts = tomllib.loads((folder / "sample.toml").read_text("utf-8"))
    truth = json.loads((DATA / "samples" / "truth.json").read_text("utf-8"))[lang]
    raws = [read_file(folder / entry["name"])[0] for entry in facts["file"]]
    recipes = [propose(raw, today=facts["today"]) for raw in raws]
    result = build(list(zip(raws, recipes, strict=True)))
    for entry, recipe in zip(facts["file"], recipes, strict=True):
        assert [sheet.table for sheet in recipe.sheets if sheet.table] == (
            ["costs", "costs"] if entry["tables"] == ["costs"] else entry["tables"]
        )
        assert not any(sheet.questions for sheet in recipe.sheets)
    flaws = truth["flaws"]
    assert said(result, "repeated-ids").count == flaws["copied_rows"]
    assert said(result, "won-before-created").count == flaws["won_before_created"]
    assert said(result, "postcode-zero").count == flaws["postcodes_as_numbers"]
    assert said(result, "phone-zero").count == flaws["phones_as_numbers"]
    assert codes(result) <= {
        "repeated-ids", "won-before-created", "postcode-zero", "phone-zero", "missing-words", "merged-values",
        "total-rows", "covers-month", "columns-left-out", "percent-fractions",
    }  # fmt: skip
    orders, emails, web = (result.dataset[table].data for table in ("orders", "emails", "web"))
    files = [truth["files"][entry["name"]] for entry in facts["file"]]
    assert [len(orders), round(orders["amount"].sum(), 2), round(orders["margin"].sum(), 2)] == [
        files[3][key] for key in ("rows", "amount", "margin")
    ]
    assert [emails[key].sum() for key in ("sent", "opened", "clicked")] == [
        files[4][key] for key in ("sent", "opened", "clicked")
    ]
    assert [web[key].sum() for key in ("sessions", "conversions")] == [
        files[5][key] for key in ("sessions", "conversions")
    ]
    for period in truth["periods"].values():
        _check_period(result, facts["today"], period)


def _check_period(result: ImportResult, today: dt.date, wanted: dict[str, Any]) -> None:
    days = [dt.date.fromisoformat(wanted[key]) if wanted[key] else None for key in ("from", "to")]
    report = Report(Slice(State(today, result.dataset), Period(*days)))
    figures = {figure.kpi.id: figure.measure.value for figure in report.kpis}
    for kpi in ("leads", "valid_leads", "qualified_leads", "customers", "deal_revenue", "margin", "spend", "cpl", "cac",
                "conversion_rate", "win_rate", "average_deal", "roi", "roas"):  # fmt: skip
        assert figures[kpi] == pytest.approx(wanted[kpi], abs=1e-6), (kpi, wanted["from"])
    assert figures["time_to_convert"] == wanted["time_to_convert"]["median_days"]
    assert figures["response_time"] == pytest.approx(wanted["response_time"]["median_hours"])


# -- rows


def test_row_ids_do_not_hang_on_the_recipe() -> None:
    raw = leads([["P1", "13/01/2025", "A", "Gagné", "", 1], ["P2", "14/01/2025", "B", "Perdu", "", 2],
                 ["P3", "15/01/2025", "C", "Perdu", "", 3]])  # fmt: skip
    recipe = propose(raw, today=TODAY)
    whole = build([(raw, recipe)], first_row_ids=[1000])
    less = recipe.with_sheet(replace(recipe.sheets[0], left_out=(LeftOut(2, "user"),)))
    part = build([(raw, less)], first_row_ids=[1000])
    assert whole.dataset["leads"].rows.tolist() == [1001, 1002, 1003]
    assert part.dataset["leads"].rows.tolist() == [1001, 1003]
    assert part.dataset["leads"].origin.line.tolist() == [2, 4]
    assert said(part, "rows-left-out").lines == (3,)
    assert part.counts[0].left_out == {"user": 1}
    assert (part.counts[0].read, part.counts[0].taken) == (3, 2)


def test_row_ids_of_wide_sheets_and_of_several_sheets_differ() -> None:
    wide: list[list[Any]] = [["Jour", "Google", "Salon"], ["13/01/2025", 1, 2], ["14/01/2025", None, 4]]
    result = opened(raw_file(wide, wide, name="couts.xlsx"))
    rows = result.dataset["costs"].rows
    assert len(set(rows.tolist())) == len(rows) == 6
    assert result.dataset["costs"].origin.line.tolist() == [2, 2, 3, 2, 2, 3]
    assert [count.given for count in result.counts] == [3, 3]


def test_files_of_one_table_are_joined() -> None:
    first = raw_file([["Date", "Nom", "Canal"], ["13/01/2025", "A", "web"]], name="1.xlsx")
    second = raw_file([["Date", "Nom", "Statut", "Couleur"], ["14/01/2025", "B", "Gagné", "x"]], name="2.xlsx")
    frame = opened(first, second).dataset["leads"]
    data = frame.data
    assert list(data["name"]) == ["A", "B"]
    assert [str(kind) for kind in data.dtypes] == ["datetime64[s]", "category", "category", "str", "str"]
    assert data["status"].isna().tolist() == [True, False]
    assert data["extra:Couleur"].isna().tolist() == [True, False]
    assert (frame.origin.files, frame.origin.file.tolist()) == (("1.xlsx", "2.xlsx"), [0, 1])


def test_only_the_columns_of_the_file_are_there() -> None:
    frame = opened(raw_file([["Nom", "Statut", "Date de gain"], ["A", "Gagné", None]])).dataset["leads"]
    assert list(frame.data.columns) == ["status", "won", "name"]
    assert str(frame.data["won"].dtype) == "datetime64[s]"


def test_blank_rows_totals_and_repeated_headers_are_left_out() -> None:
    rows: list[list[Any]] = [
            ["Canal", "Date", "Coût"], ["A", "13/01/2025", 1], [], ["Canal", "Date", "Coût"], ["B", "14/01/2025", 2],
            ["Total", None, 3]]  # fmt: skip
    result = opened(raw_file(rows))
    assert result.dataset["costs"].data["amount"].tolist() == [1, 2]
    assert said(result, "total-rows").lines == (6,)
    assert said(result, "repeated-headers").lines == (4,)
    assert result.counts[0].left_out == {"header": 1, "total": 1}


def test_cancelled() -> None:
    with pytest.raises(Cancelled):
        build([(leads([]), Recipe("file.xlsx"))], cancelled=lambda: True)


# -- values


def test_spellings_are_brought_together_in_all_tables() -> None:
    people = raw_file([["Nom", "Canal", "Statut"], ["A", "google", "x"], ["B", "Google ", "x"], ["C", "Salon", "x"]])
    costs = raw_file([["Date", "Canal", "Coût"], ["13/01/2025", "Google", 1], ["14/01/2025", "Google", 2],
                      ["15/01/2025", "SALON", 2]], name="c.xlsx")  # fmt: skip
    result = opened(people, costs)
    assert list(result.dataset["leads"].data["channel"]) == ["Google", "Google", "Salon"]
    assert list(result.dataset["costs"].data["channel"]) == ["Google", "Google", "Salon"]
    merges = {issue.file: (issue.count, issue.examples) for issue in result.issues if issue.code == "merged-values"}
    assert merges == {
        "file.xlsx": (2, (("google", "Google"), ("Google ", "Google"))), "c.xlsx": (1, (("SALON", "Salon"),)),
    }  # fmt: skip


def test_spellings_stay_apart_where_the_recipe_says_so() -> None:
    raw = raw_file([["Nom", "Canal", "Statut"], ["A", "google", "x"], ["B", "Google", "x"], ["C", "unknown", "x"]])
    recipe = propose(raw, today=TODAY)
    apart = recipe.sheets[0].with_column(replace(recipe.sheets[0].at(1), canonical=False))
    result = build([(raw, recipe.with_sheet(apart))])
    assert list(result.dataset["leads"].data["channel"].astype(object).fillna("?")) == ["google", "Google", "?"]
    assert "merged-values" not in codes(result)


def test_channels_with_strange_names_survive() -> None:
    names = ["*", "a?c", "<x", ">5", "=1+1", "google/Google"]
    raw = raw_file([["Nom", "Canal", "Statut"], *[[f"N{n}", name, "x"] for n, name in enumerate(names)]])
    assert list(opened(raw).dataset["leads"].data["channel"]) == names


def test_months_as_columns() -> None:
    rows: list[list[Any]] = [
            ["Canal", "janv. 2025", "Février 2025", "2025-03", "Total"], ["Google", 10, "20,5", None, 30.5],
            ["Salon", 1, 2, 3, 6], ["Total", 11, 22.5, 3, 36.5]]  # fmt: skip
    data = opened(raw_file(rows)).dataset["costs"].data
    assert data["amount"].tolist() == [10, 20.5, 1, 2, 3]
    assert [str(day)[:10] for day in data["date"]] == [
        "2025-01-01",
        "2025-02-01",
        "2025-01-01",
        "2025-02-01",
        "2025-03-01",
    ]
    assert [str(day)[:10] for day in data["until"]][:2] == ["2025-01-31", "2025-02-28"]
    assert list(data["channel"]) == ["Google", "Google", "Salon", "Salon", "Salon"]


def test_expenses_cover_their_days() -> None:
    def days(rows: list[list[Any]]) -> list[int]:
        data = opened(raw_file(rows)).dataset["costs"].data
        if "until" not in data:
            return [1] * len(data)
        return ((data["until"] - data["date"]).dt.days + 1).tolist()

    def costs(*dates: Any, header: str = "Date") -> list[list[Any]]:
        return [[header, "Canal", "Coût"], *[[date, "Web", 1] for date in dates]]

    assert days(costs("13/01/2025", "14/01/2025", "30/01/2025")) == [1, 1, 1]
    assert days(costs("mars 2025", "2025-02", "13/01/2025")) == [31, 28, 1]
    assert days(costs(dt.date(2025, 2, 1), header="Mois")) == [28]
    assert days(costs("06/01/2025", "13/01/2025", "20/01/2025", "03/02/2025")) == [7, 7, 7, 7]
    spans: list[list[Any]] = [
        ["Du", "Au", "Canal", "Coût"],
        ["13/01/2025", "15/01/2025", "Web", 1],
        ["16/01/2025", None, "Web", 2],
    ]
    assert days(spans) == [3, 1]


def test_vat_is_taken_off() -> None:
    rows: list[list[Any]] = [
            ["Date", "Canal", "Montant", "TTC", "Taux de TVA"], ["13/01/2025", "Web", 120, "oui", "20 %"],
            ["14/01/2025", "Web", 105.5, "oui", 5.5], ["15/01/2025", "Web", 100, "non", "20 %"],
            ["16/01/2025", "Web", 240, "oui", None]]  # fmt: skip
    result = opened(raw_file(rows))
    np.testing.assert_allclose(result.dataset["costs"].data["amount"], [100, 100, 100, 200])
    assert (said(result, "tax-removed").count, said(result, "tax-rate-assumed").lines) == (2, (5,))
    assert result.dataset["costs"].data["vat_included"].tolist() == [0, 0, 0, 0]


def test_a_header_that_says_ttc_is_enough() -> None:
    rows: list[list[Any]] = [["Date", "Canal", "Montant TTC"], ["13/01/2025", "Web", 120], ["14/01/2025", "Web", None]]
    raw = raw_file(rows)
    recipe = propose(raw, today=TODAY)
    assert opened(raw).dataset["costs"].data["amount"].tolist()[0] == pytest.approx(100)
    other = recipe.with_sheet(replace(recipe.sheets[0], tax_rate=0.1))
    assert build([(raw, other)]).dataset["costs"].data["amount"].tolist()[0] == pytest.approx(120 / 1.1)


# -- what is odd is said


def test_orders_in_several_rows_are_said_to_be_added_up() -> None:
    raw = raw_file([
        ["N° commande", "Client", "Date", "Montant HT"],
        ["1", "Rose", "03/01/2024", 100], ["1", "Rose", "03/01/2024", 20], ["2", "Sud", "04/01/2024", 7],
        ["2", "Sud", "04/01/2024", 7], ["1", "Rose", "05/01/2025", 100],
    ])  # fmt: skip
    result = opened(raw)
    further, repeated = said(result, "orders-in-several-rows"), said(result, "repeated-ids")
    assert (further.lines, repeated.lines) == ((3,), (5,))
    assert "their amounts are added up" in language("en").text(further.message)
    assert "only the earlier row" not in language("en").text(repeated.message)


def test_odd_facts_are_said_with_their_lines() -> None:
    raw = leads([
        ["P1", "13/01/2025", "A", "Gagné", "12/01/2025", 10], ["P1", "13/01/2025", "A", "Gagné", "", -5],
        ["P2", "14/01/2027", "A", "En vacances", "", "abc"], [None, "31/02/2025", "A", "Perdu", "", "#REF!"],
    ])  # fmt: skip
    result = opened(raw)
    assert said(result, "repeated-ids").lines == (3,)
    assert said(result, "won-before-created").lines == (2,)
    assert said(result, "won-before-created").examples == ((dt.date(2025, 1, 13), dt.date(2025, 1, 12)),)
    assert said(result, "future-dates").examples == ((dt.date(2027, 1, 14),) * 2,)
    assert said(result, "negative-amounts").examples == ((-5.0, -5.0),)
    assert said(result, "future-dates").lines == (4,)
    assert said(result, "unknown-status").examples == (("En vacances", "En vacances"),)
    assert said(result, "not-a-number").examples == (("abc", ""),)
    assert said(result, "not-a-date").examples == (("31/02/2025", ""),)
    assert said(result, "error-cells").lines == (5,)
    assert result.dataset["leads"].data["amount"].tolist()[:2] == [10, -5]


def test_an_expense_that_ends_before_it_begins_is_said() -> None:
    rows: list[list[Any]] = [["Date", "Jusqu'au", "Canal", "Montant HT"], ["10/03/2025", "01/03/2025", "Web", 100]]
    rows.append(["10/03/2025", "11/03/2025", "Web", 100])
    found = said(opened(raw_file(rows)), "ends-first")
    assert (found.lines, found.count) == ((2,), 1)
    assert found.examples == ((dt.date(2025, 3, 10), dt.date(2025, 3, 1)),)
    assert language("en").argument(found.column_name) == "Until"  # as the table of costs calls it, which leads lack


def test_the_closing_day_of_an_open_lead_may_lie_ahead() -> None:
    rows = [["Nom", "Créé le", "Statut", "Date de clôture"], ["A", "13/01/2026", "Proposition", "20/12/2026"],
            ["B", "14/01/2026", "Gagné", "21/12/2026"], ["C", "15/01/2026", "En vacances", "22/12/2026"]]  # fmt: skip
    assert said(opened(raw_file(rows)), "future-dates").lines == (3, 4)


def test_an_ignored_sheet_is_said() -> None:
    result = opened(raw_file([["a", "b"], ["c", "d"]]))
    assert said(result, "sheet-ignored").sheet == "Sheet1"
    assert not result.dataset.frames


def test_a_sheet_that_the_recipe_does_not_name_is_left_out() -> None:
    raw = leads([["P1", "13/01/2025", "A", "Gagné", "", 1]])
    result = build([(raw, Recipe("file.xlsx"))])
    assert codes(result) == {"sheet-ignored"}


# -- whatever the cells are

CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["Date", "Canal", "Montant", "Total", "Statut", "Nom", "E-mail", "mars-26", "31/02/2025", "03/04/2026",
         "1 234,5", "n/a", "oui", "#REF!", "Google_spend", "2025-01", "x", " ", "0", "\ud800", "=1+1", "e" * 300]
    ),
    st.text(max_size=8),
    st.floats(),
    st.booleans(),
    st.datetimes(),
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8), st.sampled_from([table.id for table in TABLES]))
@example([["Date", "Date"], [" "], [None, None, "Date", "Date"]], "leads")  # a section named by a space
def test_no_sheet_stops_the_import(rows: list[list[Any]], table: str) -> None:
    raw = raw_file(rows)
    recipe = propose(raw, today=TODAY)
    chosen = recipe.with_sheet(repropose(raw, recipe, "Sheet1", table=table))
    for one in (recipe, chosen):
        assert Recipe.from_json(json.loads(json.dumps(one.to_json()))) == one
        result = build([(raw, one)])
        for frame in result.dataset.frames.values():
            assert len(set(frame.rows.tolist())) == len(frame)
            assert all(frame.has(name) for name in frame.data.columns)
        for issue in result.issues:
            assert language("fr").text(issue.message)
        for choice in one.sheets[0].columns:
            samples(raw, one, "Sheet1", choice.position, language("fr"))


def test_expenses_without_any_amount_are_said() -> None:
    rows = [["Date", "Canal", "Libellé"], ["14/03/2026", "Google", "bannière"], ["15/03/2026", "Flyers", "tract"]]
    raw = raw_file(rows)
    recipe = propose(raw, today=TODAY)
    recipe = recipe.with_sheet(repropose(raw, recipe, "Sheet1", table="costs"))
    assert said(build([(raw, recipe)]), "no-amount").severity is Severity.WARNING
    for header in ("Montant", "Impressions"):
        raw = raw_file([[*rows[0], header], *([*row, "12"] for row in rows[1:])])
        recipe = propose(raw, today=TODAY)
        recipe = recipe.with_sheet(repropose(raw, recipe, "Sheet1", table="costs"))
        assert "no-amount" not in codes(build([(raw, recipe)]))


def test_leads_without_any_channel_are_said() -> None:
    rows = [["Société", "Date", "Couleur"], ["A", "14/03/2026", "bleu"], ["B", "15/03/2026", "vert"]]
    result = opened(raw_file(rows))
    assert said(result, "no-channel").severity is Severity.WARNING
    rows[0][2] = "Canal"
    assert "no-channel" not in codes(opened(raw_file(rows)))
