"""Where an error happened, never with what: modules, lines, functions and types; no values, no folders, no names."""

from __future__ import annotations

import os
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

from leaddesk.errors import LeadDeskError

if TYPE_CHECKING:
    from types import TracebackType

_PACKAGE: Final = Path(__file__).resolve().parents[3]
"""The folder in which the package ``leaddesk`` lies, which may be called after the user."""
_LIBRARY: Final = os.path.dirname(os.__file__)  # noqa: PTH120  (as it stands in tracebacks)
_SITE: Final = re.compile(r".*[/\\](?:site|dist)-packages[/\\]")
_FRAME: Final = re.compile(r'^\s*File "(?P<file>.*)", line (?P<line>\d+|\?\?\?) in (?P<function>[\w<>.]+|\?\?\?)$')
_HEADING: Final = re.compile(
    r"^(?:Timeout \([\d:.]+\)!"
    r"|Fatal Python error: \w+(?: \w+)*|Windows fatal exception: (?:code 0x[0-9a-f]+|[a-z ]+)"
    r"|(?:Current thread|Thread) 0x[0-9a-f]+(?= )"
    r"|Current thread 0x[0-9a-f]+|  <no Python frame>|  \.\.\.)"
)
_FATAL: Final = re.compile("Fatal Python error: |Windows fatal exception: (?!code)")
"""Anywhere: two threads may write at the same time."""
_IMPORTING: Final = "<frozen importlib."
"""Six frames for each module that imports another say nothing."""
_MOST_FRAMES: Final = 60
_MOST_CAUSES: Final = 5


def module(file: str) -> str:
    """The module that a file of the program or of a library is; a question mark for any other file."""
    if file.startswith("<frozen ") and file.endswith(">"):
        return file[8:-1]
    inside = _SITE.sub("", file)
    if inside == file and not (hasattr(sys, "frozen") and not Path(file).is_absolute()):  # frozen code has no folder
        for folder in (str(_PACKAGE / "leaddesk"), _LIBRARY):
            if file.startswith(folder + os.sep):
                inside = os.path.relpath(file, str(_PACKAGE) if folder != _LIBRARY else _LIBRARY)
                break
        else:
            return "?"
    return re.sub(r"[/\\]", ".", inside.removesuffix(".py")).removesuffix(".__init__")


def place(file: str, line: int | str | None, function: str) -> str:
    """``leaddesk.ui.session:312:edit``."""
    return f"{module(file)}:{line or '?'}:{function}"


def places(trace: TracebackType | None) -> list[str]:
    """The places that an error came through, outermost first; the middle of a very deep one is left out."""
    frames = [
        place(frame.f_code.co_filename, line, frame.f_code.co_name)
        for frame, line in traceback.walk_tb(trace)
        if not frame.f_code.co_filename.startswith(_IMPORTING)
    ]
    if len(frames) > _MOST_FRAMES:
        half = _MOST_FRAMES // 2
        frames[half:-half] = [f"… {len(frames) - 2 * half}"]
    return frames


def kind(error: BaseException) -> str:
    """The type of an error; for one that was meant to be told also its sentence, without what stands in it."""
    name = type(error).__name__
    if module(getattr(sys.modules.get(type(error).__module__), "__file__", None) or "<frozen builtins>") == "?":
        name = "?"  # a class that somebody else's file made
    return f"{name}: {error.message.msgid}" if isinstance(error, LeadDeskError) else name


def reduced(error: BaseException) -> str:
    """An error as lines: the places it came through and its type, then those that it came from."""
    lines: list[str] = []
    current: BaseException | None = error
    for number in range(_MOST_CAUSES):
        if current is None:
            break
        lines += ["caused by"] if number else []
        lines += [f"  {where}" for where in places(current.__traceback__)]
        lines.append(f"  {kind(current)}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines)


def reduced_dump(text: str) -> str:
    """What :mod:`faulthandler` wrote, as lines of places; what is neither a place nor one of its headings is left out.

    The frames of the whole program only: it names files by their folders, which may be called after the user.
    """
    lines: list[str] = []
    for line in text.splitlines():
        frame = _FRAME.match(line)
        heading = None if frame else _HEADING.match(line)
        if frame and not frame["file"].startswith(_IMPORTING):
            lines.append("  " + place(frame["file"], frame["line"], frame["function"]))
        elif heading:
            lines.append(heading[0])
    return "\n".join(lines)


def is_fatal(text: str) -> bool:
    """Whether what :mod:`faulthandler` wrote ended the program; Windows also has it write of what passes."""
    return _FATAL.search(text) is not None
