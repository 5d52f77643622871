"""The parts that an installer is made of: parts.json names each by version and SHA-256.

It is made from the lock (`--pin`), and a test holds it against the lock.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIST = HERE / "parts.json"

# Locked since another distribution asks for them, but never loaded: they stay out of an installer.
LEFT_OUT = {
    "matplotlib": "pyvrp's pictures, which are never drawn",
    "contourpy": "matplotlib's",
    "cycler": "matplotlib's",
    "fonttools": "matplotlib's",
    "kiwisolver": "matplotlib's",
    "packaging": "matplotlib's",
    "pyparsing": "matplotlib's",
    "python-dateutil": "matplotlib's",
    "tqdm": "pyvrp's own command, which is never run",
    "colorama": "tqdm's",
}


@dataclass(frozen=True)
class Part:
    """A file of a package registry: distribution, version, name and SHA-256 of the file."""

    name: str
    version: str
    file: str
    sha256: str

    @property
    def words(self) -> str:
        """As the build tells it."""
        return f"{self.name} {self.version}  {self.file}  sha256:{self.sha256}"


@dataclass(frozen=True)
class Parts:
    """Everything that is taken from elsewhere.

    ``python`` is a repack of the embeddable Python, which lies in it as ``inside`` and has
    ``inside_sha256``; ``official`` is the file that python's own makers publish, which a release
    is made of (None until somebody pinned it).
    """

    python: Part
    inside: str
    inside_sha256: str
    official: Part | None
    wheels: tuple[Part, ...]

    @property
    def minor(self) -> str:
        """Which Python, such as ``3.13``."""
        return ".".join(self.python.version.split(".")[:2])


def read_parts(file: Path = LIST) -> Parts:
    """What stands in parts.json."""
    told = json.loads(file.read_text(encoding="utf-8"))
    official = told["official"]
    return Parts(
        Part(**told["python"]),
        told["inside"],
        told["inside_sha256"],
        Part(**official) if official else None,
        tuple(Part(**one) for one in told["wheels"]),
    )


def write_parts(parts: Parts) -> None:
    """Write parts.json anew."""
    LIST.write_text(json.dumps(asdict(parts), indent=1) + "\n", encoding="utf-8", newline="\n")


def sha256(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
