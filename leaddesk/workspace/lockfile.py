"""The file beside an open document that says who works on it, for other windows and other computers."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import utc_now
from leaddesk.text import msg
from leaddesk.workspace import obstacles

if TYPE_CHECKING:
    from collections.abc import Callable

OLD: Final = dt.timedelta(hours=2)
"""After so long without a sign of life, a lock of another computer may have been left behind by a crash."""

FRESH: Final = dt.timedelta(minutes=10)
_MOST_BYTES: Final = 10_000
_LIMITED_INFORMATION, _NO_SUCH_PROCESS, _STILL_ACTIVE = 0x1000, 87, 259
_NAMES: Final = ("user", "host", "process", "born", "time", "document")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who works on a document, and that is all that is told of them. ``born`` tells a process from a later one of the
    same number; ``time`` (ISO, UTC) is the last sign of life; ``document`` the document's id.
    """

    user: str
    host: str
    process: int
    born: str
    time: str
    document: str = ""

    @property
    def since(self) -> dt.datetime | None:
        """The last sign of life in local time; None when that is not known."""
        try:
            return dt.datetime.fromisoformat(self.time).astimezone()
        except ValueError:
            return None


class InUseError(LeadDeskError):
    """A document is open elsewhere: the *holder* has it. *is_old*: perhaps it was left behind by a crash."""

    def __init__(self, path: Path, holder: Holder, *, is_old: bool) -> None:
        since = holder.since
        who = holder.user or msg("somebody")
        where = holder.host or msg("another computer")
        when = msg("at an unknown time") if since is None else since
        super().__init__(
            msg(
                "“{file}” is in use: {user} on {host} (last sign {time}).",
                file=path.name,
                user=who,
                host=where,
                time=when,
            ),
            msg("Close it there and try again, or work on a copy saved from there."),
        )
        self.path, self.holder, self.is_old = path, holder, is_old


def lock_path(path: Path) -> Path:
    """Where the lock of the document at *path* is."""
    return path.with_name(f".{path.name}.lock")


class LockFile:
    """A lock that is held until :meth:`release`; make it with :meth:`take`."""

    def __init__(self, path: Path, holder: Holder) -> None:
        self._path, self._holder = path, holder

    @classmethod
    def take(
        cls, path: Path, *, force: bool = False, me: Holder | None = None, alive: Callable[[Holder], bool] | None = None
    ) -> LockFile:
        """Lock the document at *path*; *force*: although it may be in use elsewhere.

        :raises InUseError: when somebody has it, or may have it.
        :raises LeadDeskError: when its folder may not be written to.
        """
        me = me or myself()
        lock = lock_path(path)
        for _ in range(3):
            try:
                _write_new(lock, me)
                return cls(lock, me)
            except FileExistsError:
                other = holder_of(path)
                if other is None:  # gone meanwhile
                    continue
                if not force and not is_stale(other, me, alive or is_alive):
                    raise InUseError(path, other, is_old=_is_old(other, me)) from None
                with suppress(FileNotFoundError):
                    lock.unlink()
            except OSError as error:
                raise obstacles.obstacle(path, error) or LeadDeskError(
                    msg("“{file}” cannot be locked against others.", file=path.name),
                    msg("Check that you may read and change files in its folder, or copy it to a folder of yours."),
                ) from error
        raise InUseError(path, me, is_old=False)

    def renew(self, document: str) -> None:
        """Give a sign of life, and say which document it is; nothing when that was done minutes ago."""
        since = self._holder.since
        is_late = since is None or dt.datetime.now(dt.UTC) - since > FRESH
        if not (is_late or document != self._holder.document) or not self.is_ours:
            return
        renewed = replace(self._holder, time=_now(), document=document)
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            _write(beside, renewed)
            beside.replace(self._path)
        except OSError:  # it says what it said, and is ours still
            with suppress(OSError):
                beside.unlink()
        else:
            self._holder = renewed

    @property
    def is_ours(self) -> bool:
        """Whether nobody took it over."""
        return _read(self._path) == self._holder

    def release(self) -> None:
        """Let others have the document. A lock that somebody took over stays theirs."""
        if self.is_ours:
            with suppress(OSError):
                self._path.unlink()


