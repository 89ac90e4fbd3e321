"""What all rows of a sheet have in common and no column says: a known export is a channel, or the user says which."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose, repropose
from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.ingest.reader import read_file
from leaddesk.model.recipe import Constant, Recipe
from leaddesk.model.remembered import Remembered
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file
from tests.ingest.spreadsheets import DATA

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 12, 1)
PLAIN: list[list[Any]] = [
    ["Société", "Date de création", "Téléphone"],
    ["Alpha", "14/03/2026", "0199001234"],
    ["Beta", "15/03/2026", "0199001235"],
]


def channels(result: ImportResult, table: str) -> set[str]:
    return set(result.dataset[table].data["channel"]) if result.dataset.has(table, "channel") else set()


def with_channel(recipe: Recipe, value: str) -> Recipe:
    return recipe.with_sheet(recipe.sheets[0].with_constant(Constant("channel", value)))


def plain() -> tuple[RawFile, Recipe]:
    raw = raw_file(PLAIN)
    return raw, propose(raw, today=TODAY)


@pytest.mark.parametrize(
    ("name", "channel"),
    [("google_ads_fr.csv", "Google Ads"), ("google_ads_de.csv", "Google Ads"), ("meta_ads_fr.csv", "Meta Ads")],
)
def test_what_an_advertising_account_exports_comes_from_it(name: str, channel: str) -> None:
    raw, _ = read_file(DATA / "exports" / name)
    recipe = propose(raw, today=TODAY)
    result = build([(raw, recipe)])
    assert channels(result, "costs") == {channel}
    (issue,) = [issue for issue in result.issues if issue.code == "constant-channel"]
    assert (issue.applied, issue.count, issue.examples) == (True, result.counts[0].given, (("", channel),))
    assert f"{channel} does not write the channel: it is the channel" in language("en").text(issue.message)
    off = recipe.with_sheet(recipe.sheets[0].switched("constant-channel", on=False))
    left = build([(raw, off)], proposals=True)
    assert channels(left, "costs") == set()
    (issue,) = [issue for issue in left.issues if issue.code == "constant-channel"]
    count = left.counts[0].taken
    assert language("en").text(issue.message) == f"{count} rows do not get “{channel}” as “Channel”"
    assert channels(build([(raw, with_channel(off, "Recherche"))]), "costs") == {"Recherche"}


def test_a_column_of_the_users_own_goes_before() -> None:
    rows: list[list[Any]] = [["Campagne", "Coût", "Code de la devise", "Canal"], ["Lyon", 12.5, "EUR", "Recherche"]]
    raw = raw_file(rows)
    recipe = propose(raw, today=TODAY)
    assert recipe.sheets[0].constants == ()
    assert channels(build([(raw, with_channel(recipe, "Google Ads"))]), "costs") == {"Recherche"}


def test_the_user_says_where_all_rows_come_from_and_the_warning_is_gone() -> None:
    raw, recipe = plain()
    assert "no-channel" in {issue.code for issue in build([(raw, recipe)]).issues}
    result = build([(raw, with_channel(recipe, "Salon de Lyon"))])
    assert channels(result, "leads") == {"Salon de Lyon"}
    assert "no-channel" not in {issue.code for issue in result.issues}
    assert with_channel(with_channel(recipe, "Salon de Lyon"), "") == recipe


def test_it_is_one_value_with_that_of_other_files() -> None:
    other = raw_file([["Société", "Date de création", "Canal"], ["Gamma", "16/03/2026", "Salon"]], name="other.xlsx")
    raw, recipe = plain()
    result = build([(other, propose(other, today=TODAY)), (raw, with_channel(recipe, "salon "))])
    assert len(channels(result, "leads")) == 1


def test_channels_side_by_side_need_none() -> None:
    raw = raw_file([["Mois", "Google", "Flyers"], ["01/2026", 10, 20], ["02/2026", 11, 21]])
    result = build([(raw, with_channel(propose(raw, today=TODAY), "Presse"))])
    assert channels(result, "costs") == {"Google", "Flyers"}


def test_it_is_kept_in_documents_in_mapping_files_and_for_next_month() -> None:
    raw, recipe = plain()
    named = with_channel(recipe, "Salon")
    assert Recipe.from_json(named.to_json()) == named
    assert "constants" not in recipe.to_json()["sheets"][0]
    mapping = MappingFile.parse(MappingFile.of_recipes((named,)).to_toml(), "m.toml")
    again = propose(raw, today=TODAY, mapping=mapping)
    assert channels(build([(raw, again)]), "leads") == {"Salon"}
    remembered = Remembered().with_recipes([named])
    for rows in (PLAIN, [[*row, number] for number, row in enumerate(PLAIN)]):
        more = raw_file(rows)
        later = propose(more, today=TODAY, remembered=Remembered.from_json(remembered.to_json()))
        assert channels(build([(more, later)]), "leads") == {"Salon"}
    assert repropose(raw, named, "Sheet1", header_row=0).constants == named.sheets[0].constants
    assert repropose(raw, named, "Sheet1", table="orders").constants == ()


def test_a_mapping_file_that_gives_another_kind_of_column_is_wrong() -> None:
    for text in ('constants = { created = "2026" }', 'constants = { nothing = "x" }', 'constants = "Salon"'):
        with pytest.raises(LeadDeskError, match="constants"):
            MappingFile.parse(f'[[sheet]]\nfile = "a"\ntable = "leads"\n{text}', "m.toml")
