"""Who works here: the same at each start, another one in each copy, under the name that they want told."""

from __future__ import annotations

import datetime as dt
import getpass
from typing import TYPE_CHECKING

import pytest

from leaddesk.text import msg
from leaddesk.ui.author import FILE, LONGEST, load_author, save_author
from leaddesk.ui.desk import Desk
from leaddesk.workspace.document import Document
from tests.quiet import Quiet

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 9, 1)


def test_a_line_of_deeds_is_of_one_installation_and_one_copy(tmp_path: Path) -> None:
    here, elsewhere = load_author(tmp_path / "one"), load_author(tmp_path / "two")
    save_author(tmp_path / "one", here)
    again = load_author(tmp_path / "one")
    home, copy = tmp_path / "a.leaddesk", tmp_path / "copy of a.leaddesk"
    assert here.replica(home) == again.replica(home), "the same at the next start"
    assert len({here.replica(home), here.replica(copy), elsewhere.replica(home), here.replica(None)}) == 4


def test_the_name_is_the_systems_until_one_is_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "mdupont")
    author = load_author(tmp_path)
    assert author.name == "mdupont"
    assert author.named("mdupont").chosen is None, "to confirm it is not to choose one"
    save_author(tmp_path, author.named("  Marie\n Dupont "))
    assert load_author(tmp_path).name == "Marie Dupont"
    save_author(tmp_path, author.named(""))
    assert load_author(tmp_path).name == "", "who wants none told"
    assert len(author.named("x" * 500).name) == LONGEST


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"installation": 1, "name": ""}', b"\xff\xfe"])
def test_a_spoilt_note_is_somebody_new(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert load_author(tmp_path).installation != load_author(tmp_path).installation


def test_what_is_done_says_who_did_it_and_so_does_its_undo(tmp_path: Path) -> None:
    desk = Desk(TODAY, tmp_path / "data")
    desk.author = desk.author.named("Marie")
    desk.change_setting("company", "A", msg("Company"))
    desk.author = desk.author.named("Jean")
    undo = desk.step(back=True)
    assert undo is not None
    desk.append(undo)
    desk.save_as(tmp_path / "work.leaddesk", Quiet())
    desk.persist(Quiet())
    desk.keeper.close()
    with Document.open(tmp_path / "work.leaddesk", read_only=True) as document:
        assert [action.origin for action in document.actions()] == ["Marie", "Jean"]
    assert Desk(TODAY, tmp_path / "data").author.name == "Jean"
