#!/usr/bin/env python3
"""The project's one tool: `python3 dev.py run | test | lint | format | setup | lock | words`.

Standard library only. It makes `.venv` from the locked lists in requirements/ and owns that
folder: a half-made or foreign one is thrown away and made anew.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python is told
    sys.exit("Python 3.11 or newer is needed; this is Python " + sys.version.split()[0] + ".")

import argparse
import contextlib
import ctypes
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from subprocess import STDOUT
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "setup.json"
LOCKED = ROOT / "requirements" / "dev.txt"
PROJECT = ROOT / "pyproject.toml"
LOCALE = ROOT / "resources" / "locale"
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

LANGUAGES = ("zh_CN",)
KEYWORDS = ("_", "N_", "ngettext:1,2")
CATALOG_HEAD = """# The words of 众小 on screen.
msgid ""
msgstr ""
"Project-Id-Version: zhongxiao\\n"
"Report-Msgid-Bugs-To: the project's issues\\n"
"PO-Revision-Date: 2026-01-01 00:00+0000\\n"
"Last-Translator: the authors of zhongxiao\\n"
"Language: {0}\\n"
"Language-Team: {0}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
LOCK_OPTIONS = (
    "--quiet",
    # Or pip before 23.3 looks for `coverage[toml]` beside the pinned coverage, finds a newer
    # one and refuses it for want of a hash, from the day that one is out.
    "--no-strip-extras",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--custom-compile-command=python dev.py lock",
)
# The rooms whose every line should have been run by a test; pyproject.toml says how much, and
# tests/conftest.py which tests count.
COVERAGE = (
    *(f"--cov=desktop/{room}" for room in ("basics", "models", "planning", "queries", "services")),
    "--cov-report=term-missing:skip-covered",
    "--numprocesses=auto",
    # A file's tests stay together, so that what they share is made once; the idle take from the
    # busy at the end.
    "--dist=worksteal",
)

# Set by a person for other work, these would lead pip and Python away from .venv.
MISLEADING = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")


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


# --- set-up -------------------------------------------------------------------------------


def setup(_: Sequence[str] = ()) -> int:
    """Make `.venv` what the lock says, once; does nothing when it already is."""
    install_system_packages()
    if not is_ready():
        with only_one():
            if not is_ready():
                make_venv()
    if words_changed():
        with only_one():
            compile_words()
    return 0


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
        need("Installing the locked packages", *pip, *wheels)
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


# --- words --------------------------------------------------------------------------------


def catalogs() -> list[Path]:
    """The translations of the program's words."""
    return [LOCALE / language / "LC_MESSAGES" / "zhongxiao.po" for language in LANGUAGES]


def language(source: Path) -> str:
    """The language of a catalogue, by its folder."""
    return source.parents[1].name


def words_changed() -> bool:
    """Whether a compiled catalogue is missing or older than its source."""

    def is_stale(source: Path) -> bool:
        if not source.exists():
            return False
        compiled = source.with_suffix(".mo")
        return not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime

    return any(is_stale(source) for source in catalogs())


def babel(*arguments: str | Path) -> None:
    """Call Babel quietly."""
    need("Babel", PYTHON, "-m", "babel.messages.frontend", "--quiet", *arguments)


def compile_words() -> None:
    """Compile each catalogue beside its source, replaced in one step."""
    for source in filter(Path.exists, catalogs()):
        fresh = source.with_suffix(".mo.new")
        files = ("--input-file", source, "--output-file", fresh)
        babel("compile", *files, "--locale", language(source))
        fresh.replace(source.with_suffix(".mo"))
        os.utime(source.with_suffix(".mo"))


def words(_: Sequence[str]) -> int:
    """Bring every zhongxiao.po up to the words in the code, and compile it."""
    setup()
    with only_one(), tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "zhongxiao.pot"
        keywords = ("--no-default-keywords", *(f"--keyword={word}" for word in KEYWORDS))
        order = ("--sort-output", "--no-location", "--add-comments=Translators:")
        babel("extract", *keywords, *order, "--output-file", template, "desktop")
        for source in catalogs():
            update_catalog(source, template)
        compile_words()
    return 0


