#!/usr/bin/env python3
"""LeadDesk's commands for developers, on any machine with Python 3.11 or newer and nothing else.

python3 dev.py run          prepare .venv and open the window on the sample (without a display: KPIs, workbook, picture)
python3 dev.py test         prepare everything the tests need, then check
python3 dev.py check        style, types, floors, messages, tests with coverage
python3 dev.py messages     bring the message catalogues up to date (--merge FILE.json adds translations)
python3 dev.py bench        measure the speed bounds (exits 1 when one is broken)
python3 dev.py fuzz         open damaged files of every format (--count N, --seed S; exits 1 at a crash or hang)
python3 dev.py soak         kill programs and cut the power under documents (--kills N, --cuts N; exits 1 at a loss)
python3 dev.py hostile      open the hostile files, the heavy ones too (exits 1 where one ends wrongly)
python3 dev.py simulate     run the simulations in full, for hours (--only NAME; exits 1 at a broken promise)
python3 dev.py screenshots  take the pictures in docs/screenshots
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import locale
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# What Linux must provide, by Debian package: a shared library that can be loaded, or a program on PATH.
QT = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
}
WINDOW = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
TESTS = {"libreoffice-calc-nogui": "soffice", "xvfb": "Xvfb", "xauth": "xauth"}


def say(text: str) -> None:
    """One line to the developer, in order with what the programs started here print."""
    print(f"dev.py: {text}", flush=True)


def call(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Run a program in the project's folder and give its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1", **(env or {})}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def must(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a program, and stop with its exit code where it fails."""
    code = call(*command, env=env)
    if code:
        say(f"failed ({code}): {' '.join(map(str, command))}")
        raise SystemExit(code)


# -- what the machine must have -------------------------------------------------------------------------------------


def present(thing: str) -> bool:
    """Whether a shared library loads, or a program is on PATH."""
    if ".so." not in thing:
        return shutil.which(thing) is not None
    try:
        ctypes.CDLL(thing)
    except OSError:
        return False
    return True


def need(packages: dict[str, str]) -> None:
    """Make sure of system packages: install by apt as root on Debian and its kin, else name them and stop."""
    missing = sorted(package for package, thing in packages.items() if not present(thing))
    if not missing:
        return
    names = " ".join(missing)
    if sys.platform != "linux":
        say(f"please install these first (LibreOffice with its program soffice on PATH): {names}")
        raise SystemExit(1)
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        say("these packages of the system are missing (names as in Debian and Ubuntu). Install them and try again:")
        say(f"  apt-get install {names}")
        raise SystemExit(1)
    say(f"installing system packages that are missing: {names}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    must("apt-get", "update", "-q", env=quiet)
    must("apt-get", "install", "-q", "-y", "--no-install-recommends", *missing, env=quiet)


def prepare(extra: str = "") -> None:
    """Make .venv and install the pinned packages into it; nothing is done where that is so already."""
    wanted = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for name in ("pyproject.toml", "constraints.txt"):
        wanted.update((ROOT / name).read_bytes())
    stamp = VENV / f"installed{extra}"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted.hexdigest():
        return
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode:
        if importlib.util.find_spec("ensurepip") is None:
            need({"python3-venv": "a Python with ensurepip"})
        say(f"creating {VENV}")
        must(sys.executable, "-m", "venv", "--clear", VENV)
    say("installing the pinned packages of constraints.txt")
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--quiet")
    must(*pip, "-c", "constraints.txt", "-e", f".[{extra}]" if extra else ".")
    stamp.write_text(wanted.hexdigest(), encoding="ascii")


# -- commands -------------------------------------------------------------------------------------------------------


def sample() -> tuple[str | Path, ...]:
    """The sample's leads and costs and its own today, as arguments of the command line."""
    french = (locale.getlocale()[0] or os.environ.get("LANG", "")).lower().startswith("fr")
    folder = ROOT / "resources" / "samples" / ("fr" if french else "en")
    import tomllib  # not there in the older Pythons that main() turns away

    description = tomllib.loads((folder / "sample.toml").read_text(encoding="utf-8"))
    files = [folder / file["name"] for file in description["file"] if {"leads", "costs"} & set(file["tables"])]
    return (*files, "--today", description["today"].isoformat(), "--lang", folder.name)


def run() -> int:
    """Open the window on the sample; without a display, do the main job and name where its results are."""
    display = sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if sys.platform == "linux":
        need(QT | WINDOW if os.environ.get("DISPLAY") else QT)
    prepare()
    leaddesk = (PYTHON, "-m", "leaddesk")
    if display:
        say("opening LeadDesk on its sample")
        return call(*leaddesk, "demo")
    BUILD.mkdir(exist_ok=True)
    workbook, picture = BUILD / "review.xlsx", BUILD / "window.png"
    files = sample()
    say("no display: the main job on the sample, without a window")
    must(*leaddesk, "kpis", *files)
    must(*leaddesk, "review", *files, "-o", workbook, "--force")
    must(*leaddesk, "demo", "--picture", picture, env={"QT_QPA_PLATFORM": "offscreen"})
    say(f"review workbook: {workbook}")
    say(f"picture of the window: {picture}")
    return 0


def test() -> int:
    """Prepare everything the tests need, then check."""
    need(QT | WINDOW | TESTS if sys.platform == "linux" else {"LibreOffice": "soffice"})
    return check()


def check() -> int:
    """Everything that must hold before a change is kept; the line that pytest closes with is the last one."""
    prepare("dev")
    pytest = (PYTHON, "-m", "pytest")
    steps: dict[str, tuple[str | Path, ...]] = {
        "ruff check": (PYTHON, "-m", "ruff", "check"),
        "ruff format": (PYTHON, "-m", "ruff", "format", "--check"),
        "mypy": (PYTHON, "-m", "mypy", "-n", "2"),
        "lint-imports": (PYTHON.parent / "lint-imports", "--no-logo"),
        "messages": (PYTHON, "packaging/messages.py", "--check"),
        # A process that dies ends the run: pytest-xdist would wait for ever for one that took its place.
        "pytest": (*pytest, "--cov", "--no-skips", "-n", "2", "--dist", "loadfile", "--max-worker-restart", "0"),
    }
    failed = []
    for name, command in steps.items():
        say(name)
        start = time.monotonic()
        if call(*command):
            failed.append(f"{name} ({time.monotonic() - start:.0f} s)")
    if failed:
        say(f"FAILED: {', '.join(failed)}")
    return 1 if failed else 0


def module(name: str, *arguments: str) -> int:
    """Run one of the project's own modules in the developer's environment."""
    prepare("dev")
    return call(PYTHON, "-m", name, *arguments)


def main() -> int:
    """Do what the command line asks and give the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  (it is for those who have an older one)
        print(f"LeadDesk needs Python 3.11 or newer; this is {sys.version.split()[0]}")
        return 1
    command, *arguments = sys.argv[1:] or ["help"]
    if command == "messages":
        prepare("dev")
        return call(PYTHON, "packaging/messages.py", *arguments)
    if command in {"bench", "fuzz", "hostile", "screenshots", "simulate", "soak"}:
        return module(f"tests.{command}", *arguments)
    commands = {"run": run, "test": test, "check": check}
    if command not in commands or arguments:
        print(__doc__)
        return 0 if command in {"help", "-h", "--help"} else 2
    return commands[command]()


if __name__ == "__main__":
    raise SystemExit(main())
