"""Text files: a delimiter, an encoding, perhaps a byte-order mark."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from tests.corpus.grid import Book, raw_text

if TYPE_CHECKING:
    from tests.corpus.dice import Dice

MARKS: Final = {"utf-8-sig": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def write(book: Book, dice: Dice, *, encoding: str, delimiter: str) -> bytes:
    """The first sheet as text. Short lines are padded with delimiters or not, lines end in CR LF or LF, by chance."""
    rows = [["" if cell is None else raw_text(cell) for cell in row] for row in book.sheets[0].rows()]
    if dice.chance(0.5):
        rows = [_trimmed(row) for row in rows]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=dice.pick(("\r\n", "\r\n", "\n")))
    for row in rows:
        writer.writerow(row)
    return MARKS.get(encoding, b"") + stream.getvalue().encode(encoding)


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row