def update_catalog(source: Path, template: Path) -> None:
    """Take new words in untranslated and drop those that the code no longer says; no guesses."""
    if not source.exists():
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(CATALOG_HEAD.format(language(source)), encoding="utf-8", newline="\n")
    exact = ("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")
    files = ("--input-file", template, "--output-file", source, "--locale", language(source))
    babel("update", "--width", "100", *exact, *files)


# --- verbs --------------------------------------------------------------------------------


def run(arguments: Sequence[str]) -> int:
    """Start the program on the training office."""
    setup()
    return call(PYTHON, "-m", "desktop", "run", *arguments)


def screenshots(arguments: Sequence[str]) -> int:
    """Write every page and form, each role, size and shade (into a folder); renew the manual's."""
    setup()
    folder = arguments[0] if arguments else "out/screenshots"
    made = call(PYTHON, "-m", "desktop", "manual-pictures")
    return made or call(PYTHON, "-m", "desktop", "pictures", "--all", "--out", folder)


def bench(arguments: Sequence[str]) -> int:
    """Show speed as ratios within one run."""
    setup()
    return call(PYTHON, "-m", "bench", *arguments)


def lint(_: Sequence[str] = ()) -> int:
    """Every check that reads the code and runs none of it; all of them speak before it fails."""
    setup()
    checks: dict[str, tuple[str | Path, ...]] = {
        "ruff check": (PYTHON, "-m", "ruff", "check", "--quiet", "."),
        "ruff format": (PYTHON, "-m", "ruff", "format", "--check", "--diff", "--quiet", "."),
        "mypy": (PYTHON, "-m", "mypy"),
        "import-linter": (PYTHON.with_name("lint-imports"), "--no-logo"),
    }
    failed = []
    for name, command in checks.items():
        try:
            need(name, *command)
        except SetupFailed:
            failed.append(name)
    say("lint: " + (" and ".join(failed) + " found something" if failed else "nothing found"))
    return 1 if failed else 0


def tidy(_: Sequence[str] = ()) -> int:
    """Format the code and mend what the linter can mend by itself."""
    setup()
    fixed = call(PYTHON, "-m", "ruff", "check", "--fix", ".")
    return call(PYTHON, "-m", "ruff", "format", ".") or fixed


def test(arguments: Sequence[str]) -> int:
    """Lint, then pytest; its closing line is the last. Without arguments coverage counts too."""
    found = lint()
    if found:
        return found
    covered = () if arguments else COVERAGE
    return call(PYTHON, "-m", "pytest", *covered, *arguments)


def lock(arguments: Sequence[str]) -> int:
    """Make the locked lists anew with uv (`--upgrade` for the newest); uv is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        uv = Path(folder) / PYTHON.relative_to(VENV).with_name("uv")
        need("Making a place for uv", sys.executable, "-m", "venv", folder)
        need("Getting uv", uv.with_name(PYTHON.name), "-m", "pip", "install", "--quiet", "uv")
        for name in ("runtime", "dev"):
            need("Locking", uv, "pip", "compile", *LOCK_OPTIONS, *arguments, *lock_files(name))
    return 0


def lock_files(name: str) -> list[str]:
    """What one list is made from and written to; the tests' list keeps the program's versions."""
    files = [f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"]
    return files if name == "runtime" else [*files, "--constraint", "requirements/runtime.txt"]


VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "setup": setup,
    "run": run,
    "screenshots": screenshots,
    "bench": bench,
    "test": test,
    "lint": lint,
    "format": tidy,
    "words": words,
    "lock": lock,
}


def main(arguments: Sequence[str]) -> int:
    """Carry out one verb and give its exit status."""
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="Everything a developer does with this checkout.",
        epilog="\n".join(f"  {verb:8} {do.__doc__}" for verb, do in VERBS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=VERBS, metavar="VERB")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to what is run")
    chosen = parser.parse_args(arguments)
    try:
        return VERBS[chosen.verb](chosen.arguments)
    except SetupFailed as problem:
        say(f"dev.py: {problem}")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
