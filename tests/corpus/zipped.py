"""Zip archives that come out the same every time."""

from __future__ import annotations

import io
import zipfile


def archive(parts: dict[str, str], *, stored: str = "") -> bytes:
    """An archive of these texts, all of one day; the part named ``stored`` is not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0))
            info.create_system = 0
            info.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            out.writestr(info, text.encode())
    return stream.getvalue()
