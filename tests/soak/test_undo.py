"""Sixty deeds in the check, five hundred at a time in dev.py soak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.model.action import ActionKind
from tests.soak.undo import undone

if TYPE_CHECKING:
    from pathlib import Path


def test_deeds_are_undone_and_redone_step_by_step(tmp_path: Path) -> None:
    assert undone(tmp_path, 60, 5) == set(ActionKind) - {ActionKind.ERASURE}, "which cannot be taken back"
