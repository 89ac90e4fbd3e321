"""Sixty programs killed while they work: 0 acknowledged edits lost, 0 torn, 0 errors of integrity, open in 2 s."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

from leaddesk.workspace.document import Document
from tests.soak.diary import LOST, TORN, UNSOUND, Diary, digest
from tests.soak.kills import Tally, killed
from tests.soak.shards import in_parts
from tests.workspace.made import edit

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 60


def test_killed_programs_lose_nothing() -> None:
    tally = killed(COUNT, 1)
    assert tally.faults == Counter()
    assert tally.deaths == COUNT
    assert tally.acknowledged > COUNT, "programs that are killed before they have done something prove nothing"


# -- the judge ------------------------------------------------------------------------------------------------------


def judged(folder: Path, damage: str = "", said: int = 2) -> Counter[str]:
    """What the judge says of a document in which two of *said* acknowledged edits are, after some *damage*."""
    diary = Diary(folder, "a.leaddesk")
    with Document.create(folder / "a.leaddesk") as document:
        for number in range(2):
            action = edit(document, number)
            diary.take(("will write", digest(action)))
            document.append(action)
    diary.take(("did write", str(said)))
    if damage:
        connection = sqlite3.connect(folder / "a.leaddesk")
        connection.execute(damage)
        connection.commit()
        connection.close()
    return diary.judge()


def test_the_judge_finds_nothing_wrong_with_what_is_whole(tmp_path: Path) -> None:
    assert judged(tmp_path) == Counter()


def test_the_judge_sees_what_is_lost(tmp_path: Path) -> None:
    assert judged(tmp_path, said=3) == Counter({LOST: 1})


def test_the_judge_sees_what_does_not_hold_together(tmp_path: Path) -> None:
    assert judged(tmp_path, "DELETE FROM changes") == Counter({UNSOUND: 1})


def test_the_judge_sees_what_nobody_announced(tmp_path: Path) -> None:
    diary = Diary(tmp_path, "a.leaddesk")
    with Document.create(tmp_path / "a.leaddesk") as document:
        document.append(edit(document, 1))
    assert diary.judge() == Counter({TORN: 1})


def test_the_judge_misses_a_document_that_is_gone(tmp_path: Path) -> None:
    diary = Diary(tmp_path, "a.leaddesk")
    diary.take(("did write", "4"))
    assert diary.judge() == Counter({LOST: 4})


# -- in parts -------------------------------------------------------------------------------------------------------


def counted(count: int, seed: int) -> Tally:
    return Tally(count, seed, seed / 1e4, Counter({LOST: seed % 2}))


def test_parts_make_up_the_whole() -> None:
    told: list[str] = []
    total = in_parts(counted, 600, 3, told.append)
    assert (total.deaths, total.acknowledged, total.slowest) == (600, 3000 + 3001 + 3002, 0.3002)
    assert total.faults == Counter({LOST: 1})
    assert len(told) == 1, "of faults it tells at once"
