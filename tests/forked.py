"""Programs of their own that begin where all that they need is loaded: forks of a process that loaded it once."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LOADED: Final = (
    "tests.soak.kills", "tests.e2e.breaking", "tests.workspace.gone", "leaddesk.ui.desk", "leaddesk.ui.session",
    "leaddesk.ui.tabs.overview", "leaddesk.ui.menus", "leaddesk.ui.tool_bar", "leaddesk.ui.widgets.filter_bar",
    "leaddesk.model.report", "babel.dates",
)  # fmt: skip
"""What takes longest of what these programs load. One server serves all tests of a process, whichever comes first."""


def forks() -> Any:
    """What starts such processes; where the system knows no forks, each loads everything for itself."""
    way: Any = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
    if os.name == "posix":
        way.set_forkserver_preload(list(LOADED))
    return way


def exit_code(work: Callable[..., object], *given: object) -> int:
    """What a process ends with that does this (a function of a module), and nothing else."""
    process = forks().Process(target=work, args=given)
    process.start()
    process.join()
    code: int = process.exitcode
    process.close()
    return code
