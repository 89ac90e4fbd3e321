"""Checksums over what a row of the document holds: SQLite's own checks do not see changed payload."""

from __future__ import annotations

import hashlib


def fingerprint(*values: str | bytes | int | None) -> bytes:
    """SHA-256 of the values, each with its type and length, so that none can be shifted into its neighbour."""
    digest = hashlib.sha256()
    for value in values:
        if value is None:
            digest.update(b"n")
            continue
        if isinstance(value, str):
            mark, content = b"s", value.encode("utf-8")
        elif isinstance(value, bytes):
            mark, content = b"b", value
        else:
            mark, content = b"i", str(value).encode("ascii")
        digest.update(mark + len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.digest()
