"""The steps of the release job: .github/workflows/release.yml calls `-m devtool.windows.job STEP`.

They are here and not in the job, so that tests can take them; only the standard library is needed.
"""

import io
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from devtool.checkout import ROOT, SetupFailed, say
from devtool.windows.parts import read_parts, sha256

PYTHON_ZIP = "python-embeddable.zip"
Start = Callable[[str, Path], int]
Call = Callable[[Sequence[str]], int]
_MINGW = ("mingw64/mingw64/bin", "chocolatey/lib/mingw/tools/install/mingw64/bin")
_HANZI = Path("我的 程序", "众小 办事处")


def ready(environ: Mapping[str, str], root: Path = ROOT) -> None:
    """That the tag is the version, and that what must be set is set. Raises SetupFailed."""
    version = runpy.run_path(str(root / "desktop" / "__init__.py"))["__version__"]
    tag = environ.get("GITHUB_REF_NAME", "")
    if tag != f"v{version}":
        raise SetupFailed(f"{tag} is no tag of version {version}: v{version} would be")
    needed = ["EMBEDDABLE_PYTHON"]
    if environ.get("SIGNING") == "yes":
        needed += ["SIGNING_CERTIFICATE", "TIMESTAMP_SERVER"]
    else:
        say("::warning::SIGNING isn't yes: Windows warns of this installer")
    if environ.get("ANNOUNCING") == "yes":
        needed += ["RELEASE_KEY"]
    else:
        say("::warning::ANNOUNCING isn't yes: no program offers this version")
    if missing := [one for one in needed if not environ.get(one)]:
        raise SetupFailed(f"not set: {', '.join(missing)}; docs/releasing.md tells")


def embeddable(environ: Mapping[str, str]) -> Path:
    """Fetch the official embeddable Python, and look whether it is the pinned one."""
    official = read_parts().official
    target = Path(environ["RUNNER_TEMP"]) / PYTHON_ZIP
    address = environ["EMBEDDABLE_PYTHON"]
    try:
        with urllib.request.urlopen(address) as answer, target.open("wb") as written:
            shutil.copyfileobj(answer, written)
    except (OSError, ValueError) as error:
        raise SetupFailed(f"EMBEDDABLE_PYTHON, {address}, can't be fetched: {error}") from error
    if official is None or sha256(target) != official.sha256:
        target.unlink()
        pinned = official.words if official else "none"
        raise SetupFailed(f"{address} isn't the pinned one: {pinned}")
    return target


def tools(environ: Mapping[str, str], call: Call) -> None:
    """NSIS on the path of the later steps, and MinGW-w64; brought by Chocolatey where missing."""
    nsis = Path(environ.get("ProgramFiles(x86)", "C:/Program Files (x86)")) / "NSIS"
    wanted = [("nsis", (nsis / "makensis.exe").is_file()), ("mingw", bool(shutil.which("windres")))]
    for name, there in wanted:
        if not there and call(["choco", "install", name, "--yes", "--no-progress"]):
            raise SetupFailed(f"{name} can't be had by Chocolatey")
    # What an installer puts on the system's path is not on that of a job that runs already.
    data = Path(environ.get("ProgramData", "C:/ProgramData"))
    folders = [nsis, *(one for one in (data / place for place in _MINGW) if one.is_dir())]
    with Path(environ["GITHUB_PATH"]).open("a", encoding="utf-8") as path:
        path.writelines(f"{one}\n" for one in folders)


def announce(environ: Mapping[str, str], call: Call, dist: Path = ROOT / "dist") -> None:
    """Sign the manifest by RELEASE_KEY, which lies in a file only meanwhile."""
    with tempfile.TemporaryDirectory() as scratch:
        key = Path(scratch) / "release-key.pem"
        key.touch(mode=0o600)
        key.write_text(environ["RELEASE_KEY"].strip() + "\n", encoding="ascii")
        command = [sys.executable, "dev.py", "package", "windows", "--announce"]
        if call([*command, str(_installer(dist)), "--key", str(key)]):
            raise SetupFailed("the manifest isn't signed")


