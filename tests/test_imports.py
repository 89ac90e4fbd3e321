"""What is loaded when: no Qt on the command line, no heavy library before the window is painted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    "babel",
    "fastexcel",
    "ftfy",
    "holidays",
    "numpy",
    "openpyxl",
    "pandas",
    "pyarrow",
    "pyqtgraph",
    "rapidfuzz",
    "scipy",
}
LEADS = "Date;Canal;Statut;Montant\n05/01/2026;Google Ads;Gagné;1200\n06/01/2026;Salon;Perdu;\n"


def _loaded(*command: str | Path) -> set[str]:
    """The top-level packages that a Python process with these arguments imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, re.sub(r"(?m)^import time:.*\n", "", done.stderr) + done.stdout
    return {name.split(".")[0] for name in re.findall(r"(?m)^import time:.*\|\s+(\S+)$", done.stderr)}


@pytest.mark.parametrize(
    "module",
    ["leaddesk.text", "leaddesk.errors", "leaddesk.model.tables", "leaddesk.model.raw", "leaddesk.model.issues"],
)
def test_declarations_are_light(module: str) -> None:
    assert _loaded("-c", f"import {module}") & (HEAVY | {"PySide6"}) == set()


@pytest.mark.parametrize("module", ["leaddesk.app", "leaddesk.ui.main_window"])
def test_heavy_libraries_wait_for_the_window(module: str) -> None:
    loaded = _loaded("-c", f"import {module}")
    assert "PySide6" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("command", ["kpis", "review"])
def test_the_command_line_needs_no_qt(command: str, tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text(LEADS, encoding="utf-8")
    output: list[str | Path] = [] if command == "kpis" else ["-o", tmp_path / "review.xlsx"]
    loaded = _loaded("-m", "leaddesk", command, leads, *output, "--today", "2026-02-01")
    assert "leaddesk" in loaded
    assert loaded & {"PySide6", "shiboken6", "pyqtgraph"} == set()
