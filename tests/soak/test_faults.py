"""Every operation of all that writes a document fails once, in one of the ways in which disks fail."""

from __future__ import annotations

import shutil
from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.soak.faults import DEEDS, FAULTS, tried, two_documents

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    two_documents(folder)
    return folder


@pytest.mark.parametrize("deed", DEEDS)
def test_a_fault_at_any_operation_leaves_before_or_after(deed: str, template: Path, tmp_path: Path) -> None:
    struck = told = 0
    for number in count(1):
        folder = tmp_path / str(number)
        shutil.copytree(template, folder)
        fault, lasts = FAULTS[(number + len(deed)) % len(FAULTS)]  # all six at each operation: dev.py soak
        outcome = tried(folder, deed, number, fault, lasts=lasts)
        struck += bool(outcome.struck)
        told += outcome.told is not None
        shutil.rmtree(folder)
        if not outcome.reached:
            break
    assert number > 30
    assert struck > number / (3 if deed == "a backup" else 2), "a backup is read again, which a full disk allows"
    # That a file could not be made smaller after an erasure is nothing to tell: the person is gone from it already.
    assert told > struck / (3 if deed == "an erasure" else 2)
