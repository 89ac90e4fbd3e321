"""Filters from typed names."""

from __future__ import annotations

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.model.naming import filters_named
from leaddesk.text import language
from tests.builders import dataset

DATA = dataset(
    leads={"channel": ["Google", "Bouche à oreille", None], "id": ["1", "2", "3"]}, costs={"channel": ["Radio"]}
)


def test_names_are_found_whatever_their_case_and_spaces() -> None:
    kept = filters_named(DATA, {"channel": ["google", " BOUCHE  à oreille ", "radio"], "owner": None}).kept
    assert kept == {"channel": frozenset({"Google", "Bouche à oreille", "Radio"})}


def test_the_exact_spelling_goes_first() -> None:
    both = dataset(leads={"channel": ["google", "Google"]})
    assert filters_named(both, {"channel": ["Google"]}).kept == {"channel": frozenset({"Google"})}
    assert filters_named(both, {"channel": ["GOOGLE"]}).kept == {"channel": frozenset({"Google", "google"})}


def test_an_empty_name_is_the_rows_without() -> None:
    assert filters_named(DATA, {"channel": [""]}).kept == {"channel": frozenset({None})}


@pytest.mark.parametrize(
    ("names", "asked", "hint"),
    [
        (["a", "b"], "channel", "There are: a, b."),
        ([f"c{number:02d}" for number in range(13)], "channel", "c08, c09 and 3 more."),
        (["a"], "owner", "They do not record it at all."),
    ],
)
def test_a_name_that_is_nowhere_is_refused_with_those_that_are(names: list[str], asked: str, hint: str) -> None:
    with pytest.raises(LeadDeskError) as error:
        filters_named(dataset(leads={"channel": names}), {asked: ["x"]})
    assert error.value.hint is not None
    assert language("en").text(error.value.hint).endswith(hint)
    assert "“x” is nowhere in the files." in str(error.value)