def holder_of(path: Path) -> Holder | None:
    """Who has the document at *path*; None when nobody does."""
    return _read(lock_path(path))


def is_stale(holder: Holder, me: Holder, alive: Callable[[Holder], bool]) -> bool:
    """Whether a lock was left behind on this computer: by a process that is no more, or by this one, which opens no
    document twice, on a disk that was away when it was to be released.
    """
    if holder.host != me.host:
        return False
    return (holder.process, holder.born) == (me.process, me.born) or not alive(holder)


def _is_old(holder: Holder, me: Holder) -> bool:
    since = holder.since
    return holder.host != me.host and (since is None or dt.datetime.now(dt.UTC) - since > OLD)


def myself() -> Holder:
    """The holder that this process is."""
    return Holder(user_name(), platform.node(), os.getpid(), born(os.getpid()) or "", _now())


def user_name() -> str:
    """The name that the system has for who uses this program; empty where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def is_alive(holder: Holder) -> bool:
    """Whether the process that holds a lock of this computer runs still."""
    now = born(holder.process)
    return now is not None and (not now or not holder.born or now == holder.born)


def born(process: int) -> str | None:
    """What tells a process from others that had or will have its number; empty where the system does not say, None when
    there is no such process.
    """
    if process <= 0:
        return None
    if os.name == "nt":
        return _born_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return None
    except (OSError, OverflowError):  # somebody else's
        pass
    try:
        facts = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    return facts.rpartition(")")[2].split()[19]


def _born_on_windows(process: int) -> str | None:
    import ctypes
    from ctypes import wintypes

    windows: Any = ctypes  # what only Windows has of it
    kernel = windows.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = wintypes.HANDLE
    handle = wintypes.HANDLE(kernel.OpenProcess(_LIMITED_INFORMATION, False, process))
    if not handle.value:
        return None if windows.get_last_error() == _NO_SUCH_PROCESS else ""  # else it is somebody else's
    try:
        code = wintypes.DWORD()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        if code.value != _STILL_ACTIVE:
            return None
        times = [wintypes.FILETIME() for _ in range(4)]
        kernel.GetProcessTimes(handle, *(ctypes.byref(time) for time in times))
        return str(times[0].dwHighDateTime << 32 | times[0].dwLowDateTime)
    finally:
        kernel.CloseHandle(handle)


def _now() -> str:
    return utc_now(dt.datetime.now(dt.UTC))


def _text(holder: Holder) -> str:
    return json.dumps(asdict(holder))


def _write(path: Path, holder: Holder) -> None:
    """Write a lock whose content is on the disk: after a power cut an empty one would be a stranger's."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(_text(holder))
        stream.flush()
        os.fsync(stream.fileno())


def _write_new(lock: Path, holder: Holder) -> None:
    """Make a lock with its content, where there is none: whoever sees it can read it."""
    beside = lock.with_name(f"{lock.name}.{os.getpid()}")
    try:
        _write(beside, holder)
        try:
            os.link(beside, lock)
        except FileExistsError:
            raise
        except OSError:  # a disk without links (FAT, some shares)
            with lock.open("x", encoding="utf-8") as stream:
                stream.write(_text(holder))
    finally:
        with suppress(OSError):
            beside.unlink()


def _read(lock: Path) -> Holder | None:
    """What a lock says. One that says nothing sensible is held by somebody unknown, since it was written."""
    try:
        with lock.open("rb") as stream:
            content = stream.read(_MOST_BYTES)
        written = dt.datetime.fromtimestamp(lock.stat().st_mtime, dt.UTC)
    except FileNotFoundError:
        return None
    except OSError:
        return Holder("", "", 0, "", "")
    try:
        facts: Any = json.loads(content)
        known = {name: facts[name] for name in _NAMES}
        if isinstance(known["process"], int) and all(
            isinstance(value, str) for name, value in known.items() if name != "process"
        ):
            return Holder(**known)
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    return Holder("", "", 0, "", utc_now(written))
