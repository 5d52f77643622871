"""What a release says of itself in the folder where programs look for newer versions.

Beside the installer lie its manifest (JSON) and the manifest's ed25519 signature. The manifest is
written by whoever builds (``dev.py package windows``) and read by the program.
"""

import json
import re
from dataclasses import asdict, dataclass
from typing import Any

MANIFEST = "zhongxiao-update.json"
SIGNATURE = "zhongxiao-update.sig"
LARGEST_MANIFEST = 100_000  # bytes; more is none of ours
_FORMAT = 1
_LARGEST_INSTALLER = 1_000_000_000
_NEWS_SIGNS = 4_000
_LINE_SIGNS = 36
_VERSION = re.compile(r"(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})", re.ASCII)
_INSTALLER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.exe", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SCHEMA = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True)
class Release:
    """A version that can be installed.

    ``installer`` is a file's name beside the manifest, ``size`` and ``sha256`` are that file's,
    ``installed`` is what the program takes on the disk (bytes). ``news`` says in Chinese what is
    new. ``schema`` is the version of the database that it works with, ``since`` the oldest that it
    brings up to date.
    """

    version: str
    installer: str
    size: int
    sha256: str
    installed: int
    news: str
    schema: str
    since: str

    def __post_init__(self) -> None:
        """Raise ValueError for what no manifest of ours says."""
        for name, pattern in (
            ("version", _VERSION),
            ("installer", _INSTALLER),
            ("sha256", _SHA256),
            ("schema", _SCHEMA),
            ("since", _SCHEMA),
        ):
            value = getattr(self, name)
            if not isinstance(value, str) or not pattern.fullmatch(value):
                raise ValueError(name)
        for name in ("size", "installed"):
            value = getattr(self, name)
            if type(value) is not int or not 0 < value <= _LARGEST_INSTALLER:
                raise ValueError(name)
        news: Any = self.news
        if not isinstance(news, str) or len(news) > _NEWS_SIGNS:
            raise ValueError("news")

    @property
    def headline(self) -> str:
        """The beginning of what is new, short enough for a line: its first sentence, or less."""
        lines = (one.strip().removeprefix("- ") for one in self.news.splitlines())
        sentence = re.split("[。；]", next(filter(None, lines), ""))[0]
        return sentence if len(sentence) <= _LINE_SIGNS else f"{sentence[:_LINE_SIGNS]}…"

    def is_later_than(self, version: str) -> bool:
        """Whether it follows a version; never true of the same one."""
        return numbers_of(self.version) > numbers_of(version)


def numbers_of(version: str) -> tuple[int, ...]:
    """The three numbers of a version, to compare; raises ValueError for any other."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ValueError(version)
    return tuple(int(one) for one in found.groups())


def manifest_of(release: Release) -> bytes:
    """The manifest, as it is signed."""
    told = {"format": _FORMAT, "program": "zhongxiao", **asdict(release)}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(content: bytes) -> Release:
    """What a manifest says; raises ValueError for what is none of ours, or of a later form."""
    told: Any = json.loads(content.decode("utf-8"))
    if not isinstance(told, dict) or told.get("program") != "zhongxiao":
        raise ValueError("program")
    if told.get("format") != _FORMAT:
        raise ValueError("format")
    try:
        return Release(**{name: told[name] for name in Release.__dataclass_fields__})
    except KeyError as missing:
        raise ValueError(str(missing)) from missing
