"""The columns that a table is begun with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leaddesk.model.tables import BY_ID, TABLES
from leaddesk.model.templates import LEFT_TO_LEADDESK, asked

if TYPE_CHECKING:
    from leaddesk.model.schema import Table


def test_what_is_essential_comes_first() -> None:
    found = asked(BY_ID["costs"])
    assert [one.column.id for one in found if one.is_essential] == [one.column.id for one in found[:3]]
    assert {"date", "amount"} <= {one.column.id for one in found if one.is_essential}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_each_column_is_asked_for_once_with_a_hint_and_an_example(table: Table) -> None:
    found = asked(table)
    left = {name for of, name in LEFT_TO_LEADDESK if of == table.id}
    assert sorted(one.column.id for one in found) == sorted(set(table.by_id) - left)
    assert all(one.hint.msgid and one.example not in (None, "") for one in found)


def test_the_stage_by_hand_is_nothing_to_fill_in() -> None:
    assert "stage" not in {one.column.id for one in asked(BY_ID["leads"])}
