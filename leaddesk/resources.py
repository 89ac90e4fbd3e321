"""Where the files that ship with the program are: in the checkout, in the wheel, in the frozen program."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def root() -> Path:
    """The folder that holds ``icons``, ``locale``, ``samples`` and the rest.

    :raises FileNotFoundError: when the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / "resources"] if frozen else []
    candidates += [package / "_resources", package.parent / "resources"]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("LeadDesk's resources folder is missing: the installation is incomplete")


def path(*parts: str) -> Path:
    """The path of one shipped file or folder, for instance ``path("icons", "undo.svg")``."""
    return root().joinpath(*parts)
