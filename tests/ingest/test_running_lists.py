"""A running list says last month's rows again: they count once, what was written anew counts, and all of it is said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.model.leftovers import leftovers
from leaddesk.model.recipe import Recipe
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 9, 1)
Rows = list[list[Any]]
Pairs = list[tuple["RawFile", Recipe]]

HEADERS = ["Date", "Canal", "Libellé", "Montant HT"]
CLICKS = ["03/05/2026", "Google Ads", "Clics", 100.5]
POST = ["10/05/2026", "Facebook", "Publication", 80]
FLYER = ["17/05/2026", "Flyers", "500 ex.", 60]
STAND = ["24/05/2026", "Salon", "Stand", 400]
JUNE = ["02/06/2026", "Google Ads", "Clics", 120]
JULY = ["06/07/2026", "Flyers", "1000 ex.", 110]
MAY_LIST: Rows = [CLICKS, POST, FLYER, STAND]


def read(*lists: Rows, headers: list[str] = HEADERS) -> Pairs:
    """Files of one table each, ``f1.xlsx`` first."""
    raws = [raw_file([headers, *rows], name=f"f{number}.xlsx") for number, rows in enumerate(lists, start=1)]
    return [(raw, propose(raw, today=TODAY)) for raw in raws]


def switched(pairs: Pairs, code: str, *, on: bool, file: int = -1) -> Pairs:
    raw, recipe = pairs[file]
    again = list(pairs)
    again[file] = (raw, recipe.with_sheet(recipe.sheets[0].switched(code, on)))
    return again


def one(result: ImportResult, code: str) -> Issue:
    found = [issue for issue in result.issues if issue.code == code]
    assert len(found) == 1, [issue.code for issue in result.issues]
    return found[0]


def codes(result: ImportResult) -> set[str]:
    return {issue.code for issue in result.issues} & {"repeated-rows", "alike-rows", "corrected-rows", "vanished-rows"}


def spent(result: ImportResult) -> float:
    return float(result.dataset["costs"].numbers("amount").sum())


def said(issue: Issue) -> str:
    return language("en").text(issue.message)


def test_the_rows_of_last_month_count_once() -> None:
    pairs = read(MAY_LIST, [*MAY_LIST, JUNE])
    result = build(pairs)
    assert spent(result) == 100.5 + 80 + 60 + 400 + 120
    issue = one(result, "repeated-rows")
    assert said(issue) == "4 rows are in “f1.xlsx” already: they are left out"
    assert (issue.applied, issue.count, issue.lines, issue.file) == (True, 4, (2, 3, 4, 5), "f2.xlsx")
    assert issue.examples[0] == (tuple(CLICKS), tuple(CLICKS))
    first, second = result.counts
    assert (first.taken, first.left_out) == (4, {})
    assert (second.read, second.taken, second.given, second.left_out) == (5, 1, 1, {"repeated": 4})


def test_switched_off_they_count_twice_and_that_is_said_where_it_can_be_switched() -> None:
    pairs = switched(read(MAY_LIST, [*MAY_LIST, JUNE]), "repeated-rows", on=False)
    result = build(pairs, proposals=True)
    assert spent(result) == 2 * 640.5 + 120
    assert (one(result, "repeated-rows").applied, said(one(result, "repeated-rows"))) == (
        False,
        "4 rows are in “f1.xlsx” already: they count twice",
    )
    assert codes(build(pairs)) == set()
    assert spent(build(switched(pairs, "repeated-rows", on=True))) == 760.5


def test_of_three_equal_rows_before_and_four_now_one_is_new() -> None:
    result = build(read([CLICKS, FLYER, FLYER, FLYER], [CLICKS, FLYER, FLYER, FLYER, FLYER, JUNE]))
    assert one(result, "repeated-rows").count == 4
    assert spent(result) == 100.5 + 4 * 60 + 120


def test_the_third_edition_of_a_list_repeats_rows_of_both_before() -> None:
    result = build(read(MAY_LIST, [*MAY_LIST, JUNE], [*MAY_LIST, JUNE, JULY]))
    assert spent(result) == 640.5 + 120 + 110
    last = next(i for i in result.issues if i.code == "repeated-rows" and i.file == "f3.xlsx")
    assert (last.count, said(last)) == (5, "5 rows are in “f2.xlsx”, “f1.xlsx” already: they are left out")


def test_the_order_of_the_files_does_not_matter() -> None:
    lists = [MAY_LIST, [*MAY_LIST, JUNE], [*MAY_LIST, JUNE, JULY]]
    assert {spent(build(read(*(lists[n] for n in order)))) for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0))} == {870.5}


def test_an_amount_that_was_corrected_counts_as_the_later_list_has_it() -> None:
    corrected = ["10/05/2026", "Facebook", "Publication", 95]
    pairs = read(MAY_LIST, [CLICKS, corrected, FLYER, STAND, JUNE])
    result = build(pairs)
    assert spent(result) == 640.5 + 15 + 120
    issue = one(result, "corrected-rows")
    assert issue.examples == ((tuple(POST), tuple(corrected)),)
    assert (
        language("fr")
        .change(*issue.examples[0])
        .endswith("Publication · 80 → 10/05/2026 · Facebook · Publication · 95")
    )
    assert (issue.applied, issue.lines) == (True, (3,))
    assert result.counts[0].left_out == {"replaced": 1}
    both = build(switched(pairs, "corrected-rows", on=False), proposals=True)
    assert spent(both) == 640.5 + 95 + 120
    assert said(one(both, "corrected-rows")) == "1 row is not written as in “f1.xlsx”: both count"


def test_the_later_list_holds_also_when_it_was_opened_first() -> None:
    corrected = ["10/05/2026", "Facebook", "Publication", 95]
    result = build(read([CLICKS, corrected, FLYER, STAND, JUNE], MAY_LIST))
    assert spent(result) == 640.5 + 15 + 120
    issue = one(result, "corrected-rows")
    assert said(issue).endswith("which is the later one: what that says counts")
    assert issue.examples == ((tuple(POST), tuple(corrected)),)
    assert result.counts[1].left_out == {"repeated": 3, "replaced": 1}
    assert result.counts[1].taken == 0


@pytest.mark.parametrize(
    "again",
    [["10/05/2026", "Facebook", "Publication sponsorisée", 80], ["10/05/2026", "Instagram", "Publication", 80]],
)
def test_another_word_or_another_channel_is_a_correction_as_well(again: list[Any]) -> None:
    result = build(read(MAY_LIST, [CLICKS, again, FLYER, STAND, JUNE]))
    assert spent(result) == 760.5
    assert one(result, "corrected-rows").count == 1
    assert set(result.dataset["costs"].data["channel"]) == {"Google Ads", again[1], "Flyers", "Salon"}


def test_a_row_that_the_list_has_no_more_still_counts_and_is_said() -> None:
    result = build(read(MAY_LIST, [CLICKS, FLYER, STAND, JUNE]))
    assert spent(result) == 760.5
    issue = one(result, "vanished-rows")
    assert (issue.applied, issue.count, issue.examples) == (None, 1, ((tuple(POST), tuple(POST)),))


def test_a_few_equal_rows_may_be_honest_repeats() -> None:
    others: Rows = [
        ["11/05/2026", "Presse", "Annonce", 75],
        ["12/05/2026", "Radio", "Spot", 90],
        ["13/05/2026", "Bus", "", 5],
    ]
    pairs = read(MAY_LIST, [CLICKS, *others])
    result = build(pairs)
    assert spent(result) == 640.5 + 100.5 + 170
    issue = one(result, "alike-rows")
    assert (issue.applied, issue.count, issue.lines) == (False, 1, (2,))
    on = switched(pairs, "alike-rows", on=True)
    assert spent(build(on)) == 640.5 + 170
    assert one(build(on), "alike-rows").applied is True
    assert build(on).counts[1].left_out == {"repeated": 1}
    assert switched(on, "alike-rows", on=False) == pairs


def test_without_days_nothing_shows_that_it_is_one_list() -> None:
    headers = ["Canal", "Campagne", "Dépense HT"]
    rent: Rows = [["Google Ads", "Lyon", 100], ["Facebook", "Lyon", 50], ["Flyers", "Bron", 60]]
    result = build(read(rent, [*rent, ["Salon", "Lyon", 10]], headers=headers))
    assert spent(result) == 2 * 210 + 10
    assert one(result, "alike-rows").count == 3


def test_another_number_of_the_invoice_makes_another_expense() -> None:
    headers = [*HEADERS, "N° facture"]
    first: Rows = [[*CLICKS, "F1"], [*POST, "F2"], [*FLYER, "F3"], [*STAND, "F4"]]
    second: Rows = [
        [*CLICKS, "F9"],
        ["11/05/2026", "Presse", "Annonce", 75, "F10"],
        ["12/05/2026", "Bus", "Affiche", 5, "F11"],
    ]
    result = build(read(first, second, headers=headers))
    assert codes(result) == set()
    assert spent(result) == 640.5 + 180.5


def test_months_side_by_side_a_column_more() -> None:
    first = raw_file([["Canal", "mai 2026", "juin 2026"], ["Google", 10, 20], ["Flyers", 5, None]], name="f1.xlsx")
    second = raw_file(
        [["Canal", "mai 2026", "juin 2026", "juillet 2026"], ["Google", 10, 20, 30], ["Flyers", 5, None, None]],
        name="f2.xlsx",
    )
    pairs = [(raw, propose(raw, today=TODAY)) for raw in (first, second)]
    result = build(pairs)
    assert spent(result) == 65
    count = result.counts[1]
    assert (count.read, count.taken, count.given, count.left_out) == (2, 1, 1, {"repeated": 1})
    assert count.in_part == {"repeated-part": 1}
    assert said(one(result, "repeated-rows")) == "3 expenses are in “f1.xlsx” already: they are left out"
    twice = build(switched(pairs, "repeated-rows", on=False), proposals=True)
    assert said(one(twice, "repeated-rows")) == "3 expenses are in “f1.xlsx” already: they count twice"
    assert (twice.counts[1].taken, twice.counts[1].given, twice.counts[1].in_part) == (2, 4, {})
    (part,) = leftovers(pairs, [one.aside for one in result.counts])
    assert [(row.line, language("en").text(row.why)) for row in part.rows] == [
        (2, "Left out in part: an earlier file has some of its amounts already"),
        (3, "Left out: an earlier file has it already"),
    ]


def test_other_tables_without_numbers_are_lists_as_well_and_those_with_numbers_are_not() -> None:
    headers = ["Date", "Canal", "Sessions", "Utilisateurs", "Rebonds"]
    may: Rows = [["01/05/2026", "Direct", 10, 8, 2], ["02/05/2026", "Direct", 12, 9, 3]]
    result = build(read(may, [*may, ["01/06/2026", "Direct", 14, 10, 4]], headers=headers))
    assert float(result.dataset["web"].numbers("sessions").sum()) == 36
    orders = ["N° commande", "Client", "Date de livraison", "Montant HT"]
    bought: Rows = [["C1", "K1", "01/05/2026", 10], ["C2", "K2", "02/05/2026", 20]]
    result = build(read(bought, [*bought, ["C3", "K1", "01/06/2026", 30]], headers=orders))
    assert codes(result) == set()
    assert "repeated-ids" in {issue.code for issue in result.issues}


def test_two_sheets_of_one_workbook_are_no_editions_of_a_list() -> None:
    raw = raw_file([HEADERS, *MAY_LIST], [HEADERS, *MAY_LIST])
    result = build([(raw, propose(raw, today=TODAY))])
    assert codes(result) == set()


def test_what_was_switched_is_kept_in_documents_and_mapping_files() -> None:
    pairs = switched(read(MAY_LIST, [CLICKS, JUNE]), "alike-rows", on=True)
    pairs = switched(pairs, "corrected-rows", on=False)
    raw, recipe = pairs[-1]
    assert Recipe.from_json(recipe.to_json()) == recipe
    text = MappingFile.of_recipes((recipe,)).to_toml()
    assert 'wanted = ["alike-rows"]' in text
    mapping = MappingFile.parse(text, "m.toml")
    again = propose(raw, today=TODAY, mapping=mapping).sheets[0]
    assert (again.wanted, again.off) == (("alike-rows",), ("corrected-rows",))
    assert again.does("alike-rows")
    assert not again.does("corrected-rows")


def test_only_what_concerns_the_later_files_is_told_when_asked() -> None:
    pairs = read(MAY_LIST, [*MAY_LIST, JUNE], [*MAY_LIST, JUNE, JULY])
    assert {issue.file for issue in build(pairs, since=2).issues} == {"f3.xlsx"}
    assert {issue.file for issue in build(pairs, since=1).issues} == {"f2.xlsx", "f3.xlsx"}
