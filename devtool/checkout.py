"""A checkout's `.venv`, made from the locked lists in requirements/, and commands run in it.

The folder is owned: a half-made or foreign one is thrown away and made anew.
"""

import contextlib
import ctypes
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import STDOUT
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "setup.json"
LOCKED = ROOT / "requirements" / "dev.txt"
PROJECT = ROOT / "pyproject.toml"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

# What Qt needs from a Linux system, by the file it opens: first without, then with a screen.
SYSTEM_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}

# Set by a person for other work, these would lead pip and Python away from .venv; the last would
# have every process compile the whole program anew.
MISLEADING = (
    *("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"),
    "PYTHONDONTWRITEBYTECODE",
)


UNREACHABLE = (
    "The packages come from pip's index, once. If it can't be reached from here, connect to the "
    "network\n(or tell pip its proxy or a mirror: HTTPS_PROXY, PIP_INDEX_URL), and run the same "
    "command again."
)


class SetupFailed(Exception):
    """Set-up cannot go on; the message says what to do."""


def say(text: str) -> None:
    """A line of progress on standard error: standard output belongs to what is run."""
    print(text, file=sys.stderr, flush=True)


def environment() -> dict[str, str]:
    """The caller's environment (proxy, index and certificates are his) less what misleads."""
    kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    kept.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    kept.setdefault("PYTHONUTF8", "1")
    return kept


def call(*command: str | Path) -> int:
    """Run a command in the project's folder and give its exit status."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env=environment(), check=False).returncode


def need(what: str, *command: str | Path) -> None:
    """Run a command that must succeed, quietly; what it said is shown when it does not."""
    words = [str(word) for word in command]
    how: dict[str, Any] = {"cwd": ROOT, "env": environment(), "stderr": STDOUT}
    # Inherited, so that the lock of `only_one` holds while a child outlives a killed set-up.
    run = subprocess.run(words, **how, check=False, stdout=subprocess.PIPE, close_fds=False)
    if run.returncode:
        say(run.stdout.decode(errors="replace").rstrip())
        raise SetupFailed(f"{what} failed (exit status {run.returncode}): {shlex.join(words)}")


# --- .venv --------------------------------------------------------------------------------


def digest(*files: Path) -> str:
    """One SHA-256 over the files' bytes."""
    total = hashlib.sha256()
    for file in files:
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def wanted() -> dict[str, str]:
    """What a finished `.venv` was made from; any difference makes it anew or mends it."""
    version = "{}.{}.{}".format(*sys.version_info[:3])
    return {"python": version, "place": str(VENV), "lock": digest(LOCKED)}


def stamp() -> dict[str, object]:
    """What the last finished set-up wrote down; empty when none finished."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def distributions() -> list[str]:
    """The names of the installed distributions, by their folders."""
    return sorted(folder.name for folder in VENV.glob("**/site-packages/*.dist-info"))


def is_whole(found: dict[str, object]) -> bool:
    """Whether a stamped `.venv` still holds its Python and everything that was installed."""
    listed = found.get("distributions")
    return PYTHON.exists() and isinstance(listed, list) and set(listed) <= set(distributions())


def is_ready() -> bool:
    """Whether nothing is to be done."""
    found = stamp()
    same = all(found.get(name) == value for name, value in wanted().items())
    return same and found.get("project") == digest(PROJECT) and is_whole(found)


def make_venv() -> None:
    """Bring `.venv` to the lock; the stamp goes first and comes last, so a break is seen."""
    found = stamp()
    same_python = all(found.get(name) == wanted()[name] for name in ("python", "place"))
    begun = time.monotonic()
    if same_python and is_whole(found):
        STAMP.unlink()
    else:
        need_ensurepip()
        say("Making .venv …")
        remove_venv()
        base = getattr(sys, "_base_executable", None) or sys.executable
        need("Making .venv", base, "-m", "venv", VENV)
        found = {}
    install(lock_changed=found.get("lock") != digest(LOCKED))
    mark_ready()
    say(f"Set up in {time.monotonic() - begun:.0f} s.")


def remove_venv() -> None:
    """Throw away what is left of a `.venv`."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        try:
            shutil.rmtree(VENV)
        except OSError as error:
            raise SetupFailed(f".venv is in use; close what uses it: {error}") from None


