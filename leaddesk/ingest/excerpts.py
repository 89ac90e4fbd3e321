"""Stretches of rows of large sheets as small packages, which calamine opens without the texts of the whole file."""

from __future__ import annotations

import io
import re
from functools import partial
from typing import TYPE_CHECKING, Final

from leaddesk.ingest.sharedstrings import items_of

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    from leaddesk.ingest.package import Buffers, Package

_SHARED_CELL: Final = re.compile(rb'(<c\b[^>]*\bt="s"[^>]*><v>)(\d+)(?=</v>)')
_SHARED_TYPE: Final = re.compile(rb"""\bt=["']s["']""")
_HEAD: Final = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>-</t></si>'
_ALL: Final = 1 << 40


class Odd(Exception):  # noqa: N818  (no error: the usual way of reading is taken)
    """The XML is not as usual enough for a shorter way."""


class Excerpts:
    """The XML of sheets, each with few rows, in the order in which it is added."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._made: list[tuple[int, bytes, bool]] = []

    def add(self, index: int, xml: Buffers, *, texts: bool = True) -> None:
        """Add the XML of the workbook's sheet number *index*, with a stretch of its rows. Without *texts* those that
        are shared are "-": looking them up may take long.
        """
        self._made.append((index, b"".join(xml), texts))

    def open(self) -> list[CalamineWorkbook]:
        """A workbook for each, in which the sheet has these rows only and all other sheets are missing.

        :raises Odd: where it cannot be told which of the shared strings they need.
        """
        from python_calamine import load_workbook

        numbers = {int(cell[2]) for _, xml, texts in self._made if texts for cell in _SHARED_CELL.finditer(xml)}
        stream = self._package.shared_strings()
        items = items_of(stream, numbers, _ALL) if stream is not None else {}
        if len(items) < len(numbers):
            raise Odd
        places = {number: place for place, number in enumerate(items, 1)}
        shared = _HEAD + b"".join(item + b"</si>" for item in items.values()) + b"</sst>"
        books = []
        for index, xml, texts in self._made:
            renumbered, count = _SHARED_CELL.subn(partial(_renumbered, places if texts else {}), xml)
            if count != len(_SHARED_TYPE.findall(xml)):
                raise Odd
            books.append(load_workbook(io.BytesIO(self._package.copy({index: [renumbered]}, shared=shared))))
        return books


def _renumbered(places: dict[int, int], cell: re.Match[bytes]) -> bytes:
    return cell[1] + b"%d" % places.get(int(cell[2]), 0)
