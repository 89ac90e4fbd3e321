"""What is quick for long lists, beside the same for one row, text or pair after the other."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leaddesk.ingest import evidence, matching
from leaddesk.ingest.evidence import Compared, Lists, keys_of
from leaddesk.ingest.pieces import plain_number
from leaddesk.model import contacts
from leaddesk.model.contacts import email_key, folded, name_key, phone_keys, place_key
from tests.builders import frame

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FACTS = st.one_of(
    st.sampled_from([
        "SARL Dupont", "dupont", "Mme É. Œuvrard", "L'Étoile & Fils", "M.", "client", "a_b", "ß ǅ ﬁ", "n° 12",
        "\u0301x", "two\nlines", "", " ada ", "ada@x.fr", "Ada+1@x.fr", "ada@googlemail.com", "info", "0600000000",
        "06 12 34 56 78", "+33 (0)6 12 34 56 78", "612345678", "0612345678 / 0487654321", "0123456789", "007", "12.0",
        "69003", "Lyon cedex",
    ]),
    st.text(max_size=8),
)  # fmt: skip


def letters(text: str) -> str:
    """A text folded letter by letter."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def phone(text: str) -> str:
    return "/".join(dict.fromkeys(key[-9:] for key in phone_keys(text)))


def nothing(_: str) -> str:
    return ""


ONE: Mapping[str, Callable[[str], str]] = {
    "name": name_key, "email": email_key, "phone": phone, "id": plain_number, "city": place_key,
}  # fmt: skip


@pytest.mark.parametrize("name", [*ONE, "notes"])
@given(texts=st.lists(FACTS, max_size=9))
@settings(max_examples=30)
def test_facts_are_compared_as_each_would_be_by_itself(name: str, texts: list[str]) -> None:
    make = ONE.get(name, nothing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contacts, "_AT_ONCE", 4)
        keys = keys_of(name, texts)
    assert keys == [make(text) or " ".join(letters(text).split()) for text in texts]
    assert [*map(folded, texts)] == [*map(letters, texts)]


CODES = st.lists(st.integers(-1, 3), min_size=12, max_size=12)
COLUMN = st.tuples(CODES, CODES, st.lists(st.floats(0.5, 9.0), min_size=4, max_size=4))


def compared(name: str, base: list[int], other: list[int], weights: list[float]) -> Compared:
    return Compared(name, np.array(base), np.array(other), np.array(weights), -1.0, None, is_person=False)


def one_by_one(columns: list[Compared], large: int, usual: float) -> set[tuple[int, int]]:
    """The pairs with something rare in common, each row of the one list held against each of the other."""
    found = set()
    for chosen in [(one,) for one in columns] + list(combinations(columns, 2)):
        keys = [
            [None if -1 in key else key for key in zip(*(getattr(one, side).tolist() for one in chosen), strict=True)]
            for side in ("base", "other")
        ]
        alike = defaultdict(list)
        for two, key in enumerate(keys[1]):
            alike[key].append(two)
        known = [[place for place, key in enumerate(side) if key is not None] for side in keys]
        counts = {one: len(alike[keys[0][one]]) for one in known[0]}
        most = large if sum(counts.values()) <= usual * sum(map(len, known)) else large // 10
        found |= {(one, two) for one in known[0] for two in alike[keys[0][one]] if counts[one] <= most}
    return found


@given(st.lists(COLUMN, min_size=1, max_size=3), st.integers(1, 12), st.floats(0.2, 3.0))
@example([([0, 0, 0] + [1] * 9, [0] * 12, [1.0] * 4)], 3, 0.7)
@settings(max_examples=60)
def test_pairs_are_those_of_all_rows_held_against_each_other(
    drawn: list[tuple[list[int], list[int], list[float]]], others: int, usual: float
) -> None:
    columns = [compared(f"c{place}", one, two[:others], weights) for place, (one, two, weights) in enumerate(drawn)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "_ALL_PAIRS", 0)
        patch.setattr(matching, "_LARGEST_BLOCK", 20)
        patch.setattr(matching, "_IN_A_BLOCK", usual)
        one, two = matching.candidates(columns, 12, others)
    assert sorted(zip(one.tolist(), two.tolist(), strict=True)) == sorted(one_by_one(columns, 20, usual))


@given(st.lists(st.tuples(*[st.sampled_from([None, "a", "b", "c"])] * 4), min_size=2, max_size=12), st.booleans())
@settings(max_examples=40)
def test_rows_are_equal_where_all_their_facts_are(rows: list[tuple[str | None, ...]], fixed: bool) -> None:
    named: dict[str, Any] = dict(zip(("name", "city", "notes", "company"), zip(*rows, strict=True), strict=True))
    nobody = np.zeros(0, np.int64)
    lists = Lists(frame("leads", **named), np.arange(1), np.arange(1, len(rows)), list(named), (nobody, nobody))
    seen = [tuple(row[place] for place in (0, 1, 3)) if fixed else row for row in rows]
    for most in (1, 30, 1 << 62):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(evidence, "_MOST_KEYS", most)
            codes = np.concatenate(lists.equal(fixed=fixed)).tolist()
        pairs = product(range(len(rows)), repeat=2)
        assert all((codes[one] == codes[two]) == (seen[one] == seen[two]) for one, two in pairs)
