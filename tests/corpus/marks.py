"""How yes and no, nothing and telephone numbers are written."""

from __future__ import annotations

from typing import Final

from tests.corpus.grid import Cell, Value

# Yes and no by form; None: the cell stays empty.
FLAGS: Final[dict[str, tuple[Value, Value | None]]] = {
    "oui_non": ("oui", "non"),
    "Oui_Non": ("Oui", "Non"),
    "OUI_NON": ("OUI", "NON"),
    "o_n": ("O", "N"),
    "vrai_faux": ("VRAI", "FAUX"),
    "yes_no": ("Yes", "No"),
    "y_n": ("Y", "N"),
    "true_false": ("true", "false"),
    "one_zero": (1, 0),
    "x_blank": ("x", None),
    "check": ("✓", "✗"),
    "check_blank": ("✓", None),
    "bool": (True, False),
}
EMPTIES: Final = {
    "fr": ("--", "n/a", "N/A", "-", "?", "inconnu", "néant", "NC"),
    "en": ("--", "n/a", "N/A", "-", "Select", "?", "unknown"),
}


def flag(value: Value, form: str) -> Cell | None:
    """The cell of a yes or no."""
    mark = FLAGS[form][0 if value else 1]
    return None if mark is None else Cell(mark)


def phone(value: Value, form: str) -> Cell:
    """A number of ten (French) or eleven digits: ``pairs``, ``dots``, ``plain``, ``abroad``, ``number``."""
    digits = str(value)
    french = len(digits) == 10
    if form == "number":
        return Cell(int(digits))
    if form == "plain":
        return Cell(digits)
    if form == "abroad":
        return Cell(f"+33 {digits[1]} {_pairs(digits[2:], ' ')}" if french else f"+44 {digits[1:5]} {digits[5:]}")
    if not french:
        return Cell(f"{digits[:5]} {digits[5:]}")
    return Cell(_pairs(digits, "." if form == "dots" else " "))


def _pairs(digits: str, joint: str) -> str:
    return joint.join(digits[at : at + 2] for at in range(0, len(digits), 2))
