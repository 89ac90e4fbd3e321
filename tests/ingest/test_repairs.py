"""What is repaired in texts: broken accents, two phones in a cell, lost zeros, full names."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from leaddesk.ingest import fullnames, phones
from leaddesk.ingest.repairs import mended, mended_text
from leaddesk.ingest.texts import Texts


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("GagnÃ©", "Gagné"), ("Ã‰loÃ¯se", "Éloïse"), ("DÃ©jÃ\u00a0 client", "Déjà client"), ("dÃ©jÃ", "déjà"),
        ("voilÃ", "voilà"), ("12 â\u201a¬", "12 €"), ("1Â\u00a0234 â\u201a¬", "1\u00a0234 €"), ("G√©rard", "Gérard"),
        ("NÂ° de tÃ©lÃ©phone", "N° de téléphone"), ("L'Ã©tage â€“ code", "L'étage – code"), ("ï»¿Nom", "Nom"),
    ],
)  # fmt: skip
def test_accents_encoded_twice(broken: str, right: str) -> None:
    assert mended_text(broken) == right
    array, changed = mended(Texts.of(["plain", broken, "château", "Âge"]).array)
    assert array.to_pylist() == ["plain", right, "château", "Âge"]
    assert changed is not None
    assert changed.tolist() == [False, True, False, False]


@pytest.mark.parametrize("text", ["château", "PÂTÉ À LA", "IRMÃ", "São Paulo", "El Ñandú", "Ç", "√2", "â", "Âge 3", ""])
def test_right_accents_stay(text: str) -> None:
    assert mended_text(text) == text
    assert mended(Texts.of([text]).array)[1] is None


def test_a_stretch_of_an_array_is_mended_alone() -> None:
    array = pa.array(["GagnÃ©", "a", "tÃ©l", "dÃ©jÃ"], pa.large_string())
    assert mended(array.slice(1, 2))[0].to_pylist() == ["a", "tél"]
    assert mended(array.slice(1, 1))[1] is None
    assert mended(array.slice(4, 0))[1] is None


@pytest.mark.parametrize(
    ("cell", "first", "second"),
    [
        ("+33 6 39 98 97 11 / +33 5 36 49 20 06", "+33 6 39 98 97 11", "+33 5 36 49 20 06"),
        ("05.36.49.93.21 ou 06.39.98.50.38", "05.36.49.93.21", "06.39.98.50.38"),
        ("06-39-98-12-12 - 06-39-98-12-13", "06-39-98-12-12", "06-39-98-12-13"),
        ("0639981212/0199001234", "0639981212", "0199001234"),
        ("01/99/00/12/34 ou 06/39/98/12/12", "01/99/00/12/34", "06/39/98/12/12"),
        ("06 39 98 97 11 05 36 49 20 06", "06 39 98 97 11", "05 36 49 20 06"),
        ("Fixe : 01 99 00 12 34 / Port : 06 39 98 12 12", "01 99 00 12 34", "06 39 98 12 12"),
        ("01 99 00 12 34 (bureau), 06 39 98 12 12 (perso)", "01 99 00 12 34", "06 39 98 12 12 (perso)"),
        ("01 99 00 12 34\n06 39 98 12 12", "01 99 00 12 34", "06 39 98 12 12"),
        ("(020) 7946 0000 & (020) 7946 0001", "(020) 7946 0000", "(020) 7946 0001"),
        ("06 39 98 12 12 / 01 99 00 12 34 / 02 61 91 00 00", "06 39 98 12 12", "01 99 00 12 34 / 02 61 91 00 00"),
    ],
)  # fmt: skip
def test_two_phones_in_a_cell(cell: str, first: str, second: str) -> None:
    found = phones.parted(Texts.of(["0199001234", cell]))
    assert found is not None
    assert found[0].array.to_pylist() == ["0199001234", first]
    assert found[1].array.to_pylist() == ["", second]
    assert found[2].tolist() == [False, True]


@pytest.mark.parametrize(
    "cell", ["01 99 00 12 34 / 35", "+33 (0)6 39 98 12 12", "01/99/00/12/34", "00 33 6 39 98 12 12", "poste 12 ou 13"]
)
def test_one_phone_in_a_cell(cell: str) -> None:
    assert phones.parted(Texts.of([cell])) is None


def test_zeros_that_phones_lost() -> None:
    texts = Texts.of(["639981212", "6 39 98 12 13", "0199001234", "7700900123", "+33639981212"])
    used = np.ones(5, np.bool_)
    assert phones.zeroless(texts, used).tolist() == [True, True, False, False, False]
    british = Texts.of(["07700900124", "7700900123"])
    assert phones.zeroless(british, np.ones(2, np.bool_)).tolist() == [False, True]
    assert phones.with_zero(british, np.array([False, True])).array.to_pylist() == ["07700900124", "07700900123"]


def taken_apart(header: str, *names: str) -> list[tuple[str, str]]:
    array = pa.array(names, pa.large_string())
    found = fullnames.parted(array, np.ones(len(names), np.bool_), header)
    assert found is not None
    return list(zip(found.first.to_pylist(), found.last.to_pylist(), strict=True))


def test_full_names_are_taken_apart() -> None:
    assert taken_apart(
        "Contact", "Maëlle Zéphirin", "M. Jean de La Fontaine", "DUPONT Marie", "Anne-Lise LE GALL", "Martin, Paul",
        "Mme Inès d'Ormesson", "Madame Roncevaut", "Jean Pierre Martin", "Luc Vaucresson",
    ) == [
        ("Maëlle", "Zéphirin"), ("Jean", "de La Fontaine"), ("Marie", "DUPONT"), ("Anne-Lise", "LE GALL"),
        ("Paul", "Martin"), ("Inès", "d'Ormesson"), ("", "Madame Roncevaut"), ("", "Jean Pierre Martin"),
        ("Luc", "Vaucresson"),
    ]  # fmt: skip
    assert taken_apart("Nom et prénom", "Zéphirin Maëlle") == [("Maëlle", "Zéphirin")]
    assert taken_apart("Prénom et nom", "Maëlle Zéphirin") == [("Maëlle", "Zéphirin")]


def test_what_are_no_full_names() -> None:
    assert (
        fullnames.parted(pa.array(["Service achats", "Accueil"], pa.large_string()), np.ones(2, np.bool_), "x") is None
    )
    assert fullnames.parted(pa.array([""], pa.large_string()), np.ones(1, np.bool_), "x") is None
    assert fullnames.says_so("Nom du contact")
    assert fullnames.says_so("Full name")
    assert not fullnames.says_so("Nom")
