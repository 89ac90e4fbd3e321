"""The rule that finds the character between cells."""

from __future__ import annotations

import time

import pytest

from leaddesk.ingest.delimiters import BLANKS, FIXED, cut_fixed, find_delimiter, fixed_columns, hinted_delimiter


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2,5;3,5\n", ";"),
        ("1,5;2,5;3,5\n7,25;8,5;9,0\n", ";"),
        ("montant;taux\n1,5;2,5\n3,5;4\n", ";"),
        ("a\tb, c\td;e\n1\t2, 3\t4;5\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ('key,val\n1,"{""type"": ""Point"", ""at"": [102.0, 0.5]}"\n', ","),
        ('a,b,c,d,e\n1,2,"x;y",4,5\n1,2,"x;y",4,5\n', ","),
        ('nom;note\n"Martin, Paul";"ligne 1\nligne 2, suite"\n"Durand, Zoé";"x, y"\n', ";"),
        ("Export du 3 mars, 2026\n\nid;nom;ville\n1;Ana;Lyon\n2;Bob;Nice\n3;Eve;Metz\n", ";"),
        ("# it's a comment!\nid,name\n1,english\n", ","),
        ("nom\nAna\nBob\n", ""),
        ("nom\nAna Martin\nBob Durand\n", ""),
        ("note\nvu hier, rappeler\nabsent\nperdu\nabsent\n", ""),
        (" 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n", BLANKS),
        ("nom    ville\nAna    Lyon\nZoé    Metz\n", BLANKS),
        ("# ----\n# Compte : Exemple\n# Date : 1\n\nCanal,Sessions\nDirect,4\n", ","),
        ("#,Nom\n1,Ana\n", ","),
        ("", ""),
        ("nom^ville\nAna^Lyon, Bron\nBob^Nice\n", "^"),
        ("nom~ville~note\nAna~Lyon~x\n", "~"),
        ("root:x:0\nana:x:1000\n", ":"),
        ("heure\n10:30\n11:45\n", ""),
        ("adresse\nhttps://exemple.fr\nhttps://exemple.com\n", ""),
        ("Nom: Ana\nVille: Lyon\n", ""),
        ("a:b\nc:d\n", ""),
        ("vu hier ~ rappeler\nabsent\n", ""),
        (
            "Nom            Ville      Montant\nAna Martin     Lyon            12\nZoé            Le Mans        500\n",
            FIXED,
        ),
        ("Un texte.  Deux blancs.\nUne autre ligne sans rien.\nEt une troisième encore.\n", ""),
    ],
)
def test_rule(sample: str, delimiter: str) -> None:
    assert find_delimiter(sample, complete=True) == delimiter


def test_a_record_cut_by_the_sample_does_not_count() -> None:
    sample = "a;b\n" + "1,5;2\n" * 3 + "1,5"
    assert find_delimiter(sample, complete=False) == ";"


@pytest.mark.parametrize(("text", "delimiter"), [("sep=;\na;b", ";"), ('"sep=|"\r\na', "|"), ("separation;x", None)])
def test_excels_own_hint(text: str, delimiter: str | None) -> None:
    assert hinted_delimiter(text) == delimiter


TABLE = """Export du 3 mars 2026, tous les prospects
Nom            Ville      Montant
Ana Martin     Lyon            12

Zoé            Le Mans        500
Jean de la Rue              1 200
"""


def test_columns_of_a_fixed_width() -> None:
    starts = fixed_columns(TABLE.splitlines())
    assert starts == (0, 15, 26)
    assert [cut_fixed(line, starts) for line in TABLE.splitlines(keepends=True)] == [
        ["Export du 3 mars 2026, tous les prospects"],
        ["Nom", "Ville", "Montant"],
        ["Ana Martin", "Lyon", "12"],
        [],
        ["Zoé", "Le Mans", "500"],
        ["Jean de la Rue", "", "1 200"],
    ]


def test_tabs_are_no_columns_of_a_fixed_width() -> None:
    assert fixed_columns(["a  b\tc"] * 5) == (0,)


@pytest.mark.parametrize("piece", ["a  b   c d\n", "a^b~c:d\n", '"', '","', "a,b;c|d\te\n", "x" * 50])
def test_the_time_stays_in_proportion(piece: str) -> None:
    sample = (piece * 65_536)[:65_536]
    start = time.process_time()
    find_delimiter(sample, complete=False)
    assert time.process_time() - start < 1


def test_rows_without_their_empty_ends_are_still_rows_of_tabs() -> None:
    """Amounts with a comma cut most of the rows in two, tabs cut them into 5 to 7 cells."""
    head = "Follow-up\nNo.\tDate\tChannel\tStatus\tValue\tCity\tNote\n"
    rows = [
        f"{n}\t2024-02-0{n}\tFair\tLost\t€{n},521.13" + "\tYork" * (n % 3 > 0) + "\tx" * (n % 3 > 1)
        for n in range(1, 9)
    ]
    assert find_delimiter(head + "\n".join(rows) + "\n", complete=True) == "\t"
