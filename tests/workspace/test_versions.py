"""What was done since a version, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from leaddesk.model.action import ActionKind, Change
from leaddesk.model.erasure import Erasure
from leaddesk.workspace.document import Document
from leaddesk.workspace.erasing import erase
from leaddesk.workspace.versions import difference
from tests.workspace.made import edit, raw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create(tmp_path / "a.leaddesk") as made:
        made.append(edit(made, 1))
        yield made


def test_the_present_does_not_differ(document: Document) -> None:
    assert difference(document, tuple(document.actions()), {}).is_none


def test_what_was_done_since_is_told_the_last_first(document: Document, tmp_path: Path) -> None:
    document.back_up(tmp_path / "version")
    document.append(edit(document, 2, Change("leads", "stage", None, "won", 7), Change("leads", "notes", None, "a", 7)))
    document.append(edit(document, 3, Change("leads", "stage", None, "won", 8), Change("costs", "amount", 1.0, 2.0, 9)))
    document.append(edit(document, 4, Change("merge", "into", None, "7", 10)))
    actions = tuple(document.actions())
    with Document.open(tmp_path / "version", read_only=True) as version:
        found = difference(version, actions, {})
    assert found.since == (actions[3], actions[2], actions[1])
    assert found.leads == 3, "7, 8 and 10; 9 is an expense"
    assert (found.other, found.without, found.again) == (0, (), ())


def test_a_version_that_went_another_way_says_what_comes_back(document: Document, tmp_path: Path) -> None:
    document.back_up(tmp_path / "version")
    document.append(edit(document, 2))
    with Document.open(tmp_path / "version") as version:
        version.add_import(raw("b.csv"), UUID(int=6))
        version.append(edit(version, 3))
        version.append(edit(version, 4))
        found = difference(version, tuple(document.actions()), {})
    assert (len(found.since), found.other, found.is_none) == (1, 2, False)


def test_an_erasure_that_went_through_the_version_too_is_no_difference(document: Document, tmp_path: Path) -> None:
    document.back_up(tmp_path / "version")
    document.append(edit(document, 2))
    gone = Erasure(replace(edit(document, 3, Change("erasure", "row", None, 1.0, 5)), kind=ActionKind.ERASURE))
    erase(document, gone)
    with Document.open(tmp_path / "version") as version:
        before = difference(version, tuple(document.actions()), {})
        assert [action.kind for action in before.since] == [ActionKind.ERASURE, ActionKind.EDIT], "it holds the person"
        erase(version, gone)
        found = difference(version, tuple(document.actions()), {})
    assert [action.kind for action in found.since] == [ActionKind.EDIT]
    assert found.other == 0
