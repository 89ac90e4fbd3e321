"""Values that mean the same are offered for merging, never those that only look alike; what is decided is replayed."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections import Counter
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.ingest.canonical import same_value
from leaddesk.ingest.clusters import MOST_VALUES, Cluster, Decision, Member, Tally, decided, find, tallied
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.spellings import Method, near, print_of
from leaddesk.model.recipe import Recipe
from leaddesk.model.remembered import Remembered
from tests.ingest.rawfiles import raw_file, raw_sheet
from tests.ingest.spelling_pairs import NOT_THE_SAME, SAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 9, 1)
Rows = list[list[Any]]


def clusters(column: str, counts: dict[str, int], **facts: Any) -> tuple[Cluster, ...]:
    return find({column: Tally(Counter(counts), **facts)})


def texts(cluster: Cluster) -> list[str]:
    return [member.text for member in cluster.members]


# -- which are the same -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("column", "one", "other"), NOT_THE_SAME)
def test_never_merged(column: str, one: str, other: str) -> None:
    assert clusters(column, {one: 3, other: 2}) == ()


def test_nearly_all_of_the_same_are_found() -> None:
    missed = [pair for pair in SAME if not clusters(pair[0], {pair[1]: 3, pair[2]: 2})]
    assert len(SAME) + len(NOT_THE_SAME) >= 60
    assert 1 - len(missed) / len(SAME) >= 0.8, missed


def test_all_pairs_at_once_bring_nothing_together_that_is_not_the_same() -> None:
    """Chains are where clustering goes wrong: all values of a column in one list, and still each pair holds."""
    for column in sorted({pair[0] for pair in NOT_THE_SAME}):
        values = {text for pair in SAME + NOT_THE_SAME if pair[0] == column for text in pair[1:]}
        together = {
            frozenset(map(same_value, pair))
            for cluster in clusters(column, dict.fromkeys(values, 1))
            for pair in itertools.combinations(texts(cluster), 2)
        }
        wrong = [
            pair for pair in NOT_THE_SAME if pair[0] == column and frozenset(map(same_value, pair[1:])) in together
        ]
        assert wrong == []


@pytest.mark.parametrize(
    ("column", "counts", "members", "spelling", "method"),
    [
        ("channel", {"facebook-ads": 2, "Facebook Ads": 9, "FACEBOOK_ADS": 1},
         ["Facebook Ads", "facebook-ads", "FACEBOOK_ADS"], "Facebook Ads", Method.FINGERPRINT),
        ("campaign", {"GTXPro": 4, "GTX Pro": 6}, ["GTX Pro", "GTXPro"], "GTX Pro", Method.NGRAMS),
        ("channel", {"Recommandation": 4, "Recomandation": 1},
         ["Recommandation", "Recomandation"], "Recommandation", Method.NEAREST),
        ("channel", {"BAO": 14, "Bouche à oreille": 6},
         ["BAO", "Bouche à oreille"], "Bouche à oreille", Method.ACRONYM),
        ("city", {"Lyon 3e": 5, "Lyon 3ème": 2, "LYON 03": 2, "Lyon 4e": 5},
         ["Lyon 3e", "LYON 03", "Lyon 3ème"], "Lyon 3e", Method.FINGERPRINT),
    ],
)  # fmt: skip
def test_a_cluster(column: str, counts: dict[str, int], members: list[str], spelling: str, method: Method) -> None:
    (cluster,) = clusters(column, counts)
    assert (texts(cluster), cluster.spelling, cluster.method) == (members, spelling, method)
    assert cluster.count == sum(count for text, count in counts.items() if text in members)


def test_the_score_says_how_alike_the_least_alike_are() -> None:
    (sure,) = clusters("campaign", {"GTXPro": 4, "GTX Pro": 6})
    (near_one,) = clusters("channel", {"Recommandation": 4, "Recomandation": 1})
    assert sure.score == 1.0
    assert near_one.score == pytest.approx(13 / 14)


def test_case_and_spaces_alone_are_no_cluster() -> None:
    """The importer brings them together by itself, and says so."""
    assert clusters("channel", {"Google": 3, "GOOGLE": 1, " google ": 1}) == ()


def test_the_documents_spelling_goes_first() -> None:
    (cluster,) = clusters("campaign", {"GTX Pro": 60}, kept=Counter({"GTXPro": 2}))
    assert cluster.spelling == "GTXPro"
    assert cluster.members == (Member("GTX Pro", 60), Member("GTXPro", 2))


def test_what_is_in_the_document_alone_is_not_asked_about() -> None:
    assert clusters("campaign", {"Noël": 1}, kept=Counter({"GTXPro": 2, "GTX Pro": 1})) == ()


def test_the_best_written_of_two_as_frequent() -> None:
    (cluster,) = clusters("city", {"SAINT ETIENNE": 2, "Saint-Étienne": 2, "saint etienne.": 2})
    assert cluster.spelling == "Saint-Étienne"


@pytest.mark.parametrize(
    ("column", "counts", "spelling"),
    [
        ("city", {"Saint-Etienne": 9, "Saint-Étienne": 2}, "Saint-Étienne"),
        ("channel", {"bouche a oreille": 9, "Bouche à oreille": 4}, "Bouche à oreille"),
        ("channel", {"Salon metiers": 8, "SALON MÉTIERS": 2, "Salon métiers": 1}, "Salon métiers"),
        ("campaign", {"RENTREE 2026": 30, "Rentrée 2026": 4}, "Rentrée 2026"),
        ("city", {"Saint-Etienne": 60, "Saint-Étienne": 2}, "Saint-Etienne"),  # a slip, for all that is known
        ("campaign", {"GTXPro": 9, "GTX Pro": 4}, "GTXPro"),
    ],
)  # fmt: skip
def test_accents_and_capitals_go_first_unless_they_are_far_rarer(
    column: str, counts: dict[str, int], spelling: str
) -> None:
    (cluster,) = clusters(column, counts)
    assert cluster.spelling == spelling


def test_the_documents_spelling_goes_before_accents() -> None:
    (cluster,) = clusters("city", {"Saint-Étienne": 9}, kept=Counter({"Saint-Etienne": 2}))
    assert cluster.spelling == "Saint-Etienne"


def test_near_words() -> None:
    assert near("camionnette", "camionette")
    assert near("client", "clients")
    assert not near("client", "clientele")
    assert not near("appeler", "appele")
    assert not near("salaire", "salarie")
    assert not near("v1", "v2")
    assert print_of("Lyon 3ème", "city").words == print_of("LYON 03", "city").words


# -- whatever is thrown at it -----------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    "Google google Goolge Ads ads Pro GTX GTXPro Lyon 3e 3ème 03 4e Rentrée rentree 1 2 BAO Bouche à oreille Facebook "
    "Face book facbook Perdu Gagné Marseille Marseile St Saint Étienne".split()
)
VALUES = st.builds(" ".join, st.lists(WORDS, min_size=1, max_size=3)) | st.text(max_size=8)
COLUMNS = st.sampled_from(["channel", "campaign", "city", "status", "owner"])
COUNTS = st.dictionaries(VALUES.filter(str.strip), st.integers(1, 20), max_size=12)


@settings(max_examples=50)
@given(COLUMNS, COUNTS, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(column: str, counts: dict[str, int], random: Any) -> None:
    other = list(counts.items())
    random.shuffle(other)
    assert clusters(column, counts) == clusters(column, dict(other))


@settings(max_examples=50)
@given(COLUMNS, COUNTS)
def test_merging_all_that_is_offered_leaves_nothing_to_offer(column: str, counts: dict[str, int]) -> None:
    offered = clusters(column, counts)
    into = {same_value(text): one.spelling for one in offered for text in texts(one)}
    merged: Counter[str] = Counter()
    for text, count in counts.items():
        merged[into.get(same_value(text), text)] += count
    assert clusters(column, dict(merged)) == ()


@settings(max_examples=50)
@given(COLUMNS, COUNTS)
def test_clusters_share_no_member_and_agree_in_their_numbers(column: str, counts: dict[str, int]) -> None:
    found = clusters(column, counts)
    members = [same_value(text) for one in found for text in texts(one)]
    assert len(members) == len(set(members))
    for one in found:
        assert len({print_of(same_value(text), column).marks for text in texts(one)}) == 1
        assert one.spelling in texts(one)
        assert 0 <= one.score <= 1


@settings(max_examples=50)
@given(COLUMNS, COUNTS)
def test_what_was_refused_never_comes_together_again(column: str, counts: dict[str, int]) -> None:
    apart: set[frozenset[str]] = set()
    for _ in range(20):
        offered = clusters(column, counts, apart=set(apart))
        if not offered:
            break
        pairs = {frozenset(map(same_value, pair)) for pair in itertools.combinations(texts(offered[0]), 2)}
        assert not pairs & apart
        apart |= pairs
    else:
        pytest.fail("refused, and offered again and again")


# -- over files, into recipes -----------------------------------------------------------------------------------------

LEADS: Rows = [
    ["Société", "Date de création", "Source", "Campagne", "Statut"],
    ["Alpha", "14/03/2026", "BAO", "GTXPro", "Devis envoyé"],
    ["Beta", "15/03/2026", "Bouche à oreille", "GTX Pro", "devis envoye"],
    ["Gamma", "16/03/2026", "Bouche à oreille", "GTX Pro", "Gagné"],
    ["Delta", "17/03/2026", "bao", "n/a", "Perdu"],
]
COSTS: Rows = [["Date", "Canal", "Campagne", "Montant HT"],
         ["01/03/2026", "Google Ads", "gtx-pro", 120], ["02/03/2026", "GoogleAds", "Noël", 80]]  # fmt: skip
OPERATIONS: Rows = [["Opération", "Objectif", "Début", "Fin", "Budget"],
              ["GTXpro", "conquête", "01/03/2026", "31/03/2026", 500]]  # fmt: skip
EMAILS: Rows = [["Date d'envoi", "Campagne", "Envoyés", "Délivrés", "Ouverts"],
          ["03/03/2026", "GTX-Pro", 100, 90, 40]]  # fmt: skip


def opened(*sheets: Sequence[Sequence[Any]]) -> list[tuple[RawFile, Recipe]]:
    files = [raw_file(rows, name=f"{number}.xlsx") for number, rows in enumerate(sheets)]
    return [(raw, propose(raw, today=TODAY)) for raw in files]


def merged(files: list[tuple[RawFile, Recipe]], *decisions: Decision) -> list[tuple[RawFile, Recipe]]:
    return [(raw, recipe) for (raw, _), recipe in zip(files, decided(files, decisions), strict=True)]


def accepted(offered: Iterable[Cluster]) -> list[Decision]:
    return [Decision(cluster, merge=True, spelling=cluster.spelling) for cluster in offered]


def cells(files: list[tuple[RawFile, Recipe]], table: str, column: str) -> list[str | None]:
    values = build(files).dataset[table].data[column].astype(object)
    return [None if value != value else value for value in values]  # noqa: PLR0124


def test_a_campaign_is_reconciled_by_name_over_all_files() -> None:
    files = opened(LEADS, COSTS, OPERATIONS, EMAILS)
    tables = [recipe.sheets[0].table for _, recipe in files]
    assert tables == ["leads", "costs", "operations", "emails"]
    (campaign,) = [one for one in find(tallied(files)) if one.column == "campaign"]
    # "GTXPro" and "GTXpro", "gtx-pro" and "GTX-Pro" differ by case alone: one member each.
    assert campaign.members == (Member("GTX Pro", 2), Member("GTX-Pro", 2), Member("GTXPro", 2))
    after = merged(files, Decision(campaign, merge=True, spelling="GTX Pro"))
    assert cells(after, "leads", "campaign") == ["GTX Pro", "GTX Pro", "GTX Pro", None]
    assert cells(after, "costs", "campaign") == ["GTX Pro", "Noël"]
    assert cells(after, "operations", "name") == ["GTX Pro"]
    assert cells(after, "emails", "campaign") == ["GTX Pro"]
    left = [one.column for one in find(tallied(after)) if not one.merged]
    assert sorted(left) == ["channel", "channel", "status"]


def test_what_the_user_writes_is_what_stands() -> None:
    files = opened(LEADS)
    source = next(one for one in find(tallied(files)) if one.column == "channel")
    assert source.members == (Member("BAO", 2), Member("Bouche à oreille", 2))
    after = merged(files, Decision(source, merge=True, spelling="bouche à oreille"))
    assert cells(after, "leads", "channel") == ["bouche à oreille"] * 4
    assert after[0][1].sheets[0].columns[2].values == (
        ("BAO", "bouche à oreille"), ("Bouche à oreille", "bouche à oreille"),
    )  # fmt: skip


def test_nothing_decided_changes_nothing() -> None:
    files = opened(LEADS, COSTS)
    offered = find(tallied(files))
    assert offered
    again = decided(files, [Decision(cluster) for cluster in offered])
    assert all(recipe is old for recipe, (_, old) in zip(again, files, strict=True))


def test_a_merge_is_replayed_on_next_months_file_and_can_be_taken_back_there() -> None:
    files = opened(LEADS)
    after = merged(files, *accepted(find(tallied(files))))
    recipe = Recipe.from_json(json.loads(json.dumps(after[0][1].to_json())))
    assert recipe == after[0][1]
    new = raw_file([LEADS[0], ["Epsilon", "14/04/2026", "BAO", "gtxpro", "devis envoyé"]], name="april.xlsx")
    april = [(new, propose(new, remembered=Remembered().with_recipes([recipe]), today=TODAY))]
    assert cells(april, "leads", "channel") == ["Bouche à oreille"]
    assert cells(april, "leads", "campaign") == ["GTX Pro"]
    shown = [one for one in find(tallied(april)) if one.merged]
    assert {one.column: texts(one) for one in shown} == {
        "channel": ["BAO", "Bouche à oreille"], "campaign": ["gtxpro", "GTX Pro"],
    }  # fmt: skip
    back = merged(april, *[Decision(one) for one in shown])
    assert cells(back, "leads", "channel") == ["BAO"]
    assert cells(back, "leads", "campaign") == ["gtxpro"]


def test_a_refusal_is_remembered() -> None:
    files = opened(LEADS)
    offered = find(tallied(files))
    refused = merged(files, *[Decision(cluster, apart=True) for cluster in offered])
    assert find(tallied(refused)) == ()
    assert cells(refused, "leads", "channel") == cells(files, "leads", "channel")
    recipe = Recipe.from_json(json.loads(json.dumps(refused[0][1].to_json())))
    assert recipe == refused[0][1]
    memory = Remembered.from_json(json.loads(json.dumps(Remembered().with_recipes([recipe]).to_json())))
    new = raw_file([*LEADS, ["Zeta", "18/03/2026", "BAO", "GTX Pro", "Gagné"]], name="april.xlsx")
    assert find(tallied([(new, propose(new, remembered=memory, today=TODAY))])) == ()


def test_a_refusal_holds_for_what_a_value_became() -> None:
    tally = Tally(
        Counter({"GTXPro": 2, "GTX Pro": 3, "GTX-Pro": 1}), merged={"GTX-Pro": "GTX Pro"},
        apart={frozenset(("gtx-pro", "gtxpro"))},
    )  # fmt: skip
    assert [(one.merged, texts(one)) for one in find({"campaign": tally})] == [(True, ["GTX Pro", "GTX-Pro"])]


def test_the_documents_rows_count_and_its_recipes_follow() -> None:
    held, new = opened(LEADS), opened(COSTS)
    tallies = tallied(new, build(held).dataset)
    campaign = next(one for one in find(tallies) if one.column == "campaign")
    assert campaign.spelling == "GTX Pro"
    changed = merged(held + new, Decision(campaign, merge=True, spelling="GTX Pro"))
    assert cells(changed, "leads", "campaign") == ["GTX Pro", "GTX Pro", "GTX Pro", None]
    assert cells(changed, "costs", "campaign") == ["GTX Pro", "Noël"]


def test_the_columns_of_a_wide_sheet_are_named_anew() -> None:
    rows: Rows = [["Mois", "Google Ads", "GoogleAds", "Flyers"], ["01/2026", 100, 20, 30], ["02/2026", 110, 25, 30],
            ["03/2026", 90, 30, 30]]  # fmt: skip
    raw = raw_file(raw_sheet(rows, "Coûts"))
    recipe = propose(raw, today=TODAY)
    assert recipe.sheets[0].wide == "channel"
    (cluster,) = find(tallied([(raw, recipe)]))
    (changed,) = decided([(raw, recipe)], [Decision(cluster, merge=True, spelling="Google Ads")])
    assert cells([(raw, changed)], "costs", "channel").count("Google Ads") == 6
    again = propose(replace(raw, name="b", digest="b"), remembered=Remembered().with_recipes([changed]), today=TODAY)
    assert cells([(raw, again)], "costs", "channel").count("Google Ads") == 6


def test_a_status_word_that_was_given_a_stage_keeps_it() -> None:
    files = opened(LEADS)
    sheet = files[0][1].sheets[0]
    choice = sheet.column("status")
    assert choice is not None
    staged = sheet.with_column(replace(choice, values=(("devis envoye", "quote"),)))
    files = [(files[0][0], files[0][1].with_sheet(staged))]
    status = [one for one in find(tallied(files)) if one.column == "status"]
    assert [one.merged for one in status] == [False]
    after = merged(files, *accepted(status))
    assert ("devis envoye", "quote") in after[0][1].sheets[0].columns[4].values


def test_thousands_of_values_are_no_list_of_names_and_take_no_time() -> None:
    letters = "abcdefghijklmnopqrst"
    names = {f"Campagne {''.join(three)}ville": 1 for three in itertools.product(letters, letters, letters)}
    started = perf_counter()
    assert len(names) > MOST_VALUES
    assert clusters("campaign", names) == ()
    fewer = dict(list(names.items())[: MOST_VALUES - 1])
    assert {one.method for one in clusters("campaign", fewer)} <= {Method.NEAREST}
    assert perf_counter() - started < 8
