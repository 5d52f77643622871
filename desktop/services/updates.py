"""Newer versions: found in a folder that the office names, checked, and their installer fetched.

Nothing here starts an installer by itself. What lies in the folder is believed only when its
manifest bears the signature of a key that ships with the program; the installer is copied to this
computer while its hash is taken, so that what was checked is what is started.
"""

import base64
import binascii
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import desktop
from desktop.basics.errors import OfficeError
from desktop.basics.i18n import N_, _
from desktop.basics.os_reason import os_reason
from desktop.basics.release import (
    LARGEST_MANIFEST,
    MANIFEST,
    SIGNATURE,
    Release,
    numbers_of,
    read_manifest,
)
from desktop.basics.resources import resource
from desktop.basics.watch import Watch, look_up
from desktop.services.versions import HEAD

_PIECE = 1 << 20
_KEY_BYTES = 32
_SPARE = 100_000_000  # bytes that stay free on the disk
_HALF = ".part"
_BEGINS = "Zhongxiao-Setup-"
_NAMED = f"{_BEGINS}*.exe"
_NO_KEY = N_("This program was built without a release key: it can't tell a true newer version.")
_UNSIGNED = N_(
    "What lies there isn't signed by whoever releases this program, or was changed since. Nothing "
    "is installed; ask whoever looks after the program."
)


class UpdateTrouble(OfficeError):
    """A newer version can't be had: its text says why, and what to do."""


class FolderAway(UpdateTrouble):
    """The folder can't be reached now: it is tried again later."""


class NotWhole(UpdateTrouble):
    """Not all of a release lies there yet, as while somebody copies it: it is looked for soon."""


@dataclass(frozen=True)
class Offer:
    """A newer version that lies in a folder, checked."""

    release: Release
    folder: Path


@dataclass(frozen=True)
class Looked:
    """What came of a look: an offer, or in words why there is none.

    ``again``: it is looked soon again, silently; ``wrong``: somebody has to see to it.
    """

    offer: Offer | None = None
    words: str = ""
    again: bool = False
    wrong: bool = False


def release_keys() -> tuple[bytes, ...]:
    """The public keys that ship with the program; none in a build without them."""
    try:
        lines = resource("release", "keys.txt").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ()
    return keys_in(lines)


def keys_in(lines: Sequence[str]) -> tuple[bytes, ...]:
    """The keys of a list of them; what begins with # is a remark."""
    found = []
    for one in filter(None, (line.partition("#")[0].strip() for line in lines)):
        try:
            key = base64.b64decode(one, validate=True)
        except binascii.Error:
            continue
        if len(key) == _KEY_BYTES:
            found.append(key)
    return tuple(found)


def look_for_update(
    folder: str, keys: Sequence[bytes] | None = None, running: str = "", schema: str = HEAD
) -> Looked:
    """Look whether a newer version than the ``running`` one lies in a folder; never raises.

    ``keys`` are those that ship, unless others are given; ``schema`` is the database's version.
    """
    if not folder:
        return Looked(words=_("No folder is named: newer versions aren't looked for."))
    try:
        return _looked(Path(folder), release_keys() if keys is None else keys, running, schema)
    except FolderAway as trouble:
        return Looked(words=trouble.message, again=True)
    except UpdateTrouble as trouble:
        return Looked(words=trouble.message, again=isinstance(trouble, NotWhole), wrong=True)


def _looked(folder: Path, keys: Sequence[bytes], running: str, schema: str) -> Looked:
    if not keys:
        raise UpdateTrouble(_(_NO_KEY))
    release = _signed_release(folder, keys)
    if release is None:
        return Looked(words=_("No newer version lies there."))
    if why_not := _why_not(release, running or desktop.__version__, schema):
        return Looked(words=why_not)
    _need_installer(folder, release)
    return Looked(Offer(release, folder))


def _signed_release(folder: Path, keys: Sequence[bytes]) -> Release | None:
    """The release that a folder's manifest tells, once its signature was checked; None: none."""
    try:
        if not folder.is_dir():
            words = _("The folder {folder} can't be reached. It is tried again later.")
            raise FolderAway(words.format(folder=folder))
        with (folder / MANIFEST).open("rb") as file:
            content = file.read(LARGEST_MANIFEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _away(folder, error) from error
    try:
        with (folder / SIGNATURE).open("rb") as file:
            signature = file.read(_PIECE)
    except FileNotFoundError:
        raise NotWhole(_(_UNSIGNED)) from None
    except OSError as error:
        raise _away(folder, error) from error
    if not _is_signed(content, signature, keys):
        raise NotWhole(_(_UNSIGNED))  # of the one before, while somebody copies
    try:
        return read_manifest(content)
    except ValueError as error:
        words = _("What is told of the version there can't be read by this program.")
        raise UpdateTrouble(words) from error


def _away(folder: Path, error: OSError) -> FolderAway:
    words = _("{folder} can't be looked into: {reason}")
    return FolderAway(words.format(folder=folder, reason=os_reason(error)))


def _is_signed(content: bytes, signature: bytes, keys: Sequence[bytes]) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    for key in keys:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, content)
        except (InvalidSignature, ValueError):
            continue
        return True
    return False


def _why_not(release: Release, running: str, schema: str) -> str:
    """Why a release isn't offered: the same, an older one, or one that can't go on from here."""
    if numbers_of(release.version) == numbers_of(running):
        return _("Version {version} lies there, which is this one.").format(version=running)
    if not release.is_later_than(running):
        words = _("Version {version} lies there, older than this one: it isn't installed.")
        return words.format(version=release.version)
    if schema < release.since:
        words = _(
            "Version {version} lies there; it can't bring this office up to date. Install a "
            "version between the two first."
        )
        return words.format(version=release.version)
    if schema > release.schema:
        words = _("Version {version} lies there, but this office needs one that is newer still.")
        return words.format(version=release.version)
    return ""


