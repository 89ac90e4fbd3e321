"""Hostile text files: endless lines, quotes without end, characters that are none, and other files' first bytes."""

from __future__ import annotations

from typing import Final

from tests.hostile.case import DATA, Cases

CASES: Final = Cases()
_TABLE: Final = "Date;Origine;Montant\r\n03/04/2026;Salon;1 234,50\r\n05/04/2026;Site;7,00\r\n"

CASES.put("one line of 50 MB.csv", lambda: b"x" * (50 << 20), DATA)
CASES.put("one quoted cell of 50 MB.csv", lambda: b'a;b\n"' + b"x\n" * (25 << 20) + b'";1\n', DATA)
CASES.put("5 million quotes.csv", lambda: b"a;b\n" + b'"' * 5_000_000)
CASES.put("5 million quotes in lines.csv", lambda: b"a;b\n" + b'"";""\n' * 150_000 + b'"')
CASES.put("a million columns.csv", lambda: b"a;" * 1_000_000, "too_many_columns")
CASES.put("a million empty columns.csv", lambda: b"a;b\n" + b";" * 1_000_000)
CASES.put("a million empty lines.csv", lambda: b"a;b\n" + b"\n" * 1_000_000 + b"1;2\n", "too_many_rows")
CASES.put("only delimiters.csv", lambda: b";;;;;;;;\n" * 10_000)
CASES.put("200,001 rows.csv", lambda: b"a;b\n" + b"1;2\n" * 200_000, "too_many_rows")
CASES.put("16,384 columns.csv", lambda: b"\n".join([b";".join(b"c%d" % n for n in range(16_384))] * 3), DATA)
CASES.put("one long row at the end.csv", lambda: b"a;b\n" * 150_000 + b"x;" * 16_000, "memory")
CASES.put("quote never closed.csv", lambda: (_TABLE + '"Salon;1\r\n').encode() * 5000, DATA)
CASES.put("quote in the middle.csv", lambda: _TABLE.replace("Salon", 'Sa"lon').encode() * 500, DATA)
CASES.put("all line ends.csv", lambda: b"a;b\r\n1;2\n3;4\r5;6\n\r7;8\r\r\n9;0\x0b1;2\x0c3;4\x85\xe2\x80\xa85;6", DATA)
CASES.put("only carriage returns.csv", lambda: b"a;b\r" * 50_000, DATA)
CASES.put("NULs in cells.csv", lambda: b"a;b\n1\x00;2\n", "binary")
CASES.put("NULs after the head.csv", lambda: b"a;b\n" * 20_000 + b"\x00" * 5000 + b"\n1;2\n")
CASES.put("only NULs.csv", lambda: bytes(100_000))
CASES.put("only blanks.csv", lambda: b" \t\r\n" * 50_000)
CASES.put("empty.csv", lambda: b"", "empty")
CASES.put("one letter.csv", lambda: b"x")
CASES.put("one line end.csv", lambda: b"\n", "empty")
CASES.put("all bytes.csv", lambda: bytes(range(1, 256)) * 400)
CASES.put("noise.csv", lambda: bytes((n * n * 31 + n * 7 + (n >> 3) * 13) % 255 + 1 for n in range(200_000)))
CASES.put("controls.csv", lambda: "a;b\n\x01\x02\x1b[31m;\x7f\x80\x9f\n".encode() * 300, DATA)
CASES.put("U+FFFE and friends.csv", lambda: "a;b\n\ufffe;\uffff\n\ue000;\ufdd0\n\u202e;\u200b\n".encode() * 300, DATA)
CASES.put("our own marks.csv", lambda: "a;b\n\ue000leaddesk: end of file\ue000;\x1f\x1e\x1d\ue000\n".encode() * 9, DATA)
CASES.put("surrogates in UTF-8.csv", lambda: b"a;b\n\xed\xa0\x80;\xed\xb0\x80\n" * 300)
CASES.put("mixed encodings.csv", lambda: ("é;".encode() + "é\n".encode("cp1252")) * 3000)
CASES.put("formulas.csv", lambda: b"a;b\n=cmd|' /C calc'!A0;@SUM(1)\n+1;-1\n\t=1;\r=2\n" * 99, DATA)

# -- encodings --------------------------------------------------------------------------------------------------------

CASES.put("UTF-16 of an odd length.csv", lambda: _TABLE.encode("utf-16") + b"\x0a", DATA)
CASES.put("UTF-16 without a mark, odd.csv", lambda: _TABLE.encode("utf-16-le") + b"a", DATA)
CASES.put(
    "UTF-16 with lone surrogates.csv",
    lambda: b"\xff\xfe" + "a;b\n\ud800;\udc00\n".encode("utf-16-le", "surrogatepass") * 99,
)
CASES.put("UTF-16 mark alone.csv", lambda: b"\xff\xfe", "empty")
CASES.put("UTF-16 mark and UTF-8.csv", lambda: b"\xff\xfe" + _TABLE.encode())
CASES.put("UTF-32.csv", lambda: _TABLE.encode("utf-32"), DATA)
CASES.put("UTF-32 mark and noise.csv", lambda: b"\xff\xfe\x00\x00" + bytes(range(1, 252)) * 20)
CASES.put("UTF-7.csv", lambda: b"a;b\n+AOk-t+AOk-;+ADw-script+AD4-\n" * 200, DATA)
CASES.put("many marks.csv", lambda: b"\xef\xbb\xbf" * 2000 + _TABLE.encode())
CASES.put("mark alone.csv", lambda: b"\xef\xbb\xbf", "empty")
CASES.put("shifted Japanese.csv", lambda: "日付;金額\n".encode("shift_jis") * 900)
CASES.put("EBCDIC.csv", lambda: _TABLE.encode("cp500") * 900)

# -- hints of the delimiter -------------------------------------------------------------------------------------------

for _name, _hint in {
    "empty": b"sep=",
    "of two": b"sep=;;",
    "quote": b'sep="',
    "newline": b"sep=\n",
    "NUL": b"sep=\x00",
    "letter": b"sep=a",
    "wide": "sep=\U0001f69a".encode(),
    "return": b"sep=\r",
}.items():
    CASES.put(f"hint {_name}.csv", lambda hint=_hint: hint + b"\n" + _TABLE.encode())
CASES.put("hint alone.csv", lambda: b"sep=;")

# -- first bytes of other formats -------------------------------------------------------------------------------------

for _name, _head in {
    "zip": b"PK\x03\x04",
    "compound file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "half a zip": b"PK\x03",
    "half a compound file": b"\xd0\xcf\x11",
    "script": b"#!/bin/sh\n",
    "mark of XML": b"<?xml",
}.items():
    CASES.put(f"table that begins like a {_name}.csv", lambda head=_head: head + _TABLE.encode())
