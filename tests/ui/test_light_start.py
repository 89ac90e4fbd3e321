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
