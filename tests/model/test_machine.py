"""Results depend neither on the clock nor on the place, the language or the order of sets of the machine."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import leaddesk.model

MODEL = Path(leaddesk.model.__file__).parent
ROOT = MODEL.parent.parent

PROGRAM = """
import datetime as dt
from leaddesk.model.report import Report
from leaddesk.model.scoring import scores
from leaddesk.model.qualification import due
from tests.builders import a_slice, period, state
from tests.model.strategies import diced
for seed in range(6):
    one = state(today=dt.date(2025, 6, 30), **diced(seed))
    report = Report(a_slice(one, "2025-01", compare=period("2024-12")))
    print([(figure.measure, figure.trend) for figure in report.kpis], report.funnel)
    print(report.channels, report.leads_by_month)
    print(scores(one).total.tolist(), due(one).tolist())
"""

MACHINES = [
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "fr_FR.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2"},
]


def test_machines_agree() -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", PROGRAM],
            cwd=ROOT,
            env={**os.environ, **machine},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for machine in MACHINES
    ]
    said = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], said
    assert len({words for words, _ in said}) == 1
    assert "Measure(value=" in said[0][0]


def test_the_model_never_asks_the_clock_or_the_locale() -> None:
    forbidden = {
        "today",
        "now",
        "utcnow",
        "time",
        "time_ns",
        "localtime",
        "strftime",
        "getlocale",
        "setlocale",
        "tzset",
    }
    found = []
    for path in sorted(MODEL.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in forbidden:
                found.append(f"{path.name}:{node.lineno} {node.func.attr}")
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{path.name}:{node.lineno} {name}" for name in modules if name in ("time", "locale", "random")]  # type: ignore[attr-defined]
    assert found == []
