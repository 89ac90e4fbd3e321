"""Copies of a document with bytes changed, as a bad disk or a bad cable does: found, or harmless."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from leaddesk.errors import LeadDeskError
from leaddesk.ui.keeper import Keeper
from leaddesk.workspace.document import Document
from leaddesk.workspace.rawcells import raw_to_bytes
from tests.soak.workloads import Office, bulk_edit, edit, import_file

if TYPE_CHECKING:
    from collections.abc import Callable

FOUND, HARMLESS, UNSEEN, CRASH = "found", "harmless", "unseen", "crash"
OUTCOMES: Final = (FOUND, HARMLESS, UNSEEN, CRASH)


def flipped(count: int, seed: int, show: Callable[[str], None] = print) -> Counter[str]:
    """Change bytes in so many copies and count what became of each."""
    chance, outcomes = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = _document(folder / "document.leaddesk", chance)
        good = content(folder / "document.leaddesk")
        for number in range(count):
            mutant = folder / f"{number}.leaddesk"
            changed = _changed(data, chance)
            mutant.write_bytes(changed)
            outcome, detail = _outcome(mutant, good)
            outcomes[outcome] += 1
            if outcome in {UNSEEN, CRASH}:
                places = [place for place, (one, other) in enumerate(zip(data, changed, strict=True)) if one != other]
                show(f"copy {seed}-{number}: {outcome}, bytes {places}: {detail}")
            for path in folder.glob(f"{number}.leaddesk*"):
                path.unlink()
    return outcomes


def _document(path: Path, chance: random.Random) -> bytes:
    """A document that has something of everything, smallest things mostly, so that each kind of page is hit often."""
    Document.create(path).close()
    keeper = Keeper(path.parent / "data")
    office = Office.opened(keeper, Document.open(path), chance, lambda _line: None)
    import_file(office, 400)
    for _ in range(30):
        edit(office)
    bulk_edit(office, 80)
    import_file(office, 400)
    for _ in range(5):
        edit(office)
    keeper.close()
    return path.read_bytes()


def _changed(data: bytes, chance: random.Random) -> bytes:
    """One bit, one byte or a few bytes are others; often near the beginning of a page, where its structure is.

    In every tenth a page forgets its last entries: nothing but what is missing tells of that.
    """
    changed = bytearray(data)
    if chance.random() < 0.1:
        place = chance.randrange(1, len(data) // 4096) * 4096 + 4
        changed[place] = max(0, changed[place] - chance.randrange(1, 4))
        return bytes(changed)
    place = chance.randrange(len(data))
    if chance.random() < 0.4:
        place = place // 4096 * 4096 + chance.randrange(120)
    way = chance.choice(["bit", "byte", "byte", "few", "zeros"])
    length = {"bit": 1, "byte": 1, "few": chance.randrange(2, 9), "zeros": 512}[way]
    for here in range(place, min(place + length, len(data))):
        if way == "bit":
            changed[here] ^= 1 << chance.randrange(8)
        else:
            changed[here] = 0 if way == "zeros" else chance.randrange(256)
    return bytes(changed)


def content(path: Path) -> Any:
    """All that a document holds, read as the program reads it."""
    with Document.open(path) as document:
        imports = document.imports()
        cells = [document.raw(entry.id) for entry in imports]
        return document.id, document.replica, imports, [raw_to_bytes(raw) for raw in cells], list(document.actions())


def _outcome(path: Path, good: Any) -> tuple[str, str]:
    try:
        found = content(path)
    except LeadDeskError:
        return FOUND, ""
    except Exception as error:  # noqa: BLE001  (that is what is looked for)
        return CRASH, f"{type(error).__name__}: {error}"
    if found == good:
        return HARMLESS, ""
    return UNSEEN, ", ".join(
        name for name, one, other in zip(("id", "replica", "imports", "cells", "log"), found, good, strict=True)
        if one != other
    )  # fmt: skip
