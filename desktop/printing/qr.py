"""QR codes of document numbers, for the scanner that finds them again."""

from functools import lru_cache
from itertools import groupby

_MASK = 2


@lru_cache(maxsize=256)
def modules(text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """A QR code's rows as stretches of dark modules (start, count)."""
    from reportlab.graphics.barcode.qr import QrCodeWidget

    code = QrCodeWidget(text, barLevel="M").qr
    # Any of the eight masks can be read: to try which looks best takes longer than all the rest.
    code.version = code.version or code.calculate_version()
    code.makeImpl(False, _MASK)
    count = code.getModuleCount()
    return tuple(
        _stretches([code.isDark(row, column) for column in range(count)]) for row in range(count)
    )


def _stretches(row: list[bool]) -> tuple[tuple[int, int], ...]:
    found, column = [], 0
    for dark, group in groupby(row):
        count = len(list(group))
        if dark:
            found.append((column, count))
        column += count
    return tuple(found)
