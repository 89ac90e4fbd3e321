"""The process that opens files, so that a hostile or broken one harms only this process.

It gets a request (one line of JSON) on its standard input, gives itself limits, forbids itself the network, other
programs and writing, reads the file and sends frames on its standard output. It imports no Qt, pandas or numpy, which
is why it starts in a few hundredths of a second.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from typing import IO, Any, Final

from leaddesk.ingest.frames import FrameWriter
from leaddesk.ingest.readers import GLIMPSES, Job, readers_of
from leaddesk.ingest.refusal import Refusal
from leaddesk.ingest.sniff import check_package, sniff

ARGUMENT: Final = "--read-file-worker"
"""The hidden argument by which the frozen program starts itself as a worker."""

_FORBIDDEN: Final = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.ch", "os.kill",
    "pty.", "resource.set", "shutil.", "sqlite3.", "winreg.",
)  # fmt: skip
_FORBIDDEN_EXACTLY: Final = frozenset(
    """os.system os.remove os.rename os.rmdir os.mkdir os.link os.symlink os.truncate os.utime os.setxattr
    os.removexattr signal.pthread_kill""".split()
)
_ABSENT: Final = ("PySide6", "shiboken6", "pandas", "numpy", "lxml", "polars")
"""What the readers' libraries would take where it is installed. It starts slowly, and lxml opens what a file names."""
_NICENESS: Final = 5
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def worker_main(_argv: list[str]) -> int:
    """Serve one request, whatever the arguments. Ends the process with 0 once an answer was sent, also a refusal."""
    request_stream, answers = _take_streams()
    request: dict[str, Any] = json.loads(request_stream.readline())
    limit_resources(request["memory"], request["cpu_seconds"])
    if not request.get("glimpse"):
        step_back()
    out = FrameWriter(answers, request["memory"] // request.get("parts", 1))
    gc.disable()  # millions of small objects, none in a cycle: collecting costs a quarter of the time
    try:
        with open(request["path"], "rb") as stream:  # noqa: PTH123  (pathlib takes time to import)
            _forbid()
            _serve(request, stream, out)
    except Refusal as refusal:
        out.send({"type": "refusal", "code": refusal.code, "details": refusal.details})
    except MemoryError:
        out.send({"type": "refusal", "code": "memory", "details": {}})
    except PermissionError:
        out.send({"type": "refusal", "code": "permission", "details": {}})
    except OSError:
        out.send({"type": "refusal", "code": "unreadable", "details": {}})
    except BaseException as error:  # noqa: BLE001  (a panic in Rust is a BaseException)
        code = "died" if isinstance(error, ImportError) else "damaged"
        out.send({"type": "refusal", "code": code, "details": {"cause": f"{type(error).__name__}: {error}"[:500]}})
    answers.flush()
    # Taking millions of objects apart one by one would cost more than reading them did.
    os._exit(0)


def _serve(request: dict[str, Any], stream: IO[bytes], out: FrameWriter) -> None:
    try:
        _read(request, stream, out)
    except Refusal as refusal:
        if refusal.code != "password":
            raise
        from leaddesk.ingest.unlocking import unlocked

        _read(request, unlocked(stream, request.get("password")), out)


def _read(request: dict[str, Any], stream: IO[bytes], out: FrameWriter) -> None:
    kind = sniff(stream)
    readers = readers_of(kind)
    out.send({"type": "format", "format": kind, "chances": len(readers)})
    sizes = None
    if kind in {"xlsx", "xlsb", "ods"}:
        from leaddesk.ingest.metadata import about

        sizes = check_package(stream, request["entries"], request["unpacked"], request["ratio"])
        out.send({"type": "about", "about": about(stream, kind)})
    stream.seek(0)
    job = Job(stream, kind, **{**Job.fields_of(request), "sizes": sizes})
    if request.get("glimpse"):
        if kind not in GLIMPSES:
            raise Refusal("no_glimpse")
        importlib.import_module(GLIMPSES[kind]).glimpse(job, out)
        out.send({"type": "done"})
        return
    for reader in readers[request["chance"] :]:
        try:
            importlib.import_module(reader.module).read(job, out)
        except Refusal as refusal:
            if refusal.code == "next":
                continue
            raise
        if not out.sheets and job.part == 0:
            raise Refusal("no_sheets")
        out.send({"type": "done"})
        return
    raise Refusal("damaged")


def _take_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output for ourselves: what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)
    return os.fdopen(0, "rb"), answers


def limit_resources(memory: int, cpu_seconds: int) -> None:
    """Keep this process to *memory* bytes of address space and to *cpu_seconds*.

    Does nothing on Windows, where the parent puts the process into a Job object, and as much as the system takes
    elsewhere (macOS does not limit address space).
    """
    try:
        import resource
    except ImportError:
        return
    wanted = (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),  # SIGXCPU, which the parent can tell, then SIGKILL
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    )
    for kind, soft, hard in wanted:
        _, most = resource.getrlimit(kind)
        highest = hard if most == resource.RLIM_INFINITY else min(hard, most)
        try:
            resource.setrlimit(kind, (min(soft, highest), highest))
        except (ValueError, OSError):
            continue


def step_back() -> None:
    """Let the window, and a look at the first rows, go before this process. On Windows the parent sees to it."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


def _forbid() -> None:
    """From here on: no network, no other program, no file written or changed, no library that has no business here."""
    for name in _ABSENT:
        sys.modules[name] = None  # type: ignore[assignment]

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            mode, flags = args[1], args[2]
            writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
            if writes or (isinstance(flags, int) and flags & _WRITING):
                raise PermissionError(event)
        elif event in _FORBIDDEN_EXACTLY or event.startswith(_FORBIDDEN):
            raise PermissionError(event)

    sys.dont_write_bytecode = True
    sys.addaudithook(watch)


if __name__ == "__main__":
    sys.exit(worker_main(sys.argv[1:]))
