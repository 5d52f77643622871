"""Strokes of a hand on words: straighter and longer than any of a character, and not level.

They are told without knowing the words, so also where there are no others to compare them with.
"""

from collections.abc import Sequence

from desktop.basics.layout import LaidPage
from desktop.scans.grey import Dark, Numbers
from desktop.scans.strays import ALIKE, CELL, REACH, WORDS_HIGH, Field, Stray, outside

_ANGLES = tuple(angle for angle in range(24, 160, 8) if not 78 < angle < 102)  # degrees
_LONG, _LONG_LEAST = (
    1.15,
    330,
)  # a stroke's length, by the words' height; hundredths of a millimetre
_DARK = 0.55  # of ink, at each point of it
# Points along half a stroke to either side, those first that tell it from print soonest.
_SHARES = tuple(sign * share / 8 for share in (8, 4, 6, 2, 7, 5, 3, 1) for sign in (1, -1))
_ABOUT = 60  # what is looked at about words
_OWN = 100  # so near to a box that is ticked a stroke is part of its tick
_SIZE = 150  # hundredths of a square millimetre: a ballpoint's stroke of such a length


def lines_on_words(dark: Dark, field: Field, page: LaidPage, ticked: Sequence[int]) -> list[Stray]:
    """The strokes on words that are no part of a tick in one of the boxes that are ``ticked``."""
    import numpy

    rows, columns, half = _on_words(dark, field, page)
    lines = [_along(dark, rows, columns, half, float(numpy.radians(angle))) for angle in _ANGLES]
    y, x = (numpy.concatenate(some, axis=1) for some in zip(*lines, strict=True))
    if not y.size:
        return []
    x, y = field.left + CELL * x, field.top + CELL * y
    apart = numpy.stack([outside(tick, x, y).min(axis=0) for tick in page.ticks])
    if ticked:
        apart = apart[:, apart[list(ticked)].min(axis=0) > _OWN]
    found: dict[int, Stray] = {}
    for line in apart.T:
        nearest = int(line.argmin())
        meant = numpy.flatnonzero(line <= min(float(line[nearest]) + ALIKE, REACH))
        if len(meant):
            found.setdefault(nearest, Stray(tuple(meant.tolist()), _SIZE))
    return [*found.values()]


def _on_words(dark: Dark, field: Field, page: LaidPage) -> tuple[Numbers, Numbers, Numbers]:
    """The inked cells on words, and half of how long a stroke of a hand there is, in cells."""
    import numpy

    long = numpy.zeros(dark.shape, numpy.float32)
    for rectangle in page.printed:
        high = rectangle[3] - rectangle[1]
        if high >= WORDS_HIGH:
            cells = field.cut(rectangle, _ABOUT)
            long[cells] = numpy.maximum(long[cells], max(_LONG * high, _LONG_LEAST) / 2 / CELL)
    for written in page.written:
        long[field.cut(written, 0)] = 0
    rows, columns = numpy.nonzero((long > 0) & (dark > _DARK))
    half = long[rows, columns]
    inside = (numpy.minimum(rows, dark.shape[0] - 1 - rows) > half) & (
        numpy.minimum(columns, dark.shape[1] - 1 - columns) > half
    )
    return rows[inside], columns[inside], half[inside]


def _along(
    dark: Dark, rows: Numbers, columns: Numbers, half: Numbers, angle: float
) -> tuple[Numbers, Numbers]:
    """The points of the strokes of one direction, inked all along: rows and columns, one each."""
    import numpy

    sine, cosine = numpy.float32(numpy.sin(angle)), numpy.float32(numpy.cos(angle))
    down, across, flat = half * sine, half * cosine, dark.ravel()
    for share in _SHARES:
        y, x = _point(rows, down, -share), _point(columns, across, share)
        inked = flat.take(y * dark.shape[1] + x) > _DARK
        rows, columns = rows[inked], columns[inked]
        down, across = down[inked], across[inked]
    return (
        numpy.stack([_point(rows, down, -share) for share in _SHARES]),
        numpy.stack([_point(columns, across, share) for share in _SHARES]),
    )


def _point(middle: Numbers, off: Numbers, share: float) -> Numbers:
    """The cells nearest to places along strokes."""
    import numpy

    found: Numbers = middle + numpy.rint(off * numpy.float32(share)).astype(numpy.int32)
    return found
