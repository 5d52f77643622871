"""Recognising a folder in which an office's file shouldn't lie: a network's, or a synchronised one.

SQLite's locks don't hold over a network, and a program that copies files to others copies half of
a change. Both are told in words, with the way that does hold: a server's database.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from desktop.basics.i18n import N_, _

# What programs call the folder that they synchronise, as it begins; small letters.
_SYNCHRONISED = {
    "onedrive": "OneDrive",
    "坚果云": "坚果云",
    "我的坚果云": "坚果云",
    "nutstore": "坚果云",
    "dropbox": "Dropbox",
    "icloud": "iCloud",
    "iclouddrive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "我的云端硬盘": "Google Drive",
    "baidusyncdisk": "百度网盘",
    "百度网盘": "百度网盘",
    "百度同步": "百度网盘",
    "wps云盘": "WPS 云盘",
    "wpsdrive": "WPS 云盘",
    "微云": "微云",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
    "synologydrive": "Synology Drive",
}
_ONEDRIVE = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")  # of the environment
_NETWORKS = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "vboxsf", "davfs"),
    *("ceph", "glusterfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse"),
    *("fuse.glusterfs", "fuse.cifs", "fuse.smbnetfs", "fuse.s3fs"),
}
_REMOTE_DRIVE = 4  # what Windows calls a drive that is another computer's
_MOUNTS = Path("/proc/self/mountinfo")
_ON_A_NETWORK = N_(
    "The office's file lies on a network drive ({place}). Two PCs could write into it at once "
    "there and damage it. Put it on this PC's own disk; for several PCs move it to a "
    "PostgreSQL server: “Database connection” leads there."
)
_SYNCHRONISES = N_(
    "The office's file lies in a folder that {name} synchronises ({place}). It copies the file "
    "in the middle of a change, and may put an old one in its place. Put it into another "
    "folder; for several PCs move it to a PostgreSQL server: “Database connection” leads there."
)


def advice_against(database: Path) -> str:
    """Why an office's file shouldn't lie there, and what to do; empty where it may."""
    place = database.resolve()
    name = synchronised_by(str(place), os.environ)
    if name:
        return _(_SYNCHRONISES).format(name=name, place=place.parent)
    return _(_ON_A_NETWORK).format(place=place.parent) if _is_remote(place) else ""


def synchronised_by(place: str, environment: Mapping[str, str]) -> str:
    """Which program synchronises the folder of a file; empty for none that is known."""
    given = PureWindowsPath(place) if "\\" in place else PurePosixPath(place)
    for name in _ONEDRIVE:
        root = environment.get(name)
        if root and given.is_relative_to(type(given)(root)):
            return "OneDrive"
    for part in (one.casefold() for one in given.parts[:-1]):
        for begins, name in _SYNCHRONISED.items():
            rest = part.removeprefix(begins)
            # “OneDrive - 公司” is its folder, “dropboxes” isn't.
            if rest != part and not rest[:1].isalpha():
                return name
    return ""


def is_share(place: str) -> bool:
    r"""Whether Windows reaches a place by another computer's name: ``\\server\share``."""
    drive = PureWindowsPath(place).drive
    if drive.upper().startswith("\\\\?\\UNC\\"):
        return True
    return drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\"))


def mounted_as(place: str, mounts: str) -> str:
    """The kind of file system that a place lies in, by Linux's table of mounts."""
    best, kind = -1, ""
    for row in mounts.splitlines():
        before, _dash, after = row.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        root = fields[4].encode().decode("unicode_escape").encode("latin-1").decode()
        # A later row of the same place lies over the one before.
        if PurePosixPath(place).is_relative_to(root) and len(root) >= best:
            best, kind = len(root), after.split(" ")[0]
    return kind


def _is_remote(place: Path) -> bool:
    if sys.platform == "win32":
        return is_share(str(place)) or _drive_kind(place) == _REMOTE_DRIVE
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return False
    return mounted_as(str(place), mounts) in _NETWORKS


def _drive_kind(place: Path) -> int:
    """What Windows says of a drive, such as a mapped one."""
    import ctypes

    windows = getattr(ctypes, "windll", None)
    return int(windows.kernel32.GetDriveTypeW(f"{place.drive}\\")) if windows else 0
