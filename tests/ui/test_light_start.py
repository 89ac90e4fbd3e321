"""What is imported before the window's first paint must not bring the heavy libraries with it."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIGHT = (
    "leaddesk.ui.theme",
    "leaddesk.ui.icons",
    "leaddesk.ui.settings",
    "leaddesk.ui.jobs",
    "leaddesk.ui.widgets.empty_state",
    "leaddesk.ui.widgets.message_bar",
    "leaddesk.ui.widgets.progress_bar",
    "leaddesk.ui.widgets.kpi_card",
    "leaddesk.ui.widgets.flow_layout",
    "leaddesk.ui.plots.funnel",
    "leaddesk.ui.plots.sparkline",
)


@pytest.mark.parametrize("module", LIGHT)
def test_light_modules_stay_light(module: str) -> None:
    code = (
        f"import {module}, sys;"
        "print(*sorted({'numpy', 'pandas', 'pyarrow', 'pyqtgraph', 'babel', 'scipy', 'openpyxl'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


_FIRST_PAINT = """
import os
import sys
import PySide6.QtCore
from PySide6.QtCore import QTimer
from leaddesk import __main__
from leaddesk.app import Program

def tell(program):
    print("Qt" in vars(PySide6.QtCore), *sorted(m[18:] for m in sys.modules if "ui.crash." in m), flush=True)
    os._exit(0)

Program.complete = tell
__main__.main([])
"""


def test_the_first_paint_needs_no_enumeration_of_the_namespace_qt() -> None:
    """PySide builds all of them when one is first used, which took a tenth of the start. What is there for when the
    program fails is the mark and the hooks alone.
    """
    result = subprocess.run([sys.executable, "-c", _FIRST_PAINT], capture_output=True, text=True, check=False)
    assert result.stdout.split() == ["False", "handling", "hooks", "running"], result.stderr
