"""Three hundred power cuts under the real storage: 0 lost, 0 torn, 0 errors of integrity; a careless one loses."""

from __future__ import annotations

import random
from collections import Counter

from tests.soak.cuts import CARELESS, cut
from tests.soak.disk import Content

COUNT = 300


def test_power_cuts_lose_nothing() -> None:
    tally = cut(COUNT, 1)
    assert tally.faults == Counter()
    assert tally.deaths == COUNT
    assert tally.acknowledged > COUNT


def test_a_storage_that_does_not_wait_for_the_disk_is_caught() -> None:
    tally = cut(30, 1, CARELESS)
    assert tally.faults.total() > 10


def test_what_is_synced_survives_a_cut_and_the_rest_is_left_to_chance() -> None:
    left = set()
    for seed in range(200):
        content = Content()
        content.pending.append((0, b"a" * 1024))
        content.sync()
        content.pending += [(1024, b"b" * 1024), (3072, b"c" * 512), (512, None)]
        left.add(content.after_cut(random.Random(seed)))
    assert all(image[:512] == b"a" * 512 for image in left)
    assert {b"a" * 1024, b"a" * 512, b"a" * 1024 + b"b" * 1024 + b"\0" * 1024 + b"c" * 512} <= left
    assert any(image[1024:1536] != image[1536:2048] for image in left if len(image) >= 2048), "torn between sectors"
    assert any(b"\xa5" in image for image in left), "rubbish where the file grew"
