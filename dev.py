#!/usr/bin/env python3
"""The project's one tool: `python3 dev.py VERB`; `python3 dev.py --help` lists the verbs.

Standard library only; the work of it lies in devtool/.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python is told
    sys.exit("Python 3.11 or newer is needed; this is Python " + sys.version.split()[0] + ".")

import argparse
import inspect
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from devtool.checkout import (
    PYTHON,
    VENV,
    SetupFailed,
    call,
    install_system_packages,
    is_ready,
    make_venv,
    need,
    only_one,
    say,
)
from devtool.words import compile_words, renew_words, words_changed

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
    # One more than there are processors: windows and servers under test make theirs wait.
    f"--numprocesses={(os.cpu_count() or 1) + 1}",
    # A file's tests stay together, so that what they share is made once; the idle take from the
    # busy at the end.
    "--dist=worksteal",
)


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
    """Show speed as ratios within one run: of all, or of what is named (`bench papers plans`)."""
    setup()
    return call(PYTHON, "-m", "bench", *arguments)


def faults(arguments: Sequence[str]) -> int:
    """Kill the program and break disk, server and files a thousand times; tell what came of it."""
    setup()
    return call(PYTHON, "-m", "bench.faults", *arguments)


def big(arguments: Sequence[str]) -> int:
    """Make a large office (into out/big.db, or a file), and tell the memory of a window with it."""
    setup()
    return call(PYTHON, "-m", "bench.big", *arguments)


def package(arguments: Sequence[str]) -> int:
    """Build the Windows installer (`package windows`); `--smoke` tries it under Wine."""
    if arguments[:1] != ["windows"]:
        say("dev.py: what is built is named: python dev.py package windows")
        return 2
    setup()
    return call(PYTHON, "-m", "devtool.windows", *arguments[1:])


def words(_: Sequence[str] = ()) -> int:
    """Bring every zhongxiao.po up to the words in the code, and compile it."""
    setup()
    renew_words()
    return 0


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
    """Lint, then pytest with what stands after it; its closing line is the last.

    Without arguments coverage counts too.
    """
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
    "faults": faults,
    "big": big,
    "test": test,
    "lint": lint,
    "format": tidy,
    "words": words,
    "lock": lock,
    "package": package,
}
ALONE = ("setup", "lint", "format", "words")  # these take nothing more
EXPLAINED = ("run", "faults", "package")  # what these run tells more than their line


def explain(verb: str) -> int:
    """Say what a verb is for."""
    more = "" if verb in ALONE else " …"
    print(f"usage: dev.py {verb}{more}\n\n{inspect.getdoc(VERBS[verb])}")
    return 0


def main(arguments: Sequence[str]) -> int:
    """Carry out one verb and give its exit status."""
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="Everything a developer does with this checkout.",
        epilog="\n".join(
            f"  {verb:11} {(do.__doc__ or '').partition(chr(10))[0]}" for verb, do in VERBS.items()
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=VERBS, metavar="VERB")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to what is run")
    if not arguments:
        parser.print_help(sys.stderr)
        return 2
    chosen = parser.parse_args(arguments)
    verb, more = chosen.verb, chosen.arguments
    if {"-h", "--help"} & set(more) and verb not in EXPLAINED:
        return explain(verb)
    if more and verb in ALONE:
        say(f"dev.py: {verb} takes nothing more, but got: {' '.join(more)}")
        return 2
    try:
        return VERBS[verb](more)
    except SetupFailed as problem:
        say(f"dev.py: {problem}")
        return 2
    except OSError as error:
        say(f"dev.py: {error.filename}: {error.strerror}")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
