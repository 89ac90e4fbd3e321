"""The shared strings of an xlsx: some of them by their number, without taking the others apart."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_STRETCH: Final = 1 << 20
_END: Final = b"</si>"


def items_of(stream: IO[bytes], wanted: AbstractSet[int], most: int) -> dict[int, bytes]:
    """What stands in the ``si`` elements number *wanted* (0-based), each from its start tag on, as far as they are
    among the first *most* bytes of the XML.

    The texts before and between them are only counted: they may be millions.
    """
    found: dict[int, bytes] = {}
    if not wanted:
        return found
    last, number, read, rest = max(wanted), 0, 0, b""
    while number <= last and read < most and (piece := stream.read(_STRETCH)):
        read += len(piece)
        piece = (rest + piece).replace(b"<si/>", b"<si></si>")
        count = piece.count(_END)
        if wanted.isdisjoint(range(number, number + count)):
            rest = piece[piece.rfind(_END) + len(_END) :] if count else piece
        else:
            *items, rest = piece.split(_END)
            found.update((number + i, item) for i, item in enumerate(items) if number + i in wanted)
        number += count
    return {number: item[max(item.find(b"<si"), 0) :] for number, item in found.items()}
