"""The rules of conftest.py bite: each is shown a test that breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TESTS = """
import logging
import os

import pytest
from PySide6.QtCore import QSettings, QStandardPaths, QThread, QTimer, qWarning
from PySide6.QtWidgets import QLabel

KEPT = []


def test_error_surprising_log():
    logging.getLogger("somewhere").warning("surprise")


def test_fine_expected_log(expect_log):
    expect_log("surpr")
    logging.getLogger("somewhere").warning("surprise")


def test_error_missing_log(expect_log):
    expect_log("surprise")


def test_error_window(qapp):
    KEPT.append(QLabel("left"))
    KEPT[-1].show()


def test_fine_window(qtbot):
    label = QLabel("closed by qtbot")
    qtbot.addWidget(label)
    label.show()


def test_error_timer(qapp):
    KEPT.append(QTimer())
    KEPT[-1].start(100000)


def test_fine_timer(qapp):
    KEPT[-1].stop()


def test_error_thread(qapp):
    KEPT.append(QThread())
    KEPT[-1].start()


def test_fine_thread(qapp):
    KEPT[-1].quit()
    KEPT[-1].wait()


def test_failed_qt_warning(qapp):
    qWarning("a warning of Qt")


def test_fine_settings(tmp_path):
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "LeadDesk", "rules")
    settings.setValue("key", 1)
    settings.sync()
    base = str(tmp_path.parent)
    assert settings.fileName().startswith(base)
    if os.name == "posix" and "XDG_CONFIG_HOME" in os.environ:
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
        assert place.startswith(base)


def test_fine_settings_are_fresh():
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "LeadDesk", "rules")
    assert settings.value("key") is None
"""


def _run(pytester: pytest.Pytester, tests: str, *options: str) -> pytest.RunResult:
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(test_planted=tests)
    (pytester.path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), "utf-8")
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-v", *options, "test_planted.py")


def test_broken_rules_are_seen(pytester: pytest.Pytester) -> None:
    result = _run(pytester, TESTS)
    outcomes: dict[str, set[str]] = {"error": set(), "fine": set(), "failed": set()}
    for line in result.outlines:
        if line.startswith("test_planted.py::test_"):
            name, verdict = line.split()[:2]
            outcomes[name.split("test_")[-1].split("_")[0]].add(verdict)
            if verdict == "ERROR":
                outcomes["error"].add(name.rpartition("::")[2])
    assert outcomes["fine"] == {"PASSED"}, result.stdout.str()
    assert outcomes["failed"] == {"FAILED"}
    wanted = {f"test_error_{what}" for what in ("surprising_log", "missing_log", "window", "timer", "thread")}
    assert outcomes["error"] - {"PASSED", "ERROR"} == wanted


@pytest.mark.parametrize("excuse", ["pytest.skip('no time')", "pytest.xfail('known')"])
def test_a_skipped_proof_fails_the_run(pytester: pytest.Pytester, excuse: str) -> None:
    tests = f"import pytest\n\n\ndef test_excused():\n    {excuse}\n\n\ndef test_real():\n    pass\n"
    assert _run(pytester, tests).ret == pytest.ExitCode.OK
    assert _run(pytester, tests, "--no-skips").ret == pytest.ExitCode.TESTS_FAILED
