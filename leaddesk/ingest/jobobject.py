"""Windows: a Job object that limits a process's memory and processor time and ends it with its parent.

Written from the documentation of CreateJobObjectW, SetInformationJobObject and JOBOBJECT_EXTENDED_LIMIT_INFORMATION
(learn.microsoft.com, "Job Objects"); it has not been tried on a Windows machine yet.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

_EXTENDED_LIMITS: Final = 9
_PROCESS_TIME: Final = 0x2
_ACTIVE_PROCESS: Final = 0x8
_PROCESS_MEMORY: Final = 0x100
_DIE_ON_UNHANDLED: Final = 0x400
_KILL_ON_CLOSE: Final = 0x2000
_TICKS: Final = 10_000_000


class _Basic(ctypes.Structure):
    _fields_: ClassVar = [
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    ]


class _Extended(ctypes.Structure):
    _fields_: ClassVar = [
        ("BasicLimitInformation", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    ]


def limits(memory: int, cpu_seconds: int) -> _Extended:
    """The limits as Windows wants them: *memory* in bytes, one process only, gone when the job is closed.

    A virtual environment's python.exe starts the real interpreter as its child: two processes.
    """
    wanted = _Extended()
    wanted.BasicLimitInformation.LimitFlags = (
        _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_UNHANDLED | _KILL_ON_CLOSE
    )
    wanted.BasicLimitInformation.PerProcessUserTimeLimit = cpu_seconds * _TICKS
    wanted.BasicLimitInformation.ActiveProcessLimit = 2
    wanted.ProcessMemoryLimit = memory
    return wanted


def confine(process: subprocess.Popen[bytes], memory: int, cpu_seconds: int) -> Callable[[], None]:
    """Put *process* into a job with these limits; gives the function that closes the job.

    The worker waits for its request meanwhile, so nothing of the file is read outside the job. Where Windows refuses
    (a job that forbids nesting), the process goes on under the watch of its parent alone.
    """
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.CreateJobObjectW.argtypes = [ctypes.c_void_p, ctypes.c_wchar_p]
    kernel.SetInformationJobObject.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32]
    kernel.AssignProcessToJobObject.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    kernel.CloseHandle.argtypes = [ctypes.c_void_p]
    job = kernel.CreateJobObjectW(None, None)
    wanted = limits(memory, cpu_seconds)
    kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(wanted), ctypes.sizeof(wanted))
    kernel.AssignProcessToJobObject(job, int(process._handle))  # type: ignore[attr-defined,unused-ignore]

    def close() -> None:
        kernel.CloseHandle(job)

    return close
