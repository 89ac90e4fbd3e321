"""How days and moments are written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from tests.corpus.grid import Cell, Value, serial

SHORT_FR: Final = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()
LONG_FR: Final = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
LONG_EN: Final = "January February March April May June July August September October November December".split()

# The order of day, month and year that a column written so has; None: no order to find.
ORDERS: Final[dict[str, str | None]] = {
    "dmy_slash": "dmy", "dmy_short": "dmy", "dmy_dots": "dmy", "dmy_dash": "dmy", "dmy_padded_short": "dmy",
    "fr_abbr": "dmy", "fr_long": "dmy", "en_long": "dmy", "en_abbr": "dmy", "mdy_slash": "mdy", "mdy_short": "mdy",
    "mdy_long": "mdy", "iso": "ymd", "iso_t": "ymd", "fr_hours": "dmy", "mixed": "dmy", "mon_yy_fr": None,
    "mon_yy_en": None, "month_long_fr": None, "real": None, "serial": None,
}  # fmt: skip


def day_text(day: date, form: str) -> str:
    """A day in a form."""
    d, m, y = day.day, day.month, day.year
    texts = {
        "dmy_slash": f"{d:02}/{m:02}/{y}",
        "fr_hours": f"{d:02}/{m:02}/{y}",
        "dmy_short": f"{d}/{m}/{y % 100:02}",
        "dmy_padded_short": f"{d:02}/{m:02}/{y % 100:02}",
        "dmy_dots": f"{d:02}.{m:02}.{y}",
        "dmy_dash": f"{d:02}-{m:02}-{y}",
        "iso": f"{y}-{m:02}-{d:02}",
        "iso_t": f"{y}-{m:02}-{d:02}",
        "fr_abbr": f"{d} {SHORT_FR[m - 1]} {y}",
        "fr_long": f"{d} {LONG_FR[m - 1]} {y}",
        "en_long": f"{d} {LONG_EN[m - 1]} {y}",
        "en_abbr": f"{d:02}-{LONG_EN[m - 1][:3]}-{y}",
        "mdy_slash": f"{m:02}/{d:02}/{y}",
        "mdy_short": f"{m}/{d}/{y}",
        "mdy_long": f"{LONG_EN[m - 1]} {d}, {y}",
        "mon_yy_fr": f"{SHORT_FR[m - 1].removesuffix('.')}-{y % 100:02}",
        "mon_yy_en": f"{LONG_EN[m - 1][:3]}-{y % 100:02}",
        "month_long_fr": f"{LONG_FR[m - 1].capitalize()} {y}",
    }
    return texts[form]


def text(value: date, form: str) -> str:
    """A day or a moment, to the minute, in a form."""
    day = day_text(value, form)
    if not isinstance(value, datetime):
        return day
    joint = {"iso_t": "T", "fr_hours": " à "}.get(form, " ")
    clock = f"{value:%H}h{value:%M}" if form == "fr_hours" else f"{value:%H:%M}"
    return day + joint + clock + (":00" if form == "iso_t" else "")


def moment(value: Value, form: str, language: str) -> Cell:
    """The cell of a day or moment: real with a format, a bare serial number, or text."""
    assert isinstance(value, date), value
    if form == "mixed":
        form = "dmy_slash" if (value.day + value.month) % 2 or value.day in (14, 15, 16, 17, 27) else "real"
    if form == "real":
        pattern = "dd/mm/yyyy" if language == "fr" else "yyyy-mm-dd"
        return Cell(value, pattern + (" hh:mm" if isinstance(value, datetime) else ""))
    if form == "serial":
        return Cell(serial(value))
    return Cell(text(value, form))
