"""How many good rows a file had, and what was done with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NOTHING_GIVEN = "未分类"  # the segment or line of what no file classifies: office data, not UI


@dataclass
class Outcome:
    """Counts of good rows: written, or found to stand already."""

    rows: int = 0
    imported: int = 0
    unchanged: int = 0

    def count(self, changed: bool) -> None:
        """One more good row."""
        self.rows += 1
        if changed:
            self.imported += 1
        else:
            self.unchanged += 1


def free_codes(prefix: str, taken: Iterable[str]) -> Iterator[str]:
    """Codes that nobody has yet, in order: K0001, K0002 …"""
    used = set(taken)
    number = 0
    while True:
        number += 1
        code = f"{prefix}{number:04d}"
        if code not in used:
            yield code
