"""What a file is, by its content whatever its name says; and whether its declared size is sane.

Runs in the worker: only the standard library, and nothing that takes long to import; ``zipfile`` does, and is left to
what needs it.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import IO, TYPE_CHECKING, Final

from leaddesk.ingest.refusal import Refusal

if TYPE_CHECKING:
    import zipfile

HEAD: Final = 65_536
"""How many bytes of the beginning are looked at."""

_PIECE: Final = 1 << 18
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED: Final = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "document"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"SQLite format 3\x00", "database"),
    (b"PAR1", "database"),
    (b"\x09\x00\x04\x00", "old_excel"),
    (b"\x09\x02\x06\x00", "old_excel"),
    (b"\x09\x04\x06\x00", "old_excel"),
    (b"\x09\x08\x08\x00", "old_excel"),
)
_ENCRYPTED_XLS: Final = re.compile(
    rb"\x09\x08(?:\x10\x00\x00\x06\x05\x00.{12}|\x08\x00\x00\x05\x05\x00.{4})(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
"""Records BOF (of BIFF 8 or 5, for the globals), perhaps WriteProtect, then FilePass ([MS-XLS] 2.1.7.20.3)."""
_PAGES: Final = ("<!doctype html", "<html", "<table", "<head", "<meta", "<style", "<div", "<body", "<tr", "<td", "<th")
_WORKBOOK: Final = re.compile(r"<(?:\w+:)?workbook\b")
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def sniff(stream: IO[bytes]) -> str:
    """``xlsx`` (also xlsm), ``xlsb``, ``xls``, ``ods``, ``fods``, ``html``, ``xml2003`` or ``text``.

    :raises Refusal: when the content is something that is not read; the code says what it is. ``password`` for what
        ``unlocking`` can make plain, ``locked`` for what it cannot.
    """
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise Refusal("empty")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(stream)
    if head.startswith(_OLE):
        return _ole_format(stream)
    for magic, code in _REFUSED:
        if head.startswith(magic):
            raise Refusal(code)
    if wide_encoding(head) is None and b"\x00" in head:
        raise Refusal("binary")
    return _markup_format(head) or "text"


def wide_encoding(head: bytes) -> str | None:
    """The encoding that a byte order mark, or the zero bytes of UTF-16 and UTF-32 without one, give away; else None."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    fours = len(head) // 4
    if fours:
        whole = head[: 4 * fours]
        if whole[2::4].count(0) == whole[3::4].count(0) == fours and 0 not in whole[0::4]:
            return "utf-32-le"
        if whole[0::4].count(0) == whole[1::4].count(0) == fours and 0 not in whole[3::4]:
            return "utf-32-be"
    pairs = len(head) // 2
    if pairs:
        low, high = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
        if high > 0.4 * pairs and low < 0.05 * pairs:
            return "utf-16-le"
        if low > 0.4 * pairs and high < 0.05 * pairs:
            return "utf-16-be"
    return None


def _markup_format(head: bytes) -> str | None:
    """The format of a file that begins as markup does; None for any other text."""
    start = head.decode(wide_encoding(head) or "latin-1", "replace").lstrip("\ufeff\xef\xbb\xbf \t\r\n").lower()
    if start.startswith("mime-version:"):
        return "html"
    if not start.startswith("<"):
        return None
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and _WORKBOOK.search(start):
        return "xml2003"
    if "application/vnd.oasis.opendocument.spreadsheet" in start and "<office:document" in start:
        return "fods"
    if start.startswith(_PAGES) or "<table" in start or "<html" in start:
        return "html"
    if start.startswith("<?xml"):
        raise Refusal("xml")
    return None


def _zip_format(stream: IO[bytes]) -> str:
    import zipfile

    try:
        with zipfile.ZipFile(stream) as archive:
            names = {name.lower(): name for name in archive.namelist()}
            if "mimetype" in names:
                return _opendocument_format(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Refusal("damaged") from error
    if any(name.endswith("xl/workbook.bin") for name in names):
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Refusal("document")
    if any(name.endswith(".iwa") for name in names):
        raise Refusal("numbers")
    raise Refusal("archive" if names else "damaged")


def _opendocument_format(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    kind = _first_bytes(archive, names["mimetype"], 200).strip()
    if not kind.startswith(b"application/vnd.oasis.opendocument."):
        raise Refusal("archive")
    if b"spreadsheet" not in kind:
        raise Refusal("document")
    manifest = names.get("meta-inf/manifest.xml")
    if manifest is not None and b"encryption-data" in _first_bytes(archive, manifest, 1 << 20):
        raise Refusal("locked")
    return "ods"


def _first_bytes(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    with archive.open(name) as member:
        return member.read(size)


def _ole_format(stream: IO[bytes]) -> str:
    stream.seek(0)
    content = stream.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refusal("password")
    if "Workbook".encode("utf-16-le") in content or "Book\x00".encode("utf-16-le") in content:
        return "xls"
    if "WordDocument".encode("utf-16-le") in content or "PowerPoint".encode("utf-16-le") in content:
        raise Refusal("document")
    raise Refusal("damaged")


def is_encrypted_xls(stream: IO[bytes]) -> bool:
    """Whether the records of a workbook in xls begin with the one that says how the others are encrypted."""
    stream.seek(0)
    return _ENCRYPTED_XLS.search(stream.read()) is not None


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member, whole. What holds more than it claims is found out by its checksum before much of it is unpacked.

    :raises Refusal: ``damaged``.
    """
    import zipfile

    pieces = []
    try:
        with archive.open(name) as member:
            while piece := member.read(_PIECE):
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise Refusal("damaged") from error
    return b"".join(pieces)


def check_package(stream: IO[bytes], entries: int, unpacked: int, ratio: int) -> dict[str, int]:
    """Read a zip's directory only: the declared size of each member by name, in bytes.

    *entries*, *unpacked* (bytes in all) and *ratio* (unpacked to packed, for members above 32 MB) are the limits.

    :raises Refusal: ``bomb`` beyond a limit, ``locked`` for an encrypted member, ``damaged`` for no readable zip.
    """
    import zipfile

    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal("damaged") from error
    if len(members) > entries or sum(member.file_size for member in members) > unpacked:
        raise Refusal("bomb")
    if sum(member.compress_size for member in members) > stream.seek(0, io.SEEK_END):
        raise Refusal("bomb" if len({member.header_offset for member in members}) < len(members) else "damaged")
    for member in members:
        if member.flag_bits & 1:
            raise Refusal("locked")
        if member.file_size > 32 << 20 and member.file_size > ratio * max(member.compress_size, 1):
            raise Refusal("bomb")
    return {member.filename: member.file_size for member in members}
