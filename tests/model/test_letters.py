"""What is left of a text when it is compared: its letters and figures."""

from __future__ import annotations

import unicodedata

import pytest

from leaddesk.model.letters import letters


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", ""), ("Qualifié", "qualifie"), ("e\u0301te\u0301", "ete"), ("N°3, Élu", "n 3  elu"), ("A_b", "a b"),
        ("STRASSE ß", "strasse ss"), ("№ 5", "No 5"), ("½", "1 2"), ("ﬁche", "fiche"), ("日本", "日本"),
        ("a\ud800b", "a b"), ("tél.\u00a0fixe", "tel  fixe"),
    ],
)  # fmt: skip
def test_letters(text: str, left: str) -> None:
    assert letters(text) == left


def test_every_character_of_the_basic_plane() -> None:
    for code in range(0x10000):
        plain = unicodedata.normalize("NFKD", chr(code).casefold())
        kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
        assert letters(chr(code)) == kept, hex(code)
