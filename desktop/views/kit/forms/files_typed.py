"""Files as they stand in a cell that is typed into: their paths, a line each."""

from collections.abc import Iterable
from pathlib import Path

from desktop.basics.i18n import ngettext


def files_in(text: str) -> list[Path]:
    """The files of a cell."""
    return [Path(one) for one in text.splitlines() if one]


def with_files(text: str, paths: Iterable[Path]) -> str:
    """What stands in a cell, with these files too, each once."""
    return "\n".join(dict.fromkeys([*text.splitlines(), *map(str, paths)]))


def said_files(text: str) -> str:
    """How many files a cell has, in words; empty for none."""
    number = len(files_in(text))
    return (
        ngettext("{number} file", "{number} files", number).format(number=number) if number else ""
    )
