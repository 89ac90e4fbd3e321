"""Shares, sticks and synchronised folders are told from a disk of one's own."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from leaddesk.workspace.places import Place, place_of

MOUNTS = """\
/dev/sda2 / ext4 rw 0 0
/dev/sda1 /boot/efi vfat rw 0 0
/dev/sda3 /home ext4 rw 0 0
/dev/sdb1 /run/media/nadia/CLE\\040USB ext4 rw 0 0
/dev/sdc1 /mnt/stick exfat rw 0 0
srv:/data /srv/data nfs4 rw 0 0
//nas/share /mnt/nas cifs rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
rclone: /home/nadia/cloud fuse.rclone rw 0 0
/dev/sdd1 /mnt/windows fuseblk rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/home/nadia/Documents/a", Place.LOCAL),
        ("/tmp/a", Place.LOCAL),
        ("/home/nadia/cloudy/a", Place.LOCAL),
        ("/mnt/windows/a", Place.LOCAL),
        ("/run/media/nadia/CLE USB/a", Place.REMOVABLE),
        ("/mnt/stick/deep/a", Place.REMOVABLE),
        ("/srv/data/a", Place.NETWORK),
        ("/mnt/nas/a", Place.NETWORK),
        ("/run/user/1000/gvfs/smb-share:server=nas/a", Place.NETWORK),
        ("/home/nadia/cloud/a", Place.NETWORK),
        ("/home/nadia/OneDrive/a", Place.SYNCED),
        ("/home/nadia/OneDrive - Coursiers du Rhône/a", Place.SYNCED),
        ("/home/nadia/Dropbox (Perso)/ventes/a", Place.SYNCED),
        ("/home/nadia/Google Drive/a", Place.SYNCED),
        ("/home/nadia/nextcloud/a", Place.SYNCED),
        ("/home/nadia/Dropboxes/a", Place.LOCAL),
        ("/home/nadia/OneDrives/a", Place.LOCAL),
    ],
)
def test_linux(path: str, place: Place) -> None:
    assert place_of(Path(path), mounts=MOUNTS, environment={}, system="linux") is place


def test_a_document_called_like_a_service_is_in_no_synchronised_folder() -> None:
    assert place_of(Path("/home/nadia/Dropbox"), mounts=MOUNTS, environment={}, system="linux") is Place.LOCAL


def test_a_folder_that_the_system_names_as_synchronised() -> None:
    environment = {"OneDriveCommercial": "/home/nadia/Société"}
    path = Path("/home/nadia/Société/ventes/a")
    assert place_of(path, mounts=MOUNTS, environment=environment, system="linux") is Place.SYNCED


def test_a_folder_with_the_mark_of_a_service(tmp_path: Path) -> None:
    assert place_of(tmp_path / "sub" / "a", environment={}) is Place.LOCAL
    (tmp_path / ".dropbox").touch()
    assert place_of(tmp_path / "sub" / "a", environment={}) is Place.SYNCED


def test_windows_and_mac() -> None:
    share: Any = PureWindowsPath("\\\\serveur\\ventes\\a.leaddesk")
    assert str(share).startswith("\\\\")
    posix: Any = Path("//serveur/ventes/a.leaddesk")
    assert place_of(posix, environment={}, system="win32") is Place.NETWORK
    assert place_of(Path("/Volumes/CLE/a"), environment={}, system="darwin") is Place.REMOVABLE
    assert place_of(Path("/Users/n/Documents/a"), environment={}, system="darwin") is Place.LOCAL
    icloud = Path(PurePosixPath("/Users/n/Library/Mobile Documents/com~apple~CloudDocs/a"))
    assert place_of(icloud, environment={}, system="darwin") is Place.SYNCED
    drive = Path("/Users/n/Library/CloudStorage/GoogleDrive-n@x.fr/My Drive/a")
    assert place_of(drive, environment={}, system="darwin") is Place.SYNCED
