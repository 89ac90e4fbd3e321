"""Formats are told by content, never by name."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from leaddesk.ingest.refusal import Refusal
from leaddesk.ingest.sniff import check_package, sniff, wide_encoding
from tests.ingest.spreadsheets import DATA, package, zipped

FLAT = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("odd_files/calamine/date.xlsx", "xlsx"),
        ("odd_files/calamine/date.xlsb", "xlsb"),
        ("odd_files/calamine/date.xls", "xls"),
        ("odd_files/calamine/biff5_write.xls", "xls"),
        ("odd_files/calamine/date.ods", "ods"),
        ("french_csv/file.xls", "ods"),
        ("french_csv/issue-647.csv.txt", "text"),
        ("odd_files/blns.txt", "text"),
    ],
)
def test_files(name: str, kind: str) -> None:
    with (DATA / name).open("rb") as stream:
        assert sniff(stream) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"  \r\n<HTML><body><table><tr><td>1</td></tr></table>", "html"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "html"),
        ("\ufeff<table border=1>".encode("utf-16"), "html"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", "html"),
        (b'<?xml version="1.0"?><html xmlns="x">', "html"),
        (b"<center><b>Export</b></center>\n<table>", "html"),
        (b"<tr><td>a</td></tr>", "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "xml2003"),
        (b'<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">', "xml2003"),
        (
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'.encode("utf-16"),
            "xml2003",
        ),
        (FLAT.encode(), "fods"),
        (b"<nom>;<ville>\na;b", "text"),
        (b"a;<table>", "text"),
        ("nom\tville".encode("utf-32-le"), "text"),
    ],
)
def test_formats_of_text(content: bytes, kind: str) -> None:
    assert sniff(io.BytesIO(content)) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (b"SQLite format 3\x00" + bytes(80), "database"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "old_excel"),
        (b'<?xml version="1.0"?><note/>', "xml"),
        (b"PK\x03\x04" + bytes(40), "damaged"),
        (zipped({"word/document.xml": ""}), "document"),
        (zipped({"photo.jpg": ""}), "archive"),
        (zipped({"Index/Document.iwa": ""}), "numbers"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "document"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "document"),
        (OLE + bytes(600), "damaged"),
        (bytes(range(256)), "binary"),
    ],
)
def test_refusals(content: bytes, code: str) -> None:
    with pytest.raises(Refusal, match=f"'{code}'"):
        sniff(io.BytesIO(content))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("a;é".encode("utf-8-sig"), "utf-8-sig"),
        ("a;é".encode("utf-16"), "utf-16"),
        ("a;é".encode("utf-32"), "utf-32"),
        ("a;é".encode("utf-32-le"), "utf-32-le"),
        ("a;é€".encode("utf-32-be"), "utf-32-be"),
        ("é".encode("utf-16-le"), "utf-16-le"),
        ("nom\tville".encode("utf-16-le"), "utf-16-le"),
        ("nom\tville".encode("utf-16-be"), "utf-16-be"),
        (b"nom;ville", None),
        (b"a", None),
    ],
)
def test_wide_encodings(content: bytes, encoding: str | None) -> None:
    assert wide_encoding(content) == encoding


def test_a_package_within_the_limits_tells_its_sizes() -> None:
    sizes = check_package(io.BytesIO(package('<row r="1"/>')), 100, 1 << 20, 100)
    assert set(sizes) >= {"xl/workbook.xml", "xl/worksheets/sheet1.xml"}
    assert all(size > 0 for size in sizes.values())


@pytest.mark.parametrize(("entries", "unpacked", "ratio"), [(3, 1 << 30, 500), (100, 1000, 500), (100, 1 << 30, 200)])
def test_bombs_are_seen_in_the_directory(entries: int, unpacked: int, ratio: int) -> None:
    content = zipped({"a": b"", "b": b"", "c": bytes(33 << 20), "d": b""})
    with pytest.raises(Refusal, match="bomb"):
        check_package(io.BytesIO(content), entries, unpacked, ratio)


def test_an_encrypted_member_is_locked() -> None:
    content = bytearray(package('<row r="1"/>'))
    place = content.index(b"PK\x01\x02")
    (flags,) = struct.unpack_from("<H", content, place + 8)
    struct.pack_into("<H", content, place + 8, flags | 1)
    with pytest.raises(Refusal, match="locked"):
        check_package(io.BytesIO(bytes(content)), 100, 1 << 30, 500)


def test_no_zip_is_damaged() -> None:
    with pytest.raises(Refusal, match="damaged") as caught:
        check_package(io.BytesIO(b"PK\x03\x04"), 100, 1 << 30, 500)
    assert isinstance(caught.value.__cause__, zipfile.BadZipFile)
