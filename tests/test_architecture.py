"""The house stays as CONTRIBUTING.md describes it: floors, sizes, one place for every KPI, no clock, no network."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from functools import lru_cache
from pathlib import Path

import pytest

from leaddesk.model.kpis import KPIS
from leaddesk.model.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "leaddesk"
LINT = Path(sys.executable).parent / "lint-imports"


@lru_cache(maxsize=1)
def _modules() -> dict[str, ast.Module]:
    """The syntax tree of every module, by its path from the project's folder."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@lru_cache(maxsize=1)
def _nodes() -> dict[str, list[ast.AST]]:
    """All that stands in every module, nodes within others too."""
    return {name: list(ast.walk(tree)) for name, tree in _modules().items()}


def _where(name: str, node: ast.AST) -> str:
    return f"{name}:{getattr(node, 'lineno', 1)}"


# -- floors ---------------------------------------------------------------------------------------------------------


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINT, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def _contracts() -> dict[str, str]:
    """The name of each contract, by id."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        return {
            contract["id"]: contract["name"] for contract in tomllib.load(stream)["tool"]["importlinter"]["contracts"]
        }


def test_floors_hold() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout
    assert f"{len(_contracts())} kept, 0 broken" in result.stdout


def _pair(folder: str) -> tuple[dict[str, str], str]:
    """Two instances of one kind, of which one imports the other."""
    package = f"leaddesk.{folder.replace('/', '.')}"
    files = {f"{folder}/planted_a.py": f"import {package}.planted_b", f"{folder}/planted_b.py": ""}
    return files, f"{package}.planted_a -> {package}.planted_b"


TYPES_ONLY = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from PySide6 import QtCore"
VIOLATIONS: list[tuple[str, dict[str, str], str]] = [
    ("floors", {"resources.py": "import leaddesk.text"}, "leaddesk.resources -> leaddesk.text"),
    ("floors", {"model/planted.py": "def late():\n    import leaddesk.ui"}, "leaddesk.model.planted -> leaddesk.ui"),
    ("floors", {"ingest/planted.py": "import leaddesk.workspace"}, "leaddesk.ingest.planted -> leaddesk.workspace"),
    ("floors", {"ui/planted.py": "import leaddesk.cli"}, "leaddesk.ui.planted -> leaddesk.cli"),
    ("qt", {"model/planted.py": "from PySide6.QtCore import QObject"}, "leaddesk.model.planted -> PySide6"),
    ("qt", {"export/planted.py": "from PySide6 import QtGui"}, "leaddesk.export.planted -> PySide6"),
    ("qt", {"cli/planted.py": TYPES_ONLY}, "leaddesk.cli.planted -> PySide6"),
    ("plots", {"app.py": "import pyqtgraph"}, "leaddesk.app -> pyqtgraph"),
    ("workbooks", {"model/planted.py": "import openpyxl"}, "leaddesk.model.planted -> openpyxl"),
    ("workbooks", {"ui/planted.py": "from openpyxl.styles import Font"}, "leaddesk.ui.planted -> openpyxl"),
    ("kpis", *_pair("model/kpis")),
    ("criteria", *_pair("model/criteria")),
    ("readers", *_pair("ingest/readers")),
    ("sheets", *_pair("export/sheets")),
    ("tabs", *_pair("ui/tabs")),
]


def _planted(folder: Path, violations: list[dict[str, str]]) -> str:
    """What is said of a copy of the program with these lines added to its files."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(PACKAGE, folder / "leaddesk", ignore=shutil.ignore_patterns("__pycache__"))
    for files in violations:
        for name, line in files.items():
            with (folder / "leaddesk" / name).open("a", encoding="utf-8") as stream:
                stream.write(f"\n{line}\n")
    result = _lint(folder)
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said of all violations together: each of them must be named, under its contract."""
    return _planted(tmp_path_factory.mktemp("planted"), [files for _contract, files, _import in VIOLATIONS])


def test_every_contract_is_tried() -> None:
    assert {contract for contract, _files, _import in VIOLATIONS} == set(_contracts())


@pytest.mark.parametrize(
    ("contract", "files", "forbidden"), VIOLATIONS, ids=[f"{one}-{'-'.join(files)}" for one, files, _ in VIOLATIONS]
)
def test_a_planted_violation_is_found(contract: str, files: dict[str, str], forbidden: str, told: str) -> None:
    name = _contracts()[contract]
    assert f"\n{name} BROKEN" in told
    _, heading, after = told.partition(f"\n{name}\n{'-' * len(name)}\n")
    assert heading, told
    section = re.split(r"\n.+\n-+\n", after)[0]
    assert f" {forbidden} (l." in section, (files, section)


def test_a_module_on_no_floor_is_found(tmp_path: Path) -> None:
    told = _planted(tmp_path, [{"stranger.py": ""}])
    assert "stranger" in told
    assert "1 broken" in told


# -- sizes and words ------------------------------------------------------------------------------------------------


def test_modules_are_short() -> None:
    lengths = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in _modules()}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_functions_are_short() -> None:
    long = [
        f"{_where(name, node)} {node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for name, nodes in _nodes().items()
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert long == []


def test_names_say_something() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "base", "misc"}
    assert [name for name in _modules() if vague & set(Path(name).with_suffix("").parts)] == []


def test_nothing_is_left_unfinished() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError|not implemented yet)\b")
    found = [
        f"{name}:{number}"
        for name in _modules()
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1)
        if unfinished.search(line)
    ]
    assert found == []


# -- one place for every KPI ----------------------------------------------------------------------------------------


def _shown(nodes: list[ast.AST]) -> list[ast.AST]:
    """The texts of messages."""
    names = {"msg", "msgn", "msgc"}
    calls = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names]
    return [argument for call in calls for argument in call.args]


def test_kpi_ids_are_written_in_one_place() -> None:
    """Ids that are also the name of a table or a column may stand anywhere: there they mean that. A text that is
    shown (``msg("spend")``) is a word, not an id.
    """
    schema = {table.id for table in TABLES} | {column.id for table in TABLES for column in table.columns}
    ids = {kpi.id for kpi in KPIS} - schema
    assert len(ids) > 10
    found = [
        f"{_where(name, node)} {node.value!r}"
        for name, nodes in _nodes().items()
        if not name.startswith("leaddesk/model/kpis/")
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ids
        if node not in _shown(nodes)
    ]
    assert found == []


# -- no clock, no network, no traps ---------------------------------------------------------------------------------


def test_the_core_never_asks_the_clock() -> None:
    clock = re.compile(r"(date|datetime|Timestamp)\.(today|now|utcnow)$|^time\.(time|time_ns|localtime|gmtime)$")
    found = [
        f"{_where(name, node)} {ast.unparse(node)}"
        for name, nodes in _nodes().items()
        if name.startswith(("leaddesk/model/", "leaddesk/export/", "leaddesk/text.py"))
        for node in nodes
        if isinstance(node, ast.Call) and clock.search(ast.unparse(node.func))
    ]
    assert found == []


def test_there_is_no_network_code() -> None:
    network = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "asyncio"}
    found = [
        f"{_where(name, node)} {ast.unparse(node)}"
        for name, nodes in _nodes().items()
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for imported in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        if imported.split(".")[0] in network or "QtNetwork" in ast.unparse(node)
    ]
    assert found == []


def test_signals_are_connected_to_bound_methods() -> None:
    """A lambda or partial that captures its widget is never freed."""
    found = [
        f"{_where(name, node)} {ast.unparse(node)}"
        for name, nodes in _nodes().items()
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect"
        for argument in node.args
        if isinstance(argument, ast.Lambda)
        or (isinstance(argument, ast.Call) and ast.unparse(argument.func).endswith("partial"))
    ]
    assert found == []
