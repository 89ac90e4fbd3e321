"""What a package says about itself: when it was made and changed, by which program, in which system of dates.

Evidence for what its dates can mean. Who made it is nobody's business and is not read.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from html import unescape
from typing import IO, Final

_MOST: Final = 65_536
_PLACES: Final[dict[str, tuple[tuple[str, str, re.Pattern[bytes]], ...]]] = {
    "xlsx": (
        ("created", "docprops/core.xml", re.compile(rb"<(?:\w+:)?created\b[^>]*>([^<]{1,40})<")),
        ("modified", "docprops/core.xml", re.compile(rb"<(?:\w+:)?modified\b[^>]*>([^<]{1,40})<")),
        ("application", "docprops/app.xml", re.compile(rb"<(?:\w+:)?Application\b[^>]*>([^<]{1,200})<")),
        ("date1904", "xl/workbook.xml", re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*?\bdate1904=["'](1|true)["']""")),
    ),
    "ods": (
        ("created", "meta.xml", re.compile(rb"<meta:creation-date>([^<]{1,40})<")),
        ("modified", "meta.xml", re.compile(rb"<dc:date>([^<]{1,40})<")),
        ("application", "meta.xml", re.compile(rb"<meta:generator>([^<]{1,200})<")),
    ),
}
_PLACES["xlsb"] = _PLACES["xlsx"][:3]
_DAYS: Final = ("created", "modified")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")


def about(stream: IO[bytes], kind: str) -> dict[str, str]:
    """``created`` and ``modified`` (ISO 8601), ``application`` and ``date1904`` (``1``), as far as they are said.

    *kind* is a format as ``sniff`` names it; only zip packages say anything. Nothing is raised for a damaged one.
    """
    found: dict[str, str] = {}
    if kind not in _PLACES:
        return found
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            names = {name.lower(): name for name in archive.namelist()}
            contents: dict[str, bytes] = {}
            for key, place, pattern in _PLACES[kind]:
                if place not in names:
                    continue
                if place not in contents:
                    with archive.open(names[place]) as member:
                        contents[place] = member.read(_MOST)
                match = pattern.search(contents[place])
                if match is not None:
                    found[key] = unescape(match[1].decode("utf-8", "replace")).strip()
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return {}
    if "date1904" in found:
        found["date1904"] = "1"
    return {key: value for key, value in found.items() if key not in _DAYS or _DAY.fullmatch(value)}
