"""Dates without a year: which texts they are, what tells the year, and that none is guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest import moments, orderevidence
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.ingest.preview import samples
from leaddesk.ingest.sheetcells import is_day
from leaddesk.ingest.texts import Texts
from leaddesk.model.recipe import Recipe
from leaddesk.model.remembered import Remembered
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file, raw_sheet

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import ColumnChoice, SheetRecipe

TODAY = dt.date(2026, 11, 26)
HEAD = ["Date", "Nom", "Source", "Statut"]
WINTER = ["12/11", "28/12", "03/01", "15/01"]


def leads(days: list[Any], title: str = "", name: str = "leads.xlsx", sheet: str = "Feuil1", **facts: Any) -> RawFile:
    above: list[list[Any]] = [[title], []] if title else []
    rows = [[day, f"Client {n}", "Google", "Nouveau"] for n, day in enumerate(days)]
    return raw_file(raw_sheet([*above, HEAD, *rows], sheet), name=name, **facts)


def table(*rows: list[Any], **facts: Any) -> RawFile:
    return raw_file(raw_sheet(rows), **facts)


def taken(raw: RawFile, recipe: Recipe | None = None) -> ImportResult:
    return build([(raw, recipe or propose(raw, today=TODAY))])


def read(raw: RawFile, column: str = "created", recipe: Recipe | None = None) -> list[str]:
    return [str(moment)[:10] for moment in taken(raw, recipe).dataset["leads"].data[column]]


def sheet_of(raw: RawFile) -> SheetRecipe:
    return propose(raw, today=TODAY).sheets[0]


def first(raw: RawFile) -> ColumnChoice:
    return sheet_of(raw).at(0)


def said(result: ImportResult, code: str) -> Issue:
    return next(issue for issue in result.issues if issue.code == code)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("12 mai", "2000-05-12T00:00:00"), ("le 3 juin", "2000-06-03T00:00:00"), ("1er août", "2000-08-01T00:00:00"),
        ("lundi 12 mai", "2000-05-12T00:00:00"), ("lun. 12/05", "2000-05-12T00:00:00"),
        ("mar. 3 mars", "2000-03-03T00:00:00"), ("12/05", "2000-05-12T00:00:00"), ("3-4", "2000-04-03T00:00:00"),
        ("12.05", "2000-05-12T00:00:00"), ("12/05 14h30", "2000-05-12T14:30:00"),
        ("12 mai à 9h", "2000-05-12T09:00:00"), ("May 3rd", "2000-05-03T00:00:00"), ("May 3", "2000-05-03T00:00:00"),
        ("3 of May, 2:05 pm", "2000-05-03T14:05:00"), ("29 février", "2000-02-29T00:00:00"), ("31/04", "NaT"),
        ("12 mai 2026", "NaT"), ("12/05/26", "NaT"), ("mai 26", "NaT"), ("12", "NaT"), ("14h30", "NaT"),
        ("3/4 palettes", "NaT"),
    ],
)  # fmt: skip
def test_days_that_have_no_year(text: str, moment: str) -> None:
    found = moments.parse_yearless(Texts.of([text]), "dmy")
    assert str(found.view("datetime64[s]")[0]) == moment
    if moment != "NaT":
        assert str(moments.parse(Texts.of([text]), "dmy")[0].view("datetime64[s]")[0]) == "NaT"
        assert not is_day(text), "believed in columns of dates alone"


@pytest.mark.parametrize(
    ("texts", "are_days"),
    [
        (["May 12", "May 13", "June 3"], True), (["May 12", "May 20", "June 17"], True), (["Jan 24", "Feb 24"], False),
        (["janv. 24", "janv. 25", "janv. 26"], False), (["May '12", "May '20"], False), (["May 12", "May 40"], False),
    ],
)  # fmt: skip
def test_two_figures_behind_a_month_are_its_year_or_a_day(texts: list[str], are_days: bool) -> None:
    made = Texts.of(texts)
    assert orderevidence.days_of_months(made, made.lengths > 0) is are_days


def test_the_title_above_the_table_tells() -> None:
    raw = leads(["12 mai", "le 3 juin", "lun. 15/06 14h30"], "Prospects mai 2026")
    assert (first(raw).year, first(raw).year_evidence) == ("2026", "title")
    assert read(raw) == ["2026-05-12", "2026-06-03", "2026-06-15"]
    issue = said(taken(raw), "year-added")
    assert (issue.count, issue.applied, issue.lines) == (3, True, (4, 5, 6))
    assert issue.examples[0] == ("12 mai", dt.date(2026, 5, 12))
    words = "“Date”: 3 dates without a year got one (the title above the table says it)"
    assert language("en").text(issue.message) == words
    assert not {"not-a-date", "no-year"} & {one.code for one in taken(raw).issues}


@pytest.mark.parametrize(
    ("names", "evidence"),
    [({"sheet": "Suivi 2026"}, "sheet"), ({"name": "prospects_2026.xlsx"}, "file"),
     ({"title": "Année 2026", "sheet": "Reprise de 2024"}, "title")],
)  # fmt: skip
def test_the_names_of_sheet_and_file_tell(names: dict[str, str], evidence: str) -> None:
    raw = leads(["12/05", "13/05"], **names)
    assert (first(raw).year, first(raw).year_evidence) == ("2026", evidence)
    assert read(raw) == ["2026-05-12", "2026-05-13"]


def test_lines_between_the_rows_tell() -> None:
    def lead(day: str) -> list[Any]:
        return [day, f"Client {day}", "Google", "Nouveau"]

    raw = table(
        HEAD, ["DÉCEMBRE 2025"], lead("12/12"), lead("28/12"), ["JANVIER 2026"], lead("03/01"), lead("15/01"),
        name="suivi.xlsx",
    )  # fmt: skip
    assert (first(raw).year, first(raw).year_evidence) == ("2025+", "sections")
    assert read(raw) == ["2025-12-12", "2025-12-28", "2026-01-03", "2026-01-15"]
    one = table(HEAD, ["MAI 2026"], lead("12/05"), ["JUIN 2026"], lead("03/06"))
    assert read(one) == ["2026-05-12", "2026-06-03"]


def test_a_file_named_after_the_day_it_was_made_holds_days_of_the_year_before() -> None:
    raw = leads(["12/11", "03/10", "28/11", "15/10"], name="leads 2026-01-05.xlsx")
    assert read(raw) == ["2025-11-12", "2025-10-03", "2025-11-28", "2025-10-15"]
    late = leads(["12/11", "03/02", "28/03", "15/01"], "Suivi 2026", name="leads 2026-04-05.xlsx")
    assert {day[:4] for day in read(late)} == {"2026"}, "one slip of the pen moves no year"


def test_dates_with_a_year_in_the_same_column_tell() -> None:
    raw = leads(["20/10/2025", "12/11", "28/12", "03/01", dt.date(2026, 2, 1), "15/02"], "Suivi 2030")
    assert first(raw).year_evidence == "rows"
    days = ["2025-10-20", "2025-11-12", "2025-12-28", "2026-01-03", "2026-02-01", "2026-02-15"]
    assert read(raw) == days
    back = leads(["15/02", "01/02/2026", "03/01", "28/12", "12/11"])
    assert read(back) == ["2026-02-15", "2026-02-01", "2026-01-03", "2025-12-28", "2025-11-12"]


def test_a_date_above_tells_a_whole_year_on() -> None:
    days = ["15/03/2025", "02/05", "28/09", "28/12", "03/01", "20/03", "20/08"]
    wanted = ["2025-03-15", "2025-05-02", "2025-09-28", "2025-12-28", "2026-01-03", "2026-03-20", "2026-08-20"]
    assert read(leads(days)) == wanted


def test_dates_of_several_years_in_no_order_tell_nothing() -> None:
    raw = leads(["12/05/2024", "03/02", "20/09", "14/01/2026", "11/07", "02/03", "30/11/2025", "18/06", "05/01"])
    assert sheet_of(raw).questions == ("year:2026:0",)
    same = leads(["12/05/2024", "03/02", "20/09", "14/01/2024", "11/07", "02/03", "30/11/2024", "18/06", "05/01"])
    assert (first(same).year, first(same).year_evidence) == ("2024", "rows")


def test_rows_in_order_go_over_new_year() -> None:
    wanted = ["2025-11-12", "2025-12-28", "2026-01-03", "2026-01-15"]
    assert read(leads(WINTER, "Suivi 2025")) == wanted
    assert read(leads(WINTER, "Hiver 2025-2026")) == wanted
    assert read(leads(WINTER, "Suivi 2026")) == wanted, "nothing has happened after today"
    newest = leads(["20/02", "12/02", "03/01", "28/12", "20/12", "12/11"], "Suivi 2026")
    assert first(newest).year == "2026-"
    assert read(newest) == ["2026-02-20", "2026-02-12", "2026-01-03", "2025-12-28", "2025-12-20", "2025-11-12"]


def test_rows_in_no_order_are_of_one_year() -> None:
    raw = leads(["12/11", "03/01", "28/06", "15/01", "20/10", "02/02", "30/05"], "Suivi 2025")
    assert first(raw).year == "2025"
    assert {day[:4] for day in read(raw)} == {"2025"}


def test_other_dates_of_the_row_tell() -> None:
    raw = table(
        ["Créé le", "Nom", "Source", "Statut", "Contacté le", "Gagné le"],
        [dt.date(2024, 12, 20), "A", "Google", "Gagné", "19/12", "3/1"],
        [dt.date(2025, 3, 2), "B", "Google", "Gagné", "3/3", "20 août"],
        [dt.date(2026, 5, 2), "C", "Google", "Nouveau", "4/5", None],
        name="Suivi 2026.xlsx",
    )
    assert [sheet_of(raw).at(place).year for place in (4, 5)] == ["created", "created"]
    assert read(raw, "contacted") == ["2024-12-19", "2025-03-03", "2026-05-04"]
    assert read(raw, "won")[:2] == ["2025-01-03", "2025-08-20"]
    pairs = samples(raw, propose(raw, today=TODAY), "Sheet1", 5, language("fr"))
    assert pairs[1] == ("20 août", "20 août 2025")


def test_what_comes_later_in_the_row_tells_when_it_began() -> None:
    rows: list[list[Any]] = [
        ["20/12", "A", "Google", "Gagné", dt.date(2026, 1, 3)],
        ["22/12", "B", "Google", "Nouveau", None],
        ["5/1", "C", "Google", "Gagné", dt.date(2026, 1, 9)],
    ]
    raw = table(["Créé le", "Nom", "Source", "Statut", "Gagné le"], *rows)
    assert (first(raw).year, first(raw).year_evidence) == ("2025+", "columns")
    assert read(raw) == ["2025-12-20", "2025-12-22", "2026-01-05"]


def test_the_days_of_the_file_tell_where_one_year_fits() -> None:
    about = (("created", "2026-04-02T10:00:00Z"), ("modified", "2026-06-02T10:00:00Z"))
    raw = leads(["12/05", "13/05"], about=about)
    assert (first(raw).year, first(raw).year_evidence) == ("2026", "made")
    old = (("created", "2024-04-02T10:00:00Z"), ("modified", "2026-06-02T10:00:00Z"))
    assert sheet_of(replace(raw, about=old)).questions == ("year:2026:0",), "three years would fit"
    assert sheet_of(replace(raw, about=about[1:])).questions == ("year:2026:0",)


def test_nothing_tells_and_nothing_is_guessed() -> None:
    raw = leads(["12/12", "13/12", "14/12"])
    sheet = sheet_of(raw)
    assert sheet.questions == ("year:2025:0",), "none of these days can be of this year yet"
    assert read(raw) == ["NaT"] * 3
    result = taken(raw)
    assert said(result, "no-year").count == 3
    assert not {"not-a-date", "year-added"} & {issue.code for issue in result.issues}
    answered = sheet.with_column(replace(sheet.at(0), year="2024"))
    assert answered.questions == ()
    recipe = Recipe(raw.name, sheets=(answered,))
    assert read(raw, recipe=recipe) == ["2024-12-12", "2024-12-13", "2024-12-14"]
    assert language("en").text(said(taken(raw, recipe), "year-added").message).endswith("(you chose it)")


def test_the_year_is_asked_once_for_a_row() -> None:
    rows = [["2/5", "A", "Google", "Gagné", "3/6"], ["20/12", "B", "Google", "Gagné", "5/1"]]
    raw = table(["Créé le", "Nom", "Source", "Statut", "Gagné le"], *rows)
    sheet = sheet_of(raw)
    assert sheet.questions == ("year:2025:0",)
    recipe = Recipe(raw.name, sheets=(sheet.with_column(replace(sheet.at(0), year="2025")),))
    assert read(raw, "won", recipe) == ["2025-06-03", "2026-01-05"]


def test_one_answer_leaves_the_other_question_open() -> None:
    raw = raw_file([["Date", "Name", "Status"], ["03/04", "A", "Won"], ["05/06", "B", "Won"], ["04/02", "C", "Won"]])
    sheet = sheet_of(raw)
    assert sheet.questions == ("date-order:0", "year:2026:0")
    assert sheet.with_column(replace(sheet.at(0), date_order="mdy")).questions == ("year:2026:0",)
    assert sheet.with_column(replace(sheet.at(0), year="2026")).questions == ("date-order:0",)
    assert sheet.with_column(replace(sheet.at(0), target="extra:Date")).questions == ()


def test_day_and_month_are_told_as_with_a_year() -> None:
    english = ["Date", "Name", "Status"]
    days = ["04/01", "10/01", "02/02", "09/02", "01/03", "08/03", "03/04"]
    turned = [f"{day[3:]}/{day[:2]}" for day in days]
    for given, order in ((days, "dmy"), (turned, "mdy"), ([*turned[::-1], "05/25"], "mdy")):
        raw = raw_file([english, *([day, f"N{n}", "Won"] for n, day in enumerate(given))], name="leads 2026.xlsx")
        assert first(raw).date_order == order
        assert min(read(raw)) == "2026-01-04"


def test_the_switch_leaves_them_as_they_are() -> None:
    raw = leads(["12 mai", "13/05/2026"], "Prospects 2026")
    recipe = propose(raw, today=TODAY)
    off = recipe.with_sheet(recipe.sheets[0].switched("year-added", on=False, position=0))
    assert read(raw, recipe=off) == ["NaT", "2026-05-13"]
    assert said(taken(raw, off), "no-year").count == 1
    issue = said(build([(raw, off)], proposals=True), "year-added")
    assert (issue.count, issue.applied, issue.examples) == (1, False, (("12 mai", dt.date(2026, 5, 12)),))
    assert "could get the year" in language("en").text(issue.message)
    again = propose(replace(raw, digest="new"), today=TODAY, remembered=Remembered().with_recipes([off]))
    assert read(raw, recipe=again) == ["NaT", "2026-05-13"]


def test_no_day_is_made_that_a_year_has_not() -> None:
    raw = leads(["28 février", "29 février"], "Suivi 2025")
    assert read(raw) == ["2025-02-28", "NaT"]
    assert said(taken(raw), "not-a-date").examples == (("29 février", ""),)
    assert read(leads(["28 février", "29 février"], "Suivi 2024")) == ["2024-02-28", "2024-02-29"]


def test_next_years_file_is_not_given_the_year_that_was_confirmed() -> None:
    old, new = (leads(["12/05", "13/05"], f"Suivi {year}", digest=str(year)) for year in (2025, 2026))
    remembered = Remembered().with_recipes([propose(old, today=TODAY)])
    assert read(new, recipe=propose(new, today=TODAY, remembered=remembered)) == ["2026-05-12", "2026-05-13"]
    bare = leads(["14/05", "15/05"], digest="bare")
    answered = sheet_of(bare).with_column(replace(first(bare), year="2025"))
    remembered = Remembered().with_recipes([Recipe(bare.name, "bare", (answered,))])
    for again in (bare, leads(["12/05"], digest="again")):
        sheet = propose(again, today=TODAY, remembered=remembered).sheets[0]
        assert (sheet.at(0).year, sheet.questions) == ("", ("year:2026:0",))
    wider = raw_file([[*HEAD, "Remarques"], ["12/05", "A", "Google", "Nouveau", "ok"]])
    sheet = propose(wider, today=TODAY, remembered=remembered).sheets[0]
    assert sheet.news
    assert (sheet.at(0).year, sheet.questions) == ("", ("year:2026:0",))


def test_the_year_is_kept_with_the_recipe() -> None:
    raw = leads(WINTER, "Suivi 2025")
    recipe = propose(raw, today=TODAY)
    plain = recipe.to_json()
    assert Recipe.from_json(plain) == recipe
    for column in plain["sheets"][0]["columns"]:
        column.pop("year", None)
        column.pop("year_evidence", None)
    assert read(raw, recipe=Recipe.from_json(plain)) == ["NaT"] * 4, "as an older LeadDesk read them"


def test_a_mapping_file_says_the_year() -> None:
    bare = leads(["12/05", "13/05"])
    recipe = propose(bare, today=TODAY)
    sheet = recipe.sheets[0]
    answered = recipe.with_sheet(sheet.with_column(replace(sheet.at(0), year="2024")))
    text = MappingFile.of_recipes((answered,)).to_toml()
    assert 'year = { created = "2024" }' in text
    for written in (text, '[[sheet]]\nfile = "*"\nyear = 2024\n', '[[sheet]]\nfile = "*"\nyear = "2024"\n'):
        mapped = propose(bare, today=TODAY, mapping=MappingFile.parse(written, "m.toml"))
        assert mapped.sheets[0].questions == ()
        assert read(bare, recipe=mapped) == ["2024-05-12", "2024-05-13"]
    with pytest.raises(Exception, match="wrong at"):
        MappingFile.parse('[[sheet]]\nfile = "*"\nyear = "last"\n', "m.toml")


def test_such_figures_are_no_dates_elsewhere() -> None:
    raw = table(
        ["Date", "Nom", "Source", "Statut", "Équipe", "Volume"],
        *([f"1{n}/05", f"C{n}", "Google", "Nouveau", "1/2", "3/4"] for n in range(4)),
        name="Suivi 2026.xlsx",
    )
    data = taken(raw).dataset["leads"].data
    assert data["extra:Équipe"].tolist() == ["1/2"] * 4
    assert str(data["created"][0])[:10] == "2026-05-10"


def test_months_with_their_year_are_no_days() -> None:
    raw = leads(["05/26", "06/26", "07/26"], "Suivi 2026")
    assert read(raw) == ["NaT"] * 3
    assert first(raw).year == ""


def test_expenses_without_a_year() -> None:
    side = raw_file([["Date", "Google", "Facebook"], ["12/05", 100, 50], ["13/05", 80, 60]], name="depenses 2026.xlsx")
    spent = taken(side).dataset["costs"].data
    assert sorted((str(day)[:10], channel) for day, channel in zip(spent["date"], spent["channel"], strict=True)) == [
        ("2026-05-12", "Facebook"), ("2026-05-12", "Google"), ("2026-05-13", "Facebook"), ("2026-05-13", "Google"),
    ]  # fmt: skip
    raw = raw_file(
        raw_sheet([["Dépenses 2026"], [], ["Date", "Canal", "Montant"], ["12 mai", "Google", 100],
                   ["14 mai", "Flyers", 50]], "Coûts")
    )  # fmt: skip
    data = taken(raw).dataset["costs"].data
    assert [str(day)[:10] for day in data["date"]] == ["2026-05-12", "2026-05-14"]
