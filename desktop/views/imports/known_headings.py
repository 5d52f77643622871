"""What a person said of the columns of files, kept for the next file with the same headings."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.views.kit.memory import Memory

if TYPE_CHECKING:
    from desktop.services.imports.look import Chosen

_NAME = "import.columns"
_MOST = 200  # the oldest are forgotten first


class KnownHeadings:
    """The corner of the window's memory for the columns of files, by the key of their headings."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    @property
    def all(self) -> dict[str, "Chosen"]:
        """Each key's columns: what they hold by their place."""
        kept: Mapping[str, Mapping[str, str]] = self._memory.get(_NAME) or {}
        return {
            key: {int(place): field for place, field in chosen.items()}
            for key, chosen in kept.items()
        }

    def keep(self, key: str, chosen: "Chosen") -> None:
        """Remember the columns of files with these headings."""
        kept = dict(self._memory.get(_NAME) or {})
        kept.pop(key, None)
        kept[key] = {str(place): field for place, field in chosen.items()}
        self._memory.put(_NAME, dict(list(kept.items())[-_MOST:]))

    def forget(self, key: str) -> None:
        """Forget them."""
        kept = dict(self._memory.get(_NAME) or {})
        kept.pop(key, None)
        self._memory.put(_NAME, kept)
