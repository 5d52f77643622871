"""A list as somebody sees it: what a workbook or a paper of it is made from (E4)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SeenColumn:
    """A column of a list: its heading, whether it holds figures, whether it takes the room.

    A ``price`` is an amount for each: it is never summed.
    """

    title: str
    right: bool = False
    stretch: bool = False
    price: bool = False


@dataclass(frozen=True)
class SeenList:
    """Every row of a list as the texts of its columns.

    ``kept`` says in words how it was filtered and searched.
    """

    name: str
    kept: str
    columns: tuple[SeenColumn, ...]
    rows: tuple[tuple[str, ...], ...]
