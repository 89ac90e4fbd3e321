"""Places of errors: modules, lines, functions, types; no folders, no values."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import leaddesk
from leaddesk.errors import LeadDeskError
from leaddesk.text import msg
from leaddesk.ui.crash import places

HOUSE = str(Path(leaddesk.__file__).parent)
LIBRARY = str(Path(os.__file__).parent)
SECRET = "Zebulon"


@pytest.mark.parametrize(
    ("file", "module"),
    [
        (f"{HOUSE}/ui/session.py", "leaddesk.ui.session"),
        (f"{HOUSE}/ui/__init__.py", "leaddesk.ui"),
        (f"{LIBRARY}/json/decoder.py", "json.decoder"),
        (f"/home/{SECRET}/x/lib/python3.11/site-packages/pandas/core/frame.py", "pandas.core.frame"),
        (f"C:\\Users\\{SECRET}\\site-packages\\PySide6\\__init__.py", "PySide6"),
        ("<frozen importlib._bootstrap>", "importlib._bootstrap"),
        (f"/home/{SECRET}/mine.py", "?"),
        ("<string>", "?"),
    ],
)
def test_the_module_of_a_file(file: str, module: str) -> None:
    assert places.module(file) == module


def deep(depth: int) -> None:
    if depth:
        deep(depth - 1)
    raise KeyError(SECRET)


def damaged() -> None:
    try:
        json.loads(f"{{{SECRET}")
    except ValueError as error:
        raise LeadDeskError(msg("“{file}” is damaged", file=SECRET)) from error


def test_an_error_says_where_and_of_what_type_with_its_causes() -> None:
    with pytest.raises(LeadDeskError) as caught:
        damaged()
    lines = places.reduced(caught.value).splitlines()
    assert lines[2] == "  LeadDeskError: “{file}” is damaged"
    assert lines[3] == "caused by"
    assert any(line.startswith("  json.decoder:") and line.endswith(":decode") for line in lines)
    assert lines[-1] == "  JSONDecodeError"
    assert SECRET not in "\n".join(lines)


def test_a_very_deep_error_is_cut_in_its_middle() -> None:
    with pytest.raises(KeyError) as caught:
        deep(300)
    lines = places.reduced(caught.value).splitlines()
    assert len(lines) < 70
    assert any(line.startswith("  … ") for line in lines)
    assert lines[-1] == "  KeyError"


def test_a_type_that_nobody_knows_has_no_name() -> None:
    class Zebulon(Exception):  # noqa: N818
        pass

    assert places.kind(Zebulon()) == "?"


DUMP = f"""Fatal Python error: Segmentation fault

Current thread 0x00007f (most recent call first):
  File "{HOUSE}/ui/session.py", line 12 in edit
  File "<frozen importlib._bootstrap>", line 690 in _load_unlocked
  File "/home/{SECRET}/mine.py", line 3 in run
{SECRET} was here

Thread 0x00008a (most recent call first):
  File "{LIBRARY}/threading.py", line 320 in wait

Extension modules: numpy, {SECRET} (total: 2)
"""


def test_what_faulthandler_wrote_keeps_its_places_alone() -> None:
    assert places.reduced_dump(DUMP).splitlines() == [
        "Fatal Python error: Segmentation fault",
        "Current thread 0x00007f",
        "  leaddesk.ui.session:12:edit",
        "  ?:3:run",
        "Thread 0x00008a",
        "  threading:320:wait",
    ]


@pytest.mark.parametrize(
    ("heading", "fatal"),
    [
        ("Fatal Python error: Aborted", True),
        ('Timeout (0:00:10)!\n  File "a.pFatal Python error: Aborted', True),  # by two threads at the same time
        ("Windows fatal exception: access violation", True),
        ("Windows fatal exception: code 0x8001010d", False),  # what file dialogs of Windows do, and go on
        ("Timeout (0:00:10)!", False),
    ],
)
def test_what_ended_the_program(heading: str, fatal: bool) -> None:
    assert places.is_fatal(f"{heading}\n\nThread 0x1 (most recent call first):\n") is fatal