def _need_installer(folder: Path, release: Release) -> None:
    """Refuse a release whose installer is missing, or has another size than the manifest says."""
    try:
        size = (folder / release.installer).stat().st_size
    except FileNotFoundError:
        words = _("Version {version} is announced, but its installer {file} isn't there.")
        told = words.format(version=release.version, file=release.installer)
        raise NotWhole(told) from None
    except OSError as error:
        raise _away(folder, error) from error
    if size < release.size:
        raise NotWhole(_changed(release))
    if size > release.size:
        raise UpdateTrouble(_changed(release))


def _changed(release: Release) -> str:
    words = _(
        "The installer {file} isn't the one that was signed: it was changed, or isn't copied "
        "whole yet. Nothing is installed."
    )
    return words.format(file=release.installer)


# --- fetching ---------------------------------------------------------------------------------


def take_update(
    offer: Offer,
    into: Path,
    watch: Watch,
    *,
    keys: Sequence[bytes] | None = None,
    running: str = "",
    besides: int = 0,
) -> Path:
    """Copy an offered installer into a folder of this computer, all checked anew; its place there.

    ``besides`` are the bytes that a backup of the office takes. Raises UpdateTrouble, with nothing
    left of it, when signature, size or hash are wrong, or there is too little room; Cancelled when
    it was given up.
    """
    looked = look_for_update(str(offer.folder), keys, running)
    if looked.offer is None:
        raise UpdateTrouble(looked.words)
    release = looked.offer.release
    if release != offer.release:
        words = _("Another version, {version}, lies there now. Look at what is new once more.")
        raise UpdateTrouble(words.format(version=release.version))
    half = into / f"{release.installer}{_HALF}"
    try:
        into.mkdir(parents=True, exist_ok=True)
        _throw_away_old(into)
        _need_room(into, release.size + release.installed + besides + _SPARE)
        _copy_checked(offer.folder / release.installer, half, release, watch)
        return half.replace(into / release.installer)
    except OSError as error:
        raise _not_fetched(error) from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _not_fetched(error: OSError) -> UpdateTrouble:
    words = _("The installer can't be fetched: {reason}. Nothing is installed.")
    return UpdateTrouble(words.format(reason=os_reason(error)))


def throw_away_installed(folder: Path, running: str = "") -> None:
    """Installers of this version and of older ones go; one that still runs goes the next time."""
    for one in folder.glob(_NAMED):
        version = one.stem.removeprefix(_BEGINS)
        with suppress(ValueError, OSError):
            if numbers_of(version) <= numbers_of(running or desktop.__version__):
                one.unlink()


def _throw_away_old(folder: Path) -> None:
    """Installers that were fetched before go."""
    for one in (*folder.glob(_NAMED), *folder.glob(f"{_NAMED}{_HALF}")):
        with suppress(OSError):
            one.unlink(missing_ok=True)


def _need_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free >= needed:
        return
    words = _(
        "The disk has too little room for the update: {needed} MB are needed, {free} MB are free. "
        "Make room and try again."
    )
    raise UpdateTrouble(words.format(needed=-(-needed // 10**6), free=free // 10**6))


def _copy_checked(source: Path, half: Path, release: Release, watch: Watch) -> None:
    with half.open("wb") as written:
        _need_same(source, release, watch, written)
        written.flush()
        os.fsync(written.fileno())


def check_fetched(installer: Path, release: Release, watch: Watch) -> None:
    """Check an installer that was fetched once more, right before it is started.

    Meanwhile the office was backed up, which takes minutes. Raises UpdateTrouble, and throws it
    away, when it isn't the one any more.
    """
    try:
        _need_same(installer, release, watch)
    except FileNotFoundError:
        raise UpdateTrouble(_changed(release)) from None
    except OSError as error:
        raise _not_fetched(error) from error
    except UpdateTrouble:
        with suppress(OSError):
            installer.unlink()
        raise


def _need_same(file: Path, release: Release, watch: Watch, written: BinaryIO | None = None) -> None:
    """Read a file through, and write it elsewhere; refuse it when size or hash are wrong."""
    taken, sums = 0, hashlib.sha256()
    with file.open("rb") as read:
        while piece := read.read(_PIECE):
            look_up(watch, taken // _PIECE, release.size // _PIECE)
            taken += len(piece)
            if taken > release.size:
                break
            sums.update(piece)
            if written is not None:
                written.write(piece)
    if taken != release.size or sums.hexdigest() != release.sha256:
        raise UpdateTrouble(_changed(release))


# --- starting ---------------------------------------------------------------------------------


def why_not_here() -> str:
    """Why the installer can't be started on this computer; empty where it can."""
    if platform.system() != "Windows":
        return _("The installer is for Windows: on this computer it does nothing.")
    if (Path(sys.executable).parent.parent / "portable.txt").exists():
        return _("This is the program without an installer: unpack the newer zip in its place.")
    return ""


def start_installer(installer: Path) -> None:
    """Start an installer that was fetched, on its own; raises UpdateTrouble when it can't be."""
    if words := why_not_here():
        raise UpdateTrouble(words)
    alone = getattr(subprocess, "DETACHED_PROCESS", 0)
    group = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    try:
        subprocess.Popen(
            [str(installer)], cwd=installer.parent, close_fds=True, creationflags=alone | group
        )
    except OSError as error:
        words = _("The installer can't be started: {reason}. It lies in {place}.")
        told = words.format(reason=os_reason(error), place=installer)
        raise UpdateTrouble(told) from error
