"""Permanent row ids: where the rows of an import are numbered from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from uuid import UUID

ROWS_PER_IMPORT: Final = 1 << 32
"""How many ids an import has for its rows; wide columns make several rows of one line."""


def row_base(import_id: UUID) -> int:
    """The id of an import's first row: 31 bits that come from its own id.

    Whoever numbers the rows gets the same ids, and two copies of a document do not give one id to different rows.
    """
    digest = hashlib.blake2b(import_id.bytes, digest_size=4).digest()
    return (int.from_bytes(digest, "big") >> 1) * ROWS_PER_IMPORT
