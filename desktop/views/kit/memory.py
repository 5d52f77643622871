"""What the window remembers on this computer: sizes, filters, the last page, and drafts.

Drafts are what somebody typed and didn't save yet; they survive closing and a crash.
"""

import hashlib
import json
import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.basics.through import write_through

_log = logging.getLogger(__name__)
_PASTED_S = 3600


@dataclass(frozen=True)
class Draft:
    """What stood in a form that wasn't saved, as its editors hold it.

    ``once`` is the key under which it is saved once. ``version`` is that of the record it was
    read from (None for a new one), ``read`` what stood there before anything was typed.
    ``unwritten`` is held while the window is open and goes into no file (V2).
    """

    values: dict[str, Any]
    once: str = ""
    version: int | None = None
    read: dict[str, Any] = field(default_factory=dict)
    unwritten: dict[str, Any] = field(default_factory=dict)


class Memory:
    """Small JSON files in one folder; ``person`` gives each person a corner of their own."""

    def __init__(self, folder: Path, office: str = "", person: str = "") -> None:
        self._root = folder
        corner = hashlib.sha256(f"{office}\n{person}".encode()).hexdigest()[:16]
        self._folder = folder / corner if office or person else folder
        self._values: dict[str, Any] = _read(self._folder / "window.json")
        self._unwritten: dict[str, dict[str, Any]] = {}

    @property
    def root(self) -> Path:
        """The folder of all corners: what is kept there belongs to the computer."""
        return self._root

    def of(self, office: str, person: str) -> "Memory":
        """The corner of one person in one office."""
        found = Memory(self._root, office, person)
        found.sweep_pasted()
        return found

    def get(self, name: str, default: Any = None) -> Any:
        """What was remembered under a name."""
        return self._values.get(name, default)

    def put(self, name: str, value: Any) -> None:
        """Remember a value."""
        if self._values.get(name) != value:
            self._values[name] = value
            _write(self._folder / "window.json", self._values)

    def draft(self, key: str) -> Draft | None:
        """What was typed into a form and not saved; None when nothing was."""
        kept = _read(self._draft_file(key))
        if not kept:
            return None
        return Draft(
            kept.get("values", {}),
            str(kept.get("once", "")),
            kept.get("version"),
            kept.get("read", {}),
            self._unwritten.get(key, {}),
        )

    def keep_draft(self, key: str, draft: Draft) -> None:
        """Keep what is typed so far."""
        self._unwritten[key] = draft.unwritten
        written = {"key": key, **vars(draft)}
        del written["unwritten"]
        _write(self._draft_file(key), written, through=True)

    def drop_draft(self, key: str) -> None:
        """Forget a draft: it was saved or thrown away."""
        self._unwritten.pop(key, None)
        self._draft_file(key).unlink(missing_ok=True)

    def drafts(self, prefix: str = "") -> list[str]:
        """The keys of all drafts that begin so."""
        files = sorted((self._folder / "drafts").glob("*.json"))
        keys = [str(_read(file).get("key", "")) for file in files]
        return [key for key in keys if key and key.startswith(prefix)]

    def keep_pasted(self, name: str, content: bytes) -> Path:
        """Keep a picture from the clipboard until the form that it stands in is saved."""
        target = self._folder / "pasted" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return target

    def sweep_pasted(self) -> None:
        """Delete pasted pictures that no draft names any more: they are saved, or thrown away."""
        pasted = [one for one in (self._folder / "pasted").glob("*") if _is_old(one)]
        if pasted:
            drafts = (self._folder / "drafts").glob("*.json")
            named = "".join(one.read_text(encoding="utf-8") for one in drafts)
            for one in pasted:
                if one.name not in named:
                    one.unlink(missing_ok=True)

    def _draft_file(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()[:24]
        return self._folder / "drafts" / f"{name}.json"


def _is_old(path: Path) -> bool:
    """Whether it lies there longer than a form that was thrown away is held for."""
    return time.time() - path.stat().st_mtime > _PASTED_S


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        value = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(value, dict):
            return value
    return {}


def _write(path: Path, values: dict[str, Any], *, through: bool = False) -> None:
    """Replace a file in one step; a disk that is full is no reason to stop working.

    What is written ``through`` is on the disk then: a power cut leaves the old file or the new one.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        if through:
            write_through(fresh)
        fresh.replace(path)
    except OSError:
        _log.warning("could not remember %s", path, exc_info=True)
