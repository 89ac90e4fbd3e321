"""Files that belong together are joined, said so, and left apart when that is switched off or they only look alike."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.ingest.filling import Differing, filled
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.pieces import plain_number
from leaddesk.model.issues import Severity
from leaddesk.model.merging import DECISION, EARLIEST
from leaddesk.model.stages import StageMap
from leaddesk.text import language
from tests.builders import state
from tests.ingest.rawfiles import raw_file
from tests.model.strategies import diced

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import Recipe

TODAY = dt.date(2026, 9, 1)
EN = language("en")
Rows = list[list[Any]]
File = tuple["RawFile", "Recipe"]

CONTACTS: Rows = [
    ["Record ID", "First Name", "Last Name", "Email", "Phone Number", "Create Date", "Lead Status", "Original Source"],
    ["900000000000000101", "Marie", "Durand", "marie@alpha.fr", "0612345678", "2026-03-02", "New", "Google"],
    ["900000000000000102", "Paul", "Petit", "paul@beta.fr", None, "2026-03-05", "New", "Flyer"],
    ["900000000000000103", "Zoé", "Roux", "zoe@gamma.fr", None, "2026-03-09", "New", "Flyer"],
]
DEALS: Rows = [
    ["Deal ID", "Deal Name", "Amount", "Close Date", "Deal Stage", "Contact ID"],
    ["7001", "Alpha tours", 500, "2026-04-02", "Closed Won", "900000000000000101"],
    ["7002", "Beta tours", 300, None, "Proposal Sent", "900000000000000102"],
    ["7003", "Alpha again", 900, None, "New", "900000000000000101"],
]
LEADS: Rows = [
    ["N° prospect", "Nom", "Date de création", "Source", "Statut", "Téléphone", "Notes"],
    ["P-101", "Marie Durand", "02/03/2026", "Google", "Nouveau", "0612345678", "rappeler"],
    ["P-102", "Paul Petit", "05/03/2026", "Flyer", "Gagné", None, None],
    ["P-103", "Zoé Roux", "09/03/2026", "Flyer", "Nouveau", None, None],
]
AFFAIRES: Rows = [
    ["N° prospect", "Nom", "Montant HT", "Statut", "Date de création", "Téléphone", "Notes"],
    ["P-101", "DURAND Marie", 500, "Devis envoyé", "28/02/2026", "0699999999", "pressée"],
    ["P-102", "Petit Paul", 300, "Contacté", "06/03/2026", None, None],
    ["P-109", "Léa Blanc", 100, "Nouveau", "07/03/2026", None, None],
]


def files(*sheets: Rows) -> list[File]:
    raws = [raw_file(rows, name=f"{number}.xlsx") for number, rows in enumerate(sheets, start=1)]
    return [(raw, propose(raw, today=TODAY)) for raw in raws]


def switched_off(opened: list[File], number: int, code: str) -> list[File]:
    raw, recipe = opened[number]
    off = recipe.with_sheet(recipe.sheets[0].switched(code, False))
    return [*opened[:number], (raw, off), *opened[number + 1 :]]


def told(result: ImportResult, code: str) -> list[Issue]:
    return [issue for issue in result.issues if issue.code == code]


def column(result: ImportResult, name: str, table: str = "leads") -> list[object]:
    values = result.dataset[table].data[name].astype(object)
    return [None if value != value else value for value in values]  # noqa: PLR0124


# -- leads and deals --------------------------------------------------------------------------------------------------


def test_leads_and_deals_of_one_number_are_one_lead() -> None:
    opened = files(LEADS, AFFAIRES)
    assert [recipe.sheets[0].table for _, recipe in opened] == ["leads", "leads"]
    result = build(opened)
    assert column(result, "id") == ["P-101", "P-102", "P-103", "P-109"]
    assert column(result, "amount") == [500, 300, None, 100]
    assert column(result, "status") == ["Devis envoyé", "Gagné", "Nouveau", "Nouveau"]  # the furthest of both
    assert [str(day)[:10] for day in column(result, "created")] == [
        "2026-02-28", "2026-03-05", "2026-03-09", "2026-03-07",
    ]  # fmt: skip
    assert column(result, "notes")[0] == "rappeler\npressée"
    assert column(result, "phone")[0] == "0612345678"
    (issue,) = told(result, "joined-by-id")
    assert (issue.file, issue.count, issue.applied, issue.lines) == ("2.xlsx", 2, True, (2, 3))
    assert EN.text(issue.message).startswith("2 rows have the numbers of leads of “1.xlsx”")
    (conflict,) = told(result, "joined-conflicts")
    assert ("0699999999", "0612345678") in conflict.examples
    assert ("Contacté", "Gagné") in conflict.examples
    (further,) = told(result, "joined-further")
    assert (further.count, further.examples, further.lines) == (1, (("Nouveau", "Devis envoyé"),), (2,))
    assert not told(result, "repeated-ids")
    assert [count.given for count in result.counts] == [3, 3]


def test_facts_that_differ_are_days_and_numbers() -> None:
    days = pd.Series(np.array(["2026-03-05", "2026-03-09T08:30"], "datetime64[s]"))
    one, two = np.array([0]), np.array([1])
    differing = Differing()
    differing.note(days, one, two, two)
    differing.note(pd.Series([1200.5, 80.0]), one, two, two)
    moment = dt.datetime(2026, 3, 9, 8, 30)  # noqa: DTZ001  (cells hold naive local times)
    assert (differing.count, differing.places) == (2, (1, 1))
    assert differing.examples == ((dt.date(2026, 3, 5), moment), (1200.5, 80.0))


def test_it_is_switched_off_and_then_only_said() -> None:
    opened = switched_off(files(LEADS, AFFAIRES), 1, "joined-by-id")
    result = build(opened, proposals=True)
    assert len(result.dataset["leads"]) == 6
    (issue,) = told(result, "joined-by-id")
    assert issue.applied is False
    assert "not joined" in language("en").text(issue.message)
    assert not told(build(opened), "joined-by-id")
    assert told(result, "repeated-ids")


def test_contacts_and_deals_that_name_their_contact() -> None:
    result = build(files(CONTACTS, DEALS))
    assert column(result, "id") == [
        "900000000000000101", "900000000000000102", "900000000000000103", "7003",
    ]  # fmt: skip
    assert column(result, "amount") == [500, 300, None, 900]
    assert column(result, "email")[:2] == ["marie@alpha.fr", "paul@beta.fr"]
    assert told(result, "joined-by-id")[0].count == 2
    other_way = build(files(DEALS, CONTACTS))
    assert len(other_way.dataset["leads"]) == 4
    assert sorted(map(str, column(other_way, "id"))) == sorted(map(str, column(result, "id")))


def test_orders_of_a_deal_are_the_leads() -> None:
    orders: Rows = [["Commande", "Client", "Date", "Montant HT"], ["C1", "7001", "01/05/2026", 10],
                    ["C2", "7002", "02/05/2026", 20], ["C3", "7003", "03/05/2026", 30]]  # fmt: skip
    result = build(files(CONTACTS, DEALS, orders))
    assert column(result, "customer", "orders") == ["900000000000000101", "900000000000000102", "7003"]


def test_zeros_before_a_number_do_not_matter_where_nothing_else_meets() -> None:
    leads: Rows = [["ID", "Nom", "Date de création", "Source"], ["00123", "Marie Durand", "02/03/2026", "Google"],
                   ["00124", "Paul Petit", "03/03/2026", "Google"]]  # fmt: skip
    deals: Rows = [["ID", "Nom", "Montant HT", "Statut"], [123, "Durand Marie", 500, "Gagné"],
                   [124, "Petit Paul", 100, "Perdu"]]  # fmt: skip
    result = build(files(leads, deals))
    assert column(result, "id") == ["00123", "00124"]
    assert column(result, "amount") == [500, 100]
    assert told(result, "joined-by-id")[0].examples == (("123", "00123"), ("124", "00124"))


def test_two_lists_that_both_count_from_one_are_two_lists() -> None:
    lyon: Rows = [["N°", "Nom", "Date de création", "Source"], ["1", "Marie Durand", "02/03/2026", "Google"],
                  ["2", "Paul Petit", "03/03/2026", "Google"]]  # fmt: skip
    paris: Rows = [["N°", "Nom", "Montant HT", "Date de création", "Statut"],
                   ["1", "Zoé Roux", 5, "02/03/2026", "Gagné"],
                   ["2", "Léa Blanc", 6, "03/03/2026", "Perdu"]]  # fmt: skip
    result = build(files(lyon, paris))
    assert len(result.dataset["leads"]) == 4
    assert not told(result, "joined-by-id")


def test_two_sheets_of_the_same_columns_are_no_join() -> None:
    raw = raw_file(LEADS, [LEADS[0], *LEADS[2:]])
    result = build([(raw, propose(raw, today=TODAY))])
    assert len(result.dataset["leads"]) == 5
    assert not told(result, "joined-by-id")
    assert told(result, "repeated-ids")


def test_it_is_known_which_rows_became_which_leads() -> None:
    opened = files(LEADS, AFFAIRES)
    again = build(opened, first_row_ids=[0, 1 << 32]).dataset.again
    assert {row - (1 << 32): lead for row, lead in again.items()} == {1: 1, 2: 2}


def test_row_ids_stay_with_their_lines() -> None:
    opened = files(LEADS, AFFAIRES)
    whole = build(switched_off(opened, 1, "joined-by-id"), first_row_ids=[0, 1 << 32]).dataset["leads"]
    joined = build(opened, first_row_ids=[0, 1 << 32]).dataset["leads"]
    assert joined.rows.tolist() == [whole.rows[place] for place in (0, 1, 2, 5)]
    assert joined.origin.line.tolist() == [2, 3, 4, 4]


# -- orders and customers ---------------------------------------------------------------------------------------------

KNOWN: Rows = [
    ["N° prospect", "Société", "E-mail", "Date de création", "Source"],
    ["00101", "Boulangerie Lefèvre", "a@alpha.fr", "02/03/2026", "Google"],
    ["00102", "Fleurs Petit", "b@beta.fr", "03/03/2026", "Google"],
    ["00103", "Garage Roux", "c@gamma.fr", "04/03/2026", "Google"],
]


def orders(*customers: Any) -> Rows:
    days = [[f"C{n}", customer, f"{n:02}/05/2026", 10 * n] for n, customer in enumerate(customers, start=1)]
    return [["Commande", "Client", "Date de commande", "Montant HT"], *days]


@pytest.mark.parametrize(
    ("customers", "code", "named"),
    [
        (["00101", "00102"], "", ["00101", "00102"]),
        ([101, 102, 102], "joined-by-number", ["00101", "00102", "00102"]),
        (["A@alpha.fr", "b@beta.fr", "x@y.fr"], "joined-by-email", ["00101", "00102", "x@y.fr"]),
        (["boulangerie lefevre", "Fleurs Petit SARL"], "joined-by-company", ["00101", "00102"]),
        (["Inconnue SA", "Autre"], "", ["Inconnue SA", "Autre"]),
    ],
)  # fmt: skip
def test_customers_are_named_by_number_mail_or_company(customers: list[Any], code: str, named: list[str]) -> None:
    opened = files(KNOWN, orders(*customers))
    assert opened[1][1].sheets[0].table == "orders"
    result = build(opened)
    assert column(result, "customer", "orders") == named
    codes = {issue.code for issue in result.issues if issue.code.startswith("joined")}
    assert codes == ({code} if code else set())
    if code:
        off = build(switched_off(opened, 1, code), proposals=True)
        assert column(off, "customer", "orders") == [str(customer) for customer in customers]
        assert [issue.applied for issue in told(off, code)] == [False]
        assert told(off, code)[0].message != told(result, code)[0].message


def test_leads_without_numbers_get_what_the_orders_call_them() -> None:
    known = [[row[1], row[2], row[3], row[4]] for row in KNOWN]
    result = build(files(known, orders("a@alpha.fr", "a@alpha.fr", "B@beta.fr")))
    assert column(result, "id") == ["a@alpha.fr", "B@beta.fr", None]
    assert column(result, "customer", "orders") == ["a@alpha.fr", "a@alpha.fr", "B@beta.fr"]


def test_a_name_that_two_leads_share_names_nobody() -> None:
    twice = [*KNOWN, ["00104", "Fleurs Petit", "d@d.fr", "05/03/2026", "Google"]]
    result = build(files(twice, orders("Fleurs Petit", "Garage Roux", "Boulangerie Lefèvre")))
    assert column(result, "customer", "orders") == ["Fleurs Petit", "00103", "00101"]


@given(st.integers(0, 2**32), st.randoms(use_true_random=False))
def test_no_fact_goes_without_being_said(seed: int, dice: Any) -> None:
    frame = state(**cast("dict[str, Any]", diced(seed))).dataset["leads"]
    if len(frame) < 2:
        return
    places = list(range(len(frame)))
    dice.shuffle(places)
    half = len(frame) // 2
    base, other = (np.array(side, np.intp) for side in (places[:half], places[half : 2 * half]))
    result = filled(frame, base, other, StageMap())
    lost = 0
    for name in frame.data.columns:
        before, after = frame.data[name].astype(object), result.frame.data[name].astype(object)
        untouched = np.setdiff1d(np.arange(len(frame)), base)
        assert before.iloc[untouched].astype(str).tolist() == after.iloc[untouched].astype(str).tolist()
        if name == "id":
            continue
        for one, two in zip(base, other, strict=True):
            facts = [value for value in (before.iloc[one], before.iloc[two]) if value == value]  # noqa: PLR0124
            now = after.iloc[one]
            if name not in DECISION | {"stage"}:
                assert (now == now) == bool(facts)  # noqa: PLR0124
                assert not facts or now in facts
            if name not in EARLIEST and len(facts) == 2 and facts[0] != facts[1]:
                lost += 1
    assert lost == result.kept.count + result.replaced.count


def test_numbers_without_their_zeros() -> None:
    assert plain_number("00123") == plain_number("123") == plain_number(" 123.0") == "123"
    assert plain_number("000") == "000"
    assert plain_number("P-12") == plain_number("p-12")
    assert plain_number("900000000000000101") != plain_number("900000000000000102")


SEPTEMBER: list[list[object]] = [
    ["N°", "Reçu le", "Société", "E-mail", "Source"],
    ["1", "01/09/2026", "Alpha", "a@alpha.test", "Google"],
    ["2", "02/09/2026", "Beta", "b@beta.test", "Flyers"],
    ["3", "03/09/2026", "Gamma", "c@gamma.test", "Google"],
]
OCTOBER: list[list[object]] = [
    [*SEPTEMBER[0], "Ville"],
    ["1", "01/10/2026", "Delta", "d@delta.test", "Google", "Lyon"],
    ["2", "02/10/2026", "Beta", "z@beta.test", "Salon", "Lyon"],
    ["3", "03/10/2026", "Zeta", "e@zeta.test", "Salon", "Paris"],
]


def test_a_month_that_counts_from_1_again_is_of_other_leads() -> None:
    """One firm of the same name does not make October's list that of September."""
    files = [(raw := raw_file(rows), propose(raw, today=TODAY)) for rows in (SEPTEMBER, OCTOBER)]
    result = build(files, proposals=True)
    leads = result.dataset["leads"]
    assert len(leads) == 6
    assert leads.data["id"].fillna("").tolist() == ["1", "2", "3", "", "", ""]
    (issue,) = [issue for issue in result.issues if issue.code == "counted-anew"]
    assert (issue.count, issue.applied, issue.severity) == (3, True, Severity.WARNING)
    assert "repeated-ids" not in {one.code for one in result.issues}
    first, (raw, recipe) = files
    off = recipe.with_sheet(recipe.sheets[0].switched("counted-anew", on=False))
    result = build([first, (raw, off)], proposals=True)
    assert result.dataset["leads"].data["id"].tolist() == ["1", "2", "3"] * 2
    (other,) = told(result, "counted-anew")
    assert "taken for the same lead" in language("en").text(other.message)


def test_the_same_list_again_keeps_its_numbers() -> None:
    again: list[list[object]] = [*SEPTEMBER, ["4", "04/09/2026", "Delta", "d@delta.test", "Google"]]
    files = [(raw := raw_file(rows), propose(raw, today=TODAY)) for rows in (SEPTEMBER, again)]
    result = build(files)
    codes = {issue.code for issue in result.issues}
    assert not codes & {"counted-anew", "repeated-ids"}
    assert "later-list" in codes
    assert column(result, "id") == ["1", "2", "3", "4"]
