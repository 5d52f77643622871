"""The work of `dev.py package windows`, in the project's `.venv`."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from devtool.checkout import ROOT, SetupFailed, say
from devtool.windows.packing import make_installer, make_portable, tell
from devtool.windows.parts import Parts, read_parts
from devtool.windows.payload import (
    lay_out,
    make_icon,
    make_program,
    size_of,
    version_of,
)
from devtool.windows.releasing import announce, announce_again, make_key, read_key
from devtool.windows.taking import take_python, take_wheels

DIST = ROOT / "dist"


def main(arguments: Sequence[str]) -> int:
    """Pin, or build, or build and try."""
    parser = argparse.ArgumentParser(prog="dev.py package windows")
    parser.add_argument("--pin", action="store_true", help="make parts.json anew from the lock")
    parser.add_argument("--python", type=Path, help="the official embeddable Python, as pinned")
    parser.add_argument("--key", type=Path, help="the private key that signs the manifest")
    parser.add_argument("--news", type=Path, help="what is new, if not what the change log says")
    parser.add_argument("--make-key", type=Path, help="make a key pair, the private key there")
    parser.add_argument(
        "--announce", type=Path, metavar="INSTALLER", help="make the manifest of a signed one anew"
    )
    parser.add_argument("--smoke", action="store_true", help="try it under Wine, too")
    given = parser.parse_args(arguments)
    try:
        if given.pin:
            from devtool.windows.pinning import pin

            pin()
            return 0
        if given.make_key:
            make_key(given.make_key)
            return 0
        key = read_key(given.key) if given.key else None
        if given.announce:
            announce_again(given.announce, key, news=given.news)
            return 0
        parts = read_parts()

        def release(made: Path, version: str, installed: int) -> None:
            announce(made, version, installed, key, news=given.news)

        installer = build(parts, given.python, ROOT, DIST, release)
        if given.smoke:
            from devtool.windows.smoke import smoke

            return smoke(installer)
    except SetupFailed as problem:
        say(f"dev.py: {problem}")
        return 2
    return 0


def build(
    parts: Parts,
    python: Path | None,
    source: Path,
    dist: Path,
    release: Callable[[Path, str, int], object],
) -> Path:
    """Build the installer of a checkout into a folder, and the portable zip; gives the first.

    ``release`` announces it: by its place, its version, and the bytes that it takes once it is
    installed.
    """
    wheels, embeddable = take_wheels(parts), take_python(parts, python)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        program = make_program(folder, source)
        version = version_of(program)
        payload = folder / "payload"
        lay_out(payload, embeddable, wheels, program, make_icon(folder / "zhongxiao.ico"))
        installed = size_of(payload)
        say(f"installed  {installed / 1e6:.1f} MB")
        made = make_installer(payload, version, dist / f"Zhongxiao-Setup-{version}.exe")
        tell(made)
        tell(make_portable(payload, dist / f"Zhongxiao-{version}-portable.zip"))
        release(made, version, installed)
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
