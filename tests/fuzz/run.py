"""One mutant after the other through the program's own path, and what became of each."""

from __future__ import annotations

import datetime as dt
import random
import time
import traceback
from typing import TYPE_CHECKING, Final, NamedTuple

from leaddesk.errors import LeadDeskError
from leaddesk.ingest import explanations
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.reader import read_file
from leaddesk.text import language
from tests.fuzz.mutate import mutant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from leaddesk.model.raw import RawFile
    from tests.fuzz.seeds import Seed

TIME_LIMIT: Final = 20.0
"""Seconds; what takes longer is a hang, for the mutants are small."""
OUTCOMES: Final = ("read", "refused", "worker died", "hang", "defect")
_IMPORTED: Final = 4
"""Of so many mutants that were read, one is imported as well."""
_DAY: Final = dt.date(2026, 9, 1)
_EXTENSIONS: Final = {"xlsx": "xlsx", "xlsb": "xlsb", "xls": "xls", "ods": "ods", "text": "csv", "markup": "xls"}


class Outcome(NamedTuple):
    """What became of mutant *number*: one of OUTCOMES, and for a hang or a defect what is known of it."""

    number: int
    format: str
    what: str
    detail: str = ""


def made(pool: Mapping[str, list[Seed]], seed: int, number: int) -> tuple[str, bytes]:
    """The format and the bytes of a mutant: the same for the same *seed*, *number* and pool of seeds."""
    chance = random.Random(f"{seed} {number}")
    formats = list(pool)
    kind = formats[number % len(formats)]
    return kind, mutant(chance.choice(pool[kind]), pool[kind], chance)


def tried(pool: Mapping[str, list[Seed]], seed: int, number: int, folder: Path) -> Outcome:
    """Make a mutant in *folder* and open it. The file stays where it shows a defect."""
    kind, content = made(pool, seed, number)
    path = folder / f"mutant {seed}-{number}.{_EXTENSIONS.get(kind, kind)}"
    path.write_bytes(content)
    start = time.monotonic()
    try:
        what, detail = _opened(path, imported=number // len(pool) % _IMPORTED == 0)
    except Exception:  # noqa: BLE001  (whatever it is, it is what is looked for)
        what, detail = "defect", traceback.format_exc()
    if what != "defect" and path.read_bytes() != content:
        what, detail = "defect", "the file was changed"
    took = time.monotonic() - start
    if what != "defect" and took > TIME_LIMIT:
        what, detail = "hang", f"{took:.0f} s"
    if what not in {"hang", "defect"}:
        path.unlink()
    return Outcome(number, kind, what, detail)


def _opened(path: Path, *, imported: bool) -> tuple[str, str]:
    try:
        raw, issues = read_file(path)
        if imported:
            recipe = propose(raw, today=_DAY)
            issues = (*issues, *build([(raw, recipe)]).issues)
    except LeadDeskError as error:
        words = [language(code).text(error.message) for code in ("fr", "en")]
        if error.hint is None or not all(path.name in text for text in words):
            return "defect", f"a message that does not name the file or has no hint: {words}"
        died = error.message == explanations.error_for("died", path.name, {}).message
        return ("worker died" if died else "refused"), ""
    for issue in issues:
        language("fr").text(issue.message)
    _check(raw)
    return "read", ""


def _check(raw: RawFile) -> None:
    """What holds of every raw file, however it came about."""
    for sheet in raw.sheets:
        for column in sheet.columns:
            if len(column.kinds) != sheet.rows or len(set(column.texts)) != len(column.texts):
                raise AssertionError(f"column of {len(column.kinds)} cells in a sheet of {sheet.rows} rows")
