"""Messages survive being written down."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.messages import message_from_json, message_to_json
from leaddesk.text import Message, Money, Percent, language, msg

numbers = st.floats(allow_nan=False, allow_infinity=False)
arguments = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.integers(),
    st.booleans(),
    numbers,
    st.dates(),
    st.datetimes(),
    st.builds(Money, numbers, st.sampled_from(["EUR", "USD"]), st.none() | st.integers(0, 4)),
    st.builds(Percent, numbers, st.integers(0, 4)),
)


def messages(argument: st.SearchStrategy[Any]) -> st.SearchStrategy[Message]:
    args = st.lists(st.tuples(st.text(max_size=5), argument), max_size=4).map(tuple)
    return st.builds(Message, st.text(), st.text(), st.none() | st.integers(), st.text(), args)


@given(st.recursive(messages(arguments), lambda inner: messages(arguments | inner), max_leaves=4))
def test_a_message_is_the_same_after_json(message: Message) -> None:
    back = message_from_json(json.loads(json.dumps(message_to_json(message))))
    assert back == message
    assert [type(value) for _name, value in back.args] == [type(value) for _name, value in message.args]


def test_numbers_of_arrays_are_numbers() -> None:
    message = Message("{a} {b}", args=(("a", cast("int", np.int64(3))), ("b", np.float64(0.5))))
    assert message_from_json(json.loads(json.dumps(message_to_json(message)))) == msg("{a} {b}", a=3, b=0.5)


def test_a_nested_amount_is_still_an_amount() -> None:
    message = msg("{inner}", inner=msg("{amount} on {day}", amount=Money(12.5), day=dt.date(2025, 3, 4)))
    back = message_from_json(json.loads(json.dumps(message_to_json(message))))
    assert language("fr").text(back) == "12,50\u00a0€ on 04/03/2025"


@pytest.mark.parametrize(
    "plain",
    [{}, {"msgid": "a", "args": 3}, {"msgid": "a", "args": [["b", {"other": 1}]]}, {"msgid": "a", "args": [["b", {}]]}],
)
def test_something_else_is_refused(plain: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"message|unpack"):
        message_from_json(plain)
