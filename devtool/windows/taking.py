"""Taking the parts: each from the person's own pip configuration, into a cache outside the project.

Nothing is used whose SHA-256 isn't the pinned one.
"""

import os
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from devtool.checkout import PYTHON, SetupFailed, need, say
from devtool.windows.parts import LEFT_OUT, Part, Parts, sha256

_WHEELS = ("--only-binary=:all:", "--platform", "win_amd64", "--implementation", "cp")


def cache_folder() -> Path:
    """Where downloads are kept: ZHONGXIAO_BUILD_CACHE, or the user's own cache folder."""
    named = os.environ.get("ZHONGXIAO_BUILD_CACHE")
    if named:
        return Path(named)
    home = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(home or Path.home() / ".cache") / "zhongxiao-build"


def kept(part: Part) -> Path:
    """Where a part lies in the cache, or will lie."""
    return cache_folder() / part.sha256[:16] / part.file


def all_kept(parts: Parts) -> bool:
    """Whether everything is in the cache, so that a build needs no network."""
    return all(kept(one).is_file() for one in (parts.python, *shipped(parts)))


def shipped(parts: Parts) -> tuple[Part, ...]:
    """The wheels that go into the installer."""
    return tuple(one for one in parts.wheels if one.name not in LEFT_OUT)


def take_wheels(parts: Parts) -> list[Path]:
    """Every wheel that is shipped, checked; tells package, version and hash of each."""
    return [take_wheel(one, parts.minor) for one in shipped(parts)]


def take_wheel(part: Part, minor: str) -> Path:
    """One wheel for Windows and a Python such as ``3.13``, checked."""
    return _taken(part, *_WHEELS, "--python-version", minor)


def take_python(parts: Parts, given: Path | None) -> Path:
    """The embeddable Python: the official file that is ``given``, or the repack of the registry.

    Raises SetupFailed for an official file that isn't the pinned one, or when none is pinned.
    """
    if given is not None:
        return _official(parts, given)
    source = _taken(parts.python, "--no-binary=:all:")
    inside = source.with_name(f"python-{parts.python.version}-embeddable.zip")
    if not inside.exists():
        with tarfile.open(source) as archive:
            stream = archive.extractfile(parts.inside)
            assert stream is not None
            inside.write_bytes(stream.read())
    _check(inside, parts.inside_sha256)
    return inside


def _official(parts: Parts, given: Path) -> Path:
    found = sha256(given)
    if parts.official is None:
        raise SetupFailed(
            "No official Python is pinned. Check its signature, then write it into parts.json as "
            f'"official": name, version, file, and sha256 {found}'
        )
    say(f"took {parts.official.words}")
    _check(given, parts.official.sha256)
    return given


def _taken(part: Part, *options: str) -> Path:
    target = kept(part)
    if not target.is_file():
        with tempfile.TemporaryDirectory() as folder:
            wanted = Path(folder) / "wanted.txt"
            wanted.write_text(f"{part.name}=={part.version} --hash=sha256:{part.sha256}\n")
            pip = (PYTHON, "-m", "pip", "-qq", "--no-input", "download", "--no-deps")
            place = ("--dest", folder, "--require-hashes", "--requirement", wanted)
            need(f"Taking {part.file}", *pip, *options, *place)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(folder) / part.file, target)
    _check(target, part.sha256)
    say(f"took {part.words}")
    return target


def _check(file: Path, wanted: str) -> None:
    found = sha256(file)
    if found != wanted:
        raise SetupFailed(f"{file} is not the pinned one: its sha256 is {found}, wanted {wanted}.")
