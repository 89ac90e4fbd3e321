"""Protected workbooks open with their password, which is left nowhere."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import random
import struct
import subprocess
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted

from leaddesk.errors import LeadDeskError, PasswordError
from leaddesk.ingest import reader
from leaddesk.ingest.passwords import passwords_in, read_with
from leaddesk.ingest.reader import TextFormat, read_file
from leaddesk.text import language
from tests.ingest.spreadsheets import DATA, rows, zipped

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "Été 2026, livré à l’heure"
TABLE: list[list[Any]] = [
    ["Date", "Canal", "Montant"],
    ["05/01/2026", "Bouche à oreille", 1200.5],
    ["06/01/2026", "Google Ads", 800],
]
OF_XLS = [
    ["Date", "Canal", "Montant"],
    ["05/01/2026", "Bouche à oreille", "1 200,50"],
    ["06/01/2026", "Google Ads", "800"],
]


def plain_workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in TABLE:
        book.worksheets[0].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def agile(content: bytes, password: str) -> bytes:
    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, buffer)
    return buffer.getvalue()


def standard(content: bytes, password: str) -> bytes:
    """As Excel 2007 encrypts: [MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9, with AES-128 and SHA-1."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    digest = hashlib.sha1(salt + password.encode("utf-16-le")).digest()
    for turn in range(50_000):
        digest = hashlib.sha1(struct.pack("<I", turn) + digest).digest()
    final = hashlib.sha1(digest + bytes(4)).digest()
    key = hashlib.sha1(bytes(one ^ 0x36 for one in final.ljust(64, b"\x00"))).digest()[:16]

    def encrypted(data: bytes) -> bytes:
        encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
        return encryptor.update(data + bytes(-len(data) % 16)) + encryptor.finalize()

    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + provider
    proof = struct.pack("<I", 16) + salt + encrypted(verifier)
    proof += struct.pack("<I", 20) + encrypted(hashlib.sha1(verifier).digest())
    info = struct.pack("<HHII", 3, 2, 0x24, len(header)) + header + proof
    buffer = io.BytesIO()
    ECMA376Encrypted(struct.pack("<Q", len(content)) + encrypted(content), info).write_to(buffer)
    return buffer.getvalue()


@pytest.fixture(params=[agile, standard])
def protected(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(request.param(plain_workbook(), SECRET))
    return path


def test_the_password_opens_it(protected: Path) -> None:
    seen: list[float] = []
    file, issues = read_file(protected, password=SECRET, progress=seen.append)
    assert (file.format, issues, rows(file.sheets[0])) == ("xlsx", (), TABLE)
    assert file.digest == hashlib.sha256(protected.read_bytes()).hexdigest()
    assert seen[-1] == 1


@pytest.mark.parametrize(("given", "wrong"), [(None, False), ("", False), ("été", True), (SECRET + " ", True)])
def test_without_it_the_error_can_be_asked_about(protected: Path, given: str | None, wrong: bool) -> None:
    with pytest.raises(PasswordError, match=r"leads\.xlsx") as caught:
        read_file(protected, password=given)
    assert caught.value.wrong is wrong
    assert caught.value.hint is not None
    assert ("right" in str(caught.value)) is wrong
    assert all("leads.xlsx" in language(code).text(caught.value.message) for code in ("en", "fr"))


@pytest.mark.parametrize("name", ["xlsb", "xlsm", "xls", "csv"])
def test_the_name_does_not_matter(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"leads.{name}"
    path.write_bytes(agile((DATA / "odd_files" / "calamine" / "date.xlsb").read_bytes(), SECRET))
    assert read_file(path, password=SECRET)[0].format == "xlsb"


def test_an_xls_of_rc4() -> None:
    path = DATA / "protected" / "protected.xls"
    with pytest.raises(PasswordError) as caught:
        read_file(path)
    assert not caught.value.wrong
    with pytest.raises(PasswordError) as caught:
        read_file(path, password="ete 2025")
    assert caught.value.wrong
    file, _ = read_file(path, password="Été 2025")
    assert (file.format, rows(file.sheets[0])) == ("xls", OF_XLS)


@pytest.mark.parametrize("password", [None, "something else"])
def test_a_protected_structure_asks_nobody(password: str | None) -> None:
    file, _ = read_file(DATA / "protected" / "structure.xls", password=password)
    assert rows(file.sheets[0]) == OF_XLS


def test_a_password_that_is_not_needed_harms_nothing() -> None:
    calamine = DATA / "odd_files" / "calamine"
    assert read_file(calamine / "date.xls", password="x")[0].format == "xls"
    assert read_file(calamine / "date.ods", password="x")[0].format == "ods"


def test_what_only_its_own_program_opens_is_no_question() -> None:
    with pytest.raises(LeadDeskError, match=r"pass_protected\.ods.*without a password") as caught:
        read_file(DATA / "odd_files" / "calamine" / "pass_protected.ods", password="x")
    assert not isinstance(caught.value, PasswordError)


def test_an_xls_of_excel_95_is_no_question(tmp_path: Path) -> None:
    content = (DATA / "odd_files" / "calamine" / "biff5_write.xls").read_bytes()
    start = content.index(b"\x09\x08\x08\x00\x00\x05\x05\x00")
    path = tmp_path / "old.xls"
    path.write_bytes(content[: start + 12] + b"\x2f\x00" + content[start + 14 :])
    with pytest.raises(LeadDeskError, match=r"old\.xls") as caught:
        read_file(path, password="x")
    assert not isinstance(caught.value, PasswordError)


def test_damage_inside_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    content = agile(plain_workbook(), SECRET).replace(b"spinCount", b"spinCuont")
    path.write_bytes(content)
    with pytest.raises(LeadDeskError, match=r"leads\.xlsx.*damaged"):
        read_file(path, password=SECRET)


def test_a_document_is_a_document(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    noise = random.Random(1).randbytes(8_192)
    content = zipped({"[Content_Types].xml": types, "word/document.xml": "<w/>", "word/media/image1.png": noise})
    path.write_bytes(agile(content, SECRET))
    with pytest.raises(LeadDeskError, match=r"letter\.docx.*document, not a spreadsheet"):
        read_file(path, password=SECRET)


def test_the_password_is_left_nowhere(
    protected: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    started: list[Any] = []
    answers: list[str] = []
    start, take = subprocess.Popen, reader._Reading._take

    def starting(command: list[str], **options: Any) -> Any:
        started.append((command, options.get("env")))
        return start(command, **options)

    def taking(self: Any, answer: Any, header: dict[str, Any], buffers: Any, *, report: bool) -> None:
        answers.append(json.dumps(header, ensure_ascii=False))
        take(self, answer, header, buffers, report=report)

    monkeypatch.setattr(subprocess, "Popen", starting)
    monkeypatch.setattr(reader._Reading, "_take", taking)
    secret = SECRET + "!"
    with caplog.at_level(logging.DEBUG), pytest.raises(PasswordError) as caught:
        read_file(protected, password=secret)
    assert started
    everything = [repr(started), *answers, caplog.text, str(caught.value), repr(caught.value), repr(os.environ)]
    assert not [text for text in everything if secret in text or "Été 2026" in text]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"secret", ("secret",)),
        ("\ufeffÉté 2026\r\n\r\n with blanks \r\n".encode(), ("Été 2026", " with blanks ")),
        ("Été à Besançon\n".encode("cp1252"), ("Été à Besançon",)),
        ("Été\n".encode("utf-16"), ("Été",)),
    ],
)
def test_a_password_file(tmp_path: Path, content: bytes, wanted: tuple[str, ...]) -> None:
    (tmp_path / "secret.txt").write_bytes(content)
    assert passwords_in(tmp_path / "secret.txt") == wanted


@pytest.mark.parametrize("content", [b"", b"\r\n\n", b"a\n" * 21, b"a" * 70_000, None])
def test_a_password_file_of_no_use(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "secret.txt").write_bytes(content)
    with pytest.raises(LeadDeskError, match=r"secret\.txt.*one password a line"):
        passwords_in(tmp_path / "secret.txt")


def test_the_first_password_that_fits_is_taken(protected: Path) -> None:
    file, _ = read_with(protected, ("no", SECRET), TextFormat())
    assert rows(file.sheets[0]) == TABLE
    for passwords, wrong in ((), False), (("no", "neither"), True):
        with pytest.raises(PasswordError, match=r"leads\.xlsx.*--password-file") as caught:
            read_with(protected, passwords, TextFormat())
        assert caught.value.wrong is wrong
        assert "neither" not in str(caught.value)
