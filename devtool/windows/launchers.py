"""Compiling the two launchers: one for the window, one for commands in a console."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from devtool.checkout import WINDOWS, SetupFailed, found_or_installed, need
from devtool.windows.parts import HERE

_PACKAGE = "gcc-mingw-w64-x86-64"
_RESOURCES = """#include <windows.h>
1 ICON "{icon}"
1 RT_MANIFEST "{manifest}"
1 VERSIONINFO
FILEVERSION {numbers},0
PRODUCTVERSION {numbers},0
{{
 BLOCK "StringFileInfo" {{ BLOCK "080404B0" {{
  VALUE "FileDescription", L"\\x4f17\\x5c0f"
  VALUE "ProductName", L"\\x4f17\\x5c0f Zhongxiao"
  VALUE "FileVersion", "{version}"
  VALUE "ProductVersion", "{version}"
 }} }}
 BLOCK "VarFileInfo" {{ VALUE "Translation", 0x804, 1200 }}
}}
"""


def tool(name: str) -> str:
    """A compiler's program for Windows: of a cross compiler, else of one on Windows itself."""
    found = shutil.which(name) if WINDOWS else None
    found = found_or_installed(f"x86_64-w64-mingw32-{name}", _PACKAGE) or found
    if found is None:
        raise SetupFailed(f"{name} of MinGW-w64 is missing (Debian: {_PACKAGE}).")
    return found


def make_launchers(
    target: Path, python: str, version: str, icon: Path, source: Path = HERE / "launcher.c"
) -> None:
    """Put Zhongxiao.exe and zhongxiao-cmd.exe beside ``python`` (such as ``python313``)."""
    with tempfile.TemporaryDirectory() as scratch:
        resources = Path(scratch) / "launcher.res"
        script = Path(scratch) / "launcher.rc"
        script.write_text(
            _RESOURCES.format(
                icon=icon.as_posix(),
                manifest=(HERE / "launcher.manifest").as_posix(),
                numbers=",".join(version.split(".")[:3]),
                version=version,
            ),
            encoding="ascii",
        )
        need("Compiling resources", tool("windres"), "-O", "coff", script, resources)
        given = (source, f'-DPYTHON_DLL=L"{python}.dll"', resources)
        _compile(target / "Zhongxiao.exe", *given, "-mwindows", "-DWINDOWED")
        _compile(target / "zhongxiao-cmd.exe", *given, "-mconsole")


def _compile(target: Path, *given: str | Path) -> None:
    compiler = tool("gcc")
    machine = subprocess.run([compiler, "-dumpmachine"], capture_output=True, text=True, check=True)
    if "mingw32" not in machine.stdout:
        raise SetupFailed(f"{compiler} makes no programs for Windows: MinGW-w64 is needed.")
    options = ("-municode", "-O2", "-s", "-Wall", "-Wextra")
    safe = ("-Wl,--dynamicbase,--nxcompat,--high-entropy-va,--no-insert-timestamp",)
    need("Compiling a launcher", compiler, *options, *safe, *given, "-o", target)
