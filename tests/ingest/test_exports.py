"""Exports of other programs are recognised at sight, every field."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from leaddesk.ingest.exports import product_of
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.products import PRODUCTS
from leaddesk.ingest.reader import read_file
from leaddesk.model.rowcolumn import Depth, StageOf
from leaddesk.model.rows import values
from leaddesk.model.schema import said
from leaddesk.model.settings import Settings
from leaddesk.model.stages import Stage, StageMap
from leaddesk.model.tables import BY_ID
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file
from tests.ingest.spreadsheets import DATA

TODAY = dt.date(2026, 12, 1)
FOLDER = DATA / "exports"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "exports" / "expected.toml").read_text("utf-8")
)
ENGLISH, FRENCH = language("en"), language("fr")


@pytest.mark.parametrize("name", EXPECTED)
def test_every_header_of_an_export_has_its_column(name: str) -> None:
    raw, _ = read_file(FOLDER / name)
    sheet = propose(raw, today=TODAY).sheets[0]
    wanted = EXPECTED[name]
    found = [[choice.header, "extra" if choice.is_extra else choice.target] for choice in sheet.columns]
    assert found == wanted["columns"]
    assert sheet.table == wanted["table"]
    assert sheet.reason is not None
    assert ENGLISH.text(sheet.reason) == f"{wanted['product']} export"
    assert FRENCH.text(sheet.reason) == f"Export {wanted['product']}"
    assert sheet.questions == ()


@pytest.mark.parametrize("name", EXPECTED)
def test_the_values_of_an_export_are_read(name: str) -> None:
    raw, _ = read_file(FOLDER / name)
    recipe = propose(raw, today=TODAY)
    wanted = EXPECTED[name]
    result = build([(raw, recipe)])
    assert list(result.dataset.frames) == [wanted["table"]]
    frame = result.dataset[wanted["table"]]
    assert len(frame) == wanted["rows"]
    assert Counter(row.why for row in recipe.sheets[0].left_out) == wanted.get("left_out", {})
    for column in ("amount", "sessions", "sent"):
        assert frame.has(column) == (column in wanted)
        assert not frame.has(column) or frame.data[column].sum() == pytest.approx(wanted[column])
    if "stages" in wanted:
        words = frame.data["status"].astype(object)
        assert [stage.id if (stage := StageMap().stage(word)) is not None else "?" for word in words] == wanted[
            "stages"
        ]
    day = frame.table.dates[0]
    assert frame.has(day) == ("first_day" in wanted)
    assert not frame.has(day) or str(frame.data[day].min())[:10] == wanted["first_day"]
    expected = (
        "total-rows remark-rows footer-rows missing-words dated-by-name covers-month sheet-ignored no-channel "
        "date-order-told constant-channel"
    )
    assert {issue.code for issue in result.issues} <= set(expected.split())


def test_every_known_export_is_proven_by_a_file() -> None:
    files = {path.name for path in FOLDER.iterdir()}
    assert files == set(EXPECTED)
    proven = {product_of(tuple(header for header, _ in wanted["columns"])) for wanted in EXPECTED.values()}
    assert proven == set(PRODUCTS)


def test_what_is_known_of_an_export_is_sound() -> None:
    for product in PRODUCTS:
        columns = [column for column, _ in product.columns]
        assert len(set(columns)) == len(columns)
        assert set(columns) <= set(BY_ID[product.table].by_id)
        headers = [header for _, group in product.columns for header in said(group)] + list(said(product.kept))
        assert len(set(headers)) == len(headers), product.name


def test_another_currency_makes_no_other_export() -> None:
    rows: list[list[Any]] = [["Amount spent (CHF)", "Reporting starts", "Reporting ends", "Campaign name"],
            [12.5, "2026-08-01", "2026-08-31", "Local"]]  # fmt: skip
    sheet = propose(raw_file(rows), today=TODAY).sheets[0]
    assert [choice.target for choice in sheet.columns] == ["amount", "date", "until", "campaign"]


def test_of_several_headers_for_one_column_the_filled_one_is_taken() -> None:
    headers = ["Deal - Title", "Deal - Status", "Deal - Contact person", "Person - Phone - Mobile",
               "Person - Phone - Work"]  # fmt: skip
    row = ["Morning rounds", "Won", None, None, "04 00 00 00 01"]
    sheet = propose(raw_file([headers, row, row]), today=TODAY).sheets[0]
    assert [sheet.column(target).header for target in ("name", "phone")] == [  # type: ignore[union-attr]
        "Deal - Title", "Person - Phone - Work",
    ]  # fmt: skip


def test_the_users_own_fields_are_taken_for_what_they_say() -> None:
    headers = ["Deal - Title", "Deal - Status", "Deal - Vehicle", "Deal - Colour", "Deal - Expected close date"]
    row = ["Morning rounds", "Won", "Van", "blue", "2026-12-20"]
    sheet = propose(raw_file([headers, row, row]), today=TODAY).sheets[0]
    assert [choice.target for choice in sheet.columns] == [
        "name", "status", "vehicle", "extra:Deal - Colour", "extra:Deal - Expected close date",
    ]  # fmt: skip


def test_a_range_of_days_above_the_table_dates_it_only_if_it_is_a_month() -> None:
    def months(title: str) -> str:
        rows: list[list[Any]] = [
            ["Campaign report"],
            [title],
            ["Campaign", "Cost", "Currency code"],
            ["Local", 12.5, "EUR"],
        ]
        return propose(raw_file(rows), today=TODAY).sheets[0].month

    assert months("September 1, 2026 - September 30, 2026") == "2026-09"
    assert months("1 sept. 2026 - 30 sept. 2026") == "2026-09"
    assert months("September 1, 2026 - September 15, 2026") == ""
    assert months("September 1, 2026 - October 31, 2026") == ""


def test_the_status_decides_and_the_stage_beside_it_says_how_far_a_deal_is() -> None:
    headers = ["Deal - Title", "Deal - Status", "Deal - Stage"]
    rows = [headers, ["A", "Open", "Proposal Made"], ["B", "Lost", "Qualified"], ["C", "Won", "Negotiations Started"]]
    for order in ((0, 1, 2), (0, 2, 1)):
        raw = raw_file([[row[place] for place in order] for row in rows])
        leads = build([(raw, propose(raw, today=TODAY))]).dataset
        assert values(StageOf(), leads, Settings()).tolist() == [Stage.QUOTE, Stage.LOST, Stage.WON]
        assert values(Depth(), leads, Settings()).tolist() == [Stage.QUOTE, Stage.QUALIFIED, Stage.WON]
    sheet = propose(raw_file([[row[0], row[2]] for row in rows]), today=TODAY).sheets[0]
    assert [choice.target for choice in sheet.columns] == ["name", "status"], "a stage alone says both"


@pytest.mark.parametrize("header", ["Étape", "Phase", "Étape du pipeline"])
def test_a_sheet_of_ones_own_with_a_status_and_a_stage(header: str) -> None:
    rows = [["Société", "Statut", header, "Date de création"], ["Alpha", "Ouvert", "Devis envoyé", "14/03/2026"],
            ["Beta", "Perdu", "Qualifié", "15/03/2026"], ["Gamma", "Gagné", "Négociation", "16/03/2026"]]  # fmt: skip
    raw = raw_file(rows)
    recipe = propose(raw, today=TODAY)
    assert [choice.target for choice in recipe.sheets[0].columns] == ["company", "status", "pipeline", "created"]
    leads = build([(raw, recipe)]).dataset
    assert values(Depth(), leads, Settings()).tolist() == [Stage.QUOTE, Stage.QUALIFIED, Stage.WON]


def test_a_stage_of_the_sale_that_is_not_understood_is_said() -> None:
    rows = [["Deal - Title", "Deal - Status", "Deal - Stage"], ["A", "Open", "Zorglub"], ["B", "Won", "Qualified"]]
    raw = raw_file(rows)
    (issue,) = [one for one in build([(raw, propose(raw, today=TODAY))]).issues if one.code == "unknown-stage"]
    assert (issue.count, issue.lines, issue.examples) == (1, (2,), (("Zorglub", "Zorglub"),))
