"""Wide tables of costs: months, quarters, years or channels side by side, with what else stands among them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.ingest.wide import months_of, period_of
from leaddesk.model.recipe import Recipe
from leaddesk.model.remembered import Remembered
from tests.ingest.rawfiles import raw_file, raw_sheet

if TYPE_CHECKING:
    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 9, 1)


def file(*rows: list[Any], name: str = "depenses 2025.xlsx") -> RawFile:
    return raw_file(raw_sheet(rows), name=name)


def spent(raw: RawFile, *columns: str, mapping: MappingFile | None = None) -> list[tuple[Any, ...]]:
    """The cells of those columns of the costs, days as texts."""
    result = build([(raw, propose(raw, today=TODAY, mapping=mapping))])
    data = result.dataset["costs"].data[list(columns)].astype(object)
    return [tuple(str(v)[:10] if hasattr(v, "year") else v for v in row) for row in data.itertuples(index=False)]


def test_quarters_cover_their_months() -> None:
    raw = file(["Canal", "T1 2025", "2e trimestre 2025", "Total"], ["Google", 1, 2, 3], ["Salon", 4, None, 4])
    assert spent(raw, "channel", "date", "until", "amount") == [
        ("Google", "2025-01-01", "2025-03-31", 1.0), ("Google", "2025-04-01", "2025-06-30", 2.0),
        ("Salon", "2025-01-01", "2025-03-31", 4.0),
    ]  # fmt: skip


def test_years_and_quarters_among_months_are_totals() -> None:
    head = ["Canal", "janv.", "févr.", "mars", "T1", "avr.", "2025"]
    raw = file(head, ["Google", 1, 2, 3, 6, 4, 10], ["Salon", 1, 1, 1, 3, 1, 4])
    assert spent(raw, "channel", "date", "amount")[:4] == [
        ("Google", "2025-01-01", 1.0), ("Google", "2025-02-01", 2.0), ("Google", "2025-03-01", 3.0),
        ("Google", "2025-04-01", 4.0),
    ]  # fmt: skip
    years = file(["Canal", "2024", "2025"], ["Google", 10, 20], ["Salon", 5, 6])
    assert spent(years, "channel", "date", "until", "amount")[1] == ("Google", "2025-01-01", "2025-12-31", 20.0)


def test_years_over_months() -> None:
    raw = file(["Canal", 2024, None, 2025], [None, "nov.", "déc.", "janv."], ["Google", 1, 2, 3], ["Salon", 4, 5, 6])
    assert [day for (day,) in spent(raw, "date")][:3] == ["2024-11-01", "2024-12-01", "2025-01-01"]


def test_channels_without_a_word_in_the_corner() -> None:
    raw = file([None, "janvier", "février"], ["Google Ads", 1, 2], ["Salon pro", 4, 5])
    assert [channel for (channel,) in spent(raw, "channel")] == ["Google Ads", "Google Ads", "Salon pro", "Salon pro"]
    months = file([None, "Google Ads", "Salon", "Total"], ["janv. 2025", 1, 2, 3], ["févr. 2025", 4, 5, 9])
    assert spent(months, "date", "channel", "amount")[2] == ("2025-02-01", "Google Ads", 4.0)


PAIRS: list[list[Any]] = [
    ["Mois", "Google - Dépense", "Google - Impressions", "Salon - Dépense", "Salon - Impressions", "Total dépenses"],
    ["janv. 2025", 10, 3000, "20,50", None, 30.5],
    ["févr. 2025", None, 5, 21, "6", 21],
]
LONG = [
    ("2025-01-01", "Google", 10.0, 3000.0), ("2025-01-01", "Salon", 20.5, None), ("2025-02-01", "Google", None, 5.0),
    ("2025-02-01", "Salon", 21.0, 6.0),
]  # fmt: skip


def known(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(None if value != value else value for value in row) for row in rows]  # noqa: PLR0124


def test_a_pair_of_columns_a_channel() -> None:
    raw = file(*PAIRS)
    assert known(spent(raw, "date", "channel", "amount", "impressions")) == LONG
    merged = file([None, "Google", None, "Salon", None], ["Mois", "Dépense", "Impressions", "Dépense", "Impressions"],
                  *[row[:5] for row in PAIRS[1:]])  # fmt: skip
    assert known(spent(merged, "date", "channel", "amount", "impressions")) == LONG


@pytest.mark.parametrize(
    "head",
    [
        [
            [
                "Canal",
                "janv. 2025 - Dépense",
                "janv. 2025 - Impressions",
                "févr. 2025 - Dépense",
                "févr. 2025 - Impressions",
            ]
        ],
        [["Canal", "Dépense janvier", "Impressions janvier", "Dépense février", "Impressions février"]],
        [["Canal", "janv. 2025", None, "févr. 2025", None], [None, "Dépense", "Impr.", "Dépense", "Impr."]],
    ],
)
def test_a_pair_of_columns_a_month(head: list[list[Any]]) -> None:
    raw = file(*head, ["Google", 10, 3000, 20, 40], ["Meta", 5, None, 6, 20])
    assert known(spent(raw, "channel", "date", "until", "amount", "impressions")) == [
        ("Google", "2025-01-01", "2025-01-31", 10.0, 3000.0),
        ("Google", "2025-02-01", "2025-02-28", 20.0, 40.0),
        ("Meta", "2025-01-01", "2025-01-31", 5.0, None),
        ("Meta", "2025-02-01", "2025-02-28", 6.0, 20.0),
    ]


def test_a_pair_of_columns_a_month_again_next_year() -> None:
    head = ["Canal", "Dépense janv.", "Impressions janv.", "Dépense févr.", "Impressions févr."]
    rows = [["Google", 10, 3000, 20, 4000], ["Meta", 5, 100, 6, 200]]
    memory = Remembered().with_recipes([propose(file(head, *rows), today=TODAY)])
    later = propose(file(head, *rows, name="depenses 2026.xlsx"), today=TODAY, remembered=memory)
    assert [choice.wide_key for choice in later.sheets[0].columns] == ["", *["2026-01"] * 2, *["2026-02"] * 2]
    saved = MappingFile.parse(MappingFile.of_recipes((later,)).to_toml(), "saved.toml")
    rows_ = known(spent(file(head, *rows, name="depenses 2026.xlsx"), "date", "amount", "impressions", mapping=saved))
    assert rows_[1] == ("2026-02-01", 20.0, 4000.0)


def test_a_pair_of_columns_again_next_month_and_from_a_mapping_file() -> None:
    raw = file(*PAIRS)
    recipe = propose(raw, today=TODAY)
    assert Recipe.from_json(recipe.to_json()) == recipe
    saved = MappingFile.parse(MappingFile.of_recipes((recipe,)).to_toml(), "saved.toml")
    assert known(spent(raw, "date", "channel", "amount", "impressions", mapping=saved)) == LONG


def test_what_was_spent_goes_before_what_was_planned() -> None:
    head = ["Mois", "Google Budget", "Google Réel", "Salon Budget", "Salon Réel"]
    raw = file(head, ["janv. 2025", 10, 3, 20, 4], ["févr. 2025", 11, 5, 21, 6])
    assert [amount for (amount,) in spent(raw, "amount")] == [3.0, 4.0, 5.0, 6.0]
    planned = file(["Mois", "Google Budget", "Salon Budget"], ["janv. 2025", 10, 3], ["févr. 2025", 11, 5])
    assert [amount for (amount,) in spent(planned, "amount")] == [10.0, 3.0, 11.0, 5.0]


@pytest.mark.parametrize(
    ("header", "key", "months"),
    [
        ("janv. 2025", "2025-01", ("2025-01", "2025-01")), ("T3", "2025-Q3", ("2025-07", "2025-09")),
        ("Q4 2024", "2024-Q4", ("2024-10", "2024-12")), ("2024 T2", "2024-Q2", ("2024-04", "2024-06")),
        ("1er trimestre", "2025-Q1", ("2025-01", "2025-03")), ("2024", "2024", ("2024-01", "2024-12")),
    ],
)  # fmt: skip
def test_periods(header: str, key: str, months: tuple[str, str]) -> None:
    assert period_of(header, "2025") == key
    assert months_of(key) == months


@pytest.mark.parametrize("header", ["T5", "Total", "Quai 1", "20245", "Trim", "Qualité 2"])
def test_no_periods(header: str) -> None:
    assert period_of(header, "2025") == ""


def test_columns_of_totals_are_left_out_and_said() -> None:
    raw = file(["Canal", "janv.", "févr.", "Total"], ["Google", 1, 2, 3], ["Salon", 1, 1, 2])
    result = build([(raw, propose(raw, today=TODAY))])
    found = [issue for issue in result.issues if issue.code == "columns-left-out"]
    assert [(issue.count, issue.examples) for issue in found] == [(1, (("Total", "Total"),))]


@pytest.mark.parametrize(("title", "costs"), [("Leads par canal", False), ("Nombre de clics", False), ("Canaux", True),
                                              ("Coût des leads par canal", True)])  # fmt: skip
def test_numbers_that_are_said_to_be_something_else(title: str, costs: bool) -> None:
    raw = file([title], [], ["Canal", "janv. 2025", "févr. 2025"], ["Google", 10, 20], ["Salon", 1, 2], name="a.xlsx")
    assert [sheet.table for sheet in propose(raw, today=TODAY).sheets] == ["costs" if costs else ""]
