"""Which rows of next month's file are rows of the one before: by number, address, name and place, or their facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.ingest.comparison import Comparison
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.matching import Rule
from leaddesk.model.recipe import Recipe
from tests.ingest.rawfiles import raw_file

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 9, 1)
Rows = list[list[Any]]
Files = list[tuple["RawFile", Recipe]]

HEADERS = ["Créé le", "Nom", "Société", "E-mail", "Téléphone", "Code postal", "Ville", "Source", "Statut"]
ADA = [
    "04/05/2026",
    "Ada Exemple",
    "Alpha Transports",
    "ada@alpha.test",
    "0199001201",
    "69003",
    "Lyon",
    "Salon",
    "Nouveau",
]
BEN = [
    "11/05/2026",
    "Ben Modèle",
    "Boulangerie Beta",
    "ben@beta.test",
    "0199001202",
    "69003",
    "Lyon",
    "Salon",
    "Nouveau",
]
CLO = [
    "18/05/2026",
    "Cléo Fictive",
    "Gamma Optique",
    "clo@gamma.test",
    "0199001203",
    "69100",
    "Villeurbanne",
    "Flyers",
    "Nouveau",
]
DAN = [
    "19/05/2026",
    "Dan Témoin",
    "Delta Fleurs",
    "dan@delta.test",
    "0199001204",
    "38000",
    "Grenoble",
    "Flyers",
    "Contacté",
]
EVE = [
    "20/05/2026",
    "Ève Essai",
    "Epsilon Bois",
    "eve@epsilon.test",
    "0199001205",
    "38000",
    "Grenoble",
    "Salon",
    "Perdu",
]
MAY: Rows = [ADA, BEN, CLO, DAN, EVE]
JULY_FIRST = [
    "01/07/2026",
    "Fay Neuve",
    "Zeta Pharma",
    "fay@zeta.test",
    "0199001206",
    "69003",
    "Lyon",
    "Salon",
    "Nouveau",
]


def files(*lists: Rows, headers: list[str] = HEADERS) -> Files:
    raws = [raw_file([headers, *rows], name=f"f{number}.xlsx") for number, rows in enumerate(lists, start=1)]
    return [(raw, propose(raw, today=TODAY)) for raw in raws]


def compared(opened: Files) -> Comparison | None:
    editions = build(opened, first_row_ids=[number << 32 for number in range(len(opened))]).editions
    return Comparison(editions[-1]) if editions else None


def pairs(opened: Files) -> dict[int, tuple[int, Rule]]:
    """For each row of the last file (0 the first) the row of the first file that it is, and what told so."""
    found = compared(opened)
    if found is None:
        return {}
    lines = found.told.origin.line
    made = [found.pair(number)[:3] for number in range(found.pairs)]
    assert len({base for base, *_ in made}) == len(made) == len({other for _, other, _ in made}), "one to one"
    return {int(lines[other]) - 2: (int(lines[base]) - 2, rule) for base, other, rule in made}


def changed(row: list[Any], **cells: Any) -> list[Any]:
    names = dict(
        zip(("created", "name", "company", "email", "phone", "postcode", "city", "source", "status"), row, strict=True)
    )
    return [*(names | cells).values()]


def test_a_list_without_numbers_that_comes_again_counts_once() -> None:
    june = [changed(ADA, status="Gagné"), BEN, CLO, DAN, EVE, JULY_FIRST]
    result = build(files(MAY, june))
    assert len(result.dataset["leads"]) == 6
    assert result.dataset["leads"].data["status"].tolist() == [
        "Gagné", "Nouveau", "Nouveau", "Contacté", "Perdu", "Nouveau",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"status": "Gagné"}, Rule.EMAIL),
        ({"email": "ADA@alpha.test ", "status": "Gagné"}, Rule.EMAIL),
        ({"email": None, "phone": "01 99 00 12 01"}, Rule.PHONE),
        ({"email": None, "phone": None, "name": "Exemple Ada"}, Rule.NAME),
        ({"email": "ada@autre.test", "phone": None, "name": "Ada Exmple"}, Rule.NAME),
        ({"email": None, "phone": None, "postcode": None, "city": None, "source": "Web"}, Rule.FACTS),
    ],
)
def test_what_tells_that_a_row_is_the_same_lead(cells: dict[str, Any], rule: Rule) -> None:
    june = [EVE, DAN, CLO, BEN, changed(ADA, **cells)]  # another order: the neighbours tell nothing
    assert pairs(files(MAY, june)) == {
        0: (4, Rule.SAME), 1: (3, Rule.SAME), 2: (2, Rule.SAME), 3: (1, Rule.SAME), 4: (0, rule),
    }  # fmt: skip


def test_who_asks_again_later_is_a_lead_of_his_own() -> None:
    again = changed(ADA, created="15/06/2026", source="Web")
    found = pairs(files(MAY, [BEN, CLO, DAN, EVE, again]))
    assert sorted(found) == [0, 1, 2, 3]
    both = pairs(files(MAY, [*MAY, again]))
    assert sorted(both) == [0, 1, 2, 3, 4]


def test_a_colleague_with_the_switchboard_of_the_firm_is_another_lead() -> None:
    colleague = changed(ADA, name="Gus Collègue", email="contact@alpha.test", created="12/05/2026")
    assert 4 not in pairs(files(MAY, [BEN, CLO, DAN, EVE, colleague]))


def test_lists_that_share_a_few_people_are_no_editions() -> None:
    others = [
        changed(row, name=f"Autre {n}", company=f"Firme {n}", email=f"a{n}@x.test", phone=f"01990099{n:02}",
                created=f"{n + 2:02}/05/2026", postcode=f"7500{n}", city="Paris")
        for n, row in enumerate(MAY)
    ]  # fmt: skip
    assert compared(files(MAY, [ADA, *others])) is None
    assert len(build(files(MAY, [ADA, *others])).dataset["leads"]) == 11


def test_lists_of_two_months_without_a_lead_in_common_are_no_editions() -> None:
    june = [changed(row, created=f"{n + 1:02}/06/2026", name=f"Neuf {n}", email=f"n{n}@x.test", phone=f"01990088{n:02}",
                    company=f"Maison {n}") for n, row in enumerate(MAY)]  # fmt: skip
    assert compared(files(MAY, june)) is None


PLAIN = ["Créé le", "Source", "Ville", "Volume par semaine", "Statut"]
COUNTER: Rows = [
    ["04/05/2026", "Salon", "Lyon", 12, "Nouveau"],
    ["04/05/2026", "Flyers", "Lyon", 3, "Nouveau"],
    ["05/05/2026", "Salon", "Bron", 7, "Nouveau"],
    ["06/05/2026", "Web", "Lyon", 40, "Contacté"],
    ["07/05/2026", "Web", "Vienne", 5, "Nouveau"],
    ["07/05/2026", "Salon", "Bron", 22, "Nouveau"],
    ["08/05/2026", "Flyers", "Lyon", 9, "Nouveau"],
    ["09/05/2026", "Web", "Givors", 15, "Nouveau"],
]


def test_rows_that_nobody_signs_are_known_by_their_facts_and_their_neighbours() -> None:
    june = [[*row[:4], "Perdu"] for row in COUNTER]
    june[3][3] = 41
    june[5][2] = None
    del june[1]
    found = pairs(files(COUNTER, [*june, ["01/06/2026", "Web", "Lyon", 12, "Nouveau"]], headers=PLAIN))
    assert {row: base for row, (base, _) in found.items()} == {0: 0, 1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7}
    assert {rule for _, rule in found.values()} == {Rule.FACTS, Rule.NEIGHBOURS}


def test_two_rows_that_fit_equally_well_are_left_to_the_user() -> None:
    twin = changed(ADA, phone="0199001299", company="Alpha Express")
    june = [EVE, changed(ADA, phone=None, company=None, status="Gagné"), DAN, CLO, BEN]
    opened = files([ADA, twin, BEN, CLO, DAN, EVE], june)
    assert 1 not in pairs(opened)
    found = compared(opened)
    assert found is not None
    (doubt,) = found.doubtful
    lines = found.told.origin.line[doubt].tolist()
    assert (lines[0], sorted(lines[1:])) == (3, [2, 3])
    assert all(0.5 <= found.likeness(base, doubt[0]) <= 1 for base in doubt[1:].tolist())
    (issue,) = [issue for issue in build(opened).issues if issue.code == "doubtful-leads"]
    assert (issue.count, issue.lines, issue.applied) == (1, (3,), None)


Said = tuple[tuple[int, int], ...]


def said(opened: Files, *, same: Said = (), apart: Said = ()) -> Files:
    *before, (raw, recipe) = opened
    recipe = recipe.with_sheet(replace(recipe.sheets[0], same=same, apart=apart))
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert all(not (sheet.same or sheet.apart) for sheet in recipe.remembered().values())
    return [*before, (raw, recipe)]


def test_what_the_user_says_goes_before_all_that_the_rows_tell() -> None:
    opened = files(MAY, [BEN, CLO, DAN, EVE, changed(ADA, status="Gagné")])
    first, second = 0, 1 << 32
    assert pairs(said(opened, apart=((first + 1, second + 5),))).keys() == {0, 1, 2, 3}
    other = pairs(said(opened, same=((first + 1, second + 1),)))
    assert other[0] == (0, Rule.HAND)
    assert 4 not in other


def test_another_number_is_another_lead_where_the_lists_keep_them() -> None:
    headers = ["N° prospect", *HEADERS]
    may = [[f"P-{number}", *row] for number, row in enumerate(MAY)]
    june = [*may[1:], ["P-9", *ADA]]
    assert pairs(files(may, june, headers=headers)).keys() == {0, 1, 2, 3}
    assert "doubtful-leads" not in {issue.code for issue in build(files(may, june, headers=headers)).issues}


def test_numbers_that_are_counted_anew_after_a_deleted_row_name_nobody() -> None:
    headers = ["N°", *HEADERS]
    may = [[number, *row] for number, row in enumerate(MAY, start=1)]
    june = [[number, *row] for number, row in enumerate([BEN, CLO, DAN, EVE, JULY_FIRST], start=1)]
    found = pairs(files(may, june, headers=headers))
    assert {row: base for row, (base, _) in found.items()} == {0: 1, 1: 2, 2: 3, 3: 4}


def test_a_column_that_counts_the_lines_tells_nothing() -> None:
    headers = ["Ligne", *HEADERS]
    may = [[number, *row] for number, row in enumerate(MAY, start=1)]
    june = [[number, *changed(row, email=None)] for number, row in enumerate([EVE, CLO, ADA, BEN], start=1)]
    found = pairs(files(may, june, headers=headers))
    assert {row: base for row, (base, _) in found.items()} == {0: 4, 1: 2, 2: 0, 3: 1}


def test_a_telephone_with_the_code_of_its_country_is_the_same() -> None:
    may = [changed(row, email=None, phone=f"0770090{n:04}") for n, row in enumerate(MAY)]
    june = [changed(row, email=None, phone=f"+44 770 090 {n:04}", name=None) for n, row in enumerate(MAY)]
    assert {rule for _, rule in pairs(files(may, june[::-1])).values()} == {Rule.PHONE}


def test_a_row_that_a_list_has_twice_is_paired_with_either() -> None:
    june = [changed(ADA, status="Gagné"), EVE, changed(ADA, status="Contacté"), DAN, CLO, BEN]
    found = pairs(files([ADA, ADA, BEN, CLO, DAN, EVE], june))
    assert {found[0][0], found[2][0]} == {0, 1}
    assert len(found) == 6


UNDATED = ["Nom", "Société", "E-mail", "Statut"]


def test_a_month_that_the_file_is_named_after_says_nothing_of_a_row_and_stays_the_first() -> None:
    lists = [[row[1:4] + row[8:] for row in MAY], [[*row[1:4], "Gagné"] for row in MAY[::-1]]]
    raws = [raw_file([UNDATED, *rows], name=f"prospects {month}.xlsx")
            for rows, month in zip(lists, ("mai 2026", "juin 2026"), strict=True)]  # fmt: skip
    opened = [(raw, propose(raw, today=TODAY)) for raw in raws]
    assert [recipe.as_of for _, recipe in opened] == [dt.date(2026, 5, 31), dt.date(2026, 6, 30)]
    for order in (opened, opened[::-1]):
        frame = build(order).dataset["leads"]
        assert frame.data["status"].tolist() == ["Gagné"] * 5
        assert {f"{day:%m}" for day in frame.data["created"]} == {"05"}
        assert frame.data["won"].notna().all()


rows = st.permutations(MAY)


@given(first=rows, second=rows, gone=st.sets(st.integers(0, 4), max_size=2))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_rows_does_not_matter(first: Rows, second: Rows, gone: set[int]) -> None:
    june = [changed(row, status="Gagné") for number, row in enumerate(second) if number not in gone]
    found = pairs(files(first, june))
    assert {(first[base][1], june[row][1]) for row, (base, _) in found.items()} == {(row[1], row[1]) for row in june}


def cells(result: ImportResult) -> set[tuple[str, ...]]:
    frame = result.dataset["leads"]
    return set(zip(*(frame.data[name].astype(str).tolist() for name in sorted(frame.data.columns)), strict=True))


@given(order=rows, won=st.sets(st.integers(0, 4)))
@settings(max_examples=15, deadline=None)
def test_which_file_is_opened_first_does_not_matter_where_their_days_tell(order: Rows, won: set[int]) -> None:
    june = [changed(row, status="Gagné") if number in won else row for number, row in enumerate(order)]
    opened = files(MAY, june)
    days = (dt.date(2026, 5, 31), dt.date(2026, 6, 30))
    dated = [(raw, replace(recipe, as_of=day)) for (raw, recipe), day in zip(opened, days, strict=True)]
    assert cells(build(dated)) == cells(build(dated[::-1]))
