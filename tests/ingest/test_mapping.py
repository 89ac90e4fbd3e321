"""What a file is taken for: recognised, remembered, said by a mapping file, chosen anew by the user."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose, repropose
from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.ingest.preview import samples
from leaddesk.model.remembered import Remembered
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file, raw_sheet

if TYPE_CHECKING:
    from leaddesk.model.recipe import Recipe

TODAY = dt.date(2026, 9, 1)
LEADS: list[list[Any]] = [
    ["Date", "Nom", "Canal", "Statut", "Couleur"],
    ["13/02/2025", "Anne", "Google", "Gagné", "bleu"],
    ["02/03/2025", "Paul", "Salon", "Perdu", "vert"],
]
COSTS: list[list[Any]] = [["Mois", "Canal", "Montant HT"], ["01/2025", "Google", 12], ["02/2025", "Salon", 13]]


def proposed(*sheets: Any, name: str = "file.xlsx", today: dt.date = TODAY, **options: Any) -> Recipe:
    return propose(raw_file(*sheets, name=name), today=today, **options)


def targets(recipe: Recipe, sheet: int = 0) -> dict[str, str]:
    return {choice.header: choice.target for choice in recipe.sheets[sheet].columns}


def test_leads_and_costs_in_one_file() -> None:
    recipe = proposed(LEADS, COSTS, [["Légende", "Sens"], ["a", "b"]])
    assert [sheet.table for sheet in recipe.sheets] == ["leads", "costs", ""]
    assert targets(recipe) == {
        "Date": "created", "Nom": "name", "Canal": "channel", "Statut": "status", "Couleur": "extra:Couleur",
    }  # fmt: skip
    assert targets(recipe, 1) == {"Mois": "date", "Canal": "channel", "Montant HT": "amount"}
    assert recipe.sheets[0].column("created").date_order == "dmy"  # type: ignore[union-attr]
    assert all(0 < choice.confidence <= 1 and choice.reason for choice in recipe.sheets[0].columns)
    assert recipe.sheets[2].reason is not None


@pytest.mark.parametrize(
    ("rows", "table"),
    [
        ([["N° commande", "Client", "Date", "Montant HT"], ["C1", "P1", "13/01/2025", 12]], "orders"),
        ([["Date d'envoi", "Campagne", "Envoyés", "Ouvertures", "Clics"], ["13/01/2025", "N1", 90, 30, 4]], "emails"),
        ([["Jour", "Sessions", "Utilisateurs", "Rebonds"], ["13/01/2025", 90, 30, 4]], "web"),
        ([["Opération", "Début", "Fin", "Budget", "Participants"], ["A", "13/01/2025", "15/01/2025", 9, 4]],
         "operations"),
        ([["Indicateur", "Période", "Objectif"], ["CPL", "2025", 40]], "objectives"),
        ([["Date", "Client", "Satisfaction", "Commentaire"], ["13/01/2025", "P1", 4, "bien"]], "surveys"),
        ([["Client", "Ouvert le", "Clos le", "Motif"], ["P1", "13/01/2025", "14/01/2025", "retard"]], "service"),
        ([["Date", "Réseau", "Portée", "Interactions"], ["13/01/2025", "LinkedIn", 900, 30]], "social"),
        ([["Id prospect", "Date et heure", "Canal", "Type de contact"], ["P1", "13/01/2025 10:00", "Web", "clic"]],
         "touchpoints"),
        ([["Date", "Campagne", "Dépense"], ["13/01/2025", "N1", 90]], "costs"),
        ([["First Name", "Email", "Original Traffic Source"], ["Ann", "a@example.com", "Paid"]], "leads"),
    ],
)  # fmt: skip
def test_the_tables(rows: list[list[Any]], table: str) -> None:
    assert proposed(rows).sheets[0].table == table


def test_values_overrule_headers() -> None:
    rows: list[list[Any]] = [["Date", "Nom", "Statut", "Budget", "Campagne"]]
    rows += [["13/02/2025", f"Anne {n}", "Gagné", f"{n} 000 €", str(n)] for n in range(1, 9)]
    found = targets(proposed(rows))
    assert found["Budget"] == "extra:Budget"  # money is no answer to "is there a budget?"
    assert found["Campagne"] == "extra:Campagne"  # nor are bare numbers campaigns


def test_values_alone_are_recognised() -> None:
    rows: list[list[Any]] = [["Quand", "Nom", "Statut", "Joindre"]]
    rows += [[f"{n}/02/2025", f"Anne {n}", "Gagné", f"a{n}@example.com"] for n in range(10, 28)]
    found = targets(proposed(rows))
    assert found["Quand"] == "created"
    assert found["Joindre"] == "email"


def test_a_day_that_is_expected_is_not_the_day_of_the_lead() -> None:
    rows = [["Prospect", "Étape", "Date de clôture prévue"], ["A", "Gagné", "15/11/2026"]]
    assert targets(proposed(rows))["Date de clôture prévue"].startswith("extra:")


def test_an_export_of_google_ads() -> None:
    rows: list[list[Any]] = [
        ["Rapport sur les campagnes"], ["1 sept. 2026 - 2 sept. 2026"],
        ["Jour", "Campagne", "Code de la devise", "Coût", "Impr.", "Conversions", "Coût / conv."],
        ["2026-09-01", "Recherche", "EUR", "1\u202f234,50", "12\u202f000", "12,00", "--"],
        ["2026-09-02", "Marque", "EUR", "34,50", "1\u202f200", "--", "2,5"],
        ["Total : compte", "--", "EUR", "1\u202f269,00", "13\u202f200", "12,00", "--"],
        ["Total : campagnes", "--", "EUR", "1\u202f269,00", "13\u202f200", "12,00", "--"],
    ]  # fmt: skip
    raw = raw_file(rows)
    recipe = propose(raw, today=TODAY)
    assert (recipe.sheets[0].table, recipe.sheets[0].header_row) == ("costs", 2)
    assert build([(raw, recipe)]).dataset["costs"].data["amount"].tolist() == [1234.5, 34.5]


def test_one_target_is_used_once() -> None:
    found = targets(
        proposed([["Source", "Canal", "Statut", "Nom"], ["", "Salon", "Gagné", "A"], ["", "Web", "x", "B"]])
    )
    assert sorted(found.values()).count("channel") == 1
    assert found["Canal"] == "channel"  # the filled one
    assert found["Source"] == "extra:Source"


def test_headers_twice_and_none() -> None:
    rows: list[list[Any]] = [
        ["Nom", "Statut", "Note x", "Note x", None],
        ["A", "Gagné", "b", "c", "d"],
        ["B", "Perdu", "e", "f", "g"],
    ]
    recipe = proposed(rows)
    assert [c.target for c in recipe.sheets[0].columns[2:]] == ["extra:Note x", "extra:Note x (2)", "extra:E"]


def test_abbreviations_with_points_and_broken_accents_are_headers_too() -> None:
    rows: list[list[Any]] = [
        ["PrÃ©nom", "C.P.", "Statut", "N° de tÃ©lÃ©phone"],
        ["Zoé", "75011", "Gagné", "0199001234"],
    ]
    raw = raw_file(rows)
    recipe = propose(raw, today=TODAY)
    assert [(one.header, one.target) for one in recipe.sheets[0].columns] == [
        ("Prénom", "first_name"), ("C.P.", "postcode"), ("Statut", "status"), ("N° de téléphone", "phone"),
    ]  # fmt: skip
    (issue,) = [issue for issue in build([(raw, recipe)]).issues if issue.code == "mojibake-headers"]
    assert issue.examples == (("PrÃ©nom", "Prénom"), ("N° de tÃ©lÃ©phone", "N° de téléphone"))


def test_dates_that_cannot_be_decided_are_asked() -> None:
    rows: list[list[Any]] = [["Date", "Name", "Status"], ["03/04/2026", "A", "Won"], ["04/03/2026", "B", "Lost"]]
    raw = raw_file(rows)
    recipe = propose(raw, today=TODAY)
    assert recipe.sheets[0].questions == ("date-order:0",)
    issue = next(issue for issue in build([(raw, recipe)]).issues if issue.code == "date-order")
    assert (issue.column, issue.severity.name, issue.position, issue.lines) == ("Date", "WARNING", 0, (2, 3))
    april, march = dt.date(2026, 4, 3), dt.date(2026, 3, 4)
    assert issue.examples == (("03/04/2026", (april, march)), ("04/03/2026", (march, april)))
    answered = recipe.sheets[0].with_column(replace(recipe.sheets[0].at(0), date_order="mdy"))
    assert answered.questions == ()
    made = build([(raw, recipe.with_sheet(answered))])
    assert [str(day)[:10] for day in made.dataset["leads"].data["created"]] == ["2026-03-04", "2026-04-03"]
    again = propose(raw, today=TODAY, remembered=Remembered().with_recipes([recipe.with_sheet(answered)]))
    assert again.sheets[0].questions == ()
    assert again.sheets[0].at(0).date_order == "mdy"


def test_another_column_of_the_sheet_decides() -> None:
    rows: list[list[Any]] = [["Date", "Nom", "Statut", "Date de gain"], ["03/04/2026", "A", "Gagné", "04/25/2026"]]
    sheet = proposed(rows).sheets[0]
    assert [choice.date_order for choice in sheet.columns] == ["mdy", "", "", "mdy"]
    assert sheet.questions == ()


def test_the_decimal_sign_is_a_matter_of_the_whole_column() -> None:
    def sign(cells: list[str], delimiter: str = "") -> tuple[str, bool]:
        rows = [["Date", "Canal", "Montant"], *[["13/01/2025", "Web", cell] for cell in cells]]
        sheet = propose(raw_file(rows, delimiter=delimiter), today=TODAY).sheets[0]
        return sheet.at(2).decimal, bool(sheet.questions)

    assert sign(["1.234", "12,50"]) == (",", False)
    assert sign(["1.234", "12.50"]) == (".", False)
    assert sign(["1.234", "2.500"], ";") == (",", False)
    assert sign(["1,234", "2,500"], ",") == (".", False)
    assert sign(["1.234", "2.500"]) == (",", True)  # money: thousands, and asked
    assert sign(["1,234", "2,500"]) == (".", True)


def test_as_of_is_the_latest_day_that_is_not_ahead() -> None:
    assert proposed(LEADS).as_of == dt.date(2025, 3, 2)
    assert proposed(LEADS, today=dt.date(2025, 2, 20)).as_of == dt.date(2025, 2, 13)
    assert proposed([["Suivi au 05/03/2025"], [], *LEADS]).as_of == dt.date(2025, 3, 5)
    assert proposed([["Suivi du 03/04/2025"], [], *LEADS]).as_of == dt.date(2025, 3, 2)  # either way: not believed
    assert proposed([["Nom", "Statut"], ["A", "Gagné"]]).as_of is None


def test_hidden_empty_and_unknown_sheets_are_left_out() -> None:
    recipe = proposed(raw_sheet(LEADS, "a", hidden=True), raw_sheet([], "b"), raw_sheet([["Nom", "Statut"]], "c"))
    assert [sheet.table for sheet in recipe.sheets] == ["", "", ""]
    assert len({sheet.reason for sheet in recipe.sheets}) == 3


def test_the_users_choice_is_remembered_for_the_same_headers() -> None:
    recipe = proposed(LEADS)
    sheet = recipe.sheets[0]
    changed = sheet.with_column(replace(sheet.at(4), target="segment", canonical=False, values=(("bleu", "B"),)))
    memory = Remembered().with_recipes([recipe.with_sheet(changed)])
    memory = Remembered.from_json(json.loads(json.dumps(memory.to_json())))
    raw = raw_file([["Mars"], [], *LEADS, ["14/02/2025", "Zoé", "Web", "Perdu", "bleu"]], name="next.xlsx")
    again = propose(raw, today=TODAY, remembered=memory)
    assert (again.sheets[0].header_row, again.sheets[0].first_row, again.sheets[0].last_row) == (2, 3, 5)
    assert again.sheets[0].at(4).target == "segment"
    assert list(build([(raw, again)]).dataset["leads"].data["segment"]) == ["B", "vert", "B"]
    assert propose(raw, today=TODAY).sheets[0].at(4).target == "extra:Couleur"


def test_an_ignored_sheet_and_another_header_row_are_remembered() -> None:
    raw = raw_file([["Nom", "Statut", "Date"], ["a", "b", "c"], ["Nom 2", "Statut 2", "Date 2"], ["A", "Gagné", ""]])
    recipe = propose(raw, today=TODAY)
    ignored = Remembered().with_recipes([recipe.with_sheet(repropose(raw, recipe, "Sheet1", table=""))])
    assert propose(raw, today=TODAY, remembered=ignored).sheets[0].table == ""
    moved = recipe.with_sheet(repropose(raw, recipe, "Sheet1", table="leads", header_row=2))
    assert moved.sheets[0].columns[0].header == "Nom 2"
    again = propose(raw, today=TODAY, remembered=Remembered().with_recipes([moved]))
    assert again.sheets[0].header_row == 2
    without = recipe.with_sheet(repropose(raw, recipe, "Sheet1", table="leads", header_row=None))
    assert without.sheets[0].first_row == 0
    again = propose(raw, today=TODAY, remembered=Remembered().with_recipes([without]))
    assert again.sheets[0].header_row is None


def test_the_user_chooses_another_table() -> None:
    raw = raw_file([["Légende", "Sens"], ["a", 5]])
    recipe = propose(raw, today=TODAY)
    made = repropose(raw, recipe, "Sheet1", table="costs")
    assert made.table == "costs"
    assert made.column("amount") is not None  # the only column of numbers
    assert repropose(raw, recipe, "Sheet1").table == ""


def test_three_samples_before_and_after() -> None:
    rows: list[list[Any]] = [
            ["Date", "Nom", "Statut", "Montant HT", "Opt-in e-mail"], ["13/02/2025", "A", "Gagné", "1 234,5 €", "oui"],
            ["13/02/2025", "B", "Perdu", "n/a", "non"], ["31/02/2025", "C", "x", "12", "?"],
            ["14/02/2025", "D", "y", "13", None]]  # fmt: skip
    raw = raw_file(rows)
    recipe = propose(raw, today=TODAY)
    english = language("en")
    assert samples(raw, recipe, "Sheet1", 0, english) == (
        ("13/02/2025", "13 Feb 2025"), ("31/02/2025", "–"), ("14/02/2025", "14 Feb 2025"),
    )  # fmt: skip
    assert samples(raw, recipe, "Sheet1", 3, english, 2) == (("1 234,5 €", "€1,234.50"), ("n/a", "–"))
    assert samples(raw, recipe, "Sheet1", 4, english) == (("oui", "yes"), ("non", "no"), ("?", "–"))
    assert samples(raw, recipe, "Sheet1", 1, english, 1) == (("A", "A"),)


def test_samples_of_typed_cells_are_written_as_the_language_does() -> None:
    raw = raw_file([["Société", "Date de création", "Canal", "Montant", "Vu"],
                    ["A", dt.date(2025, 1, 13), "Web", 1234.5, dt.date(2025, 1, 14)]])  # fmt: skip
    recipe = propose(raw, today=TODAY)
    before = [samples(raw, recipe, "Sheet1", position, language("fr")) for position in (1, 3, 4)]
    assert before[0] == (("13/01/2025", "13 janv. 2025"),)
    assert before[1][0][0] == "1234,5"
    assert before[2] == (("14/01/2025", "14/01/2025"),), "kept as a text: nothing happens to it"


TOML = """
[[sheet]]
file = "file*.xlsx"
sheet = "Sheet1"
table = "leads"
header_row = 1
columns = { channel = "Couleur", stage = "statut" }
values = { stage = { "Gagné" = "won", Perdu = "lost" } }
ignore = ["Canal"]
date_order = { created = "mdy" }
canonical = false
as_of = 2025-06-30
"""


def test_a_mapping_file_goes_first() -> None:
    mapping = MappingFile.parse(TOML, "m.toml")
    recipe = proposed([LEADS[0], ["03/04/2025", *LEADS[1][1:]], LEADS[2]], mapping=mapping)
    assert targets(recipe) == {"Date": "created", "Nom": "name", "Canal": "", "Statut": "status", "Couleur": "channel"}
    assert recipe.as_of == dt.date(2025, 6, 30)
    assert recipe.sheets[0].at(3).values == (("Gagné", "won"), ("Perdu", "lost"))
    assert not recipe.sheets[0].at(4).canonical
    assert recipe.sheets[0].at(0).date_order == "mdy"
    assert proposed(LEADS, name="other.xlsx", mapping=mapping) == proposed(LEADS, name="other.xlsx")
    assert mapping.unused(("file1.xlsx",)) == ()
    assert mapping.unused(("other.xlsx",)) == ("file*.xlsx",)


def test_a_mapping_file_may_name_columns_alone() -> None:
    mapping = MappingFile.parse('[[sheet]]\nfile = "b.csv"\ncolumns = { channel = "contact", stage = "y" }\n', "m.toml")
    sheet = proposed([["contact", "y"], ["cellular", "yes"]], name="b.csv", mapping=mapping).sheets[0]
    assert sheet.table == "leads"
    assert [choice.target for choice in sheet.columns] == ["channel", "status"]


def test_a_mapping_file_leaves_sheets_out_and_sets_formats() -> None:
    text = '[[sheet]]\nfile = "f.csv"\nencoding = "cp1252"\ndelimiter = "|"\ntable = "ignore"\n'
    mapping = MappingFile.parse(text, "m.toml")
    assert mapping.reading("f.csv") == ("cp1252", "|")
    assert mapping.reading("g.csv") == (None, None)
    assert proposed(LEADS, name="f.csv", mapping=mapping).sheets[0].table == ""


def test_a_mapping_file_describes_the_wide_layout() -> None:
    rows: list[list[Any]] = [["Jour", "A_x", "B_x", "C_y"], ["13/01/2025", 1, 2, 3]]
    whole = MappingFile.parse('[[sheet]]\nfile = "*"\nwide = "channel"\nwide_suffix = "_x"\n', "m.toml")
    assert {c.header: c.wide_key for c in proposed(rows, mapping=whole).sheets[0].columns if c.wide_key} == {
        "A_x": "A", "B_x": "B",
    }  # fmt: skip
    named = MappingFile.parse('[[sheet]]\nfile = "*"\nwide = "channel"\nwide_columns = { Zed = "C_y" }\n', "m.toml")
    assert {c.header: c.wide_key for c in proposed(rows, mapping=named).sheets[0].columns if c.wide_key} == {
        "C_y": "Zed"
    }


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("x = ?", "line 1"), ("x = 1", "“x”"), ("sheet = 3", "“sheet”"), ("[[sheet]]", "“sheet 1.file”"),
        ('[[sheet]]\nfile = "a"\ntable = "leds"', "“sheet 1.table”"),
        ('[[sheet]]\nfile = "a"\ncolums = {}', "“sheet 1.colums”"),
        ('[[sheet]]\nfile = "a"\ntable = "costs"\ncolumns = { stage = "x" }', "“sheet 1.columns.stage”"),
        ('[[sheet]]\nfile = "a"\ncolumns = { stage = 3 }', "“sheet 1.columns”"),
        ('[[sheet]]\nfile = "a"\nvalues = { stage = "x" }', "“sheet 1.values.stage”"),
        ('[[sheet]]\nfile = "a"\nvalues = 3', "“sheet 1.values”"), ('[[sheet]]\nfile = 3', "“sheet 1.file”"),
        ('[[sheet]]\nfile = "a"\nignore = "x"', "“sheet 1.ignore”"),
        ('[[sheet]]\nfile = "a"\nheader_row = -1', "“sheet 1.header_row”"),
        ('[[sheet]]\nfile = "a"\ndate_order = "dm"', "“sheet 1.date_order”"),
        ('[[sheet]]\nfile = "a"\ncanonical = "x"', "“sheet 1.canonical”"),
        ('[[sheet]]\nfile = "a"\nwide = "x"', "“sheet 1.wide”"), ('[[sheet]]\nfile = "a"\ntax_rate = 20', "tax_rate"),
        ('[[sheet]]\nfile = "a"\nas_of = "x"', "“sheet 1.as_of”"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_file_says_where(text: str, key: str) -> None:
    with pytest.raises(LeadDeskError) as error:
        MappingFile.parse(text, "my map.toml")
    assert "my map.toml" in str(error.value)
    assert key in str(error.value)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('columns = { channel = "Farbe" }', "Farbe"), ('ignore = ["Farbe"]', "Farbe"),
        ('columns = { satisfaction = "Nom", stage = "Statut" }', "table"),
        ('wide = "channel"\nwide_suffix = "_x"', "wide"),
    ],
)  # fmt: skip
def test_a_mapping_file_that_does_not_fit_says_what(line: str, named: str) -> None:
    mapping = MappingFile.parse(f'[[sheet]]\nfile = "file.xlsx"\n{line}\n', "m.toml")
    with pytest.raises(LeadDeskError) as error:
        proposed(LEADS, mapping=mapping)
    assert "m.toml" in str(error.value)
    assert named in str(error.value)


def test_what_the_dialog_saves_makes_the_same_tables_again() -> None:
    wide: list[list[Any]] = [
        ["Jour", "Google_spend", "Salon_spend", "Clics"],
        ["13/01/2025", 1, 2, 3],
        ["20/01/2025", 4, 5, 6],
    ]
    odd: list[list[Any]] = [['No"m', "Sta\\tut", "Ca[nal]"], ["Anne", "Gagné", "é\tè"], ["Paul", "Perdu", "x"]]
    raw = raw_file(LEADS, COSTS, wide, odd, [["a", "b"], ["c", "d"]], name="été [1].xlsx")
    recipe = propose(raw, today=TODAY)
    made = repropose(raw, recipe, "Sheet4", table="leads")
    made = made.with_column(replace(made.at(0), target="name", values=(("Anne", 'A "n"\n'),)))
    recipe = recipe.with_sheet(made.with_column(replace(made.at(2), target="channel", canonical=False)))
    text = MappingFile.of_recipes((recipe,)).to_toml()
    again = propose(raw, today=TODAY, mapping=MappingFile.parse(text, "saved.toml"))
    first, second = build([(raw, recipe)]), build([(raw, again)])
    assert [sheet.table for sheet in again.sheets] == ["leads", "costs", "costs", "leads", ""]
    for table, frame in first.dataset.frames.items():
        assert frame.data.equals(second.dataset[table].data), table
    assert "stage = " in text


def test_leads_of_one_early_month_are_read_day_first_and_asked_about() -> None:
    """January's first leads all have 01 in the middle: that is their month, not the first of twelve months."""
    days: list[list[Any]] = [["Date", "Channel", "Status"]]
    days += [[f"{day:02}/01/2026", "Google", "New"] for day in (5, 6, 7)]
    choice = proposed(days).sheets[0]
    assert choice.columns[0].date_order == "dmy"
    assert choice.questions == ("date-order:0",)


