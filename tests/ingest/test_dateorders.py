"""Day or month first, where no date of the column tells."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.model.recipe import Recipe
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file

TODAY = dt.date(2026, 9, 1)
HEAD = ["Lead date", "Name", "Status", "Won date"]
MIXED = ["02/05/2025", "07/03/2025", "04/06/2025", "05/01/2025", "01/09/2025", "06/02/2025", "03/08/2025"]
"""Days in no order, whichever way they are read."""


def decided(*sheets: list[list[Any]], name: str = "file.xlsx", today: dt.date = TODAY) -> list[str]:
    """For each sheet the order of its first column, "?" where it is asked for."""
    recipe = propose(raw_file(*sheets, name=name), today=today)
    return ["?" if "date-order:0" in sheet.questions else sheet.at(0).date_order for sheet in recipe.sheets]


def leads(days: list[str], won: list[str | None] | None = None, head: list[str] = HEAD) -> list[list[Any]]:
    return [head, *([day, f"N{n}", "Won", won[n] if won else None] for n, day in enumerate(days))]


def test_nothing_decides() -> None:
    assert decided(leads(MIXED)) == ["?"]


def test_what_needs_no_order_has_none() -> None:
    assert decided(leads(["2025-01-02", "2025-02-03"])) == [""]
    assert decided(leads(["5 mars 2025", "6 mars 2025"])) == [""]


def test_rows_in_the_order_of_their_days() -> None:
    days = ["04/01/2025", "10/01/2025", "02/02/2025", "09/02/2025", "01/03/2025", "08/03/2025", "03/04/2025"]
    assert decided(leads(days)) == ["dmy"]
    assert decided(leads(days[::-1])) == ["dmy"]
    assert decided(leads([f"{day[3:5]}/{day[:2]}/2025" for day in days])) == ["mdy"]
    assert decided(leads(days[:4])) == ["?"]  # so few may lie so by chance


def test_no_deal_is_won_before_the_lead_came() -> None:
    asked = ["11/02/2025", "11/05/2025", "10/04/2025", "12/01/2025", "09/03/2025"]
    won = ["06/03/2025", "01/06/2025", "02/05/2025", "03/02/2025", "04/04/2025"]
    assert decided(leads(asked, [*won])) == ["dmy"]
    typed = [[dt.date(2025, 3, 6), dt.date(2025, 6, 1), dt.date(2025, 5, 2), dt.date(2025, 2, 3), dt.date(2025, 4, 4)]]
    assert decided(leads(asked, typed[0])) == ["dmy"]  # type: ignore[arg-type]


def test_nothing_has_happened_after_today() -> None:
    assert decided(leads(["05/08/2026", "02/03/2026", "07/04/2026"]), today=dt.date(2026, 9, 1)) == ["?"]
    assert decided(leads(["05/08/2026", "02/12/2026", "07/04/2026"]), today=dt.date(2026, 9, 1)) == ["mdy"]
    assert decided(leads(MIXED), name="leads 2025-09-02.xlsx") == ["?"]
    assert decided(leads([*MIXED, "09/11/2025"]), name="leads 2025-10-02.xlsx") == ["mdy"]


def test_nothing_has_happened_after_the_file_was_changed() -> None:
    file = raw_file(leads([*MIXED, "09/11/2025"]), about=(("modified", "2025-10-01T12:00:00Z"),))
    assert propose(file, today=TODAY).sheets[0].at(0).date_order == "mdy"
    assert propose(replace(file, about=()), today=TODAY).sheets[0].questions == ("date-order:0",)


def test_another_sheet_of_the_file_decides() -> None:
    assert decided(leads(MIXED), leads(["03/25/2025"])) == ["mdy", "mdy"]
    assert decided(leads(MIXED), leads(["03/25/2025"]), leads(["25/03/2025"])) == ["?", "mdy", "dmy"]


@pytest.mark.parametrize(
    ("head", "order"),
    [
        (["Enquiry date", "Name", "Status", "Won date"], "dmy"),
        (["Inquiry date", "Name", "Status", "Won date"], "mdy"), (["Lead date", "Name", "Status", "Postcode"], "dmy"),
        (["Lead date", "Name", "Status", "Zip"], "mdy"), (["Lead date", "Name", "Status", "Amount (£)"], "dmy"),
        (["Lead date", "Name", "Status", "Amount ($)"], "dmy"),
    ],
)  # fmt: skip
def test_words_of_a_country_do_not_decide(head: list[str], order: str) -> None:
    sheet = propose(raw_file(leads(MIXED, head=head)), today=TODAY).sheets[0]
    assert sheet.questions == ("date-order:0",)
    assert (sheet.at(0).date_order, sheet.at(0).order_evidence) == (order, "")  # read so until it is answered


def test_french_headers_decide() -> None:
    assert decided(leads(MIXED, head=["Date de demande", "Nom", "Statut", "Gagné le"])) == ["dmy"]


@pytest.mark.parametrize(
    ("days", "head", "words"),
    [
        (["04/01/2025", "10/01/2025", "02/02/2025", "09/02/2025", "01/03/2025", "08/03/2025", "03/04/2025"], HEAD,
         "day, then month: so the rows lie in the order of their dates"),
        (MIXED, ["Date de demande", "Nom", "Statut", "Gagné le"], "day, then month: the sheet is written in French"),
        (["05/08/2026", "02/12/2026", "07/04/2026"], HEAD,
         "month, then day: the other way, some dates would be later than the file"),
    ],
)  # fmt: skip
def test_what_told_the_order_is_said(days: list[str], head: list[str], words: str) -> None:
    raw = raw_file(leads(days, head=head))
    found = [one for one in build([(raw, propose(raw, today=TODAY))]).issues if one.code == "date-order-told"]
    assert [language("en").text(one.message).partition(" are read as ")[2] for one in found] == [words]
    assert found[0].position == 0
    assert found[0].count == len(found[0].lines) > 0
    text, read = found[0].examples[0]
    day, month, year = (int(str(text)[places]) for places in (slice(2), slice(3, 5), slice(6, None)))
    assert read == (dt.date(year, month, day) if words.startswith("day") else dt.date(year, day, month))


def test_days_above_12_in_the_column_itself_are_no_remark() -> None:
    raw = raw_file(leads([*MIXED, "25/03/2025"]), leads(MIXED))
    recipe = propose(raw, today=TODAY)
    found = [one for one in build([(raw, recipe)]).issues if one.code == "date-order-told"]
    assert [(one.sheet, one.count) for one in found] == [("Sheet2", len(MIXED))]
    assert recipe.sheets[0].at(0).order_evidence == "days", "it is said beside the column"


def test_two_figures_of_a_year_that_come_first() -> None:
    raw = raw_file(leads(["25/03/04", "25/03/28", "25/04/02", "25/04/19"]))
    told = next(one for one in build([(raw, propose(raw, today=TODAY))]).issues if one.code == "date-order-told")
    words = "“Lead date”: dates such as 03/04/05 are read as year, then month, then day: its first numbers"
    assert language("en").text(told.message).startswith(words)
    assert told.examples[0] == ("25/03/04", dt.date(2025, 3, 4))


def test_other_columns_and_sheets_are_named_as_what_told() -> None:
    recipe = propose(raw_file(leads(MIXED), leads(["03/25/2025"])), today=TODAY)
    assert [sheet.at(0).order_evidence for sheet in recipe.sheets] == ["sheets", "days"]
    won: list[str | None] = ["25/12/2025", *[None] * 6]
    assert propose(raw_file(leads(MIXED, won)), today=TODAY).sheets[0].at(0).order_evidence == "columns"


def test_the_word_of_the_user_is_no_evidence_of_the_file() -> None:
    raw = raw_file(leads([*MIXED, "25/03/2025"]))
    sheet = propose(raw, today=TODAY).sheets[0]
    turned = sheet.with_column(replace(sheet.at(0), date_order="mdy"))
    assert (turned.at(0).date_order, turned.at(0).order_evidence) == ("mdy", "")
    told = build([(raw, Recipe(raw.name, sheets=(turned,)))]).issues
    assert "date-order-told" not in {issue.code for issue in told}


def test_french_values_under_english_headers() -> None:
    rows = [
        ["Date", "Name", "Status"],
        *([day, "A", word] for day, word in zip(MIXED, ["Gagné", "Perdu"] * 4, strict=False)),
    ]
    assert decided(rows) == ["dmy"]


def test_two_figures_each() -> None:
    assert decided(leads(["25/03/14", "25/03/28", "25/04/02", "25/04/19"])) == ["ymd"]
    assert decided(leads(["14/03/25", "28/03/25", "02/04/25", "19/04/25"])) == ["dmy"]
    assert decided(leads(["03/14/25", "03/28/25", "04/02/25", "04/19/25"])) == ["mdy"]


def test_the_decimal_sign_of_another_sheet() -> None:
    def sheet(*amounts: str) -> list[list[Any]]:
        return [["Date", "Channel", "Amount"], *([dt.date(2025, 1, 13), "Web", amount] for amount in amounts)]

    recipe = propose(raw_file(sheet("1.234", "2.500"), sheet("12,50")), today=TODAY)
    assert [(one.at(2).decimal, one.questions) for one in recipe.sheets] == [(",", ()), (",", ())]
    recipe = propose(raw_file(sheet("1.234"), sheet("12")), today=TODAY)
    assert [(one.at(2).decimal, one.questions) for one in recipe.sheets] == [(",", ("decimal:2",)), ("", ())]