def install(*, lock_changed: bool) -> None:
    """Install the locked list, then the project itself in editable form, built without network."""
    pip = (PYTHON, "-m", "pip", "-qq", "--no-input")
    if lock_changed:
        say("Installing the locked packages …")
        wheels = ("install", "--require-hashes", "--only-binary=:all:", "--requirement", LOCKED)
        try:
            need("Installing the locked packages", *pip, *wheels)
        except SetupFailed as problem:
            raise SetupFailed(f"{problem}\n{UNREACHABLE}") from None
    editable = ("install", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    need("Installing the project", *pip, *editable)


def mark_ready() -> None:
    """Write the stamp in one step: it is there whole or not at all."""
    made = {**wanted(), "project": digest(PROJECT), "distributions": distributions()}
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(made, indent=1), encoding="utf-8")
    fresh.replace(STAMP)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Let one set-up at a time work on this checkout; the lock dies with its processes."""
    with (ROOT / ".venv.lock").open("a+", encoding="utf-8") as file:
        if not try_lock(file.fileno()):
            say("Another set-up is at work here; waiting for it …")
            while not try_lock(file.fileno()):
                time.sleep(0.2)
        os.set_inheritable(file.fileno(), True)
        yield


def try_lock(descriptor: int) -> bool:
    """Take the lock when it is free."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# --- system packages ----------------------------------------------------------------------


def can_open(library: str) -> bool:
    """Whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_ensurepip() -> bool:
    """Whether this Python can put pip into a `.venv` (Debian keeps that in python3-venv)."""
    probe = "import ensurepip, venv; ensurepip.version()"
    command = [sys.executable, "-c", probe]
    run = subprocess.run(command, env=environment(), capture_output=True, check=False)
    return run.returncode == 0


def missing_system_packages() -> list[str]:
    """The Debian packages that are needed and not there."""
    missing = [package for name, package in SYSTEM_LIBRARIES.items() if not can_open(name)]
    if not PYTHON.exists() and not has_ensurepip():
        missing.append("python{}.{}-venv".format(*sys.version_info[:2]))
    return missing


def install_system_packages() -> None:
    """Install what is missing as root on Debian's family; else say the one command."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_system_packages()
    if not missing:
        return
    if not shutil.which("apt-get"):
        say("Missing on this system (Debian's names): " + " ".join(missing))
    elif os.geteuid() == 0:
        with only_one():
            apt_install(missing)
    else:
        command = ["sudo", "apt-get", "install", "--yes", "--no-install-recommends", *missing]
        say("Missing system packages. Install them with:\n    " + shlex.join(command))


def found_or_installed(program: str, package: str) -> str | None:
    """Where a program lies; where it is missing root has Debian's package of it installed first."""
    if shutil.which(program) is None and shutil.which("apt-get") and os.geteuid() == 0:
        with contextlib.suppress(SetupFailed):
            apt_install([package])
    return shutil.which(program)


def apt_install(packages: list[str]) -> None:
    """Install packages, with fresh lists when there are none or they do not do."""
    say("Installing system packages: " + " ".join(packages))
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0")
    order = (*apt, "install", "--yes", "--no-install-recommends", *packages)
    listed = any(Path("/var/lib/apt/lists").glob("*_Packages*"))
    with contextlib.suppress(SetupFailed):
        if listed:
            need("Installing system packages", *order)
            return
    need("Refreshing the package lists", *apt, "update")
    need("Installing system packages", *order)


def need_ensurepip() -> None:
    """Refuse plainly when no `.venv` can be made."""
    if not has_ensurepip():
        raise SetupFailed(f"{sys.executable} cannot make a .venv: its venv and pip are missing.")
