"""dev.py: what it asks of the machine, and that it does nothing twice."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

import dev


class _Calls:
    """Lists the commands it is given instead of running them; those that hold *failing* fail."""

    def __init__(self, failing: str = "") -> None:
        self.failing = failing
        self.commands: list[tuple[str, ...]] = []

    def __call__(self, *command: str | Path, env: dict[str, str] | None = None) -> int:
        self.commands.append(tuple(map(str, command)))
        self.environment = env
        return int(self.failing in self.commands[-1])


def test_what_is_there_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "call", pytest.fail)
    dev.need({"python": sys.executable})


@pytest.fixture
def stranger(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux machine whose user is not root."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(dev, "call", pytest.fail)


@pytest.mark.usefixtures("stranger")
def test_missing_packages_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        dev.need({"libnowhere1": "libnowhere.so.1", "nobody": "no-such-program"})
    assert stopped.value.code == 1
    assert "apt-get install libnowhere1 nobody" in capsys.readouterr().out


def test_root_on_debian_gets_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = _Calls()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(dev, "call", calls)
    dev.need({"nobody": "no-such-program"})
    assert [command[1] for command in calls.commands] == ["update", "install"]
    assert calls.commands[1][-1] == "nobody"
    assert "nobody" in capsys.readouterr().out


def _project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> _Calls:
    """A project in *folder* whose programs are only listed."""
    (folder / "pyproject.toml").write_text("[project]", encoding="utf-8")
    (folder / "constraints.txt").write_text("pandas==3.1.1", encoding="utf-8")
    (folder / ".venv").mkdir()
    calls = _Calls()
    monkeypatch.setattr(dev, "ROOT", folder)
    monkeypatch.setattr(dev, "VENV", folder / ".venv")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "call", calls)
    return calls


def test_packages_are_installed_once_for_each_pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = _project(tmp_path, monkeypatch).commands
    dev.prepare("dev")
    dev.prepare("dev")
    assert len(ran) == 1
    assert ran[0][-4:] == ("-c", "constraints.txt", "-e", ".[dev]")
    dev.prepare()
    assert ran[1][-1] == "."
    (tmp_path / "constraints.txt").write_text("pandas==3.1.2", encoding="utf-8")
    dev.prepare("dev")
    assert len(ran) == 3


def test_a_failed_step_fails_the_check_and_pytest_still_speaks_last(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = _Calls(failing="mypy")
    monkeypatch.setattr(dev, "prepare", lambda _extra: None)
    monkeypatch.setattr(dev, "call", calls)
    assert dev.check() == 1
    assert "pytest" in calls.commands[-1]
    assert "--no-skips" in calls.commands[-1]
    assert "FAILED: mypy" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["bench", "fuzz", "hostile", "screenshots", "simulate", "soak"])
def test_a_module_of_the_tests_gets_the_arguments(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = _Calls()
    monkeypatch.setattr(dev, "prepare", lambda _extra: None)
    monkeypatch.setattr(dev, "call", calls)
    monkeypatch.setattr(sys, "argv", ["dev.py", command, "--count", "3"])
    assert dev.main() == 0
    assert calls.commands == [(str(dev.PYTHON), "-m", f"tests.{command}", "--count", "3")]
    assert f"dev.py {command}" in str(dev.__doc__)


def test_the_pins_have_no_addresses() -> None:
    lines = (dev.ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    names = [line.partition("==")[0].casefold() for line in lines]
    assert names == sorted(names)
    assert all(line.count("==") == 1 and not set("/:@ ;") & set(line) for line in lines)


def test_the_sample_is_given_with_its_own_today() -> None:
    *files, _today, day, _lang, code = dev.sample()
    assert all(Path(file).is_file() for file in files)
    assert len(files) == 2
    assert (day, code) in {("2026-09-01", "fr"), ("2026-09-01", "en")}
