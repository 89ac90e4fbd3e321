"""How many rows a large sheet has, told by the ends of its XML: what is too long is said before it is read."""

from __future__ import annotations

import re
from typing import IO, Final

_STRETCH: Final = 1 << 18
_NUMBER: Final = re.compile(rb'<row [^>]*?\br="(\d{1,7})"')
_ENDS: Final = (b"</v>", b"</is>")


def first_row(xml: bytes) -> int:
    """The 1-based number of the first row that holds content in the beginning of a sheet's XML; 0: it does not say."""
    places = [place for place in (xml.find(end) for end in _ENDS) if place >= 0]
    return _row_before(xml, min(places)) if places else 0


def last_row(xml: bytes, first: int = 0, stop: int | None = None) -> int:
    """The number of the last row that holds content in ``xml[first:stop]``; 0 where there is none."""
    end = len(xml) if stop is None else stop
    place = max(xml.rfind(mark, first, end) for mark in _ENDS)
    return _row_before(xml, place, first) if place >= 0 else 0


def _row_before(xml: bytes, place: int, first: int = 0) -> int:
    number = _NUMBER.match(xml, max(xml.rfind(b"<row ", first, place), 0))
    return int(number[1]) if number else 0


def rows_of(stream: IO[bytes]) -> int:
    """How many rows there are from the first to the last one with content in the XML of a sheet; 0: it does not say."""
    filled = piece = stream.read(_STRETCH)
    first = first_row(piece)
    while first and (following := stream.read(_STRETCH)):
        if any(following.rfind(end) >= 0 for end in _ENDS):
            filled = piece + following
        piece = following
    last = last_row(filled)
    return last - first + 1 if first and last else 0
