"""The parent's side of a worker process: starting it, within limits, hearing what it says, ending it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Self

from leaddesk.ingest.frames import read_frame
from leaddesk.ingest.worker import ARGUMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOOK_EVERY: Final = 0.05
_NEEDED: Final = (
    "leaddesk", "python_calamine", "fastexcel", "pyarrow", "numpy", "openpyxl", "charset_normalizer", "msoffcrypto",
    "olefile", "cryptography", "cffi",
)  # fmt: skip
_CREATE_NO_WINDOW: Final = 0x08000000
_BELOW_NORMAL_PRIORITY: Final = 0x00004000


class WorkerProcess:
    """One worker at one request; ends with the ``with`` block, whatever happens.

    ``ending`` says, when no more frames come, why: ``done``, ``cancelled``, ``slow`` or ``died``.
    """

    def __init__(self, request: dict[str, Any], *, seconds: float, cancelled: Callable[[], bool] | None) -> None:
        self.ending = ""
        self._deadline = time.monotonic() + seconds
        self._cancelled = cancelled
        self._over = threading.Event()
        flags = 0
        if sys.platform == "win32":
            flags = _CREATE_NO_WINDOW if request.get("glimpse") else _CREATE_NO_WINDOW | _BELOW_NORMAL_PRIORITY
        self._process = subprocess.Popen(
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=1 << 16,
            creationflags=flags,
            env=_environment(),
        )
        self._cage = _cage(self._process, request["memory"], request["cpu_seconds"])
        self._watcher = threading.Thread(target=self._watch, name="worker-watch", daemon=True)
        try:
            stdin = self._pipe(self._process.stdin)
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.close()
        except OSError:  # it died already: frames() finds that out
            pass
        self._watcher.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._process.kill()
        self._process.wait()
        self._pipe(self._process.stdout).close()
        self._watcher.join()
        if self._cage is not None:
            self._cage()

    def frames(self) -> Iterator[tuple[dict[str, Any], list[bytearray]]]:
        """The frames it sends, until the one that says done or refusal, or until it ends without."""
        stdout = self._pipe(self._process.stdout)
        while (frame := read_frame(stdout)) is not None:
            if frame[0]["type"] in {"done", "refusal"}:
                self.ending = "done"
            yield frame
            if self.ending:
                return
        self._process.wait()
        if not self.ending:
            slow = -getattr(signal, "SIGXCPU", 0)
            self.ending = "slow" if slow and self._process.returncode == slow else "died"

    @staticmethod
    def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
        if stream is None:
            raise RuntimeError("the worker was started without pipes")
        return stream

    def _watch(self) -> None:
        """Kill it when the user gives up or time is over; the reading end then sees the stream end."""
        while not self._over.wait(_LOOK_EVERY):
            if self._cancelled is not None and self._cancelled():
                self.ending = "cancelled"
            elif time.monotonic() > self._deadline:
                self.ending = "slow"
            else:
                continue
            self._process.kill()
            return


def command() -> list[str]:
    """How to start a worker: the frozen program itself, or a bare interpreter that sees only what it needs.

    Leaving ``site`` out saves most of an interpreter's start.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENT]
    code = (
        f"import sys; sys.path[:0] = {search_path()!r}\n"
        "from leaddesk.ingest.worker import worker_main\n"
        "sys.exit(worker_main(sys.argv[1:]))"
    )
    return [sys.executable, "-I", "-S", "-c", code]


def _environment() -> dict[str, str]:
    """Ours, and two hints to glibc's malloc: a worker only grows, so it should ask for memory in large pieces."""
    return {**os.environ, "MALLOC_TOP_PAD_": str(64 << 20), "MALLOC_TRIM_THRESHOLD_": str(1 << 30)}


def search_path() -> list[str]:
    """The folders that hold the packages a worker may import."""
    folders: list[str] = []
    for package in _NEEDED:
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            folder = str(Path(spec.origin).parent.parent)
            if folder not in folders:
                folders.append(folder)
    return folders


def _cage(process: subprocess.Popen[bytes], memory: int, cpu_seconds: int) -> Callable[[], None] | None:
    """On Windows a Job object around the process, as a function that gives it up; elsewhere the worker's own limits."""
    if sys.platform == "win32":
        from leaddesk.ingest import jobobject

        return jobobject.confine(process, memory, cpu_seconds)
    return None