def tried(
    environ: Mapping[str, str], start: Start, dist: Path = ROOT / "dist", here: Path = ROOT
) -> None:
    """Install into a Chinese path, try it, remove it. Raises SetupFailed when a step fails."""
    place = Path(environ["LOCALAPPDATA"]) / _HANZI
    # NSIS takes all that follows /D= and _?= as it stands, without quotes.
    if status := start(f'"{_installer(dist)}" /S /D={place}', here):
        raise SetupFailed(f"the installer ended with {status}")
    _selftest(place / "program" / "Zhongxiao.exe", here / "selftest", start)
    start(f'"{place / "Uninstall.exe"}" /S _?={place}', here)
    if (place / "program").exists():
        raise SetupFailed("the program is still there")


def portable(start: Start, dist: Path = ROOT / "dist", here: Path = ROOT) -> None:
    """Unpack the portable folder, and try it."""
    folder = here / "portable"
    with zipfile.ZipFile(next(dist.glob("Zhongxiao-*-portable.zip"))) as packed:
        packed.extractall(folder)
    _selftest(next(folder.rglob("Zhongxiao.exe")), here / "selftest-portable", start)


def draft(environ: Mapping[str, str], call: Call, dist: Path = ROOT / "dist") -> None:
    """A draft of a release with all that was made, the changes of its version as its words."""
    tag = environ["GITHUB_REF_NAME"]
    with tempfile.TemporaryDirectory() as scratch:
        notes = Path(scratch) / "notes.md"
        notes.write_text(changes_of(tag.removeprefix("v")), encoding="utf-8")
        files = sorted(str(one) for one in dist.iterdir() if one.is_file())
        given = ("--draft", "--verify-tag", "--title", tag, "--notes-file", str(notes))
        if call(["gh", "release", "create", tag, *given, *files]):
            raise SetupFailed("the draft isn't made")


def changes_of(version: str) -> str:
    """The section of a version in the change log."""
    log = ROOT / "CHANGELOG.md"
    sections = log.read_text(encoding="utf-8").split("\n## ")[1:]
    for one in sections:
        if one.split(maxsplit=1)[0].partition("（")[0] == version:
            return one.partition("\n")[2].strip() + "\n"
    raise SetupFailed(f"{log.name} says nothing of {version}")


def _installer(dist: Path) -> Path:
    found = list(dist.glob("Zhongxiao-Setup-*.exe"))
    if len(found) != 1:
        raise SetupFailed(f"{dist} holds {len(found)} installers")
    return found[0]


def _selftest(program: Path, out: Path, start: Start) -> None:
    out.mkdir()
    report = out / "report.json"
    status = start(f'"{program}" selftest --report "{report}" --out "{out / "drawn"}"', out)
    if report.is_file():
        say(report.read_text(encoding="utf-8"))
    if status or not report.is_file():
        raise SetupFailed(f"the self-test ended with {status}")


def _start(line: str, folder: Path) -> int:
    """Run a command line to its end, as it stands: on Windows nothing puts quotes around words."""
    return subprocess.run(line, cwd=folder, check=False).returncode


def _call(words: Sequence[str]) -> int:
    command = [shutil.which(words[0]) or words[0], *words[1:]]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(step: str) -> int:
    """Take a step; the exit status."""
    steps: Mapping[str, Callable[[], object]] = {
        "ready": lambda: ready(os.environ),
        "embeddable": lambda: embeddable(os.environ),
        "tools": lambda: tools(os.environ, _call),
        "announce": lambda: announce(os.environ, _call),
        "tried": lambda: tried(os.environ, _start),
        "portable": lambda: portable(_start),
        "draft": lambda: draft(os.environ, _call),
    }
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8")  # reports are in Chinese
    try:
        steps[step]()
    except SetupFailed as problem:
        say(f"::error::{problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
