"""A Wine with a folder of its own: within a small Debian that is made once, and needs root."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devtool.checkout import SetupFailed, need, say
from devtool.windows.launchers import tool
from devtool.windows.taking import cache_folder

_SUITE = "trixie"  # its Wine 10 runs what older ones can't
_PACKAGES = "wine,wine64,xvfb,imagemagick"
_DISPLAY = ":77"
_STUBS = ("icuuc", "mscms")
_LONGEST_S = 900
_OVERRIDES = "winedbg.exe=d;winemenubuilder.exe=d;mscoree=d;mshtml=d;icuuc=n;mscms=n"


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
    def installed(self) -> Path:
        """Where the installer puts the program."""
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

    def windows(self, file: Path) -> str:
        """A file on drive C as Windows names it."""
        return "C:\\" + str(file.relative_to(self.drive)).replace("/", "\\")


@contextmanager
def wine() -> Iterator[Wine | None]:
    """A fresh Wine with a screen; None, with a plain word, where there can be none."""
    made = _found()
    if made is None:
        yield None
        return
    shutil.rmtree(made.folder, ignore_errors=True)
    (made.folder / "home").mkdir(parents=True)
    for name in ("proc", "dev"):
        if not any((made.root / name).iterdir()):
            need("Mounting", "mount", "--bind", f"/{name}", made.root / name)
    screen = subprocess.Popen(
        made.command("Xvfb", _DISPLAY, "-screen", "0", "1366x768x24", "-nolisten", "tcp"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        made.run("wineboot", "-i")
        _put_stubs(made)
        yield made
    finally:
        made.run("/usr/lib/wine/wineserver", "-k")
        screen.terminate()
        screen.wait()


def _found() -> Wine | None:
    named = os.environ.get("ZHONGXIAO_WINE")
    root = Path(named) if named else cache_folder() / "wine"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        say("Not tried: a Wine of its own is made by root on Linux only.")
        return None
    if not os.path.lexists(root / "usr/bin/wine"):  # a link that leads nowhere from outside
        if shutil.which("debootstrap") is None:
            say("Not tried: there is no Wine here, and no debootstrap to make one.")
            return None
        say(f"Making a Debian with Wine in {root} …")
        try:
            given = ("--variant=minbase", f"--include={_PACKAGES}", _SUITE, root)
            need("Making a place for Wine", "debootstrap", *given)
        except SetupFailed as problem:
            say(f"Not tried: {problem}")
            return None
    return Wine(root)


def _put_stubs(made: Wine) -> None:
    here = Path(__file__).resolve().parent
    for name in _STUBS:
        target = made.drive / "windows" / "system32" / f"{name}.dll"
        need("Compiling", tool("gcc"), "-shared", "-O2", "-s", here / f"{name}.c", "-o", target)
