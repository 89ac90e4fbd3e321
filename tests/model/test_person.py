"""Who a person is known by, and every row of the files that is theirs, by hand."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.person import Known, known_by, merged_into, number_key, repeats, traces
from leaddesk.model.raw import MergedRange
from leaddesk.model.recipe import ColumnChoice, Recipe, SheetRecipe
from leaddesk.model.rowids import row_base
from leaddesk.text import msg
from tests.ingest.rawfiles import raw_file, raw_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.person import File, Trace

ONE, TWO = UUID(int=1), UUID(int=2)
MARIE = Known(
    frozenset({"marie@durand.fr"}),
    frozenset({"0612345678"}),
    frozenset({"marie@durand.fr", "0612345678"}),
    frozenset({"l-1"}),
    frozenset({"durand marie", "durand fleurs"}),
    frozenset({"durand", "marie", "fleurs"}),
)
COLUMNS = (
    ("N°", "id"), ("Date", "created"), ("Nom", "name"), ("Société", "company"), ("E-mail", "email"),
    ("Téléphone", "phone"), ("Statut", "status"), ("Code porte", "extra:Code porte"), ("À part", ""),
)  # fmt: skip
DAY = dt.date(2026, 3, 2)
ROWS: list[list[Any]] = [
    [header for header, _ in COLUMNS],
    ["L-1", DAY, "Marie Durand", "Fleurs Durand", "marie@durand.fr", "06 12 34 56 78", "Contacté", 4711, "fidèle"],
    ["L-2", DAY, "Paul Petit", None, "info@petit.fr", "01 40 00 12 34", "Gagné", None, None],
    ["L-3", DAY, "Luc Roche", None, None, "+33 6 12 34 56 78", "Perdu", None, None],
]


def leads_recipe(rows: int, name: str = "Sheet1") -> SheetRecipe:
    """The rows below the first are leads."""
    columns = tuple(ColumnChoice(place, header, target) for place, (header, target) in enumerate(COLUMNS))
    return SheetRecipe(name, "leads", 0, 1, rows - 1, columns=columns)


def leads_file(rows: Sequence[Sequence[Any]] = ROWS, import_id: UUID = ONE) -> File:
    return import_id, raw_file(rows, name="mars.xlsx"), Recipe("mars.xlsx", sheets=(leads_recipe(len(rows)),))


def lead(*cells: Any) -> list[Any]:
    """A row with a number, a name, an e-mail and a phone."""
    number, name, email, phone = cells
    return [number, DAY, name, None, email, phone, "Nouveau"]


def ids(*places: int, import_id: UUID = ONE) -> frozenset[int]:
    return frozenset(row_base(import_id) + place for place in places)


# -- what they are known by --------------------------------------------------------------------------------------------


def test_an_address_of_a_firm_and_a_number_of_no_mobile_are_nobody_s() -> None:
    found = Known.by(["Marie@Durand.fr; info@durand.fr", "01 40 00 12 34 / 06.12.34.56.78", "rappeler"])
    assert found == Known(frozenset({"marie@durand.fr"}), frozenset({"0612345678"}))


@pytest.mark.parametrize(
    ("text", "is_theirs"),
    [
        ("MARIE@durand.fr", True), ("mailto:marie@durand.fr", True), ("voir marie@durand.fr", False),
        ("paul@petit.fr", False), ("+33 6 12 34 56 78", True), ("tel 06 12 34 56 78", False), ("06 98 76 54 32", False),
        ("", False),
    ],
)  # fmt: skip
def test_a_cell_that_is_theirs_and_nothing_else(text: str, is_theirs: bool) -> None:
    assert MARIE.is_all_of(text) is is_theirs
    assert not Known().is_all_of(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("tel 06.12.34.56.78 le soir", "tel … le soir"), ("+33 (0)6 12 34 56 78", "…"), ("0033612345678", "…"),
        ("061234567890", "061234567890"), ("ami de Marie@Durand.FR, dit-il", "ami de …, dit-il"),
        ("anne-marie@durand.fr", "anne-marie@durand.fr"), ("marie@durand.france", "marie@durand.france"),
    ],
)  # fmt: skip
def test_the_pattern_finds_them_in_a_text(text: str, left: str) -> None:
    assert re.sub(MARIE.pattern, "…", text, flags=re.IGNORECASE) == left


def test_of_nobody_there_is_no_pattern() -> None:
    assert Known().pattern == ""


def test_what_was_merged_into_a_lead_is_it_whatever_the_way() -> None:
    into = {2: 1, 3: 2, 9: 8}
    assert merged_into(into, 1) == {1, 2, 3}
    assert merged_into(into, 8) == {8, 9}
    assert merged_into(into, 5) == {5}


@pytest.mark.parametrize(("text", "key"), [(" L-07 ", "l-07"), ("007", "7"), ("000", "000"), ("", "")])
def test_a_number_is_compared_without_its_zeros(text: str, key: str) -> None:
    assert number_key(text) == key


def edit(*changes: Change) -> Action:
    time = "2026-03-05T10:00:00.000+00:00"
    return Action(UUID(int=5), UUID(int=6), None, time, ActionKind.EDIT, msg("Edit"), changes)


def test_the_files_and_what_was_written_over_them_tell_who_a_lead_is() -> None:
    (row,), (other,) = ids(1), ids(2)
    action = edit(
        Change("leads", "email", "marie@durand.fr", "m.durand@roses.fr", row),
        Change("leads", "amount", None, 5.0, row),
        Change("leads", "email", None, "paul@petit.fr", other),
        Change("orders", "id", None, "C-1", row),
    )
    found = known_by([leads_file()], [action], ids(1))
    mails = {"marie@durand.fr", "m.durand@roses.fr"}
    assert found == replace(MARIE, emails=frozenset(mails), every=frozenset({*mails, "0612345678"}))
    assert known_by([leads_file()], [], ids(1)) == MARIE


def test_what_several_share_is_known_of_a_lead_but_tells_nobody() -> None:
    found = known_by([leads_file()], [], ids(2))
    assert not found.emails
    assert not found.phones
    assert found.every == {"info@petit.fr", "0140001234"}
    assert found.names == {"paul petit"}
    assert found.words == {"paul", "petit"}


def test_rows_of_another_file_or_table_tell_nothing() -> None:
    import_id, raw, recipe = leads_file()
    orders = replace(recipe, sheets=(replace(recipe.sheets[0], table="orders"),))
    assert known_by([(import_id, raw, orders)], [], ids(1)) == Known()
    assert known_by([leads_file()], [], ids(1, import_id=TWO)) == Known()
    empty = (ONE, raw_file([]), recipe)
    assert known_by([empty], [], ids(1)) == Known()


# -- the same lead in another list -------------------------------------------------------------------------------------

AGAIN = [
    [header for header, _ in COLUMNS],
    lead("M-1", "M. Durant", "MARIE@durand.fr", None),
    lead("L-1", "Durand", None, None),
    lead("L-1", "Luc Roche", None, None),
    lead("l-1", None, None, None),
    lead("M-5", "Marie Durand", None, None),
    lead("M-6", "Paul Petit", "paul@petit.fr", "06 98 76 54 32"),
    lead("M-7", None, None, "+33612345678"),
]


def test_lists_repeat_a_lead_by_address_phone_or_number() -> None:
    """By the number only with a name that is like hers, or none: two lists may both begin at L-1."""
    files = [leads_file(), leads_file(AGAIN, TWO)]
    assert repeats(files, ids(1, 2, 3), MARIE) == ids(1, 2, 4, 7, import_id=TWO)
    assert repeats(files, ids(1, 2, 3), MARIE, by_name=True) == ids(1, 2, 4, 5, 7, import_id=TWO)


def test_rows_that_are_leads_themselves_repeat_none() -> None:
    assert repeats([leads_file(AGAIN, TWO)], ids(1, 2, 3, 4, 5, 6, 7, import_id=TWO), MARIE) == frozenset()


def test_only_rows_of_data_in_sheets_of_leads_repeat_one() -> None:
    import_id, raw, recipe = leads_file(AGAIN, TWO)
    (sheet,) = recipe.sheets
    some = replace(recipe, sheets=(replace(sheet, first_row=2, last_row=99),))
    assert repeats([(import_id, raw, some)], frozenset(), MARIE) == ids(2, 4, 7, import_id=TWO)
    none = replace(recipe, sheets=(replace(sheet, table="orders"),))
    assert repeats([(import_id, raw, none)], frozenset(), MARIE) == frozenset()


# -- all rows of a person ----------------------------------------------------------------------------------------------


def of(*files: File, **rows: frozenset[int]) -> tuple[Trace, ...]:
    return traces(files, rows, MARIE)


def test_of_a_lead_goes_what_tells_who_it_is() -> None:
    first, third = of(leads_file(), leads=ids(1))
    assert (first.file, first.sheet, first.line, first.table) == ("mars.xlsx", "Sheet1", 2, "leads")
    assert {first.row} == ids(1)
    assert first.gone == (
        ("Nom", "Marie Durand"), ("Société", "Fleurs Durand"), ("E-mail", "marie@durand.fr"),
        ("Téléphone", "06 12 34 56 78"), ("Code porte", "4711"), ("À part", "fidèle"),
    )  # fmt: skip
    assert (first.blanks.sheet, first.blanks.row, first.blanks.columns) == (0, 1, (2, 3, 4, 5, 7, 8))
    assert first.stays == (("N°", "L-1"), ("Date", "2026-03-02"), ("Statut", "Contacté"))
    assert not first.names
    # Who has her mobile number is her, whatever the name.
    assert (third.line, dict(third.gone)["Nom"]) == (4, "Luc Roche")


def test_a_number_that_names_somebody_goes_and_another_one_is_to_stand_for_it() -> None:
    rows = [ROWS[0], ["mdurand-7", *ROWS[1][1:]], ["durand.7", *ROWS[1][1:]]]
    one, other = of(leads_file(rows), leads=ids(1, 2))
    assert (list(one.names), one.stays[0]) == ([], ("N°", "mdurand-7")), "no word of hers"
    assert list(other.names) == ["durand.7"]
    assert ("N°", "durand.7") in other.gone
    assert ("N°", "durand.7") not in other.stays
    assert 0 not in other.blanks.columns, "it is not emptied: orders name the lead by it"


def test_what_other_rows_have_from_the_same_cell_stays() -> None:
    """Of the name, merged over two rows, and of the company, which fills down."""
    sheet = raw_sheet(ROWS, merged=(MergedRange(1, 2, 2, 2), MergedRange(3, 4, 3, 5)))
    recipe = leads_recipe(len(ROWS))
    columns = tuple(replace(one, fills_down=one.target == "company") for one in recipe.columns)
    file: File = (ONE, raw_file(sheet), Recipe("a", sheets=(replace(recipe, columns=columns),)))
    first, _third = of(file, leads=ids(1))
    assert [header for header, _ in first.gone] == ["E-mail", "Téléphone", "Code porte", "À part"]
    assert [header for header, _ in first.stays] == ["N°", "Date", "Nom", "Société", "Statut"]


def test_orders_that_name_the_lead_lose_what_their_table_does_not_know() -> None:
    headers = ("Commande", "Client", "Montant", "Remarque")
    rows: list[Sequence[Any]] = [headers, ("C-1", "L-1", 40, "pour Marie"), ("C-2", "L-1", 60, None)]
    targets = ("id", "customer", "amount", "extra:Remarque")
    columns = tuple(ColumnChoice(place, headers[place], target) for place, target in enumerate(targets))
    recipe = Recipe("c", sheets=(SheetRecipe("Sheet1", "orders", 0, 1, 2, columns=columns),))
    (found,) = of((TWO, raw_file(rows), recipe), orders=ids(1, 2, import_id=TWO))
    assert (found.table, found.line, found.gone) == ("orders", 2, (("Remarque", "pour Marie"),))
    assert found.stays == (("Commande", "C-1"), ("Client", "L-1"), ("Montant", "40"))


def test_a_lead_that_holds_nothing_of_anybody_is_told_all_the_same() -> None:
    rows = [ROWS[0], ["L-9", DAY]]
    (found,) = of(leads_file(rows), leads=ids(1))
    assert (found.gone, found.blanks.columns) == ((), ())
    assert found.stays == (("N°", "L-9"), ("Date", "2026-03-02"))


def test_sheets_that_are_of_no_table_lose_the_whole_row() -> None:
    """A number that a spreadsheet took the zero from, or wrote with its country, is hers too."""
    rows: list[Sequence[Any]] = [
        ("Anne", 612345678), ("Luc", 33612345678), ("Paul", 698765432), ("marie@durand.fr", None), ("-", DAY),
    ]  # fmt: skip
    sheet = raw_sheet(rows, "Notes", first_line=3)
    found = of((ONE, raw_file(ROWS, sheet), leads_file()[2]))
    notes = [one for one in found if one.sheet == "Notes"]
    assert [(one.line, one.table, one.blanks.sheet, one.blanks.columns) for one in notes] == [
        (3, "", 1, (0, 1)), (4, "", 1, (0, 1)), (6, "", 1, (0,)),
    ]  # fmt: skip
    assert notes[0].gone == (("1", "Anne"), ("2", "612345678"))
    assert [one.line for one in found if one.sheet == "Sheet1"] == [2, 4]


def test_what_other_rows_have_too_stays_in_sheets_of_no_table() -> None:
    """The e-mail and, in the line below, her number; the remark is merged over both lines."""
    sheet = raw_sheet([["marie@durand.fr", "à rappeler"], ["0612345678", None]], merged=(MergedRange(0, 1, 1, 1),))
    one, other = of((ONE, raw_file(sheet), Recipe("a")))
    assert (one.gone, one.stays, one.blanks.columns) == ((("1", "marie@durand.fr"),), (("2", "à rappeler"),), (0,))
    assert (other.line, other.gone, other.stays) == (2, (("1", "0612345678"),), ())


def test_rows_outside_the_data_are_nobody_s() -> None:
    import_id, raw, recipe = leads_file()
    below = replace(recipe, sheets=(replace(recipe.sheets[0], first_row=2),))
    assert [one.line for one in of((import_id, raw, below), leads=ids(1))] == [4]


def test_rows_that_one_line_was_made_into_are_at_its_place() -> None:
    """Wide columns make several rows of a line: of four lines the sixth row is of the second line."""
    rows = [ROWS[0], ROWS[2], ROWS[2], ROWS[2]]
    assert [one.line for one in of(leads_file(rows), leads=ids(5))] == [2]
    second = leads_recipe(len(rows), "Sheet2")
    both: File = (ONE, raw_file([["Rien"]], rows), Recipe("a", sheets=(second,)))
    (found,) = of(both, leads=ids(2))
    assert (found.sheet, found.line) == ("Sheet2", 2)
    assert {found.row} == ids(2)


def test_it_can_be_stopped_before_each_sheet() -> None:
    asked = []

    def check() -> None:
        asked.append(1)
        if len(asked) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        traces([(ONE, raw_file(ROWS, ROWS, ROWS), leads_file()[2])], {"leads": ids(1)}, MARIE, check)
    assert len(asked) == 2
