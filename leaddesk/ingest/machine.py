"""How much memory this computer has."""

from __future__ import annotations

import ctypes
import os
import sys


def installed_memory() -> int:
    """Bytes of memory; 0 where the system does not say.

    On Windows by GetPhysicallyInstalledSystemMemory (learn.microsoft.com), which has not been tried there yet.
    """
    if sys.platform == "win32":
        kilobytes = ctypes.c_ulonglong()
        known = ctypes.WinDLL("kernel32").GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes))  # type: ignore[attr-defined,unused-ignore]
        return kilobytes.value << 10 if known else 0
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return 0
