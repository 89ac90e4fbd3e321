"""What sort of place a document lies in: SQLite's locks and its writing in place are safe on a disk of one's own."""

from __future__ import annotations

import os
import re
import sys
from enum import StrEnum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Place(StrEnum):
    """Where a document lies."""

    LOCAL = auto()
    NETWORK = auto()
    REMOVABLE = auto()
    SYNCED = auto()


# Folders that a program copies to other computers, by the names that they give them.
_SYNCED: Final = re.compile(
    r"""(?xi) ^(?:
    OneDrive(?:\ -\ .*|-.*)? | Dropbox(?:\ \(.*\))? | Google\ ?Drive(?:-.*)? | iCloud\ ?Drive | Nextcloud\d*
    | ownCloud\d* | kDrive\d* | pCloudDrive | MEGAsync | Proton\ ?Drive | CloudStorage | Mobile\ Documents
    )$"""
)
_SYNCED_BY: Final = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_MARKS: Final = (".dropbox", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log", ".stfolder")
_NETWORK: Final = frozenset(
    "nfs nfs4 cifs smb3 smbfs smb2 afs ncpfs 9p ceph glusterfs davfs vboxsf prl_fs vmhgfs webdav afpfs".split()
)
_REMOVABLE: Final = frozenset("vfat exfat msdos udf iso9660 hfsplus".split())
_REMOVABLE_UNDER: Final = ("/media/", "/run/media/")
_OF_THE_SYSTEM: Final = ("/", "/boot", "/boot/efi", "/efi", "/home")
_DRIVES: Final = {2: Place.REMOVABLE, 4: Place.NETWORK, 5: Place.REMOVABLE}


def place_of(
    path: Path,
    *,
    mounts: str | None = None,
    environment: Mapping[str, str] = os.environ,
    system: str = sys.platform,
) -> Place:
    """Where *path* lies; LOCAL when nothing tells otherwise. *mounts*: Linux's table of mounts, read when not given."""
    if _is_synced(path, environment):
        return Place.SYNCED
    text = str(path)
    if system == "win32":
        if text.startswith(("\\\\", "//")):
            return Place.NETWORK
        return _DRIVES.get(_drive_type(path.anchor), Place.LOCAL)
    if system == "darwin":
        return Place.REMOVABLE if text.startswith("/Volumes/") else Place.LOCAL
    return _mounted(text, _mounts() if mounts is None else mounts)


def _is_synced(path: Path, environment: Mapping[str, str]) -> bool:
    folders = path.parents
    if any(_SYNCED.match(folder.name) for folder in folders):
        return True
    named = {Path(value) for name in _SYNCED_BY if (value := environment.get(name))}
    if named.intersection(folders):
        return True
    try:
        return any((folder / mark).exists() for folder in folders for mark in _MARKS)
    except OSError:
        return False


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return ""


def _mounted(path: str, mounts: str) -> Place:
    """What Linux's table of mounts (``device folder type options``) says of the longest mount above *path*."""
    found, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        folder = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[1])
        is_above = path == folder or path.startswith(folder.rstrip("/") + "/")
        if is_above and len(folder) >= len(found):
            found, kind = folder, fields[2]
    if kind in _NETWORK or kind.startswith("fuse.") or kind == "fuse":
        return Place.NETWORK
    if found.startswith(_REMOVABLE_UNDER) or (kind in _REMOVABLE and found not in _OF_THE_SYSTEM):
        return Place.REMOVABLE
    return Place.LOCAL


def _drive_type(anchor: str) -> int:
    """Windows' own number for the kind of a drive; 0, unknown, elsewhere."""
    import ctypes

    library = getattr(ctypes, "WinDLL", None)
    return 0 if library is None else int(library("kernel32").GetDriveTypeW(anchor))
