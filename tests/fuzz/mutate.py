"""Mutants: a seed with a few of its bytes flipped, put in, taken out, doubled, exchanged or cut off.

Of a package half of the mutants have the bytes of their unpacked members changed and are packed again, so that the
parsers behind the zip see them and not its checksums.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from tests.fuzz.seeds import Seed

_LARGEST: Final = 400_000
_TOKENS: Final = (
    b"\x00", b"\xff", b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"\xff\xff\xff\x7f", b"0", b"-1", b"65536", b"1048577",
    b"4294967296", b"18446744073709551616", b"1e999", b"NaN", b"A1:XFD1048576", b"XFD1048576", b'"', b"'", b"<", b">",
    b"&#xD800;", b"&#0;", b"&x;", b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE a>", b"<row", b"</c>", b"\r", b"\n", b";",
    b",", b"\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3\x28", b"t=\"s\"", b"t=\"e\"", b"../",
    b"table:number-rows-repeated=\"99999\"", b"table:number-columns-repeated=\"9999\"", b"\x85\x00\x08\x00",
)  # fmt: skip
_NUMBER: Final = re.compile(rb"\d+")


def mutant(seed: Seed, others: Sequence[Seed], chance: random.Random) -> bytes:
    """A mutant of *seed*; *others* of its format lend it pieces."""
    other = chance.choice(others).content
    if seed.content.startswith(b"PK\x03\x04") and chance.random() < 0.6:
        try:
            return _repacked(seed.content, other, chance)
        except zipfile.BadZipFile:  # a seed that is broken already
            pass
    return _changed(seed.content, other, chance)


def _repacked(content: bytes, other: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    telling = [n for n, (name, part) in enumerate(parts) if part and not name.endswith((".png", "theme1.xml"))]
    for number in chance.sample(telling, min(len(telling), chance.choice((1, 1, 1, 2, 3)))):
        name, part = parts[number]
        parts[number] = (name, _changed(part, _member(other, name) or part, chance))
    if chance.random() < 0.08:
        parts.pop(chance.randrange(len(parts)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts:
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _member(content: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read(name)
    except (KeyError, zipfile.BadZipFile):
        return b""


def _changed(content: bytes, other: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 9, 20))):
        chance.choice(_CHANGES)(data, other, chance)
    return bytes(data[:_LARGEST])


def _flip(data: bytearray, _: bytes, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _byte(data: bytearray, _: bytes, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))


def _insert(data: bytearray, _: bytes, chance: random.Random) -> None:
    place = chance.randint(0, len(data))
    data[place:place] = chance.choice(_TOKENS) if chance.random() < 0.8 else chance.randbytes(chance.randint(1, 40))


def _overwrite(data: bytearray, _: bytes, chance: random.Random) -> None:
    token = chance.choice(_TOKENS)
    place = chance.randint(0, len(data))
    data[place : place + len(token)] = token


def _number(data: bytearray, _: bytes, chance: random.Random) -> None:
    """Another number in the place of one that is written in figures."""
    found = list(_NUMBER.finditer(bytes(data)))
    if found:
        start, end = chance.choice(found).span()
        data[start:end] = chance.choice(
            (b"0", b"-1", b"1048577", b"4294967295", b"99999999999999999999", b"1e308", b"7")
        )


def _delete(data: bytearray, _: bytes, chance: random.Random) -> None:
    place = chance.randint(0, len(data))
    del data[place : place + chance.choice((1, 2, 4, 16, chance.randint(1, 600)))]


def _double(data: bytearray, _: bytes, chance: random.Random) -> None:
    place = chance.randint(0, len(data))
    block = data[place : place + chance.randint(1, 800)]
    data[place:place] = block * chance.choice((1, 1, 2, 10, 60))


def _splice(data: bytearray, other: bytes, chance: random.Random) -> None:
    place, start = chance.randint(0, len(data)), chance.randint(0, len(other))
    piece = other[start : start + chance.randint(1, 1500)]
    data[place : place + (len(piece) if chance.random() < 0.5 else 0)] = piece


def _swap(data: bytearray, _: bytes, chance: random.Random) -> None:
    size = chance.randint(1, 200)
    first, second = sorted(chance.randint(0, len(data)) for _ in range(2))
    if first + size <= second and second + size <= len(data):
        data[first : first + size], data[second : second + size] = (
            data[second : second + size],
            data[first : first + size],
        )


def _cut(data: bytearray, _: bytes, chance: random.Random) -> None:
    if chance.random() < 0.5:
        del data[chance.randint(0, len(data)) :]


_CHANGES: Final[tuple[Callable[[bytearray, bytes, random.Random], None], ...]] = (
    _flip, _flip, _flip, _byte, _byte, _insert, _insert, _overwrite, _overwrite, _number, _number, _delete, _delete,
    _double, _splice, _swap, _cut,
)  # fmt: skip
