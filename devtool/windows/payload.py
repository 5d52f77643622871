"""What is installed: Python, the libraries, the program, our launchers, and all licences."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from devtool.checkout import PYTHON, ROOT, SetupFailed, environment, need
from devtool.windows.launchers import make_launchers
from devtool.windows.parts import HERE
from devtool.windows.pruning import MOST_INSTALLED, installed_as, wrong_in
from devtool.windows.readme import NAME as README
from devtool.windows.readme import write_readme
from devtool.windows.signing import sign

_LICENCES = (ROOT / "LICENSE", ROOT / "THIRD-PARTY.md", HERE / "licences")


def lay_out(target: Path, python: Path, wheels: Sequence[Path], program: Path, icon: Path) -> None:
    """Lay out the folder that is installed, whole and checked; what stood there goes.

    ``python``: the embeddable Python; ``program``: the project's own wheel. Raises SetupFailed
    when something is in it that must not ship, or it is too large.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    name = _unpack_python(python, target)
    for wheel in (*wheels, program):
        unpack_wheel(wheel, target / "app")
    make_launchers(target, name, version_of(program), icon)
    sign(target / "Zhongxiao.exe", target / "zhongxiao-cmd.exe")
    shutil.copy(icon, target / "Zhongxiao.ico")
    _lay_licences(target / "licences")
    write_readme(target / README)
    check_laid_out(target)


def files_in(folder: Path) -> Iterator[Path]:
    """Every file of a folder, in order."""
    return (one for one in sorted(folder.rglob("*")) if one.is_file())


def size_of(folder: Path) -> int:
    """How large a folder's files are, in bytes."""
    return sum(one.stat().st_size for one in files_in(folder))


def version_of(wheel: Path) -> str:
    """The version of a wheel, by its name."""
    return wheel.name.split("-")[1]


def make_program(folder: Path, source: Path = ROOT) -> Path:
    """The wheel of the program in a checkout, built without network."""
    build = (PYTHON, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    done = subprocess.run(
        [str(word) for word in build],
        cwd=source,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SetupFailed(f"Building the wheel failed:\n{done.stdout}{done.stderr}")
    return next(folder.glob("zhongxiao-*.whl"))


def _unpack_python(python: Path, target: Path) -> str:
    """Unpack Python, and let it find nothing but what is installed; gives its ``python3xx``."""
    with zipfile.ZipFile(python) as archive:
        for one in archive.infolist():
            if not one.is_dir():
                (target / Path(one.filename).name).write_bytes(archive.read(one))
    paths = next(target.glob("python*._pth"))
    paths.write_text(f"{paths.stem}.zip\n.\napp\n", encoding="ascii")
    (target / "LICENSE.txt").rename(target / "PYTHON-LICENSE.txt")
    return paths.stem


def unpack_wheel(wheel: Path, target: Path) -> None:
    """Unpack what a program needs of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        for one in archive.infolist():
            place = installed_as(one.filename)
            if place is None:
                continue
            file = target / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(archive.read(one))


def _lay_licences(target: Path) -> None:
    target.mkdir()
    for one in _LICENCES:
        if one.is_dir():
            shutil.copytree(one, target, dirs_exist_ok=True)
        else:
            shutil.copy(one, target / (one.name if one.suffix else f"{one.name}.txt"))


def check_laid_out(target: Path) -> None:
    """Raises SetupFailed when something is in a payload that must not ship, or it is too large."""
    wrong = wrong_in(one.relative_to(target).as_posix() for one in files_in(target))
    if wrong:
        raise SetupFailed("This must not ship:\n  " + "\n  ".join(wrong))
    if size_of(target) > MOST_INSTALLED:
        raise SetupFailed(f"{size_of(target):,} bytes are more than {MOST_INSTALLED:,}.")


def make_icon(target: Path) -> Path:
    """The program's icon in all sizes, drawn from its SVG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "" if sys.platform == "win32" else "offscreen")
    need("Drawing the icon", PYTHON, "-m", "devtool.windows.icon", target)
    return target
