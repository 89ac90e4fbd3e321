"""How the worker hands over what it read: frames of a JSON header and raw buffers, one after the other.

A frame is the length of its header (4 bytes, little-endian), the header, then its buffers; ``sizes`` in the header
are their lengths in bytes.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any, Final

from leaddesk.ingest.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.ingest.cells import SheetCells

BLOCK: Final = 10_000
"""How many texts travel together: few enough to be taken apart within a millisecond or two."""

_OVERHEAD: Final = 8_192
"""Bytes that a column, however short, costs whoever collects it, and time as for so many."""

_SEPARATORS: Final = ("\x00", "\x1f", "\x1e", "\x1d", "\ue000")


class FrameWriter:
    """The worker's end. ``sheets``: how many were sent.

    *room*: how many bytes may be sent in all. Whoever collects them has no limits of memory of its own: a small file
    of many sheets that are each acceptable would fill it.
    """

    def __init__(self, stream: IO[bytes], room: int = 1 << 30) -> None:
        self._stream = stream
        self._room = room
        self.sheets = 0

    def send(
        self, header: dict[str, Any], buffers: Iterable[bytes | bytearray | memoryview] = (), *, now: bool = True
    ) -> None:
        """Send one frame, *now* or with those that follow."""
        parts = list(buffers)
        encoded = json.dumps({**header, "sizes": [len(part) for part in parts]}).encode()
        self._stream.write(len(encoded).to_bytes(4, "little") + encoded)
        for part in parts:
            self._stream.write(part)
        if now:
            self._stream.flush()

    def progress(self, value: float) -> None:
        """Say how far the reading is: 0 to 1."""
        self.send({"type": "progress", "value": value})

    def issue(self, code: str, **facts: object) -> None:
        """Report a finding: a key of ``explanations.FINDINGS``, with its facts."""
        self.send({"type": "issue", "code": code, "facts": facts})

    def sheet(
        self,
        name: str,
        cells: SheetCells,
        *,
        origin: tuple[int, int] = (0, 0),
        hidden: bool = False,
        merged: Iterable[tuple[int, int, int, int]] = (),
        index: int = 0,
    ) -> None:
        """Send a whole sheet. *origin* is the 0-based place in the sheet of the first cell that was added; *merged*
        are rectangles in the sheet (first row, first column, last row, last column), 0-based; *index* is the sheet's
        number in its file.

        :raises Refusal: ``too_many_cells`` when all that was sent is more than there is room for.
        """
        self.sheets += 1
        top, end, left, right = cells.used()
        rows = end - top
        first_row, first_column = origin[0] + top, origin[1] + left
        columns = cells.columns[left:right]
        header = {"type": "sheet", "name": name, "index": index, "rows": rows, "columns": len(columns)}
        place = {"first_line": first_row + 1, "first_column": first_column + 1, "hidden": hidden}
        self._take_room(0)
        self.send({**header, **place, "merged": list(merged)})
        for column in columns:
            numbers = memoryview(column.numbers)[top:end].cast("B") if column.numbers is not None else b""
            codes = memoryview(column.codes)[top:end].cast("B") if column.codes is not None else b""
            blocks, separators = _text_blocks(column.texts())
            self._take_room(rows + len(numbers) + (len(codes) if blocks else 0) + sum(map(len, blocks)))
            flags = {"numbers": column.numbers is not None, "codes": bool(blocks), "separators": separators}
            buffers = [column.kinds[top:end], numbers, codes if blocks else b"", *blocks]
            self.send({"type": "column", **flags}, buffers, now=False)
        self._stream.flush()

    def _take_room(self, size: int) -> None:
        self._room -= size + _OVERHEAD
        if self._room < 0:
            raise Refusal("too_many_cells")


def _text_blocks(texts: list[str]) -> tuple[list[bytes], list[str]]:
    blocks, separators = [], []
    for start in range(0, len(texts), BLOCK):
        block = texts[start : start + BLOCK]
        for separator in _SEPARATORS:
            joined = separator.join(block)
            if joined.count(separator) == len(block) - 1:
                blocks.append(joined.encode("utf-8", "surrogatepass"))
                separators.append(separator)
                break
        else:
            blocks.append(json.dumps(block).encode())
            separators.append("")
    return blocks, separators


def split_block(block: bytes, separator: str) -> list[str]:
    """The texts of one block."""
    if not separator:
        return [str(text) for text in json.loads(block)]
    return block.decode("utf-8", "surrogatepass").split(separator)


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytearray]] | None:
    """The next frame, or None where the stream ends, even in the middle of one."""
    length = stream.read(4)
    if len(length) < 4:
        return None
    size = int.from_bytes(length, "little")
    encoded = stream.read(size)
    if len(encoded) < size:
        return None
    header: dict[str, Any] = json.loads(encoded)
    buffers = []
    for wanted in header["sizes"]:
        buffer = bytearray(wanted)
        view, filled = memoryview(buffer), 0
        while filled < wanted:
            got = stream.readinto(view[filled:])  # type: ignore[attr-defined]
            if not got:
                return None
            filled += got
        buffers.append(buffer)
    return header, buffers