def test_expenses_by_the_month_are_the_first_of_it_in_either_order() -> None:
    months: list[list[Any]] = [["Month", "Channel", "Amount spent"]]
    months += [[f"{month:02}/01/2026", "Google", 12] for month in (1, 2, 3, 4)]
    assert proposed(months).sheets[0].columns[0].date_order == "mdy"


def test_a_number_of_another_programs_rows_is_no_phone() -> None:
    rows = [["Deal ID", "Deal Name", "Amount", "Deal Stage", "Contact ID"]]
    rows += [[str(n), f"Tour {n}", str(n), "New", f"900000000000000{n}"] for n in range(101, 106)]
    targets = {choice.header: choice.target for choice in propose(raw_file(rows), today=TODAY).sheets[0].columns}
    assert targets["Contact ID"] == "extra:Contact ID"


@pytest.mark.parametrize(
    ("items", "target"),
    [
        (["Google Ads", "Pages Jaunes", "Salon Transport", "Divers"], "channel"),
        (["Affranchissement", "Impression", "Divers", "Salaires"], "lever"),
    ],
)
def test_items_of_expenses_are_channels_where_they_are_called_so(items: list[str], target: str) -> None:
    rows = [[f"{day:02}/05/2026", item, 100 + day] for day, item in enumerate(items, 14)]
    (sheet,) = propose(raw_file([["Date", "Poste", "Montant HT"], *rows]), today=TODAY).sheets
    assert [choice.target for choice in sheet.columns] == ["date", target, "amount"]
    beside: list[list[object]] = [["Date", "Canal", "Poste", "Montant HT"]]
    beside += [[row[0], "Web", *row[1:]] for row in rows]
    (sheet,) = propose(raw_file(beside), today=TODAY).sheets
    assert [choice.target for choice in sheet.columns] == ["date", "channel", "lever", "amount"]
