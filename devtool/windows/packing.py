"""Packing what is laid out: the installer by NSIS, and the portable folder as a zip."""

import tempfile
import zipfile
from pathlib import Path

from devtool.checkout import SetupFailed, found_or_installed, need, say
from devtool.windows.parts import HERE
from devtool.windows.payload import files_in, make_icon, size_of
from devtool.windows.pruning import MOST_PACKED
from devtool.windows.readme import NAME as README
from devtool.windows.readme import readme_page
from devtool.windows.signing import sign, sign_command

_LAID_IN = "\\program.before\\"  # the longest name of the folder that holds the payload
_PORTABLE = """众小，免安装：运行 program 文件夹里的 Zhongxiao.exe。数据在旁边的 data 文件夹里。
Zhongxiao without an installer: run Zhongxiao.exe in the folder program. Data lie in data.
"""


def make_installer(payload: Path, version: str, target: Path) -> Path:
    """The installer; raises SetupFailed when NSIS is missing or it became too large."""
    _need_makensis()
    values = {
        "VERSION": version,
        "PAYLOAD": payload,
        "OUTFILE": target,
        "ICON": payload / "Zhongxiao.ico",
        "KILOBYTES": size_of(payload) // 1024,
        "LONGEST": longest_place(payload),
    }
    if sign_command():
        values["SIGN"] = sign_command()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        values["SIDE"] = make_icon(Path(scratch) / "side.bmp")
        given = [f"-D{name}={value}" for name, value in values.items()]
        # Without -NOCD it signs Uninstall.exe in another folder than the launchers.
        options = ("-V2", "-WX", "-NOCD", f"-X!addincludedir '{HERE}'")
        need("Making the installer", "makensis", *options, *given, HERE / "installer.nsi")
    sign(target)
    if target.stat().st_size > MOST_PACKED:
        raise SetupFailed(f"{target} has {target.stat().st_size:,} bytes, too many.")
    return target


def longest_place(payload: Path) -> int:
    """How many signs a file's path has at most beyond the folder that a person chooses."""
    return max(len(str(one.relative_to(payload))) for one in files_in(payload)) + len(_LAID_IN)


def _need_makensis() -> None:
    if found_or_installed("makensis", "nsis") is None:
        raise SetupFailed("makensis of NSIS 3 is missing (Debian: nsis).")


def make_portable(payload: Path, target: Path) -> Path:
    """The portable folder as a zip: data lie beside the program."""
    top = Path(target.stem)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr((top / "portable.txt").as_posix(), "\ufeff" + _PORTABLE)
        archive.writestr((top / README).as_posix(), readme_page(program="program/"))
        for file in files_in(payload):
            archive.write(file, (top / "program" / file.relative_to(payload)).as_posix())
    return target


def tell(file: Path) -> None:
    """Say how large a file became."""
    say(f"made {file}  {file.stat().st_size / 1e6:.1f} MB")
