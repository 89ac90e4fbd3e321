"""Addresses and numbers of a whole column, beside those of one text after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from leaddesk.model import contactkeys
from leaddesk.model.contacts import email_key, is_shared_address, phone_keys
from leaddesk.model.dataset import typed
from leaddesk.model.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

LOCAL = st.sampled_from(["ada", "a.b", "Ada", "info", "contact", "a+b", "é", "", "a b"])
DOMAIN = st.sampled_from(["x.fr", "X.fr", "googlemail.com", "gmail.com", "sub.x.fr", "x", "", "x.fr;", "y@x.fr"])
ADDRESSES = st.one_of(
    st.builds("{}@{}".format, LOCAL, DOMAIN),
    st.sampled_from([" ada@x.fr", "<ada@x.fr>", "mailto:ada@x.fr", "ada", "ada@x.fr\n", "info@x.fr ", "ADA@X.FR"]),
    st.text(max_size=12),
)
SIGNS = st.sampled_from(["", " ", ".", "-", "/", "\u00a0", "\u202f", "  ", " / ", "x", "(0)", "+"])
PREFIX = st.sampled_from(["0", "+33", "+33 ", "0033", "0033.", "33", "", "+44", "+330", "00"])


@st.composite
def written(draw: st.DrawFn) -> str:
    """A telephone number as somebody may have written it."""
    parts = [draw(PREFIX), draw(st.sampled_from("12679"))]
    sign = draw(SIGNS)
    pairs = draw(st.lists(st.sampled_from(["00", "11", "12", "45", "98"]), min_size=3, max_size=5))
    return "".join([*parts, *(f"{sign if draw(st.booleans()) else ''}{pair}" for pair in pairs)])


NUMBERS = st.one_of(
    written(),
    st.sampled_from(
        ["0123456789", "0606060606", "0612345678 / 0487654321", "06 12 34 56 78", "612345678", "12", "", "no"]
    ),
    st.text(alphabet="0123456789 .-/+()", max_size=16),
)


def one_by_one(texts: Sequence[str | None], keys: Sequence[str]) -> tuple[list[bool], list[bool], list[bool]]:
    """Filled, valid and seen, row by row; *keys*: empty where there is none."""
    seen, before = [], set[str]()
    for key in keys:
        seen.append(key in before)
        before |= {key} if key and not is_shared_address(key) else set()
    return [text is not None for text in texts], [bool(key) for key in keys], seen


def lists(found: contactkeys.Keys) -> tuple[list[bool], list[bool], list[bool]]:
    return found.filled.tolist(), found.valid.tolist(), found.seen.tolist()


@given(st.lists(st.one_of(st.none(), ADDRESSES), max_size=12))
@example(
    ["ada@x.fr", "ADA@x.fr", "ada+new@x.fr", "info@x.fr", "info@x.fr", None, "ada@gmail.com", "ada@googlemail.com"]
)
def test_addresses_are_those_of_one_after_the_other(texts: list[str | None]) -> None:
    keys = [email_key(text or "") for text in texts]
    assert lists(contactkeys.addresses(typed(Kind.TEXT, texts))) == one_by_one(texts, keys)


@given(st.lists(st.one_of(st.none(), NUMBERS), max_size=12))
@example(
    ["06 12 34 56 78", "+33 6 12 34 56 78", "612345678", "0033612345678", "+33(0)612345678", "+44 20 7946 0018", None]
)
def test_numbers_are_those_of_one_after_the_other(texts: list[str | None]) -> None:
    keys = [next(iter(phone_keys(text or "")), "") for text in texts]
    assert lists(contactkeys.numbers(typed(Kind.TEXT, texts))) == one_by_one(texts, keys)


def test_what_is_written_as_usual_is_not_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step of the interpreter a lead took seven seconds for a million of them."""

    def never(text: str) -> str:
        raise AssertionError(text)

    monkeypatch.setattr(contactkeys, "email_key", never)
    monkeypatch.setattr(contactkeys, "phone_keys", never)
    emails = ["ada@x.fr", "Bea.B@x-y.fr", "info@x.fr", None]
    phones = ["06 12 34 56 78", "04.12.34.56.78", "+33 6 12 34 56 79", "612345671", "0101010101", None]
    assert contactkeys.addresses(typed(Kind.TEXT, emails)).valid.tolist() == [True, True, True, False]
    assert contactkeys.numbers(typed(Kind.TEXT, phones)).valid.tolist() == [True] * 4 + [False] * 2
