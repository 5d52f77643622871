"""A list as somebody sees it, read again as what its words stand for."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from desktop.basics.figures import COUNT, DAY, MONEY, RATE, TEXT, Value
from desktop.basics.seen_list import SeenColumn, SeenList

_AT_ONCE = 1_000  # rows
# Signs as people see them: + of a gain, and the minus that is as wide as the plus.
_AMOUNT = re.compile(r"[-+−]?[¥￥]?\d{1,3}(,\d{3})*\.\d\d")
_NUMBER = re.compile(r"[-+−]?(\d{1,9}|\d{1,3}(,\d{3})+)")
_PERCENT = re.compile(r"[-+−]?\d{1,3}(,\d{3})*(\.\d+)?\s?%")
_NOTHING = frozenset({"—", "–", "-"})
# What of a figure is no part of the number.
_PLAIN = str.maketrans({**dict.fromkeys(",+¥￥%"), "−": "-"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def values_seen(
    seen: SeenList,
) -> tuple[Sequence[str], Iterator[Sequence[Value]], Sequence[str]]:
    """Headings, what the rows say (amounts in fen), and which kind of figure each column holds."""
    readers = [
        _kind(column, [row[place] for row in seen.rows])
        for place, column in enumerate(seen.columns)
    ]
    return (
        [column.title for column in seen.columns],
        _values(seen.rows, [read for _kind_, read in readers]),
        [kind for kind, _read_ in readers],
    )


def _values(
    rows: Sequence[Sequence[str]], readers: Sequence[Callable[[str], Value]]
) -> Iterator[Sequence[Value]]:
    """What the rows say, read column by column in pieces."""
    for at in range(0, len(rows), _AT_ONCE):
        columns = zip(*rows[at : at + _AT_ONCE], strict=True)
        found = [map(read, column) for read, column in zip(readers, columns, strict=True)]
        yield from zip(*found, strict=True)


def _kind(column: SeenColumn, texts: Sequence[str]) -> tuple[str, Callable[[str], Value]]:
    """What a column holds: figures only stand at the right, and codes never do."""
    said = [text for text in texts if text and text not in _NOTHING]
    if said and all(_DAY.fullmatch(text) for text in said):
        return DAY, _unless_nothing(date.fromisoformat)
    if said and all(_PERCENT.fullmatch(text) for text in said):
        return RATE, _unless_nothing(_rate)
    if said and column.right and all(_AMOUNT.fullmatch(text) for text in said):
        return MONEY, _unless_nothing(_fen)
    if said and column.right and all(_NUMBER.fullmatch(text) for text in said):
        return COUNT, _unless_nothing(lambda text: int(text.translate(_PLAIN)))
    return TEXT, lambda text: text or None


def _unless_nothing(read: Callable[[str], Value]) -> Callable[[str], Value]:
    return lambda text: None if text in _NOTHING or not text else read(text)


def _rate(text: str) -> Decimal:
    return Decimal("".join(text.translate(_PLAIN).split())) / 100


def _fen(text: str) -> int:
    return int(text.translate(_PLAIN).replace(".", ""))  # an amount has both its places
