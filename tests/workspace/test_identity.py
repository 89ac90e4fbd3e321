"""A document whose file is taken away, renamed or replaced is never written to as if nothing had happened."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from leaddesk.text import language
from leaddesk.workspace.document import Document
from leaddesk.workspace.identity import DisplacedError, identity_of
from tests.workspace.made import edit

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work.leaddesk"


def _rename(path: Path) -> None:
    path.rename(path.with_name("other.leaddesk"))


def _move(path: Path) -> None:
    (path.parent / "sub").mkdir()
    path.rename(path.parent / "sub" / path.name)


def _replace(path: Path) -> None:
    shutil.copy(path, path.with_name("new"))
    path.with_name("new").replace(path)


TAKEN: dict[Callable[[Path], None], str] = {
    Path.unlink: "“work.leaddesk” was moved or deleted while it was open.",
    _move: "“work.leaddesk” was moved or deleted while it was open.",
    _rename: "“work.leaddesk” was renamed while it was open: it is called “other.leaddesk” now.",
    _replace: "“work.leaddesk” was replaced by another file while it was open.",
}


@pytest.mark.parametrize("take", list(TAKEN))
def test_a_file_that_was_taken_away_is_not_written_to(path: Path, take: Callable[[Path], None]) -> None:
    with Document.create(path) as document:
        document.append(edit(document, 1))
        take(path)
        with pytest.raises(DisplacedError) as error:
            document.append(edit(document, 2))
        assert language("en").text(error.value.message) == TAKEN[take]
        assert len(list(document.actions())) == 1


def test_a_file_that_goes_during_the_commit_is_noticed_after_it(path: Path) -> None:
    with Document.create(path) as document:
        document.append(edit(document, 1))
        with pytest.raises(DisplacedError):
            _lose_during(document, path)


def _lose_during(document: Document, path: Path) -> None:
    with document._storage.transaction() as execute:
        execute("DELETE FROM columns", ())
        path.unlink()


def test_a_file_that_is_put_back_is_the_same(path: Path) -> None:
    with Document.create(path) as document:
        _rename(path)
        with pytest.raises(DisplacedError):
            document.check_place()
        path.with_name("other.leaddesk").rename(path)
        document.append(edit(document, 1))
    with Document.open(path) as document:
        assert len(list(document.actions())) == 1


def test_copies_differ_and_links_do_not(path: Path) -> None:
    path.write_text("a")
    copy, link = path.with_name("copy"), path.with_name("link")
    shutil.copy(path, copy)
    link.symlink_to(path)
    assert identity_of(copy) != identity_of(path)
    assert identity_of(link) == identity_of(path)
    assert identity_of(path.with_name("nowhere")) is None
