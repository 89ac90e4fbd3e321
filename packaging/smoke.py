"""Tries a built program as a customer's machine would: python packaging/smoke.py dist/leaddesk/leaddesk

Standard library only, so that it runs where nothing is installed. Exits 1 with the reason where something is wrong.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

LEADS = """Date;Canal;Statut;Montant
05/01/2026;Google Ads;Gagné;1 200,50
06/01/2026;Google Ads;Perdu;
07/01/2026;Bouche à oreille;Gagné;800
08/01/2026;Google Ads;Nouveau;
"""
COSTS = """Date;Canal;Montant
05/01/2026;Google Ads;300,00
"""


def attempt(program: Path, *arguments: str | Path, folder: Path) -> str:
    """Run the program in *folder* with as little environment as a desktop gives, and give what it prints.

    :raises RuntimeError: when it fails, takes more than two minutes or cannot be started.
    """
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TEMP", "LANG") if name in os.environ}
    environment = {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    command = [str(program), *map(str, arguments)]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def smoke(program: Path, folder: Path) -> None:
    """Figures, a workbook and a window, checked.

    :raises RuntimeError: with the first thing that is wrong.
    """
    leads, costs, workbook, picture = (
        folder / name for name in ("leads.csv", "costs.csv", "review.xlsx", "window.png")
    )
    leads.write_text(LEADS, encoding="cp1252")
    costs.write_text(COSTS, encoding="cp1252")
    printed = json.loads(attempt(program, "kpis", leads, costs, "--today", "2026-02-01", "--json", folder=folder))
    values = {kpi["id"]: kpi["value"] for kpi in printed["kpis"]}
    wanted = {"leads": 4, "customers": 2, "deal_revenue": 2000.5, "spend": 300, "cpl": 75}
    wrong = {name: (value, values.get(name)) for name, value in wanted.items() if values.get(name) != value}
    if wrong:
        raise RuntimeError(f"figures (wanted, printed): {wrong}")
    attempt(program, "review", leads, costs, "-o", workbook, "--today", "2026-02-01", "--lang", "fr", folder=folder)
    with zipfile.ZipFile(workbook) as package:
        if package.testzip() is not None or "xl/workbook.xml" not in package.namelist():
            raise RuntimeError(f"{workbook.name} is not a sound workbook")
    attempt(program, "demo", "--picture", picture, folder=folder)
    if not picture.read_bytes().startswith(b"\x89PNG") or picture.stat().st_size < 10_000:
        raise RuntimeError("the picture of the window is empty")


def main() -> int:
    """Try the program that the command line names; 0 where all is well."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        try:
            smoke(program, Path(folder))
        except (RuntimeError, OSError, ValueError, KeyError, subprocess.TimeoutExpired) as problem:
            print(f"smoke test failed: {problem}")
            return 1
    print("smoke test passed: figures, workbook, window")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
