"""Lists of other people are told apart by their addresses, before all of their facts are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from leaddesk.ingest.kinship import are_strangers
from tests.builders import dataset

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame

ROWS = 60


def people(first: int, count: int, day: str = "2025-01-01", **more: Any) -> dict[str, list[Any]]:
    """Leads by their number: each has an address and a name of its own."""
    numbers = range(first, first + count)
    made: dict[str, list[Any]] = {
        "created": [day] * count,
        "email": [f"someone{number}@example.com" for number in numbers],
        "name": [f"Name{number} Surname{number}" for number in numbers],
    }
    return made | more


def both(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> tuple[Frame, Any, Any]:
    """The rows of two lists in one frame, and their places."""
    made = dataset(leads={name: [*one[name], *other[name]] for name in one})["leads"]
    count = len(one["created"])
    return made, np.arange(count), np.arange(count, len(made))


def strangers(one: dict[str, list[Any]], other: dict[str, list[Any]], expected: float = ROWS / 2) -> bool:
    return are_strangers(*both(one, other), expected)


def test_other_people_are_strangers() -> None:
    assert strangers(people(0, ROWS), people(1000, 500, "2025-02-01"))


def test_people_of_both_lists_are_none() -> None:
    assert not strangers(people(0, ROWS), people(ROWS // 2, 500, "2025-02-01"))


def test_a_quarter_of_the_addresses_is_enough_to_look_at_all() -> None:
    # Of 60 rows 30 are expected in both, and so 30 addresses: below 7.5 there are too few.
    assert strangers(people(0, ROWS), people(ROWS - 7, 500, "2025-02-01"))
    assert not strangers(people(0, ROWS), people(ROWS - 8, 500, "2025-02-01"))


def test_addresses_are_compared_however_they_are_written() -> None:
    shouted = people(0, ROWS, "2025-02-01")
    shouted["email"] = [f" {text.upper()} " for text in shouted["email"]]
    shouted["name"] = [" ".join(reversed(text.split())).upper() for text in shouted["name"]]
    assert not strangers(people(0, ROWS), shouted)


def test_the_address_of_someone_else_is_none_in_common() -> None:
    other = people(0, ROWS, "2025-02-01")
    other["name"] = [f"Other{number}" for number in range(ROWS)]
    assert strangers(people(0, ROWS), other)
    assert not strangers(people(0, ROWS), {**other, "created": ["2025-01-01"] * ROWS})  # made on the same day


@pytest.mark.parametrize("expected", [19, 2])
def test_few_that_are_expected_tell_nothing(expected: int) -> None:
    assert not strangers(people(0, ROWS), people(1000, 500, "2025-02-01"), expected)


@pytest.mark.parametrize("side", [0, 1])
def test_rows_without_addresses_tell_nothing(side: int) -> None:
    lists = [people(0, ROWS), people(1000, 500, "2025-02-01")]
    count = len(lists[side]["email"])
    lists[side]["email"] = [lists[side]["email"][place] if place % 2 else None for place in range(count)]
    assert not strangers(lists[0], lists[1], 39)
    assert strangers(lists[0], lists[1], 40)


@pytest.mark.parametrize("turned", [False, True])
def test_of_long_lists_some_rows_are_looked_at(turned: bool) -> None:
    one, edition, other = people(0, 3000), people(1500, 4000, "2025-02-01"), people(9000, 4000, "2025-02-01")
    for made, expected in ((edition, False), (other, True)):
        pair = (made, one) if turned else (one, made)
        assert strangers(*pair, 1500) is expected
    assert not strangers(other, one, 50)  # of a thousand rows that are looked at too few could be in both


def test_nothing_is_told_without_a_column_of_addresses() -> None:
    one, other = people(0, ROWS), people(1000, 500)
    for made in (one, other):
        del made["email"]
    assert not strangers(one, other)


def test_an_address_that_several_read_is_looked_at_for_each() -> None:
    one, other = people(0, ROWS), people(0, ROWS, "2025-02-01")
    for made in (one, other):
        made["email"] = [f"contact{place // 3}@example.com" for place in range(ROWS)]
    assert not strangers(one, other)
