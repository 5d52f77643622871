"""Stand-ins for what Wine lacks of Windows, put into Wine's own folder; they never ship."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from devtool.checkout import need
from devtool.windows.launchers import tool

HERE = Path(__file__).resolve().parent
_WHOLE = ("icuuc", "mscms")
# Wine's own C library under another name: ours leads to it whatever it doesn't have itself.
_WINES = "ucrtwine"
_MARK = b"Wine builtin DLL"  # Wine looks for what bears it elsewhere, by its name
_EXPORTED = re.compile(r"^\t\[ *\d+\] (?:\+base\[ *\d+\] +)?(?:[0-9a-f]{4} )?(\S+)$", re.MULTILINE)


def put_stubs(system32: Path) -> None:
    """Put them into a Wine's ``system32``."""
    for name in _WHOLE:
        _compile(system32 / f"{name}.dll", HERE / f"{name}.c")
    own = system32 / "ucrtbase.dll"
    shutil.copy(own, system32 / f"{_WINES}.dll")
    _unmark(system32 / f"{_WINES}.dll")
    with tempfile.TemporaryDirectory() as scratch:
        ours = Path(scratch) / "ours.o"
        need("Compiling", tool("gcc"), "-c", "-O2", HERE / "ucrtbase.c", "-o", ours)
        exports = Path(scratch) / "ucrtbase.def"
        exports.write_text(_led_on(own, ours), encoding="ascii")
        _compile(own, ours, exports)


def _compile(target: Path, *sources: Path) -> None:
    target.unlink(missing_ok=True)  # a link to Wine's own, maybe
    need("Compiling", tool("gcc"), "-shared", "-O2", "-s", "-static-libgcc", *sources, "-o", target)


def _unmark(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(_MARK, _MARK.replace(b"builtin", b"renamed"), 1))


def _led_on(own: Path, ours: Path) -> str:
    """What a library exports, each name led to ours where we have it, else to Wine's."""
    listed = _output("objdump", "-p", own).partition("[Ordinal/Name Pointer] Table")[2]
    have = set(re.findall(r" T our_(\w+)", _output("nm", ours)))
    lines = [
        f" {name} = " + (f"our_{name}" if name in have else f"{_WINES}.{name}")
        for name in _EXPORTED.findall(listed)
    ]
    return "\n".join(["EXPORTS", *lines, ""])


def _output(name: str, *given: str | Path) -> str:
    words = [tool(name), *map(str, given)]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout
