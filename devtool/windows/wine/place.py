"""A Wine with a folder of its own: within a small Debian that is made once, and needs root."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devtool.checkout import SetupFailed, found_or_installed, need, say
from devtool.windows.taking import cache_folder
from devtool.windows.wine.stubs import put_stubs

_SUITE = "trixie"  # its Wine 10 runs what older ones can't
_PACKAGES = "wine,wine64,xvfb,imagemagick"
_SHARED = ("proc", "dev")
_DISPLAY = ":77"
_LONGEST_S = 1800
_STUBS = "icuuc=n;mscms=n;ucrtbase=n,b"  # Wine makes its folder before ours lie in it
_OVERRIDES = f"winedbg.exe=d;winemenubuilder.exe=d;mscoree=d;mshtml=d;{_STUBS}"


@dataclass(frozen=True)
class Wine:
    """A Wine that works in ``root``, in its folder ``smoke``, on a screen that nobody sees."""

    root: Path

    @property
    def folder(self) -> Path:
        """What is made anew for each trial."""
        return self.root / "smoke"

    @property
    def drive(self) -> Path:
        """Drive C."""
        return self.folder / "prefix" / "drive_c"

    @property
    def user(self) -> Path:
        """The folder of Wine's one person."""
        return self.drive / "users" / "root"

    @property
    def data(self) -> Path:
        """Where an office lies that nobody put elsewhere."""
        return self.user / "AppData" / "Local" / "Zhongxiao"

    @property
    def scratch(self) -> Path:
        """What a trial itself keeps on drive C."""
        return self.drive / "windows" / "trial"

    @property
    def own_place(self) -> Path:
        """Where the installer puts the program when nobody says where."""
        return self.user / "AppData" / "Local" / "Programs" / "Zhongxiao"

    def command(self, *words: str, **more: str) -> list[str]:
        """How a command is run in there."""
        values = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/smoke/home",
            "XDG_RUNTIME_DIR": "/smoke/home",
            "WINEPREFIX": "/smoke/prefix",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _OVERRIDES,
            "LANG": "C.UTF-8",
            "DISPLAY": _DISPLAY,
            **more,
        }
        given = [f"{name}={value}" for name, value in values.items()]
        return ["chroot", str(self.root), "env", "-i", *given, *words]

    def run(self, *words: str, **more: str) -> tuple[int, str]:
        """Run a command to its end: exit status, and what it said."""
        with tempfile.TemporaryFile() as said:  # servers that Wine leaves behind would hold a pipe
            command = self.command(*words, **more)
            run = subprocess.run(command, stdout=said, stderr=said, timeout=_LONGEST_S, check=False)
            said.seek(0)
            return run.returncode, said.read().decode("utf-8", "replace")

    def version(self) -> str:
        """What this Wine calls itself."""
        return self.run("wine", "--version")[1].strip()

    def registered(self, key: str, name: str | None = None) -> str | None:
        """A text of the person's registry, or all of a key; None when it isn't there."""
        which = ("/v", name) if name else ()
        status, told = self.run("wine", "reg", "query", f"HKCU\\{key}", *which)
        if status:
            return None
        return told.partition("REG_SZ")[2].strip() if name else told

    def windows(self, file: Path) -> str:
        """A file on drive C as Windows names it."""
        return "C:\\" + str(file.relative_to(self.drive)).replace("/", "\\")


class NoWine(Exception):
    """There can be no Wine here; the message says why."""


@contextmanager
def wine() -> Iterator[Wine]:
    """A fresh Wine with a screen, and the stand-ins in it. Raises NoWine."""
    made = _found()
    shutil.rmtree(made.folder, ignore_errors=True)
    (made.folder / "home").mkdir(parents=True)
    for name in _SHARED:
        if not any((made.root / name).iterdir()):
            need("Mounting", "mount", "--bind", f"/{name}", made.root / name)
    screen = subprocess.Popen(
        made.command("Xvfb", _DISPLAY, "-screen", "0", "1366x768x24", "-nolisten", "tcp"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        made.run("wineboot", "-i")
        put_stubs(made.drive / "windows" / "system32")
        made.scratch.mkdir(parents=True)
        yield made
    finally:
        made.run("/usr/lib/wine/wineserver", "-k")
        screen.terminate()
        screen.wait()
        for name in _SHARED:  # debootstrap leaves its own
            if os.path.ismount(made.root / name):
                subprocess.run(["umount", "--lazy", made.root / name], check=False)


def _found() -> Wine:
    named = os.environ.get("ZHONGXIAO_WINE")
    root = Path(named) if named else cache_folder() / "wine"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise NoWine("a Wine in a folder of its own is made and run by root on Linux only")
    if not os.path.lexists(root / "usr/bin/wine"):  # a link that leads nowhere from outside
        _make(root)
    return Wine(root)


def _make(root: Path) -> None:
    """A small Debian with Wine; made beside and renamed, so that a half-made one is never used."""
    half = root.with_name(f"{root.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    half.parent.mkdir(parents=True, exist_ok=True)
    try:
        if found_or_installed("debootstrap", "debootstrap") is None:
            raise NoWine("there is no Wine here, and no debootstrap to make one")
        say(f"Making a Debian with Wine in {root} …")
        given = ("--variant=minbase", f"--include={_PACKAGES}", _SUITE, half)
        need("Making a place for Wine", "debootstrap", *given)
    except SetupFailed as problem:
        raise NoWine(f"Wine can't be had here: {problem}") from None
    half.rename(root)
