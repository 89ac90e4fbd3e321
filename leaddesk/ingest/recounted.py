"""Files whose numbers begin at 1 again: the same number, another lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest.pieces import Piece, agree, cell_texts
from leaddesk.ingest.switched_off import left_alone
from leaddesk.ingest.values import LINES
from leaddesk.model.issues import Issue, Severity
from leaddesk.text import msgn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.dataset import Frame

COUNTED_ANEW: Final = "counted-anew"
_LEAST: Final = 2


def counted_anew(frame: Frame, pieces: Sequence[Piece], since: int = 0) -> tuple[Frame, list[Issue]]:
    """The leads without the numbers of files that count from 1 again, and what is to be said of them.

    Those numbers name other leads than in the file before. *since*: only of the sheets from that one on it is told.
    """
    issues = []
    for number, piece in enumerate(pieces):
        if "id" not in piece.part.columns or not counts_from_one(cell_texts(frame, "id", piece.places)):
            continue
        for beside in pieces[:number]:
            again = _other_leads(frame, piece, beside) if "id" in beside.part.columns else None
            if again is None:
                continue
            applied = COUNTED_ANEW not in piece.part.recipe.off
            if applied:
                ids = frame.data["id"].copy()
                ids.iloc[piece.places] = None
                frame = frame.replaced("id", ids)
            if number >= since:
                issues.append(_told(piece, beside, again, applied=applied))
            break
    return frame, issues


def counts_from_one(numbers: Sequence[str]) -> bool:
    """Whether numbers do nothing but count the rows, in whatever order."""
    filled = [text for text in numbers if text]
    if not all(text.isascii() and text.isdigit() and len(text) < 7 for text in filled):
        return False
    whole = sorted(map(int, filled))
    return len(whole) >= _LEAST and whole == list(range(1, len(whole) + 1))


def _other_leads(frame: Frame, piece: Piece, beside: Piece) -> int | None:
    """How many numbers of a sheet are those of another for other leads; None where they are for the same ones."""
    known = {text: place for place, text in enumerate(cell_texts(frame, "id", beside.places), beside.first) if text}
    named = enumerate(cell_texts(frame, "id", piece.places), piece.first)
    pairs = [(known[text], place) for place, text in named if text in known]
    if len(pairs) < _LEAST:
        return None
    base, other = (np.array(side, np.intp) for side in zip(*pairs, strict=True))
    return None if agree(frame, base, other, set()) else len(pairs)


def _told(piece: Piece, beside: Piece, count: int, *, applied: bool) -> Issue:
    part, other = piece.part, beside.part
    name = other.sheet.name or other.raw.name
    name = name if other.raw is part.raw else other.raw.name
    message = msgn(
        "{count} number is that of another lead in “{other}”: the file counts from 1 again, so its numbers name nobody",
        "{count} numbers are of other leads in “{other}”: the file counts from 1 again, so its numbers name nobody",
        count, other=name,
    )  # fmt: skip
    message = message if applied else left_alone(COUNTED_ANEW, count, other=name)
    lines = tuple(int(line) for line in part.lines[:LINES])
    return Issue(Severity.WARNING, message, part.raw.name, part.sheet.name, "", lines, count, (), COUNTED_ANEW, applied)
