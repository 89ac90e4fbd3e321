"""Leads that look like one are found, with the rule, the score and what speaks against it; others are left in peace."""

from __future__ import annotations

import random
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.model.action import merged
from leaddesk.model.contacts import are_alike, email_key, name_key, phone_keys, place_key
from leaddesk.model.duplicates import MOST_IN_A_BLOCK, MOST_IN_A_GROUP, SHOWN, SURE, Group, Rule, find
from leaddesk.model.merging import fullest, merging, telling_apart
from leaddesk.text import language
from tests.builders import frame, state

if TYPE_CHECKING:
    from leaddesk.model.state import State

EN = language("en")
NOBODY: dict[str, Any] = dict.fromkeys(("company", "name", "email", "phone", "postcode", "city", "created"))


def leads(*rows: dict[str, Any]) -> State:
    whole = [NOBODY | row for row in rows]
    columns: dict[str, Any] = {name: [row[name] for row in whole] for name in NOBODY}
    return state(frame("leads", rows=[10 * (number + 1) for number in range(len(rows))], **columns))


def two(one: dict[str, Any], other: dict[str, Any]) -> Group | None:
    found = find(leads(one, other))
    assert len(found) < 2
    return found[0] if found else None


# -- what is compared -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (" Marie.Durand@Gmail.com ", "marie.durand@gmail.com"), ("mailto:a@b.fr", "a@b.fr"), ("a+devis@b.fr", "a@b.fr"),
        ("a@googlemail.com", "a@gmail.com"), ("<a@b.fr>;", "a@b.fr"), ("non", ""), ("a@b", ""), ("@b.fr", ""),
    ],
)  # fmt: skip
def test_an_address(text: str, key: str) -> None:
    assert email_key(text) == key


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("06 12 34 56 78", ("0612345678",)), ("+33 6 12 34 56 78", ("0612345678",)), ("0033612345678", ("0612345678",)),
        ("+33 (0)6 12.34.56.78", ("0612345678",)), ("33612345678", ("0612345678",)), ("612345678", ("0612345678",)),
        ("01 40 00 12 34 / 06.12.34.56.78", ("0140001234", "0612345678")), ("0000000000", ()), ("0123456789", ()),
        ("+44 20 7946 0958", ("+442079460958",)), ("0044 20 7946 0958", ("+442079460958",)), ("rappeler", ()),
        ("12", ()),
    ],
)  # fmt: skip
def test_a_number(text: str, keys: tuple[str, ...]) -> None:
    assert phone_keys(text) == keys


def test_names_and_places() -> None:
    assert name_key("SARL Boulangerie Lefèvre") == name_key("Boulangerie LEFEVRE (Sarl)") == "boulangerie lefevre"
    assert name_key("M. Jean DURAND") == name_key("Durand Jean")
    assert name_key("Particulier") == name_key("-") == ""
    assert name_key("SAS") == "sas"
    assert place_key("Lyon Cedex") == place_key("LYON")
    assert place_key("75 011") == place_key("75011")
    assert are_alike("durand", "durand marie")
    assert not are_alike("durand marie", "durand paul")


# -- pairs ------------------------------------------------------------------------------------------------------------

MARIE = {"name": "Marie Durand", "email": "marie@alpha.fr", "phone": "0612345678", "company": "Alpha"}


