"""Checksums over what a row of the document holds: SQLite's own checks do not see changed payload."""

from __future__ import annotations

import hashlib
from typing import Final

_LONG: Final = 1 << 16


def fingerprint(*values: str | bytes | int | None) -> bytes:
    """SHA-256 of the values, each with its type and length, so that none can be shifted into its neighbour."""
    digest, parts = hashlib.sha256(), list[bytes]()
    for value in values:
        if value is None:
            parts.append(b"n")
            continue
        if isinstance(value, str):
            mark, content = b"s", value.encode("utf-8")
        elif isinstance(value, bytes):
            mark, content = b"b", value
        else:
            mark, content = b"i", str(value).encode("ascii")
        parts.append(mark + len(content).to_bytes(8, "big"))
        if len(content) > _LONG:  # not put together with others: it may be a file
            digest.update(b"".join(parts))
            digest.update(content)
            parts.clear()
        else:
            parts.append(content)
    digest.update(b"".join(parts))
    return digest.digest()
