"""Every dimension has a name, and a name for the rows without a value."""

from __future__ import annotations

import pytest

from leaddesk.model.slice import DIMENSIONS
from leaddesk.text import language
from leaddesk.ui.dimension_names import WITHOUT, dimension_label, value_name

EN = language("en")


@pytest.mark.parametrize("name", DIMENSIONS)
def test_every_dimension_is_named(name: str) -> None:
    assert EN.text(dimension_label(name))
    assert value_name(name, None) is WITHOUT[name]


def test_a_value_is_never_taken_for_a_message() -> None:
    assert EN.text(value_name("channel", "{count} Google")) == "{count} Google"