@pytest.mark.parametrize(
    ("one", "other", "rule", "is_sure"),
    [
        (MARIE, {"email": "MARIE@alpha.fr"}, Rule.EMAIL, True),
        (MARIE, {"name": "DURAND Marie", "phone": "+33 6 12 34 56 78"}, Rule.PHONE, True),
        (MARIE, {"phone": "06.12.34.56.78"}, Rule.PHONE, False),
        (MARIE, MARIE, Rule.EMAIL, True),
        ({"company": "Boulangerie Lefèvre", "postcode": "69003"}, {"company": "Boulangerie Lefevre SARL",
         "postcode": "69003"}, Rule.NAME, False),
        ({"company": "Boulangerie Lefèvre", "postcode": "69003"}, {"company": "Boulangerie Lefevres",
         "postcode": "69003"}, Rule.NAME, False),
        ({"company": "Boulangerie Lefèvre", "city": "Lyon"}, {"company": "boulangerie lefevre", "city": "LYON"},
         Rule.NAME, False),
        ({"company": "Alpha", "name": "Marie Durand", "postcode": "75011"}, {"company": "ALPHA SAS",
         "name": "Durand Marie", "postcode": "75011"}, Rule.NAME, True),
        (MARIE, {"name": "Paul Petit", "email": "marie@alpha.fr"}, Rule.EMAIL, False),
    ],
)  # fmt: skip
def test_two_that_are_one(one: dict[str, Any], other: dict[str, Any], rule: Rule, is_sure: bool) -> None:
    group = two(one, other)
    assert group is not None
    assert (group.rule, group.is_sure) == (rule, is_sure)
    assert group.rows == (10, 20)
    assert SHOWN <= group.score <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Durand", "postcode": "75011"}, {"name": "Durand", "postcode": "75011"}),
        ({"name": "Marie Durand", "postcode": "75011"}, {"name": "Marie Durand", "postcode": "69003"}),
        ({"name": "Marie Durand"}, {"name": "Marie Durand"}),
        ({"company": "Pharmacie 1", "postcode": "75011"}, {"company": "Pharmacie 2", "postcode": "75011"}),
        ({"company": "Boulangerie Petit", "postcode": "75011"}, {"company": "Fleurs Petit", "postcode": "75011"}),
        ({"email": "contact@alpha.fr", "name": "Marie Durand"}, {"email": "contact@alpha.fr", "name": "Paul Petit"}),
        ({"phone": "0140001234", "company": "Alpha"}, {"phone": "0140001234", "company": "Fleurs Petit"}),
        (MARIE | {"company": None}, {"phone": "0612345678", "name": "Paul Petit", "email": "paul@b.fr"}),
        ({"email": "non"}, {"email": "non"}),
        ({"phone": "0000000000"}, {"phone": "0000000000"}),
        ({"company": "Particulier", "postcode": "75011"}, {"company": "Particulier", "postcode": "75011"}),
        ({"name": "Marie Durand", "postcode": "75011", "email": "a@b.fr", "phone": "0612345678"},
         {"name": "Marie Durand", "postcode": "75011", "email": "c@d.fr", "phone": "0687654321"}),
    ],
)  # fmt: skip
def test_two_that_are_two(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert two(one, other) is None


def test_the_reasons_are_told() -> None:
    group = two(MARIE | {"postcode": "75011", "created": "2025-01-01"}, MARIE | {"created": "2025-09-01"})
    assert group is not None
    assert not group.is_sure  # eight months later: it may be another request
    (found,) = group.pairs
    assert [EN.text(reason.message) for reason in found.reasons] == [
        "same e-mail: marie@alpha.fr", "same phone: 0612345678",
    ]  # fmt: skip
    assert [EN.text(remark) for remark in found.remarks] == ["created 243 days apart"]
    group = two({"company": "Fleurs Lefevre", "postcode": "75011", "name": "Marie Durand"},
                {"company": "Fleurs Lefevres", "postcode": "75011", "name": "Paul Petit"})  # fmt: skip
    assert group is None or "another person of the same firm" in [EN.text(one) for one in group.pairs[0].remarks]
    group = two({"company": "Fleurs Lefevre", "postcode": "75011", "email": "a@b.fr"},
                {"company": "Fleurs Lefevre", "postcode": "75011", "email": "c@d.fr"})  # fmt: skip
    assert group is not None
    assert [EN.text(reason.message) for reason in group.pairs[0].reasons] == [
        "names alike at 100%, same postcode 75011"
    ]
    assert [EN.text(remark) for remark in group.pairs[0].remarks] == ["e-mail or phone differ"]


def test_a_switchboard_proves_nothing() -> None:
    many = [{"phone": "0140001234"} for _ in range(MOST_IN_A_BLOCK + 1)]
    assert find(leads(*many)) == ()
    assert len(find(leads(*many[1:]))) == 1
    mails = [{"email": "a@b.fr", "created": "2025-01-01"} for _ in range(MOST_IN_A_BLOCK + 1)]
    assert find(leads(*mails)) == ()


# -- groups -----------------------------------------------------------------------------------------------------------


def test_three_are_a_group_and_its_score_is_that_of_the_weakest_link() -> None:
    found = find(leads({"email": "a@b.fr", "phone": "0612345678"}, {"email": "a@b.fr"}, {"phone": "0612345678"}))
    assert [group.rows for group in found] == [(10, 20, 30)]
    assert found[0].score == pytest.approx(0.88)
    assert [one.rows for one in found[0].pairs] == [(10, 20), (10, 30)]


def test_the_surest_first() -> None:
    found = find(leads({"phone": "0612345678"}, {"phone": "0612345678"}, {"email": "a@b.fr"}, {"email": "a@b.fr"}))
    assert [group.rows for group in found] == [(30, 40), (10, 20)]


def test_what_was_told_apart_never_comes_together_again() -> None:
    one = leads({"email": "a@b.fr", "phone": "0612345678"}, {"email": "a@b.fr"}, {"phone": "0612345678"})
    apart = merged(one, telling_apart(one, [20, 30]))
    assert [group.rows for group in find(apart)] == [(10, 20)]
    apart = merged(apart, telling_apart(apart, [10, 20]))
    assert [group.rows for group in find(apart)] == [(10, 30)]
    apart = merged(apart, telling_apart(apart, [10, 30]))
    assert find(apart) == ()


def test_what_was_merged_is_not_found_again() -> None:
    one = leads(MARIE, MARIE, {"email": "marie@alpha.fr"})
    (group,) = find(one)
    kept = fullest(one, group.rows)
    after = merged(one, merging(one, kept, [row for row in group.rows if row != kept]).changes)
    assert find(after) == ()
    assert len(after.dataset["leads"]) == 1


def test_nothing_to_look_at() -> None:
    assert find(state()) == ()
    assert find(leads(MARIE)) == ()
    assert find(state(leads={"amount": [1, 1]})) == ()


WHO = st.fixed_dictionaries(
    {
        "company": st.sampled_from([None, "Alpha", "ALPHA SARL", "Alfa", "Boulangerie Petit", "Boulangerie Petite"]),
        "name": st.sampled_from([None, "Marie Durand", "Durand Marie", "Paul Petit", "Petit"]),
        "email": st.sampled_from([None, "a@b.fr", "A@B.fr", "contact@b.fr", "c@d.fr", "?"]),
        "phone": st.sampled_from([None, "0612345678", "+33612345678", "0140001234", "0140001234 / 0612345678"]),
        "postcode": st.sampled_from([None, "75011", "69003"]),
        "city": st.sampled_from([None, "Paris", "Lyon"]),
        "created": st.sampled_from([None, "2025-01-01", "2025-12-01"]),
    }
)


@settings(max_examples=60)
@given(st.lists(WHO, min_size=2, max_size=MOST_IN_A_GROUP), st.randoms(use_true_random=False))
def test_groups_are_sound_and_the_order_of_the_rows_does_not_matter(rows: list[dict[str, Any]], dice: Any) -> None:
    one = leads(*rows)
    found = find(one)
    members = [row for group in found for row in group.rows]
    assert len(members) == len(set(members))
    for group in found:
        assert SHOWN <= group.score <= group.pairs[0].score <= 1
        assert {row for pair in group.pairs for row in pair.rows} == set(group.rows)
        assert all(pair.reasons[0].score >= reason.score for pair in group.pairs for reason in pair.reasons)
    places = list(range(len(rows)))
    dice.shuffle(places)
    other = find(leads(*[rows[place] for place in places]))
    back = {10 * (now + 1): 10 * (place + 1) for now, place in enumerate(places)}
    assert {frozenset(back[row] for row in group.rows) for group in other} == {frozenset(one.rows) for one in found}


def test_many_leads_take_no_time() -> None:
    dice = random.Random(7)
    firsts, names = ["Marie", "Paul", "Léa", "Jean", "Anne"], ["Durand", "Petit", "Martin", "Roux", "Bernard", "Simon"]
    rows = [
        {"company": f"{dice.choice(names)} {dice.choice(names)} {dice.randint(1, 400)}",
         "name": f"{dice.choice(firsts)} {dice.choice(names)}",
         "email": f"x{number}@b.fr" if number % 3 else "contact@b.fr",
         "phone": f"06{dice.randint(0, 99_999_999):08}" if number % 4 else "0140001234", "postcode": "75011"}
        for number in range(20_000)
    ]  # fmt: skip
    one = leads(*rows, MARIE, MARIE)
    started = process_time()
    found = find(one)
    assert process_time() - started < 6
    assert found[0].rows == (200_010, 200_020)
    assert found[0].score > SURE
