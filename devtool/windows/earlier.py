"""An installer of an earlier version, built by the tools of its own time: what is upgraded."""

import re
import shutil
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

from devtool.checkout import PYTHON, ROOT, VENV, SetupFailed, environment, need
from devtool.windows.taking import cache_folder

_VERSION = "desktop/__init__.py"
_TOOLS = "devtool/windows/__main__.py"
_WRITTEN = re.compile(r'^__version__ = "([0-9.]+)"$', re.MULTILINE)


def earlier_commit() -> str | None:
    """The last commit of the version before this one, or the first one that could build.

    None where git knows none.
    """
    parent = _git("log", "-1", "--format=%H^", "-G^__version__", "--", _VERSION)
    if parent and _git("rev-parse", "--verify", "--quiet", f"{parent}:{_TOOLS}"):
        return _git("rev-parse", parent)
    added = _git("log", "--diff-filter=A", "--format=%H", "--", _TOOLS)
    return added.split()[-1] if added else None


def build_earlier(commit: str, folder: Path, version: str) -> Path:
    """A commit's installer as something lower than ``version``, built in ``folder`` and kept."""
    kept = cache_folder() / "earlier" / f"{commit[:16]}-below-{version}"
    if not kept.exists():
        made = _built(commit, folder, version)
        half = kept.with_name(f"{kept.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        shutil.copy(made, half)
        half.rename(kept)
    return next(kept.iterdir())


def _built(commit: str, folder: Path, version: str) -> Path:
    source = checked_out(commit, folder)
    (source / VENV.name).symlink_to(VENV)
    written = source / _VERSION
    text = written.read_text(encoding="utf-8")
    told = _WRITTEN.search(text)
    if told is None:
        raise SetupFailed(f"{commit} says nowhere which version it is")
    if _numbers(told[1]) >= _numbers(version):
        text = _WRITTEN.sub(f'__version__ = "{lower_than(version)}"', text)
        written.write_text(text, encoding="utf-8")
    python = source / PYTHON.relative_to(ROOT)
    command = [str(python), "-m", "devtool.windows"]
    run = subprocess.run(
        command, cwd=source, env=environment(), capture_output=True, text=True, check=False
    )
    made = list((source / "dist").glob("*Setup*.exe"))
    if run.returncode or len(made) != 1:
        raise SetupFailed(f"{commit} doesn't build here:\n{run.stdout}{run.stderr}")
    return made[0]


def checked_out(commit: str, folder: Path) -> Path:
    """Everything as it was at a commit, with its words compiled."""
    command = ["git", "archive", commit]
    archive = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as packed:
        packed.extractall(folder, filter="data")
    for words in folder.rglob("*.po"):
        compiled = words.with_suffix(".mo")
        babel = (PYTHON, "-m", "babel.messages.frontend", "--quiet", "compile")
        need("Babel", *babel, "-l", "zh_CN", "-i", words, "-o", compiled)
    return folder


def lower_than(version: str) -> str:
    """A version just before another."""
    numbers = list(_numbers(version))
    at = max(place for place, one in enumerate(numbers) if one)
    numbers[at:] = [numbers[at] - 1, *[9 for _one in numbers[at + 1 :]]]
    return ".".join(map(str, numbers))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _git(*words: str) -> str:
    run = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if run.returncode else run.stdout.strip()
