"""How numbers are written: French and English decimals, thousands, signs, units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.corpus.grid import Cell, Value

NBSP: Final = "\u00a0"
NNBSP: Final = "\u202f"


@dataclass(frozen=True)
class Script:
    """A way to write numbers. ``whole``: whole numbers are grouped too, which is clear only where the group sign is
    a space. ``brackets`` and ``after``: how a negative number shows its sign.
    """

    group: str
    point: str
    before: str = ""
    behind: str = ""
    whole: bool = False
    brackets: bool = False
    after: bool = False


SCRIPTS: Final = {
    "fr_plain": Script("", ","),
    "en_plain": Script("", "."),
    "fr_space": Script(" ", ",", whole=True),
    "fr_nbsp": Script(NBSP, ",", whole=True),
    "fr_nnbsp": Script(NNBSP, ",", whole=True),
    "fr_euro": Script(NBSP, ",", behind=NBSP + "€"),
    "fr_euro_tight": Script("", ",", behind="€"),
    "fr_brackets": Script(" ", ",", brackets=True),
    "fr_minus_after": Script(" ", ",", after=True),
    "en_comma": Script(",", "."),
    "en_euro": Script(",", ".", before="€"),
    "en_pound": Script(",", ".", before="£"),
    "en_minus_after": Script(",", ".", after=True),
    "apostrophe": Script("'", "."),
}
KILO: Final = ("fr_kilo", "en_kilo")
FORMS: Final = {0: "0", 1: "0.0", 2: "#,##0.00", 3: "0.000"}


def written(value: float, script: Script, places: int) -> str:
    """A number in a script, with so many places after the point."""
    body = f"{abs(value):,.{places}f}" if places else f"{abs(value):,.0f}"
    grouping = script.group if places or script.whole else ""
    body = body.replace(",", "\0").replace(".", script.point).replace("\0", grouping)
    if value < 0 and script.brackets:
        body = f"({body})"
    elif value < 0:
        body = f"{body}-" if script.after else f"-{body}"
    return f"{script.before}{body}{script.behind}" if places == 2 else body


def thousands(value: float, form: str) -> str:
    """``1,117.10K`` or ``12,5 k€``."""
    if form == "en_kilo":
        return f"{value / 1000:,.2f}K"
    text = f"{value / 1000:.1f}".replace(".", ",")
    return f"{text} k€"


def decimals(places: int, value: float) -> int:
    """How many places a number of this column is shown with."""
    if places == 3:
        return 2 if round(value, 2) == value else 3
    return places if places == 2 or not float(value).is_integer() else 0


def number(value: Value, form: str, places: int) -> Cell:
    """The cell of a number: ``form`` is ``real``, a script's name, a kilo form or ``percent…``."""
    assert isinstance(value, (int, float)), value
    if form == "real":
        return Cell(value, FORMS[places] if places != 1 or isinstance(value, float) else "0")
    if form == "percent_real":
        return Cell(value, "0.0%")
    if form.startswith("percent"):
        text = f"{round(value * 100, 1):g}"
        return Cell(f"{text.replace('.', ',')} %" if form == "percent_fr" else f"{text}%")
    if form in KILO and places == 2:
        return Cell(thousands(value, form))
    script = SCRIPTS.get(form) or SCRIPTS["fr_plain" if form == "fr_kilo" else "en_plain"]
    return Cell(written(value, script, decimals(places, value)))
